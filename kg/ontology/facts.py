"""Triples by subject, in the order in which they were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.errors import InputError
from kg.languages import place
from kg.namespaces import OWL, RDF, RDFS, local_name
from kg.terms import BlankNode, Literal, NamedNode, Triple

__all__ = ["Facts", "Node", "Object", "iri_of", "label"]

Node = NamedNode | BlankNode
Object = NamedNode | BlankNode | Literal | Triple
_NIL = NamedNode(RDF + "nil")


def iri_of(term: Object) -> str | None:
    """The IRI of a named node; None for anything else."""
    return term.value if isinstance(term, NamedNode) else None


def _key(term: Object) -> str:
    # Only IRIs lack the marks that N-Triples gives to blank nodes and to triples.
    return term.value if isinstance(term, NamedNode) else str(term)


def label(facts: Facts, iri: str, language: str = "en") -> str:
    """The name of a term in a language, else in English, else the end of its IRI."""
    wanted = (language, "en")
    names = [value for value in facts.values(iri, RDFS + "label") if isinstance(value, Literal)]
    ranked = [(place(name.language, wanted), name.value) for name in names]
    return min((each for each in ranked if each[0][0] < len(wanted)), default=((), local_name(iri)))[1]


class Facts:
    """Triples by subject and predicate.

    Blank nodes keep the place that they have in the file and no name, since the parser names them anew each time.

    Args:
        triples: what is said.
        where: where it was read, for messages.
    """

    def __init__(self, triples: Iterable[Triple], where: str | None = None) -> None:
        self._where = where
        self._about: dict[str, dict[str, list[Object]]] = {}
        self._nodes: list[Object] = []
        for triple in triples:
            subject, value = triple.subject, triple.object
            about = self._about.get(key := _key(subject))
            if about is None:
                about = self._about[key] = {}
                self._nodes.append(subject)
            values = about.setdefault(triple.predicate.value, [])
            if value not in values:
                values.append(value)

    def subjects(self) -> Iterator[Object]:
        """Every subject, in the order of the files."""
        return iter(self._nodes)

    def of(self, subject: Object | str) -> dict[str, list[Object]]:
        """What is said of a subject: the values of each predicate."""
        return self._about.get(subject if isinstance(subject, str) else _key(subject), {})

    def values(self, subject: Object | str, predicate: str) -> list[Object]:
        """The values of one predicate."""
        return self.of(subject).get(predicate, [])

    def iris(self, subject: Object | str, predicate: str) -> list[str]:
        """The values of one predicate that are IRIs."""
        return [value.value for value in self.values(subject, predicate) if isinstance(value, NamedNode)]

    def texts(self, subject: Object | str, predicate: str) -> list[str]:
        """The values of one predicate that are literals, as text."""
        return [value.value for value in self.values(subject, predicate) if isinstance(value, Literal)]

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Subject and object of each triple with a predicate, where both are IRIs."""
        for subject in self._nodes:
            if isinstance(subject, NamedNode):
                yield from ((subject.value, value) for value in self.iris(subject, predicate))

    def classes(self, iri: str, predicate: str) -> set[str]:
        """The classes that a domain or a range names, with unions taken apart."""
        found: set[str] = set()
        for value in self.values(iri, predicate):
            union = self.values(value, OWL + "unionOf")
            members = self.members(union[0]) if union else [value]
            found.update(each.value for each in members if isinstance(each, NamedNode))
        return found

    def members(self, head: Object) -> list[Object]:
        """The members of an RDF list.

        Raises:
            InputError: it is no list, or has no end.
        """
        found: list[Object] = []
        seen: set[Object] = set()
        while head != _NIL:
            first, rest = self.values(head, RDF + "first"), self.values(head, RDF + "rest")
            if head in seen or len(first) != 1 or len(rest) != 1:
                raise InputError("a list in the ontology is broken", where=self._where, hint="write lists as ( a b c )")
            seen.add(head)
            found += first
            head = rest[0]
        return found

    def is_list(self, node: Object) -> bool:
        """Whether a node is the head of a list."""
        return node == _NIL or RDF + "first" in self.of(node)

    def reachable(self, node: Object) -> set[str]:
        """Every IRI that stands behind a node, through blank nodes; predicates count too."""
        found: set[str] = set()
        waiting, seen = [node], set()
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            for predicate, values in self.of(current).items():
                found.add(predicate)
                found.update(value.value for value in values if isinstance(value, NamedNode))
                waiting += [value for value in values if isinstance(value, BlankNode)]
        return found
