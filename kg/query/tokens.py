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


# Names are written here as what they leave out of ASCII. So every character beyond ASCII counts as one of names, also
# the few that the grammar leaves out: the engine takes none of them for a space or a sign of its own, and refuses the
# query. The exact ranges of the grammar would take longer to compile than many a query takes to run.
_LETTER = r"[^\x00-@\[-`{-\x7f]"
_LETTER_DIGIT = r"[^\x00-/:-@\[-^`{-\x7f]"  # and the underscore
_WITHIN = r"[^\x00-,./:-@\[-^`{-\x7f]"  # and the hyphen
_WITHIN_OR_STOP = r"[^\x00-,/:-@\[-^`{-\x7f]"
# Bounded, since a scan for a colon that never comes would begin again behind every full stop.
_PREFIX = rf"(?:{_LETTER}(?:{_WITHIN_OR_STOP}{{0,100}}{_WITHIN})?)?"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = (
    rf"(?:(?:[^\x00-/;-@\[-^`{{-\x7f]|{_ESCAPED})"
    rf"(?:[^\x00-,./;-@\[-^`{{-\x7f]|{_ESCAPED}|\.(?=[^\x00-$&-,/;-@\[\]^`{{-\x7f]))*)?"
)

# A long string that is never closed is taken to the end in one go: looking for its end again from every
# later quotation mark would take time that grows with the square of the length.
_TOKEN = re.compile(
    rf"""
      (?P<skip>   [\ \t\r\n]+ | \A\ufeff | \#[^\r\n]* )
    | (?P<open>   '''(?:[^'\\]|\\.|'(?!''))*\\?\Z | \"""(?:[^"\\]|\\.|"(?!""))*\\?\Z )
    | (?P<string> '''(?:[^'\\]|\\.|'(?!''))*''' | \"""(?:[^"\\]|\\.|"(?!""))*\"""
                | '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*" )
    | (?P<iri>    <(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*> )
    | (?P<variable> [?$]{_LETTER_DIGIT}+ )
    | (?P<blank>  _:{_LETTER_DIGIT}(?:{_WITHIN_OR_STOP}*{_WITHIN})? )
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
