"""The time line as a page: rows of HTML text with small fluid pictures beside them, so that it is read at any width.

Text is text, which wraps and which no other text can cover; only the tracks beside it are drawn, in shares of their
width. Everything stands on the page without scripts; with them, a card shows the evidence beside a mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.claims.status import CAME_ABOUT
from kg.markup.environment import asset, render
from kg.markup.page import render_page
from kg.suggest import counted
from kg.views.events import STATUSES
from kg.views.timeline.tracks import LEGEND, QUARTERS, Along, track
from kg.views.timeline.years import Timeline, TimelineEvent, bands

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["TIMELINE_SCRIPT", "TIMELINE_STYLES", "timeline_figure", "timeline_page"]

TIMELINE_STYLES = ("views/card.css", "views/timeline/timeline.css")
"""The style that a page with :func:`timeline_figure` needs beside the common one."""
TIMELINE_SCRIPT = "views/card.js"
"""The script of such a page; without it all is there, only no card."""

_NARROW = 0.015  # of all years: a dashed box would be too small to be one
_LABELS = 6  # years that are written on the axis of all years, at most
_STEPS = (1, 2, 5, 10, 20, 50, 100, 10_000)  # years between two of them


def timeline_page(timeline: Timeline, *, title: str = "Time line of events") -> bytes:
    """The page of a time line: one file that needs no network."""
    style = "".join(map(asset, TIMELINE_STYLES))
    return render_page(title, timeline_figure(timeline), script=asset(TIMELINE_SCRIPT), style=style)


def timeline_figure(timeline: Timeline) -> Markup:
    """The time line as HTML for any page that has :data:`TIMELINE_STYLES`; its ids begin with ``timeline-``."""
    return render(
        "views/timeline/timeline.html",
        timeline=timeline,
        numbers={event.iri: number for number, event in enumerate((*timeline.events, *timeline.undated), start=1)},
        bands=bands(timeline),
        overview=_overview(timeline),
        track=track,
        along=Along(100, "%"),
        statuses=STATUSES,
        legend=LEGEND,
        quarters=QUARTERS,
    )


@dataclass(frozen=True, slots=True)
class _LaneMark:
    """An event among all years: a dot, or a box for some time within; ``start`` and ``end`` are shares of the years."""

    title: str
    is_dot: bool
    kind: str
    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class _Lane:
    """A series with its events."""

    name: str
    count: str
    label: str
    marks: Sequence[_LaneMark]


@dataclass(frozen=True, slots=True)
class _Overview:
    """All years at once, a lane for each series; ``axis`` has years with the shares at which they begin."""

    axis: Sequence[tuple[int, float]]
    lanes: Sequence[_Lane]

    @property
    def lines(self) -> list[float]:
        return [*(share for _, share in self.axis), 1.0]


def _overview(timeline: Timeline) -> _Overview | None:
    """All years at once; None where there are not several."""
    if len(bands(timeline)) < 2:
        return None
    days = [day[:4] for event in timeline.events for span in event.drawn for day in (span.first, span.last) if day]
    first, last = int(min(days)), int(max(days))
    low = date(first, 1, 1).toordinal()
    width = date(last, 12, 31).toordinal() + 1 - low
    step = next(each for each in _STEPS if (last - first) / each <= _LABELS)
    written = [year for year in range(first, last + 1) if year % step == 0 and year + step * 0.6 <= last + 1]
    lanes = []
    for name, events in timeline.lanes():
        count = counted(len(events), "event")
        label = f"{name}: {count}, {', '.join(event.when() for event in events)}"
        lanes.append(_Lane(name, count, label, [mark for event in events for mark in _marks(event, low, width)]))
    return _Overview([(year, (date(year, 1, 1).toordinal() - low) / width) for year in written], lanes)


def _marks(event: TimelineEvent, low: int, width: int) -> list[_LaneMark]:
    marks = []
    for span in event.dates or event.intended:
        start, end = span.first or span.last, span.last or span.first
        if start is None or end is None:
            continue
        left = (date.fromisoformat(start).toordinal() - low) / width
        right = (date.fromisoformat(end).toordinal() + 1 - low) / width
        solid = span.modality == "fact" and event.status in CAME_ABOUT
        is_dot = span.exact or right - left < _NARROW
        box = "within solid" if solid else "within"
        kind = box if not is_dot else "hollow" if not solid else "" if span.exact else box
        marks.append(_LaneMark(f"{event.label}: {event.when()}", is_dot, kind, left, right))
    return marks
