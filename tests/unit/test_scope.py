"""A modality may lie on one qualifier alone: “not from today” denies a day, and no membership."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.export import write_facts, write_profile
from kg.namespaces import DEFAULT_BASE
from kg.pipeline import Pipeline

TEXT = (
    "Aksu belongs to the League, but its membership does not begin today, the spokesman said: "
    "it began on 1 March 2031. It is to end with 2034. Tuman Wire wrote that Aksu joined on 4 May."
)
ARTICLE = """
kg: 1
article: {{id: a-2031, title: A league, publisher: {{type: NewsAgency, name: Wire}}, published: 2031-05-04,
  text: a.txt}}
entities:
  aksu: {{type: NGO, name: Aksu}}
  league: {{type: IntergovernmentalOrganization, name: League}}
  speaker: {{type: Person, name: Spokesman}}
  other: {{type: NewsAgency, name: Tuman Wire}}
mentions:
  - {{of: aksu, quote: Aksu, nth: 1}}
  - {{of: league, quote: the League}}
  - {{of: speaker, quote: the spokesman}}
  - {{of: other, quote: Tuman Wire}}
relations:
  - {{subject: aksu, relation: memberOf, object: league, quote: belongs to the League, statement: s1{qualifiers}}}
{more}
statements:
  - {{id: s1, speaker: speaker, mode: reported, kind: fact, quote: the spokesman said}}
  - {{id: s2, speaker: other, mode: reported, kind: fact, quote: Tuman Wire wrote}}
