"""The time line as a picture of its own.

Lengths are in points. Names stand in a column of their own, the years' axes beside it: nothing can cover them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from kg.markup.palette import INK, SOFT
from kg.text import one_line
from kg.views.drawing.elements import element, group, lines, number
from kg.views.drawing.files import check_format, drawing
from kg.views.drawing.fonts import LEADING, text_width
from kg.views.drawing.svg import Sheet
from kg.views.timeline.tracks import GLYPH, LEGEND, LEGEND_WIDTH, QUARTERS, glyph, sign, track, track_height
from kg.views.timeline.years import STATUSES, Row, Timeline, TimelineEvent, bands

__all__ = ["draw_timeline"]

_WIDTH, _MARGIN, _NAMES, _GAP = 900.0, 20.0, 370.0, 16.0
_AXIS = _WIDTH - _NAMES - _GAP
_NAME_SIZE, _TEXT_SIZE, _YEAR_SIZE, _TITLE_SIZE = 8.5, 7.5, 11.0, 14.0
_SCALE = 0.75  # points for a pixel, the unit of the marks
_PAD, _INDENT = 5.0, 18.0
_LONGEST = 4  # lines of a name
_TITLE = "Time line of events"


class _Places:
    """Along the axis of a year, in pixels."""

    def x(self, share: float) -> float:
        return share * _AXIS / _SCALE

    def sign(self, name: str, share: float, y: float) -> str:
        return group([sign(name)], transform=f"translate({number(self.x(share))} {number(y)})")


@dataclass
class _Page:
    """What is drawn, from the top downwards; how high it gets is known at the end."""

    y: float = _MARGIN
    content: list[str] = field(default_factory=list)

    def text(self, x: float, down: float, told: str, size: float, colour: str = INK, *, bold: bool = False) -> None:
        weight = "bold" if bold else "normal"
        self.content.append(lines([told], _MARGIN + x, self.y + down + size, size, fill=colour, font_weight=weight))

    def rule(self) -> None:
        ends = {"x1": _MARGIN, "x2": _MARGIN + _WIDTH, "y1": self.y, "y2": self.y}
        self.content.append(element("line", **ends, stroke=SOFT, stroke_width=0.8))

    def marks(self, x: float, down: float, drawn: str) -> None:
        """Put marks, which are drawn in pixels, on the page."""
        where = f"translate({number(_MARGIN + x)} {number(self.y + down)}) scale({_SCALE})"
        self.content.append(f'<g transform="{where}">{drawn}</g>')


def draw_timeline(timeline: Timeline, picture_format: str = "svg") -> bytes:
    """Draw a time line; the same time line gives the same bytes.

    Args:
        timeline: what to draw.
        picture_format: ``svg`` or ``png``.

    Returns:
        the file's content.

    Raises:
        UsageError: an unknown format.
    """
    check_format(picture_format)
    page = _Page()
    page.text(0, 0, _TITLE, _TITLE_SIZE, bold=True)
    page.y += _TITLE_SIZE * 2
    _legend(page, timeline)
    for band in bands(timeline):
        if band.skipped:
            page.text(0, 3, _skipped(band.skipped), _TEXT_SIZE, SOFT)
            page.y += _TEXT_SIZE * LEADING + 6
        _year(page, band.year)
        for row in band.rows:
            _row(page, row)
    if timeline.undated:
        page.y += 10
        page.rule()
        page.text(0, 4, "Date not stated", _YEAR_SIZE, bold=True)
        page.y += _YEAR_SIZE * 1.9
        for event in timeline.undated:
            _words(page, event, _WIDTH)
    _notes(page, timeline)
    drawn = [Markup(each) for each in page.content]  # noqa: S704 - made of escaped pieces
    return drawing(Sheet(_TITLE, _WIDTH + 2 * _MARGIN, page.y + _MARGIN, drawn), picture_format)


def _skipped(years: Sequence[int]) -> str:
    told = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"{told}: no dated event of these kinds"


def _year(page: _Page, year: int) -> None:
    page.y += 6
    page.rule()
    page.text(0, 4, str(year), _YEAR_SIZE, bold=True)
    for month, share in QUARTERS:
        page.text(_NAMES + _GAP + share * _AXIS + 2, 4, month, _TEXT_SIZE, SOFT)
    page.y += _YEAR_SIZE * 1.9


def _row(page: _Page, row: Row) -> None:
    height = max(_height(row.event, _NAMES), track_height(row) * _SCALE)
    page.marks(_NAMES + _GAP, 0, track(row, height / _SCALE, _Places()))
    _words(page, row.event, _NAMES, height)


def _height(event: TimelineEvent, width: float) -> float:
    return sum(size * LEADING for _, size, _ in _told(event, width)) + _PAD


def _told(event: TimelineEvent, width: float) -> list[tuple[str, float, str]]:
    """The lines of text of an event, with size and colour."""
    name = _wrapped(event.label, width - _INDENT, _NAME_SIZE)
    words = [STATUSES.get(event.status, event.status), event.when(), event.where()]
    told = _wrapped(" · ".join(filter(None, words)), width - _INDENT, _TEXT_SIZE)
    if event.differences:
        told += _wrapped(f"Sources differ: {'; '.join(event.differences)}", width - _INDENT, _TEXT_SIZE)
    return [(line, _NAME_SIZE, INK) for line in name] + [(line, _TEXT_SIZE, SOFT) for line in told]


def _wrapped(words: str, width: float, size: float) -> list[str]:
    """Lines that are no wider than a width; a name that needs more than a few ends in an ellipsis."""
    text = one_line(words) or "—"
    columns = max(10, int(width / (size * 0.56)))
    while columns > 10:
        found = textwrap.wrap(text[: columns * _LONGEST * 2], columns)
        if all(text_width(line, size) <= width for line in found[: _LONGEST + 1]):
            break
        columns -= 2
    return [*found[: _LONGEST - 1], found[_LONGEST - 1][:-1] + "…"] if len(found) > _LONGEST else found


def _words(page: _Page, event: TimelineEvent, width: float, height: float | None = None) -> None:
    page.marks(0, _NAME_SIZE * LEADING / 2 + 1 - GLYPH * _SCALE / 2, glyph(event.status))
    down = 1.0
    for line, size, colour in _told(event, width):
        page.text(_INDENT, down, line, size, colour)
        down += size * LEADING
    page.y += height or down + _PAD


def _legend(page: _Page, timeline: Timeline) -> None:
    statuses = {STATUSES.get(status, one_line(status)[:30]): glyph(status) for status in timeline.statuses()}
    for entries, wide in ((statuses, GLYPH), (LEGEND, LEGEND_WIDTH)):
        x = 0.0
        for words, drawn in entries.items():
            room = wide * _SCALE + 5 + text_width(words, _TEXT_SIZE) + 14
            if x and x + room > _WIDTH:
                x = 0.0
                page.y += 15
            page.marks(x, 0, drawn)
            page.text(x + wide * _SCALE + 5, 1.2, words, _TEXT_SIZE)
            x += room
        page.y += 18


def _notes(page: _Page, timeline: Timeline) -> None:
    page.y += 12
    for note in timeline.notes():
        for line in textwrap.wrap(one_line(note), int(_WIDTH / (_TEXT_SIZE * 0.56))):
            page.text(0, 0, line, _TEXT_SIZE, SOFT)
            page.y += _TEXT_SIZE * LEADING
