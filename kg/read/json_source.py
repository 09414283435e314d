"""JSON and JSON lines, read strictly: every value is the text that was written.

Numbers keep their digits; true, false and null are refused, for no value of an annotation is one. Depth is
measured before the standard library's recursive parser sees the text.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from kg.model import KeyPath
from kg.read.characters import forbidden
from kg.read.files import Request, UnusableError, decode
from kg.read.lines import FixedLine, LineNode
from kg.read.native import read_article
from kg.read.raw import FORBIDDEN, MAX_DEPTH, MAX_VALUES, UNREADABLE
from kg.read.report import FindingCollector, LineLookup, ReadResult, shown
from kg.regular_files import MAX_BYTES, open_regular, read_regular

__all__ = ["TOKEN", "lines_of", "parse", "read", "read_lines", "text_lines"]

_BRACKETS = re.compile(r"[\[\]{}]+")
_PASSED_OVER = (
    64  # pieces of 16 MiB in which the end of a too long line is looked for: a sparse file costs nothing to make
)
# Strings match to the end of the text when they are not closed, so that the search never goes back.
TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
"""The tokens of JSON."""


class _EndlessLineError(UnusableError):
    """A line whose end was not found: what stands behind it is not looked for."""


def read(request: Request) -> Iterator[ReadResult]:
    """Read the one article of a JSON file.

    Raises:
        UnusableError, OSError: the file cannot be opened, or is not text.
    """
    data = read_regular(request.path)
    if data is None:
        raise UnusableError("file-too-large", "the file is larger than 16 MiB", hint="one file holds one article")
    text = decode(data)
    yield _read_text(text, _TextLines(text), request)


def read_lines(request: Request) -> Iterator[ReadResult | None]:
    """Read a file with one article a line. Only one line at a time is in memory; empty lines are skipped.

    Raises:
        UnusableError, OSError: the file cannot be read, or holds no article.
    """
    for number, text in text_lines(request.path):
        line_of = FixedLine(number)
        if isinstance(text, str):
            yield _read_text(text, line_of, request) if request.wanted() else None
        else:
            report = FindingCollector(request.file, line_of)
            report.error(text.code, text.message, hint=text.hint)
            yield report.result(None, None)


def text_lines(path: Path) -> Iterator[tuple[int, str | UnusableError]]:
    """The lines of a file that hold something, with their numbers; of a line that is unusable, why.

    Raises:
        UnusableError, OSError: the file cannot be read, or all its lines are empty.
    """
    is_empty = True
    with open_regular(path) as stream:
        number = 0
        while data := stream.readline(MAX_BYTES + 1):
            number += 1
            try:
                text = _line_text(data, stream)
            except UnusableError as fault:
                yield number, fault
                if isinstance(fault, _EndlessLineError):
                    return
            else:
                if not text or text.isspace():
                    continue
                yield number, text
            is_empty = False
    if is_empty:
        raise UnusableError("empty-file", "the file holds no article", line=1)


def lines_of(text: str) -> LineLookup:
    """The lines of the key paths in a JSON text, looked up when somebody asks."""
    return _TextLines(text)


def _line_text(data: bytes, stream: BinaryIO) -> str:
    """The text of a line; what of a too long line is still unread is passed over.

    Raises:
        UnusableError: the line is too long, or not UTF-8.
    """
    if len(data) <= MAX_BYTES:
        return decode(data)
    for _ in range(_PASSED_OVER):
        if not data or data.endswith(b"\n"):
            raise UnusableError("file-too-large", "the line is larger than 16 MiB")
        data = stream.readline(MAX_BYTES)
    raise _EndlessLineError("file-too-large", "the line is larger than 1 GiB", hint="nothing after it was read")


def _read_text(text: str, line_of: LineLookup, request: Request) -> ReadResult:
    report = FindingCollector(request.file, line_of)
    try:
        raw = parse(text, report)
    except UnusableError as fault:
        # In a .jsonl file, the line in the file and not the line in the text is what helps.
        line = line_of.line if isinstance(line_of, FixedLine) else fault.line or 1
        report.error(fault.code, fault.message, line=line, hint=fault.hint)
        return report.result(None, None)
    return read_article(raw, report, request)


def parse(text: str, report: FindingCollector) -> object:
    """Read JSON into raw values: dictionaries, lists and text. ``report`` takes what does not end the reading.

    Raises:
        UnusableError: the text is not JSON, too deep or too large.
    """
    if not text or text.isspace():
        raise UnusableError("empty-file", "the file holds no article", line=1)
    _check_size(text)
    try:
        raw = _decode(_STRICT, text)
    except _DuplicateKeyError:
        raw = _decode(_LENIENT, text)
        for path, first_line, line in _Scan(text).doubles:
            message = f'the key "{shown(str(path[-1]))}" appears twice here, first in line {first_line}'
            here = None if isinstance(report.line_of, FixedLine) else line
            report.error("duplicate-key", message, path, line=here, hint="keep one of the two")
    if "\\u" in text or "\\b" in text or "\\f" in text or FORBIDDEN.search(text):
        return _without_forbidden(raw, report)
    return raw


def _decode(decoder: json.JSONDecoder, text: str) -> object:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg} (column {error.colno})"
        raise UnusableError("syntax-error", message, line=error.lineno) from error


class _DuplicateKeyError(ValueError):
    """A key stands twice; which one and where is found in a second pass."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _DuplicateKeyError
    return mapping


