"""Dates as annotators write them: EDTF strings, with the earliest and latest day they allow.

EDTF is the Extended Date/Time Format of the Library of Congress (https://www.loc.gov/standards/datetime/, 2019);
levels 0 and 1 are read here, for the years 0001 to 9999. No date is ever made more precise than it was written:
``2009`` stays a year. Where the specification does not say which days an expression allows, the rules are:

- *doubt*: ``~`` (about) and ``?`` (uncertain) each widen a date by one unit of the finest part that is given, on both
  sides: a day, a month, a year, ten years of ``201X``, a hundred of ``20XX``. ``%`` is both, so two units.
- *seasons* may be those of either hemisphere, counted by whole months or from equinox to solstice, and one that runs
  across New Year may be named after either year: see :data:`_SEASONS`.
- *a time of day* follows a day: the day is the one written, whatever its offset from UTC. Only the day is kept.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import UsageError

__all__ = ["EDTF", "EdtfDate", "check_order", "day_of", "parse_date", "why_not_a_date"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
_EXACT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_WITH_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}"
    r"(?:Z|[+-](?:0[0-9]|1[0-3])(?::[0-5][0-9])?|[+-]14(?::00)?)?"
)
# Intervals are taken apart here, and each side is matched before edtf sees it: edtf fails, or writes to stdout, on
# some malformed sides.
_SIDE = re.compile(
    "(?P<date>(?P<year>[0-9]{2}(?:[0-9]{2}|[0-9]X|XX))(?:-(?P<month>0[1-9]|1[0-2]|XX)(?:-(?P<day>[0-9]{2}|XX))?)?)"
    "(?P<doubt>[~?%]?)"
)
_SEASON = re.compile("([0-9]{4})-(2[1-4])")
_STEPS = {"": 0, "~": 1, "?": 1, "%": 2}

# For each season, from when to when it may last: years after the one written, month and day. By whole months it
# begins on 1 March, June, September or December; by the sky it ends at the latest on 21 March, 22 June, 24 September or
# 23 December. edtf knows the northern months alone, and of winter only December.
_SEASONS = {
    "21": ((0, 3, 1), (0, 12, 23)),  # northern from March, southern until the solstice of December
    "22": ((-1, 12, 1), (1, 3, 21)),  # southern from December of the year before, or into the year after
    "23": ((0, 3, 1), (0, 12, 23)),  # southern from March, northern until the solstice of December
    "24": ((-1, 12, 1), (1, 3, 21)),  # northern from December of the year before, or into the year after
}

_Days = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """One date expression.

    Args:
        expression: as written.
        datatype: IRI of the datatype as precise as the expression: xsd:date, xsd:gYearMonth,
            xsd:gYear, or EDTF for anything wider.
        earliest, latest: the first and last day that the expression allows, both inclusive, ISO 8601; None
            where the expression leaves that side open, or allows days outside the years 0001 to 9999.
        year: the year, when the expression names one year exactly and without doubt.
    """

    expression: str
    datatype: str
    earliest: str | None
    latest: str | None
    year: int | None

    @property
    def value(self) -> str:
        """The expression as a value of its datatype: without the time of day."""
        return self.expression.partition("T")[0]


@lru_cache(maxsize=4096)
def parse_date(expression: str) -> EdtfDate | None:
    """Read an EDTF expression; None when it is not one.

    >>> parse_date("2009")
    EdtfDate(expression='2009', datatype='http://www.w3.org/2001/XMLSchema#gYear', earliest='2009-01-01', latest='2009-12-31', year=2009)
    >>> parse_date("2024-02").latest, parse_date("2022/2025").earliest, parse_date("soon")
    ('2024-02-29', '2022-01-01', None)
    >>> parse_date("2025-11-24~").earliest, parse_date("2025-11-25T09:30:00+04:00").latest
    ('2025-11-23', '2025-11-25')
    """  # noqa: E501
    timed = _WITH_TIME.fullmatch(expression)
    written = timed[1] if timed else expression
    days = _exact_days(written)
    if days is not None:
        first, last = days
        datatype = _XSD + ("gYear", "gYearMonth", "date")[written.count("-")]
        return EdtfDate(expression, datatype, first.isoformat(), last.isoformat(), first.year)
    bounds = None if timed else _wider_days(expression)
    return None if bounds is None else EdtfDate(expression, EDTF, *bounds, None)


def _exact_days(written: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of an exact year, month or day; None if it is not one, or not in the calendar."""
    match = _EXACT.fullmatch(written)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = datetime.date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:  # the year 0000 has no calendar day either
        return None
    if day is not None:
        return first, first
    month = 12 if month is None else month
    return first, datetime.date(first.year, month, calendar.monthrange(first.year, month)[1])


