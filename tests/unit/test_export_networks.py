from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib

from kg.errors import UsageError
from kg.export import NETWORK_SUFFIXES, write_network


def network() -> nx.Graph:
    graph = nx.Graph(
        name="co-participation", as_of="2031-05-04", since=None, directed=False, events=2,
        warning="Beware <this> & that.", participants={"e:1": ["n:a", "n:b"], "e:2": ["n:a", "n:c"]},
    )  # fmt: skip
    graph.add_node("n:b", label="Işık Vakfı", kind="organization", iri="n:b")
    graph.add_node("n:a", label='Aylin "A" Sarper, dr.', kind="person", iri="n:a")
    graph.add_node("n:c", label="=1+1", kind="group", iri="n:c")
    graph.add_edge("n:b", "n:a", weight=1, newman=1.0, events=["e:1"], evidence=["x:1", "x:2"])
    graph.add_edge("n:c", "n:a", weight=2, newman=1.5, events=["e:1", "e:2"], evidence=["x:3"])
    return graph


EDGES = {
    ("n:a", "n:b"): {"weight": 1, "newman": 1.0, "events": ["e:1"], "evidence": ["x:1", "x:2"]},
    ("n:a", "n:c"): {"weight": 2, "newman": 1.5, "events": ["e:1", "e:2"], "evidence": ["x:3"]},
}


def edges_of(graph: nx.Graph, *, lists_as_json: bool) -> dict[tuple[str, str], dict[str, Any]]:
    found = {}
    for a, b, data in graph.edges(data=True):
        plain = {name: value for name, value in data.items() if name != "id"}
        if lists_as_json:
            plain |= {name: json.loads(plain[name]) for name in ("events", "evidence")}
        found[min(a, b), max(a, b)] = plain
    return found


def test_graphml_can_be_read_back(tmp_path: Path) -> None:
    write_network(network(), tmp_path / "n.graphml")
    found = nx.read_graphml(tmp_path / "n.graphml")
    assert dict(found.nodes(data=True)) == dict(network().nodes(data=True))
    assert edges_of(found, lists_as_json=True) == EDGES
    root = ET.parse(tmp_path / "n.graphml").getroot()  # noqa: S314
    described = root.find("{*}graph/{*}desc")
    assert described is not None
    assert json.loads(described.text or "") == network().graph
    assert {key.get("for") for key in root.findall("{*}key")} == {"node", "edge"}


def test_gexf_can_be_read_back_and_carries_no_date(tmp_path: Path) -> None:
    write_network(network(), tmp_path / "n.gexf")
    found = nx.read_gexf(tmp_path / "n.gexf")
    for *_, data in (*found.nodes(data=True), *found.edges(data=True)):
        data.pop("viz", None)
    assert dict(found.nodes(data=True)) == dict(network().nodes(data=True))
    assert edges_of(found, lists_as_json=True) == EDGES
    text = (tmp_path / "n.gexf").read_text("utf-8")
    assert "lastmodifieddate" not in text
    assert "NetworkX" not in text
    meta = ET.parse(tmp_path / "n.gexf").getroot()[0]  # noqa: S314
    assert json.loads(meta[1].text or "") == network().graph


def test_json_is_the_node_link_form_with_lists(tmp_path: Path) -> None:
    write_network(network(), tmp_path / "n.json")
    data = json.loads((tmp_path / "n.json").read_text("utf-8"))
    assert sorted(data) == ["directed", "edges", "graph", "multigraph", "nodes"]
    assert data["graph"] == network().graph
    found = nx.node_link_graph(data, edges="edges")
    assert dict(found.nodes(data=True)) == dict(network().nodes(data=True))
    assert edges_of(found, lists_as_json=False) == EDGES


def test_csv_has_one_row_an_edge(tmp_path: Path) -> None:
    write_network(network(), tmp_path / "n.csv")
    with (tmp_path / "n.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows == [
        ["source", "source_label", "source_kind", "target", "target_label", "target_kind",
         "weight", "newman", "events", "evidence"],
        ["n:a", 'Aylin "A" Sarper, dr.', "person", "n:b", "Işık Vakfı", "organization",
         "1", "1.0", '["e:1"]', '["x:1", "x:2"]'],
        ["n:a", 'Aylin "A" Sarper, dr.', "person", "n:c", "'=1+1", "group",
         "2", "1.5", '["e:1", "e:2"]', '["x:3"]'],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1"])
def test_no_name_is_a_formula_in_csv(tmp_path: Path, name: str) -> None:
    graph = nx.Graph()
    graph.add_edge(name, "b", note=name, weight=-1)
    write_network(graph, tmp_path / "n.csv")
    with (tmp_path / "n.csv").open(encoding="utf-8", newline="") as stream:
        _, row = csv.reader(stream)
    assert [row[0], row[1], row[6], row[7]] == [f"'{name}", f"'{name}", "-1", f"'{name}"]


@pytest.mark.parametrize("suffix", NETWORK_SUFFIXES)
def test_the_order_of_nodes_and_edges_does_not_matter(tmp_path: Path, suffix: str) -> None:
    turned = nx.Graph(**dict(reversed(network().graph.items())))
    turned.add_nodes_from(reversed(list(network().nodes(data=True))))
    turned.add_edges_from(
        (b, a, dict(reversed(data.items()))) for a, b, data in reversed(list(network().edges(data=True)))
    )
    write_network(network(), tmp_path / f"one{suffix}")
    write_network(turned, tmp_path / f"other{suffix}")
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"other{suffix}").read_bytes()


