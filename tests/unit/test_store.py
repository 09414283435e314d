"""The store: named graphs whole or absent, and a merge that is a set."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.claims.views import select_view
from kg.errors import BusyStoreError, StoreError
from kg.namespaces import NEWSROOM, PREFIXES, RDF, TNK
from kg.store import GraphData, OxigraphStore

EX = "https://example.org/"


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def data(graph: str, *triples: str, private: tuple[str, ...] = (), digest: str = "1") -> GraphData:
    """Triples are written `s p o`."""

    def quads(lines: tuple[str, ...]) -> list[ox.Quad]:
        words = (map(iri, line.split()) for line in lines)
        return [ox.Quad(subject, predicate, value, iri(graph)) for subject, predicate, value in words]

    return GraphData(iri(graph), quads(triples), quads(private), digest)


def merge(store: OxigraphStore) -> set[str]:
    """The default graph without digests, as `s p o`."""
    found = store.dataset.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return {
        " ".join(str(term).strip("<>").removeprefix(EX) for term in (q.subject, q.predicate, q.object))
        for q in found
        if q.predicate.value != TNK + "contentDigest"
    }


def count(store: OxigraphStore, query: str) -> int:
    rows: Any = store.dataset.query(query)
    return int(next(iter(rows))["n"].value)


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> OxigraphStore:
    return (
        OxigraphStore.in_memory() if request.param == "memory" else OxigraphStore.open_for_writing(tmp_path / "store")
    )


def test_a_triple_stands_once_in_the_merge_however_many_graphs_hold_it(store: OxigraphStore) -> None:
    store.put([data(f"g{n}", "a p b") for n in range(5)])
    assert count(store, "SELECT (COUNT(*) AS ?n) { <https://example.org/a> ?p ?o }") == 1
    assert count(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { <https://example.org/a> ?p ?o } }") == 5


def test_private_quads_stay_out_of_the_merge(store: OxigraphStore) -> None:
    store.put([data("g", "a p b", private=("m q b",))])
    assert merge(store) == {"a p b"}
    assert iri("m") in {quad.subject for quad in store.quads(EX + "g")}


def test_a_triple_leaves_the_merge_with_the_last_graph_that_holds_it(store: OxigraphStore) -> None:
    store.put([data("g1", "a p b", "a p c"), data("g2", "a p b")])
    store.retract([EX + "g1"])
    assert merge(store) == {"a p b"}
    store.retract([EX + "g2"])
    assert merge(store) == set()
    assert list(store.dataset) == []
    assert list(store.dataset.named_graphs()) == []


def test_a_graph_of_the_same_name_is_replaced(store: OxigraphStore) -> None:
    store.put([data("g1", "a p b", "a p c", private=("m q b",)), data("g2", "a p c")])
    store.put([data("g1", "a p d", private=("n q d",), digest="2")])
    assert merge(store) == {"a p c", "a p d"}
    assert {quad.subject for quad in store.quads(EX + "g1")} == {iri("a"), iri("n"), iri("g1")}
    assert store.digests() == {EX + "g1": "2", EX + "g2": "1"}


def test_retracting_what_is_not_there_changes_nothing(store: OxigraphStore) -> None:
    store.put([data("g1", "a p b")])
    before = set(store.dataset)
    store.retract([EX + "none"])
    assert set(store.dataset) == before


def test_hostile_literals_survive_a_replacement(store: OxigraphStore) -> None:
    nasty = 'x" . } ; DROP ALL ; INSERT DATA { <a:b> <a:b> "\\\n\r\t\0😀'
    quads = [ox.Quad(iri("a"), iri("p"), ox.Literal(nasty), iri("g"))]
    store.put([data("g", "a p b"), data("h", "a p b")])
    store.put([GraphData(iri("g"), quads, quads, "2")])
    assert {quad.object for quad in store.quads(EX + "g")} == {ox.Literal(nasty), ox.Literal("2")}
    assert store.digests() == {EX + "g": "2", EX + "h": "1"}


def test_two_orders_of_loading_end_in_the_same_quads() -> None:
    graphs = [data("g1", "a p b", "a p c"), data("g2", "a p b", private=("m q b",)), data("g3", "c p a")]
    one, other = OxigraphStore.in_memory(), OxigraphStore.in_memory()
    one.put(graphs)
    for each in reversed(graphs):
        other.put([each])
    other.put([data("g2", "z p z", digest="9")])
    other.put([graphs[1]])
    assert set(one.dataset) == set(other.dataset)


def test_what_is_on_disk_is_there_for_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "store"
    store = OxigraphStore.open_for_writing(path)
    store.put([data("g", "a p b")])
    store.close()
    assert merge(OxigraphStore.open_for_reading(path)) == {"a p b"}


def test_reading_where_there_is_no_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store here") as caught:
        OxigraphStore.open_for_reading(tmp_path / "none")
    assert "kg load" in str(caught.value)
    assert not (tmp_path / "none").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="not a store"):
        OxigraphStore.open_for_writing(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_second_writer_is_told_who_holds_the_store(tmp_path: Path) -> None:
    path = tmp_path / "store"
    code = (
        "import sys; from pathlib import Path; from kg.store import OxigraphStore\n"
        f"s = OxigraphStore.open_for_writing(Path({str(path)!r})); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(BusyStoreError) as caught:
            OxigraphStore.open_for_writing(path)
        assert "another process is writing to this store" in str(caught.value)
        if sys.platform == "linux":
            assert f"process {holder.pid}" in str(caught.value)
        holder.communicate()
    OxigraphStore.open_for_writing(path).close()


def test_the_newsroom_view_keeps_only_what_the_newsroom_vouches_for() -> None:
    turtle = f"""
    @prefix tnk: <{TNK}> . @prefix rdf: <{RDF}> . @prefix ex: <{EX}> . @prefix owl: <{PREFIXES["owl"]}> .
    tnk:startDate tnk:earliestBound tnk:startEarliest ; tnk:latestBound tnk:startLatest .
    ex:knows a owl:SymmetricProperty .
    ex:said a tnk:Assertion ; tnk:attributedTo ex:speaker ; tnk:modality tnk:fact ;
        rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:b .
    ex:both1 a tnk:Assertion ; tnk:attributedTo ex:speaker ; tnk:modality tnk:fact ;
        rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:c .
    ex:both2 a tnk:Assertion ; tnk:attributedTo <{NEWSROOM}> ; tnk:modality tnk:fact ;
        rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:c .
    ex:dated a tnk:Assertion ; tnk:attributedTo ex:speaker ; tnk:modality tnk:fact ;
        rdf:subject ex:a ; rdf:predicate tnk:startDate ; rdf:object "2025" ;
        tnk:startEarliest "x" ; tnk:startLatest "y" .
    ex:friends a tnk:Assertion ; tnk:attributedTo ex:speaker ; tnk:modality tnk:fact ;
        rdf:subject ex:a ; rdf:predicate ex:knows ; rdf:object ex:b .
    ex:planned a tnk:Assertion ; tnk:attributedTo ex:speaker ; tnk:modality tnk:plan ;
        rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:d .
    ex:a ex:p ex:b , ex:c ; tnk:startDate "2025" ; tnk:startEarliest "x" ; tnk:startLatest "y" ; ex:knows ex:b .
    ex:b ex:knows ex:a .
    ex:s a tnk:Statement .
    """
    dataset = ox.Store()
    dataset.load(turtle, format=ox.RdfFormat.TURTLE)
    view = select_view(dataset, "newsroom")
    names = {q.subject.value.removeprefix(EX) for q in view if q.subject.value.startswith(EX)}  # type: ignore[union-attr]
    assert names == {"a", "both2", "s", "knows"}
    assert {str(q.triple) for q in view.quads_for_pattern(iri("a"), None, None)} == {
        f"<{EX}a> <{EX}p> <{EX}c>",
    }
