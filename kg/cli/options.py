"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.errors import InputError
from kg.languages import priority_list
from kg.user_paths import user_path

__all__ = [
    "UserPath",
    "as_of_option",
    "bom_option",
    "format_option",
    "held_on_option",
    "languages_option",
    "memory_option",
    "queries_option",
    "store_option",
    "texts_option",
    "timeout_option",
    "view_option",
    "width_option",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])


class UserPath(click.Path):
    """A file or a folder that a user names, as :class:`pathlib.Path`; ``~`` stands for the home folder."""

    def __init__(self, *, exists: bool = False, file_okay: bool = True, dir_okay: bool = True) -> None:
        super().__init__(exists=exists, file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """See click."""
        try:
            named = user_path(value)
        except InputError as error:
            self.fail(error.message, param, ctx)
        return super().convert(str(named), param, ctx)


def store_option(command: _Command) -> _Command:
    """``--store DIR``: the folder of the store."""
    return click.option(
        "--store",
        "store_path",
        type=UserPath(),
        default=Path("kg-store"),
        envvar="KG_STORE",
        show_default=True,
        metavar="DIR",
        help="The folder of the store; also KG_STORE.",
    )(command)


def held_on_option(command: _Command) -> _Command:
    """``--as-of DATE`` for questions: what held, and was known, on a day."""
    return click.option(
        "--as-of",
        metavar="DATE",
        help="Only what held, and was known, on this day: posts, memberships, names, statuses (2019-10-14).",
    )(command)


def languages_option(command: _Command) -> _Command:
    """``--lang``: in which languages names are shown."""
    return click.option(
        "--lang",
        "languages",
        default="en",
        envvar="KG_LANG",
        show_default=True,
        metavar="TAGS",
        callback=lambda _context, _option, value: priority_list(value),
        help="Languages of names, the most wanted first: az,tr,en; also KG_LANG.",
    )(command)


def queries_option(command: _Command) -> _Command:
    """``--queries DIR``: named questions of the user's own."""
    return click.option(
        "--queries",
        "query_folders",
        type=UserPath(),
        multiple=True,
        envvar="KG_QUERIES",
        metavar="DIR",
        help="A folder of .rq files with named questions of your own, too; also KG_QUERIES.",
    )(command)


def texts_option(command: _Command) -> _Command:
    """``--texts DIR``: where the texts of articles lie."""
    return click.option(
        "--texts",
        type=UserPath(exists=True, file_okay=False),
        metavar="DIR",
        help="Look for the texts of articles here too, and verify each quote.",
    )(command)


def timeout_option(command: _Command) -> _Command:
    """``--timeout SECONDS``: how long a question may take; 60 seconds unless said otherwise, 0 for no limit."""
    return click.option(
        "--timeout",
        type=float,
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        callback=_seconds,
        help="End after so long; 0: never.",
    )(command)


def memory_option(command: _Command) -> _Command:
    """``--memory MIB``: how much memory a query may take; 0 for no limit."""
    from kg.query.child import MEMORY

    return click.option(
        "--memory",
        type=click.FloatRange(min=0, max=1e9),
        default=MEMORY,
        show_default=True,
        metavar="MIB",
        help="End a query that needs more memory than so many MiB; 0: no limit.",
    )(command)


def _seconds(_context: click.Context, _option: click.Parameter, value: float) -> float:
    if not 0 <= value <= 1e6:  # what is no number fails this too
        raise click.BadParameter("a number of seconds from 0 to 1000000, please")
    return value


def format_option(command: _Command) -> _Command:
    """``--format`` of what goes to standard output in place of a file."""
    return click.option(
        "--format", "form", metavar="FORMAT", help="With - for FILE, standard output: the format, such as a suffix."
    )(command)


def bom_option(command: _Command) -> _Command:
    """``--bom``: a byte-order mark before a table."""
    return click.option(
        "--bom", is_flag=True, help="With csv: begin with a byte-order mark, by which spreadsheet programs know UTF-8."
    )(command)


def width_option(command: _Command) -> _Command:
    """``--width N``: into how many columns a table is cut."""
    return click.option(
        "--width",
        type=click.IntRange(min=0),
        metavar="N",
        help="Cut a table to N columns; 0: never. Default: to the terminal, and never behind a pipe.",
    )(command)


def view_option(command: _Command) -> _Command:
    """``--view``: whose word counts."""
    return click.option(
        "--view",
        type=click.Choice(["reported", "newsroom"]),
        default="reported",
        show_default=True,
        help="reported: what newsrooms or quoted speakers state. newsroom: only what newsrooms state themselves.",
    )(command)


def as_of_option(command: _Command) -> _Command:
    """``--as-of DATE``: the graph as it stood on a day."""
    return click.option("--as-of", metavar="DATE", help="Only what was reported on or before this day (2025-11-25).")(
        command
    )
