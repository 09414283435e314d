"""Opening files that may be hostile: only regular files of limited size.

A pipe or a device may never end, and a sparse file of a terabyte costs its author nothing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputError

__all__ = ["MAX_BYTES", "MAX_ONTOLOGY_BYTES", "NotRegularError", "open_regular", "read_input", "read_regular"]

MAX_BYTES = 16 * 1024 * 1024
"""Of an article, its text, and whatever else people write by hand."""

MAX_ONTOLOGY_BYTES = 256 * 1024 * 1024
"""Of one file of an ontology, whose reference data may come from a register."""

_CHUNK = 1 << 16


class NotRegularError(OSError):
    """A folder, a device or a pipe, which might be read forever."""


def _open(path: Path | str, *, follow_links: bool = True) -> tuple[int, int]:
    """A descriptor of a regular file, and its size; opening a pipe or a device neither blocks nor reads.

    Raises:
        NotRegularError: it is not a regular file.
        OSError: it cannot be opened.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    if not follow_links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise NotRegularError("not a regular file")
    return descriptor, status.st_size


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading.

    Raises:
        NotRegularError: it is not a regular file.
        OSError: it cannot be opened.
    """
    descriptor, _ = _open(path)
    with os.fdopen(descriptor, "rb") as stream:
        yield stream


def read_regular(path: Path | str, *, follow_links: bool = True, most: int = MAX_BYTES) -> bytes | None:
    """The bytes of a regular file; None if it is larger than ``most`` bytes.

    Args:
        path: the file.
        follow_links: whether the file itself may be a link; folders always may.
        most: the most bytes to read.

    Raises:
        NotRegularError: it is not a regular file.
        OSError: it cannot be read.
    """
    # Without a stream around it: with the many small texts of a corpus, each call to the system counts.
    descriptor, size = _open(path, follow_links=follow_links)
    try:
        if size > most:
            return None
        data = b""
        while len(data) <= most and (chunk := os.read(descriptor, max(size, _CHUNK))):
            data += chunk
            if len(data) == size:
                break
    finally:
        os.close(descriptor)
    return data if len(data) <= most else None


def read_input(path: Path, *, most: int = MAX_ONTOLOGY_BYTES) -> bytes:
    """The bytes of a required file.

    Raises:
        InputError: it cannot be read, is not a regular file, or is larger than ``most`` bytes.
    """
    try:
        data = read_regular(path, most=most)
    except NotRegularError as error:
        raise InputError("this is not a regular file", where=str(path)) from error
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise InputError(f"this file cannot be read: {reason}", where=str(path)) from error
    if data is None:
        raise InputError(f"this file is larger than {most >> 20} MiB", where=str(path))
    return data
