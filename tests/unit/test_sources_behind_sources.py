"""Who says it where one quotes another: sources that an article cites, speakers who are quoted, objections."""
# ruff: noqa: E501 - annotations of one line

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.claims.claim import Claim
from kg.errors import UsageError
from kg.export import write_profile
from kg.export.facts import write_facts
from kg.markup.claims import evidence_lines
from kg.pipeline import Pipeline
from kg.query.explain import Fact

# A digest of 4 June tells what a wire reported on the 2nd, which had some of it from a ministry's release of the 1st.
DIGEST = """\
kg: 1
article:
  id: digest
  title: What others wrote
  url: https://example.org/digest
  publisher: {type: NewsAgency, name: Steppe Digest}
  published: 2031-06-04
  language: en
entities:
  wire: {type: NewsAgency, name: Aksu Wire}
  ministry: {type: PublicBody, name: Ministry of Tuman}
  minister: {type: Person, name: Aylin Sarper}
  spokesman: {type: Person, name: Bek Ulan}
  ngos: {type: Group, name: NGOs of Tuman, id: group/ngos-of-tuman}
  forum: {type: Forum, name: Tuman Forum 2031, id: event/tuman-forum-2031}
  island: {type: LimitedRecognitionPolity, name: Ada, id: polity/ada}
  union: {type: IntergovernmentalOrganization, name: Union of the Steppe}
  coast: {type: State, name: Kiyi, id: polity/tr}
mentions:
  - {of: wire, quote: Aksu Wire}
  - {of: ministry, quote: the ministry}
  - {of: forum, quote: the forum}
  - {of: island, quote: Ada}
sources:
  - {id: wire, publisher: wire, published: 2031-06-02, url: "https://example.org/wire", title: Forum ahead}
  - {id: release, publisher: ministry, published: 2031-06-01, within: wire}
  - {id: undated, publisher: {type: NewsAgency, name: Kite Post}}
relations:
  - {subject: ministry, relation: organises, object: forum, modality: plan, source: wire, quote: is to organise it}
  - {subject: ministry, relation: hosts, object: forum, source: undated, quote: plays host}
  - {subject: ministry, relation: funds, object: forum, statement: minister, quote: pays for it}
  - {subject: ngos, relation: attends, object: forum, modality: wish, heldBy: ngos, statement: spokesman, quote: want to come}
  - {subject: island, relation: observerOf, object: union, statement: report, quote: was admitted}
  - {subject: island, relation: observerOf, object: union, modality: contested, statement: objection, quote: objects to it}
statements:
  - {id: spokesman, speaker: spokesman, mode: reported, kind: [fact, wish], source: release, occasion: forum, heldBy: ngos, stance: glad, quote: said Bek Ulan}
  - {id: minister, speaker: minister, mode: direct, kind: fact, within: spokesman, occasion: forum, quote: as she told him}
  - {id: report, mode: newsroom, kind: fact, source: wire, quote: the Wire reports}
  - {id: objection, speaker: coast, mode: reported, kind: evaluation, source: wire, onAccountOf: forum, quote: Kiyi objects}
"""

# An article of a newsroom that cites nobody, to which relations are added.
SHORT = """\
kg: 1
article: {id: short, title: T, publisher: {type: NewsAgency, name: Steppe Digest}, published: 2031-05-04}
entities:
  island: {type: LimitedRecognitionPolity, name: Ada, id: polity/ada}
  union: {type: IntergovernmentalOrganization, name: Union of the Steppe}
  mole: {type: Venue, name: Long Mole}
  meeting: {type: Forum, name: Meeting of May, id: event/meeting-2031, status: held, startDate: 2031-05-01}
mentions:
  - {of: meeting, quote: the meeting}
relations:
"""
MINDS = "contestedBy: {value: {id: polity/tr}, quote: Kiyi minds}, quote: an observer}\n"


