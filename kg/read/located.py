"""Where the spans of an export are in its text: the one policy for all formats.

The unit of the offsets is found for each document by what the spans say: the words at them must be the words that the
export gives. The text itself is never changed for that.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kg.read.endings import inflected, whole_word
from kg.read.marked import MarkedDocument, MarkedSpan, Trust
from kg.read.report import FindingCollector, shown
from kg.suggest import counted

__all__ = ["UNITS", "LocatedSpan", "locate"]

Pieces = tuple[tuple[int, int], ...]
# What looking up words without reliable offsets may cost for one document, in characters passed over.
_BUDGET = 2_000_000_000
_SAME_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class LocatedSpan:
    """A span with its place in code points; ``pieces`` is empty where there is no text to find it in."""

    span: MarkedSpan
    pieces: Pieces

    def words(self, text: str) -> str:
        """What the text says there, its fragments joined by blanks."""
        return " ".join(text[start:end] for start, end in self.pieces)


def _utf16(text: str) -> Iterable[int]:
    return (2 if character > "\uffff" else 1 for character in text)


def _utf8(text: str) -> Iterable[int]:
    return (1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4 for c in text)


def _lf(text: str) -> Iterable[int]:
    return (0 if two == ("\r", "\n") else 1 for two in pairwise(text + " "))


# How many units each character takes; None where a character is one unit in any case.
_WIDTHS: Mapping[str, tuple[Callable[[str], bool], Callable[[str], Iterable[int]]]] = {
    "code-points": (lambda _: False, _utf16),
    "utf-16": (lambda text: any(map("\uffff".__lt__, text)), _utf16),
    "lf": (lambda text: "\r\n" in text, _lf),
    "utf-8": (lambda text: not text.isascii(), _utf8),
}
UNITS = tuple(_WIDTHS)
"""What offsets may count, the likeliest first: code points, UTF-16, code points with CR LF as one, bytes of UTF-8."""


class _Unit:
    """One way of counting, from its offsets to code points."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        differs, widths = _WIDTHS[name]
        self._length = len(text)
        self._starts: array[int] | None = None
        if differs(text):
            starts, total = array("q", [0]), 0
            for width in widths(text):
                total += width
                starts.append(total)
            self._starts = starts

    def point(self, offset: int) -> int | None:
        """The offset in code points; None if it is outside the text, or inside a character."""
        if self._starts is None:
            return offset if 0 <= offset <= self._length else None
        found = bisect_left(self._starts, offset)
        return found if 0 <= found < len(self._starts) and self._starts[found] == offset else None

    def pieces(self, span: MarkedSpan) -> Pieces | None:
        """The span in code points; None if a part of it is not within the text."""
        found = [(self.point(start), self.point(end)) for start, end in span.pieces]
        sound = tuple((start, end) for start, end in found if start is not None and end is not None and start < end)
        return sound if len(sound) == len(found) and sound else None


def locate(
    document: MarkedDocument, text: str | None, report: FindingCollector, unit: str | None = None
) -> list[LocatedSpan]:
    """The spans with their places, in the order of the export. Those that cannot be placed are reported.

    Args:
        document: what was marked.
        text: its text; None if it is not available.
        report: takes the findings.
        unit: one of :data:`UNITS`, where the user says what offsets count.
    """
    spans = _distinct(document, report)
    if text is None:
        return [LocatedSpan(span, ()) for span in spans]
    if document.trust is Trust.OFFSETS:
        return _by_offsets(spans, text, report, unit)
    return _by_words(spans, text, report, document.trust)


