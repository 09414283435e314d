"""The greatest eigenvalue of a connected part of a graph, and its eigenvector, which is positive (Perron, Frobenius).

Every eigenvector is put to the proof before it is used.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.network.arcs import Arcs

if TYPE_CHECKING:
    from kg.network.arcs import Floats
    from kg.network.convert import Simple

__all__ = ["Part", "connected_parts", "leading", "no_convergence", "strong_parts", "unit"]

_TIE = 1e-9  # eigenvalues this near to each other, relative to their size, are equal
_SHIFT = 0.2  # of the eigenvalue is added to the diagonal, so that no other one is as large
_STILL = 1e-15  # of a vector of length 1
_QUICK, _LONG = 1_000, 20_000  # steps
_SOLVED = 2_000  # nodes: up to here equations are solved where steps converge slowly
_PROOF = 1e-10


@dataclass(frozen=True)
class Part:
    """A connected part of a graph: its nodes, its greatest eigenvalue and the unit eigenvector, which is positive."""

    nodes: list[int]
    value: float
    vector: list[float]


def connected_parts(simple: Simple) -> list[Part]:
    """The connected components of a graph that is undirected, or has no edges."""
    import networkx as nx

    plain = simple.plain().to_undirected(as_view=True)
    return _parts(simple, [sorted(each) for each in nx.connected_components(plain)])


def strong_parts(simple: Simple) -> list[Part]:
    """The strongly connected components of a directed graph."""
    import networkx as nx

    return _parts(simple, [sorted(each) for each in nx.strongly_connected_components(simple.plain())])


def leading(parts: list[Part]) -> list[Part]:
    """Those with the greatest eigenvalue of all."""
    top = max((part.value for part in parts), default=0.0)
    return [part for part in parts if part.value >= top * (1 - _TIE)]


def unit(vector: Sequence[float]) -> list[float]:
    """The vector, divided so that its squares sum to 1."""
    length = math.sqrt(math.fsum(x * x for x in vector))
    return [x / length for x in vector]


def no_convergence(what: str) -> UsageError:
    """What to raise where an iteration does not end."""
    return UsageError(f"{what} of this network does not converge", hint="use another measure, such as pagerank")


def _parts(simple: Simple, groups: list[list[int]]) -> list[Part]:
    """The leading eigenvector of each group of nodes, from the edges within it."""
    import numpy as np

    groups.sort()
    place = {node: (i, j) for i, nodes in enumerate(groups) for j, node in enumerate(nodes)}
    edges: list[list[tuple[int, int, float]]] = [[] for _ in groups]
    for (a, b), weight in zip(simple.edges, simple.strengths or [1.0] * len(simple.edges), strict=True):
        (group, start), (other, end) = place[a], place[b]
        if group == other:
            edges[group].append((start, end, weight))
            if not simple.directed and a != b:
                edges[group].append((end, start, weight))
    found = []
    for nodes, each in zip(groups, edges, strict=True):
        if len(nodes) == 1:
            found.append(Part(nodes, sum(weight for *_, weight in each), [1.0]))
            continue
        starts, ends, weights = (np.array(column) for column in zip(*each, strict=True))
        found.append(_part(nodes, Arcs(len(nodes), starts, ends, weights)))
    return found


def _part(nodes: list[int], given: Arcs) -> Part:
    import numpy as np

    # In proportion to the greatest weight, so that no product is too large or too small.
    scale = float(given.values.max())
    given = Arcs(given.n, given.start, given.end, given.values / scale)
    vector, still = _powers(given, np.full(given.n, given.n**-0.5), _QUICK)
    if not still:
        vector = _solved(given, vector) if given.n <= _SOLVED else _powers(given, vector, _LONG)[0]
    inflow = given.times(vector)
    value = float((inflow * vector).sum())
    if not np.isfinite(vector).all() or np.abs(inflow - value * vector).max() > _PROOF * value:
        raise no_convergence("the eigenvector")
    return Part(nodes, value * scale, unit(vector.tolist()))


def _powers(given: Arcs, vector: Floats, steps: int) -> tuple[Floats, bool]:
    """The power iteration from a vector, and whether it came to rest."""
    import numpy as np

    for _ in range(steps):
        inflow = given.times(vector)
        found = inflow + _SHIFT * inflow.sum() / vector.sum() * vector
        found /= np.sqrt((found * found).sum())
        still = np.abs(found - vector).max() <= _STILL
        vector = found
        if still:
            return vector, True
    return vector, False


def _solved(given: Arcs, vector: Floats) -> Floats:
    """The eigenvector by T. Noda's iteration, which solves (μ − A) y = x with μ just above the eigenvalue.

    Note on the computation of the maximal eigenvalue of a non-negative irreducible matrix. Numerische Mathematik 17
    (1971) 382–386. The number of right digits doubles with every step.
    """
    import numpy as np

    matrix = np.zeros((given.n, given.n))
    np.add.at(matrix, (given.end, given.start), given.values)
    for _ in range(100):
        ratios = given.times(vector) / vector
        if not (ratios.max() - ratios.min() > 4 * _STILL * ratios.max()):
            break
        try:
            found = np.linalg.solve(ratios.max() * np.eye(given.n) - matrix, vector)
        except np.linalg.LinAlgError:  # μ is the eigenvalue to the last bit
            break
        found = np.abs(found)
        if not (np.isfinite(found).all() and found.min() > 0):
            break
        vector = found / np.sqrt((found * found).sum())
    return vector
