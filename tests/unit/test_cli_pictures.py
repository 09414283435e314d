"""draw and report as a user calls them: what they write, what they refuse, and what they suggest instead."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests import commands
from tests.amounts import first

CLEAN = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}


def run(*words: str | Path, cwd: Path, store: Path) -> subprocess.CompletedProcess[str]:
    environment = CLEAN | {"KG_STORE": str(store), "COLUMNS": "100"}
    return commands.run(words, cwd=cwd, env=environment)


@pytest.fixture(scope="module")
def store(own_store: Path) -> Path:
    return own_store


@pytest.mark.parametrize("name", ["timeline", "map", "polity-cooperation"])
@pytest.mark.parametrize(
    ("suffix", "begins"), first(1, [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".html", b"<!DOCTYPE html>")])
)
def test_every_picture_comes_in_every_format(
    name: str, suffix: str, begins: bytes, store: Path, tmp_path: Path
) -> None:
    done = run("draw", name, f"x{suffix}", cwd=tmp_path, store=store)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"x{suffix}\n", "")
    assert (tmp_path / f"x{suffix}").read_bytes().startswith(begins)


def test_options_cut_the_time_line_and_the_map(store: Path, tmp_path: Path) -> None:
    # The forum with Kazakhstan was announced in October 2025 and held on 24 November; until then it was only planned.
    for words, has, lacks in (
        (("timeline", "--as-of", "2025-11-22"), "Azerbaijan-Kazakhstan NGO Cooperation Forum", "2025-11-24</"),
        (("timeline", "--until", "2022"), "Organization of Turkic States 2022", "Organization of Turkic States 2023"),
        (("map", "--status", "planned"), "Kazakhstan", "Cholpon-Ata"),
        (("map",), "Cholpon-Ata", "Second Azerbaijan-Kazakhstan"),
    ):
        done = run("draw", words[0], "x.html", *words[1:], cwd=tmp_path, store=store)
        assert done.returncode == 0, done.stderr
        page = (tmp_path / "x.html").read_text("utf-8")
        assert has in page
        assert lacks not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["draw", "timelin", "x.svg"], "did you mean timeline?"),
        (["draw", "polity-coperation", "x.svg"], "did you mean polity-cooperation?"),
        (["draw", "timeline", "x.pdf"], ".svg .png .html"),
        (["draw", "timeline", "x.svg", "--by", "degree"], "--by is only for networks"),
        (["draw", "map", "x.svg", "--labels", "3"], "--labels is only for networks"),
        (["draw", "timeline", "x.svg", "--status", "held"], "shows every status"),
        (["draw", "map", "x.svg", "--status", "hold"], "did you mean held"),
        (["report", "x.pdf"], ".html"),
        (["report", "x.html", "--network", "polity-coperation"], "did you mean polity-cooperation?"),
        (["report", "x.html", "--by", "degre"], "did you mean degree"),
        (["report", "x.html", "--as-of", "soon"], "is not a date"),
    ],
    ids=" ".join,
)
def test_what_is_wrong_is_told_and_nothing_is_written(words: list[str], said: str, store: Path, tmp_path: Path) -> None:
    done = run(*words, cwd=tmp_path, store=store)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_report_ranks_what_it_is_asked_to(store: Path, tmp_path: Path) -> None:
    words = (
        "--network",
        "speaker-topic",
        "--by",
        "out-degree",
        "--top",
        "2",
        "--samples",
        "5",
        "--title",
        "Who <speaks>",
    )
    done = run("report", "x.html", *words, cwd=tmp_path, store=store)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "x.html").read_text("utf-8")
    assert "<h1>Who &lt;speaks&gt;</h1>" in page
    assert 'id="network-speaker-topic"' in page
    assert 'id="network-co-participation"' not in page
    assert "5 samples" in page
    assert "directed" in page
