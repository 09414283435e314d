"""Networks as of a day: who has a part in a programme counts when they certainly had, or are presumed to have had."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.views.network import network_page
from tests import commands

ARTICLE = """
kg: 1
article: {{id: {id}, title: Partners, publisher: {{type: NewsAgency, name: Wire}}, published: {published}}}
entities:
  fund: {{type: NGO, name: Tuman Fund}}
  agency: {{type: Agency, name: Aksu Agency}}
  work: {{type: Programme, name: Steppe Schools}}
mentions:
  - {{of: fund, quote: Tuman Fund}}
  - {{of: agency, quote: Aksu Agency}}
  - {{of: work, quote: Steppe Schools}}
relations:
  - {{subject: fund, relation: runs, object: work, quote: runs{runs}}}
  - {{subject: agency, relation: funds, object: work, quote: pays for{funds}}}
"""


def build(folder: Path, *articles: dict[str, str]) -> kg.Graph:
    for number, values in enumerate(articles):
        text = ARTICLE.format(id=f"a-{number}", **({"runs": "", "funds": ""} | values))
        (folder / f"{number}.yaml").write_text(text, "utf-8")
    return kg.build(folder)


def word(graph: kg.Graph, day: str) -> str:
    """The word on the one edge, or that there is none."""
    edges = list(graph.network("programme-partners", as_of=day).edges(data="held_on_day", default="no word"))
    assert len(edges) <= 1
    return edges[0][2] if edges else "no edge"


def test_an_edge_holds_between_two_reports_is_presumed_after_them_and_is_not_before(tmp_path: Path) -> None:
    graph = build(tmp_path, {"published": "2031-03-01"}, {"published": "2033-03-01"})
    said = {day: word(graph, day) for day in ("2031-02-28", "2031-03-01", "2032-01-01", "2033-03-01", "2033-03-02")}
    assert said == {
        "2031-02-28": "no edge",
        "2031-03-01": "certain",
        "2032-01-01": "certain",
        "2033-03-01": "certain",
        "2033-03-02": "presumed",
    }


def test_an_edge_is_as_sure_as_the_weaker_of_its_ends(tmp_path: Path) -> None:
    graph = build(
        tmp_path,
        {"published": "2031-03-01", "runs": ", startDate: 2030-01-01, endDate: 2034-12-31", "funds": ""},
    )
    assert word(graph, "2031-03-01") == "certain"
    assert word(graph, "2032-01-01") == "presumed"  # who runs it is certain, who pays is not
    assert word(graph, "2035-01-01") == "no edge"  # who ran it had ended


def test_what_held_long_before_it_was_reported_counts_from_when_it_held(tmp_path: Path) -> None:
    dates = ", startDate: 2020-01-01, endDate: 2022-12-31"
    graph = build(tmp_path, {"published": "2031-03-01", "runs": dates, "funds": dates})
    assert [word(graph, day) for day in ("2019-12-31", "2021-01-01", "2023-01-01")] == ["no edge", "certain", "no edge"]


def test_a_network_of_any_time_and_one_of_events_have_no_word(tmp_path: Path, bundled: kg.Graph) -> None:
    graph = build(tmp_path, {"published": "2031-03-01"})
    assert [data for *_, data in graph.network("programme-partners").edges(data="held_on_day")] == [None]
    events = bundled.network("co-participation", as_of="2025-12-31")
    assert events.number_of_edges() > 0
    assert {data for *_, data in events.edges(data="held_on_day")} == {None}
    assert "presumed" not in events.graph


@pytest.mark.parametrize(("day", "told"), [("2031-03-01", False), ("2032-01-01", True)])
def test_the_command_and_the_page_say_what_is_presumed(day: str, told: bool, tmp_path: Path) -> None:
    graph = build(tmp_path, {"published": "2031-03-01"})
    network = graph.network("programme-partners", as_of=day)
    assert network.graph.get("presumed", 0) == told
    assert ('<span class="mark">presumed</span>' in network_page(network, graph.dataset())) is told
    store = tmp_path / "store"
    assert commands.run(["load", tmp_path / "0.yaml", "--store", store]).returncode == 0
    done = commands.run(["rank", "programme-partners", "--as-of", day, "--store", store])
    assert ("presumed, not certain: 1 of 1 edges" in done.stderr) is told
