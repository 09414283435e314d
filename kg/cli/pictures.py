"""draw: networks, and what else has a picture, as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click
from click.core import ParameterSource

import kg
from kg.cli.completion import complete_drawn
from kg.cli.options import NetworkSource, UserPath, by_option, format_option, languages_option, network_options
from kg.cli.output import destination, written_to
from kg.cli.progress import waiting
from kg.errors import UsageError

__all__ = ["draw"]

_OF_NETWORKS = ("measure", "weighted", "colour", "labels")


@click.command()
@click.argument("network", shell_complete=complete_drawn)
@click.argument("file", type=UserPath())
@by_option("The measure behind the size of a node.")
@click.option("--weighted", is_flag=True, help="Use weights in the measure.")
@click.option(
    "--colour",
    type=click.Choice(["polity", "kind"]),
    default="polity",
    show_default=True,
    help="What the colour of a node shows.",
)
@click.option(
    "--labels",
    type=click.IntRange(min=0),
    default=60,
    show_default=True,
    metavar="N",
    help="Label at most N nodes, those with the highest scores.",
)
@format_option
@languages_option
@network_options
def draw(
    network: str,
    file: Path,
    measure: str,
    weighted: bool,
    colour: str,
    labels: int,
    form: str | None,
    languages: tuple[str, ...],
    source: NetworkSource,
) -> None:
    """Draw a network, the time line or the map as .svg or .png, or as a page to explore, .html.

    FILE may be - for standard output, with --format.

    A page is one file that works offline: zoom, find a node by any of its names, and point at an edge for the
    quotes, articles and speakers behind it. NETWORK is one of kg networks; or timeline: forums and summits, each on
    the days that its sources give; or map: the places that hosted events, without borders.

    \b
    Examples:
      kg draw polity-cooperation polities.svg
      kg draw co-participation people.html --by betweenness
      kg draw agent-event events.png --colour kind --labels 20
      kg draw timeline forums.html --since 2019
      kg draw map places.svg
    """
    from kg.export import PICTURE_SUFFIXES

    _check(network)
    with destination(file, form, PICTURE_SUFFIXES) as path, waiting("drawing"):
        if network in _OTHERS:
            _refuse_what_is_of_networks(network)
            _OTHERS[network](source, path, languages)
        else:
            from kg.export import write_picture

            opened, graph = source.open(network)
            write_picture(
                graph,
                path,
                source.dataset(opened),
                by=measure,
                weighted=weighted,
                labels=labels,
                colour=colour,
                languages=languages,
            )
    written_to(file)


def _check(name: str) -> None:
    from kg.network import projections
    from kg.suggest import unknown

    known = {*projections(), *_OTHERS}
    if name not in known:
        raise unknown("network or other picture", name, known)


def _refuse_what_is_of_networks(name: str) -> None:
    """Refuse options that would do nothing."""
    context = click.get_current_context()
    given = [each for each in _OF_NETWORKS if context.get_parameter_source(each) is ParameterSource.COMMANDLINE]
    if given:
        options = ", ".join("--by" if each == "measure" else f"--{each}" for each in given)
        raise UsageError(
            f"{options} is only for networks, and {name} is not one", hint="leave it out; see: kg networks"
        )


def _draw_timeline(source: NetworkSource, file: Path, languages: tuple[str, ...]) -> None:
    from kg.export import write_timeline
    from kg.views.timeline import read_timeline

    filters = source.filters
    if filters.pop("status"):
        raise UsageError("the time line shows every status, each by its shape", hint="leave out --status")
    write_timeline(read_timeline(source.dataset(kg.open(source.store_path)), languages=languages, **filters), file)


def _draw_map(source: NetworkSource, file: Path, languages: tuple[str, ...]) -> None:
    from kg.export import write_map
    from kg.network.filters import NetworkFilter
    from kg.views.map import read_map

    filters = source.filters
    wanted = NetworkFilter.of(source.view, status=filters.pop("status")).statuses
    statuses = ("held",) if wanted is None else wanted
    write_map(
        read_map(source.dataset(kg.open(source.store_path)), languages=languages, statuses=statuses, **filters), file
    )


# What else may be drawn, by the name that stands where that of a network does.
_OTHERS: Mapping[str, Callable[[NetworkSource, Path, tuple[str, ...]], None]] = {
    "timeline": _draw_timeline,
    "map": _draw_map,
}
