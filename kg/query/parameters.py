"""Parameters of named queries: from what a person wrote to RDF terms. Values are bound, never pasted into text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from kg.claims.labels import Labels
from kg.dates import check_order, day_of, parse_date
from kg.errors import UsageError
from kg.namespaces import TNK, XSD
from kg.query.catalogue import NamedQuery, Parameter
from kg.suggest import did_you_mean, nearest
from kg.terms import Literal, NamedNode, Term

__all__ = ["bind", "class_of", "view_day"]

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")

# The class that a thing of each type must have; `thing` is anything.
_CLASSES = {
    "polity": "Polity",
    "person": "Person",
    "organization": "Organization",
    "group": "Group",
    "event": "Event",
    "post": "Post",
    "place": "Place",
    "series": "EventSeries",
    "programme": "Programme",
    "agreement": "Agreement",
    "legal-act": "LegalAct",
    "theme": "Theme",
    "article": "Article",
}


def class_of(kind: str) -> str | None:
    """The IRI of the class that a thing of a parameter's type must have; None for any thing, and for values."""
    return TNK + _CLASSES[kind] if kind in _CLASSES else None


def bind(query: NamedQuery, values: Mapping[str, str], labels: Labels) -> dict[str, Term]:
    """The terms to put in the place of a query's variables, by their names.

    Args:
        query: the named query.
        values: by parameter, what the user wrote.
        labels: finds things by name.

    Raises:
        UsageError: an unknown or missing parameter, a value that is not of its type, a name that means
            nothing or several things, or a ``first`` day after the ``last``.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            guess = did_you_mean(nearest(name, known, count=1))
            hint = " ".join(filter(None, [guess, f"it takes {', '.join(sorted(known)) or 'no parameters'}"]))
            raise UsageError(f"{query.name} has no parameter {name!r}", hint=hint)
    bound: dict[str, Term] = {}
    for parameter in query.parameters:
        written = values.get(parameter.name, parameter.default)
        if written is not None:
            bound[parameter.name] = _term(parameter, written, labels)
        elif parameter.required:
            raise UsageError(f"{query.name} needs a value for {parameter.name}", hint=f"-p {parameter.name}=…")
    check_order(_day_in(bound.get("first")), _day_in(bound.get("last")), ("first", "last"))
    return bound


def view_day(
    query: NamedQuery, values: Mapping[str, str], as_of: date | str | None
) -> tuple[Mapping[str, str], str | None]:
    """The values of a question, and the day as of which the graph is asked: its own, where it has one.

    Args:
        query: the named query.
        values: by parameter, what the user wrote.
        as_of: the day that the user gave apart from them.

    Raises:
        UsageError: the day is given twice, or is not a day.
    """
    day = None if as_of is None else day_of(as_of)
    if not query.as_of:
        return values, day
    if day is not None and query.as_of in values:
        raise UsageError(f"the day is given twice: as of {as_of}, and {query.as_of}", hint="give it once")
    if day is not None:
        return {**values, query.as_of: day}, day
    default = next(parameter.default for parameter in query.parameters if parameter.name == query.as_of)
    written = values.get(query.as_of, default)
    return values, None if written is None else _day(written, f"parameter {query.as_of}").value


def _term(parameter: Parameter, written: str, labels: Labels) -> NamedNode | Literal:
    where = f"parameter {parameter.name}"
    if parameter.type == "string":
        return Literal(written)
    if parameter.type == "integer":
        if not _INTEGER.fullmatch(written):
            raise UsageError(f"{written!r} is not a whole number", where=where, hint="digits alone, such as 25")
        return Literal(str(int(written)), datatype=NamedNode(XSD + "integer"))
    if parameter.type == "date":
        return _day(written, where)
    if parameter.type == "choice":
        if written not in parameter.choices:
            guess = did_you_mean(nearest(written, parameter.choices, count=1))
            hint = " ".join(filter(None, [guess, f"one of {', '.join(parameter.choices)}"]))
            raise UsageError(f"{written!r} is not one of the choices", where=where, hint=hint)
        return NamedNode(TNK + written)
    of_class = class_of(parameter.type)
    wanted = None if of_class is None else frozenset([of_class])
    try:
        node = labels.with_id(f"{parameter.type}/{written}") or labels.resolve(written, wanted)
    except UsageError as error:
        raise UsageError(error.message, where=where, hint=error.hint) from error
    if wanted is not None and wanted.isdisjoint(labels.types(node.value)):
        raise UsageError(f"{labels(node)} is not of type {parameter.type}", where=where)
    return node


def _day(written: str, where: str) -> Literal:
    date = parse_date(written)
    if date is None or date.datatype != XSD + "date":
        raise UsageError(f"{written!r} is not a day", where=where, hint="write it as 2025-11-25")
    return Literal(date.value, datatype=NamedNode(date.datatype))


def _day_in(term: Term | None) -> str | None:
    """The day that a date parameter holds; None for anything else."""
    return term.value if isinstance(term, Literal) and term.datatype.value == XSD + "date" else None
