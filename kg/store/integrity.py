"""Whether the files of a store are as they were written.

The engine checks each block when it reads it. But inside an aggregate it repeats a read error for ever, until no memory
is left; it opens most tables only when it needs them; and where the end of its list of tables, the manifest, is cut
off, it takes the rest for all there is: articles are gone without a word, and the next writer deletes their tables. So
whoever writes leaves a list of the files beside them, and whoever opens the store compares before the engine reads.

Tables are never changed once they are written, and the manifest only grows. The list that a writer leaves when it
closes the store is exact, as long as the manifest is the one that it names and has not grown. The list of a writer
that was killed is not: a table may be gone or of another size since, and one that it lacks is not checked.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError

__all__ = [
    "LIST",
    "READING",
    "TABLES",
    "check_files",
    "damaged",
    "has_tables",
    "is_unfinished",
    "note_files",
    "remove_leftovers",
    "remove_unfinished",
]

LIST = "KG-FILES"
"""The list of files of a store."""
READING = ".reading-"
"""What the name of a reader's own folder begins with; see :mod:`kg.store.beside_writer`."""

TABLES = "[0-9]*.sst"
"""The names of the engine's tables; those of a bulk load that is under way are others."""

_VERSION = 1
_READ_AHEAD = 32 << 20  # bytes: a store no larger is read whole at every opening, in some hundredths of a second
_CHUNK = 1 << 20
_FEW_BYTES = 256  # of the log of a new store, which holds the version of the engine; one triple takes more

# What the engine puts into a folder; all but `.sst` and `.log` without anybody's data.
_ENGINE_FILE = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG|LOG\.old\.\d+|MANIFEST-\d+|OPTIONS-\d+(\.dbtmp)?|\d+\.(log|sst|dbtmp)|bulk-\d+\.sst|"
    + re.escape(LIST)
    + r"(\.\d+\.new)?"
)


@dataclass(frozen=True, slots=True)
class _Listed:
    """One file: its size in bytes, when it was changed last in nanoseconds, and the CRC-32 of its bytes."""

    size: int
    changed: int
    crc: int


@dataclass(frozen=True, slots=True)
class _List:
    """All files, by name; ``is_final``: the writer had closed the store."""

    files: Mapping[str, _Listed]
    is_final: bool = False

    @property
    def manifest(self) -> tuple[str, int] | None:
        """The manifest's name and size."""
        return next(((name, each.size) for name, each in self.files.items() if not name.endswith(".sst")), None)


def note_files(path: Path, *, is_final: bool = False) -> None:
    """Write the list of a store's files, which nobody else may be writing to.

    Args:
        path: the folder of the store.
        is_final: the engine has closed it.

    Raises:
        OSError: a file cannot be read, or the list not be written.
    """
    try:
        known = _read_list(path).files
    except (StoreError, OSError):
        known = {}  # it is written anew
    files = {file.name: _describe(file, known.get(file.name)) for file in _listed_files(path)}
    entries = {name: [each.size, each.changed, each.crc] for name, each in files.items() if each is not None}
    body = json.dumps({"files": entries, "final": is_final}, sort_keys=True)
    temporary = path / f"{LIST}.{os.getpid()}.new"  # the next writer may have begun
    temporary.write_text(json.dumps({"kg": _VERSION, "crc": zlib.crc32(body.encode()), "list": body}), encoding="ascii")
    temporary.replace(path / LIST)


def check_files(path: Path, store: Path | None = None, *, whole: bool = False) -> None:
    """Compare the files of a store with the list that its last writer left; without a list nothing is checked.

    Files that were changed since are read, and those of a small store in any case; others count as sound.

    Args:
        path: the folder that holds the files.
        store: the store as the reader knows it; default: the same.
        whole: read all files, however many they are.

    Raises:
        StoreError: a file is damaged.
        OSError: a file cannot be read.
    """
    listed = _read_list(path, store)
    whole = whole or sum(each.size for each in listed.files.values()) <= _READ_AHEAD
    is_exact = _is_exact(listed, path)
    for name, each in listed.files.items():
        fault = _fault(path / name, each, whole=whole, is_exact=is_exact)
        if fault is not None and is_exact and not _is_exact(listed, path):
            is_exact = False  # a writer has just begun
            fault = _fault(path / name, each, whole=whole, is_exact=False)
        if fault is not None:
            raise damaged(store or path, fault)


def _is_exact(listed: _List, path: Path) -> bool:
    """Whether nobody has written to a store since the list was made."""
    if not listed.is_final or listed.manifest is None:
        return False
    name, size = listed.manifest
    try:
        return (path / "CURRENT").read_bytes().strip() == name.encode() and (path / name).stat().st_size == size
    except FileNotFoundError:
        return False


