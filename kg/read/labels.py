"""What the labels, attributes and links of a project mean: its mapping file says so, else the terms of these names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.read.marked import MarkedEdge, MarkedSpan
from kg.read.meanings import IGNORE, MENTION, SAME, STATEMENT, MappingFile, Meaning
from kg.read.report import FindingCollector, shown
from kg.read.terms import Terms
from kg.suggest import counted

__all__ = ["ROLES", "ProjectLabels"]

ROLES = frozenset(
    (
        "subject", "subjectOneOf", "object", "oneOf", "speaker", "capacity", "occasion", "onAccountOf", "about",
        "statement", "within", "heldBy",
    )
)  # fmt: skip
"""What an edge from the words of a claim, or of a statement, may say of its target."""

_NOTE = "note"
_SEVERAL = {"note of an annotator": "notes of annotators", "link to a register": "links to registers"}


class ProjectLabels:
    """Looks up meanings; what has none is reported, once for each label. ``unused`` counts what nothing is made of."""

    def __init__(self, mapping: MappingFile, terms: Terms, report: FindingCollector) -> None:
        self.mapping, self.terms, self.report = mapping, terms, report
        self.unused: Counter[str] = Counter()
        self._reported: set[tuple[str, str]] = set()

    def of_span(self, span: MarkedSpan) -> Meaning:
        """What the label of a span means; ``ignore`` where that is unknown."""
        found = self.mapping.labels.get(span.label) or Meaning(span.label)
        terms = self.terms
        if found.name in (STATEMENT, MENTION, IGNORE) or found.name in terms.types or found.name in terms.relations:
            return found
        if found.name.lower() == STATEMENT:
            return Meaning(STATEMENT, found.constants)
        known = [*terms.types, *terms.relations, STATEMENT, MENTION]
        self.report_unknown("label", span.label, found.name, known, span.line)
        return Meaning(IGNORE)

    def of_edge(self, edge: MarkedEdge) -> Meaning:
        """What the label of an edge means, if anything."""
        return self.mapping.relations.get(edge.label) or Meaning(edge.label)

    def report_unknown(self, what: str, label: str, name: str, known: Iterable[str], line: int | None) -> None:
        """Report a label that means nothing."""
        if (what, label) in self._reported:
            return
        self._reported.add((what, label))
        near = self.report.suggestion(name, list(known))
        message = f'the {what} "{shown(label)}" has no meaning in the ontology'
        if name != label:
            message = f'the {what} "{shown(label)}" is mapped to "{shown(name)}", which is not in the ontology'
        hint = f"say what it means, or ignore, in {self.mapping.place}" + (f"; {near}" if near else "")
        self.report.error("unknown-label", message, line=line, hint=hint)

    def report_unused(self) -> None:
        """Tell how much of the export nothing was made of."""
        for what, number in sorted(self.unused.items()):
            self.report.info("not-used", f"not used: {counted(number, what, _SEVERAL[what])}")

    def attributes(self, marked: MarkedSpan | MarkedEdge) -> Iterator[tuple[str, list[str]]]:
        """The attributes, under the names and with the values that the mapping file gives them."""
        for name, values in marked.attributes.items():
            key = self._key(name)
            if key == IGNORE:
                continue
            if name == key == _NOTE:
                self.unused["note of an annotator"] += len(values)
                continue
            yield key, [self.translated(name, value) for value in values]

    def value(self, key: str, marked: MarkedSpan) -> str | None:
        """The first value of an attribute."""
        return next((self.translated(name, value) for name, value in self._pairs(key, marked)), None)

    def values(self, key: str, marked: MarkedSpan) -> list[str]:
        """All values of an attribute."""
        return [self.translated(name, value) for name, value in self._pairs(key, marked)]

    def _pairs(self, key: str, marked: MarkedSpan) -> Iterator[tuple[str, str]]:
        return ((name, value) for name, each in marked.attributes.items() if self._key(name) == key for value in each)

    def _key(self, name: str) -> str:
        return self.mapping.attributes.get(name, name)

    def translated(self, name: str, value: str) -> str:
        """A value of an attribute as the mapping file translates it."""
        return self.mapping.values.get(name, {}).get(value, value)

    def identifier(self, span: MarkedSpan) -> str | None:
        """The id of the thing, where the span is linked to one that the mapping file knows, or that is one of kg's."""
        given = self.value("id", span)
        if given is not None:
            return self.mapping.identifiers.get(given, given)
        for each in span.identifiers:
            for found in (self.mapping.identifiers.get(each), each, each.partition(":")[2]):
                if found and self.terms.id_fault(found) is None:
                    return found
        return None

    def is_entity(self, meaning: Meaning) -> bool:
        """Whether a span of this meaning marks a thing."""
        return meaning.name == MENTION or meaning.name in self.terms.types

    def is_claim(self, meaning: Meaning) -> bool:
        """Whether a span of this meaning holds the words of a relation or an attribute."""
        return meaning.name in self.terms.relations

    def is_same(self, edge: MarkedEdge) -> bool:
        """Whether an edge says that its ends are one thing."""
        return self.of_edge(edge).name == SAME
