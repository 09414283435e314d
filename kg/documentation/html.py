"""The frame of a page of the site: its head, its navigation, and how pages lead to each other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from urllib.parse import quote

from kg.markup.html import text

__all__ = ["Page", "relative", "render"]

SITE = "Turkic NGO Cooperation KG"
_NAVIGATION = (
    ("index.html", "Overview"),
    ("terms.html", "Terms"),
    ("shapes.html", "Shapes"),
    ("questions.html", "Questions"),
    ("reference.html", "Reference data"),
    ("themes.html", "Themes"),
)
# In the page itself and not in a file of its own: it works from a folder on disk under every policy.
_SCRIPT = """
(function () {
  'use strict';
  var field = document.getElementById('filter');
  if (field) {
    field.closest('.filter').hidden = false;
    var rows = document.querySelectorAll('[data-words]'), count = document.getElementById('filter-count');
    var groups = document.querySelectorAll('[data-group]');
    field.addEventListener('input', function () {
      var words = field.value.toLowerCase().split(/\\s+/), shown = 0;
      rows.forEach(function (row) {
        var hit = words.every(function (word) { return row.dataset.words.indexOf(word) >= 0; });
        row.hidden = !hit;
        if (hit) { shown += 1; }
      });
      groups.forEach(function (group) { group.hidden = !group.querySelector('[data-words]:not([hidden])'); });
      count.textContent = field.value ? shown + ' of ' + rows.length : '';
    });
  }
  addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (each) { each.open = true; });
  });
}());
"""


class Page:
    """A page of the site: its place, its title, and its body."""

    def __init__(self, path: str, title: str, body: Iterable[str], section: str) -> None:
        self.path = path
        self.title = title
        self.body = "\n".join(body)
        self.section = section


def relative(source: str, target: str) -> str:
    """The way from one page to a place on another."""
    path, _, fragment = target.partition("#")
    way = posixpath.relpath(path, posixpath.dirname(source) or ".") if path and path != source else ""
    return quote(way) + (f"#{quote(fragment)}" if fragment else "") or quote(posixpath.basename(source))


def render(page: Page, version: str) -> str:
    """The whole page."""
    items = []
    for path, name in _NAVIGATION:
        here = ' aria-current="page"' if path == page.section else ""
        items.append(f'<li><a href="{relative(page.path, path)}"{here}>{name}</a></li>')
    title = page.title if page.path == "index.html" else f"{page.title} · {SITE}"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{text(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{relative(page.path, "style.css")}">
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><p class="site"><a href="{relative(page.path, "index.html")}">{SITE}</a> <span>{text(version)}</span></p>
<nav aria-label="Pages"><ul>{"".join(items)}</ul></nav></header>
<main id="content" tabindex="-1">
{page.body}
</main>
<footer><p>Made by <code>kg docs</code> from the ontology, the queries and the graph. Ontology, reference data and
queries: <a href="https://creativecommons.org/licenses/by/4.0/" rel="external license">CC BY 4.0</a>. The words of an
article belong to its publisher.</p></footer>
<script>{_SCRIPT}</script>
</body>
</html>
"""
