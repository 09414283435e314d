"""The graph as of a day: what held then, of what was known then. Dates of the world are typed from public pages."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import UsageError

OTS = "organization:organization-of-turkic-states"
ARTICLE = """\
kg: 1
article: {{id: steppe-{number}, title: T, publisher: {{type: NewsAgency, name: Steppe Wire}}, published: {day}}}
entities:
  forum: {{type: Forum, name: Blue Steppe Forum, id: event/blue-steppe-forum, status: {status}}}
  union: {{type: NGO, name: Aksu Union}}
  sarper: {{type: Person, name: Aylin Sarper}}
  chair: {{type: Post, name: Chair, postIn: union}}
mentions:
- {{of: forum, quote: forum}}
- {{of: union, quote: union}}
- {{of: sarper, quote: sarper}}
- {{of: chair, quote: chair}}
relations:
- {{subject: sarper, relation: holdsPost, object: chair, quote: post{post}}}
statements:
- {{id: s1, speaker: sarper, mode: direct, kind: wish, quote: said, about: [forum]}}
"""


def build(tmp_path: Path, *articles: tuple[str, str, str]) -> kg.Graph:
    for number, (day, status, post) in enumerate(articles, start=1):
        text = ARTICLE.format(number=number, day=day, status=status, post=post)
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    return kg.build(tmp_path)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    return build(tmp_path_factory.mktemp("as-of"), ("2031-05-04", "held", ""))


def standing(graph: kg.Graph, relation: str, day: str) -> set[str]:
    rows = graph.query(f"SELECT ?who {{ ?who tnk:{relation} {OTS} }}", as_of=day).rows
    return {str(row["who"]).rpartition("/")[2] for row in rows}


@pytest.mark.parametrize(
    ("day", "members", "observers"),
    [
        ("2009-10-02", set(), set()),
        ("2009-10-03", {"az", "kz", "kg", "tr"}, set()),
        ("2018-09-02", {"az", "kz", "kg", "tr"}, set()),
        ("2018-09-03", {"az", "kz", "kg", "tr"}, {"hu"}),
        ("2019-10-13", {"az", "kz", "kg", "tr"}, {"hu"}),
        # In October, says the one source in the past tense; the 14th is a day that others looked ahead to.
        ("2019-10-14", {"az", "kz", "kg", "tr"}, {"hu"}),
        ("2019-10-31", {"az", "kz", "kg", "tr", "uz"}, {"hu"}),
        ("2021-11-12", {"az", "kz", "kg", "tr", "uz"}, {"hu", "tm"}),
        ("2022-11-11", {"az", "kz", "kg", "tr", "uz"}, {"hu", "tm", "northern-cyprus"}),
        (
            "2023-11-03",
            {"az", "kz", "kg", "tr", "uz"},
            {"hu", "tm", "northern-cyprus", "economic-cooperation-organization"},
        ),
    ],
)
def test_members_and_observers(reference: kg.Graph, day: str, members: set[str], observers: set[str]) -> None:
    assert standing(reference, "memberOf", day) == members
    assert standing(reference, "observerOf", day) == observers


@pytest.mark.parametrize(
    ("day", "chair"),
    # Of Kazakhstan's chair only the end is stated: on the day of it, and at no other, it is known to have had it.
    [("2024-11-05", set()), ("2024-11-06", {"kz", "kg"}), ("2025-10-06", {"kg"}), ("2025-10-08", {"az"})],
)
def test_the_chair(reference: kg.Graph, day: str, chair: set[str]) -> None:
    assert standing(reference, "chairs", day) == chair


CHAIR = "ASK { person:aylin-sarper tnk:holdsPost post:aksu-union--chair }"


@pytest.mark.parametrize(
    ("post", "held_on", "not_on"),
    [
        # Attested by an article: from its day on, since nobody said that it had ended.
        ("", ["2031-05-04", "2040-01-01"], ["2031-05-03"]),
        # Dated: whenever it was reported.
        (", startDate: 2030-01-10", ["2030-01-10", "2031-01-01"], ["2030-01-09"]),
        # A start that nobody gave is not known: it is neither ever nor never.
        (", endDate: 2030-01-10", ["2030-01-10"], ["2030-01-11", "2020-01-01"]),
        (", startDate: 2029, endDate: 2030", ["2029-12-31"], ["2029-06-01", "2030-06-01"]),
        (", date: 2030-03", ["2030-03-31", "2030-04-01"], ["2030-03-30"]),
    ],
)
def test_a_post_holds_when_it_certainly_did(tmp_path: Path, post: str, held_on: list[str], not_on: list[str]) -> None:
    graph = build(tmp_path, ("2031-05-04", "held", post))
    assert [graph.query(CHAIR, as_of=day).boolean for day in held_on] == [True] * len(held_on)
    assert [graph.query(CHAIR, as_of=day).boolean for day in not_on] == [False] * len(not_on)
    claims = "SELECT ?claim { ?claim rdf:predicate tnk:holdsPost ; prov:wasDerivedFrom article:steppe-1 }"
    assert len(graph.query(claims, as_of=not_on[0])) == 0


def test_the_newest_status_of_those_known(tmp_path: Path) -> None:
    graph = build(tmp_path, ("2031-01-01", "planned", ""), ("2031-02-01", "postponed", ""), ("2031-05-04", "held", ""))

    def statuses(day: str) -> list[str]:
        text = "SELECT ?status { event:blue-steppe-forum tnk:status ?status }"
        return [str(row["status"]).rpartition("#")[2] for row in graph.query(text, as_of=day).rows]

    assert statuses("2030-12-31") == []
    assert statuses("2031-01-31") == ["planned"]
    assert statuses("2031-02") == ["postponed"]
    assert statuses("2031-05-04") == ["held"]


def test_statements_are_known_when_their_article_is(tmp_path: Path) -> None:
    graph = build(tmp_path, ("2031-05-04", "held", ""))
    text = "SELECT ?s { ?s a tnk:Statement ; tnk:speaker person:aylin-sarper }"
    assert [len(graph.query(text, as_of=day)) for day in ("2031-05-03", "2031-05-04")] == [0, 1]


def test_both_cuts_at_once_and_the_whole_graph_untouched(tmp_path: Path) -> None:
    graph = build(tmp_path, ("2031-05-04", "held", ""))
    size = len(graph.dataset())
    assert graph.query(CHAIR, view="newsroom", as_of="2031-05-04").boolean
    assert not graph.query(CHAIR, view="newsroom", as_of="2031-05-03").boolean
    assert len(graph.dataset()) == size
    assert graph.query(CHAIR).boolean


def test_what_is_no_day_is_refused(reference: kg.Graph) -> None:
    with pytest.raises(UsageError, match="'soon' is not a date"):
        reference.query(CHAIR, as_of="soon")


def test_an_article_that_recalls_an_old_plan_does_not_undo_what_was_held(bundled: kg.Graph) -> None:
    # Held in Shusha on 6 July 2024 by the reference data; a digest of October 2025 knows only of the plan.
    graph = bundled
    question = """
        SELECT DISTINCT ?status { ?event rdfs:label "Informal Summit of the Organization of Turkic States 2024"@en ;
          tnk:status ?status } ORDER BY ?status
    """
    after = [str(row["status"]).rpartition("#")[2] for row in graph.query(question, as_of="2025-11-25")]
    assert after == ["held"]
    assert [str(row["status"]).rpartition("#")[2] for row in graph.query(question, as_of="2024-07-06")] == ["held"]
    assert not graph.query(question, as_of="2024-07-05").rows
    intended = set(graph.ask("intended-events", as_of="2025-11-25").to_dataframe()["event"])
    assert "Informal Summit of the Organization of Turkic States 2024" not in intended
    assert "Second Azerbaijan-Kazakhstan NGO Cooperation Forum" in intended


CITING = """\
kg: 1
article: {id: digest, title: T, publisher: {type: NewsAgency, name: Steppe Digest}, published: 2031-05-04}
entities:
  union: {type: NGO, name: Aksu Union}
  sarper: {type: Person, name: Aylin Sarper}
  chair: {type: Post, name: Board member, postIn: union}
  forum: {type: Forum, name: Blue Steppe Forum, id: event/blue-steppe-forum}
  kite: {type: NewsAgency, name: Kite Post}
