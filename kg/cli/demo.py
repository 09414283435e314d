"""demo: the main job, from annotated articles to answers, pictures and files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg
from kg.cli.options import UserPath
from kg.cli.progress import progress
from kg.cli.terminal import say

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["demo"]

# A question, and whether its rows are shown with their evidence.
_QUESTIONS = (("bilateral-forums", False), ("intended-events", True), ("conflicting-posts", True))


@click.command()
@click.argument("folder", type=UserPath(file_okay=False), default=Path("kg-demo"))
def demo(folder: Path) -> None:
    """The main job on the bundled examples, in one go.

    Build the graph from the bundled articles, validate it, answer three questions, two of them with the quotes
    behind each row, rank the polities, draw their network, and write everything to FOLDER.

    \b
    Example:
      kg demo
    """
    from kg.query import EvidenceReader, Labels, result_table, table
    from kg.store import OxigraphStore

    folder.mkdir(parents=True, exist_ok=True)
    _title("1. Build and validate")
    store = OxigraphStore.open_for_writing(folder / "store")
    with progress("articles") as bar:
        report = kg.Pipeline().load([kg.examples()], store, progress=bar.step)
    store.close()
    for article in report.articles:
        say(f"   {article.status:9}  {article.id}")
    graph = kg.open(folder / "store")
    counts = graph.stats()
    say(
        f"   {counts['articles']} articles, {counts['statements']} statements, {counts['assertions']} assertions, "
        f"{counts['mentions']} quotes; all shapes hold"
    )

    dataset = graph.dataset()
    labels = Labels(dataset)
    for number, (name, with_evidence) in enumerate(_QUESTIONS, start=2):
        command = f"kg query {name}{' --evidence' if with_evidence else ''}"
        _title(f"{number}. {graph.catalogue.get(name).summary}   ({command})")
        evidence = EvidenceReader(dataset, labels) if with_evidence else None
        shown = result_table(graph.ask(name).merge_evidence(), labels=labels, evidence=evidence)
        say("".join(f"   {line}\n" if line else "\n" for line in shown.splitlines()), nl=False)

    network = graph.network("polity-cooperation")
    _title("5. Who connects the polities?   (kg rank polity-cooperation --by betweenness)")
    rows = [[str(row.rank), row.label, f"{row.score:.4f}"] for row in kg.rank(network, "betweenness")]
    say("".join(f"   {line}\n" for line in table(["rank", "polity", "betweenness"], rows).splitlines()), nl=False)

    _title("6. Files")
    for name in _write_files(graph, network, folder):
        say(f"   {folder / name}")
    _title("Next")
    for line in (
        f'kg explain "Tural Aliyev" holdsPost --store {folder / "store"}',
        "kg queries                               all named questions",
        f"kg query speakers --evidence --store {folder / 'store'}",
        "kg check YOUR-ARTICLE.yaml               your own article; how to write one: docs/annotating.md",
    ):
        say(f"   {line}")


def _write_files(graph: kg.Graph, network: nx.Graph, folder: Path) -> list[str]:
    """The graph, a network, its picture, pages to explore, and the report; returns their names."""
    from kg.export import write_network, write_picture
    from kg.export.files import write_bytes
    from kg.views.report import ReportData, report_page

    dataset = graph.dataset()
    files = ["graph.ttl", "graph.trig"]
    for name in files:
        graph.export(folder / name)
    write_network(network, folder / "polity-cooperation.graphml")
    for suffix in (".svg", ".png", ".html"):
        write_picture(network, folder / f"polity-cooperation{suffix}", dataset)
    write_bytes(folder / "report.html", report_page(ReportData(dataset, dataset)))
    return [*files, *(f"polity-cooperation{suffix}" for suffix in (".graphml", ".svg", ".png", ".html")), "report.html"]


def _title(text: str) -> None:
    say(f"\n{text}")
