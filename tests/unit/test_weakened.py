"""What a source only hints at, or counts roughly, is an assertion, and counts nowhere as if it were more."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.claims.views import select_view
from tests.amounts import first

ARTICLE = """\
kg: 1
article: {{id: steppe-1, title: T, publisher: {{type: NewsAgency, name: Steppe Wire}}, published: 2031-05-04}}
entities:
  forum: {{type: Forum, name: Blue Steppe Forum, status: held, startDate: 2031-05-04}}
  union: {{type: NGO, name: Aksu Union}}
  youth: {{type: NGO, name: Aksu Youth}}
mentions:
- {{of: forum, quote: forum}}
- {{of: union, quote: union}}
- {{of: youth, quote: youth}}
relations:
- {{subject: union, relation: attends, object: forum, quote: came}}
- {{subject: youth, relation: attends, object: forum, quote: perhaps{qualifier}}}
- {{subject: forum, relation: participantCount, value: 100, quote: about 100, precision: approximately}}
- {{subject: forum, relation: polityCount, value: 3, quote: three states}}
"""
ABOUT = "value: 100, quote: about 100, precision: approximately"
ATTENDS = "ASK { organization:aksu-youth tnk:attends event:blue-steppe-forum-2031 }"


def build(tmp_path: Path, qualifier: str = "") -> kg.Graph:
    (tmp_path / "a.yaml").write_text(ARTICLE.format(qualifier=qualifier), encoding="utf-8")
    return kg.build(tmp_path)


@pytest.mark.parametrize(
    ("qualifier", "direct"),
    [
        ("", True),
        (", explicitness: stated", True),
        (", explicitness: implied", True),
        (", stance: sure", True),
        (", openList: true", True),
        (", explicitness: weaklyImplied", False),
    ],
)
def test_a_hint_gives_no_direct_triple_and_no_edge(tmp_path: Path, qualifier: str, direct: bool) -> None:
    graph = build(tmp_path, qualifier)
    assert graph.query(ATTENDS).boolean == direct
    assert graph.network("co-participation").number_of_edges() == direct
    assert graph.query(ATTENDS.replace("{ ", "{ ?claim rdf:subject ?s ; rdf:object ?o . ?s ?p ?o . ")).boolean == direct
    claims = graph.query("SELECT ?claim { ?claim rdf:subject organization:aksu-youth ; rdf:predicate tnk:attends }")
    assert len(claims) == 1


@pytest.mark.parametrize(("stage", "given"), [("pledged", False), ("committed", False), ("disbursed", True)])
def test_money_that_is_promised_is_not_given(tmp_path: Path, stage: str, given: bool) -> None:
    """By the stages of the International Aid Transparency Initiative: a pledge or a commitment is no disbursement."""
    text = ARTICLE.format(qualifier="")
    text += f"- {{subject: union, relation: funds, object: forum, fundingStage: {stage}, quote: money}}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    graph = kg.build(tmp_path)
    assert graph.query("ASK { organization:aksu-union tnk:funds event:blue-steppe-forum-2031 }").boolean is given
    assert [row["stage"] for row in graph.ask("money", stage=stage).rows] == [
        f"https://w3id.org/turkic-ngo-kg/ontology#{stage}"
    ]
    other = "disbursed" if stage != "disbursed" else "pledged"
    assert len(graph.ask("money", stage=other)) == 0


def test_about_100_is_not_100(tmp_path: Path) -> None:
    graph = build(tmp_path)
    counts = "VALUES ?what { tnk:participantCount tnk:polityCount } event:blue-steppe-forum-2031 ?what ?n"
    direct = graph.query(f"SELECT ?what ?n {{ {counts} }}")  # the reference data count other things
    assert [tuple(row.values()) for row in direct] == [("https://w3id.org/turkic-ngo-kg/ontology#polityCount", 3)]


def test_a_hint_of_the_newsroom_does_not_vouch_for_a_speaker(tmp_path: Path) -> None:
    text = ARTICLE.format(qualifier=", explicitness: weaklyImplied")
    text += "- {subject: youth, relation: attends, object: forum, quote: we came, statement: s1}\n"
    text += "statements:\n- {id: s1, speaker: union, mode: direct, kind: fact, quote: we came, about: [forum]}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    graph = kg.build(tmp_path)
    assert graph.query(ATTENDS).boolean
    assert not graph.query(ATTENDS, view="newsroom").boolean
    assert len(select_view(graph.dataset(), "newsroom")) < len(graph.dataset())


@pytest.mark.parametrize("word", ["yes", "True", "1"])
def test_an_open_list_is_true_or_false(tmp_path: Path, word: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(ARTICLE.format(qualifier=f', openList: "{word}"'), encoding="utf-8")
    found = [finding.code for finding in kg.Pipeline().check([path]).findings if finding.severity is kg.Severity.ERROR]
    assert found == ["bad-value"]


def counting(tmp_path: Path, **numbers: str) -> kg.Graph:
    """Articles that each count the participants of one forum, by id."""
    for name, number in numbers.items():
        text = ARTICLE.format(qualifier="").replace("steppe-1", name).replace(ABOUT, number)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    graph = kg.build(tmp_path)
    assert graph.report is not None
    assert not graph.report.fails(), [finding.message for finding in graph.report.findings]
    return graph


RANGE = "value: 150/200, quote: 150 to 200"


def test_a_range_is_one_claim_with_both_its_ends(tmp_path: Path) -> None:
    graph = counting(tmp_path, a=RANGE)
    (row,) = graph.query(
        "SELECT ?value ?least ?greatest { ?a rdf:predicate tnk:participantCount ; rdf:object ?value ;"
        " tnk:leastNumber ?least ; tnk:greatestNumber ?greatest ; tnk:weakened true }"
    ).rows
    assert row == {"value": "150 to 200", "least": 150, "greatest": 200}
    assert not graph.query("ASK { event:blue-steppe-forum-2031 tnk:participantCount ?any }").boolean
    (fact,) = graph.explain("Blue Steppe Forum", "participantCount")
    assert fact.labels[2] == "150 to 200"
    assert fact.held[0].qualifiers == ()
    counted = [row["number"] for row in graph.ask("participants-counted", subject="Blue Steppe Forum").rows]
    assert counted == ["150 to 200", 3]


@pytest.mark.parametrize(
    ("other", "pair"),
    first(
        5,
        [
            ("value: 150, quote: q", None),
            ("value: 180, quote: q", None),
            ("value: 200, quote: q", None),
            ("value: 200/300, quote: q", None),
            ("value: 180, precision: atLeast, quote: q", None),
            ("value: 100, precision: atLeast, quote: q", None),
            ("value: 300, precision: atMost, quote: q", None),
            ("value: 201, precision: atLeast, quote: q", ("150 to 200", 201)),
            ("value: 149, precision: atMost, quote: q", (149, "150 to 200")),
            ("value: 149, quote: q", (149, "150 to 200")),
            ("value: 201, quote: q", ("150 to 200", 201)),
            ("value: 201/300, quote: q", ("150 to 200", "201 to 300")),
            ("value: 149, certainty: possible, quote: q", None),
        ],
    ),
)
def test_a_number_in_the_range_is_no_conflict(other: str, pair: tuple[object, object] | None, tmp_path: Path) -> None:
    graph = counting(tmp_path, a=RANGE, b=other)
    found = {
        (row["one"], row["other"]) for row in graph.ask("conflicting-counts").rows if "steppe" in str(row["subject"])
    }
    assert found == ({pair} if pair else set())
    explained = graph.explain("Blue Steppe Forum", "participantCount", "150 to 200")
    assert [bool(fact.differs) for fact in explained] == [pair is not None]


@pytest.mark.parametrize(
    "value", ["200/150", "150/150", "150/", "/200", "150/200/250", "150 / 200", "1e2/200", "150/2OO"]
)
def test_what_is_no_range_is_refused(value: str, tmp_path: Path) -> None:
    text = ARTICLE.format(qualifier="").replace(ABOUT, f'value: "{value}", quote: q')
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert [each.code for each in kg.Pipeline().check([tmp_path]).findings if each.severity is kg.Severity.ERROR] == [
        "bad-value"
    ]


def test_a_range_is_not_at_least(tmp_path: Path) -> None:
    assert len(counting(tmp_path, a=f"{RANGE}, precision: approximately").articles) == 1
    text = ARTICLE.format(qualifier="").replace(ABOUT, f"{RANGE}, precision: atLeast")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    codes = [each.code for each in kg.Pipeline().check([tmp_path]).findings if each.severity is kg.Severity.ERROR]
    assert codes == ["range-with-precision"]


def test_an_edition_has_one_number(tmp_path: Path) -> None:
    text = ARTICLE.format(qualifier="") + "- {subject: forum, relation: number, value: 2/3, quote: second or third}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert "bad-value" in [each.code for each in kg.Pipeline().check([tmp_path]).findings]
