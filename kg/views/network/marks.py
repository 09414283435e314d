"""What is drawn of a network, in numbers: lines, nodes and names, for a picture of its own and for a page.

Lengths are in points; y goes downwards, as in SVG.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from kg.markup.words import number
from kg.network.ranking import label_of
from kg.text import one_line
from kg.views.drawing.fonts import LEADING
from kg.views.network.colouring import Colouring, style_of
from kg.views.network.composition import LABEL_SIZE, Picture, shape_of
from kg.views.network.lines import Line

__all__ = ["EdgeMark", "Icon", "Marks", "NameMark", "NodeMark", "Stroke", "marks"]

_DASH, _SPACE = 2.5, 2.0  # of what was planned, in widths of the line
_DASHED_MOST = 2.5  # up to this width: longer dashes would not show on a short edge
_FLATTENED = 0.36  # of the size of letters: from their middle to the line on which they stand
_REACH = 9.0  # how near a pointer has to come to a small node
_LONGEST = 60  # letters of a name that is shown only when its node is pointed at
_TITLES_MOST = 2000  # edges; above, only nodes have a title that a pointer shows without a script


@dataclass(frozen=True, slots=True)
class Stroke:
    """The line of an edge: what was only planned is dashed."""

    width: float
    planned: bool = False

    @property
    def dashes(self) -> str | None:
        """Dash and gap; None for what was held."""
        unit = min(self.width, _DASHED_MOST)
        return f"{number(_DASH * unit)} {number(_SPACE * unit)}" if self.planned else None


@dataclass(frozen=True, slots=True)
class Icon:
    """A node around the point 0 0, with the letters of its polity.

    Args:
        shape: see :func:`kg.views.network.composition.shape_of`.
        radius: of the node.
        fill, ink: colours of the node and of its letters.
    """

    shape: str
    radius: float
    fill: str
    letters: str = ""
    ink: str = ""

    @property
    def points(self) -> str:
        """The corners; empty for a circle."""
        turned = [(self.radius * far, math.radians(angle)) for far, angle in style_of(self.shape)[1]]
        return " ".join(f"{number(far * math.cos(at))},{number(-far * math.sin(at))}" for far, at in turned)

    @property
    def letter_size(self) -> float:
        """How large its letters are."""
        return min(LABEL_SIZE, self.radius * 0.85)

    @property
    def letter_rise(self) -> float:
        """How far below the middle they stand."""
        return self.letter_size * _FLATTENED


@dataclass(frozen=True, slots=True)
class EdgeMark:
    """An edge: the path of its line, that of its arrowhead, its number on a page, and what a pointer shows."""

    way: str
    head: str
    stroke: Stroke
    number: int | None
    title: str


@dataclass(frozen=True, slots=True)
class NodeMark:
    """A node: its place, how it looks, and how near a pointer has to come where it is small."""

    x: float
    y: float
    icon: Icon
    title: str
    reach: float | None


@dataclass(frozen=True, slots=True)
class NameMark:
    """A name beside a node; ``spare`` are those without room, shown when their node is pointed at."""

    node: int
    lines: Sequence[str]
    x: float
    y: float
    anchor: str
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """All of a picture; edges share one opacity: where they are many, none must hide another."""

    width: float
    height: float
    edges: Sequence[EdgeMark]
    nodes: Sequence[NodeMark]
    names: Sequence[NameMark]
    opacity: str
    size: float = LABEL_SIZE


def marks(
    picture: Picture,
    drawn: Sequence[Line],
    colouring: Colouring | None,
    numbers: Mapping[tuple[Hashable, Hashable], int] | None = None,
) -> Marks:
    """What is drawn of a picture.

    Args:
        picture: the picture.
        drawn: its edges, see :func:`kg.views.network.lines.lines`.
        colouring: colours of polities; None colours kinds.
        numbers: on a page, of each pair of nodes the number of its edge: every edge can then be pointed at.
    """
    names = [_placed(picture, at) for at, box in enumerate(picture.boxes) if box is not None]
    if numbers is not None:
        names += [_spare(picture, at) for at, box in enumerate(picture.boxes) if box is None]
    sign = "→" if picture.graph.is_directed() else "—"
    edges = []
    for line in drawn:
        told = f"{_name(picture, line.source)} {sign} {_name(picture, line.target)}"
        edges.append(
            EdgeMark(
                way=_way(picture, "ML", (line.start, line.end)),
                head=f"{_way(picture, 'MLL', line.head)}Z" if line.head else "",
                stroke=Stroke(line.width, line.planned),
                number=None if numbers is None else numbers[line.source, line.target],
                title=told if numbers is not None and len(drawn) <= _TITLES_MOST else "",
            )
        )
    opacity = max(0.08, min(0.6, 220 / max(1, len(drawn))))
    nodes = [_node(picture, at, colouring) for at in range(len(picture.nodes))]
    return Marks(picture.width, picture.height, edges, nodes, names, f"{opacity:.3g}")


def _node(picture: Picture, at: int, colouring: Colouring | None) -> NodeMark:
    node, mark = picture.nodes[at], picture.marks[at]
    shape = shape_of(picture.graph, node)
    swatch = colouring.of(node) if colouring else None
    icon = (
        Icon(shape, mark.radius, swatch.fill, swatch.letters, swatch.ink)
        if swatch
        else Icon(shape, mark.radius, style_of(shape)[0])
    )
    reach = _REACH if mark.radius < _REACH else None
    return NodeMark(mark.x, picture.height - mark.y, icon, _name(picture, node), reach)


def _placed(picture: Picture, at: int) -> NameMark:
    """A name in its place; the lines of one label lean towards their node."""
    box, mark = picture.boxes[at], picture.marks[at]
    assert box is not None  # noqa: S101 - asked for where there is one
    anchor = "start" if box.left > mark.x else "end" if box.right < mark.x else "middle"
    x = {"start": box.left, "end": box.right, "middle": (box.left + box.right) / 2}[anchor]
    y = picture.height - box.top + LABEL_SIZE * (LEADING + 0.7) / 2
    return NameMark(at, picture.labels[at].split("\n"), x, y, anchor)


def _spare(picture: Picture, at: int) -> NameMark:
    mark, name = picture.marks[at], _name(picture, picture.nodes[at])
    name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
    left = mark.x > picture.width * 0.6
    x = mark.x - mark.radius - 3 if left else mark.x + mark.radius + 3
    y = picture.height - mark.y + LABEL_SIZE * 0.36
    return NameMark(at, [name], x, y, "end" if left else "start", spare=True)


def _name(picture: Picture, node: Hashable) -> str:
    return one_line(label_of(picture.graph, node))


def _way(picture: Picture, signs: str, points: Sequence[tuple[float, float]]) -> str:
    return "".join(
        f"{sign}{number(x)} {number(picture.height - y)}" for sign, (x, y) in zip(signs, points, strict=True)
    )
