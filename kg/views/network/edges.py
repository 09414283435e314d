"""What the edges of a network weigh, how wide they are drawn, and which rest on plans alone."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["edge_width", "foreseen", "strengths"]

_THINNEST, _THICKEST = 1.0, 6.0  # width of an edge
_STEP = 1.4  # by which an edge is wider that weighs twice as much as the weakest


def foreseen(graph: nx.Graph) -> set[tuple[Hashable, Hashable]]:
    """The pairs, as :func:`strengths` names them, all whose edges have ``planned``: none of what they rest on was held.

    See :func:`kg.network.load_network`.
    """
    plans: set[tuple[Hashable, Hashable]] = set()
    held: set[tuple[Hashable, Hashable]] = set()
    for *pair, planned in graph.edges(data="planned", default=False):
        a, b = pair if graph.is_directed() else sorted(pair, key=str)
        (plans if planned is True else held).add((a, b))
    return plans - held


def strengths(graph: nx.Graph, *, loops: bool = True) -> list[tuple[Hashable, Hashable, float]]:
    """The edges with their weights, the weak ones first; a weight that is not a number above 0 counts as 1.

    Args:
        graph: the network.
        loops: whether to tell edges from a node to itself, too.
    """
    edges = []
    for *pair, weight in graph.edges(data="weight", default=1):
        a, b = pair if graph.is_directed() else sorted(pair, key=str)
        if a == b and not loops:
            continue
        usable = isinstance(weight, int | float) and math.isfinite(weight) and weight > 0
        edges.append((a, b, float(weight) if usable else 1.0))
    return sorted(edges, key=lambda edge: (edge[2], str(edge[0]), str(edge[1])))


def edge_width(strength: float, low: float, high: float) -> float:
    """The width of an edge, where the weakest and the strongest of the picture are ``low`` and ``high``."""
    thickest = min(_THICKEST, _THINNEST + _STEP * (high / low - 1))
    return _THINNEST + (thickest - _THINNEST) * (strength - low) / (high - low) if high > low else _THINNEST + 0.4
