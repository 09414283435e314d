"""Work in a process of its own, which may break, be ended, and take so much memory: what it sends comes through a pipe.

The process is a copy of this one, so that it has at hand whatever this one has: a store in memory, an opened store on
disk. It opens no connection, and it ends with what started it. What the engine writes when it breaks down is
read from a second pipe, so that the reason can be told in one sentence.

A copy is made at some moment, and has the engine's locks as they are then. If a thread of the engine, which clears up
now and then, holds one, nobody will ever let go of it in the copy. So the process first touches the store, and says so
through a third pipe; one that does not is ended, and another copy made.
"""

from __future__ import annotations

import json
import os
import select
import signal
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress

from kg import errors
from kg.errors import KgError, QueryFailedError, QueryTimeoutError
from kg.query.worker import OUT_OF_MEMORY, Send, Work, serve

__all__ = ["MEBIBYTE", "MEMORY", "Child", "Send", "can_start"]

MEMORY = 2048
"""How much memory a query may take, in MiB, unless said otherwise."""
MEBIBYTE = 1 << 20

_PIECE = 1 << 16
_TO_BEGIN = (1, 2, 4, 8)  # seconds that one process after the other has to touch the store
_PATIENCE = 0.02  # seconds in which a short answer comes whole, so that its process is gone at once
_FASTER = "ask for less: a LIMIT, fewer OPTIONAL parts, a named thing in place of a variable"

_starting = threading.Lock()
_open_ends: set[int] = set()  # of pipes from other children, which a new one does not keep open


def can_start() -> bool:
    """Whether this system can copy a process."""
    return hasattr(os, "fork")


