"""Structural holes as Burt defines them: whom a node's contacts leave it free to bring together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.network.convert import Simple, Weighted, as_simple

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["constraint", "effective_size"]


def constraint(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Burt's constraint: how much a node's contacts are tied to each other. A high value leaves no hole to bridge.

    Formula: Σ (p(i,j) + Σ p(i,q) p(q,j))² over the neighbours j of i and, within, all q other than both, with
    p(i,j) = m(i,j) / Σ m(i,k) the share of i's ties that go to j, and m(i,j) = w(i,j) + w(j,i). Self-loops are left
    aside. Undefined for a node without neighbours, which therefore has no score. 1 is no upper bound:
    two nodes and an edge give 1 each, and values above 1 occur.
    Directed: edges in and out are added up.
    Weighted: w is the weight, a strength.
    Complexity: O(Σ d²), with d the degrees.

    References:
        R. S. Burt, Structural holes. Harvard University Press (1992), chapter 2.
        R. S. Burt, Structural holes and good ideas. American J. Sociology 110 (2004) 349–399.

    Example: the centre of a star of three has a third of its ties with each: 3 · (1/3)². A leaf has one contact only.

    >>> import networkx as nx
    >>> {node: round(score, 4) for node, score in constraint(nx.star_graph(3)).items()}
    {0: 0.3333, 1: 1.0, 2: 1.0, 3: 1.0}
    """
    simple = as_simple(graph, weighted=weighted, loops=False)
    ties = _mutual(simple)
    totals = [sum(each.values()) for each in ties]
    return {node: _constraint(ties, totals, i) for i, node in enumerate(simple.nodes) if ties[i]}


def effective_size(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Burt's effective size: how many of a node's contacts are not redundant.

    Formula: Σ (1 − Σ p(i,q) m(j,q) / max m(j,k)) over the neighbours j of i and, within, all q other than both; for p
    and m see :func:`constraint`. Unweighted and undirected it is d − 2t/d, with d neighbours and t edges among them.
    Self-loops are left aside. Undefined for a node without neighbours, which therefore has no score.
    Directed: edges in and out are added up.
    Weighted: w is the weight, a strength.
    Complexity: O(Σ d²), with d the degrees.

    References:
        R. S. Burt, Structural holes. Harvard University Press (1992), chapter 2.
        S. P. Borgatti, Structural holes: unpacking Burt's redundancy measures. Connections 20 (1997) 35–38.

    Example: the centre of a star has as many effective contacts as leaves; in a triangle the two are one: 2 − 2 · 1/2.

    >>> import networkx as nx
    >>> effective_size(nx.star_graph(3))
    {0: 3.0, 1: 1.0, 2: 1.0, 3: 1.0}
    >>> effective_size(nx.complete_graph(3))
    {0: 1.0, 1: 1.0, 2: 1.0}
    """
    simple = as_simple(graph, weighted=weighted, loops=False)
    ties = _mutual(simple)
    greatest = [max(each.values(), default=0.0) for each in ties]
    return {node: _effective(ties, greatest, i) for i, node in enumerate(simple.nodes) if ties[i]}


def _mutual(simple: Simple) -> list[dict[int, float]]:
    """For each node its neighbours, with the sum of the weights both ways."""
    ties: list[dict[int, float]] = [{} for _ in simple.nodes]
    for (a, b), weight in zip(simple.edges, simple.strengths or [1.0] * len(simple.edges), strict=True):
        ties[a][b] = ties[a].get(b, 0.0) + weight
        ties[b][a] = ties[b].get(a, 0.0) + weight
    return ties


def _constraint(ties: list[dict[int, float]], totals: list[float], i: int) -> float:
    own, total = ties[i], totals[i]
    tied = 0.0
    for j, weight in own.items():
        # By way of q: the share of i's ties that q has, times the share of q's ties that j has.
        indirect = sum(own[q] * back / totals[q] for q, back in ties[j].items() if q in own)
        tied += ((weight + indirect) / total) ** 2
    return tied


def _effective(ties: list[dict[int, float]], greatest: list[float], i: int) -> float:
    own, total = ties[i], sum(ties[i].values())
    redundant = 0.0
    for j in own:
        shared = sum(own[q] * weight for q, weight in ties[j].items() if q in own)
        redundant += shared / (total * greatest[j])
    return len(own) - redundant
