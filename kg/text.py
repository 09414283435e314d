r"""Text from strangers, made fit for where it is shown: terminals, messages, JSON, XML, and tables for people.

Names, quotes and file names may hold what a terminal obeys (escape sequences), what turns the rest of a line around
(marks of writing direction), or what a spreadsheet takes for a formula. Formats that can spell such a character by
its number do so always: JSON here, N-Triples and its like in :mod:`kg.query.render`. What cannot, such as CSV, stays
faithful to the byte in a file, and only a terminal is shown the number.
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
"""By which spreadsheet programs know that a file is in UTF-8."""
JOINERS = "\u200c\u200d\u00a0\u3000"
"""What is not printable by itself and yet belongs to words: joiners and wide blanks."""

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
    """The text in one line, with nothing in it that a terminal obeys: for cells and lines that people read.

    What is not printable is shown as its number; joiners and wide blanks stay.

    >>> plain("a\\x1b[2Jb\\nc")
    'a\\\\u001b[2Jb⏎c'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in JOINERS else _ONE_LINE.get(c) or _number(c) for c in text)


def spelled(text: str) -> str:
    """The text in one line with all that is not printable spelled out: for messages, which say what is in a file.

    >>> spelled("one\\ntwo\\x1b[31m\\u00ad")
    'one\\\\ntwo\\\\u001b[31m\\\\u00ad'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _SPELLED.get(c) or _number(c) for c in text)


def for_terminal(text: str) -> str:
    """The text in all its lines, with the number of each character that a terminal obeys in place of it.

    >>> for_terminal("a\\tb\\n\\x9b2J\\u202ec\\rd\\r\\n")
    'a\\tb\\n\\\\u009b2J\\\\u202ec\\\\u000dd\\r\\n'
    """
    return _OBEYED.sub(lambda match: _number(match[0]), text)


def spell(text: str, form: str) -> str:
    """The same, with the number written as the format does: ``form`` is formatted with it, as ``&#{};``.

    >>> spell("\\u202e", "&#{};")
    '&#8238;'
    """
    return _OBEYED.sub(lambda match: form.format(ord(match[0])), text)


def json_text(value: Any, **options: Any) -> str:
    """JSON with letters as themselves, and as escapes whatever a terminal obeys.

    Args:
        value: what JSON knows.
        options: of :func:`json.dumps`.

    >>> json_text({"name": "ə\\x9b\\u202e"})
    '{"name": "ə\\\\u009b\\\\u202e"}'
    """
    return for_terminal(json.dumps(value, ensure_ascii=False, **options))


def fit_for_xml(text: str) -> str:
    """The text with U+FFFD in place of what XML 1.0 has no way to hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def spreadsheet_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table for people as CSV (RFC 4180, with line feeds), where no text is a formula to a spreadsheet.

    A text that begins like one gets an apostrophe before it. What is missing is empty; what is several stands with
    blanks between.

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
