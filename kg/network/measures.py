"""The measures by name: what ``rank`` and pictures may go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kg.network import centrality
from kg.network.suggestions import unknown

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["MEASURES", "Measure", "find_measure"]


class Score(Protocol):
    """A function that scores the nodes of a graph."""

    def __call__(self, graph: nx.Graph, *, weighted: bool = False) -> dict[Any, float]:
        """The score of each node."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    Args:
        name: what users call it by.
        title: what it measures, in a line.
        reference: where it was defined.
        score: the function; its docstring tells formula, direction, weights, complexity and an example.
    """

    name: str
    title: str
    reference: str
    score: Score


_ALL = (
    Measure(
        "degree",
        "share of the other nodes that a node is joined to",
        "Freeman 1978/79, Social Networks 1, 215–239",
        centrality.degree,
    ),
    Measure(
        "betweenness",
        "share of shortest ways between others that lead through a node",
        "Freeman 1977, Sociometry 40, 35–41; Brandes 2001, J. Mathematical Sociology 25, 163–177",
        centrality.betweenness,
    ),
    Measure(
        "closeness",
        "how near a node is to the nodes that can reach it, scaled by their share",
        "Freeman 1978/79, Social Networks 1, 215–239; Wasserman and Faust 1994, p. 201",
        centrality.closeness,
    ),
    Measure(
        "pagerank",
        "share of time that a random walk with jumps (damping 0.85) spends at a node",
        "Brin and Page 1998, Computer Networks and ISDN Systems 30, 107–117",
        centrality.pagerank,
    ),
)
MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _ALL}
"""Every measure by its name. A new one is a function and an entry here."""


def find_measure(name: str) -> Measure:
    """The measure of that name.

    Raises:
        UsageError: there is none; the hint tells the nearest names.
    """
    if name not in MEASURES:
        raise unknown("measure", name, MEASURES)
    return MEASURES[name]
