"""A process that prepares its share of the articles of a run, and sends them through a pipe.

It is a new interpreter, not a copy of the one that started it, so that no lock of a thread is copied along. It opens no
connection, takes no more memory than it is given, and ends when the process ends that started it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import InputError, KgError
from kg.findings import Finding, Severity
from kg.mapping import Mapper
from kg.ontology import vocabulary
from kg.ontology.files import OntologyFolder
from kg.preparing.articles import Prepared, Preparer
from kg.preparing.wire import pack, read_frame, write_frame
from kg.query.confinement import forbid_connections, leave_no_core, limit_memory
from kg.read import MappingFile, ReadResult
from kg.read.formats import read_some
from kg.validate import Judge

__all__ = ["CHUNK", "main"]

CHUNK = 16
"""How many articles in a row are one process's turn."""

_MEMORY = 4096  # MiB beyond what the process takes at the start
_SECONDS = 600  # of processor time for one turn


class _TooLongError(Exception):
    """The articles of a turn take too long."""


def main() -> None:
    """Take a job from standard input, and send what comes of it to standard output."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one ends it
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(2, 1)  # what anything prints must not come between the frames
    frame = read_frame(sys.stdin.buffer)
    if frame is None:
        return
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if os.name == "posix":
        leave_no_core()
        forbid_connections()
    try:
        _work(frame[0], out)
    except KgError as error:
        fault = [type(error).__name__, error.message, error.where, error.hint]
        write_frame(out, {"fault": fault})


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(0)


def _work(job: dict[str, Any], out: BinaryIO) -> None:
    source = OntologyFolder(job["ontology"])
    terms = vocabulary.load(source, base=job["base"])
    if terms.fingerprint != job["fingerprint"]:
        raise InputError("the ontology was changed while articles were read", hint="run the command again")
    preparer = Preparer(terms, Mapper(terms), Judge(terms, source, job["judge"]))
    if os.name == "posix":
        limit_memory(_MEMORY)
        signal.signal(signal.SIGVTALRM, _ring)
    texts = None if job["texts"] is None else Path(os.fsdecode(bytes.fromhex(job["texts"])))
    files = [Path(os.fsdecode(bytes.fromhex(file))) for file in job["files"]]
    mapping = None if job["mapping"] is None else MappingFile.of(job["mapping"])
    read = partial(read_some, vocabulary=terms, texts=texts, form=job["form"], mapping=mapping)
    share = _Share(files, read, job["place"], job["of"])
    for chunk in share:
        write_frame(out, *pack(_bounded(preparer, chunk, job["held"])))
    write_frame(out, {"end": share.seen})


class _Share:
    """The articles of every so manieth turn, turn by turn; ``seen`` counts all that were passed."""

    def __init__(
        self, files: list[Path], read: Callable[..., Iterator[ReadResult | None]], place: int, of: int
    ) -> None:
        self._files, self._read = files, read
        self._place, self._of = place, of
        self.seen = 0

    def _is_mine(self) -> bool:
        return self.seen // CHUNK % self._of == self._place

    def __iter__(self) -> Iterator[list[ReadResult]]:
        chunk: list[ReadResult] = []
        for file in self._files:
            for result in self._read(file, wanted=self._is_mine):
                if self._is_mine() and result is not None:
                    chunk.append(result)
                self.seen += 1
                if chunk and self.seen % CHUNK == 0:
                    yield chunk
                    chunk = []
        if chunk:
            yield chunk


def _bounded(preparer: Preparer, chunk: list[ReadResult], held: dict[str, str]) -> list[Prepared]:
    """Prepare articles; one that takes too much memory or time is rejected, and takes no other along."""
    try:
        return _within_time(preparer, chunk, held)
    except (MemoryError, _TooLongError) as error:
        if len(chunk) > 1:
            return [each for result in chunk for each in _bounded(preparer, [result], held)]
        (result,) = chunk
        what = "memory" if isinstance(error, MemoryError) else "time"
        limit = f"{_MEMORY} MiB" if what == "memory" else f"{_SECONDS} seconds"
        finding = Finding(
            "too-costly",
            Severity.ERROR,
            f"reading and checking this article takes more {what} than there is for one, {limit}",
            result.file,
            hint="divide the article, or make it smaller",
        )
        return [Prepared(result.file, result.article_id, None, (*result.findings, finding))]


def _within_time(preparer: Preparer, chunk: list[ReadResult], held: dict[str, str]) -> list[Prepared]:
    if os.name != "posix":
        return list(preparer.prepare(chunk, held))
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        return list(preparer.prepare(chunk, held))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _ring(_number: int, _frame: object) -> None:
    raise _TooLongError
