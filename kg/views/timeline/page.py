"""The time line as a page: rows of HTML text with small fluid pictures beside them, so that it is read at any width.

Text is text, which wraps and which no other text can cover; only the tracks beside it are drawn, in shares of their
width. Everything stands on the page without scripts; with them, a card shows the evidence beside a mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from kg.markup.environment import asset
from kg.markup.html import table, text, timed
from kg.markup.page import render_page
from kg.suggest import counted
from kg.views.card import evidence_list
from kg.views.timeline.marks import SYMBOLS, FluidPlaces, glyph, legend
from kg.views.timeline.tracks import QUARTERS, track, track_height
from kg.views.timeline.years import STATUSES, Band, Row, Timeline, TimelineEvent, bands

__all__ = ["TIMELINE_SCRIPT", "TIMELINE_STYLES", "timeline_figure", "timeline_page"]

TIMELINE_STYLES = ("views/card.css", "views/timeline/timeline.css")
"""The style that a page with :func:`timeline_figure` needs beside the common one."""
TIMELINE_SCRIPT = "views/card.js"
"""The script of such a page; without it all is there, only no card."""

_DAY = re.compile("[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_PLACES = FluidPlaces()
_NARROW = 0.015  # of all years: a dashed box would be too small to be one
_LABELS = 6  # years that are written on the axis of all years, at most


def timeline_page(timeline: Timeline, *, title: str = "Time line of events") -> bytes:
    """The page of a time line: one file that needs no network."""
    body = Markup(timeline_figure(timeline))  # noqa: S704
    return render_page(title, body, script=asset(TIMELINE_SCRIPT), style="".join(map(asset, TIMELINE_STYLES)))


def timeline_figure(timeline: Timeline) -> str:
    """The time line as HTML for any page that has :data:`TIMELINE_STYLES`; its ids begin with ``timeline-``."""
    numbers = {event.iri: number for number, event in enumerate((*timeline.events, *timeline.undated), start=1)}
    seen: set[str] = set()
    parts = ['<div class="timeline">', SYMBOLS, "".join(f"<p>{text(note)}</p>" for note in timeline.notes())]
    parts += [legend(timeline.statuses()), _lanes(timeline)]
    parts += [_band(band, numbers, seen) for band in bands(timeline)]
    if timeline.undated:
        rows = "".join(f"<li>{_words(event, numbers[event.iri])}</li>" for event in timeline.undated)
        parts.append(f'<section><h3>Date not stated</h3><ol class="rows plain">{rows}</ol></section>')
    if not numbers:
        parts.append("<p>No event of these kinds is reported.</p>")
    return "\n".join([*parts, _table(timeline), "</div>"])


def _band(band: Band, numbers: dict[str, int], seen: set[str]) -> str:
    years = band.skipped
    told = f"{years[0]} to {years[-1]}" if len(years) > 1 else "".join(map(str, years))
    skipped = f'<p class="soft">{told}: no dated event of these kinds.</p>\n' if years else ""
    months = "".join(f'<text x="{_PLACES.x(share)}" dx="3" y="12">{month}</text>' for month, share in QUARTERS)
    rows = "".join(_row(row, numbers[row.event.iri], seen) for row in band.rows)
    return (
        f'{skipped}<section><div class="head"><h3>{band.year}</h3>'
        f'<svg class="axis" width="100%" height="16" aria-hidden="true">{months}</svg></div>'
        f'<ol class="rows">{rows}</ol></section>'
    )


def _row(row: Row, number: int, seen: set[str]) -> str:
    event = row.event
    again = event.iri in seen
    seen.add(event.iri)
    height = track_height(row)
    label = f"{event.label}: {event.when()}"
    words = f'<p><a href="#timeline-{number}">{text(event.label)}</a>: see its first date</p>' if again else ""
    return (
        f"<li>{words or _words(event, number)}"
        f'<svg class="track" width="100%" height="{height:g}" tabindex="0" role="img" aria-label="{text(label)}" '
        f'data-shows="timeline-{number}-told" data-title="{text(label)}">{track(row, height, _PLACES)}</svg></li>'
    )


def _line(share: float, height: int) -> str:
    return f'<line class="month" x1="{_PLACES.x(share)}" y1="0" x2="{_PLACES.x(share)}" y2="{height}"/>'


def _words(event: TimelineEvent, number: int) -> str:
    """What is told of an event in short, and the evidence to unfold."""
    status = text(STATUSES.get(event.status, event.status))
    parts = [f'<span class="status">{status}</span>', _unbroken(event.when()), text(event.where())]
    differ = "".join(f'<p class="mark">Sources differ on the {_unbroken(each)}</p>' for each in event.differences)
    return (
        f'<div class="words" id="timeline-{number}">{glyph(event.status)}<div><p class="name">{text(event.label)}</p>'
        f'<p class="short">{" · ".join(filter(None, parts))}</p>{differ}'
        f"<details><summary>Who says so</summary>"
        f'<div id="timeline-{number}-told">{_history(event)}{evidence_list(event.claims)}</div></details></div></div>'
    )


def _unbroken(words: str) -> str:
    """A text as HTML; no day in it breaks over two lines."""
    return _DAY.sub(r'<span class="date">\g<0></span>', text(words))


def _history(event: TimelineEvent) -> str:
    """Which status was told when, where it changed, and what joins its dates."""
    told: list[tuple[str, str]] = []
    for each in event.history:
        name = each.label if each.modality == "fact" else f"{each.label} ({each.modality})"
        if not told or told[-1][0] != name:
            told.append((name, timed(each.day) if each.day else "(reference data)"))
    lines = []
    if len({name for name, _ in told}) > 1:
        lines.append(f"<p>Reported as: {' → '.join(f'{text(name)} {day}' for name, day in told)}</p>")
    if any(span.joined for span in event.drawn):
        lines.append("<p>Start and end come from different sources.</p>")
    return "".join(lines)


def _lanes(timeline: Timeline) -> str:
    """All years at once, a lane for each series."""
    placed = bands(timeline)
    if len(placed) < 2:
        return ""
    days = [day[:4] for event in timeline.events for span in event.drawn for day in (span.first, span.last) if day]
    first, last = int(min(days)), int(max(days))
    low = date(first, 1, 1).toordinal()
    width = date(last, 12, 31).toordinal() + 1 - low
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 10_000) if (last - first) / each <= _LABELS)
    written = [year for year in range(first, last + 1) if year % step == 0 and year + step * 0.6 <= last + 1]
    shares = [(year, (date(year, 1, 1).toordinal() - low) / width) for year in written]
    axis = "".join(f'<text x="{_PLACES.x(share)}" dx="2" y="12">{year}</text>' for year, share in shares)
    lines = "".join(_line(share, 18) for _, share in [*shares, (last, 1.0)])
    rows = []
    for name, events in timeline.lanes():
        marks = "".join(_lane_mark(event, low, width) for event in events)
        count = counted(len(events), "event")
        label = text(f"{name}: {count}, {', '.join(event.when() for event in events)}")
        rows.append(
            f'<li><p>{text(name)} <span class="soft date">{count}</span></p>'
            f'<svg class="track" width="100%" height="18" role="img" aria-label="{label}">{lines}{marks}</svg></li>'
        )
    return (
        '<section class="lanes"><div class="head"><h3>All years, by series</h3>'
        f'<svg class="axis" width="100%" height="16" aria-hidden="true">{axis}</svg></div>'
        f'<ol class="rows">{"".join(rows)}</ol></section>'
    )


def _lane_mark(event: TimelineEvent, low: int, width: int) -> str:
    marks = []
    for span in event.dates or event.intended:
        start, end = span.first or span.last, span.last or span.first
        if start is None or end is None:
            continue
        left = (date.fromisoformat(start).toordinal() - low) / width
        right = (date.fromisoformat(end).toordinal() + 1 - low) / width
        solid = span.modality == "fact" and event.status in ("held", "ongoing")
        title = f"<title>{text(f'{event.label}: {event.when()}')}</title>"
        if span.exact or right - left < _NARROW:
            kind = "dot" if solid and span.exact else "dot within solid" if solid else "dot hollow"
            marks.append(f'<circle class="{kind}" cx="{_PLACES.x((left + right) / 2)}" cy="9" r="3.5">{title}</circle>')
        else:
            kind = "within solid" if solid else "within"
            where = f'x="{_PLACES.x(left)}" y="5" width="{_PLACES.x(right - left)}" height="8"'
            marks.append(f'<rect class="{kind}" {where}>{title}</rect>')
    return "".join(marks)


def _table(timeline: Timeline) -> str:
    head = ["Event", "Kind", "Status", "Date", "Intended", "Place", "Series"]
    rows: list[Sequence[str]] = [
        [
            text(event.label),
            text(event.kind),
            text(STATUSES.get(event.status, event.status)),
            "; ".join(timed(span.written) for span in event.dates) or "not stated",
            "; ".join(f"{text(span.modality)}: {timed(span.written)}" for span in event.intended)
            + "; ".join(f"“{text(word)}”" for word in event.words),
            text(event.where()),
            ", ".join(dict.fromkeys(text(each.label) for each in event.series)),
        ]
        for event in (*timeline.events, *timeline.undated)
    ]
    if not rows:
        return ""
    return f"<details><summary>As a table</summary>{table(head, rows, 'Events, dates as written')}</details>"
