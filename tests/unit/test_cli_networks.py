"""networks, rank, compare, describe and path as a user meets them, on the bundled articles."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.network import MEASURES, projections
from tests import commands

ID = "https://w3id.org/turkic-ngo-kg/id/"


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")} | {"COLUMNS": "100"}
    return commands.run(words, env=environment)


@pytest.fixture(scope="module")
def store(own_store: Path) -> Path:
    return own_store


def told(store: Path, *words: str) -> Any:
    done = run(*words, "--format", "json", "--store", store)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def table(store: Path, *words: str) -> list[dict[str, str]]:
    done = run(*words, "--format", "csv", "--store", store)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_a_robust_ranking_in_all_formats(store: Path) -> None:
    words = ("rank", "polity-cooperation", "--by", "betweenness")
    plain, rows = told(store, *words), told(store, *words, "--robust", "--samples", "40", "--seed", "3")
    assert [{key: row[key] for key in ("rank", "iri", "label", "score")} for row in rows] == plain
    # Azerbaijan alone is between others, whichever article is left out.
    assert (rows[0]["label"], rows[0]["low"], rows[0]["high"], rows[0]["hangs_on"]) == ("Azerbaijan", 1, 1, [])
    assert rows == told(store, *words, "--robust", "--samples", "40", "--seed", "3")
    (first, *_) = table(store, *words, "--robust", "--samples", "0")
    assert (first["label"], first["high"], first["bootstrap_low"], first["hangs_on"]) == ("Azerbaijan", "1", "", "")


def test_a_rank_that_hangs_on_one_article_is_marked(store: Path) -> None:
    done = run("rank", "co-participation", "--robust", "--samples", "20", "--store", store)
    line = next(each for each in done.stdout.splitlines() if "Jeyhun Jalilov" in each)
    assert line.endswith("! trend-4122096")  # the one article that names him
    assert "20 samples of sources" in done.stderr
    assert "seed 0" in done.stderr
    (row,) = [row for row in told(store, "rank", "co-participation", "--robust") if row["label"] == "Jeyhun Jalilov"]
    assert row["hangs_on"] == [ID + "article/trend-4122096"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "degree"], "weights: not used; every edge counts 1"),
        (["--by", "degree", "--weighted"], "weights: weight (The number of different held events"),
        (["--by", "closeness", "--weights", "count"], "as a distance of 1/weight"),
        (["--by", "strength", "--weights", "newman"], "newman (the sum of 1/(n−1) over the shared events"),
        (["--by", "core", "--weights", "count"], "core has no weighted form"),
        (["--since", "2023", "--until", "2025-06"], "since 2023-01-01; until 2025-06-30"),
        (["--as-of", "2025"], "as of 2025-12-31"),
        (["--view", "newsroom"], "undirected; weights: not used; every edge counts 1; status held; view newsroom"),
    ],
)  # fmt: skip
def test_the_line_under_a_ranking(store: Path, words: list[str], said: str) -> None:
    done = run("rank", "polity-cooperation", *words, "--store", store)
    assert done.returncode == 0, done.stderr
    assert said in done.stderr


def test_weights_are_those_that_were_named(store: Path) -> None:
    by = {name: told(store, "rank", "polity-cooperation", "--by", "strength", "--weights", name)[0]["score"]
          for name in ("count", "newman")}  # fmt: skip
    # Each forum of the examples is between two polities, where 1/(n−1) is 1: the two agree.
    assert by["count"] == by["newman"] > 1
    weighted = told(store, "rank", "co-participation", "--weighted")
    assert weighted == told(store, "rank", "co-participation", "--weights", "count")
    newman = told(store, "rank", "co-participation", "--weights", "newman", "--by", "strength")
    # Eight take part in the Solidarity Forum: seven edges of 1/7 each.
    assert newman[0]["score"] == pytest.approx(1, abs=1e-9)


def test_ranks_over_time(store: Path) -> None:
    found = told(store, "rank", "polity-cooperation", "--slices", "year")
    assert [(part["since"], part["until"]) for part in found["slices"]] == [
        (str(year), str(year)) for year in range(2022, 2026)
    ]
    rows = {row["label"]: row for row in found["nodes"]}
    # The dated bilateral forums: Türkiye 2022, Uzbekistan 2023 and 2024, Kazakhstan 2025.
    assert [score is not None for score in rows["Türkiye"]["scores"]] == [True, False, False, False]
    assert [rank is not None for rank in rows["Uzbekistan"]["ranks"]] == [False, True, True, False]
    assert rows["Azerbaijan"]["scores"] == [1, 1, 1, 1]
    tidy = table(store, "rank", "polity-cooperation", "--slices", "2022,2023/2024")
    assert [(row["since"], row["label"]) for row in tidy if row["label"] != "Azerbaijan"] == [
        ("2022", "Türkiye"),
        ("2023", "Uzbekistan"),
    ]
    done = run("rank", "polity-cooperation", "--slices", "2023", "--store", store)
    assert "in no slice: 5 of 6 events: 2 whose date is not certain, 3 dated outside" in done.stderr


def test_who_rose_between_two_days(store: Path) -> None:
    words = ("compare", "2022-05-19", "2023-11-27", "--network", "polity-cooperation")
    rows = {row["label"]: row for row in told(store, *words)}
    # By May 2022 the forum with Türkiye was reported; by 27 November 2023 the one with Uzbekistan too.
    assert {label: row["change"] for label, row in rows.items()} == {
        "Azerbaijan": "stayed",
        "Türkiye": "fell",
        "Uzbekistan": "entered",
    }
    assert (rows["Türkiye"]["rank_before"], rows["Türkiye"]["rank_after"], rows["Türkiye"]["places"]) == (1, 2, -1)
    assert rows["Uzbekistan"]["rank_before"] is None
    assert {row["label"]: row["places"] for row in table(store, *words)}["Uzbekistan"] == ""
    done = run(*words, "--store", store)
    assert "0 rose, 1 fell, 1 entered, 0 left, 1 stayed" in done.stderr
    assert "as of 2022-05-19" in done.stderr


def test_a_network_as_a_whole(store: Path) -> None:
    found = told(store, "describe", "polity-cooperation")
    # A star: Azerbaijan in the middle, three around it.
    assert (found["nodes"], found["edges"], found["density"], found["diameter"]) == (4, 3, 0.5, 2)
    assert (found["components"], found["articulation_nodes"]) == ([4], [ID + "polity/az"])
    assert (found["transitivity"], len(found["bridges"]), found["seed"]) == (0, 3, 0)
    assert found["labels"][ID + "polity/tr"] == "Türkiye"
    text = run("describe", "polity-cooperation", "--store", store).stdout
    assert "Azerbaijan — Türkiye" in text
    assert "articulation nodes\n  Azerbaijan\n" in text
    assert ID not in text


def test_a_network_as_a_whole_over_time(store: Path) -> None:
    found = told(store, "describe", "polity-cooperation", "--slices", "2022,2023/2024")
    assert [(part["since"], part["until"], part["nodes"]) for part in found["slices"]] == [
        ("2022", "2022", 2),
        ("2023", "2024", 2),
    ]
    assert found["whole"]["nodes"] == 4
    assert len(found["undated"]) == 2
    rows = table(store, "describe", "polity-cooperation", "--slices", "2022,2023/2024")
    assert [(row["time"], row["edges"]) for row in rows] == [("all", "3"), ("2022", "1"), ("2023–2024", "1")]


def test_ways_tell_their_evidence(store: Path) -> None:
    (way,) = told(store, "path", "tİKA", "aygun aliyeva")  # an alternative name, other spellings
    (step,) = way["steps"]
    assert step["event_labels"] == ["Solidarity Forum of NGOs"]
    assert {claim["iri"] for claim in step["claims"]} == set(step["evidence"])
    assert any("desteğiyle" in "".join(quote["fragments"]) for claim in step["claims"] for quote in claim["quotes"])


SQUARE = """
kg: 1
article: {id: square, title: Four forums, published: 2031-05-04}
entities:
  az: {type: State, name: Azerbaijan, id: polity/az}
  tr: {type: State, name: Türkiye, id: polity/tr}
  kz: {type: State, name: Kazakhstan, id: polity/kz}
  uz: {type: State, name: Uzbekistan, id: polity/uz}
  a: {type: Forum, name: A, status: held, between: [az, tr]}
  b: {type: Forum, name: B, status: held, between: [tr, kz]}
  c: {type: Forum, name: C, status: held, between: [kz, uz]}
  d: {type: Forum, name: D, status: held, between: [uz, az]}
