"""The direct triples that assertions yield: what they state as a fact, without who says so.

A fact that nothing weakens yields its own triple, the bounds of a date, and the triple turned round for a symmetric
relation. Plans, proposals, wishes, denials, hints and reference data whose source was not read yield none.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims.assertions import Assertion, AssertionTable
from kg.store import Dataset, select
from kg.terms import Triple

__all__ = ["direct_triples"]

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
