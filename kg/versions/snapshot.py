"""One version of the ontology, in a form in which two can be compared: blank nodes become texts of what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.namespaces import OWL, RDF, SH
from kg.regular_files import read_input
from kg.resources import ontology_folder

__all__ = ["BETWEEN", "BUNDLED", "CLOSE", "OPEN", "Snapshot", "read_snapshot"]

BUNDLED = "bundled"
"""The word for the ontology that comes with kg."""

_FIRST, _REST, _NIL = RDF + "first", RDF + "rest", RDF + "nil"
# Lists whose order says nothing.
_UNORDERED = frozenset(OWL + n for n in ("unionOf", "intersectionOf", "oneOf", "members", "distinctMembers")) | {
    SH + "in",
    SH + "or",
    SH + "and",
}
_DEEPEST = 50
OPEN, BETWEEN, CLOSE = "\x02", "\x1f", "\x03"
"""What stands around and between the members of a list in the text of a blank node: no literal here holds these."""

_Value = ox.NamedNode | ox.BlankNode | ox.Literal


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
    files = _files(source)
    triples: list[tuple[ox.NamedNode | ox.BlankNode, str, _Value]] = []
    for file in files:
        hint = "expected Turtle, or another format of RDF"
        form = ox.RdfFormat.from_extension(file.suffix.removeprefix("."))
        data = read_input(file)
        if form is None:
            raise InputError("its suffix is not that of a format of RDF", where=str(file), hint=hint)
        try:
            parsed = list(ox.parse(data, format=form, rename_blank_nodes=True))
        except (SyntaxError, ValueError) as error:
            raise InputError(str(error), where=str(file), hint=hint) from error
        for quad in parsed:
            if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
                raise InputError("a triple about a triple cannot be compared", where=str(file))
            triples.append((quad.subject, quad.predicate.value, quad.object))
    if not triples:
        raise InputError("no ontology here", where=source)
    return _Reader(source, triples).snapshot()


def _files(source: str) -> list[Path]:
    folder = ontology_folder() if source == BUNDLED else Path(source)
    if not folder.is_dir():
        if folder.exists():
            return [folder]
        raise InputError(
            "no such file or folder", where=source, hint="an ontology's folder, a Turtle file, or: bundled"
        )
    files = [file for pattern in ("modules/*.ttl", "*.ttl", "shapes/*.ttl") for file in sorted(folder.glob(pattern))]
    if not files:
        raise InputError("no ontology here", where=source, hint="expected modules/*.ttl in this folder")
    return files


class _Reader:
    def __init__(self, source: str, triples: Iterable[tuple[ox.NamedNode | ox.BlankNode, str, _Value]]) -> None:
        self.source = source
        self.about: dict[str, dict[str, list[_Value]]] = defaultdict(lambda: defaultdict(list))
        self.named: set[str] = set()
        pointed: set[str] = set()
        for subject, predicate, value in triples:
            self.about[str(subject)][predicate].append(value)
            if isinstance(subject, ox.NamedNode):
                self.named.add(subject.value)
            if isinstance(value, ox.BlankNode):
                pointed.add(str(value))
        self.loose = sorted(key for key in self.about if key.startswith("_:") and key not in pointed)

    def snapshot(self) -> Snapshot:
        ontology = next(
            (iri for iri in sorted(self.named) if OWL + "Ontology" in self._iris(f"<{iri}>", RDF + "type")), None
        )
        header = f"<{ontology}>"
        versions = sorted(
            term.value
            for term in self.about.get(header, {}).get(OWL + "versionInfo", [])
            if isinstance(term, ox.Literal)
        )
        axioms, separate = self._axioms()
        return Snapshot(
            source=self.source,
            version=versions[0] if versions else None,
            version_iri=next(iter(sorted(self._iris(header, OWL + "versionIRI"))), None),
            terms={iri: self._values(iri) for iri in sorted(self.named)},
            separate=frozenset(separate),
            axioms=frozenset(axioms),
        )

    def _iris(self, key: str, predicate: str) -> set[str]:
        return {term.value for term in self.about.get(key, {}).get(predicate, []) if isinstance(term, ox.NamedNode)}

    def _values(self, iri: str) -> dict[str, frozenset[str]]:
        about = self.about[f"<{iri}>"]
        wanted = {predicate: terms for predicate, terms in about.items() if predicate != OWL + "disjointWith"}
        return {
            predicate: frozenset(self._text(term, predicate, 0) for term in wanted[predicate])
            for predicate in sorted(wanted)
        }

    def _text(self, term: _Value, predicate: str, depth: int) -> str:
        """A term as text; a blank node is written out, with what has no order sorted."""
        if isinstance(term, ox.NamedNode):
            return term.value
        if isinstance(term, ox.Literal):
            return str(term)
        if depth > _DEEPEST:
            raise InputError("nodes without a name are nested in a circle, or too deep", where=self.source)
        about = self.about[str(term)]
        if _FIRST in about:
            members = [self._text(each, "", depth + 1) for each in self._list(term)]
            return OPEN + BETWEEN.join(sorted(members) if predicate in _UNORDERED else members) + CLOSE
        parts = [f"{p} {self._text(value, p, depth + 1)}" for p, values in about.items() for value in values]
        return f"[{' ; '.join(sorted(parts))}]"

    def _list(self, head: _Value) -> list[_Value]:
        members: list[_Value] = []
        seen: set[str] = set()
        while str(head) != f"<{_NIL}>" and str(head) not in seen:
            seen.add(str(head))
            about = self.about.get(str(head), {})
            members += about.get(_FIRST, [])
            head = next(iter(about.get(_REST, [])), ox.NamedNode(_NIL))
        return members

    def _axioms(self) -> tuple[set[str], set[tuple[str, str]]]:
        """What has no name of its own: axioms over several terms, those of separation as pairs."""
        texts: set[str] = set()
        pairs: set[tuple[str, str]] = set()
        for key in self.loose:
            about = self.about[key]
            lists = [value for name in ("members", "distinctMembers") for value in about.get(OWL + name, [])]
            if not lists:
                texts.add(self._text(ox.BlankNode(key.removeprefix("_:")), "", 1))
            for head in lists:
                names = sorted(term.value for term in self._list(head) if isinstance(term, ox.NamedNode))
                pairs |= set(combinations(names, 2))
        for iri in self.named:
            for other in self._iris(f"<{iri}>", OWL + "disjointWith"):
                pairs.add((min(iri, other), max(iri, other)))
        return texts, pairs
