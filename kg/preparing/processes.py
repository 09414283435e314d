"""Preparing articles in several processes, in the order in which one process would.

Every process reads the same files in the same order and prepares each so manieth turn of them; so nobody deals out
work, and nothing waits in a queue. The results are read from the pipes turn by turn. Whoever is ahead waits until its
pipe is read, with one turn in memory.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

from kg import errors
from kg.errors import EndedProcessError, InputError, KgError
from kg.preparing.articles import Prepared
from kg.preparing.wire import read_frame, unpack, write_frame
from kg.read import MappingFile

__all__ = ["Setting", "in_processes", "processes_for"]

_BYTES_EACH = 1_000_000  # of annotations: below that a process costs more at its start than it saves
_PROGRAM = "import sys; sys.path[:] = {path!r}; from kg.preparing.worker import main; main()"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a process needs to prepare as the pipeline itself would.

    Args:
        ontology: the folder of the ontology; None for the bundled one.
        base: the base of the IRIs of things.
        fingerprint: of the vocabulary.
        texts: the folder of texts that the user named.
        judge: who validates; None for the usual.
        form: the format of the files; None where it is detected from each file.
        mapping: what the labels of an annotation tool mean.
    """

    ontology: Path | None
    base: str
    fingerprint: str
    texts: Path | None
    judge: str | None = None
    form: str | None = None
    mapping: MappingFile | None = None


def processes_for(files: Sequence[Path], jobs: int | None) -> int:
    """How many processes are to prepare files: as many as asked for, or as the cores and the work suggest; 1 for none.

    Args:
        files: the annotations.
        jobs: how many are asked for; None to choose.
    """
    if jobs is not None:
        return jobs
    size = sum(file.stat().st_size for file in files if file.is_file())
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    wanted = min(cores, size // _BYTES_EACH)
    return wanted if wanted > 1 else 1


def in_processes(
    files: Sequence[Path], setting: Setting, held: Mapping[str, str], number: int
) -> Generator[Prepared, None, None]:
    """Prepare articles in their order.

    Args:
        files: the annotations.
        setting: how they are prepared.
        held: the digests that the store has, by graph.
        number: of processes.

    Raises:
        EndedProcessError: a process was ended.
        KgError: what a process raised.
    """
    workers: list[subprocess.Popen[bytes]] = []
    try:
        while len(workers) < number:
            workers.append(_start())
        for place, worker in enumerate(workers):
            _send_job(worker, _job(files, setting, held, place, number))
        seen: set[int] = set()
        for turn in count():
            message, parts = _next(workers[turn % number])
            if "end" in message:
                seen.add(message["end"])
                break
            yield from unpack((message, parts))
        seen |= {_next(worker)[0].get("end", -1) for place, worker in enumerate(workers) if place != turn % number}
        if len(seen) > 1:
            raise InputError("files were changed while they were read", hint="run the command again")
    finally:
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.wait()
            for end in (worker.stdin, worker.stdout):
                if end is not None:
                    _close(end)


def _start() -> subprocess.Popen[bytes]:
    # -P: what lies in the working folder is no module. The path is that of this process, which has its reasons.
    program = _PROGRAM.format(path=sys.path)
    try:
        return subprocess.Popen(  # noqa: S603 - this interpreter, and our own program
            [sys.executable, "-P", "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
    except OSError as error:
        raise KgError(f"no process can be started: {error.strerror}", hint="give --jobs 1") from error


def _job(files: Sequence[Path], setting: Setting, held: Mapping[str, str], place: int, number: int) -> dict[str, Any]:
    return {
        "files": [os.fsencode(file).hex() for file in files],
        "ontology": None if setting.ontology is None else str(setting.ontology),
        "base": setting.base,
        "fingerprint": setting.fingerprint,
        "texts": None if setting.texts is None else os.fsencode(setting.texts).hex(),
        "judge": setting.judge,
        "form": setting.form,
        "mapping": None if setting.mapping is None else asdict(setting.mapping),
        "held": dict(held),
        "place": place,
        "of": number,
    }


def _send_job(worker: subprocess.Popen[bytes], job: dict[str, Any]) -> None:
    assert worker.stdin is not None  # noqa: S101 - it was asked for
    try:
        write_frame(worker.stdin, job)  # type: ignore[arg-type]
    except BrokenPipeError:
        raise _ended(worker) from None


def _next(worker: subprocess.Popen[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    assert worker.stdout is not None  # noqa: S101 - it was asked for
    frame = read_frame(worker.stdout)  # type: ignore[arg-type]
    if frame is None:
        raise _ended(worker)
    if "fault" in frame[0]:
        name, message, where, hint = frame[0]["fault"]
        kind: type[KgError] = getattr(errors, name, KgError)
        raise kind(message, where=where, hint=hint)
    return frame


def _ended(worker: subprocess.Popen[bytes]) -> EndedProcessError:
    status = worker.wait()
    cause = signal.Signals(-status).name if status < 0 else f"exit code {status}"
    return EndedProcessError(
        f"a process that reads articles was ended ({cause}); what was loaded before is whole",
        hint="run the command again: what is loaded is skipped; with --jobs 1 it takes less memory",
    )


def _close(end: Any) -> None:
    with suppress(OSError):  # what was still to be written has no reader any more
        end.close()
