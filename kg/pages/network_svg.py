"""A composed picture of a network as SVG within a page: text stays text, and each node and edge can be pointed at."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence

from kg.network.ranking import label_of
from kg.network.texts import one_line
from kg.pages.html import text
from kg.pictures.composition import LABEL_SIZE, LEADING, Picture, shape_of
from kg.pictures.edges import Line
from kg.pictures.palette import Colouring, style_of

__all__ = ["icon", "network_svg"]

_SCALE = 1.3  # pixels for a point, where there is room
_REACH = 9.0  # how near a pointer has to come to a small node
_TITLES_MOST = 2000  # edges; above, only nodes have a title that a pointer shows without a script
# Corners of the shapes, as distance from the middle and angle, for a node of radius 1. They are those of
# matplotlib's markers as kg.pictures.network sizes them, so that a page shows what a picture shows.
_CORNERS: Mapping[str, Sequence[tuple[float, float]]] = {
    "h": [(1.0, 90 + 60 * i) for i in range(6)],
    "s": [(1.25, 45 + 90 * i) for i in range(4)],
    "D": [(1.114, 90 * i) for i in range(4)],
    "^": [(1.0, 90), (1.414, 225), (1.414, 315)],
    "v": [(1.0, 270), (1.414, 45), (1.414, 135)],
    "p": [(1.0, 90 + 72 * i) for i in range(5)],
}


def network_svg(
    picture: Picture,
    name: str,
    drawn: Sequence[Line],
    numbers: Mapping[tuple[Hashable, Hashable], int],
    colouring: Colouring | None,
) -> str:
    """The picture as one element ``svg``, with the class ``name``.

    A node carries its place in ``picture.nodes`` as ``data-n``, an edge its number as ``data-e``.

    Args:
        picture: what to draw.
        name: tells two pictures on one page apart.
        drawn: the edges, see :func:`kg.pictures.edges.lines`.
        numbers: of each pair of nodes the number of its edge.
        colouring: colours of polities; None colours kinds.
    """
    width, height = f"{picture.width:.10g}", f"{picture.height:.10g}"
    title = text(one_line(str(picture.graph.graph.get("name") or "network")))
    described = f"{len(picture.nodes)} nodes and {picture.graph.number_of_edges()} edges; the tables below list them."
    return "\n".join(
        [
            f'<svg class="{name}" viewBox="0 0 {width} {height}" width="{picture.width * _SCALE:.0f}" '
            f'height="{picture.height * _SCALE:.0f}" role="group" aria-label="{title}: {described}">',
            '<g class="stage">',
            '<g class="edges">',
            *_edges(picture, drawn, numbers),
            '</g>\n<g class="nodes">',
            *(_node(picture, number, colouring) for number in range(len(picture.nodes))),
            '</g>\n<g class="labels">',
            *(_label(picture, number) for number in range(len(picture.nodes))),
            "</g>\n</g>\n</svg>",
        ]
    )


def icon(shape: str, fill: str, letters: str = "", ink: str = "") -> str:
    """A node for the legend: its shape (see :func:`kg.pictures.composition.shape_of`), colour and letters."""
    drawn = _shape(shape, 8.0 if letters else 6.5, fill)
    return f'<svg class="icon" viewBox="-10 -10 20 20" aria-hidden="true">{drawn}{_letters(letters, ink, 8.0)}</svg>'


def _edges(picture: Picture, drawn: Sequence[Line], numbers: Mapping[tuple[Hashable, Hashable], int]) -> list[str]:
    opacity = max(0.08, min(0.6, 220 / max(1, len(drawn))))
    graph, height = picture.graph, picture.height
    sign = "→" if graph.is_directed() else "—"
    parts = []
    for line in drawn:
        (x1, y1), (x2, y2) = line.start, line.end
        way = f"M{x1:.10g} {height - y1:.10g}L{x2:.10g} {height - y2:.10g}"
        head = "".join(f"{'L' if at else 'M'}{x:.10g} {height - y:.10g}" for at, (x, y) in enumerate(line.head))
        arrow = f'<path class="head" d="{head}Z"/>' if head else ""
        title = ""
        if len(drawn) <= _TITLES_MOST:
            one, other = (one_line(label_of(graph, node)) for node in (line.source, line.target))
            title = f"<title>{text(f'{one} {sign} {other}')}</title>"
        planned = " planned" if line.planned else ""
        parts.append(
            f'<g class="edge{planned}" data-e="{numbers[line.source, line.target]}" opacity="{opacity:.3g}">{title}'
            f'<path class="hit" d="{way}"/><path class="line" d="{way}" stroke-width="{line.width:.4g}"/>{arrow}</g>'
        )
    return parts


def _node(picture: Picture, number: int, colouring: Colouring | None) -> str:
    node, mark = picture.nodes[number], picture.marks[number]
    shape = shape_of(picture.graph, node)
    swatch = colouring.of(node) if colouring else None
    letters = _letters(swatch.letters, swatch.ink, mark.radius) if swatch else ""
    reach = f'<circle class="hit" r="{_REACH:g}"/>' if mark.radius < _REACH else ""
    return (
        f'<g class="node" data-n="{number}" transform="translate({mark.x:.10g} {picture.height - mark.y:.10g})">'
        f"<title>{text(one_line(label_of(picture.graph, node)))}</title>{reach}"
        f"{_shape(shape, mark.radius, swatch.fill if swatch else style_of(shape)[0])}{letters}</g>"
    )


def _shape(shape: str, radius: float, fill: str) -> str:
    corners = _CORNERS.get(style_of(shape)[1])
    if corners is None:
        return f'<circle class="shape" r="{radius:.4g}" fill="{fill}"/>'
    points = " ".join(
        f"{radius * far * math.cos(math.radians(angle)):.2f},{-radius * far * math.sin(math.radians(angle)):.2f}"
        for far, angle in corners
    )
    return f'<polygon class="shape" points="{points}" fill="{fill}"/>'


def _letters(letters: str, ink: str, radius: float) -> str:
    if not letters:
        return ""
    size = min(LABEL_SIZE, radius * 0.85)
    return f'<text class="letters" y="{size * 0.36:.3g}" font-size="{size:.3g}" fill="{ink}">{text(letters)}</text>'


def _label(picture: Picture, number: int) -> str:
    """The name of a node in its place; one without a place is shown only when its node is pointed at."""
    mark, box = picture.marks[number], picture.boxes[number]
    if box is None:
        name = one_line(label_of(picture.graph, picture.nodes[number]))
        name = name if len(name) <= 60 else f"{name[:59].rstrip()}…"
        left = mark.x > picture.width * 0.6
        x = mark.x - mark.radius - 3 if left else mark.x + mark.radius + 3
        return _text(
            number, [name], x, picture.height - mark.y + LABEL_SIZE * 0.36, "end" if left else "start", "spare"
        )
    # Lines of one label lean towards their node.
    side = "start" if box.left > mark.x else "end" if box.right < mark.x else "middle"
    x = {"start": box.left, "end": box.right, "middle": (box.left + box.right) / 2}[side]
    first = picture.height - box.top + LABEL_SIZE * (LEADING + 0.7) / 2
    return _text(number, picture.labels[number].split("\n"), x, first, side, "")


def _text(number: int, lines: Sequence[str], x: float, y: float, anchor: str, more: str) -> str:
    step = LABEL_SIZE * LEADING
    spans = "".join(f'<tspan x="{x:.2f}" y="{y + at * step:.2f}">{text(line)}</tspan>' for at, line in enumerate(lines))
    names = f"label {more}".strip()
    return f'<text class="{names}" data-n="{number}" text-anchor="{anchor}">{spans}</text>'
