"""What held on a day: certain, presumed, possible or not, by all sources together.

Expected values are reasoned from the rule of kg.claims.holding, or from the pages that the reference data cite.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import UsageError

OTS = "organization:organization-of-turkic-states"
ARTICLE = """\
kg: 1
article: {{id: steppe-{number}, title: T, publisher: {{type: NewsAgency, name: Wire {number}}}, published: {day}}}
entities:
  union: {{type: NGO, name: Aksu Union}}
  bars: {{type: Polity, name: Bars, id: polity/bars}}
  kuman: {{type: Polity, name: Kuman, id: polity/kuman}}
  sarper: {{type: Person, name: Aylin Sarper}}
  mira: {{type: Person, name: Mira Tuman}}
  member: {{type: Post, name: Board member, postIn: union}}
mentions:
- {{of: union, quote: union}}
- {{of: bars, quote: bars}}
- {{of: kuman, quote: kuman}}
- {{of: sarper, quote: sarper}}
- {{of: mira, quote: mira}}
- {{of: member, quote: member}}
relations:
- {{{relation}, quote: said}}
statements:
- {{id: s1, speaker: sarper, mode: direct, kind: fact, quote: says, about: [union]}}
"""
SARPER = "subject: sarper, relation: holdsPost, object: member"
MIRA = "subject: mira, relation: holdsPost, object: member"
BARS = "subject: bars, relation: chairs, object: union"
KUMAN = "subject: kuman, relation: chairs, object: union"


def build(folder: Path, *claims: tuple[str, str]) -> kg.Graph:
    """A graph of one article for each day of publication and relation."""
    for number, (day, relation) in enumerate(claims, start=1):
        text = ARTICLE.format(number=number, day=day, relation=relation)
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    built = kg.build(folder)
    assert len(built.articles) == len(claims), built.report
    return built


def words(graph: kg.Graph, relation: str, day: str, *, of: str = "aksu-union", possible: bool = True) -> dict[str, str]:
    """Who has the relation to a body, or to a post in it, on a day, each with the word that goes with it."""
    rows = graph.query(
        f"""SELECT DISTINCT ?who ?held {{
          ?a rdf:subject ?who ; rdf:predicate tnk:{relation} ; rdf:object ?what ; tnk:heldOnDay ?held
          FILTER(CONTAINS(STR(?what), "{of}"))
        }}""",
        as_of=day,
        possible=possible,
    ).rows
    return {str(row["who"]).rpartition("/")[2]: str(row["held"]) for row in rows}


def word(graph: kg.Graph, day: str, who: str = "aylin-sarper", relation: str = "holdsPost") -> str | None:
    return words(graph, relation, day).get(who)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        # One attestation: nothing is known of the time before, and later nobody said that it had ended.
        ([("2031-05-04", SARPER)], {"2031-05-03": "possible", "2031-05-04": "certain", "2040-01-01": "presumed"}),
        # Two attestations enclose what lies between them.
        (
            [("2031-05-04", SARPER), ("2033-01-01", SARPER)],
            {"2032-01-01": "certain", "2033-01-01": "certain", "2033-01-02": "presumed"},
        ),
        # A start in one source and an end in another.
        (
            [("2031-01-01", f"{SARPER}, startDate: 2029-02-01"), ("2031-01-01", f"{SARPER}, endDate: 2030-06-01")],
            {"2029-01-31": None, "2029-02-01": "certain", "2030-01-01": "certain", "2030-06-02": None},
        ),
        # Within the bounds of a year the start is open, and so is the end.
        (
            [("2031-01-01", f"{SARPER}, startDate: 2029, endDate: 2030")],
            {"2028-12-31": None, "2029-06-01": "possible", "2029-12-31": "certain", "2030-06-01": "possible"},
        ),
        ([("2031-01-01", f"{SARPER}, startDate: 2029, endDate: 2030")], {"2031-01-01": None}),
        # An end without a start says nothing of when it began.
        ([("2031-01-01", f"{SARPER}, endDate: 2030-01-10")], {"2001-01-01": "possible", "2030-01-11": None}),
        # Two terms with a gap.
        (
            [
                ("2031-01-01", f"{SARPER}, startDate: 2010-01-01, endDate: 2012-01-01"),
                ("2031-01-01", f"{SARPER}, startDate: 2020-01-01, endDate: 2022-01-01"),
            ],
            {"2011-01-01": "certain", "2015-01-01": None, "2021-01-01": "certain", "2023-01-01": None},
        ),
    ],
)
def test_a_post_by_all_its_sources(
    claims: list[tuple[str, str]], expected: dict[str, str | None], tmp_path: Path
) -> None:
    graph = build(tmp_path, *claims)
    assert {day: word(graph, day) for day in expected} == expected


def test_a_successor_ends_what_only_one_can_have(tmp_path: Path) -> None:
    graph = build(tmp_path, ("2030-01-01", BARS), ("2031-05-04", f"{KUMAN}, startDate: 2031-03"))
    assert words(graph, "chairs", "2031-02-28") == {"bars": "presumed"}
    # It took over on some day of March.
    assert words(graph, "chairs", "2031-03-15") == {"bars": "possible", "kuman": "possible"}
    assert words(graph, "chairs", "2031-04-01") == {"kuman": "presumed"}


def test_sources_that_contradict_each_other_make_nothing_certain(tmp_path: Path) -> None:
    graph = build(
        tmp_path, ("2030-01-01", BARS), ("2032-01-01", BARS), ("2033-01-01", f"{KUMAN}, startDate: 2031-01-01")
    )
    assert words(graph, "chairs", "2030-06-01") == {"bars": "certain"}
    assert words(graph, "chairs", "2031-06-01") == {"bars": "presumed", "kuman": "presumed"}
    # Bars is reported to have it once more, a year after Kuman took over.
    assert words(graph, "chairs", "2032-06-01") == {"bars": "presumed"}


def test_a_name_in_another_language_ends_no_name(tmp_path: Path) -> None:
    since, attested = "value: Aksu Union, startDate: 2010-01-01", "value: Aksu Birliği, date: 2015-01-01"
    names = [("2031-01-01", f"subject: union, relation: officialName, {each}") for each in (since, attested)]
    query = "SELECT DISTINCT ?name { ?union tnk:officialName ?name FILTER(CONTAINS(STR(?union), 'aksu-union')) }"
    rows = build(tmp_path, *names).query(query, as_of="2020-01-01").rows
    assert {row["name"] for row in rows} == {"Aksu Union", "Aksu Birliği"}


def test_nothing_held_in_a_body_before_its_founding(tmp_path: Path) -> None:
    founding = ("2031-01-01", "subject: mira, relation: establishes, object: union, date: 2029-02-01")
    post = ("2031-01-01", f"{SARPER}, endDate: 2030-01-10")
    chair = ("2031-01-01", f"{BARS}, endDate: 2030-01-10")
    graph = build(tmp_path, founding, post, chair)
    assert word(graph, "2029-01-31") is None
    assert word(graph, "2029-02-01") == "possible"
    assert words(graph, "chairs", "2029-01-31") == {}
    assert words(graph, "chairs", "2029-02-01") == {"bars": "possible"}


def test_of_two_terms_only_the_claim_on_the_one_is_there(tmp_path: Path) -> None:
    first, second = "startDate: 2010-01-01, endDate: 2012-01-01", "startDate: 2020, endDate: 2022-01-01"
    graph = build(tmp_path, ("2031-01-01", f"{SARPER}, {first}"), ("2031-01-01", f"{SARPER}, {second}"))
    until = "SELECT ?until { ?a rdf:subject person:aylin-sarper ; tnk:heldOnDay ?held ; tnk:endDate ?until }"
    assert [str(row["until"]) for row in graph.query(until, as_of="2011-01-01", possible=True)] == ["2012-01-01"]
    # On some day of 2020 the second term began.
    assert [word(graph, day) for day in ("2019-12-31", "2020-06-01", "2020-12-31")] == [None, "possible", "certain"]


def test_a_colleague_is_no_successor(tmp_path: Path) -> None:
    graph = build(tmp_path, ("2030-01-01", SARPER), ("2031-05-04", f"{MIRA}, startDate: 2031-03"))
    assert words(graph, "holdsPost", "2032-01-01") == {"aylin-sarper": "presumed", "mira-tuman": "presumed"}


def test_a_denied_claim_ends_nothing(tmp_path: Path) -> None:
    denial = ("2031-05-05", f"{KUMAN}, modality: negated")
    graph = build(tmp_path, ("2030-01-01", BARS), ("2031-05-04", KUMAN), denial)
    assert words(graph, "chairs", "2032-01-01")["bars"] == "presumed"


def test_a_denial_that_the_view_leaves_out_protects_nothing(tmp_path: Path) -> None:
    # A speaker denies the later chair: in the newsroom's own words it is the successor.
    denial = ("2031-05-05", f"{KUMAN}, modality: negated, statement: s1")
    graph = build(tmp_path, ("2030-01-01", BARS), ("2031-05-04", KUMAN), denial)
    chair = "ASK { polity:bars tnk:chairs ?body }"
    assert graph.query(chair, as_of="2032-01-01").boolean
    assert not graph.query(chair, view="newsroom", as_of="2032-01-01").boolean


def test_what_is_only_possible_is_shown_on_request(tmp_path: Path) -> None:
    graph = build(tmp_path, ("2031-05-04", SARPER))
    assert words(graph, "holdsPost", "2031-05-03", possible=False) == {}
    assert not graph.query("ASK { person:aylin-sarper tnk:holdsPost ?post }", as_of="2031-05-03").boolean
    assert graph.query("ASK { person:aylin-sarper tnk:holdsPost ?post }", as_of="2031-05-03", possible=True).boolean


def test_what_is_possible_needs_a_day(bundled: kg.Graph) -> None:
    with pytest.raises(UsageError, match="no day"):
        bundled.ask("chairs", possible=True)


@pytest.mark.parametrize(
    ("day", "holders"),
    [
        # Founded on 3 October 2009: nobody was its Secretary-General, and nobody had its chair.
        ("2000-01-01", set()),
        ("2005-01-01", set()),
        # In office from September 2010; from 3 September 2018; from 11 November 2022 (turkicstates.org, Yeni Şafak).
        ("2013-01-01", {"halil-akinci"}),
        ("2019-06-01", {"baghdad-amreyev"}),
        # One outlet calls another person so, and the newsroom denies it: both are there, and `disputed` says so.
        ("2030-01-01", {"kubanychbek-omuraliev", "brahim-taha"}),
    ],
)
def test_the_secretary_general(bundled: kg.Graph, day: str, holders: set[str]) -> None:
    post = "post:secretary-general-of-the-organization-of-turkic-states"
    rows = bundled.query(f"SELECT DISTINCT ?who {{ ?who tnk:holdsPost {post} }}", as_of=day).rows
    assert {str(row["who"]).rpartition("/")[2] for row in rows} == holders


def test_nobody_chairs_a_body_before_it_was_founded(bundled: kg.Graph) -> None:
    assert words(bundled, "chairs", "2000-01-01", of="turkic-states") == {}
    assert not bundled.ask("chairs", as_of="2000-01-01", possible=True).rows


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2015-01-01", "Cooperation Council of Turkic Speaking States"),
        ("2022-01-01", "Organization of Turkic States"),
    ],
)
def test_the_official_name(bundled: kg.Graph, day: str, name: str) -> None:
    query = f"SELECT DISTINCT ?name {{ {OTS} tnk:officialName ?name FILTER(LANG(?name) IN ('', 'en')) }}"
    assert [row["name"] for row in bundled.query(query, as_of=day).rows] == [name]


def test_the_word_goes_with_the_answer(bundled: kg.Graph) -> None:
    held = bundled.ask("posts", person="Aygün Aliyeva", as_of="2024-01-01").to_dataframe()
    assert set(held["held"]) == {"certain"}  # attested in May 2022 and in October 2025
    assert "held on the day: certain" in str(bundled.explain("Aygün Aliyeva", "holdsPost", as_of="2024-01-01"))
    assert bundled.ask("posts", person="Aygün Aliyeva").to_dataframe()["held"].isna().all()
