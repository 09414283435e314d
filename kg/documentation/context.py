"""What every page needs: the terms, the names of things, and where on the site each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.documentation.page import relative
from kg.documentation.questions import Question
from kg.languages import canonical, primary
from kg.markup.words import address
from kg.namespaces import DEFAULT_BASE, TNK, XSD
from kg.ontology.shapes import Shape, ShapeFile
from kg.ontology.terms import Label, Ontology, anchor, short_name
from kg.ontology.words import TermLink, Words
from kg.query import EvidenceReader, Labels
from kg.store import Dataset
from kg.terms import MERGE, BlankNode, Literal, NamedNode, Triple

__all__ = ["LANGUAGES", "Context", "Here", "Line", "Passage", "Piece", "module_path", "named", "names", "one"]

LANGUAGES = {
    "az": "Azerbaijani", "en": "English", "hu": "Hungarian", "kk": "Kazakh", "ky": "Kyrgyz", "ru": "Russian",
    "tk": "Turkmen", "tr": "Turkish", "uz": "Uzbek", "uz-Cyrl": "Uzbek (Cyrillic)",
}  # fmt: skip
"""The languages of labels by their tags; a tag that is not here is shown as it is."""


class Piece(NamedTuple):
    """A piece of a line: a text, where it leads, in which language it is, and what it is.

    ``kind`` is ``code``, or a class of the style sheet. ``href`` is an address that :meth:`Here.way` or
    :func:`kg.markup.words.address` gave: what data have as one may be a script.
    """

    text: str
    href: str | None = None
    language: str | None = None
    kind: str = ""


Line = Sequence[str | Piece]


class Passage(NamedTuple):
    """Lines in a form: a ``list``, a list in a ``row``, or one behind the other with a text or a line end between.

    A row is folded up where it is long and has a noun to be counted by.
    """

    lines: Sequence[Line]
    form: str = "\n"
    noun: str = ""


def one(*pieces: str | Piece) -> Passage:
    """A line alone."""
    return Passage([pieces])


@dataclass
class Context:
    """See the module. ``places`` holds the place of each IRI that the site has: a path, with an anchor."""

    ontology: Ontology
    shape_files: Sequence[ShapeFile]
    questions: Sequence[Question]
    dataset: Dataset
    labels: Labels
    evidence: EvidenceReader
    version: str
    places: dict[str, str] = field(default_factory=dict)

    def shapes(self) -> Iterable[Shape]:
        """All shapes, in the order of their files."""
        return (shape for file in self.shape_files for shape in file.shapes)

    def name(self, iri: str) -> str:
        """What to call a term or a thing."""
        if iri in self.ontology.terms:
            return self.ontology.name(iri)
        if iri.startswith((DEFAULT_BASE, TNK)):
            return self.labels.of(iri)
        return short_name(iri)


class Here(NamedTuple):
    """A page, from which everything is linked."""

    context: Context
    path: str

    def way(self, place: str) -> str:
        """The address of a place of the site."""
        return relative(self.path, place)

    def way_to(self, iri: str) -> str | None:
        """The address of a term or a thing; None for what has no place on the site."""
        place = self.context.places.get(iri)
        return None if place is None else self.way(place)

    def go(self, iri: str, shown: str | None = None) -> Piece:
        """A term or a thing, linked to its place on the site, or on the web where it is no term of ours."""
        target = self.way_to(iri)
        if target is None:
            ours = iri.startswith((DEFAULT_BASE, TNK))
            target = address(self._published(iri) if ours else iri)
        return Piece(self.context.name(iri) if shown is None else shown, target)

    def _published(self, iri: str) -> str | None:
        """Where an article was published."""
        found = self.context.dataset.quads_for_pattern(NamedNode(iri), NamedNode(TNK + "url"), None, MERGE)
        return min((quad.object.value for quad in found if isinstance(quad.object, Literal)), default=None)

    def several(self, iris: Iterable[str]) -> Passage:
        """Several terms in a row."""
        return Passage([[self.go(iri)] for iri in iris], "row")

    def sentence(self, words: Words) -> Line:
        """Words in which each term is linked."""
        line: list[str | Piece] = []
        for each in words:
            if isinstance(each, TermLink):
                line += [each.before(self.context.name(each.iri)), self.go(each.iri)]
            else:
                line.append(each if isinstance(each, str) else Piece(each.text, kind="code"))
        return line

    def value(self, term: NamedNode | BlankNode | Literal | Triple | None) -> Piece:
        """An RDF term."""
        if term is None:
            return Piece("")
        if isinstance(term, NamedNode):
            return self.go(term.value)
        if not isinstance(term, Literal):
            return Piece(str(term), kind="code")
        target = address(term.value) if term.datatype.value == XSD + "anyURI" else None
        return Piece(term.value, target, term.language)

    def values(self, terms: Iterable[NamedNode | BlankNode | Literal | Triple]) -> Passage:
        """RDF terms, with commas between them."""
        return Passage([[self.value(term)] for term in terms], ", ")


def module_path(name: str) -> str:
    """The page of a module."""
    return f"modules/{anchor(name)}.html"


def names(labels: Iterable[Label]) -> Passage:
    """Names in several languages, with a mark on those that wait for a review."""
    review: Line = [" ", Piece("for review", kind="mark")]
    return Passage([[*named(each.text, each.language), *(review if each.for_review else [])] for each in labels], "row")


def named(name: str, language: str | None) -> Line:
    """A name with its language."""
    return [Piece(name, language=language), " ", Piece(_language_name(language or ""), kind="soft")]


def _language_name(tag: str) -> str:
    """The English name of a language; of one in a script or region without a name of its own, with its tag."""
    tag = canonical(tag)
    if tag in LANGUAGES or primary(tag) not in LANGUAGES:
        return LANGUAGES.get(tag, tag)
    return f"{LANGUAGES[primary(tag)]} ({tag})"
