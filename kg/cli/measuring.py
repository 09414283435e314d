"""What the commands that measure networks share: weights, slices, and the output of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.completion import complete_measures
from kg.cli.messages import manners
from kg.cli.terminal import say
from kg.text import plain, spreadsheet_csv

if TYPE_CHECKING:
    from kg.markup.tables import Table

__all__ = ["by_option", "print_csv", "print_table", "slices_option", "weights_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_WEIGHTS: Mapping[str, bool | str] = {"none": False, "count": True, "newman": "newman"}


def weights_option(command: _Command) -> _Command:
    """``--weights``, and ``--weighted`` for counts, passed on as one ``weighted``: False, True, or an attribute."""

    def chosen(context: click.Context, _: click.Parameter, value: str | None) -> bool | str:
        counts = bool(context.params.pop("counts", False))
        if value is None:
            return counts
        if counts and value != "count":
            raise click.BadParameter(f"--weighted means --weights count, but --weights is {value}")
        return _WEIGHTS[value]

    named = click.option(
        "--weights",
        "weighted",
        type=click.Choice(list(_WEIGHTS)),
        callback=chosen,
        help="none: each edge counts 1 (the default). count: shared events. newman: 1/(n−1) for each event of n nodes.",
    )
    flag = click.option("--weighted", "counts", is_flag=True, is_eager=True, help="The same as --weights count.")
    return flag(named(command))


def by_option(what: str) -> Callable[[_Command], _Command]:
    """``--by MEASURE``; ``what`` says what it is for."""
    return click.option(
        "--by",
        "measure",
        default="degree",
        show_default=True,
        metavar="MEASURE",
        shell_complete=complete_measures,
        help=what,
    )


def slices_option(command: _Command) -> _Command:
    """``--slices``: the network by time."""
    return click.option(
        "--slices",
        "periods",
        metavar="PERIODS",
        help="By time of events: year, 3-year, or a list such as 2019,2020-05,2021/2023.",
    )(command)


def print_table(table: Table, notes: Iterable[str] | None = None) -> None:
    """Print a table on stdout and its notes on stderr; ``--quiet`` silences the notes."""
    from kg.query import table as laid_out

    say(laid_out(table.head, table.text_rows()))
    if not manners.quiet:
        for told in table.notes if notes is None else notes:
            say(plain(told), err=True)


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Iterable[str], mark: str = "") -> None:
    """Rows as CSV for spreadsheets, see :func:`kg.text.spreadsheet_csv`; ``mark`` stands before them."""
    head = list(columns)
    say(mark + spreadsheet_csv(head, ([row[name] for name in head] for row in rows)), nl=False)
