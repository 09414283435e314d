"""The vocabulary: what the ontology declares, read from its Turtle files.

Which classes and relations exist, what they may join, which qualifiers they take and which values are
allowed is read here and nowhere else. Adding a relation is an edit of Turtle, never of Python.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import InputError
from kg.namespaces import (
    DCTERMS,
    DEFAULT_BASE,
    GENID,
    ONTOLOGY_GRAPH,
    OWL,
    RDF,
    RDFS,
    REFERENCE_GRAPH,
    TNK,
    XSD,
    local_name,
)
from kg.ontology.facts import Facts, label
from kg.ontology.files import OntologyFolder
from kg.ontology.hierarchy import Hierarchy
from kg.regular_files import read_input
from kg.terms import BlankNode, Literal, NamedNode, Quad, Triple
from kg.user_paths import PathLike

__all__ = ["ClassTerm", "PropertyTerm", "Vocabulary", "load"]

_INVERSE = OWL + "inverseOf"


@dataclass(frozen=True, slots=True)
class ClassTerm:
    """A class. ``ancestors`` are the names of the class itself and all classes above it."""

    name: str
    iri: str
    label: str
    ancestors: frozenset[str]
    kind: str | None
    identified_within: str | None


@dataclass(frozen=True, slots=True)
class PropertyTerm:
    """A property that annotators may use, or that the mapper writes.

    Args:
        domain, range: names of classes, any of which will do; empty where anything goes.
        datatype: IRI of the range of a datatype property; None for an object property.
        bounds: names of the properties that hold the earliest and the latest day, for a date.
        values: names allowed as a value, where the range is a closed list.
        used_as: some of ``relation``, ``attribute``, ``qualifier``.
        qualifiers: names of the qualifiers that an assertion made with it may have.
        is_irreflexive: whether it can lead nothing to itself.
        is_acyclic: whether it cannot do so by a detour either.
        weakens: whether an assertion made with it, or that carries it as a qualifier, claims less than the bare triple.
        judgement: whether it is the annotator's judgement on two things of one kind, and not what the text states.
    """

    name: str
    iri: str
    label: str
    domain: frozenset[str]
    range: frozenset[str]
    datatype: str | None
    bounds: tuple[str, str] | None
    values: frozenset[str]
    used_as: frozenset[str]
    qualifiers: frozenset[str]
    symmetric: bool
    is_irreflexive: bool
    is_acyclic: bool
    weakens: bool
    judgement: bool

    @property
    def is_date(self) -> bool:
        """Whether the values are EDTF dates."""
        return self.bounds is not None

    @property
    def takes_literal(self) -> bool:
        """Whether an annotator writes a value here (``value:``), and not another thing (``object:``)."""
        return self.datatype is not None or bool(self.values)

    @property
    def takes_count(self) -> bool:
        """Whether the values are whole numbers that a source may give inexactly."""
        return self.datatype == XSD + "nonNegativeInteger" and "precision" in self.qualifiers

    @property
    def takes_free_text(self) -> bool:
        """Whether any words may stand as the value, not only a date, a number or one of a closed list."""
        return self.datatype == XSD + "string"


@dataclass(frozen=True)
class Vocabulary:
    """The ontology and the reference data, in the form that reading and mapping need.

    ``ontology_quads`` and ``reference_quads`` carry their graph names; ``fingerprint`` is a SHA-256 over the
    files and the base, so that a change is noticed. ``base`` is what the IRIs of things begin with.
    """

    classes: Mapping[str, ClassTerm]
    properties: Mapping[str, PropertyTerm]
    inverses: Mapping[str, str]
    weakening_values: frozenset[str]
    ontology_quads: tuple[Quad, ...]
    reference_quads: tuple[Quad, ...]
    fingerprint: str
    base: str = DEFAULT_BASE

    @cached_property
    def annotatable(self) -> Mapping[str, PropertyTerm]:
        """What may stand as a relation or as a key of an entity: relations, attributes and inverse names."""
        direct = {name: term for name, term in self.properties.items() if term.used_as & {"relation", "attribute"}}
        return direct | {name: self.properties[other] for name, other in self.inverses.items()}

    @cached_property
    def qualifiers(self) -> Mapping[str, PropertyTerm]:
        """What may stand as a qualifier of a relation."""
        return {name: term for name, term in self.properties.items() if "qualifier" in term.used_as}

    @cached_property
    def defined_classes(self) -> frozenset[str]:
        """Names of the classes that follow from relations, as MemberState does, and are never given by hand.

        A class that one of them replaces, as Observer does ObserverState, is never given by hand either.
        """
        axioms = (quad.subject for quad in self.ontology_quads if quad.predicate.value == OWL + "equivalentClass")
        defined = {local_name(term.value) for term in axioms if isinstance(term, NamedNode)}
        return frozenset(defined | {old for old, new in self.replaced.items() if new in defined})

    @cached_property
    def replaced(self) -> Mapping[str, str]:
        """The names of terms that are going out of use, with the name of the term to use in place of each."""
        return {
            local_name(quad.subject.value): local_name(quad.object.value)
            for quad in self.ontology_quads
            if quad.predicate.value == DCTERMS + "isReplacedBy"
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, NamedNode)
        }

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of things: the folders of their IRIs."""
        return frozenset(term.kind for term in self.classes.values() if term.kind)

    def is_a(self, name: str, ancestors: Iterable[str]) -> bool:
        """Whether class ``name`` is, or lies below, one of ``ancestors``."""
        term = self.classes.get(name)
        return term is not None and not term.ancestors.isdisjoint(ancestors)

    @cached_property
    def subclass_quads(self) -> tuple[Quad, ...]:
        """The ``rdfs:subClassOf`` triples between named classes, for engines that do no inference."""
        return tuple(
            quad
            for quad in self.ontology_quads
            if quad.predicate.value == RDFS + "subClassOf" and not str(quad.object).startswith(f"<{GENID}")
        )


