"""YAML, read strictly: every value is the text that was written, and nothing is expanded.

Built from libyaml's events, without recursion and without PyYAML's constructors, which would turn ``NO`` into
False, ``2031-05-04`` into a date and let duplicate keys pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.read.files import Request, UnusableError, decode, read_regular
from kg.read.lines import FixedLine, LineNode, TreeLines
from kg.read.native import read_article
from kg.read.raw import FORBIDDEN, MAX_DEPTH, MAX_VALUES, UNREADABLE
from kg.read.report import ReadResult, Report, shown

if TYPE_CHECKING:
    import yaml

__all__ = ["parse", "read"]

_NULL = frozenset(("", "~", "null", "Null", "NULL"))


def read(request: Request) -> Iterator[ReadResult]:
    """Read the one article of a YAML file.

    Raises:
        UnusableError, OSError: the file cannot be opened, or is not text.
    """
    data = read_regular(request.path)
    if data is None:
        raise UnusableError("file-too-large", "the file is larger than 16 MiB", hint="one file holds one article")
    report = Report(request.file, FixedLine(None))
    try:
        raw = parse(decode(data), report)
    except UnusableError as fault:
        report.error(fault.code, fault.message, line=fault.line, hint=fault.hint)
        yield report.result(None, None)
    else:
        yield read_article(raw, report, request)


def parse(text: str, report: Report) -> object:
    """Read YAML into raw values. ``report`` takes the faults that do not end the reading, and the lines.

    Raises:
        UnusableError: the text is not YAML, or too deep, too large, or more than one document.
    """
    import yaml

    # PyYAML can be built without libyaml: the same events then come from its slower parser.
    loader = yaml.CSafeLoader if getattr(yaml, "__with_libyaml__", False) else yaml.SafeLoader
    builder = _Builder(report)
    try:
        builder.build(yaml.parse(text, Loader=loader))
    except yaml.reader.ReaderError as error:
        raise _unacceptable_character(text, error) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        place = f" (column {mark.column + 1})" if mark else ""
        line = mark.line + 1 if mark else None
        raise UnusableError("syntax-error", f"this is not YAML: {shown(reason, 200)}{place}", line=line) from error
    except (OverflowError, ValueError) as error:  # the parser in Python, on an escape beyond Unicode
        raise UnusableError("syntax-error", f"this is not YAML: {error}") from error
    if builder.root is None:
        raise UnusableError("empty-file", "the file holds no article", line=1)
    report.line_of = TreeLines(builder.lines)
    return builder.root


def _unacceptable_character(text: str, error: yaml.reader.ReaderError) -> UnusableError:
    # libyaml counts bytes here and the parser in Python counts characters, so the character is looked up by itself.
    found = text.find(chr(error.character)) if isinstance(error.character, int) else -1
    line = text.count("\n", 0, found) + 1 if found >= 0 else None
    reason = f"the character {error.character:#x} is not allowed" if found >= 0 else shown(str(error.reason), 200)
    return UnusableError("syntax-error", f"this is not YAML: {reason}", line=line)


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is still open; ``key`` is the key or index of the value that comes, or came last."""

    content: dict[str, object] | list[object]
    lines: LineNode
    key: str | int = 0
    expects_key: bool = True
    doubled: bool = False  # the key is a duplicate: its value is read for faults, and not kept


class _Builder:
    """Builds values from events. The stack is a list, so nesting cannot exhaust Python's own."""

    def __init__(self, report: Report) -> None:
        self.root: object = None
        self.lines = LineNode(1)
        self._report = report
        self._stack: list[_Frame] = []
        self._count = 0
        self._documents = 0

    def build(self, events: Iterable[Any]) -> None:
        """Take all events.

        Raises:
            UnusableError: too deep, too large, more than one document, or a key that is not text.
        """
        import yaml

        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in events:
            handler = handlers.get(event.__class__)
            if handler is not None:
                handler(event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            line = event.start_mark.line + 1
            hint = "one file holds one article; many articles go into a .jsonl file, one a line"
            raise UnusableError("several-documents", "a second YAML document begins here", line=line, hint=hint)

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        value = event.value
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.expects_key:
            self._key(frame, value, line)
        else:
            self._place(None if not event.style and value in _NULL else value, line, None)
        # Only between double quotes has YAML escapes that could write a forbidden character.
        if event.style == '"' and FORBIDDEN.search(value):
            self._fault("forbidden-character", "a control character stands here", line, "write the text without it")
        self._check_plain(event, line)

    def _key(self, frame: _Frame, key: str, line: int) -> None:
        frame.key = key
        frame.expects_key = False
        frame.doubled = key in frame.content
        if frame.doubled:
            message = f'the key "{shown(key)}" stands twice here, first in line {frame.lines.find((key,))}'
            self._fault("duplicate-key", message, line, "keep one of the two")
        else:
            frame.lines.entries[key] = line

    def _mapping(self, event: Any) -> None:
        self._open({}, event)

    def _sequence(self, event: Any) -> None:
        self._open([], event)

    def _open(self, content: dict[str, object] | list[object], event: Any) -> None:
        line = event.start_mark.line + 1
        if self._stack and self._stack[-1].expects_key:
            raise UnusableError("key-not-text", "this key is a list or a mapping", line=line, hint="a key is one word")
        lines = LineNode(line)
        self._place(content, line, lines)
        self._check_plain(event, line)
        if len(self._stack) >= MAX_DEPTH:
            raise UnusableError("too-deep", f"values are nested more than {MAX_DEPTH} deep", line=line)
        self._stack.append(_Frame(content, lines, expects_key=isinstance(content, dict)))

    def _end(self, _event: Any) -> None:
        self._stack.pop()

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.expects_key:
            raise UnusableError("key-not-text", "this key is an alias", line=line, hint="a key is one word")
        self._place(UNREADABLE, line, None)
        hint = "write the value out here, or put it in quotes if the star is part of it"
        self._fault("yaml-alias", f"the alias *{shown(event.anchor)} is not expanded", line, hint)

    def _place(self, value: object, line: int, lines: LineNode | None) -> None:
        """Put a value where it belongs: into the mapping or list that is open, or at the top."""
        self._count += 1
        if self._count > MAX_VALUES:
            raise UnusableError("too-many-values", f"more than {MAX_VALUES} values in one file", line=line)
        if not self._stack:
            self.root, self.lines = value, lines or LineNode(line)
            return
        frame = self._stack[-1]
        content = frame.content
        if isinstance(content, list):
            frame.key = len(content)
            frame.lines.entries[frame.key] = lines or line
            content.append(value)
            return
        frame.expects_key = True
        if frame.doubled:
            return
        content[str(frame.key)] = value
        if lines is not None:  # the value has lines of its own, but itself stands where its key does
            lines.line = frame.lines.find((frame.key,))
            frame.lines.entries[frame.key] = lines

    def _check_plain(self, event: Any, line: int) -> None:
        """Refuse anchors and tags."""
        if event.anchor is not None:
            hint = "write the value without it, or put it in quotes if the ampersand is part of it"
            self._fault("yaml-anchor", f"the anchor &{shown(event.anchor)} has no use here", line, hint)
        if event.tag is not None:
            hint = "write the value without it, or put it in quotes if the exclamation mark is part of it"
            self._fault("yaml-tag", f"the tag {shown(event.tag)} has no meaning here", line, hint)

    def _fault(self, code: str, message: str, line: int, hint: str) -> None:
        self._report.error(code, message, tuple(frame.key for frame in self._stack), line=line, hint=hint)
