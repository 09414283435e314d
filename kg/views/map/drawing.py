"""The map of hosting places as a picture of its own. Lengths are in points."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from markupsafe import Markup

from kg.markup.palette import INK, SOFT
from kg.text import one_line
from kg.views.drawing.elements import group, lines, number
from kg.views.drawing.files import check_format, drawing
from kg.views.drawing.fonts import LEADING, text_width
from kg.views.drawing.svg import Sheet
from kg.views.map.hosting import HostingMap
from kg.views.map.layout import Panel, panels
from kg.views.map.panel import Lettering, full, panel_svg, ring
from kg.views.map.projection import COAST_SOURCE, covers, degrees

__all__ = ["LEGEND", "TITLE", "draw_map", "sources"]

TITLE = "Where events were hosted"
"""What the picture and the page are called."""
LEGEND = (
    ("events placed here alone", full),
    ("with those that sources place elsewhere too; the number behind a name counts both", ring),
)
"""What discs and rings mean."""

_WIDTH, _MARGIN, _SIDE = 900.0, 20.0, 34.0
_TEXT_SIZE, _TITLE_SIZE = 7.5, 14.0
_LETTERING = Lettering(names=8.5, degrees=7.5)
_ROW = _TEXT_SIZE * LEADING
_HEAD, _FOOT = 14.0, 30.0  # room above a panel and below it
_COLUMNS = 205  # letters in a line of the notes


def sources(found: Sequence[Panel]) -> list[str]:
    """What the drawing rests on: projection and coast."""
    if not found:
        return []
    parallels = ", ".join(f"{panel.letter or 'whole'}: {degrees(panel.region.parallel, 'NS')}" for panel in found)
    told = [
        f"Equirectangular projection, standard parallel {parallels}. Point: WGS 84. {COAST_SOURCE}",
        "Area of a disc: number of events; in insets discs are larger than in the whole, and within frames smaller.",
    ]
    if not all(covers(panel.region) for panel in found):
        told.append("The coast is drawn from 20° W to 105° E and from 10° N to 66° N only.")
    return told


def draw_map(hosting: HostingMap, picture_format: str = "svg") -> bytes:
    """Draw a map; the same map gives the same bytes.

    Args:
        hosting: what to draw.
        picture_format: ``svg`` or ``png``.

    Returns:
        the file's content.

    Raises:
        UsageError: an unknown format.
    """
    check_format(picture_format)
    inset = (_WIDTH - _SIDE - 10) / 2
    found = panels(hosting, _WIDTH, inset_width=inset, label_size=_LETTERING.names)
    content: list[str] = [lines([TITLE], _MARGIN, _MARGIN + _TITLE_SIZE, _TITLE_SIZE, fill=INK, font_weight="bold")]
    y = _MARGIN + _TITLE_SIZE * 1.8
    for row in (found[:1], found[1:]):
        content += [
            _panel(panel, _MARGIN + _SIDE + number * (inset + _SIDE + 10), y + _HEAD)
            for number, panel in enumerate(row)
        ]
        y += max((panel.region.height + _HEAD + _FOOT for panel in row), default=0.0)
    content.append(_legend(y))
    y += 22
    for note in _notes(hosting, found):
        for line in textwrap.wrap(one_line(note), _COLUMNS):
            content.append(lines([line], _MARGIN, y + _TEXT_SIZE, _TEXT_SIZE, fill=SOFT))
            y += _ROW
    drawn = [Markup(each) for each in content]  # noqa: S704 - made of escaped pieces
    return drawing(Sheet(TITLE, _WIDTH + _SIDE + 2 * _MARGIN, y + _MARGIN, drawn), picture_format)


def _notes(hosting: HostingMap, found: Sequence[Panel]) -> list[str]:
    told = hosting.notes()
    if hosting.unplaced:
        names = "; ".join(f"{each.label} ({len(each.events)})" for each in hosting.unplaced)
        told.append(f"Places without coordinates: {names}")
    if hosting.nowhere:
        told.append(f"Place not stated: {'; '.join(label for label, _ in hosting.nowhere)}")
    return [*told, *sources(found)]


def _panel(panel: Panel, left: float, top: float) -> str:
    drawn = [panel_svg(panel, _LETTERING, f"clip-{panel.letter or 'whole'}")]
    if panel.letter:
        head = f"Inset {panel.letter}"
        drawn.append(lines([head], 0, -4, _LETTERING.names, fill=INK, font_weight="bold"))
    return group(drawn, transform=f"translate({number(left)} {number(top)})")


def _legend(y: float) -> str:
    x = _MARGIN + 8
    drawn = []
    for words, mark in LEGEND:
        drawn.append(mark(x, y + 8, 6))
        drawn.append(lines([words], x + 12, y + 8 + _TEXT_SIZE * 0.36, _TEXT_SIZE, fill=INK))
        x += 12 + text_width(words, _TEXT_SIZE) + 24
    return "\n".join(drawn)
