"""The same input gives the same bytes: whatever the hash seed, and whatever the order of loading."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.network import projections

WRITE_ALL = """
import sys
from pathlib import Path
import pyoxigraph as ox
from kg.ontology import vocabulary
from kg.errors import UsageError
from kg.export import *
from kg.network import *

out, turned = Path(sys.argv[1]), sys.argv[3] == "turned"
terms = vocabulary.load()
quads = [*terms.ontology_quads, *terms.reference_quads]
quads += ox.parse(path=sys.argv[2], format=ox.RdfFormat.TRIG)
if turned:
    quads.reverse()
store = ox.Store()
for quad in quads:
    store.add(quad)
    if "/mention/" not in str(quad.subject):
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
for suffix in RDF_SUFFIXES:
    write_rdf(store, out / f"graph{suffix}")
for name in projections():
    network = load_network(store, name)
    for suffix in NETWORK_SUFFIXES:
        write_network(network, out / f"{name}{suffix}")
    for suffix in PICTURE_SUFFIXES:
        write_picture(network, out / f"{name}{suffix}", by="betweenness")
    rows = []
    for measure in MEASURES:
        try:
            rows += rank(network, measure)
        except UsageError as error:  # some measures are for some networks only
            rows.append(str(error))
    (out / f"{name}.txt").write_text(repr(rows), encoding="utf-8")
"""


def written(folder: Path, seed: str, order: str) -> dict[str, bytes]:
    folder.mkdir()
    file = Path(__file__).parents[1] / "data" / "meetings.trig"
    environment = os.environ | {"PYTHONHASHSEED": seed}
    subprocess.run([sys.executable, "-c", WRITE_ALL, str(folder), str(file), order], check=True, env=environment)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.campaign
def test_all_output_is_the_same_every_time(tmp_path: Path) -> None:
    one = written(tmp_path / "one", "0", "straight")
    other = written(tmp_path / "other", "4711", "turned")
    assert len(one) == 6 + len(projections()) * (4 + 3 + 1)
    assert list(one) == list(other)
    assert [name for name in one if one[name] != other[name]] == []
