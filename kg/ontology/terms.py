"""The ontology as a reader meets it: modules, and the terms that each declares."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.errors import InputError
from kg.languages import matches, place
from kg.namespaces import ONTOLOGY_GRAPH, OWL, PREFIXES, RDF, RDFS, TNK
from kg.ontology.facts import Facts, Object, iri_of
from kg.ontology.files import OntologyFolder, leading_comment
from kg.ontology.words import TermLink, Words, joined
from kg.terms import Literal, NamedNode, Triple
from kg.user_paths import PathLike

__all__ = ["SORTS", "Label", "Module", "Ontology", "Term", "anchor", "labels_of", "read_ontology", "short_name"]

_TYPE = RDF + "type"
_SORT_OF = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "relation",
    OWL + "DatatypeProperty": "attribute",
    OWL + "AnnotationProperty": "annotation",
    OWL + "NamedIndividual": "value",
}
SORTS = {
    "class": ("Classes", "class"),
    "relation": ("Relations between things", "relation"),
    "attribute": ("Attributes with a value", "attribute"),
    "annotation": ("Annotations that the software reads", "annotation"),
    "value": ("Values of closed lists", "value"),
}
"""The sorts of terms, each with its heading and its word."""
_NAMESPACES = {
    **PREFIXES,
    "sh": "http://www.w3.org/ns/shacl#",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "schema": "https://schema.org/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A name of a term in a language; ``for_review`` while no speaker of the language has looked at it."""

    language: str
    text: str
    for_review: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A term that a module declares. ``own`` tells the terms of this ontology from those of other vocabularies."""

    iri: str
    name: str
    anchor: str
    sort: str
    module: str
    labels: tuple[Label, ...]
    own: bool

    def label(self, language: str = "en") -> str:
        """The name in a language, where one has been reviewed; else in English; else the end of the IRI."""
        wanted = (language, "en")
        reviewed = [(place(label.language, wanted), label.text) for label in self.labels if not label.for_review]
        return min((found for found in reviewed if found[0][0] < len(wanted)), default=((), self.name))[1]


@dataclass(frozen=True, slots=True)
class Module:
    """A file of the ontology, with the comment at its head."""

    name: str
    about: str
    terms: tuple[Term, ...]

    @property
    def title(self) -> str:
        """Its name as a heading."""
        return self.name.replace("-", " ").capitalize()


def anchor(name: str) -> str:
    """A name as part of an address and of an ``id``: letters, digits, dots and hyphens; all else as code points."""
    return re.sub(r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match[0]):x}_", name)


def short_name(iri: str) -> str:
    """An IRI with a prefix where one is known, and without one for the terms of this ontology."""
    if iri.startswith(TNK):
        return iri.removeprefix(TNK)
    if iri == OWL + "Thing":
        return "anything"
    for prefix, namespace in _NAMESPACES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


class Ontology:
    """Modules, terms, and what is said of each.

    Args:
        modules: the modules, sorted by name.
        facts: the triples of all files.
        language: the language of labels, where there is one.
    """

    def __init__(self, modules: Iterable[Module], facts: Facts, language: str = "en") -> None:
        self.modules = tuple(modules)
        self.facts = facts
        self.language = language
        self.terms = {term.iri: term for module in self.modules for term in module.terms}

    def header(self, predicate: str) -> str | None:
        """What the ontology says of itself; the English text where there are several."""
        values = self.facts.values(ONTOLOGY_GRAPH, predicate)
        literals = (value for value in values if isinstance(value, Literal))
        english = [value for value in literals if not value.language or matches("en", value.language)]
        chosen = next(iter([*english, *values]), None)
        return None if chosen is None or isinstance(chosen, Triple) else chosen.value

    def name(self, iri: str) -> str:
        """What to call the term of an IRI."""
        term = self.terms.get(iri)
        return short_name(iri) if term is None else term.label(self.language)

    def expression(self, node: Object) -> Words:
        """A class, or a description of one, in words.

        Raises:
            InputError: the ontology describes a class in a way that has no words here.
        """
        iri = iri_of(node)
        if iri is not None:
            return [TermLink(iri)]
        said = self.facts.of(node)
        for predicate, word in ((OWL + "unionOf", " or "), (OWL + "intersectionOf", " that is also ")):
            if predicate in said:
                return joined([self.expression(each) for each in self.facts.members(said[predicate][0])], word)
        if OWL + "onProperty" in said and OWL + "someValuesFrom" in said:
            relation = self.expression(said[OWL + "onProperty"][0])
            return ["something that ", *relation, " at least one ", *self.expression(said[OWL + "someValuesFrom"][0])]
        if OWL + "complementOf" in said:
            return ["anything but ", *self.expression(said[OWL + "complementOf"][0])]
        if OWL + "oneOf" in said:
            return ["one of ", *joined([self.expression(m) for m in self.facts.members(said[OWL + "oneOf"][0])], ", ")]
        if isinstance(node, Literal):
            return [node.value]
        known = ", ".join(short_name(each) for each in said)
        raise InputError(f"a class is described in a way that has no words yet: {known}", where="ontology")

    def ends(self, iri: str, predicate: str) -> list[str]:
        """The classes that a domain or range names, with unions taken apart; sorted by name."""
        return sorted(self.facts.classes(iri, predicate), key=lambda each: (self.name(each), each))

    @cached_property
    def pointing(self) -> dict[tuple[str, str], list[str]]:
        """By predicate and object, the terms that point there: what lies below a class, say; sorted by name."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for iri in self.terms:
            for predicate, values in self.facts.of(iri).items():
                for value in values:
                    if isinstance(value, NamedNode):
                        found[predicate, value.value].append(iri)
            for predicate in (RDFS + "domain", RDFS + "range"):
                for end in self.ends(iri, predicate):
                    if iri not in found[predicate, end]:
                        found[predicate, end].append(iri)
        return {key: sorted(set(iris), key=lambda i: (self.name(i), i)) for key, iris in found.items()}


