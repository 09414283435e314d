"""Communities: parts of a network that are knit more closely than chance would have it."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.network.convert import Simple, Weighted, as_simple
from kg.network.partition import Network, improved, modularity

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RUNS", "Communities", "communities"]

RUNS = 10
"""How often the algorithm begins; the best run counts."""

_ROUNDS = 2  # after these the best run is chosen, and goes on alone


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
    Of ten runs the one counts whose modularity is greatest after two rounds; it goes on until a round changes nothing.
    The same graph and seed give the same communities, whatever the order in which nodes and edges were added. Another
    seed may give another partition of about the same modularity.

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
    simple = as_simple(graph, weighted=weighted, directed=False)
    order = sorted(range(len(simple.nodes)), key=lambda i: str(simple.nodes[i]))
    if not simple.edges:
        return Communities(tuple((simple.nodes[i],) for i in order), None, seed)
    network, total, loops = _network(simple, order, resolution)
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    runs = [list(range(len(order))) for _ in range(RUNS)]
    for _ in range(_ROUNDS):
        runs = [improved(network, run, chance) for run in runs]
    best: list[int] = []
    found = max(runs, key=lambda run: modularity(network, run))  # of equal ones the first
    while found != best:
        best, found = found, improved(network, found, chance)
    groups: dict[int, list[int]] = {}
    for node, community in enumerate(best):
        groups.setdefault(community, []).append(node)
    members = sorted(groups.values(), key=lambda group: (-len(group), group))
    reached = (modularity(network, best) + 2 * loops) / total
    return Communities(tuple(tuple(simple.nodes[order[i]] for i in group) for group in members), reached, seed)


def _network(simple: Simple, order: list[int], resolution: float) -> tuple[Network, float, float]:
    """The network with its nodes in an order; the sum of its strengths; and the weight of its self-loops."""
    place = {node: i for i, node in enumerate(order)}
    weights = simple.strengths or [1.0] * len(simple.edges)
    pairs = [(min(place[a], place[b]), max(place[a], place[b])) for a, b in simple.edges]
    ties: list[list[tuple[int, float]]] = [[] for _ in order]
    strengths, loops = [0.0] * len(order), 0.0
    for (a, b), weight in sorted(zip(pairs, weights, strict=True)):
        strengths[a] += weight
        strengths[b] += weight
        if a == b:
            loops += weight
        else:
            ties[a].append((b, weight))
            ties[b].append((a, weight))
    total = math.fsum(strengths)
    return Network(ties, strengths, resolution / total), total, loops
