"""verify: newer texts compared with the quotes in the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import note
from kg.cli.options import UserPath, bom_option, store_option
from kg.cli.output import byte_order_mark, print_found, print_table
from kg.cli.progress import progress
from kg.cli.terminal import say
from kg.store import OxigraphStore
from kg.suggest import counted

if TYPE_CHECKING:
    from kg.verification import Verification

__all__ = ["verify"]

_LISTED = 5


@click.command()
@click.option(
    "--texts",
    required=True,
    type=UserPath(exists=True, file_okay=False),
    metavar="DIR",
    help="The texts as they are now, each named after its article: ARTICLE.txt.",
)
@click.option(
    "--record", "is_recorded", is_flag=True, help="Mark the articles that have drifted, until they are loaded anew."
)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@bom_option
@store_option
def verify(texts: Path, is_recorded: bool, form: str, bom: bool, store_path: Path) -> None:
    """Compare texts that were fetched again with the quotes in the store.

    A quote stands (at its old place), has moved (it is elsewhere), or is gone. A text that is not the one that the
    quotes were found in has drifted, whether they stand or not. Articles without a text, and texts without an
    article, are listed.

    The store stays as it is, unless --record is given: then explain, report and the question unverified-quotes
    show which articles have drifted, and what became of their quotes.

    The exit code is 1 if a quote has moved or is gone, or a text cannot be read.

    \b
    Examples:
      kg verify --texts texts
      kg verify --texts texts --record
      kg verify --texts texts --format csv
    """
    from kg.verification import DRIFTED, record
    from kg.verification import verify as verify_texts

    mark = byte_order_mark(bom, form)
    store = OxigraphStore.open_for_reading(store_path)  # a store that is not there is not made
    if is_recorded:
        store.close()
        store = OxigraphStore.open_for_writing(store_path)
    try:
        with progress("articles", None) as bar:
            found = verify_texts(store.dataset, texts, progress=bar.step)
        changed = record(store, found) if is_recorded else False
    finally:
        store.close()
    drifted = found.texts.get(DRIFTED, 0)
    if form == "table":
        _print_quotes(found)
    if print_found(found, form, mark, found.as_dict):
        say(found.summary())
    if found.others:
        names = ", ".join(found.others[:_LISTED]) + (", …" if len(found.others) > _LISTED else "")
        note(f"not texts, so not read: {counted(len(found.others), 'entry', 'entries')} of the folder ({names})")
    if is_recorded:
        note(f"recorded: {counted(drifted, 'article')} drifted" if changed else "nothing new to record")
    elif drifted:
        note("the store is as it was; --record marks the articles that have drifted")
    sys.exit(1 if found.fails else 0)


def _print_quotes(found: Verification) -> None:
    for finding in found.findings:
        say(str(finding))
    quotes = found.quote_table()
    if quotes.rows:
        print_table(quotes)
        say("")
