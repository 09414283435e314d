"""RDF terms, triples and quads, as all of kg hands them on.

They are those of pyoxigraph: immutable, hashable, checked when they are made (an IRI that is none is a ValueError), and
written by ``str()`` as N-Triples.
"""

from __future__ import annotations

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple, Variable

__all__ = ["MERGE", "BlankNode", "DefaultGraph", "Literal", "NamedNode", "Quad", "Term", "Triple", "Variable"]

Term = NamedNode | BlankNode | Literal | Triple
"""What may stand as the object of a triple."""

MERGE = DefaultGraph()
"""The default graph, in which a store keeps the merge of its named graphs."""
