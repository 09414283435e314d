"""The manners of the command line: help, suggestions, streams, pipes, terminals, completion, and stable JSON."""

from __future__ import annotations

import json
import os
import re
import select
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.cli.progress import progress, waiting
from tests.amounts import first
from tests.terminals import CLEAN, KG, on_terminal, run

TOP = Path(__file__).parents[2]
JSON_PAGE = TOP / "docs" / "json.md"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MANY = "SELECT ?a ?b ?c ?d { ?a ?b ?c . ?d a ?e }"  # some 80 million rows on the examples


@pytest.fixture(scope="module")
def store(own_store: Path) -> Path:
    return own_store


def test_the_help_fits_a_screen() -> None:
    lines = run("--help").stdout.splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 80
    named = [line[11:].split()[0] for line in lines if re.match(r"[A-Z ][a-z ]{9} [a-z]+ +[A-Z]", line)]
    from kg.cli.main import cli

    assert named == cli.list_commands(None)  # type: ignore[arg-type]


MISTYPED = [
    (["query", "speakers", "--formt", "csv"], "--format"),
    (["query", "speakers", "--format", "tabel"], "did you mean table?"),
    (["query", "speakers", "--view", "newsrom"], "Did you mean newsroom?"),
    (["query", "events-in-place", "-p", "plac=Baku"], "did you mean place?"),
    (["query", "bilateral-forums", "-p", "status=hold"], "did you mean held?"),
    (["query", "participants-counted", "--limit", "x"], "--limit"),
    (["query", "speakers", "--timeout", "nan"], "a number of seconds"),
    (["stats", "--format", "jsn"], "Did you mean json?"),
    (["check", ".", "--fail-on", "eror"], "Did you mean error?"),
    (["queries", "speekers"], "did you mean speakers"),
    (["completion", "bsh"], "Did you mean bash?"),
    (["explain", "Azerbaijan", "memberof"], "did you mean memberOf"),
]


@pytest.mark.parametrize(("words", "said"), MISTYPED, ids=[" ".join(words) for words, _ in MISTYPED])
def test_a_mistyped_word_gets_a_suggestion(store: Path, words: list[str], said: str) -> None:
    has_store = words[0] in ("query", "stats", "explain")
    done = run(*words, *(["--store", str(store)] if has_store else []))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?x, ?y { ?x a ?y }", "without a comma"),
        ("SELECT ?x { ?x a tnk:Forum FILTER ?x = 3 }", "FILTER(?x = 3)"),
        ("SELECT COUNT(?x) { ?x a tnk:Forum }", "(COUNT(?x) AS ?n)"),
        ("SELECT ?x { ?x tnk:heldIn Baku }", "place:baku"),
        ("SELECT ?x { ?x a tnk:Forum } ORDER ?x", "ORDER BY"),
        ("SELECT ?x WHERE ?x a tnk:Forum", "WHERE { … }"),
    ],
)
def test_habits_of_other_languages_are_corrected(store: Path, text: str, said: str) -> None:
    done = run("query", "-q", text, "--store", store)
    assert done.returncode == 2
    assert "\n    " in done.stderr
    assert "^" in done.stderr
    assert said in done.stderr


