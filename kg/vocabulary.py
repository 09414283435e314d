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

import pyoxigraph as ox

from kg import resources
from kg.errors import InputError
from kg.languages import matches
from kg.namespaces import DEFAULT_BASE, GENID, ONTOLOGY_GRAPH, OWL, RDF, RDFS, REFERENCE_GRAPH, TNK, XSD, local_name
from kg.regular_files import read_input
from kg.user_paths import PathLike, user_path

__all__ = ["ClassTerm", "PropertyTerm", "Vocabulary", "load"]

_TYPE = RDF + "type"
_LABEL = RDFS + "label"
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_FIRST, _REST, _NIL = RDF + "first", RDF + "rest", RDF + "nil"


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
        weakens: whether an assertion that carries this qualifier claims less than the bare triple would.
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
    weakens: bool

    @property
    def is_date(self) -> bool:
        """Whether the values are EDTF dates."""
        return self.bounds is not None

    @property
    def takes_literal(self) -> bool:
        """Whether an annotator writes a value here (``value:``), and not another thing (``object:``)."""
        return self.datatype is not None or bool(self.values)

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
    ontology_quads: tuple[ox.Quad, ...]
    reference_quads: tuple[ox.Quad, ...]
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
        """Names of the classes that follow from relations, as MemberState does, and are never given by hand."""
        return frozenset(
            local_name(_text(quad.subject))
            for quad in self.ontology_quads
            if quad.predicate.value == OWL + "equivalentClass"
        )

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of things: the folders of their IRIs."""
        return frozenset(term.kind for term in self.classes.values() if term.kind)

    def is_a(self, name: str, ancestors: Iterable[str]) -> bool:
        """Whether class ``name`` is, or lies below, one of ``ancestors``."""
        term = self.classes.get(name)
        return term is not None and not term.ancestors.isdisjoint(ancestors)

    @cached_property
    def subclass_quads(self) -> tuple[ox.Quad, ...]:
        """The ``rdfs:subClassOf`` triples between named classes, for engines that do no inference."""
        return tuple(
            quad
            for quad in self.ontology_quads
            if quad.predicate.value == RDFS + "subClassOf" and not _text(quad.object).startswith(GENID)
        )


def load(folder: PathLike | None = None, *, base: str = DEFAULT_BASE) -> Vocabulary:
    """Read the ontology in ``folder`` (default: the bundled one).

    Args:
        folder: the folder that holds modules/, labels/, reference/ and shapes/.
        base: what the IRIs of things begin with; reference data written with the default base follow it.

    Raises:
        InputError: a file is missing, not a regular one, too large, or not Turtle; the message names file and line.
    """
    folder = resources.ontology_folder() if folder is None else user_path(folder)
    names = ("modules", ".", "labels")
    terms = [file for name in names for file in sorted((folder / name).glob("*.ttl"))]
    reference = sorted((folder / "reference").glob("*.ttl"))
    shapes = sorted((folder / "shapes").glob("*.ttl"))
    if not terms:
        raise InputError("no ontology here", where=str(folder), hint="expected modules/*.ttl in this folder")
    check_base(base)
    ontology_quads = tuple(_read_files(terms, ox.NamedNode(ONTOLOGY_GRAPH), base))
    reader = _TermReader(ontology_quads)
    return Vocabulary(
        classes=reader.classes(),
        properties=reader.properties(),
        inverses=reader.inverses(),
        weakening_values=reader.weakening_values(),
        ontology_quads=ontology_quads,
        reference_quads=tuple(_read_files(reference, ox.NamedNode(REFERENCE_GRAPH), base)),
        fingerprint=_fingerprint(folder, [*terms, *reference, *shapes], base),
        base=base,
    )


def check_base(base: str) -> None:
    """See to it that the IRIs of things can begin so.

    Raises:
        InputError: they cannot.
    """
    try:
        ox.NamedNode(base)
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


def _read_files(files: Iterable[Path], graph: ox.NamedNode, base: str) -> Iterator[ox.Quad]:
    for file in files:
        try:
            quads = list(ox.parse(read_input(file), format=ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            raise InputError(
                str(error), where=str(file), hint="this file of the ontology is not valid Turtle"
            ) from error
        settle = _Settler(file.stem, base)
        for quad in quads:
            subject = quad.subject if isinstance(quad.subject, ox.Triple) else settle(quad.subject)
            value = quad.object if isinstance(quad.object, ox.Literal | ox.Triple) else settle(quad.object)
            yield ox.Quad(subject, quad.predicate, value, graph)


class _Settler:
    """Gives nodes the IRIs that they keep.

    Blank nodes become IRIs, numbered by first appearance (RDF 1.1 calls this skolemisation): a transaction
    cannot name a blank node, and the parser's labels change each time. Exports turn them back.
    Things written with the default base move to the base in use.
    """

    def __init__(self, stem: str, base: str) -> None:
        self._stem = stem
        self._base = base
        self._labels: dict[str, ox.NamedNode] = {}

    def __call__(self, term: ox.NamedNode | ox.BlankNode) -> ox.NamedNode:
        if isinstance(term, ox.BlankNode):
            return self._labels.setdefault(term.value, ox.NamedNode(f"{GENID}{self._stem}{len(self._labels)}"))
        if self._base != DEFAULT_BASE and term.value.startswith(DEFAULT_BASE):
            return ox.NamedNode(self._base + term.value.removeprefix(DEFAULT_BASE))
        return term


class _TermReader:
    """Turns the ontology's triples into terms."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.labels: dict[str, str] = {}
        for quad in quads:
            if (
                isinstance(quad.object, ox.Literal)
                and matches("en", quad.object.language)
                and quad.predicate.value == _LABEL
            ):
                self.labels[_text(quad.subject)] = quad.object.value
            self.about[_text(quad.subject)][quad.predicate.value].append(_text(quad.object))
        self.values = self._values()

    def classes(self) -> dict[str, ClassTerm]:
        """Every class of the project's namespace, by name."""
        return {local_name(iri): self._class(iri) for iri in self._declared(OWL + "Class")}

    def properties(self) -> dict[str, PropertyTerm]:
        """Every object and datatype property of the project's namespace that is not an inverse name, by name."""
        declared = (*self._declared(OWL + "ObjectProperty"), *self._declared(OWL + "DatatypeProperty"))
        return {local_name(iri): self._property(iri) for iri in declared if OWL + "inverseOf" not in self.about[iri]}

    def inverses(self) -> dict[str, str]:
        """Inverse names, each with the property whose inverse it is."""
        return {
            local_name(iri): local_name(self.about[iri][OWL + "inverseOf"][0])
            for iri in self._declared(OWL + "ObjectProperty")
            if OWL + "inverseOf" in self.about[iri]
        }

    def weakening_values(self) -> frozenset[str]:
        """IRIs of the values that make an assertion weaker than the bare triple."""
        values = frozenset().union(*self.values.values())
        return frozenset(TNK + name for name in values if TNK + "weakens" in self.about[TNK + name])

    def _declared(self, type_iri: str) -> list[str]:
        return sorted(
            iri for iri, about in self.about.items() if type_iri in about.get(_TYPE, ()) and iri.startswith(TNK)
        )

    def _class(self, iri: str) -> ClassTerm:
        return ClassTerm(
            name=local_name(iri),
            iri=iri,
            label=self._label(iri),
            ancestors=frozenset(local_name(above) for above in self._ancestors(iri)),
            kind=self._nearest(iri, TNK + "kind"),
            identified_within=_name(self._nearest(iri, TNK + "identifiedWithin")),
        )

    def _property(self, iri: str) -> PropertyTerm:
        about = self.about[iri]
        ranges = self._classes_of(about.get(RDFS + "range", []))
        is_datatype = OWL + "DatatypeProperty" in about[_TYPE]
        bounds = about.get(TNK + "earliestBound", []) + about.get(TNK + "latestBound", [])
        return PropertyTerm(
            name=local_name(iri),
            iri=iri,
            label=self._label(iri),
            domain=self._classes_of(about.get(RDFS + "domain", [])),
            range=frozenset() if is_datatype else ranges,
            datatype=about[RDFS + "range"][0] if is_datatype and RDFS + "range" in about else None,
            bounds=(local_name(bounds[0]), local_name(bounds[1])) if len(bounds) == 2 else None,
            values=frozenset().union(*(self.values.get(name, frozenset()) for name in ranges)),
            used_as=frozenset(about.get(TNK + "usedAs", [])),
            qualifiers=self._qualifiers(iri) | self._qualifiers(TNK + "Assertion"),
            symmetric=OWL + "SymmetricProperty" in about[_TYPE],
            weakens=TNK + "weakens" in about,
        )

    def _qualifiers(self, iri: str) -> frozenset[str]:
        return frozenset(map(local_name, self.about[iri].get(TNK + "takesQualifier", [])))

    def _values(self) -> dict[str, frozenset[str]]:
        """The individuals of each class below tnk:ControlledValue."""
        members: dict[str, set[str]] = defaultdict(set)
        for iri in list(self.about):
            for type_iri in self.about[iri].get(_TYPE, ()):
                if type_iri != TNK + "ControlledValue" and TNK + "ControlledValue" in self._ancestors(type_iri):
                    members[local_name(type_iri)].add(local_name(iri))
        return {name: frozenset(names) for name, names in members.items()}

    def _ancestors(self, iri: str) -> list[str]:
        """The class and all above it, nearest first."""
        found, waiting = [], [iri]
        while waiting:
            current = waiting.pop(0)
            if current in found or not current.startswith(TNK):
                continue
            found.append(current)
            waiting += sorted(self.about[current].get(RDFS + "subClassOf", ())) if current in self.about else []
        return found

    def _nearest(self, iri: str, annotation: str) -> str | None:
        """The annotation of the nearest class, going up, that has it."""
        return next((self.about[c][annotation][0] for c in self._ancestors(iri) if annotation in self.about[c]), None)

    def _classes_of(self, iris: Iterable[str]) -> frozenset[str]:
        """Names of the classes, with unions taken apart."""
        names: set[str] = set()
        for iri in iris:
            members = self.about[iri].get(OWL + "unionOf", []) if iri in self.about else []
            names |= {local_name(iri)} if not members else {local_name(each) for each in self._list(members[0])}
        return frozenset(names - {"Thing"})

    def _list(self, head: str) -> Iterator[str]:
        while head != _NIL:
            yield self.about[head][_FIRST][0]
            head = self.about[head][_REST][0]

    def _label(self, iri: str) -> str:
        return self.labels.get(iri, local_name(iri))


def _text(term: _Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _name(iri: str | None) -> str | None:
    return None if iri is None else local_name(iri)
