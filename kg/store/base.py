"""What a store does, whatever keeps the quads: the one interface that the rest of kg knows.

Reading (:class:`Dataset`) and changing (:class:`Store`) are apart: a view of the graph, or what follows from it, is a
dataset as well. Oxigraph's own store has the methods of a dataset. A store elsewhere would answer them over the SPARQL
protocol: a pattern is a query of one triple, and what comes back as JSON is read by :mod:`kg.rdf` into the same
solutions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

from kg.namespaces import PREFIXES
from kg.terms import BlankNode, DefaultGraph, NamedNode, Quad, Term, Triple, Variable

__all__ = [
    "Dataset",
    "Found",
    "GraphData",
    "GrowingDataset",
    "QueryBoolean",
    "QuerySolutions",
    "QueryTriples",
    "Store",
    "select",
]

Found = QuerySolutions | QueryBoolean | QueryTriples
"""What a query finds: the rows of a SELECT, the answer of an ASK, the triples of a CONSTRUCT or DESCRIBE."""


class Dataset(Protocol):
    """Quads to be read: named graphs, and as default graph their merge as a set.

    Raises, in each of its methods:
        StoreError: it cannot be read.
    """

    def query(
        self,
        query: str,
        /,
        *,
        prefixes: dict[str, str] | None = None,
        base_iri: str | None = None,
        substitutions: dict[Variable, Any] | None = None,
    ) -> Any:
        """What a SPARQL query finds, as :data:`Found`; see :func:`select` and, for the queries of others, kg.query.

        Raises:
            SyntaxError, ValueError, RuntimeError: it is not SPARQL, or cannot be run.
        """

    def quads_for_pattern(
        self,
        /,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: Term | None,  # noqa: A002
        graph_name: NamedNode | BlankNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads that match; None matches whatever stands there, all graphs included."""

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """The names of all graphs."""

    def contains_named_graph(self, graph_name: NamedNode | BlankNode | DefaultGraph, /) -> bool:
        """Whether there is a graph of this name."""

    def __iter__(self) -> Iterator[Quad]: ...

    def __len__(self) -> int: ...

    def __contains__(self, quad: Any, /) -> bool: ...


class GrowingDataset(Dataset, Protocol):
    """A dataset in memory, to which quads are added."""

    def add(self, quad: Quad, /) -> None:
        """Add one quad."""

    def extend(self, quads: Iterable[Quad], /) -> None:
        """Add all quads or, where getting them fails, none."""

    def bulk_extend(self, quads: Iterable[Quad], /) -> None:
        """Add many quads, faster."""


@dataclass(frozen=True)
class GraphData:
    """All that one source says.

    Args:
        graph: the name of its graph.
        quads: stand in the named graph and in the merge.
        private_quads: stand in the named graph alone, as mentions do.
        digest: SHA-256 of what the graph was made from; what has not changed need not be loaded again.
    """

    graph: NamedNode
    quads: Sequence[Quad]
    private_quads: Sequence[Quad]
    digest: str


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
        """The digest of every graph, by its IRI."""

    def put(self, graphs: Sequence[GraphData]) -> None:
        """Add graphs, or replace those of the same name. Each is put whole or not at all."""

    def retract(self, graphs: Iterable[str]) -> None:
        """Remove graphs, and from the merge what no other graph holds."""

    def quads(self, graph: str) -> Iterator[Quad]:
        """The quads of one named graph."""

    def close(self) -> None:
        """Let go of the files."""


def select(dataset: Dataset, query: str, **values: Term) -> QuerySolutions:
    """The rows of one of kg's own SELECT queries, by number or name of the column; prefixes need no declaration.

    Args:
        dataset: what is asked.
        query: kg's own text: nothing of it may come from elsewhere.
        values: what variables are bound to, by their names.
    """
    substitutions = {Variable(name): term for name, term in values.items()}
    return cast("QuerySolutions", dataset.query(query, prefixes=PREFIXES, substitutions=substitutions or None))
