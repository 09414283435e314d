"""What ranks hang on, on the made-up articles (tests/data/meetings.trig) and on networks whose answers are plain."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection, Mapping
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.network import load_incidences, load_network, rank, robust_rank

BASE = "https://w3id.org/turkic-ngo-kg/id/"
MAY, JUNE, JULY = (f"{BASE}article/{month}" for month in ("may", "june", "july"))


class Told:
    """A network of edges that articles tell of."""

    def __init__(self, told: Mapping[str, str]) -> None:
        self.told = told
        self.sources = sorted(told)

    def network(self, sources: Collection[str] | None = None) -> nx.Graph:
        edges = [pair for article in sources or self.sources for pair in self.told[article].split()]
        if sources is not None and not sources:
            edges = []
        graph = nx.Graph(sorted(edges))
        nx.set_edge_attributes(graph, {tuple(pair): edges.count("".join(pair)) for pair in graph.edges}, "weight")
        return graph


def edges(graph: nx.Graph) -> set[frozenset[str]]:
    return {frozenset(node.removeprefix(BASE) for node in pair) for pair in graph.edges}


def pairs(*texts: str) -> set[frozenset[str]]:
    return {frozenset(f"polity/{code}" for code in text.split()) for text in texts}


def test_a_network_is_built_again_without_an_article(meetings: ox.Store) -> None:
    incidences = load_incidences(meetings, "polity-cooperation")
    assert list(incidences.sources) == sorted([MAY, JUNE, JULY])
    whole = pairs("az tr", "az uz", "az hu", "tm uz", "az kz", "az kg", "kg kz")
    assert edges(incidences.network()) == whole
    # Without June nobody says that C was held, nor tells of G.
    assert edges(incidences.network([MAY, JULY])) == whole - pairs("az uz", "tm uz")
    # Without July H is gone, and D was never cancelled.
    assert edges(incidences.network([MAY, JUNE])) == whole - pairs("az kz", "az kg", "kg kz") | pairs("tr kz")
    assert edges(incidences.network([])) == set()


def test_all_articles_give_the_network_itself(meetings: ox.Store) -> None:
    for name in ("polity-cooperation", "co-participation", "agent-event"):
        for cuts in ({}, {"since": "2031-06"}, {"view": "newsroom"}):
            incidences = load_incidences(meetings, name, **cuts)
            whole = load_network(meetings, name, **cuts)
            again = incidences.network(incidences.sources)
            assert nx.utils.graphs_equal(whole, again)
            assert whole.graph == again.graph


def test_dates_go_with_their_article(meetings: ox.Store) -> None:
    """June dates H to June, July to July: only without June it was certainly in July."""
    incidences = load_incidences(meetings, "polity-cooperation", since="2031-07")
    assert edges(incidences.network()) == set()
    assert edges(incidences.network([MAY, JULY])) == pairs("az kz", "az kg", "kg kz")


def test_what_the_ranks_of_polities_hang_on(meetings: ox.Store) -> None:
    rows = robust_rank(load_incidences(meetings, "polity-cooperation"), "degree")
    plain = rank(load_network(meetings, "polity-cooperation"), "degree")
    assert [(row.rank, row.iri, row.score) for row in rows] == [(row.rank, row.iri, row.score) for row in plain]
    found = {row.iri.removeprefix(BASE + "polity/"): row for row in rows}
    # Without May it still shares the first rank with the two others of H.
    assert (found["az"].rank, found["az"].low, found["az"].high, found["az"].hangs_on) == (1, 1, 1, ())
    assert found["tm"].hangs_on == (JUNE,)  # only June names Turkmenistan
    assert found["kg"].hangs_on == (JULY,)
    assert found["hu"].hangs_on == (MAY,)
    assert (rows.sources, rows.samples, rows.undefined, rows.about.seed) == (3, 200, 0, 0)


def test_a_rank_that_hangs_on_nothing_and_one_that_does() -> None:
    # b and c are told of twice; d by z alone.
    rows = robust_rank(Told({"x": "ab bc", "y": "ab bc", "z": "cd"}), "degree", samples=0)
    told = [(row.label, row.rank, row.low, row.high, row.hangs_on) for row in rows]
    # Without z: b 2, a and c 1 each; d would come fourth.
    assert told == [
        ("b", 1, 1, 1, ()),
        ("c", 1, 1, 2, ()),  # shares its rank with one other, so one place is no more than the tie
        ("a", 3, 2, 3, ()),
        ("d", 3, 3, 4, ("z",)),
    ]
    assert all((row.bootstrap_low, row.bootstrap_high, row.present) == (None, None, None) for row in rows)
    assert rows.about.seed is None


def test_to_be_absent_is_no_success() -> None:
    rows = {row.label: row for row in robust_rank(Told({"x": "ab", "y": "cd ce cf de"}), "degree")}
    # f is fourth, as a and b are; without y only a and b are left, and f is not third for that.
    assert (rows["f"].rank, rows["f"].low, rows["f"].high, rows["f"].hangs_on) == (4, 4, 4, ("y",))
    assert rows["f"].bootstrap_low == 4
    assert robust_rank(Told({"x": "ab"}), "degree", samples=0)[0].low == 1


def test_the_bootstrap_of_two_articles() -> None:
    """Of two articles a draw holds the first with chance 3/4, both with 1/2."""
    rows = robust_rank(Told({"x": "ab", "y": "ac"}), "degree", samples=2000)
    found = {row.label: row for row in rows}
    assert found["a"].present == 1
    assert found["b"].present == pytest.approx(0.75, abs=0.05)
    # a always leads; b is tied with a, second, or absent and third.
    assert (found["a"].bootstrap_low, found["a"].bootstrap_high) == (1, 1)
    assert (found["b"].bootstrap_low, found["b"].bootstrap_high) == (1, 3)


def test_weights_change_ranks_too() -> None:
    told = Told({"x": "ab", "y": "ab", "z": "bc"})
    rows = {row.label: row for row in robust_rank(told, "strength", samples=0)}
    # Without z, a has as much as b; without x, no more than c.
    assert (rows["a"].rank, rows["a"].low, rows["a"].high) == (2, 1, 2)
    assert (rows["c"].rank, rows["c"].low, rows["c"].high, rows["c"].hangs_on) == (3, 2, 3, ("x", "y", "z"))


def test_where_a_measure_is_not_defined_nodes_are_absent() -> None:
    graph = {"x": "ab", "y": "cd"}

    class Grouped(Told):
        def network(self, sources: Collection[str] | None = None) -> nx.Graph:
            found = super().network(sources)
            for node in set(found) & {"a", "b"}:
                found.nodes[node]["polity"] = "AZ"
            return found

    rows = robust_rank(Grouped(graph), "brokerage", samples=0)
    assert rows.undefined == 1  # without x no node has a polity
    assert {row.label: row.hangs_on for row in rows}["c"] == ("x", "y")


def test_the_same_seed_gives_the_same_rows(meetings: ox.Store) -> None:
    incidences = load_incidences(meetings, "co-participation")
    assert robust_rank(incidences, "betweenness", seed=3) == robust_rank(incidences, "betweenness", seed=3)
    with pytest.raises(UsageError, match="0 or more"):
        robust_rank(incidences, "degree", samples=-1)
    assert len(robust_rank(incidences, "degree", samples=1, top=2)) == 2
    row: dict[str, Any] = robust_rank(incidences, "degree", top=1)[0].as_dict()
    assert isinstance(row["hangs_on"], list)


SEEDED = """
import networkx as nx
from kg.network import communities, describe
graph = nx.relabel_nodes(nx.karate_club_graph(), lambda i: f"n{i}")
print(communities(graph, seed=7), describe(graph).as_dict())
"""


@pytest.mark.campaign
def test_communities_do_not_depend_on_the_hash_seed() -> None:
    runs = {
        subprocess.run(
            [sys.executable, "-c", SEEDED],
            check=True, capture_output=True, text=True, env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "4711")
    }  # fmt: skip
    assert len(runs) == 1


def test_an_empty_store() -> None:
    incidences = load_incidences(ox.Store(), "co-participation")
    assert list(incidences.sources) == []
    assert robust_rank(incidences, "degree") == []
