"""What is wrong at a place of a query, shown with its line."""

from __future__ import annotations

import re

from kg.errors import QueryError, RefusedQueryError
from kg.query.tokens import Token, place

__all__ = ["mistake", "refusal"]


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
