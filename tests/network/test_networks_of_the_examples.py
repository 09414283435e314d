"""The networks of the bundled articles, against what their texts say (examples/articles/*.txt)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg.network import projections
from kg.network.attributes import edge_list
from kg.query import EvidenceReader, Labels
from tests import commands


@pytest.fixture(scope="module")
def graph(bundled: kg.Graph) -> kg.Graph:
    return bundled


def named(network: nx.Graph) -> dict[frozenset[str], dict[str, Any]]:
    """The edges by the names of their ends, directions left aside."""
    labels = dict(network.nodes(data="label"))
    return {frozenset((labels[a], labels[b])): data for a, b, data in network.edges(data=True)}


def arrows(network: nx.Graph) -> set[tuple[str, str]]:
    labels = dict(network.nodes(data="label"))
    return {(labels[a], labels[b]) for a, b in network.edges()}


AGENCY = "State Agency for Support to NGOs of Azerbaijan"
DEPARTMENT = "Department of Work with NGOs and Communications"


def test_where_a_head_of_sector_stands(graph: kg.Graph) -> None:
    """“He heads the NGO Sector in the Department …, a part of the Presidential Administration” (2025-11-25)."""
    network = graph.network("organization-structure")
    found = arrows(network)
    assert {
        ("Head of the NGO Sector", "NGO Sector"),
        ("NGO Sector", DEPARTMENT),
        (DEPARTMENT, "Presidential Administration of Azerbaijan"),
        ("Directorate General of Relations with Civil Society", "Ministry of Interior of Türkiye"),  # 2022-05-19
        ("Executive Director", AGENCY),
    } <= found
    assert nx.is_directed_acyclic_graph(network)
    # The Council was replaced by the Agency, and stands not below it.
    assert not any("Council on State Support" in end for arrow in found for end in arrow)


def test_who_speaks_of_what(graph: kg.Graph) -> None:
    found = arrows(graph.network("speaker-topic"))
    assert {
        ("Ministry of Foreign Affairs of Cyprus", "Northern Cyprus"),  # 2022-11-11
        ("Ilham Aliyev", "ecology"),  # 2025-11-24: “hibe konuları olarak tarih, kültür, ekoloji ve iklim politikası”
    } <= found
    # An outlet that a digest cites (2018-09-03, 2025-11-25) reports, and speaks no more than the digest itself.
    outlets = ("Example Digest", "Kazinform", "Wikipedia", "Report", "Trend")
    assert not any(speaker.startswith(outlets) for speaker, _ in found)


def test_who_is_party_to_what(graph: kg.Graph) -> None:
    """Four states signed in 2009; for Uzbekistan the treaty is in force since 2019; two memoranda."""
    found = named(graph.network("agreement-parties"))
    states = ["Azerbaijan", "Kazakhstan", "Kyrgyzstan", "Türkiye", "Uzbekistan"]
    treaty = {frozenset((a, b)) for a in states for b in states if a != b}
    memoranda = {
        frozenset((AGENCY, "Directorate General of Relations with Civil Society")),  # 2022-05-19
        frozenset((AGENCY, "Yuksalish")),  # 2025-11-24
    }
    assert set(found) == treaty | memoranda
    assert {data["weight"] for data in found.values()} == {1}
    assert {found[pair]["newman"] for pair in treaty} == {0.25}


def test_who_is_partner_in_what(graph: kg.Graph) -> None:
    found = named(graph.network("programme-partners"))
    assert set(found) == {
        frozenset((AGENCY, "NGOs and partner institutions")),  # trend-4122096
        frozenset(("Center for Support of Civil Initiatives", "Kazakhstan")),  # 2025-10-15, operator of state grants
    }


def test_what_was_planned_on_a_day(graph: kg.Graph) -> None:
    """On 2025-11-22 the forum of Azerbaijan and Kazakhstan had been announced, and was still expected."""
    network = graph.network("polity-cooperation", status=("held", "planned", "announced"), as_of="2025-11-22")
    found = named(network)
    pair = frozenset(("Azerbaijan", "Kazakhstan"))
    assert found[pair]["planned"]
    assert "held" not in found[pair]["statuses"]
    assert not found[frozenset(("Azerbaijan", "Türkiye"))]["planned"]
    assert pair not in named(graph.network("polity-cooperation", as_of="2025-11-22"))
    assert edge_list(found[pair], "evidence")
    held = named(graph.network("polity-cooperation", as_of="2025-11-24"))
    assert not held[pair]["planned"]


@pytest.mark.parametrize("name", sorted(projections()))
def test_every_edge_has_a_quote_or_a_source(graph: kg.Graph, name: str) -> None:
    reader = EvidenceReader(graph.dataset(), Labels(graph.dataset()))
    network = graph.network(name)
    for _, _, data in network.edges(data=True):
        for claim in reader.claims(edge_list(data, "evidence")):
            assert claim.sources or (claim.article and claim.quotes), claim
    counts = {"nodes": network.number_of_nodes(), "articles": network.graph["articles"]}
    assert all(counts.values()), counts


def test_a_name_that_five_share_in_a_quote(graph: kg.Graph) -> None:
    """2024-12-05 names five people together: each pair of them is named in one article at least."""
    found = named(graph.network("co-mention"))
    assert frozenset(("Bobur Bekmurodov", "Ramil Iskandarli")) in found
    # Tural Aliyev and the Department are named on 2024-12-05 and 2025-11-25, and by Trend on that day.
    assert found[frozenset(("Tural Aliyev", DEPARTMENT))]["weight"] == 3


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")} | {"COLUMNS": "100"}
    return commands.run(words, env=environment)


@pytest.fixture(scope="module")
def store(bundled_store: Path) -> Path:
    return bundled_store


def test_planned_events_on_the_command_line(store: Path, tmp_path: Path) -> None:
    words: list[str | Path] = ["--as-of", "2025-11-22", "--store", store]
    ways = (["--status", "held,planned"], ["--status", "planned", "--status", "held"])
    tables = []
    for status in ways:
        done = run("rank", "polity-cooperation", *status, *words, "--format", "json")
        assert done.returncode == 0
        assert "planned, not fact: 1 of 3 edges rest on no event that was held" in done.stderr
        assert "held, planned" in done.stderr
        tables.append([row["label"] for row in json.loads(done.stdout)])
    assert tables[0] == tables[1] == ["Azerbaijan", "Kazakhstan", "Türkiye", "Uzbekistan"]
    plain = run("rank", "polity-cooperation", *words, "--format", "json")
    assert "planned" not in plain.stderr
    assert [row["label"] for row in json.loads(plain.stdout)] == ["Azerbaijan", "Türkiye", "Uzbekistan"]
    file = tmp_path / "n.json"
    done = run("export", file, "--network", "polity-cooperation", "--status", "any", *words)
    assert done.returncode == 0
    told = json.loads(file.read_text("utf-8"))["graph"]
    assert told["planned"] == 1
    assert told["warning"].startswith("Not all of it took place")


def test_a_status_that_is_none_on_the_command_line(store: Path) -> None:
    done = run("rank", "polity-cooperation", "--status", "held,planed", "--store", store)
    assert done.returncode == 2
    assert "did you mean planned?" in done.stderr
    done = run("rank", "speaker-topic", "--status", "held", "--store", store)
    assert done.returncode == 2
    assert "its edges rest on statements, which have none" in done.stderr
    done = run("export", "graph.ttl", "--status", "held", "--store", store)
    assert done.returncode == 2
