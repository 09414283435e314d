"""The time line as a picture of its own.

Lengths are in points. Names stand in a column of their own, the years' axes beside it: nothing can cover them.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

from kg.markup.environment import macros
from kg.markup.palette import INK, SOFT
from kg.text import one_line
from kg.views.drawing.files import Drawing, Sheet, Text, check_format, drawing
from kg.views.drawing.fonts import LEADING, text_width
from kg.views.events import STATUSES
from kg.views.timeline.tracks import GLYPH, LEGEND, LEGEND_WIDTH, QUARTERS, Along, Track, track
from kg.views.timeline.years import Band, Row, Timeline, TimelineEvent, bands

__all__ = ["draw_timeline"]

_WIDTH, _MARGIN, _NAMES, _GAP = 900.0, 20.0, 370.0, 16.0
_AXIS = _WIDTH - _NAMES - _GAP
_NAME_SIZE, _TEXT_SIZE, _YEAR_SIZE, _TITLE_SIZE = 8.5, 7.5, 11.0, 14.0
_SCALE = 0.75  # points for a pixel, the unit of the marks
_ALONG = Along(_AXIS / _SCALE)
_PAD, _INDENT = 5.0, 18.0
_LONGEST = 4  # lines of a name
_COLUMNS = int(_WIDTH / (_TEXT_SIZE * 0.56))  # letters in a line of the notes
_TITLE = "Time line of events"


def draw_timeline(timeline: Timeline, picture_format: str = "svg") -> Drawing:
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
    page.legend(timeline)
    for band in bands(timeline):
        page.band(band)
    if timeline.undated:
        page.y += 10
        page.heading("Date not stated")
        for event in timeline.undated:
            page.event(event, _WIDTH)
    page.y += 12
    for note in timeline.notes():
        for line in textwrap.wrap(one_line(note), _COLUMNS):
            page.text(0, 0, line, _TEXT_SIZE, SOFT)
            page.y += _TEXT_SIZE * LEADING
    content = macros("views/timeline/timeline.svg").file(page, _ALONG, _SCALE)
    return drawing(Sheet(_TITLE, _WIDTH + 2 * _MARGIN, page.y + _MARGIN, [content]), picture_format)


@dataclass(frozen=True, slots=True)
class _Mark:
    """The mark of a status, or a line of the legend, or the track of an event."""

    x: float
    y: float
    status: str = ""
    sample: str = ""
    track: Track | None = None


@dataclass
class _Page:
    """What is drawn, from the top downwards; how high it gets is known at the end."""

    y: float = _MARGIN
    left: float = _MARGIN
    right: float = _MARGIN + _WIDTH
    texts: list[Text] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)

    def text(self, x: float, down: float, text: str, size: float, colour: str = INK, *, bold: bool = False) -> None:
        self.texts.append(Text(text, _MARGIN + x, self.y + down + size, size, colour, bold))

    def mark(self, x: float, down: float, *, status: str = "", sample: str = "", track: Track | None = None) -> None:
        self.marks.append(_Mark(_MARGIN + x, self.y + down, status, sample, track))

    def heading(self, text: str) -> None:
        self.rules.append(self.y)
        self.text(0, 4, text, _YEAR_SIZE, bold=True)
        self.y += _YEAR_SIZE * 1.9

    def legend(self, timeline: Timeline) -> None:
        """The marks with their meanings, in rows that fit the picture."""
        statuses = [(STATUSES.get(each, one_line(each)[:30]), each, "") for each in timeline.statuses()]
        samples = [(words, "", each) for each, words in LEGEND.items()]
        for entries, wide in ((statuses, GLYPH), (samples, LEGEND_WIDTH)):
            x = 0.0
            for words, status, sample in entries:
                room = wide * _SCALE + 5 + text_width(words, _TEXT_SIZE) + 14
                if x and x + room > _WIDTH:
                    x = 0.0
                    self.y += 15
                self.mark(x, 0, status=status, sample=sample)
                self.text(x + wide * _SCALE + 5, 1.2, words, _TEXT_SIZE)
                x += room
            self.y += 18

    def band(self, band: Band) -> None:
        """A year: its months, then its events."""
        if band.skipped:
            self.text(0, 3, band.gap, _TEXT_SIZE, SOFT)
            self.y += _TEXT_SIZE * LEADING + 6
        self.y += 6
        for month, share in QUARTERS:
            self.text(_NAMES + _GAP + share * _AXIS + 2, 4, month, _TEXT_SIZE, SOFT)
        self.heading(str(band.year))
        for row in band.rows:
            self.row(row)

    def row(self, row: Row) -> None:
        """An event in a year: its words, and its marks beside them."""
        words = sum(size * LEADING for _, size, _ in _lines(row.event, _NAMES)) + _PAD
        drawn = track(row, words / _SCALE)
        self.mark(_NAMES + _GAP, 0, track=drawn)
        self.event(row.event, _NAMES, drawn.height * _SCALE)

    def event(self, event: TimelineEvent, width: float, height: float | None = None) -> None:
        """The words of an event behind the mark of its status."""
        self.mark(0, _NAME_SIZE * LEADING / 2 + 1 - GLYPH * _SCALE / 2, status=event.status)
        down = 1.0
        for line, size, colour in _lines(event, width):
            self.text(_INDENT, down, line, size, colour)
            down += size * LEADING
        self.y += height or down + _PAD


def _lines(event: TimelineEvent, width: float) -> list[tuple[str, float, str]]:
    """The lines of text of an event, with size and colour."""
    name = _wrapped(event.label, width - _INDENT, _NAME_SIZE)
    words = [STATUSES.get(event.status, event.status), event.when(), event.where()]
    below = _wrapped(" · ".join(filter(None, words)), width - _INDENT, _TEXT_SIZE)
    if event.differences:
        below += _wrapped(f"Sources differ: {'; '.join(event.differences)}", width - _INDENT, _TEXT_SIZE)
    return [(line, _NAME_SIZE, INK) for line in name] + [(line, _TEXT_SIZE, SOFT) for line in below]


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