def test_a_fault_in_ones_own_question_names_its_file_and_line(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    words = ("query", "mine", "--queries", tmp_path, "--store", store)
    for text, place in (
        ("#+ summary: s\n#+ summry: s\nSELECT ?x { ?x a ?y }\n", f"{file}:2"),
        ("#+ summary: s\n#+ parameter: x number -- n\nSELECT ?x { ?x a ?y }\n", f"{file}:2"),
        ("#+ summary: s\nSELECT ?x {\n  ?x a\n}\n", f"{file}: line 4"),
    ):
        file.write_text(text)
        done = run(*words)
        assert done.returncode in (2, 3)
        assert f"kg: {place}" in done.stderr
    file.write_text("#+ summary: s\n#+ parameter: x thing -- t\nSELECT ?x ?n { ?x rdfs:label ?n }\n")
    assert "Türkiye" in run(*words, "-p", "x=Түркия").stdout


@pytest.mark.parametrize(
    "form", ["json", *(pytest.param(each, marks=pytest.mark.campaign) for each in ("csv", "nt", "tsv", "xml", "table"))]
)
def test_rows_come_before_the_last_is_found(store: Path, form: str) -> None:
    text = MANY if form != "nt" else "CONSTRUCT { ?a ?b ?d } { ?a ?b ?c . ?d a ?e }"
    words = [*KG, "query", "-q", text, "--format", form, "--store", str(store), "--labels", "--timeout", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CLEAN) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert select.select([process.stdout], [], [], 60)[0], "nothing came"
        read = b"".join(process.stdout.readline() for _ in range(3))
        assert read
        assert process.poll() is None, "the whole was computed first"
        if Path(f"/proc/{process.pid}/statm").exists() and form != "nt":
            before = _megabytes(process.pid)
            for _ in range(30_000):  # kept, they would take some 30 MB
                process.stdout.readline()
            assert _megabytes(process.pid) - before < 10
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == -signal.SIGPIPE


def _megabytes(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


@pytest.mark.parametrize("words", ["--help", "queries", "networks", "stats", "explain Azerbaijan", "diff {0} {0}"])
def test_a_closed_pipe_is_silent_everywhere(store: Path, words: str, tmp_path: Path) -> None:
    command = shlex.join([*KG, *words.format(store).split()])
    done = subprocess.run(  # noqa: S602
        f"{command} | head -1", shell=True, capture_output=True, text=True, env=CLEAN | {"KG_STORE": str(store)}
    )
    assert done.stderr == ""


def test_a_table_is_cut_on_a_terminal_alone(store: Path) -> None:
    words = ("query", "bilateral-forums", "--quiet", "--store", store)
    whole = run(*words).stdout
    assert "…" not in whole
    assert "Azerbaijan-Kazakhstan NGO Cooperation Forum" in whole
    assert max(map(len, run(*words, "--width", "50").stdout.splitlines())) <= 50
    shown = on_terminal(*words, columns=60)
    assert max(map(len, shown.splitlines())) <= 60
    assert "…" in shown
    assert "…" not in on_terminal(*words, "--width", "0", columns=60)


def test_a_terminal_obeys_nothing_in_a_file_for_programs(tmp_path: Path) -> None:
    text = 'SELECT ("a\\u001b[31mb\\u202ec" AS ?x) {}'
    store = tmp_path / "store"
    run("load", TOP / "examples" / "articles" / "trend-4122096.yaml", "--store", store)
    for form in ("csv", "tsv", "json", "xml"):
        words = ("query", "-q", text, "--format", form, "--store", store)
        shown = on_terminal(*words, columns=200)
        assert "\x1b[31m" not in shown
        assert "\u202e" not in shown
    assert "\x1b[31m" in run("query", "-q", text, "--format", "csv", "--store", store).stdout, "data is data in a pipe"


def test_colour_is_for_terminals_and_can_be_refused(store: Path) -> None:
    coloured = on_terminal("queries", "speekers")
    assert "\x1b[" in coloured
    assert "\x1b[" in on_terminal("--help")
    for text in (
        on_terminal("queries", "speekers", NO_COLOR="1"),
        on_terminal("--no-color", "queries", "speekers"),
        on_terminal("--help", NO_COLOR="1"),
        run("queries", "speekers").stderr,
        run("--help").stdout,
    ):
        assert "\x1b[" not in text
    assert "\x1b[" in on_terminal("queries", "speekers", NO_COLOR=""), "an empty NO_COLOR counts as unset"


def test_quiet_takes_away_notes_and_never_errors(store: Path) -> None:
    words = ("query", "-q", "SELECT ?x { ?x a tnk:Forun }", "--store", store)
    assert "did you mean tnk:Forum" in run(*words).stderr
    assert run(*words, "--quiet").stderr == ""
    assert run("-q", *words).stderr == ""
    assert "there is no question" in run("--quiet", "query", "speekers", "--store", store).stderr
    assert str(store) in run("-v", "query", "speakers", "--store", store).stderr
    assert "info" in run("--verbose", "check", TOP / "examples" / "articles" / "trend-4122096.yaml").stdout


def test_progress_is_shown_on_a_terminal_after_a_second_and_cleared(store: Path) -> None:
    shown = on_terminal("query", "-q", SLOW, "--timeout", "2", "--store", store)
    assert "asking … 1 s" in shown
    assert shown.rstrip("\n").splitlines()[-2].rpartition("\x1b[K")[2].startswith("kg: the query was stopped after 2 s")
    assert "asking" not in on_terminal("query", "-q", SLOW, "--timeout", "2", "--quiet", "--store", store)
    assert "asking" not in run("query", "-q", SLOW, "--timeout", "2", "--store", store).stderr


def test_what_a_progress_bar_says() -> None:
    bar = progress("articles", 40)
    for _ in range(10):
        bar.step()
    assert bar.line(5.0) == "articles  █████░░░░░░░░░░░░░░░  10/40  2.0/s  15 s left"
    assert progress("articles", None).line(2.0) == "articles  0  0.0/s"
    assert waiting("writing").line(3.2) == "writing … 3 s"


@pytest.mark.parametrize(
    "words",
    first(
        2,
        [
            ["query", "-q", SLOW],
            ["explain", "Azerbaijan"],
            ["query", "slow", "--evidence"],
            ["query", "slow", "--explain"],
        ],
    ),
    ids=" ".join,
)
def test_a_timeout_ends_everything_that_asks(store: Path, words: list[str], tmp_path: Path) -> None:
    header = "#+ summary: s\n#+ contradiction: c\n"
    (tmp_path / "slow.rq").write_text(
        f"{header}SELECT ?a (COUNT(*) AS ?evidence) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }} GROUP BY ?a"
    )
    began = time.monotonic()
    done = run(*words, "--timeout", "2", "--queries", tmp_path, "--store", store)
    assert done.returncode == 3
    assert time.monotonic() - began < 60
    said = done.stderr + done.stdout
    assert "--explain" in said or "the notes above say where to begin" in said


def complete(line: str, store: Path, shell: str = "bash") -> list[str]:
    words = line.split(" ")
    given = {
        "bash": {"COMP_WORDS": line, "COMP_WORDBREAKS": " \t\n\"'><=;|&(:"},
        "zsh": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "fish": {"COMP_WORDS": line, "COMP_CWORD": words[-1]},
    }[shell]
    environment = CLEAN | given | {"_KG_COMPLETE": f"{shell}_complete", "KG_STORE": str(store)}
    done = subprocess.run(KG, capture_output=True, text=True, env=environment, timeout=60)
    assert done.stderr == ""
    return done.stdout.split()


def test_a_shell_is_offered_what_fits(store: Path) -> None:
    assert complete("kg qu", store) == ["plain,query", "plain,queries"]
    assert complete("kg query bilat", store) == ["plain,bilateral-forums"]
    assert complete("kg query events-in-place -p ", store) == ["open,place=", "open,article="]
    assert complete("kg query events-in-place -p place=Ba", store) == ["plain,Baku"]  # bash holds place= already
    assert "plain,held" in complete("kg query bilateral-forums -p status=", store)
    assert complete("kg query events-of-polity -p polity=Tü", store) == ["plain,Türkiye"]
    assert complete("kg query --view n", store) == ["plain,newsroom"]
    assert complete("kg query --format t", store) == ["plain,table", "plain,ttl", "plain,tsv"]
    assert complete("kg explain person/tural", store) == ["plain,person/tural-aliyev"]
    assert complete("kg explain Azerbaijan observerO", store) == ["plain,observerOf"]
    assert "plain,polity-cooperation" in complete("kg export x.csv --network pol", store)
    assert complete("kg retract trend", store) == ["plain,trend-4122096"]
    assert "polity=Azerbaijan" in complete("kg query events-of-polity -p polity=Az", store, "zsh")
    assert any(
        line.startswith("plain,polity=polity/az")
        for line in complete("kg query events-of-polity -p polity=polity/a", store, "fish")
    )


def test_completion_is_silent_where_there_is_no_store(tmp_path: Path) -> None:
    assert complete("kg query events-in-place -p place=Ba", tmp_path / "none") == []
    assert complete("kg query nothing-such -p ", tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_itself_completes(store: Path, tmp_path: Path) -> None:
    (tmp_path / "kg").write_text(f'#!/bin/sh\nexec {shlex.join(KG)} "$@"\n')
    (tmp_path / "kg").chmod(0o755)
    script = tmp_path / "try.sh"
    script.write_text(
        'eval "$(kg completion bash)"\n'
        'COMP_LINE="$1"; COMP_POINT=${#1}; _kg_completion kg; printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    environment = CLEAN | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "KG_STORE": str(store)}

    def tried(line: str) -> list[str]:
        command = ["bash", "--norc", str(script), line]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60).stdout.split()

    assert tried("kg query events-in-place -p pl") == ["place="]
    assert tried("kg query events-in-place -p place=Ba") == ["Baku"]
    assert tried("kg exp") == ["explain", "export"]


def test_the_script_of_each_shell_is_printed() -> None:
    for shell, sign in (("bash", "complete -F"), ("zsh", "#compdef kg"), ("fish", "complete --no-files --command kg")):
        assert sign in run("completion", shell).stdout
        assert f"kg completion {shell}" in run("completion").stdout


def paths(value: Any, before: str = "") -> Iterator[str]:
    """The keys in a JSON value, as docs/json.md writes them, without a star."""
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{before}.{key}" if before else key
            yield here
            yield from paths(inner, here)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{before}[]")


def documented() -> dict[str, list[str]]:
    sections = re.split(r"^## ", JSON_PAGE.read_text("utf-8"), flags=re.M)[1:]
    return {part.partition("\n")[0]: re.findall(r"^\| `([^`]+)` \|", part, re.M) for part in sections}


CALLS: dict[str, list[list[str]]] = {
    "kg check, kg load": [["check", "bad.yaml"], ["load", "bad.yaml", "--store", "other"]],
    "kg verify": [["verify", "--texts", str(TOP / "examples" / "articles")]],
    "kg query": [
        ["query", "-q", "SELECT * { VALUES ?x { 3 'a' 'b'@en tnk:held } }"],
        ["query", "-q", "ASK {}"],
    ],
    "kg query --explain": [["query", "events-in-place", "-p", "place=Baku", "--explain"]],
    "kg queries": [["queries"]],
    "kg explain": [
        ["explain", "Azerbaijan"],
        ["explain", "Solidarity Forum of NGOs", "heldIn"],
        ["explain", "Northern Cyprus"],
        ["explain", "trend-4122096"],
    ],
    "kg networks": [["networks"]],
    "kg rank": [["rank", "polity-cooperation", "--by", "strength"], ["rank", "co-participation"]],
    "kg rank --robust": [["rank", "polity-cooperation", "--by", "strength", "--robust"]],
    "kg rank --slices": [
        ["rank", "co-participation", "--slices", "2021/2025", "--by", "strength"],
    ],
    "kg compare": [["compare", "2025-12-01", "2025-12-31", "--network", "polity-cooperation", "--by", "strength"]],
    "kg describe": [["describe", "polity-cooperation"]],
    "kg path": [["path", "Türkiye", "Uzbekistan", "--network", "polity-cooperation"]],
    "kg stats": [["stats"]],
    "kg stats --coverage": [["stats", "--coverage"]],
    "kg changes": [["changes", str(TOP / "tests/data/versions/1.2.0"), "bundled"]],
}


@pytest.mark.parametrize("section", CALLS)
def test_json_has_the_keys_that_the_page_promises(section: str, store: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(
        "kg: 1\narticle: {id: bad, title: T}\nentities:\n  x: {type: Forun, name: X}\nmentions: []\n"
    )
    promised = documented()[section]
    patterns = {key: re.compile(re.escape(key).replace(r"\*", r"(?:https://\S*|[^.]*)")) for key in promised}
    found: set[str] = set()
    for words in CALLS[section]:
        done = run(*words, "--format", "json", cwd=tmp_path, KG_STORE=str(store))
        assert done.returncode in (0, 1), done.stderr
        found |= set(paths(json.loads(done.stdout)))
    # The page says in words that these have the keys of facts[].for[].
    same = (
        "facts[].open[].",
        "facts[].against[].",
        "facts[].contests[].",
        "facts[].differs[].claims[].",
        "[].steps[].claims[].",
    )
    found = {key for key in found if not key.startswith(same)}
    missing = [key for key, pattern in patterns.items() if not any(map(pattern.fullmatch, found))]
    # A version number that is too small gives findings; the bundled ontology has none.
    assert [key for key in missing if section != "kg changes" or not key.startswith("findings[]")] == []
    unknown = {key for key in found if not any(pattern.fullmatch(key) for pattern in patterns.values())}
    assert not unknown


def test_every_section_of_the_page_is_tried() -> None:
    assert {title for title, keys in documented().items() if keys} == set(CALLS)
