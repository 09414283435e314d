"""A dataset with its merge in memory answers as a copy of the whole does, and reads named graphs only where asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg
from kg.namespaces import RDF, TNK
from kg.query import run
from kg.store import Dataset, MergeInMemory, asked_often, in_memory
from kg.terms import MERGE

GOLDEN = Path(__file__).parents[1] / "golden" / "blue-steppe" / "article.yaml"
TYPE, MENTION = ox.NamedNode(RDF + "type"), ox.NamedNode(TNK + "Mention")
NEW = ox.Quad(ox.NamedNode("urn:x"), TYPE, MENTION, ox.NamedNode("urn:derived"))
QUESTIONS = [
    "SELECT ?s { ?s a tnk:Mention }",
    "SELECT ?g (COUNT(?s) AS ?n) { GRAPH ?g { ?s a tnk:Mention } } GROUP BY ?g ORDER BY ?g",
    "SELECT ?s ?g { ?s a tnk:Statement . grAph ?g { ?s a tnk:Statement } } ORDER BY ?s ?g",
    "SELECT ?g { GRAPH ?g { ?s ?p <urn:nothing> } }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
]


class Counted:
    """A dataset that counts how many of its quads are read."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset, self.read = dataset, 0

    def _counted(self, quads: Iterator[Any]) -> Iterator[Any]:
        for quad in quads:
            self.read += 1
            yield quad

    def quads_for_pattern(self, *pattern: Any) -> Iterator[Any]:
        return self._counted(self._dataset.quads_for_pattern(*pattern))

    def __iter__(self) -> Iterator[Any]:
        return self._counted(iter(self._dataset))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._dataset, name)


@pytest.fixture(scope="module")
def whole() -> Dataset:
    return kg.build(GOLDEN).dataset()


def is_no_quote(quad: ox.Quad) -> bool:
    return not str(quad.predicate).endswith("#exact>")


@pytest.fixture(scope="module", params=["all", "restricted"])
def both(request: pytest.FixtureRequest, whole: Dataset) -> tuple[MergeInMemory, Dataset]:
    """A dataset, and a plain copy of what should be in it."""
    merged = MergeInMemory(whole)
    if request.param == "all":
        return merged, in_memory(whole)
    merged.restrict(is_no_quote, [NEW])
    copy = in_memory(filter(is_no_quote, whole))
    copy.add(NEW)
    copy.add(ox.Quad(NEW.subject, NEW.predicate, NEW.object))
    return merged, copy


def test_the_same_quads_whatever_is_asked_for(both: tuple[MergeInMemory, Dataset], whole: Dataset) -> None:
    merged, copy = both
    assert set(merged) == set(copy)
    assert len(merged) == len(copy)
    assert set(merged.named_graphs()) == set(copy.named_graphs())
    article = next(graph for graph in copy.named_graphs() if "/article/" in str(graph))
    nodes = [None, next(quad.subject for quad in copy.quads_for_pattern(None, TYPE, MENTION, article)), NEW.subject]
    for subject in nodes:
        for predicate in (None, TYPE):
            for graph in (None, MERGE, article, NEW.graph_name):
                pattern = subject, predicate, None, graph
                assert set(merged.quads_for_pattern(*pattern)) == set(copy.quads_for_pattern(*pattern)), pattern
    for graph in (article, NEW.graph_name, ox.NamedNode("urn:none")):
        assert merged.contains_named_graph(graph) is copy.contains_named_graph(graph)
    for quad in [*list(whole)[::50], NEW]:
        assert (quad in merged) is (quad in copy)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_answers(both: tuple[MergeInMemory, Dataset], question: str) -> None:
    merged, copy = both
    assert run(merged, question).terms == run(copy, question).terms


def test_what_names_no_graph_reads_none(whole: Dataset) -> None:
    counted = Counted(whole)
    merged = MergeInMemory(counted)
    in_merge = len(list(whole.quads_for_pattern(None, None, None, MERGE)))
    list(merged.query(f"SELECT ?s {{ ?s a <{TNK}Statement> }}"))
    list(merged.quads_for_pattern(None, TYPE, None, MERGE))
    assert counted.read == in_merge < len(whole)
    list(merged.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } }"))
    assert counted.read > len(whole)


def test_a_store_on_disk_is_copied_for_who_asks_often_and_one_in_memory_is_not(
    whole: Dataset, bundled_store: Path
) -> None:
    assert asked_often(whole) is whole
    with kg.open(bundled_store) as graph:
        assert isinstance(asked_often(graph.dataset()), MergeInMemory)
