"""Shortest paths between all nodes: how far they are, and which nodes they pass through.

Sources are worked on many at a time, each a column (or, where lengths do not count, a bit) of an array with a row a
node. Where paths have few edges whole arrays are added; elsewhere single pairs of node and source are followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.network.arcs import Arcs, Inflow, Outflow, ranges

if TYPE_CHECKING:
    from kg.network.arcs import Floats, Whole

__all__ = ["Nearness", "nearness", "passing"]

_WORDS = 250_000  # of 64 bits, in an array of rows and sources: it stays in the cache
_CELLS = 200_000  # numbers, in such an array
_PAIRS = 4_000_000  # arcs times sources, where pairs are followed
_DEEP = 24  # edges: where shortest paths have more, pairs are followed
_DEEP_IN_BITS = 250
_DENSE = 6  # times as costly is it to follow a pair as to add it with all others
_SLACK = 1e-10  # two lengths this near to each other, relative to their size, are equal


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near each node is to those that reach it.

    Args:
        reaching: how many others reach the node, shape (n,).
        far: the sum of their distances.
        near: the sum of one over the distance.
        deepest: the greatest distance of all.
    """

    reaching: Floats
    far: Floats
    near: Floats
    deepest: float


def nearness(given: Arcs, *, unit: bool) -> Nearness:
    """How near each node is to those that reach it along the arcs.

    Args:
        given: the arcs; lengths are positive.
        unit: whether every arc is 1 long.
    """
    inflow = Inflow(given)
    found = _by_bits(inflow, given.n) if unit else None
    return found or _by_lengths(given, inflow)


def passing(given: Arcs, *, unit: bool) -> Floats:
    """Through each node, for all ordered pairs of others, the share of their shortest paths that lead; shape (n,).

    Args:
        given: the arcs; lengths are positive.
        unit: whether every arc is 1 long.

    Raises:
        UsageError: lengths differ so much that sums do not tell them, or there are more paths than a float counts.
    """
    import numpy as np

    found = _by_levels(given) if unit else None
    if found is None:
        with np.errstate(over="ignore", invalid="ignore"):
            found = _by_pairs(given)
    if not np.isfinite(found).all():
        raise UsageError("this network has more shortest paths than can be counted", hint="use closeness or harmonic")
    return found


