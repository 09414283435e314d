"""Converting quads to rdflib, term by term: four times as fast as through a text format."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import rdflib
from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from kg.terms import BlankNode, Literal, NamedNode, Quad, Term, Triple
from kg.validate.indexed import indexed_graph

__all__ = ["to_rdflib_graph", "to_rdflib_term"]


@lru_cache(maxsize=65536)
def _iri(iri: str) -> URIRef:
    return URIRef(iri)


def to_rdflib_term(term: Term) -> Node:
    """The same term in rdflib.

    Raises:
        TypeError: a quoted triple, for which rdflib has no term.
    """
    if isinstance(term, NamedNode):
        return _iri(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # rdflib tells a plain string from an xsd:string; SHACL and RDF 1.1 do not.
        return rdflib.Literal(term.value, datatype=_iri(term.datatype.value))
    raise TypeError(f"rdflib has no term for {term}")


def to_rdflib_graph(quads: Iterable[Quad | Triple]) -> Graph:
    """The quads or triples as one rdflib graph for reading; graph names are left out."""
    return indexed_graph((to_rdflib_term(q.subject), _iri(q.predicate.value), to_rdflib_term(q.object)) for q in quads)
