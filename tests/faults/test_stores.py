"""Stores and processes: what was seen with broken, half-made and busy stores, and with paths as people write them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import networkx as nx
import pyoxigraph as ox
import pytest

import kg
from kg.cli.main import cli
from kg.cli.options import UserPath
from kg.errors import BusyStoreError, InputError, StoreError, UsageError
from kg.export import write_network, write_picture, write_profile, write_rdf
from kg.findings import Severity
from kg.ontology.vocabulary import load as load_vocabulary
from kg.pipeline import Pipeline, Report
from kg.read import find_files
from kg.store import Dataset, GraphData, OxigraphStore
from kg.store.integrity import LIST, READING
from kg.user_paths import user_path

KG = [sys.executable, "-m", "kg"]
EX = "https://example.org/"
ARTICLE = """\
kg: 1
article: {{id: {id}, title: {title}, published: 2031-05-04, text: {id}.txt{more}}}
entities:
  forum: {{type: Forum, name: Civic Forum, status: held}}
  body: {{type: NGO, name: Reed Union}}
mentions:
  - {{of: forum, quote: Civic Forum}}
  - {{of: body, quote: {quote}}}
  - {{of: body, quote: Union, nth: 2}}
relations:
  - {{subject: body, relation: attends, object: forum, quote: took part}}
"""
TEXT = "The Reed Union took part in the Civic Forum, said the Union, and the Reed people."


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def graph(name: str, *objects: str, digest: str = "1") -> GraphData:
    return GraphData(
        node(name), [ox.Quad(node("a"), node("p"), node(each), node(name)) for each in objects], [], digest
    )


def write_article(
    folder: Path, name: str = "reed", title: str = "Title", quote: str = "Reed Union", more: str = ""
) -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(ARTICLE.format(id=name, title=title, quote=quote, more=more), encoding="utf-8")
    return file


def run(*words: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    command = [*KG, *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=clean | environment, timeout=120)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, pipeline: Pipeline) -> Path:
    """A store of one article, beside the ontology and the reference data."""
    folder = tmp_path_factory.mktemp("sound")
    store = OxigraphStore.open_for_writing(folder / "store")
    pipeline.load([write_article(folder)], store)
    store.close()
    return folder / "store"


@pytest.fixture
def store(sound: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sound, tmp_path / "store")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder; the test runs in another, where in the end nothing must be called ``~``."""
    folder, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(elsewhere)
    yield folder
    assert list(elsewhere.iterdir()) == []


# A store whose creation failed