def _by_bits(inflow: Inflow, n: int) -> Nearness | None:
    """Breadth first from 64 sources a word; None where that would take too many levels."""
    import numpy as np

    words = -(-n // 64)
    width = max(1, min(words, _WORDS // max(n, 1)))
    reaching, far, near, deepest = np.zeros(n), np.zeros(n), np.zeros(n), 0
    for low in range(0, words, width):
        sources = np.arange(low * 64, min(n, (low + width) * 64))
        seen = np.zeros((n, min(width, words - low)), np.uint64)
        seen[sources, sources // 64 - low] = np.uint64(1) << (sources % 64).astype(np.uint64)
        front, level = seen, 0
        while True:
            front = inflow.unions(front) & ~seen
            counts = np.bitwise_count(front).sum(axis=1, dtype=np.int64)
            if not counts.any():
                break
            level += 1
            if level > _DEEP_IN_BITS:
                return None
            seen = seen | front
            reaching += counts
            far += level * counts
            near += counts / level
        deepest = max(deepest, level)
    return Nearness(reaching, far, near, float(deepest))


def _by_lengths(given: Arcs, inflow: Inflow) -> Nearness:
    import numpy as np

    reaching, far, near, deepest = np.zeros(given.n), np.zeros(given.n), np.zeros(given.n), 0.0
    outflow = Outflow(given)
    for sources in _batches(given.n, _CELLS * 2 // max(given.n, 1)):
        lengths = _distances(inflow, outflow, given.n, sources)
        others = np.isfinite(lengths) & (lengths > 0)
        lengths[~others] = 0.0
        reaching += others.sum(axis=1)
        far += lengths.sum(axis=1)
        near += np.divide(1.0, lengths, out=np.zeros_like(lengths), where=others).sum(axis=1)
        deepest = max(deepest, float(lengths.max(initial=0.0)))
    return Nearness(reaching, far, near, deepest)


def _batches(n: int, width: int) -> Iterator[Whole]:
    import numpy as np

    width = max(8, min(n, width))
    for low in range(0, n, width):
        yield np.arange(low, min(n, low + width))


def _distances(inflow: Inflow, outflow: Outflow, n: int, sources: Whole) -> Floats:
    """The distance from each source (a column) to each node (a row), infinite where there is no path.

    Bellman and Ford's algorithm for all columns at once: only pairs of node and source that came nearer go on.
    """
    import numpy as np

    width = len(sources)
    lengths = np.full((n, width), np.inf)
    flat = lengths.reshape(-1)
    keys = sources * width + np.arange(width)
    flat[keys] = 0.0
    last = np.empty(n * width, np.int64)
    while len(keys):
        nodes = keys // width
        if outflow.count(nodes) * _DENSE > len(outflow) * width:
            shorter = inflow.nearest(lengths)
            keys = np.flatnonzero(shorter < lengths)
            np.minimum(lengths, shorter, out=lengths)
            continue
        which, along = outflow.following(nodes)
        found = flat[keys][which] + outflow.values[along]
        to = outflow.ends[along] * width + (keys % width)[which]
        nearer = found < flat[to]
        to = to[nearer]
        np.minimum.at(flat, to, found[nearer])
        keys = _once(to, last)
    return lengths


def _once(keys: Whole, last: Whole) -> Whole:
    """Each key once; ``last`` is room for a number a key."""
    import numpy as np

    places = np.arange(len(keys))
    last[keys] = places
    found: Whole = keys[last[keys] == places]
    return found


def _by_levels(given: Arcs) -> Floats | None:
    """Brandes' algorithm, level by level over whole arrays; None where shortest paths have many edges."""
    import numpy as np

    n, total = given.n, np.zeros(given.n)
    inflow, outflow = Inflow(given), Inflow(given.reversed())
    for sources in _batches(n, _CELLS // max(n, 1)):
        paths = np.zeros((n, len(sources)))  # from the source of the column
        paths[sources, np.arange(len(sources))] = 1.0
        unseen, front = paths == 0, paths
        levels = []
        while True:
            front = inflow.sums(front) * unseen
            at = front > 0
            if not at.any():
                break
            levels.append(at)
            if len(levels) > _DEEP:
                return None
            unseen &= ~at
            paths = paths + front
        share = np.divide(1.0, paths, out=np.zeros_like(paths), where=paths > 0)
        through = np.zeros_like(paths)
        for i in range(len(levels) - 1, 0, -1):
            through += outflow.sums((1 + through) * share * levels[i]) * paths * levels[i - 1]
        total += through.sum(axis=1)
    return total


def _by_pairs(given: Arcs) -> Floats:
    """Brandes' algorithm with lengths, over the arcs that shortest paths take, from each source."""
    import numpy as np

    n, total = given.n, np.zeros(given.n)
    inflow, outflow = Inflow(given), Outflow(given)
    for sources in _batches(n, _PAIRS // max(len(given.start), n, 1)):
        width = len(sources)
        lengths = _distances(inflow, outflow, n, sources)
        begin, end = _taken(given, lengths)
        keys = sources * width + np.arange(width)
        waits = np.bincount(end, minlength=n * width)
        reached = np.isfinite(lengths).reshape(-1)
        reached[keys] = False
        if (reached & (waits == 0)).any():
            raise UsageError(
                "the weights of this network differ so much that the lengths of its paths cannot be told apart",
                hint="use no weights",
            )
        degrees = np.bincount(begin, minlength=n * width)
        first = np.cumsum(degrees) - degrees
        last = np.empty(n * width, np.int64)
        paths = np.zeros(n * width)
        paths[keys] = 1.0
        steps, front = [], keys
        while True:
            along = ranges(first[front], degrees[front])
            if not len(along):
                break
            steps.append(along)
            to = end[along]
            np.add.at(paths, to, paths[begin[along]])
            np.subtract.at(waits, to, 1)
            front = _once(to[waits[to] == 0], last)
        through = np.zeros(n * width)
        for along in reversed(steps):
            to, by = end[along], begin[along]
            np.add.at(through, by, paths[by] * ((1 + through[to]) / paths[to]))
        through[keys] = 0.0
        total += through.reshape(n, width).sum(axis=1)
    return total


def _taken(given: Arcs, lengths: Floats) -> tuple[Whole, Whole]:
    """The arcs on shortest paths as pairs of node and column, node times width plus column; by where they begin."""
    import numpy as np

    width = lengths.shape[1]
    begins, ends = [], []
    size = max(1, _PAIRS // (16 * width))
    for low in range(0, len(given.start), size):
        start, end = given.start[low : low + size], given.end[low : low + size]
        here, there = lengths[start], lengths[end]
        taken = (here + given.values[low : low + size, None] <= there * (1 + _SLACK)) & (here < there)
        arc, column = np.nonzero(taken)
        begins.append(start[arc] * width + column)
        ends.append(end[arc] * width + column)
    begin, end = (np.concatenate((np.empty(0, np.int64), *each)) for each in (begins, ends))
    order = np.argsort(begin, kind="stable")
    return begin[order], end[order]
