"""Shortest paths where each way of finding them is used: few levels, many, lengths, hubs; against networkx."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.network import MEASURES, communities, describe
from kg.network.arcs import arcs
from kg.network.convert import as_simple
from kg.network.shortest import nearness


def ours(name: str, graph: nx.Graph, *, weighted: bool = False) -> dict[Any, float]:
    return MEASURES[name].score(graph, weighted=weighted)


def near(expected: dict[Any, float], within: float = 1e-9) -> Any:
    return pytest.approx(expected, rel=within, abs=within)


def with_lengths(graph: nx.Graph) -> nx.Graph:
    for *_, data in graph.edges(data=True):
        data["length"] = 1 / data["weight"]
    return graph


def weighed(graph: nx.Graph, seed: int) -> nx.Graph:
    chance = random.Random(seed)  # noqa: S311
    for *_, data in graph.edges(data=True):
        data["weight"] = chance.choice([1, 2, 3, 4]) if seed % 2 else round(chance.uniform(0.1, 3), 3)
    return with_lengths(graph)


SHAPES = {
    "a grid, whose paths are long and many": lambda: nx.convert_node_labels_to_integers(nx.grid_2d_graph(10, 18)),
    "a ring one way": lambda: nx.cycle_graph(40, create_using=nx.DiGraph),
    "a ladder": lambda: nx.circular_ladder_graph(60),
    "hubs": lambda: nx.barabasi_albert_graph(120, 3, seed=1),
    "two stars": lambda: nx.disjoint_union(nx.star_graph(40), nx.star_graph(30)),
    "a wheel on a stick": lambda: nx.lollipop_graph(30, 30),
    "scattered, directed": lambda: nx.gnp_random_graph(150, 0.012, seed=2, directed=True),
    "dense, directed": lambda: nx.gnp_random_graph(90, 0.3, seed=3, directed=True),
}


@pytest.mark.parametrize("name", SHAPES)
def test_without_weights(name: str) -> None:
    graph = SHAPES[name]()
    assert ours("betweenness", graph) == near(nx.betweenness_centrality(graph))
    assert ours("closeness", graph) == near(nx.closeness_centrality(graph))
    assert ours("harmonic", graph) == near(nx.harmonic_centrality(graph))
    assert ours("out-harmonic", graph) == near(
        nx.harmonic_centrality(graph.reverse() if graph.is_directed() else graph)
    )


@pytest.mark.parametrize("seed", [4, 5])
@pytest.mark.parametrize("name", SHAPES)
def test_with_weights(name: str, seed: int) -> None:
    graph = weighed(SHAPES[name](), seed)
    scale = 12.0 if seed % 2 else 1.0  # whole lengths, so that networkx too knows ways of the same length
    for *_, data in graph.edges(data=True):
        data["length"] = scale / data["weight"]
    assert ours("betweenness", graph, weighted=True) == near(nx.betweenness_centrality(graph, weight="length"))
    with_lengths(graph)
    assert ours("closeness", graph, weighted=True) == near(nx.closeness_centrality(graph, distance="length"))
    assert ours("harmonic", graph, weighted=True) == near(nx.harmonic_centrality(graph, distance="length"))


@pytest.mark.parametrize("n", [24, 26, 27, 64, 65, 252, 253, 300])
def test_a_path_of_any_length(n: int) -> None:
    """By formula: before and behind the i-th node stand i and n − 1 − i others."""
    graph = nx.path_graph(n)
    expected = {i: 2 * i * (n - 1 - i) / ((n - 1) * (n - 2)) for i in range(n)}
    assert ours("betweenness", graph) == near(expected, 1e-12)
    far = {i: (i * (i + 1) + (n - 1 - i) * (n - i)) / 2 for i in range(n)}
    assert ours("closeness", graph) == near({i: (n - 1) / each for i, each in far.items()}, 1e-12)
    assert describe(graph).diameter == n - 1


def test_distances_are_the_same_whether_by_bits_or_by_lengths() -> None:
    graph = nx.gnp_random_graph(200, 0.02, seed=6, directed=True)
    given = arcs(as_simple(graph, weighted=False))
    bits, lengths = nearness(given, unit=True), nearness(given, unit=False)
    assert bits.reaching.tolist() == lengths.reaching.tolist()
    assert bits.far.tolist() == lengths.far.tolist()
    assert bits.deepest == lengths.deepest


def test_weights_too_far_apart_are_refused_rather_than_guessed() -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=0.5)
    graph.add_edge("b", "c", weight=1e30)
    with pytest.raises(UsageError, match="differ so much"):
        ours("betweenness", graph, weighted=True)


@pytest.mark.campaign
def test_more_paths_than_a_float_counts_are_refused() -> None:
    graph = nx.Graph()
    for i in range(1100):  # a chain of squares: twice as many paths after each
        graph.add_edges_from([((i, 0), (i, 1)), ((i, 0), (i, 2)), ((i, 1), (i + 1, 0)), ((i, 2), (i + 1, 0))])
    with pytest.raises(UsageError, match="more shortest paths"):
        ours("betweenness", graph)


@pytest.mark.parametrize("seed", range(6))
def test_bridges_and_articulation_nodes_by_taking_them_away(seed: int) -> None:
    graph = nx.relabel_nodes(nx.gnp_random_graph(30, 0.07, seed=seed), str)
    parts, told = nx.number_connected_components(graph), describe(graph)

    def falls_apart(without: nx.Graph) -> bool:
        return bool(nx.number_connected_components(without) > parts)

    bridges = {frozenset(edge) for edge in graph.edges if falls_apart(nx.restricted_view(graph, [], [edge]))}
    assert set(map(frozenset, told.bridges)) == bridges
    nodes = {node for node in graph if falls_apart(nx.restricted_view(graph, [node], []))}
    assert set(told.articulation_nodes) == nodes


@pytest.mark.parametrize("seed", range(8))
def test_every_community_hangs_together(seed: int) -> None:
    """What Leiden's algorithm promises and Louvain's does not; and it finds no less than Louvain's."""
    graph = weighed(nx.gnp_random_graph(80, 0.05, seed=seed), seed)
    found = communities(graph, weighted=True, seed=seed)
    assert all(nx.is_connected(graph.subgraph(members)) for members in found.members)
    louvain = nx.community.louvain_communities(graph, seed=seed)
    assert found.modularity is not None
    assert found.modularity >= nx.community.modularity(graph, louvain) - 1e-12


@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
def test_modularity_with_self_loops_and_resolution(resolution: float) -> None:
    graph = nx.karate_club_graph()
    graph.add_edge(3, 3, weight=5)
    found = communities(graph, weighted=True, resolution=resolution)
    expected = nx.community.modularity(graph, found.members, resolution=resolution)
    assert found.modularity == pytest.approx(expected, abs=1e-12)


def test_planted_communities_are_found() -> None:
    graph = nx.planted_partition_graph(5, 20, 0.6, 0.02, seed=1)
    planted = [list(range(i, i + 20)) for i in range(0, 100, 20)]
    assert sorted(sorted(int(str(node)) for node in members) for members in communities(graph).members) == planted
