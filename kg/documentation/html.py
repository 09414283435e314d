"""HTML, by hand: everything that comes from data goes through :func:`text` or :func:`link`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote, urlsplit

__all__ = ["Page", "figure", "filter_box", "link", "relative", "render", "scrolling", "table", "text", "timed"]

SITE = "Turkic NGO Cooperation KG"
_DATE = re.compile(r"[0-9]{4}(-[0-9X]{2}){0,2}[~?%]?(/\S{0,12})?")
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


def text(value: object) -> str:
    """A text as HTML, also within an attribute."""
    # What XML and HTML cannot hold, and marks of writing direction that would turn the rest of a line around.
    return escape(
        "".join(c if c.isprintable() or c in "\n\t\u200c\u200d\u00a0\u3000" else "\ufffd" for c in str(value))
    )


def address(iri: str) -> str | None:
    """The address to link to; None for what is no web address."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    return iri if parts.scheme in ("http", "https") and parts.netloc else None


def link(iri: str, shown: str | None = None) -> str:
    """A link to a web address; only its text where it is none."""
    label = text(iri if shown is None else shown)
    target = address(iri)
    return label if target is None else f'<a href="{text(target)}" rel="external">{label}</a>'


def timed(value: str) -> str:
    """A text as HTML; a date does not break over two lines."""
    return f'<span class="date">{text(value)}</span>' if _DATE.fullmatch(value) else text(value)


def relative(source: str, target: str) -> str:
    """The way from one page to a place on another."""
    path, _, fragment = target.partition("#")
    way = posixpath.relpath(path, posixpath.dirname(source) or ".") if path and path != source else ""
    return quote(way) + (f"#{quote(fragment)}" if fragment else "") or quote(posixpath.basename(source))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str, *, attributes: Sequence[str] = ()) -> str:
    """A table of cells that are HTML; the first cell of each row heads it.

    Args:
        head: the headings, as HTML.
        rows: the cells, as HTML.
        caption: what the table is, as text.
        attributes: more attributes, one a row.
    """
    lines = [f"<table><caption>{text(caption)}</caption>"]
    lines.append("<thead><tr>" + "".join(f'<th scope="col">{cell}</th>' for cell in head) + "</tr></thead><tbody>")
    for number, row in enumerate(rows):
        more = f" {attributes[number]}" if attributes else ""
        cells = "".join(f"<td>{cell}</td>" for cell in row[1:])
        lines.append(f'<tr{more}><th scope="row">{row[0]}</th>{cells}</tr>')
    return scrolling("\n".join([*lines, "</tbody></table>"]), caption)


def scrolling(content: str, label: str) -> str:
    """A box that scrolls by itself where its content is wider than the page, also by keyboard."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{text(label)}">{content}</div>'


def figure(svg: str, caption: str, label: str) -> str:
    """A diagram with its caption, which is HTML."""
    return f"<figure>{scrolling(svg, label)}<figcaption>{caption}</figcaption></figure>"


def filter_box(label: str) -> str:
    """The field that narrows a page down to what has some words; shown only where scripts run."""
    return (
        f'<p class="filter" hidden><label for="filter">{text(label)}</label> '
        '<input id="filter" type="search" autocomplete="off" aria-describedby="filter-count"> '
        '<span id="filter-count" role="status"></span></p>'
    )


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
