"""Reading and writing RDF, and the results of queries, in the formats of the W3C; and canonical blank nodes."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from kg.terms import Quad

__all__ = ["QueryResultsFormat", "RdfFormat", "canonical", "parse", "parse_query_results", "serialize"]


def canonical(quads: Iterable[Quad]) -> Iterable[Quad]:
    """The quads as a set, with blank nodes labelled by what they say: RDF Dataset Canonicalization, RDFC-1.0.

    Source: https://www.w3.org/TR/rdf-canon/
    """
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset
