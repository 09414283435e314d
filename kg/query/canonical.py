"""A query written anew, so that it can be read in one way only.

The engine reads without a tokenizer of its own: what a character begins depends on what it expects there. It reads
``1<<http://x/#>`` as a comparison with an IRI, takes a long string with an unknown escape for three short ones, and a
name that makes no IRI for a shorter name and a keyword. No second reader of the same text will agree with it
everywhere. So the engine never gets the text that somebody wrote, but the tokens that the guard has seen: one space
between two, without comments; names as whole IRIs; in strings and IRIs every character escaped that could mean
something outside of them. The first character of an IRI is always escaped: behind a less-than sign, a backslash is
no SPARQL at all.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.namespaces import DEFAULT_BASE, PREFIXES
from kg.query.mistakes import mistake, refusal
from kg.query.tokens import Token
from kg.suggest import nearest

__all__ = ["canonical", "declared_prefixes", "expand", "sortable"]

_UNESCAPE_NAME = re.compile(r"\\(.)", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_RELATIVE = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*[/#]?")
_BACKSLASH = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_SPECIAL_IN_STRINGS = re.compile(r"[\x00-\x1f\x7f\"#'\\]|(?ai:s(?=ervice))")
_SPECIAL_IN_IRIS = re.compile(r"[\x00-$&-,;-@\[-^`{-}\x7f]|(?ai:s(?=ervice))")
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_WITHOUT_SPACE = ("BNODE", "CONCAT", "COALESCE")  # the engine takes no space before the bracket of these
# The engine compares two numbers by value, and a number with another literal by their letters: 9 < 10 < "8" < 9. Put
# before the value, this keeps what it compares by value apart from what it compares by letters.
_SORT_KEY = "{direction}(IF(isNumeric({value}), 1, IF(isLiteral({value}), 2, 0)))"
# Functions whose values are all numbers, or all texts, and need no such key.
_OF_ONE_KIND = re.compile(
    "ABS|AVG|CEIL|CONCAT|COUNT|DATATYPE|DAY|FLOOR|GROUP_CONCAT|HOURS|LANG|LCASE|MINUTES|MONTH|RAND|REPLACE|ROUND|SECONDS"
    "|STR|STRAFTER|STRBEFORE|STRLEN|SUBSTR|SUM|UCASE|YEAR"
)


def canonical(text: str, tokens: Sequence[Token]) -> list[str]:
    """Each token as the engine gets it; they are joined by spaces.

    Raises:
        RefusedQueryError: the word SERVICE would be left, outside of the name of a variable.
        QueryError: an unknown prefix or escape, or what is no IRI.
    """
    declared = declared_prefixes(tokens)
    labels: dict[str, str] = {}
    pieces: list[str] = []
    for position, token in enumerate(tokens):
        piece = token.text
        if token.kind == "string":
            piece = _string(text, token)
        elif token.kind == "iri":
            piece = _iri(_plain_iri(text, token))
        elif token.kind == "name" and not _is_declared_here(tokens, position):
            piece = _iri(_whole(text, token, declared))
        elif token.kind == "blank":
            piece = labels.setdefault(token.text, f"_:b{len(labels)}")
        elif token.kind == "number" and position and _is_its_sign(tokens[position - 1], token):
            piece, pieces[-1] = pieces[-1] + piece, ""
        elif token.text == "(" and position and tokens[position - 1].text.upper() in _WITHOUT_SPACE:
            piece, pieces[-1] = "", pieces[-1] + piece
        may_say_it = token.kind == "variable" and token.text.isascii()
        if not may_say_it and _SERVICE.search(piece):
            raise refusal(
                text,
                token,
                f"{token.text[:40]} cannot be distinguished from the keyword SERVICE, which is refused",
                "SERVICE would send the query to another server; choose another name",
            )
        pieces.append(piece)
    return pieces


def declared_prefixes(tokens: Sequence[Token]) -> dict[str, str]:
    """The prefixes that a query declares itself, with what they stand for as written."""
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.text.upper() == "PREFIX" and name.kind == "name" and name.text.endswith(":") and iri.kind == "iri"
    }


def expand(token: Token, declared: Mapping[str, str], *, base: str = DEFAULT_BASE) -> str | None:
    """The IRI that a token of kind ``iri`` or ``name`` stands for; None where its prefix is not known."""
    if token.kind == "iri":
        written = token.text[1:-1]
        return written if _SCHEME.match(written) else base + written
    prefix, _, local = token.text.partition(":")
    namespace = declared.get(prefix, PREFIXES.get(prefix))
    return None if namespace is None else namespace + _UNESCAPE_NAME.sub(r"\1", local)


def _is_declared_here(tokens: Sequence[Token], position: int) -> bool:
    return position > 0 and tokens[position - 1].text.upper() == "PREFIX" and tokens[position].text.endswith(":")


def _is_its_sign(before: Token, number: Token) -> bool:
    """Whether ``-`` or ``+`` stands at a number: the engine keeps the space within the number, which is none then."""
    return before.kind == "mark" and before.text in "+-" and before.end == number.start


def _string(text: str, token: Token) -> str:
    quotes = 3 if token.text[:3] in ("'''", '"""') and len(token.text) >= 6 else 1
    value = _unescaped(text, token, token.text[quotes:-quotes], _ESCAPES)
    return f'"{_SPECIAL_IN_STRINGS.sub(_code, value)}"'


