"""Every measure that networkx has too, on random graphs: equal within 1e-9."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import networkx as nx
import pytest

from kg.network import assortativity, brokerage_roles, communities, describe, find_measure
from kg.network.spectral import katz_alpha

WITHIN = 1e-9
SEEDS = range(20)
DIRECTED = pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
WEIGHTED = pytest.mark.parametrize("weighted", [False, True], ids=["unweighted", "weighted"])


def near(expected: Any) -> Any:
    return pytest.approx(expected, abs=WITHIN, rel=0)


def random_graph(seed: int, *, directed: bool = False, loops: bool = True) -> nx.Graph:
    """Connected or not, with weights that are whole or not; its nodes are no numbers in order."""
    chance = random.Random(seed)  # noqa: S311
    n = chance.choice([2, 3, 8, 15, 30])
    graph = nx.gnp_random_graph(n, chance.choice([0.05, 0.15, 0.4]), seed=seed, directed=directed)
    graph.add_edge(0, 1)
    if loops and seed % 2:
        graph.add_edge(0, 0)
    for _, _, data in graph.edges(data=True):
        data["weight"] = chance.randint(1, 4) if seed % 3 else round(chance.uniform(0.1, 3), 3)
        data["length"] = 1 / Fraction(data["weight"])
    for node in graph:
        graph.nodes[node]["polity"] = chance.choice("abc")
    return nx.relabel_nodes(graph, {i: f"https://example.org/{(i * 7) % n}-{i}" for i in range(n)})


def ours(name: str, graph: nx.Graph, weighted: bool = False) -> dict[Any, float]:
    return find_measure(name).score(graph, weighted=weighted)


def finite(scores: Mapping[Any, float]) -> dict[Any, float]:
    """What networkx gives, without its NaN: these nodes have no score here."""
    return {node: score for node, score in scores.items() if not math.isnan(score)}


@pytest.mark.parametrize("seed", SEEDS)
def test_degrees_in_and_out(seed: int) -> None:
    graph = random_graph(seed, directed=True)
    assert ours("in-degree", graph) == near(nx.in_degree_centrality(graph))
    assert ours("out-degree", graph) == near(nx.out_degree_centrality(graph))
    assert ours("strength", graph) == near(dict(graph.degree(weight="weight")))
    assert ours("in-strength", graph) == near(dict(graph.in_degree(weight="weight")))
    assert ours("out-strength", graph) == near(dict(graph.out_degree(weight="weight")))
    flat = random_graph(seed)
    assert ours("strength", flat) == near(dict(flat.degree(weight="weight")))
    assert ours("in-degree", flat) == ours("out-degree", flat) == ours("degree", flat)


@DIRECTED
@WEIGHTED
@pytest.mark.parametrize("seed", SEEDS)
def test_nearness(seed: int, weighted: bool, directed: bool) -> None:
    graph = random_graph(seed, directed=directed)
    length = "length" if weighted else None
    turned = graph.reverse() if directed else graph

    def reference(function: Callable[..., Any], of: nx.Graph) -> Any:
        return near({node: float(score) for node, score in function(of, distance=length).items()})

    assert ours("harmonic", graph, weighted) == reference(nx.harmonic_centrality, graph)
    assert ours("out-harmonic", graph, weighted) == reference(nx.harmonic_centrality, turned)
    assert ours("out-closeness", graph, weighted) == reference(nx.closeness_centrality, turned)


@DIRECTED
@WEIGHTED
@pytest.mark.parametrize("seed", SEEDS)
def test_katz(seed: int, weighted: bool, directed: bool) -> None:
    graph = random_graph(seed, directed=directed)
    weight = "weight" if weighted else None
    alpha = katz_alpha(graph, weighted=weighted)
    assert ours("katz", graph, weighted) == near(nx.katz_centrality_numpy(graph, alpha=alpha, weight=weight))
    spectrum = nx.adjacency_spectrum(graph, weight=weight)
    radius = max(abs(value) for value in spectrum)
    # Of a matrix without cycles all eigenvalues are 0, which numpy finds only roughly.
    if radius > 0.05:
        assert alpha == pytest.approx(0.85 / radius, rel=1e-9)
    else:
        assert alpha == 0.85


@WEIGHTED
@DIRECTED
@pytest.mark.parametrize("seed", SEEDS)
def test_eigenvector_of_a_connected_graph(seed: int, directed: bool, weighted: bool) -> None:
    graph = random_graph(seed, directed=directed)
    nx.add_cycle(graph, [*list(graph)[:2], "third"], weight=1)  # networkx asks for more than two nodes
    parts = nx.strongly_connected_components(graph) if directed else nx.connected_components(graph)
    part = graph.subgraph(max(parts, key=len)).copy()
    assert len(part) >= 3
    expected = nx.eigenvector_centrality_numpy(part, weight="weight" if weighted else None)
    assert ours("eigenvector", part, weighted) == near(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_eigenvector_of_several_components(seed: int) -> None:
    """As networkx's power iteration, which starts alike everywhere, in the end."""
    graph = nx.disjoint_union(random_graph(seed), nx.disjoint_union(nx.complete_graph(7), nx.complete_graph(7)))
    expected = nx.eigenvector_centrality(graph, max_iter=20_000, tol=1e-15)
    assert ours("eigenvector", graph) == pytest.approx(expected, abs=1e-8, rel=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_eigenvector_flows_on(seed: int) -> None:
    """A strong part, and what hangs after and before it."""
    graph = nx.complete_graph(5, create_using=nx.DiGraph)
    chance = random.Random(seed)  # noqa: S311
    for new in range(5, 12):
        graph.add_edge(chance.randrange(new), new)
    graph.add_edge("before", 0)
    expected = nx.eigenvector_centrality(graph, max_iter=20_000, tol=1e-15)
    assert ours("eigenvector", graph) == near(expected)


@DIRECTED
@WEIGHTED
@pytest.mark.parametrize("seed", SEEDS)
def test_hubs_and_authorities(seed: int, weighted: bool, directed: bool) -> None:
    """Always a vector of the greatest singular value; where that is simple, the one of networkx."""
    import numpy as np

    graph = random_graph(seed, directed=directed)
    matrix = nx.to_numpy_array(graph, weight="weight" if weighted else None)
    left, values, right = np.linalg.svd(matrix)
    for name, way in (("hubs", matrix.T), ("authorities", matrix)):
        scores = np.array(list(ours(name, graph, weighted).values()))
        assert np.linalg.norm(way @ scores) == near(values[0] * np.linalg.norm(scores))
        assert scores.min() >= 0
        assert scores.sum() == near(1)
    if values[0] - values[1] < 1e-6:
        return
    for name, vector in (("hubs", left[:, 0]), ("authorities", right[0])):
        expected = dict(zip(graph, (vector / vector.sum()).tolist(), strict=True))
        assert ours(name, graph, weighted) == near(expected)
    if weighted and len(graph) > 3:
        hubs, authorities = nx.hits(graph, tol=1e-14)
        assert ours("hubs", graph, weighted) == near(hubs)
        assert ours("authorities", graph, weighted) == near(authorities)


@DIRECTED
@WEIGHTED
@pytest.mark.parametrize("seed", SEEDS)
def test_clustering(seed: int, weighted: bool, directed: bool) -> None:
    graph = random_graph(seed, directed=directed)
    assert ours("clustering", graph, weighted) == near(nx.clustering(graph, weight="weight" if weighted else None))


@DIRECTED
@pytest.mark.parametrize("seed", SEEDS)
def test_core(seed: int, directed: bool) -> None:
    graph = random_graph(seed, directed=directed)
    bare = graph.copy()
    bare.remove_edges_from(list(nx.selfloop_edges(graph)))
    assert ours("core", graph) == nx.core_number(bare)


@DIRECTED
@WEIGHTED
@pytest.mark.parametrize("seed", SEEDS)
def test_structural_holes(seed: int, weighted: bool, directed: bool) -> None:
    graph = random_graph(seed, directed=directed, loops=False)
    weight = "weight" if weighted else None
    # networkx's fast way warns of the isolated nodes; node by node it says NaN for those without edges out.
    nodes = [node for node in graph if len(graph[node])]
    for name, function in (("constraint", nx.constraint), ("effective-size", nx.effective_size)):
        scores = ours(name, graph, weighted)
        expected = finite(function(graph, nodes=nodes, weight=weight))
        assert {node: scores[node] for node in expected} == near(expected)
        assert set(scores) == {node for node in graph if graph.degree(node)}


@pytest.mark.parametrize("seed", SEEDS)
def test_two_modes(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    a, b = chance.randint(2, 12), chance.randint(2, 12)  # with 1, networkx divides by 0
    graph = nx.bipartite.random_graph(a, b, chance.choice([0.1, 0.3, 0.6]), seed=seed)
    agents = list(range(a))
    assert ours("bipartite-betweenness", graph) == near(nx.bipartite.betweenness_centrality(graph, agents))
    assert ours("bipartite-degree", graph) == near(nx.bipartite.degree_centrality(graph, agents))
    assert ours("bipartite-closeness", graph) == near(nx.bipartite.closeness_centrality(graph, agents))


@DIRECTED
@pytest.mark.parametrize("seed", SEEDS)
def test_the_network_as_a_whole(seed: int, directed: bool) -> None:
    graph = random_graph(seed, directed=directed)
    flat = nx.Graph(graph.to_undirected())
    flat.remove_edges_from(list(nx.selfloop_edges(flat)))
    told = describe(graph)
    assert (told.nodes, told.edges) == (len(graph), graph.number_of_edges())
    assert told.density == near(nx.density(graph))
    assert told.components == tuple(sorted(map(len, nx.connected_components(flat)), reverse=True))
    assert set(map(frozenset, told.bridges)) == set(map(frozenset, nx.bridges(flat)))
    assert told.articulation_nodes == tuple(sorted(nx.articulation_points(flat)))
    assert (told.transitivity or 0) == near(nx.transitivity(flat))
    largest = max(nx.connected_components(flat), key=lambda part: (len(part), nx.diameter(flat.subgraph(part))))
    sizes = [part for part in nx.connected_components(flat) if len(part) == len(largest)]
    assert told.diameter in {nx.diameter(flat.subgraph(part)) for part in sizes}
    groups = {graph.nodes[end]["polity"] for edge in graph.edges for end in edge}
    if len(groups) > 1:
        assert told.assortativity == near(nx.attribute_assortativity_coefficient(graph, "polity"))
    else:
        assert told.assortativity is None
    members = told.communities.members
    assert sorted(str(node) for part in members for node in part) == sorted(map(str, graph))


@WEIGHTED
@pytest.mark.parametrize("seed", SEEDS)
def test_modularity(seed: int, weighted: bool) -> None:
    graph = random_graph(seed, loops=False)
    found = communities(graph, weighted=weighted, seed=seed)
    expected = nx.community.modularity(graph, found.members, weight="weight" if weighted else None)
    assert found.modularity == near(expected)
    greedy = nx.community.greedy_modularity_communities(graph, weight="weight" if weighted else None)
    assert found.modularity >= nx.community.modularity(graph, greedy, weight="weight" if weighted else None) - 1e-3


def test_assortativity_of_the_ungrouped() -> None:
    graph = nx.path_graph(4)
    assert assortativity(graph) is None
    nx.set_node_attributes(graph, {0: "a", 1: "a", 2: "b"}, "polity")
    # 0–1 and 1–2 count, 2–3 does not.
    assert assortativity(graph) == near(nx.attribute_assortativity_coefficient(graph.subgraph([0, 1, 2]), "polity"))


def by_definition(graph: nx.Graph, broker: Any, role: Callable[[Any, Any, Any], bool]) -> int:
    """How many ordered pairs a, b with a → v → b and no a → b have groups that fit a role."""
    groups = nx.get_node_attributes(graph, "polity")
    return sum(
        graph.has_edge(a, broker)
        and graph.has_edge(broker, b)
        and not graph.has_edge(a, b)
        and role(groups[a], groups[broker], groups[b])
        for a in graph
        for b in graph
        if len({a, b, broker}) == 3
    )


ROLES: dict[str, Callable[[Any, Any, Any], bool]] = {
    "coordinator": lambda a, v, b: a == v == b,
    "itinerant": lambda a, v, b: a == b != v,
    "gatekeeper": lambda a, v, b: a != v == b,
    "representative": lambda a, v, b: a == v != b,
    "liaison": lambda a, v, b: len({a, v, b}) == 3,
}


@DIRECTED
@pytest.mark.parametrize("seed", SEEDS)
def test_brokerage_is_what_gould_and_fernandez_define(seed: int, directed: bool) -> None:
    graph = random_graph(seed, directed=directed)
    for broker, roles in brokerage_roles(graph).items():
        expected = {name: by_definition(graph, broker, role) for name, role in ROLES.items()}
        total = sum(expected.values())
        if not directed:
            # Each unordered pair stands there twice; as gatekeeper once, and once as representative.
            assert expected["gatekeeper"] == expected["representative"]
            expected |= {name: expected[name] // 2 for name in ("coordinator", "itinerant", "liaison")}
            total //= 2
        assert roles.as_dict() == expected | {"total": total}
        assert ours("brokerage", graph)[broker] == total
