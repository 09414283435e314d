"""What may stand in an annotation, as one page for annotators: ``docs/terms.md``, read from the ontology.

``python -m kg.documentation.annotators docs/terms.md`` writes it again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.namespaces import OWL, RDFS, SKOS, TNK, XSD
from kg.ontology import vocabulary
from kg.ontology.files import OntologyFolder
from kg.ontology.terms import Module, Ontology, Term, read_ontology
from kg.ontology.vocabulary import PropertyTerm, Vocabulary
from kg.terms import Literal

__all__ = ["terms_page"]

_HEAD = """\
# What you can annotate

All types, relations, attributes, qualifiers and values of the ontology, version {version}.
[How to annotate an article](annotating.md) explains how to use them. This page is generated from `ontology/`.

- A *type* stands under `type:`. A type marked *defined* is never written: it follows from relations. One
  marked *deprecated* is going out of use.
- A *relation* joins its subject to another thing: inside an entity (`postIn: agency`), or under `relations:` with
  `object:`. Where a table names a type, every type below it will do. {abstract}
- An *attribute* gives its subject a value: inside an entity (`status: held`), or under `relations:` with `value:`.
- A *qualifier* says more about one relation or attribute under `relations:`. Each takes {common};
  the tables name what it takes besides.
"""
_WORDS = {
    XSD + "string": "text",
    RDFS + "Literal": "text",
    XSD + "boolean": "`true` or `false`",
    XSD + "nonNegativeInteger": "a whole number",
    XSD + "positiveInteger": "a whole number from 1",
    XSD + "anyURI": "a web address",
}
# What annotators choose from in a key of its own, and not as an attribute or a qualifier.
_OWN_KEYS = (("modality", "modality"), ("mode", "mode"), ("statementKind", "kind"), ("annotationStatus", "annotation"))


def terms_page(folder: Path | None = None) -> str:
    """The page, in Markdown.

    Args:
        folder: the ontology's; default: the bundled one.

    Raises:
        InputError: it holds no ontology, or one that cannot be read.
    """
    source = OntologyFolder(folder)
    return "\n".join(_Writer(read_ontology(source), vocabulary.load(source)).lines()) + "\n"


class _Writer:
    def __init__(self, ontology: Ontology, terms: Vocabulary) -> None:
        self._ontology, self._terms = ontology, terms
        annotated = [term for term in terms.properties.values() if term.used_as & {"relation", "attribute"}]
        self._common = frozenset.intersection(*(term.qualifiers for term in annotated))
        self._inverses = {of: name for name, of in terms.inverses.items()}

    def lines(self) -> Iterator[str]:
        version = self._ontology.header(OWL + "versionInfo")
        yield _HEAD.format(version=version, abstract=self._abstract(), common=_codes(self._common)).rstrip("\n")
        for module in self._ontology.modules:
            yield from self._module(module)
        yield from self._qualifiers()
        yield from self._values()

    def _module(self, module: Module) -> Iterator[str]:
        own = sorted((term for term in module.terms if term.own), key=lambda term: (term.name.lower(), term.name))
        properties = [self._terms.properties[term.name] for term in own if term.name in self._terms.properties]
        types = [term for term in own if (found := self._terms.classes.get(term.name)) and found.kind]
        relations = [each for each in properties if "relation" in each.used_as]
        attributes = [each for each in properties if "attribute" in each.used_as]
        if not (types or relations or attributes):
            return
        yield f"\n## {module.title}\n\n{module.about}"
        if types:
            rows = [[f"`{each.name}`", self._above(each), self._kind(each), self._meaning(each.iri)] for each in types]
            yield from _table(["type", "below", "ids begin with", "meaning"], rows)
        if relations:
            head = ["relation", "from", "to", "qualifiers", "meaning"]
            yield from _table(head, [self._property(each, self._things(each.range)) for each in relations])
        if attributes:
            head = ["attribute", "of", "value", "qualifiers", "meaning"]
            yield from _table(head, [self._property(each, self._value(each)) for each in attributes])

    def _abstract(self) -> str:
        """What the classes stand for that no thing has as its type, such as Agent."""
        classes = self._terms.classes
        said = []
        for name, term in sorted(classes.items()):
            below = {each for each in classes.values() if each.kind and name in each.ancestors}
            nearest = [each.name for each in below if not any(o.name in each.ancestors - {each.name} for o in below)]
            if below and not term.kind:
                said.append(f"`{name}` means {_codes(nearest)}.")
        return " ".join(said)

    def _property(self, term: PropertyTerm, reach: str) -> list[str]:
        inverse = self._inverses.get(term.name)
        also = f"; from the other side `{inverse}`" if inverse else "; in both directions" if term.symmetric else ""
        taken = _codes(term.qualifiers - self._common)
        return [f"`{term.name}`{also}", self._things(term.domain), reach, taken, self._meaning(term.iri)]

    def _qualifiers(self) -> Iterator[str]:
        yield "\n## Qualifiers\n"
        yield "With one that *weakens*, a claim says less than the bare relation, which the graph then does not state."
        rows = []
        for term in self._terms.qualifiers.values():
            reach = self._value(term) if term.takes_literal else self._things(term.range)
            weak = " It *weakens*." if term.weakens else ""
            rows.append([f"`{term.name}`", reach, self._meaning(term.iri) + weak])
        yield from _table(["qualifier", "value", "meaning"], sorted(rows))

    def _values(self) -> Iterator[str]:
        yield "\n## Values to choose from"
        properties = self._terms.properties
        listed = dict(_OWN_KEYS) | {
            term.name: term.name for term in properties.values() if term.used_as and term.values
        }
        for name, key in sorted(listed.items(), key=lambda pair: pair[1]):
            yield f"\n### {key}"
            rows = [[f"`{value}`", self._meaning(TNK + value) + self._weak(value)] for value in properties[name].values]
            yield from _table(["value", "meaning"], sorted(rows))

    def _weak(self, value: str) -> str:
        return " It *weakens*." if TNK + value in self._terms.weakening_values else ""

    def _above(self, term: Term) -> str:
        above = [iri.removeprefix(TNK) for iri in self._ontology.facts.iris(term.iri, RDFS + "subClassOf")]
        known = [name for name in above if name in self._terms.classes]
        defined = "*defined*; " if term.name in self._terms.defined_classes else ""
        successor = self._terms.replaced.get(term.name)
        mark = f"*deprecated*: see `{successor}`; " if successor else defined
        return "the article itself, under `article:`" if term.name == "Article" else mark + _codes(known)

    def _kind(self, term: Term) -> str:
        found = self._terms.classes[term.name]
        within = f", within its `{found.identified_within}`" if found.identified_within else ""
        return f"`{found.kind}/`{within}"

    def _things(self, names: Iterable[str]) -> str:
        """Those of some classes that an annotated thing may have; an assertion or a statement is none."""
        kinds = [each for each in self._terms.classes.values() if each.kind]
        return _codes(name for name in names if any(name in each.ancestors for each in kinds)) or "anything"

    def _value(self, term: PropertyTerm) -> str:
        if term.values:
            return _codes(term.values)
        return "a date (EDTF)" if term.is_date else _WORDS.get(term.datatype or "", "text")

    def _meaning(self, iri: str) -> str:
        texts = self._ontology.facts.values(iri, SKOS + "definition")
        return " ".join(value.value for value in texts if isinstance(value, Literal) and value.language == "en")


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(terms_page(), encoding="utf-8")
