"""Language tags (BCP 47): whether a text is in a wanted language, and which text to choose.

Case does not matter. A wanted language matches the same tag and any tag that continues it after a hyphen, so ``uz``
matches ``uz-Cyrl`` and ``en`` matches ``en-GB``: RFC 4647, section 3.3.1, basic filtering, SPARQL's ``langMatches``. To
choose one text, the wanted tag is shortened from its end until something matches, so ``en-GB`` takes ``en`` where there
is no British name: section 3.4, lookup. ``uz-Cyrl`` never takes ``uz-Latn``. An exact tag comes before a longer one,
and a longer one before a shorter one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.errors import UsageError

__all__ = ["canonical", "is_tag", "matches", "place", "primary", "priority_list"]

# RFC 5646, section 2.1, without the grandfathered tags.
_TAG = re.compile(
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-x(?:-[A-Za-z0-9]{1,8})+)?|x(?:-[A-Za-z0-9]{1,8})+",
    re.IGNORECASE,
)
_ANY = "*"


def is_tag(text: str) -> bool:
    """Whether a text has the form of a language tag.

    >>> is_tag("uz-Cyrl"), is_tag("EN-gb"), is_tag("en_GB"), is_tag("Azerbaijani")
    (True, True, False, False)
    """
    return _TAG.fullmatch(text) is not None


def canonical(tag: str) -> str:
    """A tag in the case that RFC 5646, section 2.1.1, recommends.

    >>> canonical("EN-gb"), canonical("UZ-CYRL-uz"), canonical("de-x-AB")
    ('en-GB', 'uz-Cyrl-UZ', 'de-x-ab')
    """
    parts = tag.lower().split("-")
    # Behind a single letter or digit stand extensions, whose case says nothing.
    end = next((at for at, part in enumerate(parts) if len(part) == 1), len(parts))
    for at in range(1, end):
        if len(parts[at]) == 2:
            parts[at] = parts[at].upper()
        elif len(parts[at]) == 4 and parts[at].isalpha():
            parts[at] = parts[at].capitalize()
    return "-".join(parts)


def primary(tag: str) -> str:
    """The language alone, without script and region.

    >>> primary("uz-Cyrl"), primary("EN")
    ('uz', 'en')
    """
    return tag.lower().partition("-")[0]


def matches(wanted: str, tag: str | None) -> bool:
    """Whether a tag is of the wanted language; ``*`` matches any tag, and a text without a tag never matches.

    >>> matches("en", "en-GB"), matches("EN", "en"), matches("en-GB", "en"), matches("e", "en"), matches("*", None)
    (True, True, False, False, False)
    """
    return bool(tag) and (wanted == _ANY or f"{tag}-".lower().startswith(f"{wanted}-".lower()))


def place(tag: str | None, wanted: Sequence[str]) -> tuple[int, int]:
    """The rank of a tag among the wanted languages: the least is the one to choose.

    The first number is the place in ``wanted``; ``len(wanted)`` for a text without a tag, one more for a text in
    another language. The second is the distance from the wanted tag.

    >>> place("en", ["az", "en"]), place("en-GB", ["az", "en"]), place("az", ["az-Latn-AZ", "en"])
    ((1, 0), (1, 1), (0, 1002))
    >>> place(None, ["az", "en"]), place("tr", ["az", "en"])
    ((2, 0), (3, 0))
    """
    if not tag:
        return len(wanted), 0
    for at, each in enumerate(wanted):
        apart = tag.count("-") - each.count("-")
        if matches(each, tag):
            return at, 0 if each == _ANY else apart
        if matches(tag, each):
            return at, 1000 - apart
    return len(wanted) + 1, 0


def priority_list(text: str) -> tuple[str, ...]:
    """The wanted languages in order of preference: tags separated by commas, or ``*`` for any.

    Raises:
        UsageError: a word is not a tag.

    >>> priority_list("az, tr,en")
    ('az', 'tr', 'en')
    """
    found = tuple(filter(None, (tag.strip() for tag in text.split(","))))
    for tag in found:
        if tag != _ANY and not is_tag(tag):
            posix = tag.partition(".")[0].replace("_", "-")
            hint = f"did you mean {posix}?" if posix != tag and is_tag(posix) else "tags such as en, az or uz-Cyrl"
            raise UsageError(f"{tag!r} is not a language tag", hint=hint)
    return found
