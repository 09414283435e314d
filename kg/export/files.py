"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.errors import InputError, UsageError

__all__ = ["check_suffix", "replacing", "write_bytes"]


def check_suffix(file: Path, known: Sequence[str]) -> str:
    """The file's suffix in small letters.

    Raises:
        UsageError: it is not one of ``known``.
    """
    suffix = file.suffix.lower()
    if suffix not in known:
        what = f"{suffix!r} is no format to write here" if suffix else "the name has no suffix to tell the format"
        raise UsageError(what, where=str(file), hint=f"one of {' '.join(known)}")
    return suffix


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A temporary file in the same folder, which takes the file's place when the block ends well.

    When the block fails, or the process is killed, the file is as it was before.

    Raises:
        InputError: the folder does not exist, or cannot be written to.
    """
    target = Path(os.path.realpath(file))  # through symbolic links, so that they stay
    try:
        if target.exists() and not target.is_file():
            raise InputError("this is not a file", where=str(file))
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise _cannot_write(file, error) from error
    temporary = Path(name)
    try:
        os.close(handle)
        yield temporary
        _settle(temporary, target)
    except OSError as error:
        raise _cannot_write(file, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        InputError: it cannot be written.
    """
    with replacing(file) as temporary:
        temporary.write_bytes(content)


def _settle(temporary: Path, target: Path) -> None:
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    # mkstemp lets nobody else read; the file gets the rights that it had, or those of any new file.
    temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    temporary.replace(target)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(file: Path, error: OSError) -> InputError:
    return InputError(f"this file cannot be written: {error.strerror or error}", where=str(file))
