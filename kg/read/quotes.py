"""Resolving quotes: from the words that an annotator copied to offsets in the text.

A quote must match exactly once, on the untouched text. Offsets count code points and are half-open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.model import Anchor, KeyPath, Quote
from kg.read.near import NearMatches
from kg.read.report import FindingCollector, shown
from kg.read.text import ArticleText

__all__ = ["LONG_QUOTE", "NearestMatch", "Quotes", "TooMuchWorkError"]

LONG_QUOTE = 200

_LISTED = 8
# What looking up the quotes of one article may cost: characters passed over, and a charge for each match. It is
# some seconds of work, a thousand times what a long article needs.
_BUDGET = 10_000_000_000
_MATCH_CHARGE = 2_000


@dataclass(slots=True)
class _Matches:
    """Matches of a run of characters, overlapping ones too: how many, the last one, the first few."""

    count: int = 0
    last: int = -1
    listed: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NearestMatch:
    """Where an anchor was found again; ``count``: at how many places, where it is not at its own."""

    start: int
    end: int
    count: int = 1


class TooMuchWorkError(Exception):
    """The budget for one article is used up. Becomes a finding."""


class Quotes:
    """Resolves the quotes of one article, and reports those that cannot be.

    ``text`` is None when the text is not available: quotes are then kept as they are. ``unverified`` counts these.
    """

    def __init__(self, text: ArticleText | None, report: FindingCollector) -> None:
        self.unverified = 0
        self._text = text
        self._report = report
        self._near = NearMatches(text) if text is not None else None
        self._left = _BUDGET

    def resolve_plain(self, exact: str, path: KeyPath) -> Quote:
        """As :meth:`resolve`, for the most frequent case: one quote with nothing beside it."""
        text = self._text
        if text is not None and len(exact) <= LONG_QUOTE:
            content = text.content
            start = content.find(exact)
            if start >= 0 and content.find(exact, start + 1) < 0:
                self._left -= len(content)
                if self._left >= 0:
                    return (Anchor(exact, None, None, None, start, start + len(exact)),)
        return self.resolve((Anchor(exact),), path)

    def resolve(self, anchors: Quote, path: KeyPath) -> Quote:
        """The quote with its offsets; without them, and with findings, where it does not match exactly once.

        Args:
            anchors: one, or several fragments.
            path: the key path of the quote.
        """
        length = sum(len(anchor.exact) for anchor in anchors)
        if length > LONG_QUOTE:
            message = f"the quote is {length} characters long, more than {LONG_QUOTE}"
            hint = "quote the few words that carry the claim, or mark fragments"
            self._report.warning("long-quote", message, path, quote=anchors[0].exact[:LONG_QUOTE], hint=hint)
        if self._text is None:
            self.unverified += 1
            return anchors
        if len(anchors) == 1:
            return (self._locate(anchors[0], path, self._text),)
        text = self._text
        located = tuple(self._locate(anchor, (*path, index), text) for index, anchor in enumerate(anchors))
        self._check_order(located, path)
        return located

    def nearest(self, anchor: Anchor, after: int = 0) -> NearestMatch | None:
        """The match of an anchor nearest to its place, the earlier of two; the first one where it has no place yet.

        Args:
            anchor: its ``nth`` counts for nothing: its place tells which match is meant.
            after: where the match begins at the earliest.

        Raises:
            TooMuchWorkError: the budget is used up.
        """
        if self._text is None:
            return None
        content, length = self._text.content, len(anchor.exact)
        prefix = anchor.prefix or ""
        needle = f"{prefix}{anchor.exact}{anchor.suffix or ''}"
        wanted, first = (anchor.start or 0) - len(prefix), after - len(prefix)
        if anchor.start is not None and wanted >= max(first, 0) and content.startswith(needle, wanted):
            return NearestMatch(anchor.start, anchor.start + length)
        best, count = None, 0
        for start in self._matches(needle, content):
            count += 1
            if start >= first and (best is None or abs(start - wanted) < abs(best - wanted)):
                best = start
        return None if best is None else NearestMatch(best + len(prefix), best + len(prefix) + length, count)

    def why_absent(self, anchors: Sequence[Anchor]) -> str | None:
        """What resembles a quote that is not in the text; None where nothing does.

        Raises:
            TooMuchWorkError: the budget is used up.
        """
        if self._text is None:
            return None
        for anchor in anchors:
            if self.nearest(anchor) is None:
                alone, hint = self._resembling(anchor, self._text)
                return f"without its prefix and suffix: {hint}" if alone else hint
        return "its fragments are there, but not in this order" if anchors else None

    def _charge(self, work: int) -> None:
        self._left -= work
        if self._left < 0:
            raise TooMuchWorkError

    def _check_order(self, anchors: Sequence[Anchor], path: KeyPath) -> None:
        for index in range(1, len(anchors)):
            before, anchor = anchors[index - 1], anchors[index]
            if before.end is None or anchor.start is None or anchor.start >= before.end:
                continue
            message = f'the fragment "{shown(anchor.exact)}" begins before "{shown(before.exact)}" ends'
            hint = "fragments stand in the order of the text and do not overlap"
            self._report.error("fragment-order", message, (*path, index), quote=anchor.exact, hint=hint)

    def _locate(self, anchor: Anchor, path: KeyPath, text: ArticleText) -> Anchor:
        prefix = anchor.prefix or ""
        needle = f"{prefix}{anchor.exact}{anchor.suffix or ''}"
        try:
            matches = self._search(needle, text, enough=anchor.nth or 2)
            if matches.count == (anchor.nth or 1):
                start = matches.last + len(prefix)
                end = start + len(anchor.exact)
                return Anchor(anchor.exact, anchor.prefix, anchor.suffix, anchor.nth, start, end)
            self._report_mismatch(anchor, needle, matches, path, text)
        except TooMuchWorkError:
            message = "this text is too long for this many quotes: from here on they are not looked up"
            hint = "annotate parts of the text as separate articles"
            self._report.error("too-much-to-search", message, path, hint=hint)
            self._text = None
        return anchor

    def _search(self, needle: str, text: ArticleText, *, enough: int | None = None) -> _Matches:
        """Find all matches, or no more than ``enough``.

        Raises:
            TooMuchWorkError: the budget is used up.
        """
        matches = _Matches()
        for start in self._matches(needle, text.content):
            matches.count += 1
            matches.last = start
            if len(matches.listed) < _LISTED:
                matches.listed.append(start)
            if matches.count == enough:
                break
        return matches

    def _matches(self, needle: str, content: str) -> Iterator[int]:
        """Where the needle begins in a text; what that costs is charged on the way."""
        begin = 0
        while (start := content.find(needle, begin)) >= 0:
            self._charge(start - begin + _MATCH_CHARGE + len(needle))
            yield start
            begin = start + 1
        self._charge(len(content) - begin)

    def _report_mismatch(
        self, anchor: Anchor, needle: str, matches: _Matches, path: KeyPath, text: ArticleText
    ) -> None:
        """Say why a quote does not match once, with what it may be meant to match."""
        quote = f'the quote "{shown(anchor.exact)}"'
        if anchor.nth is not None and matches.count:
            message = f"{quote} occurs in {text.name} {_times(matches.count)}, so nth: {anchor.nth} is too high"
            hint = self._candidates(anchor, matches, text, shift=len(anchor.prefix or ""))
            self._report.error("nth-too-high", message, path, quote=anchor.exact, hint=hint)
        elif matches.count:
            matches = self._search(needle, text)
            message = f"{quote} occurs in {text.name} {_times(matches.count)}"
            hint = self._candidates(anchor, matches, text, shift=len(anchor.prefix or ""))
            self._report.error("quote-ambiguous", message, path, quote=anchor.exact, hint=f"say which one: {hint}")
        else:
            self._report_absent(anchor, quote, path, text)

    def _report_absent(self, anchor: Anchor, quote: str, path: KeyPath, text: ArticleText) -> None:
        message = f"{quote} is not in {text.name}"
        alone, hint = self._resembling(anchor, text)
        if alone:
            message = f"{quote} occurs in {text.name} {_times(alone)}, but never directly between its prefix and suffix"
        self._report.error("quote-not-found", message, path, quote=anchor.exact, hint=hint)

    def _resembling(self, anchor: Anchor, text: ArticleText) -> tuple[int, str | None]:
        """How often the words of an absent anchor occur without its prefix and suffix; where, else what is similar."""
        alone = self._search(anchor.exact, text) if anchor.prefix or anchor.suffix else _Matches()
        if alone.count:
            return alone.count, self._candidates(anchor, alone, text, shift=0)
        return 0, None if self._near is None else self._near.describe(anchor.exact)

    def _candidates(self, anchor: Anchor, matches: _Matches, text: ArticleText, *, shift: int) -> str:
        """The matches, each with the nth that picks it, its place and its context."""
        listed = []
        for number, match in enumerate(matches.listed, start=1):
            start = match + shift
            context = text.context(start, start + len(anchor.exact))
            listed.append(f"nth: {number} at {text.place(start)} {context}")
        more = matches.count - len(listed)
        return "; ".join(listed) + (f"; and {more} more" if more else "")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
