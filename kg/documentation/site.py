"""The whole site, as files in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.documentation.context import Context, Here, module_path
from kg.documentation.diagrams import module_diagram
from kg.documentation.overview import overview_page, version_line
from kg.documentation.page import Page, render
from kg.documentation.question_pages import question_pages
from kg.documentation.questions import read_questions
from kg.documentation.reference_pages import Reference, reference_pages, theme_places
from kg.documentation.term_pages import diagram_path, term_pages
from kg.errors import UsageError
from kg.languages import is_tag
from kg.ontology.shapes import read_shapes
from kg.ontology.terms import read_ontology
from kg.query import EvidenceReader, Labels
from kg.store import Dataset

__all__ = ["SiteSources", "build_site"]


@dataclass(frozen=True, slots=True)
class SiteSources:
    """What a site is made from.

    Args:
        ontology: the folder of the ontology.
        queries: the folder of the queries.
        dataset: the graph that the questions are asked of.
        language: the language of names, where there are some in it.
    """

    ontology: Path
    queries: Path
    dataset: Dataset
    language: str = "en"


def build_site(sources: SiteSources) -> dict[str, bytes]:
    """The files of the site by their paths.

    Raises:
        InputError: a file of the ontology or a query cannot be understood.
        UsageError: the language is not a language tag.
    """
    context = _context(sources)
    reference = Reference(context)
    context.places |= theme_places(context) | reference.places()
    diagrams = {
        path: module_diagram(Here(context, path), module)
        for module in context.ontology.modules
        if (path := diagram_path(module)) is not None
    }
    files = {page.path: render(page, context.version) for page in _pages(context, reference, diagrams)}
    files |= {path: f"{diagram}\n".encode() for path, diagram in diagrams.items()}
    return dict(sorted(files.items()))


def _context(sources: SiteSources) -> Context:
    if not is_tag(sources.language):
        hint = "write a tag such as en, az or tr"
        raise UsageError(f"{sources.language!r} is not the tag of a language", hint=hint)
    ontology = read_ontology(sources.ontology, sources.language)
    labels = Labels(sources.dataset, tuple(dict.fromkeys((sources.language, "en"))))
    shapes = read_shapes(sources.ontology)
    places = {term.iri: f"{module_path(term.module)}#{term.anchor}" for term in ontology.terms.values()}
    places |= {shape.iri: f"shapes.html#{shape.anchor}" for file in shapes for shape in file.shapes}
    return Context(
        ontology=ontology,
        shape_files=shapes,
        questions=read_questions(sources.queries),
        dataset=sources.dataset,
        labels=labels,
        evidence=EvidenceReader(sources.dataset, labels),
        version=version_line(ontology),
        places=places,
    )


def _pages(context: Context, reference: Reference, diagrams: Mapping[str, str]) -> Iterator[Page]:
    yield overview_page(context)
    yield from term_pages(context, diagrams)
    yield from question_pages(context)
    yield from reference_pages(context, reference)
