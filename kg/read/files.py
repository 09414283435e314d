"""Opening files that may be hostile: regular ones only, of limited size, as UTF-8."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.read.terms import Terms

__all__ = ["MAX_BYTES", "Request", "UnusableError", "decode", "open_regular", "read_regular"]

MAX_BYTES = 16 * 1024 * 1024
_BOM = "\ufeff"
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read, and what reading it needs.

    Args:
        path: the file.
        file: its path as findings name it.
        terms: names of the ontology.
        text_folders: where the texts of articles may be, in this order; links resolved.
        texts: the folder of texts that the user named.
    """

    path: Path
    file: str
    terms: Terms
    text_folders: tuple[str, ...]
    texts: Path | None = None


class UnusableError(Exception):
    """A file, or a line of one, that cannot be read at all. Becomes a finding; never leaves this package."""

    def __init__(self, code: str, message: str, *, line: int | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.hint = hint


class NotRegularError(OSError):
    """A folder, a device, a pipe: something whose reading may never end."""


def _open(path: Path | str, *, follow_links: bool = True) -> tuple[int, int]:
    """A descriptor of a regular file, and its size; opening a pipe or a device neither blocks nor reads.

    Raises:
        NotRegularError: it is something else.
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
        NotRegularError: it is something else.
        OSError: it cannot be opened.
    """
    descriptor, _ = _open(path)
    with os.fdopen(descriptor, "rb") as stream:
        yield stream


def read_regular(path: Path | str, *, follow_links: bool = True) -> bytes | None:
    """The bytes of a regular file; None when it is larger than ``MAX_BYTES``.

    Args:
        path: the file.
        follow_links: whether the file itself may be a link; folders on the way always may.

    Raises:
        NotRegularError: it is something else.
        OSError: it cannot be read.
    """
    # Without a stream around it: with the many small texts of a corpus, each call to the system counts.
    descriptor, size = _open(path, follow_links=follow_links)
    try:
        data = b""
        while len(data) <= MAX_BYTES and (chunk := os.read(descriptor, max(size, _CHUNK))):
            data += chunk
            if len(data) == size:
                break
    finally:
        os.close(descriptor)
    return data if len(data) <= MAX_BYTES else None


def decode(data: bytes) -> str:
    """UTF-8 bytes as text, untouched but for a byte order mark at the start.

    Raises:
        UnusableError: not UTF-8; ``line`` counts from 1 within ``data``.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        is_utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        raise UnusableError(
            "not-utf-8",
            f"byte {data[error.start]:#04x} at offset {error.start} is not UTF-8",
            line=line,
            hint="the file looks like UTF-16: save it as UTF-8" if is_utf16 else "save the file as UTF-8",
        ) from error
    return text.removeprefix(_BOM)
