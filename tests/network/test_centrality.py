"""The measures against closed forms, published values, the gold standard and networkx."""

from __future__ import annotations

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


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_hardly_any_nodes(measure: Any) -> None:
    alone = {"degree": 1.0, "betweenness": 0.0, "closeness": 0.0, "pagerank": 1.0}[measure.name]
    for weighted in (False, True):
        assert measure.score(nx.Graph(), weighted=weighted) == {}
        assert measure.score(nx.empty_graph(1), weighted=weighted) == near({0: alone})
        assert measure.score(nx.DiGraph(), weighted=weighted) == {}


# Published values.


def test_the_families_of_florence() -> None:
    """Marriages of Florentine families: Padgett and Ansell 1993.

    Betweenness as in M. O. Jackson, Social and Economic Networks (2008), section 1.2.1: Medici .522, Guadagni
    .255, Strozzi .103; they marry into 6, 4 and 4 families.
    """
    graph = nx.florentine_families_graph()
    through, joined = betweenness(graph), degree(graph)
    published = {"Medici": 0.522, "Guadagni": 0.255, "Strozzi": 0.103}
    assert {name: through[name] for name in published} == near(published, 5e-4)
    assert {name: joined[name] * 14 for name in published} == near({"Medici": 6, "Guadagni": 4, "Strozzi": 4})


def test_the_kite() -> None:
    """Ten actors on whom degree, closeness and betweenness disagree about the most central one.

    D. Krackhardt, Assessing the political landscape, Administrative Science Quarterly 35 (1990) 342–369; the
    scores to three decimals are those that teaching material on the kite gives.
    """
    graph = nx.krackhardt_kite_graph()
    scores = [
        (0.444, 0.023, 0.529), (0.444, 0.023, 0.529), (0.333, 0.000, 0.500), (0.667, 0.102, 0.600),
        (0.333, 0.000, 0.500), (0.556, 0.231, 0.643), (0.556, 0.231, 0.643), (0.333, 0.389, 0.600),
        (0.222, 0.222, 0.429), (0.111, 0.000, 0.310),
    ]  # fmt: skip
    for measure, column in ((degree, 0), (betweenness, 1), (closeness, 2)):
        assert measure(graph) == near({node: row[column] for node, row in enumerate(scores)}, 5.1e-4)


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
    for measure in MEASURES.values():
        for weighted in (False, True):
            assert measure.score(several, weighted=weighted) == near(measure.score(one, weighted=weighted))


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf"), "two", None])
def test_a_weight_that_is_no_strength_is_refused(weight: Any) -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=weight)
    for measure in MEASURES.values():
        assert set(measure.score(graph)) == {"a", "b"}  # unweighted, it does not matter
        with pytest.raises(UsageError, match="positive number"):
            measure.score(graph, weighted=True)


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
