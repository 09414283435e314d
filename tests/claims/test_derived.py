"""What is derived follows the articles, also where a process was killed between two writes."""

from __future__ import annotations

from pathlib import Path

import kg
from kg.claims.derived import is_fresh
from kg.namespaces import DERIVED_GRAPH, local_name
from kg.pipeline import Pipeline, retract
from kg.store import OxigraphStore

ARTICLE = """\
kg: 1
article: {{id: steppe-{number}, title: T, publisher: {{type: NewsAgency, name: Steppe Wire}}, published: {day}}}
entities:
  forum: {{type: Forum, name: Blue Steppe Forum, id: event/blue-steppe-forum, status: {status}}}
mentions:
- {{of: forum, quote: forum}}
"""
STATUS = "SELECT ?status { event:blue-steppe-forum tnk:currentStatus ?status }"


def write(folder: Path, number: int, day: str, status: str) -> Path:
    file = folder / f"{number}.yaml"
    file.write_text(ARTICLE.format(number=number, day=day, status=status), encoding="utf-8")
    return file


def statuses(graph: kg.Graph, **view: str) -> list[str]:
    return [local_name(str(row["status"])) for row in graph.query(STATUS, **view).rows]  # type: ignore[arg-type]


def test_it_follows_what_is_loaded_replaced_and_retracted(tmp_path: Path) -> None:
    store, pipeline = OxigraphStore.in_memory(), Pipeline()
    graph = kg.Graph(store)
    pipeline.load([write(tmp_path, 1, "2031-01-01", "planned")], store)
    assert statuses(graph) == ["planned"]
    pipeline.load([write(tmp_path, 2, "2031-05-04", "held")], store)
    assert statuses(graph) == ["held"]
    pipeline.load([write(tmp_path, 2, "2031-05-04", "postponed")], store)
    assert statuses(graph) == ["postponed"]
    assert retract(store, ["steppe-2"]) == []
    assert statuses(graph) == ["planned"]
    assert retract(store, ["steppe-1"]) == []
    assert statuses(graph) == []


def test_each_view_has_its_own(tmp_path: Path) -> None:
    said = write(tmp_path, 1, "2031-05-04", "planned")
    text = said.read_text(encoding="utf-8")
    text += """relations:
- {subject: forum, relation: status, value: held, statement: s1, quote: was held}
statements:
- {id: s1, speaker: sarper, mode: direct, kind: fact, quote: said, about: [forum]}
"""
    text = text.replace(
        "mentions:", "  sarper: {type: Person, name: Aylin Sarper}\nmentions:\n- {of: sarper, quote: Sarper}"
    )
    said.write_text(text, encoding="utf-8")
    graph = kg.build(tmp_path)
    assert not graph.report or graph.report.counts == {"loaded": 1}
    assert statuses(graph) == ["held"]
    assert statuses(graph, view="newsroom") == ["planned"]
    # What a speaker says does not hide what the newsroom says, also as of a day.
    assert statuses(graph, view="newsroom", as_of="2031-06-01") == ["planned"]
    assert statuses(graph, as_of="2031-05-03") == []


def test_what_a_killed_process_left_behind_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "store"
    store = OxigraphStore.open_for_writing(path)
    Pipeline().load([write(tmp_path, 1, "2031-01-01", "planned"), write(tmp_path, 2, "2031-05-04", "held")], store)
    assert is_fresh(store.digests())
    store.retract([DERIVED_GRAPH])  # as if it had been killed before this was written
    assert not is_fresh(store.digests())
    del store
    with kg.open(path) as graph:
        assert statuses(graph) == ["held"]
    store = OxigraphStore.open_for_writing(path)
    report = Pipeline().load([tmp_path / "1.yaml"], store)
    assert report.counts == {"unchanged": 1}
    assert is_fresh(store.digests())
