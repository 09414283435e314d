"""A composed picture of a network within a page: as in a file, and each node and edge can be pointed at."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from kg.network.ranking import label_of
from kg.network.texts import one_line
from kg.pages.html import text
from kg.pictures.composition import LABEL_SIZE, Picture
from kg.pictures.edges import Line
from kg.pictures.fonts import FAMILY
from kg.pictures.network_svg import edges, labels, nodes
from kg.pictures.palette import Colouring
from kg.pictures.svg import attributes, element, lines, number, words

__all__ = ["network_svg"]

_SCALE = 1.3  # pixels for a point, where there is room
_REACH = 9.0  # how near a pointer has to come to a small node
_LONGEST = 60  # letters of a name that is shown only when its node is pointed at
_TITLES_MOST = 2000  # edges; above, only nodes have a title that a pointer shows without a script


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
    graph = picture.graph
    title = text(one_line(str(graph.graph.get("name") or "network")))
    described = f"{len(picture.nodes)} nodes and {graph.number_of_edges()} edges; the tables below list them."
    box = f"0 0 {number(picture.width)} {number(picture.height)}"
    sign = "→" if graph.is_directed() else "—"

    def edge(at: int) -> tuple[str, str]:
        line = drawn[at]
        (x1, y1), (x2, y2) = line.start, line.end
        way = f"M{number(x1)} {number(picture.height - y1)}L{number(x2)} {number(picture.height - y2)}"
        told = f"{_name(picture, line.source)} {sign} {_name(picture, line.target)}"
        title = element("title", words(told)) if len(drawn) <= _TITLES_MOST else ""
        return _data("e", numbers[line.source, line.target]), title + element("path", class_="hit", d=way)

    def node(at: int) -> tuple[str, str]:
        reach = element("circle", class_="hit", r=_REACH) if picture.marks[at].radius < _REACH else ""
        return _data("n", at), element("title", words(_name(picture, picture.nodes[at]))) + reach

    spare = [_spare(picture, at) for at, box in enumerate(picture.boxes) if box is None]
    return "\n".join(
        [
            f'<svg class="{name}" viewBox="{box}" width="{picture.width * _SCALE:.0f}" '
            f'height="{picture.height * _SCALE:.0f}" role="group" aria-label="{title}: {described}" '
            f'font-family="{FAMILY}">',
            '<g class="stage">',
            edges(picture, drawn, edge),
            nodes(picture, colouring, node),
            labels(picture, lambda at: (_data("n", at), ""), spare),
            "</g>\n</svg>",
        ]
    )


def _name(picture: Picture, node: Hashable) -> str:
    return one_line(label_of(picture.graph, node))


def _data(kind: str, value: int) -> str:
    return f' data-{kind}="{value}"'


def _spare(picture: Picture, at: int) -> str:
    """A name without a place: shown only when its node is pointed at."""
    mark, name = picture.marks[at], _name(picture, picture.nodes[at])
    name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
    left = mark.x > picture.width * 0.6
    x = mark.x - mark.radius - 3 if left else mark.x + mark.radius + 3
    style = attributes(class_="label spare", text_anchor="end" if left else "start")
    told = lines([name], x, picture.height - mark.y + LABEL_SIZE * 0.36, LABEL_SIZE)
    return told.replace("<text", f"<text{_data('n', at)}{style}", 1)