mentions: [{of: a, quote: Forum A}, {of: b, quote: Forum B}, {of: c, quote: Forum C}, {of: d, quote: Forum D}]
"""


def test_ways_say_where_they_were_cut(tmp_path: Path) -> None:
    (tmp_path / "square.yaml").write_text(SQUARE, encoding="utf-8")
    store = tmp_path / "store"
    loaded = run("load", tmp_path / "square.yaml", "--store", store)
    assert loaded.returncode == 0, loaded.stderr
    words = ("path", "Azerbaijan", "Kazakhstan", "--network", "polity-cooperation", "--store", store)
    # Round the square there are two ways, over Türkiye and over Uzbekistan.
    cut, whole = run(*words, "--limit", "1"), run(*words)
    assert [each.stdout.count(" steps\n") for each in (cut, whole)] == [1, 2]
    assert "1 more path is as short; --limit shows more" in cut.stderr
    assert "--limit" not in whole.stderr
    assert len(json.loads(run(*words, "--format", "json").stdout)) == 2


def test_the_networks_and_the_measures(store: Path) -> None:
    listed = json.loads(run("networks", "--format", "json").stdout)
    assert [each["name"] for each in listed] == list(projections())
    (one,) = json.loads(run("networks", "co-participation", "--format", "json").stdout)
    assert one == next(each for each in listed if each["name"] == "co-participation")
    measures = json.loads(run("networks", "--measures", "--format", "json").stdout)
    assert [each["name"] for each in measures] == list(MEASURES)
    assert {"name", "title", "weights", "directed", "needs", "reference"} == set(measures[0])
    text = run("networks").stdout
    line = next(each for each in text.splitlines() if each.startswith("betweenness "))
    assert all(part in line for part in ("distance", "along edges", "Freeman 1977; Brandes 2001"))
    whole = run("networks", "co-participation").stdout
    assert "SELECT DISTINCT ?node" in whole
    assert "#+" not in whole


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compare", "2025", "2024"], "2025 is after 2024"),
        (["compare", "soon", "2024"], "soon"),
        (["compare", "2024", "2025", "--as-of", "2025"], "--as-of"),
        (["compare", "2024", "2025", "--network", "co-particpation"], "did you mean co-participation?"),
        (["rank", "agent-event", "--weights", "newman"], "no newman"),
        (["rank", "agent-event", "--weighted", "--weights", "newman"], "--weighted means --weights count"),
        (["rank", "agent-event", "--robust", "--slices", "year"], "not both"),
        (["rank", "agent-event", "--slices", "decade"], "'decade' is not a slice of time\n  → write year, or 3-year"),
        (["describe", "agent-event", "--slices", "2019,soon/2021"], "'soon/2021' is not a slice of time"),
        (["rank", "agent-event", "--slices", "0-year"], "1 year or more"),
        (["rank", "agent-event", "--slices", "2019", "--since", "2018"], "since and until"),
        (["rank", "agent-event", "--slices", "year", "--since", "1000"], "the limit is"),
        (["describe", "agent-events"], "did you mean agent-event?"),
        (["path", "Türkiye", "Türkei", "--network", "polity-cooperation"], "did you mean Türkiye"),
        (["networks", "nothing"], "'nothing' is not a network"),
        (["networks", "agent-event", "--measures"], "not both"),
    ],
)
def test_what_is_wrong_is_told(store: Path, words: list[str], said: str) -> None:
    place = [] if words[0] == "networks" else ["--store", str(store)]
    done = run(*words, *place)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_python_gives_what_the_commands_print(store: Path) -> None:
    with kg.open(store) as graph:
        name = "co-participation"
        plain = [row.as_dict() for row in graph.rank(name, "pagerank", weighted="newman", view="newsroom")]
        words = ("rank", name, "--by", "pagerank")
        assert plain == told(store, *words, "--weights", "newman", "--view", "newsroom")
        robust = graph.robust_rank(name, "pagerank", samples=10, seed=2, top=3)
        assert [row.as_dict() for row in robust] == told(
            store, *words, "--robust", "--samples", "10", "--seed", "2", "--top", "3"
        )
        compared = graph.compare("2024", "2025", by="pagerank")
        assert [row.as_dict() for row in compared] == told(store, "compare", "2024", "2025", "--by", "pagerank")
        slices = graph.slices(name, "2-year", as_of="2025-11-24")
        cut = ("--slices", "2-year", "--as-of", "2025-11-24")
        assert slices.over_time("degree", top=2).as_dict() == told(store, "rank", name, *cut, "--top", "2")
        assert slices.describe().as_dict() == told(store, "describe", name, *cut)


def test_years_span_the_dates_of_all_events(tmp_path: Path) -> None:
    dated = SQUARE.replace("between: [az, tr]", "startDate: 2029, between: [az, tr]")
    dated = dated.replace("between: [tr, kz]", "startDate: 2030-12/2031-02, between: [tr, kz]")
    dated = dated.replace("between: [uz, az]", "startDate: 2030-05-04, between: [uz, az]")
    (tmp_path / "dated.yaml").write_text(dated, encoding="utf-8")
    parts = kg.build(tmp_path / "dated.yaml").slices("polity-cooperation", "year")
    # A is of 2029, D of 2030; B began in one of three months of two years; C has no date.
    assert [(part.title, part.network.number_of_edges()) for part in parts] == [("2029", 1), ("2030", 1), ("2031", 0)]
    assert [each.rpartition("/")[2] for each in (*parts.elsewhere, *parts.undated)] == ["b", "c"]