def load(folder: PathLike | OntologyFolder | None = None, *, base: str = DEFAULT_BASE) -> Vocabulary:
    """Read the ontology in ``folder`` (default: the bundled one).

    Args:
        folder: the folder that holds modules/, labels/, reference/ and shapes/.
        base: what the IRIs of things begin with; reference data written with the default base follow it.

    Raises:
        InputError: a file is missing, not a regular one, too large, or not Turtle; the message names file and line.
    """
    source = folder if isinstance(folder, OntologyFolder) else OntologyFolder(folder)
    check_base(base)
    reader = _TermReader(source.facts)
    reference = source.files("reference")
    return Vocabulary(
        classes=reader.classes(),
        properties=reader.properties(),
        inverses=reader.inverses(),
        weakening_values=reader.weakening_values(),
        ontology_quads=tuple(_settled(source, source.terms, ONTOLOGY_GRAPH, base)),
        reference_quads=tuple(_settled(source, reference, REFERENCE_GRAPH, base)),
        fingerprint=_fingerprint(source.path, [*source.terms, *reference, *source.files("shapes")], base),
        base=base,
    )


def check_base(base: str) -> None:
    """See to it that the IRIs of things can begin so.

    Raises:
        InputError: they cannot.
    """
    try:
        NamedNode(base)
        is_iri = base.endswith(("/", "#"))
    except ValueError:
        is_iri = False
    if not is_iri:
        raise InputError(f"{base!r} cannot be the base of IRIs", hint="an absolute IRI that ends with / or #")


def _fingerprint(folder: Path, files: Iterable[Path], base: str) -> str:
    digest = hashlib.sha256(base.encode())
    for file in files:
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + read_input(file) + b"\0")
    return digest.hexdigest()


def _settled(source: OntologyFolder, files: Iterable[Path], graph: str, base: str) -> Iterator[Quad]:
    name = NamedNode(graph)
    for file in files:
        settle = _Settler(file.stem, base)
        for triple in source.triples(file):
            subject = triple.subject if isinstance(triple.subject, Triple) else settle(triple.subject)
            value = triple.object if isinstance(triple.object, Literal | Triple) else settle(triple.object)
            yield Quad(subject, triple.predicate, value, name)


class _Settler:
    """Gives nodes the IRIs that they keep.

    Blank nodes become IRIs, numbered by first appearance (RDF 1.1 calls this skolemisation): a transaction
    cannot name a blank node, and the parser's labels change each time. Exports turn them back.
    Things written with the default base move to the base in use.
    """

    def __init__(self, stem: str, base: str) -> None:
        self._stem = stem
        self._base = base
        self._labels: dict[str, NamedNode] = {}

    def __call__(self, term: NamedNode | BlankNode) -> NamedNode:
        if isinstance(term, BlankNode):
            return self._labels.setdefault(term.value, NamedNode(f"{GENID}{self._stem}{len(self._labels)}"))
        if self._base != DEFAULT_BASE and term.value.startswith(DEFAULT_BASE):
            return NamedNode(self._base + term.value.removeprefix(DEFAULT_BASE))
        return term


