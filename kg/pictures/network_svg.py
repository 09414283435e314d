"""A composed picture of a network as SVG: edges, nodes and names, for a picture of its own and for a page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from kg.pictures.composition import LABEL_SIZE, Picture, shape_of
from kg.pictures.edges import Line
from kg.pictures.fonts import LEADING
from kg.pictures.palette import GROUND, INK, LINE, RIM, Colouring, style_of
from kg.pictures.svg import Style, element, group, lines, number

__all__ = ["edges", "icon", "labels", "letters", "line_style", "nodes", "opacity_of"]

Extra = Callable[[int], tuple[str, str]]
"""For a number: attributes, each behind a blank, and elements to stand first in the group."""

_HALO = 2.4
_DASH, _SPACE = 2.5, 2.0  # of what was planned, in widths of the line
_DASHED_MOST = 2.5  # up to this width: longer dashes would not show on a short edge
_FLATTENED = 0.36  # of the size of letters: from their middle to the line on which they stand


def _plain(_: int) -> tuple[str, str]:
    return "", ""


def edges(picture: Picture, drawn: Sequence[Line], extra: Extra = _plain) -> str:
    """The edges as a group; ``extra`` is asked with their places in ``drawn``."""
    opacity = opacity_of(drawn)
    found = []
    for at, line in enumerate(drawn):
        way = "".join(_point(picture, sign, point) for sign, point in zip("ML", (line.start, line.end), strict=True))
        head = "".join(_point(picture, sign, point) for sign, point in zip("MLL", line.head, strict=False))
        more, first = extra(at)
        content = first + element("path", d=way, class_="line", **line_style(line.width, planned=line.planned))
        content += element("path", d=f"{head}Z", class_="head", fill=LINE, stroke="none") if head else ""
        found.append(f'<g class="edge{" planned" if line.planned else ""}"{more} opacity="{opacity:.3g}">{content}</g>')
    return group(found, class_="edges", fill="none", stroke=LINE)


def opacity_of(drawn: Sequence[Line]) -> float:
    """How dense edges are drawn: where they are many, one must not hide another."""
    return max(0.08, min(0.6, 220 / max(1, len(drawn))))


def line_style(width: float, *, planned: bool) -> Style:
    """The attributes of an edge's line: what was only planned is dashed."""
    unit = min(width, _DASHED_MOST)
    dashes: Style = {"stroke_dasharray": f"{number(_DASH * unit)} {number(_SPACE * unit)}"} if planned else {}
    return {"stroke_width": width, **dashes}


def nodes(picture: Picture, colouring: Colouring | None, extra: Extra = _plain) -> str:
    """The nodes as a group; ``extra`` is asked with their places in ``picture.nodes``."""
    found = []
    for at, (node, mark) in enumerate(zip(picture.nodes, picture.marks, strict=True)):
        shape = shape_of(picture.graph, node)
        swatch = colouring.of(node) if colouring else None
        more, first = extra(at)
        drawn = _shape(shape, mark.radius, swatch.fill if swatch else style_of(shape)[0])
        told = letters(swatch.letters, swatch.ink, mark.radius) if swatch else ""
        where = f"translate({number(mark.x)} {number(picture.height - mark.y)})"
        found.append(f'<g class="node"{more} transform="{where}">{first}{drawn}{told}</g>')
    return group(found, class_="nodes")


def icon(shape: str, radius: float, fill: str, told: str = "", ink: str = "") -> str:
    """A node for a legend, around the point 0 0, with letters.

    Args:
        shape: see :func:`kg.pictures.composition.shape_of`.
        radius: of the node.
        fill, ink: colours of the node and of its letters.
        told: the letters.
    """
    return _shape(shape, radius, fill) + letters(told, ink, radius)


def letters(told: str, ink: str, radius: float) -> str:
    """The letters of a polity in a node."""
    if not told:
        return ""
    size = min(LABEL_SIZE, radius * 0.85)
    style: Style = {"class_": "letters", "fill": ink, "font_weight": "600", "text_anchor": "middle"}
    return lines([told], 0, size * _FLATTENED, size, **style)


def labels(picture: Picture, extra: Extra = _plain, more: Sequence[str] = ()) -> str:
    """The names that have a place, as a group; ``extra`` is asked with the places of their nodes.

    Args:
        picture: the picture.
        extra: see :data:`Extra`; of a name only attributes.
        more: other names to stand in the group.
    """
    style: Style = {
        "fill": INK,
        "stroke": GROUND,
        "stroke_width": _HALO,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }
    return group([*_placed(picture, extra), *more], class_="labels", **style)


def _placed(picture: Picture, extra: Extra) -> list[str]:
    found = []
    for at, (label, box, mark) in enumerate(zip(picture.labels, picture.boxes, picture.marks, strict=True)):
        if box is None:
            continue
        # Lines of one label lean towards their node.
        side = "start" if box.left > mark.x else "end" if box.right < mark.x else "middle"
        x = {"start": box.left, "end": box.right, "middle": (box.left + box.right) / 2}[side]
        first = picture.height - box.top + LABEL_SIZE * (LEADING + 0.7) / 2
        told = lines(label.split("\n"), x, first, LABEL_SIZE, class_="label", text_anchor=side)
        found.append(told.replace("<text", f"<text{extra(at)[0]}", 1))
    return found


def _point(picture: Picture, sign: str, point: tuple[float, float]) -> str:
    return f"{sign}{number(point[0])} {number(picture.height - point[1])}"


def _shape(shape: str, radius: float, fill: str) -> str:
    style: Style = {"class_": "shape", "fill": fill, "stroke": RIM, "stroke_width": 0.9}
    corners = style_of(shape)[1]
    if not corners:
        return element("circle", r=radius, **style)
    turned = [(radius * far, math.radians(angle)) for far, angle in corners]
    points = " ".join(f"{number(far * math.cos(at))},{number(-far * math.sin(at))}" for far, at in turned)
    return element("polygon", points=points, **style)
