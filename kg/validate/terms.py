"""Converting quads to rdflib, term by term: four times as fast as through a text format."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.validate.indexed import indexed_graph

__all__ = ["to_rdflib_graph", "to_rdflib_term"]


@lru_cache(maxsize=65536)
def _iri(iri: str) -> URIRef:
    return URIRef(iri)


def to_rdflib_term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """The same term in rdflib.

    Raises:
        TypeError: a quoted triple, for which rdflib has no term.
    """
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        # rdflib tells a plain string from an xsd:string; SHACL and RDF 1.1 do not.
        return Literal(term.value, datatype=_iri(term.datatype.value))
    raise TypeError(f"rdflib has no term for {term}")


def to_rdflib_graph(quads: Iterable[ox.Quad]) -> Graph:
    """The quads as one rdflib graph for reading; graph names are left out."""
    return indexed_graph((to_rdflib_term(q.subject), _iri(q.predicate.value), to_rdflib_term(q.object)) for q in quads)
