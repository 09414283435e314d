"""Labels of blank nodes that depend on the data alone: the engine makes up others at every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.query.results import Result
from kg.query.values import Row, Term

__all__ = ["settled", "settled_rows"]


def settled(result: Result) -> Result:
    """The result to be written out: of the same data, the same rows, with the same labels; see :func:`settled_rows`."""
    rows = settled_rows(result.kind, result.stream())
    return Result(result.kind, result.variables, rows, boolean=result.boolean, evidence=result.evidence)


def settled_rows(kind: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows that depend on the data alone.

    A graph is a set: it is read whole, its blank nodes are labelled by RDFC-1.0, and its triples sorted. The rows of a
    SELECT come as they are found, with blank nodes numbered in that order.
    """
    if kind == "graph":
        return _sorted_triples(rows)
    names: dict[str, ox.BlankNode] = {}
    return (tuple(_numbered(term, names) for term in row) for row in rows)


def _numbered(term: Term | None, names: dict[str, ox.BlankNode]) -> Term | None:
    if isinstance(term, ox.BlankNode):
        return names.setdefault(term.value, ox.BlankNode(f"b{len(names)}"))
    if isinstance(term, ox.Triple):
        ends = (_numbered(term.subject, names), term.predicate, _numbered(term.object, names))
        return ox.Triple(*ends)  # type: ignore[arg-type]
    return term


def _sorted_triples(rows: Iterable[Row]) -> Iterator[Row]:
    triples = [ox.Triple(*row) for row in rows]  # type: ignore[arg-type]
    ends = (term for triple in triples for term in (triple.subject, triple.object))
    if any(isinstance(term, ox.BlankNode | ox.Triple) for term in ends):
        dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph()) for t in triples)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        triples = [quad.triple for quad in dataset]
    yield from ((t.subject, t.predicate, t.object) for t in sorted(set(triples), key=str))
