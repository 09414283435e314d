"""Reading and writing RDF, and the results of queries, in the formats of the W3C; and canonical blank nodes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from kg.terms import DefaultGraph, Quad

if TYPE_CHECKING:
    import rdflib

__all__ = ["QueryResultsFormat", "RdfFormat", "canonical", "parse", "parse_query_results", "serialize", "to_rdflib"]


def canonical(quads: Iterable[Quad]) -> Iterable[Quad]:
    """The quads as a set, with blank nodes labelled by what they say: RDF Dataset Canonicalization, RDFC-1.0.

    Source: https://www.w3.org/TR/rdf-canon/
    """
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def to_rdflib(quads: Iterable[Quad]) -> rdflib.Dataset:
    """A copy as rdflib dataset: the named graphs, and no default graph."""
    from rdflib import Dataset

    copy = Dataset()
    named = (quad for quad in quads if not isinstance(quad.graph_name, DefaultGraph))
    copy.parse(data=serialize(named, format=RdfFormat.N_QUADS) or b"", format="nquads")
    return copy
