"""Triples derived from the assertions of a store and kept in it, so that queries get the same answer.

The triples ``?thing tnk:currentStatus ?status``, and ``?thing tnk:mayBeSameAs ?other`` in both directions, stand in a
graph of their own and in the merge. They are made by :mod:`kg.claims.status` and :mod:`kg.claims.sameness` and renewed
whenever articles come or go. The digest of the graph is that of all others: a
store in which it differs, after a process was killed between two writes, is recognised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from kg.claims.assertions import AssertionTable
from kg.claims.sameness import PREDICATES, Sameness, is_asked
from kg.claims.selection import Selection
from kg.claims.status import Statuses
from kg.namespaces import DERIVED_GRAPH, TNK
from kg.store import Dataset, GraphData, Store
from kg.terms import NamedNode, Quad, Triple

__all__ = ["DERIVED", "derived_triples", "is_fresh", "renew"]

_CURRENT = NamedNode(TNK + "currentStatus")
_SAME = NamedNode(TNK + "mayBeSameAs")
_GRAPH = NamedNode(DERIVED_GRAPH)

DERIVED = frozenset([_CURRENT, _SAME])
"""The predicates of the derived triples; nothing else yields a triple with one of them."""


def derived_triples(selection: Selection, dataset: Dataset) -> Iterator[Triple]:
    """The current status of each thing, and what may be the same and is undecided, in the order of IRIs."""
    for thing, status in Statuses(selection).current().items():
        yield Triple(NamedNode(thing), _CURRENT, NamedNode(TNK + status))
    for thing, others in Sameness(selection, dataset).others.items():
        for other in others:
            yield Triple(NamedNode(thing), _SAME, NamedNode(other))


def renew(store: Store) -> None:
    """Derive the triples again from the articles in the store."""
    digests = store.digests()
    if is_fresh(digests):
        return
    needed = ("status", *(PREDICATES if is_asked(store.dataset) else ()))
    selection = Selection(AssertionTable(store.dataset, needed))
    triples = derived_triples(selection, store.dataset)
    quads = [Quad(t.subject, t.predicate, t.object, _GRAPH) for t in triples]
    store.put([GraphData(_GRAPH, quads, (), _digest(digests))])


def is_fresh(digests: Mapping[str, str]) -> bool:
    """Whether the derived triples fit the articles of a store, by the digests of its graphs."""
    return digests.get(DERIVED_GRAPH) == _digest(digests)


def _digest(digests: Mapping[str, str]) -> str:
    lines = (f"{graph} {digest}\n" for graph, digest in sorted(digests.items()) if graph != DERIVED_GRAPH)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
