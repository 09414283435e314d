"""draw: networks, and what else has a picture, as files."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.network_source import NetworkSource, network_options

__all__ = ["draw"]


@click.command()
@click.argument("network")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--by", "measure", default="degree", show_default=True, metavar="MEASURE", help="What makes a node large."
)
@click.option("--weighted", is_flag=True, help="Let weights count in the measure.")
@network_options
def draw(
    network: str,
    file: Path,
    measure: str,
    weighted: bool,
    source: NetworkSource,
) -> None:
    """Draw a network as .svg or .png.

    \b
    Example:
      kg draw polity-cooperation polities.svg
    """
    from kg.export import write_picture

    _, graph = source.open(network)
    write_picture(graph, file, by=measure, weighted=weighted)
    click.echo(str(file))
