"""A time limit for the command line, which ends the process with all that it does for a question.

A query runs in a process of its own, which ends with this one. What stands around it (names, evidence, other views) is
read here, in native calls that no Python code can interrupt; they let other threads run meanwhile, so a watchdog
can end it all. A library must not do that: see ``timeout`` of :func:`kg.query.run.run`.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import QueryTimeoutError

__all__ = ["deadline"]


@contextmanager
def deadline(seconds: float | None, message: str) -> Iterator[None]:
    """End the process, with exit code 3 and a message on stderr, unless the block is left within ``seconds``.

    Nothing is cleaned up then: use it only around what reads. None and 0 set no limit.
    """
    if not seconds:
        yield
        return
    finished = threading.Event()

    def watch() -> None:
        if finished.wait(seconds):
            return
        # Not through sys.stderr: the main thread may be holding its lock.
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, f"{message}\n".encode())
        os._exit(QueryTimeoutError.exit_code)

    threading.Thread(target=watch, name="kg-deadline", daemon=True).start()
    try:
        yield
    finally:
        finished.set()
