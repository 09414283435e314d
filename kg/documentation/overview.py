"""The first page: what this is, how to cite it, and the way to everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.documentation.context import Context
from kg.documentation.diagrams import overview_diagram
from kg.documentation.page import Page, relative
from kg.documentation.term_pages import module_path
from kg.markup.html import figure, link, text
from kg.namespaces import DCTERMS, ONTOLOGY_GRAPH, OWL
from kg.ontology.terms import Ontology
from kg.views.citation import citation

__all__ = ["overview_page", "version_line"]

_PAGE = "index.html"


def version_line(ontology: Ontology) -> str:
    """The version of the ontology, for the head of each page."""
    version = ontology.header(OWL + "versionInfo")
    return f"ontology {version}" if version else ""


def overview_page(context: Context) -> Page:
    """The first page of the site."""
    return Page(_PAGE, _title(context), _body(context), _PAGE)


def _title(context: Context) -> str:
    return context.ontology.header(DCTERMS + "title") or "Ontology"


def _body(context: Context) -> Iterator[str]:
    ontology, cited = context.ontology, citation()
    yield f"<h1>{text(_title(context))}</h1>"
    description = ontology.header(DCTERMS + "description")
    if description:
        yield f'<p class="lead">{text(description)}</p>'
    if cited.get("abstract"):
        yield f"<p>{text(cited['abstract'])}</p>"
    rows = [
        ("Address", link(ONTOLOGY_GRAPH)),
        ("Version", text(ontology.header(OWL + "versionInfo") or "")),
        ("This version", link(ontology.header(OWL + "versionIRI") or "")),
        ("Licence of the ontology", link(ontology.header(DCTERMS + "license") or "")),
        ("Licence of the software", text(cited.get("license", ""))),
    ]
    yield "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows if value) + "</dl>"
    yield '<h2 id="contents">Contents</h2>'
    yield from _contents(context)
    yield '<h2 id="modules">Modules</h2>'
    own = [module for module in ontology.modules if any(term.own for term in module.terms)]
    svg = overview_diagram(ontology, own, lambda name: relative(_PAGE, module_path(name)))
    yield figure(svg, "Each box leads to a module; a thick line is many references.", "Diagram of the modules")
    yield '<ul class="cards">'
    for module in ontology.modules:
        way = relative(_PAGE, module_path(module.name))
        yield f'<li><h3><a href="{way}">{text(module.title)}</a></h3><p>{text(module.about)}</p></li>'
    yield "</ul>"
    yield '<h2 id="cite">How to cite</h2>'
    yield from _cite(context, cited)


def _contents(context: Context) -> Iterator[str]:
    own = sum(term.own for term in context.ontology.terms.values())
    shapes = sum(1 for _ in context.shapes())
    yield "<ul>"
    for path, name, about in (
        ("terms.html", "Terms", f"{own} terms, with definitions and examples"),
        ("shapes.html", "Shapes in words", f"{shapes} rules that a sound graph keeps"),
        ("questions.html", "Questions", f"{len(context.questions)} queries, with their answers and the evidence"),
        ("reference.html", "Reference data", "polities, bodies and places, with codes, names, dates and sources"),
        ("themes.html", "Themes", "what cooperation is about"),
    ):
        yield f'<li><a href="{path}">{name}</a>: {about}</li>'
    yield "</ul>"


def _cite(context: Context, cited: Mapping[str, str]) -> Iterator[str]:
    if not cited:
        yield f"<p>{text(_title(context))}, version {text(context.ontology.header(OWL + 'versionInfo') or '')}. "
        yield f"{link(ONTOLOGY_GRAPH)}</p>"
        return
    if cited.get("message"):
        yield f"<p>{text(cited['message'])}</p>"
    version = f", version {cited['version']}" if cited.get("version") else ""
    authors = cited.get("authors", "").rstrip(".")
    said = f"{authors}. {cited.get('title', _title(context))}{version}. "
    yield f"<blockquote><p>{text(said)}{link(cited.get('url', ONTOLOGY_GRAPH))}</p></blockquote>"
