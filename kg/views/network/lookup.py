"""What a network's store knows of its nodes: names in the reader's languages, and polities."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.claims.polities import Polity, find_polities
from kg.query import Labels
from kg.store import Dataset
from kg.terms import MERGE, NamedNode

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["named", "node_of", "polities_of"]


def node_of(iri: object) -> NamedNode | None:
    """The node of an IRI; None for what is none, since a graph of somebody may hold anything."""
    try:
        return NamedNode(str(iri))
    except ValueError:
        return None


def named(graph: nx.Graph, dataset: Dataset, languages: Sequence[str]) -> nx.Graph:
    """A copy of a network whose labels are in the languages asked for; what the store does not hold keeps its own."""
    labels = Labels(dataset, languages)
    copy = graph.copy()
    for key, data in copy.nodes(data=True):
        node = node_of(key)
        if node is not None and next(dataset.quads_for_pattern(node, None, None, MERGE), None) is not None:
            data["label"] = labels(node)
    return copy


def polities_of(
    graph: nx.Graph, dataset: Dataset | None, languages: Sequence[str] = ("en",)
) -> Mapping[Hashable, Sequence[Polity]]:
    """The polities of the nodes of which the store tells some, by any fact of the network's view."""
    if dataset is None:
        return {}
    things = [str(node) for node in graph if node_of(node)]
    found = find_polities(dataset, things, str(graph.graph.get("view") or "reported"))
    labels = Labels(dataset, languages)
    return {
        node: [Polity(labels.of(each.iri), each.code, each.iri) for each in found[str(node)].polities]
        for node in graph
        if str(node) in found
    }
