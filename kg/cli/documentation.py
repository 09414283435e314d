"""docs: the documentation site of the ontology and the questions."""

from __future__ import annotations

from pathlib import Path

import click

import kg
from kg.cli.messages import note
from kg.cli.options import UserPath
from kg.cli.progress import waiting
from kg.cli.terminal import say
from kg.suggest import counted

__all__ = ["docs"]


@click.command()
@click.argument("folder", type=UserPath(file_okay=False), metavar="DIR")
@click.option(
    "--store",
    "store_path",
    type=UserPath(),
    metavar="DIR",
    help="Ask the questions of this store; default: of the bundled examples.",
)
@click.option(
    "--lang",
    "language",
    default="en",
    show_default=True,
    metavar="TAG",
    help="Show names in this language, where known.",
)
def docs(folder: Path, store_path: Path | None, language: str) -> None:
    """Write the documentation as a site of plain pages into DIR.

    Terms with diagrams, shapes in words, reference data, themes, and every question with its answer and the quotes
    behind it. The site works offline. DIR is new, empty, or holds an earlier site, which is replaced; other
    files are never touched.

    \b
    Example:
      kg docs kg-docs
    """
    from kg.documentation import SiteSources, build_site, write_site
    from kg.resources import ontology_folder, queries_folder
    from kg.store import asked_often

    with waiting("building the graph"):
        graph = kg.build(kg.examples()) if store_path is None else kg.open(store_path)
    with waiting("writing the site"):
        dataset = asked_often(graph.dataset())
        files = build_site(SiteSources(ontology_folder(), queries_folder(), dataset, language))
        left = write_site(files, folder)
    for path in left:
        note(f"left in place because it was changed: {folder / path}")
    pages = sum(path.endswith(".html") for path in files)
    say(f"{folder / 'index.html'}: {counted(pages, 'page')}")