"""
NOT_TODAY = "{value: 2031-05-04, modality: negated, quote: does not begin today}"
BY_2034 = "{value: 2034-12-31, modality: plan, quote: is to end with 2034}"
MEMBER = "organization:aksu tnk:memberOf organization:league"
LATER = (
    "- {subject: aksu, relation: memberOf, object: league, startDate: 2031-05-04, statement: s2, quote: Aksu joined}"
)


def write(folder: Path, qualifiers: str = "", more: str = "") -> Path:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    file = folder / "a.yaml"
    file.write_text(ARTICLE.format(qualifiers=f", {qualifiers}" if qualifiers else "", more=f"  {more}"), "utf-8")
    return file


def build(folder: Path, qualifiers: str = "", more: str = "") -> kg.Graph:
    return kg.build(write(folder, qualifiers, more))


def held(graph: kg.Graph, day: str) -> str:
    rows = graph.query(
        "SELECT ?held { ?a rdf:subject organization:aksu ; rdf:predicate tnk:memberOf ; tnk:heldOnDay ?held }",
        as_of=day,
    ).rows
    return ", ".join(sorted(str(row["held"]) for row in rows))


def test_a_denied_day_denies_no_membership(tmp_path: Path) -> None:
    graph = build(tmp_path, f"startDate: [2031-03-01, {NOT_TODAY}]")
    assert graph.query(f"ASK {{ {MEMBER} }}").boolean
    assert len(graph.query("SELECT ?a { ?a rdf:predicate tnk:memberOf ; tnk:modality tnk:negated }")) == 0
    (fact,) = graph.explain("Aksu", "memberOf").facts
    assert fact.standing == "fact"
    assert sorted(fact.held[0].qualifiers) == [
        ("start date", "2031-03-01"),
        ("start date", "2031-05-04 (denied) “does not begin today”"),
    ]
    assert len(graph.ask("disputed")) == 0
    assert held(graph, "2031-04-01") == "presumed"  # since 1 March: the denied day is no start


def test_the_denial_is_an_assertion_about_the_assertion_with_its_own_evidence(tmp_path: Path) -> None:
    graph = build(tmp_path, f"startDate: {NOT_TODAY}")
    (row,) = graph.query("""
        SELECT ?predicate ?value ?speaker ?exact ?relation {
          ?denial tnk:modality tnk:negated ; rdf:subject ?claim ; rdf:predicate ?predicate ; rdf:object ?value ;
            tnk:attributedTo ?speaker ; prov:wasDerivedFrom article:a-2031 .
          ?claim a tnk:Assertion ; rdf:predicate ?relation .
          GRAPH article:a-2031 { ?denial tnk:evidence/oa:hasTarget/oa:hasSelector/oa:exact ?exact }
        }""").rows
    assert str(row["value"]) == "2031-05-04"
    assert str(row["predicate"]).endswith("#startDate")
    assert str(row["relation"]).endswith("#memberOf")
    assert row["speaker"] == f"{DEFAULT_BASE}person/spokesman"
    assert row["exact"] == "does not begin today"
    (said,) = graph.ask("denials").to_dataframe(labels=True).to_dict("records")
    assert (said["subject"], said["relation"], said["object"]) == ("Aksu", "is a member of", "League")
    assert (said["qualifier"], str(said["value"])[:10], said["voice"]) == ("start date", "2031-05-04", "Spokesman")


def test_whoever_states_what_another_denies_is_disputed(tmp_path: Path) -> None:
    graph = build(tmp_path, f"startDate: {NOT_TODAY}", LATER)
    rows = graph.ask("disputed").merge_evidence().to_dataframe(labels=True).to_dict("records")
    assert [(row["subject"], row["statedBy"], row["deniedBy"]) for row in rows] == [("Aksu", "Tuman Wire", "Spokesman")]


def test_a_disputed_day_leaves_the_plain_fact_and_no_profile_repeats_the_day(tmp_path: Path) -> None:
    graph = build(tmp_path, f"startDate: {NOT_TODAY}", LATER)
    (row, *_) = graph.ask("disputed").to_dataframe(labels=True).to_dict("records")
    assert row["qualifier"] == "start date"
    write_facts(graph.dataset(), tmp_path / "facts.ttl")
    assert "tnk:memberOf organization:league" in (tmp_path / "facts.ttl").read_text("utf-8")
    write_profile(graph.dataset(), "org", tmp_path / "org.ttl")
    written = (tmp_path / "org.ttl").read_text("utf-8")
    assert "org:Membership" in written  # by the speaker, who denies the day
    assert written.count('"2031-05-04"') == 1  # the day of the article


def test_who_gives_another_day_is_not_disputed(tmp_path: Path) -> None:
    graph = build(tmp_path, f"startDate: {NOT_TODAY}", LATER.replace("05-04", "05-02"))
    assert len(graph.ask("disputed")) == 0


def test_a_planned_end_ends_nothing(tmp_path: Path) -> None:
    planned, stated = tmp_path / "planned", tmp_path / "stated"
    planned.mkdir()
    stated.mkdir()
    graph = build(planned, f"startDate: 2031-03-01, endDate: {BY_2034}")
    assert [held(graph, day) for day in ("2031-06-01", "2035-01-01")] == ["presumed", "presumed"]
    graph = build(stated, "startDate: 2031-03-01, endDate: 2034-12-31")
    assert [held(graph, day) for day in ("2031-06-01", "2035-01-01")] == ["certain", ""]


def test_a_quote_of_its_own_alone_is_one_more_piece_of_evidence(tmp_path: Path) -> None:
    graph = build(tmp_path, "startDate: {value: 2031-03-01, quote: it began on 1 March 2031}")
    (fact,) = graph.explain("Aksu", "memberOf").facts
    assert fact.held[0].qualifiers == (("start date", "2031-03-01"),)
    assert [str(quote) for quote in fact.held[0].quotes] == ["“belongs to the League”", "“it began on 1 March 2031”"]
    assert len(graph.query("SELECT ?a { ?a rdf:subject ?b . ?b a tnk:Assertion ; rdf:subject organization:aksu }")) == 0


def test_without_its_claim_a_view_has_no_denial_of_its_day(tmp_path: Path) -> None:
    graph = build(tmp_path, f"startDate: {NOT_TODAY}")
    assert len(graph.query("SELECT ?a { ?a tnk:modality tnk:negated }", view="newsroom")) == 0
    assert len(graph.query("SELECT ?a { ?a tnk:modality tnk:negated }", as_of="2031-05-03")) == 0
    assert len(graph.query("SELECT ?a { ?a tnk:modality tnk:negated }", as_of="2031-05-04")) == 1


def test_when_its_claim_has_ended_a_view_has_no_denial_of_its_day(tmp_path: Path) -> None:
    graph = build(tmp_path, f"startDate: {NOT_TODAY}, endDate: 2031-05-06")
    denials = "SELECT ?a { ?a tnk:modality tnk:negated }"
    assert [len(graph.query(denials, as_of=day)) for day in ("2031-05-06", "2031-06-01")] == [1, 0]


def test_a_qualifier_meant_as_its_claim_is_an_ordinary_one(tmp_path: Path) -> None:
    graph = build(tmp_path, f"modality: plan, endDate: {BY_2034}")
    (fact,) = graph.explain("Aksu", "memberOf").facts
    assert fact.open_[0].qualifiers == (("end date", "2034-12-31"),)
    assert len(graph.query("SELECT ?a { ?a rdf:subject ?b . ?b a tnk:Assertion ; rdf:subject organization:aksu }")) == 0


@pytest.mark.parametrize(
    ("qualifier", "expected"),
    [
        ("startDate: {value: 2031-06-01, quote: it began on 1 March 2031}", ["fact-later"]),
        ("startDate: {value: 2031-06-01, modality: plan, quote: it began on 1 March 2031}", []),
    ],
)
def test_only_what_is_meant_as_a_fact_may_not_begin_after_the_article(
    qualifier: str, expected: list[str], tmp_path: Path
) -> None:
    (outcome,) = Pipeline().check([write(tmp_path, qualifier)]).articles
    assert [each.code for each in outcome.findings if each.code == "fact-later"] == expected


def test_a_slip_in_the_key_of_its_value_is_named(tmp_path: Path) -> None:
    (outcome,) = Pipeline().check([write(tmp_path, "startDate: {valeu: 2031, modality: plan}")]).articles
    found = {each.code: each for each in outcome.findings if each.severity == "error"}
    assert found.keys() == {"unknown-key", "missing-key"}
    assert (found["unknown-key"].hint, found["missing-key"].key) == ('did you mean "value"?', "relations[0].startDate")


def test_its_quote_is_counted_and_an_inverse_keeps_it(tmp_path: Path) -> None:
    plain = Pipeline().check([write(tmp_path)])
    assert Pipeline().check([write(tmp_path, f"startDate: {NOT_TODAY}")]).verified == plain.verified + 1
    text = write(tmp_path, f"startDate: {NOT_TODAY}").read_text("utf-8")
    relation = "subject: aksu, relation: memberOf, object: league"
    turned = text.replace(relation, "subject: league, relation: fundedBy, object: aksu")
    (tmp_path / "a.yaml").write_text(turned, "utf-8")
    assert len(kg.build(tmp_path / "a.yaml").ask("denials")) == 1


def test_who_contests_a_claim_is_told_once(bundled: kg.Graph) -> None:
    (fact,) = bundled.explain("Northern Cyprus", "observerOf").facts
    (reference,) = [claim for claim in fact.contests if claim.attribution == "reference data"]
    assert reference.qualifiers.count(("is held by", "Cyprus")) == 1
    assert [claim for claim in fact.held if "Cyprus" in dict(claim.qualifiers).values()] == []
    assert fact.contested_by == ("Cyprus",)


@pytest.mark.parametrize(
    ("qualifiers", "code", "key"),
    [
        ("startDate: {value: 2031-05-04, modality: denied}", "unknown-modality", "relations[0].startDate.modality"),
        ("startDate: {value: 2031-05-04, mode: x}", "unknown-key", "relations[0].startDate.mode"),
        ("startDate: [2031, {value: May, modality: plan}]", "bad-value", "relations[0].startDate[1].value"),
        ("startDate: {value: 2031, modality: plan, quote: never said}", "quote-not-found", "relations[0].startDate"),
        ("number: {value: 3, modality: plan}", "unexpected-qualifier", "relations[0].number"),
        ("startDate: {modality: plan}", "missing-key", "relations[0].startDate"),
        ("startDate: {2031: plan}", "not-text", "relations[0].startDate"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(qualifiers: str, code: str, key: str, tmp_path: Path) -> None:
    (outcome,) = Pipeline().check([write(tmp_path, qualifiers)]).articles
    found = [(finding.code, finding.key) for finding in outcome.findings if finding.severity == "error"]
    assert [each for each, _ in found] == [code]
    assert str(found[0][1]).startswith(key)