def read_ontology(folder: PathLike | OntologyFolder | None = None, language: str = "en") -> Ontology:
    """Read modules, themes and labels of an ontology folder; default: the bundled one.

    Raises:
        InputError: a file is not Turtle, or there is no module.
    """
    source = folder if isinstance(folder, OntologyFolder) else OntologyFolder(folder)
    seen: set[str] = set()
    modules = []
    for file in source.required("modules"):
        terms = tuple(_terms(source.triples(file), source.facts, file.stem, seen))
        modules.append(Module(file.stem, leading_comment(file), terms))
    return Ontology(modules, source.facts, language)


def _terms(triples: Iterable[Triple], facts: Facts, module: str, seen: set[str]) -> Iterator[Term]:
    for triple in triples:
        iri = iri_of(triple.subject)
        if iri is None or iri in seen or triple.predicate.value != _TYPE:
            continue
        sorts = [_SORT_OF[each] for each in facts.iris(iri, _TYPE) if each in _SORT_OF]
        if not sorts:
            continue
        seen.add(iri)
        # A value is a named individual first: its other types are the closed lists.
        sort = "value" if "value" in sorts else sorts[0]
        own = iri.startswith(TNK)
        name = short_name(iri)
        yield Term(iri, name, anchor(name), sort, module, tuple(labels_of(facts, iri)), own)


def labels_of(facts: Facts, iri: str) -> list[Label]:
    """The names of a term or a theme, English first."""
    found = {
        Label(value.language or "", value.value, for_review)
        for predicate, for_review in ((RDFS + "label", False), (TNK + "labelForReview", True))
        for value in facts.values(iri, predicate)
        if isinstance(value, Literal)
    }
    return sorted(
        found, key=lambda label: (place(label.language, ["en"]), label.language, label.for_review, label.text)
    )
