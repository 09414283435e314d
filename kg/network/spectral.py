"""The measures by eigenvectors and by attenuated walks: eigenvector, Katz, hubs and authorities.

igraph finds the leading eigenvector of each connected part, where it is unique and positive; the parts are put
together here, so that graphs of several components have one well-defined answer. Every eigenvector is put to the
proof before it is used.
"""

from __future__ import annotations

import math
import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.network.convert import Simple, Weighted, as_simple

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["authorities", "eigenvector", "hubs", "katz", "katz_alpha"]

_KATZ = 0.85
_TIE = 1e-9  # eigenvalues this near to each other, relative to their size, are equal
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
        return simple.by_node(_unit(_from_alike(_components(simple), len(simple.nodes))))
    return simple.by_node(_unit(_downstream(simple)))


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
    simple = as_simple(graph, weighted=weighted)
    alpha = _alpha(simple)
    sources = _sources(simple)
    scores = [1.0] * len(simple.nodes)
    for _ in range(_STEPS):
        found = [1.0 + alpha * sum(weight * scores[u] for u, weight in each) for each in sources]
        still = all(abs(new - old) <= _STILL * new for new, old in zip(found, scores, strict=True))
        scores = found
        if still:
            return simple.by_node(_unit(scores))
    raise _no_convergence("Katz centrality")


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


@dataclass(frozen=True)
class _Part:
    """A connected part of a graph: its nodes, its greatest eigenvalue and the unit eigenvector, which is positive."""

    nodes: list[int]
    value: float
    vector: list[float]


def _components(simple: Simple) -> list[_Part]:
    """The parts of an undirected graph that have the greatest eigenvalue of all."""
    groups = list(simple.igraph().connected_components())
    return _leading([_part(simple, nodes) for nodes in _split(simple, groups)])


def _split(simple: Simple, groups: Sequence[list[int]]) -> list[tuple[list[int], list[tuple[int, int, float]]]]:
    """Each group of nodes with the edges within it, that number the nodes within the group."""
    place = {node: (i, j) for i, nodes in enumerate(groups) for j, node in enumerate(nodes)}
    edges: list[list[tuple[int, int, float]]] = [[] for _ in groups]
    for (a, b), weight in zip(simple.edges, simple.strengths or [1.0] * len(simple.edges), strict=True):
        (group, start), (other, end) = place[a], place[b]
        if group == other:
            edges[group].append((start, end, weight))
    return list(zip(groups, edges, strict=True))


def _part(simple: Simple, piece: tuple[list[int], list[tuple[int, int, float]]]) -> _Part:
    """The leading eigenvector of a connected, or strongly connected, group of nodes."""
    import igraph

    nodes, edges = piece
    if len(nodes) == 1:
        return _Part(nodes, sum(weight for *_, weight in edges), [1.0])
    whole = igraph.Graph(n=len(nodes), edges=[(a, b) for a, b, _ in edges], directed=simple.directed)
    # In an undirected graph igraph counts a loop twice, once an end; here it is one entry of the matrix.
    weights = [weight / 2 if a == b and not simple.directed else weight for a, b, weight in edges]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # what did not converge is found out below
        try:
            vector, value = whole.eigenvector_centrality(weights=weights, return_eigenvalue=True)
        except igraph.InternalError as error:
            raise _no_convergence("the eigenvector") from error
    inflow = [0.0] * len(nodes)
    for a, b, weight in edges:
        inflow[b] += weight * vector[a]
        if not simple.directed and a != b:
            inflow[a] += weight * vector[b]
    if any(abs(each - value * x) > 1e-10 * max(1.0, value) for each, x in zip(inflow, vector, strict=True)):
        raise _no_convergence("the eigenvector")
    return _Part(nodes, value, _unit([abs(x) for x in vector]))


def _leading(parts: list[_Part]) -> list[_Part]:
    top = max((part.value for part in parts), default=0.0)
    return [part for part in parts if part.value >= top * (1 - _TIE)]


def _from_alike(parts: list[_Part], n: int) -> list[float]:
    """Where the power iteration from 1 everywhere ends: that start, projected onto the eigenvectors of the parts."""
    scores = [0.0] * n
    for part in parts:
        share = math.fsum(part.vector)
        for node, x in zip(part.nodes, part.vector, strict=True):
            scores[node] = share * x
    return scores


def _downstream(simple: Simple) -> list[float]:
    """The left eigenvector of a directed graph: that of its one leading strong part, and what flows on from there."""
    groups = list(simple.igraph().connected_components(mode="strong"))
    leading = _leading([_part(simple, piece) for piece in _split(simple, groups)])
    if leading[0].value == 0:
        raise UsageError(
            "no edge of this network is on a cycle, so eigenvector centrality is not defined",
            hint="use katz or pagerank",
        )
    if len(leading) > 1:
        raise UsageError(
            f"{len(leading)} parts of this network share the greatest eigenvalue, so the eigenvector is not unique",
            hint="use katz or pagerank",
        )
    value = leading[0].value
    scores = [0.0] * len(simple.nodes)
    for node, x in zip(leading[0].nodes, leading[0].vector, strict=True):
        scores[node] = x
    fixed, sources = set(leading[0].nodes), _sources(simple)
    free = [node for node in range(len(scores)) if node not in fixed]
    for _ in range(_STEPS):
        still = True
        for node in free:
            found = sum(weight * scores[u] for u, weight in sources[node]) / value
            still = still and abs(found - scores[node]) <= _STILL * found
            scores[node] = found
        if still:
            return scores
    raise _no_convergence("the eigenvector")


def _alpha(simple: Simple) -> float:
    mode = "strong" if simple.directed else "weak"
    groups = list(simple.igraph().connected_components(mode=mode))
    radius = max((_part(simple, piece).value for piece in _split(simple, groups)), default=0.0)
    return _KATZ / radius if radius > 0 else _KATZ


def _sources(simple: Simple) -> list[list[tuple[int, float]]]:
    """For each node those whose edges lead to it, with the weights; an undirected edge leads both ways."""
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (a, b), weight in zip(simple.edges, simple.strengths or [1.0] * len(simple.edges), strict=True):
        found[b].append((a, weight))
        if not simple.directed and a != b:
            found[a].append((b, weight))
    return [found[node] for node in range(len(simple.nodes))]


def _hits(graph: nx.Graph, weighted: Weighted, *, authority: bool) -> dict[Any, float]:
    """Hubs and authorities are the eigenvector of the graph in which each node stands twice: as hub, as authority."""
    simple = as_simple(graph, weighted=weighted)
    n = len(simple.nodes)
    links = {(a, n + b): weight for b, each in enumerate(_sources(simple)) for a, weight in each}
    if not links:
        return simple.by_node([1.0 / n] * n if n else [])
    double = Simple([*range(2 * n)], list(links), list(links.values()), directed=False)
    wanted = range(n, 2 * n) if authority else range(n)
    scores = [0.0] * n
    for part in _components(double):
        side = [(node - wanted.start, x) for node, x in zip(part.nodes, part.vector, strict=True) if node in wanted]
        share = math.fsum(x for _, x in side)
        for node, x in side:
            scores[node] = share * x
    total = math.fsum(scores)
    return simple.by_node([score / total for score in scores])


def _unit(vector: list[float]) -> list[float]:
    length = math.sqrt(math.fsum(x * x for x in vector))
    return [x / length for x in vector]


def _no_convergence(what: str) -> UsageError:
    return UsageError(f"{what} of this network does not converge", hint="use another measure, such as pagerank")
