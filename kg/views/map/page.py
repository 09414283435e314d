"""The map of hosting places as a page: drawn for wide and for narrow windows, with every place and event listed below.

A point is a link to its place in the list, where the evidence stands; with scripts a card shows it beside the point.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.markup.environment import asset, render
from kg.markup.page import render_page
from kg.views.events import STATUSES
from kg.views.map.drawing import LEGEND, TITLE, sources
from kg.views.map.hosting import HostingMap
from kg.views.map.layout import Panel, panels

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["MAP_SCRIPT", "MAP_STYLES", "map_figure", "map_page"]

MAP_STYLES = ("views/card.css", "views/map/map.css")
"""The style that a page with :func:`map_figure` needs beside the common one."""
MAP_SCRIPT = "views/card.js"
"""The script of such a page; without it all is there, only no card."""

_SIDE, _FOOT = 30.0, 16.0  # room for degrees, left and below
_WIDE, _NARROW = 1040.0, 330.0


class _Frame(NamedTuple):
    """The map for windows of one width, with the sizes of its letters."""

    name: str
    panels: Sequence[Panel]
    names: float
    degrees: float


def map_page(hosting: HostingMap, *, title: str = TITLE) -> bytes:
    """The page of a map: one file that needs no network."""
    style = "".join(map(asset, MAP_STYLES))
    return render_page(title, map_figure(hosting), script=asset(MAP_SCRIPT), style=style)


def map_figure(hosting: HostingMap) -> Markup:
    """The map as HTML for any page that has :data:`MAP_STYLES`; its ids begin with ``map-``."""
    wide = panels(hosting, _WIDE, inset_width=_WIDE / 2 - _SIDE, label_size=12)
    narrow = panels(hosting, _NARROW, inset_width=_NARROW, label_size=10.5, shrink=0.7)
    return render(
        "views/map/map.html",
        hosting=hosting,
        numbers={place.iri: number for number, place in enumerate((*hosting.places, *hosting.unplaced), start=1)},
        frames=[_Frame("wide", wide, 12, 10), _Frame("narrow", narrow, 10.5, 8.5)] if wide else [],
        sources=sources(wide),
        legend=LEGEND,
        statuses=STATUSES,
        side=_SIDE,
        foot=_FOOT,
    )
