"""Ranking the nodes of a network."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.network.measures import find_measure

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RankedNode", "label_of", "rank"]

_TIE = 1e-12


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


def rank(graph: nx.Graph, by: str, weighted: bool = False, top: int | None = None) -> list[RankedNode]:
    """The nodes by descending score.

    Equal scores share a rank, and the ranks after them are skipped: 1, 2, 2, 4. Scores that differ by no more
    than 1e-12 (of their size, where that is above 1) are equal: so small a difference is rounding noise. Equal
    nodes stand in the order of label, then IRI. Scores are rounded to 12 decimals.

    Args:
        graph: a network of ours, or any networkx graph; a node without ``label`` is called by its key.
        by: a measure, see :data:`kg.network.measures.MEASURES`.
        weighted: whether weights count.
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
    rows = list(_ranked(graph, _tied(scores)))
    return rows if top is None else rows[:top]


def label_of(graph: nx.Graph, node: Hashable) -> str:
    """What a node is called: its ``label``, else its key."""
    return str(graph.nodes[node].get("label") or node)


def _tied(scores: dict[Any, float]) -> Iterator[tuple[float, list[Any]]]:
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


def _ranked(graph: nx.Graph, groups: Iterable[tuple[float, list[Any]]]) -> Iterator[RankedNode]:
    place = 1
    for score, nodes in groups:
        rounded = round(score, 12) + 0.0  # no negative zero
        for label, iri in sorted((label_of(graph, node), str(node)) for node in nodes):
            yield RankedNode(place, iri, label, rounded)
        place += len(nodes)
