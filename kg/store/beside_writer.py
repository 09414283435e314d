"""Reading a store while another process writes to it.

The engine opens most files of a store only when a read needs them. A writer that compacts the store meanwhile deletes
files, and a read would fail in its midst. So a reader beside a writer reads from a folder of its own with hard links
to the files as they are now: a file with two names outlives the deletion of one.
"""

from __future__ import annotations

import atexit
import os
from pathlib import Path

__all__ = ["KeptFiles", "clear", "lock_holder"]

_PREFIX = ".reading-"


class KeptFiles:
    """A folder below a store with the store's files as they are now; :meth:`close` removes it.

    A lock on the folder, which ends with the process, tells others that it is in use: what a killed reader left behind
    is removed by the next one.
    """

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self._lock = lock
        # The engine's store, and rows that come from it, may live longer than whoever opened it.
        atexit.register(self.close)

    @classmethod
    def of(cls, path: Path) -> KeptFiles | None:
        """Keep the files of a store. None where that cannot be: in a folder that may only be read, without links.

        Raises:
            RuntimeError: the writer changed the files meanwhile; try again.
        """
        import tempfile

        try:
            import fcntl

            clear(path)
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=path))
        except (OSError, ImportError):
            return None
        kept = cls(folder, os.open(folder, os.O_RDONLY))
        try:
            fcntl.flock(kept._lock, fcntl.LOCK_SH)
            _link_all(path, folder)
        except FileNotFoundError as error:
            kept.close()
            raise RuntimeError(f"a file of the store was replaced: {error}") from error
        except OSError:
            kept.close()
            return None
        return kept

    def close(self) -> None:
        """Remove the folder; it happens at the end of the process at the latest."""
        import shutil

        atexit.unregister(self.close)
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._lock)


def _link_all(path: Path, folder: Path) -> None:
    """Tables before and after the list of tables: those that it names are then among them."""
    import shutil

    _link(path, folder, "*.sst")
    for pattern in ("CURRENT", "MANIFEST-*", "OPTIONS-*"):
        for file in path.glob(pattern):
            shutil.copyfile(file, folder / file.name)
    _link(path, folder, "*.sst")
    _link(path, folder, "*.log")


def _link(path: Path, folder: Path, pattern: str) -> None:
    for file in path.glob(pattern):
        target = folder / file.name
        if not target.exists():
            try:
                target.hardlink_to(file)
            except FileNotFoundError:
                if not folder.exists():
                    raise
                continue  # deleted a moment ago: the list names it no more, or opening fails and is tried again


def clear(path: Path) -> None:
    """Remove the folders of readers that are no more."""
    for folder in path.glob(f"{_PREFIX}*"):
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
