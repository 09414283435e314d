"""The embedded store: Oxigraph, on disk or in memory."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pyoxigraph as ox

from kg.dataset import Dataset, GrowingDataset
from kg.errors import BusyStoreError, StoreError
from kg.namespaces import TNK
from kg.rdf import RdfFormat, serialize
from kg.store.base import GraphData
from kg.store.beside_writer import KeptFiles, clear, lock_holder
from kg.store.integrity import (
    READING,
    check_files,
    damaged,
    has_tables,
    is_unfinished,
    note_files,
    remove_leftovers,
    remove_unfinished,
)
from kg.store.on_disk import DatasetOnDisk, engine_errors, unusable
from kg.store.written import WrittenQuads
from kg.terms import MERGE, BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple
from kg.user_paths import PathLike, user_path

__all__ = ["OxigraphStore", "in_memory"]

_TRIES, _PAUSE = 40, 0.05  # seconds between two tries
_A_FILE = "this is a file, and a store is a folder"
_DIGEST = NamedNode(TNK + "contentDigest")


class OxigraphStore:
    """A store in Oxigraph: see :class:`kg.store.base.Store`."""

    def __init__(
        self, engine: ox.Store, path: Path | None = None, kept: KeptFiles | None = None, *, writes: bool = True
    ) -> None:
        folder = path if kept is None else kept.folder
        self._engine = engine
        self.dataset: Dataset = engine if path is None else DatasetOnDisk(engine, path, folder or path, kept)
        self.path = path
        self._kept = kept
        self._writes = writes

    @classmethod
    def in_memory(cls) -> OxigraphStore:
        """An empty store in memory."""
        return cls(ox.Store())

    @classmethod
    def open_for_writing(cls, path: PathLike) -> OxigraphStore:
        """Open the store in a folder, and make it where there is none, or where its making was broken off.

        Raises:
            BusyStoreError: another process has it open for writing.
            StoreError: it cannot be opened or made; it is damaged; or the folder holds something else.
        """
        named = user_path(path)
        folder = named.absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not _is_begun(named, folder) and not is_unfinished(folder):
                raise StoreError("this folder is not a store", where=str(named), hint="name an empty or a new folder")
            check_files(folder, named)
            opened = cls(_open_or_make(folder), folder)
            remove_leftovers(folder)
            note_files(folder)
        except (OSError, RuntimeError) as error:
            raise _opening_error(named, folder, error) from error
        clear(folder)
        return opened

    @classmethod
    def open_for_reading(cls, path: PathLike) -> OxigraphStore:
        """Open an existing store as it stands at this moment; others may go on writing to it.

        Raises:
            StoreError: there is no store; or it is damaged, or cannot be read.
            BusyStoreError: it could not be opened beside a writer, for two seconds.
        """
        named = user_path(path)
        folder = named.absolute()
        try:
            if not _is_begun(named, folder):
                raise _no_store(named, folder)
            for _ in range(_TRIES):
                before = _state(folder)
                try:
                    return cls._read(named, folder)
                except (OSError, RuntimeError):
                    if lock_holder(folder) is None and _state(folder) == before:
                        if is_unfinished(folder):
                            raise _no_store(named, folder) from None
                        raise
                # A writer has just replaced a file that the manifest, read a moment ago, still names.
                time.sleep(_PAUSE)
        except (OSError, RuntimeError) as error:
            raise _opening_error(named, folder, error) from error
        raise BusyStoreError(
            "the store cannot be read while another process writes to it, or it is damaged",
            where=str(named),
            hint="try again when that process has ended",
        )

    @classmethod
    def _read(cls, named: Path, folder: Path) -> OxigraphStore:
        """One try to open the store.

        Raises:
            StoreError: a file of it is damaged.
            OSError, RuntimeError: the engine's own errors.
        """
        kept = KeptFiles.of(folder)
        where = folder if kept is None else kept.folder
        try:
            check_files(where, named)
            return cls(ox.Store.read_only(str(where)), folder, kept, writes=False)
        except BaseException:
            if kept is not None:
                kept.close()
            raise

    def check(self) -> None:
        """Read all files of the store, however large it is, and compare them with the list that its writer left.

        Raises:
            StoreError: a file is damaged.
        """
        if self.path is not None:
            folder = self.path if self._kept is None else self._kept.folder
            with engine_errors(self.path, folder):
                check_files(folder, self.path, whole=True)

    def digests(self) -> Mapping[str, str]:
        """The digest of every graph, by its IRI, whether it is part of the merge or not."""
        found = self.dataset.quads_for_pattern(None, _DIGEST, None)
        return {q.subject.value: q.object.value for q in found if q.subject == q.graph_name}  # type: ignore[union-attr]

    def put(self, graphs: Sequence[GraphData]) -> None:
        """Add graphs, or replace those of the same name. Each is put whole or not at all."""
        present = self.digests()
        apart = {data.graph.value for data in graphs if data.withheld or data.restored}
        new = [data for data in graphs if data.graph.value not in present and data.graph.value not in apart]
        with self._writing():
            if new:
                # One bulk load is one atomic ingestion of files, and four times as fast as a transaction
                # (docs/decisions/0004-store.md); several graphs share it.
                written = [data for data in new if isinstance(data.quads, WrittenQuads)]
                made = [data for data in new if not isinstance(data.quads, WrittenQuads)]
                if written:
                    self._engine.bulk_load(b"".join(map(_all_written, written)), format=RdfFormat.N_QUADS)
                if made:
                    self._engine.bulk_extend(quad for data in made for quad in _all_quads(data))
            for data in graphs:
                if data.graph.value in present or data.graph.value in apart:
                    self._replace(data.graph, data)
            self._settle()

    def retract(self, graphs: Iterable[str]) -> None:
        """Remove graphs, and from the merge what no other graph holds."""
        with self._writing():
            for graph in graphs:
                self._replace(NamedNode(graph), None)
            self._settle()

    def quads(self, graph: str) -> Iterator[Quad]:
        """The quads of one named graph."""
        return self.dataset.quads_for_pattern(None, None, None, NamedNode(graph))

    def close(self) -> None:
        """Let go of the files."""
        self._engine = self.dataset = ox.Store()
        if self.path is not None and self._writes:
            self._writes = False
            with engine_errors(self.path, self.path):
                note_files(self.path, is_final=True)  # compactions have ended with the engine
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _writing(self) -> AbstractContextManager[None]:
        return nullcontext() if self.path is None else engine_errors(self.path, self.path)

    def _settle(self) -> None:
        """Have all that was written in tables, and the tables in the list of files.

        The engine's log takes in what a transaction writes; where it is damaged, the engine takes its sound beginning
        for the whole.
        """
        if self.path is not None:
            self._engine.flush()
            note_files(self.path)

    def _replace(self, graph: NamedNode, data: GraphData | None) -> None:
        """Put ``data`` in the place of a graph, or nothing: in one transaction."""
        staying = _all_quads(data) if data is not None and data.is_merged else ()
        kept = {Triple(q.subject, q.predicate, q.object) for q in staying}
        leaving = [
            str(triple)
            for quad in (self.quads(graph.value) if self._is_merged(graph) else ())
            if (triple := Triple(quad.subject, quad.predicate, quad.object)) not in kept
            and not self._held_elsewhere(quad)
        ]
        # The terms are written by Oxigraph itself, as N-Triples: nothing in them can end the statement.
        update = [f"DROP SILENT GRAPH {graph}", _data("DELETE", leaving)]
        if data is not None:
            shared = [str(q.triple) for q in _with_digest(data, data.quads)]
            private = [str(q.triple) for q in data.private_quads]
            update.append(_data("INSERT", shared if data.is_merged else ()))
            update.append(_data("INSERT", [*shared, *private], graph))
            update += [_data("INSERT", [*map(str, data.restored)]), _data("DELETE", [*map(str, data.withheld)])]
        self._engine.update(" ;\n".join(update))

    def _held_elsewhere(self, quad: Quad) -> bool:
        """Whether another graph that is part of the merge has the triple of a quad."""
        others = self.dataset.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        names = (other.graph_name for other in others if other.graph_name not in (MERGE, quad.graph_name))
        return any(self._is_merged(name) for name in names)

    def _is_merged(self, graph: NamedNode | BlankNode | DefaultGraph) -> bool:
        return isinstance(graph, NamedNode) and any(self.dataset.quads_for_pattern(graph, _DIGEST, None, MERGE))


def in_memory(quads: Iterable[Quad] = ()) -> GrowingDataset:
    """A dataset in memory, without a merge of its own making."""
    dataset = ox.Store()
    dataset.bulk_extend(quads)
    return dataset


def _with_digest(data: GraphData, quads: Iterable[Quad]) -> Iterator[Quad]:
    yield Quad(data.graph, _DIGEST, Literal(data.digest), data.graph)
    yield from quads


def _all_quads(data: GraphData) -> Iterator[Quad]:
    for quad in _with_digest(data, data.quads):
        yield quad
        if data.is_merged:
            yield Quad(quad.subject, quad.predicate, quad.object)
    yield from data.private_quads


def _all_written(data: GraphData) -> bytes:
    """The same as N-Quads, without reading what is written already."""
    digest = _with_digest(data, ())
    if data.is_merged:
        digest = (each for quad in digest for each in (quad, Quad(quad.subject, quad.predicate, quad.object)))
    parts = [serialize(digest, format=RdfFormat.N_QUADS) or b""]
    for quads in (data.quads, data.private_quads):
        held = quads if isinstance(quads, WrittenQuads) else WrittenQuads.of(quads, is_merged=False)
        parts += [held.named, held.merged if data.is_merged else b""]
    return b"".join(parts)


def _data(verb: str, triples: Sequence[str], graph: NamedNode | None = None) -> str:
    body = " .\n".join(triples)
    return f"{verb} DATA {{ GRAPH {graph} {{ {body} }} }}" if graph else f"{verb} DATA {{ {body} }}"


def _is_begun(named: Path, folder: Path) -> bool:
    """Whether a folder holds the beginning of a store, which the engine would open.

    Raises:
        StoreError: what names the manifest is gone, and the tables are there.
        OSError: it cannot be looked into.
    """
    try:
        size = (folder / "CURRENT").stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        size = -1
    if size <= 0 and has_tables(folder):
        raise damaged(named, f"CURRENT is {'not there' if size < 0 else 'empty'}")
    return size > 0


def _open_or_make(folder: Path) -> ox.Store:
    try:
        return ox.Store(str(folder))
    except (OSError, RuntimeError):
        if lock_holder(folder) is not None or not is_unfinished(folder):
            raise
        remove_unfinished(folder)
        return ox.Store(str(folder))


def _state(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir() if not file.name.startswith(READING)}


def _no_store(named: Path, folder: Path) -> StoreError:
    hint = f"make one: kg load PATH --store {named}"
    if folder.is_file():
        return StoreError(_A_FILE, where=str(named), hint="name a folder with --store")
    if not folder.exists() or not any(folder.iterdir()):
        return StoreError("there is no store here", where=str(named), hint=hint)
    if is_unfinished(folder):
        return StoreError("this store was never finished", where=str(named), hint=hint)
    return StoreError("this folder is not a store", where=str(named), hint="name the folder of a store with --store")


def _opening_error(named: Path, folder: Path, error: OSError | RuntimeError) -> StoreError:
    text = str(error)
    if isinstance(error, BlockingIOError) or (isinstance(error, OSError) and "lock" in text.lower()):
        holder = lock_holder(folder)
        return BusyStoreError(
            f"another process is writing to this store{f': {holder}' if holder else ''}",
            where=str(named),
            hint="wait until it has ended, or use another store with --store",
        )
    if isinstance(error, FileExistsError) and folder.is_symlink() and not folder.is_file():
        return StoreError("this is a link that leads nowhere", where=str(named), hint="name a folder with --store")
    if isinstance(error, FileExistsError | NotADirectoryError):
        return StoreError(_A_FILE, where=str(named), hint="name a folder with --store")
    return unusable(named, folder, error)
