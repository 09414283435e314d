"""Who annotated an article, and drafts: read, mapped, kept apart in the store, counted only where asked for."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg
from kg.claims.drift import Drift, record
from kg.errors import QueryError, UsageError
from kg.findings import Severity
from kg.graph import Graph
from kg.namespaces import DCTERMS, DEFAULT_BASE, DERIVED_GRAPH, FOAF, PROV, RDF, TNK
from kg.outcome import Report
from kg.pipeline import Pipeline, retract
from kg.store import Dataset, OxigraphStore
from kg.terms import MERGE
from tests import amounts, commands

HEAD = """\
kg: 1
{note}article:
  id: {id}
  title: Report {id}
  url: https://example.org/a/{id}
  publisher: {{type: NewsAgency, name: Steppe Wire}}
  published: {day}
  language: en
"""
BODY = """\
entities:
  forum: {{type: Forum, name: Blue Steppe Forum, id: event/blue-steppe-forum, startDate: 2031-05-01, status: {status}}}
  union: {{type: NGO, name: {union}}}
  host: {{type: NGO, name: Aksu Youth Union}}
mentions:
- {{of: forum, quote: Blue Steppe Forum}}
- {{of: union, quote: the union}}
- {{of: host, quote: Aksu}}
relations:
- {{subject: union, relation: attends, object: forum, quote: took part}}
- {{subject: host, relation: organises, object: forum, quote: organised}}
statements:
- {{id: s1, speaker: union, mode: reported, kind: fact, quote: said the union, about: [forum]}}
"""
DRAFT, REVIEWED = "annotation: {status: draft}\n", "annotation: {by: A. Reader, date: 2031-05-05, status: reviewed}\n"
STATUS, DIGEST = ox.NamedNode(TNK + "annotationStatus"), ox.NamedNode(TNK + "contentDigest")


def write(
    folder: Path,
    name: str,
    note: str = "",
    *,
    union: str | None = None,
    status: str = "held",
    day: str = "2031-05-04",
    file: str | None = None,
) -> Path:
    text = HEAD.format(note=note, id=name, day=day) + BODY.format(union=union or f"Union {name}", status=status)
    path = folder / f"{file or name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(params=["in memory", pytest.param("on disk", marks=pytest.mark.campaign)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OxigraphStore]:
    is_on_disk = request.param == "on disk"
    made = OxigraphStore.open_for_writing(tmp_path / "store") if is_on_disk else OxigraphStore.in_memory()
    yield made
    made.close()


def merge(dataset: Dataset) -> set[ox.Triple]:
    return {quad.triple for quad in dataset.quads_for_pattern(None, None, None, MERGE)}


def named(dataset: Dataset) -> set[ox.Quad]:
    """The quads of the named graphs, but for the digest of what is derived."""
    derived = ox.NamedNode(DERIVED_GRAPH)
    return {
        quad
        for quad in dataset
        if not isinstance(quad.graph_name, ox.DefaultGraph)
        and not (quad.subject == derived and quad.predicate == DIGEST)
    }


def without_digest_of_derived(triples: set[ox.Triple]) -> set[ox.Triple]:
    derived = ox.NamedNode(DERIVED_GRAPH)
    return {each for each in triples if not (each.subject == derived and each.predicate == DIGEST)}


def loaded(pipeline: Pipeline, *files: Path) -> OxigraphStore:
    made = OxigraphStore.in_memory()
    report = pipeline.load(files, made)
    assert report.counts == {"loaded": len(files)}
    return made


def first(result: Any) -> list[str]:
    """The values of the first column."""
    return [row[0].value for row in result.terms]


# Reading and mapping


def test_the_note_is_provenance_of_the_annotation_and_not_of_the_article(tmp_path: Path, pipeline: Pipeline) -> None:
    note = "annotation: {by: A. Reader, tool: a program, date: 2031-05, status: reviewed}\n"
    made = loaded(pipeline, write(tmp_path, "one", note))
    article = ox.NamedNode(DEFAULT_BASE + "article/one")

    def objects(subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        quads = made.dataset.quads_for_pattern(subject, ox.NamedNode(predicate), None, article)
        return sorted((quad.object for quad in quads), key=str)  # type: ignore[misc]

    (annotation,) = (q.subject for q in made.dataset.quads_for_pattern(None, STATUS, None, article))
    assert isinstance(annotation, ox.NamedNode)
    assert objects(annotation, TNK + "annotationOf") == [article]
    assert objects(annotation, TNK + "annotationStatus") == [ox.NamedNode(TNK + "reviewed")]
    (activity,) = objects(annotation, PROV + "wasGeneratedBy")
    assert isinstance(activity, ox.NamedNode)
    assert objects(activity, RDF + "type") == [ox.NamedNode(PROV + "Activity")]
    month = ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")
    assert objects(activity, DCTERMS + "date") == [ox.Literal("2031-05", datatype=month)]  # no day that nobody gave
    agents = {
        (objects(agent, RDF + "type")[0].value, objects(agent, FOAF + "name")[0].value)  # type: ignore[arg-type]
        for agent in objects(activity, PROV + "wasAssociatedWith")
    }
    assert agents == {(PROV + "Agent", "A. Reader"), (PROV + "SoftwareAgent", "a program")}
    assert not objects(article, PROV + "wasGeneratedBy")


def test_an_annotator_is_nobody_that_a_name_can_mean(tmp_path: Path, pipeline: Pipeline) -> None:
    note = "annotation: {by: Aksu Youth Union, tool: Union one, status: reviewed}\n"
    graph = Graph(loaded(pipeline, write(tmp_path, "one", note)))
    assert graph.entity("Aksu Youth Union").iri == DEFAULT_BASE + "organization/aksu-youth-union"
    assert graph.entity("Union one").types == ("NGO",)


@pytest.mark.parametrize(
    ("note", "code", "key", "hint"),
    [
        ("{by: A, statsu: draft}", "unknown-key", "annotation.statsu", 'did you mean "status"?'),
        ("{status: done}", "unknown-status", "annotation.status", "one of draft, reviewed"),
        ("{status: reviewd}", "unknown-status", "annotation.status", "did you mean reviewed?"),
        ("{status: held}", "unknown-status", "annotation.status", "one of draft, reviewed"),
        ("{date: yesterday}", "bad-value", "annotation.date", "EDTF"),
        ("{date: 2031-02-30}", "bad-value", "annotation.date", "EDTF"),
        ('{by: ""}', "missing-value", "annotation.by", "write a value, or leave out the key"),
        ('{tool: " "}', "missing-value", "annotation.tool", "write a value, or leave out the key"),
        ("{by: [A, B]}", "not-text", "annotation.by", "quotation marks"),
        ("{}", "missing-value", "annotation", "by, tool, date, status"),
        ("draft", "not-a-mapping", "annotation", None),
    ],
)
def test_each_fault_of_the_note_has_its_place(
    tmp_path: Path, pipeline: Pipeline, note: str, code: str, key: str, hint: str | None
) -> None:
    report = pipeline.check([write(tmp_path, "one", f"annotation: {note}\n")])
    assert report.counts == {"rejected": 1}
    (finding,) = (each for each in report.findings if each.severity is Severity.ERROR)
    assert (finding.code, finding.key, finding.line) == (code, key, 2)
    assert finding.file == str(tmp_path / "one.yaml")
    assert hint is None or hint in (finding.hint or "")


def test_json_lines_say_the_same(tmp_path: Path, pipeline: Pipeline) -> None:
    import yaml

    raw = yaml.load(write(tmp_path, "one", DRAFT).read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    lines = tmp_path / "many.jsonl"
    other = {**raw, "article": {**raw["article"], "id": "two", "url": "https://example.org/a/two"}}
    other["annotation"] = {"status": "done"}
    lines.write_text("".join(json.dumps(each) + "\n" for each in (raw, other)), encoding="utf-8")
    report = pipeline.check([lines])
    assert [(each.id, each.status) for each in report.articles] == [("one", "draft"), ("two", "rejected")]
    (error,) = (each for each in report.findings if each.severity is Severity.ERROR)
    assert (error.code, error.key, error.line) == ("unknown-status", "annotation.status", 2)


def test_migrating_leaves_the_note_alone(tmp_path: Path) -> None:
    file = write(tmp_path, "one", DRAFT)
    before = file.read_bytes()
    assert commands.run(["migrate", file]).returncode == 0
    assert file.read_bytes() == before


# Loading


def statuses(report: Report) -> list[tuple[str | None, str]]:
    return [(article.id, article.status) for article in report.articles]


def codes(report: Report) -> list[tuple[str, Severity]]:
    return [(each.code, each.severity) for each in report.findings if each.code.startswith("draft")]


def test_a_draft_is_checked_and_left_out_and_counted(tmp_path: Path, pipeline: Pipeline, store: OxigraphStore) -> None:
    write(tmp_path, "a", DRAFT)
    write(tmp_path, "b")
    assert statuses(pipeline.check([tmp_path])) == [("a", "draft"), ("b", "valid")]
    report = pipeline.load([tmp_path], store)
    assert statuses(report) == [("a", "draft"), ("b", "loaded")]
    assert codes(report) == [("draft", Severity.WARNING)]
    assert not report.fails()
    assert report.fails(Severity.WARNING)
    assert DEFAULT_BASE + "article/a" not in store.digests()
    assert report.triples == loaded_size(pipeline, tmp_path / "b.yaml")


def loaded_size(pipeline: Pipeline, file: Path) -> int:
    return pipeline.load([file], OxigraphStore.in_memory()).triples


def test_a_faulty_draft_is_rejected_as_any_other(tmp_path: Path, pipeline: Pipeline) -> None:
    file = write(tmp_path, "a", DRAFT, status="somehow")
    assert statuses(pipeline.check([file])) == [("a", "rejected")]


def test_drafts_are_in_nobodys_way(tmp_path: Path, pipeline: Pipeline) -> None:
    write(tmp_path, "a", DRAFT, file="0-first")
    write(tmp_path, "a", DRAFT, file="1-second")
    write(tmp_path, "a", REVIEWED, file="2-reviewed")
    report = pipeline.load([tmp_path], OxigraphStore.in_memory())
    assert [each.status for each in report.articles] == ["draft", "draft", "loaded"]
    with_drafts = pipeline.load([tmp_path], OxigraphStore.in_memory(), drafts=True)
    assert [each.status for each in with_drafts.articles] == ["loaded", "rejected", "rejected"]


def test_nothing_is_a_copy_of_a_draft_that_is_left_out(tmp_path: Path, pipeline: Pipeline) -> None:
    address = "https://example.org/a/same"
    for name, note in (("a", DRAFT), ("b", ""), ("c", "")):
        file = write(tmp_path, name, note)
        text = file.read_text("utf-8").replace(f"https://example.org/a/{name}", address)
        file.write_text(text, encoding="utf-8")
    for report in (pipeline.check([tmp_path]), pipeline.load([tmp_path], OxigraphStore.in_memory())):
        copies = {Path(each.file or "").stem: each.message for each in report.findings if each.code == "same-source"}
        assert copies.keys() == {"c"}
        assert "as b (in " in copies["c"]


def test_what_a_store_has_is_kept_where_drafts_are_not_asked_for(
    tmp_path: Path, pipeline: Pipeline, store: OxigraphStore
) -> None:
    pipeline.load([write(tmp_path, "a", REVIEWED)], store)
    before = set(store.dataset)
    report = pipeline.load([write(tmp_path, "a", DRAFT, union="Another Union")], store)
    assert statuses(report) == [("a", "draft")]
    (finding,) = (each for each in report.findings if each.code == "draft")
    assert "the store keeps the version that it has (status: reviewed)" in finding.message
    assert set(store.dataset) == before


def test_a_draft_takes_the_place_of_what_counted_only_when_asked_and_says_so(
    tmp_path: Path, pipeline: Pipeline, store: OxigraphStore
) -> None:
    other = write(tmp_path, "b")
    pipeline.load([write(tmp_path, "a", REVIEWED), other], store)
    report = pipeline.load([write(tmp_path, "a", DRAFT)], store, drafts=True)
    assert statuses(report) == [("a", "replaced")]
    assert codes(report) == [("draft-replaces", Severity.WARNING)]
    assert without_digest_of_derived(merge(store.dataset)) == without_digest_of_derived(
        merge(loaded(pipeline, other).dataset)
    )
    again = pipeline.load([write(tmp_path, "a", REVIEWED)], store)
    assert (statuses(again), codes(again)) == ([("a", "replaced")], [])
    both = loaded(pipeline, tmp_path / "a.yaml", other)
    assert set(store.dataset) == set(both.dataset)


def test_a_loaded_draft_is_unchanged_the_second_time(tmp_path: Path, pipeline: Pipeline, store: OxigraphStore) -> None:
    file = write(tmp_path, "a", DRAFT)
    report = pipeline.load([file], store, drafts=True)
    assert (statuses(report), codes(report)) == ([("a", "loaded")], [("draft", Severity.INFO)])
    before = set(store.dataset)
    assert statuses(pipeline.load([file], store, drafts=True)) == [("a", "unchanged")]
    assert statuses(pipeline.load([file], store)) == [("a", "unchanged")]
    changed = pipeline.load([write(tmp_path, "a", DRAFT, union="Another Union")], store)
    assert statuses(changed) == [("a", "draft")]
    assert "the store keeps the earlier draft" in next(e.message for e in changed.findings if e.code == "draft")
    assert set(store.dataset) == before


def test_what_only_a_draft_still_says_leaves_the_merge(
    tmp_path: Path, pipeline: Pipeline, store: OxigraphStore
) -> None:
    """Both say that the Aksu Youth Union organises the forum: the triple counts as long as b says so."""
    pipeline.load([write(tmp_path, "a", DRAFT), write(tmp_path, "b", REVIEWED)], store, drafts=True)
    direct = ox.Triple(
        ox.NamedNode(DEFAULT_BASE + "organization/aksu-youth-union"),
        ox.NamedNode(TNK + "organises"),
        ox.NamedNode(DEFAULT_BASE + "event/blue-steppe-forum"),
    )
    assert direct in merge(store.dataset)
    assert retract(store, ["a"]) == []
    assert direct in merge(store.dataset)
    pipeline.load([tmp_path / "a.yaml"], store, drafts=True)
    assert retract(store, ["b"]) == []
    assert direct not in merge(store.dataset)
    assert retract(store, ["a"]) == []
    empty = OxigraphStore.in_memory()
    pipeline.prepare(empty)
    assert set(store.dataset) == set(empty.dataset)


# What counts


@pytest.fixture
def mixed(tmp_path: Path, pipeline: Pipeline, store: OxigraphStore) -> Graph:
    """Three articles: the draft says last that the forum was called off, the reviewed one that it was only planned."""
    files = [
        write(tmp_path, "draft", DRAFT, status="cancelled", day="2031-05-09"),
        write(tmp_path, "reviewed", REVIEWED, status="planned", day="2031-05-02"),
        write(tmp_path, "stated-nothing", status="postponed", day="2031-05-03"),
    ]
    assert pipeline.load(files, store, drafts=True).counts == {"loaded": 3}
    return Graph(store)


def test_the_default_is_the_store_without_the_draft(tmp_path: Path, pipeline: Pipeline, mixed: Graph) -> None:
    expected = loaded(pipeline, tmp_path / "reviewed.yaml", tmp_path / "stated-nothing.yaml").dataset
    found = mixed.dataset()
    assert without_digest_of_derived(merge(found)) == without_digest_of_derived(merge(expected))
    assert named(found) == named(expected)
    assert len(found) == len(expected)
    assert sorted(map(str, found.named_graphs())) == sorted(map(str, expected.named_graphs()))
    assert mixed.articles == ["reviewed", "stated-nothing"]


def test_reviewed_is_a_store_of_the_reviewed_alone(tmp_path: Path, pipeline: Pipeline, mixed: Graph) -> None:
    expected = loaded(pipeline, tmp_path / "reviewed.yaml").dataset
    found = mixed.dataset(annotations="reviewed")
    assert without_digest_of_derived(merge(found)) == without_digest_of_derived(merge(expected))
    assert named(found) == named(expected)


def test_what_is_noted_of_an_article_that_does_not_count_does_not_count(mixed: Graph, store: OxigraphStore) -> None:
    articles = [DEFAULT_BASE + "article/" + name for name in ("reviewed", "stated-nothing")]
    record(store, {article: Drift("0" * 64, {}) for article in articles})
    drifted = "SELECT ?a { ?a tnk:newerTextDigest ?d }"
    assert sorted(first(mixed.query(drifted))) == articles
    assert first(mixed.query(drifted, annotations="reviewed")) == articles[:1]


def test_all_is_a_store_in_which_the_draft_is_as_any_other(tmp_path: Path, pipeline: Pipeline, mixed: Graph) -> None:
    text = (tmp_path / "draft.yaml").read_text("utf-8")
    (tmp_path / "draft.yaml").write_text(text.replace("status: draft", "status: reviewed"), encoding="utf-8")
    expected = loaded(
        pipeline, *(tmp_path / f"{name}.yaml" for name in ("draft", "reviewed", "stated-nothing"))
    ).dataset
    found = mixed.dataset(annotations="all")

    def alike(triples: set[ox.Triple]) -> set[ox.Triple]:
        return {each for each in triples if each.predicate not in (DIGEST, STATUS)}

    assert alike(merge(found)) == alike(merge(expected))
    assert {q for q in named(found) if q.predicate not in (DIGEST, STATUS)} == {
        q for q in named(expected) if q.predicate not in (DIGEST, STATUS)
    }


@pytest.mark.filterwarnings("ignore:Dataset[.]:DeprecationWarning")  # of rdflib about itself
@pytest.mark.parametrize(
    ("annotations", "status", "unions"),
    amounts.first(
        1,
        [
            ("no-drafts", "postponed", {"reviewed", "stated-nothing"}),
            ("reviewed", "planned", {"reviewed"}),
            ("all", "cancelled", {"draft", "reviewed", "stated-nothing"}),
        ],
    ),
)
def test_each_question_of_the_library_follows_the_choice(
    mixed: Graph,
    tmp_path: Path,
    annotations: str,
    status: str,
    unions: set[str],
) -> None:
    forum, names = DEFAULT_BASE + "event/blue-steppe-forum", {f"Union {each}" for each in unions}
    which: dict[str, Any] = {} if annotations == "no-drafts" else {"annotations": annotations}
    rows = mixed.query("SELECT ?s { <event/blue-steppe-forum> tnk:currentStatus ?s }", **which)
    assert first(rows) == [TNK + status]
    rows = mixed.query("SELECT DISTINCT ?g { GRAPH ?g { ?m a tnk:Mention } }", **which)
    assert {each.rpartition("/")[2] for each in first(rows)} == unions
    attending = "SELECT DISTINCT ?name { ?u tnk:attends ?f ; rdfs:label ?name }"
    for view in ("reported", "newsroom"):
        assert set(first(mixed.query(attending, view=view, **which))) == names
    assert set(first(mixed.query(attending, as_of="2031-06", **which))) == names
    explained = mixed.explain(forum, "status", **which)
    assert {str(claim.article).rpartition("/")[2] for fact in explained for claim in fact.held} == unions
    assert {each.article.rpartition("/")[2] for each in mixed.entity(forum, **which).articles} == unions
    any_status = {"status": "any", **which}
    labels = set(dict(mixed.network("co-participation", **any_status).nodes(data="label")).values())
    assert labels == names | {"Aksu Youth Union"}
    assert {row.label for row in mixed.rank("co-participation", **any_status)} == labels
    assert (
        set(dict(mixed.incidences("co-participation", **any_status).network().nodes(data="label")).values()) == labels
    )
    assert mixed.stats(**which)["statements"] == len(unions)
    assert mixed.stats(**which)["annotations by status"] == {"reviewed": 1, "draft": 1, "not stated": 1}
    mixed.export(tmp_path / "whole.nq", **which)
    written = (tmp_path / "whole.nq").read_text("utf-8")
    assert ("/article/draft" in written) == ("draft" in unions)
    assert ("/article/stated-nothing" in written) == ("stated-nothing" in unions)
    graphs = {str(graph.identifier) for graph in mixed.to_rdflib(**which).graphs()}
    assert {
        name for name in ("draft", "reviewed", "stated-nothing") if DEFAULT_BASE + "article/" + name in graphs
    } == unions


def test_a_draft_cannot_be_named_where_it_does_not_count(mixed: Graph) -> None:
    draft = f"<{DEFAULT_BASE}article/draft>"
    assert not mixed.query(f"ASK {{ GRAPH {draft} {{ ?s ?p ?o }} }}").boolean
    assert not mixed.query(f"ASK {{ {draft} ?p ?o }}").boolean
    with pytest.raises(QueryError, match="no such graph"):
        mixed.query(f"SELECT * FROM {draft} {{ ?s ?p ?o }}")
    with pytest.raises(QueryError, match="no such graph"):
        mixed.query(f"SELECT * FROM NAMED {draft} {{ GRAPH ?g {{ ?s ?p ?o }} }}")
    assert mixed.query(f"ASK {{ GRAPH {draft} {{ ?s ?p ?o }} }}", annotations="all").boolean


def test_an_unknown_choice_is_refused_with_the_known_ones(mixed: Graph) -> None:
    with pytest.raises(UsageError, match="'drafts' is not a choice of annotations") as caught:
        mixed.dataset(annotations="drafts")
    assert "no-drafts" in str(caught.value.hint)
    with pytest.raises(UsageError, match="status of annotations, not of events") as caught:
        mixed.network("co-participation", status="reviewed")
    assert "--annotations reviewed" in str(caught.value.hint)


def test_a_library_build_leaves_drafts_out_unless_asked(tmp_path: Path) -> None:
    write(tmp_path, "a", DRAFT)
    write(tmp_path, "b")
    built = kg.build(tmp_path)
    assert built.report is not None
    assert built.report.counts == {"draft": 1, "loaded": 1}
    both = kg.build(tmp_path, drafts=True)
    assert both.articles == ["b"]
    assert both.stats(annotations="all")["articles"] == 2


# The command line


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of a draft and a reviewed article."""
    folder = tmp_path_factory.mktemp("shop")
    files = [
        write(folder, "draft", 'annotation: {by: "<b>D</b> & Co", date: 2031-05, status: draft}\n'),
        write(folder, "reviewed", REVIEWED),
    ]
    assert commands.run(["load", "--drafts", *files, "--store", folder / "store"]).returncode == 0
    return folder


