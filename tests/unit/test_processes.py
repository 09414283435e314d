"""Articles read by several processes: the same report and the same store, and nobody is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kg.errors import EndedProcessError, InputError
from kg.mapping import Mapper
from kg.namespaces import DEFAULT_BASE
from kg.ontology import vocabulary
from kg.ontology.files import OntologyFolder
from kg.pipeline import Pipeline
from kg.preparing import Preparer, processes, worker
from kg.preparing.processes import processes_for
from kg.read import ReadResult, read_mapping, read_path
from kg.read.formats import read_some
from kg.store import OxigraphStore
from kg.validate import Judge

EXPORTS = Path(__file__).parents[2] / "examples" / "exports" / "doccano"
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def record(name: str, **more: object) -> str:
    about = {"id": name, "title": name, "published": "2031-05-04"}
    body = {"type": "NGO", "name": f"{name} Union"}
    forum = {"type": "Forum", "name": "Civic Forum", "status": "held"}
    mentions = [{"of": "forum", "quote": "Forum"}, {"of": "body", "quote": "Union"}]
    relations = [{"subject": "body", "relation": "attends", "object": "forum", "quote": "took part"}]
    return json.dumps(
        {"kg": "1", "article": about, "entities": {"forum": forum, "body": body}}
        | {"mentions": mentions, "relations": relations}
        | more
    )


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Some eighty articles in files of both kinds, with all that can be wrong between and in them."""
    folder = tmp_path / "articles"
    folder.mkdir()
    lines = [record(f"a-{n:02}") for n in range(70)]
    lines[5] = lines[4]  # one id twice
    lines[20] = "{"
    lines[21] = ""
    lines[33] = record("a-33", mentions="none")
    lines[34] = record("a-34", annotation={"status": "draft"})
    lines[50] = record("a-50", article={"id": "a-50", "title": "a", "url": "https://example.org/1"})
    lines[60] = record("a-60", article={"id": "a-60", "title": "b", "url": "https://example.org/1"})
    lines[61] = record("a-61", relations=[{"subject": "forum", "relation": "attends", "object": "body"}])
    (folder / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for n in range(20):
        (folder / f"b-{n:02}.json").write_text(record(f"b-{n:02}"), encoding="utf-8")
    (folder / "c.json").write_text("[", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def test_several_processes_report_and_store_what_one_does(many: Path, pipeline: Pipeline) -> None:
    stores = [OxigraphStore.in_memory() for _ in range(3)]
    for drafts in (False, True):  # the second time most are unchanged
        reports = [
            pipeline.load([many], store, drafts=drafts, jobs=jobs).as_dict()
            for store, jobs in zip(stores, (1, 2, 3), strict=True)
        ]
        assert reports[0] == reports[1] == reports[2]
        quads = [set(map(str, store.dataset)) for store in stores]
        assert quads[0] == quads[1] == quads[2]
        assert {"loaded", "rejected"} < reports[0]["counts"].keys() or "unchanged" in reports[0]["counts"]
    checked = [pipeline.check([many], jobs=jobs).as_dict() for jobs in (1, 2)]
    assert checked[0] == checked[1]
    assert {"same-source", "duplicate-article", "draft", "syntax-error", "wrong-subject"} <= {
        finding["code"] for article in checked[0]["articles"] for finding in article["findings"]
    }


def test_texts_and_own_ontologies_go_along(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "t.txt").write_text("The Forum of the Union: they took part.", encoding="utf-8")
    file = tmp_path / "t.jsonl"
    file.write_text(record("t", article={"id": "t", "title": "t", "text": "t.txt"}) + "\n", encoding="utf-8")
    pipeline = Pipeline(texts=folder, base="https://example.org/things/")
    one, two = (pipeline.check([file], jobs=jobs) for jobs in (1, 2))
    assert one.as_dict() == two.as_dict()
    assert two.verified == 3


def test_what_the_labels_of_a_tool_mean_goes_along(tmp_path: Path) -> None:
    """Also where it is in no file: the meanings themselves go to the other processes."""
    (line,) = (EXPORTS / "steppe.jsonl").read_text("utf-8").splitlines()
    texts = [json.dumps(json.loads(line) | {"id": f"text {n}"}) for n in range(40)]
    (tmp_path / "project.jsonl").write_text("\n".join(texts), encoding="utf-8")
    given = read_mapping(EXPORTS / "steppe.map.yaml")
    meant = replace(given, path=None, articles={}, article={"title": "T", "published": "2031-05-04"})
    pipeline = Pipeline(form="doccano", mapping=meant)
    stores = [OxigraphStore.in_memory() for _ in range(3)]
    reports = [
        pipeline.load([tmp_path], store, jobs=jobs).as_dict() for store, jobs in zip(stores, (1, 2, 3), strict=True)
    ]
    assert reports[0]["counts"] == {"loaded": 40}
    assert reports[0] == reports[1] == reports[2]
    quads = [set(map(str, store.dataset)) for store in stores]
    assert quads[0] == quads[1] == quads[2]


def test_small_amounts_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if hasattr(os, "sched_getaffinity"):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)))
    else:
        monkeypatch.setattr(os, "cpu_count", lambda: 4)
    sizes = {"none": 0, "small": 1_999_999, "middle": 3_100_000, "large": 100_000_000}
    files = {name: tmp_path / name for name in sizes}
    for name, size in sizes.items():
        with files[name].open("wb") as out:
            out.truncate(size)
    chosen = {name: processes_for([file], None) for name, file in files.items()}
    assert chosen == {"none": 1, "small": 1, "middle": 3, "large": 4}
    assert processes_for([files["none"]], 7) == 7
    assert processes_for([tmp_path / "gone"], None) == 1


