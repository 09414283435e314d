"""Triples derived from the assertions of a store and kept in it, so that queries get the same answer.

The triples ``?thing tnk:currentStatus ?status`` and ``?assertion tnk:contestedBy ?agent`` stand in a graph of their own
and in the merge. They are made by :mod:`kg.claims.status` and :mod:`kg.claims.contests`, and renewed whenever articles
come or go. The digest of the graph is that of all others: a
store in which it differs, after a process was killed between two writes, is recognised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from kg.claims.assertions import AssertionTable
from kg.claims.contests import contest_marks
from kg.claims.selection import Selection
from kg.claims.status import Statuses
from kg.namespaces import DERIVED_GRAPH, TNK
from kg.store import GraphData, Store
from kg.terms import NamedNode, Quad, Triple

__all__ = ["current_statuses", "is_fresh", "renew"]

_CURRENT = NamedNode(TNK + "currentStatus")
_GRAPH = NamedNode(DERIVED_GRAPH)


def current_statuses(selection: Selection) -> Iterator[Triple]:
    """The current status of each thing, as triples in the order of IRIs."""
    for thing, status in Statuses(selection).current().items():
        yield Triple(NamedNode(thing), _CURRENT, NamedNode(TNK + status))


def renew(store: Store) -> None:
    """Derive the triples again from the articles in the store."""
    digests = store.digests()
    if is_fresh(digests):
        return
    selection = Selection(AssertionTable(store.dataset, ("status",)))
    derived = (*current_statuses(selection), *contest_marks(store.dataset))
    quads = [Quad(t.subject, t.predicate, t.object, _GRAPH) for t in derived]
    store.put([GraphData(_GRAPH, quads, (), _digest(digests))])


def is_fresh(digests: Mapping[str, str]) -> bool:
    """Whether the derived triples fit the articles of a store, by the digests of its graphs."""
    return digests.get(DERIVED_GRAPH) == _digest(digests)


def _digest(digests: Mapping[str, str]) -> str:
    lines = (f"{graph} {digest}\n" for graph, digest in sorted(digests.items()) if graph != DERIVED_GRAPH)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
