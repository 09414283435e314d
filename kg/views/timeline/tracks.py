"""Where the marks of the time line stand, for a picture of its own and for a page.

Lengths are in pixels of a page; where along the year something stands is a share of it, which a page writes in percent
of its width and a picture in pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.claims.claim import INTENTIONS
from kg.claims.status import CAME_ABOUT
from kg.markup.words import number
from kg.views.timeline.years import Row, Stretch

__all__ = ["GLYPH", "LEGEND", "LEGEND_WIDTH", "QUARTERS", "Along", "Sign", "SpanMark", "Track", "track"]

QUARTERS = (("January", 0.0), ("April", 90 / 365), ("July", 181 / 365), ("October", 273 / 365))
"""The months with a line, and where in the year they begin."""
GLYPH, LEGEND_WIDTH = 16.0, 32.0
"""Width and height of the mark of a status; width of a line in the legend, which is as high."""
LEGEND: Mapping[str, str] = {
    "days": "on these days",
    "within": "at some time within",
    "hollow": "planned, or not reported as held",
    "differ": "dates that differ",
    "meant": "planned and actual date",
}
"""The kinds of lines, by their names in the template, with what they mean."""

_TRACK, _PAD = 18.0, 2.0
_HALF_DAY = 1 / 731


@dataclass(frozen=True, slots=True)
class Along:
    """How a drawing writes a share of the year, of which the whole is ``full`` units long."""

    full: float
    unit: str = ""

    def at(self, share: float) -> str:
        """A place or a width.

        >>> Along(100, "%").at(0.125)
        '12.5%'
        """
        return f"{number(share * self.full)}{self.unit}"


@dataclass(frozen=True, slots=True)
class Sign:
    """An arrow to what lies ``before`` or ``after``, or the ``cross`` of what was called off."""

    name: str
    share: float
    y: float


@dataclass(frozen=True, slots=True)
class Joint:
    """A line between two spans of one event; ``meant`` where one of them was only intended."""

    x1: float
    y1: float
    x2: float
    y2: float
    meant: bool


@dataclass(frozen=True, slots=True)
class SpanMark:
    """A span in its year.

    Args:
        exact: a dot or a bar with round ends; otherwise a dashed box for some time within.
        kind: ``solid``, ``hollow`` or ``meant``; empty for an uncertain date of what was not reported as held.
        start, end: as shares of the year.
        about: whether the source gives the date as approximate.
    """

    title: str
    exact: bool
    kind: str
    start: float
    end: float
    y: float
    about: bool
    signs: Sequence[Sign]

    @property
    def middle(self) -> float:
        """As a share of the year."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Track:
    """The marks of an event in a year; ``months`` are the places of the lines behind them."""

    height: float
    joints: Sequence[Joint]
    marks: Sequence[SpanMark]
    signs: Sequence[Sign]
    months: Sequence[float] = (*(share for _, share in QUARTERS), 1.0)


def track(row: Row, least: float = 0.0) -> Track:
    """The marks of an event in a year; ``least`` is the height that they have at least."""
    middles = [_TRACK * (place + 0.5) + _PAD for place in range(len(row.stretches))]
    joints = [
        Joint(one.middle, up, other.middle, down, other.span.modality != "fact")
        for (one, other), (up, down) in zip(pairwise(row.stretches), pairwise(middles), strict=True)
    ]
    marks = [_mark(each, y, row.event.status) for each, y in zip(row.stretches, middles, strict=True)]
    ends = zip(row.elsewhere, ("before", "after"), (0.0, 1.0), strict=True)
    signs = [Sign(name, share, middles[0]) for there, name, share in ends if there]
    return Track(max(least, _TRACK * max(1, len(row.stretches)) + 2 * _PAD), joints, marks, signs)


def _mark(stretch: Stretch, y: float, status: str) -> SpanMark:
    span, left, right = stretch.span, stretch.start, stretch.end
    fact = span.modality == "fact"
    solid = fact and status in CAME_ABOUT
    open_ends = ((stretch.before, "before", left), (stretch.after, "after", right))
    signs = [Sign(name, share, y) for goes_on, name, share in open_ends if goes_on]
    title = span.written if fact else f"{INTENTIONS[span.modality]}: {span.written}"
    if not span.exact:
        kind = "solid" if solid else "" if fact else "meant"
        return SpanMark(title, False, kind, left, right, y, span.about, signs)
    if fact and status == "cancelled":
        signs.insert(0, Sign("cross", stretch.middle, y))
    # From the middle of the first day to that of the last. Even one day has some length: a line without any is
    # drawn by few programs.
    start = left + _HALF_DAY
    end = max(right - _HALF_DAY, start) + _HALF_DAY / 50
    return SpanMark(title, True, "solid" if solid else "hollow", start, end, y, False, signs)
