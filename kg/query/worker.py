"""What the process of a query does: it confines itself, works, and sends what it finds."""

from __future__ import annotations

import errno
import faulthandler
import gc
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import NoReturn

from kg.errors import KgError
from kg.query.confinement import die_with_parent, forbid_connections, leave_no_core, limit_memory

__all__ = ["OUT_OF_MEMORY", "Send", "Work", "serve"]

Send = Callable[[bytes], None]
Work = Callable[[Send], None]
OUT_OF_MEMORY = 12
"""The exit code of a process to which Python itself could give no more memory."""
_STACK = 64 << 20  # bytes: eight times what most systems give, for queries that are deep and yet within the bounds
_SMALL_STACK = 256 << 10
_PIECE = 1 << 15  # bytes that are sent together
_LONGEST_WAIT = 0.05  # seconds that a row waits to be sent with others


def serve(
    work: Work, begin: Callable[[], None], memory: float, ends: tuple[int, int, int], *, parent: int, by_main: bool
) -> NoReturn:
    """Do the work, and end.

    Args:
        work: what to do.
        begin: is called before; where it does not return, the process is of no use.
        memory: MiB for it; 0 for no limit.
        ends: of three pipes: for what the work sends; for what goes wrong, of which nobody reads more than the first
            64 KiB; and for a byte that says that it has begun.
        parent: the process that started this one.
        by_main: whether its main thread did.
    """
    code = 1
    sending, noting, telling = ends
    try:
        gc.disable()  # nothing of the parent's is finalised here
        faulthandler.disable()
        _take_up_signals()
        leave_no_core()
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.set_blocking(noting, False)
        os.dup2(noting, 2)
        sys.stdout = sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
        if by_main:  # the kernel would end this process with the thread that started it
            die_with_parent(signal.SIGKILL)
        forbid_connections()
        out = _Out(sending)
        codes: list[int] = []
        _start(_SMALL_STACK, lambda: _keep_house(out, parent))
        _start(_STACK, lambda: codes.append(_do(work, begin, memory, out, telling))).join()
        code = codes[0] if codes else 1
    finally:
        os._exit(code)


class _Out:
    """The pipe to the parent: small pieces go together, and none waits for long."""

    def __init__(self, end: int) -> None:
        self._end = end
        self._pieces: list[bytes] = []
        self._size = 0
        self._lock = threading.Lock()

    def send(self, data: bytes) -> None:
        with self._lock:
            self._pieces.append(data)
            self._size += len(data)
            if self._size >= _PIECE:
                self._write()

    def flush(self) -> None:
        with self._lock:
            self._write()

    def _write(self) -> None:
        rest = memoryview(b"".join(self._pieces))
        self._pieces, self._size = [], 0
        while rest:
            rest = rest[os.write(self._end, rest) :]


def _do(work: Work, begin: Callable[[], None], memory: float, out: _Out, telling: int) -> int:
    """The work; returns the exit code. How it ended goes to stderr, behind whatever the engine has written there."""
    fault = None
    try:
        begin()
        os.write(telling, b"1")
        os.close(telling)
        if memory:
            limit_memory(memory)
        work(out.send)
    except MemoryError:
        return OUT_OF_MEMORY
    except KgError as error:
        fault = [type(error).__name__, error.message, error.where, error.hint]
    out.flush()
    os.write(2, b"\0" + json.dumps(fault).encode())
    return 0


def _keep_house(out: _Out, parent: int) -> NoReturn:
    """Send what waits, and end when the parent has ended."""
    while os.getppid() == parent:
        time.sleep(_LONGEST_WAIT)
        out.flush()
    os._exit(errno.EOWNERDEAD)


def _start(stack: int, work: Callable[[], None]) -> threading.Thread:
    """A thread with a stack of this size, in bytes."""
    thread = threading.Thread(target=work, daemon=True)
    threading.stack_size(stack)
    thread.start()
    return thread


def _take_up_signals() -> None:
    """Leave Ctrl-C to a parent that handles it; else do what the system does."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        is_handled = callable(signal.getsignal(number))
        signal.signal(number, signal.SIG_IGN if is_handled and number == signal.SIGINT else signal.SIG_DFL)
