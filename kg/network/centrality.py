"""The centrality measures by edges, paths and walks.

Each takes a networkx graph and returns the score of every node. Unless ``weighted`` is given, weights are left
aside; True takes the edge attribute ``weight``, a name such as ``newman`` another attribute. A weight is a
strength: more is closer; where a distance is needed it is 1/weight. Of parallel edges one is made, of the sum of
their weights. Results equal those of networkx to nine decimals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.network.arcs import Arcs, arcs
from kg.network.convert import Simple, Weighted, as_simple
from kg.network.shortest import Nearness, nearness, passing

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["betweenness", "closeness", "degree", "harmonic", "out_closeness", "out_harmonic", "pagerank"]

_DAMPING = 0.85
_STILL = 1e-15  # scores that change by no more than this together have converged
_STEPS = 1000  # 0.85 to the power of 250 is below 1e-17


def degree(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Degree centrality: the share of the other nodes that a node is connected to.

    Formula: d(v) / (n − 1), with d the number of edges at v and n the number of nodes; 1 for a single node.
    A self-loop counts twice, as it has two ends at v.
    Directed: edges in and out are added up, so that the score may reach 2.
    Weighted: the sum of the weights at v (the strength of Barrat et al. 2004) over n − 1.
    Complexity: O(n + m).

    References:
        L. C. Freeman, Centrality in social networks: conceptual clarification. Social Networks 1 (1978/79) 215–239.
        A. Barrat et al., The architecture of complex weighted networks. PNAS 101 (2004) 3747–3752.

    Example: a star of four. The centre is joined to all three others, a leaf to one of three.

    >>> import networkx as nx
    >>> {node: round(score, 4) for node, score in degree(nx.star_graph(3)).items()}
    {0: 1.0, 1: 0.3333, 2: 0.3333, 3: 0.3333}
    """
    simple = as_simple(graph, weighted=weighted)
    others = len(simple.nodes) - 1
    if others < 1:
        return simple.by_node([1.0] * len(simple.nodes))
    sums = [0.0] * len(simple.nodes)
    for (a, b), strength in zip(simple.edges, simple.strengths or [1.0] * len(simple.edges), strict=True):
        sums[a] += strength
        sums[b] += strength
    return simple.by_node([each / others for each in sums])


