"""What shapes, colours, sizes and widths of a picture of a network mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.markup.palette import NEUTRAL
from kg.network.measures import find_measure
from kg.text import one_line
from kg.views.network.colouring import Colouring, style_of
from kg.views.network.composition import Picture, kinds
from kg.views.network.edges import edge_width, foreseen, strengths
from kg.views.network.marks import Icon, Stroke

__all__ = ["LegendEntry", "LegendGroup", "legend"]

_PLAIN, _LETTERED = 6.5, 8.0  # radius of an icon, and of one that letters have to find room in
_LARGEST = 9.0  # radius of the largest node


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A mark with its meaning: a node, or a line."""

    text: str
    icon: Icon | None = None
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True)
class LegendGroup:
    """What one property of marks tells; ``name`` is ``shape``, ``colour``, ``size`` or ``width``."""

    name: str
    title: str
    entries: Sequence[LegendEntry]


def legend(picture: Picture, colouring: Colouring | None) -> list[LegendGroup]:
    """The legend, without groups that have nothing to explain."""
    shapes = [
        LegendEntry(one_line(word), Icon(shape, _PLAIN, NEUTRAL if colouring else style_of(shape)[0]))
        for shape, word in kinds(picture)
    ]
    groups = [LegendGroup("shape", "Shape: kind" if colouring else "Shape and colour: kind", shapes)]
    if colouring:
        colours = [
            LegendEntry(one_line(each.label), Icon("person", _LETTERED, each.fill, each.letters, each.ink))
            for each in colouring.legend(picture.nodes)
        ]
        groups.append(LegendGroup("colour", "Colour and letters: polity", colours))
    size = f"Size: {picture.by} — {find_measure(picture.by).title}"
    groups += [
        LegendGroup("size", size, _sizes(picture)),
        LegendGroup("width", "Width of a line: weight", _widths(picture)),
    ]
    return [group for group in groups if group.entries]


def _sizes(picture: Picture) -> list[LegendEntry]:
    """The smallest and the largest node, in the proportion that they have in the picture."""
    scores = [picture.scores[node] for node in picture.nodes if node in picture.scores]
    largest = max((picture.radius(score) for score in scores), default=1.0)

    def circle(score: float | None) -> Icon:
        return Icon("node", picture.radius(score) / largest * _LARGEST, NEUTRAL)

    ends = sorted({min(scores), max(scores)}) if scores else []
    entries = [LegendEntry(f"{score:.4g}", circle(score)) for score in ends]
    return [*entries, LegendEntry("not defined", circle(None))] if picture.undefined else entries


def _widths(picture: Picture) -> list[LegendEntry]:
    edges = strengths(picture.graph, loops=False)
    if not edges:
        return []
    low, high = edges[0][2], edges[-1][2]
    entries = [LegendEntry(f"{each:.6g}", stroke=Stroke(edge_width(each, low, high))) for each in sorted({low, high})]
    if foreseen(picture.graph):
        entries.append(LegendEntry("planned, not held", stroke=Stroke(1.4, planned=True)))
    return entries
