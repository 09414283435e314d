"""Text as HTML: all data go through :func:`text`, :func:`link` or :func:`timed`."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

from kg.text import JOINERS

__all__ = ["address", "link", "text", "timed", "visible"]

_DATE = re.compile(r"[0-9]{4}(-[0-9X]{2}){0,2}[~?%]?(/\S{0,12})?")


def visible(value: str) -> str:
    """The text without what XML and HTML cannot hold, and without marks that turn the rest of a line around.

    >>> visible("a\\u202eb")
    'a\ufffdb'
    """
    return "".join(c if c.isprintable() or c in f"\n\t{JOINERS}" else "\ufffd" for c in value)


def text(value: object) -> str:
    """A text as HTML, also within an attribute."""
    return escape(visible(str(value)))


def address(iri: str) -> str | None:
    """The address to link to; None if it is not a web address."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    return iri if parts.scheme in ("http", "https") and parts.netloc else None


def link(iri: str, shown: str | None = None) -> str:
    """A link to a web address; only the text if it is not one."""
    label = text(iri if shown is None else shown)
    target = address(iri)
    return label if target is None else f'<a href="{text(target)}" rel="external">{label}</a>'


def timed(value: str) -> str:
    """A text as HTML; a date does not break over two lines."""
    return f'<span class="date">{text(value)}</span>' if _DATE.fullmatch(value) else text(value)
