"""Characters that people take for others, or do not see at all, named for messages.

``2025‑11‑24`` with U+2011 stands in a message beside an example that looks the same, so the message has to name what
differs. Nothing is corrected here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from kg.characters import named
from kg.read.raw import FORBIDDEN

__all__ = ["explained", "forbidden", "look_alikes"]

_MOST = 3
_INVISIBLE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
# What neither a category nor a compatibility mapping tells.
_MARKS = {
    "-": "−⁃",
    "/": "⁄∕",
    ":": "∶˸꞉ː",
    "~": "˜∼",
    "'": "´ʹʻʼʽˈ‘’‛′ʿʾ",
    '"': "«»“”„‟″",
    ",": "،",
    ";": "؛",
    "?": "؟",
}
# Latin letters, each with the Cyrillic and Greek ones that are drawn like it.
_LETTERS = {
    "A": "АΑ", "B": "ВΒ", "E": "ЕΕ", "Z": "Ζ", "H": "НΗ", "I": "ІΙ", "K": "КΚ", "M": "МΜ",
    "N": "Ν", "O": "ОΟ", "P": "РΡ", "C": "С", "T": "ТΤ", "Y": "УΥ", "X": "ХΧ", "J": "Ј",
    "S": "Ѕ", "a": "а", "e": "е", "h": "һ", "i": "і", "j": "ј", "o": "оο", "p": "р",
    "c": "с", "s": "ѕ", "v": "ν", "x": "х", "y": "у", "d": "ԁ", "q": "ԛ", "w": "ԝ",
}  # fmt: skip
_TAKEN_FOR = {each: mark for mark, several in _MARKS.items() for each in several}
_DRAWN_LIKE = {each: letter for letter, several in _LETTERS.items() for each in several}


def forbidden(text: str) -> str:
    """What is wrong with a text that holds a character which cannot be written into a graph.

    >>> forbidden("a\\x07b"), forbidden("a\\ud800")
    ('U+0007, a control character, is not allowed here', 'U+D800, half of a surrogate pair, is not allowed here')
    """
    found = FORBIDDEN.search(text)
    character = text[0] if found is None else found[0]
    kind = {"Cc": "a control character", "Cs": "half of a surrogate pair"}.get(unicodedata.category(character))
    return f"{named(character)}, {kind or 'which is not a character'}, is not allowed here"


def look_alikes(text: str) -> str | None:
    """What in a text is not what it seems, in words; None when there is nothing of the kind.

    >>> look_alikes("2025‑11‑24")
    'U+2011 NON-BREAKING HYPHEN is not "-"'
    >>> look_alikes("a\\u200bb"), look_alikes("plain ə")
    ('U+200B ZERO WIDTH SPACE cannot be seen', None)
    """
    # Letters of other alphabets are at home in a text of their own.
    among = _TAKEN_FOR | _DRAWN_LIKE if any(c.isascii() and c.isalpha() for c in text) else _TAKEN_FOR
    found = [told for character in dict.fromkeys(text) if (told := _told(character, among)) is not None]
    more = [f"and {len(found) - _MOST} more"] if len(found) > _MOST else []
    return ", ".join([*found[:_MOST], *more]) or None


def explained(message: str, text: str) -> str:
    """A message about a text, with its look-alikes named where it has some."""
    told = look_alikes(text)
    return f"{message}: {told}" if told else message


def _told(character: str, among: Mapping[str, str]) -> str | None:
    if " " <= character <= "~":
        return None
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return f"{named(character)} cannot be seen"
    meant = among.get(character) or _meant(character, category)
    return None if meant is None else f'{named(character)} is not "{meant}"'


def _meant(character: str, category: str) -> str | None:
    """The ASCII characters that this one is taken for; None when it is taken for none."""
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() and plain.strip() and plain != character else None
