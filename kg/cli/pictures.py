"""draw: networks, and what else has a picture, as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from kg.cli.network_source import NetworkSource, network_options
from kg.cli.options import languages_option

__all__ = ["draw"]

# What else may be drawn, by the name that stands where that of a network does: (store and cut, file, languages).
_OTHERS: Mapping[str, Callable[[NetworkSource, Path, tuple[str, ...]], None]] = {}


@click.command()
@click.argument("network")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--by", "measure", default="degree", show_default=True, metavar="MEASURE", help="What makes a node large."
)
@click.option("--weighted", is_flag=True, help="Let weights count in the measure.")
@click.option(
    "--colour",
    type=click.Choice(["polity", "kind"]),
    default="polity",
    show_default=True,
    help="What the colour of a node tells.",
)
@click.option(
    "--labels",
    type=click.IntRange(min=0),
    default=60,
    show_default=True,
    metavar="N",
    help="Name at most so many nodes, those of the highest score first.",
)
@languages_option
@network_options
def draw(
    network: str,
    file: Path,
    measure: str,
    weighted: bool,
    colour: str,
    labels: int,
    languages: tuple[str, ...],
    source: NetworkSource,
) -> None:
    """Draw a network as .svg or .png, or as a page to explore, .html.

    The page is one file that needs no network: zoom, find a node by any of its names, and point at an edge for the
    quotes, articles and speakers behind it.

    \b
    Examples:
      kg draw polity-cooperation polities.svg
      kg draw co-participation people.html --by betweenness
      kg draw agent-event events.png --colour kind --labels 20
    """
    from kg.export import write_picture

    if network in _OTHERS:
        _OTHERS[network](source, file, languages)
    else:
        opened, graph = source.open(network)
        write_picture(
            graph,
            file,
            opened.dataset(),
            by=measure,
            weighted=weighted,
            labels=labels,
            colour=colour,
            languages=languages,
        )
    click.echo(str(file))