def run(shop: Path, *words: str) -> str:
    done = commands.run([*words, "--store", str(shop / "store")], cwd=shop)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_load_says_what_it_leaves_out(tmp_path: Path) -> None:
    file = write(tmp_path, "a", DRAFT)
    done = commands.run(["load", file, "--store", tmp_path / "s"])
    assert done.returncode == 0
    assert f"{file}:2: warning: this is a draft, which is not loaded unless drafts are asked for" in done.stdout
    assert "1 article: 1 draft; 0 triples" in done.stdout
    assert commands.run(["check", file]).returncode == 0
    assert commands.run(["check", file, "--fail-on", "warning"]).returncode == 1
    shown = json.loads(commands.run(["check", file, "--format", "json"]).stdout)
    assert shown["counts"] == {"draft": 1}
    assert shown["articles"][0]["status"] == "draft"
    finding = next(each for each in shown["articles"][0]["findings"] if each["code"] == "draft")
    assert (finding["severity"], finding["key"], finding["line"]) == ("warning", "annotation.status", 2)


def test_explain_says_who_annotated(shop: Path) -> None:
    shown = run(shop, "explain", "Blue Steppe Forum", "status")
    assert "Steppe Wire, 2031-05-04 · annotated by A. Reader, 2031-05-05, reviewed ·" in shown
    assert "draft" not in shown
    both = run(shop, "explain", "Blue Steppe Forum", "status", "--annotations", "all")
    assert "annotated by <b>D</b> & Co, 2031-05, draft" in both
    (fact,) = json.loads(run(shop, "explain", "Blue Steppe Forum", "status", "--format", "json"))["facts"]
    (claim,) = fact["for"]
    assert claim["annotation"] == {"by": "A. Reader", "tool": None, "date": "2031-05-05", "status": "reviewed"}


