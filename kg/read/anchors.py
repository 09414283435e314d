"""Quotes as they are written in an annotation: one text or fragments, with what tells the matches apart."""

from __future__ import annotations

from typing import NamedTuple

from kg.model import Anchor, KeyPath, Quote
from kg.read.characters import explained
from kg.read.quotes import Quotes
from kg.read.report import shown
from kg.read.structure import Structure

__all__ = ["QUOTE_KEYS", "AnchorReader"]

QUOTE_KEYS = frozenset(("quote", "prefix", "suffix", "nth"))
"""The keys with which a mention, a relation, a statement or a fragment points into the text."""

_SELECTING_KEYS = QUOTE_KEYS - {"quote"}
_HIGHEST_NTH_DIGITS = 9


class _Selectors(NamedTuple):
    """What stands beside a quote to tell which match is meant."""

    prefix: str | None = None
    suffix: str | None = None
    nth: int | None = None


_NO_SELECTORS = _Selectors()


class AnchorReader:
    """Reads quotes; ``quotes`` resolves them."""

    def __init__(self, structure: Structure, quotes: Quotes) -> None:
        self._structure = structure
        self._report = structure.report
        self._quotes = quotes

    def read(self, raw: dict[str, object], path: KeyPath) -> Quote:
        """The quote of a mention, relation or statement, resolved; empty when there is none."""
        structure = self._structure
        value = raw.get("quote")
        selectors = _NO_SELECTORS if _SELECTING_KEYS.isdisjoint(raw) else self._selectors(raw, path)
        if selectors is None:
            return ()
        if isinstance(value, list):
            return self._fragments(value, selectors, (*path, "quote"))
        exact = structure.printed(value, (*path, "quote")) if "quote" in raw else None
        if exact is not None and selectors is _NO_SELECTORS:
            return self._quotes.resolve_plain(exact, (*path, "quote"))
        if exact is not None:
            return self._quotes.resolve((Anchor(exact, *selectors),), (*path, "quote"))
        if "quote" not in raw and selectors is not _NO_SELECTORS:
            key = min(_SELECTING_KEYS & raw.keys())
            self._report.error(
                "anchor-without-quote", f'"{key}" is given without a quote', (*path, key), hint="add quote: …"
            )
        return ()

    def _selectors(self, raw: dict[str, object], path: KeyPath) -> _Selectors | None:
        prefix, suffix = (
            self._structure.text_value(raw[key], (*path, key), blank=True) if key in raw else None
            for key in ("prefix", "suffix")
        )
        nth = self._structure.text(raw, "nth", path)
        if nth is None:
            return _Selectors(prefix, suffix)
        if not (nth.isascii() and nth.isdigit() and len(nth) <= _HIGHEST_NTH_DIGITS and int(nth) > 0):
            message = explained(f'nth is "{shown(nth)}", not a whole number from 1', nth)
            self._report.error("bad-nth", message, (*path, "nth"), hint="nth: 2 means the second match in the text")
            return None
        return _Selectors(prefix, suffix, int(nth))

    def _fragments(self, values: list[object], selectors: _Selectors, path: KeyPath) -> Quote:
        """Several fragments. A prefix belongs to the first, a suffix to the last."""
        items = self._structure.items(values, path)
        if selectors.nth is not None and len(values) > 1:
            message = "nth is given for several fragments: which one does it count?"
            hint = "write it in the fragment: [{quote: …, nth: 2}, …]"
            self._report.error("fragment-nth", message, (*path[:-1], "nth"), hint=hint)
            return ()
        found: list[tuple[Anchor, KeyPath]] = []
        for place, value in items:
            is_first, is_last = place[-1] == 0, place[-1] == len(items) - 1
            own = _Selectors(
                selectors.prefix if is_first else None, selectors.suffix if is_last else None, selectors.nth
            )
            anchor = self._fragment(value, own, place)
            if anchor is not None:
                found.append((anchor, place))
        if found and len(found) == len(items):
            return self._quotes.resolve(tuple(anchor for anchor, _ in found), path)
        # One fragment is at fault already: the others are looked up for their own faults, without their order.
        for anchor, place in found:
            self._quotes.resolve((anchor,), place)
        return ()

    def _fragment(self, value: object, selectors: _Selectors, path: KeyPath) -> Anchor | None:
        """One fragment: its text, or a mapping with selectors of its own."""
        structure = self._structure
        if not isinstance(value, dict):
            exact = structure.printed(value, path)
            return None if exact is None else Anchor(exact, *selectors)
        structure.known_keys(value, QUOTE_KEYS, path, "a fragment")
        structure.required(value, ("quote",), path, "the fragment")
        exact = structure.printed(value["quote"], (*path, "quote")) if "quote" in value else None
        own = self._selectors(value, path)
        if exact is None or own is None:
            return None
        return Anchor(exact, own.prefix or selectors.prefix, own.suffix or selectors.suffix, own.nth or selectors.nth)
