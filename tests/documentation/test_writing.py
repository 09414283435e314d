"""The command, the same bytes each time, and what it does to a folder that is not empty."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.documentation import write_site
from kg.documentation.writing import LIST
from kg.errors import InputError, UsageError
from tests import commands

FILES = {"index.html": b"one", "modules/a.html": b"two", "style.css": b"three"}


def names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    return commands.run(["docs", *arguments], env=environment)


@pytest.mark.campaign
def test_the_command_writes_the_same_bytes_under_two_hash_seeds(tmp_path: Path, site: dict[str, bytes]) -> None:
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    done = subprocess.run(
        [sys.executable, "-m", "kg", "docs", str(tmp_path / "site")],
        capture_output=True, text=True, env=environment | {"PYTHONHASHSEED": seed}, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "index.html" in done.stdout
    assert set(names(tmp_path / "site")) == {*site, LIST}
    assert [name for name in site if (tmp_path / "site" / name).read_bytes() != site[name]] == []


@pytest.mark.campaign
def test_the_command_takes_a_store_and_refuses_a_folder_of_others(tmp_path: Path, graph: object) -> None:
    from kg.pipeline import Pipeline
    from kg.resources import examples_folder
    from kg.store import OxigraphStore

    store = OxigraphStore.open_for_writing(tmp_path / "store")
    Pipeline().load([examples_folder() / "trend-4122096.yaml"], store)
    store.close()
    done = run(str(tmp_path / "out"), "--store", str(tmp_path / "store"), "--lang", "az")
    assert done.returncode == 0, done.stderr
    refused = run(str(tmp_path / "store"))
    assert refused.returncode == 2
    assert "this folder holds other files" in refused.stderr
    assert "→" in refused.stderr
    assert LIST not in names(tmp_path / "store")


def test_new_and_empty_folders_are_written_to(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "a" / "new"):
        assert write_site(FILES, folder) == []
        assert names(folder) == sorted([*FILES, LIST])


def test_an_earlier_site_is_replaced_and_what_is_foreign_stays(tmp_path: Path) -> None:
    write_site(FILES, tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    assert write_site({"index.html": b"new"}, tmp_path) == []
    assert names(tmp_path) == sorted(["index.html", LIST, "notes.txt"])
    assert (tmp_path / "index.html").read_bytes() == b"new"


def test_a_page_that_somebody_changed_is_not_taken_away(tmp_path: Path) -> None:
    write_site(FILES, tmp_path)
    (tmp_path / "modules" / "a.html").write_text("my own words")
    assert write_site({"index.html": b"new"}, tmp_path) == ["modules/a.html"]
    assert (tmp_path / "modules" / "a.html").read_text() == "my own words"


def test_a_foreign_file_is_never_written_over(tmp_path: Path) -> None:
    write_site({"index.html": b"one"}, tmp_path)
    (tmp_path / "style.css").write_text("mine")
    with pytest.raises(UsageError, match="not from an earlier site"):
        write_site(FILES, tmp_path)
    assert (tmp_path / "style.css").read_text() == "mine"
    assert (tmp_path / "index.html").read_bytes() == b"one"


def test_folders_with_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        write_site(FILES, tmp_path)
    assert names(tmp_path) == ["thesis.doc"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="not a folder"):
        write_site(FILES, tmp_path / "file")


def test_a_list_that_points_outside_takes_nothing_away(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    digest = hashlib.sha256(b"mine").hexdigest()
    (tmp_path / "site").mkdir()
    listed = f'{{"../precious.txt": "{digest}", "{precious.as_posix()}": "{digest}"}}'
    (tmp_path / "site" / LIST).write_text(listed)
    write_site(FILES, tmp_path / "site")
    assert precious.read_text() == "mine"


def test_a_list_that_cannot_be_read_is_no_site(tmp_path: Path) -> None:
    (tmp_path / LIST).write_text("not JSON")
    with pytest.raises(UsageError, match="cannot be read"):
        write_site(FILES, tmp_path)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    write_site(FILES, tmp_path / "site")
    (tmp_path / "site" / "modules" / "a.html").unlink()
    (tmp_path / "site" / "modules").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site" / "modules").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="link to another folder"):
        write_site(FILES, tmp_path / "site")
    assert names(tmp_path / "elsewhere") == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises((InputError, UsageError)):
        write_site(FILES, tmp_path / "file" / "site")
