"""Networks in which things may be the same: intervals of scores, by closed forms and by the texts of the articles."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import FrameType
from typing import Any

import networkx as nx
import pytest

import kg
from kg.network import robust_rank
from kg.network.attributes import edge_list
from kg.network.undecided import if_the_same
from tests import commands

ARTICLE = """\
kg: 1
article: {{id: {id}, title: T, publisher: {{type: NewsAgency, name: Steppe Wire}}, published: 2031-05-04}}
entities:
  forum: {{type: Forum, name: {id}, id: event/{id}, status: held}}
{people}
mentions:
- {{of: forum, quote: forum}}
{mentions}
relations:
{relations}
"""


def build(folder: Path, meetings: dict[str, str], same: dict[str, str], *, groups: str = "") -> kg.Graph:
    """A forum each with its participants, a letter each; capitals are groups; ``same``: forums, or groups, that may be.

    A line of ``groups`` is a pair of capitals that may be the same, said in the article of the first forum.
    """
    for forum, letters in meetings.items():
        people = [
            f"  {each}: {{type: {kind(each)[0]}, name: {each}, id: {kind(each)[1]}/{each.lower()}}}" for each in letters
        ]
        mentions = [f"- {{of: {each}, quote: name{each}}}" for each in letters]
        relations = [f"- {{subject: {each}, relation: attends, object: forum, quote: at{each}}}" for each in letters]
        if forum in same:
            relations.append(judgement("forum", f"event/{same[forum]}"))
        if groups and forum == next(iter(meetings)):
            relations.append(judgement(groups[0], f"group/{groups[1].lower()}"))
        text = ARTICLE.format(
            id=forum, people="\n".join(people), mentions="\n".join(mentions), relations="\n".join(relations)
        )
        (folder / f"{forum}.yaml").write_text(text, encoding="utf-8")
    graph = kg.build(folder)
    assert graph.report is not None
    assert {article.status for article in graph.report.articles} == {"loaded"}, graph.report.articles
    return graph


def kind(letter: str) -> tuple[str, str]:
    return ("Group", "group") if letter.isupper() else ("Person", "person")


def judgement(subject: str, other: str) -> str:
    return f"- {{subject: {subject}, relation: mayBeSameAs, object: {{id: {other}}}, reason: R, quote: same}}"


def intervals(graph: kg.Graph, by: str, **options: Any) -> dict[str, tuple[float | None, float | None]]:
    return {row.label: (row.score_low, row.score_high) for row in graph.rank("co-participation", by, **options)}


def test_two_meetings_that_may_be_one(tmp_path: Path) -> None:
    """Of 3 and of 4 participants who share nobody: one meeting would have 7, and each would meet 6 others."""
    graph = build(tmp_path, {"may": "abc", "undated": "defg"}, {"undated": "may"})
    found = intervals(graph, "strength")
    assert found == dict.fromkeys("abc", (2, 6)) | dict.fromkeys("defg", (3, 6))
    # Newman's weights give 1 for each meeting, however large it is.
    assert set(intervals(graph, "strength", weighted="newman").values()) == {(None, None)}
    # Share of the 6 others: 2/6 or 3/6 in two parts, 1 in one.
    shares = intervals(graph, "degree")
    assert shares["a"] == pytest.approx((2 / 6, 1))
    assert shares["d"] == pytest.approx((3 / 6, 1))


def test_a_meeting_that_is_told_twice(tmp_path: Path) -> None:
    """The same two at both: two meetings or one."""
    graph = build(tmp_path, {"may": "ab", "undated": "ab"}, {"undated": "may"})
    assert intervals(graph, "strength") == {"a": (1, 2), "b": (1, 2)}
    ranking = graph.rank("co-participation", "strength")
    assert [(row.rank, row.score) for row in ranking] == [(1, 2), (1, 2)]
    assert ranking.remarks[-1].endswith(": event/may and event/undated")
    assert "1–2" in str(ranking.table())
    assert list(ranking.to_dataframe()["score_low"]) == [1, 1]


def test_a_path_whose_middle_may_be_one(tmp_path: Path) -> None:
    """A–b and C–d: if A and C are one, it stands between b and d, on the one shortest path there is."""
    graph = build(tmp_path, {"may": "Ab", "june": "Cd"}, {}, groups="AC")
    assert intervals(graph, "betweenness") == {"A": (0, 1), "C": (0, 1), "b": (None, None), "d": (None, None)}
    rows = {row.label: row for row in graph.rank("co-participation", "betweenness")}
    assert [each.rpartition("/")[2] for each in rows["A"].may_be_same_as] == ["c"]
    # Nobody stands between others as it is; then A does alone, and b comes after it.
    assert {label: (row.rank_low, row.rank_high) for label, row in rows.items()} == {
        "A": (None, None),
        "C": (None, None),
        "b": (1, 2),
        "d": (1, 2),
    }
    assert rows["b"].as_dict().keys() == {"rank", "iri", "label", "score", "rank_low", "rank_high"}
    network = graph.network("co-participation")
    node = {label: data for _, data in network.nodes(data=True) for label in [data["label"]]}
    assert json.loads(node["C"]["may_be_same_as"]) == [rows["A"].iri]
    assert "may_be_same_as" not in node["b"]


def test_who_was_alone_at_a_meeting_that_may_be_another(tmp_path: Path) -> None:
    """With nobody else a meeting joins nobody; as the same meeting it gives the others one more to meet."""
    graph = build(tmp_path, {"may": "bc", "undated": "a"}, {"undated": "may"})
    assert intervals(graph, "strength") == {"b": (1, 2), "c": (1, 2)}


def test_groups_that_met_may_be_one(tmp_path: Path) -> None:
    """A and C with b: if they are one, b has met one, not two; they themselves have met b alone."""
    graph = build(tmp_path, {"may": "ACb"}, {}, groups="AC")
    assert intervals(graph, "strength") == {"A": (1, 2), "C": (1, 2), "b": (1, 2)}
    same = if_the_same(graph.network("co-participation"))
    assert same is not None
    assert sorted(label for _, label in same.nodes(data="label")) == ["A", "b"]


def test_events_as_nodes(tmp_path: Path) -> None:
    """In the two-mode network the meetings are nodes: one that stands for two has the participants of both."""
    graph = build(tmp_path, {"may": "ab", "undated": "bc"}, {"undated": "may"})
    found = {row.label: (row.score_low, row.score_high) for row in graph.rank("agent-event", "strength")}
    assert found == {"may": (2, 3), "undated": (2, 3), "b": (1, 2), "a": (None, None), "c": (None, None)}


def test_without_doubt_nothing_changes(tmp_path: Path) -> None:
    graph = build(tmp_path, {"may": "ab", "june": "bc"}, {})
    network = graph.network("co-participation")
    assert if_the_same(network) is None
    assert "may_be_same" not in network.graph
    ranking = kg.rank(network, "strength")
    assert ranking.remarks == ()
    assert {name for row in ranking for name in row.as_dict()} == {"rank", "iri", "label", "score"}


def test_the_polities_by_their_forums(bundled: kg.Graph) -> None:
    """By the digests: one forum with Türkiye (2022), two with Uzbekistan (2023, 2024), one with Kazakhstan (2025). The
    Trend article names one with Türkiye and one with Uzbekistan, undated: they may be among these."""
    ranking = bundled.rank("polity-cooperation", "strength")
    assert {row.label: (row.score_low or row.score, row.score_high or row.score) for row in ranking} == {
        "Azerbaijan": (4, 6),
        "Uzbekistan": (2, 3),
        "Türkiye": (1, 2),
        "Kazakhstan": (1, 1),
    }
    lines = str(ranking.table()).splitlines()
    assert [line.split()[-1] for line in lines[2:6]] == ["4–6", "2–3", "1–2", "1"]
    assert sum("azerbaijan-turkiye-ngo-cooperation-forum-2022" in line for line in lines) == 1
    # Who is joined to whom hangs on no count of forums.
    assert all(row.score_low is None for row in bundled.rank("polity-cooperation", "closeness"))
    # As of the end of 2024 the Trend article had not come out.
    assert all(row.score_low is None for row in bundled.rank("polity-cooperation", "strength", as_of="2024-12-31"))


def test_two_groups_of_ngos_are_marked_and_rank_once_each(bundled: kg.Graph) -> None:
    rows = {row.label: row for row in bundled.rank("co-participation", "strength")}
    one, other = rows["NGOs from OTS countries"], rows["NGOs of the OTS states"]
    assert (one.may_be_same_as, other.may_be_same_as) == ((other.iri,), (one.iri,))
    assert {(row.score_low, row.score_high) for row in rows.values() if row.score == 7} == {(6, 7)}
    robust = {row.label: row for row in robust_rank(bundled.incidences("co-participation"), "strength", samples=0)}
    assert (robust[one.label].score_low, robust[one.label].score_high) == (6, 7)


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json"])
def test_files_carry_it_as_text(bundled: kg.Graph, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"network{suffix}"
    bundled.export(file, network="co-participation")
    readers: dict[str, Callable[[], nx.Graph]] = {
        ".graphml": lambda: nx.read_graphml(BytesIO(file.read_bytes())),
        ".gexf": lambda: nx.read_gexf(BytesIO(file.read_bytes())),
        ".json": lambda: nx.node_link_graph(json.loads(file.read_text()), edges="edges"),
    }
    network = readers[suffix]()
    found = {
        iri.rpartition("/")[2]: [each.rpartition("/")[2] for each in edge_list(data, "may_be_same_as")]
        for iri, data in network.nodes(data=True)
        if "may_be_same_as" in data
    }
    assert found == {
        "ngos-of-the-ots-states": ["trend-4122096-ngos-from-ots-countries"],
        "trend-4122096-ngos-from-ots-countries": ["ngos-of-the-ots-states"],
    }


def test_the_command_shows_it(bundled_store: Path) -> None:
    words: list[str | Path] = ["rank", "polity-cooperation", "--by", "strength", "--store", bundled_store]
    rows = json.loads(commands.run([*words, "--format", "json"]).stdout)
    assert rows[0].items() >= {"rank": 1, "label": "Azerbaijan", "score": 6, "score_low": 4, "score_high": 6}.items()
    # Türkiye and Kazakhstan have one forum each if all are the same that may be: two of rank 3.
    assert rows[3].items() >= {"label": "Kazakhstan", "rank": 4, "rank_low": 3, "rank_high": 4}.items()
    assert rows[3].keys() == {"rank", "iri", "label", "score", "rank_low", "rank_high"}
    head, *lines = commands.run([*words, "--format", "csv"]).stdout.splitlines()
    assert head == "rank,iri,label,score,score_low,score_high,rank_low,rank_high"
    assert lines[3].endswith(",Kazakhstan,1.0,,,3,4")


def calls(run: Callable[[], object]) -> int:
    """How many functions of this package a call runs through."""
    count = 0

    def look(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        if event == "call" and "/kg/" in frame.f_code.co_filename:
            count += 1

    sys.setprofile(look)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.campaign
def test_articles_that_repeat_eleven_times_take_no_more_than_eleven_times_the_steps(tmp_path: Path) -> None:
    """The same judgement in every copy is one pair: clusters do not grow with the number of articles."""
    counts = []
    for copies in (1, 11):
        folder = tmp_path / str(copies)
        folder.mkdir()
        for file in sorted(kg.examples().glob("*.yaml")):
            text = file.read_text(encoding="utf-8")
            for number in range(copies):
                again = text.replace(f"\n  id: {file.stem}\n", f"\n  id: {file.stem}-{number}\n", 1)
                (folder / f"{file.stem}-{number}.yaml").write_text(again, encoding="utf-8")
        for file in kg.examples().glob("*.txt"):
            shutil.copy(file, folder)
        graph = kg.build(folder)
        found: dict[str, Any] = {}
        counts.append(calls(lambda: found.update(rows=graph.rank("polity-cooperation", "strength"))))  # noqa: B023
        assert [(row.score_low, row.score_high) for row in found["rows"]] == [(4, 6), (2, 3), (1, 2), (None, None)]
    assert counts[1] <= 11 * counts[0]
