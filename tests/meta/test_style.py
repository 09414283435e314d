"""The ontology against its own style guide: ontology/STYLE.md, as the shapes of ontology/meta/ hold it.

``<Shape file>/valid-*.ttl`` conform. ``<Shape file>/invalid-<reason>.ttl`` have beside them
``invalid-<reason>.expected.json``: every result of a validation against *all* meta shapes, by focus node, path,
component and severity. A folder bears the name of the shapes file that it tries.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from pyshacl import validate
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Literal, Node

HERE = Path(__file__).resolve().parent
ONTOLOGY = HERE.parents[1] / "ontology"
SHAPE_FILES = sorted((ONTOLOGY / "meta").glob("*.ttl"))
TNK = Namespace("https://w3id.org/turkic-ngo-kg/ontology#")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
THEME = Namespace("https://w3id.org/turkic-ngo-kg/id/theme/")
PREFIXES = {
    "tnk": TNK,
    "vs": VS,
    "theme": THEME,
    "dcterms": DCTERMS,
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}

# Each parameter of SHACL core that the meta shapes use, with the component that answers for it.
COMPONENTS: dict[Node, URIRef] = {
    SH["class"]: SH.ClassConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent,
    SH.minCount: SH.MinCountConstraintComponent,
    SH.maxCount: SH.MaxCountConstraintComponent,
    SH.maxLength: SH.MaxLengthConstraintComponent,
    SH.pattern: SH.PatternConstraintComponent,
    SH.hasValue: SH.HasValueConstraintComponent,
    SH["in"]: SH.InConstraintComponent,
    SH.languageIn: SH.LanguageInConstraintComponent,
    SH.uniqueLang: SH.UniqueLangConstraintComponent,
    SH.equals: SH.EqualsConstraintComponent,
    SH.disjoint: SH.DisjointConstraintComponent,
    SH.qualifiedMinCount: SH.QualifiedMinCountConstraintComponent,
    SH["or"]: SH.OrConstraintComponent,
    SH.xone: SH.XoneConstraintComponent,
}
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
NOT_CONSTRAINTS = {RDF.type, SH.path, SH.message, SH.severity, SH.flags, SH.qualifiedValueShape, *TARGETS}


class Result(NamedTuple):
    """One result of a validation, as the expected files write it."""

    focus: str
    path: str | None
    component: str
    severity: str


class Outcome(NamedTuple):
    """The results of one validation, and which constraint of which shape gave each."""

    results: list[Result]
    constraints: set[tuple[Node, Node]]


VALID = sorted(HERE.glob("*/valid-*.ttl"))
INVALID = sorted(HERE.glob("*/invalid-*.ttl"))


def _merged(folder: str) -> Graph:
    graph = Graph()
    for file in sorted((ONTOLOGY / folder).glob("*.ttl")):
        graph.parse(file)
    return graph


@cache
def _meta_shapes() -> Graph:
    return _merged("meta")


@cache
def _terms_and_labels() -> Graph:
    return _merged("modules") + _merged("labels") + _merged(".")


def _text(node: Node) -> str:
    """A term as the expected files write it: with the prefix of its namespace, if that has one."""
    if isinstance(node, BNode):
        return "_:"
    for prefix, namespace in PREFIXES.items():
        name = str(node).removeprefix(str(namespace))
        if name != str(node) and "/" not in name:
            return f"{prefix}:{name}"
    return node.n3()


def _value(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    value = graph.value(subject, predicate)
    assert value is not None, f"{subject} has no {predicate}"
    return value


def _path_text(path: Node, graph: Graph) -> str:
    """A path as SPARQL writes it."""
    if (alternatives := graph.value(path, SH.alternativePath)) is not None:
        return "|".join(_path_text(step, graph) for step in Collection(graph, alternatives))
    if (inverse := graph.value(path, SH.inversePath)) is not None:
        return "^" + _path_text(inverse, graph)
    if (repeated := graph.value(path, SH.zeroOrMorePath)) is not None:
        return f"({_path_text(repeated, graph)})*"
    if (path, RDF.first, None) in graph:
        return "/".join(_path_text(step, graph) for step in Collection(graph, path))
    return _text(path)


def _order(result: Result) -> tuple[str, str, str, str]:
    return result.focus, result.path or "", result.component, result.severity


def _judge(data: Graph) -> Outcome:
    _, report, _ = validate(data, shacl_graph=_meta_shapes(), inplace=True)
    assert isinstance(report, Graph), report
    results, constraints = [], set()
    for node in report.subjects(RDF.type, SH.ValidationResult):
        path = report.value(node, SH.resultPath)
        component = _value(report, node, SH.sourceConstraintComponent)
        results.append(
            Result(
                focus=_text(_value(report, node, SH.focusNode)),
                path=None if path is None else _path_text(path, report),
                component=_text(component),
                severity=_text(_value(report, node, SH.resultSeverity)),
            )
        )
        constraints.add((_value(report, node, SH.sourceShape), component))
    return Outcome(sorted(results, key=_order), constraints)


@cache
def _outcome(file: Path) -> Outcome:
    return _judge(Graph().parse(file))


def _expected_file(file: Path) -> Path:
    return file.with_name(file.stem + ".expected.json")


def _constraints(graph: Graph) -> Iterator[tuple[Node, Node]]:
    """Every constraint of every shape that selects nodes: shape, component."""
    for shape in {*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(RDF.type, SH.PropertyShape)}:
        for parameter in graph.predicates(shape):
            if parameter not in NOT_CONSTRAINTS:
                yield shape, COMPONENTS[parameter]


def _focus_nodes(shape: Node, data: Graph) -> set[Node]:
    shapes, found = _meta_shapes(), set()
    for target in shapes.objects(shape, SH.targetClass):
        for below in data.transitive_subjects(RDFS.subClassOf, target):
            found |= set(data.subjects(RDF.type, below))
    for target in shapes.objects(shape, SH.targetSubjectsOf):
        found |= set(data.subjects(target))
    for target in shapes.objects(shape, SH.targetObjectsOf):
        found |= set(data.objects(None, target))
    return found


def test_the_ontology_keeps_to_its_style_guide() -> None:
    assert _judge(_terms_and_labels()).results == []


@pytest.mark.campaign
@pytest.mark.parametrize("folder", ["shapes", "meta"])
def test_the_shapes_are_well_formed_by_the_shapes_of_shacl_itself(folder: str) -> None:
    conforms, _, text = validate(Graph(), shacl_graph=_merged(folder), meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize("file", VALID, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_valid_example_conforms(file: Path) -> None:
    assert _outcome(file).results == []


@pytest.mark.parametrize("file", INVALID, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_invalid_example_gives_exactly_the_results_written_beside_it(file: Path) -> None:
    expected = [Result(**row) for row in json.loads(_expected_file(file).read_text(encoding="utf-8"))]
    assert expected, "an invalid example expects at least one result"
    assert expected == sorted(expected, key=_order), "keep the expected results sorted"
    assert _outcome(file).results == expected


def test_every_file_on_disk_is_collected() -> None:
    on_disk = {path for folder in HERE.iterdir() if folder.is_dir() for path in folder.rglob("*") if path.is_file()}
    on_disk = {path for path in on_disk if "__pycache__" not in path.parts}
    assert on_disk == {*VALID, *INVALID, *map(_expected_file, INVALID)}


def test_every_shapes_file_has_a_folder_of_its_name_with_both_sorts() -> None:
    names = {file.stem for file in SHAPE_FILES}
    assert names
    assert {file.parent.name for file in VALID} == names
    assert {file.parent.name for file in INVALID} == names


@pytest.mark.parametrize("shapes_file", SHAPE_FILES, ids=lambda file: file.stem)
def test_every_constraint_has_a_counter_example_in_its_folder(shapes_file: Path) -> None:
    tried = {pair for file in INVALID if file.parent.name == shapes_file.stem for pair in _outcome(file).constraints}
    assert set(_constraints(Graph().parse(shapes_file))) - tried == set()


@pytest.mark.parametrize("shapes_file", SHAPE_FILES, ids=lambda file: file.stem)
def test_every_shape_selects_something_in_a_valid_example(shapes_file: Path) -> None:
    """A shape that nothing valid ever meets proves nothing."""
    shapes = {shape for shape, _ in _constraints(Graph().parse(shapes_file))}
    examples = [Graph().parse(file) for file in VALID if file.parent.name == shapes_file.stem]
    assert {shape for shape in shapes if not any(_focus_nodes(shape, data) for data in examples)} == set()


def test_every_shape_is_named_after_its_file_and_says_in_words_what_to_do() -> None:
    for file in SHAPE_FILES:
        graph = Graph().parse(file)
        for shape in {shape for shape, _ in _constraints(graph)}:
            assert isinstance(shape, URIRef), shape
            assert shape.rpartition("#")[2].startswith(f"{file.stem}-"), shape
            message = _value(graph, shape, SH.message)
            assert isinstance(message, Literal)
            assert message.language == "en", shape
            assert ". " in message, f"{shape}: say first what is wrong, then what to do"
            assert (shape, SH.severity, None) in graph, shape
            assert any(graph.value(shape, target) for target in TARGETS), f"{shape} selects nothing"


def test_the_shapes_keep_to_shacl_core() -> None:
    used = {node for triple in _meta_shapes() for node in triple if isinstance(node, URIRef)}
    assert used.isdisjoint({SH.sparql, SH.select, SH.ask, SH.js, SH.rule, SH.target})