def built(folder: Path, text: str) -> kg.Graph:
    (folder / "short.yaml").write_text(text, encoding="utf-8")
    return kg.build(folder)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    file = tmp_path_factory.mktemp("digest") / "digest.yaml"
    file.write_text(DIGEST, encoding="utf-8")
    return kg.build(file)


def fact(graph: kg.Graph, subject: str, relation: str) -> Fact:
    (found,) = graph.explain(subject, relation).facts
    return found


def chain(claim: Claim) -> list[tuple[str, str | None]]:
    return [(each.by, each.published) for each in claim.passed]


def asserted(graph: kg.Graph, relation: str, modality: str) -> list[tuple[object, object]]:
    """Attribution and day of the assertions of a relation."""
    text = (
        f"SELECT ?who ?day {{ ?a rdf:predicate tnk:{relation} ; tnk:modality tnk:{modality} ; tnk:attributedTo ?by ; "
        'prov:wasDerivedFrom ?article . ?by rdfs:label ?who FILTER(LANG(?who) IN ("", "en")) '
        "OPTIONAL { ?a tnk:assertedOn ?day } }"
    )
    return [(row["who"], str(row["day"]) if row["day"] is not None else None) for row in graph.query(text).rows]


def test_what_a_source_reports_is_its_word_and_of_its_day(graph: kg.Graph) -> None:
    assert asserted(graph, "organises", "plan") == [("Aksu Wire", "2031-06-02")]
    (plan,) = fact(graph, "Ministry of Tuman", "organises").open_
    assert (plan.attribution, plan.speaker, plan.published) == ("cited source", "Aksu Wire", "2031-06-04")
    assert chain(plan) == [("Aksu Wire", "2031-06-02")]
    (passed,) = plan.passed
    assert (passed.title, passed.address) == ("Forum ahead", "https://example.org/wire")


def test_no_day_is_made_up_for_an_undated_source(graph: kg.Graph) -> None:
    assert asserted(graph, "hosts", "fact") == [("Kite Post", None)]
    assert "reported by Kite Post, date not stated · cited by Steppe Digest, 2031-06-04" in repr_of(graph, "hosts")


def test_a_quoted_speaker_vouches_and_the_others_pass_on(graph: kg.Graph) -> None:
    assert asserted(graph, "funds", "fact") == [("Aylin Sarper", "2031-06-01")]
    (claim,) = fact(graph, "Ministry of Tuman", "funds").held
    assert (claim.attribution, claim.speaker) == ("speaker", "Aylin Sarper")
    assert chain(claim) == [("Bek Ulan", None), ("Ministry of Tuman", "2031-06-01"), ("Aksu Wire", "2031-06-02")]
    said = "said by Aylin Sarper · direct speech · quoted by Bek Ulan · in Ministry of Tuman, 2031-06-01"
    passed_on = (
        "cited by Aksu Wire, 2031-06-02, “Forum ahead” <https://example.org/wire> · cited by Steppe Digest, 2031-06-04"
    )
    assert f"{said} · {passed_on}" in repr_of(graph, "funds")


def repr_of(graph: kg.Graph, relation: str) -> str:
    return str(graph.explain("Ministry of Tuman", relation))


def test_a_pages_claim_leads_to_each_source(graph: kg.Graph) -> None:
    html = graph.explain("Ministry of Tuman", "funds")._repr_html_()
    assert 'href="https://example.org/wire"' in html
    assert "quoted by Bek Ulan" in html


def test_a_table_has_the_source_to_cite(graph: kg.Graph) -> None:
    (row,) = list(graph.explain("Ministry of Tuman", "organises").records())
    assert (row["citedSource"], row["citedPublished"], row["citedAddress"]) == (
        "Aksu Wire",
        "2031-06-02",
        "https://example.org/wire",
    )


