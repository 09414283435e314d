"""The engine's store on disk, whose read errors name the store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyoxigraph import QuerySolution, QuerySolutions, QueryTriples, Store

from kg.errors import StoreError
from kg.store.integrity import READING, damaged
from kg.terms import BlankNode, DefaultGraph, NamedNode, Quad

_OWN_FOLDER = re.compile(rf"\S*{re.escape(READING)}[^/\s]*/")

__all__ = ["DatasetOnDisk", "engine_errors", "unusable"]

_READ_ON: set[DatasetOnDisk] = set()


class DatasetOnDisk:
    """What an Oxigraph store does for its readers, with every error of reading as :class:`kg.errors.StoreError`.

    The triples of a CONSTRUCT alone come from the engine as they are.

    Args:
        engine: the Oxigraph store.
        path: the store, as errors name it.
        folder: where its files are read: an absolute path, which another process may open as well.
        kept: what keeps them there, as long as somebody reads.
    """

    def __init__(self, engine: Store, path: Path, folder: Path, kept: object = None) -> None:
        self._engine = engine
        self._kept = kept
        self.path = path
        self.folder = folder

    def query(self, *args: Any, **options: Any) -> Any:
        """See :class:`kg.store.base.Dataset`."""
        with engine_errors(self.path, self.folder, of_queries=True):
            found = self._engine.query(*args, **options)
        if isinstance(found, QuerySolutions):
            return _Solutions(found, self)
        if isinstance(found, QueryTriples):
            _READ_ON.add(self)  # they do not hold on to this object, and may be read whenever
        return found

    def quads_for_pattern(self, *pattern: Any, **options: Any) -> Iterator[Quad]:
        """See :class:`kg.store.base.Dataset`."""
        with engine_errors(self.path, self.folder):
            found = self._engine.quads_for_pattern(*pattern, **options)
        return self._each(found)

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """See :class:`kg.store.base.Dataset`."""
        return self._each(self._engine.named_graphs())

    def contains_named_graph(self, graph_name: NamedNode | BlankNode | DefaultGraph, /) -> bool:
        """See :class:`kg.store.base.Dataset`."""
        with engine_errors(self.path, self.folder):
            return self._engine.contains_named_graph(graph_name)

    def __iter__(self) -> Iterator[Quad]:
        return self._each(self._engine)

    def __len__(self) -> int:
        with engine_errors(self.path, self.folder):
            return len(self._engine)

    def __contains__(self, quad: Quad) -> bool:
        with engine_errors(self.path, self.folder):
            return quad in self._engine

    def _each(self, items: Iterable[Any], *, of_queries: bool = False) -> Iterator[Any]:
        with engine_errors(self.path, self.folder, of_queries=of_queries):
            yield from items


class _Solutions:
    """The solutions of a SELECT."""

    def __init__(self, solutions: QuerySolutions, store: DatasetOnDisk) -> None:
        self._solutions = solutions
        self._rows = store._each(solutions, of_queries=True)
        self.variables = solutions.variables

    def __iter__(self) -> Iterator[QuerySolution]:
        return self._rows

    def __next__(self) -> QuerySolution:
        row: QuerySolution = next(self._rows)
        return row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._solutions, name)


@contextmanager
def engine_errors(path: Path, folder: Path, *, of_queries: bool = False) -> Iterator[None]:
    """Errors of the engine, and of the system, while it works on a store.

    Args:
        path, folder: see :func:`unusable`.
        of_queries: leave alone what is wrong with a query, and not with the store.

    Raises:
        StoreError: one was met.
    """
    try:
        yield
    except OSError as error:
        raise unusable(path, folder, error) from error
    except RuntimeError as error:
        if of_queries and "corrupt" not in str(error).lower():
            raise
        raise unusable(path, folder, error) from error


def unusable(path: Path, folder: Path, error: OSError | RuntimeError) -> StoreError:
    """What an error of the engine, or of the system, says of a store.

    Args:
        path: the store, as errors name it.
        folder: where its files are read.
        error: a RuntimeError is how the engine reports what it cannot make sense of.
    """
    # The engine's own errors have a text alone; those of the system bear the path in it once more.
    text = _OWN_FOLDER.sub("", getattr(error, "strerror", None) or str(error)).replace(f"{folder}/", "")
    if isinstance(error, FileNotFoundError) or not isinstance(error, OSError):
        return damaged(path, text)
    if "No space left" in text or "File too large" in text:
        return StoreError(
            f"there is no room to write to this store: {text}",
            where=str(path),
            hint="make room and do the same again; what was in the store is still there",
        )
    return StoreError(f"this store cannot be used: {text}", where=str(path), hint="is it a folder that you may use?")
