"""Guards over the reference data: what sources cannot know, what nothing can be, and names that are almost the same.

They are those of articles, kg.mapping.guards and kg.mapping.name_guards, over facts that cite pages instead of quotes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

from kg.findings import Finding, Severity
from kg.mapping.cycles import Steps, circles
from kg.mapping.guards import BEGINNINGS, begins_after
from kg.mapping.name_guards import NearNames, is_description
from kg.names import fold
from kg.namespaces import DEFAULT_BASE, OWL, RDF, RDFS, SKOS, TNK, local_name
from kg.ontology.facts import Facts, label
from kg.ontology.files import OntologyFolder
from kg.ontology.vocabulary import Vocabulary, load
from kg.regular_files import read_input

__all__ = ["check_reference"]

_TYPE = RDF + "type"
_NAMING = (RDFS + "label", SKOS + "altLabel")


def check_reference(source: OntologyFolder) -> list[Finding]:
    """What is wrong or doubtful in the reference data of an ontology's folder, by file and line.

    Raises:
        InputError: a file cannot be read, or is not Turtle.
    """
    reference = _Reference(source, load(source))
    found = [*_later(reference), *_circles(reference), *_nameless(reference), *_near(reference)]
    return sorted(found, key=lambda each: (each.file or "", each.line or 0, each.code, each.message))


@dataclass(frozen=True, slots=True)
class _Fact:
    """One assertion of modality fact: ``iri`` is its own; subject and value are ids, or the value as written."""

    iri: str
    subject: str
    relation: str
    value: str


@dataclass(frozen=True)
class _Reference:
    source: OntologyFolder
    vocabulary: Vocabulary

    @cached_property
    def files(self) -> list[Path]:
        return self.source.files("reference")

    @cached_property
    def said(self) -> Facts:
        """What the files say."""
        return Facts(triple for file in self.files for triple in self.source.triples(file))

    @cached_property
    def facts(self) -> list[_Fact]:
        """The assertions of modality fact, in the order of the files; unverified ones too."""
        found = []
        for iri, modality in self.said.pairs(TNK + "modality"):
            about = self.said.of(iri)
            parts = [about.get(RDF + part, []) for part in ("subject", "predicate", "object")]
            if modality == TNK + "fact" and all(parts):
                subject, relation, value = (_iri(each[0]) for each in parts)
                found.append(_Fact(iri, _id(subject), local_name(relation), _id(value)))
        return found

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The names of each thing, by its id."""
        found: dict[str, list[str]] = defaultdict(list)
        for node in self.said.subjects():
            iri = _iri(node)
            if iri.startswith(DEFAULT_BASE) and self.said.iris(iri, _TYPE):
                found[_id(iri)] += [text for naming in _NAMING for text in self.said.texts(iri, naming)]
        return {thing: names for thing, names in found.items() if names}

    def name(self, thing: str) -> str:
        """What a thing is called, for people."""
        return label(self.said, DEFAULT_BASE + thing)

    def days(self, iri: str) -> dict[str, str]:
        """The sources of an assertion of which the day is known, each with its day."""
        days = {address: self.said.texts(address, TNK + "sourceDate") for address in self._addresses(iri)}
        return {address: found[0] for address, found in days.items() if found}

    def _addresses(self, iri: str) -> list[str]:
        return self.said.texts(iri, TNK + "sourceAddress")

    def finding(self, severity: Severity, code: str, iri: str, message: str, hint: str) -> Finding:
        """A finding at the place where a node is described first."""
        file, line = self._place(iri)
        return Finding(code, severity, message, file, line, iri=iri, hint=hint)

    def _place(self, iri: str) -> tuple[str | None, int | None]:
        about = [
            (file, each.predicate.value)
            for file in self.files
            for each in self.source.triples(file)
            if _iri(each.subject) == iri
        ]
        file = next((file for file, predicate in about if predicate == _TYPE), about[0][0] if about else None)
        return (None, None) if file is None else (str(file), _line(read_input(file).decode(), iri))


def _line(text: str, iri: str) -> int | None:
    """The line on which a file of Turtle begins to describe a node: the parser gives none."""
    ending = re.escape(re.split("[/#]", iri)[-1])
    begins = re.search(rf"^[a-z]*:{ending}\s", text, re.MULTILINE)
    return None if begins is None else text.count("\n", 0, begins.start()) + 1


def _iri(node: object) -> str:
    return str(getattr(node, "value", ""))


def _id(iri: str) -> str:
    return iri.removeprefix(DEFAULT_BASE)


