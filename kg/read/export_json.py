"""What readers of JSON exports share: the records of a file, whether one value, a list, or one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kg.model import KeyPath
from kg.read.files import Request, UnusableError, decode
from kg.read.json_source import lines_of, parse, text_lines
from kg.read.lines import FixedLine
from kg.read.marked import ExportFault, MarkedDocument
from kg.read.report import FindingCollector, LineLookup
from kg.regular_files import read_regular

__all__ = ["Record", "documents", "integer", "list_of", "mapping_of", "records", "text_of"]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of an export. ``value`` is what :mod:`kg.read.raw` describes; ``number`` counts from 1."""

    value: dict[str, object]
    number: int
    line_of: LineLookup = field(repr=False)
    faults: tuple[ExportFault, ...] = ()

    def line(self, *path: str | int) -> int | None:
        """The line of a place within the record."""
        return self.line_of(path)


def documents(request: Request, read: Callable[[Record], Iterable[MarkedDocument]]) -> Iterator[MarkedDocument]:
    """The documents that ``read`` finds in the records of a file.

    Raises:
        UnusableError, OSError: the file cannot be read, or is not JSON.
    """
    for record in _records(request):
        if isinstance(record, MarkedDocument):
            yield record
            continue
        for document in read(record):
            yield document.with_faults(*record.faults)


def records(request: Request) -> Iterator[Record]:
    """The records of a file; one that is not an object has nothing but its faults.

    Raises:
        UnusableError, OSError: the file cannot be read, or is not JSON.
    """
    for number, record in enumerate(_records(request), 1):
        if isinstance(record, MarkedDocument):
            yield Record({}, number, FixedLine(record.line), record.faults)
        else:
            yield record


def _records(request: Request) -> Iterator[Record | MarkedDocument]:
    if request.path.suffix.lower() not in (".jsonl", ".ndjson") and not _is_lines(request):
        yield from _of_whole(request)
        return
    for number, line in text_lines(request.path):
        if isinstance(line, UnusableError):
            yield _broken(line, number)
            continue
        report = FindingCollector("", FixedLine(number))
        try:
            value = parse(line, report)
        except UnusableError as fault:
            yield _broken(fault, number)
            continue
        yield _record(value, number, FixedLine(number), report)


def _of_whole(request: Request) -> Iterator[Record | MarkedDocument]:
    data = read_regular(request.path)
    if data is None:
        hint = "export it as one JSON object a line, or in parts"
        raise UnusableError("file-too-large", "the file is larger than 16 MiB", hint=hint)
    text = decode(data)
    report = FindingCollector("", lines := lines_of(text))
    value = parse(text, report)
    if not isinstance(value, list):
        yield _record(value, 1, lines, report)
        return
    if not value:
        raise UnusableError("empty-file", "the file holds no article", line=1)
    faults = _faults(report)
    for index, each in enumerate(value):
        inner = _Within(lines, index)
        if isinstance(each, dict):
            yield Record(each, index + 1, inner, faults if index == 0 else ())
        else:
            yield _broken(UnusableError("not-a-mapping", "an object is expected here"), lines((index,)) or 1)


def _is_lines(request: Request) -> bool:
    """Whether a file of another name holds one object a line."""
    pairs = [line for _, line in zip(range(2), text_lines(request.path), strict=False)]
    texts = [line.strip() for _, line in pairs if isinstance(line, str)]
    return len(texts) == 2 and all(text.startswith("{") and text.endswith("}") for text in texts)


@dataclass(frozen=True, slots=True)
class _Within:
    """Lines of key paths within one item of a list."""

    lines: LineLookup
    index: int

    def __call__(self, path: KeyPath) -> int | None:
        return self.lines((self.index, *path))


def _record(value: object, number: int, line_of: LineLookup, report: FindingCollector) -> Record | MarkedDocument:
    if isinstance(value, dict):
        return Record(value, number, line_of, _faults(report))
    return _broken(UnusableError("not-a-mapping", "an object is expected here"), line_of(()) or number)


def _faults(report: FindingCollector) -> tuple[ExportFault, ...]:
    found = report.result(None, None).findings
    return tuple(ExportFault(each.code, each.message, each.line, each.hint) for each in found)


def _broken(fault: UnusableError, line: int) -> MarkedDocument:
    told = ExportFault(fault.code, fault.message, line, fault.hint)
    return MarkedDocument(f"line-{line}", text="", faults=(told,), line=line)


def integer(value: object) -> int | None:
    """A whole number as JSON gives it here, in digits; None if it is not one.

    >>> integer("12"), integer("1.5"), integer(None), integer("12.0")
    (12, None, None, 12)
    """
    if not isinstance(value, str) or len(value) > 20:
        return None
    digits = value.removesuffix(".0").removeprefix("-")
    return int(value.removesuffix(".0")) if digits.isascii() and digits.isdigit() else None


def text_of(value: object) -> str | None:
    """A text that is not empty; None if it is not one."""
    return value if isinstance(value, str) and value else None


def list_of(value: object) -> list[dict[str, object]]:
    """The objects of a list; empty if it is none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def mapping_of(value: object) -> dict[str, object]:
    """An object; an empty one if it is none."""
    return value if isinstance(value, dict) else {}
