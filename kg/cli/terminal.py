"""The one place that writes to terminals.

Control characters in text from files, stores and command lines are shown as numbers. Our own colours and control
sequences are passed separately.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path
from types import TracebackType
from typing import TextIO

from kg.text import for_terminal

__all__ = ["copy_out", "is_terminal", "safe_streams", "say", "show_traceback", "write"]


def is_terminal(*, err: bool = False) -> bool:
    """Whether stdout, or stderr, is a terminal."""
    stream = sys.stderr if err else sys.stdout
    return stream is not None and stream.isatty()


def say(text: object = "", *, err: bool = False, nl: bool = True, before: str = "") -> None:
    """Write a text and a line end, at once.

    Args:
        text: from anywhere.
        err: to stderr instead of stdout.
        nl: whether to end the line.
        before: our own control sequences, written as they are.

    Raises:
        OSError: the output cannot be written.
    """
    write(f"{text}\n" if nl else str(text), err=err, before=before)
    stream = sys.stderr if err else sys.stdout
    if stream is not None:
        stream.flush()


def write(text: str, *, err: bool = False, before: str = "") -> None:
    """Write a text; control characters are shown as numbers on a terminal, and always on stderr.

    Raises:
        OSError: the output cannot be written.
    """
    stream = sys.stderr if err else _output()
    if stream is not None:  # None when stderr is closed
        stream.write(before + (for_terminal(text) if err or stream.isatty() else text))


def copy_out(file: Path) -> None:
    """Write a file to stdout: byte for byte, or to a terminal as UTF-8 text.

    Raises:
        OSError: the output cannot be written.
    """
    stream = _output()
    if stream.isatty():
        with file.open(encoding="utf-8", errors="backslashreplace", newline="") as lines:
            for line in lines:
                write(line)
    else:
        with file.open("rb") as content:
            shutil.copyfileobj(content, stream.buffer)
    stream.flush()


def _output() -> TextIO:
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdout


def safe_streams() -> None:
    """Let streams show letters that they cannot encode as numbers, and make tracebacks safe for terminals."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.excepthook = show_traceback


def show_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show a traceback; it may quote text from strangers."""
    import traceback

    say("".join(traceback.format_exception(kind, error, trace)), err=True, nl=False)