FILES = [
    ("export", "x.ttl"),
    ("export", "x.trig"),
    ("export", "x.nq", "--rdf12"),
    ("export", "x.jsonld", "--profile", "org"),
    ("export", "x.ttl", "--profile", "schema"),
    ("export", "x.jsonl", "--profile", "ftm"),
    ("export", "x.ttl", "--profile", "facts", "--with-evidence"),
    ("export", "x.graphml", "--network", "co-participation"),
    ("draw", "co-participation", "x.html"),
    ("draw", "co-participation", "x.svg"),
    ("report", "x.html", "--samples", "5"),
    ("infer", "x.nt", "--rl"),
]


@pytest.mark.parametrize(
    "words",
    [*FILES[:2], *(pytest.param(words, marks=pytest.mark.campaign) for words in FILES[2:])],
    ids=lambda words: " ".join(words),
)
def test_no_file_holds_a_draft_unless_asked(shop: Path, words: tuple[str, ...]) -> None:
    file = shop / next(word for word in words if word.startswith("x."))
    run(shop, *words)
    plain = file.read_text("utf-8")
    assert "Union draft" not in plain
    assert "article/draft" not in plain
    if words[0] != "infer":
        assert "Union reviewed" in plain
        run(shop, *words, "--annotations", "all")
        assert "Union draft" in file.read_text("utf-8")
    run(shop, *words, "--annotations", "reviewed")
    if words[0] not in ("infer", "report"):  # which note the choice, and what is derived
        assert file.read_text("utf-8") == plain


