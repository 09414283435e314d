"""SPARQL text as tokens: enough to tell a keyword from a string, an IRI, a name or a comment.

The grammar is that of SPARQL 1.1, section 19.8, with the brackets that SPARQL 1.2 adds. It is not a parser:
:mod:`kg.query.guard` looks through the tokens, and pyoxigraph parses.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Token", "place", "tokenize"]


class Token(NamedTuple):
    """One token.

    ``kind`` is ``string``, ``iri``, ``variable``, ``name`` (a prefixed name), ``blank``, ``language``, ``number``,
    ``word`` (a keyword or the name of a function), ``mark`` (brackets, operators, punctuation) or ``other``
    (what no SPARQL token begins with, such as a quotation mark that is never closed).
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the token."""
        return self.start + len(self.text)


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARACTERS = _BASE + "_\\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
# Bounded, since a scan for a colon that never comes would begin again behind every full stop.
_PREFIX = rf"(?:[{_BASE}](?:[{_CHARACTERS}.]{{0,100}}[{_CHARACTERS}])?)?"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:(?:[{_BASE}_:0-9]|{_ESCAPED})(?:(?:[{_CHARACTERS}:]|{_ESCAPED}|\.(?=[{_CHARACTERS}:.%\\]))*))?"

# A long string that is never closed is taken to the end in one go: looking for its end again from every
# later quotation mark would take time that grows with the square of the length.
_TOKEN = re.compile(
    rf"""
      (?P<skip>   [\ \t\r\n]+ | \#[^\r\n]* )
    | (?P<open>   '''(?:[^'\\]|\\.|'(?!''))*\\?\Z | \"""(?:[^"\\]|\\.|"(?!""))*\\?\Z )
    | (?P<string> '''(?:[^'\\]|\\.|'(?!''))*''' | \"""(?:[^"\\]|\\.|"(?!""))*\"""
                | '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*" )
    | (?P<iri>    <(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*> )
    | (?P<variable> [?$][{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040]* )
    | (?P<blank>  _:[{_BASE}_0-9](?:[{_CHARACTERS}.]*[{_CHARACTERS}])? )
    | (?P<name>   {_PREFIX}:{_LOCAL} )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)? )
    | (?P<number> (?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+ | [0-9]*\.[0-9]+ | [0-9]+ )
    | (?P<word>   [A-Za-z_][A-Za-z0-9_]* )
    | (?P<mark>   <<\( | \)>> | <<(?!\() | >> | \{{\| | \|\}} | && | \|\| | \^\^ | [!<>]=
                | [{{}}()\[\].,;=<>+\-*/!|^?~] )
    | (?P<other>  . )
    """,
    re.VERBOSE | re.DOTALL,
)


def tokenize(text: str) -> list[Token]:
    """All tokens of a query, without spaces and comments. Never fails: see the kind ``other``.

    >>> [token.text for token in tokenize("SELECT ?s { ?s a <a#b> } # all")]
    ['SELECT', '?s', '{', '?s', 'a', '<a#b>', '}']
    """
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "skip":
            found.append(Token("other" if kind == "open" else kind, match[0], match.start()))
    return found


def place(text: str, offset: int) -> tuple[int, int, str]:
    """Line and column (1-based, in characters) of an offset in a text, and the line itself."""
    before = text[:offset]
    line = before.count("\n") + 1
    begin = before.rfind("\n") + 1
    end = text.find("\n", offset)
    return line, offset - begin + 1, text[begin : end if end >= 0 else len(text)].rstrip("\r")
