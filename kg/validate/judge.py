"""pySHACL over one article merged with the reference data that it refers to.

Other articles play no part, so the result does not depend on the order of loading. Mentions are not validated here:
one function writes them all, and tests check it against their shapes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from kg.findings import Finding, Severity
from kg.mapping import MappedArticle
from kg.model import Source
from kg.namespaces import RDF, SH, local_name
from kg.ontology.files import OntologyFolder
from kg.ontology.vocabulary import Vocabulary
from kg.read.report import format_path
from kg.terms import Literal, NamedNode, Quad
from kg.validate.terms import to_rdflib_graph

if TYPE_CHECKING:
    from pyshacl.shapes_graph import ShapesGraph
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["Judge"]

_SEVERITIES = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.INFO}


class Judge:
    """Validates articles, one by one, against the shapes of an ontology folder.

    The shapes are parsed once. pySHACL and rdflib are imported for the first article.
    """

    def __init__(self, vocabulary: Vocabulary, source: OntologyFolder) -> None:
        self._vocabulary = vocabulary
        self._source = source

    def judge(self, mapped: MappedArticle, source: Source) -> list[Finding]:
        """The findings of the shapes on an article, each with its place in the annotation."""
        data = to_rdflib_graph([*mapped.quads, *self._context(mapped.quads)])
        return sorted((self._finding(mapped, source, *each) for each in self._results(data)), key=_order)

    def _results(self, data: Graph) -> list[tuple[Node, Node | None, Node | None, str, str, str]]:
        """Focus, path, value, component, severity and message of each result."""
        from pyshacl import Validator
        from pyshacl.graph_abstraction import DataGraph
        from rdflib import URIRef

        validator = Validator(DataGraph.from_rdflib(data), shacl_graph=self._no_shapes, options={"inplace": True})
        validator.shacl_graph = self._shapes
        conforms, report, _ = validator.run()  # type: ignore[no-untyped-call]
        if conforms and not len(report):
            return []

        def value(result: Node, name: str) -> Node | None:
            found: Node | None = report.value(result, URIRef(SH + name))
            return found

        return [
            (
                report.value(result, URIRef(SH + "focusNode")),
                value(result, "resultPath"),
                value(result, "value"),
                local_name(str(value(result, "sourceConstraintComponent"))),
                local_name(str(value(result, "resultSeverity"))),
                str(value(result, "resultMessage")),
            )
            for result in report.objects(None, URIRef(SH + "result"))
        ]

    @cached_property
    def _no_shapes(self) -> Graph:
        from rdflib import Graph

        return Graph()

    @cached_property
    def _shapes(self) -> ShapesGraph:
        from pyshacl.shapes_graph import ShapesGraph

        triples = [t for file in self._source.required("shapes") for t in self._source.triples(file)]
        return ShapesGraph(to_rdflib_graph(triples), debug=False)

    @cached_property
    def _reference(self) -> dict[str, list[Quad]]:
        """Types, names and codes of the reference entities, by IRI.

        Their relations are left out: they lead to ever more entities, and a test validates them together.
        """
        by_subject: dict[str, list[Quad]] = defaultdict(list)
        for quad in (*self._vocabulary.reference_quads, *self._vocabulary.ontology_quads):
            if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith(self._vocabulary.base):
                continue
            if quad.predicate.value == RDF + "type" or isinstance(quad.object, Literal):
                by_subject[quad.subject.value].append(quad)
        return by_subject

    def _context(self, quads: Iterable[Quad]) -> Iterable[Quad]:
        """The triples of the reference entities in the article, and the class tree."""
        named = {term.value for q in quads for term in (q.subject, q.object) if isinstance(term, NamedNode)}
        yield from self._vocabulary.subclass_quads
        for iri in sorted(named & self._reference.keys()):
            yield from self._reference[iri]

    def _finding(
        self,
        mapped: MappedArticle,
        source: Source,
        focus: Node,
        path: Node | None,
        value: Node | None,
        component: str,
        severity: str,
        message: str,
    ) -> Finding:
        origin = mapped.origins.get(str(focus)) or mapped.origins[mapped.graph.value]
        from rdflib import URIRef

        # A path of several properties is a blank node: it has no name worth showing.
        about = f"{local_name(str(path))}: " if isinstance(path, URIRef) else ""
        return Finding(
            code=f"shape-{component.removesuffix('ConstraintComponent')}",
            severity=_SEVERITIES[severity],
            message=message,
            file=source.file,
            line=source.line_of(origin.path),
            key=format_path(origin.path),
            quote=origin.quote,
            iri=str(focus) if isinstance(focus, URIRef) else None,
            hint=f"{about}{value}" if value is not None else None,
        )


def _order(finding: Finding) -> tuple[str, ...]:
    return (f"{finding.line or 0:09}", finding.code, finding.iri or "", finding.message, finding.hint or "")
