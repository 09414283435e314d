"""Errors for names that do not exist, with the names that may have been meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kg.errors import UsageError

__all__ = ["unknown"]

_LISTED = 20


def unknown(what: str, name: str, known: Iterable[str]) -> UsageError:
    """The error for an unknown ``name`` of a ``what``; its hint tells the nearest names, else all of them.

    >>> print(unknown("measure", "betweeness", ["betweenness", "degree"]))
    'betweeness' is not a measure
      → did you mean betweenness?
    """
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(names[:_LISTED])}{more}"
    return UsageError(f"{name!r} is not a {what}", hint=hint)