def test_who_wishes_is_not_who_says_so(graph: kg.Graph) -> None:
    (wish,) = fact(graph, "NGOs of Tuman", "attends").open_
    assert (wish.speaker, wish.qualifiers) == ("Bek Ulan", (("is held by", "NGOs of Tuman"),))
    rows = {(row["speaker"], row["heldBy"]) for row in named(graph, "plans-and-wishes")}
    assert rows == {("Bek Ulan", "NGOs of Tuman")}


def named(graph: kg.Graph, question: str) -> list[dict[str, object]]:
    """The rows of a question, in names."""
    return list(graph.ask(question).to_dataframe().to_dict("records"))


def test_whoever_is_only_quoted_by_another_is_no_speaker_of_the_event(graph: kg.Graph) -> None:
    """The forum is where the spokesman spoke; where the minister did, nobody says."""
    events = {row["speaker"]: row["event"] for row in named(graph, "speakers")}
    assert events["Bek Ulan"] == "Tuman Forum 2031"
    assert events["Aylin Sarper"] != "Tuman Forum 2031"


def test_what_others_report_is_not_the_newsrooms_word(graph: kg.Graph) -> None:
    own = graph.query("ASK { ?ministry tnk:hosts ?forum }", view="newsroom")
    assert own.boolean is False
    assert graph.query("ASK { ?ministry tnk:hosts ?forum }").boolean is True


def test_an_objection_is_the_word_of_whoever_objects(graph: kg.Graph) -> None:
    standing = fact(graph, "Ada", "observerOf")
    assert (standing.standing, standing.contested_by) == ("contested", ("Türkiye",))
    (objection,) = standing.contests
    assert (objection.speaker, objection.modality, chain(objection)) == (
        "Türkiye",
        "contested",
        [("Aksu Wire", "2031-06-02")],
    )
    assert [str(quote) for quote in objection.quotes] == ["“objects to it”"]


@pytest.mark.parametrize(
    ("view", "day", "marked"), [(None, None, True), ("newsroom", None, True), (None, "2031-06-01", False)]
)
def test_an_objection_marks_a_claim_in_every_view_from_its_day_on(
    graph: kg.Graph, tmp_path: Path, view: str | None, day: str | None, marked: bool
) -> None:
    """Somebody else states the claim, in the newsroom's own words, and contests nothing."""
    other = (
        SHORT
        + "  - {subject: island, relation: observerOf, object: union, startDate: 2031-05-01, quote: an observer}\n"
    )
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    (tmp_path / "digest.yaml").write_text(DIGEST, encoding="utf-8")
    both = kg.build(tmp_path)
    text = (
        "ASK { ?claim tnk:contestedBy <https://w3id.org/turkic-ngo-kg/id/polity/tr> ; tnk:modality tnk:fact ; "
        "prov:wasDerivedFrom <https://w3id.org/turkic-ngo-kg/id/article/short> }"
    )
    assert both.query(text, view=view or "reported", as_of=day).boolean is marked


