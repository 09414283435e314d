"""The marks of the time line as SVG, for a picture of its own and for a page: shape and fill tell, colour never alone.

Lengths are in pixels of a page; where along the year something stands is a share of it, which a page draws in percent
of its width and a picture in pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from kg.markup.palette import CATEGORIES, GROUND, INK, RULE, SOFT
from kg.views.drawing.elements import Style, element, words
from kg.views.timeline.years import Row, Stretch

__all__ = [
    "GLYPH",
    "LEGEND",
    "LEGEND_WIDTH",
    "QUARTERS",
    "SIGNS",
    "_HELD",
    "Places",
    "glyph",
    "sign",
    "track",
    "track_height",
]

QUARTERS = (("January", 0.0), ("April", 90 / 365), ("July", 181 / 365), ("October", 273 / 365))
"""The months with a line, and where in the year they begin."""
GLYPH, LEGEND_WIDTH = 16.0, 32.0
"""Width and height of the mark of a status; width of a mark of :data:`LEGEND`, which is as high."""
SIGNS = {"before": "M0 0 7 -5V5z", "after": "M0 0 -7 -5V5z", "cross": "M-4 -4 4 4M4 -4 -4 4"}
"""Paths around the point 0 0: what goes on before or after, and what was called off."""

_TRACK, _PAD = 18.0, 2.0
_HIGH = 10.0  # of a box
_HELD = CATEGORIES[0]
_BOX: Style = {"fill": GROUND, "stroke": _HELD, "stroke_width": 1.2, "stroke_dasharray": "4 2.5"}
_STYLES: Mapping[str, Style] = {
    "month": {"stroke": RULE},
    "joint": {"stroke": SOFT, "stroke_width": 1.2},
    "joint meant": {"stroke": SOFT, "stroke_width": 1.2, "stroke_dasharray": "2 2"},
    "days": {"stroke": _HELD, "stroke_width": 11, "stroke_linecap": "round"},
    "days hollow": {"stroke": GROUND, "stroke_width": 7, "stroke_linecap": "round"},
    "within": _BOX,
    "within solid": {**_BOX, "fill": _HELD, "fill_opacity": 0.22},
    "within meant": {**_BOX, "stroke_dasharray": "1.5 2"},
    "about": {"fill": INK, "font_size": 10, "text_anchor": "middle"},
    "arrow": {"fill": _HELD},
    "cross": {"fill": "none", "stroke": INK, "stroke_width": 2},
}

_OUTLINE: Style = {"fill": "none", "stroke": _HELD, "stroke_width": 1.6}
_FULL: Style = {**_OUTLINE, "fill": _HELD, "class_": "full"}
_DOTTED: Style = {**_OUTLINE, "stroke_dasharray": "1.5 2"}


def _circle(style: Style) -> str:
    return element("circle", cx=8, cy=8, r=5.5, **style)


def _path(way: str, style: Style) -> str:
    return element("path", d=way, **style)


_GLYPHS = {
    "held": _circle(_FULL),
    "ongoing": _circle(_OUTLINE) + _path("M8 2.5a5.5 5.5 0 0 0 0 11z", _FULL),
    "announced": _circle(_OUTLINE),
    "planned": _path("M8 1.5 14.5 8 8 14.5 1.5 8z", _OUTLINE),
    "proposed": _path("M8 2 14.5 13.5h-13z", _OUTLINE),
    "wished": _circle(_DOTTED),
    "postponed": _path("M2.5 2.5h11v11h-11zM5 8h6M8.5 5.5 11 8 8.5 10.5", _OUTLINE),
    "cancelled": _circle(_OUTLINE) + _path("M5 5l6 6M11 5l-6 6", _OUTLINE),
    "": _path("M2.5 2.5h11v11h-11z", _DOTTED),
}


def glyph(status: str) -> str:
    """The mark of a status, in a square of :data:`GLYPH`; the words beside it say the same."""
    return _GLYPHS.get(status, _GLYPHS[""])


def _styled(name: str, kind: str, /, **values: float | str) -> str:
    return element(name, class_=kind, **values, **_STYLES[kind])


def _days(hollow: bool) -> str:
    ends: Style = {"x1": 8, "y1": 8, "x2": 24, "y2": 8}
    return _styled("line", "days", **ends) + (_styled("line", "days hollow", **ends) if hollow else "")


LEGEND: Mapping[str, str] = {
    "these days": _days(False),
    "some time within": _styled("rect", "within solid", x=2, y=3, width=28, height=_HIGH),
    "planned, or not reported as held": _days(True),
    "dates that differ": _styled("line", "joint", x1=6, y1=2, x2=26, y2=14),
    "planned and actual date": _styled("line", "joint meant", x1=6, y1=2, x2=26, y2=14),
}
"""What the kinds of lines mean, each with a mark of :data:`LEGEND_WIDTH` to :data:`GLYPH`."""


class Places(Protocol):
    """How a drawing writes where along a year something stands."""

    def x(self, share: float) -> str | float:
        """A place, or a width, for an attribute."""

    def sign(self, name: str, share: float, y: float) -> str:
        """One of :data:`SIGNS` at a place."""


def sign(name: str) -> str:
    """One of :data:`SIGNS` around the point 0 0."""
    return _styled("path", name if name == "cross" else "arrow", d=SIGNS[name])


def track_height(row: Row) -> float:
    """How high the marks of an event stand."""
    return _TRACK * max(1, len(row.stretches)) + 2 * _PAD


def track(row: Row, height: float, places: Places) -> str:
    """The marks of an event in a year, with the lines of the months behind them."""
    shares = (*(share for _, share in QUARTERS), 1.0)
    shown = [_styled("line", "month", x1=places.x(each), y1=0, x2=places.x(each), y2=height) for each in shares]
    middles = [_TRACK * (place + 0.5) + _PAD for place in range(len(row.stretches))]
    for (one, other), (up, down) in zip(pairwise(row.stretches), pairwise(middles), strict=True):
        kind = "joint" if other.span.modality == "fact" else "joint meant"
        shown.append(_styled("line", kind, x1=places.x(one.middle), y1=up, x2=places.x(other.middle), y2=down))
    for stretch, middle in zip(row.stretches, middles, strict=True):
        told = stretch.span.written
        told = told if stretch.span.modality == "fact" else f"{stretch.span.modality}: {told}"
        marks = _marks(stretch, middle, row.event.status, places)
        shown.append(f"<g>{element('title', words(told))}{''.join(marks)}</g>")
    for there, name, share in zip(row.elsewhere, ("before", "after"), (0.0, 1.0), strict=True):
        if there:
            shown.append(places.sign(name, share, middles[0]))
    return "".join(shown)


def _marks(stretch: Stretch, middle: float, status: str, places: Places) -> Sequence[str]:
    """A span in its year: a dot or a bar with round ends for days, a dashed box for some time within."""
    fact = stretch.span.modality == "fact"
    solid = fact and status in ("held", "ongoing")
    left, right = stretch.start, stretch.end
    shown = []
    if stretch.span.exact:
        # From the middle of the first day to that of the last. Even one day has some length: a line without any is
        # drawn by few programs.
        day = 1 / 731
        ends: Style = {
            "x1": places.x(left + day),
            "x2": places.x(max(right - day, left + day) + day / 50),
            "y1": middle,
            "y2": middle,
        }
        shown.append(_styled("line", "days", **ends))
        if not solid:
            shown.append(_styled("line", "days hollow", **ends))
        if fact and status == "cancelled":
            shown.append(places.sign("cross", stretch.middle, middle))
    else:
        kind = "within solid" if solid else "within" if fact else "within meant"
        size: Style = {"x": places.x(left), "width": places.x(right - left), "y": middle - _HIGH / 2, "height": _HIGH}
        shown.append(_styled("rect", kind, **size))
        if stretch.span.about:
            style: Style = {"class_": "about", **_STYLES["about"]}
            shown.append(element("text", "about", x=places.x(stretch.middle), y=middle + 4, **style))
    for goes_on, name, share in ((stretch.before, "before", left), (stretch.after, "after", right)):
        if goes_on:
            shown.append(places.sign(name, share, middle))
    return shown
