"""Words of messages that every part needs: which name may have been meant, and how many there are of something."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import UsageError

__all__ = ["counted", "did_you_mean", "nearest", "unknown"]

_LISTED = 20
# Comparing takes time by length and number: what is longer, or comes later, is not looked at.
_LONGEST, _MOST = 100, 20_000


def nearest(word: str, known: Iterable[str], *, count: int = 3, cutoff: float = 0.6) -> list[str]:
    """The known words that look most like a mistyped one, letter case aside, best first.

    Likeness is that of :func:`difflib.get_close_matches`: twice the matching letters by all letters of both.

    >>> nearest("organizes", ["organises", "hosts"]), nearest("FORUM", ["Forum"]), nearest("x", ["Forum"])
    (['organises'], ['Forum'], [])
    """
    from difflib import get_close_matches

    # Sorted first, so that of words that differ in case alone the same one always stands for all.
    by_lower = {name.lower(): name for name in sorted(known, reverse=True)}
    possible = sorted(by_lower)[:_MOST]
    return [by_lower[name] for name in get_close_matches(word[:_LONGEST].lower(), possible, n=count, cutoff=cutoff)]


def did_you_mean(near: Iterable[str]) -> str | None:
    """The question for a hint; None where nothing is near.

    >>> did_you_mean(nearest("betweenes", ["betweenness", "degree"])), did_you_mean([])
    ('did you mean betweenness?', None)
    """
    names = " or ".join(near)
    return f"did you mean {names}?" if names else None


def unknown(what: str, name: str, known: Iterable[str]) -> UsageError:
    """The error for an unknown ``name`` of a ``what``; its hint tells the nearest names, else all of them.

    >>> print(unknown("measure", "betweeness", ["betweenness", "degree"]))
    'betweeness' is not a measure
      → did you mean betweenness?
    """
    names = sorted(known)
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    hint = did_you_mean(nearest(name, names)) or f"there are: {', '.join(names[:_LISTED])}{more}"
    return UsageError(f"{name!r} is not a {what}", hint=hint)


def counted(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun; ``several`` where the plural is not ``one`` with an s.

    >>> counted(1, "article"), counted(1200, "article"), counted(0, "copy", "copies")
    ('1 article', '1,200 articles', '0 copies')
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"
