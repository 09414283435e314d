"""What a picture of a network shows, and where: nodes with their sizes, labels with their places, and the notes.

Pictures as files and as pages are composed here alike; what draws them comes later. Lengths are in points.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.network.measures import find_measure
from kg.network.ranking import label_of
from kg.network.undecided import contexts_if_the_same, note_of
from kg.suggest import counted
from kg.text import one_line
from kg.views.drawing.fonts import text_size, wrapped
from kg.views.drawing.placement import Box, Mark, place
from kg.views.network.edges import foreseen
from kg.views.network.layout import Point, layout

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "LABEL_SIZE",
    "ROOMY",
    "SHAPED_KINDS",
    "Frame",
    "Picture",
    "compose",
    "kinds",
    "notes",
    "shape_of",
]

SHAPED_KINDS = ("polity", "organization", "person", "group", "event", "programme")
"""The kinds with a shape of their own, in the order of legends."""
LABEL_SIZE = 8.5

_UNIT = 66.0  # for an edge of length 1, to begin with
_GROWTH, _TRIES = 1.18, 8
_ROOM = 5.0  # times the area of all labels
_CROWD = 300  # nodes; above, names may cover nodes without one
_FLAT = 0.6  # of the usual edge: where the width is given, this much height is where growing begins
_SQUEEZED, _LOW = 0.75, 0.6  # or so much of what the width has; a flat picture not higher than so much of it
_INNER = 0.75  # of a given width, about, is left between the labels at both sides
_LONGEST = 170.0  # the usual edge, where the width is given
_SIDE, _WIDER = 0.5, 0.08  # room for labels left and right, as a share of the widest; how much more at each try


@dataclass(frozen=True, slots=True)
class Frame:
    """How large a picture may be, and the nodes in it.

    Args:
        narrowest, widest: the texts around it need room; and a larger picture is read no better.
        smallest, largest: radius of a node.
        wrap: letters in a line of a label.
        aspect: how many times wider than high, about.
        fixed: whether the width is given, for narrow screens: only the height grows with the labels.
    """

    narrowest: float = 560.0
    widest: float = 1800.0
    smallest: float = 4.5
    largest: float = 13.0
    wrap: int = 24
    aspect: float = 1.5
    fixed: bool = False


ROOMY = Frame(smallest=7.5)
"""Letters have to find room in the smallest node."""


@dataclass
class Picture:
    """All that is drawn; y goes upwards. A node without a score is one for which the measure is not defined."""

    graph: nx.Graph
    nodes: list[Hashable]
    scores: Mapping[Hashable, float]
    by: str
    weighted: bool
    frame: Frame
    marks: list[Mark] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0

    @property
    def shown(self) -> int:
        """How many nodes have their label."""
        return sum(box is not None for box in self.boxes)

    @property
    def top(self) -> float:
        """The highest score."""
        return max(self.scores.values(), default=0.0)

    @property
    def undefined(self) -> int:
        """For how many nodes the measure is not defined."""
        return sum(node not in self.scores for node in self.nodes)

    @property
    def loops(self) -> int:
        """How many edges lead from a node to itself: these are not drawn."""
        return sum(a == b for a, b in self.graph.edges())

    def radius(self, score: float | None) -> float:
        """The area grows with the score; in a picture of many nodes all are smaller. Without a score: the smallest."""
        shrink = min(1.0, math.sqrt(120 / max(1, len(self.nodes))))
        share = max(score or 0.0, 0.0) / self.top if self.top > 0 else 0.0
        area = self.frame.smallest**2 + (self.frame.largest**2 - self.frame.smallest**2) * share
        return round(math.sqrt(area) * max(shrink, 0.25), 3)


def compose(
    graph: nx.Graph, *, by: str = "degree", weighted: bool = False, labels: int = 60, frame: Frame | None = None
) -> Picture:
    """Find places for nodes and labels; the picture grows until the labels find room.

    Args:
        graph: a network of ours, or any networkx graph.
        by: the measure that makes a node large.
        weighted: whether the measure counts weights.
        labels: how many nodes to name at most, those of the highest score first.
        frame: how large the picture may be.

    Raises:
        UsageError: an unknown measure; fewer than 0 labels.
    """
    if labels < 0:
        raise UsageError(f"labels is {labels}: it must be 0 or more")
    scores = {node: round(score, 12) for node, score in find_measure(by).score(graph, weighted=weighted).items()}
    nodes = sorted(graph, key=lambda node: (-scores.get(node, -math.inf), label_of(graph, node), str(node)))
    picture = Picture(graph, nodes, scores, by, weighted, frame or Frame())
    picture.labels = [
        wrapped(label_of(graph, node), picture.frame.wrap) if i < labels else "" for i, node in enumerate(nodes)
    ]
    number = {node: i for i, node in enumerate(nodes)}
    edges = sorted((min(pair), max(pair)) for pair in ((number[a], number[b]) for a, b in graph.edges()))
    widest = picture.frame.widest * _INNER / _UNIT if picture.frame.fixed else math.inf
    points = layout(graph, aspect=picture.frame.aspect, widest=widest)
    sizes = [text_size(label, LABEL_SIZE) for label in picture.labels]
    _grow(picture, points, edges, sizes)
    return picture


def _grow(
    picture: Picture,
    points: Mapping[Hashable, Point],
    edges: Sequence[tuple[int, int]],
    sizes: Sequence[tuple[float, float]],
) -> None:
    frame = picture.frame
    radii = [picture.radius(picture.scores.get(node)) for node in picture.nodes]
    wanted = sum(bool(width) for width, _ in sizes)
    across, upwards = (max((point[i] for point in points.values()), default=0.0) for i in (0, 1))
    wanted_area = _ROOM * sum(width * height for width, height in sizes)
    unit = max(_UNIT, math.sqrt(wanted_area / (across * upwards)) if across * upwards > 1 else 0.0)
    largest = frame.widest / max(across, upwards, 1.0)
    if frame.fixed:
        flat = min(frame.widest / across if across else _UNIT, _LONGEST)
        room = frame.widest * _LOW / max(upwards, 1.0) if frame.aspect >= 1 else math.inf
        unit = max(_UNIT * _FLAT, min(flat * _SQUEEZED, room))
        largest = math.inf
    best = -1, 0.0, 0.0
    for number in range(_TRIES):
        side = _SIDE + _WIDER * number if frame.fixed else 0.75
        _settle(picture, points, edges, radii, sizes, min(unit, largest), side)
        if picture.shown > best[0]:
            best = picture.shown, min(unit, largest), side
        if picture.shown == wanted or unit >= largest:
            break
        unit *= _GROWTH
    if picture.shown < best[0]:
        _settle(picture, points, edges, radii, sizes, *best[1:])


def _settle(
    picture: Picture,
    points: Mapping[Hashable, Point],
    edges: Sequence[tuple[int, int]],
    radii: Sequence[float],
    sizes: Sequence[tuple[float, float]],
    unit: float,
    side: float,
) -> None:
    """Put nodes and labels in their places, where the usual edge is ``unit`` long.

    Args:
        side: room left and right for labels, as a share of the widest of them.
    """
    frame = picture.frame
    beside = max((width for width, _ in sizes), default=0.0) * side + frame.largest
    rise = max((height for _, height in sizes), default=0.0) + frame.largest + 4
    wide, high = (max((point[i] for point in points.values()), default=0.0) for i in (0, 1))
    flat = unit
    if frame.fixed and wide:
        flat = min(max(frame.widest - 2 * beside, frame.widest * 0.2) / wide, max(_LONGEST, unit))
    picture.width = max(wide * flat + 2 * beside, frame.narrowest)
    picture.height = high * unit + 2 * rise
    left = (picture.width - wide * flat) / 2
    picture.marks = [
        Mark(round(points[node][0] * flat + left, 3), round(points[node][1] * unit + rise, 3), radius, *size)
        for node, radius, size in zip(picture.nodes, radii, sizes, strict=True)
    ]
    inside = Box(0.0, 0.0, picture.width, picture.height)
    picture.boxes = place(picture.marks, edges, inside, over_unnamed=len(picture.nodes) > _CROWD)


def notes(picture: Picture) -> list[str]:
    """What a reader has to know about the numbers in the picture."""
    about = picture.graph.graph
    told = {"projection": "Projection", "view": "View", "status": "Status"}
    told |= {"as_of": "As of", "since": "Since", "until": "Until"}
    context = about["via"] if isinstance(about.get("via"), str) else "event"
    facts = [f"{title}: {about[key]}" for key, title in told.items() if about.get(key)]
    facts.append("directed" if picture.graph.is_directed() else "undirected")
    counts = {"nodes": len(picture.nodes), "edges": picture.graph.number_of_edges()}
    found = {f"{context}s": about.get("vias", about.get("events")), "articles": about.get("articles")}
    counts |= {key: count for key, count in found.items() if isinstance(count, int)}
    facts += [counted(count, key.removesuffix("s")) for key, count in counts.items()]
    fewest, most = contexts_if_the_same(picture.graph), counts.get(f"{context}s", 0)
    if fewest < most:
        facts.append(f"{fewest:,}–{most:,} different {context}s")
    if about.get("undated_left_out"):
        facts.append(f"{about['undated_left_out']} {context}s left out for their dates")
    if picture.shown < len(picture.nodes):
        facts.append(f"names shown: {picture.shown} of {len(picture.nodes)}")
    lines = [" · ".join(facts)]
    weighing = "weighted" if picture.weighted else "unweighted"
    lines.append(f"Size of a node: {picture.by}, {weighing}: {find_measure(picture.by).title}.")
    if picture.undefined:
        lines.append(f"{picture.by} is not defined for {picture.undefined} of the nodes: these are drawn smallest.")
    if picture.graph.is_directed():
        lines.append("An arrow leads from the source of an edge to its target.")
    if foreseen(picture.graph):
        lines.append(f"A dashed edge rests on no {context} that was held, only on what was foreseen or called off.")
    if picture.loops:
        lines.append(f"Edges from a node to itself, not drawn: {picture.loops}.")
    if about.get("weight"):
        lines.append(f"Width of an edge: {about['weight']}")
    lines += [one[:1].upper() + one[1:] for one in note_of(picture.graph)]
    if about.get("warning"):
        lines.append(f"Caution: {about['warning']}")
    return lines


def shape_of(graph: nx.Graph, node: Hashable) -> str:
    """The kind of a node, as far as it has a shape; ``other`` for other kinds, ``node`` where there is none."""
    kind = graph.nodes[node].get("kind")
    return kind if kind in SHAPED_KINDS else "other" if kind else "node"


def kinds(picture: Picture) -> list[tuple[str, str]]:
    """The shapes in the picture, each with its word for the legend: those of a kind of their own first."""
    found: dict[str, set[str]] = {}
    for node in picture.nodes:
        found.setdefault(shape_of(picture.graph, node), set()).add(str(picture.graph.nodes[node].get("kind")))
    words = {"node": "node", "other": one_line(", ".join(sorted(found.get("other", ()))))[:60] or "other"}
    return [(shape, words.get(shape, shape)) for shape in (*SHAPED_KINDS, "node", "other") if shape in found]
