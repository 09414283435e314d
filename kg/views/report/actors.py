"""The main actors of some networks: their ranks, how far each can be trusted, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.claims.sameness import span
from kg.errors import UsageError
from kg.markup.tables import shown
from kg.markup.words import cut_short
from kg.network import RobustNode, find_measure, load_incidences, robust_rank
from kg.network.attributes import edge_list
from kg.network.ranking import score_cells
from kg.network.robustness import RobustRanking
from kg.suggest import counted
from kg.views.report.ledger import Entry, Number, article_name
from kg.views.report.sources import ReportData

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RankedNetwork", "actors"]


@dataclass(frozen=True, slots=True)
class RankedNetwork:
    """A network with its main actors.

    Args:
        refusal: why there are no ranks; empty where there are.
        rows: name, rank, score, events, both ranges of ranks, and the sources on which the rank depends.
        about: what was measured on what.
        caution: what the ranks must not be taken for.
    """

    name: str
    summary: str
    is_empty: bool = False
    refusal: str = ""
    rows: Sequence[tuple[str, Number, Number, Number, Number, Number, Sequence[str]]] = ()
    about: str = ""
    caution: str = ""


def actors(report: ReportData) -> list[RankedNetwork]:
    """The networks that a report asks for.

    Raises:
        UsageError: an unknown network or measure; where a known measure is not defined, the network says so.
    """
    find_measure(report.measure)
    return [_network(report, name) for name in report.networks]


def _network(report: ReportData, name: str) -> RankedNetwork:
    incidences = load_incidences(report.store, name, view=report.view, as_of=report.as_of)
    graph = incidences.network()
    found = RankedNetwork(name, graph.graph["summary"], is_empty=not graph)
    if not graph:
        return found
    try:
        ranking = robust_rank(incidences, report.measure, samples=report.samples, seed=report.seed, top=report.top)
    except UsageError as error:
        return replace(found, refusal=error.message)
    rows = [_row(report, graph, row) for row in ranking]
    return replace(found, rows=rows, about=_about(ranking, graph), caution=graph.graph["warning"])


def _about(ranking: RobustRanking, graph: nx.Graph) -> str:
    """What was measured on what, in a line."""
    about = ranking.about
    parts = [
        f"{counted(about.nodes, 'node')}, {counted(about.edges, 'edge')}, "
        f"{'directed' if about.directed else 'undirected'}",
        f"{about.measure}: {find_measure(about.measure).title}; weights {about.weights}",
        f"{counted(ranking.sources, 'source')}, {counted(ranking.samples, 'sample')}, seed {about.seed}",
        cut_short(len(ranking), graph.number_of_nodes(), "nodes"),
        *ranking.remarks,
    ]
    return " · ".join(filter(None, parts))


def _row(
    report: ReportData, graph: nx.Graph, row: RobustNode
) -> tuple[str, Number, Number, Number, Number, Number, Sequence[str]]:
    edges = [data for _, _, data in graph.edges(row.iri, data=True)]
    if graph.is_directed():
        edges += [data for _, _, data in graph.in_edges(row.iri, data=True)]
    evidence = {iri for data in edges for iri in edge_list(data, "evidence")}
    events = {iri for data in edges for iri in edge_list(data, "events")}
    label = report.labels.of(row.iri)
    entry = Entry(
        f"{label} in {graph.graph['name']}",
        tuple(sorted(evidence)),
        events=tuple(report.labels.of(each) for each in sorted(events)),
        articles=tuple(article_name(each) for each in row.hangs_on),
    )
    rank, score, count, without_one, sampled = (
        report.ledger.number(text, entry)
        for text in (
            str(row.rank),
            shown(*score_cells([(row.score, row.score_low, row.score_high)])),
            span(report.sameness.count(events)),
            _span(row.low, row.high),
            _span(row.bootstrap_low, row.bootstrap_high),
        )
    )
    return label, rank, score, count, without_one, sampled, entry.articles


def _span(low: int | None, high: int | None) -> str:
    """A range of ranks; a dash where there are no samples."""
    return "–" if low is None else str(low) if low == high else f"{low}–{high}"
