"""Stores under kills and damage, many times over. Run it with ``-m campaign``."""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from kg.errors import StoreError
from kg.pipeline import Pipeline
from kg.store import OxigraphStore

pytestmark = pytest.mark.campaign

KG = [sys.executable, "-m", "kg"]
MEMORY = 2_500 << 20  # bytes of addresses: what a reader of the examples never needs
KILLS = 60


def limited(*words: str | Path) -> subprocess.CompletedProcess[str]:
    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [*KG, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, preexec_fn=bound)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("campaign") / "store"
    writer = OxigraphStore.open_for_writing(path)
    Pipeline().load([kg.examples()], writer)
    writer.close()
    return path


def test_a_kill_at_any_moment_of_the_creation_leaves_what_can_be_made_anew(tmp_path: Path) -> None:
    chance = random.Random(9)  # noqa: S311
    code = (
        "import sys; from kg.store import OxigraphStore; print(flush=True); OxigraphStore.open_for_writing(sys.argv[1])"
    )
    for number in range(KILLS):
        path = tmp_path / f"store{number}"
        with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as maker:
            assert maker.stdout is not None
            maker.stdout.readline()
            time.sleep(chance.random() * 0.08)
            maker.kill()
        try:
            OxigraphStore.open_for_reading(path).close()
        except StoreError as error:
            assert "was never finished" in error.message or "no store here" in error.message  # noqa: PT017
        OxigraphStore.open_for_writing(path).close()
        assert OxigraphStore.open_for_reading(path).digests() == {}


def test_a_kill_at_any_moment_of_a_load_leaves_a_store_that_nobody_calls_damaged(sound: Path, tmp_path: Path) -> None:
    chance = random.Random(10)  # noqa: S311
    path = shutil.copytree(sound, tmp_path / "store")
    articles = kg.open(path).articles
    for _ in range(KILLS // 4):
        command = [*KG, "retract" if chance.random() < 0.5 else "load"]
        command += chance.sample(articles, 5) if command[-1] == "retract" else [str(kg.examples())]
        with subprocess.Popen([*command, "--store", str(path)], stdout=-3, stderr=-3) as writer:
            time.sleep(0.3 + chance.random() * 2)
            writer.send_signal(signal.SIGKILL)
        assert set(kg.open(path).articles) <= set(articles)
    OxigraphStore.open_for_writing(path).close()
    assert limited("load", kg.examples(), "--store", path).returncode == 0
    assert kg.open(path).articles == articles
    assert not list(path.glob("bulk-*"))


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "missing"])
def test_any_damage_to_any_file_is_harmless_or_told_within_bounds(sound: Path, tmp_path: Path, damage: str) -> None:
    """Files of the engine's settings and its diary may be lost; whatever holds data may not."""
    chance = random.Random(damage)  # noqa: S311
    whole = limited("stats", "--store", sound).stdout
    for name in sorted(file.name for file in sound.iterdir() if file.is_file() and file.name not in ("LOCK", "LOG")):
        path = shutil.copytree(sound, tmp_path / "store")
        file = path / name
        content = bytearray(file.read_bytes())
        if damage == "missing":
            file.unlink()
        elif damage == "cut":
            file.write_bytes(content[: len(content) // 2])
        elif damage == "empty":
            file.write_bytes(b"")
        elif content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            file.write_bytes(content)
        done = limited("stats", "--store", path)
        assert "Traceback" not in done.stderr
        if done.returncode != 3:
            assert (done.returncode, done.stdout) == (0, whole), name
            assert file.suffix not in (".sst",) or not content, name
        else:
            assert "this store is damaged" in done.stderr, (name, done.stderr)
        shutil.rmtree(path)


def test_a_reader_keeps_what_it_opened_while_others_load(sound: Path, tmp_path: Path) -> None:
    path = shutil.copytree(sound, tmp_path / "store")
    readers = [kg.open(path)]
    counts = readers[0].stats()
    for _ in range(3):
        half = readers[0].articles[::2]
        assert limited("retract", *half, "--store", path).returncode == 0
        assert limited("load", kg.examples(), "--store", path).returncode == 0
        readers.append(kg.open(path))
    for reader in readers:
        assert reader.stats() == counts
        assert reader._repr_html_()
        reader.close()