def betweenness(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Betweenness centrality: the share of shortest paths between other nodes that lead through a node.

    Formula: the sum over all pairs s, t of other nodes of σ(s,t|v) / σ(s,t), with σ(s,t) the number of shortest
    paths from s to t and σ(s,t|v) of those through v, over the number of pairs: (n − 1)(n − 2) / 2; 0 where n < 3.
    Pairs without a path between them add nothing.
    Directed: paths follow the edges, and there are (n − 1)(n − 2) pairs.
    Weighted: an edge is 1/weight long.
    Complexity: O(n m), weighted O(n m + n² log n) (Brandes).

    References:
        L. C. Freeman, A set of measures of centrality based on betweenness. Sociometry 40 (1977) 35–41.
        U. Brandes, A faster algorithm for betweenness centrality. J. Mathematical Sociology 25 (2001) 163–177.

    Example: a path of three. The only pair of others that has the middle between them is that of the ends.

    >>> import networkx as nx
    >>> betweenness(nx.path_graph(3))
    {0: 0.0, 1: 1.0, 2: 0.0}
    """
    simple = as_simple(graph, weighted=weighted)
    n = len(simple.nodes)
    if n < 3:
        return simple.by_node([0.0] * n)
    lengths, _ = simple.lengths()
    pairs = (n - 1) * (n - 2)  # in an undirected graph each stands there and back, above and below the line
    scores = passing(arcs(simple, lengths, loops=False), unit=lengths is None)
    return simple.by_node([score / pairs for score in scores.tolist()])


def closeness(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Closeness centrality: how near a node is to those that can reach it, and how many these are.

    Formula: (r − 1) / Σ d(u,v) · (r − 1) / (n − 1), over the r nodes u that can reach v, itself included; 0 where
    r is 1. The second factor (Wasserman and Faust) keeps small components from scoring high.
    Directed: distances lead to v.
    Weighted: an edge is 1/weight long.
    Complexity: O(n m), weighted O(n m + n² log n).

    References:
        L. C. Freeman, Centrality in social networks: conceptual clarification. Social Networks 1 (1978/79) 215–239.
        S. Wasserman, K. Faust, Social network analysis. Cambridge University Press (1994), p. 201.

    Example: a path of three. The middle is 1 and 1 away from the others, an end 1 and 2.

    >>> import networkx as nx
    >>> {node: round(score, 4) for node, score in closeness(nx.path_graph(3)).items()}
    {0: 0.6667, 1: 1.0, 2: 0.6667}
    """
    return _closeness(graph, weighted, "in")


def out_closeness(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Closeness centrality outwards: how near the nodes are that a node can reach.

    Formula: as :func:`closeness`, over the nodes that v can reach.
    Directed: distances lead from v. In an undirected graph it is closeness.
    Weighted: an edge is 1/weight long.
    Complexity: O(n m), weighted O(n m + n² log n).

    References:
        L. C. Freeman, Centrality in social networks: conceptual clarification. Social Networks 1 (1978/79) 215–239.

    Example: a path from 0 over 1 to 2. Node 1 reaches one of two others, at distance 1.

    >>> import networkx as nx
    >>> {node: round(score, 4) for node, score in out_closeness(nx.path_graph(3, create_using=nx.DiGraph)).items()}
    {0: 0.6667, 1: 0.5, 2: 0.0}
    """
    return _closeness(graph, weighted, "out")


def harmonic(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Harmonic centrality: the sum of the nearnesses of all other nodes; what cannot reach a node adds nothing.

    Formula: Σ 1 / d(u,v) over all other nodes u. It is not divided by n − 1. 0 for a single node.
    Directed: distances lead to v.
    Weighted: an edge is 1/weight long.
    Complexity: O(n m), weighted O(n m + n² log n).

    References:
        M. Marchiori, V. Latora, Harmony in the small-world. Physica A 285 (2000) 539–546.
        P. Boldi, S. Vigna, Axioms for centrality. Internet Mathematics 10 (2014) 222–262.

    Example: a path of three, and a node apart. An end is 1 and 2 from the others: 1 + 1/2.

    >>> import networkx as nx
    >>> graph = nx.path_graph(3)
    >>> graph.add_node("apart")
    >>> harmonic(graph)
    {0: 1.5, 1: 2.0, 2: 1.5, 'apart': 0.0}
    """
    return _harmonic(graph, weighted, "in")


def out_harmonic(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Harmonic centrality outwards: the sum of the nearnesses of the nodes that a node can reach.

    Formula: Σ 1 / d(v,u) over all other nodes u.
    Directed: distances lead from v. In an undirected graph it is harmonic centrality.
    Weighted: an edge is 1/weight long.
    Complexity: O(n m), weighted O(n m + n² log n).

    References:
        P. Boldi, S. Vigna, Axioms for centrality. Internet Mathematics 10 (2014) 222–262.

    Example: a path from 0 over 1 to 2.

    >>> import networkx as nx
    >>> out_harmonic(nx.path_graph(3, create_using=nx.DiGraph))
    {0: 1.5, 1: 1.0, 2: 0.0}
    """
    return _harmonic(graph, weighted, "out")


def pagerank(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """PageRank: the share of time that a walk spends at a node, if it now and then jumps anywhere.

    Formula: p(v) = (1 − α) / n + α Σ p(u) w(u,v) / W(u), over the edges from u to v, with W(u) the sum of the
    weights of all edges from u, and α = 0.85. From a node without edges the walk jumps anywhere. Scores sum to 1.
    Directed: the walk follows the edges; in an undirected graph it goes both ways.
    Weighted: an edge is taken in proportion to its weight; unweighted, all edges of a node alike.
    Complexity: O(m) a step of the iteration.

    References:
        S. Brin, L. Page, The anatomy of a large-scale hypertextual Web search engine. Computer Networks and ISDN
        Systems 30 (1998) 107–117.

    Example: two nodes and an edge. By symmetry each has half.

    >>> import networkx as nx
    >>> {node: round(score, 4) for node, score in pagerank(nx.path_graph(2)).items()}
    {0: 0.5, 1: 0.5}
    """
    simple = as_simple(graph, weighted=weighted)
    if not simple.nodes:
        return {}
    import numpy as np

    n, every = len(simple.nodes), arcs(simple)
    leaving = np.bincount(every.start, every.values, n)
    stuck = leaving == 0
    every = Arcs(n, every.start, every.end, every.values / leaving[every.start])
    scores = np.full(n, 1 / n)
    for _ in range(_STEPS):
        # All that does not follow an edge jumps: the scores of those that are stuck, and a share of the others.
        found = (1 - _DAMPING) / n + _DAMPING * (every.times(scores) + scores[stuck].sum() / n)
        still = np.abs(found - scores).sum() <= _STILL
        scores = found
        if still:
            break
    return simple.by_node((scores / scores.sum()).tolist())


def _closeness(graph: nx.Graph, weighted: Weighted, mode: str) -> dict[Any, float]:
    simple = as_simple(graph, weighted=weighted)
    found, scale = _nearness(simple, mode)
    others = max(1, len(simple.nodes) - 1)
    sums = zip(found.reaching.tolist(), found.far.tolist(), strict=True)
    return simple.by_node([r / (far / scale) * r / others if r else 0.0 for r, far in sums])


def _harmonic(graph: nx.Graph, weighted: Weighted, mode: str) -> dict[Any, float]:
    simple = as_simple(graph, weighted=weighted)
    found, scale = _nearness(simple, mode)
    return simple.by_node([each * scale for each in found.near.tolist()])


def _nearness(simple: Simple, mode: str) -> tuple[Nearness, float]:
    lengths, scale = simple.lengths()
    every = arcs(simple, lengths, loops=False)
    return nearness(every if mode == "in" else every.reversed(), unit=lengths is None), scale
