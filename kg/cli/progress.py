"""Progress on a terminal: after one second, a line on stderr that is cleared at the end."""

from __future__ import annotations

import os
import sys
import threading
import time
from types import TracebackType

from kg.cli.messages import manners
from kg.cli.terminal import is_terminal

__all__ = ["CLEAR", "Progress", "progress", "waiting"]

CLEAR = "\r\x1b[K"
"""Clears the line of a progress bar."""
_QUIET_AT_FIRST = 1.0  # seconds
_TICK = 0.2
_BAR = 20


class Progress:
    """A line that shows the progress of a step; see :func:`progress` and :func:`waiting`.

    A thread of its own draws it, so that a step of unknown length shows that it is alive.
    """

    def __init__(self, label: str, total: int | None, *, counts: bool) -> None:
        self._label = label
        self._total = total
        self._counts = counts
        self._done = 0
        self._began = time.monotonic()
        self._ended = threading.Event()
        self._drawn = False
        self._thread: threading.Thread | None = None

    def step(self, *_: object) -> None:
        """One more is done."""
        self._done += 1

    def __enter__(self) -> Progress:
        if progress_wanted():
            self._thread = threading.Thread(target=self._draw, name="kg-progress", daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Clear the line, before anything else is written to the terminal; may be called twice."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._drawn:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
            self._drawn = False

    def _draw(self) -> None:
        pause = _QUIET_AT_FIRST
        while not self._ended.wait(pause):
            pause = _TICK
            self._drawn = True
            sys.stderr.write(CLEAR + self.line(time.monotonic() - self._began))
            sys.stderr.flush()

    def line(self, seconds: float) -> str:
        """The line after some seconds: done, total, speed, and about how long is left."""
        if not self._counts:
            return f"{self._label} … {seconds:.0f} s"
        rate = self._done / seconds if seconds else 0.0
        if self._total is None:
            return f"{self._label}  {self._done:,}  {rate:,.1f}/s"
        full = min(_BAR, _BAR * self._done // max(self._total, 1))
        rest = f"  {(self._total - self._done) / rate:,.0f} s left" if self._done and self._done < self._total else ""
        bar = "█" * full + "░" * (_BAR - full)
        return f"{self._label}  {bar}  {self._done:,}/{self._total:,}  {rate:,.1f}/s{rest}"


def progress_wanted() -> bool:
    """Whether there is a terminal to draw on, and nobody asked for quiet."""
    return not manners.quiet and is_terminal(err=True) and os.environ.get("TERM") != "dumb"


def progress(label: str, total: int | None = None) -> Progress:
    """A step with parts to count: ``with progress("articles", 19) as bar: bar.step()``.

    Args:
        label: what is counted.
        total: how many there are; None if unknown.
    """
    return Progress(label, total, counts=True)


def waiting(label: str) -> Progress:
    """A step of unknown length: ``with waiting("writing the site"): …`` shows how long it has run."""
    return Progress(label, None, counts=False)
