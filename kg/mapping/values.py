"""Literal values: from strings to RDF terms, never more precise than written."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from kg.dates import EdtfDate, parse_date, why_not_a_date
from kg.namespaces import RDFS, TNK, XSD
from kg.ontology.vocabulary import PropertyTerm
from kg.read.characters import explained
from kg.terms import Literal, NamedNode

__all__ = ["BadValueError", "date_literal", "date_terms", "literal", "node", "value_terms", "web_address"]

_INTEGERS = {XSD + "positiveInteger": 1, XSD + "nonNegativeInteger": 0}
_DIGITS = re.compile(r"[0-9]{1,18}")


class BadValueError(Exception):
    """A value that does not have the form of its property; ``hint`` says what does."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


@lru_cache(maxsize=65536)
def node(iri: str) -> NamedNode:
    """The node of an IRI; cached, since an article repeats them."""
    return NamedNode(iri)


def literal(text: str, datatype: str | None = None) -> Literal:
    """A literal; a plain string without a datatype."""
    return Literal(text, datatype=node(datatype)) if datatype else Literal(text)


def value_terms(term: PropertyTerm, written: str) -> list[tuple[NamedNode, NamedNode | Literal]]:
    """A value as pairs of predicate and object.

    The first pair is the value itself; a date adds the earliest and latest day it allows, a range of numbers its ends.

    Raises:
        BadValueError: the value does not have the form of the property.
    """
    if term.is_date:
        return date_terms(term, written)
    if term.values:
        if written not in term.values:
            raise BadValueError(
                explained(f"{written!r} is not a valid {term.label}", written),
                f"one of {', '.join(sorted(term.values))}",
            )
        return [(node(term.iri), node(TNK + written))]
    if term.takes_count and "/" in written:
        return _range_terms(term, written)
    return [(node(term.iri), _plain_literal(term, written))]


def _range_terms(term: PropertyTerm, written: str) -> list[tuple[NamedNode, NamedNode | Literal]]:
    """A range of numbers, such as ``150/200``, as people read it, and its two ends.

    Raises:
        BadValueError: not two whole numbers, the smaller one first.
    """
    least, _, greatest = written.partition("/")
    if not (_DIGITS.fullmatch(least) and _DIGITS.fullmatch(greatest) and int(least) < int(greatest)):
        raise BadValueError(explained(f"{written!r} is not a range of numbers", written), "write it such as 150/200")
    low, high = (literal(str(int(each)), XSD + "nonNegativeInteger") for each in (least, greatest))
    text = literal(f"{low.value} to {high.value}")
    return [(node(term.iri), text), (node(TNK + "leastNumber"), low), (node(TNK + "greatestNumber"), high)]


def date_terms(term: PropertyTerm, written: str) -> list[tuple[NamedNode, NamedNode | Literal]]:
    """A date as its own precise literal, without a time of day, and its bounds as days.

    Raises:
        BadValueError: not an EDTF date.
    """
    date = _parsed(written)
    earliest, latest = term.bounds or ("", "")
    days = ((earliest, date.earliest), (latest, date.latest))
    return [
        (node(term.iri), literal(date.value, date.datatype)),
        *((node(TNK + name), literal(day, XSD + "date")) for name, day in days if day),
    ]


def date_literal(written: str) -> Literal:
    """A date as its own precise literal.

    Raises:
        BadValueError: not an EDTF date.
    """
    date = _parsed(written)
    return literal(date.value, date.datatype)


def _parsed(written: str) -> EdtfDate:
    date = parse_date(written)
    if date is None:
        why = why_not_a_date(written)
        message = explained(f"{written!r} is not a date" + (f": {why}" if why else ""), written)
        raise BadValueError(message, "EDTF, for example 2009, 2025-11, 2025-11-24, 2022/2025, 2022~, 2025-11-24/..")
    return date


def _plain_literal(term: PropertyTerm, written: str) -> Literal:
    datatype = term.datatype
    if datatype in _INTEGERS:
        if not _DIGITS.fullmatch(written) or int(written) < _INTEGERS[datatype]:
            message = explained(f"{written!r} is not a whole number", written)
            raise BadValueError(message, f"digits only, at least {_INTEGERS[datatype]}")
        return literal(str(int(written)), datatype)
    if datatype == XSD + "boolean" and written not in ("true", "false"):
        raise BadValueError(f"{written!r} is neither true nor false", "true or false")
    if datatype == XSD + "anyURI":
        return web_address(written)
    return literal(written, None if datatype in (None, XSD + "string", RDFS + "Literal") else datatype)


def web_address(written: str) -> Literal:
    """An address as xsd:anyURI.

    Raises:
        BadValueError: not an http or https address.
    """
    try:
        parts = urlsplit(written)
    except ValueError as error:
        raise BadValueError(f"{written!r} is not a web address", str(error)) from error
    if parts.scheme not in ("http", "https") or not parts.netloc or any(c.isspace() for c in written):
        message = explained(f"{written!r} is not a web address", written)
        raise BadValueError(message, "an absolute address that begins with https:// or http://")
    return literal(written, XSD + "anyURI")
