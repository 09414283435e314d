"""What an annotator may have meant by a quote that is not in the text. For messages only: nothing is resolved."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cached_property

from kg.read.text import ArticleText

__all__ = ["NearMatches"]

_MOST = 3
_MOST_QUOTES = 20  # an article; what goes wrong more often has one cause
_SEARCHED = 1 << 20  # code points at the start of the text
_LONGEST_QUOTE = 300
_SIMILAR = 0.6
_ALIKE = ("'`´ʻʼ‘’‛′", '"“”„‟«»″', "-‐‑‒–—−")
_WORD = re.compile(r"\w+")


class NearMatches:
    """Runs of a text that resemble a quote."""

    def __init__(self, text: ArticleText) -> None:
        self._text = text
        self._left = _MOST_QUOTES

    @cached_property
    def _content(self) -> str:
        return self._text.content[:_SEARCHED]

    @cached_property
    def _words(self) -> dict[str, int]:
        """The words of the text's beginning, each with its first offset."""
        words: dict[str, int] = {}
        for match in _WORD.finditer(self._content, 0, 100_000):
            words.setdefault(match[0], match.start())
        return words

    def describe(self, quote: str) -> str | None:
        """Places and contexts of up to three similar runs; None when nothing is similar."""
        if self._left <= 0 or len(quote) > _LONGEST_QUOTE:
            return None
        self._left -= 1
        spans = self._same_but_for_form(quote)
        kind = "the same except for letter case, spaces or marks"
        if not spans:
            spans, kind = self._similar(quote), "similar"
        if not spans:
            return None
        places = "; ".join(f"{self._text.place(start)} {self._text.context(start, end)}" for start, end in spans)
        return f"{kind}: {places}"

    def _same_but_for_form(self, quote: str) -> list[tuple[int, int]]:
        """Runs that differ from the quote in letter case, white space, quotation marks, dashes or composition only."""
        found = re.finditer(_tolerant(quote), self._content, re.IGNORECASE)
        return [match.span() for match, _ in zip(found, range(_MOST), strict=False)]

    def _similar(self, quote: str) -> list[tuple[int, int]]:
        """Runs around a word of the quote that are alike as a whole; for a single word, words like it."""
        spans: dict[tuple[int, int], float] = {}
        words = sorted(_WORD.finditer(quote), key=lambda word: (-len(word[0]), word.start()))
        for word in words[:3]:
            if len(word[0]) < 3:
                continue
            found = re.finditer(re.escape(word[0]), self._content, re.IGNORECASE)
            for match, _ in zip(found, range(5), strict=False):
                start = max(0, match.start() - word.start())
                end = min(len(self._content), start + len(quote))
                ratio = difflib.SequenceMatcher(None, quote, self._content[start:end], autojunk=False).ratio()
                if ratio >= _SIMILAR:
                    spans[start, end] = ratio
        if not spans and len(words) == 1:
            for close in difflib.get_close_matches(words[0][0], list(self._words), n=_MOST, cutoff=0.7):
                spans[self._words[close], self._words[close] + len(close)] = 1.0
        best = sorted(spans, key=lambda span: (-spans[span], span))[:_MOST]
        return sorted(best)


def _tolerant(quote: str) -> str:
    """A pattern for the quote in other letter case, with other white space, marks or composition."""
    parts: list[str] = []
    for run in re.split(r"(\s+)", unicodedata.normalize("NFC", quote.strip())):
        if run.isspace():
            parts.append(r"\s++")
        else:
            parts += [_character(c) for c in run]
    return "".join(parts)


def _character(character: str) -> str:
    for alike in _ALIKE:
        if character in alike:
            return f"[{re.escape(alike)}]"
    decomposed = unicodedata.normalize("NFD", character)
    if decomposed != character:
        return f"(?:{re.escape(character)}|{re.escape(decomposed)})"
    return re.escape(character)