mentions:
- {of: union, quote: union}
- {of: sarper, quote: sarper}
- {of: chair, quote: chair}
- {of: forum, quote: forum}
sources:
- {id: kite, publisher: kite}
relations:
- {subject: sarper, relation: holdsPost, object: chair, source: kite, quote: member}
- {subject: union, relation: memberCount, value: 7, source: kite, quote: seven}
- {subject: forum, relation: status, value: planned, source: kite, quote: is planned}
"""


@pytest.mark.parametrize(("day", "counts"), [("2031-05-03", False), ("2031-05-04", True), ("2032-01-01", True)])
def test_what_an_undated_source_says_was_known_by_the_day_of_the_article_that_cites_it(
    tmp_path: Path, day: str, counts: bool
) -> None:
    (tmp_path / "digest.yaml").write_text(CITING, encoding="utf-8")
    graph = kg.build(tmp_path)
    assert graph.query("ASK { ?union tnk:memberCount ?number }", as_of=day).boolean is counts
    assert graph.query("ASK { ?event tnk:currentStatus tnk:planned }", as_of=day).boolean is counts
    assert (
        graph.query("ASK { ?person tnk:holdsPost ?post . ?person rdfs:label 'Aylin Sarper' }", as_of=day).boolean
        is counts
    )


@pytest.mark.parametrize(("day", "counts"), [("2031-05-30", False), ("2031-05-31", True)])
def test_an_article_of_a_month_is_known_by_its_last_day(tmp_path: Path, day: str, counts: bool) -> None:
    (tmp_path / "digest.yaml").write_text(CITING.replace("2031-05-04", "2031-05"), encoding="utf-8")
    asked = kg.build(tmp_path).query("ASK { ?union tnk:memberCount ?number }", as_of=day)
    assert asked.boolean is counts


# The source may be older than the end, or than the start of the other chair: nobody knows by how much.
CHANGES = [
    ("chairs, object: union, endDate: 2028", "bars", {}),
    ("chairs, object: union, startDate: 2029", "kuman", {"kuman": "presumed"}),
]


@pytest.mark.parametrize(("change", "of", "presumed"), CHANGES)
def test_an_undated_source_does_not_outlast_a_change(
    tmp_path: Path, change: str, of: str, presumed: dict[str, str]
) -> None:
    head, tail = CITING[: CITING.index("entities")], CITING[CITING.index("sources") : CITING.index("relations")]
    things = """\
