from __future__ import annotations

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.network import RankedNode, find_actor, find_node, load_network, rank, shortest_paths

BASE = "https://w3id.org/turkic-ngo-kg/id/"


def test_ties_share_a_rank_and_the_next_ranks_are_skipped() -> None:
    graph = nx.Graph([("a", "b"), ("b", "c"), ("c", "d"), ("b", "d"), ("d", "e")])
    # Degrees: b 3, d 3, c 2, a 1, e 1; four other nodes.
    assert rank(graph, "degree") == [
        RankedNode(1, "b", "b", 0.75),
        RankedNode(1, "d", "d", 0.75),
        RankedNode(3, "c", "c", 0.5),
        RankedNode(4, "a", "a", 0.25),
        RankedNode(4, "e", "e", 0.25),
    ]


def test_equal_nodes_stand_by_label_then_by_iri() -> None:
    graph = nx.complete_graph(4)
    nx.set_node_attributes(graph, {0: "Zu", 1: "Anar", 2: "Zu", 3: "Ömer"}, "label")
    assert [(row.rank, row.label, row.iri) for row in rank(graph, "degree")] == [
        (1, "Anar", "1"),
        (1, "Zu", "0"),
        (1, "Zu", "2"),
        (1, "Ömer", "3"),
    ]


def test_rounding_noise_does_not_order() -> None:
    graph = nx.Graph()
    # 0.1 + 0.2 is a little more than 0.3 in floating point.
    graph.add_weighted_edges_from([("z", "p", 0.1), ("z", "q", 0.2), ("a", "r", 0.3)])
    assert 0.1 + 0.2 > 0.3
    rows = rank(graph, "degree", weighted=True)
    assert [(row.rank, row.label) for row in rows[:3]] == [(1, "a"), (1, "r"), (1, "z")]
    assert rows[0].score == rows[2].score


def test_close_scores_that_do_differ_are_ordered() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("a", "b", 1.0), ("c", "d", 1.0 + 1e-9)])
    assert [(row.rank, row.label) for row in rank(graph, "degree", weighted=True)] == [
        (1, "c"),
        (1, "d"),
        (3, "a"),
        (3, "b"),
    ]


def test_top_cuts_off() -> None:
    graph = nx.star_graph(5)
    assert [row.label for row in rank(graph, "pagerank", top=2)] == ["0", "1"]
    assert len(rank(graph, "pagerank", top=100)) == 6
    with pytest.raises(UsageError, match="1 or more"):
        rank(graph, "pagerank", top=0)


def test_weights_count_when_asked_to() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("a", "b", 1), ("b", "c", 1), ("c", "d", 9)])
    assert [row.label for row in rank(graph, "degree", top=2)] == ["b", "c"]
    assert [row.label for row in rank(graph, "degree", weighted=True, top=2)] == ["c", "d"]


def test_a_row_as_dictionary() -> None:
    assert rank(nx.path_graph(3), "betweenness", top=1)[0].as_dict() == {
        "rank": 1,
        "iri": "1",
        "label": "1",
        "score": 1.0,
    }


def test_an_unknown_measure() -> None:
    with pytest.raises(UsageError, match="did you mean pagerank"):
        rank(nx.path_graph(2), "page-rank")


# ShortestPaths.


def test_all_shortest_ways_in_order_with_their_evidence(meetings: ox.Store) -> None:
    graph = load_network(meetings, "polity-cooperation")
    (way,) = shortest_paths(graph, BASE + "polity/tm", BASE + "polity/tr")
    assert way.length == 3
    assert [(step.source_label, step.target_label) for step in way.steps] == [
        ("Turkmenistan", "Uzbekistan"),
        ("Uzbekistan", "Azerbaijan"),
        ("Azerbaijan", "Türkiye"),
    ]
    assert way.steps[2].events == (BASE + "event/a", BASE + "event/f")
    assert way.steps[0].evidence == (BASE + "article/june/assertion/g4", BASE + "article/june/assertion/g5")
    told = way.as_dict()
    assert (told["length"], told["steps"][0]["source"]) == (3, BASE + "polity/tm")


def test_several_ways_stand_by_label() -> None:
    graph = nx.Graph()
    for label, middle in (("Zu", 1), ("Anar", 2), ("Ömer", 3)):
        graph.add_node(middle, label=label)
        graph.add_edges_from([("s", middle), (middle, "t")])
    graph.add_edges_from([("s", "u"), ("u", "v"), ("v", "t")])  # longer
    ways = shortest_paths(graph, "s", "t")
    assert [way.steps[0].target_label for way in ways] == ["Anar", "Zu", "Ömer"]
    assert [way.steps[0].target_label for way in shortest_paths(graph, "s", "t", limit=2)] == ["Anar", "Zu"]


