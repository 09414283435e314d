"""A network in which some things may be the same: what is marked, and the network if all that may be the same is.

Which pairs are undecided, and how they can be one, says :mod:`kg.claims.sameness`. A network keeps each thing as it is;
it tells its pairs, so that whoever measures it can measure the other network too.

In a network of some time an event that may be one of its events counts in the other network, too, even if its own date
is not known or lies elsewhere: if the two are one, its participants met there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.namespaces import shortened
from kg.network.attributes import as_text, edge_list, participants, unfolded

if TYPE_CHECKING:
    import networkx as nx

    from kg.claims.sameness import Pair, Sameness

__all__ = [
    "contexts_if_the_same",
    "if_the_same",
    "mark_undecided",
    "note_of",
    "pairs_in_words",
    "stands_for",
    "undecided_pairs",
]

_MOST = 3

Join = tuple[str, str, str]
"""The two ends of an edge that a context yields, and what it rests on there: the context, or in a two-mode network the
role, which may be empty. Who takes part in a context stands with the context as the other end."""


def mark_undecided(
    graph: nx.Graph,
    sameness: Sameness,
    taking_part: Mapping[str, Iterable[str]],
    outside: Mapping[str, Iterable[Join]] = MappingProxyType({}),
) -> None:
    """Mark the nodes that may be the same as another thing, and let the network tell which of its things may be one.

    Args:
        graph: the network; it gets ``may_be_same`` where it needs it, its nodes ``may_be_same_as``.
        sameness: what may be the same.
        taking_part: of each context (an event, say) the nodes; also those of a context that joins nobody.
        outside: of each context that is left out by its date what it would join, see :data:`Join`.
    """
    for node in graph:
        others = sameness.others.get(node)
        if others:
            graph.nodes[node]["may_be_same_as"] = as_text(others)
    inside = {*taking_part, *(node for nodes in taking_part.values() for node in nodes)}
    beside = {
        context: sorted(joins)
        for context, joins in outside.items()
        if context not in taking_part and not taking_part.keys().isdisjoint(sameness.others.get(context, ()))
    }
    things = inside.union(beside, *(each[:2] for joins in beside.values() for each in joins))
    pairs = [pair for pair in sameness.among(things) if not inside.isdisjoint(pair)]
    if not pairs:
        return
    stands = sameness.merged(things)
    kept = {stands[thing] for thing in inside if thing in stands}
    beside = {context: joins for context, joins in beside.items() if stands.get(context) in kept}
    met: dict[str, set[str]] = defaultdict(set)
    come = {context: {end for each in joins for end in each[:2]} - {context} for context, joins in beside.items()}
    for context, nodes in {**taking_part, **come}.items():
        if context in stands:
            met[stands[context]].update(nodes)
    known = inside.union(come, *come.values())
    told: dict[str, Any] = {
        "pairs": [list(pair) for pair in pairs],
        "stands_for": {thing: one for thing, one in stands.items() if thing in known},
        "participants": {context: sorted(nodes) for context, nodes in sorted(met.items())},
    }
    if beside:
        told["joins"] = [list(each) for _, joins in sorted(beside.items()) for each in joins]
    graph.graph["may_be_same"] = as_text(told)


def undecided_pairs(graph: nx.Graph) -> list[Pair]:
    """The pairs of its nodes and contexts that may be the same, by their IRIs."""
    return [(str(one), str(other)) for one, other in _told(graph).get("pairs", ())]


def stands_for(graph: nx.Graph) -> Mapping[str, str]:
    """Of each node and context that is one with another, if all that may be the same is, the one that stands for it."""
    return dict(_told(graph).get("stands_for", {}))


def note_of(graph: nx.Graph) -> list[str]:
    """Which pairs of things in the network are undecided, in a line; at most a few by name. No line without any."""
    return pairs_in_words(undecided_pairs(graph))


def pairs_in_words(pairs: Sequence[Pair], said: str = "may be the same, undecided (kg query may-be-same)") -> list[str]:
    """The pairs in a line that begins with what is said of them; at most a few by name. No line without any."""
    if not pairs:
        return []
    named = "; ".join(f"{shortened(one)} and {shortened(other)}" for one, other in pairs[:_MOST])
    more = f"; and {len(pairs) - _MOST} more" if len(pairs) > _MOST else ""
    return [f"{said}: {named}{more}"]


def contexts_if_the_same(graph: nx.Graph) -> int:
    """How many contexts (events, say) its edges rest on, if all that may be the same is."""
    stands = stands_for(graph)
    return len({stands.get(context, context) for context in participants(graph)})


def if_the_same(graph: nx.Graph) -> nx.Graph | None:
    """The network in which all that may be the same is, as far as it can be; None where nothing may be.

    A node stands for all that are one with it, with the attributes of the first of them; one that only met itself stays
    as a node without an edge. Weights are those of :func:`kg.network.load.load_network`.
    """
    stands = stands_for(graph)
    if not stands:
        return None
    same = type(graph)()
    same.graph.update({name: value for name, value in graph.graph.items() if name != "may_be_same"})
    for node, data in graph.nodes(data=True):
        one = stands.get(node, node)
        if one not in same:
            same.add_node(one, **data)
    _MODES.get(str(graph.graph.get("projection")), _join_edges)(same, graph, stands)
    return same


def _join_meetings(same: nx.Graph, graph: nx.Graph, stands: Mapping[str, str]) -> None:
    """Join those who meet in one context, of those that are now one too."""
    apart = {context: nodes for context, nodes in participants(graph).items() if context not in stands}
    meetings = {**apart, **_told(graph).get("participants", {})}
    shared: dict[tuple[str, str], list[int]] = defaultdict(list)
    for _, nodes in sorted(meetings.items()):
        met = sorted({stands.get(node, node) for node in nodes})
        for pair in combinations(met, 2):
            shared[pair].append(len(met))
    for (a, b), sizes in sorted(shared.items()):
        same.add_edge(a, b, weight=len(sizes), newman=sum(1 / (size - 1) for size in sizes))


def _join_edges(same: nx.Graph, graph: nx.Graph, stands: Mapping[str, str]) -> None:
    """Take the edges over: the weight counts contexts, in a two-mode network ways of taking part."""
    rests_on: dict[tuple[Hashable, Hashable], set[str]] = defaultdict(set)
    name = "roles" if graph.graph.get("projection") == "two-mode" else "events"
    for a, b, data in graph.edges(data=True):
        pair = stands.get(a, a), stands.get(b, b)
        key = pair if graph.is_directed() or (pair[1], pair[0]) not in rests_on else (pair[1], pair[0])
        rests_on[key].update(stands.get(each, each) for each in edge_list(data, name))
    for one, other, each in _told(graph).get("joins", ()):
        pair = stands.get(one, one), stands.get(other, other)
        key = pair if graph.is_directed() or (pair[1], pair[0]) not in rests_on else (pair[1], pair[0])
        rests_on[key].update([stands.get(each, each)] if each else [])
        if name == "roles" and pair[0] not in same:
            same.add_node(pair[0], bipartite=0)
    for (one, other), several in rests_on.items():
        if one != other:
            same.add_edge(one, other, weight=max(1, len(several)))


def _told(graph: nx.Graph) -> Mapping[str, Any]:
    found = unfolded("may_be_same", graph.graph.get("may_be_same"))
    return found if isinstance(found, dict) else {}


_MODES = {"one-mode": _join_meetings}


def shown_others(others: Sequence[str]) -> str:
    """What a node may be the same as, by ids."""
    return ", ".join(map(shortened, others))
