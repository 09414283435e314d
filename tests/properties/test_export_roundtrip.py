"""Whatever names strangers give: what is written is well-formed, and reads back as it was."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export import write_network, write_rdf
from kg.text import plain_text
from tests.amounts import amount

texts = st.text(alphabet=st.characters(), max_size=30)
keys = texts.map(plain_text)
NODES = [ox.NamedNode(f"https://example.org/{name}") for name in "abc"]
FORMATS = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD}
clean = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)


@st.composite
def networks(draw: st.DrawFn) -> nx.Graph:
    names = draw(st.lists(keys, min_size=1, max_size=6, unique=True))
    graph = nx.Graph(name=draw(texts), warning=draw(texts))
    for name in names:
        graph.add_node(name, label=draw(texts), kind=draw(texts))
    for _ in range(draw(st.integers(0, 6))):
        a, b = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        graph.add_edge(a, b, weight=draw(st.integers(1, 9)), evidence=draw(st.lists(texts, max_size=3)))
    return graph


def cleaned(graph: nx.Graph) -> tuple[dict[str, Any], dict[tuple[str, str], Any]]:
    nodes = {name: {key: plain_text(text) for key, text in data.items()} for name, data in graph.nodes(data=True)}
    edges = {
        (min(a, b), max(a, b)): (data["weight"], [plain_text(text) for text in data["evidence"]])
        for a, b, data in graph.edges(data=True)
    }
    return nodes, edges


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json"])
@given(graph=networks())
@settings(max_examples=amount(20), deadline=None)
def test_a_network_reads_back(suffix: str, graph: nx.Graph) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"n{suffix}"
        write_network(graph, file)
        if suffix == ".json":
            found = nx.node_link_graph(json.loads(file.read_text("utf-8")), edges="edges")
        else:
            found = (nx.read_graphml if suffix == ".graphml" else nx.read_gexf)(file)
    nodes = {name: {key: value for key, value in data.items() if key != "viz"} for name, data in found.nodes(data=True)}
    edges = {
        (min(a, b), max(a, b)): (
            data["weight"],
            data["evidence"] if suffix == ".json" else json.loads(data["evidence"]),
        )
        for a, b, data in found.edges(data=True)
    }
    expected_nodes, expected_edges = cleaned(graph)
    if suffix == ".json":
        assert nodes == expected_nodes
    else:
        # networkx's readers know no empty text.
        told = {name: {key: text or "" for key, text in data.items()} for name, data in nodes.items()}
        assert {name: {"label": "", "kind": ""} | data for name, data in told.items()} == expected_nodes
    assert edges == expected_edges


@st.composite
def quads(draw: st.DrawFn) -> ox.Quad:
    value = draw(st.one_of(clean.map(ox.Literal), st.sampled_from(NODES)))
    subject, predicate, graph = (draw(st.sampled_from(NODES)) for _ in range(3))
    return ox.Quad(subject, predicate, value, graph)


@given(found=st.lists(quads(), max_size=12))
@settings(max_examples=amount(30), deadline=None)
def test_named_graphs_read_back(found: list[ox.Quad]) -> None:
    store = ox.Store()
    store.extend(found)
    with tempfile.TemporaryDirectory() as folder:
        for suffix, rdf_format in FORMATS.items():
            file = Path(folder) / f"graph{suffix}"
            assert write_rdf(store, file) == len(set(found))
            assert set(ox.parse(path=str(file), format=rdf_format)) == set(found)
