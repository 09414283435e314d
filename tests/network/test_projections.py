"""Networks from a store, compared whole with what the made-up articles say (see tests/data/meetings.trig)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.claims.views import select_view
from kg.errors import InputError, UsageError
from kg.network import find_projection, load_network, projections, rank
from kg.network.attributes import edge_list, participants, unfolded
from kg.network.filters import NetworkFilter
from kg.network.load import project
from kg.network.projections import read_projection
from kg.store import Dataset

BASE = "https://w3id.org/turkic-ngo-kg/id/"
HEADER = """#+ summary: s
#+ node: n
#+ edge: e
#+ weight: w
#+ directed: no
#+ projection: one-mode
#+ view: v
#+ warning: x
"""


def short(iri: str) -> str:
    return iri.removeprefix(BASE)


def edges(graph: nx.Graph, *names: str) -> dict[tuple[str, str], Any]:
    """The edges as (node, node): attributes, nodes by the end of their IRIs and in order."""
    found = {}
    for a, b, data in graph.edges(data=True):
        pair = sorted((short(a), short(b)))
        found[pair[0], pair[1]] = (
            told if len(told := tuple(unfolded(name, data[name]) for name in names)) > 1 else told[0]
        )
    return found


def weights(store: Dataset, name: str, **cuts: Any) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = edges(load_network(store, name, **cuts), "weight")
    return found


AZ, TR, UZ, KZ, KG, HU, TM = (f"polity/{code}" for code in ("az", "tr", "uz", "kz", "kg", "hu", "tm"))
POLITIES = {
    (AZ, TR): (2, 2.0),  # A, F
    (AZ, UZ): (1, 1.0),  # C, held since June
    (AZ, HU): (1, 1.0),  # E, as a speaker says
    (TM, UZ): (1, 1.0),  # G
    (AZ, KZ): (1, 0.5),  # H, of three
    (AZ, KG): (1, 0.5),
    (KG, KZ): (1, 0.5),
}
AYLIN, TUMAN, YOUTH, BORA = "person/aylin", "organization/tuman", "group/youth", "person/bora"
AGENTS = {
    (TUMAN, AYLIN): (2, 1.5),  # A, of three, and C, of two
    (YOUTH, AYLIN): (1, 0.5),
    (YOUTH, TUMAN): (1, 0.5),
    (TUMAN, BORA): (1, 1.0),  # F, as a speaker says
}


def sorted_pairs(table: dict[tuple[str, str], Any]) -> dict[tuple[str, str], Any]:
    return {(min(pair), max(pair)): value for pair, value in table.items()}


def test_polities_are_joined_by_held_events_alone(meetings: ox.Store) -> None:
    graph = load_network(meetings, "polity-cooperation")
    assert edges(graph, "weight", "newman") == sorted_pairs(POLITIES)
    assert {short(node) for node in graph} == {AZ, TR, UZ, KZ, KG, HU, TM}


def test_agents_are_joined_by_taking_part(meetings: ox.Store) -> None:
    graph = load_network(meetings, "co-participation")
    assert edges(graph, "weight", "newman") == sorted_pairs(AGENTS)


def test_an_edge_names_its_events_and_the_assertions_behind_it(meetings: ox.Store) -> None:
    graph = load_network(meetings, "co-participation")
    edge = graph.edges[BASE + AYLIN, BASE + TUMAN]
    assert [short(event) for event in edge_list(edge, "events")] == ["event/a", "event/c"]
    assert [short(iri) for iri in edge_list(edge, "evidence")] == [
        "article/june/assertion/c3",
        "article/june/assertion/c4",
        "article/may/assertion/a5",
        "article/may/assertion/a6",
        "article/may/assertion/a7",
    ]


def test_agents_and_events_in_two_modes(meetings: ox.Store) -> None:
    graph = load_network(meetings, "agent-event")
    assert edges(graph, "weight", "roles") == sorted_pairs(
        {
            ("event/a", AYLIN): (2, ["opens", "speaksAt"]),
            ("event/a", TUMAN): (1, ["organises"]),
            ("event/a", YOUTH): (1, ["attends"]),
            ("event/a", KZ): (1, ["hosts"]),
            ("event/c", AYLIN): (1, ["attends"]),
            ("event/c", TUMAN): (1, ["participatesIn"]),
            ("event/f", TUMAN): (1, ["supports"]),
            ("event/f", BORA): (1, ["attends"]),
        }
    )
    modes = {short(node): mode for node, mode in graph.nodes(data="bipartite")}
    assert modes == dict.fromkeys((AYLIN, TUMAN, YOUTH, BORA, KZ), 0) | {"event/a": 1, "event/c": 1, "event/f": 1}
    assert nx.is_bipartite(graph)


def test_nodes_have_label_kind_and_iri(meetings: ox.Store) -> None:
    nodes = load_network(meetings, "agent-event").nodes
    told = {short(node): (data["label"], data["kind"]) for node, data in nodes(data=True)}
    assert told == {
        AYLIN: ("Aylin Sarper", "person"),
        BORA: ("Bora Tan", "person"),
        TUMAN: ("Tuman Agency", "organization"),
        YOUTH: ("Gençler", "group"),
        KZ: ("Kazakhstan", "polity"),
        "event/a": ("Forum A", "event"),
        "event/c": ("Summit C", "event"),
        "event/f": ("Forum F", "event"),
    }
    assert all(data["iri"] == node for node, data in nodes(data=True))


def test_the_newsroom_s_view_leaves_out_what_only_speakers_say(meetings: ox.Store) -> None:
    polities = {pair: weight for pair, (weight, _) in sorted_pairs(POLITIES).items() if pair != (AZ, HU)}
    agents = {pair: weight for pair, (weight, _) in sorted_pairs(AGENTS).items() if BORA not in pair}
    assert weights(meetings, "polity-cooperation", view="newsroom") == polities
    assert weights(meetings, "co-participation", view="newsroom") == agents
    # A store that is already cut to the newsroom's word gives the same.
    assert weights(select_view(meetings, "newsroom"), "co-participation", view="newsroom") == agents
    assert weights(select_view(meetings, "newsroom"), "co-participation") == agents


def test_as_of_a_day_only_what_was_asserted_by_then(meetings: ox.Store) -> None:
    # In May D was held, C still planned, and nobody had told of G and H.
    in_may = {(AZ, TR): 2, (AZ, HU): 1, (KZ, TR): 1}
    assert weights(meetings, "polity-cooperation", as_of="2031-05-05") == in_may
    assert weights(meetings, "polity-cooperation", as_of=date(2031, 6, 14)) == in_may
    assert weights(meetings, "polity-cooperation", as_of="2031-05") == in_may
    assert weights(meetings, "polity-cooperation", as_of="2031-05-04") == {}
    # In June C and G were held, D not yet called off.
    in_june = in_may | {(AZ, UZ): 1, (TM, UZ): 1}
    assert weights(meetings, "polity-cooperation", as_of="2031-06-15") == in_june


@pytest.mark.parametrize(
    ("since", "until", "expected", "left_out"),
    [
        ("2031-05", "2031-06", {(AZ, TR): 1, (TM, UZ): 1}, 4),  # A, G; C, E, F and H may lie outside
        ("2031-05", "2031-07", {(AZ, TR): 1, (TM, UZ): 1, (AZ, KZ): 1, (AZ, KG): 1, (KG, KZ): 1}, 3),
        ("2031", None, {(AZ, TR): 1, (TM, UZ): 1, (AZ, UZ): 1, (AZ, KZ): 1, (AZ, KG): 1, (KG, KZ): 1}, 2),
        (None, "2031-05-04", {(AZ, TR): 1}, 5),
        (None, "2031-05-03", {}, 6),
    ],
)
def test_since_and_until_keep_what_certainly_lies_between(
    meetings: ox.Store, since: str | None, until: str | None, expected: dict[tuple[str, str], int], left_out: int
) -> None:
    graph = load_network(meetings, "polity-cooperation", since=since, until=until)
    assert edges(graph, "weight") == expected
    assert graph.graph["undated_left_out"] == left_out


def test_the_network_says_what_it_is(meetings: ox.Store) -> None:
    graph = load_network(meetings, "co-participation", as_of="2031-12", since="2031")
    about = graph.graph
    described = find_projection("co-participation")
    assert about["name"] == "co-participation"
    assert (about["summary"], about["warning"]) == (described.summary, described.warning)
    assert (
        about["weight"]
        == "The number of different held events in which both take part. An event and a session of it are two events."
    )
    assert (about["view"], about["as_of"], about["since"], about.get("until")) == (
        "reported",
        "2031-12-31",
        "2031-01-01",
        None,
    )
    assert (about["directed"], about["projection"]) == (False, "one-mode")
    assert (about["events"], about["articles"], about["undated_left_out"]) == (2, 2, 1)
    assert {short(via): [short(node) for node in nodes] for via, nodes in participants(graph).items()} == {
        "event/a": [YOUTH, TUMAN, AYLIN],
        "event/c": [TUMAN, AYLIN],
    }


@pytest.mark.parametrize("name", ["polity-cooperation", "co-participation"])
def test_nodes_and_edges_stand_in_the_order_of_their_iris(meetings: ox.Store, name: str) -> None:
    graph = load_network(meetings, name)
    assert list(graph) == sorted(graph)
    pairs = [sorted(pair) for pair in graph.edges()]
    assert pairs == sorted(pairs)


def test_the_ranking_of_the_polities(meetings: ox.Store) -> None:
    # Az joins Tr, Hu, Uz (and Tm behind it) and the pair Kz, Kg: all pairs but Kz–Kg, Uz–Tm lead through it.
    rows = rank(load_network(meetings, "polity-cooperation"), "betweenness")
    assert [(row.rank, row.label, row.score) for row in rows] == [
        (1, "Azerbaijan", round(13 / 15, 12)),
        (2, "Uzbekistan", round(5 / 15, 12)),
        (3, "Hungary", 0.0),
        (3, "Kazakhstan", 0.0),
        (3, "Kyrgyzstan", 0.0),
        (3, "Turkmenistan", 0.0),
        (3, "Türkiye", 0.0),
    ]


def test_an_empty_store_gives_an_empty_network() -> None:
    for name in projections():
        graph = load_network(ox.Store(), name)
        assert (graph.number_of_nodes(), graph.graph["vias"], participants(graph)) == (0, 0, {})


def test_names_that_do_not_exist(meetings: ox.Store) -> None:
    with pytest.raises(UsageError, match="did you mean co-participation"):
        load_network(meetings, "coparticipation")
    with pytest.raises(UsageError, match="did you mean newsroom"):
        load_network(meetings, "agent-event", view="newsrom")
    with pytest.raises(UsageError, match="'soon' is not a date for since"):
        load_network(meetings, "agent-event", since="soon")
    with pytest.raises(UsageError, match="not a date for as_of"):
        load_network(meetings, "agent-event", as_of="2031-02-30")


def test_every_bundled_projection_describes_itself() -> None:
    files = {path.stem for path in (Path(__file__).parents[2] / "queries" / "networks").glob("*.rq")}
    if files:  # not beside an installed package
        assert set(projections()) == files
    assert set(projections()) == {
        "polity-cooperation", "co-participation", "agent-event", "organization-structure", "speaker-topic",
        "agreement-parties", "programme-partners", "co-mention",
    }  # fmt: skip
    assert [name for name, each in projections().items() if each.directed] == [
        "organization-structure",
        "speaker-topic",
    ]
    for projection in projections().values():
        assert all(projection.as_dict()[key] for key in ("summary", "node", "edge", "weight", "view", "warning"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", "lacks summary, node"),
        (HEADER.replace("one-mode", "three-mode"), "'three-mode'"),
        (HEADER.replace("directed: no", "directed: yes"), "one-mode: write `#. directed: no`"),
        (HEADER.replace("one-mode", "links"), "links: write `#. directed: yes`"),
        (HEADER + "#+ status: held, planed\n", "status is 'planed'"),
        (HEADER + "#+ dates: birthday\n", "dates is 'birthday'"),
        (HEADER + "#+ colour: red\n", "'colour' is not a key"),
        (HEADER + "#+ directed: no\n", "directed appears twice"),
        (HEADER + "#+ nonsense\n", "not of the form"),
    ],
)
def test_a_broken_header_is_told(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "broken.rq"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_projection(file)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?node WHERE", "not SPARQL"),
        ("SELECT ?node ?via WHERE { ?node ?via ?x }", r"returns no \?evidence"),
        ("SELECT ?node ?via ?evidence WHERE { ?node a ?via }", "empty"),
    ],
)
def test_a_broken_query_is_told(tmp_path: Path, meetings: ox.Store, query: str, message: str) -> None:
    file = tmp_path / "broken.rq"
    file.write_text(HEADER + query, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        project(meetings, read_projection(file), NetworkFilter())


def test_a_new_projection_is_a_new_file_and_no_python(tmp_path: Path, meetings: ox.Store) -> None:
    file = tmp_path / "planned.rq"
    body = find_projection("polity-cooperation").query.splitlines()
    text = HEADER + "#+ status: planned\n" + "\n".join(line for line in body if not line.startswith("#+"))
    file.write_text(text, encoding="utf-8")
    assert edges(project(meetings, read_projection(file), NetworkFilter()), "weight") == {(AZ, KZ): 1}  # B
