"""Which polity a node belongs to, and which assertions say so.

A polity is its own; an organisation, a group or a post has the polity it belongs to, else that of the organisation that
it is a unit of, or a post in; a person has those of the posts held. An event has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kg.namespaces import RDF, TNK
from kg.network.cuts import Assertions, Cut
from kg.network.kinds import Kinds
from kg.query.labels import Labels

__all__ = ["Belonging", "Polity", "find_polities"]

_MERGE = ox.DefaultGraph()
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_MODALITY, _FACT = ox.NamedNode(TNK + "modality"), ox.NamedNode(TNK + "fact")
_CODE = ox.NamedNode(TNK + "iso3166Alpha2")
# Where to look first: what a thing belongs to itself, before what stands above it.
_WAYS = (("ofPolity",), ("unitOf", "postIn"), ("holdsPost",))


@dataclass(frozen=True, slots=True, order=True)
class Polity:
    """A polity: its name, its code of ISO 3166-1 (None where it has none), its address."""

    label: str
    code: str | None
    iri: str


@dataclass(frozen=True, slots=True)
class Belonging:
    """The polities of a node, sorted, and the assertions that say so."""

    polities: tuple[Polity, ...]
    evidence: tuple[str, ...]


def find_polities(store: ox.Store, nodes: Iterable[str], view: str = "reported") -> dict[str, Belonging]:
    """The polities of nodes; a node of which nothing tells one is left out.

    All facts of the view count, whenever they were asserted or held.

    Args:
        store: the Oxigraph store whose default graph is the merge.
        nodes: IRIs.
        view: ``reported`` or ``newsroom``.
    """
    finder = _Finder(store, view)
    found = ((node, finder.of(node)) for node in sorted(nodes))
    return {node: belonging for node, belonging in found if belonging.polities}


class _Finder:
    def __init__(self, store: ox.Store, view: str) -> None:
        self._store = store
        self._assertions = Assertions(store, Cut.of(view))
        self._labels, self._kinds = Labels(store), Kinds(store)

    def of(self, node: str) -> Belonging:
        found, evidence = self._climb(node, frozenset())
        return Belonging(tuple(sorted(map(self._polity, found))), tuple(sorted(evidence)))

    def _climb(self, node: str, seen: frozenset[str]) -> tuple[set[str], set[str]]:
        if self._kinds.of(node) == "polity":
            return {node}, set()
        for way in _WAYS:
            polities: set[str] = set()
            evidence: set[str] = set()
            for assertion, above in (step for relation in way for step in self._steps[relation].get(node, ())):
                if above in seen:
                    continue
                more, because = self._climb(above, seen | {node})
                if more:
                    polities |= more
                    evidence |= because | {assertion}
            if polities:
                return polities, evidence
        return set(), set()

    def _polity(self, iri: str) -> Polity:
        codes = self._store.quads_for_pattern(ox.NamedNode(iri), _CODE, None, _MERGE)
        code = min((quad.object.value for quad in codes if isinstance(quad.object, ox.Literal)), default=None)
        return Polity(self._labels.of(iri), code, iri)

    @cached_property
    def _steps(self) -> Mapping[str, Mapping[str, list[tuple[str, str]]]]:
        """For each relation, the assertions of each subject with their objects."""
        return {relation: self._facts(relation) for way in _WAYS for relation in way}

    def _facts(self, relation: str) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for quad in self._store.quads_for_pattern(None, _PREDICATE, ox.NamedNode(TNK + relation), _MERGE):
            assertion = quad.subject
            if not isinstance(assertion, ox.NamedNode) or not self._assertions.admits(assertion.value):
                continue
            if next(self._store.quads_for_pattern(assertion, _MODALITY, _FACT, _MERGE), None) is None:
                continue
            subjects, objects = self._all(assertion, _SUBJECT), self._all(assertion, _OBJECT)
            for subject in subjects:
                found[subject] += [(assertion.value, each) for each in objects]
        return {subject: sorted(steps) for subject, steps in found.items()}

    def _all(self, assertion: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
        quads = self._store.quads_for_pattern(assertion, predicate, None, _MERGE)
        return [quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)]
