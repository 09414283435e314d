"""The measures against closed forms, published values, the gold standard and networkx."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from typing import Any

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.network import MEASURES, find_measure
from kg.network.centrality import betweenness, closeness, degree, pagerank

EIGHT = ("AZ", "TR", "UZ", "KZ", "KG", "TM", "HU", "Northern Cyprus")
HELD = (("AZ", "TR"), ("AZ", "UZ"), ("AZ", "KZ"))


def near(expected: dict[Any, float], within: float = 1e-12) -> Any:
    return pytest.approx(expected, abs=within, rel=0)


# Gold standard, questions 18 to 20: the values are typed from there.


def test_gold_18_the_four_polities_with_held_forums() -> None:
    graph = nx.Graph(HELD)
    assert degree(graph) == near({"AZ": 1.0, "TR": 0.3333, "UZ": 0.3333, "KZ": 0.3333}, 5e-5)
    assert betweenness(graph) == {"AZ": 1.0, "TR": 0.0, "UZ": 0.0, "KZ": 0.0}


def test_gold_19_the_same_over_all_eight() -> None:
    graph = nx.Graph(HELD)
    graph.add_nodes_from(EIGHT)
    rest = dict.fromkeys(EIGHT[4:], 0.0)
    assert degree(graph) == near({"AZ": 0.4286, "TR": 0.1429, "UZ": 0.1429, "KZ": 0.1429} | rest, 5e-5)
    assert betweenness(graph) == near({"AZ": 0.1429, "TR": 0.0, "UZ": 0.0, "KZ": 0.0} | rest, 5e-5)


def test_gold_20_co_mention_in_the_list_of_grants() -> None:
    graph = nx.Graph(combinations(EIGHT, 2))
    assert graph.number_of_edges() == 28
    assert degree(graph) == dict.fromkeys(EIGHT, 1.0)
    assert closeness(graph) == dict.fromkeys(EIGHT, 1.0)
    assert betweenness(graph) == dict.fromkeys(EIGHT, 0.0)


# Closed forms.


@pytest.mark.parametrize("leaves", [1, 2, 3, 7, 50])
def test_a_star(leaves: int) -> None:
    graph = nx.star_graph(leaves)
    n, alpha = leaves + 1, 0.85
    # The centre's PageRank c and a leaf's l: c = (1 − α)/n + α k l, l = (1 − α)/n + α c/k.
    centre = (1 - alpha) / n * (1 + alpha * leaves) / (1 - alpha**2)

    def star(of_centre: float, of_leaf: float) -> Any:
        return near({0: of_centre} | dict.fromkeys(range(1, n), of_leaf), 1e-10)

    assert degree(graph) == star(1, 1 / leaves)
    assert betweenness(graph) == star(1 if leaves > 1 else 0, 0)
    assert closeness(graph) == star(1, leaves / (2 * leaves - 1))
    assert pagerank(graph) == star(centre, (1 - centre) / leaves)


@pytest.mark.parametrize("n", [2, 3, 4, 9, 30])
def test_a_path(n: int) -> None:
    graph = nx.path_graph(n)
    assert degree(graph) == near({i: (1 if i in (0, n - 1) else 2) / (n - 1) for i in range(n)})
    pairs = (n - 1) * (n - 2) / 2
    assert betweenness(graph) == near({i: i * (n - 1 - i) / pairs if n > 2 else 0.0 for i in range(n)})
    distances = [i * (i + 1) / 2 + (n - 1 - i) * (n - i) / 2 for i in range(n)]
    assert closeness(graph) == near({i: (n - 1) / distances[i] for i in range(n)})


@pytest.mark.parametrize("n", [3, 4, 5, 8, 31])
def test_a_cycle(n: int) -> None:
    graph = nx.cycle_graph(n)
    through = (n - 1) * (n - 3) / 8 if n % 2 else (n - 2) ** 2 / 8
    assert degree(graph) == near(dict.fromkeys(range(n), 2 / (n - 1)))
    assert betweenness(graph) == near(dict.fromkeys(range(n), through / ((n - 1) * (n - 2) / 2)))
    assert closeness(graph) == near(dict.fromkeys(range(n), 4 / (n + 1) if n % 2 else 4 * (n - 1) / n**2))
    assert pagerank(graph) == near(dict.fromkeys(range(n), 1 / n), 1e-10)


@pytest.mark.parametrize("n", [2, 3, 6, 20])
def test_a_complete_graph(n: int) -> None:
    graph = nx.complete_graph(n)
    assert degree(graph) == near(dict.fromkeys(range(n), 1.0))
    assert betweenness(graph) == near(dict.fromkeys(range(n), 0.0))
    assert closeness(graph) == near(dict.fromkeys(range(n), 1.0))
    assert pagerank(graph) == near(dict.fromkeys(range(n), 1 / n), 1e-10)


def test_two_components() -> None:
    # A pair, and a triangle: closeness is scaled by the share of the other nodes that are reached.
    graph = nx.disjoint_union(nx.complete_graph(2), nx.complete_graph(3))
    assert degree(graph) == {0: 0.25, 1: 0.25, 2: 0.5, 3: 0.5, 4: 0.5}
    assert betweenness(graph) == dict.fromkeys(range(5), 0.0)
    assert closeness(graph) == near({0: 0.25, 1: 0.25, 2: 0.5, 3: 0.5, 4: 0.5})
    assert pagerank(graph) == near(dict.fromkeys(range(5), 0.2), 1e-10)


# What a single node scores by definition, and three without an edge; constraint and effective size have no value.
ZERO: dict[str, float | None] = dict.fromkeys(MEASURES, 0.0)
ALONE = ZERO | {
    "degree": 1.0, "in-degree": 1.0, "out-degree": 1.0, "pagerank": 1.0, "eigenvector": 1.0, "katz": 1.0, "hubs": 1.0,
    "authorities": 1.0, "constraint": None, "effective-size": None,
}  # fmt: skip
APART = ZERO | {
    "pagerank": 1 / 3, "eigenvector": 3**-0.5, "katz": 3**-0.5, "hubs": 1 / 3, "authorities": 1 / 3,
    "constraint": None, "effective-size": None,
}  # fmt: skip
EVERY = pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)


def marked(graph: nx.Graph) -> nx.Graph:
    """The graph with what some measures need on its nodes."""
    for number, node in enumerate(graph):
        graph.nodes[node].update(bipartite=number % 2, polity="AZ")
    return graph


@EVERY
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_hardly_any_nodes(measure: Any, kind: Any) -> None:
    for weighted in (False, True, "newman"):
        for nodes, table in ((0, ALONE), (1, ALONE), (3, APART)):
            graph = marked(nx.empty_graph(nodes, create_using=kind))
            score = table[measure.name]
            expected = {} if score is None else dict.fromkeys(range(nodes), score)
            assert measure.score(graph, weighted=weighted) == near(expected)


@EVERY
@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
def test_no_score_is_ever_nan_or_missing_without_a_reason(measure: Any, directed: bool) -> None:
    """A node apart, a loop, a pair, and a cycle with a tail: every node has a finite score, or none by the rule."""
    graph = nx.empty_graph(1, create_using=nx.DiGraph if directed else nx.Graph)
    graph.add_edges_from([(1, 2), (3, 4), (4, 5), (5, 6), (6, 3), (6, 7)])
    if measure.needs != "bipartite":
        graph.add_edge(8, 8, weight=0.5)  # in a directed graph with weights, no cycle as strong as the other
    scores = measure.score(marked(graph) if measure.needs != "bipartite" else two_sides(graph), weighted=True)
    without = {0, 8} if measure.name in ("constraint", "effective-size") else set()
    assert set(scores) == set(graph) - without
    assert all(math.isfinite(score) and score >= 0 for score in scores.values())
    assert all(isinstance(score, float) for score in scores.values())


def test_where_there_is_no_one_eigenvector() -> None:
    eigenvector = MEASURES["eigenvector"].score
    with pytest.raises(UsageError, match="no edge of this network is on a cycle"):
        eigenvector(nx.path_graph(3, create_using=nx.DiGraph))
    two = nx.disjoint_union(*[nx.cycle_graph(3, create_using=nx.DiGraph)] * 2)
    with pytest.raises(UsageError, match="2 parts of this network share"):
        eigenvector(two)


@pytest.mark.campaign
def test_a_path_is_too_long_for_an_eigenvector_when_its_greatest_eigenvalues_are_too_near() -> None:
    with pytest.raises(UsageError, match="does not converge"):
        MEASURES["eigenvector"].score(nx.path_graph(3000))


def test_what_some_measures_need() -> None:
    graph = nx.path_graph(3)
    with pytest.raises(UsageError, match="no node of this network has a polity"):
        MEASURES["brokerage"].score(graph)
    with pytest.raises(UsageError, match="a node lacks the attribute bipartite"):
        MEASURES["bipartite-degree"].score(graph)
    nx.set_node_attributes(graph, 0, "bipartite")
    with pytest.raises(UsageError, match="an edge joins two nodes of one kind"):
        MEASURES["bipartite-degree"].score(graph)


def two_sides(graph: nx.Graph) -> nx.Graph:
    for node in graph:
        graph.nodes[node]["bipartite"] = node % 2
    return graph


# Weights: a weight is a strength, a length is 1/weight.


def test_a_strong_detour_is_shorter_than_a_weak_edge() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("a", "b", 1), ("a", "c", 4), ("c", "b", 4)])
    # From a to b: the edge is 1 long, the way by c 1/4 + 1/4.
    assert betweenness(graph) == {"a": 0.0, "b": 0.0, "c": 0.0}
    assert betweenness(graph, weighted=True) == {"a": 0.0, "b": 0.0, "c": 1.0}
    assert closeness(graph, weighted=True) == near({"a": 2 / 0.75, "b": 2 / 0.75, "c": 4.0})
    assert degree(graph, weighted=True) == near({"a": 2.5, "b": 2.5, "c": 4.0})


def test_ways_of_equal_length_count_alike_in_spite_of_rounding() -> None:
    # 1/3 + 1/3 + 1/3 and 1/6 · 6 are both 1, yet 1/3 and 1/6 are no floats.
    graph = nx.Graph()
    nx.add_path(graph, ["s", "x", "y", "t"], weight=3)
    nx.add_path(graph, ["s", 1, 2, 3, 4, 5, "t"], weight=6)
    scores = betweenness(graph, weighted=True)
    assert scores["x"] == pytest.approx(scores["y"], abs=1e-15)
    assert scores == near(reference(graph, nx.betweenness_centrality), 1e-12)


def test_parallel_edges_are_one_of_their_sum() -> None:
    several = nx.MultiGraph([("a", "b", {"weight": 1}), ("a", "b", {"weight": 2}), ("b", "c", {"weight": 3})])
    one = nx.Graph()
    one.add_weighted_edges_from([("a", "b", 3), ("b", "c", 3)])
    for graph in (several, one):
        nx.set_node_attributes(graph, {"a": 0, "b": 1, "c": 0}, "bipartite")
        nx.set_node_attributes(graph, "AZ", "polity")
    for measure in MEASURES.values():
        for weighted in (False, True):
            assert measure.score(several, weighted=weighted) == near(measure.score(one, weighted=weighted))


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf"), "two", None])
def test_a_weight_that_is_no_strength_is_refused(weight: Any) -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=weight)
    marked(graph)
    for measure in MEASURES.values():
        if measure.weights != "always":
            assert set(measure.score(graph)) == {"a", "b"}  # unweighted, it does not matter
        with pytest.raises(UsageError, match="positive number"):
            measure.score(graph, weighted=True)


def test_any_attribute_may_be_the_weight_but_every_edge_must_have_it() -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=4, newman=0.5)
    graph.add_edge("b", "c", weight=1, newman=0.25)
    strength = MEASURES["strength"].score
    assert strength(graph, weighted="newman") == {"a": 0.5, "b": 0.75, "c": 0.25}
    assert strength(graph, weighted=True) == strength(graph) == {"a": 4.0, "b": 5.0, "c": 1.0}
    assert closeness(graph, weighted="newman") == near({"a": 2 / 8, "b": 2 / 6, "c": 2 / 10})
    graph.add_edge("c", "d", weight=1)
    with pytest.raises(UsageError, match="an edge of this network has no newman"):
        strength(graph, weighted="newman")


# Against networkx, on graphs connected and not, directed and not, with loops.


def reference(graph: nx.Graph, centrality: Callable[..., dict[Any, Any]], **more: Any) -> dict[Any, float]:
    """networkx with lengths 1/weight as fractions, so that equal lengths are equal there too."""
    copy = graph.copy()
    for _, _, data in copy.edges(data=True):
        data["length"] = 1 / Fraction(data["weight"])
    name = "distance" if centrality is nx.closeness_centrality else "weight"
    return {node: float(score) for node, score in centrality(copy, **{name: "length"}, **more).items()}


def random_graph(seed: int, *, directed: bool, whole: bool) -> nx.Graph:
    chance = random.Random(seed)  # noqa: S311
    n = chance.choice([2, 3, 10, 25, 40])
    graph = nx.gnp_random_graph(n, chance.choice([0.03, 0.1, 0.3]), seed=seed, directed=directed)
    graph.add_edge(0, 0)
    for _, _, data in graph.edges(data=True):
        data["weight"] = chance.randint(1, 4) if whole else round(chance.uniform(0.1, 3), 3)
    # The nodes of one graph are no numbers in order.
    return nx.relabel_nodes(graph, {i: f"https://example.org/{(i * 7) % n}-{i}" for i in range(n)})


@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
@pytest.mark.parametrize("seed", range(25))
def test_unweighted_as_networkx(seed: int, directed: bool) -> None:
    graph = random_graph(seed, directed=directed, whole=True)
    assert degree(graph) == near(nx.degree_centrality(graph), 1e-9)
    assert betweenness(graph) == near(nx.betweenness_centrality(graph), 1e-9)
    assert closeness(graph) == near(nx.closeness_centrality(graph), 1e-9)
    assert pagerank(graph) == near(nx.pagerank(graph, tol=1e-13, max_iter=1000, weight=None), 1e-9)


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "real"])
@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
@pytest.mark.parametrize("seed", range(25, 40))
def test_weighted_as_networkx(seed: int, directed: bool, whole: bool) -> None:
    graph = random_graph(seed, directed=directed, whole=whole)
    others = max(1, len(graph) - 1)
    strengths = {node: strength / others for node, strength in graph.degree(weight="weight")}
    assert degree(graph, weighted=True) == near(strengths, 1e-9)
    assert betweenness(graph, weighted=True) == near(reference(graph, nx.betweenness_centrality), 1e-9)
    assert closeness(graph, weighted=True) == near(reference(graph, nx.closeness_centrality), 1e-9)
    assert pagerank(graph, weighted=True) == near(nx.pagerank(graph, tol=1e-13, max_iter=1000), 1e-9)


def test_every_measure_describes_itself() -> None:
    for name, measure in MEASURES.items():
        assert (measure.name, bool(measure.title), bool(measure.reference)) == (name, True, True)
        told = measure.score.__doc__ or ""
        for part in ("Formula:", "Directed:", "Weighted:", "Complexity:", "References:", "Example:", ">>>"):
            assert part in told, f"{name}: {part}"


def test_a_measure_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match="did you mean betweenness"):
        find_measure("betweeness")
