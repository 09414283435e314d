"""Same input, same bytes: under two hash seeds, in two orders of loading, from memory and from disk."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.namespaces import GENID, OWL
from tests.everything import write_graph

SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf")


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


@pytest.mark.campaign
def test_all_output_is_the_same_under_two_hash_seeds_and_two_orders(
    bundled: kg.Graph, other_seed: Path, tmp_path: Path
) -> None:
    write_graph(bundled, tmp_path)
    found = digests(tmp_path)
    assert len(found) > 40
    assert found == digests(other_seed / "graph")


@pytest.fixture(scope="module")
def before_and_after(bundled_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is exported of a store before an article is taken out and loaded again, and after it."""
    from kg.pipeline import Pipeline, retract
    from kg.store import OxigraphStore

    folder = tmp_path_factory.mktemp("replaced")
    shutil.copytree(bundled_store, folder / "store")
    store = OxigraphStore.open_for_writing(folder / "store")
    for when in ("before", "after"):
        for suffix in SUFFIXES:
            kg.Graph(store).export(folder / f"{when}{suffix}")
        if when == "before":
            retract(store, ["trend-4122096"])
            assert kg.Graph(store).stats()["articles"] == 18
            Pipeline().load([kg.examples() / "trend-4122096.yaml"], store)
    return folder


@pytest.mark.campaign
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_replaced_article_leaves_no_trace_in_the_bytes(before_and_after: Path, suffix: str) -> None:
    before, after = (before_and_after / f"{when}{suffix}" for when in ("before", "after"))
    assert before.read_bytes() == after.read_bytes()


def test_the_exported_ontology_has_blank_nodes_where_owl_wants_them(bundled: kg.Graph, tmp_path: Path) -> None:
    bundled.export(tmp_path / "graph.nq")
    assert GENID not in (tmp_path / "graph.nq").read_text("utf-8")
    quads = list(ox.parse(path=str(tmp_path / "graph.nq"), format=ox.RdfFormat.N_QUADS))
    restrictions = [quad.subject for quad in quads if quad.object == ox.NamedNode(OWL + "Restriction")]
    assert len(restrictions) >= 3
    assert all(isinstance(node, ox.BlankNode) for node in restrictions)
