"""What is wrong at a place of a query, shown with its line; and the words that may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.errors import QueryError, RefusedQueryError
from kg.query.tokens import Token, place

__all__ = ["mistake", "nearest", "refusal"]


def mistake(text: str, token: Token, message: str, hint: str | None) -> QueryError:
    """An error that shows the line of a token, with a mark below it."""
    line, column, content = place(text, token.start)
    # A very long line is cut around the place, so that the caret stays in sight.
    first = max(0, column - 60)
    shown = re.sub(r"[^ -~\u00a1-\uffff]", " ", content[first : first + 110])
    caret = " " * (column - 1 - first) + "^" * max(1, min(len(token.text.split("\n")[0]), 40))
    return QueryError(f"{message}\n    {shown}\n    {caret}", where=f"line {line}, column {column}", hint=hint)


def refusal(text: str, token: Token, message: str, hint: str) -> RefusedQueryError:
    """The refusal of a query because of one of its tokens."""
    line, column, _ = place(text, token.start)
    return RefusedQueryError(message, where=f"line {line}, column {column}", hint=hint)


def nearest(word: str, known: Iterable[str], *, count: int = 3, cutoff: float = 0.6) -> list[str]:
    """The known words that look most like a mistyped one, letter case aside, best first."""
    from difflib import get_close_matches

    # Sorted first, so that of words that differ in case alone the same one always stands for all.
    by_lower = {name.lower(): name for name in sorted(known, reverse=True)}
    return [by_lower[near] for near in get_close_matches(word.lower(), sorted(by_lower), n=count, cutoff=cutoff)]
