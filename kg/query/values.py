"""RDF terms as Python values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from kg.namespaces import XSD, shortened
from kg.terms import BlankNode, Literal, NamedNode, Term, Triple

__all__ = ["Row", "Value", "python_value", "short", "triple_text"]

Row = tuple[Term | None, ...]
Value = str | int | float | bool | datetime.date | None
"""What a cell is in Python; a :class:`datetime.datetime` is a :class:`datetime.date` too."""

_INTEGERS = """
    integer nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger long int short byte
    unsignedLong unsignedInt unsignedShort unsignedByte
"""
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_LONGEST_NUMBER = 400  # longer ones stay text: converting them takes time that grows with the square of the length


def _boolean(text: str) -> bool:
    return _BOOLEANS[text]


# Each with the lexical form of its datatype: Python reads more than XML Schema allows, such as 1_000.
_READERS: dict[str, tuple[re.Pattern[str], Callable[[str], Value]]] = {
    XSD + "boolean": (re.compile("true|false|0|1"), _boolean),
    XSD + "date": (re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), datetime.date.fromisoformat),
    XSD + "dateTime": (
        re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+)?"),
        datetime.datetime.fromisoformat,
    ),
    XSD + "decimal": (re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"), float),
    **{
        XSD + name: (re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN"), float)
        for name in ("double", "float")
    },
    **{XSD + name: (re.compile("[+-]?[0-9]+"), int) for name in _INTEGERS.split()},
}


def python_value(term: Term | None) -> Value:
    """The Python value of a term.

    An IRI gives its text, a blank node its label behind ``_:``, a literal an int, float, bool, date, datetime or
    str. A literal whose text does not fit its datatype, or that Python's types cannot hold, such as the year
    2009 or a day with a time zone, gives its text.
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    if isinstance(term, Triple):
        return triple_text(term)
    text = term.value.strip(" \t\r\n")
    form, reader = _READERS.get(term.datatype.value, (None, None))
    if form is None or reader is None or len(text) > _LONGEST_NUMBER or not form.fullmatch(text):
        return term.value
    try:
        return reader(text)
    except ValueError:  # the 30th of February
        return term.value


def triple_text(triple: Triple) -> str:
    """A triple term as text, in N-Triples."""
    return f"<<( {triple} )>>"


def short(term: Term | None) -> str:
    """A term as people read it: ``event/x`` for a thing, ``tnk:held`` for a known prefix, the text of a literal."""
    if isinstance(term, NamedNode):
        return shortened(term.value)
    value = python_value(term)
    return "" if value is None else term.value if isinstance(term, Literal) else str(value)