def _wider_days(expression: str) -> _Days | None:
    """The bounds of a date that is open, approximate, unspecified or an interval; None if it is not a date."""
    first, slash, last = expression.partition("/")
    if not slash:
        side = _side(first)
        return side and side[1]
    # `..` is an open end, nothing at all an unknown one: neither gives a bound.
    open_side: tuple[_Days, _Days] = ((None, None), (None, None))
    begin, end = (open_side if side in ("", "..") else _side(side) for side in (first, last))
    if begin is None or end is None or begin == end == open_side:
        return None
    # The days without the doubt: an interval that is written the wrong way round is a slip, however wide its sides.
    if (begin[0][0] or "") > (end[0][1] or "9999-12-31"):
        return None
    return begin[1][0], end[1][1]


def _side(side: str) -> tuple[_Days, _Days] | None:
    """The bounds of one date, without its doubt and with it; None if it is not a date."""
    season = _SEASON.fullmatch(side)
    if season:
        days = _season(int(season[1]), season[2])
        return days and (days, days)
    match = _SIDE.fullmatch(side)
    strict = None if match is None else _strict_days(match["date"])
    if match is None or strict is None:
        return None
    first, last = strict
    steps = _STEPS[match["doubt"]]
    wide = _moved(first, -steps, match, last=False), _moved(last, steps, match, last=True)
    return (first.isoformat(), last.isoformat()), wide


def _season(year: int, season: str) -> _Days | None:
    days = [
        f"{year + years:04}-{month:02}-{day:02}" if 1 <= year + years <= 9999 else None
        for years, month, day in _SEASONS[season]
    ]
    return (days[0], days[1]) if year else None


def _strict_days(written: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of one date without its doubt; None if it is not a date."""
    if "X" not in written:
        return _exact_days(written)
    from edtf import EDTFParseException, parse_edtf

    try:
        parsed = parse_edtf(written)
        return datetime.date(*parsed.lower_strict()[:3]), datetime.date(*parsed.upper_strict()[:3])
    except (EDTFParseException, ValueError):  # ValueError: not in the calendar
        return None


def _moved(day: datetime.date, steps: int, match: re.Match[str], *, last: bool) -> str | None:
    """A bound, moved by units of the date's finest part; None outside the calendar.

    Args:
        day: the first or the last day of the date without its doubt.
        steps: how many units; negative moves back.
        match: the parts of the date.
        last: whether it is the last day, which moves to the end of a month.
    """
    if match["day"] not in (None, "XX"):
        try:
            return (day + datetime.timedelta(days=steps)).isoformat()
        except OverflowError:
            return None
    months = 1 if match["month"] not in (None, "XX") else 12 * 10 ** match["year"].count("X")
    year, month = divmod(day.year * 12 + day.month - 1 + steps * months, 12)
    if not 1 <= year <= 9999:
        return None
    return f"{year:04}-{month + 1:02}-{calendar.monthrange(year, month + 1)[1] if last else 1:02}"


def why_not_a_date(expression: str) -> str | None:
    """Why an expression that looks like a date is not one, in words; None if unknown.

    >>> why_not_a_date("2025-02-30"), why_not_a_date("2025/2022")
    ('the calendar has no such day', 'the interval ends before it begins')
    """
    if re.fullmatch(r"[Y+-]-?[0-9]+.*|00(?:00|0X|XX).*", expression):
        return "years run from 0001 to 9999"
    if re.fullmatch(_SEASON.pattern + "[~?%]", expression):
        return "a season cannot take ~, ? or %: it already covers every month with its name"
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]", expression) and parse_date(expression[:10]):
        if "/" in expression:
            return "the ends of an interval cannot have a time of day"
        return "write a time of day to the second, with or without Z or an offset: 2025-11-25T09:30:00+04:00"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?:[~?%]|[Tt ][0-9].*)?", expression):
        return f"the calendar has no such {'day' if expression.count('-') > 1 else 'month'}"
    first, slash, last = expression.partition("/")
    if slash and parse_date(first) and parse_date(last):
        return "the interval ends before it begins"
    return None


def day_of(value: datetime.date | str, *, first: bool = False, what: str | None = None) -> str:
    """The day that a user means, as ISO text; a month or a year means its last day.

    Args:
        value: a day, a month or a year as EDTF, or a ``datetime.date``; of a ``datetime.datetime`` its day counts.
        first: whether a month or a year means its first day.
        what: what the day is for, for the error message.

    Raises:
        UsageError: it is not a date.
    """
    if isinstance(value, datetime.date):
        return datetime.date(value.year, value.month, value.day).isoformat()
    text = str(value)
    parsed = parse_date(text)
    day = None if parsed is None else parsed.earliest if first else parsed.latest
    if day is None:
        purpose = f" for {what}" if what else ""
        examples = "write a day, a month or a year: 2025-11-25, 2025-11"
        why = why_not_a_date(text)
        raise UsageError(f"{text!r} is not a date{purpose}", hint=f"{why}; {examples}" if why else examples)
    return day


def check_order(first: str | None, last: str | None, names: tuple[str, str] = ("since", "until")) -> None:
    """Refuse a span that ends before it begins; both days ISO 8601, None where a side is open.

    Raises:
        UsageError: the first day is after the last.
    """
    if first is not None and last is not None and first > last:
        begin, end = names
        raise UsageError(
            f"{begin} {first} is after {end} {last}, so there is no day between them",
            hint=f"give {begin} the earlier date",
        )
