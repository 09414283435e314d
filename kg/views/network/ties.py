"""The nodes and edges of a network as a page tells of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.claims.holding import PRESUMED
from kg.claims.polities import Polity
from kg.network.attributes import edge_list
from kg.network.ranking import label_of
from kg.text import one_line
from kg.views.network.composition import Picture
from kg.views.network.edges import foreseen, strengths

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Node", "Tie", "nodes_of", "ties_of"]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: ``score`` and ``rank`` are None where the measure is not defined."""

    key: Hashable
    name: str
    kind: str
    polity: str
    score: float | None
    rank: int | None
    neighbours: int

    @property
    def iri(self) -> str:
        """Its key as a text."""
        return str(self.key)

    @property
    def shown_score(self) -> str:
        """The score in four digits."""
        return "not defined" if self.score is None else f"{self.score:.4g}"


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge; parallel edges are one.

    ``events``, ``roles`` and ``evidence`` are sorted, and empty where not told. ``planned``: nothing that it rests on
    was held. ``presumed``: as of the day it rests on what was attested before, and no end is known.
    """

    source: Hashable
    target: Hashable
    weight: float
    events: tuple[str, ...]
    roles: tuple[str, ...]
    evidence: tuple[str, ...]
    planned: bool = False
    presumed: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """What a reader has to know of it, in words."""
        told = (("planned, not held", self.planned), ("presumed", self.presumed))
        return tuple(words for words, applies in told if applies)

    @property
    def shown_weight(self) -> str:
        """The weight, without needless digits."""
        return f"{self.weight:.6g}"


def nodes_of(picture: Picture, polities: Mapping[Hashable, Sequence[Polity]]) -> list[Node]:
    """The nodes in the order of the picture: highest score first; equal scores share a rank."""
    graph, found = picture.graph, []
    place: tuple[float | None, int] = (None, 0)
    for number, key in enumerate(picture.nodes, start=1):
        score = picture.scores.get(key)
        if score != place[0]:
            place = score, number
        found.append(
            Node(
                key=key,
                name=one_line(label_of(graph, key)),
                kind=one_line(str(graph.nodes[key].get("kind") or "")),
                polity=", ".join(polity.label for polity in polities.get(key, ())),
                score=score,
                rank=None if score is None else place[1],
                neighbours=len({*_joined(graph, key)} - {key}),
            )
        )
    return found


def ties_of(graph: nx.Graph) -> list[Tie]:
    """The edges, the strong ones first."""
    weights: dict[tuple[Hashable, Hashable], float] = {}
    for a, b, strength in strengths(graph):
        weights[a, b] = weights.get((a, b), 0.0) + strength
    told: dict[tuple[Hashable, Hashable], list[Mapping[str, Any]]] = {}
    for a, b, data in graph.edges(data=True):
        pair = (a, b) if (a, b) in weights else (b, a)
        told.setdefault(pair, []).append(data)
    plans = foreseen(graph)
    pairs = sorted(weights, key=lambda pair: (-weights[pair], *(label_of(graph, node) for node in pair), str(pair)))
    return [
        Tie(
            *pair,
            weight=weights[pair],
            events=_texts(told[pair], "events"),
            roles=_texts(told[pair], "roles"),
            evidence=_texts(told[pair], "evidence"),
            planned=pair in plans,
            presumed=all(data.get("held_on_day") == PRESUMED for data in told[pair]),
        )
        for pair in pairs
    ]


def _joined(graph: nx.Graph, node: Hashable) -> set[Hashable]:
    return {*graph.successors(node), *graph.predecessors(node)} if graph.is_directed() else set(graph[node])


def _texts(edges: list[Mapping[str, Any]], name: str) -> tuple[str, ...]:
    """What the edges list under a name."""
    return tuple(sorted({each for data in edges for each in edge_list(data, name)}))
