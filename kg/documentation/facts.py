"""The triples of a set of Turtle files, by subject, in the order in which they stand there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.namespaces import RDF

__all__ = ["Facts", "Node", "Object", "iri_of", "leading_comment", "read_turtle"]

Node = ox.NamedNode | ox.BlankNode
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_NIL = ox.NamedNode(RDF + "nil")


def iri_of(term: Object) -> str | None:
    """The IRI of a named node; None for anything else."""
    return term.value if isinstance(term, ox.NamedNode) else None


def read_turtle(file: Path) -> list[ox.Triple]:
    """The triples of a file, in its order.

    Raises:
        InputError: it cannot be read, or is not Turtle.
    """
    try:
        return [quad.triple for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)]
    except (SyntaxError, OSError) as error:
        raise InputError(str(error), where=str(file), hint="this file is not valid Turtle") from error


def leading_comment(file: Path) -> str:
    """The comment at the head of a file, as one paragraph."""
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines).strip()


class Facts:
    """Triples by subject and predicate.

    Blank nodes keep the place that they have in the file and no name, since the parser names them anew each time.
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._about: dict[Object, dict[str, list[Object]]] = defaultdict(dict)
        for triple in triples:
            values = self._about[triple.subject].setdefault(triple.predicate.value, [])
            if triple.object not in values:
                values.append(triple.object)

    def subjects(self) -> Iterator[Object]:
        """Every subject, in the order of the files."""
        return iter(self._about)

    def of(self, subject: Object | str) -> dict[str, list[Object]]:
        """What is said of a subject: the values of each predicate."""
        return self._about.get(ox.NamedNode(subject) if isinstance(subject, str) else subject, {})

    def values(self, subject: Object | str, predicate: str) -> list[Object]:
        """The values of one predicate."""
        return self.of(subject).get(predicate, [])

    def iris(self, subject: Object | str, predicate: str) -> list[str]:
        """The values of one predicate that are IRIs."""
        return [value.value for value in self.values(subject, predicate) if isinstance(value, ox.NamedNode)]

    def texts(self, subject: Object | str, predicate: str) -> list[str]:
        """The values of one predicate that are literals, as text."""
        return [value.value for value in self.values(subject, predicate) if isinstance(value, ox.Literal)]

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
                raise InputError("a list in the ontology is broken", hint="write lists as ( a b c )")
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
                found.update(value.value for value in values if isinstance(value, ox.NamedNode))
                waiting += [value for value in values if isinstance(value, ox.BlankNode)]
        return found
