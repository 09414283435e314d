"""Names, language tags and dates that people write, and what was made of them."""

from __future__ import annotations

import calendar
import datetime
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.characters import without_invisible
from kg.cli.main import cli
from kg.dates import EDTF, parse_date, why_not_a_date
from kg.errors import UsageError
from kg.export import write_profile
from kg.findings import Finding, Severity
from kg.languages import canonical, matches, place, priority_list
from kg.names import fold, slug
from kg.namespaces import DEFAULT_BASE, RDFS, TNK, XSD
from kg.network import load_network
from kg.network.filters import NetworkFilter
from kg.network.time_slices import load_slices
from kg.pipeline import Pipeline
from kg.query import Labels, bundled_catalogue
from kg.query.parameters import bind
from kg.views.map import read_map
from kg.views.timeline import read_timeline

# ---- Dates ----

# Each expression of levels 0 and 1 that the Library of Congress gives as an example and whose days are in the
# calendar, with the days that follow from its words; then the neighbours of what was wrong.
BOUNDS = {
    # Level 0: date; date and time; interval.
    "1985-04-12": ("1985-04-12", "1985-04-12"),
    "1985-04": ("1985-04-01", "1985-04-30"),
    "1985": ("1985-01-01", "1985-12-31"),
    "1985-04-12T23:20:30": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30Z": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30-04": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30+04:30": ("1985-04-12", "1985-04-12"),
    "1964/2008": ("1964-01-01", "2008-12-31"),
    "2004-06/2006-08": ("2004-06-01", "2006-08-31"),
    "2004-02-01/2005-02-08": ("2004-02-01", "2005-02-08"),
    "2004-02-01/2005-02": ("2004-02-01", "2005-02-28"),
    "2004-02-01/2005": ("2004-02-01", "2005-12-31"),
    "2005/2006-02": ("2005-01-01", "2006-02-28"),
    # Level 1: qualification of the whole date, unspecified digits from the right, open and unknown ends.
    "1984?": ("1983-01-01", "1985-12-31"),
    "2004-06~": ("2004-05-01", "2004-07-31"),
    "2004-06-11%": ("2004-06-09", "2004-06-13"),
    "201X": ("2010-01-01", "2019-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "2004-XX": ("2004-01-01", "2004-12-31"),
    "1985-04-XX": ("1985-04-01", "1985-04-30"),
    "1985-XX-XX": ("1985-01-01", "1985-12-31"),
    "1985-04-12/..": ("1985-04-12", None),
    "1985-04/..": ("1985-04-01", None),
    "1985/..": ("1985-01-01", None),
    "../1985-04-12": (None, "1985-04-12"),
    "../1985-04": (None, "1985-04-30"),
    "../1985": (None, "1985-12-31"),
    "1985-04-12/": ("1985-04-12", None),
    "1985/": ("1985-01-01", None),
    "/1985-04": (None, "1985-04-30"),
    "/1985": (None, "1985-12-31"),
    # About: one unit of the finest part that is given, on both sides; about and uncertain: two.
    "2025-11-24~": ("2025-11-23", "2025-11-25"),
    "2025-11-24?": ("2025-11-23", "2025-11-25"),
    "2025-11-24%": ("2025-11-22", "2025-11-26"),
    "2024-02-29~": ("2024-02-28", "2024-03-01"),
    "2025-12-31~": ("2025-12-30", "2026-01-01"),
    "2025-11~": ("2025-10-01", "2025-12-31"),
    "2025-01~": ("2024-12-01", "2025-02-28"),
    "2025-03%": ("2025-01-01", "2025-05-31"),
    "2025~": ("2024-01-01", "2026-12-31"),
    "2025%": ("2023-01-01", "2027-12-31"),
    "201X~": ("2000-01-01", "2029-12-31"),
    "20XX~": ("1900-01-01", "2199-12-31"),
    "2004-XX~": ("2003-01-01", "2005-12-31"),
    "2004-06-XX~": ("2004-05-01", "2004-07-31"),
    "2022-11-25~/2025-11-25~": ("2022-11-24", "2025-11-26"),
    "2022~/2025-11-24": ("2021-01-01", "2025-11-24"),
    # Where the calendar ends, nothing is known.
    "9999-12-31~": ("9999-12-30", None),
    "0001~": (None, "0002-12-31"),
}


@pytest.mark.parametrize("written", BOUNDS)
def test_a_date_allows_these_days(written: str) -> None:
    date = parse_date(written)
    assert date is not None
    assert (date.earliest, date.latest) == BOUNDS[written]


# When a season is: by whole months, and from one equinox or solstice to the next, in both hemispheres. The latest day
# of each in the Gregorian calendar: 21 March, 22 June, 24 September, 23 December. A season that runs across New Year is
# named after its first year by some, after its second by others.
SEASONS = {
    "2001-21": [("2001-03-01", "2001-05-31"), ("2001-03-19", "2001-06-22"), ("2001-09-01", "2001-12-23")],
    "2001-22": [("2001-06-01", "2001-09-24"), ("2000-12-01", "2001-03-21"), ("2001-12-01", "2002-03-21")],
    "2001-23": [("2001-09-01", "2001-12-23"), ("2001-03-01", "2001-06-22")],
    "2001-24": [("2001-06-01", "2001-09-24"), ("2000-12-01", "2001-03-21"), ("2001-12-01", "2002-03-21")],
}


@pytest.mark.parametrize("written", SEASONS)
def test_a_season_is_never_narrower_than_any_usage(written: str) -> None:
    date = parse_date(written)
    assert date is not None
    assert date.datatype == EDTF
    assert date.earliest == min(first for first, _ in SEASONS[written])
    assert date.latest == max(last for _, last in SEASONS[written])


def months_later(year: int, month: int, months: int) -> tuple[int, int]:
    years, month_index = divmod(month - 1 + months, 12)
    return year + years, month_index + 1


@given(st.dates(datetime.date(3, 1, 1), datetime.date(9996, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_about_widens_by_one_unit_of_the_finest_part(day: datetime.date, finest: str) -> None:
    written = day.isoformat()[: {"day": 10, "month": 7, "year": 4}[finest]]
    about = parse_date(written + "~")
    assert about is not None
    if finest == "day":
        one = datetime.timedelta(days=1)
        expected = (day - one).isoformat(), (day + one).isoformat()
    elif finest == "month":
        before, after = months_later(day.year, day.month, -1), months_later(day.year, day.month, 1)
        expected = "{:04}-{:02}-01".format(*before), "{:04}-{:02}-{:02}".format(*after, calendar.monthrange(*after)[1])
    else:
        expected = f"{day.year - 1:04}-01-01", f"{day.year + 1:04}-12-31"
    assert (about.earliest, about.latest) == expected


DATES = st.one_of(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)).map(str),
    st.builds("{:04}-{:02}".format, st.integers(1900, 2100), st.integers(1, 12)),
    st.integers(1900, 2100).map(str),
    st.sampled_from(["201X", "20XX", "2004-XX", "2004-02-XX", "2004-XX-XX", "1900-02-XX"]),
)


@settings(deadline=None)  # the first call loads the parser
@given(DATES)
def test_doubt_never_narrows_a_date(written: str) -> None:
    plain, uncertain, about, both = (parse_date(written + mark) for mark in ("", "?", "~", "%"))
    assert plain
    assert uncertain
    assert about
    assert both
    for narrow, wide in ((plain, uncertain), (plain, about), (uncertain, both), (about, both)):
        assert str(wide.earliest) <= str(narrow.earliest)
        assert str(narrow.latest) <= str(wide.latest)


@settings(deadline=None)
@given(DATES, DATES, st.sampled_from("~?%"))
def test_an_interval_has_the_bounds_of_its_sides(one: str, other: str, mark: str) -> None:
    first, last = sorted((one, other), key=lambda each: str(getattr(parse_date(each), "earliest", "")))
    begin, end = parse_date(first + mark), parse_date(last)
    interval = parse_date(f"{first}{mark}/{last}")
    assert begin
    assert end
    assert interval
    assert (interval.earliest, interval.latest) == (begin.earliest, end.latest)


@pytest.mark.parametrize(
    ("written", "why"),
    {
        "2025-11-25T09:30": "to the second",
        "2025-11-25T09:30:00.000Z": "write a time of day to the second",
        "2025-11-25 09:30:00": "T09:30:00",
        "2025-11-25t09:30:00": "T09:30:00",
        "2025-11-25T24:00:00": "time of day",
        "2025-11-25T09:60:00": "time of day",
        "2025-11-25T09:30:00+4": "offset",
        "2025-11-25T09:30:00+15:00": "offset",
        "2025-11-25T09:30:00 Baku": "offset",
        "2025-11-25T09:30:00~": "time of day",
        "2025-11-25T09:30:00/2026": "interval",
        "2025-02-30T09:30:00Z": "no such day",
        "2025-02-30": "no such day",
        "2025-02-29~": "no such day",
        "2025-13": "no such month",
        "2025-21~": "season",
        "2025/2022": "ends before it begins",
        "2025~/2024": "ends before it begins",
        "-1985": "0001 to 9999",
        "Y170000002": "0001 to 9999",
        "0000": "0001 to 9999",
    }.items(),
)
def test_what_is_no_date_is_refused_with_its_reason(written: str, why: str) -> None:
    assert parse_date(written) is None
    assert why in str(why_not_a_date(written))


ARTICLE = """\
kg: 1
article: {{id: a, title: A, published: {published}}}
entities:
  forum: {{type: Forum, name: Civic Forum, startDate: {start}}}
mentions: [{{of: forum, quote: Forum}}]
"""


def built(tmp_path: Path, *texts: str) -> kg.Graph:
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    return kg.build(tmp_path)


def checked(tmp_path: Path, text: str) -> list[Finding]:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    return [each for each in Pipeline().check([file]).findings if each.code != "unverified-quotes"]


@pytest.mark.parametrize("offset", ["+04:00", "-11:00", "+14", "Z", ""])
def test_a_time_of_publication_is_read_and_its_day_is_the_written_one(tmp_path: Path, offset: str) -> None:
    graph = built(
        tmp_path, ARTICLE.format(published=f"2025-11-25T23:30:00{offset}", start=f"2025-11-24T01:00:00{offset}")
    )
    day = ox.NamedNode(XSD + "date")

    def values(subject: str, prop: str) -> list[Any]:
        node = ox.NamedNode(DEFAULT_BASE + subject)
        quads = graph.dataset().quads_for_pattern(node, ox.NamedNode(TNK + prop), None, ox.DefaultGraph())
        return [quad.object for quad in quads]

    for prop in ("published", "publishedEarliest", "publishedLatest"):
        assert values("article/a", prop) == [ox.Literal("2025-11-25", datatype=day)]
    # The year of the event is known, and its day is one: the time of day does not reach the graph.
    for prop in ("startDate", "startEarliest", "startLatest"):
        assert values("event/civic-forum-2025", prop) == [ox.Literal("2025-11-24", datatype=day)]


def test_a_time_that_is_none_is_refused_where_it_stands(tmp_path: Path) -> None:
    found = checked(tmp_path, ARTICLE.format(published="2025-11-25T09:30", start="2025-11-24T25:00:00"))
    faults = {each.key or "": each for each in found if each.code == "bad-value"}
    assert set(faults) == {"article.published", "entities.forum.startDate"}
    assert [faults[key].line for key in sorted(faults, key=str)] == [2, 4]
    for each in faults.values():
        assert "2025-11-25T09:30:00+04:00" in each.message
        assert "EDTF" in str(each.hint)


def test_a_time_of_day_counts_as_its_day_in_cuts_too() -> None:
    assert NetworkFilter.of("reported", as_of="2025-11-25T09:30:00+04:00").as_of == "2025-11-25"
    assert NetworkFilter.of("reported", as_of=datetime.datetime(2025, 11, 25, 9, 30, 0, 5)).as_of == "2025-11-25"


# ---- Since and until ----


def test_since_after_until_is_refused_wherever_both_are(meetings: ox.Store) -> None:
    span: dict[str, Any] = {"since": "2025", "until": "2020"}
    asked: list[Callable[[], object]] = [
        lambda: NetworkFilter("reported", since="2025-01-01", until="2020-12-31"),
        lambda: load_network(meetings, "co-participation", **span),
        lambda: load_slices(meetings, "co-participation", **span),
        lambda: load_slices(meetings, "co-participation", "2025/2020"),
        lambda: load_slices(meetings, "co-participation", [("2025", "2020")]),
        lambda: read_timeline(meetings, **span),
        lambda: read_map(meetings, **span),
    ]
    for each in asked:
        with pytest.raises(UsageError):
            each()
    with pytest.raises(UsageError, match="since 2025-01-01 is after until 2020-12-31"):
        NetworkFilter.of("reported", **span)
    # One and the same year, month or day is a span.
    for day in ("2025", "2025-11", "2025-11-24"):
        assert NetworkFilter.of("reported", since=day, until=day).by_date


def test_since_after_until_is_refused_on_the_command_line(tmp_path: Path) -> None:
    built_store = tmp_path / "store"
    article = tmp_path / "a.yaml"
    article.write_text(ARTICLE.format(published="2025-11-25", start="2025-11-24"), encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(cli, ["load", str(article), "--store", str(built_store)]).exit_code == 0
    for words in (
        ["rank", "co-participation"],
        ["describe", "co-participation"],
        ["draw", "co-participation", str(tmp_path / "x.svg")],
        ["draw", "timeline", str(tmp_path / "x.svg")],
        ["draw", "map", str(tmp_path / "x.svg")],
        ["path", "A", "B"],
        ["export", str(tmp_path / "x.graphml"), "--network", "co-participation"],
    ):
        done = runner.invoke(cli, [*words, "--store", str(built_store), "--since", "2025", "--until", "2020"])
        assert isinstance(done.exception, UsageError), words
        assert "since 2025-01-01 is after until 2020-12-31" in str(done.exception)


def test_a_question_between_two_days_refuses_them_the_wrong_way_round(meetings: ox.Store) -> None:
    query = bundled_catalogue().get("changes-between")
    with pytest.raises(UsageError, match="first 2021-01-01 is after last 2020-01-01"):
        bind(query, {"first": "2021-01-01", "last": "2020-01-01"}, Labels(meetings))
    bound = bind(query, {"first": "2020-01-01T10:00:00+05:00", "last": "2020-01-01"}, Labels(meetings))
    assert bound["first"] == bound["last"] == ox.Literal("2020-01-01", datatype=ox.NamedNode(XSD + "date"))


# ---- Names: apostrophes, accents that stand alone, what NFKC writes out ----

# By their names in the Unicode Character Database; letters that merely hold one of these words are left out.
APOSTROPHE = re.compile(
    r"APOSTROPHE|SALTILLO|\bPRIME\b|(SINGLE|TURNED COMMA|SINGLE COMMA).*QUOTATION MARK|(TURNED|REVERSED) COMMA"
    r"|HALF RING|GRAVE ACCENT|ACUTE ACCENT|HEBREW PUNCTUATION GERESH\b|TONOS|OXIA|VARIA\b|PSILI|DASIA|KORONIS"
    r"|MODIFIER LETTER (REVERSED )?GLOTTAL STOP$"
)
NO_APOSTROPHE = re.compile(
    r"LETTER [A-Z]+ (PRECEDED|WITH)|ANGLE|DOUBLE.*QUOTATION|PRIME QUOTATION|MUSICAL|CANADIAN|DEVANAGARI"
    r"|GREEK (SMALL|CAPITAL)|TAG "
)


def apostrophes() -> list[str]:
    wanted = ("Po", "Pi", "Pf", "Ps", "Sk", "Lm", "So", "Mn")
    return [
        c
        for c in map(chr, range(0x20000))
        if (unicodedata.category(c) in wanted or "SALTILLO" in unicodedata.name(c, ""))
        and APOSTROPHE.search(unicodedata.name(c, ""))
        and not NO_APOSTROPHE.search(unicodedata.name(c, ""))
    ]


def named(c: str) -> str:
    return unicodedata.name(c, f"U+{ord(c):04X}").replace(" ", "-").lower()


@pytest.mark.parametrize("apostrophe", apostrophes(), ids=named)
def test_every_apostrophe_folds_alike(apostrophe: str) -> None:
    assert fold(f"O{apostrophe}zbekiston") == fold(f"O{apostrophe}ZBEKISTON") == "ozbekiston"
    assert fold(f"{apostrophe}Birlik{apostrophe} jamgʻarmasi") == "birlik jamgarmasi"


def test_the_apostrophes_are_those_that_people_write() -> None:
    # Keyboards, typesetters, transliterations; a list that would come out empty would test nothing.
    assert set("'`´‘’‚‛′″ʹʺʻʼʽʾʿˈˊˋ՚׳ꞌ＇｀΄᾽") - set(apostrophes()) <= {"ˈ"}
    assert fold("Oˈzbekiston") == "ozbekiston"


def standing_alone() -> list[str]:
    """What NFKC turns into a blank and marks, though it is no blank and no line: spacing accents, Arabic vowels."""
    return [
        c
        for c in map(chr, range(0x20000))
        if unicodedata.normalize("NFKC", c)[:1] == " " and unicodedata.category(c) in ("Sk", "Lm", "Lo")
    ]


@pytest.mark.parametrize("accent", standing_alone(), ids=named)
def test_an_accent_that_stands_alone_never_splits_a_word(accent: str) -> None:
    assert fold(f"Ay{accent}gun") == "aygun"


def test_there_are_accents_that_stand_alone() -> None:
    assert set("¨¯´¸˘˙˚˛˜˝") < set(standing_alone())
    # As text that is copied from a PDF has them.
    assert fold("Aygu¨n S¸amilova") == fold("Aygün Şamilova")


@pytest.mark.parametrize(
    ("written", "folded"),
    {
        "Studio 1½": "studio 1 1 2",  # never 11/2
        "1½": "1 1 2",
        "№5": "no 5",
        "№ 5": "no 5",
        "Forum Ⅳ": "forum iv",
        "ForumⅣ": "forum iv",
        "Report™": "report",
        "Report®": "report",
        "Report℠ Agency": "report agency",
        "℅Birlik": "c o birlik",
        "Groups①②": "groups 1 2",
        "CO₂ Platform": "co2 platform",
        "ﬁnﬂuence": "finfluence",
        "Ｂａｋｕ　Ｆｏｒｕｍ": "baku forum",
        "\u0645\u064f\u062d\u0645\u0651\u062f": "\u0645\u062d\u0645\u062f",  # vowel marks
        "\u0645\u062d\u0640\u0640\u0645\u062f": "\u0645\u062d\u0645\u062f",  # a stretched word
        "\ufee3\ufea4\ufee4\ufeaa": "\u0645\u062d\u0645\u062f",  # presentation forms
        "\u0631\u062d\u0645\u0670\u0646": "\u0631\u062d\u0645\u0646",  # an alef written above
        "שָׁלוֹם": "שלום",
        "ΝΙΚΟΣ": "νικοσ",
        "Νίκος": "νικοσ",
        "हिन्दी": "हिन्दी",  # vowel signs are letters of their own here
        "A_b‗c‾d": "a b c d",
    }.items(),
)
def test_what_normal_forms_would_split_or_glue(written: str, folded: str) -> None:
    assert fold(written) == fold(folded) == folded


def test_other_letters_stay_other_letters() -> None:
    # Madda and hamza make letters; so do vowel signs of Indian scripts.
    assert fold("\u0622") != fold("\u0627")
    assert fold("हन") != fold("हिन")
    assert fold("“Birlik”Fondi") == "birlik fondi"  # double quotation marks part words


# ---- Names: what nobody sees ----

# Format characters that are seen, or part words: Arabic, Syriac, Kaithi and Egyptian signs, of numbers and the like.
SEEN = re.compile("ARABIC (NUMBER|SIGN|FOOTNOTE|END|POUND|PIASTRE|DISPUTED)|SYRIAC|KAITHI|EGYPTIAN|ARABIC.*MARK ABOVE")
ALSO_INVISIBLE = "\u034f\u115f\u1160\u3164\uffa0\u180b\u180f\ufe00\ufe0f\U000e0100\U000e01ef"


def invisible_characters() -> list[str]:
    formats = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) == "Cf"]
    return [c for c in formats if not SEEN.search(unicodedata.name(c, ""))] + list(ALSO_INVISIBLE)


def test_what_nobody_sees_leaves_a_name() -> None:
    found = invisible_characters()
    assert set("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\U000e0041") <= set(found)
    for c in found:
        assert fold(f"Ay{c}gün Ali{c}yeva") == "aygun aliyeva", named(c)
        assert without_invisible(f"Ay{c}gün") == "Aygün", named(c)


def test_joiners_stay_where_they_shape_letters_and_never_decide_which_name_it_is() -> None:
    with_joiner, without = "علی\u200cرضا", "علیرضا"
    assert without_invisible(with_joiner) == with_joiner
    assert without_invisible("Ali\u200cReza") == "AliReza"
    assert fold(with_joiner) == fold(without)
    family = "👨\u200d👩\u200d👧"
    assert without_invisible(family) == family


PERSONS = """\
kg: 1
article: {{id: {id}, title: T, published: 2031-05-04, language: en}}
entities:
  person:
    type: Person
    name: {name}
    aka: [Aysa]
mentions: [{{of: person, quote: x}}]
"""


def test_a_soft_hyphen_makes_no_other_person_and_reaches_no_label(tmp_path: Path) -> None:
    names = ("Aygün Aliyeva", "Ay\u00adgün Aliyeva", "\u2068Aygün\u2069 Aliyeva\ufeff", "\U000e0001Aygün Aliyeva")
    graph = built(tmp_path, *(PERSONS.format(id=f"a{number}", name=name) for number, name in enumerate(names)))
    labels = graph.query("SELECT ?p ?l { ?p a tnk:Person ; rdfs:label ?l FILTER(CONTAINS(STR(?p), 'aygun')) }").rows
    assert [(row["p"], row["l"]) for row in labels] == [(DEFAULT_BASE + "person/aygun-aliyeva", "Aygün Aliyeva")]


def test_what_nobody_sees_is_noted_with_its_line_and_key(tmp_path: Path) -> None:
    text = PERSONS.format(id="a", name="{az: Aygün, tr: Ay\u00adgün\u200b}").replace("Aysa", "Ay\u202esa")
    found = [each for each in checked(tmp_path, text) if each.code == "invisible-character"]
    assert [(each.line, each.key, each.severity) for each in found] == [
        (6, "entities.person.name.tr", Severity.WARNING),
        (7, "entities.person.aka[0]", Severity.WARNING),
    ]
    assert "U+00AD SOFT HYPHEN, U+200B ZERO WIDTH SPACE" in found[0].message
    assert not [
        each for each in checked(tmp_path, PERSONS.format(id="a", name="علی\u200cرضا")) if "invisible" in each.code
    ]


ODD = st.sampled_from(
    "aOʻ´¨½№™İςم\u0622\u0301\u0640\u064e\u0654\u061c\u00ad\u200c\u200d\u202e\u180b\u1820☀\ufe0f\u17b4中ि﷽ "
)


@given(st.text() | st.text(ODD))
def test_folding_twice_is_folding_once_also_with_odd_characters(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    seen = without_invisible(text)
    assert without_invisible(seen) == seen
    assert fold(seen) == fold(text)
    assert not set(slug(text)) & set(" <>\"{}|^`\\/#?%:'")


# ---- Language tags ----


@pytest.mark.parametrize(
    ("wanted", "tag", "expected"),
    [
        # RFC 4647, section 3.3.1: the examples of basic filtering, then neighbours.
        ("de-de", "de-DE", True),
        ("de-de", "de-DE-1996", True),
        ("de-de", "de-Deva", False),
        ("de-de", "de-Latn-DE", False),
        ("en", "EN", True),
        ("en", "en-GB", True),
        ("en-GB", "en", False),
        ("uz", "uz-Cyrl", True),
        ("e", "en", False),
        ("*", "tr", True),
        ("*", None, False),
        ("en", "", False),
    ],
)
def test_tags_match_as_basic_filtering_says(wanted: str, tag: str | None, expected: bool) -> None:
    assert matches(wanted, tag) is expected


def test_the_best_tag_is_found_by_shortening_what_is_wanted() -> None:
    # RFC 4647, section 3.4: zh-Hant-CN-x-private1-private2 ends at zh-Hant, zh.
    def chosen(wanted: list[str], tags: list[str]) -> str:
        return min(tags, key=lambda tag: place(tag, wanted))

    assert chosen(["zh-Hant-CN-x-private1"], ["zh", "zh-hant", "en"]) == "zh-hant"
    assert chosen(["en-GB", "az"], ["az", "en-US", "en"]) == "en"
    assert chosen(["en"], ["en-GB", "EN", "az"]) == "EN"
    assert chosen(["uz-Cyrl"], ["uz-Latn", "en", ""]) == ""
    assert chosen(["tr", "uz"], ["en", "uz-Latn"]) == "uz-Latn"


@pytest.mark.parametrize("tag", ["en-GB", "EN-gb", "en-gb"])
def test_a_tag_is_written_in_one_way(tag: str) -> None:
    assert canonical(tag) == "en-GB"


BODY = """\
kg: 1
article: {{id: {id}, title: T, published: 2031-05-04, language: {language}}}
entities:
  body: {{type: NGO, name: {names}}}
mentions: [{{of: body, quote: x}}]
"""


def test_one_body_is_one_node_however_its_language_is_tagged(tmp_path: Path) -> None:
    bodies = [
        ("az", "{az: Gənclər Birliyi, en: Youth Union}"),
        ("AZ", "{az: Gənclər Birliyi, EN: Youth Union}"),
        ("az-Latn-AZ", "{az-AZ: Gənclər Birliyi, en-GB: Youth Union}"),
        ("en-GB", "{az-Latn: Gənclər Birliyi, en: Youth Union}"),
        ("TR-tr", "{az: Gənclər Birliyi, tr: Youth Union}"),  # the article's own language comes second
    ]
    texts = [BODY.format(id=f"a{n}", language=language, names=names) for n, (language, names) in enumerate(bodies)]
    graph = built(tmp_path, *texts)
    found = graph.query("SELECT DISTINCT ?x { ?x a tnk:NGO ; rdfs:label ?l FILTER(STR(?l) = 'Youth Union') }").rows
    assert [row["x"] for row in found] == [DEFAULT_BASE + "organization/youth-union"]
    tags = graph.query("SELECT DISTINCT ?l { ?a a tnk:Article ; dcterms:language ?l } ORDER BY ?l").rows
    assert [row["l"] for row in tags] == ["az", "az-Latn-AZ", "en-GB", "tr-TR"]


@pytest.fixture(scope="module")
def uzbek() -> ox.Store:
    node, label = ox.NamedNode(DEFAULT_BASE + "place/x"), ox.NamedNode(RDFS + "label")
    store = ox.Store()
    for text, tag in (("Samarkand", "en-GB"), ("Самарқанд", "uz-Cyrl"), ("Semerkant", "tr")):
        store.add(ox.Quad(node, label, ox.Literal(text, language=tag)))
    return store


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (["EN"], "Samarkand"),
        (["en-US", "en"], "Samarkand"),
        (["uz"], "Самарқанд"),
        (["UZ-cyrl-UZ"], "Самарқанд"),
        (["uz-Latn", "TR-tr"], "Semerkant"),
        (["hu", "tr"], "Semerkant"),
    ],
)
def test_names_are_shown_in_the_language_asked_for(uzbek: ox.Store, languages: list[str], expected: str) -> None:
    assert Labels(uzbek, languages).of(DEFAULT_BASE + "place/x") == expected


def test_a_language_that_is_none_is_refused_with_what_may_be_meant() -> None:
    assert priority_list("az, tr-TR,*") == ("az", "tr-TR", "*")
    with pytest.raises(UsageError, match="did you mean en-GB"):
        priority_list("az,en_GB.UTF-8")
    done = CliRunner().invoke(cli, ["queries", "--help"])
    assert done.exit_code == 0
    done = CliRunner().invoke(cli, ["query", "homonyms", "--lang", "Azerbaijani"])
    assert isinstance(done.exception, UsageError)
    assert "not a language tag" in str(done.exception)


def test_profiles_find_english_names_by_any_english_tag(tmp_path: Path) -> None:
    publisher = "publisher: {type: NewsAgency, name: {EN-gb: Steppe Wire, kk: Дала}}"
    article = f"kg: 1\narticle: {{id: a, title: T, published: 2031-05-04, url: 'https://example.org/a', {publisher}}}\n"
    graph = built(tmp_path, article)
    out = tmp_path / "out.jsonl"
    write_profile(graph.dataset(), "ftm", out)
    entities = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    (found,) = [each for each in entities if each["schema"] == "Article"]
    assert found["properties"]["publisher"] == ["Steppe Wire"]
