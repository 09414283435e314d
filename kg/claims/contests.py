"""Contests: who objects to what is claimed, in whose words.

A contest is an assertion of its own, of modality ``contested``, with its evidence and its day. It bears upon every
assertion of the same subject, relation and object, or the other way round if the relation is symmetric, whoever makes
it. Whoever holds it contests: the one whom it is attributed to, or another, of whom that one says so (``tnk:heldBy``).
What its source leaves in doubt marks nothing. Each assertion that is contested is marked by a derived triple,
``tnk:contestedBy``, in every view: none is so narrow that an objection would be out of place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from kg.claims.assertions import OWN_VOICES
from kg.namespaces import OWL, RDF, TNK
from kg.store import Dataset
from kg.terms import MERGE, NamedNode, Quad, Term, Triple

__all__ = ["contest_marks", "contested_claims"]

_MODALITY, _CONTESTED, _CONTESTED_BY = (NamedNode(TNK + name) for name in ("modality", "contested", "contestedBy"))
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_HELD_BY, _ATTRIBUTED, _CERTAINTY = (NamedNode(TNK + name) for name in ("heldBy", "attributedTo", "certainty"))
_TYPE, _SYMMETRIC = NamedNode(RDF + "type"), NamedNode(OWL + "SymmetricProperty")


def contest_marks(store: Dataset, out: Collection[str] = ()) -> Iterator[Triple]:
    """The triples ``?assertion tnk:contestedBy ?agent``, in the order of their IRIs.

    Args:
        store: the store whose default graph is the merge; what nobody contests is not read.
        out: IRIs of assertions that do not count, as contests or at all.
    """
    contesters: dict[tuple[Term, Term, Term], set[NamedNode]] = defaultdict(set)
    contests = {quad.subject for quad in store.quads_for_pattern(None, _MODALITY, _CONTESTED, MERGE)}
    for contest in contests:
        if isinstance(contest, NamedNode) and contest.value not in out and not _all(store, contest, _CERTAINTY):
            subject, predicate, value = (_one(store, contest, each) for each in (_SUBJECT, _PREDICATE, _OBJECT))
            holders = _all(store, contest, _HELD_BY) or _all(store, contest, _ATTRIBUTED)
            if subject is not None and predicate is not None and value is not None:
                agents = {each for each in holders if each.value not in OWN_VOICES}
                contesters[subject, predicate, value] |= agents
                if Quad(predicate, _TYPE, _SYMMETRIC, MERGE) in store:  # type: ignore[arg-type]
                    contesters[value, predicate, subject] |= agents
    marks = set()
    for (subject, predicate, value), agents in contesters.items():
        for quad in store.quads_for_pattern(None, _OBJECT, value, MERGE):
            claim = quad.subject
            if not isinstance(claim, NamedNode) or claim in contests or claim.value in out:
                continue
            if _one(store, claim, _SUBJECT) == subject and _one(store, claim, _PREDICATE) == predicate:
                marks |= {(claim.value, agent.value) for agent in agents}
    for claim_iri, agent_iri in sorted(marks):
        yield Triple(NamedNode(claim_iri), _CONTESTED_BY, NamedNode(agent_iri))


def _all(store: Dataset, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    quads = store.quads_for_pattern(node, predicate, None, MERGE)
    return [quad.object for quad in quads if isinstance(quad.object, NamedNode)]


def _one(store: Dataset, node: NamedNode, predicate: NamedNode) -> Term | None:
    return next((quad.object for quad in store.quads_for_pattern(node, predicate, None, MERGE)), None)


def contested_claims(store: Dataset) -> frozenset[str]:
    """IRIs of the assertions that somebody contests, in a store with its derived triples or a view of it."""
    quads = store.quads_for_pattern(None, _CONTESTED_BY, None, MERGE)
    return frozenset(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
