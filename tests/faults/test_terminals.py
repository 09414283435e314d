"""What strangers write never commands a terminal: names of files, ids, questions, answers, errors, completions."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli.main import cli
from kg.cli.terminal import show_traceback
from kg.errors import InputError
from kg.findings import Finding, Severity
from kg.text import for_terminal, json_text, plain, spelled
from tests.terminals import on_terminal, run

TITLE, CSI, TURNED = "\x1b]0;owned\x07", "\x9b2J", "\u202e"
NASTY = TITLE + CSI + TURNED
# Control characters but tab and line ends, and all marks of direction (Unicode 16, property Bidi_Control).
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
COLOURS = re.compile("\x1b\\[[0-9;]*[mK]|\r\x1b\\[K")  # our own


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one article, a folder of questions by a stranger, and a broken article with a hostile name."""
    folder = tmp_path_factory.mktemp("terminals")
    entities = {"f": {"type": "Forum", "name": "Blue Steppe Forum", "status": "held", "startDate": "2031-05-04"}}
    article = {"id": "a", "title": "T", "published": "2031-05-04"}
    mentions = [{"of": "f", "quote": "Blue Steppe Forum"}]
    (folder / "a.json").write_text(
        json.dumps({"kg": "1", "article": article, "entities": entities, "mentions": mentions})
    )
    assert run("load", folder / "a.json", "--store", folder / "store").returncode == 0
    questions = folder / "questions"
    questions.mkdir()
    text = f"#+ summary: Who {NASTY} met?\nSELECT ?x {{ ?x a tnk:Forum }}\n"
    (questions / "asked.rq").write_text(text, encoding="utf-8")
    (folder / f"bad{NASTY}.yaml").write_text(f"kg: 1\narticle: {{id: 'a b', title: T}}\n# {NASTY}\n", encoding="utf-8")
    return folder


def shown_on_terminal(*words: str | Path, folder: Path) -> str:
    shown = on_terminal(*words, columns=200, cwd=folder, KG_STORE=str(folder / "store"))
    return COLOURS.sub("", shown).replace("\r\n", "\n")  # CSV has line ends of its own


@pytest.mark.parametrize(
    "words",
    [
        ["check", f"bad{NASTY}.yaml"],
        ["check", f"bad{NASTY}.yaml", "--format", "json"],
        ["check", f"bad{NASTY}.yaml", "--format", "sarif"],
        ["check", f"missing{NASTY}.yaml"],
        ["rank", "polity-cooperation", f"--{NASTY}"],
        ["queries", "--queries", "questions"],
        ["queries", "asked", "--queries", "questions", "--format", "json"],
        ["export", f"graph{NASTY}.ttl"],
        ["export", f"graph{NASTY}.docx"],
        ["query", "-q", 'SELECT ("a\\u001b]0;owned\\u0007\\u009b2J\\u202e\\rb" AS ?x) {}', "--format", "csv"],
    ],
    ids=lambda words: " ".join(words[:2]).encode("unicode_escape").decode(),
)
def test_a_terminal_obeys_nothing_of_a_stranger(words: list[str], folder: Path) -> None:
    shown = shown_on_terminal(*words, folder=folder)
    assert OBEYED.search(shown) is None
    assert "owned" in shown or "kg:" in shown  # it was told of


def test_a_pipe_gets_csv_to_the_byte_and_a_terminal_the_numbers(folder: Path) -> None:
    words = ("query", "-q", 'SELECT ("a\\u009b\\u202eb" AS ?x) {}', "--format", "csv")
    assert run(*words, KG_STORE=str(folder / "store")).stdout == "x\na\x9b\u202eb\n"  # text mode: CRLF is read as LF
    assert shown_on_terminal(*words, folder=folder) == "x\na\\u009b\\u202eb\n"


@pytest.mark.parametrize(("form", "spelled_out"), [("json", r"\u009b\u202e"), ("tsv", r"\u009B\u202E"),
                                                   ("xml", "&#155;&#8238;")])  # fmt: skip
def test_formats_that_can_spell_a_character_do(form: str, spelled_out: str, folder: Path) -> None:
    text = 'SELECT ("a\\u009b\\u202eb" AS ?x) {}'
    answer = CliRunner().invoke(cli, ["query", "-q", text, "--format", form, "--store", str(folder / "store")])
    assert spelled_out in answer.output
    assert OBEYED.search(answer.output) is None


@pytest.mark.parametrize("form", ["ttl", "nt"])
def test_rdf_spells_what_a_terminal_obeys(form: str, folder: Path) -> None:
    text = 'CONSTRUCT { <a:b> <a:c\u202e> "x\\u009b\\u2066y" } {}'
    answer = CliRunner().invoke(cli, ["query", "-q", text, "--format", form, "--store", str(folder / "store")])
    assert OBEYED.search(answer.output) is None
    import pyoxigraph as ox

    rdf_format = ox.RdfFormat.from_extension(form)
    assert rdf_format is not None
    (triple,) = ox.parse(answer.output.encode(), format=rdf_format)
    assert (triple.predicate.value, triple.object.value) == ("a:c\u202e", "x\x9b\u2066y")


@given(st.text())
def test_json_says_the_same_and_holds_nothing_obeyed(text: str) -> None:
    written = json_text({"x": text})
    assert json.loads(written) == {"x": text}
    assert OBEYED.search(written) is None
    written.encode()  # also where the text holds half a character


@given(st.text())
def test_nothing_obeyed_is_left_in_any_form(text: str) -> None:
    assert OBEYED.search(for_terminal(text).replace("\r\n", "\n")) is None
    for form in (plain, spelled):
        assert OBEYED.search(form(text)) is None
        assert "\n" not in form(text)


def test_a_name_cannot_pretend_to_be_another_message(tmp_path: Path) -> None:
    name = "x.yaml: fine\nkg: all articles are valid"
    assert str(InputError("no such file", where=name)).count("\n") == 0
    assert str(Finding("x", Severity.ERROR, "wrong", file=name)).count("\n") == 0
    said = run("check", tmp_path / name).stderr
    assert not any(line.startswith("kg: all") for line in said.splitlines())


def test_a_file_name_that_is_no_unicode_is_told_and_not_a_traceback(tmp_path: Path) -> None:
    done = run("check", bytes(tmp_path) + b"/bad\xff.yaml")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert r"bad\udcff.yaml" in done.stderr


def test_a_traceback_is_shown_with_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    show_traceback(ValueError, ValueError(NASTY), None)
    assert capsys.readouterr().err == "ValueError: \\u001b]0;owned\\u0007\\u009b2J\\u202e\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_offered_nothing_that_it_would_obey(shell: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / f"as{NASTY}.rq").write_text("#+ summary: x\nASK {}\n")
    for each in (folder / "questions", tmp_path):
        line = f"kg query --queries {each} as"
        given = {"COMP_WORDS": line, "COMP_CWORD": "as" if shell == "fish" else "4", "COMP_WORDBREAKS": " "}
        done = run(cwd=folder, **given, _KG_COMPLETE=f"{shell}_complete")
        assert OBEYED.search(done.stdout) is None
        assert ("asked" in done.stdout) == (each != tmp_path)


def test_one_module_writes_to_terminals() -> None:
    folder = Path(kg.__file__).parent
    writers = {folder / "cli/terminal.py", folder / "cli/progress.py"}  # the latter draws a line of its own
    found = []
    for path in set(folder.rglob("*.py")) - writers:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in ("print", "click.echo", "click.secho", "sys.stdout.write", "sys.stderr.write"):
                found.append(f"{path.name}: {called}")
    assert not found