class _TermReader:
    """Turns what the ontology says into terms."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._tree = Hierarchy(facts.pairs(RDFS + "subClassOf"))
        self._declared: dict[str, list[str]] = defaultdict(list)
        for iri, type_iri in facts.pairs(RDF + "type"):
            if iri.startswith(TNK):
                self._declared[type_iri].append(iri)
        self.values = self._values()

    def classes(self) -> dict[str, ClassTerm]:
        """Every class of the project's namespace, by name."""
        return {local_name(iri): self._class(iri) for iri in sorted(self._declared[OWL + "Class"])}

    def properties(self) -> dict[str, PropertyTerm]:
        """Every object and datatype property of the project's namespace that is not an inverse name, by name."""
        declared = (
            iri for name in ("ObjectProperty", "DatatypeProperty") for iri in sorted(self._declared[OWL + name])
        )
        return {local_name(iri): self._property(iri) for iri in declared if not self._facts.iris(iri, _INVERSE)}

    def inverses(self) -> dict[str, str]:
        """Inverse names, each with the property whose inverse it is."""
        return {
            local_name(iri): local_name(of[0])
            for iri in sorted(self._declared[OWL + "ObjectProperty"])
            if (of := self._facts.iris(iri, _INVERSE))
        }

    def weakening_values(self) -> frozenset[str]:
        """IRIs of the values that make an assertion weaker than the bare triple."""
        values = {TNK + name for names in self.values.values() for name in names}
        return frozenset(iri for iri in values if self._facts.values(iri, TNK + "weakens"))

    def _class(self, iri: str) -> ClassTerm:
        above = [each for each in self._tree.above(iri) if each.startswith(TNK)]
        within = next((found for each in above for found in self._facts.iris(each, TNK + "identifiedWithin")), None)
        return ClassTerm(
            name=local_name(iri),
            iri=iri,
            label=label(self._facts, iri),
            ancestors=frozenset(map(local_name, above)),
            kind=next((found for each in above for found in self._facts.texts(each, TNK + "kind")), None),
            identified_within=None if within is None else local_name(within),
        )

    def _property(self, iri: str) -> PropertyTerm:
        facts = self._facts
        types = facts.iris(iri, RDF + "type")
        is_datatype = OWL + "DatatypeProperty" in types
        is_acyclic = "true" in facts.texts(iri, TNK + "acyclic")
        ranges = self._classes_of(iri, RDFS + "range")
        bounds = [*facts.iris(iri, TNK + "earliestBound"), *facts.iris(iri, TNK + "latestBound")]
        return PropertyTerm(
            name=local_name(iri),
            iri=iri,
            label=label(facts, iri),
            domain=self._classes_of(iri, RDFS + "domain"),
            range=frozenset() if is_datatype else ranges,
            datatype=next(iter(facts.iris(iri, RDFS + "range")), None) if is_datatype else None,
            bounds=(local_name(bounds[0]), local_name(bounds[1])) if len(bounds) == 2 else None,
            values=frozenset().union(*(self.values.get(name, frozenset()) for name in ranges)),
            used_as=frozenset(facts.texts(iri, TNK + "usedAs")),
            qualifiers=self._qualifiers(iri) | self._qualifiers(TNK + "Assertion"),
            symmetric=OWL + "SymmetricProperty" in types,
            is_irreflexive=is_acyclic or OWL + "IrreflexiveProperty" in types,
            is_acyclic=is_acyclic,
            weakens=bool(facts.values(iri, TNK + "weakens")),
            judgement=bool(facts.values(iri, TNK + "isJudgement")),
        )

    def _qualifiers(self, iri: str) -> frozenset[str]:
        return frozenset(map(local_name, self._facts.iris(iri, TNK + "takesQualifier")))

    def _values(self) -> dict[str, frozenset[str]]:
        """The individuals of each class below tnk:ControlledValue."""
        lists = set(self._tree.below(TNK + "ControlledValue")) - {TNK + "ControlledValue"}
        return {local_name(iri): frozenset(map(local_name, self._declared[iri])) for iri in sorted(lists)}

    def _classes_of(self, iri: str, predicate: str) -> frozenset[str]:
        return frozenset(map(local_name, self._facts.classes(iri, predicate))) - {"Thing"}
