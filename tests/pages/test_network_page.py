"""The page of a network as a text: what stands in it without scripts, for whom, and the same every time."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

import kg
from kg.errors import UsageError
from kg.export import write_picture
from kg.network import load_network, projections
from kg.network.attributes import edge_list
from kg.views.network.page import network_page
from tests import commands

VOID = {"br", "hr", "img", "input", "link", "meta"}


class Reader(HTMLParser):
    """Ids, links, attributes, scripts, and the text outside of scripts; faults are elements closed out of order."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.tags: Counter[str] = Counter()
        self.faults: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(source)
        self.close()
        self.faults += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags[tag] += 1
        self.attributes |= said.keys()
        self.ids += [said["id"] or ""] if "id" in said else []
        self.links += [said["href"] or ""] if tag == "a" else []
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if "script" not in self._open and "style" not in self._open:
            self.text += data + "\n"


def directed() -> nx.DiGraph:
    graph = nx.DiGraph(name="who addresses whom")
    graph.add_weighted_edges_from([("a", "b", 3), ("b", "a", 1), ("b", "c", 1), ("c", "c", 9)])
    return graph


@pytest.mark.parametrize("name", sorted(projections()))
def test_without_scripts_all_is_there(meetings: ox.Store, name: str) -> None:
    graph = load_network(meetings, name)
    page = Reader(network_page(graph, meetings))
    assert not page.faults
    assert [each for each, count in Counter(page.ids).items() if count > 1] == []
    for _, data in graph.nodes(data=True):
        assert data["label"] in page.text
    assert str(graph.graph["warning"]) in page.text
    assert str(graph.graph["summary"]) in page.text
    evidence = {iri for *_, data in graph.edges(data=True) for iri in edge_list(data, "evidence")}
    assert {f"c{number}" for number in range(1, len(evidence) + 1)} <= set(page.ids)
    # Each edge refers to its claims.
    references = [link for link in page.links if link.startswith("#c") and link != "#content"]
    assert len(references) == sum(len(edge_list(data, "evidence")) for *_, data in graph.edges(data=True))
    assert {link[1:] for link in references} <= set(page.ids)
    # The policy admits neither.
    assert not [each for each in page.attributes if each == "style" or each.startswith("on")]


def test_the_words_of_the_articles_stand_behind_the_edges(bundled: kg.Graph) -> None:
    graph = bundled
    page = Reader(network_page(graph.network("polity-cooperation"), graph.dataset()))
    # As the articles have it.
    for quote in ("The second NGO forum of Uzbekistan and Azerbaijan", "27 ноября 2023 года в Физули"):
        assert quote in page.text
    assert "said by Aygün Aliyeva" in page.text
    assert "https://www.trend.az/azerbaijan/society/4122096.html" in page.links


def test_a_claim_that_the_store_does_not_hold_is_told(meetings: ox.Store) -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", evidence=["http://example.org/nowhere", "not an <IRI>"], events=["no IRI"])
    for dataset in (meetings, None):
        text = Reader(network_page(graph, dataset)).text
        assert "http://example.org/nowhere: this graph does not hold it." in text
        assert "not an <IRI>: this graph does not hold it." in text
        assert "no IRI" in text


@pytest.mark.parametrize(
    "graph",
    [nx.Graph(), nx.empty_graph(1), nx.Graph([(1, 1)]), nx.MultiGraph([(1, 2), (2, 1)]), nx.MultiDiGraph([(1, 2)] * 2)],
    ids=["none", "one", "loop", "parallel", "parallel-directed"],
)
def test_odd_graphs_have_a_page(graph: nx.Graph) -> None:
    page = Reader(network_page(graph))
    assert not page.faults
    assert f"{len(graph)} node" in page.text


def test_parallel_edges_are_one_row_with_their_sum() -> None:
    graph = nx.MultiGraph()
    graph.add_edge("a", "b", weight=2, evidence=["one"])
    graph.add_edge("b", "a", weight=5, evidence=["two"])
    page = network_page(graph)
    assert re.search(
        r'<th scope="row">a</th><td>b</td><td>7</td><td></td><td><a href="#c1">1</a> <a href="#c2">2</a>', page
    )


