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
    """A file or folder as :class:`pathlib.Path`; ``~`` is the home folder."""

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
    """``--as-of DATE`` for questions: what was true, and known, on a day."""
    return click.option(
        "--as-of",
        metavar="DATE",
        help="Only what was true, and known, on this day: posts, memberships, names, statuses (2019-10-14).",
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
        help="Languages of names, in order of preference: az,tr,en; also KG_LANG.",
    )(command)


def queries_option(command: _Command) -> _Command:
    """``--queries DIR``: the user's own named questions."""
    return click.option(
        "--queries",
        "query_folders",
        type=UserPath(),
        multiple=True,
        envvar="KG_QUERIES",
        metavar="DIR",
        help="A folder of .rq files with your own named questions; also KG_QUERIES.",
    )(command)


def texts_option(command: _Command) -> _Command:
    """``--texts DIR``: where the texts of articles lie."""
    return click.option(
        "--texts",
        type=UserPath(exists=True, file_okay=False),
        metavar="DIR",
        help="Also look here for the texts of articles, and verify each quote.",
    )(command)


def timeout_option(command: _Command) -> _Command:
    """``--timeout SECONDS``: how long a question may take; by default 60 seconds, 0 for no limit."""
    return click.option(
        "--timeout",
        type=float,
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        callback=_seconds,
        help="Stop after this time; 0: no limit.",
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
        help="Stop a query that needs more memory than this; 0: no limit.",
    )(command)


def _seconds(_context: click.Context, _option: click.Parameter, value: float) -> float:
    if not 0 <= value <= 1e6:  # NaN fails this too
        raise click.BadParameter("is not a number of seconds from 0 to 1000000")
    return value


def format_option(command: _Command) -> _Command:
    """``--format`` of what goes to standard output in place of a file."""
    return click.option(
        "--format",
        "form",
        metavar="FORMAT",
        help="The format, as a suffix without its dot, when FILE is - (standard output).",
    )(command)


def bom_option(command: _Command) -> _Command:
    """``--bom``: a byte-order mark before a table."""
    return click.option(
        "--bom",
        is_flag=True,
        help="With csv: start with a byte-order mark, so that spreadsheet programs recognise UTF-8.",
    )(command)


def width_option(command: _Command) -> _Command:
    """``--width N``: the width of a table in columns."""
    return click.option(
        "--width",
        type=click.IntRange(min=0),
        metavar="N",
        help="Cut a table to N columns; 0: never. Default: the width of the terminal; in a pipe, never.",
    )(command)


def view_option(command: _Command) -> _Command:
    """``--view``: whose claims count."""
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
