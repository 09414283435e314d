"""Slices of time, and networks of two days, in which things may be the same; expected values by counting by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import kg
from kg.network import RankChange
from kg.network.ranking import RankedNode
from tests import commands

ARTICLE = """\
kg: 1
article: {{id: {id}, title: T, publisher: {{type: NewsAgency, name: Steppe Wire}}, published: {published}}}
entities:
  forum: {{type: Forum, name: {id}, id: event/{id}, status: held}}
{people}
mentions:
- {{of: forum, quote: forum}}
relations:
{relations}
"""


def write(folder: Path, forum: str, who: str, *, day: str = "", published: str = "2033-01-01", same: str = "") -> None:
    """An article of one forum: a person for each letter, capitals are groups, ``same`` what they may be the same as.

    Args:
        same: forums by id, or a pair of groups such as ``A=B``.
    """
    people, relations = [], []
    for each in who:
        kind, place = ("Group", "group") if each.isupper() else ("Person", "person")
        people.append(f"  {each}: {{type: {kind}, name: {each}, id: {place}/{each.lower()}}}")
        relations.append(f"- {{subject: {each}, relation: attends, object: forum, quote: at{each}}}")
    if day:
        relations.append(f"- {{subject: forum, relation: startDate, value: {day}, quote: then}}")
    for other in filter(None, same.split(",")):
        one, _, two = other.rpartition("=")
        subject, place = (one, f"group/{two.lower()}") if one else ("forum", f"event/{two}")
        judged = f"relation: mayBeSameAs, object: {{id: {place}}}, reason: R, quote: same"
        relations.append(f"- {{subject: {subject}, {judged}}}")
    text = ARTICLE.format(id=forum, published=published, people="\n".join(people), relations="\n".join(relations))
    (folder / f"{forum}.yaml").write_text(text, encoding="utf-8")


def built(folder: Path) -> kg.Graph:
    graph = kg.build(folder)
    assert graph.report is not None
    assert {article.status for article in graph.report.articles} == {"loaded"}, graph.report.articles
    return graph


@pytest.fixture
def years(tmp_path: Path) -> kg.Graph:
    """A forum of 2031 (a, b), one of 2032 (a, b, c), and an undated one (a, d) that may be either."""
    write(tmp_path, "first", "ab", day="2031-05-04")
    write(tmp_path, "second", "abc", day="2032-05-04")
    write(tmp_path, "undated", "ad", same="first,second")
    return built(tmp_path)


def test_an_undated_event_may_be_one_of_each_slice(years: kg.Graph) -> None:
    """In 2031 a met b, or at one forum b and d; in 2032 b and c, or also d. d itself is in neither for certain."""
    found = years.slices("co-participation", "2031,2032").over_time("strength")
    rows = [{row.label: (row.score, row.score_low, row.score_high) for row in each or ()} for each in found.rankings]
    assert rows == [
        {"a": (1, 1, 2), "b": (1, 1, 2)},
        {"a": (2, 2, 3), "b": (2, 2, 3), "c": (2, 2, 3)},
    ]
    nodes = {each["label"]: each for each in found.as_dict()["nodes"]}
    assert nodes["a"]["score_low"] == [1, 2]
    assert nodes["a"]["score_high"] == [2, 3]
    assert nodes["c"]["score_high"] == [None, 3]
    assert nodes["a"].keys() == {"iri", "label", "scores", "ranks", "score_low", "score_high"}
    lines = str(found.table()).splitlines()
    assert [line.split() for line in lines[2:5]] == [["a", "1–2", "2–3"], ["b", "1–2", "2–3"], ["c", "2–3"]]
    told = found.remarks
    assert any(each.startswith("2031: may be the same") and "event/first and event/undated" in each for each in told)
    assert sum("in the network only if all that may be the same is: person/d" in each for each in told) == 2


def test_the_whole_network_has_the_undated_one_once(years: kg.Graph) -> None:
    """As it is a met b twice, c and d once each; as one with the first forum b and d join, and nobody else changes."""
    rows = {row.label: (row.score_low, row.score_high) for row in years.rank("co-participation", "strength")}
    assert rows == {"a": (None, None), "b": (3, 4), "c": (None, None), "d": (1, 2)}


def test_events_as_nodes_in_a_slice(years: kg.Graph) -> None:
    """In the two-mode network of 2031 the first forum has a and b, or a, b and d; a has one forum either way."""
    rows = {row.label: row for row in years.rank("agent-event", "strength", since="2031", until="2031")}
    assert (rows["first"].score_low, rows["first"].score_high) == (2, 3)
    assert (rows["a"].score, rows["a"].score_low) == (1, None)


def test_an_event_of_another_slice_that_may_be_the_same(tmp_path: Path) -> None:
    """Dates differ, and yet somebody says that they may be one: in either year those of both may have met."""
    write(tmp_path, "first", "ab", day="2031-05-04")
    write(tmp_path, "second", "ac", day="2032-05-04", same="first")
    found = built(tmp_path).slices("co-participation", "year").over_time("strength")
    assert [[(row.label, row.score_low, row.score_high) for row in each or ()] for each in found.rankings] == [
        [("a", 1, 2), ("b", 1, 2)],
        [("a", 1, 2), ("c", 1, 2)],
    ]


def test_what_bears_on_no_slice_is_named(years: kg.Graph) -> None:
    found = years.slices("co-participation", "2031").over_time("strength")
    assert any(
        each.startswith("may be the same, but nothing of it is in a slice: event/second and event/undated")
        for each in found.remarks
    )


def test_what_differs_from_the_one_in_the_slice_stays_out(tmp_path: Path) -> None:
    """The undated one may be the first; another article says that it is not: then nothing is open."""
    write(tmp_path, "first", "ab", day="2031-05-04")
    write(tmp_path, "undated", "ad", same="first")
    denial = (tmp_path / "undated.yaml").read_text(encoding="utf-8").replace("id: undated,", "id: denial,")
    denial = denial.replace("reason: R", "reason: R, modality: negated")
    (tmp_path / "denial.yaml").write_text(denial, encoding="utf-8")
    found = built(tmp_path).slices("co-participation", "2031").over_time("strength")
    assert [row.score_low for row in found.rankings[0] or ()] == [None, None]
    assert found.remarks == []


@pytest.mark.usefixtures("years")
def test_the_slices_on_the_command_line(tmp_path: Path) -> None:
    store = tmp_path / "store"
    commands.run(["load", *sorted(tmp_path.glob("*.yaml")), "--store", store])
    words: list[str | Path] = [
        "rank",
        "co-participation",
        "--by",
        "strength",
        "--slices",
        "2031,2032",
        "--store",
        store,
    ]
    rows = list(csv.DictReader(io.StringIO(commands.run([*words, "--format", "csv"]).stdout)))
    assert [(row["since"], row["label"], row["score_low"], row["score_high"]) for row in rows[:3]] == [
        ("2031", "a", "1.0", "2.0"),
        ("2031", "b", "1.0", "2.0"),
        ("2032", "a", "2.0", "3.0"),
    ]
    told = json.loads(commands.run([*words, "--format", "json"]).stdout)
    assert told["nodes"][0]["score_high"] == [2, 3]
    assert "1–2" in commands.run(words).stdout


def changes(found: kg.network.Comparison) -> dict[str, tuple[str, bool]]:
    return {row.label: (row.change, row.sure) for row in found}


def test_a_rise_that_may_be_none(tmp_path: Path) -> None:
    """By 2031 x met two, y one: ranks 1 and 4 (of five). Then y is at two more forums with a new one each, of which one
    may be the other: y has met 3, or if both are one and u is at both, only 2."""
    write(tmp_path, "first", "xab", published="2031-01-01")
    write(tmp_path, "early", "yc", published="2031-01-01")
    write(tmp_path, "late", "yu", published="2032-06-01")
    write(tmp_path, "later", "yu", published="2032-06-01", same="late")
    graph = built(tmp_path)
    found = graph.compare("2031", "2032", by="strength")
    row = next(each for each in found if each.label == "y")
    assert (row.rank_before, row.rank_after, row.score_before, row.score_after) == (4, 1, 1, 3)
    # As it is: y 3; a, b, u, x 2; c 1. As one: y, a, b, x 2; u and c 1. y is first in both.
    assert (row.score_after_low, row.score_after_high, row.rank_after_low) == (2, 3, None)
    assert changes(found) == {
        "y": ("rose", True),
        "a": ("fell", False),  # from 1 to 2, or still 1
        "b": ("fell", False),
        "x": ("fell", False),
        "c": ("fell", True),  # from 4 to 6, or to 5
        "u": ("entered", True),
    }
    assert found.columns[8:] == (
        "sure",
        "rank_after_low",
        "rank_after_high",
        "score_after_low",
        "score_after_high",
    )
    table = str(found.table())
    assert "fell?" in table
    assert "1–2" in table
    assert "?: 3 of 6 are not sure" in table
    u = next(each for each in found if each.label == "u").as_dict()
    assert (u["rank_after"], u["rank_after_low"], u["rank_after_high"]) == (2, 2, 5)
    assert "rank_before_low" not in u


def test_who_enters_may_have_been_there_under_another_name(tmp_path: Path) -> None:
    write(tmp_path, "early", "Aa", published="2031-01-01")
    write(tmp_path, "late", "Bab", published="2032-06-01", same="B=A")
    found = built(tmp_path).compare("2031", "2032", by="strength")
    assert changes(found)["B"] == ("entered", False)
    assert changes(found)["b"] == ("entered", True)


def test_without_doubt_a_comparison_says_what_it_said(tmp_path: Path) -> None:
    write(tmp_path, "early", "ab", published="2031-01-01")
    write(tmp_path, "late", "bc", published="2032-06-01")
    found = built(tmp_path).compare("2031", "2032", by="strength")
    assert all(row.sure for row in found)
    assert found.columns == tuple(RankChange.__annotations__)[:9]
    assert "?" not in str(found.table())


@pytest.mark.parametrize(
    ("before", "after", "sure"),
    [
        ((4, 4), (1, 3), True),
        ((4, 4), (1, 4), False),
        ((2, 3), (3, 4), False),
        ((1, 2), (3, 4), True),
        ((3, 3), (3, 3), True),
        ((2, 3), (2, 3), False),  # each may be either
    ],
)
def test_a_change_is_sure_if_the_intervals_do_not_meet(
    before: tuple[int, int], after: tuple[int, int], sure: bool
) -> None:
    def row(rank: int, low: int, high: int) -> RankedNode:
        ends = (None, None) if low == high else (low, high)
        return RankedNode(rank, "i", "l", 1.0, rank_low=ends[0], rank_high=ends[1])

    was, now = row(before[1], *before), row(after[0] if after[0] < before[0] else after[1], *after)
    assert RankChange.of(now, was, now, may_be_there=False).sure is sure


def test_of_two_that_differ_only_one_comes_in(tmp_path: Path) -> None:
    """Two undated ones may each be the first, and are not each other: the one that is first by its id joins it."""
    write(tmp_path, "first", "ab", day="2031-05-04")
    write(tmp_path, "loose", "ad", same="first")
    write(tmp_path, "other", "ae", same="first,loose")
    text = (tmp_path / "other.yaml").read_text(encoding="utf-8")
    denied = "object: {id: event/loose}, reason: R"
    assert denied in text
    (tmp_path / "other.yaml").write_text(text.replace(denied, f"{denied}, modality: negated"), encoding="utf-8")
    ranking = built(tmp_path).rank("agent-event", "strength", since="2031", until="2031")
    rows = {row.label: row for row in ranking}
    assert (rows["first"].score_low, rows["first"].score_high) == (2, 3)
    assert [each.rpartition("/")[2] for each in ranking.coming] == ["d"]
