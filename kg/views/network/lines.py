"""Where the lines of a picture run: from node to node, with arrowheads where the network has a direction."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

from kg.views.drawing.placement import Mark
from kg.views.network.composition import Picture
from kg.views.network.edges import edge_width, foreseen, strengths
from kg.views.network.layout import Point

__all__ = ["Line", "lines"]

_ASIDE = 3.0  # how far two opposite edges keep from the middle, beside half their width
_GAP = 1.2  # between the tip of an arrow and the rim of its node


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as drawn, in points; y goes upwards.

    Args:
        source, target: the nodes; without a direction, in the order of their keys.
        strength: the weight, or 1 where there is none.
        width: how thick the line is.
        start, end: where it runs.
        planned: whether it rests on nothing that was held: a plan is never drawn like a fact.
        head: the three corners of its arrowhead, the tip first; empty where there is no direction.
    """

    source: Hashable
    target: Hashable
    strength: float
    width: float
    start: Point
    end: Point
    planned: bool = False
    head: tuple[Point, ...] = ()


def lines(picture: Picture) -> list[Line]:
    """The edges of a picture, the weak ones first; an edge from a node to itself is not drawn."""
    at = dict(zip(picture.nodes, picture.marks, strict=True))
    edges = strengths(picture.graph, loops=False)
    if not edges:
        return []
    low, high = edges[0][2], edges[-1][2]
    directed = picture.graph.is_directed()
    pairs = {(a, b) for a, b, _ in edges}
    plans = foreseen(picture.graph)
    found = []
    for a, b, strength in edges:
        width = edge_width(strength, low, high)
        if directed:
            aside = _ASIDE + width / 2 if (b, a) in pairs else 0.0
            start, end, head = _arrow(at[a], at[b], width, aside)
        else:
            start, end, head = (at[a].x, at[a].y), (at[b].x, at[b].y), ()
        found.append(Line(a, b, strength, width, start, end, (a, b) in plans, head))
    return found


def _arrow(source: Mark, target: Mark, width: float, aside: float) -> tuple[Point, Point, tuple[Point, ...]]:
    """Start and end of the line, and the corners of the head that touches the target's rim."""
    x, y = target.x - source.x, target.y - source.y
    length = math.hypot(x, y) or 1.0
    x, y = x / length, y / length
    # Opposite edges each keep to their right, as carriages do.
    right_x, right_y = y * aside, -x * aside
    rim = math.sqrt(max(target.radius**2 - aside**2, 0.0)) + _GAP
    head = min(5.0 + 1.6 * width, max(length - rim, 0.0) * 0.6)
    half = head * 0.45 + width * 0.2
    tip = target.x + right_x - x * rim, target.y + right_y - y * rim
    base = tip[0] - x * head, tip[1] - y * head
    corners = (tip, (base[0] - y * half, base[1] + x * half), (base[0] + y * half, base[1] - x * half))
    start = source.x + right_x, source.y + right_y
    return _rounded(start), _rounded(base), tuple(map(_rounded, corners))


def _rounded(point: Point) -> Point:
    return round(point[0], 3), round(point[1], 3)
