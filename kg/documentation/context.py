"""What every page needs: the terms, the names of things, and where on the site each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.documentation.page import relative
from kg.documentation.questions import Question
from kg.languages import canonical, primary
from kg.markup.html import link, text, timed
from kg.namespaces import DEFAULT_BASE, TNK, XSD
from kg.ontology.shapes import Shape, ShapeFile
from kg.ontology.terms import Label, Ontology, short_name
from kg.ontology.words import TermLink, Words
from kg.query import EvidenceReader, Labels
from kg.store import Dataset
from kg.terms import MERGE, BlankNode, Literal, NamedNode, Triple

__all__ = ["LANGUAGES", "Context", "language_name", "names"]

LANGUAGES = {
    "az": "Azerbaijani", "en": "English", "hu": "Hungarian", "kk": "Kazakh", "ky": "Kyrgyz", "ru": "Russian",
    "tk": "Turkmen", "tr": "Turkish", "uz": "Uzbek", "uz-Cyrl": "Uzbek (Cyrillic)",
}  # fmt: skip
"""The languages of labels by their tags; a tag that is not here is shown as it is."""


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

    def go(self, iri: str, page: str, shown: str | None = None) -> str:
        """A term or a thing as HTML, linked to its place on the site, or on the web where it is no term of ours."""
        label = self.name(iri) if shown is None else shown
        if iri in self.places:
            return f'<a href="{text(relative(page, self.places[iri]))}">{text(label)}</a>'
        if iri.startswith((DEFAULT_BASE, TNK)):
            published = self._published(iri)
            return text(label) if published is None else link(published, label)
        return link(iri, label)

    def _published(self, iri: str) -> str | None:
        """Where an article was published."""
        found = self.dataset.quads_for_pattern(NamedNode(iri), NamedNode(TNK + "url"), None, MERGE)
        return min((quad.object.value for quad in found if isinstance(quad.object, Literal)), default=None)

    def several(self, iris: Iterable[str], page: str) -> str:
        """Several terms as a list in a row."""
        items = "".join(f"<li>{self.go(iri, page)}</li>" for iri in iris)
        return f'<ul class="inline">{items}</ul>'

    def sentence(self, words: Words, page: str) -> str:
        """Words as HTML."""
        parts = []
        for each in words:
            if isinstance(each, str):
                parts.append(text(each))
            elif isinstance(each, TermLink):
                parts.append(each.before(self.name(each.iri)) + self.go(each.iri, page))
            else:
                parts.append(f"<code>{text(each.text)}</code>")
        return "".join(parts)

    def value(self, term: NamedNode | BlankNode | Literal | Triple | None, page: str) -> str:
        """An RDF term as a cell of a table."""
        if term is None:
            return ""
        if isinstance(term, NamedNode):
            return self.go(term.value, page)
        if not isinstance(term, Literal):
            return f"<code>{text(term)}</code>"
        if term.datatype.value == XSD + "anyURI":
            return link(term.value)
        shown = timed(term.value)
        return f'<span lang="{text(term.language)}">{shown}</span>' if term.language else shown


def names(labels: Iterable[Label]) -> str:
    """Names in several languages as HTML, with a mark on those that wait for a review; empty where there are none."""
    items = []
    for label in labels:
        mark = ' <span class="mark">for review</span>' if label.for_review else ""
        language = f' lang="{text(label.language)}"' if label.language else ""
        spoken = text(language_name(label.language))
        items.append(f'<li><span{language}>{text(label.text)}</span> <span class="soft">{spoken}</span>{mark}</li>')
    return f'<ul class="inline">{"".join(items)}</ul>' if items else ""


def language_name(tag: str) -> str:
    """The English name of a language; of one in a script or region without a name of its own, with its tag."""
    tag = canonical(tag)
    if tag in LANGUAGES or primary(tag) not in LANGUAGES:
        return LANGUAGES.get(tag, tag)
    return f"{LANGUAGES[primary(tag)]} ({tag})"