def test_a_contested_claim_is_in_no_profile_as_a_plain_one(graph: kg.Graph, tmp_path: Path) -> None:
    file = tmp_path / "facts.ttl"
    write_facts(graph.dataset(), file, about="Ada")
    assert "# 0 facts" in file.read_text(encoding="utf-8")
    write_facts(graph.dataset(), file, about="Ministry of Tuman")
    assert "tnk:hosts" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("within: spokesman", "within: minister", "cycle", "statements[1].within"),
        ("published: 2031-06-01, within: wire", "published: 2031-06-01, within: release", "cycle", "sources[1].within"),
        (
            "publisher: wire, published: 2031-06-02",
            "publisher: wire, published: 2031-06-05",
            "source-later",
            "sources[0].published",
        ),
        (
            "modality: contested, statement: objection",
            "modality: contested, statement: report",
            "no-contester",
            "relations[5]",
        ),
        ("modality: contested, statement: objection", "modality: contested", "no-contester", "relations[5]"),
        ("heldBy: ngos, stance", "heldBy: forum, stance", "wrong-held-by", "statements[0].heldBy"),
        ("published: 2031-06-02", "published: soon", "bad-value", "sources[0].published"),
        ("https://example.org/wire", "example", "bad-value", "sources[0].url"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(old: str, new: str, code: str, key: str, tmp_path: Path) -> None:
    assert DIGEST.count(old) == 1
    (tmp_path / "digest.yaml").write_text(DIGEST.replace(old, new), encoding="utf-8")
    (outcome,) = Pipeline().check([tmp_path / "digest.yaml"]).articles
    assert (code, key) in [(each.code, each.key) for each in outcome.findings if each.severity == "error"]


def test_a_fact_is_measured_against_the_day_of_its_source(tmp_path: Path) -> None:
    late = DIGEST.replace(
        "observerOf, object: union, statement", "observerOf, object: union, startDate: 2031-06-03, statement"
    )
    (tmp_path / "digest.yaml").write_text(late, encoding="utf-8")
    (outcome,) = Pipeline().check([tmp_path / "digest.yaml"]).articles
    (finding,) = [each for each in outcome.findings if each.code == "fact-later"]
    assert "after the date of its source wire, 2031-06-02" in finding.message


def test_the_short_form_is_an_objection_too(tmp_path: Path) -> None:
    standing = fact(
        built(tmp_path, SHORT + "  - {subject: island, relation: observerOf, object: union, " + MINDS),
        "Ada",
        "observerOf",
    )
    (objection,) = standing.contests
    assert (objection.attribution, objection.qualifiers) == ("newsroom", (("is held by", "Türkiye"),))
    assert [str(quote) for quote in objection.quotes] == ["“Kiyi minds”"]
    assert standing.contested_by == ("Türkiye",)


def test_a_view_that_does_not_exist_is_refused(graph: kg.Graph) -> None:
    with pytest.raises(UsageError):
        graph.query("ASK {}", view="everybody")


def test_an_objection_may_be_held_by_somebody_in_words_of_its_own(tmp_path: Path) -> None:
    minds = "modality: contested, heldBy: {value: {id: polity/tr}, quote: Kiyi minds}, quote: an observer}\n"
    graph = built(tmp_path, SHORT + "  - {subject: island, relation: observerOf, object: union, " + minds)
    (objection,) = fact(graph, "Ada", "observerOf").contests
    assert sorted(map(str, objection.quotes)) == ["“Kiyi minds”", "“an observer”"]


def test_an_objection_to_a_symmetric_relation_holds_both_ways(tmp_path: Path) -> None:
    both = "  - {subject: island, relation: cooperatesWith, object: union, quote: work together}\n"
    minds = "modality: contested, heldBy: {id: polity/tr}, quote: Kiyi minds}\n"
    graph = built(tmp_path, SHORT + both + "  - {subject: union, relation: cooperatesWith, object: island, " + minds)
    marks = "SELECT ?by { ?claim rdf:predicate tnk:cooperatesWith ; tnk:modality tnk:fact ; tnk:contestedBy ?by }"
    assert [str(row["by"]).rpartition("/")[2] for row in graph.query(marks).rows] == ["tr"]


def test_a_page_shows_the_words_of_an_objection(graph: kg.Graph) -> None:
    html = graph.explain("Ada", "observerOf")._repr_html_()
    assert "objects to it" in html
    assert "contested by Türkiye" in html


@pytest.mark.parametrize(("profile", "suffix"), [("org", "ttl"), ("schema", "ttl"), ("ftm", "jsonl")])
def test_a_contested_place_is_in_no_profile(tmp_path: Path, profile: str, suffix: str) -> None:
    """A membership has a note on who contests it; a place cannot have one, and is left out."""
    held = "  - {subject: meeting, relation: heldIn, object: mole, quote: at the mole}\n"
    minds = "  - {subject: meeting, relation: heldIn, object: mole, modality: contested, heldBy: {id: polity/tr}, quote: no}\n"
    told = []
    for text in (SHORT + held, SHORT + held + minds):
        report = write_profile(built(tmp_path, text).dataset(), profile, tmp_path / f"x.{suffix}")
        told.append(report.left_out.get("stated as a fact, and contested", 0))
        places = "location" in _of_meeting((tmp_path / f"x.{suffix}").read_text(encoding="utf-8"))
        assert places == (profile == "schema" and text == SHORT + held)
    assert told[1] == told[0] + 1


def _of_meeting(text: str) -> str:
    """What a file says of the meeting."""
    return text.partition("event:meeting-2031")[2].partition(" .\n")[0]


def test_two_sources_may_have_publishers_that_are_written_in_place(tmp_path: Path) -> None:
    sources = "sources:\n" + "".join(
        f"  - {{id: w, publisher: {{type: NewsAgency, name: {name}}}}}\n" for name in ("Aksu Wire", "Kite Post")
    )
    (tmp_path / "a.yaml").write_text(SHORT.replace("relations:\n", sources), encoding="utf-8")
    (outcome,) = Pipeline().check([tmp_path / "a.yaml"]).articles
    assert [each.code for each in outcome.findings if each.severity == "error"] == ["duplicate-source"]


def test_a_statement_without_a_summary_shows_its_words_alone(graph: kg.Graph) -> None:
    shown = "\n".join(evidence_lines(fact(graph, "Ada", "observerOf").contests))
    assert "is an observer of Union of the Steppe: “objects to it”" in shown
    (statement,) = [each for each in graph.entity("Bek Ulan").statements if each.mode == "reported"]
    assert "  “said Bek Ulan” unverified" in evidence_lines([statement])


def test_an_objection_that_its_source_leaves_in_doubt_marks_nothing(tmp_path: Path) -> None:
    claim = "  - {subject: island, relation: observerOf, object: union, quote: an observer}\n"
    minds = "modality: contested, heldBy: {id: polity/tr}, certainty: reportedly, quote: it is said that Kiyi minds}\n"
    graph = built(tmp_path, SHORT + claim + "  - {subject: island, relation: observerOf, object: union, " + minds)
    standing = fact(graph, "Ada", "observerOf")
    assert (standing.standing, standing.contested_by) == ("fact", ())
    assert len(standing.doubted) == 1


@pytest.mark.parametrize(
    ("head", "more"),
    [
        ("retracts: short, ", "  - {subject: meeting, relation: heldIn, object: mole, quote: at the mole}\n"),
        (
            "",
            "  - {subject: island, relation: observerOf, object: union, modality: negated, corrects: short, quote: no}\n",
        ),
        (
            "",
            "  - {subject: island, relation: observerOf, object: union, modality: contested, heldBy: {id: polity/tr}, quote: no}\n",
        ),
    ],
    ids=["retracts", "corrects", "contests"],
)
def test_a_draft_takes_nothing_back_and_objects_to_nothing(tmp_path: Path, head: str, more: str) -> None:
    """What nobody has reviewed changes no answer, until somebody asks for drafts."""
    claim = "  - {subject: island, relation: observerOf, object: union, quote: an observer}\n"
    (tmp_path / "short.yaml").write_text(SHORT + claim, encoding="utf-8")
    draft = (
        SHORT.replace("kg: 1\n", "kg: 1\nannotation: {status: draft}\n").replace("{id: short, ", f"{{id: draft, {head}")
        + more
    )
    (tmp_path / "draft.yaml").write_text(draft, encoding="utf-8")
    graph = kg.build(tmp_path, drafts=True)
    assert graph.report is not None
    assert graph.report.counts == {"loaded": 2}
    (standing,) = graph.explain("Ada", "observerOf").facts
    assert standing.standing == "fact"
    (with_draft,) = graph.explain("Ada", "observerOf", annotations="all").facts
    assert with_draft.standing != "fact"
