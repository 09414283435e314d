"""Writing data to stdout: piece by piece as it comes, whole for programs, harmless for terminals."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Iterable

from kg.cli.progress import waiting

__all__ = ["terminal_width", "write_pieces"]

# What a terminal obeys, line ends and tabs aside: control characters and marks of writing direction.
_OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FLUSH_AFTER = 0.2  # seconds: a reader behind a pipe sees rows soon, and a million rows do not make a million writes


def write_pieces(pieces: Iterable[str]) -> None:
    """Write pieces of text as they come; a terminal is shown control characters as their codes.

    Raises:
        OSError: the output cannot be written.
    """
    is_terminal = sys.stdout.isatty()
    waited = waiting("asking").__enter__()
    flushed = 0.0
    try:
        for piece in pieces:
            waited.stop()
            sys.stdout.write(_OBEYED.sub(_code, piece) if is_terminal else piece)
            now = time.monotonic()
            if now - flushed > _FLUSH_AFTER:
                sys.stdout.flush()
                flushed = now
        sys.stdout.flush()
    finally:
        waited.stop()


def _code(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def terminal_width(wanted: int | None) -> int | None:
    """Into how many columns a table is cut: as asked (0: never); else those of the terminal; None behind a pipe."""
    if wanted is not None:
        return wanted or None
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
