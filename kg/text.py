r"""Text from strangers, made safe for terminals, messages, JSON, XML and spreadsheets.

Names, quotes and file names may contain escape sequences that a terminal obeys, marks that reverse the writing
direction, or what a spreadsheet takes for a formula. Formats with numeric escapes always use them: JSON here, N-Triples
and the like in :mod:`kg.query.render`. Others, such as CSV, stay faithful to the byte in a file, and only a terminal
gets the number.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from kg.characters import without_invisible

__all__ = [
    "BYTE_ORDER_MARK",
    "JOINERS",
    "fit_for_xml",
    "for_terminal",
    "json_text",
    "one_line",
    "plain",
    "plain_text",
    "spell",
    "spelled",
    "spreadsheet_csv",
]

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheet programs that a file is in UTF-8."""
JOINERS = "\u200c\u200d\u00a0\u3000"
"""Not printable, and yet parts of words: joiners and wide blanks."""

# Control characters, marks of writing direction, line ends of other alphabets, and halves of characters, which no
# output can hold. Line feeds and tabs are harmless; a carriage return is where it ends a line.
_OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ONE_LINE = {"\n": "⏎", "\r": "⏎", "\t": " "}
_SPELLED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
# What XML 1.0 has no way to hold, and the other control characters that no reader expects in a text.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|\x85")
# A spreadsheet takes what begins so for a formula: also in full width, and behind blanks that it takes away.
_FORMULA = re.compile("\\s*[=+\\-@\uff0b\uff0d\uff1d\uff20]|[\t\r\n]")


def plain(text: str) -> str:
    """The text on one line without control characters, for cells and lines that people read.

    Unprintable characters are shown as numbers; joiners and wide blanks stay.

    >>> plain("a\\x1b[2Jb\\nc")
    'a\\\\u001b[2Jb⏎c'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in JOINERS else _ONE_LINE.get(c) or _number(c) for c in text)


def spelled(text: str) -> str:
    """The text on one line with unprintable characters as numbers, for messages about what is in a file.

    >>> spelled("one\\ntwo\\x1b[31m\\u00ad")
    'one\\\\ntwo\\\\u001b[31m\\\\u00ad'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _SPELLED.get(c) or _number(c) for c in text)


def for_terminal(text: str) -> str:
    """The text with its lines, and with control characters as numbers.

    >>> for_terminal("a\\tb\\n\\x9b2J\\u202ec\\rd\\r\\n")
    'a\\tb\\n\\\\u009b2J\\\\u202ec\\\\u000dd\\r\\n'
    """
    return _OBEYED.sub(lambda match: _number(match[0]), text)


def spell(text: str, form: str) -> str:
    """The same, with numbers written in a format such as ``&#{};``.

    >>> spell("\\u202e", "&#{};")
    '&#8238;'
    """
    return _OBEYED.sub(lambda match: form.format(ord(match[0])), text)


def json_text(value: Any, **options: Any) -> str:
    """JSON with letters as they are and control characters as escapes.

    Args:
        value: what JSON knows.
        options: of :func:`json.dumps`.

    >>> json_text({"name": "ə\\x9b\\u202e"})
    '{"name": "ə\\\\u009b\\\\u202e"}'
    """
    return for_terminal(json.dumps(value, ensure_ascii=False, **options))


def fit_for_xml(text: str) -> str:
    """The text with U+FFFD for characters that XML 1.0 cannot contain."""
    return _NOT_IN_XML.sub("\ufffd", text)


def spreadsheet_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV (RFC 4180, with line feeds) in which a spreadsheet finds no formulas.

    A text that begins like one gets an apostrophe before it. A missing value is empty; several values are separated
    by blanks.

    Args:
        head: the columns.
        rows: each with a value for every column.

    >>> spreadsheet_csv(["name", "score"], [["@SUM(1)", -1], [" =1", None]])
    "name,score\\n'@SUM(1),-1\\n' =1,\\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_cell(value) for value in row] for row in (head, *rows))
    return out.getvalue()


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


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = " ".join(value)
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _number(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