@pytest.mark.parametrize("of", [1, 2, 3])
def test_each_article_is_somebodys_and_nobody_reads_those_of_others(many: Path, of: int, pipeline: Pipeline) -> None:
    files = [many / "many.jsonl", *sorted(many.glob("*.json"))]
    whole = [r.file for file in files for r in read_path(file, vocabulary=pipeline.vocabulary)]
    turns: list[list[list[ReadResult]]] = []
    for place in range(of):
        share = worker._Share(files, partial(read_some, vocabulary=pipeline.vocabulary, texts=None), place, of)
        turns.append(list(share))
        assert share.seen == len(whole)
    dealt = [r.file for n in range(sum(map(len, turns))) for r in turns[n % of][n // of]]
    assert dealt == whole
    unwanted = read_some(files[0], vocabulary=pipeline.vocabulary, texts=None, wanted=lambda: False)
    assert {each for each in unwanted if each is not None} == set()


class Costly(Preparer):
    """Runs out of memory at one article."""

    def prepare(self, results, held):  # type: ignore[no-untyped-def]
        for result in results:
            if result.article_id == "a-03":
                raise MemoryError
            yield from super().prepare([result], held)


def test_an_article_that_takes_all_memory_takes_no_other_along(many: Path, pipeline: Pipeline) -> None:
    terms = pipeline.vocabulary
    preparer = Costly(terms, Mapper(terms), Judge(terms, OntologyFolder(None)))
    chunk = list(read_path(many / "many.jsonl", vocabulary=terms))[:5]
    done = worker._bounded(preparer, chunk, {})
    assert [each.head is not None for each in done] == [True, True, True, False, True]
    assert [each.code for each in done[3].read if each.severity.value == "error"] == ["too-costly"]


@linux
def test_an_article_that_takes_too_long_takes_no_other_along(
    many: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = pipeline.vocabulary

    class Endless(Preparer):
        def prepare(self, results, held):  # type: ignore[no-untyped-def]
            for result in results:
                while result.article_id == "a-03":
                    pass
                yield from super().prepare([result], held)

    monkeypatch.setattr(worker, "_SECONDS", 0.5)
    before = signal.signal(signal.SIGVTALRM, worker._ring)
    try:
        chunk = list(read_path(many / "many.jsonl", vocabulary=terms))[2:5]
        done = worker._bounded(Endless(terms, Mapper(terms), Judge(terms, OntologyFolder(None))), chunk, {})
    finally:
        signal.signal(signal.SIGVTALRM, before)
    assert [each.head is not None for each in done] == [True, False, True]


def children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def until(check: Callable[[], object]) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """Articles that come through a file which is long enough to be caught in."""
    file = tmp_path / "long.jsonl"
    with file.open("w", encoding="utf-8") as out:
        out.writelines(record(f"a-{n:05}") + "\n" for n in range(3000))
    return file


def start(file: Path, store: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg", "load", str(file), "--store", str(store), "--jobs", "2"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


@linux
def test_a_process_that_is_killed_is_one_sentence(endless: Path, tmp_path: Path) -> None:
    loading = start(endless, tmp_path / "store")
    assert until(lambda: len(children(loading.pid)) == 2)
    time.sleep(3)
    os.kill(children(loading.pid)[1], signal.SIGKILL)
    _, said = loading.communicate(timeout=120)
    assert loading.returncode == 3
    assert said.startswith("kg: a process that reads articles was ended (SIGKILL); what was loaded before is whole\n")
    assert "Traceback" not in said
    store = OxigraphStore.open_for_reading(tmp_path / "store")
    held = [graph for graph in store.digests() if "/article/" in graph]
    terms = vocabulary.load(OntologyFolder(None), base=DEFAULT_BASE)
    mapper = Mapper(terms)
    for number, result in enumerate(read_path(endless, vocabulary=terms)):
        if number == len(held):
            break
        assert result.article is not None
        mapped = mapper.map(result.article)
        assert len(list(store.quads(mapped.graph.value))) == len(mapped.quads) + len(mapped.mention_quads) + 1
    store.close()


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.campaign)])
def test_no_process_is_left_behind(endless: Path, tmp_path: Path, number: signal.Signals) -> None:
    loading = start(endless, tmp_path / "store")
    assert until(lambda: len(children(loading.pid)) == 2)
    mine = children(loading.pid)
    time.sleep(1)
    os.kill(loading.pid, number)
    loading.communicate(timeout=60)
    assert loading.returncode == -number
    assert until(lambda: not any(Path(f"/proc/{each}").exists() for each in mine))
    if Path(tmp_path / "store" / "CURRENT").exists():
        OxigraphStore.open_for_writing(tmp_path / "store").close()


def test_a_broken_start_is_told(many: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_PROGRAM", "raise SystemExit(5) # {path}")
    with pytest.raises(EndedProcessError, match="exit code 5"):
        pipeline.check([many], jobs=2)


def test_what_a_process_raises_is_raised(tmp_path: Path, many: Path) -> None:
    pipeline = Pipeline(texts=tmp_path / "gone")
    with pytest.raises(InputError, match="folder of texts"):
        pipeline.check([many], jobs=2)


def test_modules_in_the_working_folder_are_not_run(many: Path, tmp_path: Path) -> None:
    trap = tmp_path / "json.py"
    trap.write_text("raise SystemExit('trapped')")
    command = [str(Path(sys.executable).parent / "kg"), "check", str(many / "b-00.json"), "--jobs", "2"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_files_that_change_while_they_are_read_are_told(
    many: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each process counts what it passes; here each counts something else."""
    counting = """
import sys; sys.path[:] = {path!r}
import os
from kg.preparing import worker
plain = worker.write_frame
def write_frame(out, message, parts=()):
    plain(out, message | {{"end": os.getpid()}} if "end" in message else message, parts)
worker.write_frame = write_frame
worker.main()
"""
    monkeypatch.setattr(processes, "_PROGRAM", counting)
    with pytest.raises(InputError, match="changed while they were read"):
        pipeline.check([many], jobs=2)
