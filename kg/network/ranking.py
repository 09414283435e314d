"""Ranking the nodes of a network."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.network.convert import Weighted, weight_attribute
from kg.network.measures import Measure, find_measure

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["About", "RankedNode", "Ranking", "label_of", "rank", "tied"]

_TIE = 1e-12
_MEANINGS = {"newman": "the sum of 1/(n−1) over the shared events of n participants each"}


@dataclass(frozen=True, slots=True)
class RankedNode:
    """One row of a ranking. ``iri`` is the node's key as a string, where the graph is not one of ours."""

    rank: int
    iri: str
    label: str
    score: float

    def as_dict(self) -> dict[str, int | str | float]:
        """The row as a JSON-ready dictionary."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class About:
    """What a ranking was computed on, and how.

    Args:
        measure: its name.
        network: the projection, or the graph's name; empty where it has none.
        directed: whether the edges have a direction.
        nodes, edges: how many there are.
        weights: which weights counted, and as what.
        view, as_of, since, until: what the network was cut to; None for a graph that is not one of ours.
        seed: of random choices; None where there are none.
    """

    measure: str
    network: str
    directed: bool
    nodes: int
    edges: int
    weights: str
    view: str | None
    as_of: str | None
    since: str | None
    until: str | None
    seed: int | None = None

    @classmethod
    def of(cls, graph: nx.Graph, by: str, weighted: Weighted = False, seed: int | None = None) -> About:
        """What is to be told of a measure on a graph."""
        told = graph.graph
        return cls(
            measure=by,
            network=str(told.get("name") or ""),
            directed=bool(graph.is_directed()),
            nodes=graph.number_of_nodes(),
            edges=graph.number_of_edges(),
            weights=_weights(graph, find_measure(by), weighted),
            view=told.get("view"),
            as_of=told.get("as_of"),
            since=told.get("since"),
            until=told.get("until"),
            seed=seed,
        )

    def as_dict(self) -> dict[str, str | int | bool | None]:
        """The same, JSON-ready."""
        return asdict(self)


class Ranking(list[RankedNode]):
    """The rows of a ranking, with what it was computed on as ``about``."""

    def __init__(self, rows: Iterable[RankedNode], about: About) -> None:
        super().__init__(rows)
        self.about = about


def rank(graph: nx.Graph, by: str, weighted: Weighted = False, top: int | None = None) -> Ranking:
    """The nodes by descending score.

    Equal scores share a rank, and the ranks after them are skipped: 1, 2, 2, 4. Scores that differ by no more
    than 1e-12 (of their size, where that is above 1) are equal: so small a difference is rounding noise. Equal
    nodes stand in the order of label, then IRI. Scores are rounded to 12 decimals. A node for which the measure is not
    defined has no row: constraint and effective size of a node without neighbours.

    Args:
        graph: a network of ours, or any networkx graph; a node without ``label`` is called by its key.
        by: a measure, see :data:`kg.network.measures.MEASURES`.
        weighted: which weights count: False for none, True for ``weight`` (counts), ``newman`` for Newman's 1/(n−1).
        top: how many rows to return; None: all. Ties at the end are cut off.

    Raises:
        UsageError: an unknown measure, a weight that is no positive number, ``top`` below 1.

    >>> import networkx as nx
    >>> [(row.rank, row.label, row.score) for row in rank(nx.path_graph(3), "betweenness")]
    [(1, '1', 1.0), (2, '0', 0.0), (2, '2', 0.0)]
    """
    if top is not None and top < 1:
        raise UsageError(f"top is {top}: it has to be 1 or more")
    scores = find_measure(by).score(graph, weighted=weighted)
    return Ranking(islice(_ranked(graph, tied(scores)), top), About.of(graph, by, weighted))


def label_of(graph: nx.Graph, node: Hashable) -> str:
    """What a node is called: its ``label``, else its key."""
    return str(graph.nodes[node].get("label") or node)


def tied(scores: dict[Any, float]) -> Iterator[tuple[float, list[Any]]]:
    """Groups of nodes with equal scores, highest first."""
    group: list[Any] = []
    lead = math.inf
    for node, score in sorted(scores.items(), key=lambda item: -item[1]):
        if group and lead - score > _TIE * max(1.0, abs(lead)):
            yield lead, group
            group = []
        if not group:
            lead = score
        group.append(node)
    if group:
        yield lead, group


def _weights(graph: nx.Graph, measure: Measure, weighted: Weighted) -> str:
    """Which weights count, and as what, in words."""
    attribute = weight_attribute(weighted or measure.weights == "always")
    if attribute is None:
        return "left aside: every edge counts 1"
    if measure.weights == "none":
        return f"left aside: {measure.name} has no weighted form"
    meaning = graph.graph.get("weight") if attribute == "weight" else _MEANINGS.get(attribute)
    said = f"{attribute} ({str(meaning).rstrip('.')})" if meaning else attribute
    return f"{said}, as a distance of 1/{attribute}" if measure.weights == "distance" else f"{said}, as a strength"


def _ranked(graph: nx.Graph, groups: Iterable[tuple[float, list[Any]]]) -> Iterator[RankedNode]:
    place = 1
    for score, nodes in groups:
        rounded = round(score, 12) + 0.0  # no negative zero
        for label, iri in sorted((label_of(graph, node), str(node)) for node in nodes):
            yield RankedNode(place, iri, label, rounded)
        place += len(nodes)
