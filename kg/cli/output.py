"""Writing data to stdout: as it comes, and harmless for terminals."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli.messages import manners, note
from kg.cli.progress import waiting
from kg.cli.terminal import copy_out, is_terminal, say, write
from kg.errors import UsageError
from kg.text import BYTE_ORDER_MARK, json_text, plain, spreadsheet_csv

if TYPE_CHECKING:
    from kg.markup.tables import Table, Tabular

__all__ = [
    "as_json",
    "byte_order_mark",
    "destination",
    "print_found",
    "print_table",
    "terminal_width",
    "write_pieces",
    "written_to",
]

_FLUSH_AFTER = 0.2  # seconds: a reader behind a pipe sees rows soon, and a million rows do not make a million writes


def write_pieces(pieces: Iterable[str]) -> None:
    """Write pieces of text as they come; a terminal is shown control characters as their codes.

    Raises:
        OSError: the output cannot be written.
    """
    waited = waiting("asking").__enter__()
    flushed = 0.0
    try:
        for piece in pieces:
            waited.stop()
            write(piece)
            now = time.monotonic()
            if now - flushed > _FLUSH_AFTER:
                sys.stdout.flush()
                flushed = now
        sys.stdout.flush()
    finally:
        waited.stop()


def as_json(told: Any) -> None:
    """JSON on stdout."""
    say(json_text(told, indent=2))


@contextmanager
def destination(file: Path, form: str | None, suffixes: Sequence[str]) -> Iterator[Path]:
    """The file that a command writes to: the one named, or for ``-`` a temporary one that is then copied to stdout.

    Args:
        file: what the user named.
        form: what ``--format`` says, which is what tells the format of standard output.
        suffixes: the formats that there are.

    Raises:
        UsageError: ``-`` without a format, an unknown one, one beside the name of a file; a picture for a terminal.
    """
    known = [suffix.removeprefix(".") for suffix in suffixes]
    if form is not None and form not in known:
        raise UsageError(f"{form!r} is not a format for this file", hint=f"one of {' '.join(known)}")
    if str(file) != "-":
        if form is not None and file.suffix.lower() != f".{form}":
            raise UsageError("--format is only for - (standard output)", hint="the suffix of a file gives its format")
        yield file
        return
    if form is None:
        raise UsageError("- is standard output: which format?", hint=f"give --format with one of {' '.join(known)}")
    if form == "png" and is_terminal():
        raise UsageError(
            "a terminal cannot show a picture",
            hint="name a file, or redirect the output: kg draw … - --format png > FILE",
        )
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        path = Path(folder) / f"output.{form}"
        yield path
        copy_out(path)


def written_to(file: Path, what: str = "") -> None:
    """Say which file was written and what is in it; on stderr when the data went to stdout."""
    if str(file) == "-":
        if what:
            note(f"written: {what}")
    else:
        say(f"{file}: {what}" if what else file)


def byte_order_mark(wanted: bool, form: str) -> str:
    """The byte-order mark before a table, if ``--bom`` asks for it.

    Raises:
        UsageError: the format is no such table.
    """
    if wanted and form not in ("csv", "tsv"):
        raise UsageError(f"--bom is only for --format csv, not {form}", hint="leave it out")
    return BYTE_ORDER_MARK if wanted else ""


def terminal_width(wanted: int | None) -> int | None:
    """The width of tables: as asked (0: no limit), else that of the terminal; None in a pipe."""
    if wanted is not None:
        return wanted or None
    return shutil.get_terminal_size().columns if is_terminal() else None


def print_table(table: Table) -> None:
    """Print a table on stdout and its notes on stderr; ``--quiet`` silences the notes."""
    from kg.markup.columns import table as in_columns

    say(in_columns(table.head, table.text_rows()))
    if not manners.quiet:
        for told in table.notes:
            say(plain(told), err=True)


def print_found(found: Tabular, form: str, mark: str, told: Callable[[], Any]) -> bool:
    """Print rows as ``json``, as ``csv`` for spreadsheets (see :func:`kg.text.spreadsheet_csv`), or as a table.

    Args:
        found: the rows.
        form: one of the three.
        mark: what stands before a CSV, see :func:`byte_order_mark`.
        told: what JSON tells.

    Returns:
        whether it was printed as a table.
    """
    if form == "json":
        as_json(told())
    elif form == "csv":
        rows = ([row[name] for name in found.columns] for row in found.records())
        say(mark + spreadsheet_csv(found.columns, rows), nl=False)
    else:
        print_table(found.table())
    return form not in ("json", "csv")
