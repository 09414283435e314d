"""Centrality in two-mode networks, measured against the most that a node of its kind can have.

Who takes part in what has two kinds of nodes, told apart by the node attribute ``bipartite``: 0 for agents, 1 for
events. Edges join nodes of different kinds only. Directions and weights are left aside.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.network.arcs import arcs
from kg.network.convert import Simple, Weighted, as_simple
from kg.network.shortest import nearness, passing

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["bipartite_betweenness", "bipartite_closeness", "bipartite_degree"]


def bipartite_degree(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Degree in a two-mode network: the share of the nodes of the other kind that a node is connected to.

    Formula: d(v) / m, with m the number of nodes of the other kind; 0 where there are none.
    Directed: directions are left aside.
    Weighted: weights are left aside.
    Complexity: O(n + m).

    References:
        S. P. Borgatti, M. G. Everett, Network analysis of 2-mode data. Social Networks 19 (1997) 243–269.

    Raises:
        UsageError: the network is not of two modes.

    Example: an agent at one of two events, and one at both.

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_nodes_from("ab", bipartite=0)
    >>> graph.add_nodes_from("xy", bipartite=1)
    >>> graph.add_edges_from(["ax", "bx", "by"])
    >>> bipartite_degree(graph)
    {'a': 0.5, 'b': 1.0, 'x': 1.0, 'y': 0.5}
    """
    simple, sides = _two_modes(graph, weighted)
    others = [sides.count(1 - side) for side in (0, 1)]
    degrees = Counter(end for edge in simple.edges for end in edge)
    return simple.by_node([degrees[i] / others[side] if degrees[i] else 0.0 for i, side in enumerate(sides)])


def bipartite_closeness(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Closeness in a two-mode network: how near a node is to all it can reach, against the nearest that is possible.

    Formula: (m + 2(n − 1)) / Σ d(v,u) · (r − 1) / (n + m − 1), with n nodes of v's kind and m of the other, over the r
    nodes u that v can reach, itself included; 0 where r is 1. A node of the other kind is 1 away at best, one of
    its own kind 2.
    Directed: directions are left aside.
    Weighted: weights are left aside.
    Complexity: O(n m), with n nodes and m edges.

    References:
        S. P. Borgatti, M. G. Everett, Network analysis of 2-mode data. Social Networks 19 (1997) 243–269.

    Raises:
        UsageError: the network is not of two modes.

    Example: b is at both events, and 2 away from the other agent: as near as can be.

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_nodes_from("ab", bipartite=0)
    >>> graph.add_nodes_from("xy", bipartite=1)
    >>> graph.add_edges_from(["ax", "bx", "by"])
    >>> {node: round(score, 4) for node, score in bipartite_closeness(graph).items()}
    {'a': 0.6667, 'b': 1.0, 'x': 1.0, 'y': 0.6667}
    """
    simple, sides = _two_modes(graph, weighted)
    found, total, scores = nearness(arcs(simple), unit=True), len(simple.nodes), []
    for side, reached, far in zip(sides, found.reaching.tolist(), found.far.tolist(), strict=True):
        best = sides.count(1 - side) + 2 * (sides.count(side) - 1)
        scores.append(best / far * reached / (total - 1) if reached else 0.0)
    return simple.by_node(scores)


def bipartite_betweenness(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Betweenness in a two-mode network, against the most that a node of its kind can have.

    Formula: the sum over all pairs of other nodes of the share of shortest paths that lead through v, over its
    greatest possible value: (m²(s + 1)² + m(s + 1)(2t − s − 1) − t(2s − t + 3)) / 2, with n nodes of v's kind, m of the
    other, s = (n − 1) div m and t = (n − 1) mod m; 0 where that is 0.
    Directed: directions are left aside.
    Weighted: weights are left aside.
    Complexity: O(n m), with n nodes and m edges.

    References:
        S. P. Borgatti, M. G. Everett, Network analysis of 2-mode data. Social Networks 19 (1997) 243–269.
        S. P. Borgatti, D. S. Halgin, Analyzing affiliation networks. Sage handbook of social network analysis (2011).

    Raises:
        UsageError: the network is not of two modes.

    Example: a – x – b – y. On the way between a and b or y stands x, on that between y and a or x stands b.

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_nodes_from("ab", bipartite=0)
    >>> graph.add_nodes_from("xy", bipartite=1)
    >>> graph.add_edges_from(["ax", "bx", "by"])
    >>> bipartite_betweenness(graph)
    {'a': 0.0, 'b': 1.0, 'x': 1.0, 'y': 0.0}
    """
    simple, sides = _two_modes(graph, weighted)
    most = [_most_between(sides.count(side), sides.count(1 - side)) for side in (0, 1)]
    scores = [each / 2 for each in passing(arcs(simple), unit=True).tolist()]  # there and back is one pair
    return simple.by_node(
        [score / most[side] if most[side] else 0.0 for score, side in zip(scores, sides, strict=True)]
    )


def _most_between(n: int, m: int) -> float:
    """The greatest betweenness of a node among n of its kind and m of the other."""
    if n == 0 or m == 0:
        return 0.0
    s, t = divmod(n - 1, m)
    return (m * m * (s + 1) ** 2 + m * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def _two_modes(graph: nx.Graph, weighted: Weighted) -> tuple[Simple, list[int]]:
    simple = as_simple(graph, weighted=weighted, directed=False)
    sides = [graph.nodes[node].get("bipartite") for node in simple.nodes]
    hint = "use a two-mode network, such as agent-event"
    if any(side not in (0, 1) for side in sides):
        raise UsageError("this network is not two-mode: a node lacks the attribute bipartite with 0 or 1", hint=hint)
    for a, b in simple.edges:
        if sides[a] == sides[b]:
            where = f"{simple.nodes[a]} – {simple.nodes[b]}"
            raise UsageError(
                "this network is not two-mode: an edge joins two nodes of one kind", where=where, hint=hint
            )
    return simple, [int(side) for side in sides]
