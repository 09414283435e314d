"""networks, rank, path: who is connected with whom, and how one knows."""

from __future__ import annotations

import json
import sys

import click

import kg
from kg.cli.network_source import NetworkSource, network_options

__all__ = ["networks", "path", "rank"]


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def networks(form: str) -> None:
    """The networks: what is a node, an edge, a weight, and what each must not be used for.

    \b
    Example:
      kg networks
    """
    from kg.network import MEASURES, projections

    found = projections()
    if form == "json":
        click.echo(json.dumps([each.as_dict() for each in found.values()], ensure_ascii=False, indent=2))
        return
    for name, each in found.items():
        click.echo(name)
        for title, text in (
            ("", each.summary),
            ("node: ", each.node),
            ("edge: ", each.edge),
            ("weight: ", each.weight),
            ("beware: ", each.warning),
        ):
            click.echo(click.wrap_text(title + text, width=100, initial_indent="  ", subsequent_indent="    "))
        click.echo()
    click.echo(f"measures: {', '.join(MEASURES)}")


@click.command()
@click.argument("network")
@click.option("--by", "measure", default="degree", show_default=True, metavar="MEASURE", help="See: kg networks")
@click.option("--weighted", is_flag=True, help="Let weights count; without this each edge counts once.")
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Only the first N.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@network_options
def rank(
    network: str,
    measure: str,
    weighted: bool,
    top: int | None,
    form: str,
    source: NetworkSource,
) -> None:
    """Rank the nodes of a network by a measure.

    \b
    Examples:
      kg rank polity-cooperation --by betweenness
      kg rank co-participation --by pagerank --top 10 --format csv
    """
    _, graph = source.open(network)
    rows = kg.rank(graph, measure, weighted=weighted, top=top)
    if form == "json":
        click.echo(json.dumps([row.as_dict() for row in rows], ensure_ascii=False, indent=2))
    elif form == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["rank", "iri", "label", "score"])
        writer.writerows([row.rank, row.iri, row.label, row.score] for row in rows)
    else:
        from kg.query import table

        click.echo(table(["rank", "name", measure], [[str(r.rank), r.label, f"{r.score:.4f}"] for r in rows]))
        weights = "weighted" if weighted else "unweighted"
        click.echo(
            f"{network}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges, "
            f"{graph.graph['articles']} articles; {weights}, view {source.view}",
            err=True,
        )


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--network", default="co-participation", show_default=True, help="The network to walk in.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="At most so many ways.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@network_options
def path(
    a: str,
    b: str,
    network: str,
    limit: int,
    form: str,
    source: NetworkSource,
) -> None:
    """The shortest ways between two actors, each step with its events and quotes.

    \b
    Example:
      kg path Türkiye Uzbekistan --network polity-cooperation
    """
    from kg.network import find_node, shortest_paths
    from kg.query import EvidenceReader, Labels, evidence_lines
    from kg.query.text import plain

    opened, graph = source.open(network)
    ways = shortest_paths(graph, find_node(graph, a), find_node(graph, b), limit=limit)
    if form == "json":
        click.echo(json.dumps([way.as_dict() for way in ways], ensure_ascii=False, indent=2))
        return
    if not ways:
        click.echo(f"No way leads from {a} to {b} in {network}.")
        return
    dataset = opened.dataset()
    labels = Labels(dataset)
    reader = EvidenceReader(dataset, labels)
    for number, way in enumerate(ways, start=1):
        click.echo(f"{number}. {way.length} {'step' if way.length == 1 else 'steps'}")
        for step in way.steps:
            events = ", ".join(labels.of(event) for event in step.events)
            click.echo(plain(f"   {step.source_label} — {step.target_label}: {events}"))
            for line in evidence_lines(reader.claims(step.evidence)):
                click.echo(plain(f"     {line}"))
