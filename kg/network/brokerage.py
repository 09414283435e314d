"""Gould–Fernandez brokerage: who stands between two who are not tied, and in which role by group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.network.convert import Simple, Weighted, as_simple

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["ROLES", "Roles", "brokerage", "brokerage_roles"]

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
"""The five roles, in the order of Gould and Fernandez: w_I, w_O, b_OI, b_IO, b_O."""


@dataclass(frozen=True, slots=True)
class Roles:
    """How often a node is a broker, by role; ``total`` counts each brokered pair once."""

    coordinator: int = 0
    itinerant: int = 0
    gatekeeper: int = 0
    representative: int = 0
    liaison: int = 0
    total: int = 0

    def as_dict(self) -> dict[str, int]:
        """The counts as a JSON-ready dictionary."""
        return asdict(self)


def brokerage_roles(graph: nx.Graph, group: str = "polity") -> dict[Any, Roles]:
    """How often each node stands between two others that no edge joins, by the groups of the three.

    Formula: v brokers between a and b, all three different, where there are edges a → v and v → b and none a → b.
    By the groups of a, v and b that is

    - coordinator: A A A, all of one group;
    - itinerant (also consultant): A B A, between two of one group that is not the broker's;
    - gatekeeper: A B B, from another group into the broker's own;
    - representative: A A B, from the broker's own group to another;
    - liaison: A B C, between two groups, neither the broker's.

    Directed: as above; ``total`` is the sum of the five.
    Undirected: each pair counts once. A pair with one end in the broker's group is at once let in and represented:
    it counts as gatekeeper and as representative, and once in the total. So the total is the sum of the five less
    one of these two.
    Weighted: weights are left aside.
    A node without a group, or of several, is no broker and no end of a pair, but its edges do join. Self-loops are
    left aside. Complexity: O(Σ d²), with d the degrees.

    Args:
        graph: a network.
        group: the node attribute that holds the group.

    References:
        R. V. Gould, R. M. Fernandez, Structures of mediation: a formal approach to brokerage in transaction
        networks. Sociological Methodology 19 (1989) 89–126.

    Raises:
        UsageError: no node has the attribute.

    Example: b, of the same group as a, passes on from a to c, who is of another: b represents a.

    >>> import networkx as nx
    >>> graph = nx.DiGraph([("a", "b"), ("b", "c")])
    >>> nx.set_node_attributes(graph, {"a": "AZ", "b": "AZ", "c": "TR"}, "polity")
    >>> brokerage_roles(graph)["b"].as_dict()
    {'coordinator': 0, 'itinerant': 0, 'gatekeeper': 0, 'representative': 1, 'liaison': 0, 'total': 1}
    """
    simple = as_simple(graph, weighted=False, loops=False)
    groups = [graph.nodes[node].get(group) for node in simple.nodes]
    if simple.nodes and not any(each is not None for each in groups):
        raise UsageError(
            f"no node of this network has a {group}, so roles between groups are not defined",
            hint="use a network of agents, or another node attribute",
        )
    before, after = _neighbours(simple)
    found = {}
    for v, node in enumerate(simple.nodes):
        pairs = (
            (a, b) for a in before[v] for b in after[v] if a != b and b not in after[a] and (simple.directed or a < b)
        )
        found[node] = _roles(groups, v, pairs, directed=simple.directed)
    return found


def brokerage(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Brokerage: between how many pairs of others, tied by no edge, a node stands, by ``polity``.

    Formula: the total of :func:`brokerage_roles`, which also tells the five roles. Only nodes of a known polity count.
    Directed: a pair is a way in and a way out. In an undirected graph each pair counts once.
    Weighted: weights are left aside.
    Complexity: O(Σ d²), with d the degrees.

    References:
        R. V. Gould, R. M. Fernandez, Structures of mediation: a formal approach to brokerage in transaction
        networks. Sociological Methodology 19 (1989) 89–126.

    Raises:
        UsageError: no node has the attribute ``polity``.

    Example: a star of three, all of one polity. The centre stands between three pairs.

    >>> import networkx as nx
    >>> graph = nx.star_graph(3)
    >>> nx.set_node_attributes(graph, "AZ", "polity")
    >>> brokerage(graph)
    {0: 3.0, 1: 0.0, 2: 0.0, 3: 0.0}
    """
    as_simple(graph, weighted=weighted)  # a weight that is none is refused here too
    return {node: float(roles.total) for node, roles in brokerage_roles(graph).items()}


def _neighbours(simple: Simple) -> tuple[list[set[int]], list[set[int]]]:
    """For each node those with an edge to it, and those it has an edge to."""
    before: list[set[int]] = [set() for _ in simple.nodes]
    after: list[set[int]] = [set() for _ in simple.nodes]
    for a, b in simple.edges:
        before[b].add(a)
        after[a].add(b)
        if not simple.directed:
            before[a].add(b)
            after[b].add(a)
    return before, after


def _roles(groups: Sequence[Any], v: int, pairs: Iterable[tuple[int, int]], *, directed: bool) -> Roles:
    own = groups[v]
    if own is None:
        return Roles()
    counts = dict.fromkeys((*ROLES, "total"), 0)
    for a, b in pairs:
        start, end = groups[a], groups[b]
        if start is None or end is None:
            continue
        counts["total"] += 1
        for role in _names(start, own, end, directed=directed):
            counts[role] += 1
    return Roles(**counts)


def _names(start: Any, own: Any, end: Any, *, directed: bool) -> tuple[str, ...]:
    """The role; without directions two, where the pair has one end in the broker's group."""
    if start == end:
        return ("coordinator",) if start == own else ("itinerant",)
    if own not in (start, end):
        return ("liaison",)
    if not directed:
        return "gatekeeper", "representative"
    return ("gatekeeper",) if own == end else ("representative",)
