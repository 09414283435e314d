"""Pictures of networks: SVG and PNG, the same bytes for the same network.

What a network is, how it was cut and what it must not be used for stands below it. Colours are those of Okabe and Ito,
which colour-blind readers can tell apart; each kind of node has its own shape too, and polities have letters.
"""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.network.polities import Polity
from kg.network.texts import one_line
from kg.pictures.composition import LABEL_SIZE, ROOMY, Picture, compose, kinds, notes
from kg.pictures.edges import edge_width, foreseen, lines, strengths
from kg.pictures.files import FORMATS, Drawing, check_format, drawing
from kg.pictures.fonts import LEADING, text_width
from kg.pictures.network_svg import edges, icon, line_style, nodes
from kg.pictures.network_svg import labels as named
from kg.pictures.palette import INK, LINE, SOFT, Colouring, style_of
from kg.pictures.svg import Sheet, element, group
from kg.pictures.svg import lines as text_lines

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["FORMATS", "Drawing", "draw"]

_MARGIN = 20.0
_TEXT_SIZE, _TITLE_SIZE = 7.5, 14.0
_LEGEND_ROW, _ICON = 22.0, 6.5


def draw(
    graph: nx.Graph,
    picture_format: str = "svg",
    *,
    by: str = "degree",
    weighted: bool = False,
    labels: int = 60,
    polities: Mapping[Hashable, Sequence[Polity]] | None = None,
) -> Drawing:
    """Draw a network.

    The size of a node shows a measure, the width of an edge its weight; an arrow leads from source to target where
    the network is directed. An edge from a node to itself is not drawn; the picture says how many there are.

    Args:
        graph: a network of ours, or any networkx graph.
        picture_format: one of :data:`FORMATS`.
        by: the measure, see :data:`kg.network.measures.MEASURES`.
        weighted: whether the measure counts weights.
        labels: how many nodes to name at most, those of the highest score first. A name that would cover
            another, or a node, is left out; the picture says how many are shown. Among more than 300 nodes, a
            name may cover those without one.
        polities: the polities of nodes, see :func:`kg.network.polities.find_polities`: colours show them then, and
            letters. Without it colours show kinds.

    Returns:
        the file's content, as bytes that a notebook shows as a picture.

    Raises:
        UsageError: an unknown format or measure; fewer than 0 labels.
    """
    check_format(picture_format)
    colouring = None if polities is None else Colouring(polities)
    picture = compose(graph, by=by, weighted=weighted, labels=labels, frame=ROOMY if colouring else None)
    return drawing(_sheet(picture, colouring), picture_format)


def _sheet(picture: Picture, colouring: Colouring | None) -> Sheet:
    name = one_line(str(picture.graph.graph.get("name") or "network"))
    columns = max(40, int(picture.width / (_TEXT_SIZE * 0.56)))
    summary = _paragraph(str(picture.graph.graph.get("summary") or ""), columns)
    told = [line for note in _told(picture, colouring) for line in _paragraph(note, columns)]
    legend = _legend_rows(picture, colouring)
    top = _MARGIN + _TITLE_SIZE * 1.6 + len(summary) * _TEXT_SIZE * LEADING + 6
    below = top + picture.height + 4
    foot = below + _LEGEND_ROW * len(legend) + 4
    head = text_lines([name], _MARGIN, _MARGIN + _TITLE_SIZE, _TITLE_SIZE, fill=INK, font_weight="bold")
    drawn = lines(picture)
    content = [
        head,
        _text(summary, _MARGIN + _TITLE_SIZE * 1.6),
        group(
            [edges(picture, drawn), nodes(picture, colouring), named(picture)],
            transform=f"translate({_MARGIN:g} {top:g})",
        ),
        *(_legend(row, below + _LEGEND_ROW * (at + 0.5)) for at, row in enumerate(legend)),
        _text(told, foot),
    ]
    height = foot + len(told) * _TEXT_SIZE * LEADING + _MARGIN
    return Sheet(name, picture.width + 2 * _MARGIN, height, [each for each in content if each])


def _told(picture: Picture, colouring: Colouring | None) -> list[str]:
    return [*notes(picture), *(colouring.notes() if colouring else ())]


def _text(told: Sequence[str], top: float) -> str:
    return text_lines(told, _MARGIN, top + _TEXT_SIZE, _TEXT_SIZE, fill=SOFT) if told else ""


def _paragraph(text: str, columns: int) -> list[str]:
    return textwrap.wrap(one_line(text), columns)


class _Entry(NamedTuple):
    """One entry of a legend: its words, what is drawn before them around the point 0 0, and how wide that is."""

    text: str
    drawn: str
    room: float


def _legend_rows(picture: Picture, colouring: Colouring | None) -> list[list[_Entry]]:
    """Kinds of nodes, polities, and the thinnest and thickest edge, in rows that fit the picture."""
    entries = []
    for kind, word in kinds(picture):
        entries.append(_Entry(word, icon(kind, _ICON * 0.8, SOFT if colouring else style_of(kind)[0]), 2 * _ICON))
    if colouring:
        for each in colouring.legend(picture.nodes):
            drawn = icon("person", _ICON * 1.2, each.fill, each.letters, each.ink)
            entries.append(_Entry(one_line(each.label), drawn, 2.4 * _ICON))
    weights = strengths(picture.graph, loops=False)
    for strength in sorted({weights[0][2], weights[-1][2]}) if weights else ():
        width = edge_width(strength, weights[0][2], weights[-1][2])
        entries.append(_Entry(f"weight {strength:g}", _stroke(width), 24))
    if foreseen(picture.graph):
        entries.append(_Entry("planned, not held", _stroke(1.4, planned=True), 24))
    rows: list[list[_Entry]] = [[]]
    used = 0.0
    for entry in entries:
        wide = _entry_width(entry)
        if rows[-1] and used + wide > picture.width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += wide
    return rows


def _stroke(width: float, *, planned: bool = False) -> str:
    return element("path", d="M-11 0H11", stroke=LINE, opacity=0.8, **line_style(width, planned=planned))


def _entry_width(entry: _Entry) -> float:
    return entry.room + 4 + text_width(entry.text, LABEL_SIZE) + 16


def _legend(row: Sequence[_Entry], middle: float) -> str:
    found = []
    x = _MARGIN
    for entry in row:
        found.append(group([entry.drawn], transform=f"translate({x + entry.room / 2:.2f} {middle:g})"))
        found.append(text_lines([entry.text], x + entry.room + 4, middle + 3, LABEL_SIZE, fill=INK))
        x += _entry_width(entry)
    return "\n".join(found)
