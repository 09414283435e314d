"""The eight networks, compared whole with what the made-up articles say (see tests/data/meetings.trig)."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.network import describe, load_incidences, load_network, projections, robust_rank, shortest_paths
from kg.network.attributes import edge_list, events, evidence, unfolded
from kg.query import EvidenceReader, Labels, evidence_lines

BASE = "https://w3id.org/turkic-ngo-kg/id/"
MAY, JUNE, JULY = (f"{BASE}article/{month}" for month in ("may", "june", "july"))
ALL = sorted(projections())
CUTS: list[dict[str, Any]] = [
    {},
    {"view": "newsroom"},
    {"as_of": "2031-06-15"},
    {"since": "2031-05-04"},
    {"status": "any"},
    {"status": "any", "view": "newsroom", "until": "2031-06"},
]

AYLIN, BORA, ORLAN = "person/aylin", "person/bora", "person/orlan"
TUMAN, AKSU, WIRE, DESK = (f"organization/{name}" for name in ("tuman", "aksu", "wire", "tuman--desk"))
YOUTH, HEAD = "group/youth", "post/tuman--desk--head"
AZ, TR, UZ, KZ, KG, HU, TM = (f"polity/{code}" for code in ("az", "tr", "uz", "kz", "kg", "hu", "tm"))


def short(iri: str) -> str:
    return iri.removeprefix(BASE)


def edges(graph: nx.Graph, *names: str) -> dict[tuple[str, str], Any]:
    """The edges as (node, node): attributes; in an undirected network the nodes stand in order."""
    found = {}
    for a, b, data in graph.edges(data=True):
        pair = (short(a), short(b)) if graph.is_directed() else (min(short(a), short(b)), max(short(a), short(b)))
        found[pair] = told if len(told := tuple(unfolded(name, data[name]) for name in names)) > 1 else told[0]
    return found


def weights(store: ox.Store, name: str, **cuts: Any) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = edges(load_network(store, name, **cuts), "weight")
    return found


def clique(*nodes: str) -> list[tuple[str, str]]:
    return list(combinations(sorted(nodes), 2))


# Reference data: four units and posts, and the five parties of one treaty.
REFERENCE_OFFICES = {
    ("organization/" + unit, "organization/" + body): 1
    for unit, body in (
        (
            "presidential-administration-of-azerbaijan--department-of-work-with-ngos-and-communications",
            "presidential-administration-of-azerbaijan",
        ),
        (
            "ministry-of-interior-of-turkiye--directorate-general-of-relations-with-civil-society",
            "ministry-of-interior-of-turkiye",
        ),
        (
            "ministry-of-culture-and-information-of-kazakhstan--civil-society-affairs-committee",
            "ministry-of-culture-and-information-of-kazakhstan",
        ),
    )
} | {("post/secretary-general-of-the-organization-of-turkic-states", "organization/organization-of-turkic-states"): 1}
TREATY = dict.fromkeys(clique(AZ, KG, KZ, TR, UZ), (1, 0.25))


def test_units_and_posts_lead_to_what_stands_above(meetings: ox.Store) -> None:
    name = "organization-structure"
    told = {(DESK, TUMAN): 2, (HEAD, DESK): 1}  # not to Aksu, which is a wish, nor to the Wire, a hint
    graph = load_network(meetings, name)
    assert edges(graph, "weight") == told | REFERENCE_OFFICES
    assert type(graph) is nx.DiGraph
    assert [short(via) for via in events(graph, BASE + DESK, BASE + TUMAN)] == ["article/june", "article/may"]
    assert weights(meetings, name, view="newsroom") == {(DESK, TUMAN): 2} | REFERENCE_OFFICES
    assert weights(meetings, name, as_of="2031-05") == {(DESK, TUMAN): 1, (HEAD, DESK): 1}
    june = load_network(meetings, name, since="2031-06")
    assert (edges(june, "weight"), june.graph["undated_left_out"]) == ({(DESK, TUMAN): 1}, 2)
    assert edges(load_incidences(meetings, name).network([JUNE]), "weight") == {(DESK, TUMAN): 1} | REFERENCE_OFFICES


def test_speakers_lead_to_what_they_speak_of(meetings: ox.Store) -> None:
    name = "speaker-topic"
    told = {
        (AYLIN, "event/a"): 2,
        (AYLIN, TUMAN): 1,  # in a judgement; not to herself
        (AYLIN, ORLAN): 1,
        (ORLAN, "programme/p"): 1,
        (ORLAN, "theme/culture"): 1,  # as a plan; not to what is denied or hinted at
    }
    graph = load_network(meetings, name)
    assert edges(graph, "weight") == told
    assert [short(via) for via in events(graph, BASE + AYLIN, BASE + "event/a")] == [
        "article/june/statement/s2",
        "article/may/statement/s1",
    ]
    kinds = {short(node): kind for node, kind in graph.nodes(data="kind")}
    assert (kinds["theme/culture"], kinds["event/a"], kinds[AYLIN]) == ("theme", "event", "person")
    assert weights(meetings, name, view="newsroom") == told
    in_may = {(AYLIN, "event/a"): 1, (AYLIN, TUMAN): 1}
    assert weights(meetings, name, as_of="2031-06-14") == in_may
    assert weights(meetings, name, until="2031-05-05") == in_may
    assert edges(load_incidences(meetings, name).network([MAY]), "weight") == in_may


def test_a_way_follows_the_edges(meetings: ox.Store) -> None:
    graph = load_network(meetings, "speaker-topic")
    (way,) = shortest_paths(graph, BASE + AYLIN, BASE + "theme/culture")
    assert [short(step.target) for step in way.steps] == [ORLAN, "theme/culture"]
    assert shortest_paths(graph, BASE + "theme/culture", BASE + AYLIN) == []


def test_parties_of_agreements(meetings: ox.Store) -> None:
    name = "agreement-parties"
    graph = load_network(meetings, name)
    # One signs, one ratifies, between the third it is; who signs in a party's name is none.
    assert edges(graph, "weight", "newman") == dict.fromkeys(clique(TUMAN, AKSU, HU), (1, 0.5)) | TREATY
    assert (
        edges(load_network(meetings, name, view="newsroom"), "weight", "newman") == {(AKSU, TUMAN): (1, 1.0)} | TREATY
    )
    assert weights(meetings, name, as_of="2031-05") == {(TUMAN, HU): 1}
    this_year = load_network(meetings, name, since="2031", until="2031")
    assert set(edges(this_year, "weight")) == set(clique(TUMAN, AKSU, HU))
    # The treaty, and its amendment, of which one party alone is told.
    assert this_year.graph["undated_left_out"] == 2
    planned = load_network(meetings, name, status="planned")
    assert edges(planned, "weight", "statuses", "planned") == {(TUMAN, WIRE): (1, {"planned": 1}, True)}


def test_partners_in_programmes(meetings: ox.Store) -> None:
    name = "programme-partners"
    assert edges(load_network(meetings, name), "weight", "newman", "statuses", "planned") == {
        (TUMAN, ORLAN): (1, 0.5, {"held": 1}, False),
        (AKSU, ORLAN): (1, 0.5, {"held": 1}, False),
        (AKSU, TUMAN): (2, 1.5, {"held": 1, "unknown": 1}, False),
    }
    assert weights(meetings, name, view="newsroom") == {(TUMAN, ORLAN): 1}
    assert edges(load_network(meetings, name, status="proposed"), "weight", "planned") == {(AKSU, BORA): (1, True)}


def test_named_in_one_article(meetings: ox.Store) -> None:
    name = "co-mention"
    graph = load_network(meetings, name)
    assert edges(graph, "weight", "newman") == {
        (TUMAN, AYLIN): (2, 1.0),
        (AKSU, AYLIN): (1, 0.5),
        (AKSU, TUMAN): (1, 0.5),
        (YOUTH, AYLIN): (1, 0.5),
        (YOUTH, TUMAN): (1, 0.5),
    }
    assert [short(each) for each in evidence(graph, BASE + AKSU, BASE + AYLIN)] == [
        f"article/may/mention/m{number}" for number in (1, 2, 4)
    ]
    assert "no relation" in graph.graph["warning"]
    in_may = dict.fromkeys(clique(AYLIN, TUMAN, AKSU), 1)
    assert weights(meetings, name, as_of="2031-06-14") == in_may
    assert weights(meetings, name, until="2031-06-14") == in_may
    assert weights(meetings, name, as_of="2031-05-04") == {}
    assert weights(meetings, name, view="newsroom") == weights(meetings, name)
    assert edges(load_incidences(meetings, name).network([MAY]), "weight") == in_may


def test_a_mention_is_shown_as_no_more_than_that(meetings: ox.Store) -> None:
    graph = load_network(meetings, "co-mention")
    reader = EvidenceReader(meetings, Labels(meetings))
    claims = reader.claims(evidence(graph, BASE + AKSU, BASE + AYLIN))
    assert [(each.attribution, each.content, each.modality, each.speaker, each.article) for each in claims] == [
        ("mention", "Aylin Sarper", None, None, MAY),
        ("mention", "Aylin Sarper", None, None, MAY),
        ("mention", "Aksu Youth Union", None, None, MAY),
    ]
    assert evidence_lines(claims) == [
        "named, with nothing stated of it · Steppe Wire, 2031-05-05   https://example.org/may",
        "  Aylin Sarper: “Aylin Sarper” 0–12 · “she” 40–43",
        "  Aksu Youth Union: “Aksu Youth Union” 50–66",
    ]


HELD_POLITIES = {
    (AZ, TR): (2, 2.0), (AZ, UZ): (1, 1.0), (AZ, HU): (1, 1.0), (TM, UZ): (1, 1.0),
    (AZ, KZ): (1, 0.5), (AZ, KG): (1, 0.5), (KG, KZ): (1, 0.5),
}  # fmt: skip


def test_planned_events_are_out_unless_asked_for(meetings: ox.Store) -> None:
    name = "polity-cooperation"
    held = load_network(meetings, name)
    assert edges(held, "weight", "newman") == HELD_POLITIES
    assert not any(data["planned"] for _, _, data in held.edges(data=True))
    both = load_network(meetings, name, status=("planned", "held"))
    assert edges(both, "weight", "newman") == HELD_POLITIES | {(AZ, KZ): (2, 1.5)}
    assert edges(both, "statuses")[AZ, KZ] == {"held": 1, "planned": 1}
    assert not edges(both, "planned")[AZ, KZ]
    alone = load_network(meetings, name, status="planned")
    assert edges(alone, "weight", "statuses", "planned") == {(AZ, KZ): (1, {"planned": 1}, True)}
    in_may = load_network(meetings, name, status="held, planned", as_of="2031-05")
    assert {pair for pair, planned in edges(in_may, "planned").items() if planned} == {(AZ, KZ), (AZ, UZ)}


def test_what_is_foreseen_counts_no_less_certain_than_itself(meetings: ox.Store) -> None:
    """Of I and J one polity each stands as a fact, a plan, a proposal, a wish, and is denied."""
    proposed = load_network(meetings, "polity-cooperation", status="proposed")
    assert set(edges(proposed, "weight")) == set(clique(AZ, KZ, TM))
    wished = load_network(meetings, "polity-cooperation", status="wished")
    assert edges(wished, "newman") == dict.fromkeys(clique(AZ, KZ, TM, HU), pytest.approx(1 / 3))
    assert all(edges(wished, "planned").values())


def test_who_was_to_come_counts_for_what_is_still_to_be(meetings: ox.Store) -> None:
    graph = load_network(meetings, "co-participation", status=["held", "planned"])
    found = edges(graph, "weight", "newman", "planned")
    # Bora is to come to B. Orlan only should; that Aksu was to come to A, which was held, says nothing.
    assert {pair: value for pair, value in found.items() if AKSU in pair or BORA in pair} == {
        (AKSU, TUMAN): (1, 0.5, True),
        (AKSU, BORA): (1, 0.5, True),
        (TUMAN, BORA): (2, 1.5, False),
    }
    assert BASE + ORLAN not in graph
    two = load_network(meetings, "agent-event", status="any")
    assert {short(node): status for node, status in two.nodes(data="status") if status} == {
        "event/a": "held", "event/b": "planned", "event/c": "held", "event/d": "cancelled", "event/f": "held",
    }  # fmt: skip
    assert two.edges[BASE + BORA, BASE + "event/d"]["planned"]  # called off: it did not take place


def test_plans_date_what_is_planned(meetings: ox.Store) -> None:
    for days, expected, left_out in (
        ({"since": "2031-09-01"}, {(AZ, KZ): 1}, 0),
        ({"until": "2031-08"}, {}, 1),
    ):
        graph = load_network(meetings, "polity-cooperation", status="planned", **days)
        assert (edges(graph, "weight"), graph.graph["undated_left_out"]) == (expected, left_out)


def test_the_network_says_that_not_all_took_place(meetings: ox.Store) -> None:
    held = load_network(meetings, "co-participation").graph
    both = load_network(meetings, "co-participation", status=("held", "planned")).graph
    assert (held["status"], held["planned"]) == ("held", 0)
    assert (both["status"], both["planned"]) == ("held, planned", 2)
    assert both["weight"].startswith("The number of different held or planned events in which both take part.")
    assert both["warning"].startswith(
        "Not all of it took place: events counted are held or planned. 2 of 6 edges rest on no event that was held"
    )
    assert "took place" not in held["warning"]


def test_statuses_that_do_not_exist_or_apply(meetings: ox.Store) -> None:
    with pytest.raises(UsageError, match="did you mean planned"):
        load_network(meetings, "co-participation", status=("held", "planed"))
    with pytest.raises(UsageError, match="no status is given"):
        load_network(meetings, "co-participation", status=())
    for name in ("organization-structure", "speaker-topic", "co-mention"):
        with pytest.raises(UsageError, match="cannot be filtered by status"):
            load_network(meetings, name, status="held")
        assert weights(meetings, name, status="any") == weights(meetings, name)


@pytest.mark.parametrize("name", ALL)
def test_every_edge_rests_on_something_to_show(meetings: ox.Store, name: str) -> None:
    reader = EvidenceReader(meetings, Labels(meetings))
    graph = load_network(meetings, name, status="any")
    assert graph.number_of_edges()
    assert graph.is_directed() == projections()[name].directed
    for _, _, data in graph.edges(data=True):
        claims = reader.claims(edge_list(data, "evidence"))
        assert claims
        assert all(claim.article or claim.sources for claim in claims)
        assert edge_list(data, "events")
        # One event may be taken part in in two ways, which makes the weight of a two-mode edge.
        assert data["weight"] == (len(edge_list(data, "roles")) if "roles" in data else len(edge_list(data, "events")))


@pytest.mark.parametrize("cuts", CUTS, ids=str)
@pytest.mark.parametrize("name", ALL)
def test_a_network_is_rebuilt_from_its_articles(meetings: ox.Store, name: str, cuts: dict[str, Any]) -> None:
    incidences = load_incidences(meetings, name, **cuts)
    whole, again = load_network(meetings, name, **cuts), incidences.network(incidences.sources)
    assert nx.utils.graphs_equal(whole, again)
    assert whole.graph == again.graph
    for left_out in (MAY, JUNE, JULY):
        graph = incidences.network([each for each in incidences.sources if each != left_out])
        for _, _, data in graph.edges(data=True):
            assert all(incidences.sources_of(each) != {left_out} for each in edge_list(data, "evidence"))


@pytest.mark.parametrize("name", ALL)
def test_all_that_can_be_asked_of_a_network(meetings: ox.Store, name: str) -> None:
    incidences = load_incidences(meetings, name)
    graph = incidences.network()
    told = describe(graph)
    assert (told.nodes, told.directed) == (graph.number_of_nodes(), graph.is_directed())
    rows = robust_rank(incidences, "pagerank", samples=3)
    assert {row.iri for row in rows} == set(graph)
    assert sum(row.score for row in rows) == pytest.approx(1)
