"""The embedded store: Oxigraph, on disk or in memory."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.errors import BusyStoreError, StoreError
from kg.namespaces import TNK
from kg.store.base import GraphData
from kg.store.beside_writer import KeptFiles, clear, lock_holder

__all__ = ["OxigraphStore"]

_TRIES, _PAUSE = 40, 0.05  # seconds between two tries
_DEFAULT = ox.DefaultGraph()
_DIGEST = ox.NamedNode(TNK + "contentDigest")


class OxigraphStore:
    """A store in Oxigraph.

    ``dataset`` is the Oxigraph store itself, for queries.
    """

    def __init__(self, dataset: ox.Store, path: Path | None = None, kept: KeptFiles | None = None) -> None:
        self.dataset = dataset
        self.path = path
        self._kept = kept

    @classmethod
    def in_memory(cls) -> OxigraphStore:
        """An empty store in memory."""
        return cls(ox.Store())

    @classmethod
    def open_for_writing(cls, path: Path) -> OxigraphStore:
        """Open the store in a folder, and make it where there is none.

        Raises:
            BusyStoreError: another process has it open for writing.
            StoreError: it cannot be opened or made; or the folder holds something else.
        """
        if path.is_dir() and any(path.iterdir()) and not (path / "CURRENT").is_file():
            raise StoreError("this folder is not a store", where=str(path), hint="name an empty or a new folder")
        try:
            path.mkdir(parents=True, exist_ok=True)
            opened = cls(ox.Store(str(path)), path)
        except OSError as error:
            raise _opening_error(path, error) from error
        clear(path)
        return opened

    @classmethod
    def open_for_reading(cls, path: Path) -> OxigraphStore:
        """Open an existing store as it stands at this moment; others may go on writing to it.

        Raises:
            StoreError: there is no store, or it cannot be read.
            BusyStoreError: it could not be opened beside a writer, for two seconds.
        """
        if not (path / "CURRENT").is_file():
            raise StoreError("there is no store here", where=str(path), hint=f"make one: kg load PATH --store {path}")
        for _ in range(_TRIES):
            kept = None
            try:
                kept = KeptFiles.of(path) if lock_holder(path) else None
                return cls(ox.Store.read_only(str(path if kept is None else kept.folder)), path, kept)
            except (OSError, RuntimeError) as error:
                if kept is not None:
                    kept.close()
                elif isinstance(error, OSError):
                    raise _opening_error(path, error) from error
                # A writer has just replaced a file that the list of files, read a moment ago, still names.
                time.sleep(_PAUSE)
        raise BusyStoreError(
            "the store cannot be read while another process writes to it, or it is damaged",
            where=str(path),
            hint="try again when that process has ended",
        )

    def digests(self) -> Mapping[str, str]:
        """The digest of every graph, by its IRI."""
        found = self.dataset.quads_for_pattern(None, _DIGEST, None, _DEFAULT)
        return {q.subject.value: q.object.value for q in found if isinstance(q.subject, ox.NamedNode)}  # type: ignore[union-attr]

    def put(self, graphs: Sequence[GraphData]) -> None:
        """Add graphs, or replace those of the same name. Each is put whole or not at all."""
        present = self.digests()
        new = [data for data in graphs if data.graph.value not in present]
        if new:
            # One bulk load is one atomic ingestion of files, and four times as fast as a transaction
            # (docs/decisions/0004-store.md); several graphs share it.
            self.dataset.bulk_extend(quad for data in new for quad in _all_quads(data))
        for data in graphs:
            if data.graph.value in present:
                self._replace(data.graph, data)

    def retract(self, graphs: Iterable[str]) -> None:
        """Remove graphs, and from the merge what no other graph holds."""
        for graph in graphs:
            self._replace(ox.NamedNode(graph), None)

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """The quads of one named graph."""
        return self.dataset.quads_for_pattern(None, None, None, ox.NamedNode(graph))

    def close(self) -> None:
        """Let go of the files."""
        self.dataset = ox.Store()
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _replace(self, graph: ox.NamedNode, data: GraphData | None) -> None:
        """Put ``data`` in the place of a graph, or nothing: in one transaction."""
        kept = {ox.Triple(q.subject, q.predicate, q.object) for q in _all_quads(data)} if data else set()
        leaving = [
            str(triple)
            for quad in self.quads(graph.value)
            if (triple := ox.Triple(quad.subject, quad.predicate, quad.object)) not in kept
            and not self._held_elsewhere(quad)
        ]
        # The terms are written by Oxigraph itself, as N-Triples: nothing in them can end the statement.
        update = [f"DROP SILENT GRAPH {graph}", _data("DELETE", leaving)]
        if data is not None:
            merged = [str(q.triple) for q in _with_digest(data)]
            private = [str(q.triple) for q in data.private_quads]
            update += [_data("INSERT", merged), _data("INSERT", [*merged, *private], graph)]
        self.dataset.update(" ;\n".join(update))

    def _held_elsewhere(self, quad: ox.Quad) -> bool:
        others = self.dataset.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(other.graph_name not in (_DEFAULT, quad.graph_name) for other in others)


def _with_digest(data: GraphData) -> Iterator[ox.Quad]:
    yield ox.Quad(data.graph, _DIGEST, ox.Literal(data.digest), data.graph)
    yield from data.quads


def _all_quads(data: GraphData) -> Iterator[ox.Quad]:
    for quad in _with_digest(data):
        yield quad
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
    yield from data.private_quads


def _data(verb: str, triples: Sequence[str], graph: ox.NamedNode | None = None) -> str:
    body = " .\n".join(triples)
    return f"{verb} DATA {{ GRAPH {graph} {{ {body} }} }}" if graph else f"{verb} DATA {{ {body} }}"


def _opening_error(path: Path, error: OSError) -> StoreError:
    text = str(error)
    if "lock" in text.lower():
        holder = lock_holder(path)
        return BusyStoreError(
            f"another process is writing to this store{f': {holder}' if holder else ''}",
            where=str(path),
            hint="wait until it has ended, or use another store with --store",
        )
    return StoreError(f"this store cannot be opened: {text}", where=str(path), hint="is it a folder that you may use?")
