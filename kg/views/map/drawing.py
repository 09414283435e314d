"""The map of hosting places as a picture of its own. Lengths are in points."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.markup.environment import macros
from kg.markup.palette import SOFT
from kg.text import one_line
from kg.views.drawing.files import Drawing, Sheet, Text, check_format, drawing
from kg.views.drawing.fonts import LEADING, text_width
from kg.views.map.hosting import HostingMap
from kg.views.map.layout import Panel, panels
from kg.views.map.projection import COAST_SOURCE, covers, degrees

__all__ = ["LEGEND", "TITLE", "draw_map", "sources"]

TITLE = "Where events were hosted"
"""What the picture and the page are called."""
LEGEND = (
    "events placed only here",
    "including those that sources also place elsewhere; the number after a name counts both",
)
"""What discs and rings mean."""

_WIDTH, _MARGIN, _SIDE, _GAP = 900.0, 20.0, 34.0, 10.0
_INSET = (_WIDTH - _SIDE - _GAP) / 2
_NAME_SIZE, _TEXT_SIZE, _TITLE_SIZE = 8.5, 7.5, 14.0
_HEAD, _FOOT = 14.0, 30.0  # room above a panel and below it
_COLUMNS = 205  # letters in a line of the notes


def sources(found: Sequence[Panel]) -> list[str]:
    """What the drawing rests on: projection and coast."""
    if not found:
        return []
    parallels = ", ".join(f"{panel.letter or 'whole'}: {degrees(panel.region.parallel, 'NS')}" for panel in found)
    notes = [
        f"Equirectangular projection, standard parallel {parallels}. Points: WGS 84. {COAST_SOURCE}",
        "The area of a disc shows the number of events. Discs are larger in insets, and smaller inside their frames on "
        "the whole map.",
    ]
    if not all(covers(panel.region) for panel in found):
        notes.append("The coast is drawn from 20° W to 105° E and from 10° N to 66° N only.")
    return notes


class _Placed(NamedTuple):
    """A panel, by its corner."""

    panel: Panel
    x: float
    y: float


class _Entry(NamedTuple):
    """A disc or a ring of the legend, by its middle."""

    x: float
    y: float


@dataclass
class _Page:
    """What is drawn, from the top downwards."""

    y: float = _MARGIN
    panels: list[_Placed] = field(default_factory=list)
    legend: list[_Entry] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    names: float = _NAME_SIZE
    degrees: float = _TEXT_SIZE


def draw_map(hosting: HostingMap, picture_format: str = "svg") -> Drawing:
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
    found = panels(hosting, _WIDTH, inset_width=_INSET, label_size=_NAME_SIZE)
    page = _Page()
    page.texts.append(Text(TITLE, _MARGIN, page.y + _TITLE_SIZE, _TITLE_SIZE, bold=True))
    page.y += _TITLE_SIZE * 1.8
    for row in (found[:1], found[1:]):
        for number, panel in enumerate(row):
            page.panels.append(_Placed(panel, _MARGIN + _SIDE + number * (_INSET + _SIDE + _GAP), page.y + _HEAD))
        page.y += max((panel.region.height + _HEAD + _FOOT for panel in row), default=0.0)
    x, middle = _MARGIN + 8, page.y + 8
    for words in LEGEND:
        page.legend.append(_Entry(x, middle))
        page.texts.append(Text(words, x + 12, middle + _TEXT_SIZE * 0.36, _TEXT_SIZE))
        x += 12 + text_width(words, _TEXT_SIZE) + 24
    page.y += 22
    for note in _notes(hosting, found):
        for line in textwrap.wrap(one_line(note), _COLUMNS):
            page.texts.append(Text(line, _MARGIN, page.y + _TEXT_SIZE, _TEXT_SIZE, SOFT))
            page.y += _TEXT_SIZE * LEADING
    content = macros("views/map/map.svg").file(page)
    return drawing(Sheet(TITLE, _WIDTH + _SIDE + 2 * _MARGIN, page.y + _MARGIN, [content]), picture_format)


def _notes(hosting: HostingMap, found: Sequence[Panel]) -> list[str]:
    notes = hosting.notes()
    if hosting.unplaced:
        names = "; ".join(f"{each.label} ({len(each.events)})" for each in hosting.unplaced)
        notes.append(f"Places without coordinates: {names}")
    if hosting.nowhere:
        notes.append(f"Place not stated: {'; '.join(label for label, _ in hosting.nowhere)}")
    return [*notes, *sources(found)]
