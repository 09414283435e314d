"""Writing data to stdout: piece by piece as it comes, whole for programs, harmless for terminals."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterable
from typing import Any

from kg.cli.progress import waiting
from kg.cli.terminal import is_terminal, say, write
from kg.errors import UsageError
from kg.text import BYTE_ORDER_MARK, json_text

__all__ = ["as_json", "byte_order_mark", "terminal_width", "write_pieces"]

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


def byte_order_mark(wanted: bool, form: str) -> str:
    """What stands before a table for a spreadsheet program, where ``--bom`` asks for it.

    Raises:
        UsageError: the format is no such table.
    """
    if wanted and form not in ("csv", "tsv"):
        raise UsageError(f"--bom goes with --format csv, not {form}", hint="leave it out")
    return BYTE_ORDER_MARK if wanted else ""


def terminal_width(wanted: int | None) -> int | None:
    """Into how many columns a table is cut: as asked (0: never); else those of the terminal; None behind a pipe."""
    if wanted is not None:
        return wanted or None
    return shutil.get_terminal_size().columns if is_terminal() else None