def _fault(file: Path, listed: _Listed, *, whole: bool, is_exact: bool) -> str | None:
    """What is wrong with a file; None when nothing is."""
    is_manifest = file.suffix != ".sst"
    try:
        found = file.stat()
    except FileNotFoundError:
        return f"{file.name} is not there" if is_exact else None
    if found.st_size != listed.size and (is_exact or (is_manifest and found.st_size < listed.size)):
        return f"{file.name} has {found.st_size:,} bytes, of {listed.size:,}"
    if found.st_size != listed.size and not is_manifest:
        return None
    if (whole or found.st_mtime_ns != listed.changed) and _crc(file, listed.size) != listed.crc:
        return f"{file.name} does not hold the bytes that were written"
    return None


def damaged(store: Path, what: str) -> StoreError:
    """The error of a store that is damaged; ``what`` names the file."""
    return StoreError(
        f"this store is damaged: {what}",
        where=str(store),
        hint="put a copy in its place, or load the articles again into a new store: kg load PATH --store NEW",
    )


def is_unfinished(path: Path) -> bool:
    """Whether a folder holds nothing, or what the engine makes first of a store, and nobody's data yet.

    Raises:
        OSError: it cannot be looked into.
    """
    files = [file for file in path.iterdir() if not file.name.startswith(READING)]
    return (
        all(_ENGINE_FILE.fullmatch(file.name) and file.is_file() for file in files)
        and not has_tables(path)
        and sum(file.stat().st_size for file in files if file.suffix == ".log") <= _FEW_BYTES
    )


def has_tables(path: Path) -> bool:
    """Whether a folder holds tables of the engine."""
    return any(path.glob(TABLES))


def remove_leftovers(path: Path) -> None:
    """Remove the files that a killed writer was writing, which the engine leaves; only for who holds its lock.

    Raises:
        OSError: one cannot be removed.
    """
    for pattern in ("bulk-*.sst", f"{LIST}.*.new"):
        for file in path.glob(pattern):
            file.unlink(missing_ok=True)


def remove_unfinished(path: Path) -> None:
    """Remove what the engine made first of a store, all but its lock; see :func:`is_unfinished`.

    Raises:
        BlockingIOError: another process is at work on it.
        OSError: a file cannot be removed.
    """
    with (path / "LOCK").open("a") as lock:
        try:
            import fcntl

            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the engine's own lock is of this kind
        except ImportError:
            pass  # Windows does not remove what is in use
        if not is_unfinished(path):
            raise BlockingIOError("another process has finished it")
        for file in path.iterdir():
            if file.name != "LOCK" and file.is_file():
                file.unlink()


def _listed_files(path: Path) -> Iterator[Path]:
    yield from path.glob(TABLES)
    yield path / (path / "CURRENT").read_text(encoding="ascii").strip()


def _describe(file: Path, known: _Listed | None) -> _Listed | None:
    """What is to be noted of a file; None when it has just been deleted."""
    try:
        found = file.stat()
        if known is not None and (known.size, known.changed) == (found.st_size, found.st_mtime_ns):
            return known
        return _Listed(found.st_size, found.st_mtime_ns, _crc(file, found.st_size))
    except FileNotFoundError:
        return None


def _crc(file: Path, size: int) -> int:
    """The CRC-32 of the first ``size`` bytes."""
    crc = 0
    with file.open("rb") as stream:
        while size > 0 and (piece := stream.read(min(_CHUNK, size))):
            crc = zlib.crc32(piece, crc)
            size -= len(piece)
    return crc


def _read_list(path: Path, store: Path | None = None) -> _List:
    """The list of a store's files; empty when there is none.

    Raises:
        StoreError: the list itself is damaged.
    """
    try:
        text = (path / LIST).read_bytes()
    except FileNotFoundError:
        return _List({})
    try:
        outer = json.loads(text)
        if outer["kg"] != _VERSION:
            return _List({})  # of another version of kg
        body = outer["list"]
        if zlib.crc32(body.encode()) != outer["crc"]:
            raise ValueError("the list is not the one that was written")
        inner = json.loads(body)
        # A name is never a path: nothing outside the store is looked at.
        files = {Path(name).name: _Listed(*map(int, each)) for name, each in inner["files"].items()}
        return _List(files, bool(inner["final"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"this store is damaged: {LIST}, the list of its files, cannot be read",
            where=str(store or path),
            hint="if only this file is damaged, remove it; kg load writes it anew",
        ) from error
