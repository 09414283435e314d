"""The formats that kg reads, by the suffix of the file, and the way from a path to its articles."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from kg.errors import InputError
from kg.ontology.vocabulary import Vocabulary
from kg.read import json_source, yaml_source
from kg.read.files import Request, UnusableError
from kg.read.lines import FixedLine
from kg.read.report import FindingCollector, ReadResult
from kg.read.terms import Terms
from kg.regular_files import NotRegularError

__all__ = ["FORMATS", "Reader", "read_path", "read_some"]

Reader = Callable[[Request], Iterator[ReadResult | None]]

FORMATS: Mapping[str, Reader] = {
    ".yaml": yaml_source.read,
    ".yml": yaml_source.read,
    ".json": json_source.read,
    ".jsonl": json_source.read_lines,
}
"""What reads a file of each suffix. A further format is a module and a line here."""


def read_path(path: Path, *, vocabulary: Vocabulary, texts: Path | None = None) -> Iterator[ReadResult]:
    """Read the articles of one file.

    A ``.jsonl`` file gives one result a line, read as they are asked for; other files give exactly one.
    A file that cannot be read gives one result whose findings say why.

    Args:
        path: an annotated article.
        vocabulary: the ontology's classes and relations.
        texts: a folder to look for the articles' texts in, before the folder of the file itself.

    Raises:
        InputError: ``path`` does not exist, or ``texts`` is not a folder.
    """
    found = read_some(path, vocabulary=vocabulary, texts=texts, wanted=lambda: True)
    return (result for result in found if result is not None)


def read_some(
    path: Path, *, vocabulary: Vocabulary, texts: Path | None, wanted: Callable[[], bool]
) -> Iterator[ReadResult | None]:
    """Read some of the articles of one file, and pass over others.

    Args:
        path: as for :func:`read_path`.
        vocabulary: as there.
        texts: as there.
        wanted: is asked before each article; one that is not wanted comes as None, unless it cannot be read at all.

    Raises:
        InputError: as there.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a zero byte in the path
        raise InputError("no such file", where=str(path)) from error
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", where=str(path)) from error
    if texts is not None and not texts.is_dir():
        raise InputError("the folder of texts is not a folder", where=str(texts))
    # File names need not be UTF-8; messages must be.
    file = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    folders = (path.parent,) if texts is None else (texts, path.parent)
    text_folders = tuple(os.path.realpath(folder) for folder in folders)
    return _read(Request(path, file, Terms(vocabulary), text_folders, texts, wanted))


def _read(request: Request) -> Iterator[ReadResult | None]:
    reader = FORMATS.get(request.path.suffix.lower())
    if reader is not json_source.read_lines and not request.wanted():
        yield None  # one file, one article
        return
    try:
        if reader is None:
            known = ", ".join(sorted(FORMATS))
            raise UnusableError("unknown-format", f"unknown suffix: {request.path.suffix!r}", hint=f"known: {known}")
        yield from reader(request)
    except UnusableError as fault:
        yield _unusable(request.file, fault)
    except NotRegularError:
        yield _unusable(request.file, UnusableError("unreadable-file", "not a regular file"))
    except OSError as error:
        message = f"the file cannot be read: {os.strerror(error.errno) if error.errno else error}"
        yield _unusable(request.file, UnusableError("unreadable-file", message))


def _unusable(file: str, fault: UnusableError) -> ReadResult:
    report = FindingCollector(file, FixedLine(fault.line))
    report.error(fault.code, fault.message, hint=fault.hint)
    return report.result(None, None)
