"""Which match of some words a place in the text is: the ``nth`` of a quote."""

from __future__ import annotations

from bisect import bisect_left

__all__ = ["Occurrences"]

# What counting may cost for one text: characters passed over, and a charge for each match, as in quotes.
_BUDGET = 2_000_000_000
_MATCH_CHARGE = 200


class Occurrences:
    """Counts the matches of words in one text, overlapping ones too, each words once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._left = _BUDGET
        self._known: dict[str, list[int]] = {}

    def nth(self, words: str, start: int) -> int | None:
        """Which match begins at ``start``, from 1; None if it is the only one, or counting costs too much."""
        if words not in self._known:
            self._known[words] = self._all(words)
        places = self._known[words]
        return bisect_left(places, start) + 1 if len(places) > 1 else None

    def _all(self, words: str) -> list[int]:
        places: list[int] = []
        self._left -= len(self._text)
        start = -1 if self._left >= 0 else len(self._text)
        while (start := self._text.find(words, start + 1)) >= 0 and words:
            places.append(start)
            self._left -= _MATCH_CHARGE + len(words)  # overlapping matches are compared whole, each time
            if self._left < 0:
                return []
        return places
