"""The commands in README.md and docs/ run, and print what is printed there.

A block marked ``console`` is a dialogue: lines that begin with ``$ `` are commands, the lines below them what they
print, where ``…`` alone on a line stands for any lines. A block marked ``python`` runs as a program.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import commands

TOP = Path(__file__).parents[2]
PAGES = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.M | re.S)
WHOLE = ("kg demo", "kg queries", "kg networks", "kg stats")
# What only a shell can do; a command without it runs as its words say.
SHELL = re.compile(r"[|&;<>$`*?~()\n]")
QUOTED = re.compile(r"'[^']*'|\"[^\"$`]*\"")
# These make an environment of their own, which is what runs these tests.
ELSEWHERE = ("make ", "git ", "pip ", "python3 -m venv")


def blocks(kind: str) -> list[tuple[Path, str]]:
    return [(page, text) for page in PAGES for found, text in BLOCK.findall(page.read_text("utf-8")) if found == kind]


def dialogue(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a command and what it is said to print."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def matches(said: str, printed: str) -> bool:
    """Whether the output is as said; a line `…` stands for any number of lines."""
    parts = [re.escape(part) for part in re.split(r"^…\n", said.rstrip("\n") + "\n", flags=re.M)]
    return re.fullmatch("(?:.*\n)*?".join(parts), printed.rstrip("\n") + "\n") is not None


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a fresh checkout, with the examples and nothing else."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(TOP / "examples", folder / "examples")
    return folder


def shell(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KG_")} | {"PATH": path, "COLUMNS": "100"}
    words = shlex.split(command)
    if words[0] == "kg" and not SHELL.search(QUOTED.sub("", command)):
        return commands.run(words[1:], cwd=place, env=environment)
    return subprocess.run(command, shell=True, cwd=place, capture_output=True, text=True, env=environment, timeout=120)  # noqa: S602


def once(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a command, unless one of these tests ran the same already: all places hold the graph of the examples."""
    if command.split()[1] in ("load", "migrate", "retract"):
        return shell(command, place)
    if command not in RAN:
        RAN[command] = shell(command, place)
    return RAN[command]


RAN: dict[str, subprocess.CompletedProcess[str]] = {}


# Each day the page that people read first; the others in the campaign.
FIRST = ("README.md",)


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=() if page.name in FIRST else pytest.mark.campaign) for page in PAGES],
    ids=lambda page: page.name,
)
def test_commands_print_what_the_page_says(page: Path, place: Path) -> None:
    for each, text in blocks("console"):
        if each != page:
            continue
        for command, said in dialogue(text):
            if command.startswith(ELSEWHERE):
                continue
            done = RAN[command] = shell(command, place)
            assert done.returncode in (0, 1), f"{command}\n{done.stderr}"
            assert not said or matches(said, done.stdout), f"$ {command}\n{done.stdout}\n--- the page says\n{said}"


@pytest.mark.campaign
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_within_the_text_run(page: Path, bundled_store: Path, tmp_path: Path) -> None:
    shutil.copytree(TOP / "examples", tmp_path / "examples")
    shutil.copytree(bundled_store, tmp_path / "kg-store")
    for command in re.findall(r"`(kg [a-z]+[^`]*)`", page.read_text("utf-8")):
        if "…" in command or "YOUR" in command or "FILE" in command:
            continue  # a form, not a command
        if " " not in command.removeprefix("kg ") and command not in WHOLE:
            continue  # the name of a command, not a call of it
        done = once(command, tmp_path)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize(("page", "code"), blocks("python"), ids=lambda value: getattr(value, "name", "code"))
def test_python_in_the_pages_runs(page: Path, code: str, place: Path) -> None:
    done = commands.python(code, cwd=place)
    assert done.returncode == 0, done.stderr


def test_every_command_is_documented_and_has_help_with_an_example(place: Path) -> None:
    from kg.cli.main import cli

    pages = "".join(page.read_text("utf-8") for page in PAGES)
    for name in cli.list_commands(None):  # type: ignore[arg-type]
        assert re.search(rf"\bkg {name}\b", pages), f"no page shows kg {name}"
        done = shell(f"kg {name} --help", place)
        assert done.returncode == 0
        assert f"kg {name}" in done.stdout.partition("\n")[2], f"kg {name} --help shows no example"


def examples(name: str) -> list[str]:
    """The calls that the help of a command shows."""
    from kg.cli.main import cli

    command = cli.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    shown = (command.help or "").partition("Example")[2]
    return [line.strip() for line in shown.splitlines() if line.strip().startswith("kg ")]


def every_example() -> list[str]:
    from kg.cli.main import cli

    return [call for name in cli.list_commands(None) for call in examples(name)]  # type: ignore[arg-type]


def _last_what_changes(call: str) -> bool:
    return call.startswith("kg retract")


@pytest.fixture(scope="module", autouse=True)
def demo_ran(demo: subprocess.CompletedProcess[str]) -> None:
    RAN["kg demo"] = demo


@pytest.fixture(scope="module")
def stocked(bundled_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the examples in the help speak of: a store, an older one, an article with its texts."""
    folder = tmp_path_factory.mktemp("stocked")
    shutil.copytree(TOP / "examples", folder / "examples")
    shutil.copytree(TOP / "tests" / "data" / "versions" / "1.2.0", folder / "old" / "ontology")
    shutil.copytree(TOP / "ontology", folder / "new" / "ontology")
    shutil.copy(TOP / "examples" / "articles" / "digest-2025-11-24.yaml", folder / "article.yaml")
    (folder / "texts").mkdir()
    for text in (TOP / "examples" / "articles").rglob("*.txt"):
        shutil.copy(text, folder / "texts")
    for store in ("kg-store", "old-store", "new-store"):
        shutil.copytree(bundled_store, folder / store)
    assert shell("kg retract digest-2022-05-19 --store old-store", folder).returncode == 0
    return folder


EXAMPLES: list[str] = sorted(every_example(), key=_last_what_changes)


@pytest.mark.campaign
@pytest.mark.parametrize("call", EXAMPLES)
def test_the_examples_in_the_help_run(call: str, stocked: Path) -> None:
    if re.search(r"\b[A-Z]{4,}\b", re.sub(r"'[^']*'", "", call)):
        pytest.skip("a form with a word in capitals to fill in, not a call")
    done = once(call, stocked)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout + done.stderr


def test_the_pages_hold_commands_at_all() -> None:
    assert len(blocks("console")) >= 5
    assert blocks("python")
