"""YAML, read strictly: every value is the text that was written, and nothing is expanded.

Built from libyaml's events, without recursion and without PyYAML's constructors, which would turn ``NO`` into
False, ``2031-05-04`` into a date and let duplicate keys pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.characters import named
from kg.read.characters import forbidden
from kg.read.files import Request, UnusableError, decode
from kg.read.lines import FixedLine, LineNode, TreeLines
from kg.read.native import read_article
from kg.read.raw import FORBIDDEN, MAX_DEPTH, MAX_VALUES, UNREADABLE
from kg.read.report import FindingCollector, ReadResult, shown
from kg.read.terms import FREE_TEXT, NAMES, PRINTED
from kg.regular_files import read_regular

if TYPE_CHECKING:
    import yaml

__all__ = ["parse", "read"]

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_COMMENT = re.compile(r"(?P<words>[ \t]+#(?P<glued>\S)?[^\n]*)")
_AFTER_KEY = re.compile(rf"[ \t]*:{_COMMENT.pattern}")
_FOLDED = re.compile(r"(?<!\\)\r?\n")
# A carriage return that no line feed follows, and the three that Unicode has besides.
_OTHER_BREAK = re.compile("\r(?!\n)|[\x85\u2028\u2029]")


def read(request: Request) -> Iterator[ReadResult]:
    """Read the one article of a YAML file.

    Raises:
        UnusableError, OSError: the file cannot be opened, or is not text.
    """
    data = read_regular(request.path)
    if data is None:
        raise UnusableError("file-too-large", "the file is larger than 16 MiB", hint="one file holds one article")
    report = FindingCollector(request.file, FixedLine(None))
    try:
        raw = parse(decode(data), report, request.terms.free_text)
    except UnusableError as fault:
        report.error(fault.code, fault.message, line=fault.line, hint=fault.hint)
        yield report.result(None, None)
    else:
        yield read_article(raw, report, request)


def parse(text: str, report: FindingCollector, free_text: Collection[str] = FREE_TEXT) -> object:
    """Read YAML into raw values. ``report`` takes the faults that do not end the reading, and the lines.

    Args:
        text: the file.
        report: takes the findings.
        free_text: the keys under which any words may stand, so that no ``#`` there can be told from a comment.

    Raises:
        UnusableError: the text is not YAML, or too deep, too large, or more than one document.
    """
    import yaml

    _check_line_breaks(text)

    # PyYAML can be built without libyaml: the same events then come from its slower parser.
    loader = yaml.CSafeLoader if getattr(yaml, "__with_libyaml__", False) else yaml.SafeLoader
    builder = _Builder(text, report, free_text)
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


def _check_line_breaks(text: str) -> None:
    """Refuse characters that end a line for some readers of YAML, and are a part of it for others.

    A comment that ends where no editor shows an end would let what stands behind it pass for content.

    Raises:
        UnusableError: one of them stands in the text.
    """
    found = _OTHER_BREAK.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        hint = 'remove it; or, if a text needs it, write "\\r", "\\N", "\\L" or "\\P" in double quotation marks'
        message = f"{named(found[0])} is a line break to some readers of YAML, and not to others"
        raise UnusableError("line-separator", message, line=line, hint=hint)


def _unacceptable_character(text: str, error: yaml.reader.ReaderError) -> UnusableError:
    # libyaml counts bytes here and the parser in Python counts characters, so the character is looked up by itself.
    found = text.find(chr(error.character)) if isinstance(error.character, int) else -1
    line = text.count("\n", 0, found) + 1 if found >= 0 else None
    reason = f"{named(text[found])} is not allowed" if found >= 0 else shown(str(error.reason), 200)
    return UnusableError("syntax-error", f"this is not YAML: {reason}", line=line)


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is still open; ``key`` is the key or index of the value that comes, or came last."""

    content: dict[str, object] | list[object]
    lines: LineNode
    key: str | int = 0
    expects_key: bool = True
    dropped: bool = False  # the key is a duplicate, or faulty: its value is read for faults, and not kept


