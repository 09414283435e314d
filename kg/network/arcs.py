"""A graph as arrays of arcs, and the few operations on them that the measures are made of.

numpy adds row to row here and sums in a fixed order, one thread, no library for matrices: what is made of these alone
gives the same bits on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.network.convert import Simple

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

__all__ = ["Arcs", "Inflow", "Outflow", "arcs"]

_FEW = 16  # rows: fewer are summed one by one, more at once


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs from node to node; an undirected edge is two, a self-loop one.

    Args:
        n: how many nodes there are, numbered from 0.
        start: where each arc begins, shape (m,).
        end: where it ends, shape (m,).
        values: its length or weight, shape (m,).
    """

    n: int
    start: Whole
    end: Whole
    values: Floats

    def reversed(self) -> Arcs:
        """All arcs turned round."""
        return Arcs(self.n, self.end, self.start, self.values)

    def times(self, scores: Floats) -> Floats:
        """What flows into each node, shape (n,): the sum of value times score of the start over its arcs."""
        import numpy as np

        found: Floats = np.bincount(self.end, self.values * scores[self.start], self.n).astype(np.float64)
        return found


def arcs(simple: Simple, values: list[float] | None = None, *, loops: bool = True) -> Arcs:
    """The arcs of a graph.

    Args:
        simple: the graph.
        values: one for each edge; the strengths unless given, 1 where there are none.
        loops: whether to keep the edges from a node to itself.
    """
    import numpy as np

    ends = np.array(simple.edges, dtype=np.int64).reshape(-1, 2)
    chosen = simple.strengths if values is None else values
    each = np.ones(len(ends)) if chosen is None else np.array(chosen, dtype=np.float64)
    start, end = ends[:, 0], ends[:, 1]
    proper = start != end
    if not loops:
        start, end, each, proper = start[proper], end[proper], each[proper], proper[proper]
    if simple.directed:
        return Arcs(len(simple.nodes), start, end, each)
    both = np.concatenate((start, end[proper])), np.concatenate((end, start[proper]))
    return Arcs(len(simple.nodes), *both, np.concatenate((each, each[proper])))


class Inflow:
    """The arcs by the node that they lead to: what comes in is gathered for many columns at once.

    The k-th arcs of all nodes are gathered together, for k = 0, 1, …; nodes are ordered by how many they have, so that
    those that have a k-th stand first. What the few nodes with most arcs have beyond is summed for each of them.
    """

    def __init__(self, given: Arcs) -> None:
        import numpy as np

        n = given.n
        order = np.lexsort((given.start, given.end))
        self._sources, self._values = given.start[order], given.values[order]
        degrees = np.bincount(given.end, minlength=n)
        rows = np.argsort(-degrees, kind="stable")
        sorted_degrees = degrees[rows]
        first = (np.cumsum(degrees) - degrees)[rows]
        self._place = np.empty(n, np.int64)
        self._place[rows] = np.arange(n)
        common = int(sorted_degrees[min(n, _FEW) - 1]) if n else 0
        self._steps: list[tuple[int, Whole, Floats]] = []
        for k in range(common):
            at = first[: int(np.searchsorted(-sorted_degrees, -k, side="left"))] + k
            self._steps.append((len(at), self._sources[at], self._values[at][:, None]))
        more = int(np.searchsorted(-sorted_degrees, -common, side="left"))
        self._rest = [(i, slice(int(first[i]) + common, int(first[i] + sorted_degrees[i]))) for i in range(more)]

    def sums(self, block: Floats) -> Floats:
        """For each node the sum of the rows that its arcs come from; block and result have shape (n, columns)."""
        import numpy as np

        found = np.zeros_like(block)
        for count, at, _ in self._steps:
            found[:count] += block[at]
        for i, part in self._rest:
            found[i] += np.add.reduce(block[self._sources[part]], axis=0)
        return found[self._place]

    def unions(self, block: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """For each node the bits that stand in any row that its arcs come from."""
        import numpy as np

        found = np.zeros_like(block)
        for count, at, _ in self._steps:
            found[:count] |= block[at]
        for i, part in self._rest:
            found[i] |= np.bitwise_or.reduce(block[self._sources[part]], axis=0)
        return found[self._place]

    def nearest(self, block: Floats) -> Floats:
        """For each node the least of row plus length of the arc, over the rows that its arcs come from."""
        import numpy as np

        found = np.full_like(block, np.inf)
        for count, at, values in self._steps:
            candidates = block[at]
            candidates += values
            np.minimum(found[:count], candidates, out=found[:count])
        for i, part in self._rest:
            longer = block[self._sources[part]] + self._values[part][:, None]
            found[i] = np.minimum(found[i], np.minimum.reduce(longer, axis=0))
        return found[self._place]


class Outflow:
    """The arcs by the node that they lead from, for steps from a few nodes only."""

    def __init__(self, given: Arcs) -> None:
        import numpy as np

        order = np.lexsort((given.end, given.start))
        self.ends, self.values = given.end[order], given.values[order]
        self._degrees = np.bincount(given.start, minlength=given.n)
        self._first = np.cumsum(self._degrees) - self._degrees

    def __len__(self) -> int:
        return len(self.ends)

    def count(self, nodes: Whole) -> int:
        """How many arcs lead from these nodes."""
        return int(self._degrees[nodes].sum())

    def following(self, nodes: Whole) -> tuple[Whole, Whole]:
        """The arcs that lead from these nodes: for each its place among the nodes given, and its own number."""
        import numpy as np

        counts = self._degrees[nodes]
        which = np.repeat(np.arange(len(nodes)), counts)
        return which, ranges(self._first[nodes], counts)


def ranges(first: Whole, counts: Whole) -> Whole:
    """The numbers from each first on, as many as its count, one after the other.

    >>> import numpy as np
    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    import numpy as np

    ends = np.cumsum(counts)
    found: Any = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(first - (ends - counts), counts)
    return found  # type: ignore[no-any-return]
