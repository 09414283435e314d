"""Kinds of the things that become nodes."""

from __future__ import annotations

from functools import cached_property

from kg.namespaces import RDF, TNK
from kg.ontology.hierarchy import Hierarchy
from kg.store import Dataset
from kg.terms import MERGE, Literal, NamedNode

__all__ = ["Kinds"]

_TYPE, _KIND = NamedNode(RDF + "type"), NamedNode(TNK + "kind")


class Kinds:
    """What kinds things are of, by the merge of a store."""

    def __init__(self, store: Dataset) -> None:
        self._store = store

    def of(self, iri: str) -> str:
        """The kind, such as ``person``: that of its classes, or of the nearest above them; else ``thing``."""
        quads = self._store.quads_for_pattern(NamedNode(iri), _TYPE, None, MERGE)
        types = sorted(quad.object.value for quad in quads if isinstance(quad.object, NamedNode))
        above = (each for type_iri in types for each in self._classes.above(type_iri))
        return next((self._declared[each] for each in above if each in self._declared), "thing")

    @cached_property
    def _classes(self) -> Hierarchy:
        return Hierarchy.of_classes(self._store)

    @cached_property
    def _declared(self) -> dict[str, str]:
        """Classes with a kind of their own."""
        quads = self._store.quads_for_pattern(None, _KIND, None, MERGE)
        pairs = [
            (quad.subject.value, quad.object.value)
            for quad in quads
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        ]
        return dict(sorted(pairs, reverse=True))
