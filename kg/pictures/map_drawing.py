"""The map of hosting places as a picture of its own: SVG and PNG by matplotlib, with text as outlines."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.network.suggestions import unknown
from kg.network.texts import one_line
from kg.pictures.composition import LEADING
from kg.pictures.map import HostingMap
from kg.pictures.map_layout import Disc, Panel, panels
from kg.pictures.map_projection import COAST_SOURCE, Ring, coast, covers, degrees, graticule
from kg.pictures.network import FORMATS, plain_matplotlib

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw", "sources"]

_INK, _SOFT, _LINE, _LAND, _SEA, _DISC = "#1a1a1a", "#555555", "#b9c4cc", "#f4f1ea", "#dfeaf2", "#0072B2"
_WIDTH, _MARGIN, _SIDE = 900.0, 20.0, 34.0
_LABEL_SIZE, _TEXT_SIZE, _TITLE_SIZE = 8.5, 7.5, 14.0
_ROW = _TEXT_SIZE * LEADING
_FULL: dict[str, Any] = {"facecolor": _DISC, "alpha": 0.75, "edgecolor": "white", "linewidth": 0.8}
_RING: dict[str, Any] = {"facecolor": "none", "edgecolor": _DISC, "linestyle": (0, (3, 2)), "linewidth": 1.1}
_SHARED = "those that sources place elsewhere too; the number behind a name counts both"


def sources(found: Sequence[Panel]) -> list[str]:
    """What the drawing rests on: projection and coast."""
    if not found:
        return []
    parallels = ", ".join(f"{panel.letter or 'whole'}: {degrees(panel.region.parallel, 'NS')}" for panel in found)
    lines = [
        f"Equirectangular projection, standard parallel {parallels}. Point: WGS 84. {COAST_SOURCE}",
        "Area of a disc: number of events; in insets discs are larger than in the whole, and within frames smaller.",
    ]
    if not all(covers(panel.region) for panel in found):
        lines.append("The coast is drawn from 20° W to 105° E and from 10° N to 66° N only.")
    return lines


def draw(hosting: HostingMap, picture_format: str) -> bytes:
    """See :func:`kg.pictures.map.draw_map`."""
    if picture_format not in FORMATS:
        raise unknown("picture format", picture_format, FORMATS)
    found = panels(hosting, _WIDTH, inset_width=(_WIDTH - _SIDE - 10) / 2, label_size=_LABEL_SIZE)
    notes = [line for note in _notes(hosting, found) for line in textwrap.wrap(one_line(note), 205)]
    top = _TITLE_SIZE * 1.8
    rows = [each for each in (found[:1], found[1:]) if each]
    height = top + sum(max(panel.region.height for panel in row) + 44 for row in rows) + 22 + len(notes) * _ROW
    with plain_matplotlib():
        from matplotlib.figure import Figure

        wide, high = _WIDTH + _SIDE + 2 * _MARGIN, height + 2 * _MARGIN
        figure = Figure(figsize=(wide / 72, high / 72), facecolor="white")
        axes = figure.add_axes(
            (0, 0, 1, 1), xlim=(-_MARGIN - _SIDE, _WIDTH + _MARGIN), ylim=(height + _MARGIN, -_MARGIN)
        )
        axes.set_axis_off()
        _text(axes, -_SIDE, 0, "Where events were hosted", _TITLE_SIZE, va="top")
        y = top
        for row in rows:
            for number, panel in enumerate(row):
                _panel(axes, panel, number * (_WIDTH + _SIDE + 10) / 2, y + 14)
            y += 44 + max(panel.region.height for panel in row)
        _legend(axes, y)
        for number, line in enumerate(notes):
            _text(axes, -_SIDE, y + 22 + number * _ROW, line, _TEXT_SIZE, _SOFT, va="top")
        out = io.BytesIO()
        figure.savefig(out, format=picture_format, **FORMATS[picture_format])
    return out.getvalue()


def _notes(hosting: HostingMap, found: Sequence[Panel]) -> list[str]:
    lines = hosting.notes()
    if hosting.unplaced:
        names = "; ".join(f"{each.label} ({len(each.events)})" for each in hosting.unplaced)
        lines.append(f"Places without coordinates: {names}")
    if hosting.nowhere:
        lines.append(f"No place told: {'; '.join(label for label, _ in hosting.nowhere)}")
    return [*lines, *sources(found)]


def _text(axes: Axes, x: float, y: float, words: str, size: float, colour: str = _INK, **more: Any) -> None:
    style: dict[str, Any] = {"va": "center", "parse_math": False} | more
    axes.text(x, y, words, fontsize=size, color=colour, **style)


def _panel(axes: Axes, panel: Panel, left: float, top: float) -> None:
    from matplotlib.patches import Rectangle
    from matplotlib.transforms import Affine2D

    region = panel.region
    size = region.width, region.height
    here = Affine2D().translate(left, top) + axes.transData
    if panel.letter:
        _text(axes, 0, -6, f"Inset {panel.letter}", _LABEL_SIZE, fontweight="bold", transform=here)
    sea = Rectangle((0, 0), *size, facecolor=_SEA, edgecolor="none", transform=here)
    axes.add_patch(sea)
    land, water = coast(region)
    _rings(axes, land, _LAND, here, sea)
    _rings(axes, water, _SEA, here, sea)
    meridians, parallels = graticule(region)
    line: dict[str, Any] = {"color": _LINE, "linewidth": 0.6, "transform": here}
    words: dict[str, Any] = {"transform": here}
    for longitude in meridians:
        x = region.point(longitude, region.south)[0]
        axes.plot([x, x], [0, region.height], **line)
        _text(axes, x, region.height + 7, degrees(longitude, "EW"), _TEXT_SIZE, _SOFT, ha="center", **words)
    for latitude in parallels:
        y = region.point(region.west, latitude)[1]
        axes.plot([0, region.width], [y, y], **line)
        _text(axes, -4, y, degrees(latitude, "NS"), _TEXT_SIZE, _SOFT, ha="right", **words)
    outline: dict[str, Any] = {"facecolor": "none", "linewidth": 0.8, "transform": here}
    for letter, x, y, width, height in panel.insets:
        axes.add_patch(Rectangle((x, y), width, height, edgecolor=_INK, **outline))
        _text(axes, x, y - 6, letter, _LABEL_SIZE, fontweight="bold", **words)
    for disc in sorted(panel.discs, key=lambda each: -each.outer):
        _disc(axes, disc, here)
    axes.add_patch(Rectangle((0, 0), *size, edgecolor=_SOFT, **outline))


def _rings(axes: Axes, rings: Sequence[Ring], fill: str, here: Any, frame: Any) -> None:
    from matplotlib.patches import Polygon

    for ring in rings:
        shape = Polygon(ring, closed=True, facecolor=fill, edgecolor=_SOFT, linewidth=0.5, transform=here)
        axes.add_patch(shape)
        shape.set_clip_path(frame)


def _disc(axes: Axes, disc: Disc, here: Any) -> None:
    from matplotlib.patches import Circle

    centre = (disc.x, disc.y)
    if disc.outer > disc.inner:
        axes.add_patch(Circle(centre, disc.outer, transform=here, **_RING))
    if disc.inner:
        axes.add_patch(Circle(centre, disc.inner, transform=here, **_FULL))
    if disc.box is not None:
        left, top, _, height = disc.box
        words = "\n".join(map(one_line, disc.label))
        _text(axes, left + 1, top + height / 2, words, _LABEL_SIZE, linespacing=LEADING - 0.1, transform=here)


def _legend(axes: Axes, y: float) -> None:
    from matplotlib.patches import Circle

    axes.add_patch(Circle((-_SIDE + 8, y + 8), 6, **_FULL))
    _text(axes, -_SIDE + 20, y + 8, "events placed here alone", _TEXT_SIZE)
    axes.add_patch(Circle((130, y + 8), 6, **_RING))
    _text(axes, 142, y + 8, f"with {_SHARED}", _TEXT_SIZE)
