"""Characters ignored when names are compared: invisible ones, apostrophes, free-standing accents.

The tables follow properties of the Unicode Character Database; a test checks them against it.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["APOSTROPHES", "MARKS", "Plain", "invisible", "named", "without_invisible"]

# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties 15.1): soft hyphen, zero-width spaces and joiners, marks
# of writing direction, variation selectors, fillers, tags; and the three marks of interlinear notes.
_INVISIBLE = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# What a reader would miss: joiners, behind letters of scripts whose letters join (Persian می‌خواهم without its
# non-joiner has other letter forms); Mongolian selectors; selectors behind ideographs and pictures, and what joins
# pictures. They say how letters look and never which letters they are, so in comparing names they count no more than
# the others.
_JOINING = "[\u0600-\u061b\u061d-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\ufb50-\ufdff\ufe70-\ufefc]"
_PICTURE = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_MEANT = (
    f"(?<={_JOINING})[\u200c\u200d\u180b-\u180d\u180f]"
    "|(?<=[\u3400-\u9fff\U00020000-\U0003ffff])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    f"|(?<={_PICTURE})[\u200d\ufe0e\ufe0f]|(?<={_PICTURE}\ufe0f)\u200d"
)
_VANISHES = re.compile(_INVISIBLE)
_TAKEN_OUT = re.compile(f"({_MEANT})|{_INVISIBLE}")

APOSTROPHES = "".join(
    (
        "'`´",  # what keyboards have
        "‘’‚‛❛❜❟",  # single quotation marks
        "′″‴‵‶‷⁗",  # primes
        "՚ՙ׳ߴߵ",  # of Armenian, Hebrew and N'Ko
        "⸲⹁",  # turned and reversed comma
        "Ꞌꞌ",  # saltillo
        "＇｀",  # full-width
        # The block of spacing modifier letters: apostrophes, primes, turned commas, half rings, accents, glottal stops.
        # What is left out of it are small letters.
        *map(chr, (*range(0x2B9, 0x2E0), *range(0x2E5, 0x300))),
    )
)
"""What is used as an apostrophe, or as an accent separated from its letter."""

# Marks above and below letters that other spellings do without: of Latin, Greek and Cyrillic; Hebrew points; Arabic
# vowel and reading marks, yet not madda and hamza, which make other letters. Signs of other scripts stay: in Hindi or
# Thai they are the vowels.
MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652"
    "\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)

_NOTHING = frozenset(APOSTROPHES) | {"\u0640"}  # the Arabic stroke that only makes a word longer
_TRADE = frozenset("™℠")  # as ® and ℗, that are no letters either


class Plain(dict[int, str]):
    """For ``str.translate``, before NFKC: what NFKC would split, join or hide is handled here.

    Entries are computed from Unicode's data on first use:

    - invisible characters, apostrophes and free-standing accents vanish. NFKC turns such an accent into a blank and
      a mark, so that ``O´zbekiston`` falls into two words;
    - fractions, numerals and signs that NFKC writes out become separate words: ``1½`` is not 11⁄2, ``№5`` is ``No 5``;
    - trade marks are not letters.
    """

    def __missing__(self, code: int) -> str:
        self[code] = found = _plain(chr(code))
        return found


def _plain(character: str) -> str:
    if character in _NOTHING or _VANISHES.match(character):
        return ""
    if character in _TRADE:
        return " "
    written_out = unicodedata.normalize("NFKC", character)
    if written_out == character:
        return character
    category = unicodedata.category(character)
    if written_out[0] == " " and category in ("Sk", "Lm", "Lo"):
        return ""
    raised = unicodedata.decomposition(character).startswith(("<super>", "<sub>"))
    return f" {character} " if category in ("So", "No", "Nl") and not raised else character


def without_invisible(text: str) -> str:
    """The text without invisible characters; joiners and selectors stay where they change how letters look.

    >>> without_invisible("Ay\\u00adgün\\u200b Aliyeva\\ufeff")
    'Aygün Aliyeva'
    """
    return text if text.isascii() else _TAKEN_OUT.sub(lambda found: found[1] or "", text)


def invisible(text: str) -> list[str]:
    """The invisible characters that :func:`without_invisible` removes from a text, each once, by code and name.

    >>> invisible("Ay\\u00adgün")
    ['U+00AD SOFT HYPHEN']
    """
    if text.isascii():
        return []
    found = (match[0] for match in _TAKEN_OUT.finditer(text) if not match[1])
    return [named(character) for character in dict.fromkeys(found)]


def named(character: str) -> str:
    """A character by code point and name.

    >>> named("\\u2011"), named("\\x1b")
    ('U+2011 NON-BREAKING HYPHEN', 'U+001B')
    """
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" {name}" if name else "")
