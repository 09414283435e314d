"""Kinds of the things that become nodes."""

from __future__ import annotations

from functools import cached_property

import pyoxigraph as ox

from kg.namespaces import RDF, TNK
from kg.ontology.hierarchy import Hierarchy

__all__ = ["Kinds"]

_TYPE, _KIND = ox.NamedNode(RDF + "type"), ox.NamedNode(TNK + "kind")


class Kinds:
    """What kinds things are of, by the merge of a store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def of(self, iri: str) -> str:
        """The kind, such as ``person``: that of its classes, or of the nearest above them; else ``thing``."""
        quads = self._store.quads_for_pattern(ox.NamedNode(iri), _TYPE, None, ox.DefaultGraph())
        types = sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode))
        above = (each for type_iri in types for each in self._classes.above(type_iri))
        return next((self._declared[each] for each in above if each in self._declared), "thing")

    @cached_property
    def _classes(self) -> Hierarchy:
        return Hierarchy.of_classes(self._store)

    @cached_property
    def _declared(self) -> dict[str, str]:
        """Classes with a kind of their own."""
        quads = self._store.quads_for_pattern(None, _KIND, None, ox.DefaultGraph())
        pairs = ((q.subject.value, q.object.value) for q in quads if isinstance(q.object, ox.Literal))  # type: ignore[union-attr]
        return dict(sorted(pairs, reverse=True))