@pytest.mark.parametrize("room", [1, 20, 50, 1000, 5000])
def test_a_store_whose_creation_found_no_room_is_made_anew(tmp_path: Path, room: int) -> None:
    path = tmp_path / "store"
    code = (
        "import resource, sys; from pathlib import Path; from kg.store import OxigraphStore\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "OxigraphStore.open_for_writing(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True)
    assert "StoreError" in done.stderr.splitlines()[-2]
    assert "there is no room to write to this store" in done.stderr
    assert list(path.iterdir()) != []
    with pytest.raises(StoreError, match="was never finished") as caught:
        OxigraphStore.open_for_reading(path)
    assert "kg load" in str(caught.value)
    writer = OxigraphStore.open_for_writing(path)
    writer.put([graph("g", "b")])
    writer.close()
    assert OxigraphStore.open_for_reading(path).digests() == {EX + "g": "1"}


# Each is what a kill at another moment leaves: the engine makes its tables last of all.
@pytest.mark.parametrize(
    ("gone", "cut"),
    [
        ("CURRENT MANIFEST-* OPTIONS-* *.log IDENTITY", ""),
        ("CURRENT MANIFEST-* OPTIONS-* *.log", ""),
        ("CURRENT OPTIONS-* *.log", "MANIFEST-*"),
        ("OPTIONS-* *.log", "CURRENT"),
        ("OPTIONS-* *.log", "MANIFEST-*"),
        ("MANIFEST-*", ""),
    ],
)
def test_a_store_whose_creation_was_killed_is_made_anew(tmp_path: Path, gone: str, cut: str) -> None:
    path = tmp_path / "store"
    ox.Store(str(path))
    for file in [file for pattern in ("*.sst", *gone.split()) for file in path.glob(pattern)]:
        file.unlink()
    for file in path.glob(cut or "none"):
        os.truncate(file, file.stat().st_size // 3 if cut != "CURRENT" else 0)
    with pytest.raises(StoreError, match="was never finished"):
        OxigraphStore.open_for_reading(path)
    writer = OxigraphStore.open_for_writing(path)
    writer.put([graph("g", "b")])
    writer.close()
    assert OxigraphStore.open_for_reading(path).digests() == {EX + "g": "1"}


def test_an_unfinished_store_that_another_process_is_making_is_left_to_it(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    path = tmp_path / "store"
    ox.Store(str(path))
    for file in path.glob("*.sst"):
        file.unlink()
    (path / "CURRENT").write_bytes(b"")
    code = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.lockf(f, fcntl.LOCK_EX); print(1, flush=True); input()"
    command = [sys.executable, "-c", code, str(path / "LOCK")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as maker:
        assert maker.stdout is not None
        maker.stdout.readline()
        before = {file.name for file in path.iterdir() if not file.name.startswith("LOG")}
        with pytest.raises(BusyStoreError):
            OxigraphStore.open_for_writing(path)
        assert before <= {file.name for file in path.iterdir()}
        maker.communicate(b"\n")
    assert fcntl is not None


def test_a_small_store_of_somebody_else_is_not_taken_for_an_unfinished_one(tmp_path: Path) -> None:
    path = tmp_path / "store"
    theirs = ox.Store(str(path))
    theirs.add(ox.Quad(node("a"), node("p"), node("b")))
    del theirs
    manifest = path / (path / "CURRENT").read_text().strip()
    os.truncate(manifest, 20)
    before = {file.name: file.stat().st_size for file in path.glob("*.log")}
    for opening in (OxigraphStore.open_for_reading, OxigraphStore.open_for_writing):
        with pytest.raises(StoreError, match="damaged"):
            opening(path)
    assert {file.name: file.stat().st_size for file in path.glob("*.log")} == before


def test_loading_what_is_not_there_makes_no_store(tmp_path: Path) -> None:
    done = run("load", "nothing.yaml", "--store", tmp_path / "store", cwd=tmp_path)
    assert done.returncode == 3
    assert "no such file or folder" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_while_loading_says_so_and_leaves_the_store_as_it_was(store: Path, tmp_path: Path) -> None:
    article = write_article(tmp_path, "second")
    code = (
        "import resource; from kg.cli.main import main\nresource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)); main()"
    )
    command = [sys.executable, "-c", code, "load", str(article), "--store", str(store)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 3
    assert f"{store}: there is no room to write to this store" in done.stderr
    assert kg.open(store).articles == ["reed"]


def test_what_a_killed_load_was_writing_is_cleared_away(store: Path) -> None:
    left = store / "bulk-48158680977976847242723515599330302237.sst"
    left.write_bytes(b"half")
    OxigraphStore.open_for_reading(store).close()
    assert left.exists(), "another process may be writing it"
    OxigraphStore.open_for_writing(store).close()
    assert not left.exists()


# Damaged files


def flip(file: Path, place: float = 0.5) -> None:
    content = bytearray(file.read_bytes())
    content[int(place * (len(content) - 1))] ^= 0x10
    file.write_bytes(content)


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size * 2 // 3)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def both_refuse(store: Path, name: str) -> None:
    """Readers and writers alike say that the store is damaged, where, and what to do; nothing is changed."""
    before = {file.name: file.read_bytes() for file in store.iterdir() if file.name != "LOG"}
    for opening in (kg.open, OxigraphStore.open_for_writing):
        with pytest.raises(StoreError, match="this store is damaged") as caught:
            opening(store)
        assert caught.value.where == str(store)
        assert name in caught.value.message
        assert READING not in caught.value.message
        assert caught.value.hint is not None
    after = {file.name: file.read_bytes() for file in store.iterdir() if not file.name.startswith("LOG")}
    assert {name: before[name] for name in after.keys() & before.keys()} == {
        name: after[name] for name in after.keys() & before.keys()
    }
    assert before.keys() - {"LOG"} <= after.keys()


def tables(store: Path) -> list[Path]:
    return sorted(store.glob("[0-9]*.sst"))


@pytest.mark.parametrize("damage", [cut, empty, Path.unlink, flip])
def test_damage_to_any_table_is_found_when_the_store_is_opened(store: Path, damage: Callable[..., None]) -> None:
    """The engine itself opens but some of them, and says nothing of the others until it needs them."""
    assert len(tables(store)) > 5
    for number, table in enumerate(tables(store)):
        sound = table.read_bytes()
        damage(table, *([(number % 5) / 4] if damage is flip else []))
        with pytest.raises(StoreError, match=f"this store is damaged: {table.name} "):
            kg.open(store)
        table.write_bytes(sound)
    assert kg.open(store).articles == ["reed"]


@pytest.mark.parametrize("damage", [cut, empty, Path.unlink, flip])
def test_a_damaged_table(store: Path, damage: Callable[[Path], None]) -> None:
    table = max(tables(store), key=lambda file: file.stat().st_size)
    damage(table)
    both_refuse(store, table.name)


@pytest.mark.parametrize("damage", [cut, empty, Path.unlink, flip])
def test_a_damaged_manifest_never_makes_articles_disappear(store: Path, damage: Callable[[Path], None]) -> None:
    """The engine takes the sound beginning of a manifest for the whole: no article, and tables that nobody names."""
    manifest = store / (store / "CURRENT").read_text().strip()
    damage(manifest)
    both_refuse(store, manifest.name)


@pytest.mark.parametrize("damage", [cut, empty, Path.unlink, flip])
def test_a_damaged_current(store: Path, damage: Callable[[Path], None]) -> None:
    damage(store / "CURRENT")
    both_refuse(store, "CURRENT")


@pytest.mark.parametrize("damage", [cut, empty, flip])
def test_a_damaged_list_of_files_says_that_it_alone_may_be_removed(store: Path, damage: Callable[[Path], None]) -> None:
    damage(store / LIST)
    both_refuse(store, LIST)
    (store / LIST).unlink()
    assert kg.open(store).articles == ["reed"]
    OxigraphStore.open_for_writing(store).close()
    assert (store / LIST).is_file()


def test_a_copy_of_a_store_is_sound_however_it_was_made(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in store.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    assert kg.open(copy).articles == ["reed"]


def test_in_a_large_store_what_was_changed_is_read_and_the_rest_on_demand(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.integrity._READ_AHEAD", 0)
    table = max(tables(store), key=lambda file: file.stat().st_size)
    before = table.stat()
    flip(table)
    with pytest.raises(StoreError, match=table.name):
        kg.open(store)
    os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns))  # as a failing disk does it
    opened = OxigraphStore.open_for_reading(store)
    with pytest.raises(StoreError, match=f"damaged: {table.name}"):
        opened.check()


def test_an_error_of_the_engine_while_reading_names_the_store_and_the_file(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.integrity._READ_AHEAD", 0)
    for table in tables(store):
        before = table.stat()
        for place in range(5, 95, 3):
            flip(table, place / 100)
        os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns))
    reads: list[Callable[[Dataset], Any]] = [
        list,
        lambda dataset: list(dataset.quads_for_pattern(None, None, None, None)),
        lambda dataset: list(dataset.query("SELECT * { ?s ?p ?o }")),
        lambda dataset: bool(dataset.query("ASK { ?s ?p 'nowhere' }")),
    ]
    failed = 0
    for read in reads:
        try:
            dataset = OxigraphStore.open_for_reading(store).dataset
            read(dataset)
        except StoreError as error:
            assert error.where == str(store)  # noqa: PT017 - it may also succeed, out of what is sound
            assert "damaged: Corruption" in error.message  # noqa: PT017
            assert ".sst" in error.message  # noqa: PT017
            failed += 1
    assert failed >= 2


# A reader keeps what it opened


def rewrite(store: Path) -> None:
    """Three times over other articles come and go, and all tables are written anew."""
    for number in range(3):
        writer = OxigraphStore.open_for_writing(store)
        writer.put([graph(f"g{number}", *map(str, range(50)), digest="x"), graph("h", str(number))])
        writer.put([graph("h", "again", digest=str(number))])
        writer._engine.optimize()
        writer.close()


def test_a_reader_keeps_what_it_opened_when_a_writer_comes_later_and_the_folder_changes(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    reader, whole = kg.open("store"), set(kg.open(store).dataset())
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    old = set(tables(store))
    rewrite(store)
    left = old & set(tables(store))  # a table in which nothing has changed may stay
    assert len(left) <= 1 < len(old), "this shows nothing unless the tables that the reader opened are gone"
    assert set(reader.dataset()) == whole
    assert reader.stats()["articles"] == 1
    assert str(store) in reader._repr_html_()
    reader.close()
    assert not list(store.glob(f"{READING}*"))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux leads to open files by name")
def test_a_reader_that_can_make_no_links_keeps_what_it_opened_all_the_same(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")  # as fs.protected_hardlinks has it

    whole = set(kg.open(store).dataset())
    assert not list(store.glob(f"{READING}*")), "nobody reads on"
    monkeypatch.setattr(os, "link", refuse)
    open_before = len(list(Path("/proc/self/fd").iterdir()))
    reader = kg.open(store)
    assert not list(store.glob(f"{READING}*"))
    monkeypatch.undo()
    rewrite(store)
    assert set(reader.dataset()) == whole
    reader.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before


def test_what_a_killed_reader_left_is_removed_by_the_next(store: Path) -> None:
    code = "import kg, os, sys; reader = kg.open(sys.argv[1]); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code, store])
    assert len(list(store.glob(f"{READING}*"))) == 1
    reader = kg.open(store)
    assert len(list(store.glob(f"{READING}*"))) == 1
    reader.close()
    assert not list(store.glob(f"{READING}*"))


# Paths


def test_home_is_expanded_wherever_the_library_takes_a_path(home: Path, pipeline: Pipeline) -> None:
    articles = home / "articles"
    articles.mkdir()
    (home / "texts").mkdir()
    write_article(articles)
    (home / "texts" / "reed.txt").write_text(TEXT)
    writer = OxigraphStore.open_for_writing("~/kg")
    pipeline.load(["~/articles"], writer)
    writer.close()
    assert (home / "kg" / "CURRENT").is_file()
    opened = kg.open("~/kg")
    built = kg.build("~/articles", texts="~/texts")
    assert opened.articles == built.articles == ["reed"]
    assert built.stats()["verified mentions"] == 4
    assert Pipeline(texts=Path("~/texts")).check([Path("~/articles/reed.yaml")]).counts == {"valid": 1}
    assert [file.name for file in find_files(["~/articles"])] == ["reed.yaml"]
    own = home / "questions"
    own.mkdir()
    (own / "mine.rq").write_text("#+ summary: Mine?\nSELECT ?event { ?event a tnk:Forum }\n")
    opened.query_folders = ["~/questions"]
    assert "mine" in opened.catalogue.names()
    opened.draw("agent-event", "~/x.svg")
    opened.export("~/x.ttl")
    network = opened.network("agent-event")
    write_network(network, "~/x.graphml")
    write_picture(network, "~/y.svg")
    write_profile(opened.dataset(), "org", "~/org.ttl")
    written = {"x.svg", "x.ttl", "x.graphml", "y.svg", "org.ttl"}
    assert written < {file.name for file in home.iterdir()}


def test_the_command_line_expands_home_in_options_and_in_the_environment(home: Path) -> None:
    article = write_article(home)
    assert run("load", article, "--store=~/kg").returncode == 0
    assert (home / "kg" / "CURRENT").is_file()
    done = run("export", "~/x.nq", KG_STORE="~/kg")
    assert done.returncode == 0, done.stderr
    assert (home / "x.nq").is_file()


def commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command)
        else:
            yield name, command


def test_every_file_and_folder_of_every_command_is_read_as_a_path_of_the_user() -> None:
    taken = {
        f"{name} {parameter.name}": type(parameter.type)
        for name, command in commands(cli)
        for parameter in command.params
        if isinstance(parameter.type, click.Path | click.File)
    }
    assert len(taken) > 15
    assert {name for name, kind in taken.items() if kind is not UserPath} == set()


def test_a_path_means_what_it_says(home: Path) -> None:
    assert user_path("~") == home
    assert user_path("~/kg") == user_path(Path("~/kg")) == home / "kg"
    assert user_path("~nobody-of-this-name/kg") == Path("~nobody-of-this-name/kg")
    assert user_path("a/~") == Path("a/~")
    assert user_path("./~/kg") == Path.cwd() / "~" / "kg"
    assert user_path(user_path("./~/kg")) == Path.cwd() / "~" / "kg"
    for wrong in ("", "a\0b", "a\ud800"):
        with pytest.raises(InputError):
            user_path(wrong)


@pytest.mark.parametrize("function", ["read", "write"])
def test_an_error_of_the_system_blames_the_store(tmp_path: Path, function: str) -> None:
    opening: Callable[[Path], Any] = kg.open if function == "read" else OxigraphStore.open_for_writing
    long = tmp_path / ("a" * 300)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path, text in ((long, "File name too long"), (loop, "symbolic links|a link that leads nowhere")):
        with pytest.raises(StoreError, match=text) as caught:
            opening(path)
        assert caught.value.where == str(path)
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(StoreError, match="this is a file, and a store is a folder"):
        opening(file)
    with pytest.raises(StoreError):
        opening(file / "below")
    assert file.read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may search every folder")
def test_a_store_in_a_folder_that_may_not_be_searched(store: Path) -> None:
    store.parent.chmod(0o600)
    try:
        with pytest.raises(StoreError, match="Permission denied"):
            kg.open(store)
    finally:
        store.parent.chmod(0o700)


def test_whatever_writes_a_file_takes_text_and_path(store: Path, tmp_path: Path) -> None:
    opened = kg.open(store)
    network = nx.path_graph(3)
    for place, kind in ((str(tmp_path / "s"), str), (tmp_path / "p", Path)):
        assert isinstance(place, kind)
        Path(place).mkdir()
        named: list[Any] = [kind(Path(place) / f"x.{suffix}") for suffix in ("graphml", "svg", "ttl", "csv", "nt")]
        write_network(network, named[0])
        write_picture(network, named[1], by="degree")
        write_rdf(opened.dataset(), named[2])
        opened.export(named[3], network="agent-event")
        write_profile(opened.dataset(), "org", named[4])
        assert all(Path(each).is_file() for each in named)
    assert load_vocabulary(str(kg.resources.ontology_folder())).fingerprint == load_vocabulary().fingerprint


def test_export_writes_networks_too(store: Path, tmp_path: Path) -> None:
    opened = kg.open(store)
    network = opened.network("agent-event")
    assert opened.export(str(tmp_path / "n.graphml"), network="agent-event") == network.number_of_edges() == 1
    assert set(nx.read_graphml(tmp_path / "n.graphml")) == set(network)
    with pytest.raises(UsageError, match="since"):
        opened.export(tmp_path / "x.ttl", since="2020")


# The command line: one sentence, exit code 2 or 3


def one_sentence(done: subprocess.CompletedProcess[str], code: int, text: str) -> None:
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith("kg: ")
    assert text in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 2


def test_a_closed_standard_output(store: Path) -> None:
    words = f"{sys.executable} -m kg query bilateral-forums --store {store}"
    done = subprocess.run(["/bin/sh", "-c", f"{words} >&-"], capture_output=True, text=True)
    one_sentence(done, 3, "standard output is closed")
    done = subprocess.run(["/bin/sh", "-c", f"{words} 2>&- <&-"], capture_output=True, text=True)
    assert done.returncode == 0


@pytest.mark.parametrize("base", ["http://x y/", "http://x<y/", "nonsense/", "http://x", "http://[/"])
def test_a_base_that_is_no_iri(store: Path, tmp_path: Path, base: str) -> None:
    with pytest.raises(InputError, match="cannot be the base of IRIs"):
        Pipeline(base=base)


def test_a_base_and_a_file_as_store_on_the_command_line(tmp_path: Path) -> None:
    article = write_article(tmp_path)
    one_sentence(run("check", article, "--base", "http://x y/"), 3, "cannot be the base of IRIs")
    one_sentence(run("stats", "--store", article), 3, f"{article}: this is a file")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_an_export_leaves_nothing_behind(sound: Path, tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    earlier = folder / "graph.nq"
    earlier.write_text("earlier")
    command = [*KG, "export", str(earlier), "--store", str(sound)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as exporting:
        while exporting.poll() is None and len(list(folder.iterdir())) == 1:
            time.sleep(0.001)
        exporting.send_signal(number)
        _, said = exporting.communicate(timeout=60)
    assert [file.name for file in folder.iterdir()] == ["graph.nq"]
    if exporting.returncode != 0:  # else it was quicker than the signal
        assert (exporting.returncode, said, earlier.read_text()) == (-number, b"", "earlier")


# Loading again


def load(pipeline: Pipeline, store: OxigraphStore, file: Path) -> tuple[str, dict[str, Severity], Report]:
    report = pipeline.load([file], store)
    (article,) = report.articles
    return article.status, {finding.code: finding.severity for finding in article.findings}, report


def verified(store: OxigraphStore) -> int:
    return kg.Graph(store).stats()["verified mentions"]  # type: ignore[no-any-return]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "reed.txt").write_text(TEXT)
    return folder


def test_loading_again_without_texts_loses_no_verification(tmp_path: Path, texts: Path, pipeline: Pipeline) -> None:
    store, file = OxigraphStore.in_memory(), write_article(tmp_path)
    assert load(Pipeline(texts=texts), store, file)[0] == "loaded"
    before = set(store.dataset)
    status, codes, _ = load(pipeline, store, file)
    assert status == "unchanged"
    assert "unverified-quotes" not in codes
    assert codes["verification-kept"] is Severity.INFO
    assert set(store.dataset) == before
    assert verified(store) == 4
    assert load(Pipeline(texts=texts), store, file)[0] == "unchanged"


def test_an_article_that_was_changed_keeps_what_was_verified_and_equals_a_fresh_load(
    tmp_path: Path, texts: Path, pipeline: Pipeline
) -> None:
    store, file = OxigraphStore.in_memory(), write_article(tmp_path)
    load(Pipeline(texts=texts), store, file)
    write_article(tmp_path, title="Another title")
    status, codes, _ = load(pipeline, store, file)
    assert status == "replaced"
    assert "verification-lost" not in codes
    fresh = OxigraphStore.in_memory()
    load(Pipeline(texts=texts), fresh, file)
    assert set(store.dataset) == set(fresh.dataset)
    assert load(Pipeline(texts=texts), store, file)[0] == "unchanged"


def test_a_changed_quote_loses_its_verification_and_this_is_said(
    tmp_path: Path, texts: Path, pipeline: Pipeline
) -> None:
    store, file = OxigraphStore.in_memory(), write_article(tmp_path)
    load(Pipeline(texts=texts), store, file)
    write_article(tmp_path, quote="Reed people")
    status, codes, report = load(pipeline, store, file)
    assert (status, codes["verification-lost"]) == ("replaced", Severity.WARNING)
    assert any("1 quote is no longer verified" in finding.message for finding in report.findings)
    assert verified(store) == 3
    assert load(pipeline, store, file)[0] == "unchanged"
    assert load(Pipeline(texts=texts), store, file)[0] == "replaced"
    assert verified(store) == 4


def test_an_annotation_that_names_another_text_keeps_no_verification(
    tmp_path: Path, texts: Path, pipeline: Pipeline
) -> None:
    store, file = OxigraphStore.in_memory(), write_article(tmp_path)
    load(Pipeline(texts=texts), store, file)
    write_article(tmp_path, more=f", sha256: {'0' * 64}")
    status, codes, report = load(pipeline, store, file)
    assert (status, codes["verification-lost"]) == ("replaced", Severity.WARNING)
    assert any("4 quotes are no longer verified" in finding.message for finding in report.findings)
    assert verified(store) == 0


def test_the_same_text_named_by_its_digest_keeps_all(tmp_path: Path, texts: Path, pipeline: Pipeline) -> None:
    import hashlib

    store, file = OxigraphStore.in_memory(), write_article(tmp_path)
    load(Pipeline(texts=texts), store, file)
    write_article(tmp_path, more=f", sha256: {hashlib.sha256(TEXT.encode()).hexdigest().upper()}")
    status, codes, _ = load(pipeline, store, file)
    assert (status, "verification-lost" in codes) == ("replaced", False)
    assert verified(store) == 4


def test_a_quote_that_is_taken_out_loses_nothing(tmp_path: Path, texts: Path, pipeline: Pipeline) -> None:
    store, file = OxigraphStore.in_memory(), write_article(tmp_path)
    load(Pipeline(texts=texts), store, file)
    file.write_text(file.read_text().replace("  - {of: body, quote: Union, nth: 2}\n", ""))
    status, codes, _ = load(pipeline, store, file)
    assert (status, "verification-lost" in codes) == ("replaced", False)
    assert verified(store) == 3