def test_an_arrow_leads_from_source_to_target() -> None:
    page = network_page(directed())
    wide = page[page.index('<svg class="wide"') : page.index("</svg>")]
    assert wide.count('class="head"') == 3  # the loop is not drawn
    text = Reader(page).text
    assert "directed" in text
    assert "An arrow leads from the source of an edge to its target." in text
    assert "Edges from a node to itself, not drawn: 1." in text
    assert "<title>a → b</title>" in page
    assert "<title>b → a</title>" in page
    assert "<title>c → b</title>" not in page
    assert re.search(r'<th scope="row">c</th><td>c</td><td>9</td>', page)  # but listed


def test_a_measure_that_is_not_defined_everywhere() -> None:
    graph = nx.path_graph(3)
    graph.add_node("alone", label="Alone")
    text = Reader(network_page(graph, by="constraint")).text
    assert "constraint is not defined for 1 of the nodes" in text
    assert re.search(r"Alone\n+\s*not defined", text)


def test_colours_of_polities_or_of_kinds(meetings: ox.Store) -> None:
    graph = load_network(meetings, "polity-cooperation")
    assert "Colour and letters: polity" in network_page(graph, meetings)
    kinds = network_page(graph, meetings, colour="kind")
    assert "Colour and letters" not in kinds
    assert "Shape and colour: kind" in kinds
    assert "Shape and colour: kind" in network_page(graph)  # nothing tells the polities
    with pytest.raises(UsageError, match="did you mean polity"):
        network_page(graph, meetings, colour="politty")


def test_names_and_files_in_the_language_asked_for(meetings: ox.Store, tmp_path: Path) -> None:
    graph = load_network(meetings, "polity-cooperation")
    write_picture(graph, tmp_path / "net.html", meetings, languages=("az", "en"))
    text = Reader((tmp_path / "net.html").read_text(encoding="utf-8")).text
    # CLDR's Azerbaijani names.
    named = [name for name in ("Azərbaycan", "Qazaxıstan", "Türkiyə", "Özbəkistan", "Qırğızıstan") if name in text]
    assert named
    english = Reader(network_page(graph, meetings)).text
    assert not [name for name in named if name in english]
    assert "label" in next(iter(graph.nodes.values()))
    assert not [data for _, data in graph.nodes(data=True) if data["label"] in named]  # the graph itself stays


def test_the_order_of_nodes_and_edges_does_not_matter(meetings: ox.Store) -> None:
    graph = load_network(meetings, "co-participation")
    turned = nx.Graph(**graph.graph)
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    assert network_page(graph, meetings) == network_page(turned, meetings)


@pytest.mark.campaign
def test_the_same_bytes_whatever_the_seed_of_hashes(bundled: kg.Graph, other_seed: Path) -> None:
    page = network_page(bundled.network("agent-event"), bundled.dataset())
    assert page == (other_seed / "pages" / "agent-event.html").read_text("utf-8") != ""


def test_what_was_only_planned_is_dashed_and_marked() -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", planned=True)
    graph.add_edge("b", "c", planned=False)
    page = network_page(graph)
    wide = page[page.index('<svg class="wide"') : page.index("</svg>")]
    assert re.findall(r'class="edge planned" data-e="\d+" [^>]*><title>(.*?)<', wide) == ["a — b"]
    row = '<th scope="row">a</th><td>b</td><td>1 <span class="mark">planned, not held</span></td>'
    assert row in page
    assert page.count('<span class="mark">planned, not held</span>') == 1


def test_a_mention_is_evidence_too(bundled: kg.Graph) -> None:
    """A mention stands in the graph of its article alone, not in the merge."""
    graph = bundled
    mention = min(
        quad.subject.value
        for quad in graph.dataset().quads_for_pattern(None, ox.NamedNode("http://www.w3.org/ns/oa#hasBody"), None, None)
        if isinstance(quad.subject, ox.NamedNode)
    )
    net = nx.Graph()
    net.add_edge("a", "b", evidence=[mention])
    assert "this graph does not hold it" not in Reader(network_page(net, graph.dataset())).text


def test_the_command_and_the_library_write_the_same_page(
    bundled: kg.Graph, bundled_store: Path, tmp_path: Path
) -> None:
    bundled.draw("agent-event", tmp_path / "one.html", by="betweenness", labels=5, colour="kind", languages=("az",))
    options: list[str | Path] = ["--by", "betweenness", "--labels", "5", "--colour", "kind", "--lang", "az"]
    done = commands.run(["draw", "agent-event", "two.html", *options, "--store", bundled_store], cwd=tmp_path)
    assert done.stdout == "two.html\n"
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    page = (tmp_path / "two.html").read_text(encoding="utf-8")
    assert "names shown: 5 of 24" in page
    assert "Size: betweenness" in page
