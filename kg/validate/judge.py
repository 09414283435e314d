"""pySHACL over articles, each merged with the reference data that it refers to.

Other articles play no part in the verdict, so it does not depend on the order of loading. Several are judged in one go
nevertheless, since a part of what pySHACL does it does once a shape: the names of each are then its own, see
:mod:`kg.validate.terms`. Mentions are not validated here: one function writes them all, and tests check it against
their shapes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import UsageError
from kg.findings import Finding, Severity
from kg.mapping import MappedArticle
from kg.model import Source
from kg.namespaces import RDF, SH, local_name
from kg.ontology.files import OntologyFolder
from kg.ontology.vocabulary import Vocabulary
from kg.read.report import format_path
from kg.terms import Literal, NamedNode, Quad, Triple
from kg.validate.indexed import indexed_graph
from kg.validate.screen import Screen, Seen, is_installed, spelled
from kg.validate.terms import own_names, owner_of, to_rdflib_graph, to_rdflib_triples

if TYPE_CHECKING:
    from pyshacl.shapes_graph import ShapesGraph
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["Judge"]

_SEVERITIES = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.INFO}

# The words of SHACL with which a shape sees nothing but what its focus node leads to, step by step forward. A step
# backward from what articles share (a class, a day, a code) leads into other articles, and a query sees everything.
_LOCAL = frozenset(
    [
        *("NodeShape", "PropertyShape", "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "path"),
        *("property", "node", "and", "or", "not", "xone", "class", "datatype", "nodeKind", "minCount", "maxCount"),
        *("minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "minLength", "maxLength", "pattern", "flags"),
        *("languageIn", "uniqueLang", "equals", "disjoint", "lessThan", "lessThanOrEquals", "hasValue", "in"),
        *("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint", "closed"),
        *("ignoredProperties", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"),
        *("severity", "message", "deactivated", "name", "description", "order", "group", "defaultValue"),
        *("IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"),
        *("Violation", "Warning", "Info"),
    ]
)


class _Result(NamedTuple):
    """One result of a validation."""

    focus: Node
    path: Node | None
    value: Node | None
    component: str
    severity: str
    message: str


class Judge:
    """Validates articles against the shapes of an ontology folder.

    The shapes are parsed once. pySHACL and rdflib are imported for the first article.

    Args:
        vocabulary: the ontology.
        source: its folder.
        judge: ``pyshacl``; or ``shacl``, which has the extra ``fast`` look first, and pySHACL judge by the shapes that
            have something to say; or ``both``, which has both judge and reports where they differ. Default: ``shacl``
            with the bundled ontology where the extra is installed, else ``pyshacl``.

    Raises:
        UsageError: the extra is asked for and not installed.
    """

    def __init__(self, vocabulary: Vocabulary, source: OntologyFolder, judge: str | None = None) -> None:
        self._vocabulary = vocabulary
        self._source = source
        # Shapes of others may have patterns and words that the two understand differently; ours are compared in tests.
        self._kind = judge or ("shacl" if source.is_bundled and is_installed() else "pyshacl")
        if self._kind != "pyshacl" and not is_installed():
            raise UsageError(f"{self._kind} needs a package that is not here", hint="pip install turkic-ngo-kg[fast]")

    def judge(self, articles: Sequence[tuple[MappedArticle, Source]]) -> list[list[Finding]]:
        """The findings of the shapes on each article, with their places in the annotations.

        They are the same, in the same order, whatever articles come together.
        """
        if self._kind != "pyshacl":
            return [self._screened(*each) for each in articles]
        if len(articles) > 1 and self._is_local:
            found: list[list[_Result]] = [[] for _ in articles]
            for result in self._results([mapped for mapped, _ in articles]):
                owner = owner_of(result.focus)
                if owner is None:  # whose it is cannot be told: a literal, or a term of the ontology
                    break
                found[owner].append(result)
            else:
                return [self._findings(*each, results) for each, results in zip(articles, found, strict=True)]
        return [self._findings(*each, self._results([each[0]])) for each in articles]

    @cached_property
    def _screen(self) -> Screen:
        return Screen(self._shape_triples, self._vocabulary.subclass_quads)

    def _screened(self, mapped: MappedArticle, source: Source) -> list[Finding]:
        """The findings on one article, by a quick look first."""
        quads = [*mapped.quads, *self._context(mapped.quads)]
        if self._kind == "both":
            results = self._results([mapped])
            found = self._findings(mapped, source, results)
            ours, theirs = Counter(map(_seen, results)), Counter(self._screen.results(quads))
            only = [("pySHACL", each) for each in ours - theirs] + [("shacl", each) for each in theirs - ours]
            return [*found, *(_differs(mapped, source, *each) for each in sorted(only, key=repr))]
        suspects = self._screen.suspects(quads)
        if suspects is not None and not suspects:
            return []
        return self._findings(mapped, source, self._results([mapped], suspects))

    def _results(self, articles: Sequence[MappedArticle], shapes: frozenset[str] | None = None) -> list[_Result]:
        """The results of pySHACL on articles, by some of the shapes or by all."""
        from pyshacl.graph_abstraction import DataGraph

        triples = [to_rdflib_triples(self._vocabulary.subclass_quads)]
        for place, mapped in enumerate(articles):
            quads = [*mapped.quads, *self._context(mapped.quads)]
            if len(articles) == 1:
                triples.append(to_rdflib_triples(quads))
            else:
                triples.append(to_rdflib_triples(quads, own_names(self._vocabulary.base, place)))
        data = indexed_graph(chain.from_iterable(triples))
        options = {"inplace": True} if shapes is None else {"inplace": True, "use_shapes": sorted(shapes)}
        validator = self._validator(DataGraph.from_rdflib(data), shacl_graph=self._no_shapes, options=options)
        validator.shacl_graph = self._shapes
        _, results, _ = validator.run()
        return [_result(triples) for _, _, triples in results]

    @cached_property
    def _validator(self) -> Any:
        from pyshacl import Validator

        class Results(Validator):
            """Hands out its results as they are: a report in RDF would lose whose names they bear."""

            @classmethod
            def create_validation_report(cls, _shapes: Any, _conforms: bool, results: Any) -> tuple[Any, str]:
                return results, ""

        return Results

    @cached_property
    def _no_shapes(self) -> Graph:
        from rdflib import Graph

        return Graph()

    @cached_property
    def _shape_triples(self) -> list[Triple]:
        return [t for file in self._source.required("shapes") for t in self._source.triples(file)]

    @cached_property
    def _shapes(self) -> ShapesGraph:
        from pyshacl.shapes_graph import ShapesGraph

        graph = ShapesGraph(to_rdflib_graph(self._shape_triples), debug=False)
        graph.shapes  # noqa: B018 - finds them; only then can some of them be named
        return graph

    @cached_property
    def _is_local(self) -> bool:
        """Whether the verdict on an article cannot depend on others that have no name in common with it.

        Nor do the shapes themselves name a thing: it would be none of an article's own.
        """
        names = {each.value for t in self._shape_triples for each in t if isinstance(each, NamedNode)}
        words = {name.removeprefix(SH) for name in names if name.startswith(SH)}
        return words <= _LOCAL and not any(name.startswith(self._vocabulary.base) for name in names)

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

    def _context(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """The triples of the reference entities in the article."""
        named = {term.value for q in quads for term in (q.subject, q.object) if isinstance(term, NamedNode)}
        for iri in sorted(named & self._reference.keys()):
            yield from self._reference[iri]

    def _findings(self, mapped: MappedArticle, source: Source, results: Iterable[_Result]) -> list[Finding]:
        return sorted((_finding(mapped, source, each) for each in results), key=_order)


def _result(triples: Iterable[tuple[Any, Any, Any]]) -> _Result:
    """A result from pySHACL's triples; where an object is a pair, its second part is the node as it was found."""
    said: dict[str, Any] = {}
    for _, predicate, value in triples:
        said.setdefault(local_name(str(predicate)), value[1] if isinstance(value, tuple) else value)
    return _Result(
        said["focusNode"],
        said.get("resultPath"),
        said.get("value"),
        local_name(str(said["sourceConstraintComponent"])),
        local_name(str(said["resultSeverity"])),
        str(said.get("resultMessage")),
    )


