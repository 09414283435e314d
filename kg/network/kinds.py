"""Kinds of the things that become nodes."""

from __future__ import annotations

from kg.namespaces import RDF, RDFS, TNK
from kg.store import Dataset
from kg.terms import MERGE, Literal, NamedNode

__all__ = ["Kinds"]

_TYPE = NamedNode(RDF + "type")
_SUBCLASS, _KIND = NamedNode(RDFS + "subClassOf"), NamedNode(TNK + "kind")


class Kinds:
    """What kinds things are of, by the merge of a store."""

    def __init__(self, store: Dataset) -> None:
        self._store = store
        self._kinds: dict[str, str | None] = {}

    def of(self, iri: str) -> str:
        """The kind, such as ``person``: that of its classes, or of the nearest above them; else ``thing``."""
        types = sorted(self._objects(NamedNode(iri), _TYPE))
        return next((kind for kind in map(self._kind_of_class, types) if kind), "thing")

    def _kind_of_class(self, iri: str) -> str | None:
        if iri not in self._kinds:
            self._kinds[iri] = self._climb(iri)
        return self._kinds[iri]

    def _climb(self, iri: str) -> str | None:
        """The kind that the nearest class declares, going up."""
        seen: set[str] = set()
        level = [iri]
        while level:
            for current in level:
                quads = self._store.quads_for_pattern(NamedNode(current), _KIND, None, MERGE)
                declared = sorted(quad.object.value for quad in quads if isinstance(quad.object, Literal))
                if declared:
                    return declared[0]
            seen.update(level)
            above = {each for current in level for each in self._objects(NamedNode(current), _SUBCLASS)}
            level = sorted(above - seen)
        return None

    def _objects(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        quads = self._store.quads_for_pattern(subject, predicate, None, MERGE)
        return [quad.object.value for quad in quads if isinstance(quad.object, NamedNode)]
