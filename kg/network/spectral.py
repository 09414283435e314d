"""The measures by eigenvectors and by attenuated walks: eigenvector, Katz, hubs and authorities.

Each connected part has one leading eigenvector, which is positive; the parts are put together here, so that graphs of
several components have one well-defined answer.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.network.arcs import arcs
from kg.network.convert import Simple, Weighted, as_simple
from kg.network.perron import Part, connected_parts, leading, no_convergence, strong_parts, unit

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["authorities", "eigenvector", "hubs", "katz", "katz_alpha"]

_KATZ = 0.85
_STILL = 1e-15  # a sum that changes by no more than this share has converged
_STEPS = 100_000


def eigenvector(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Eigenvector centrality: a node is as central as its neighbours are.

    Formula: λ x(v) = Σ w(u,v) x(u) over the edges from u to v, with λ the greatest eigenvalue, x ≥ 0 and Σ x² = 1.
    In an undirected graph of several components only those with the greatest λ score, the others are 0; where
    several components share it, x is the limit of the power iteration that starts alike everywhere. Without any
    edge all nodes are alike.
    Directed: edges lead to v. Where no edge lies on a cycle, or several strongly connected parts share λ, there is
    no one eigenvector: an error says so.
    Weighted: w is the weight, a strength.
    Complexity: O(m) a step of the iteration.

    References:
        P. Bonacich, Factoring and weighting approaches to status scores and clique identification. J. Mathematical
        Sociology 2 (1972) 113–120.

    Raises:
        UsageError: there is no one eigenvector, or the iteration does not converge.

    Example: a star of three leaves. λ = √3, and the centre counts √3 times as much as a leaf.

    >>> import networkx as nx
    >>> {node: round(score, 4) for node, score in eigenvector(nx.star_graph(3)).items()}
    {0: 0.7071, 1: 0.4082, 2: 0.4082, 3: 0.4082}
    """
    simple = as_simple(graph, weighted=weighted)
    if not simple.edges or not simple.directed:
        return simple.by_node(unit(_from_alike(leading(connected_parts(simple)), len(simple.nodes))))
    return simple.by_node(unit(_downstream(simple)))


