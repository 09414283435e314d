"""Words and addresses as pages show them, before any template sees them."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from kg.text import JOINERS, one_line

__all__ = ["address", "cut", "cut_short", "days", "number", "set_apart", "visible"]

_DAY = re.compile("([0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)")


_FROM_LEFT, _FROM_RIGHT, _END = "\u2066", "\u2067", "\u2069"
_TURNED = frozenset(["R", "AL", "AN"])


def number(value: float) -> str:
    """A number as short as two decimals allow.

    >>> number(3.0), number(-0.001), number(2.345)
    ('3', '0', '2.35')
    """
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def set_apart(value: str, whole: str | None = None) -> tuple[str, str, str]:
    """A line of text with what stands before and behind it, so that it runs in its own direction.

    A text in which something runs from right to left is set apart, so that it runs as its first letter says, whatever
    the direction around it (Unicode Standard Annex 9, P2 and P3).

    Args:
        value: the line.
        whole: the text that it is a line of; None for a text of one line.
    """
    line = one_line(value)
    kinds = [unicodedata.bidirectional(char) for char in (value if whole is None else whole)]
    if _TURNED.isdisjoint(kinds):
        return "", line, ""
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return _FROM_LEFT if first == "L" else _FROM_RIGHT, line, _END


def visible(value: str) -> str:
    """The text without what XML and HTML cannot hold, and without marks that turn the rest of a line around.

    >>> visible("a\\u202eb")
    'a\ufffdb'
    """
    if value.isprintable():
        return value
    return "".join(c if c.isprintable() or c in f"\n\t{JOINERS}" else "\ufffd" for c in value)


def address(iri: object) -> str | None:
    """The address to link to; None for what is not a web address."""
    try:
        parts = urlsplit(str(iri))
    except ValueError:
        return None
    return str(iri) if parts.scheme in ("http", "https") and parts.netloc else None


def cut_short(shown: int, total: int, what: str) -> str:
    """A sentence that says that a list is cut; empty where it is whole.

    >>> cut_short(25, 1200, "rows"), cut_short(25, 25, "rows")
    ('The first 25 of 1,200 rows.', '')
    """
    return f"The first {shown:,} of {total:,} {what}." if shown < total else ""


def cut(value: object, longest: int | None = None) -> object:
    """A value whose text is no longer than this many characters; what is cut ends in an ellipsis."""
    text = "" if value is None else str(value)
    return value if longest is None or len(text) <= longest else f"{text[:longest]}…"


def days(value: object) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is a day, which must not break over two lines."""
    return [(piece, bool(number % 2)) for number, piece in enumerate(_DAY.split(str(value))) if piece]
