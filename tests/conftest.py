from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.ontology import vocabulary
from tests import commands

# What a shell starts in the background ignores Ctrl-C, and hands that on to every process that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def meetings() -> ox.Store:
    """The ontology, the reference data and three made-up articles, with their merge as default graph."""
    terms = vocabulary.load()
    file = Path(__file__).parent / "data" / "meetings.trig"
    quads = [*terms.ontology_quads, *terms.reference_quads, *ox.parse(path=str(file), format=ox.RdfFormat.TRIG)]
    store = ox.Store()
    store.extend(quads)
    # Mentions stay out of the merge.
    shared = (quad for quad in quads if "/mention/" not in str(quad.subject))
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in shared)
    return store


@pytest.fixture(scope="session")
def bundled() -> Iterator[kg.Graph]:
    """The graph of the bundled articles, in memory. Everybody asks this one: nobody changes it."""
    graph = kg.build(kg.examples())
    before = len(graph.dataset())
    yield graph
    assert len(graph.dataset()) == before, "a test changed the graph that all tests ask"


@pytest.fixture(scope="session")
def bundled_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled articles on disk, made once for all processes of the tests: read it, or copy it."""

    def load(folder: Path) -> None:
        done = commands.run(["load", kg.examples(), "--store", folder / "kg-store"])
        assert done.returncode == 0, done.stderr

    return once(tmp_path_factory, "bundled", load) / "kg-store"


@pytest.fixture(scope="module")
def own_store(bundled_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled articles that a file of tests has for itself."""
    folder = tmp_path_factory.mktemp("own") / "kg-store"
    shutil.copytree(bundled_store, folder)
    return folder


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where ``kg demo`` ran, once for all processes of the tests."""

    def run(folder: Path) -> None:
        done = commands.run(["demo"], cwd=folder)
        (folder / "done.json").write_text(json.dumps([done.returncode, done.stdout, done.stderr]), "utf-8")

    return once(tmp_path_factory, "demo", run)


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> subprocess.CompletedProcess[str]:
    """How ``kg demo`` ended, and what it printed."""
    return subprocess.CompletedProcess(["kg", "demo"], *json.loads((demo_folder / "done.json").read_text("utf-8")))


@pytest.fixture(scope="session")
def other_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What :mod:`tests.everything` writes in a process with another seed of hashes than this one."""
    seed = "0" if os.environ.get("PYTHONHASHSEED") == "4711" else "4711"

    def write(folder: Path) -> None:
        command = [sys.executable, "-m", "tests.everything", str(folder)]
        top = Path(__file__).parents[1]
        subprocess.run(command, cwd=top, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, timeout=300)

    return once(tmp_path_factory, "other-seed", write)


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first process of the tests that needs it fills, while others wait for it."""
    base = factory.getbasetemp()
    # The processes of pytest-xdist have a folder each below that of the run.
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = shared / f"{name}.making"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            make(making)
            making.rename(folder)
    return folder
