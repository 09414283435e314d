"""The direct triples that assertions yield: what they state as a fact, without who says so.

A fact that nothing weakens yields its own triple, the bounds of a date, and the triple turned round for a symmetric
relation. Plans, proposals, wishes, denials, hints and reference data whose source was not read yield none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.claims.assertions import Assertion, AssertionTable
from kg.namespaces import OWL, RDF, TNK
from kg.store import Dataset, select
from kg.terms import MERGE, NamedNode, Quad, Triple

__all__ = ["DirectTriples", "direct_triples"]

_PARTS = tuple(NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_MODALITY, _FACT = NamedNode(TNK + "modality"), NamedNode(TNK + "fact")
_TYPE, _SYMMETRIC = NamedNode(RDF + "type"), NamedNode(OWL + "SymmetricProperty")
_BOUNDS = (NamedNode(TNK + "earliestBound"), NamedNode(TNK + "latestBound"))

_YIELD = """
SELECT ?assertion ?subject ?predicate ?object WHERE {
  { ?assertion tnk:modality tnk:fact ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object }
  UNION
  { ?assertion tnk:modality tnk:fact ; rdf:subject ?subject ; rdf:predicate ?date ; ?predicate ?object .
    ?date tnk:earliestBound|tnk:latestBound ?predicate }
  UNION
  { ?assertion tnk:modality tnk:fact ; rdf:subject ?object ; rdf:predicate ?predicate ; rdf:object ?subject .
    ?predicate a owl:SymmetricProperty }
}
"""


def direct_triples(dataset: Dataset, table: AssertionTable) -> Iterator[tuple[Assertion, Triple]]:
    """Every assertion that yields a direct triple, with each of its triples.

    Args:
        dataset: the store with its merge.
        table: its assertions.
    """
    for node, *triple in select(dataset, _YIELD):
        assertion = table.get(node.value)
        if assertion is not None and assertion.is_plain:
            yield assertion, Triple(*triple)


class DirectTriples:
    """The same of single assertions, which need not be in the merge; whether something weakens one is not asked.

    Args:
        dataset: the store with its merge, whose ontology tells the bounds of dates and
            which relations are symmetric.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._known: dict[Any, tuple[bool, list[NamedNode]]] = {}

    def of(self, told: Mapping[NamedNode, Any]) -> Iterator[Triple]:
        """The triples of an assertion, by what is told of it, an object for each predicate; none of what is no fact."""
        subject, predicate, value = map(told.get, _PARTS)
        if told.get(_MODALITY) != _FACT or subject is None or predicate is None or value is None:
            return
        symmetric, bounds = self._of_relation(predicate)
        yield Triple(subject, predicate, value)
        if symmetric and isinstance(value, NamedNode):
            yield Triple(value, predicate, subject)
        for bound in bounds:
            if bound in told:
                yield Triple(subject, bound, told[bound])

    def _of_relation(self, predicate: Any) -> tuple[bool, list[NamedNode]]:
        """Whether a relation is symmetric, and the bounds of an attribute that is a date."""
        if predicate not in self._known:
            found = (self._dataset.quads_for_pattern(predicate, bound, None, MERGE) for bound in _BOUNDS)
            bounds = [quad.object for quads in found for quad in quads if isinstance(quad.object, NamedNode)]
            self._known[predicate] = Quad(predicate, _TYPE, _SYMMETRIC, MERGE) in self._dataset, bounds
        return self._known[predicate]
