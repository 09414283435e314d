"""kg verify on texts and folders that strangers made: a finding or a clear error, and never a long wait."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.store import OxigraphStore
from kg.verification import verify
from tests import commands
from tests.faults.test_stores import TEXT, write_article


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "reed.txt").write_text(TEXT)
    done = commands.run(["load", write_article(folder), "--store", folder / "store"])
    assert done.returncode == 0, done.stdout
    return folder / "store"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text(TEXT)
    folder = tmp_path / "texts"
    folder.mkdir()
    return folder


def run(store: Path, texts: Path, *words: str) -> subprocess.CompletedProcess[str]:
    began = time.monotonic()
    done = commands.run(["verify", "--texts", texts, "--store", store, *words])
    assert time.monotonic() - began < 30
    assert "Traceback" not in done.stderr
    return done


def link_out(file: Path) -> None:
    file.symlink_to("../secret.txt")


def link_to_itself(file: Path) -> None:
    file.symlink_to(file.name)


def large(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate((16 << 20) + 1)


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link that leads out": (link_out, "is a link that leads out of its folder"),
    "a link to a device": (lambda file: file.symlink_to("/dev/zero"), "is a link that leads out of its folder"),
    "a link to itself": (link_to_itself, "cannot be read"),
    "a link to nothing": (
        lambda file: file.symlink_to("nothing.txt"),
        "was not found: it is a link that leads nowhere",
    ),
    "a pipe": (os.mkfifo, "is not a regular file"),
    "a folder": (os.mkdir, "is not a regular file"),
    "more than 16 MiB": (large, "is larger than 16 MiB"),
    "bytes that are not UTF-8": (lambda file: file.write_bytes(b"The \xff"), "byte 0xff at offset 4 is not UTF-8"),
    "UTF-16": (lambda file: file.write_text(TEXT, "utf-16"), "the file looks like UTF-16"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_text_that_must_not_or_cannot_be_read_is_a_finding(loaded: Path, texts: Path, case: str) -> None:
    make, said = HOSTILE[case]
    make(texts / "reed.txt")
    (texts / "other.txt").write_text("?")
    done = run(loaded, texts)
    assert done.returncode == 1
    assert said in done.stdout
    assert done.stdout.startswith(f"{texts}/reed.txt: error: ")
    assert done.stdout.splitlines()[-1].startswith("1 article: 1 unreadable; 0 quotes")


def test_a_link_within_the_folder_is_followed(loaded: Path, texts: Path) -> None:
    (texts / "fetched").mkdir()
    (texts / "fetched" / "r").write_text(TEXT)
    (texts / "reed.txt").symlink_to("fetched/r")
    assert run(loaded, texts).returncode == 0
    linked = texts.parent / "linked"
    linked.symlink_to(texts)
    assert run(loaded, linked).returncode == 0  # the folder itself is the user's own choice


def test_what_belongs_to_no_article_is_named_and_never_opened(loaded: Path, texts: Path) -> None:
    (texts / "reed.txt").write_text(TEXT)
    os.mkfifo(texts / "pipe.txt")
    (texts / "zero.txt").symlink_to("/dev/zero")
    Path(os.fsdecode(os.fsencode(texts) + b"/\x1b[2J\xff.txt")).write_text("?")
    for form in ("table", "csv", "json"):
        done = run(loaded, texts, "--format", form)
        assert done.returncode == 0
        assert "\x1b" not in done.stdout
        assert "u001b[2J" in done.stdout
        assert "pipe.txt" in done.stdout
        assert "zero.txt" in done.stdout


def test_many_near_matches_take_little_time(loaded: Path, texts: Path) -> None:
    (texts / "reed.txt").write_text("Union " * 500_000)
    assert run(loaded, texts).returncode == 1
    began = time.monotonic()
    (texts / "reed.txt").write_text("Unio" * 4_000_000)
    store = OxigraphStore.open_for_reading(loaded)
    assert verify(store.dataset, texts).fails
    assert time.monotonic() - began < 20


def test_a_text_with_too_many_matches_is_a_finding(tmp_path: Path, texts: Path) -> None:
    article = write_article(tmp_path)
    article.write_text(
        "kg: 1\narticle: {id: reed, title: T, text: reed.txt}\nentities:\n  x: {type: NGO, name: X}\n"
        "mentions:\n  - {of: x, quote: e}\n"
    )
    (tmp_path / "reed.txt").write_text("The")
    store = tmp_path / "store"
    assert commands.run(["load", article, "--store", store]).returncode == 0
    (texts / "reed.txt").write_text("Ah" + "e" * 8_000_000)  # at its place
    assert run(store, texts).returncode == 0
    (texts / "reed.txt").write_text("Ah, " + "e" * 8_000_000)  # anywhere else
    done = run(store, texts)
    assert (done.returncode, "this text is too long for this many quotes" in done.stdout) == (1, True)


def test_a_store_that_cannot_be_written_to_can_be_verified(loaded: Path, texts: Path, tmp_path: Path) -> None:
    (texts / "reed.txt").write_text("News. " + TEXT)
    store = shutil.copytree(loaded, tmp_path / "store")
    for path in (store, *store.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        done = run(store, texts)
        assert (done.returncode, "4 moved" in done.stdout) == (1, True)
        if os.geteuid() != 0:
            assert run(store, texts, "--record").returncode == 3
    finally:
        store.chmod(0o755)


def test_a_store_that_another_process_writes_to_is_verified_but_not_marked(
    loaded: Path, texts: Path, tmp_path: Path
) -> None:
    (texts / "reed.txt").write_text(TEXT)
    store = shutil.copytree(loaded, tmp_path / "store")
    writer = OxigraphStore.open_for_writing(store)
    assert run(store, texts).returncode == 0
    done = run(store, texts, "--record")
    assert done.returncode == 3
    assert "another process is writing to this store" in done.stderr
    writer.close()
