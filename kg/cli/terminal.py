"""What is written to people's terminals: the one place through which all of it goes.

Whatever comes from files, stores and command lines is shown with the numbers of the characters that a terminal obeys.
Colours and what else of ours a terminal is to obey are handed over apart.
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
        err: to stderr in place of stdout.
        nl: whether a line end follows.
        before: what stands before it, and is obeyed: of our own making only.

    Raises:
        OSError: the output cannot be written.
    """
    write(f"{text}\n" if nl else str(text), err=err, before=before)
    stream = sys.stderr if err else sys.stdout
    if stream is not None:
        stream.flush()


def write(text: str, *, err: bool = False, before: str = "") -> None:
    """Write a text as it is, but for what a terminal obeys; what people read on stderr is never anything else.

    Raises:
        OSError: the output cannot be written.
    """
    stream = sys.stderr if err else _output()
    if stream is not None:  # without a stderr there is nobody to tell
        stream.write(before + (for_terminal(text) if err or stream.isatty() else text))


def copy_out(file: Path) -> None:
    """Write a file to stdout: byte for byte, or as text in UTF-8 where a terminal shows it.

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
    """Have a stream that cannot write a letter show its number, and no traceback tell a terminal what to do."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.excepthook = show_traceback


def show_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show what nobody foresaw, with whatever text of strangers it quotes."""
    import traceback

    say("".join(traceback.format_exception(kind, error, trace)), err=True, nl=False)
