"""The graph as people use it from Python: one object over a store, for questions, networks and files."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.store import VIEWS, OxigraphStore, newsroom_view

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox
    import rdflib

    from kg.pipeline import Report
    from kg.query import Catalogue, Explanation, Result

__all__ = ["Graph", "build", "open"]


class Graph:
    """A graph to ask.

    Args:
        store: the store behind it.
        report: what became of the articles, where the graph was built just now.
    """

    def __init__(self, store: OxigraphStore, report: Report | None = None) -> None:
        self._store = store
        self.report = report

    def __repr__(self) -> str:
        where = f"in {self._store.path}" if self._store.path else "in memory"
        return f"<kg.Graph of {len(self.articles):,} articles {where}>"

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files."""
        self._store.close()
        self.__dict__.pop("_newsroom", None)

    @property
    def articles(self) -> list[str]:
        """The ids of the articles, sorted."""
        return sorted(iri.rpartition("/article/")[2] for iri in self._store.digests() if "/article/" in iri)

    def dataset(self, view: str = "reported") -> ox.Store:
        """The Oxigraph store of a view.

        Raises:
            UsageError: there is no such view.
        """
        if view not in VIEWS:
            raise UsageError(f"there is no view {view!r}", hint=f"one of {', '.join(VIEWS)}")
        return self._store.dataset if view == "reported" else self._newsroom

    @cached_property
    def _newsroom(self) -> ox.Store:
        return newsroom_view(self._store.dataset)
