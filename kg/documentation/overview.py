"""The first page: what this is, how to cite it, and the way to everything else."""

from __future__ import annotations

from kg.documentation.context import Context, Here, module_path
from kg.documentation.diagrams import overview_diagram
from kg.documentation.page import Page
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
    here, ontology = Here(context, _PAGE), context.ontology
    read = dict(citation())
    cited = read and dict.fromkeys(("abstract", "authors", "message", "title", "url", "version"), "") | read
    title = ontology.header(DCTERMS + "title") or "Ontology"
    version = ontology.header(OWL + "versionInfo") or ""
    values = {
        "description": ontology.header(DCTERMS + "description"),
        "version": version,
        "address": ONTOLOGY_GRAPH,
        "facts": [
            ("Address", ONTOLOGY_GRAPH),
            ("Version", version),
            ("This version", ontology.header(OWL + "versionIRI")),
            ("Licence of the ontology", ontology.header(DCTERMS + "license")),
            ("Licence of the software", cited.get("license")),
        ],
        "terms": sum(term.own for term in ontology.terms.values()),
        "shapes": sum(1 for _ in context.shapes()),
        "questions": len(context.questions),
        "diagram": overview_diagram(here),
        "modules": [(here.way(module_path(module.name)), module) for module in ontology.modules],
        "cited": cited,
        "authors": cited.get("authors", "").rstrip("."),
    }
    return Page(_PAGE, title, _PAGE, "overview.html", values)
