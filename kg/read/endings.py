"""A name with an inflected ending: «Bakı» in «Bakıda», «Bakü» in «Bakü'de», «Казахстан» in «Казахстана».

The endings are those of the languages of the corpus (Azerbaijani, Turkish, Turkmen, Uzbek, Kazakh, Kyrgyz, Russian),
without vowel harmony: the name before the ending is the same, letter for letter, so nothing is merged by likeness.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["inflected", "whole_word"]

_LATIN = (
    "lar|ler|lər|ın|in|un|ün|nın|nin|nun|nün|ning|niň|nıň|a|ə|e|ä|ya|yə|ye|na|nə|ne|ga|gə|ge|qa|ka|ke|ı|i|"
    "u|ü|yı|yi|yu|yü|nı|ni|nu|nü|da|də|de|ta|tə|te|nda|ndə|nde|dan|dən|den|tan|tən|ten|ndan|ndən|nden|"
    "dagi|daki|dəki|deki|dakı|lı|li|lu|lü|lıq|lik|luq|lük|lık|luk|sı|si|su|sü|m|ım|im|um|üm|mız|miz|muz|"
    "müz|la|lə|le|yla|ylə|yle|dır|dir|dur|dür|tır|tir|tur|tür|ca|cə|ce|ki"
)
_CYRILLIC = (
    "лар|лер|дар|дер|тар|тер|лор|лөр|дор|дөр|ның|нің|дың|дің|тың|тің|нын|нин|нун|нүн|дын|дин|дун|дүн|тын|"
    "тин|тун|түн|ға|ге|қа|ке|га|ка|го|гө|ко|кө|на|не|а|е|ы|і|ны|ні|ды|ді|ты|ті|ни|ди|ти|ну|ду|ту|нү|дү|тү|"
    "н|да|де|та|те|до|дө|то|тө|нда|нде|дан|ден|тан|тен|нан|нен|дон|дөн|тон|төн|мен|бен|пен|сы|сі|си|су|сү|"
    "дағы|дегі|тағы|тегі|дагы|деги|тагы|теги|у|ом|ем|и|ов|ев|ам|ами|ах|ой|ою|ью|я|ю|ей|ям|ями|ях"
)
_ENDINGS = "|".join(sorted({*_LATIN.split("|"), *_CYRILLIC.split("|")}, key=lambda ending: (-len(ending), ending)))
_AFTER = rf"(?:['’‘ʼʻ`´]?(?:{_ENDINGS})){{1,3}}(?!\w)"


@lru_cache(maxsize=4096)
def whole_word(words: str) -> re.Pattern[str]:
    """The words, not as a part of longer ones."""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.compile(f"{_before(words)}{re.escape(words)}{after}")


@lru_cache(maxsize=4096)
def inflected(words: str) -> re.Pattern[str]:
    """The words followed by one to three endings; a match is the words alone.

    >>> [bool(inflected("Bakı").search(text)) for text in ("Bakıda", "Bakıdakı", "Bakıxanov", "xBakıda")]
    [True, True, False, False]
    """
    return re.compile(f"{_before(words)}{re.escape(words)}(?={_AFTER})")


def _before(words: str) -> str:
    return r"(?<!\w)" if words[:1].isalnum() else ""