def _later(reference: _Reference) -> Iterator[Finding]:
    """Facts that begin after the day of a source, and events that a source from before them says were held."""
    dates: dict[str, list[str]] = defaultdict(list)
    for fact in reference.facts:
        if fact.relation in BEGINNINGS:
            dates[fact.subject].append(fact.value)
    for fact in reference.facts:
        for address, day in reference.days(fact.iri).items():
            name = reference.name(fact.subject)
            ahead = [date for date in dates[fact.subject] if begins_after(date, day)]
            if fact.relation == "status" and fact.value.endswith("#held") and ahead:
                yield reference.finding(
                    Severity.ERROR,
                    "held-later",
                    fact.iri,
                    f"{name} is said to have been held, but its date {ahead[0]} is after the day of a source, {day}",
                    f"see what the source says: {address}; write the modality plan, or name another source",
                )
            begins = [each for name in BEGINNINGS for each in reference.said.texts(fact.iri, TNK + name)]
            begins += [fact.value] if fact.relation in BEGINNINGS else []
            for date in begins:
                if begins_after(date, day):
                    yield reference.finding(
                        Severity.WARNING,
                        "fact-later",
                        fact.iri,
                        f"{fact.relation} of {name} is stated as a fact of {date}, after the day of a source, {day}",
                        f"see what the source says: {address}; write the modality plan, or name another source",
                    )


def _circles(reference: _Reference) -> Iterator[Finding]:
    """What leads back to itself."""
    for term in reference.vocabulary.properties.values():
        facts = [fact for fact in reference.facts if fact.relation == term.name] if term.is_irreflexive else []
        steps: Steps = defaultdict(set)
        for fact in facts:
            steps[fact.subject].add(fact.value)
        numbers = circles(steps)
        for fact in facts:
            if fact.subject == fact.value or (term.is_acyclic and numbers[fact.subject] == numbers[fact.value]):
                detour = "" if fact.subject == fact.value else f", through {reference.name(fact.value)}"
                yield reference.finding(
                    Severity.ERROR,
                    "cycle",
                    fact.iri,
                    f"{reference.name(fact.subject)} {term.label} itself{detour}",
                    "nothing can: read the sources again, and correct one of the relations",
                )


def _nameless(reference: _Reference) -> Iterator[Finding]:
    """Persons who are only described."""
    for thing, names in reference.names.items():
        if thing.startswith("person/") and all(map(is_description, names)):
            yield reference.finding(
                Severity.WARNING,
                "anonymous-person",
                DEFAULT_BASE + thing,
                f"{names[0]!r} is not a person's name",
                "the reference data are for those who are named: leave this one to the articles",
            )


def _near(reference: _Reference) -> Iterator[Finding]:
    """Two things that may be of one type, and have the same name or almost the same."""
    folded = {thing: list(dict.fromkeys(map(fold, names))) for thing, names in reference.names.items()}
    near = NearNames((thing.partition("/")[0], name, thing) for thing, names in folded.items() for name in names)
    bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
    found: dict[tuple[str, str], str] = {}
    for thing, names in folded.items():
        kind = thing.partition("/")[0]
        for name in names:
            bearers[kind, name].append(thing)
            for other in near.near(kind, name):
                found.setdefault((min(thing, other), max(thing, other)), f"almost the same name, {name!r}")
    for (_, name), things in bearers.items():
        found |= dict.fromkeys(combinations(sorted(things), 2), f"the same name, {name!r}")
    for (one, second), words in sorted(found.items()):
        if _may_be_one(reference, one, second):
            yield reference.finding(
                Severity.WARNING,
                "near-name",
                DEFAULT_BASE + one,
                f"{one} and {second} have {words}",
                "if they are one, keep one of them; if they are two, say so with owl:differentFrom",
            )


def _may_be_one(reference: _Reference, one: str, second: str) -> bool:
    """Whether one type could be that of both, and nothing says that they are two; a city is not an area."""
    said, is_a = reference.said, reference.vocabulary.is_a
    nodes = [DEFAULT_BASE + one, DEFAULT_BASE + second]
    types = [[local_name(iri) for iri in said.iris(node, _TYPE)] for node in nodes]
    is_told_apart = any(other in said.iris(node, OWL + "differentFrom") for node, other in (nodes, nodes[::-1]))
    alike = any(is_a(a, [b]) or is_a(b, [a]) for a in types[0] for b in types[1])
    return one != second and alike and not is_told_apart