def katz(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Katz centrality: how many walks end at a node, long ones counting less.

    Formula: x(v) = α Σ w(u,v) x(u) + 1 over the edges from u to v, then divided so that Σ x² = 1. α = 0.85 / λ, with
    λ the greatest eigenvalue, so that it converges in every graph; 0.85 where λ is 0. :func:`katz_alpha` tells it.
    Directed: walks follow the edges, to v.
    Weighted: w is the weight, a strength.
    Complexity: O(m) a step; 0.85 to the power of 210 is below 1e-14, so there are some 210 steps.

    References:
        L. Katz, A new status index derived from sociometric analysis. Psychometrika 18 (1953) 39–43.

    Raises:
        UsageError: the greatest eigenvalue is not found.

    Example: two nodes and an edge. By symmetry they are alike.

    >>> import networkx as nx
    >>> {node: round(score, 4) for node, score in katz(nx.path_graph(2)).items()}
    {0: 0.7071, 1: 0.7071}
    """
    import numpy as np

    simple = as_simple(graph, weighted=weighted)
    alpha = _alpha(simple)
    every = arcs(simple)
    scores = np.ones(every.n)
    for _ in range(_STEPS):
        found = 1.0 + alpha * every.times(scores)
        still = bool((np.abs(found - scores) <= _STILL * found).all())
        scores = found
        if still:
            return simple.by_node(unit(scores.tolist()))
    raise no_convergence("Katz centrality")


def katz_alpha(graph: nx.Graph, *, weighted: Weighted = False) -> float:
    """The α that :func:`katz` uses on a graph: 0.85 / λ.

    >>> import networkx as nx
    >>> round(katz_alpha(nx.complete_graph(3)), 6)  # λ = 2
    0.425
    """
    return _alpha(as_simple(graph, weighted=weighted))


def hubs(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Hubs of HITS: a node counts as a hub by the authorities that it leads to.

    Formula: h(v) = c Σ w(v,u) a(u) and a(v) = c Σ w(u,v) h(u), with the least c, that is, the greatest singular
    value; Σ h = 1. Where several parts of the graph share it, h is the limit that starts alike everywhere; parts
    with a lesser one are 0. Without any edge all nodes are alike.
    Directed: edges lead from hubs to authorities. In an undirected graph hubs and authorities are the same.
    Weighted: w is the weight, a strength.
    Complexity: O(m) a step of the iteration.

    References:
        J. Kleinberg, Authoritative sources in a hyperlinked environment. J. ACM 46 (1999) 604–632.

    Raises:
        UsageError: the iteration does not converge.

    Example: a and b both lead to c.

    >>> import networkx as nx
    >>> {node: round(score, 4) for node, score in hubs(nx.DiGraph([("a", "c"), ("b", "c")])).items()}
    {'a': 0.5, 'c': 0.0, 'b': 0.5}
    """
    return _hits(graph, weighted, authority=False)


def authorities(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Authorities of HITS: a node counts as an authority by the hubs that lead to it.

    Formula: see :func:`hubs`; Σ a = 1.
    Directed: edges lead from hubs to authorities. In an undirected graph hubs and authorities are the same.
    Weighted: w is the weight, a strength.
    Complexity: O(m) a step of the iteration.

    References:
        J. Kleinberg, Authoritative sources in a hyperlinked environment. J. ACM 46 (1999) 604–632.

    Raises:
        UsageError: the iteration does not converge.

    Example: a and b both lead to c.

    >>> import networkx as nx
    >>> {node: round(score, 4) for node, score in authorities(nx.DiGraph([("a", "c"), ("b", "c")])).items()}
    {'a': 0.0, 'c': 1.0, 'b': 0.0}
    """
    return _hits(graph, weighted, authority=True)


def _from_alike(parts: list[Part], n: int) -> list[float]:
    """Where the power iteration from 1 everywhere ends: that start, projected onto the eigenvectors of the parts."""
    scores = [0.0] * n
    for part in parts:
        share = math.fsum(part.vector)
        for node, x in zip(part.nodes, part.vector, strict=True):
            scores[node] = share * x
    return scores


def _downstream(simple: Simple) -> list[float]:
    """The left eigenvector of a directed graph: that of its one leading strong part, and what flows on from there."""
    import numpy as np

    first = leading(strong_parts(simple))
    value = first[0].value
    if value == 0:
        raise UsageError(
            "no edge of this network is on a cycle, so eigenvector centrality is not defined",
            hint="use katz or pagerank",
        )
    if len(first) > 1:
        raise UsageError(
            f"{len(first)} parts of this network share the greatest eigenvalue, so the eigenvector is not unique",
            hint="use katz or pagerank",
        )
    every = arcs(simple)
    fixed = np.array(first[0].nodes)
    scores = np.zeros(every.n)
    scores[fixed] = first[0].vector
    for _ in range(_STEPS):
        found = every.times(scores) / value
        found[fixed] = first[0].vector
        still = bool((np.abs(found - scores) <= _STILL * found).all())
        scores = found
        if still:
            return scores.tolist()
    raise no_convergence("the eigenvector")


def _alpha(simple: Simple) -> float:
    parts = strong_parts(simple) if simple.directed else connected_parts(simple)
    radius = max((part.value for part in parts), default=0.0)
    return _KATZ / radius if radius > 0 else _KATZ


def _hits(graph: nx.Graph, weighted: Weighted, *, authority: bool) -> dict[Any, float]:
    """Hubs and authorities are the eigenvector of the graph in which each node stands twice: as hub, as authority."""
    simple = as_simple(graph, weighted=weighted)
    n = len(simple.nodes)
    every = arcs(simple)
    if not len(every.start):
        return simple.by_node([1.0 / n] * n if n else [])
    links = list(zip(every.start.tolist(), (every.end + n).tolist(), strict=True))
    double = Simple([*range(2 * n)], links, every.values.tolist(), directed=False)
    wanted = range(n, 2 * n) if authority else range(n)
    scores = [0.0] * n
    for part in leading(connected_parts(double)):
        side = [(node - wanted.start, x) for node, x in zip(part.nodes, part.vector, strict=True) if node in wanted]
        share = math.fsum(x for _, x in side)
        for node, x in side:
            scores[node] = share * x
    total = math.fsum(scores)
    return simple.by_node([score / total for score in scores])
