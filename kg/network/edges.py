"""The edges of a network as a table: who is joined with whom, how strongly, and on how much it rests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.markup.tables import Cell, Table, Tabular, Thing
from kg.network.attributes import edge_list
from kg.network.ranking import About, label_of

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Edge", "Edges", "edges"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge: its ends as IRIs and by name, its weight, and the IRIs of its events and of the claims behind it."""

    source: str
    target: str
    source_label: str
    target_label: str
    weight: float
    events: tuple[str, ...]
    evidence: tuple[str, ...]


class Edges(list[Edge], Tabular):
    """The edges of a network, the heaviest first; ``about`` says which network."""

    def __init__(self, rows: Iterable[Edge], about: About) -> None:
        super().__init__(rows)
        self.about = about

    def table(self) -> Table:
        """The ends by name, the weight, and how many events and claims there are."""
        rows: list[list[Cell]] = [
            [
                Thing(edge.source_label, edge.source),
                Thing(edge.target_label, edge.target),
                edge.weight,
                len(edge.events),
                len(edge.evidence),
            ]
            for edge in self
        ]
        head = ["source", "target", "weight", "events", "claims"]
        return Table(head, rows, f"Edges of {self.about.title}", [self.about.in_words()])

    def records(self) -> Iterable[Mapping[str, Any]]:
        """A dictionary for each edge."""
        return (asdict(edge) for edge in self)

    def _columns(self) -> Mapping[str, str]:
        text = dict.fromkeys(("source", "source_label", "target", "target_label"), "string")
        return text | {"weight": "Float64", "events": "object", "evidence": "object"}

    def _things(self) -> Mapping[str, str]:
        return {"source": "source_label", "target": "target_label"}


def edges(graph: nx.Graph) -> Edges:
    """The edges of a network, the heaviest first, equal ones by the names of their ends.

    Args:
        graph: a network of ours, or any networkx graph; an edge without ``weight`` counts 1.
    """
    rows = [
        Edge(
            str(a),
            str(b),
            label_of(graph, a),
            label_of(graph, b),
            data.get("weight", 1),
            edge_list(data, "events"),
            edge_list(data, "evidence"),
        )
        for a, b, data in graph.edges(data=True)
    ]
    rows.sort(key=lambda edge: (-edge.weight, edge.source_label, edge.target_label, edge.source, edge.target))
    return Edges(rows, About.whole(graph))
