"""The shapes against examples on disk: valid ones raise nothing, invalid ones exactly what is written beside them.

``<Shape file>/valid-*.ttl`` conform. ``<Shape file>/invalid-<reason>.ttl`` have beside them
``invalid-<reason>.expected.json``: every result of a validation against *all* shapes, by focus node, path, component
and severity. A folder bears the name of the shapes file that it tries.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from pyshacl import validate
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Literal, Node

HERE = Path(__file__).resolve().parent
ONTOLOGY = HERE.parents[1] / "ontology"
PREFIXES = Graph().parse(HERE / "prefixes.ttl")
SHAPE_FILES = sorted((ONTOLOGY / "shapes").glob("*.ttl"))

# Each parameter of SHACL core that the shapes use, with the component that answers for it.
COMPONENTS: dict[Node, URIRef] = {
    SH["class"]: SH.ClassConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent,
    SH.minCount: SH.MinCountConstraintComponent,
    SH.maxCount: SH.MaxCountConstraintComponent,
    SH.minInclusive: SH.MinInclusiveConstraintComponent,
    SH.maxInclusive: SH.MaxInclusiveConstraintComponent,
    SH.minLength: SH.MinLengthConstraintComponent,
    SH.maxLength: SH.MaxLengthConstraintComponent,
    SH.pattern: SH.PatternConstraintComponent,
    SH.lessThan: SH.LessThanConstraintComponent,
    SH.lessThanOrEquals: SH.LessThanOrEqualsConstraintComponent,
    SH.hasValue: SH.HasValueConstraintComponent,
    SH["in"]: SH.InConstraintComponent,
    SH["or"]: SH.OrConstraintComponent,
    SH["not"]: SH.NotConstraintComponent,
}
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
NOT_CONSTRAINTS = {RDF.type, SH.path, SH.message, SH.severity, *TARGETS}


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


def _examples(pattern: str) -> list[Path]:
    return sorted(HERE.glob(f"*/{pattern}"))


VALID = _examples("valid-*.ttl")
INVALID = _examples("invalid-*.ttl")


@cache
def _shapes() -> Graph:
    graph = Graph()
    for file in SHAPE_FILES:
        graph.parse(file)
    return graph


@cache
def _subclasses() -> Graph:
    ontology = Graph()
    for file in sorted((ONTOLOGY / "modules").glob("*.ttl")):
        ontology.parse(file)
    graph = Graph()
    for triple in ontology.triples((None, RDFS.subClassOf, None)):
        graph.add(triple)
    return graph


def _data(file: Path) -> Graph:
    """An example as it is validated: with the class hierarchy, and no other inference."""
    return Graph().parse(file) + _subclasses()


def _text(node: Node) -> str:
    return "_:" if isinstance(node, BNode) else node.n3(PREFIXES.namespace_manager)


def _value(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    value = graph.value(subject, predicate)
    assert value is not None, f"{subject} has no {predicate}"
    return value


def _path_text(path: Node, graph: Graph) -> str:
    alternatives = graph.value(path, SH.alternativePath)
    members = [path] if alternatives is None else Collection(graph, alternatives)
    return "|".join(_text(member) for member in members)


@cache
def _outcome(file: Path) -> Outcome:
    _, report, _ = validate(_data(file), shacl_graph=_shapes(), inplace=True)
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


def _order(result: Result) -> tuple[str, str, str, str]:
    return result.focus, result.path or "", result.component, result.severity


def _expected_file(file: Path) -> Path:
    return file.with_name(file.stem + ".expected.json")


def _constraints(graph: Graph) -> Iterator[tuple[Node, Node]]:
    """Every constraint of every shape that selects nodes: shape, component."""
    for shape in {*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(RDF.type, SH.PropertyShape)}:
        for parameter in graph.predicates(shape):
            if parameter not in NOT_CONSTRAINTS:
                yield shape, COMPONENTS[parameter]


def _focus_nodes(shape: Node, data: Graph) -> set[Node]:
    shapes, found = _shapes(), set()
    for target in shapes.objects(shape, SH.targetClass):
        for below in data.transitive_subjects(RDFS.subClassOf, target):
            found |= set(data.subjects(RDF.type, below))
    for target in shapes.objects(shape, SH.targetSubjectsOf):
        found |= set(data.subjects(target))
    for target in shapes.objects(shape, SH.targetObjectsOf):
        found |= set(data.objects(None, target))
    return found


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
    """A shape that nothing valid ever meets proves nothing. Those that forbid what they select cannot be met."""
    graph = Graph().parse(shapes_file)
    examples = [_data(file) for file in VALID if file.parent.name == shapes_file.stem]
    never_met = {
        shape
        for shape, _ in _constraints(graph)
        if not any(_focus_nodes(shape, data) for data in examples) and not _forbids_its_target(graph, shape)
    }
    assert never_met == set()


def _forbids_its_target(graph: Graph, shape: Node) -> bool:
    negated = graph.value(shape, SH["not"])
    return negated is not None and graph.value(negated, SH["class"]) == graph.value(shape, SH.targetClass)


def test_every_shape_is_named_after_its_file_and_says_in_words_what_to_do() -> None:
    for file in SHAPE_FILES:
        graph = Graph().parse(file)
        shapes = {shape for shape, _ in _constraints(graph)}
        assert shapes, file.name
        for shape in shapes:
            assert isinstance(shape, URIRef), shape
            message = _value(graph, shape, SH.message)
            assert isinstance(message, Literal)
            assert message.language == "en", shape
            assert ". " in message, f"{shape}: say first what is wrong, then what to do"
            assert any(graph.value(shape, target) for target in TARGETS), f"{shape} selects nothing"
