"""Who rose, who fell, and slices of time."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.network import MEASURES, compare, describe, load_network, over_time, rank, slices

BASE = "https://w3id.org/turkic-ngo-kg/id/polity/"


def test_who_rose_and_who_fell() -> None:
    earlier = nx.Graph(["ab", "ac", "ad", "be", "xy"])
    later = nx.Graph(["ab", "eb", "ec", "ed", "ef", "fg"])
    rows = compare(earlier, later)
    # Before: a 3 edges, b 2, all others 1. After: e 4, b and f 2, a, c, d and g 1.
    assert [(row.label, row.change, row.places, row.rank_before, row.rank_after) for row in rows] == [
        ("e", "rose", 2, 3, 1),
        ("a", "fell", -3, 1, 4),
        ("c", "fell", -1, 3, 4),
        ("d", "fell", -1, 3, 4),
        ("f", "entered", None, None, 2),
        ("g", "entered", None, None, 4),
        ("x", "left", None, 3, None),
        ("y", "left", None, 3, None),
        ("b", "stayed", 0, 2, 2),
    ]
    assert rows[0].score_before == pytest.approx(1 / 6)
    assert rows[0].score_after == pytest.approx(4 / 6)
    assert rows[4].as_dict()["score_before"] is None
    assert (rows.earlier.nodes, rows.later.nodes) == (7, 7)


def test_nothing_to_nothing() -> None:
    assert compare(nx.Graph(), nx.Graph()) == []
    with pytest.raises(UsageError, match="did you mean degree"):
        compare(nx.Graph(), nx.Graph(), "degre")


def test_the_polities_in_may_and_in_june(meetings: ox.Store) -> None:
    earlier, later = (load_network(meetings, "polity-cooperation", as_of=day) for day in ("2031-05", "2031-06"))
    rows = compare(earlier, later)
    entered = {row.iri.removeprefix(BASE) for row in rows if row.change == "entered"}
    assert {"uz", "tm"} <= entered  # C is held, and G told of, since June
    assert (rows.earlier.as_of, rows.later.as_of) == ("2031-05-31", "2031-06-30")


def test_slices_of_time(meetings: ox.Store) -> None:
    load = partial(load_network, meetings, "polity-cooperation")
    parts = slices(load, ["2031-05", ("2031-06", "2031-07"), 2032])
    assert [(part.since, part.until) for part in parts] == [("2031-05",) * 2, ("2031-06", "2031-07"), ("2032", "2032")]
    for part in parts:
        same = load(since=part.since, until=part.until)
        assert nx.utils.graphs_equal(part.network, same)
        assert part.rank("degree") == rank(same, "degree")
        assert part.describe() == describe(same)
    scores = over_time(parts, "degree")
    assert all(len(row) == 3 and row[2] is None for _, row in scores.values())
    assert list(scores) == sorted(scores, key=lambda iri: (scores[iri][0], iri))


def test_a_ranking_says_what_it_was_computed_on(meetings: ox.Store) -> None:
    graph = load_network(meetings, "polity-cooperation", as_of="2031-12-31")
    about = rank(graph, "betweenness", weighted=True).about
    assert about.as_dict() == {
        "measure": "betweenness",
        "network": "polity-cooperation",
        "directed": False,
        "nodes": 7,
        "edges": 7,
        "articles": 3,
        "status": "held",
        "weights": "weight (The number of different held events that are between both polities), "
        "as a distance of 1/weight",
        "view": "reported",
        "as_of": "2031-12-31",
        "since": None,
        "until": None,
        "seed": None,
        "sources": 3,  # no article cites another text
    }
    assert rank(graph, "degree").about.weights == "not used; every edge counts 1"
    assert rank(graph, "core", weighted=True).about.weights == "not used: core has no weighted form"
    assert rank(graph, "strength").about.weights.endswith("both polities), as a strength")
    newman = rank(graph, "pagerank", weighted="newman").about.weights
    assert newman == "newman (the sum of 1/(n−1) over the shared events of n participants each), as a strength"


def test_polities_are_their_own_polity(meetings: ox.Store) -> None:
    graph = load_network(meetings, "polity-cooperation")
    assert dict(graph.nodes(data="polity")) == {node: node for node in graph}
    assert describe(graph).assortativity == pytest.approx(
        nx.attribute_assortativity_coefficient(graph, "polity"), abs=1e-12
    )


def test_the_table_of_measures_names_every_measure() -> None:
    text = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
    table = text.split("## Measures of nodes")[1].split("\n`brokerage` is the total")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"`([a-z-]+)`", "".join(cells))) == sorted(MEASURES)
