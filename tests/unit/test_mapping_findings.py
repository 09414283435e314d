"""What the mapper refuses or doubts: each with the annotator's own line and key."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

import kg
import kg.ontology.vocabulary
from kg.findings import Finding, Severity
from kg.mapping import Mapper
from kg.model import Anchor, AnnotatedEntity, AnnotatedName, AnnotatedRelation, Ref, SpeechAct, Value
from kg.pipeline import Pipeline
from kg.read import read_path

HEAD = """\
kg: 1
article: {id: a, title: A, published: 2031-05-04}
entities:
  forum: {type: Forum, name: Civic Forum}
  body: {type: Agency, name: Tuman Agency}
  person: {type: Person, name: Aylin Sarper}
"""
MENTIONS = """\
mentions:
  - {of: forum, quote: Forum}
  - {of: body, quote: Agency}
  - {of: person, quote: Sarper}
"""


def relation(
    name: str, value: Value, *qualifiers: tuple[str, Value], subject: str = "body", statement: str | None = None
) -> AnnotatedRelation:
    quote = (Anchor("x"),)
    return AnnotatedRelation(Ref(key=subject), name, value, ("relations", 0), "fact", statement, quote, qualifiers)


def findings(tmp_path: Path, entities: str = "", relations: str = "", statements: str = "") -> list[Finding]:
    text = HEAD + entities + MENTIONS
    text += f"relations:\n{relations}" if relations else ""
    text += f"statements:\n{statements}" if statements else ""
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    report = Pipeline().check([file])
    return [finding for finding in report.findings if finding.code not in ("unverified-quotes", "shape-MinCount")]


RELATIONS = [
    (
        "wrong-subject",
        "  - {subject: forum, relation: speaksAt, object: forum, quote: x}\n",
        "relations[0].subject",
        "Agent",
    ),
    (
        "wrong-object",
        "  - {subject: body, relation: organises, object: person, quote: x}\n",
        "relations[0].object",
        "Event",
    ),
    # The same rules hold for what yields no direct triple, and is invisible to the shapes.
    (
        "wrong-object",
        "  - {subject: body, relation: organises, object: person, quote: x, modality: wish}\n",
        "relations[0].object",
        "Event",
    ),
    (
        "wrong-subject",
        "  - {subject: forum, relation: organisedBy, object: forum, quote: x}\n",
        "relations[0].subject",
        "Agent",
    ),
    (
        "unknown-modality",
        "  - {subject: body, relation: organises, object: forum, quote: x, modality: maybe}\n",
        "relations[0].modality",
        "contested, fact, negated, plan, proposal, wish",
    ),
    (
        "unexpected-qualifier",
        "  - {subject: forum, relation: heldIn, object: {id: place/baku}, quote: x, role: chair}\n",
        "relations[0].role",
        "explicitness, heldBy, openList, stance",
    ),
    ("bad-value", "  - {subject: forum, relation: status, value: hold, quote: x}\n", "relations[0].value", "held"),
    (
        "bad-value",
        "  - {subject: forum, relation: startDate, value: 2031-13, quote: x}\n",
        "relations[0].value",
        "EDTF",
    ),
    ("bad-value", "  - {subject: forum, relation: number, value: 0, quote: x}\n", "relations[0].value", "at least 1"),
    ("bad-value", "  - {subject: forum, relation: number, value: two, quote: x}\n", "relations[0].value", "digits"),
    (
        "bad-value",
        "  - {subject: body, relation: attends, object: forum, quote: x, startDate: soon}\n",
        "relations[0].startDate",
        "EDTF",
    ),
    (
        "unknown-id",
        "  - {subject: forum, relation: heldIn, object: {id: place/bakuu}, quote: x}\n",
        "relations[0].object",
        "did you mean place/baku",
    ),
    (
        "unknown-id",
        "  - {subject: {id: polity/tr}, relation: memberOf, object: body, quote: x, contestedBy: {id: polity/xx}}\n",
        "relations[0].contestedBy",
        "polity/",
    ),
]


@pytest.mark.parametrize(("code", "relation", "key", "hint"), RELATIONS, ids=range(len(RELATIONS)))
def test_relations(tmp_path: Path, code: str, relation: str, key: str, hint: str | None) -> None:
    (finding,) = findings(tmp_path, relations=relation)
    assert (finding.code, finding.key, finding.severity) == (code, key, Severity.ERROR)
    assert finding.file is not None
    assert finding.file.endswith("a.yaml")
    assert finding.line == 12
    assert hint is None or hint in str(finding.hint)


ENTITIES = [
    ("defined-type", "  x: {type: MemberState, name: Kazakhstan}\n", "entities.x.type", "Polity"),
    ("wrong-kind", "  x: {type: City, name: Baku, id: person/baku}\n", "entities.x.id", "place/"),
    (
        "ambiguous-name",
        "  x: {type: Place, name: {az: Naxçıvan}}\n",
        "entities.x.name",
        "place/nakhchivan or place/nakhchivan-",
    ),
    ("nameless", "  x: {type: Person, name: '?!'}\n", "entities.x.name", "id"),
    ("type-conflict", "  x: {type: AdministrativeArea, name: Nakhchivan}\n", "entities.x.type", "own"),
    ("type-conflict", "  x: {type: State, name: N, id: polity/northern-cyprus}\n", "entities.x.type", "own"),
    ("type-conflict", "  x: {type: NewsAgency, name: Tuman Agency}\n", "entities.x", "id"),
    ("bad-value", "  x: {type: Forum, name: X, startDate: yesterday}\n", "entities.x.startDate", "EDTF"),
    ("wrong-object", "  x: {type: Forum, name: X, heldIn: person}\n", "entities.x.heldIn", "Place"),
    (
        "circular-identity",
        "  x: {type: Session, name: X, partOf: y}\n  y: {type: Session, name: Y, partOf: x}\n",
        "entities.x",
        "id",
    ),
]


@pytest.mark.parametrize(("code", "entity", "key", "hint"), ENTITIES, ids=range(len(ENTITIES)))
def test_entities(tmp_path: Path, code: str, entity: str, key: str, hint: str) -> None:
    found = [f for f in findings(tmp_path, entities=entity) if f.code != "no-evidence"]
    finding = next(f for f in found if f.severity is Severity.ERROR)
    assert (finding.code, finding.key, finding.line) == (code, key, 7)
    assert hint in str(finding.hint)


STATEMENTS = [
    (
        "newsroom-speaker",
        "  - {id: s, mode: newsroom, speaker: person, kind: fact, quote: x}\n",
        "statements[0].speaker",
    ),
    ("unknown-mode", "  - {id: s, mode: shouted, speaker: person, kind: fact, quote: x}\n", "statements[0].mode"),
    ("unknown-kind", "  - {id: s, mode: direct, speaker: person, kind: [fact, lie], quote: x}\n", "statements[0].kind"),
    ("wrong-speaker", "  - {id: s, mode: direct, speaker: forum, kind: fact, quote: x}\n", "statements[0].speaker"),
    (
        "wrong-capacity",
        "  - {id: s, mode: direct, speaker: person, capacity: body, kind: fact, quote: x}\n",
        "statements[0].capacity",
    ),
    (
        "wrong-occasion",
        "  - {id: s, mode: direct, speaker: person, occasion: body, kind: fact, quote: x}\n",
        "statements[0].occasion",
    ),
    (
        "wrong-on-account-of",
        "  - {id: s, mode: direct, speaker: person, onAccountOf: [forum, body], kind: fact, quote: x}\n",
        "statements[0].onAccountOf",
    ),
]


@pytest.mark.parametrize(("code", "statement", "key"), STATEMENTS, ids=[row[0] for row in STATEMENTS])
def test_statements(tmp_path: Path, code: str, statement: str, key: str) -> None:
    (finding,) = findings(tmp_path, statements=statement)
    assert (finding.code, finding.key, finding.line) == (code, key, 12)


def test_a_relation_without_any_evidence_is_refused(tmp_path: Path) -> None:
    entity = "  town: {type: City, name: Tuman, within: {id: polity/kz}}\n"
    (finding,) = findings(tmp_path, entities=entity)
    assert (finding.code, finding.key) == ("no-evidence", "entities.town.within")


def test_two_keys_for_one_thing_are_doubted_not_refused(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, entities="  again: {type: PublicBody, name: Tuman agency}\n")
    assert (finding.code, finding.severity) == ("one-thing-twice", Severity.WARNING)


BY_HAND = [
    (
        "unknown-type",
        "entities.x.type",
        {"entities": AnnotatedEntity("x", "Forun", (AnnotatedName("X"),), ("entities", "x"))},
    ),
    (
        "unusable-type",
        "entities.x.type",
        {"entities": AnnotatedEntity("x", "Agent", (AnnotatedName("X"),), ("entities", "x"))},
    ),
    (
        "unusable-type",
        "entities.x.type",
        {"entities": AnnotatedEntity("x", "Article", (AnnotatedName("X"),), ("entities", "x"))},
    ),
    ("unknown-relation", "relations[0].relation", {"relations": relation("organizes", Ref(key="forum"))}),
    ("thing-expected", "relations[0]", {"relations": relation("organises", "x")}),
    ("thing-expected", "relations[0]", {"relations": relation("organisedBy", "x")}),
    ("value-expected", "relations[0]", {"relations": relation("status", Ref(key="body"), subject="forum")}),
    (
        "value-expected",
        "relations[0].role",
        {"relations": relation("attends", Ref(key="forum"), ("role", Ref(key="body")))},
    ),
    (
        "unknown-key",
        "relations[0].contestedBy",
        {"relations": relation("memberOf", Ref(id="organization/organization-of-turkic-states"), ("contestedBy", "x"))},
    ),
    (
        "unknown-statement",
        "relations[0].statement",
        {"relations": relation("organises", Ref(key="forum"), statement="s9")},
    ),
    ("no-speaker", "statements[0]", {"statements": SpeechAct("s", "direct", ("fact",), (), ("statements", 0))}),
]


@pytest.mark.parametrize(("code", "key", "more"), BY_HAND, ids=[row[0] for row in BY_HAND])
def test_what_the_native_reader_never_lets_through_is_caught_for_other_readers(
    tmp_path: Path, code: str, key: str, more: dict[str, Any]
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(HEAD + MENTIONS, encoding="utf-8")
    vocabulary = kg.ontology.vocabulary.load()
    (result,) = read_path(file, vocabulary=vocabulary)
    assert result.article is not None
    changes: Any = {name: (*getattr(result.article, name), item) for name, item in more.items()}
    found = Mapper(vocabulary).map(dataclasses.replace(result.article, **changes)).findings
    assert [(finding.code, finding.key) for finding in found] == [(code, key)]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    relations = "".join(row[1] for row in RELATIONS)
    assert len(findings(tmp_path, relations=relations)) == len(RELATIONS)


@pytest.mark.parametrize(
    ("metadata", "key"),
    [
        ("{id: a, title: A, published: 4 May 2031}", "article.published"),
        ("{id: a, title: A, url: 'javascript:alert(1)'}", "article.url"),
        ("{id: a, title: A, url: 'https://'}", "article.url"),
        ("{id: a, title: A, url: 'https://[::1'}", "article.url"),
    ],
)
def test_metadata(tmp_path: Path, metadata: str, key: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f"kg: 1\narticle: {metadata}\nentities: {{}}\nmentions: []\n", encoding="utf-8")
    found = [f for f in Pipeline().check([file]).findings if f.severity is Severity.ERROR]
    assert [(f.code, f.key, f.line) for f in found] == [("bad-value", key, 2)]


@pytest.mark.parametrize(
    ("inverse", "name", "own", "other", "id_"),
    [  # what the ontology gives as the example of each
        ("hostedBy", "hosts", "Forum", None, "polity/az"),
        ("organisedBy", "organises", "Forum", "Agency", None),
        ("fundedBy", "funds", "Project", "Organization", None),
        ("runBy", "runs", "GrantCompetition", "Agency", None),
    ],
)
def test_an_inverse_name_inside_an_entity_rests_on_the_mentions_of_that_entity(
    inverse: str, name: str, own: str, other: str | None, id_: str | None, tmp_path: Path
) -> None:
    target = f"{{id: {id_}}}" if id_ else "other"
    text = "kg: 1\narticle: {id: a, title: A, published: 2031-05-04, url: https://example.org/a}\nentities:\n"
    text += f"  own: {{type: {own}, name: Blue Steppe, {inverse}: {target}}}\n"
    mentions = "mentions:\n  - {of: own, quote: Steppe}\n"
    if other:
        text += f"  other: {{type: {other}, name: Tuman, ofPolity: {{id: polity/kz}}}}\n"
        mentions += "  - {of: other, quote: Tuman}\n"
    file = tmp_path / "a.yaml"
    file.write_text(text + mentions, encoding="utf-8")
    assert [each for each in Pipeline().check([file]).findings if each.code != "unverified-quotes"] == []
    graph = kg.build(file)
    result = graph.query(
        f"""SELECT ?words {{ GRAPH ?article {{ ?claim rdf:predicate tnk:{name} ; tnk:evidence ?mention .
        ?mention oa:hasTarget/oa:hasSelector/oa:exact ?words }} }}"""
    )
    assert [row["words"] for row in result] == ["Steppe"]


@pytest.mark.parametrize(
    ("type_", "message"),
    [
        (
            "ObserverState",
            "ObserverState is not for annotation: Observer replaces it, and that is inferred from relations",
        ),
        ("MemberState", "MemberState is not for annotation: it is inferred from relations"),
    ],
)
def test_a_class_that_follows_from_relations_is_refused_and_one_that_goes_names_its_successor(
    type_: str, message: str, tmp_path: Path
) -> None:
    (found,) = findings(tmp_path, entities=f"  tuman: {{type: {type_}, name: Tuman}}\n")
    assert (found.code, found.message, found.key) == ("defined-type", message, "entities.tuman.type")
    assert found.hint == "use Polity, and give the relation that makes it one"
