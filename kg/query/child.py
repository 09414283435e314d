"""Work in a process of its own, which may break, be ended, and take so much memory: what it sends comes through a pipe.

The process is a copy of this one, so that it has at hand whatever this one has: a store in memory, an opened store on
disk. It opens no connection, and it ends with what started it. What the engine writes when it breaks down is
read from a second pipe, so that the reason can be told in one sentence.
"""

from __future__ import annotations

import errno
import faulthandler
import gc
import json
import os
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from kg import errors
from kg.errors import KgError, QueryFailedError, QueryTimeoutError
from kg.query.confinement import die_with_parent, forbid_connections, leave_no_core, limit_memory

__all__ = ["MEBIBYTE", "MEMORY", "Child", "Send", "can_start"]

MEMORY = 2048
"""How much memory a query may take, in MiB, unless said otherwise."""
MEBIBYTE = 1 << 20

Send = Callable[[bytes], None]
_STACK = 64 << 20  # bytes: eight times what most systems give, for queries that are deep and yet within the bounds
_SMALL_STACK = 256 << 10
_PIECE = 1 << 16
_PATIENCE = 0.02  # seconds in which a short answer comes whole, so that its process is gone at once
_ORPHAN_LOOKS = 0.5  # seconds between two looks at whether the parent is still there
_OUT_OF_MEMORY = 12  # the exit code of a process to which Python itself could give no more memory
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

    Raises:
        QueryFailedError: no process can be started.
    """

    def __init__(self, work: Callable[[Send], None], *, memory: float, seconds: float | None = None) -> None:
        self._owner = os.getpid()
        self._memory = memory
        self._seconds = seconds
        self._until = None if seconds is None else time.monotonic() + seconds
        self._begun, self._at = b"", 0  # what was taken in, and how much of it was read
        self._ended = False
        self.received = 0
        with _starting:
            data, sending = os.pipe()
            notes, noting = os.pipe()
            by_main = threading.current_thread() is threading.main_thread()
            try:
                self._pid = _fork()
            except OSError as error:
                for end in (data, sending, notes, noting):
                    os.close(end)
                raise QueryFailedError(
                    f"no process can be started for this query: {error.strerror}", hint="end other programs first"
                ) from error
            if self._pid == 0:
                _serve(work, memory, sending, noting, self._owner, by_main=by_main)
            os.close(sending)
            os.close(noting)
            _open_ends.update((data, notes))
        self._data, self._notes = data, notes

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
        if "memory allocation of" in noted or code == _OUT_OF_MEMORY or by == signal.SIGKILL:
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
    # The copy takes none of Python's locks, and the engine's are of a kind that reading threads share.
    warnings.filterwarnings("ignore", r".*multi-threaded, use of fork", DeprecationWarning)
    return os.fork()


def _serve(
    work: Callable[[Send], None], memory: float, sending: int, noting: int, parent: int, *, by_main: bool
) -> NoReturn:
    """What the new process does, and all it does."""
    code = 1
    try:
        gc.disable()  # nothing of the parent's is finalised here
        faulthandler.disable()
        _take_up_signals()
        leave_no_core()
        for end in _open_ends:
            os.close(end)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.set_blocking(noting, False)
        os.dup2(noting, 2)
        sys.stdout = sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
        # The kernel would end this process with the thread that started it, which only for the main thread is the end.
        if not (by_main and die_with_parent(signal.SIGKILL)) or os.getppid() != parent:
            _in_thread(_SMALL_STACK, lambda: _die_as_orphan(parent))
        forbid_connections()
        codes: list[int] = []
        _in_thread(_STACK, lambda: codes.append(_work(work, memory, sending))).join()
        code = codes[0] if codes else 1
    finally:
        os._exit(code)


def _work(work: Callable[[Send], None], memory: float, sending: int) -> int:
    def send(data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(sending, rest) :]

    fault = None
    try:
        if memory:
            limit_memory(memory)
        work(send)
    except MemoryError:
        return _OUT_OF_MEMORY
    except KgError as error:
        fault = [type(error).__name__, error.message, error.where, error.hint]
    os.write(2, b"\0" + json.dumps(fault).encode())
    return 0


def _in_thread(stack: int, work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    before = threading.stack_size(stack)
    thread.start()
    threading.stack_size(before)
    return thread


def _take_up_signals() -> None:
    """Leave to the parent what the parent handles; else do what the system does."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        is_handled = callable(signal.getsignal(number))
        signal.signal(number, signal.SIG_IGN if is_handled and number == signal.SIGINT else signal.SIG_DFL)


def _die_as_orphan(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_ORPHAN_LOOKS)
    os._exit(errno.EOWNERDEAD)
