"""The time line as a picture of its own: SVG and PNG by matplotlib, with text as outlines.

Lengths are in points. Names stand in a column of their own, the years' axes beside it: nothing can cover them.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.network.suggestions import unknown
from kg.network.texts import one_line
from kg.pictures.composition import LEADING, text_size
from kg.pictures.network import FORMATS, plain_matplotlib
from kg.pictures.timeline import STATUSES, Row, Stretch, Timeline, TimelineEvent, bands

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["QUARTERS", "draw"]

QUARTERS = (("January", 0.0), ("April", 90 / 365), ("July", 181 / 365), ("October", 273 / 365))
"""The months with a line, and where in the year they begin."""

_INK, _SOFT, _LINE, _PALE, _BLUE = "#1a1a1a", "#555555", "#c9d0d6", "#d6e6f2", "#0072B2"  # blue: Okabe and Ito
_WIDTH, _MARGIN, _NAMES, _GAP = 900.0, 20.0, 370.0, 16.0
_AXIS = _WIDTH - _NAMES - _GAP
_NAME_SIZE, _TEXT_SIZE, _YEAR_SIZE, _TITLE_SIZE = 8.5, 7.5, 11.0, 14.0
_TRACK, _THICK, _PAD = 13.0, 8.0, 5.0
_INDENT = 18.0
_LONGEST = 4  # lines of a name


@dataclass
class _Sheet:
    """What is to be drawn, from the top downwards; how high it gets is known at the end."""

    y: float = 0.0

    def __post_init__(self) -> None:
        self.strokes: list[Callable[[Axes], object]] = []

    def text(self, x: float, down: float, words: str, size: float, colour: str = _INK, **more: Any) -> None:
        at = -(self.y + down)
        style: dict[str, Any] = {"fontsize": size, "color": colour, "va": "top", "parse_math": False} | more
        self.strokes.append(lambda axes: axes.text(x, at, words, **style))

    def line(self, xs: Sequence[float], downs: Sequence[float], **style: Any) -> None:
        ys = [-(self.y + down) for down in downs]
        self.strokes.append(lambda axes: axes.plot(xs, ys, **style))

    def box(self, x: float, down: float, width: float, height: float, **style: Any) -> None:
        corner = (x, -(self.y + down + height))

        def add(axes: Axes) -> None:
            from matplotlib.patches import Rectangle

            axes.add_patch(Rectangle(corner, width, height, **style))

        self.strokes.append(add)


def draw(timeline: Timeline, picture_format: str) -> bytes:
    """See :func:`kg.pictures.timeline.draw_timeline`."""
    if picture_format not in FORMATS:
        raise unknown("picture format", picture_format, FORMATS)
    with plain_matplotlib():
        from matplotlib.figure import Figure

        sheet = _compose(timeline)
        width, height = _WIDTH + 2 * _MARGIN, sheet.y + 2 * _MARGIN
        figure = Figure(figsize=(width / 72, height / 72), facecolor="white")
        axes = figure.add_axes((0, 0, 1, 1), xlim=(-_MARGIN, width - _MARGIN), ylim=(-height + _MARGIN, _MARGIN))
        axes.set_axis_off()
        for stroke in sheet.strokes:
            stroke(axes)
        out = io.BytesIO()
        figure.savefig(out, format=picture_format, **FORMATS[picture_format])
    return out.getvalue()


def _compose(timeline: Timeline) -> _Sheet:
    sheet = _Sheet()
    sheet.text(0, 0, "Time line of events", _TITLE_SIZE)
    sheet.y += _TITLE_SIZE * 1.8
    _legend(sheet, timeline)
    for band in bands(timeline):
        if band.skipped:
            sheet.text(0, 4, _skipped(band.skipped), _TEXT_SIZE, _SOFT)
            sheet.y += _TEXT_SIZE * LEADING + 6
        _year(sheet, band.year)
        for row in band.rows:
            _row(sheet, row)
    if timeline.undated:
        sheet.y += 10
        sheet.line([0, _WIDTH], [0, 0], color=_SOFT, linewidth=0.8)
        sheet.text(0, 4, "No date told", _YEAR_SIZE, fontweight="bold")
        sheet.y += _YEAR_SIZE * 1.9
        for event in timeline.undated:
            _words(sheet, event, _WIDTH)
    _notes(sheet, timeline)
    return sheet


def _skipped(years: Sequence[int]) -> str:
    told = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"{told}: no event of these kinds is dated so"


def _year(sheet: _Sheet, year: int) -> None:
    sheet.y += 6
    sheet.line([0, _WIDTH], [0, 0], color=_SOFT, linewidth=0.8)
    sheet.text(0, 4, str(year), _YEAR_SIZE, fontweight="bold")
    for month, share in QUARTERS:
        sheet.text(_NAMES + _GAP + share * _AXIS + 2, 5, month, _TEXT_SIZE, _SOFT)
    sheet.y += _YEAR_SIZE * 1.9


def _row(sheet: _Sheet, row: Row) -> None:
    height = max(_height(row.event, _NAMES), _TRACK * len(row.stretches) + _PAD)
    for share in (*(share for _, share in QUARTERS), 1.0):
        x = _NAMES + _GAP + share * _AXIS
        sheet.line([x, x], [0, height], color=_LINE, linewidth=0.6)
    middles = [_TRACK * (place + 0.5) + 1 for place in range(len(row.stretches))]
    for (one, other), (up, down) in zip(pairwise(row.stretches), pairwise(middles), strict=True):
        dotted = ":" if other.span.modality != "fact" else "-"
        sheet.line([_x(one.middle), _x(other.middle)], [up, down], color=_SOFT, linewidth=0.9, linestyle=dotted)
    for stretch, middle in zip(row.stretches, middles, strict=True):
        _stretch(sheet, stretch, middle, row.event.status)
    for there, x, arrow in zip(row.elsewhere, (_NAMES + _GAP - 6, _WIDTH + 6), ("<", ">"), strict=True):
        if there:
            sheet.line([x], [middles[0]], marker=arrow, color=_SOFT, markersize=5)
    _words(sheet, row.event, _NAMES, height)


def _x(share: float) -> float:
    return _NAMES + _GAP + share * _AXIS


def _stretch(sheet: _Sheet, stretch: Stretch, middle: float, status: str) -> None:
    left, right = _x(stretch.start), _x(stretch.end)
    fact = stretch.span.modality == "fact"
    solid = fact and status in ("held", "ongoing")
    if stretch.span.exact:
        # From the middle of the first day to that of the last. The ends are dots of their own: a line of no length
        # is drawn by nobody.
        day = _AXIS / 730
        xs = [left + day, max(right - day, left + day)]
        style: dict[str, Any] = {"marker": "o", "markeredgewidth": 0, "solid_capstyle": "round", "snap": False}
        sheet.line(xs, [middle] * 2, linewidth=_THICK, markersize=_THICK, color=_BLUE, **style)
        if not solid:
            inner = _THICK - 3
            sheet.line(xs, [middle] * 2, linewidth=inner, markersize=inner, color="white", **style)
        if fact and status == "cancelled":
            sheet.line([sum(xs) / 2], [middle], marker="x", color=_INK, markersize=_THICK)
    else:
        sides = {"edgecolor": _BLUE, "linestyle": (0, (3, 2)) if fact else (0, (1, 1.5)), "linewidth": 0.9}
        fill = _PALE if solid else "white"
        sheet.box(left, middle - _THICK / 2, right - left, _THICK, facecolor=fill, **sides)
        if stretch.span.about:
            sheet.text((left + right) / 2, middle - _TEXT_SIZE / 2 - 1, "about", _TEXT_SIZE - 1.5, _INK, ha="center")
    for goes_on, x, arrow in ((stretch.before, left, "<"), (stretch.after, right, ">")):
        if goes_on:
            sheet.line([x], [middle], marker=arrow, color=_BLUE, markersize=6)


def _height(event: TimelineEvent, width: float) -> float:
    return sum(size * LEADING for _, size, _ in _lines(event, width)) + _PAD


def _lines(event: TimelineEvent, width: float) -> list[tuple[str, float, str]]:
    """The lines of text of an event, with size and colour."""
    name = _wrapped(event.label, width - _INDENT, _NAME_SIZE)
    words = [STATUSES.get(event.status, event.status), event.when(), event.where()]
    told = _wrapped(" · ".join(filter(None, words)), width - _INDENT, _TEXT_SIZE)
    if event.differences:
        told += _wrapped(f"Sources differ: {'; '.join(event.differences)}", width - _INDENT, _TEXT_SIZE)
    return [(line, _NAME_SIZE, _INK) for line in name] + [(line, _TEXT_SIZE, _SOFT) for line in told]


def _wrapped(words: str, width: float, size: float) -> list[str]:
    """Lines that are no wider than a width; a name that needs more than a few ends in an ellipsis."""
    text = one_line(words) or "—"
    columns = max(10, int(width / (size * 0.56)))
    while columns > 10:
        lines = textwrap.wrap(text[: columns * _LONGEST * 2], columns)
        if all(text_size(line, size)[0] <= width for line in lines[: _LONGEST + 1]):
            break
        columns -= 2
    return [*lines[: _LONGEST - 1], lines[_LONGEST - 1][:-1] + "…"] if len(lines) > _LONGEST else lines


def _words(sheet: _Sheet, event: TimelineEvent, width: float, height: float | None = None) -> None:
    _glyph(sheet, 6, _NAME_SIZE * LEADING / 2 + 1, event.status)
    down = 1.0
    for line, size, colour in _lines(event, width):
        sheet.text(_INDENT, down, line, size, colour)
        down += size * LEADING
    sheet.y += height or down + _PAD


# Status: marker, whether filled, style of its line, and a marker above it. Shape and fill tell, never colour alone.
_GLYPHS: dict[str, tuple[str, str, str, str]] = {
    "held": ("o", "full", "-", ""),
    "ongoing": ("o", "left", "-", ""),
    "announced": ("o", "none", "-", ""),
    "planned": ("D", "none", "-", ""),
    "proposed": ("^", "none", "-", ""),
    "wished": ("o", "none", ":", ""),
    "postponed": ("s", "none", "-", "$→$"),
    "cancelled": ("o", "none", "-", "x"),
}


def _glyph(sheet: _Sheet, x: float, down: float, status: str) -> None:
    marker, fill, line, above = _GLYPHS.get(status, ("s", "none", ":", ""))
    size = 6.0 if marker == "D" else 7.5
    y = -(sheet.y + down)

    def add(axes: Axes) -> None:
        from matplotlib.markers import MarkerStyle

        face = "white" if fill == "none" else _BLUE
        if fill == "left":  # a white disc below its filled half
            axes.scatter([x], [y], s=size**2, c="white", edgecolors=_BLUE, linewidths=1.1)
        outline: dict[str, Any] = {"edgecolors": _BLUE, "linewidths": 1.1, "linestyle": line}
        style = MarkerStyle(marker, "left" if fill == "left" else "full")
        axes.scatter([x], [y], s=size**2, c=face, marker=style, **outline)
        if above:
            axes.plot([x], [y], marker=above, markersize=size - 2.5, color=_INK, markeredgewidth=0.8)

    sheet.strokes.append(add)


def _legend(sheet: _Sheet, timeline: Timeline) -> None:
    x = 0.0
    for status in timeline.statuses():
        words = STATUSES.get(status, one_line(status)[:30])
        wide = text_size(words, _TEXT_SIZE)[0] + 30
        if x + wide > _WIDTH:
            x = 0.0
            sheet.y += 14
        _glyph(sheet, x + 6, 6, status)
        sheet.text(x + 16, 1.5, words, _TEXT_SIZE)
        x += wide
    sheet.y += 16
    line: dict[str, Any] = {"solid_capstyle": "round", "color": _BLUE, "linewidth": _THICK}
    sheet.line([6, 20], [6, 6], **line)
    sheet.text(30, 1.5, "these days", _TEXT_SIZE)
    sheet.box(96, 2, 26, _THICK, facecolor=_PALE, edgecolor=_BLUE, linestyle=(0, (3, 2)), linewidth=0.9)
    sheet.text(128, 1.5, "some time within", _TEXT_SIZE)
    sheet.line([222, 236], [6, 6], **line)
    sheet.line([222, 236], [6, 6], **(line | {"color": "white", "linewidth": _THICK - 3}))
    sheet.text(246, 1.5, "not (yet) told as held, or only planned for these days", _TEXT_SIZE)
    sheet.line([470, 490], [3, 9], color=_SOFT, linewidth=0.9)
    sheet.text(496, 1.5, "dates of one event that differ (dotted: fact and plan)", _TEXT_SIZE)
    sheet.y += 18


def _notes(sheet: _Sheet, timeline: Timeline) -> None:
    sheet.y += 12
    for note in timeline.notes():
        for line in textwrap.wrap(one_line(note), int(_WIDTH / (_TEXT_SIZE * 0.56))):
            sheet.text(0, 0, line, _TEXT_SIZE, _SOFT)
            sheet.y += _TEXT_SIZE * LEADING
