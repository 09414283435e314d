"""Dates as annotators write them: EDTF strings, and the earliest and latest day that they allow.

EDTF is the Extended Date/Time Format of the Library of Congress (levels 0 and 1 are read here). No date
is ever made more precise than it was written: ``2009`` stays a year.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["EDTF", "EdtfDate", "parse_date"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
_EXACT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
# Levels 0 and 1 without times of day. Intervals are taken apart here, and each side is matched before edtf
# sees it: edtf fails, or writes to stdout, on some malformed sides.
_YEAR, _MONTH, _DAY = "[0-9]{2}(?:[0-9]{2}|[0-9]X|XX)", "(?:0[1-9]|1[0-2]|XX)", "(?:[0-9]{2}|XX)"
_SEASON = "[0-9]{4}-2[1-4]"
_SIDE = re.compile(f"{_YEAR}(?:-{_MONTH}(?:-{_DAY})?)?[~?%]?|{_SEASON}")


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """One date expression.

    Args:
        expression: as written.
        datatype: IRI of the datatype that says no more than the expression: xsd:date, xsd:gYearMonth,
            xsd:gYear, or EDTF for anything wider.
        earliest, latest: the first and last day that the expression allows, both inclusive, ISO 8601; None
            where the expression leaves that side open. Approximate dates are widened by EDTF's padding.
        year: the year, when the expression names one year exactly and without doubt.
    """

    expression: str
    datatype: str
    earliest: str | None
    latest: str | None
    year: int | None


@lru_cache(maxsize=4096)
def parse_date(expression: str) -> EdtfDate | None:
    """Read an EDTF expression; None when it is not one.

    >>> parse_date("2009")
    EdtfDate(expression='2009', datatype='http://www.w3.org/2001/XMLSchema#gYear', earliest='2009-01-01', latest='2009-12-31', year=2009)
    >>> parse_date("2024-02").latest, parse_date("2022/2025").earliest, parse_date("soon")
    ('2024-02-29', '2022-01-01', None)
    """  # noqa: E501
    exact = _EXACT.fullmatch(expression)
    date = _exact_date(expression, exact) if exact else None
    return date or _wider_date(expression)


def _exact_date(expression: str, match: re.Match[str]) -> EdtfDate | None:
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year:  # the year 0000 has no calendar day
        return None
    try:
        first = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if month is None:
        return EdtfDate(expression, _XSD + "gYear", first.isoformat(), f"{year:04}-12-31", year)
    if day is None:
        last = first.replace(day=calendar.monthrange(year, month)[1])
        return EdtfDate(expression, _XSD + "gYearMonth", first.isoformat(), last.isoformat(), year)
    return EdtfDate(expression, _XSD + "date", first.isoformat(), first.isoformat(), year)


def _wider_date(expression: str) -> EdtfDate | None:
    """A date that is open, approximate, unspecified or an interval: only its bounds are known."""
    first, slash, last = expression.partition("/")
    if not slash:
        bounds = _bounds(first)
        return EdtfDate(expression, EDTF, *bounds, None) if bounds else None
    # `..` is an open end, nothing at all an unknown one: neither gives a bound.
    sides = [(None, None) if side in ("", "..") else _bounds(side) for side in (first, last)]
    if sides[0] is None or sides[1] is None or sides == [(None, None)] * 2:
        return None
    earliest, latest = sides[0][0], sides[1][1]
    if earliest and latest and earliest > latest:
        return None
    return EdtfDate(expression, EDTF, earliest, latest, None)


def _bounds(side: str) -> tuple[str, str] | None:
    """The first and last day of one date, with EDTF's padding where it is approximate; None when it is no date."""
    if not _SIDE.fullmatch(side):
        return None
    from edtf import EDTFParseException, parse_edtf

    try:
        parsed = parse_edtf(side)
        first, last = parsed.lower_fuzzy(), parsed.upper_fuzzy()
        return datetime.date(*first[:3]).isoformat(), datetime.date(*last[:3]).isoformat()
    except (EDTFParseException, ValueError):  # ValueError: outside the calendar's years 1 to 9999
        return None
