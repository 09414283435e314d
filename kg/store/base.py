"""What a store must do, whatever keeps the quads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

__all__ = ["GraphData", "Store"]


@dataclass(frozen=True)
class GraphData:
    """All that one source says.

    Args:
        graph: the name of its graph.
        quads: stand in the named graph and in the merge.
        private_quads: stand in the named graph alone, as mentions do.
        digest: SHA-256 of what the graph was made from; the store tells it again, so that what has not
            changed need not be loaded again.
    """

    graph: ox.NamedNode
    quads: Sequence[ox.Quad]
    private_quads: Sequence[ox.Quad]
    digest: str


class Store(Protocol):
    """Named graphs, and as default graph their merge as a set.

    A graph is whole or absent at every moment, whatever happens to the process.
    """

    def digests(self) -> Mapping[str, str]:
        """The digest of every graph, by its IRI."""

    def put(self, graphs: Sequence[GraphData]) -> None:
        """Add graphs, or replace those of the same name. Each is put whole or not at all."""

    def retract(self, graphs: Iterable[str]) -> None:
        """Remove graphs, and from the merge what no other graph holds."""

    def quads(self, graph: str) -> Iterable[ox.Quad]:
        """The quads of one named graph."""

    def close(self) -> None:
        """Let go of the files."""