entities:
  union: {type: NGO, name: Aksu Union}
  bars: {type: Polity, name: Bars, id: polity/bars}
  kuman: {type: Polity, name: Kuman, id: polity/kuman}
  kite: {type: NewsAgency, name: Kite Post}
"""
    claim = "relations:\n- {subject: bars, relation: chairs, object: union, source: kite, quote: chair}\n"
    (tmp_path / "digest.yaml").write_text(head + things + tail + claim, encoding="utf-8")
    alone = kg.build(tmp_path)
    assert chairs(alone) == {"bars": "presumed"}
    earlier = head.replace("id: digest", "id: earlier").replace("2031-05-04", "2030-05-04")
    changed = f"relations:\n- {{subject: {of}, relation: {change}, quote: chair}}\n"
    (tmp_path / "earlier.yaml").write_text(earlier + things + changed, encoding="utf-8")
    assert chairs(kg.build(tmp_path)) == presumed


def chairs(graph: kg.Graph) -> dict[str, str]:
    text = """SELECT ?who ?held {
      ?a rdf:predicate tnk:chairs ; rdf:object/rdfs:label "Aksu Union" ; rdf:subject ?who ; tnk:heldOnDay ?held
    }"""
    rows = graph.query(text, as_of="2031-12-31").rows
    return {str(row["who"]).rpartition("/")[2]: str(row["held"]) for row in rows}