def _plain_iri(text: str, token: Token) -> str:
    value = _unescaped(text, token, token.text[1:-1], {})
    if _NO_IRI.search(value):
        raise mistake(text, token, f"{token.text[:40]} is no IRI", "write special characters as %20 and the like")
    return value


def _unescaped(text: str, token: Token, written: str, known: Mapping[str, str]) -> str:
    def character(match: re.Match[str]) -> str:
        code = match[1]
        if len(code) > 1 and (number := int(code[1:], 16)) <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF:
            return chr(number)
        if code in known:
            return known[code]
        raise mistake(
            text, token, f"\\{code} is not an escape in SPARQL", r"write a backslash as \\ (in a pattern of REGEX: \\d)"
        )

    if any("\ud800" <= each <= "\udfff" for each in written):
        raise mistake(text, token, "this text holds half a character", "save the query as UTF-8")
    return _BACKSLASH.sub(character, written)


def _iri(value: str) -> str:
    return f"<{_code(value[0])}{_SPECIAL_IN_IRIS.sub(_code, value[1:])}>" if value else "<>"


def _code(character: re.Match[str] | str) -> str:
    number = ord(character if isinstance(character, str) else character[0])
    return f"\\u{number:04X}" if number <= 0xFFFF else f"\\U{number:08X}"


def _whole(text: str, token: Token, declared: Mapping[str, str]) -> str:
    """The IRI of a prefixed name."""
    prefix, _, local = token.text.partition(":")
    namespace = declared.get(prefix, PREFIXES.get(prefix))
    if namespace is None:
        raise mistake(text, token, f"the prefix {prefix}: is not declared", _prefix_hint(prefix))
    local = _UNESCAPE_NAME.sub(r"\1", local)
    if not _SCHEME.match(namespace) and ("/" in local or not _RELATIVE.fullmatch(namespace)):
        raise mistake(
            text, token, f"the prefix {prefix}: stands for a part of an IRI", "declare it with the whole of its IRI"
        )
    return _unescaped(text, token, namespace, {}) + local


def _prefix_hint(prefix: str) -> str:
    if prefix in ("http", "https"):
        return "write an IRI in angle brackets: <https://…>; behind a less-than sign, write a space"
    near = nearest(prefix, PREFIXES, cutoff=0.5)
    guess = f"did you mean {near[0]}: ? " if near else ""
    return f"{guess}bundled prefixes: {', '.join(sorted(PREFIXES))}; others need a line PREFIX {prefix}: <…>"


def sortable(tokens: Sequence[Token], pieces: Sequence[str]) -> list[str]:
    """The pieces with a key before each condition of ORDER BY, so that the engine can sort values of several kinds."""
    keyed = list(pieces)
    for position, (order, by) in enumerate(pairwise(tokens)):
        if order.kind == by.kind == "word" and (order.text.upper(), by.text.upper()) == ("ORDER", "BY"):
            for first, begin, end in _conditions(tokens, position + 2):
                head = next(token.text.upper() for token in tokens[begin:end] if token.text != "(")
                if not _OF_ONE_KIND.fullmatch(head):
                    direction = tokens[first].text if first != begin else "ASC"
                    value = f"({' '.join(pieces[begin:end])})"
                    keyed[first] = f"{_SORT_KEY.format(direction=direction, value=value)} {keyed[first]}"
    return keyed


def _conditions(tokens: Sequence[Token], position: int) -> Iterator[tuple[int, int, int]]:
    """Of each condition of ORDER BY: where it begins, where its expression begins, and where that ends."""
    while position < len(tokens):
        begin = position + (tokens[position].text.upper() in ("ASC", "DESC"))
        at = begin + (begin < len(tokens) and tokens[begin].kind in ("word", "name", "iri"))
        if at == begin and tokens[begin].kind == "variable":
            end = begin + 1
        elif at < len(tokens) and tokens[at].text == "(":
            end = _behind_bracket(tokens, at)
        else:
            return
        yield position, begin, end
        position = end


def _behind_bracket(tokens: Sequence[Token], position: int) -> int:
    depth = 0
    for at in range(position, len(tokens)):
        if tokens[at].kind == "mark":
            depth += (tokens[at].text in "({[") - (tokens[at].text in ")}]")
        if depth == 0:
            return at + 1
    return len(tokens)
