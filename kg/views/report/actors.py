"""The main actors of some networks: their ranks, how far each can be trusted, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.markup.html import table, text
from kg.markup.words import cut_short
from kg.network import RobustNode, find_measure, load_incidences, robust_rank
from kg.network.attributes import edge_list
from kg.network.robustness import RobustRanking
from kg.suggest import counted
from kg.views.report.ledger import article_anchor
from kg.views.report.sources import ReportData

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["actors"]


def actors(report: ReportData) -> Iterator[str]:
    """The section: one table a network.

    Raises:
        UsageError: an unknown network or measure; where a known measure is not defined, the section says so.
    """
    find_measure(report.measure)
    yield '<h2 id="actors">Main actors</h2>'
    yield (
        "<p>A rank depends on which articles were loaded. <i>Without one</i>: the best and worst rank when any one "
        "article is left out. <i>95 %</i>: the middle of the ranks over random samples of articles. Where a rank hangs "
        "on single articles, they are named.</p>"
    )
    for name in report.networks:
        yield from _network(report, name)


def _network(report: ReportData, name: str) -> Iterator[str]:
    incidences = load_incidences(report.store, name, view=report.view, as_of=report.as_of)
    graph = incidences.network()
    yield f'<h3 id="network-{text(name)}">{text(graph.graph["summary"])}</h3>'
    if not graph:
        yield f"<p>The network {text(name)} has no nodes here.</p>"
        return
    try:
        ranking = robust_rank(incidences, report.measure, samples=report.samples, seed=report.seed, top=report.top)
    except UsageError as error:
        yield f'<p><span class="mark">not ranked</span> {text(error.message)}</p>'
        return
    head = ["name", "rank", report.measure, "events", "without one", "95 %", "hangs on"]
    rows = [_row(report, graph, row) for row in ranking]
    yield table([text(each) for each in head], rows, f"{name}, by {report.measure}")
    yield f'<p class="soft">{text(_about(ranking, graph))}</p>'
    yield f'<p class="soft">Caution: {text(graph.graph["warning"])}</p>'


def _about(ranking: RobustRanking, graph: nx.Graph) -> str:
    """What was measured on what, in a line."""
    about = ranking.about
    parts = [
        f"{counted(about.nodes, 'node')}, {counted(about.edges, 'edge')}, "
        f"{'directed' if about.directed else 'undirected'}",
        f"{about.measure}: {find_measure(about.measure).title}; weights {about.weights}",
        f"{counted(ranking.articles, 'article')}, {counted(ranking.samples, 'draw')}, seed {about.seed}",
    ]
    parts.append(cut_short(len(ranking), graph.number_of_nodes(), "nodes"))
    return " · ".join(filter(None, parts))


def _row(report: ReportData, graph: nx.Graph, row: RobustNode) -> list[str]:
    edges = [data for _, _, data in graph.edges(row.iri, data=True)]
    if graph.is_directed():
        edges += [data for _, _, data in graph.in_edges(row.iri, data=True)]
    evidence = {iri for data in edges for iri in edge_list(data, "evidence")}
    events = {iri for data in edges for iri in edge_list(data, "events")}
    label = report.labels.of(row.iri)
    hangs = "".join(f"<li>{_article(each)}</li>" for each in row.hangs_on)
    before = "<p>Through " + ", ".join(text(report.labels.of(each)) for each in sorted(events)) + ".</p>"
    if hangs:
        before += f"<p>The rank hangs on each of these articles:</p><ul>{hangs}</ul>"

    def number(shown: str) -> str:
        title = f"{label} in {graph.graph['name']}"
        return report.ledger.claims(shown, title, evidence, before=before)

    marked = f'<ul class="inline">{hangs}</ul>' if hangs else "no single one"
    return [
        text(label),
        number(str(row.rank)),
        number(f"{row.score:.4f}"),
        number(f"{len(events):,}"),
        number(_span(row.low, row.high)),
        number(_span(row.bootstrap_low, row.bootstrap_high)),
        marked,
    ]


def _span(low: int | None, high: int | None) -> str:
    """A range of ranks; a dash where nothing was drawn."""
    return "–" if low is None else str(low) if low == high else f"{low}–{high}"


def _article(iri: str) -> str:
    return f'<a href="#{article_anchor(iri)}">{text(iri.rpartition("/")[2])}</a>'
