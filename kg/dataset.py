"""Quads to be read and asked, wherever they come from: a store, a view of one, or what follows from it.

Oxigraph's own store has the methods of a dataset. A store elsewhere would answer them over the SPARQL protocol: a
pattern is a query of one triple, and what comes back as JSON is read by :mod:`kg.rdf` into the same solutions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, cast

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

from kg.namespaces import PREFIXES
from kg.terms import BlankNode, DefaultGraph, NamedNode, Quad, Term, Triple, Variable

__all__ = ["Dataset", "Found", "GrowingDataset", "QueryBoolean", "QuerySolutions", "QueryTriples", "select"]

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
        named_graphs: list[NamedNode | BlankNode] | None = None,
    ) -> Any:
        """What a SPARQL query finds, as :data:`Found`; see :func:`select` and, for the queries of others, kg.query.

        ``named_graphs`` are those that ``GRAPH`` may name; None for all.

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
    """A dataset in memory, to which quads are added, and from which they are taken."""

    def add(self, quad: Quad, /) -> None:
        """Add one quad."""

    def remove(self, quad: Quad, /) -> None:
        """Take one quad away; nothing happens where it is not."""

    def extend(self, quads: Iterable[Quad], /) -> None:
        """Add all quads or, where getting them fails, none."""

    def bulk_extend(self, quads: Iterable[Quad], /) -> None:
        """Add many quads, faster."""


def select(dataset: Dataset, query: str, **values: Term) -> QuerySolutions:
    """The rows of one of kg's own SELECT queries, by number or name of the column; prefixes need no declaration.

    Args:
        dataset: what is asked.
        query: kg's own text: nothing of it may come from elsewhere.
        values: what variables are bound to, by their names.
    """
    substitutions = {Variable(name): term for name, term in values.items()}
    return cast("QuerySolutions", dataset.query(query, prefixes=PREFIXES, substitutions=substitutions or None))