def _first_wins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return dict(reversed(pairs))


_STRICT = json.JSONDecoder(object_pairs_hook=_unique, parse_int=str, parse_float=str)
_LENIENT = json.JSONDecoder(object_pairs_hook=_first_wins, parse_int=str, parse_float=str)


def _check_size(text: str) -> None:
    """Refuse what is too deep or too large, in one pass over what stands outside of strings.

    Without escapes, every second piece between quotation marks is a string. Of a text that is not JSON this holds
    up to the place where it stops being JSON, and the parser goes no further either.
    """
    skeleton = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    if skeleton.count(",") + skeleton.count(":") >= MAX_VALUES:
        raise UnusableError("too-many-values", f"more than {MAX_VALUES} values in one article")
    depth = 0
    for run in _BRACKETS.findall(skeleton):
        for bracket in run:
            depth += 1 if bracket in "[{" else -1
            if depth > MAX_DEPTH:
                raise UnusableError("too-deep", f"values are nested more than {MAX_DEPTH} deep", line=_deep_line(text))


def _deep_line(text: str) -> int:
    depth = 0
    for token in TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > MAX_DEPTH:
            return text.count("\n", 0, token.start()) + 1
    return 1


def _without_forbidden(raw: object, report: FindingCollector) -> object:
    """The same without control characters and halves of surrogate pairs, which mostly escapes bring into JSON.

    A value that holds one is reported and becomes ``UNREADABLE``; a key that does goes with its value.
    """
    whole: dict[str | int, object] = {0: raw}
    waiting: deque[tuple[KeyPath, Any, Any]] = deque([((), whole, 0)])
    while waiting:
        path, container, key = waiting.popleft()
        value = container[key]
        if isinstance(value, str):
            if FORBIDDEN.search(value):
                _report_forbidden(path, value, report)
                container[key] = UNREADABLE
        elif isinstance(value, list):
            waiting.extend(((*path, index), value, index) for index in range(len(value)))
        elif isinstance(value, dict):
            for name in [name for name in value if FORBIDDEN.search(name)]:
                _report_forbidden((*path, name), name, report)
                del value[name]
                if not value:
                    container[key] = UNREADABLE
            waiting.extend(((*path, name), value, name) for name in value)
    return whole[0]


def _report_forbidden(path: KeyPath, text: str, report: FindingCollector) -> None:
    report.error("forbidden-character", forbidden(text), path, hint="write the text without it")


@dataclass(slots=True)
class _TextLines:
    """Lines of key paths in a JSON text, found only when somebody asks."""

    text: str = field(repr=False)
    _root: LineNode | None = field(default=None, repr=False)

    def __call__(self, path: KeyPath) -> int | None:
        """The line of a path, or of the nearest place above it that exists."""
        if self._root is None:
            self._root = _Scan(self.text).root
        return self._root.find(path)


class _Scan:
    """A pass over valid JSON that notes lines and duplicate keys.

    ``doubles`` lists, for each duplicate key, its path, the line where it stands first, and its own line.
    """

    def __init__(self, text: str) -> None:
        self.root = LineNode(1)
        self.doubles: list[tuple[KeyPath, int, int]] = []
        # Open mappings and lists; of each the key or index of the value that comes or came last.
        nodes: list[LineNode] = []
        keys: list[str | int] = []
        line, seen, before = 1, 0, ""
        for match in TOKEN.finditer(text):
            piece = match[0]
            line += text.count("\n", seen, match.start())
            seen = match.start()
            if piece in "]}":
                nodes.pop()
                keys.pop()
            elif piece == "," and isinstance(keys[-1], int):
                keys[-1] += 1
            elif piece[0] == '"' and keys and isinstance(keys[-1], str) and before in "{,":
                self._key(piece, nodes[-1], keys, line)
            elif piece not in ":,":
                self._value(piece, nodes, keys, line)
            before = piece

    def _key(self, piece: str, node: LineNode, keys: list[str | int], line: int) -> None:
        keys[-1] = json.loads(piece)
        entry = node.entries.get(keys[-1])
        if entry is None:
            node.entries[keys[-1]] = line
        else:
            self.doubles.append((tuple(keys), node.find((keys[-1],)), line))

    def _value(self, piece: str, nodes: list[LineNode], keys: list[str | int], line: int) -> None:
        opens = piece in "[{"
        node = LineNode(line)
        if not nodes:
            self.root = node
        elif isinstance(keys[-1], int):
            nodes[-1].entries[keys[-1]] = node if opens else line
        elif opens:
            node.line = nodes[-1].find((keys[-1],))
            # Under a duplicate key, what the first one holds is kept.
            if isinstance(nodes[-1].entries[keys[-1]], int):
                nodes[-1].entries[keys[-1]] = node
        if opens:
            nodes.append(node)
            keys.append("" if piece == "{" else 0)
