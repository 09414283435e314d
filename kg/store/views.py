"""Views: whose word the default graph takes.

``reported`` is the store's own merge: facts that the newsroom or a quoted speaker states. ``newsroom`` holds
only what the newsroom itself states, and the reference data.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pyoxigraph as ox

from kg.namespaces import NEWSROOM, PREFIXES, REFERENCE_EDITORS, TNK

__all__ = ["VIEWS", "newsroom_view", "weakened"]

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
    claimed: set[ox.Triple] = set()
    vouched: set[ox.Triple] = set()
    speakers: set[ox.NamedNode | ox.BlankNode] = set()
    weak = weakened(dataset)
    for assertion, voice, *triple in _rows(dataset):
        vouches = voice.value in own
        if not vouches:
            speakers.add(assertion)
        if None not in triple and assertion.value not in weak:
            (vouched if vouches else claimed).add(ox.Triple(*triple))
    unsupported = claimed - vouched
    view = ox.Store()
    view.bulk_extend(q for q in dataset if q.subject not in speakers and q.triple not in unsupported)
    return view


def weakened(dataset: ox.Store) -> frozenset[str]:
    """IRIs of the assertions that claim less than their bare triple would, by the ontology's ``tnk:weakens``."""
    default, weakens = ox.DefaultGraph(), ox.NamedNode(TNK + "weakens")
    found: set[ox.NamedNode | ox.BlankNode | ox.Triple] = set()
    for mark in dataset.quads_for_pattern(None, weakens, None, default):
        term = mark.subject
        if isinstance(term, ox.NamedNode):
            found.update(quad.subject for quad in dataset.quads_for_pattern(None, term, None, default))
            found.update(quad.subject for quad in dataset.quads_for_pattern(None, None, term, default))
    return frozenset(node.value for node in found if isinstance(node, ox.NamedNode))


def _rows(dataset: ox.Store) -> Iterable[list[Any]]:
    solutions = cast("ox.QuerySolutions", dataset.query(_YIELD, prefixes=PREFIXES))
    return ([row[i] for i in range(5)] for row in solutions)
