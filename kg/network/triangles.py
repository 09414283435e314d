"""The triangles of a graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.network.arcs import Arcs, Outflow

if TYPE_CHECKING:
    from kg.network.arcs import Floats, Whole

__all__ = ["triangle_sums"]

_WEDGES = 1_000_000  # looked at together


def triangle_sums(n: int, pairs: list[tuple[int, int]], values: list[float]) -> list[float]:
    """For each node the sum over its triangles of the product of their three values.

    Args:
        n: how many nodes there are.
        pairs: the edges of a simple undirected graph, each once.
        values: one for each edge.

    >>> triangle_sums(4, [(0, 1), (1, 2), (0, 2), (2, 3)], [1.0, 2.0, 3.0, 4.0])
    [6.0, 6.0, 6.0, 0.0]
    """
    import numpy as np

    sums = np.zeros(n)
    for corners, products in _triangles(n, pairs, values):
        for corner in corners:
            np.add.at(sums, corner, products)
    found: list[float] = sums.tolist()
    return found


def _triangles(
    n: int, pairs: list[tuple[int, int]], values: list[float]
) -> Iterator[tuple[tuple[Whole, Whole, Whole], Floats]]:
    """Each triangle once, many at a time: its corners, and the product of its values.

    Each edge leads from the node of fewer edges to that of more, so that few lead on from any node (Chiba and
    Nishizeki 1985): a triangle is an edge, one that follows, and the one that leads past both.
    """
    import numpy as np

    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    degrees = np.bincount(ends.reshape(-1), minlength=n)
    rank = np.empty(n, np.int64)
    rank[np.argsort(degrees, kind="stable")] = np.arange(n)
    turned = rank[ends[:, 0]] > rank[ends[:, 1]]
    start, end = np.where(turned, ends[:, 1], ends[:, 0]), np.where(turned, ends[:, 0], ends[:, 1])
    order = np.lexsort((end, start))
    start, end, each = start[order], end[order], np.array(values)[order]
    outflow, keys = Outflow(Arcs(n, start, end, each)), start * n + end
    wedges = np.cumsum(np.bincount(start, minlength=n)[end])
    low = 0
    while low < len(start):
        before = int(wedges[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(wedges, before + _WEDGES, side="right")))
        which, along = outflow.following(end[low:high])
        first, third = which + low, outflow.ends[along]
        past = np.searchsorted(keys, start[first] * n + third)
        past[past == len(keys)] = 0
        closed = keys[past] == start[first] * n + third
        first, along, past = first[closed], along[closed], past[closed]
        yield (start[first], end[first], end[along]), each[first] * each[along] * each[past]
        low = high
