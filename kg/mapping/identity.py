"""Identity: the IRI of a thing. Deterministic, and never a guess.

In this order: the explicit ``id`` of the annotation; a reference entity of the same kind whose preferred or
alternative label equals a name after folding; kind and folded name. A thing that exists only within another
(a post in an organisation) takes the other's slug as prefix; a dated event takes its year as suffix.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from kg.languages import matches, place
from kg.mapping.name_guards import NearNames
from kg.model import AnnotatedEntity, AnnotatedName
from kg.names import fold, slug
from kg.namespaces import RDF, RDFS, SKOS, TNK, local_name
from kg.ontology.vocabulary import Vocabulary

__all__ = ["AmbiguousNameError", "ReferenceIndex", "name_slug"]

_NAMING = (RDFS + "label", SKOS + "altLabel", SKOS + "prefLabel")


class AmbiguousNameError(Exception):
    """A name that several reference entities have; ``candidates`` are their ids (``<kind>/<slug>``)."""

    def __init__(self, candidates: list[str]) -> None:
        super().__init__(candidates)
        self.candidates = candidates


class ReferenceIndex:
    """The reference data by name.

    Ids are ``<kind>/<slug>``: the IRI without its base.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    @cached_property
    def types(self) -> dict[str, frozenset[str]]:
        """The names of the classes of each reference entity, by id."""
        types: dict[str, set[str]] = defaultdict(set)
        for subject, predicate, value in self._triples():
            if predicate == RDF + "type" and value.startswith(TNK):
                types[subject].add(local_name(value))
        return {entity: frozenset(names) for entity, names in types.items()}

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        """The names of each reference entity as the reference data spell them, by id."""
        names: dict[str, set[str]] = defaultdict(set)
        for subject, predicate, value in self._triples():
            if predicate in _NAMING:
                names[subject].add(value)
        return {entity: frozenset(values) for entity, values in names.items()}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for entity, names in self.names.items():
            for name in names:
                found[entity.partition("/")[0], fold(name)].add(entity)
        return {key: frozenset(ids) for key, ids in found.items()}

    @cached_property
    def steps(self) -> dict[str, dict[str, frozenset[str]]]:
        """By the name of each relation that cannot lead back to where it began, the direct steps between things."""
        names = {term.iri: name for name, term in self._vocabulary.properties.items() if term.is_acyclic}
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for subject, predicate, value in self._triples():
            if predicate in names:
                found[names[predicate]][subject].add(value.removeprefix(self._vocabulary.base))
        return {name: {each: frozenset(ahead) for each, ahead in steps.items()} for name, steps in found.items()}

    def _triples(self) -> Iterable[tuple[str, str, str]]:
        quads = (*self._vocabulary.reference_quads, *self._vocabulary.ontology_quads)
        base = self._vocabulary.base
        for quad in quads:
            subject = getattr(quad.subject, "value", "")
            if subject.startswith(base):
                yield subject.removeprefix(base), quad.predicate.value, getattr(quad.object, "value", "")

    def find(self, kind: str, type_name: str, names: Iterable[AnnotatedName]) -> str | None:
        """The id of the one reference entity of this kind with one of the names; None if there is none.

        Raises:
            AmbiguousNameError: several have the name, and the type does not distinguish them.
        """
        found: set[str] = set()
        for name in names:
            found |= self._by_name.get((kind, fold(name.text)), frozenset())
        # Nakhchivan the city and Nakhchivan the autonomous republic share a name; their types differ.
        found = {entity for entity in found if self.fits(entity, type_name)}
        if len(found) > 1:
            raise AmbiguousNameError(sorted(found))
        return next(iter(found), None)

    @cached_property
    def near(self) -> NearNames:
        """All names, to be found by one that is almost the same."""
        return NearNames((kind, name, entity) for (kind, name), found in self._by_name.items() for entity in found)

    def fits(self, entity: str, type_name: str) -> bool:
        """Whether a reference entity may have this type: it has it, or one above or below it.

        True for what is not in the reference data.
        """
        vocabulary, types = self._vocabulary, self.types.get(entity)
        return not types or any(vocabulary.is_a(t, [type_name]) or vocabulary.is_a(type_name, [t]) for t in types)


def name_slug(entity: AnnotatedEntity, article_language: str | None) -> str:
    """The slug of an entity's preferred name: the English one, else the article's language, else the first by tag."""

    def order(name: AnnotatedName) -> tuple[int, tuple[int, int], str, str]:
        language, own = name.language or "", article_language or ""
        if matches("en", language):
            return 0, place(language, ["en"]), language, name.text
        rank = 1 if not language or place(language, [own])[0] == 0 else 2
        return rank, (0, 0), language, name.text

    return slug(min(entity.names, key=order).text)
