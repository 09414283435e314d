"""brat's standoff: ``X.ann`` beside ``X.txt``, with events, attributes, links to registers, notes and equivalences.

An event is a claim: its trigger the words, its roles what it is about. A note of the form ``name: value`` is an
attribute, since brat's own attributes take no free text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.read.files import Request, UnusableError, decode
from kg.read.marked import ExportFault, MarkedDocument, MarkedEdge, MarkedSpan
from kg.read.report import shown
from kg.regular_files import read_regular

__all__ = ["NOTED", "detects", "read"]

_LINE = re.compile(r"(?:[TREAMNW#][^\s\t]*|\*)\t")
_SPAN = re.compile(r"(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)\Z")
NOTED = re.compile(r"\s*([A-Za-z][\w@.-]*)\s*:\s+(\S.*?)\s*\Z", re.S)
"""A note, a tag or a comment that is an attribute: ``startDate: 2029``."""
_NO_ID = frozenset(("", "null", "none", "nil", "_"))


def detects(head: str) -> bool:
    """Whether a file that begins so is one of this format."""
    first = head.lstrip("\ufeff").partition("\n")[0]
    return re.match(r"(?:[TREAMN#]\d+|\*)\t\S+[ \t]", first) is not None


def read(request: Request) -> Iterator[MarkedDocument]:
    """Read the one document of a file."""
    data = read_regular(request.path)
    if data is None:
        raise UnusableError("file-too-large", "the file is larger than 16 MiB", hint="one file marks one text")
    yield _Reader(request.path.stem).read(decode(data))


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self._spans: dict[str, list[MarkedSpan]] = defaultdict(list)
        self._edges: list[MarkedEdge] = []
        self._same: list[tuple[str, ...]] = []
        self._attributes: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        self._identifiers: dict[str, list[str]] = defaultdict(list)
        self._about: list[tuple[str, int]] = []
        self._events: list[tuple[str, int, list[str]]] = []
        self._faults: list[ExportFault] = []

    def read(self, content: str) -> MarkedDocument:
        for line, text in self._lines(content):
            self._line(text, line)
        events, triggers = self._make_events()
        for of, line in self._about:
            if of not in self._spans and of not in events and not any(edge.id == of for edge in self._edges):
                self._fault("dangling-edge", f'the line is about "{shown(of)}", which is not there', line)
        spans = [
            self._whole(span)
            for each in self._spans.values()
            for span in each
            if span.id not in triggers or len(each) > 1
        ]
        spans += [self._whole(span) for span in events.values()]
        edges = [replace(edge, attributes=self._attributes.get(edge.id, {})) for edge in self._edges]
        return MarkedDocument(
            id=self._name,
            text_name=f"{self._name}.txt",
            spans=tuple(spans),
            edges=tuple(edges),
            same=tuple(self._same),
            tool="brat",
            faults=tuple(self._faults),
            line=1,
        )

    def _lines(self, content: str) -> Iterator[tuple[int, str]]:
        """The lines with their numbers; one that continues a span over a line break is joined to it."""
        waiting: tuple[int, str] | None = None
        for number, line in enumerate(content.split("\n"), 1):
            text = line.removesuffix("\r")
            if waiting is not None and waiting[1].startswith("T") and text and not _LINE.match(text):
                waiting = (waiting[0], f"{waiting[1]}\n{text}")
                self._fault(
                    "continued-line", "this line continues the words of the span above it", number, is_error=False
                )
                continue
            if waiting is not None:
                yield waiting
            waiting = (number, text) if text.strip() else None
        if waiting is not None:
            yield waiting

    def _line(self, text: str, line: int) -> None:
        name, _, rest = text.partition("\t")
        head, _, tail = rest.partition("\t")
        words = head.split()
        kind = name[:1]
        if kind == "T":
            self._span(name, head, tail, line)
        elif kind == "*" and len(words) > 2:
            self._same.append(tuple(words[1:]))
            self._about += [(each, line) for each in words[1:]]
        elif kind == "R" and len(words) == 3 and all(":" in each for each in words[1:]):
            source, target = (each.partition(":")[2] for each in words[1:])
            self._edges.append(MarkedEdge(name, words[0], source, target, line))
        elif kind == "E" and words and ":" in words[0]:
            self._events.append((name, line, words))
        elif kind in "AM" and len(words) >= 2:
            self._about.append((words[1], line))
            self._add(words[1], words[0], " ".join(words[2:]) or "true")
        elif kind == "N" and len(words) >= 2:
            self._link(words, line)
        elif kind == "#" and len(words) == 2:
            self._about.append((words[1], line))
            noted = NOTED.match(tail)
            self._add(words[1], *(noted.groups() if noted else ("note", tail.strip())))
        else:
            self._fault("unreadable-line", f'this is not a line of brat: "{shown(text)}"', line)

    def _span(self, name: str, head: str, words: str, line: int) -> None:
        found = _SPAN.match(head)
        if found is None:
            self._fault("unreadable-line", f'this is not a span of brat: "{shown(head)}"', line)
            return
        pairs = [piece.split() for piece in found[2].split(";")]
        pieces = tuple((int(start), int(end)) for start, end in pairs)
        self._spans[name].append(MarkedSpan(name, found[1], words, pieces, line))

    def _link(self, words: list[str], line: int) -> None:
        self._about.append((words[1], line))
        target = words[2] if len(words) > 2 else ""
        if target.partition(":")[2].strip().lower() in _NO_ID:
            self._fault("empty-link", "a link to a register without an id; it is not used", line, is_error=False)
        else:
            self._identifiers[words[1]].append(target)

    def _make_events(self) -> tuple[dict[str, MarkedSpan], set[str]]:
        """The events as spans at their triggers, with edges for their roles; and the ids of the triggers."""
        events: dict[str, MarkedSpan] = {}
        triggers: set[str] = set()
        for name, line, (head, *roles) in self._events:
            label, _, trigger = head.partition(":")
            at = self._spans.get(trigger)
            if not at:
                self._fault("dangling-edge", f'the event "{shown(name)}" has no trigger "{shown(trigger)}"', line)
                continue
            if name in events:
                self._fault("duplicate-span-id", f'the id "{shown(name)}" is used twice', line)
            if at[0].label != label:
                message = (
                    f'the event "{shown(name)}" is of type {shown(label)}, its trigger of type {shown(at[0].label)}'
                )
                self._fault("event-type", message, line)
            triggers.add(trigger)
            events[name] = replace(at[0], id=name, line=line)
            self._attributes[name] = {**self._attributes.get(trigger, {}), **self._attributes.get(name, {})}
            for number, each in enumerate(roles):
                role, _, target = each.partition(":")
                edge = MarkedEdge(f"{name}-{number}", re.sub(r"\d+\Z", "", role) or role, name, target, line)
                self._edges.append(edge)
        return events, triggers

    def _whole(self, span: MarkedSpan) -> MarkedSpan:
        linked = tuple(self._identifiers.get(span.id, ()))
        return replace(span, attributes=self._attributes.get(span.id, {}), identifiers=linked)

    def _add(self, of: str, name: str, value: str) -> None:
        known = self._attributes[of]
        if value:
            known[name] = (*known.get(name, ()), value)

    def _fault(self, code: str, message: str, line: int, *, is_error: bool = True) -> None:
        hint = "correct the line, or export the text again" if is_error else None
        self._faults.append(ExportFault(code, message, line, hint, is_error))
