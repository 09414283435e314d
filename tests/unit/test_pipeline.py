"""Loading: what is loaded, skipped, replaced, rejected; and what survives a kill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError, StoreError
from kg.findings import Severity
from kg.namespaces import DEFAULT_BASE, DERIVED_GRAPH, TNK
from kg.ontology.files import OntologyFolder
from kg.pipeline import Pipeline, retract
from kg.resources import ontology_folder
from kg.store import OxigraphStore

ARTICLE = """\
kg: 1
article: {{id: {id}, title: {title}, published: 2031-05-04}}
entities:
  forum: {{type: Forum, name: Civic Forum, status: {status}}}
  body: {{type: NGO, name: {id} Union}}
mentions:
  - {{of: forum, quote: Forum}}
  - {{of: body, quote: Union}}
relations:
  - {{subject: body, relation: attends, object: forum, quote: took part}}
"""


def write(folder: Path, name: str, title: str = "Title", status: str = "held") -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(ARTICLE.format(id=name, title=title, status=status), encoding="utf-8")
    return file


def statuses(pipeline: Pipeline, store: OxigraphStore, *paths: Path) -> list[tuple[str | None, str]]:
    return [(article.id, article.status) for article in pipeline.load(paths, store).articles]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def test_loading_twice_changes_nothing(tmp_path: Path, pipeline: Pipeline) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b")
    store = OxigraphStore.in_memory()
    assert statuses(pipeline, store, tmp_path) == [("a", "loaded"), ("b", "loaded")]
    before = set(store.dataset)
    assert statuses(pipeline, store, tmp_path) == [("a", "unchanged"), ("b", "unchanged")]
    assert set(store.dataset) == before


def test_a_changed_article_replaces_its_graph_and_no_other(tmp_path: Path, pipeline: Pipeline) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b")
    store = OxigraphStore.in_memory()
    statuses(pipeline, store, tmp_path)
    write(tmp_path, "a", status="cancelled")
    assert statuses(pipeline, store, tmp_path) == [("a", "replaced"), ("b", "unchanged")]
    fresh = OxigraphStore.in_memory()
    statuses(pipeline, fresh, tmp_path)
    assert set(store.dataset) == set(fresh.dataset)


def test_an_invalid_article_is_rejected_whole_and_the_others_load(tmp_path: Path, pipeline: Pipeline) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b", status="wonderful")
    (tmp_path / "c.yaml").write_text("kg: 1\narticle: [", encoding="utf-8")
    write(tmp_path, "d")
    store = OxigraphStore.in_memory()
    report = pipeline.load([tmp_path], store)
    assert [(a.id, a.status) for a in report.articles] == [
        ("a", "loaded"),
        ("b", "rejected"),
        (None, "rejected"),
        ("d", "loaded"),
    ]
    assert report.fails()
    assert all(any(f.severity is Severity.ERROR for f in a.findings) for a in report.articles if a.status == "rejected")
    assert sorted(g for g in store.digests() if "/article/" in g) == [
        f"{DEFAULT_BASE}article/a",
        f"{DEFAULT_BASE}article/d",
    ]
    assert "b Union" not in {quad.object.value for quad in store.dataset if isinstance(quad.object, ox.Literal)}


def test_faults_of_reading_and_of_meaning_come_at_once(tmp_path: Path, pipeline: Pipeline) -> None:
    file = write(tmp_path, "a", status="wonderful")
    extra = "  - {subject: body, relation: attends, object: forum, quote: x, colour: red}\n"
    wrong = "  - {subject: forum, relation: attends, object: body, quote: x}\n"
    file.write_text(file.read_text() + extra + wrong + "statements:\n  - {id: s, mode: direct, kind: fact, quote: x}\n")
    (article,) = pipeline.check([file]).articles
    assert article.status == "rejected"
    errors = [(f.code, f.line) for f in article.findings if f.severity is Severity.ERROR]
    # unknown key and missing speaker are the reader's, status, subject and object the mapper's; nothing comes twice
    assert sorted(errors) == [
        ("bad-value", 4),
        ("missing-key", 14),
        ("unknown-key", 11),
        ("wrong-object", 12),
        ("wrong-subject", 12),
    ]


def test_a_rejected_change_leaves_the_loaded_version(tmp_path: Path, pipeline: Pipeline) -> None:
    write(tmp_path, "a")
    store = OxigraphStore.in_memory()
    statuses(pipeline, store, tmp_path)
    before = set(store.dataset)
    write(tmp_path, "a", status="wonderful")
    assert statuses(pipeline, store, tmp_path) == [("a", "rejected")]
    assert set(store.dataset) == before


def test_one_id_in_two_files_is_rejected_the_second_time(tmp_path: Path, pipeline: Pipeline) -> None:
    write(tmp_path, "a")
    (tmp_path / "z").mkdir()
    write(tmp_path / "z", "a", title="Other")
    report = pipeline.load([tmp_path], OxigraphStore.in_memory())
    assert [article.status for article in report.articles] == ["loaded", "rejected"]
    finding = next(f for f in report.findings if f.code == "duplicate-article")
    assert finding.line == 2
    assert str(tmp_path / "a.yaml") in finding.message


def test_json_lines_with_one_id_twice(tmp_path: Path, pipeline: Pipeline) -> None:
    line = json.dumps({"kg": "1", "article": {"id": "a", "title": "A"}, "entities": {}, "mentions": []})
    file = tmp_path / "many.jsonl"
    file.write_text(f"{line}\n{line}\n", encoding="utf-8")
    assert statuses(pipeline, OxigraphStore.in_memory(), file) == [("a", "loaded"), ("a", "rejected")]


def test_checking_stores_nothing_and_says_the_same(tmp_path: Path, pipeline: Pipeline) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b", status="wonderful")
    checked, loaded = pipeline.check([tmp_path]), pipeline.load([tmp_path], OxigraphStore.in_memory())
    assert [a.status for a in checked.articles] == ["valid", "rejected"]
    assert checked.findings == loaded.findings
    assert checked.triples == loaded.triples > 0


def test_retracting_the_only_article_leaves_what_no_article_said(tmp_path: Path, pipeline: Pipeline) -> None:
    store = OxigraphStore.in_memory()
    pipeline.prepare(store)
    before = set(store.dataset)
    write(tmp_path, "a")
    statuses(pipeline, store, tmp_path)
    assert retract(store, ["a", "b"]) == ["b"]
    assert set(store.dataset) == before
    statuses(pipeline, store, tmp_path)
    assert retract(store, [f"{DEFAULT_BASE}article/a"]) == []
    assert set(store.dataset) == before


def test_two_orders_of_loading_give_the_same_quads(tmp_path: Path, pipeline: Pipeline) -> None:
    files = [write(tmp_path, name, status=status) for name, status in (("a", "held"), ("b", "planned"), ("c", "held"))]
    one, other = OxigraphStore.in_memory(), OxigraphStore.in_memory()
    statuses(pipeline, one, *files)
    for file in reversed(files):
        statuses(pipeline, other, file)
    assert set(one.dataset) == set(other.dataset)


def test_a_relation_is_added_in_turtle_alone(tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), ontology)
    (ontology / "modules" / "mentoring.ttl").write_text(
        """
        @prefix tnk: <https://w3id.org/turkic-ngo-kg/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        tnk:mentors a owl:ObjectProperty ; rdfs:label "mentors"@en ; rdfs:domain tnk:Organization ;
          rdfs:range tnk:NGO ; tnk:usedAs "relation" ; tnk:takesQualifier tnk:startDate .
        tnk:mentoredBy a owl:ObjectProperty ; owl:inverseOf tnk:mentors ; rdfs:label "mentored by"@en .
        """,
        encoding="utf-8",
    )
    file = write(tmp_path, "a")
    added = "  agency: {type: Agency, name: Tuman Agency}\nmentions:\n  - {of: agency, quote: Tuman}\n"
    relation = "  - {subject: body, relation: mentoredBy, object: agency, quote: mentored by, startDate: 2030}\n"
    text = file.read_text().replace("mentions:\n", added) + relation
    file.write_text(text, encoding="utf-8")

    assert [a.status for a in Pipeline().check([file]).articles] == ["rejected"]
    store = OxigraphStore.in_memory()
    assert statuses(Pipeline(ontology=ontology), store, file) == [("a", "loaded")]
    triple = (ox.NamedNode(f"{DEFAULT_BASE}organization/tuman-agency"), ox.NamedNode(f"{TNK}mentors"))
    assert len(list(store.dataset.quads_for_pattern(*triple, None, ox.DefaultGraph()))) == 1
    # Domain and range come from the Turtle too.
    file.write_text(text.replace("type: NGO", "type: Agency"), encoding="utf-8")
    (article,) = Pipeline(ontology=ontology).check([file]).articles
    assert [f.code for f in article.findings if f.severity is Severity.ERROR] == ["wrong-object"]


def test_a_changed_ontology_makes_every_article_load_again(tmp_path: Path, pipeline: Pipeline) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), ontology)
    with (ontology / "shapes" / "Event.ttl").open("a") as shapes:
        shapes.write("# changed\n")
    (tmp_path / "articles").mkdir()
    file = write(tmp_path / "articles", "a")
    store = OxigraphStore.in_memory()
    statuses(pipeline, store, file)
    assert statuses(Pipeline(ontology=ontology), store, file) == [("a", "replaced")]


def test_another_base_moves_all_things(tmp_path: Path, pipeline: Pipeline) -> None:
    file = write(tmp_path, "a")
    store = OxigraphStore.in_memory()
    other = Pipeline(base="https://example.org/things/")
    assert statuses(other, store, file) == [("a", "loaded")]
    subjects = {quad.subject.value for quad in store.dataset if isinstance(quad.subject, ox.NamedNode)}
    assert "https://example.org/things/polity/az" in subjects
    assert not [subject for subject in subjects if subject.startswith(DEFAULT_BASE)]
    with pytest.raises(StoreError, match="another base"):
        pipeline.load([file], store)


def test_a_path_that_is_not_there_is_a_fault(tmp_path: Path, pipeline: Pipeline) -> None:
    with pytest.raises(InputError):
        pipeline.check([tmp_path / "none.yaml"])


@pytest.mark.campaign
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_killed_while_loading_every_article_is_whole_or_absent(tmp_path: Path, pipeline: Pipeline) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(120):
        write(folder, f"a{number:03}")
    whole = OxigraphStore.in_memory()
    statuses(pipeline, whole, folder)
    path = tmp_path / "store"
    command = [sys.executable, "-c", _LOADER, str(folder), str(path)]
    seen: set[int] = set()
    for articles in (1, 9, 30, 61, 100):
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        ) as process:
            assert process.stdout is not None
            for _ in range(articles):  # the loader says when it is done with each
                assert process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        store = OxigraphStore.open_for_reading(path)
        present = [graph for graph in store.digests() if "/article/" in graph]
        seen.add(len(present))
        for graph in present:
            assert set(store.quads(graph)) == set(whole.quads(graph))
        named = {graph.value for graph in store.dataset.named_graphs() if "/article/" in graph.value}
        assert named == set(present)
        for quad in store.dataset.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            if quad.predicate.value == TNK + "currentStatus" or quad.subject == ox.NamedNode(DERIVED_GRAPH):
                continue  # follows from the articles that are there, see tests/claims/test_derived.py
            assert quad in whole.dataset
        store.close()
    writer = OxigraphStore.open_for_writing(path)
    pipeline.load([folder], writer)
    assert set(writer.dataset) == set(whole.dataset)
    assert len(seen) > 1, "every kill came at the same moment: it proves nothing"


@pytest.mark.campaign
def test_reading_beside_a_loading_process_sees_whole_articles(tmp_path: Path, pipeline: Pipeline) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(120):
        write(folder, f"a{number:03}")
    whole = OxigraphStore.in_memory()
    statuses(pipeline, whole, folder)
    path = tmp_path / "store"
    command = [sys.executable, "-c", _LOADER, str(folder), str(path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    seen: set[int] = set()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        for number, _ in enumerate(process.stdout):
            if number % 20 != 5:
                continue
            store = OxigraphStore.open_for_reading(path)
            present = [graph for graph in store.digests() if "/article/" in graph]
            seen.add(len(present))
            for graph in present:
                assert set(store.quads(graph)) == set(whole.quads(graph))
            store.close()
    assert process.returncode == 0
    assert len(seen) > 1


@pytest.mark.campaign
def test_a_reader_keeps_what_it_opened_whatever_the_writer_deletes(tmp_path: Path, pipeline: Pipeline) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(60):
        write(folder, f"a{number:03}")
    path = tmp_path / "store"
    writer = OxigraphStore.open_for_writing(path)
    pipeline.load([folder / "a000.yaml", folder / "a001.yaml"], writer)
    reader = OxigraphStore.open_for_reading(path)
    kept = list(path.glob(".reading-*"))
    assert len(kept) == 1
    before = set(map(str, OxigraphStore.open_for_reading(path).dataset))
    for number in range(2, 60):
        pipeline.load([folder / f"a{number:03}.yaml"], writer)
    writer._engine.optimize()  # compacts: every file that the reader may still want is deleted
    opened, now = ({file.name for file in folder.glob("*.sst")} for folder in (kept[0], path))
    assert len(opened & now) <= 1 < len(opened), "a table in which nothing has changed may stay"
    assert set(map(str, reader.dataset)) == before
    assert [graph for graph in reader.digests() if "/article/" in graph]
    reader.close()
    assert not kept[0].exists()
    writer.close()


def test_what_a_killed_reader_leaves_behind_is_removed(tmp_path: Path, pipeline: Pipeline) -> None:
    write(tmp_path, "one")
    path = tmp_path / "store"
    writer = OxigraphStore.open_for_writing(path)
    pipeline.load([tmp_path / "one.yaml"], writer)
    code = "import os, sys; from pathlib import Path; from kg.store import OxigraphStore\n"
    code += "store = OxigraphStore.open_for_reading(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    killed = subprocess.run(
        [sys.executable, "-c", code, str(path)], env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    )
    assert killed.returncode == -9
    (left,) = path.glob(".reading-*")
    alive = OxigraphStore.open_for_reading(path)
    (own,) = path.glob(".reading-*")
    assert own != left
    store_of_a_forgotten_reader = OxigraphStore.open_for_reading(path).dataset
    assert len(store_of_a_forgotten_reader) > 0
    writer.close()
    del writer
    OxigraphStore.open_for_writing(path)
    assert own.exists(), "a living reader lost its files"
    assert alive.digests()


# Small batches, so that a kill can fall between two of them, and inside one.
_LOADER = """
import sys
from pathlib import Path
import kg.pipeline
from kg.store import OxigraphStore
kg.pipeline._BATCH_QUADS = 300
pipeline = kg.pipeline.Pipeline()
store = OxigraphStore.open_for_writing(Path(sys.argv[2]))
pipeline.load([Path(sys.argv[1])], store, progress=lambda article: print(article.status, flush=True))
"""


def test_the_bundled_shapes_are_read_once_for_all_pipelines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "kg: 1\narticle: {id: a, title: T}\nentities:\n  f: {type: Forum, name: F}\nmentions:\n- {of: f, quote: F}\n",
        encoding="utf-8",
    )
    first = Pipeline().check([file])
    read: list[str] = []
    required = OntologyFolder.required

    def noted(folder: OntologyFolder, *parts: str) -> list[Path]:
        read.extend(parts)
        return required(folder, *parts)

    monkeypatch.setattr(OntologyFolder, "required", noted)
    assert Pipeline().check([file]).as_dict() == first.as_dict()
    assert any(finding.code.startswith("shape-") for finding in first.findings)
    assert read == []
