"""What lies above and below a class or a property: the one walk over ``rdfs:subClassOf`` and its like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.dataset import Dataset
from kg.namespaces import RDFS
from kg.terms import MERGE, NamedNode

__all__ = ["Hierarchy"]


class Hierarchy:
    """Terms above and below each other; circles are allowed.

    Args:
        pairs: a term and one that lies right above it, as IRIs.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._above: dict[str, set[str]] = defaultdict(set)
        self._below: dict[str, set[str]] = defaultdict(set)
        self._known: dict[tuple[str, ...], list[str]] = {}
        for narrower, broader in pairs:
            self._above[narrower].add(broader)
            self._below[broader].add(narrower)

    @classmethod
    def of_classes(cls, store: Dataset) -> Hierarchy:
        """The classes in the default graph of a store: those of the ontology that its data was loaded with."""
        found = store.quads_for_pattern(None, NamedNode(RDFS + "subClassOf"), None, MERGE)
        return cls(
            (quad.subject.value, quad.object.value)
            for quad in found
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        )

    def __contains__(self, iri: str) -> bool:
        """Whether something lies above or below it."""
        return iri in self._above or iri in self._below

    def above(self, *iris: str) -> list[str]:
        """These terms and all above them, the nearest first; those equally near in the order of their IRIs.

        >>> Hierarchy([("Summit", "Forum"), ("Forum", "Event")]).above("Summit")
        ['Summit', 'Forum', 'Event']
        >>> Hierarchy([("NGO", "Organization"), ("NGO", "Agent"), ("Agent", "Thing")]).above("NGO")
        ['NGO', 'Agent', 'Organization', 'Thing']
        """
        if iris not in self._known:
            self._known[iris] = _reached(iris, self._above)
        return self._known[iris]

    def below(self, *iris: str) -> list[str]:
        """These terms and all below them, in the same order."""
        return _reached(iris, self._below)


def _reached(start: Iterable[str], steps: Mapping[str, set[str]]) -> list[str]:
    found: dict[str, None] = {}
    level = set(start)
    while level:
        found |= dict.fromkeys(sorted(level))
        level = {each for iri in level for each in steps.get(iri, ())} - found.keys()
    return list(found)
