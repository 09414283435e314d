"""Slices of time read from a store, on the made-up articles (tests/data/meetings.trig)."""

from __future__ import annotations

from functools import partial

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.network import Slice, load_incidences, load_network, load_slices, over_time
from kg.network.attributes import participants
from kg.network.time_slices import Slices

NAME = "polity-cooperation"


def times(parts: Slices) -> list[tuple[str, str]]:
    return [(part.since, part.until) for part in parts]


def test_slices_are_the_networks_of_their_time(meetings: ox.Store) -> None:
    for cut in ({}, {"view": "newsroom"}, {"as_of": "2031-06"}):
        parts = load_slices(meetings, NAME, "2031-05,2031-06/2031-07,2032", **cut)
        assert times(parts) == [("2031-05", "2031-05"), ("2031-06", "2031-07"), ("2032", "2032")]
        for part in parts:
            same = load_network(meetings, NAME, since=part.since, until=part.until, **cut)
            assert nx.utils.graphs_equal(part.network, same)
            assert part.network.graph == same.graph


def test_every_event_is_in_a_slice_or_told(meetings: ox.Store) -> None:
    parts = load_slices(meetings, NAME, "2031-05,2031-07")
    all_events = set(participants(parts.whole))
    within = [set(participants(part.network)) for part in parts]
    told = [*within, set(parts.undated), set(parts.elsewhere)]
    assert set().union(*told) == all_events
    assert sum(map(len, told)) == len(all_events)
    # H is of June by one article and of July by another: dated, but within neither month.
    assert any(event.endswith("/h") for event in parts.elsewhere)
    assert f"{len(parts.undated)} whose date is not certain" in parts.note()
    whole = load_slices(meetings, NAME, ["2031"])
    assert (whole.undated, whole.elsewhere) == (parts.undated, ())


def test_years_go_from_the_first_event_to_the_last(meetings: ox.Store) -> None:
    assert times(load_slices(meetings, NAME)) == [("2031", "2031")]
    assert times(load_slices(meetings, NAME, "2-year", since="2029-03", until="2033")) == [
        ("2029-03-01", "2030"),
        ("2031", "2032"),
        ("2033", "2033"),
    ]
    assert times(load_slices(meetings, NAME, "year", since="2030", until="2031-06-30"))[-1] == ("2031", "2031-06-30")
    assert load_slices(ox.Store(), NAME) == []


@pytest.mark.parametrize("periods", ["", "2031,", "soon", "2031/", "0-year", [2031, "x"]])
def test_what_is_no_period(meetings: ox.Store, periods: object) -> None:
    with pytest.raises(UsageError):
        load_slices(meetings, NAME, periods)  # type: ignore[arg-type]


def test_too_many_slices(meetings: ox.Store) -> None:
    with pytest.raises(UsageError, match="the limit is 200"):
        load_slices(meetings, NAME, since="1001")


def test_scores_over_time() -> None:
    load = partial(Slice)
    parts = [load("1", "1", nx.Graph(["ab", "bc"])), load("2", "2", nx.Graph()), load("3", "3", nx.Graph(["cd"]))]
    found = over_time(parts, "degree")
    assert found == {
        "a": ("a", (0.5, None, None)),
        "b": ("b", (1.0, None, None)),
        "c": ("c", (0.5, None, 1.0)),
        "d": ("d", (None, None, 1.0)),
    }
    assert [row["ranks"] for row in found.as_dict()["nodes"]][2] == [2, None, 1]
    assert set(over_time(parts, "degree", top=1)) == {"b", "c", "d"}


def test_a_measure_that_is_not_defined_in_a_slice() -> None:
    grouped = nx.Graph(["ab"])
    nx.set_node_attributes(grouped, "AZ", "polity")
    parts = [Slice("1", "1", nx.Graph(["ab"])), Slice("2", "2", grouped)]
    assert over_time(parts, "brokerage") == {"a": ("a", (None, 0.0)), "b": ("b", (None, 0.0))}
    with pytest.raises(UsageError, match="polity"):
        over_time(parts[:1], "brokerage")
    with pytest.raises(UsageError, match="did you mean degree"):
        over_time(parts, "degre")


def test_material_of_another_time(meetings: ox.Store) -> None:
    incidences = load_incidences(meetings, NAME)
    assert len(incidences.sources) == 3
    later, same = incidences.between("2031-07", None), load_incidences(meetings, NAME, since="2031-07")
    assert later.sources == same.sources
    for articles in (None, *([each] for each in same.sources)):
        assert nx.utils.graphs_equal(later.network(articles), same.network(articles))
    # The first one is as it was.
    assert nx.utils.graphs_equal(incidences.network(), load_network(meetings, NAME))
    with pytest.raises(UsageError, match="soon"):
        incidences.between("soon", None)
