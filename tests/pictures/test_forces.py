"""Layouts: what is near in the network is near in the picture, and who is alike stands alike."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import pytest

from kg.views.network.layout import layout


def distance(places: dict[object, tuple[float, float]], a: object, b: object) -> float:
    return math.dist(places[a], places[b])


@pytest.mark.parametrize("n", [3, 4, 8, 12, 30])
def test_of_nodes_that_are_all_alike_none_stands_in_the_middle(n: int) -> None:
    places = layout(nx.complete_graph(n))
    middle = tuple(sum(each) / n for each in zip(*places.values(), strict=True))
    radii = [math.dist(place, middle) for place in places.values()]
    assert radii == pytest.approx([radii[0]] * n, rel=1e-4)


def test_a_path_is_a_line() -> None:
    places = layout(nx.path_graph(20))
    for a, b in combinations(range(20), 2):
        assert distance(places, a, b) == pytest.approx(b - a, rel=0.02)


def test_a_grid_is_a_grid() -> None:
    graph = nx.grid_2d_graph(5, 5)
    places = layout(graph)
    lengths = [distance(places, a, b) for a, b in graph.edges]
    assert max(lengths) < 1.1 * min(lengths)
    assert distance(places, (0, 0), (4, 4)) == pytest.approx(4 * math.sqrt(2), rel=0.15)


@pytest.mark.parametrize("n", [120, 300])
def test_neighbours_stand_nearer_than_others(n: int) -> None:
    """By distances up to 250 nodes, by repulsion above."""
    graph = nx.planted_partition_graph(6, n // 6, 0.4, 0.005, seed=4)
    graph = graph.subgraph(max(nx.connected_components(graph), key=len))
    places = layout(graph)
    joined = [distance(places, a, b) for a, b in graph.edges]
    every = [distance(places, a, b) for a, b in combinations(graph, 2)]
    assert sum(joined) / len(joined) < 0.6 * sum(every) / len(every)
    assert min(every) > 0


@pytest.mark.parametrize("leaves", [3, 5, 9])
def test_the_leaves_of_a_star_stand_evenly_around_it_and_the_first_on_top(leaves: int) -> None:
    places = layout(nx.star_graph(leaves))
    arms = [(places[i][0] - places[0][0], places[i][1] - places[0][1]) for i in range(1, leaves + 1)]
    assert [math.hypot(*arm) for arm in arms] == pytest.approx([math.hypot(*arms[0])] * leaves, rel=1e-3)
    angles = sorted(math.atan2(y, x) for x, y in arms)
    gaps = [b - a for a, b in zip(angles, [*angles[1:], angles[0] + 2 * math.pi], strict=True)]
    assert gaps == pytest.approx([2 * math.pi / leaves] * leaves, abs=0.02)
    assert min(abs(angle - math.pi / 2) for angle in angles) < 0.01