def test_as_many_ways_as_networkx_finds() -> None:
    graph = nx.grid_2d_graph(4, 5)
    ways = shortest_paths(graph, (0, 0), (3, 4))
    assert len(ways) == 35  # (3 + 4)! / (3! 4!)
    found = {tuple(step.target for step in way.steps) for way in ways}
    assert found == {tuple(map(str, way[1:])) for way in nx.all_shortest_paths(graph, (0, 0), (3, 4))}


def test_no_way_and_no_step() -> None:
    graph = nx.Graph([("a", "b"), ("c", "d")])
    assert shortest_paths(graph, "a", "c") == []
    (stay,) = shortest_paths(graph, "a", "a")
    assert (stay.length, stay.steps) == (0, ())


def test_ways_follow_directed_edges() -> None:
    graph = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a")])
    assert [way.length for way in shortest_paths(graph, "a", "c")] == [2]


def test_ways_without_number_end_at_the_limit() -> None:
    # 2^60 shortest ways: they are found one by one.
    graph = nx.Graph()
    for i in range(60):
        graph.add_edges_from([(i, (i, 0)), (i, (i, 1)), ((i, 0), i + 1), ((i, 1), i + 1)])
    assert len(shortest_paths(graph, 0, 60, limit=5)) == 5
    with pytest.raises(UsageError, match="1 or more"):
        shortest_paths(graph, 0, 60, limit=0)


@pytest.mark.parametrize("name", ["polity/tr", "Türkiye", "TÜRKİYE", "turkiye", BASE + "polity/tr"])
def test_a_node_by_any_of_its_names(meetings: ox.Store, name: str) -> None:
    assert find_node(load_network(meetings, "polity-cooperation"), name) == BASE + "polity/tr"


def test_a_node_that_is_not_there_or_not_alone() -> None:
    graph = nx.Graph()
    graph.add_node("x/1", label="Ali Kaya")
    graph.add_node("x/2", label="ALİ KAYA")
    with pytest.raises(UsageError, match="x/1, x/2"):
        find_node(graph, "ali kaya")
    with pytest.raises(UsageError, match="did you mean Ali Kaya"):
        find_node(graph, "Ali Kayo")
    with pytest.raises(UsageError):
        find_node(graph, "")
    with pytest.raises(UsageError, match="not a node"):
        shortest_paths(graph, "x/1", "x/3")


def test_the_number_of_ways_is_known_without_walking_them() -> None:
    graph = nx.Graph()
    for i in range(60):
        graph.add_edges_from([(i, (i, 0)), (i, (i, 1)), ((i, 0), i + 1), ((i, 1), i + 1)])
    assert shortest_paths(graph, 0, 60, limit=5).total == 2**60
    grid = nx.grid_2d_graph(4, 5)
    assert (len(shortest_paths(grid, (0, 0), (3, 4), limit=3)), shortest_paths(grid, (0, 0), (3, 4)).total) == (3, 35)
    assert shortest_paths(nx.Graph([("a", "b"), ("c", "d")]), "a", "c").total == 0
    assert shortest_paths(nx.path_graph(2), 0, 0).total == 1
    directed = nx.MultiDiGraph([("a", "b"), ("a", "b"), ("b", "d"), ("a", "c"), ("c", "d"), ("d", "a")])
    assert shortest_paths(directed, "a", "d").total == 2
    assert shortest_paths(directed, "d", "b").total == 1


def test_a_node_by_an_alternative_name(meetings: ox.Store) -> None:
    graph = load_network(meetings, "polity-cooperation")
    store = ox.Store()
    store.extend(meetings)
    label = "http://www.w3.org/2004/02/skos/core#altLabel"
    for code, name in (("tr", "Anatolia"), ("uz", "The Land"), ("az", "the  LAND")):
        node = ox.NamedNode(f"{BASE}polity/{code}")
        store.add(ox.Quad(node, ox.NamedNode(label), ox.Literal(name)))
    assert find_actor(graph, "ANATOLİA", store) == BASE + "polity/tr"
    assert find_actor(graph, "Türkiye", store) == BASE + "polity/tr"
    with pytest.raises(UsageError, match="a name of 2 nodes"):
        find_actor(graph, "the land", store)
    with pytest.raises(UsageError, match="not a node"):
        find_actor(graph, "Atlantis", store)
