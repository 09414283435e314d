"""The command line as a user meets it: exit codes, what goes where, and what is said when something is wrong."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from tests import commands

KG = [sys.executable, "-m", "kg"]
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def run(*words: str | Path, cwd: Path | None = None, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")} | {"COLUMNS": "100"}
    return commands.run(words, cwd=cwd, stdin=stdin, env=environment)


@pytest.fixture(scope="module")
def store(own_store: Path) -> Path:
    return own_store


def test_load_and_check_as_json(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("kg: 1\narticle: {id: bad, title: T}\nentities:\n  x: {type: Forun, name: X}\nmentions: []\n")
    for command in (["check", str(bad)], ["load", str(bad), "--store", str(tmp_path / "store")]):
        done = run(*command, "--format", "json")
        assert done.returncode == 1
        (article,) = json.loads(done.stdout)["articles"]
        assert (article["id"], article["file"], article["status"]) == ("bad", str(bad), "rejected")
        finding = next(f for f in article["findings"] if f["severity"] == "error")
        assert set(finding) == {"code", "severity", "message", "file", "line", "key", "quote", "iri", "hint"}
        assert (finding["code"], finding["line"], finding["key"]) == ("unknown-type", 4, "entities.x.type")
        assert "Forum" in finding["hint"]


def test_findings_in_the_formats_of_other_tools(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("kg: 1\narticle: {id: bad, title: T}\nentities:\n  x: {type: Forun, name: X}\nmentions: []\n")
    log = json.loads(run("check", bad, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    (result,) = [r for r in log["runs"][0]["results"] if r["level"] == "error"]
    assert result["ruleId"] == "unknown-type"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    turtle = run("check", bad, "--format", "ttl").stdout
    assert "sh:conforms false" in turtle
    assert 'tnk:findingCode "unknown-type"' in turtle


def test_fail_on_decides_the_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("kg: 1\narticle: {id: a, title: T, published: 2031}\nentities: {}\nmentions: []\n")
    assert run("check", file).returncode == 0
    assert run("check", file, "--fail-on", "warning").returncode == 1


def test_rank_as_json(store: Path) -> None:
    rows = json.loads(
        run("rank", "polity-cooperation", "--by", "betweenness", "--format", "json", "--store", store).stdout
    )
    assert [set(row) for row in rows] == [{"rank", "iri", "label", "score"}] * 4
    assert rows[0] == {
        "rank": 1,
        "iri": "https://w3id.org/turkic-ngo-kg/id/polity/az",
        "label": "Azerbaijan",
        "score": 1.0,
    }


def test_query_as_sparql_json(store: Path) -> None:
    text = 'SELECT ?s { ?s rdfs:label "Tural Aliyev" }'
    for words, stdin in ((["-q", text], None), (["-"], text)):
        found = json.loads(run("query", *words, "--format", "json", "--store", store, stdin=stdin).stdout)
        binding = {"type": "uri", "value": "https://w3id.org/turkic-ngo-kg/id/person/tural-aliyev"}
        assert found == {"head": {"vars": ["s"]}, "results": {"bindings": [{"s": binding}]}}


def test_explain_shows_the_quote(store: Path, tmp_path: Path) -> None:
    done = run("explain", "Tural Aliyev", "holdsPost", "--store", store)
    lines = done.stdout.splitlines()
    assert lines[0] == "Tural Aliyev  holds post  Head of the NGO Sector"
    assert lines[-2:] == [
        "  fact · newsroom · Trend, 2025-11-25 · not checked against the text",
        "  “Tural Aliyev, Head of”   https://www.trend.az/azerbaijan/society/4122096.html",
    ]
    told = json.loads(run("explain", "Tural Aliyev", "holdsPost", "--format", "json", "--store", store).stdout)
    assert told["facts"][0]["for"][-1]["quotes"][0]["fragments"] == ["Tural Aliyev, Head of"]
    assert run("explain", "Tural Aliyev", "memberOf", "--store", store).returncode == 1


def test_two_stores_compared(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(store, other)
    assert run("diff", store, other).returncode == 0
    run("retract", "digest-2022-05-19", "--store", other)
    done = run("diff", store, other)
    assert done.returncode == 1
    assert {line[0] for line in done.stdout.splitlines()} == {"-"}
    assert all("digest-2022-05-19" in line for line in done.stdout.splitlines())


USAGE = [
    (["qeury"], "Did you mean query?"),
    (["query"], "give one of"),
    (["query", "bilateral"], "did you mean bilateral-forums?"),
    (["query", "events-in-place", "-p", "place=Bakuu"], "did you mean Baku?"),
    (["query", "events-in-place", "-p", "view=x"], "no parameter 'view'"),
    (["query", "events-in-place", "-p", "place"], "KEY=VALUE"),
    (["query", "memberships", "-p", "day=2020-13-01"], "write it as 2025-11-25"),
    (["query", "bilateral-forums", "-p", "status=hold"], "held"),
    (["query", "-q", "SELECT * {", "--format", "table"], "line 1"),
    (["query", "-q", "INSERT DATA { <a:b> <a:b> <a:b> }"], "never changes the store"),
    (["query", "-q", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"], "another server"),
    (["query", "-q", "SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }"], "this store has no such graph"),
    (["query", "-q", "SELECT * { ?s ?p ?o }", "--format", "html"], "one of"),
    (["query", "-q", "SELECT * { ?s ?p ?o } LIMIT 1", "--evidence"], "?evidence"),
    (["rank", "polity-cooperatoin"], "did you mean polity-cooperation?"),
    (["rank", "polity-cooperation", "--by", "betweenes"], "did you mean betweenness or"),
    (["rank", "polity-cooperation", "--as-of", "soon"], "soon"),
    (["path", "Türkiye", "Atlantis", "--network", "polity-cooperation"], "Atlantis"),
    (["explain", "Nakhchivann"], "did you mean Nakhchivan?"),
    (["explain", "Naxçıvan"], "place/nakhchivan"),
    (["explain", "Azerbaijan", "memberof"], "memberOf"),
    (["export", "graph.docx"], ".ttl"),
    (["export", "graph.csv"], "--network"),
    (["draw", "polity-cooperation", "x.pdf"], ".svg"),
]


@pytest.mark.parametrize(("words", "said"), USAGE, ids=[" ".join(words) for words, _ in USAGE])
def test_a_wrong_request_ends_with_2_and_says_what_to_do(
    store: Path, words: list[str], said: str, tmp_path: Path
) -> None:
    done = run(*words, *([] if words == ["qeury"] else ["--store", str(store)]), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_broken_environment_ends_with_3(tmp_path: Path) -> None:
    for words in (["query", "speakers"], ["stats"], ["retract", "a"], ["rank", "polity-cooperation"]):
        done = run(*words, "--store", tmp_path / "none")
        assert done.returncode == 3
        assert "there is no store here" in done.stderr
    assert not (tmp_path / "none").exists()
    done = run("load", tmp_path / "none.yaml", "--store", tmp_path / "store")
    assert done.returncode == 3
    (tmp_path / "file").write_text("x")
    assert run("load", kg.examples(), "--store", tmp_path / "file").returncode == 3


def test_a_query_that_takes_too_long_is_ended(store: Path) -> None:
    began = time.monotonic()
    done = run("query", "-q", SLOW, "--timeout", "1", "--store", store)
    assert done.returncode == 3
    assert "stopped after 1 second" in done.stderr
    assert time.monotonic() - began < 60


def test_ctrl_c_ends_a_query_at_once(store: Path) -> None:
    with subprocess.Popen([*KG, "query", "-q", SLOW, "--store", store], stderr=subprocess.PIPE, text=True) as process:
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert errors == ""


def test_a_closed_pipe_is_no_error(store: Path) -> None:
    words = [*KG, "query", "-q", "SELECT * { ?s ?p ?o }", "--format", "tsv", "--store", str(store)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_told_without_a_traceback(store: Path) -> None:
    with Path("/dev/full").open("w") as full:
        words = [*KG, "query", "speakers", "--store", str(store)]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 3
    assert done.stderr == "kg: the output cannot be written: No space left on device\n"


def test_the_newsroom_view_leaves_out_what_only_speakers_claim(store: Path) -> None:
    # Gold: the undated forums are Aliyeva's claim alone; the digests report the dated ones themselves.
    reported = run("query", "bilateral-forums", "--store", store, "--format", "csv").stdout
    newsroom = run("query", "bilateral-forums", "--store", store, "--format", "csv", "--view", "newsroom").stdout
    forums = [
        {line.split(",")[0].rpartition("/")[2] for line in text.splitlines()[1:]} for text in (reported, newsroom)
    ]
    assert forums[1] == {
        "azerbaijan-turkiye-ngo-cooperation-forum-2022",
        "azerbaijan-uzbekistan-ngo-cooperation-forum-2023",
        "azerbaijan-kazakhstan-ngo-cooperation-forum-2025",
        "uzbekistan-azerbaijan-ngo-forum-2024",
    }
    assert forums[0] - forums[1] == {
        "azerbaijan-turkiye-ngo-cooperation-forum",
        "azerbaijan-uzbekistan-ngo-cooperation-forum",
    }
    ranks = json.loads(
        run("rank", "polity-cooperation", "--view", "newsroom", "--format", "json", "--store", store).stdout
    )
    assert {row["label"] for row in ranks} == {"Azerbaijan", "Kazakhstan", "Türkiye", "Uzbekistan"}


def test_the_demo_writes_what_it_says(
    demo: subprocess.CompletedProcess[str], demo_folder: Path, tmp_path: Path
) -> None:
    assert demo.returncode == 0, demo.stderr
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    for file in (
        "graph.ttl",
        "graph.trig",
        "polity-cooperation.graphml",
        "polity-cooperation.svg",
        "polity-cooperation.png",
    ):
        assert (tmp_path / "kg-demo" / file).stat().st_size > 1000
        assert f"kg-demo/{file}" in demo.stdout
    assert "1  Azerbaijan       1.0000" in demo.stdout
    assert "“I am confident … soon”" in demo.stdout
    assert run("demo", cwd=tmp_path).returncode == 0


def test_nothing_in_an_article_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    nasty = "\x1b]0;owned\x07\u202e"
    file = tmp_path / "a.json"

    def write(key: str, text: str, **more: str) -> None:
        about = {"id": "a", "title": f"T {text}", "published": "2031-05-04"}
        entities = {key: {"type": "Forum", "name": f"Forum {text}"} | more}
        mentions = [{"of": key, "quote": f"Forum {text}"}]
        file.write_text(json.dumps({"kg": "1", "article": about, "entities": entities, "mentions": mentions}))

    write(nasty, nasty, status=nasty)
    rejected = run("check", file)
    assert rejected.returncode == 1
    write("x", "\u202eowned")  # a mark of direction is a character like any other, and may be in a text
    assert run("load", file, "--store", tmp_path / "store").returncode == 0
    shown = [rejected.stdout, rejected.stderr]
    for words in (
        ["explain", "Forum owned"],
        ["query", "-q", "SELECT ?l { ?f a tnk:Forum ; rdfs:label ?l }"],
        ["stats"],
    ):
        done = run(*words, "--store", str(tmp_path / "store"))
        shown += [done.stdout, done.stderr]
    assert not [text for text in shown if "\x1b" in text or "\x07" in text or "\u202e" in text]
    assert "owned" in shown[0]
