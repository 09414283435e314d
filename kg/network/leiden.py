"""Communities: parts of a network that are knit more closely than chance would have it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.network.chance import seeded
from kg.network.convert import Weighted, as_simple

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RUNS", "Communities", "communities"]

RUNS = 10
"""How often the algorithm runs; the best run counts."""


@dataclass(frozen=True, slots=True)
class Communities:
    """A partition of the nodes.

    Args:
        members: the communities, largest first, equal ones by their first member; members in the order of their keys.
        modularity: how much more edges lie within them than chance would have it; None for a network without edges.
        seed: the seed of the random choices.
    """

    members: tuple[tuple[Hashable, ...], ...]
    modularity: float | None
    seed: int

    def as_membership(self) -> dict[Any, int]:
        """The number of its community for each node, from 0."""
        return {node: number for number, nodes in enumerate(self.members) for node in nodes}


def communities(graph: nx.Graph, *, weighted: Weighted = False, seed: int = 0, resolution: float = 1.0) -> Communities:
    """Communities by the Leiden algorithm, that seeks the greatest modularity until it finds no better.

    Formula: Q = Σ (w(u,v) − γ s(u) s(v) / 2W) / 2W over the pairs u, v in one community, with s the strengths, W the
    sum of the weights and γ the resolution. A node without edges is a community of its own.
    Directed: directions are left aside; an edge there and one back add up.
    Weighted: w is the weight, a strength.
    Complexity: O(m) a step, and few steps; no bound is known.
    Of ten runs the one of greatest modularity counts. The same graph and seed give the same communities, whatever the
    order in which nodes and edges were added. Another seed may give another partition of about the same modularity.

    References:
        V. A. Traag, L. Waltman, N. J. van Eck, From Louvain to Leiden: guaranteeing well-connected communities.
        Scientific Reports 9 (2019) 5233.
        M. E. J. Newman, M. Girvan, Finding and evaluating community structure in networks. Phys. Rev. E 69 (2004)
        026113.

    Example: two triangles that an edge joins. Q = 6/7 − 2 · (7/14)².

    >>> import networkx as nx
    >>> found = communities(nx.Graph(["ab", "bc", "ca", "cd", "de", "ef", "fd"]))
    >>> found.members
    (('a', 'b', 'c'), ('d', 'e', 'f'))
    >>> round(found.modularity, 4)
    0.3571
    """
    import igraph

    simple = as_simple(graph, weighted=weighted, directed=False)
    order = sorted(range(len(simple.nodes)), key=lambda i: str(simple.nodes[i]))
    place = {node: i for i, node in enumerate(order)}
    weights = simple.strengths or [1.0] * len(simple.edges)
    edges = sorted((*sorted((place[a], place[b])), w) for (a, b), w in zip(simple.edges, weights, strict=True))
    whole = igraph.Graph(n=len(order), edges=[(a, b) for a, b, _ in edges])
    if not edges:
        return Communities(tuple((simple.nodes[i],) for i in order), None, seed)
    strengths = [weight for *_, weight in edges]
    with seeded(seed):
        runs = [
            whole.community_leiden("modularity", weights=strengths, resolution=resolution, n_iterations=-1)
            for _ in range(RUNS)
        ]
    scored = [(whole.modularity(run.membership, weights=strengths, resolution=resolution), run) for run in runs]
    modularity, best = max(scored, key=lambda each: each[0])  # of equal ones the first
    groups = sorted((sorted(group) for group in best), key=lambda group: (-len(group), group))
    return Communities(tuple(tuple(simple.nodes[order[i]] for i in group) for group in groups), modularity, seed)
