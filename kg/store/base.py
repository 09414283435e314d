"""What a store does, whatever keeps the quads: the one interface that the rest of kg knows.

Reading (:class:`kg.dataset.Dataset`) and changing (:class:`Store`) are apart: a view of the graph, or what follows from
it, is a dataset as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.dataset import Dataset
from kg.terms import NamedNode, Quad, Triple

__all__ = ["GraphData", "Store"]


@dataclass(frozen=True)
class GraphData:
    """All that one source says.

    Args:
        graph: the name of its graph.
        quads: stand in the named graph and in the merge.
        private_quads: stand in the named graph alone, as mentions do.
        digest: SHA-256 of what the graph was made from; what has not changed need not be loaded again.
        is_merged: whether the graph is part of the merge; else all of it, its digest too, stands in the named graph
            alone.
        withheld: what other graphs hold and the merge must not, from now on.
        restored: what other graphs hold and the merge gets back.
    """

    graph: NamedNode
    quads: Sequence[Quad]
    private_quads: Sequence[Quad]
    digest: str
    is_merged: bool = True
    withheld: Sequence[Triple] = ()
    restored: Sequence[Triple] = ()


class Store(Protocol):
    """Named graphs to be changed. A graph is whole or absent at every moment, whatever happens to the process.

    Attributes:
        dataset: what is in the store, to be read.
        path: the folder that it lies in, absolute; None where it has none.
    """

    @property
    def dataset(self) -> Dataset: ...  # noqa: D102

    @property
    def path(self) -> Path | None: ...  # noqa: D102

    def digests(self) -> Mapping[str, str]:
        """The digest of every graph, by its IRI, whether it is part of the merge or not."""

    def put(self, graphs: Sequence[GraphData]) -> None:
        """Add graphs, or replace those of the same name. Each is put whole or not at all."""

    def retract(self, graphs: Iterable[str]) -> None:
        """Remove graphs, and from the merge what no other graph holds."""

    def quads(self, graph: str) -> Iterator[Quad]:
        """The quads of one named graph."""

    def close(self) -> None:
        """Let go of the files."""