class Child:
    """A process that does some work.

    Args:
        work: is called in the process with a function that sends bytes; what it raises is raised here by :meth:`read`.
        memory: MiB that it may take beyond what this process has; 0 for no limit.
        seconds: after which it is ended; None for never.
        begin: is called in the process before the work: touches what it reads.

    Raises:
        QueryFailedError: no process can be started, or none can touch what it is to read.
    """

    def __init__(
        self, work: Work, *, memory: float, seconds: float | None = None, begin: Callable[[], None] = lambda: None
    ) -> None:
        self._owner = os.getpid()
        self._memory = memory
        self._seconds = seconds
        self._until = None if seconds is None else time.monotonic() + seconds
        self._begun, self._at = b"", 0  # what was taken in, and how much of it was read
        self._ended = False
        self.received = 0
        for patience in _TO_BEGIN:
            if self._has_begun(self._start(work, begin), patience):
                return
            self.end()
            self._ended = False
        self._ended = True
        raise QueryFailedError(
            "the store is busy in another part of this program", hint="ask again when nothing is being loaded"
        )

    def _start(self, work: Work, begin: Callable[[], None]) -> int:
        """Copy this process; returns the end of the pipe through which the copy says that it has begun."""
        with _starting:
            (data, sending), (notes, noting), (told, telling) = (os.pipe() for _ in range(3))
            by_main = threading.current_thread() is threading.main_thread()
            try:
                self._pid = _fork()
            except OSError as error:
                for end in (data, sending, notes, noting, told, telling):
                    os.close(end)
                self._ended = True
                raise QueryFailedError(
                    f"no process can be started for this query: {error.strerror}", hint="end other programs first"
                ) from error
            if self._pid == 0:
                for end in _open_ends:
                    os.close(end)
                ends = (sending, noting, telling)
                serve(work, begin, self._memory, ends, parent=self._owner, by_main=by_main)
            for end in (sending, noting, telling):
                os.close(end)
            _open_ends.update((data, notes))
        self._data, self._notes = data, notes
        return told

    def _has_begun(self, told: int, patience: float) -> bool:
        """Whether the process has touched the store, or has ended, which reading tells."""
        try:
            return _readable(told, patience)
        finally:
            os.close(told)

    def __del__(self) -> None:
        self.end()

    def wait_a_moment(self) -> None:
        """Take in what comes at once, so that the process of a short answer does not wait to be read.

        Raises:
            KgError: as :meth:`read`.
        """
        while not self._ended and len(self._begun) < _PIECE and _readable(self._data, _PATIENCE):
            if not self._take():
                return

    def read_line(self) -> bytes:
        """The first line, without its end.

        Raises:
            KgError: as :meth:`read`.
        """
        while b"\n" not in self._begun and self._await() and self._take():
            pass
        line, _, self._begun = self._begun.partition(b"\n")
        return line

    def read(self, size: int = _PIECE) -> bytes:
        """At most ``size`` bytes; none when the work is done.

        Raises:
            KgError: what the work raised, or what ended it.
        """
        if self._at == len(self._begun):
            self._begun, self._at = b"", 0
            if self._await():
                self._take()
        piece = self._begun[self._at : self._at + size]
        self._at += len(piece)
        return piece

    def end(self) -> None:
        """End the process, if it has not ended by itself, and let go of its pipes."""
        if not getattr(self, "_ended", True) and os.getpid() == self._owner:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self._leave()

    def _await(self) -> bool:
        """Wait until there is something to take; False when all was taken."""
        if self._ended:
            return False
        if self._until is None:
            return True  # reading waits
        if _readable(self._data, max(self._until - time.monotonic(), 0)):
            return True
        self.end()
        raise QueryTimeoutError(f"the query was ended after {self._seconds:g} seconds", hint=_FASTER)

    def _take(self) -> bool:
        """Take in what there is; False when there is no more, and all went well."""
        piece = os.read(self._data, _PIECE)
        self._begun += piece
        self.received += len(piece)
        if not piece:
            self._finish()
        return bool(piece)

    def _finish(self) -> None:
        """The work is over: raise what it raised, or what ended it."""
        status, said = self._leave()
        noted, _, outcome = said.partition(b"\0")
        if outcome:
            fault = json.loads(outcome)
            if fault:
                name, message, where, hint = fault
                kind: type[KgError] = getattr(errors, name, KgError)
                raise kind(message, where=where, hint=hint)
            return
        raise self._breakdown(status, noted.decode(errors="replace"))

    def _leave(self) -> tuple[int, bytes]:
        """The exit status of the process, and what it has noted."""
        self._ended = True
        try:
            _, status = os.waitpid(self._pid, 0)
        except ChildProcessError:  # the program that uses this library collects all of its children itself
            status = 0
        said = b""
        while piece := os.read(self._notes, _PIECE):
            said += piece
        with _starting:
            for end in (self._data, self._notes):
                _open_ends.discard(end)
                os.close(end)
        return status, said

    def _breakdown(self, status: int, noted: str) -> QueryFailedError:
        """Why the engine broke down, as far as what it left behind tells."""
        by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
        if "memory allocation of" in noted or code == OUT_OF_MEMORY or by == signal.SIGKILL:
            return QueryFailedError(
                f"the query needs more memory than the {self._memory:g} MiB that it was given"
                if self._memory
                else "the query needs more memory than there is",
                hint=f"{_FASTER}; or give more: --memory MIB, memory=MIB",
            )
        if "total order" in noted:
            return QueryFailedError(
                "the engine cannot sort these values: they are of several kinds, or change while it sorts",
                hint="sort by one kind, such as ORDER BY STR(?x); or without ORDER BY, and sort the rows",
            )
        if by in (signal.SIGSEGV, signal.SIGBUS) or "overflowed its stack" in noted:
            return QueryFailedError("the query is too long or too deep for the engine", hint="ask in simpler steps")
        cause = signal.Signals(by).name if by else noted.strip().rpartition("\n")[2] or f"exit code {code}"
        return QueryFailedError(f"the engine broke down on this query: {cause}", hint="ask in simpler steps")


def _readable(end: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(end, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _fork() -> int:
    # Python warns of copying a process that has several threads, since one of them may hold a lock at that moment.
    # The copy takes none of Python's locks, and of the engine's one that reading threads do not share: see the module.
    warnings.filterwarnings("ignore", r".*multi-threaded, use of fork", DeprecationWarning)
    return os.fork()
