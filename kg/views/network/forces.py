"""Two layouts by forces, without any chance: from given places, in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["by_distances", "by_repulsion"]

_STEPS = 300  # of each layout
_STILL = 1e-9  # of an edge: who moves less has come to rest
_MANY = 1_000  # nodes; above, a sixth of the steps
_ROWS = 16  # of pairs, looked at together


def by_distances(places: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Each pair as far apart as it is in the network, near pairs above all (Kamada and Kawai 1989).

    The energy is theirs, Σ (‖x − y‖ − d)² / d² over all pairs, with d the number of edges between; it is
    brought down by the steps of de Leeuw's majorization, none of which raises it (Gansner, Koren, North 2004).

    Args:
        places: where the nodes of a connected graph begin.
        edges: its edges, as pairs of numbers of nodes.
    """
    import numpy as np

    wanted = _distances(len(places), edges)
    near = np.divide(1.0, wanted * wanted, out=np.zeros_like(wanted), where=wanted > 0)
    # Of the solutions, which differ by a shift, the one around the middle.
    laplacian = np.diag(near.sum(axis=1)) - near
    inverse = np.linalg.inv(laplacian + 1 / len(places)) - 1 / len(places)
    x, y = np.array(places).T * (wanted.max() / 2)
    pull = near * wanted
    for _ in range(_STEPS):
        lengths = np.sqrt((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2)
        force = np.divide(pull, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        sums = force.sum(axis=1)
        right = [sums * x - (force * x).sum(axis=1), sums * y - (force * y).sum(axis=1)]
        # Not by a library for matrices, whose sums differ from machine to machine.
        new_x, new_y = ((inverse * each).sum(axis=1) for each in right)
        moved = max(np.abs(new_x - x).max(), np.abs(new_y - y).max())
        x, y = new_x, new_y
        if moved <= _STILL:
            break
    return list(zip(x.tolist(), y.tolist(), strict=True))


def by_repulsion(places: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Neighbours pull each other, all nodes push each other (Fruchterman and Reingold 1991); steps become shorter.

    Args:
        places: where the nodes begin.
        edges: the edges, as pairs of numbers of nodes.
    """
    import numpy as np

    n = len(places)
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    starts, stops = ends[:, 0], ends[:, 1]
    x, y = np.array(places).T * n**0.5  # an area of one for each node
    steps = _STEPS if n <= _MANY else _STEPS // 6
    for step in range(steps):
        parts = [_push(x, y, slice(low, low + _ROWS)) for low in range(0, n, _ROWS)]
        push_x, push_y = (np.concatenate(each) for each in zip(*parts, strict=True))
        apart_x, apart_y = x[starts] - x[stops], y[starts] - y[stops]
        lengths = np.sqrt(apart_x * apart_x + apart_y * apart_y)
        push_x += np.bincount(stops, lengths * apart_x, n) - np.bincount(starts, lengths * apart_x, n)
        push_y += np.bincount(stops, lengths * apart_y, n) - np.bincount(starts, lengths * apart_y, n)
        size = np.sqrt(push_x * push_x + push_y * push_y)
        most = n**0.5 / 10 * (1 - step / steps)
        share = np.divide(np.minimum(size, most), size, out=np.zeros_like(size), where=size > 0)
        x, y = x + push_x * share, y + push_y * share
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _push(x: Floats, y: Floats, rows: slice) -> tuple[Floats, Floats]:
    """How hard all others push the nodes of some rows: one over the distance, away from them."""
    import numpy as np

    apart_x, apart_y = x[rows, None] - x, y[rows, None] - y
    squares = apart_x * apart_x
    squares += apart_y * apart_y
    squares[squares == 0] = np.inf
    apart_x /= squares
    apart_y /= squares
    return apart_x.sum(axis=1), apart_y.sum(axis=1)


def _distances(n: int, edges: Sequence[tuple[int, int]]) -> Floats:
    """How many edges each node is from each, shape (n, n), in a connected graph."""
    import numpy as np

    joined = np.zeros((n, n), bool)
    for a, b in edges:
        joined[a, b] = joined[b, a] = True
    found, seen, level = np.zeros((n, n)), np.eye(n, dtype=bool), 0
    front = seen
    while front.any():
        level += 1
        front = np.stack([joined[row].any(axis=0) if row.any() else row for row in front]) & ~seen
        found[front] = level
        seen = seen | front
    return found