def _distinct(document: MarkedDocument, report: FindingCollector) -> list[MarkedSpan]:
    """The spans without a second one of the same id, and without copies; both are reported."""
    first: dict[str, MarkedSpan] = {}
    seen: dict[object, str] = {}
    sources = {edge.source for edge in document.edges}  # the words of a claim may be those of another one, too
    for span in document.spans:
        if span.id in first:
            message = f'the id "{shown(span.id)}" of a span is used twice, first in line {first[span.id].line or "?"}'
            report.error("duplicate-span-id", message, line=span.line, quote=span.surface)
            continue
        places = (span.surface, span.prefix, span.suffix, span.nth) if document.trust is not Trust.OFFSETS else None
        key = (span.label, span.pieces, places, tuple(sorted(span.attributes.items())), span.identifiers)
        other = seen.setdefault(key, span.id)
        if other != span.id and document.trust is Trust.OFFSETS and span.id not in sources:
            message = f'the span "{shown(span.id)}" marks the same words in the same way as "{shown(other)}"'
            report.warning("duplicate-span", message, line=span.line, quote=span.surface, hint="remove one of the two")
        first[span.id] = span
    edges = Counter(edge.id for edge in document.edges)
    for edge in document.edges:
        if edges[edge.id] > 1:
            edges[edge.id] = 0
            message = f'the id "{shown(edge.id)}" of a relation is used more than once'
            report.error("duplicate-span-id", message, line=edge.line)
    return list(first.values())


def _by_offsets(spans: list[MarkedSpan], text: str, report: FindingCollector, chosen: str | None) -> list[LocatedSpan]:
    units = [_Unit(name, text) for name in (UNITS if chosen is None else (chosen,))]
    placed = {unit.name: [unit.pieces(span) for span in spans] for unit in units}
    checked = any(span.surface is not None for span in spans)
    if not checked:
        placed.pop("utf-8", None) if len(placed) > 1 else None
    matches = {
        name: [pieces is not None and _fits(span, pieces, text) for span, pieces in zip(spans, found, strict=True)]
        for name, found in placed.items()
    }
    full = [name for name in placed if all(matches[name])]
    if len({tuple(placed[name]) for name in full}) > 1:
        message = f"the offsets fit the text in more than one unit ({', '.join(full)})"
        if not checked:
            message = f"the export has no words to check its offsets by, and they may count {' or '.join(full)}"
        hint = f"say which under offsets: in a mapping file, such as offsets: {full[0]}"
        report.error("offset-unit", message, hint=hint)
    best = max(placed, key=lambda name: sum(matches[name])) if not full else full[0]
    located = []
    for span, pieces, fits in zip(spans, placed[best], matches[best], strict=True):
        if fits and pieces is not None:
            located.append(LocatedSpan(span, pieces))
        else:
            _report_misfit(span, pieces, text, best, report)
    return located


def _fits(span: MarkedSpan, pieces: Pieces, text: str) -> bool:
    if span.surface is None:
        return True
    words = [text[start:end] for start, end in pieces]
    if " ".join(words) == span.surface or (len(words) == 1 and words[0] == span.surface):
        return True
    # Tools write line breaks within a span as blanks, and fragments with or without one between them.
    blank = [_SAME_BLANKS.sub(" ", word) for word in words]
    return _SAME_BLANKS.sub(" ", span.surface) in (" ".join(blank), "".join(blank))


def _report_misfit(span: MarkedSpan, pieces: Pieces | None, text: str, unit: str, report: FindingCollector) -> None:
    name, where = shown(span.id), ", ".join(f"{start}–{end}" for start, end in span.pieces)
    hint = "the text is not the one that was annotated, or the export is damaged: export it again"
    if not span.pieces:
        message = f'the span "{name}" has no offsets'
        report.error("span-without-offsets", message, line=span.line, quote=span.surface, hint=hint)
    elif pieces is None:
        is_turned = any(start >= end for start, end in span.pieces)
        outside = f"lies outside the text of {counted(len(text), 'character')}"
        what = "ends before it begins, or is empty" if is_turned else outside
        message = f'the span "{name}" ({where}) {what}'
        report.error("span-out-of-text", message, line=span.line, quote=span.surface, hint=hint)
    else:
        there = shown(" ".join(text[start:end] for start, end in pieces))
        message = f'at {where} (counted in {unit}) the text has "{there}", not "{shown(span.surface or "")}"'
        report.error("span-mismatch", message, line=span.line, quote=span.surface, hint=hint)