def directed() -> nx.DiGraph:
    graph = nx.DiGraph(name="speaker-topic", directed=True, via="statement")
    graph.add_edge("n:b", "n:a", weight=1, events=["s:1"], evidence=["s:1"])
    graph.add_edge("n:a", "n:b", weight=2, events=["s:2", "s:3"], evidence=["s:2", "s:3"])
    graph.add_edge("n:b", "n:c", weight=1, events=["s:1"], evidence=["s:1"])
    return graph


@pytest.mark.parametrize("suffix", NETWORK_SUFFIXES)
def test_a_directed_network_keeps_its_directions(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"n{suffix}"
    write_network(directed(), file)
    if suffix == ".csv":
        with file.open(encoding="utf-8", newline="") as stream:
            found = [(row["source"], row["target"], row["weight"]) for row in csv.DictReader(stream)]
        assert found == [("n:a", "n:b", "2"), ("n:b", "n:a", "1"), ("n:b", "n:c", "1")]
        return
    if suffix == ".json":
        graph = nx.node_link_graph(json.loads(file.read_text("utf-8")), edges="edges")
    else:
        graph = (nx.read_graphml if suffix == ".graphml" else nx.read_gexf)(file)
        kind = {".graphml": "edgedefault", ".gexf": "defaultedgetype"}[suffix]
        assert f'{kind}="directed"' in file.read_text("utf-8")
    assert graph.is_directed()
    weights = {(a, b): weight for a, b, weight in graph.edges(data="weight")}
    assert weights == {("n:a", "n:b"): 2, ("n:b", "n:a"): 1, ("n:b", "n:c"): 1}


def test_statuses_and_plans_are_written(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_edge("n:a", "n:b", weight=2, statuses={"planned": 1, "held": 1}, planned=False, events=["e:1", "e:2"])
    write_network(graph, tmp_path / "n.csv")
    with (tmp_path / "n.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert list(row)[6:] == ["weight", "statuses", "planned", "events"]
    assert (json.loads(row["statuses"]), row["planned"]) == ({"held": 1, "planned": 1}, "False")
    write_network(graph, tmp_path / "n.graphml")
    data = nx.read_graphml(tmp_path / "n.graphml").edges["n:a", "n:b"]
    assert (json.loads(data["statuses"]), data["planned"]) == ({"held": 1, "planned": 1}, False)


def odd() -> nx.MultiDiGraph:
    """What users may bring along: other keys, other types, names that the formats keep for themselves."""
    graph = nx.MultiDiGraph(name=7, id="g", when=date(2031, 5, 4), limit=float("inf"), nothing=None)
    graph.add_node(1, label=None, kind=rdflib.URIRef("x:k"), id="mine", viz="v", start=date(2031, 5, 4), mixed=1)
    graph.add_node(("a", 2), label="bell \x07 nul \x00 lone \ud800", mixed="one", tags={"b", "a"}, pid=3)
    graph.add_node(rdflib.URIRef("x:n"), mixed=1.5, big=10**30, truth=True)
    graph.add_edge(1, ("a", 2), weight="heavy", type="t", source="s", id=5, end=None)
    graph.add_edge(1, ("a", 2), weight=2, key="k", ratio=float("nan"))
    graph.add_edge(rdflib.URIRef("x:n"), rdflib.URIRef("x:n"), weight=1.5, deep={"b": [1, {2}], "a": None})
    return graph


@pytest.mark.parametrize("suffix", NETWORK_SUFFIXES)
def test_any_graph_can_be_written_and_read(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"odd{suffix}"
    write_network(odd(), file)
    if suffix == ".csv":
        assert len(file.read_text("utf-8").splitlines()) == 4
        return
    if suffix == ".json":
        found = nx.node_link_graph(json.loads(file.read_text("utf-8")), edges="edges")
    else:
        found = (nx.read_graphml if suffix == ".graphml" else nx.read_gexf)(file)
    assert set(found) == {"1", "('a', 2)", "x:n"}
    assert found.number_of_edges() == 3
    assert found.is_directed()
    assert found.nodes["('a', 2)"]["label"] == "bell  nul  lone "


def test_two_nodes_with_one_key_as_text(tmp_path: Path) -> None:
    for pair in ((1, "1"), ("a\x00", "a")):
        with pytest.raises(UsageError, match="same key"):
            write_network(nx.Graph([pair]), tmp_path / "n.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", NETWORK_SUFFIXES)
def test_an_empty_network(tmp_path: Path, suffix: str) -> None:
    write_network(nx.Graph(), tmp_path / f"n{suffix}")
    assert (tmp_path / f"n{suffix}").read_bytes().endswith(b"\n")


def test_an_unknown_suffix_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.graphml \.gexf \.csv \.json"):
        write_network(nx.Graph(), tmp_path / "n.ttl")
