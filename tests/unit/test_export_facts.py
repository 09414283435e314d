"""The plain facts as a file: what two small articles state, counted by hand, and nothing of the rest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import PROV, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

import kg
from kg.errors import UsageError
from kg.export import ProfileReport, write_facts
from kg.export.turtle import TurtleWriter, comment
from kg.query import bundled_catalogue
from tests import commands
from tests.amounts import first

ID, TNK = Namespace("https://w3id.org/turkic-ngo-kg/id/"), Namespace("https://w3id.org/turkic-ngo-kg/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")

# Seventeen claims: five inside entities, twelve relations.
MAY = """\
kg: 1
article:
  id: steppe-may
  title: Before the forum
  url: https://example.org/may
  publisher: {type: NewsAgency, name: Steppe Wire}
  published: 2031-05-04
entities:
  forum:
    type: Forum
    id: event/forum
    name: {en: Blue Steppe Forum, tr: Blue Steppe Forum, ru: Форум}
    status: planned
    startDate: 2031-06-01
  talks: {type: Forum, id: event/talks, name: "Aksu Talks\\n<urn:a> <urn:b> <urn:c> .", heldIn: aksu}
  later: {type: Forum, id: event/later, name: Second Forum, status: planned}
  aksu: {type: City, id: place/aksu, name: Aksu}
  union: {type: NGO, id: organization/union, name: {en: Aksu Union}}
  youth: {type: NGO, id: organization/youth, name: Aksu Youth}
  net: {type: NGONetwork, id: organization/net, name: Steppe Net}
  tuman: {type: Agency, id: organization/tuman, name: Tuman}
  chair: {type: Post, id: post/chair, name: Chair of Tuman, postIn: tuman}
  sarper: {type: Person, id: person/sarper, name: Aylin Sarper}
  culture: {type: Theme, id: theme/steppe-culture, name: Culture of the steppe}
mentions:
- {of: forum, quote: the forum}
- {of: talks, quote: the talks}
- {of: later, quote: a second one}
- {of: chair, quote: chair}
relations:
- {subject: union, relation: attends, object: forum, quote: the Union is among the guests}
- {subject: youth, relation: attends, object: forum, quote: perhaps, explicitness: weaklyImplied}
- {subject: forum, relation: participantCount, value: 100, quote: about 100, precision: approximately}
- {subject: union, relation: cooperatesWith, object: youth, statement: s1, quote: we work together}
- {subject: tuman, relation: organises, object: later, modality: plan, quote: will organise}
- {subject: youth, relation: organises, object: later, modality: proposal, quote: could organise}
- {subject: net, relation: organises, object: later, modality: wish, quote: would like to}
- {subject: youth, relation: organises, object: forum, modality: negated, quote: does not organise}
- {subject: sarper, relation: holdsPost, object: chair, startDate: 2029, quote: chair since 2029}
- {subject: union, relation: memberOf, object: net, quote: a member}
- {subject: youth, relation: memberOf, object: net, contestedBy: tuman, quote: as Tuman objects}
- {subject: forum, relation: hasTheme, object: culture, quote: culture}
statements:
- {id: s1, speaker: sarper, mode: direct, kind: fact, quote: we work together, about: [forum]}
"""
# Four claims: the forum was held, the guest came, and somebody denies what was stated in May.
JUNE = """\
kg: 1
article:
  id: steppe-june
  title: After the forum
  url: https://example.org/june
  publisher: {type: NewsAgency, name: Steppe Wire}
  published: 2031-06-02
entities:
  forum: {type: Forum, id: event/forum, name: {en: Blue Steppe Forum}, status: held}
  union: {type: NGO, id: organization/union, name: {en: Aksu Union}}
  youth: {type: NGO, id: organization/youth, name: Aksu Youth}
  net: {type: NGONetwork, id: organization/net, name: Steppe Net}
  aksu: {type: City, id: place/aksu, name: Aksu}
