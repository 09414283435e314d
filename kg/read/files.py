"""What reading one file needs, and its bytes as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kg.read.meanings import MappingFile
from kg.read.terms import Terms

__all__ = ["Request", "UnusableError", "decode"]

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read, and what reading it needs.

    Args:
        path: the file.
        file: its path as findings name it.
        terms: names of the ontology.
        text_folders: where the texts of articles may be, in this order; links resolved.
        texts: the folder of texts that the user named.
        mapping: what the labels of an annotation tool mean.
        wanted: whether the next article is to be read; where a file holds many, one that is not comes as None.
    """

    path: Path
    file: str
    terms: Terms
    text_folders: tuple[str, ...]
    texts: Path | None = None
    mapping: MappingFile = field(default_factory=MappingFile)
    wanted: Callable[[], bool] = lambda: True


class UnusableError(Exception):
    """A file, or a line of one, that cannot be read at all. Becomes a finding; never leaves this package."""

    def __init__(self, code: str, message: str, *, line: int | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.hint = hint


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
