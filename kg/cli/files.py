"""export, stats, diff: the graph as files, as numbers, and against another."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

import kg
from kg.cli.completion import complete_networks
from kg.cli.messages import note
from kg.cli.network_source import NetworkSource, network_options
from kg.cli.options import UserPath, store_option
from kg.cli.output import write_pieces
from kg.cli.progress import waiting

__all__ = ["diff", "export", "stats"]


@click.command()
@click.argument("file", type=UserPath())
@click.option(
    "--network",
    metavar="NETWORK",
    shell_complete=complete_networks,
    help="Write this network, not the graph: .graphml .gexf .csv .json",
)
@click.option(
    "--profile",
    type=click.Choice(["org", "schema", "ftm"]),
    help="Write the facts in the terms of W3C ORG, schema.org, or followthemoney (.jsonl).",
)
@network_options
def export(
    file: Path,
    network: str | None,
    profile: str | None,
    source: NetworkSource,
) -> None:
    """Write the graph, or a network, to a file; the suffix tells the format.

    The graph: .trig .nq .jsonld (with the named graphs), .ttl .nt .rdf (their union). A profile holds facts alone;
    how many assertions it leaves out, and why, is told on stderr.

    \b
    Examples:
      kg export graph.ttl
      kg export polities.graphml --network polity-cooperation
      kg export entities.jsonl --profile ftm
    """
    from kg.errors import UsageError
    from kg.export import NETWORK_SUFFIXES, write_network

    if profile is not None:
        if network is not None:
            raise UsageError("--profile and --network cannot go into one file", hint="give one of them")
        _export_profile(file, profile, source)
        return
    if network is None:
        if file.suffix in NETWORK_SUFFIXES:
            raise UsageError(f"{file.suffix} holds a network", hint="name one with --network; see: kg networks")
        if source.is_cut:
            raise UsageError(
                "--view, --as-of, --since, --until and --status cut networks", hint="name one with --network"
            )
        with waiting("writing"):
            written = kg.open(source.store).export(file)
        click.echo(f"{file}: {written:,} statements")
        return
    _, graph = source.open(network)
    write_network(graph, file)
    click.echo(f"{file}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")


def _export_profile(file: Path, profile: str, source: NetworkSource) -> None:
    """Write a profile, and tell on stderr what it leaves out."""
    from kg.errors import UsageError
    from kg.export import write_profile

    if any((source.as_of, source.since, source.until)):
        raise UsageError("--as-of, --since and --until cut networks, no profiles", hint="a profile takes --view")
    with waiting("writing"):
        report = write_profile(kg.open(source.store).dataset(source.view), profile, file)
    click.echo(f"{file}: {report.written:,} {report.unit}, from {report.expressed:,} assertions")
    for line in report.left_out_lines():
        note(line)


@click.command()
@click.option("--coverage", is_flag=True, help="Instead: terms that nothing uses, and data without a term.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@store_option
def stats(coverage: bool, form: str, store_path: Path) -> None:
    """What is in the store, in numbers.

    \b
    Examples:
      kg stats --format json
      kg stats --coverage
    """
    graph = kg.open(store_path)
    with waiting("counting"):
        counts = graph.coverage() if coverage else graph.stats()
    if form == "json":
        click.echo(json.dumps(counts, ensure_ascii=False, indent=2))
        return
    for name, value in counts.items():
        if isinstance(value, dict):
            click.echo(f"{name}:")
            for key, number in value.items():
                click.echo(f"  {number:>8,}  {key}")
        elif isinstance(value, list):
            click.echo("\n  ".join([f"{len(value):>10,}  {name}", *value]))
        else:
            click.echo(f"{value:>10,}  {name}")


@click.command()
@click.argument("a", type=UserPath(exists=True))
@click.argument("b", type=UserPath(exists=True))
def diff(a: Path, b: Path) -> None:
    """What store A says and store B does not (-), and the other way round (+), quad by quad.

    Exit code 1 when they differ.

    \b
    Example:
      kg diff old-store new-store
    """
    import pyoxigraph as ox

    def quads(path: Path) -> set[str]:
        dataset = kg.open(path).dataset()
        return {str(quad) for quad in dataset if not isinstance(quad.graph_name, ox.DefaultGraph)}

    with waiting("comparing"):
        one, other = quads(a), quads(b)
    lines = sorted([(quad, "-") for quad in one - other] + [(quad, "+") for quad in other - one])
    write_pieces(f"{sign} {quad} .\n" for quad, sign in lines)
    sys.exit(1 if lines else 0)
