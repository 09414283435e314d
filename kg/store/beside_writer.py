"""Reading a store while others write to it, now or later.

The engine opens most files of a store only when a read needs them. A writer that compacts the store meanwhile deletes
files, and a read would fail in its midst. So a reader reads from a folder of its own with hard links to the files as
they are now: a file with two names outlives the deletion of one.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kg.store.integrity import LIST, READING, TABLES

__all__ = ["KeptFiles", "clear", "lock_holder"]

_DESCRIPTORS = "/proc/{}/fd"  # by number, so that another process of the same person may read there, too


class KeptFiles:
    """A folder with a store's files as they are now; it goes with this object, or with :meth:`close`.

    It lies below the store and holds hard links. A lock on it, which ends with the process, tells others that it is in
    use: what a killed reader left behind is removed by the next one. Where links cannot be made, as in a folder that
    may only be read, it lies among the system's temporary files and leads to the files that this process has
    opened; that needs Linux, and one open file for each of the store's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._descriptors: list[int] = []
        # Whatever reads there holds on to this object; with the last of them, or with the process, the folder goes.
        self._remove = weakref.finalize(self, _remove, folder, self._descriptors, os.getpid())

    @classmethod
    def of(cls, path: Path) -> KeptFiles | None:
        """Keep the files of a store. None where that cannot be: see the class.

        Raises:
            RuntimeError: the writer changed the files meanwhile; try again.
        """
        try:
            import fcntl  # noqa: F401
            import tempfile
        except ImportError:
            return None  # Windows, where nobody can delete a file that a reader has open
        with suppress(OSError):
            return cls._filled(path, path, cls._link)
        if Path(_DESCRIPTORS.format(os.getpid())).is_dir():
            with suppress(OSError):
                return cls._filled(path, Path(tempfile.gettempdir()), cls._open)
        return None

    @classmethod
    def _filled(cls, path: Path, parent: Path, keep: Callable[[KeptFiles, Path, Path], None]) -> KeptFiles:
        """A folder below ``parent`` with the files of a store.

        Raises:
            RuntimeError: the writer changed the files meanwhile; try again.
            OSError: it cannot be made.
        """
        import tempfile

        clear(parent)
        kept = cls(Path(tempfile.mkdtemp(prefix=READING, dir=parent)))
        try:
            kept._fill(path, keep)
        except FileNotFoundError as error:
            kept.close()
            raise RuntimeError(f"a file of the store was replaced: {error}") from error
        except OSError:
            kept.close()
            raise
        return kept

    def close(self) -> None:
        """Remove the folder."""
        self._remove()

    def _fill(self, path: Path, keep: Callable[[KeptFiles, Path, Path], None]) -> None:
        """Tables before and after the manifest: those that it names are then among them.

        The list of files comes before all: what it says of the manifest then holds of a later state, too.
        """
        import fcntl
        import shutil

        lock = os.open(self.folder, os.O_RDONLY)
        self._descriptors.append(lock)
        fcntl.flock(lock, fcntl.LOCK_SH)
        self._keep_all(path, LIST, keep)
        self._keep_all(path, TABLES, keep)
        for pattern in ("CURRENT", "MANIFEST-*", "OPTIONS-*"):
            for file in path.glob(pattern):
                shutil.copyfile(file, self.folder / file.name)
        self._keep_all(path, TABLES, keep)
        self._keep_all(path, "*.log", keep)

    def _keep_all(self, path: Path, pattern: str, keep: Callable[[KeptFiles, Path, Path], None]) -> None:
        for file in path.glob(pattern):
            target = self.folder / file.name
            if not target.is_symlink() and not target.exists():
                try:
                    keep(self, file, target)
                except FileNotFoundError:
                    if not self.folder.exists():
                        raise
                    continue  # deleted a moment ago: the list names it no more, or opening fails and is tried again

    def _link(self, file: Path, target: Path) -> None:
        target.hardlink_to(file)

    def _open(self, file: Path, target: Path) -> None:
        descriptor = os.open(file, os.O_RDONLY)
        self._descriptors.append(descriptor)
        target.symlink_to(f"{_DESCRIPTORS.format(os.getpid())}/{descriptor}")


def _remove(folder: Path, descriptors: list[int], process: int) -> None:
    import shutil

    if process != os.getpid():
        return  # a copy of the process that made the folder, and that still reads there
    shutil.rmtree(folder, ignore_errors=True)
    while descriptors:
        os.close(descriptors.pop())


def clear(path: Path) -> None:
    """Remove the folders of readers that are no more."""
    for folder in path.glob(f"{READING}*"):
        import fcntl
        import shutil

        try:
            lock = os.open(folder, os.O_RDONLY)
        except OSError:
            continue  # another reader removed it, or it is not ours
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


def lock_holder(path: Path) -> str | None:
    """The process that holds the lock of a store, in words, as far as the system tells."""
    try:
        locks = Path("/proc/locks").read_text(encoding="ascii").splitlines()
        inode = os.stat(path / "LOCK").st_ino  # noqa: PTH116
    except OSError:
        return None  # not Linux, or not ours to see
    for line in locks:
        fields = line.split()
        if len(fields) > 5 and fields[5].endswith(f":{inode}"):
            return f"process {fields[4]}{_command_line(fields[4])}"
    return None


def _command_line(pid: str) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    text = " ".join(word.decode(errors="replace") for word in words if word)
    return f" ({text[:80]})" if text else ""
