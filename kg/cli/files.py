"""export, stats, diff: the graph as files, as numbers, and against another."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

import kg
from kg.cli.networks import NetworkSource, network_options
from kg.cli.options import store_option

__all__ = ["diff", "export", "stats"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--network", metavar="NETWORK", help="Write this network, not the graph: .graphml .gexf .csv .json")
@network_options
def export(
    file: Path,
    network: str | None,
    source: NetworkSource,
) -> None:
    """Write the graph, or a network, to a file; the suffix tells the format.

    The graph: .trig .nq .jsonld (with the named graphs), .ttl .nt .rdf (their union).

    \b
    Examples:
      kg export graph.ttl
      kg export polities.graphml --network polity-cooperation
    """
    from kg.errors import UsageError
    from kg.export import NETWORK_SUFFIXES, write_network

    if network is None:
        if file.suffix in NETWORK_SUFFIXES:
            raise UsageError(f"{file.suffix} holds a network", hint="name one with --network; see: kg networks")
        if source.is_cut:
            raise UsageError("--view, --as-of, --since and --until cut networks", hint="name one with --network")
        written = kg.open(source.store).export(file)
        click.echo(f"{file}: {written:,} statements")
        return
    _, graph = source.open(network)
    write_network(graph, file)
    click.echo(f"{file}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@store_option
def stats(form: str, store_path: Path) -> None:
    """What is in the store, in numbers.

    \b
    Example:
      kg stats --format json
    """
    counts = kg.open(store_path).stats()
    if form == "json":
        click.echo(json.dumps(counts, ensure_ascii=False, indent=2))
        return
    for name, value in counts.items():
        if isinstance(value, dict):
            click.echo(f"{name}:")
            for key, number in value.items():
                click.echo(f"  {number:>8,}  {key}")
        else:
            click.echo(f"{value:>10,}  {name}")


@click.command()
@click.argument("a", type=click.Path(path_type=Path, exists=True))
@click.argument("b", type=click.Path(path_type=Path, exists=True))
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

    one, other = quads(a), quads(b)
    lines = sorted([(quad, "-") for quad in one - other] + [(quad, "+") for quad in other - one])
    for quad, sign in lines:
        click.echo(f"{sign} {quad} .")
    sys.exit(1 if lines else 0)
