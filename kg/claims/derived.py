"""Triples derived from the assertions of a store and kept in it, so that queries get the same answer.

They stand in a graph of their own and in the merge, and are renewed whenever articles come or go:

- ``?thing tnk:currentStatus ?status``, by :mod:`kg.claims.status`;
- ``?thing tnk:mayBeSameAs ?other`` in both directions, by :mod:`kg.claims.sameness`;
- ``?assertion tnk:contestedBy ?agent``, by :mod:`kg.claims.contests`;
- ``?assertion tnk:weakened true`` of what never counts as a fact, by :func:`kg.claims.assertions.weaker_nodes`;
- ``?this tnk:sameSourceAs ?first`` of copies and of pages that several articles cite, by :mod:`kg.claims.sources`;
- ``?claim tnk:withdrawnBy ?correction``, by :mod:`kg.claims.corrections`: the merge then lacks the claim.

The digest of the graph is that of all others: a store in which it differs, after a process was killed between two
writes, is recognised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Set

from kg.claims.annotations import choose
from kg.claims.assertions import AssertionTable, weaker_nodes
from kg.claims.contests import contest_marks
from kg.claims.corrections import as_known, changes
from kg.claims.sameness import PREDICATES, Sameness, is_asked
from kg.claims.selection import Selection
from kg.claims.sources import same_sources
from kg.claims.status import Statuses
from kg.namespaces import DERIVED_GRAPH, RDF, TNK
from kg.store import Dataset, GraphData, Store
from kg.terms import MERGE, Literal, NamedNode, Quad, Triple

__all__ = ["DERIVED", "derived_triples", "is_fresh", "renew"]

_CURRENT, _SAME, _WEAKENED = (NamedNode(TNK + name) for name in ("currentStatus", "mayBeSameAs", "weakened"))
_PREDICATE, _GRAPH = NamedNode(RDF + "predicate"), NamedNode(DERIVED_GRAPH)

DERIVED = frozenset([_CURRENT, _SAME, _WEAKENED, *(NamedNode(TNK + name) for name in ("contestedBy", "sameSourceAs"))])
"""The predicates of the derived triples that a view derives anew; nothing else yields a triple with one of them."""


def derived_triples(
    selection: Selection, dataset: Dataset, out: Set[str] = frozenset(), unknown: Set[str] = frozenset()
) -> Iterator[Triple]:
    """What is derived, in the order of IRIs.

    Args:
        selection: the assertions that count.
        dataset: the merge.
        out: IRIs of assertions that do not count.
        unknown: IRIs of assertions that were not known yet; in the narrower views ``out`` holds others besides.
    """
    for thing, status in Statuses(selection).current().items():
        yield Triple(NamedNode(thing), _CURRENT, NamedNode(TNK + status))
    for thing, others in Sameness(selection, dataset).others.items():
        for other in others:
            yield Triple(NamedNode(thing), _SAME, NamedNode(other))
    for iri in sorted(weaker_nodes(dataset) - out):
        node = NamedNode(iri)
        if any(dataset.quads_for_pattern(node, _PREDICATE, None, MERGE)):  # no term of the ontology
            yield Triple(node, _WEAKENED, Literal(True))
    yield from same_sources(dataset)
    yield from (mark for mark in contest_marks(dataset, unknown) if mark.subject.value not in out)  # type: ignore[union-attr]


def renew(store: Store) -> None:
    """Derive the triples again from the articles in the store."""
    digests = store.digests()
    if is_fresh(digests):
        return
    dataset = choose(store.dataset)  # a draft neither corrects nor contests anything
    marks, withheld, restored = changes(dataset)
    known = as_known(dataset)
    needed = ("status", *(PREDICATES if is_asked(known) else ()))
    triples = [*derived_triples(Selection(AssertionTable(known, needed)), known), *marks]
    quads = [Quad(t.subject, t.predicate, t.object, _GRAPH) for t in triples]
    store.put([GraphData(_GRAPH, quads, (), _digest(digests), withheld=withheld, restored=restored)])


def is_fresh(digests: Mapping[str, str]) -> bool:
    """Whether the derived triples fit the articles of a store, by the digests of its graphs."""
    return digests.get(DERIVED_GRAPH) == _digest(digests)


def _digest(digests: Mapping[str, str]) -> str:
    lines = (f"{graph} {digest}\n" for graph, digest in sorted(digests.items()) if graph != DERIVED_GRAPH)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
