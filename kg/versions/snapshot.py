"""One version of the ontology, in a form in which two can be compared: blank nodes become texts of what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from kg.errors import InputError
from kg.namespaces import OWL, RDF, SH
from kg.ontology.facts import Facts, Object
from kg.ontology.files import OntologyFolder, read_rdf
from kg.terms import BlankNode, NamedNode, Triple

__all__ = ["BETWEEN", "BUNDLED", "CLOSE", "OPEN", "Snapshot", "read_snapshot"]

BUNDLED = "bundled"
"""The word for the ontology that comes with kg."""

# Lists whose order says nothing.
_UNORDERED = frozenset(OWL + n for n in ("unionOf", "intersectionOf", "oneOf", "members", "distinctMembers")) | {
    SH + "in",
    SH + "or",
    SH + "and",
}
_DEEPEST = 50
OPEN, BETWEEN, CLOSE = "\x02", "\x1f", "\x03"
"""What stands around and between the members of a list in the text of a blank node: no literal here holds these."""


@dataclass(frozen=True)
class Snapshot:
    """One version.

    Args:
        source: where it was read from.
        version: its ``owl:versionInfo``; None without one.
        version_iri: its ``owl:versionIRI``; None without one.
        terms: by IRI and property, the values as texts; blank nodes written out, so that equal ones are equal texts.
        separate: pairs of classes that are disjoint, and of individuals that are different.
        axioms: further axioms without a name, as texts.
    """

    source: str
    version: str | None
    version_iri: str | None
    terms: Mapping[str, Mapping[str, frozenset[str]]]
    separate: frozenset[tuple[str, str]]
    axioms: frozenset[str]


def read_snapshot(source: str) -> Snapshot:
    """Read a version.

    Args:
        source: a folder of an ontology (its modules, the files beside them and its shapes), a file of RDF, or
            ``bundled`` for the ontology that comes with kg.

    Raises:
        InputError: there is no such folder or file, it holds nothing, or a file is not RDF.
    """
    triples = [(file, triple) for file in _files(source) for triple in read_rdf(file)]
    for file, triple in triples:
        if isinstance(triple.subject, Triple) or isinstance(triple.object, Triple):
            raise InputError("a triple about a triple cannot be compared", where=str(file))
    if not triples:
        raise InputError("no ontology here", where=source)
    return _Reader(source, Facts((triple for _, triple in triples), source)).snapshot()


def _files(source: str) -> list[Path]:
    path = Path(source)
    if source == BUNDLED or path.is_dir():
        return OntologyFolder(None if source == BUNDLED else path).required("modules", ".", "shapes")
    if path.exists():
        return [path]
    raise InputError("no such file or folder", where=source, hint="an ontology's folder, a Turtle file, or: bundled")


class _Reader:
    def __init__(self, source: str, facts: Facts) -> None:
        self.source = source
        self.facts = facts
        self.named = sorted(each.value for each in facts.subjects() if isinstance(each, NamedNode))
        pointed = {value for each in facts.subjects() for values in facts.of(each).values() for value in values}
        self.loose = [each for each in facts.subjects() if isinstance(each, BlankNode) and each not in pointed]

    def snapshot(self) -> Snapshot:
        header = next((iri for iri in self.named if OWL + "Ontology" in self.facts.iris(iri, RDF + "type")), "")
        axioms, separate = self._axioms()
        return Snapshot(
            source=self.source,
            version=min(self.facts.texts(header, OWL + "versionInfo"), default=None),
            version_iri=min(self.facts.iris(header, OWL + "versionIRI"), default=None),
            terms={iri: self._values(iri) for iri in self.named},
            separate=frozenset(separate),
            axioms=frozenset(axioms),
        )

    def _values(self, iri: str) -> dict[str, frozenset[str]]:
        return {
            predicate: frozenset(self._text(term, predicate, 0) for term in terms)
            for predicate, terms in sorted(self.facts.of(iri).items())
            if predicate != OWL + "disjointWith"
        }

    def _text(self, term: Object, predicate: str, depth: int) -> str:
        """A term as text; a blank node is written out, with what has no order sorted."""
        if isinstance(term, NamedNode):
            return term.value
        if not isinstance(term, BlankNode):
            return str(term)
        if depth > _DEEPEST:
            raise InputError("nodes without a name are nested in a circle, or too deep", where=self.source)
        if self.facts.is_list(term):
            members = [self._text(each, "", depth + 1) for each in self.facts.members(term)]
            return OPEN + BETWEEN.join(sorted(members) if predicate in _UNORDERED else members) + CLOSE
        about = self.facts.of(term)
        parts = [f"{p} {self._text(value, p, depth + 1)}" for p, values in about.items() for value in values]
        return f"[{' ; '.join(sorted(parts))}]"

    def _axioms(self) -> tuple[set[str], set[tuple[str, str]]]:
        """What has no name of its own: axioms over several terms, those of separation as pairs."""
        texts: set[str] = set()
        pairs = {(min(pair), max(pair)) for pair in self.facts.pairs(OWL + "disjointWith")}
        for node in self.loose:
            lists = [head for name in ("members", "distinctMembers") for head in self.facts.values(node, OWL + name)]
            if not lists:
                texts.add(self._text(node, "", 1))
            for head in lists:
                names = sorted(each.value for each in self.facts.members(head) if isinstance(each, NamedNode))
                pairs |= set(combinations(names, 2))
        return texts, pairs
