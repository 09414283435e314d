"""Converting quads to rdflib, term by term: four times as fast as through a text format.

Several articles can stand in one graph and not meet: :func:`own_names` gives the names of each a class of its own.
rdflib takes terms of two classes for two terms, whatever their letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import ClassVar

import rdflib
from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

from kg.terms import BlankNode, Literal, NamedNode, Quad, Term, Triple
from kg.validate.indexed import indexed_graph

__all__ = ["own_names", "owner_of", "to_rdflib_graph", "to_rdflib_term", "to_rdflib_triples"]

_LONGEST = 256  # characters of a literal that is kept for the next article


# The very objects that pySHACL asks with: the same object is found without comparing letters.
_ASKED_OFTEN = {str(term): term for term in (RDF.type, RDFS.subClassOf)}


@lru_cache(maxsize=65536)
def _iri(iri: str) -> URIRef:
    return _ASKED_OFTEN.get(iri) or URIRef(iri)


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
        make = _kept_literal if len(term.value) <= _LONGEST else _literal
        return make(term.value, term.language, term.datatype.value)
    raise TypeError(f"rdflib has no term for {term}")


def _literal(value: str, language: str | None, datatype: str) -> rdflib.Literal:
    if language:
        return rdflib.Literal(value, lang=language)
    # rdflib tells a plain string from an xsd:string; SHACL and RDF 1.1 do not.
    return rdflib.Literal(value, datatype=_iri(datatype))


_kept_literal = lru_cache(maxsize=16384)(_literal)


class _Own(URIRef):
    __slots__ = ()
    place: ClassVar[int]


@cache
def _class_of(place: int) -> type[_Own]:
    hash_of = str.__hash__
    salt = place * 0x9E3779B97F4A7C15 & (1 << 60) - 1  # else what all articles name would have one hash in all

    def salted(self: _Own) -> int:
        return hash_of(self) ^ salt

    return type("Own", (_Own,), {"__slots__": (), "place": place, "__hash__": salted})


def own_names(base: str, place: int) -> Callable[[Term], Node]:
    """What converts the terms of one article among several: names under ``base`` are its own, all else is shared.

    Args:
        base: how the names of things begin.
        place: which article it is, in the order of the batch.
    """
    kind, known = _class_of(place), dict[str, Node]()

    def convert(term: Term) -> Node:
        if not isinstance(term, NamedNode):
            return to_rdflib_term(term)
        iri = term.value
        found = known.get(iri)
        if found is None:
            found = known[iri] = str.__new__(kind, iri) if iri.startswith(base) else _iri(iri)
        return found

    return convert


def owner_of(node: Node | None) -> int | None:
    """The place of the article that a name belongs to; None for what is shared."""
    return node.place if isinstance(node, _Own) else None


def to_rdflib_graph(quads: Iterable[Quad | Triple]) -> Graph:
    """The quads or triples as one rdflib graph for reading; graph names are left out."""
    return indexed_graph(to_rdflib_triples(quads))


def to_rdflib_triples(
    quads: Iterable[Quad | Triple], convert: Callable[[Term], Node] = to_rdflib_term
) -> Iterator[tuple[Node, Node, Node]]:
    """The quads or triples, term by term; graph names are left out."""
    return ((convert(q.subject), _iri(q.predicate.value), convert(q.object)) for q in quads)
