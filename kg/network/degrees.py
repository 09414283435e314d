"""Degrees in and out, and strengths: what stands at the ends of a node's own edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.network.convert import Simple, Weighted, as_simple

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["in_degree", "in_strength", "out_degree", "out_strength", "strength"]


def in_degree(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """In-degree centrality: the share of the other nodes that an edge leads from, to this node.

    Formula: d⁻(v) / (n − 1), with d⁻ the number of edges to v; 1 for a single node.
    Directed: only edges to v count. In an undirected graph it is the degree centrality.
    Weighted: the sum of their weights over n − 1.
    Complexity: O(n + m).

    References:
        S. Wasserman, K. Faust, Social network analysis. Cambridge University Press (1994), section 5.3.

    Example: a and b both lead to c.

    >>> import networkx as nx
    >>> in_degree(nx.DiGraph([("a", "c"), ("b", "c")]))
    {'a': 0.0, 'c': 1.0, 'b': 0.0}
    """
    return _share(as_simple(graph, weighted=weighted), ends=(1,))


def out_degree(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Out-degree centrality: the share of the other nodes that an edge leads to, from this node.

    Formula: d⁺(v) / (n − 1), with d⁺ the number of edges from v; 1 for a single node.
    Directed: only edges from v count. In an undirected graph it is the degree centrality.
    Weighted: the sum of their weights over n − 1.
    Complexity: O(n + m).

    References:
        S. Wasserman, K. Faust, Social network analysis. Cambridge University Press (1994), section 5.3.

    Example: a and b both lead to c.

    >>> import networkx as nx
    >>> out_degree(nx.DiGraph([("a", "c"), ("b", "c")]))
    {'a': 0.5, 'c': 0.0, 'b': 0.5}
    """
    return _share(as_simple(graph, weighted=weighted), ends=(0,))


def strength(graph: nx.Graph, *, weighted: Weighted = True) -> dict[Any, float]:
    """Strength: the sum of the weights at a node.

    Formula: s(v) = Σ w(e) over the edges e at v. It is not divided by n − 1. A self-loop counts twice.
    Directed: edges in and out are added up.
    Weighted: always, as that is what it measures: False and True both take ``weight``, a name another attribute.
    Complexity: O(n + m).

    References:
        A. Barrat et al., The architecture of complex weighted networks. PNAS 101 (2004) 3747–3752.
        M. E. J. Newman, Scientific collaboration networks II. Phys. Rev. E 64 (2001) 016132, for ``newman``.

    Example: two meetings of a and b, one of b and c.

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_weighted_edges_from([("a", "b", 2), ("b", "c", 1)])
    >>> strength(graph)
    {'a': 2.0, 'b': 3.0, 'c': 1.0}
    """
    simple = as_simple(graph, weighted=weighted or True)
    return simple.by_node(_sums(simple, (0, 1)))


def in_strength(graph: nx.Graph, *, weighted: Weighted = True) -> dict[Any, float]:
    """In-strength: the sum of the weights of the edges to a node.

    Formula: s⁻(v) = Σ w(u,v) over the edges to v.
    Directed: only edges to v count. In an undirected graph it is the strength.
    Weighted: always, see :func:`strength`.
    Complexity: O(n + m).

    References:
        A. Barrat et al., The architecture of complex weighted networks. PNAS 101 (2004) 3747–3752.

    Example: an edge of weight 3.

    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("a", "b", weight=3)
    >>> in_strength(graph)
    {'a': 0.0, 'b': 3.0}
    """
    simple = as_simple(graph, weighted=weighted or True)
    return simple.by_node(_sums(simple, (1,)))


def out_strength(graph: nx.Graph, *, weighted: Weighted = True) -> dict[Any, float]:
    """Out-strength: the sum of the weights of the edges from a node.

    Formula: s⁺(v) = Σ w(v,u) over the edges from v.
    Directed: only edges from v count. In an undirected graph it is the strength.
    Weighted: always, see :func:`strength`.
    Complexity: O(n + m).

    References:
        A. Barrat et al., The architecture of complex weighted networks. PNAS 101 (2004) 3747–3752.

    Example: an edge of weight 3.

    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("a", "b", weight=3)
    >>> out_strength(graph)
    {'a': 3.0, 'b': 0.0}
    """
    simple = as_simple(graph, weighted=weighted or True)
    return simple.by_node(_sums(simple, (0,)))


def _share(simple: Simple, ends: tuple[int, ...]) -> dict[Any, float]:
    others = len(simple.nodes) - 1
    if others < 1:
        return simple.by_node([1.0] * len(simple.nodes))
    return simple.by_node([each / others for each in _sums(simple, ends)])


def _sums(simple: Simple, ends: tuple[int, ...]) -> list[float]:
    """The sum of the weights at each node, over edges that have it at one of these ends: 0 from, 1 to."""
    sums = [0.0] * len(simple.nodes)
    for edge, weight in zip(simple.edges, simple.strengths or [1.0] * len(simple.edges), strict=True):
        for end in ends if simple.directed else (0, 1):
            sums[edge[end]] += weight
    return sums