mentions:
- {of: forum, quote: the forum}
relations:
- {subject: union, relation: attends, object: forum, quote: the Union came}
- {subject: union, relation: memberOf, object: net, modality: negated, quote: never a member}
- {subject: youth, relation: locatedIn, object: aksu, quote: in Aksu}
"""
UNION, YOUTH, NET, TUMAN = (ID[f"organization/{name}"] for name in ("union", "youth", "net", "tuman"))
FORUM, TALKS, LATER = ID["event/forum"], ID["event/talks"], ID["event/later"]
SARPER, CHAIR, AKSU = ID["person/sarper"], ID["post/chair"], ID["place/aksu"]
# Written by hand from the two articles.
OF_MAY = {
    (FORUM, TNK.startDate, Literal("2031-06-01", datatype=XSD.date)),
    (FORUM, TNK.hasTheme, ID["theme/steppe-culture"]),
    (TALKS, TNK.heldIn, AKSU),
    (LATER, TNK.status, TNK.planned),
    (UNION, TNK.attends, FORUM),
    (UNION, TNK.cooperatesWith, YOUTH),
    (YOUTH, TNK.cooperatesWith, UNION),
    (CHAIR, TNK.postIn, TUMAN),
    (SARPER, TNK.holdsPost, CHAIR),
}
OF_JUNE = {(FORUM, TNK.status, TNK.held), (UNION, TNK.attends, FORUM), (YOUTH, TNK.locatedIn, AKSU)}
THINGS = {UNION, YOUTH, NET, TUMAN, FORUM, TALKS, LATER, SARPER, CHAIR, AKSU}
NAMING = (RDF.type, RDFS.label)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("steppe")
    for name, text in (("may", MAY), ("june", JUNE)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def steppe(folder: Path) -> kg.Graph:
    graph = kg.build(folder)
    assert graph.articles == ["steppe-june", "steppe-may"]
    return graph


Triples = set[tuple[Any, Any, Any]]


def written(graph: kg.Graph, folder: Path, **part: Any) -> tuple[Graph, str, ProfileReport]:
    """The file as rdflib reads it, its head, and the report."""
    file = folder / "facts.ttl"
    report = write_facts(graph.dataset(part.pop("view", "reported")), file, **part)
    text = file.read_text("utf-8")
    head = "\n".join(line for line in text.split("@prefix")[0].splitlines())
    return Graph().parse(file), head, report


def facts_in(graph: Graph) -> Triples:
    """The triples that say more than what a thing is and is called."""
    return {triple for triple in graph if triple[1] not in NAMING}


def number(head: str, what: str) -> int:
    """The number of a line of the head; 0 where there is no such line."""
    found = re.search(rf"^# +([0-9,]+)  {re.escape(what)}", head, re.M)
    return int(found[1].replace(",", "")) if found else 0


# Only facts


@pytest.mark.parametrize(("article", "expected"), [("steppe-may", OF_MAY), ("steppe-june", OF_JUNE)])
def test_an_article_gives_the_facts_that_it_states_and_no_others(
    steppe: kg.Graph, tmp_path: Path, article: str, expected: Triples
) -> None:
    graph, head, report = written(steppe, tmp_path, article=article)
    assert facts_in(graph) == expected
    assert len(graph) == report.written
    assert f"# {len(expected)} facts about " in head


def test_the_whole_has_both_articles_and_what_is_left_out_of_neither(steppe: kg.Graph, tmp_path: Path) -> None:
    graph, _, _ = written(steppe, tmp_path)
    own = {triple for triple in facts_in(graph) if any(end in THINGS for end in triple)}
    assert own == OF_MAY | OF_JUNE


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ((FORUM, TNK.status, TNK.planned), "a status that is not the current one"),
        ((YOUTH, TNK.attends, FORUM), "a hint"),
        ((FORUM, TNK.participantCount, None), "about 100 is not 100"),
        ((TUMAN, TNK.organises, LATER), "a plan"),
        ((YOUTH, TNK.organises, LATER), "a proposal"),
        ((NET, TNK.organises, LATER), "a wish"),
        ((YOUTH, TNK.organises, FORUM), "a denial"),
        ((UNION, TNK.memberOf, NET), "denied by another article"),
        ((YOUTH, TNK.memberOf, NET), "contested"),
        ((None, TNK.startEarliest, None), "a bound"),
        ((None, TNK.currentStatus, None), "derived"),
        ((None, TNK.modality, None), "an assertion"),
        ((None, OA.hasBody, None), "a mention"),
        ((None, RDF.type, TNK.Statement), "a statement"),
    ],
)
def test_what_is_no_plain_fact_is_not_there(
    steppe: kg.Graph, tmp_path: Path, claim: tuple[Any, Any, Any], why: str
) -> None:
    assert claim not in written(steppe, tmp_path)[0], why


def test_a_denial_counts_only_in_the_view_that_has_it(folder: Path, tmp_path: Path) -> None:
    spoken = JUNE.replace("modality: negated", "modality: negated, statement: s1")
    spoken += "statements:\n- {id: s1, speaker: youth, mode: direct, kind: fact, quote: never, about: [forum]}\n"
    (tmp_path / "may.yaml").write_text(MAY, encoding="utf-8")
    (tmp_path / "june.yaml").write_text(spoken, encoding="utf-8")
    graph = kg.build(tmp_path)
    claim = (UNION, TNK.memberOf, NET)
    assert claim not in written(graph, tmp_path)[0]
    newsroom = written(graph, tmp_path, view="newsroom")[0]
    assert claim in newsroom
    assert (UNION, TNK.cooperatesWith, YOUTH) not in newsroom  # a speaker's word


@pytest.mark.parametrize(("one", "other"), [("union", "youth"), ("youth", "union")])
def test_a_symmetric_relation_is_disputed_by_a_denial_in_either_order(tmp_path: Path, one: str, other: str) -> None:
    denial = f"- {{subject: {one}, relation: cooperatesWith, object: {other}, modality: negated, quote: do not}}\n"
    (tmp_path / "may.yaml").write_text(MAY, encoding="utf-8")
    (tmp_path / "june.yaml").write_text(JUNE + denial, encoding="utf-8")
    graph, head, _ = written(kg.build(tmp_path), tmp_path)
    assert not {(UNION, TNK.cooperatesWith, YOUTH), (YOUTH, TNK.cooperatesWith, UNION)} & set(graph)
    assert "Aksu Union cooperates with Aksu Youth" in head


# What the head says


def test_the_head_counts_what_is_left_out_of_an_article(steppe: kg.Graph, tmp_path: Path) -> None:
    _, head, report = written(steppe, tmp_path, article="steppe-may")
    counts = {
        "planned": 1,
        "proposed": 1,
        "wished for": 1,
        "denied": 1,
        "in doubt, only hinted at, only possible, an inexact number": 2,
        "a status that is not the current one": 1,
        "stated as a fact, and disputed": 2,
        "contested": 1,
    }
    assert {what: number(head, what) for what in counts} == counts
    assert sum(counts.values()) == sum(report.left_out.values()) == 18 - 8
    # What s1 quotes is Sarper's word; "does not organise" and the rest are the newsroom's.
    assert "from 8 of 18 assertions: 7 by newsrooms, 1 by quoted speakers." in head
    assert report.expressed == 8
    # Each of the twelve relations has a quote; four mentions; the quote of s1 is that of its relation. That Tuman
    # objects is one more assertion.
    assert number(head, "assertions") == 18
    assert number(head, "statements") == 1
    assert number(head, "earliest and latest days") == 2
    assert number(head, "labels whose text") == 1
    assert "a start, an end or a day: 1." in head  # the post, since 2029
    for disputed in ("Aksu Union is a member of Steppe Net", "Aksu Youth is a member of Steppe Net"):
        assert f"#           {disputed}" in head


def test_with_evidence_the_head_counts_as_left_out_only_what_is(steppe: kg.Graph, tmp_path: Path) -> None:
    graph, head, _ = written(steppe, tmp_path, article="steppe-may", with_evidence=True)
    assert number(head, "assertions") == 18 - 8 == 18 - len(set(graph.subjects(RDF.type, TNK.Assertion)))
    assert number(head, "statements") == 0


def test_every_assertion_of_the_examples_is_expressed_or_counted(bundled: kg.Graph, tmp_path: Path) -> None:
    _, head, report = written(bundled, tmp_path)
    counted = bundled.query("SELECT (COUNT(?a) AS ?n) { ?a a tnk:Assertion }").rows[0]["n"]
    assert report.expressed + sum(report.left_out.values()) == report.assertions == counted
    denials = bundled.query("SELECT (COUNT(?a) AS ?n) { ?a tnk:modality tnk:negated }").rows[0]["n"]
    assert number(head, "denied") == denials
    mentions = bundled.query("SELECT (COUNT(?m) AS ?n) { GRAPH ?g { ?m a tnk:Mention } }").rows[0]["n"]
    assert number(head, "mentions") == mentions


def test_no_name_breaks_out_of_a_comment(steppe: kg.Graph, tmp_path: Path) -> None:
    graph, head, _ = written(steppe, tmp_path, about="event/talks", with_evidence=True)
    assert "Aksu Talks⏎<urn:a>" in head
    assert URIRef("urn:a") not in set(graph.subjects())


# How it is written


def test_a_thing_has_one_block_and_each_label_once(steppe: kg.Graph, tmp_path: Path) -> None:
    graph, _, _ = written(steppe, tmp_path, article="steppe-may")
    assert set(graph.objects(FORUM, RDFS.label)) == {
        Literal("Blue Steppe Forum", lang="en"),
        Literal("Форум", lang="ru"),
    }
    text = (tmp_path / "facts.ttl").read_text("utf-8")
    subjects = re.findall(r"^([a-z\-]+:\S+)$", text, re.M)
    assert len(subjects) == len(set(subjects)) == len(set(graph.subjects()))
    # By kind, then by name: the NGO network and the agency have no fact of their own, and still a name.
    assert subjects == [
        "person:sarper",
        *(f"organization:{name}" for name in ("union", "youth", "tuman")),
        "post:chair",
        "place:aksu",
        *(f"event:{name}" for name in ("talks", "forum", "later")),
        "theme:steppe-culture",
    ]
    prefixes = re.findall(r"^@prefix (\S+):", text, re.M)
    assert prefixes == sorted(prefixes) == [
        "event", "organization", "person", "place", "post", "rdfs", "theme", "tnk", "xsd",
    ]  # fmt: skip


def test_what_may_not_have_come_about_says_so(steppe: kg.Graph, tmp_path: Path) -> None:
    written(steppe, tmp_path)
    text = (tmp_path / "facts.ttl").read_text("utf-8")
    said = dict(re.findall(r"^# Not known to have come about: (.*)\nevent:(\S+)$", text, re.M))
    assert said == {"its current status is planned.": "later", "no status is stated.": "talks"}


@pytest.mark.parametrize("suffix", first(1, ["nt", "nq", "trig", "jsonld", "rdf"]))
def test_other_formats_hold_the_same(steppe: kg.Graph, tmp_path: Path, suffix: str) -> None:
    wanted, _, _ = written(steppe, tmp_path, with_evidence=True)
    write_facts(steppe.dataset(), tmp_path / f"facts.{suffix}", with_evidence=True)
    found = ox.parse(path=str(tmp_path / f"facts.{suffix}"), format=ox.RdfFormat.from_extension(suffix))
    assert len(wanted) == len({quad.triple for quad in found})


@pytest.mark.campaign
def test_turtle_means_what_it_was_written_from(bundled: kg.Graph, tmp_path: Path) -> None:
    write_facts(bundled.dataset(), tmp_path / "a.ttl", with_evidence=True)
    write_facts(bundled.dataset(), tmp_path / "a.nt", with_evidence=True)
    turtle, triples = (
        {
            quad.triple
            for quad in ox.parse(path=str(tmp_path / f"a.{suffix}"), format=ox.RdfFormat.from_extension(suffix))
        }
        for suffix in ("ttl", "nt")
    )
    assert turtle == triples
    assert len(Graph().parse(tmp_path / "a.ttl")) == len(turtle)


_PREFIXES = {"x": "https://example.org/", "xy": "https://example.org/y/", "": "https://example.org/Z/"}
_IRIS = st.text(alphabet="aZ0-._/~ə'(),;:@&=+$!*", max_size=8).map(lambda text: "https://example.org/" + text)
_LITERALS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(ox.Literal),
    st.builds(ox.Literal, st.text("ab\"\\\n\t\r'"), language=st.sampled_from(["en", "en-gb", "uz-cyrl"])),
    st.builds(
        ox.Literal,
        st.sampled_from(["5", "+5", "-05", "5.", ".5", "1e3", "true", "1", "TRUE", "", "2031-05-04", "٥"]),
        datatype=st.sampled_from([*map(ox.NamedNode, (XSD.integer, XSD.decimal, XSD.boolean, XSD.double, XSD.date))]),
    ),
)


@given(st.lists(st.tuples(_IRIS, st.one_of(_IRIS, _LITERALS)), min_size=1))
def test_any_term_comes_back_as_it_was(pairs: list[tuple[str, str | ox.Literal]]) -> None:
    subject = ox.NamedNode("https://example.org/y/s")
    nodes = ((ox.NamedNode(p), ox.NamedNode(o) if isinstance(o, str) else o) for p, o in pairs)
    triples = {ox.Triple(subject, predicate, value) for predicate, value in nodes}
    writer = TurtleWriter(_PREFIXES)
    block = writer.block(triples)
    text = "\n".join([*writer.prefix_lines(), comment("any \u2028\r name"), block])
    assert {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)} == triples


@pytest.mark.campaign
def test_the_same_bytes_twice_and_under_another_hash_seed(steppe: kg.Graph, folder: Path, tmp_path: Path) -> None:
    program = "import kg, sys; kg.export.write_facts(kg.build(sys.argv[1]).dataset(), sys.argv[2], with_evidence=True)"
    program = program.replace("import kg, sys", "import kg, kg.export, sys")
    outputs = []
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.ttl"
        subprocess.run(
            [sys.executable, "-c", program, str(folder), str(file)],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        outputs.append(file.read_bytes())
    for name in ("a.ttl", "b.ttl"):
        write_facts(steppe.dataset(), tmp_path / name, with_evidence=True)
        outputs.append((tmp_path / name).read_bytes())
    assert len(set(outputs)) == 1


# Where it stands


def test_every_fact_is_in_the_merge_and_has_an_assertion_that_counts(bundled: kg.Graph, tmp_path: Path) -> None:
    graph, _, _ = written(bundled, tmp_path)
    merge = {quad.triple for quad in bundled.dataset().quads_for_pattern(None, None, None, ox.DefaultGraph())}
    found = {quad.triple for quad in ox.parse(path=str(tmp_path / "facts.ttl"), format=ox.RdfFormat.TURTLE)}
    assert found <= merge
    stated = {
        triple
        for row in bundled.query(
            "SELECT ?s ?p ?o { ?a tnk:modality tnk:fact ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
        ).terms
        for triple in [tuple(row), (row[2], row[1], row[0])]
    }
    facts = {(each.subject, each.predicate, each.object) for each in found}
    naming = {ox.NamedNode(str(each)) for each in NAMING}
    assert {each for each in facts if each[1] not in naming} <= stated
    assert len(facts_in(graph)) > 500
    assert not [each for each in graph.subjects() if "/assertion/" in str(each)]
    northern_cyprus, ots = ID["polity/northern-cyprus"], ID["organization/organization-of-turkic-states"]
    assert (northern_cyprus, TNK.observerOf, ots) not in graph  # contested by Cyprus


def test_evidence_is_the_assertions_of_exactly_these_facts(steppe: kg.Graph, tmp_path: Path) -> None:
    plain, _, _ = written(steppe, tmp_path, article="steppe-may")
    graph, _, _ = written(steppe, tmp_path, article="steppe-may", with_evidence=True)
    assert set(plain) <= set(graph)
    stated = set()
    for assertion in graph.subjects(RDF.type, TNK.Assertion):
        told = tuple(graph.value(assertion, each) for each in (RDF.subject, RDF.predicate, RDF.object))
        assert told in OF_MAY
        stated |= {told}
        assert graph.value(assertion, TNK.modality) == TNK.fact
        assert graph.value(assertion, PROV.wasDerivedFrom) == ID["article/steppe-may"]
        quotes = [
            graph.value(selector, OA.exact)
            for mention in graph.objects(assertion, TNK.evidence)
            for target in graph.objects(mention, OA.hasTarget)
            for selector in graph.objects(target, OA.hasSelector)
        ]
        assert list(filter(None, quotes))
    assert stated == OF_MAY - {(YOUTH, TNK.cooperatesWith, UNION)}  # what one assertion says both ways
    assert SARPER in set(graph.objects(None, TNK.attributedTo))
    assert (ID["article/steppe-may"], TNK.publisher, ID["organization/steppe-wire"]) in graph
    text = (tmp_path / "facts.ttl").read_text("utf-8")
    assert "# Aksu Union cooperates with Aksu Youth\n#   fact · said by Aylin Sarper" in text
    assert "“we work together”" in text


# A part


def test_about_a_thing_is_what_has_it_on_either_side(steppe: kg.Graph, tmp_path: Path) -> None:
    for name in ("Blue Steppe Forum", "blue  steppe forum", "Форум", "event/forum", str(FORUM)):
        graph, _, _ = written(steppe, tmp_path, about=name)
        assert facts_in(graph) == {triple for triple in OF_MAY | OF_JUNE if FORUM in triple}
    both, _, _ = written(steppe, tmp_path, about="Blue Steppe Forum", article="steppe-june")
    assert facts_in(both) == {(FORUM, TNK.status, TNK.held), (UNION, TNK.attends, FORUM)}


def test_a_thing_without_a_plain_fact_gives_a_file_that_says_so(steppe: kg.Graph, tmp_path: Path) -> None:
    graph, head, _ = written(steppe, tmp_path, about="Steppe Net")
    assert not set(graph)
    assert "# 0 facts about 0 things, from 0 of 5 assertions." in head
    assert number(head, "stated as a fact, and disputed") == 2


@pytest.mark.parametrize("name", ["steppe-may", "article/steppe-may", str(ID["article/steppe-may"])])
def test_an_article_is_named_by_id_or_iri(steppe: kg.Graph, tmp_path: Path, name: str) -> None:
    assert facts_in(written(steppe, tmp_path, article=name)[0]) == OF_MAY


@pytest.mark.parametrize(
    ("part", "message", "hint"),
    [
        ({"about": "Blue Step Forum"}, "nothing here is called 'Blue Step Forum'", "did you mean Blue Steppe Forum"),
        ({"about": "tnk:held"}, "'tnk:held' is a term of the ontology", "name a person"),
        ({"about": "article/steppe-may/statement/s1"}, "no thing, but a part of the record", "name a person"),
        ({"article": "steppe-mai"}, "there is no article 'steppe-mai'", "did you mean steppe-may"),
        ({"article": "event/forum"}, "there is no article 'event/forum'", ""),
    ],
)
def test_what_is_mistyped_is_told_with_what_may_be_meant(
    steppe: kg.Graph, tmp_path: Path, part: dict[str, str], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        write_facts(steppe.dataset(), tmp_path / "facts.ttl", **part)  # type: ignore[arg-type]
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")
    assert not (tmp_path / "facts.ttl").exists()


# The command


def export(store: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return commands.run(["export", *words, "--store", store])


def test_the_command_writes_the_same_as_the_function(bundled: kg.Graph, bundled_store: Path, tmp_path: Path) -> None:
    part = ("--profile", "facts", "--about", "Baku", "--with-evidence")
    done = export(bundled_store, tmp_path / "a.ttl", *part)
    assert done.returncode == 0, done.stderr
    report = write_facts(bundled.dataset(), tmp_path / "b.ttl", about="Baku", with_evidence=True)
    assert (tmp_path / "a.ttl").read_bytes() == (tmp_path / "b.ttl").read_bytes()
    assert f"{report.written:,} statements, from {report.expressed:,} assertions" in done.stdout
    assert f"left out: {sum(report.left_out.values())} of {report.assertions} assertions" in done.stderr
    streamed = export(bundled_store, "-", "--format", "ttl", *part)
    assert streamed.stdout.encode() == (tmp_path / "a.ttl").read_bytes()


@pytest.mark.parametrize(
    "words",
    [
        ("a.ttl", "--with-evidence"),
        ("a.ttl", "--about", "Baku"),
        ("a.ttl", "--profile", "org", "--article", "trend-4122096"),
        ("a.ttl", "--profile", "facts", "--as-of", "2025-01-01"),
        ("a.ttl", "--profile", "facts", "--status", "held"),
        ("a.json", "--profile", "facts"),
        ("a.ttl", "--profile", "facts", "--about", "Bakuu"),
        ("-", "--profile", "facts"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(bundled_store: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    file = words[0] if words[0] == "-" else tmp_path / words[0]
    done = export(bundled_store, file, *words[1:])
    assert done.returncode == 2
    assert "→" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_rules_are_those_of_the_questions(bundled: kg.Graph) -> None:
    # Whoever changes these questions changes what is a plain fact.
    assert {"disputed", "contested"} <= set(bundled_catalogue().names())
    assert bundled.ask("disputed").rows