class _Builder:
    """Builds values from events. The stack is a list, so nesting cannot exhaust Python's own."""

    def __init__(self, text: str, report: FindingCollector, free_text: Collection[str]) -> None:
        self.root: object = None
        self.lines = LineNode(1)
        self._text = text
        self._report = report
        self._free_text = free_text
        self._stack: list[_Frame] = []
        self._count = 0
        self._key_end = 0
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
            hint = "one file holds one article; put several articles in a .jsonl file, one per line"
            raise UnusableError("several-documents", "a second YAML document begins here", line=line, hint=hint)

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        value = event.value
        frame = self._stack[-1] if self._stack else None
        # Only between double quotes has YAML escapes that could write a forbidden character.
        sound = not (event.style == '"' and FORBIDDEN.search(value))
        if frame is not None and frame.expects_key:
            self._key(frame, value, line, kept=sound)
            self._key_end = event.end_mark.index
        else:
            self._value(event, value, line, sound=sound)
        if not sound:
            self._fault("forbidden-character", forbidden(value), line, "write the text without it")
        self._check_plain(event, line)

    def _value(self, event: Any, value: str, line: int, *, sound: bool) -> None:
        """Take a value; refuse what YAML takes out of one without quotation marks: a comment, the word for nothing."""
        is_null = not event.style and value in _NULL
        lost = None if event.style else self._lost(event)
        word = value if is_null and self._stack else ""  # a file with nothing but such a word is an empty one
        kept: object = None if is_null else value
        if not sound or (is_null and (word or lost is not None)):
            kept = UNREADABLE
        self._place(kept, line, None)
        if lost is not None:
            left = f'only "{shown(value)}" is left of the value' if value else "no value is left"
            whole = shown(f"{value}{lost}".strip(), 200)
            hint = f"put the whole value in quotation marks: '{whole}'; or put the comment on its own line"
            self._fault("yaml-comment", f'in YAML, "{shown(lost.strip())}" is a comment: {left}', line, hint)
        elif word:
            message = f"a value is missing here: in YAML, {word} means no value"
            hint = f'write "{word}" in quotation marks if you mean the word itself; otherwise leave out the key'
            self._fault("missing-value", message, line, hint)
        self._check_folding(event, line)

    def _lost(self, event: Any) -> str | None:
        """What a comment cuts off a value: whatever follows one of free text, else what is written like ``#3``."""
        comment = _COMMENT.match(self._text, event.end_mark.index)
        if comment is None and not event.value:  # libyaml places an empty value in braces where the next thing begins
            comment = _AFTER_KEY.match(self._text, self._key_end)
        if comment is None or not (comment["glued"] or self._is_under(self._free_text)):
            return None
        return comment["words"].rstrip()

    def _check_folding(self, event: Any, line: int) -> None:
        """Tell of line breaks that become blanks in what was printed; in a block after > or | they are asked for."""
        start, end = event.start_mark, event.end_mark
        if start.line == end.line or event.style in ("|", ">") or not self._is_under(PRINTED):
            return
        if event.style == '"' and not _FOLDED.search(self._text, start.index, end.index):
            return
        path = tuple(frame.key for frame in self._stack)
        hint = "write it on one line; or, if the line breaks belong to it, as a block after |-"
        message = "the line breaks in this value are read as blanks"
        self._report.warning("folded-lines", message, path, line=line, hint=hint)

    def _is_under(self, keys: Collection[str]) -> bool:
        """Whether the value that came last stands under one of the keys, itself or by language."""
        path = [frame.key for frame in self._stack if isinstance(frame.key, str)]
        if path[-1:] and path[-1] in keys:
            return True
        by_language = len(path) > 2 and not (len(path) == 3 and path[0] == "entities")
        return by_language and path[-2] in NAMES

    def _key(self, frame: _Frame, key: str, line: int, *, kept: bool) -> None:
        frame.key = key
        frame.expects_key = False
        doubled = key in frame.content
        frame.dropped = doubled or not kept
        if doubled:
            message = f'the key "{shown(key)}" appears twice here, first in line {frame.lines.find((key,))}'
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
        hint = "write the value here in full, or put it in quotes if the star is part of it"
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
        if frame.dropped:
            return
        content[str(frame.key)] = value
        if lines is not None:  # the value has lines of its own, but itself stands where its key does
            lines.line = frame.lines.find((frame.key,))
            frame.lines.entries[frame.key] = lines

    def _check_plain(self, event: Any, line: int) -> None:
        """Refuse anchors and tags."""
        if event.anchor is not None:
            hint = "write the value without it, or put it in quotes if the ampersand is part of it"
            self._fault("yaml-anchor", f"the anchor &{shown(event.anchor)} is not allowed here", line, hint)
        if event.tag is not None:
            hint = "write the value without it, or put it in quotes if the exclamation mark is part of it"
            self._fault("yaml-tag", f"the tag {shown(event.tag)} is not allowed here", line, hint)

    def _fault(self, code: str, message: str, line: int, hint: str) -> None:
        self._report.error(code, message, tuple(frame.key for frame in self._stack), line=line, hint=hint)
