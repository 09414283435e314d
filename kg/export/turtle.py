"""Turtle for people: a block for each thing, under headings, with only the prefixes that are used, sorted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.languages import place
from kg.namespaces import RDF, RDFS, XSD
from kg.terms import BlankNode, Literal, NamedNode, Term, Triple
from kg.text import plain

__all__ = ["TurtleWriter", "comment"]

_WIDTH = 120
_TYPE, _LABEL = RDF + "type", RDFS + "label"
# What may stand behind a prefix as it is; a slash is escaped.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_\-/]*[A-Za-z0-9_\-])?")
# Values that Turtle writes without quotes, by their type.
_BARE = {
    XSD + "boolean": re.compile("true|false"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "integer": re.compile("[+-]?[0-9]+"),
}


def comment(line: str = "") -> str:
    """A line that machines pass over; what would end it is shown as a sign.

    >>> comment("Blue Steppe\\n<urn:x> a <urn:y> .")
    '# Blue Steppe⏎<urn:x> a <urn:y> .'
    """
    return f"# {plain(line)}".rstrip()


class TurtleWriter:
    """Writes terms and blocks, and remembers which prefixes they need.

    Args:
        prefixes: the namespaces by prefix; the longest that fits is used.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        self._used: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def prefix_lines(self) -> list[str]:
        """The prefixes of all that was written so far, sorted."""
        return [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in sorted(self._used.items())]

    def block(self, triples: Iterable[Triple]) -> str:
        """All triples of one subject: its types and labels first, the rest by predicate.

        >>> thing, kind = NamedNode("urn:x#a"), NamedNode("urn:x#Forum")
        >>> print(TurtleWriter({"x": "urn:x#"}).block([Triple(thing, NamedNode(_TYPE), kind)]))
        x:a
            a x:Forum .
        """
        written: dict[str, list[str]] = defaultdict(list)
        subject = ""
        for triple in sorted(triples, key=_order):
            subject = self.term(triple.subject)
            is_type = triple.predicate.value == _TYPE
            written["a" if is_type else self.term(triple.predicate)].append(self.term(triple.object))
        lines = [line for predicate, objects in written.items() for line in _lines(predicate, objects)]
        return "\n".join([subject, *lines])[:-1] + "."

    def term(self, term: Term) -> str:
        """A term as Turtle, with its prefix where it has one."""
        if isinstance(term, NamedNode):
            if term.value not in self._known:
                self._known[term.value] = self._name(term)
            return self._known[term.value]
        if isinstance(term, Literal):
            return self._literal(term)
        if isinstance(term, BlankNode):
            return str(term)
        return f"<<( {self.term(term.subject)} {self.term(term.predicate)} {self.term(term.object)} )>>"

    def _name(self, node: NamedNode) -> str:
        for prefix, namespace in self._prefixes:
            local = node.value.removeprefix(namespace)
            if local != node.value and _LOCAL.fullmatch(local):
                self._used[prefix] = namespace
                return f"{prefix}:{local}".replace("/", r"\/")
        return str(node)

    def _literal(self, literal: Literal) -> str:
        text, datatype = str(literal), literal.datatype.value
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(literal.value):
            return literal.value
        if not text.endswith(f"^^<{datatype}>"):  # a text, perhaps with its language
            return text
        return f"{text.removesuffix(f'^^<{datatype}>')}^^{self.term(literal.datatype)}"


def _lines(predicate: str, objects: list[str]) -> Iterator[str]:
    """The objects of one predicate: on its line where they fit, else one a line."""
    line = f"    {predicate} {' , '.join(objects)} ;"
    if len(objects) == 1 or len(line) <= _WIDTH:
        yield line
        return
    yield f"    {predicate}"
    yield from (f"        {each} ," for each in objects[:-1])
    yield f"        {objects[-1]} ;"


def _order(triple: Triple) -> tuple[int, str, tuple[int, int], str, str]:
    """By predicate, types and labels first; there texts by language, English first, and the rest by what it is."""
    first = {_TYPE: 0, _LABEL: 1}
    predicate, value = triple.predicate.value, triple.object
    language = value.language if isinstance(value, Literal) else None
    rank = place(language, ("en",)) if language else (0, 0)
    return first.get(predicate, 2), predicate, rank, language or "", str(value).removesuffix(">")
