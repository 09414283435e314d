"""Names from strangers, made safe for pictures and XML."""

from __future__ import annotations

import re

from kg.characters import without_invisible

__all__ = ["one_line", "plain_text"]

# What XML 1.0 has no way to hold, and the other control characters that no reader expects in a text.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|\x85")


def plain_text(text: str) -> str:
    """The text without control characters and lone surrogates; line ends become line feeds.

    >>> plain_text("a\\x00b\\r\\nc\\ud800")
    'ab\\nc'
    """
    return _UNFIT.sub("", _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """The text on one line, for a label: white space becomes single spaces, invisible characters go.

    >>> one_line(" Blue\\tSteppe\\nForum\\u202e ")
    'Blue Steppe Forum'
    """
    return " ".join(without_invisible(plain_text(text)).split())