@pytest.mark.parametrize(
    "words",
    [
        ("query", "-q", "SELECT ?n { ?u tnk:attends ?f ; rdfs:label ?n }", "--format", "csv"),
        ("query", "roles-at-events", "--evidence"),
        ("rank", "co-participation"),
        ("rank", "co-participation", "--robust", "--samples", "3"),
        ("rank", "agent-event", "--slices", "2031"),
        ("compare", "2030", "2032"),
        ("explain", "Blue Steppe Forum", "attends", "--format", "json"),
    ],
    ids=" ".join,
)
def test_no_answer_holds_a_draft_unless_asked(shop: Path, words: tuple[str, ...]) -> None:
    if words[0] == "explain":
        words = ("explain", "Aksu Youth Union", "--format", "json")
        assert "article/draft" not in run(shop, *words)
        assert "article/draft" in run(shop, *words, "--annotations", "all")
        return
    assert "Union draft" not in run(shop, *words)
    assert "Union draft" in run(shop, *words, "--annotations", "all")
    assert "Union draft" not in run(shop, *words, "--annotations", "reviewed")


def test_pages_escape_the_annotator_and_say_that_it_is_a_draft(shop: Path) -> None:
    run(shop, "report", "r.html", "--samples", "5", "--annotations", "all")
    page = (shop / "r.html").read_text("utf-8")
    assert "<b>D" not in page
    assert "by <b>D</b> & Co, 2031-05, draft" in html.unescape(re.sub("<[^>]*>", "", page))
    assert "annotations: all" in page
    assert "kg query contested --evidence --annotations all" in page


def test_stats_counts_by_status_and_retract_knows_drafts(shop: Path, tmp_path: Path) -> None:
    shown = json.loads(run(shop, "stats", "--format", "json"))
    assert shown["articles"] == 1
    assert shown["annotations by status"] == {"reviewed": 1, "draft": 1, "not stated": 0}
    other = tmp_path / "other"
    files = [shop / "draft.yaml", shop / "reviewed.yaml"]
    assert commands.run(["load", *files, "--store", other]).returncode == 0
    differing = commands.run(["diff", shop / "store", other])
    assert differing.returncode == 1
    assert "article/draft" in differing.stdout
    assert not [line for line in differing.stdout.splitlines() if line.startswith("+")]
    assert commands.run(["load", "--drafts", *files, "--store", other]).returncode == 0
    assert commands.run(["diff", shop / "store", other]).returncode == 0
    assert commands.run(["retract", "draft", "--store", other]).stdout == "retracted  draft\n"