def _finding(mapped: MappedArticle, source: Source, result: _Result) -> Finding:
    from rdflib import URIRef

    origin = mapped.origins.get(str(result.focus)) or mapped.origins[mapped.graph.value]
    # A path of several properties is a blank node: it has no name worth showing.
    about = f"{local_name(str(result.path))}: " if isinstance(result.path, URIRef) else ""
    return Finding(
        code=f"shape-{result.component.removesuffix('ConstraintComponent')}",
        severity=_SEVERITIES[result.severity],
        message=result.message,
        file=source.file,
        line=source.line_of(origin.path),
        key=format_path(origin.path),
        quote=origin.quote,
        iri=str(result.focus) if isinstance(result.focus, URIRef) else None,
        hint=f"{about}{result.value}" if result.value is not None else None,
    )


def _seen(result: _Result) -> Seen:
    """A result of pySHACL as the other validator would give it."""
    from rdflib import URIRef

    path = None if result.path is None else f"<{result.path}>" if isinstance(result.path, URIRef) else "…"
    return Seen(spelled(result.focus), path, spelled(result.value), result.component, result.severity)


def _differs(mapped: MappedArticle, source: Source, who: str, seen: Seen) -> Finding:
    iri = seen.focus[1:-1] if seen.focus is not None and seen.focus.startswith("<") else None
    origin = mapped.origins.get(iri or "") or mapped.origins[mapped.graph.value]
    what = ", ".join(part for part in seen if part is not None)
    return Finding(
        code="judges-differ",
        severity=Severity.WARNING,
        message=f"only {who} finds this: {what}",
        file=source.file,
        line=source.line_of(origin.path),
        key=format_path(origin.path),
        quote=origin.quote,
        iri=iri,
        hint="pySHACL counts; please report the difference, with the article",
    )


def _order(finding: Finding) -> tuple[str, ...]:
    return (f"{finding.line or 0:09}", finding.code, finding.iri or "", finding.message, finding.hint or "")
