"""Same input, same bytes: under two hash seeds, in two orders of loading, from memory and from disk."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.namespaces import GENID, OWL

SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf")

SCRIPT = """
import sys
from pathlib import Path
import kg
from kg.export import write_network, write_picture
files, folder = [Path(name) for name in sys.argv[2:]], Path(sys.argv[1])
g = kg.build(files)
for suffix in (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf"):
    g.export(folder / f"graph{suffix}")
for name in ("polity-cooperation", "co-participation", "agent-event"):
    network = g.network(name)
    for suffix in (".graphml", ".gexf", ".csv", ".json"):
        write_network(network, folder / f"{name}{suffix}")
    write_picture(network, folder / f"{name}.svg")
    write_picture(network, folder / f"{name}.png")
for name in g.catalogue.names():
    (folder / f"{name}.txt").write_text(repr(g.answer(name, {}).rows))
"""


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_all_output_is_the_same_under_two_hash_seeds_and_two_orders(tmp_path: Path) -> None:
    files = sorted(kg.examples().glob("*.yaml"))
    found = []
    for seed, order in (("0", files), ("4242", files[::-1])):
        folder = tmp_path / seed
        folder.mkdir()
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", SCRIPT, str(folder), *map(str, order)]
        subprocess.run(command, env=environment, check=True, timeout=120)
        found.append(digests(folder))
    assert len(found[0]) > 40
    assert found[0] == found[1]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_replaced_article_leaves_no_trace_in_the_bytes(tmp_path: Path, suffix: str) -> None:
    from kg.pipeline import Pipeline, retract
    from kg.store import OxigraphStore

    pipeline, store = Pipeline(), OxigraphStore.open_for_writing(tmp_path / "store")
    pipeline.load([kg.examples()], store)
    kg.Graph(store).export(tmp_path / f"before{suffix}")
    retract(store, ["trend-4122096"])
    pipeline.load([kg.examples()], store)
    kg.Graph(store).export(tmp_path / f"after{suffix}")
    assert (tmp_path / f"before{suffix}").read_bytes() == (tmp_path / f"after{suffix}").read_bytes()


def test_the_exported_ontology_has_blank_nodes_where_owl_wants_them(tmp_path: Path) -> None:
    kg.build(kg.examples()).export(tmp_path / "graph.nq")
    assert GENID not in (tmp_path / "graph.nq").read_text("utf-8")
    quads = list(ox.parse(path=str(tmp_path / "graph.nq"), format=ox.RdfFormat.N_QUADS))
    restrictions = [quad.subject for quad in quads if quad.object == ox.NamedNode(OWL + "Restriction")]
    assert len(restrictions) >= 3
    assert all(isinstance(node, ox.BlankNode) for node in restrictions)