class _Search:
    """Looks words up in one text, each once, at limited cost."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._left = _BUDGET
        self._known: dict[object, list[int]] = {}

    def starts(self, words: str, pattern: re.Pattern[str] | None = None) -> list[int] | None:
        """Where the words are; None if the budget is used up. At most two more than anybody needs are listed."""
        key = (words, pattern)
        if key not in self._known:
            self._left -= len(self.text)
            if self._left < 0:
                return None
            found, start = [], -1
            if pattern is not None:
                for match in pattern.finditer(self.text):
                    found.append(match.start())
                    if len(found) >= 1000:
                        break
            else:
                while len(found) < 1000 and (start := self.text.find(words, start + 1)) >= 0:
                    found.append(start)
            self._known[key] = found
        return self._known[key]


def _by_words(spans: list[MarkedSpan], text: str, report: FindingCollector, trust: Trust) -> list[LocatedSpan]:
    search, located, lost = _Search(text), [], Counter[str]()
    hints = _likeliest(spans, text)
    for span in spans:
        pieces = hints.pieces(span) if span.pieces else None
        if pieces is not None and _is_there(span, pieces, text):
            located.append(LocatedSpan(span, pieces))
            continue
        found, why = _found(span, search, trust)
        if found is not None:
            located.append(LocatedSpan(span, ((found, found + len(span.surface or "")),)))
            continue
        if trust is Trust.NOTHING:
            lost[why] += 1
            message = f'"{shown(span.surface or "")}" {why}: it is left out'
            report.warning("ungrounded", message, line=span.line, quote=span.surface)
        else:
            message = f'"{shown(span.surface or "")}" {why}'
            hint = "the words, with prefix and suffix, must be in the text exactly once"
            report.error("quote-not-found", message, line=span.line, quote=span.surface, hint=hint)
    if lost:
        told = "; ".join(f"{number} {why}" for why, number in sorted(lost.items()))
        message = f"{counted(lost.total(), 'extraction')} of {len(spans)} left out: {told}"
        report.warning("ungrounded-total", message, hint="read the text for what these may have meant")
    return located


def _likeliest(spans: list[MarkedSpan], text: str) -> _Unit:
    """The unit in which the most spans are where their offsets say; code points if none is better."""

    def hits(unit: _Unit) -> int:
        found = ((span, unit.pieces(span)) for span in spans if span.pieces)
        return sum(pieces is not None and _is_there(span, pieces, text) for span, pieces in found)

    return max((_Unit(name, text) for name in UNITS), key=hits)


def _is_there(span: MarkedSpan, pieces: Pieces, text: str) -> bool:
    """Whether the text at the offsets is the words, letter for letter, with what should stand around them."""
    if span.surface is None:
        return False
    start, end = pieces[0][0], pieces[-1][1]
    before, after = span.prefix or "", span.suffix or ""
    around = text[max(0, start - len(before)) : start] == before and text[end : end + len(after)] == after
    return around and " ".join(text[first:last] for first, last in pieces) == span.surface


def _found(span: MarkedSpan, search: _Search, trust: Trust) -> tuple[int | None, str]:
    """Where the words are, if they are at one place; else None and why not."""
    words = span.surface
    if not words or words.isspace():
        return None, "has no words"
    if span.prefix or span.suffix or trust is Trust.QUOTES or span.nth:
        before = span.prefix or ""
        starts = search.starts(f"{before}{words}{span.suffix or ''}")
        if starts is not None and span.nth:
            starts = starts[span.nth - 1 : span.nth]
        if starts is not None and len(starts) == 1:
            return starts[0] + len(before), ""
        if trust is Trust.QUOTES or starts is None:
            return None, _why(starts)
    starts = search.starts(words, whole_word(words))
    if not starts and starts is not None:
        starts = search.starts(words, inflected(words))
    if starts is not None and len(starts) == 1:
        return starts[0], ""
    return None, _why(starts)


def _why(starts: list[int] | None) -> str:
    if starts is None:
        return "was not looked up: this text is too long for this many quotes"
    return "is in the text more than once" if starts else "is not in the text"
