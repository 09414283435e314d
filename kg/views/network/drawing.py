"""Pictures of networks: SVG and PNG, the same bytes for the same network.

What a network is, how it was selected and what it must not be used for stands below it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.claims.polities import Polity
from kg.markup.environment import macros
from kg.text import one_line
from kg.views.drawing.files import FORMATS, Drawing, Sheet, check_format, drawing
from kg.views.drawing.fonts import LEADING, text_width
from kg.views.network.colouring import Colouring
from kg.views.network.composition import LABEL_SIZE, ROOMY, Picture, compose, notes
from kg.views.network.legend import LegendEntry, legend
from kg.views.network.lines import lines
from kg.views.network.marks import Icon, Marks, Stroke, marks

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["FORMATS", "Drawing", "draw"]

_MARGIN = 20.0
_TEXT_SIZE, _TITLE_SIZE = 7.5, 14.0
_LEGEND_ROW, _STROKE = 22.0, 24.0


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
        polities: the polities of nodes, see :func:`kg.claims.polities.find_polities`: colours show them then, and
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


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of the legend with its place."""

    text: str
    icon: Icon | None
    stroke: Stroke | None
    x: float
    y: float
    text_x: float


@dataclass(frozen=True, slots=True)
class Layout:
    """All that the file of a picture shows, from the top downwards."""

    name: str
    summary: Sequence[str]
    summary_top: float
    marks: Marks
    top: float
    legend: Sequence[Sequence[Placed]]
    notes: Sequence[str]
    notes_top: float
    margin: float = _MARGIN
    text_size: float = _TEXT_SIZE
    title_size: float = _TITLE_SIZE


def _sheet(picture: Picture, colouring: Colouring | None) -> Sheet:
    name = one_line(str(picture.graph.graph.get("name") or "network"))
    columns = max(40, int(picture.width / (_TEXT_SIZE * 0.56)))
    summary = textwrap.wrap(one_line(str(picture.graph.graph.get("summary") or "")), columns)
    told = [*notes(picture), *(colouring.notes() if colouring else ())]
    wrapped = [line for note in told for line in textwrap.wrap(one_line(note), columns)]
    under = _MARGIN + _TITLE_SIZE * 1.6
    top = under + len(summary) * _TEXT_SIZE * LEADING + 6
    entries = list(_rows(_entries(picture, colouring), picture.width, top + picture.height + 4))
    foot = top + picture.height + 4 + _LEGEND_ROW * max(1, len(entries)) + 4
    of = Layout(
        name=name,
        summary=summary,
        summary_top=under + _TEXT_SIZE,
        marks=marks(picture, lines(picture), colouring),
        top=top,
        legend=entries,
        notes=wrapped,
        notes_top=foot + _TEXT_SIZE,
    )
    height = foot + len(wrapped) * _TEXT_SIZE * LEADING + _MARGIN
    content = macros("views/network/network.svg").file(of)
    return Sheet(name, picture.width + 2 * _MARGIN, height, [content])


def _entries(picture: Picture, colouring: Colouring | None) -> list[LegendEntry]:
    """Of the legend, what is not told in words below."""
    groups = [group for group in legend(picture, colouring) if group.name != "size"]
    planned = "planned, not held"
    return [
        LegendEntry(f"weight {each.text}", each.icon, each.stroke)
        if group.name == "width" and each.text != planned
        else each
        for group in groups
        for each in group.entries
    ]


def _rows(entries: Iterable[LegendEntry], width: float, top: float) -> list[list[Placed]]:
    """The entries in rows that fit the picture."""
    rows: list[list[Placed]] = []
    x, end = 0.0, 0.0
    for entry in entries:
        room = 2 * entry.icon.radius + 2 if entry.icon else _STROKE
        wide = room + 4 + text_width(entry.text, LABEL_SIZE) + 16
        if not rows or x + wide > end:
            rows.append([])
            x, end = _MARGIN, _MARGIN + width
        middle = top + _LEGEND_ROW * (len(rows) - 0.5)
        rows[-1].append(Placed(entry.text, entry.icon, entry.stroke, x + room / 2, middle, x + room + 4))
        x += wide
    return rows
