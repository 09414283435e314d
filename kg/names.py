"""Folding of names: when two spellings count as the same name, and how a name becomes part of an IRI.

Folding evens out what different keyboards, alphabets and typesetters do to one spelling: letter case (with
both Turkic i's), the letters that one Turkic alphabet has and another lacks, Cyrillic against Latin,
apostrophes, invisible characters, hyphens and spaces. It never merges on similarity: names that fold to different
strings stay different things until somebody decides otherwise.

Sources of the letter values: the official Latin alphabets of Azerbaijani (1991), Turkish (1928), Uzbek
(1995) and Turkmen (1993); for Cyrillic the BGN/PCGN romanisations, reduced to plain letters.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from kg.characters import APOSTROPHES, MARKS, Plain

__all__ = ["fold", "slug"]

_LATIN = {
    "ə": "e",
    "ǝ": "e",
    "ı": "i",
    "ŋ": "ng",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ς": "σ",
    "\u0640": "",
}

# One table for Russian, Kazakh, Kyrgyz, Uzbek, Azerbaijani and Turkmen Cyrillic.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya",
    "ә": "e", "ғ": "g", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ҳ": "h",
    "ў": "o", "ҹ": "j", "ҝ": "g", "ҷ": "j", "җ": "j", "ј": "y", "ї": "yi", "є": "ye", "ґ": "g",
}  # fmt: skip

_PLAIN = Plain()
_LETTERS = str.maketrans(_LATIN | _CYRILLIC | dict.fromkeys(APOSTROPHES, ""))


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The form in which two spellings of one name are equal.

    Lower-case words joined by single spaces. Folding twice is folding once. A name without a letter or digit
    folds to the empty string.

    >>> fold("Türkiye"), fold("TÜRKİYE"), fold("Işık Vakfı")
    ('turkiye', 'turkiye', 'isik vakfi')
    >>> fold("Oʻzbekiston") == fold("O'zbekiston") == fold("O‘zbekiston") == fold("O´zbekiston")
    True
    >>> fold("Əliyev"), fold("Azerbaijan–Türkiye")
    ('eliyev', 'azerbaijan turkiye')
    """
    # Dotted capital I first: its lower-case form is two code points.
    text = unicodedata.normalize("NFKC", name.translate(_PLAIN)).replace("İ", "i").lower()
    # The Cyrillic letters й and ў would fall apart into a base letter and a mark, so they go before the marks.
    text = text.translate(_LETTERS)
    text = MARKS.sub("", unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    return " ".join("".join(c if c.isalnum() or _is_mark(c) else " " for c in text).split())


def _is_mark(character: str) -> bool:
    """Whether a character belongs to the letter before it; other marks are vowels and the like."""
    return unicodedata.category(character).startswith("M")


def slug(name: str) -> str:
    """The folded name as part of an IRI: words joined by hyphens; empty for a name without letters and digits.

    >>> slug("State Agency for Support to NGOs of Azerbaijan")
    'state-agency-for-support-to-ngos-of-azerbaijan'
    """
    return fold(name).replace(" ", "-")
