"""Labels of blank nodes that depend on the data alone: the engine makes up others at every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.query.values import Row
from kg.rdf import canonical
from kg.terms import BlankNode, Quad, Term, Triple

__all__ = ["settled_rows"]


def settled_rows(kind: str, rows: Iterable[Row], *, is_streamed: bool = False) -> Iterator[Row]:
    """Rows that depend on the data alone.

    A graph is a set: it is read whole, its blank nodes are labelled by RDFC-1.0, and its triples sorted. The rows of a
    SELECT come as they are found, with blank nodes numbered in that order.

    Args:
        kind: that of the result.
        rows: as the engine gives them.
        is_streamed: for graphs that do not fit into memory: triples come as they are found, in the order of the store;
            only those with blank nodes are kept back, and come sorted at the end.
    """
    if kind != "graph":
        names: dict[str, BlankNode] = {}
        return (tuple(_numbered(term, names) for term in row) for row in rows)
    return _blank_at_the_end(rows) if is_streamed else _sorted_triples(rows)


def _numbered(term: Term | None, names: dict[str, BlankNode]) -> Term | None:
    if isinstance(term, BlankNode):
        return names.setdefault(term.value, BlankNode(f"b{len(names)}"))
    if isinstance(term, Triple):
        ends = (_numbered(term.subject, names), term.predicate, _numbered(term.object, names))
        return Triple(*ends)  # type: ignore[arg-type]
    return term


def _has_blank(term: Term | None) -> bool:
    if isinstance(term, Triple):
        return _has_blank(term.subject) or _has_blank(term.object)
    return isinstance(term, BlankNode)


def _blank_at_the_end(rows: Iterable[Row]) -> Iterator[Row]:
    kept = []
    for row in rows:
        if any(map(_has_blank, row)):
            kept.append(row)
        else:
            yield row
    yield from _sorted_triples(kept)


def _sorted_triples(rows: Iterable[Row]) -> Iterator[Row]:
    triples = {Triple(*row) for row in rows}  # type: ignore[arg-type]
    blank = {triple for triple in triples if _has_blank(triple)}
    # Other triples do not bear on the labels, and canonicalising takes time.
    labelled = canonical(Quad(triple.subject, triple.predicate, triple.object) for triple in blank)
    settled_triples = triples - blank | {quad.triple for quad in labelled}
    yield from ((t.subject, t.predicate, t.object) for t in sorted(settled_triples, key=str))
