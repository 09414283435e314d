"""report: one page on everything in a store."""

from __future__ import annotations

from pathlib import Path

import click

import kg
from kg.cli.completion import complete_networks
from kg.cli.options import (
    UserPath,
    annotations_option,
    as_of_option,
    by_option,
    format_option,
    languages_option,
    store_option,
    view_option,
)
from kg.cli.output import destination, written_to
from kg.cli.progress import waiting

__all__ = ["report"]


@click.command()
@click.argument("file", type=UserPath())
@click.option(
    "--network",
    "networks",
    multiple=True,
    default=("polity-cooperation", "co-participation"),
    show_default=True,
    metavar="NETWORK",
    shell_complete=complete_networks,
    help="Rank the actors of this network; may be given several times.",
)
@by_option("The measure to rank them by.")
@click.option(
    "--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many actors for each network."
)
@click.option(
    "--samples",
    type=click.IntRange(min=0),
    default=200,
    show_default=True,
    help="How many samples to draw for the intervals.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the samples.")
@click.option("--title", default="What the graph holds", show_default=True, help="The heading of the page.")
@format_option
@view_option
@annotations_option
@as_of_option
@languages_option
@store_option
def report(
    file: Path,
    networks: tuple[str, ...],
    measure: str,
    top: int,
    samples: int,
    seed: int,
    title: str,
    form: str | None,
    view: str,
    annotations: str,
    as_of: str | None,
    languages: tuple[str, ...],
    store_path: Path,
) -> None:
    """Write a report on the store as one HTML file that works offline.

    FILE may be - for standard output, with --format html.

    Its contents: numbers, the main actors with intervals, the time line, the map, what was promised and held, where
    sources differ, and how to cite. Every number links to the quotes and articles behind it.

    \b
    Examples:
      kg report report.html
      kg report newsroom.html --view newsroom --as-of 2025-11-24
    """
    from kg.dates import day_of
    from kg.export.files import check_suffix, write_bytes
    from kg.store import asked_often
    from kg.views.report import ReportData, report_page

    suffixes = (".html",)
    with destination(file, form, suffixes) as path, waiting("writing the report"):
        check_suffix(path, suffixes)
        graph = kg.open(store_path)
        store = asked_often(graph.dataset(annotations=annotations))
        is_whole = (view, as_of) == ("reported", None)
        page = report_page(
            ReportData(
                store=store,
                dataset=store if is_whole else graph.dataset(view, as_of, annotations=annotations),
                view=view,
                annotations=annotations,
                as_of=None if as_of is None else day_of(as_of),
                languages=languages,
                networks=networks,
                measure=measure,
                top=top,
                samples=samples,
                seed=seed,
                title=title,
            )
        )
        write_bytes(path, page)
    written_to(file)
