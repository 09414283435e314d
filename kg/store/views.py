"""Views: whose word the default graph takes.

``reported`` is the store's own merge: facts that the newsroom or a quoted speaker states. ``newsroom`` holds
only what the newsroom itself states, and the reference data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

import pyoxigraph as ox

from kg.namespaces import NEWSROOM, PREFIXES, REFERENCE_EDITORS, TNK

__all__ = ["VIEWS", "direct_triples", "newsroom_view", "uncertain"]

VIEWS = ("reported", "newsroom")

# Every assertion, with what it yields directly where it is a fact: the triple, the bounds of a date, and the
# triple turned round for a symmetric relation.
_YIELD = """
SELECT ?assertion ?voice ?subject ?predicate ?object WHERE {
  ?assertion tnk:attributedTo ?voice .
  OPTIONAL {
    { ?assertion tnk:modality tnk:fact ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object }
    UNION
    { ?assertion tnk:modality tnk:fact ; rdf:subject ?subject ; rdf:predicate ?date ; ?predicate ?object .
      ?date tnk:earliestBound|tnk:latestBound ?predicate }
    UNION
    { ?assertion tnk:modality tnk:fact ; rdf:subject ?object ; rdf:predicate ?predicate ; rdf:object ?subject .
      ?predicate a owl:SymmetricProperty }
  }
}
"""


def newsroom_view(dataset: ox.Store) -> ox.Store:
    """A copy in memory that leaves out whatever only a quoted speaker states.

    Out go the speakers' assertions, and the direct triples that no assertion of a newsroom or of the reference
    data yields. Statements stay: that somebody said something is the newsroom's own word.
    """
    own = {NEWSROOM, REFERENCE_EDITORS}
    voices = {row[0].value: row[1].value in own for row in _rows(dataset)}
    vouched, claimed = direct_triples(dataset, voices.__getitem__)
    unsupported = claimed - vouched
    speakers = {assertion for assertion, is_own in voices.items() if not is_own}
    view = ox.Store()
    view.bulk_extend(
        quad
        for quad in dataset
        if quad.triple not in unsupported
        and not (isinstance(quad.subject, ox.NamedNode) and quad.subject.value in speakers)
    )
    return view


def direct_triples(dataset: ox.Store, counts: Callable[[str], bool]) -> tuple[set[ox.Triple], set[ox.Triple]]:
    """The direct triples that assertions yield: of those that count, and of the others.

    Args:
        dataset: the store with its merge.
        counts: tells of the IRI of an assertion whether it counts.
    """
    kept: set[ox.Triple] = set()
    dropped: set[ox.Triple] = set()
    weak = uncertain(dataset)
    for assertion, _, *triple in _rows(dataset):
        if None not in triple and assertion.value not in weak:
            (kept if counts(assertion.value) else dropped).add(ox.Triple(*triple))
    return kept, dropped


def uncertain(dataset: ox.Store) -> frozenset[str]:
    """IRIs of the assertions that yield no direct triple although they are meant as facts.

    They claim less than the bare triple would, by the ontology's ``tnk:weakens``; or they are reference data for
    which no source was read that says so.
    """
    default, weakens = ox.DefaultGraph(), ox.NamedNode(TNK + "weakens")
    unread = dataset.quads_for_pattern(None, ox.NamedNode(TNK + "verified"), ox.Literal(False), default)
    found = {quad.subject for quad in unread}
    for mark in dataset.quads_for_pattern(None, weakens, None, default):
        term = mark.subject
        if isinstance(term, ox.NamedNode):
            found.update(quad.subject for quad in dataset.quads_for_pattern(None, term, None, default))
            found.update(quad.subject for quad in dataset.quads_for_pattern(None, None, term, default))
    return frozenset(node.value for node in found if isinstance(node, ox.NamedNode))


def _rows(dataset: ox.Store) -> Iterable[list[Any]]:
    solutions = cast("ox.QuerySolutions", dataset.query(_YIELD, prefixes=PREFIXES))
    return ([row[i] for i in range(5)] for row in solutions)
