"""Dates: never more precise than written."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import EDTF, parse_date

XSD = "http://www.w3.org/2001/XMLSchema#"


# The bounds of levels 0 and 1 follow from the EDTF specification (Library of Congress, 2019); those of approximate
# dates from the padding that the edtf package documents: one unit of each part that is given.
@pytest.mark.parametrize(
    ("written", "datatype", "earliest", "latest"),
    [
        ("2009", XSD + "gYear", "2009-01-01", "2009-12-31"),
        ("2025-11", XSD + "gYearMonth", "2025-11-01", "2025-11-30"),
        ("2024-02", XSD + "gYearMonth", "2024-02-01", "2024-02-29"),
        ("2025-11-24", XSD + "date", "2025-11-24", "2025-11-24"),
        ("2022/2025", EDTF, "2022-01-01", "2025-12-31"),
        ("2022-05-19/2025-11", EDTF, "2022-05-19", "2025-11-30"),
        ("2025-11-24/..", EDTF, "2025-11-24", None),
        ("../2020", EDTF, None, "2020-12-31"),
        ("2025/", EDTF, "2025-01-01", None),
        ("/2025", EDTF, None, "2025-12-31"),
        ("201X", EDTF, "2010-01-01", "2019-12-31"),
        ("20XX", EDTF, "2000-01-01", "2099-12-31"),
        ("2004-06-XX", EDTF, "2004-06-01", "2004-06-30"),
        ("2004-XX", EDTF, "2004-01-01", "2004-12-31"),
        ("2022~", EDTF, "2021-01-01", "2023-12-31"),
    ],
)
def test_bounds(written: str, datatype: str, earliest: str | None, latest: str | None) -> None:
    date = parse_date(written)
    assert date is not None
    assert (date.expression, date.datatype, date.earliest, date.latest) == (written, datatype, earliest, latest)


@pytest.mark.parametrize("written", ["2009", "2009-10", "2009-10-03"])
def test_the_year_is_known_only_for_exact_dates(written: str) -> None:
    date = parse_date(written)
    assert date is not None
    assert date.year == 2009


@pytest.mark.parametrize("written", ["2009~", "2009?", "2009/2010", "200X", "2009/..", "2009-21"])
def test_no_year_where_it_is_in_doubt(written: str) -> None:
    date = parse_date(written)
    assert date is not None
    assert date.year is None


@pytest.mark.parametrize(
    "written",
    """|soon|2025-13|2022-02-30|1985-00|1985-01-00|0000|2025/2022|..|/|../..| 2009|24.11.2025|2025-11-24T10:00|
    Y1E99999999|2009-1-1|[2009,2010]|99999|٢٠٠٩|2004-06-~01|../""".replace("\n    ", "").split("|"),
)
def test_what_is_no_date_is_none(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert parse_date(written) is None
    assert capsys.readouterr() == ("", "")


@given(st.dates())
def test_a_day_keeps_its_day(day: datetime.date) -> None:
    date = parse_date(day.isoformat())
    assert date is not None
    assert date.earliest == date.latest == day.isoformat()


@given(st.text(alphabet="0123456789X/-.~?%TZY[]{},", max_size=30))
def test_nothing_makes_it_fail(text: str) -> None:
    date = parse_date(text)
    if date is not None and date.earliest and date.latest:
        assert date.earliest <= date.latest
