"""A page of the site: which template makes it, from which values; and how pages lead to each other."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from kg.markup import environment
from kg.markup.page import Site, render_page

__all__ = ["Page", "relative", "render"]

_NAVIGATION = (
    ("index.html", "Overview"),
    ("terms.html", "Terms"),
    ("shapes.html", "Shapes"),
    ("questions.html", "Questions"),
    ("reference.html", "Reference data"),
    ("themes.html", "Themes"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site: its path, its title, the part of the site that it belongs to, its template and its values."""

    path: str
    title: str
    section: str
    template: str
    values: Mapping[str, object]


def relative(source: str, target: str) -> str:
    """The way from one page to a place on another."""
    path, _, fragment = target.partition("#")
    way = posixpath.relpath(path, posixpath.dirname(source) or ".") if path and path != source else ""
    return quote(way) + (f"#{quote(fragment)}" if fragment else "") or quote(posixpath.basename(source))


def render(page: Page, version: str) -> bytes:
    """The whole page."""
    site = Site(
        home=relative(page.path, "index.html"),
        version=version,
        pages=[(relative(page.path, path), name, path == page.section) for path, name in _NAVIGATION],
    )
    body = environment.render(f"documentation/templates/{page.template}", title=page.title, **page.values)
    return render_page(page.title, body, script=environment.asset("documentation/site.js"), site=site, heading=False)
