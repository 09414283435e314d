"""Several articles are judged in one go, and each gets the verdict that it gets alone."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pyshacl import Validator
from pyshacl.shapes_graph import ShapesGraph

import kg
from kg.findings import Finding
from kg.mapping import MappedArticle, Mapper
from kg.mapping.graph import Origin
from kg.model import Source
from kg.namespaces import DEFAULT_BASE, TNK
from kg.ontology import vocabulary
from kg.ontology.files import OntologyFolder
from kg.rdf import RdfFormat, parse
from kg.read import find_files, read_path
from kg.resources import ontology_folder
from kg.terms import Literal, NamedNode, Quad
from kg.validate import Judge

SHAPES = Path(__file__).parents[1] / "shapes"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class Nowhere:
    """The lines of what was never written down."""

    def __call__(self, _path: object) -> int | None:
        return 1


def article(name: str, quads: Sequence[Quad]) -> tuple[MappedArticle, Source]:
    graph = NamedNode(f"{DEFAULT_BASE}article/{name}")
    return MappedArticle(name, graph, quads, (), {graph.value: Origin(("article",))}, ()), Source(name, Nowhere())


def said(*triples: tuple[str, str, str | Literal]) -> list[Quad]:
    """Quads of short names: ``thing/x`` is a thing, any other name a term of the ontology."""
    graph = NamedNode(f"{DEFAULT_BASE}article/any")

    def term(name: str | Literal) -> NamedNode | Literal:
        if isinstance(name, Literal):
            return name
        return NamedNode((DEFAULT_BASE if "/" in name else TNK) + name)

    return [
        Quad(term(s), TYPE if p == "a" else NamedNode(TNK + p), term(o), graph)  # type: ignore[arg-type]
        for s, p, o in triples
    ]


def judge_of(folder: Path | None = None) -> Judge:
    source = OntologyFolder(folder)
    return Judge(vocabulary.load(source, base=DEFAULT_BASE), source, "pyshacl")


@pytest.fixture(scope="module")
def judge() -> Judge:
    return judge_of()


@pytest.fixture(scope="module")
def counter_examples() -> list[tuple[MappedArticle, Source]]:
    """Every example and counter-example of the shapes, as if each were an article. Many speak of the same things."""
    files = sorted(SHAPES.glob("*/*valid-*.ttl"))
    graph = NamedNode(f"{DEFAULT_BASE}article/any")
    return [
        article(
            f"{file.parent.name}/{file.stem}",
            [Quad(q.subject, q.predicate, q.object, graph) for q in parse(path=file, format=RdfFormat.TURTLE)],
        )
        for file in files
    ]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of triples of each run of pySHACL."""
    found: list[int] = []
    whole = Validator.run

    def counted(self: Validator) -> object:
        found.append(len(self.data_graph))
        result: object = whole(self)  # type: ignore[no-untyped-call]
        return result

    monkeypatch.setattr(Validator, "run", counted)
    return found


def test_any_batch_in_any_order_finds_what_each_alone_has(
    judge: Judge, counter_examples: list[tuple[MappedArticle, Source]]
) -> None:
    named = [each for each in counter_examples if not any("_:" in str(quad) for quad in each[0].quads)]
    alone = {each[0].id: judge.judge([each])[0] for each in named}
    assert sum(map(len, alone.values())) > 100
    assert len(named) > 150
    shuffled = random.Random(4)  # noqa: S311 - a seeded order
    for size in (2, 7, len(named)):
        order = named[:]
        shuffled.shuffle(order)
        for first in range(0, len(order), size):
            batch = order[first : first + size]
            for (mapped, _), found in zip(batch, judge.judge(batch), strict=True):
                assert found == alone[mapped.id], mapped.id


def test_the_articles_of_the_project_together(judge: Judge) -> None:
    terms = vocabulary.load(OntologyFolder(None), base=DEFAULT_BASE)
    mapper, batch = Mapper(terms), []
    for file in find_files([kg.examples(), kg.examples().parent / "fictional"]):
        batch += [(mapper.map(r.article), r.article.source) for r in read_path(file, vocabulary=terms) if r.article]
    alone = [judge.judge([each])[0] for each in batch]
    assert len(batch) > 19
    assert judge.judge(batch) == alone
    assert judge.judge(batch[::-1]) == alone[::-1]


def test_what_two_articles_say_of_one_thing_is_not_put_together(judge: Judge) -> None:
    """Each says that the post is in one body, and both together that it is in two, which the shapes forbid."""
    both = []
    for name, body in (("a", "organization/one"), ("b", "organization/two")):
        label = Literal("Chair")
        quads = said(("post/x", "a", "Post"), ("post/x", "postIn", body), (body, "a", "NGO"))
        both.append(
            article(name, [*quads, *(Quad(q.subject, LABEL, label, q.graph_name) for q in (quads[0], quads[2]))])
        )
    assert judge.judge(both) == [[], []]
    merged = article("c", [*both[0][0].quads, *both[1][0].quads])
    assert "shape-MaxCount" in [each.code for each in judge.judge([merged])[0]]


def test_a_neighbour_does_not_mend_a_fault(judge: Judge) -> None:
    """One article uses a body without saying what it is; the other says it, and together they would be faultless."""
    post, body = said(("post/x", "a", "Post"), ("organization/one", "a", "NGO"))
    names = [Quad(each.subject, LABEL, Literal("Name"), each.graph_name) for each in (post, body)]
    lacking = article("a", [post, names[0], *said(("post/x", "postIn", "organization/one"))])
    giving = article("b", [body, names[1]])
    alone = judge.judge([lacking])[0]
    assert {each.code for each in alone} == {"shape-Class"}
    assert judge.judge([article("c", [*lacking[0].quads, *giving[0].quads])]) == [[]]
    assert judge.judge([lacking, giving]) == [alone, []]
    assert judge.judge([giving, lacking]) == [[], alone]


LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def test_a_batch_takes_one_run_and_the_shapes_are_parsed_once(runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    whole = ShapesGraph.__init__

    def counted(self: ShapesGraph, graph: object, *rest: Any, **more: Any) -> None:
        made.append(len(graph))  # type: ignore[arg-type]
        whole(self, graph, *rest, **more)

    monkeypatch.setattr(ShapesGraph, "__init__", counted)
    judge = judge_of()
    sound = [article(str(n), [*said(("event/x", "a", "Forum"), ("event/x", "status", "held"))]) for n in range(12)]
    faulty = [article(f"f{n}", said(("post/x", "postIn", "organization/one"))) for n in range(3)]
    judge.judge(sound)
    judge.judge([*sound, *faulty])
    assert len(runs) == 2  # faults take no second look either: the names tell whose they are
    assert sum(size > 1000 for size in made) == 1  # pySHACL wants a second graph, of which nothing is asked


def test_a_fault_of_nobody_in_particular_is_looked_for_in_each(judge: Judge, runs: list[int]) -> None:
    """A relation is attributed to a term of the ontology that is no voice: the result is about the term."""
    wrong = article("a", said(("assertion/x", "attributedTo", "Forum")))
    right = article("b", said(("assertion/x", "attributedTo", "newsroom")))
    found = judge.judge([right, wrong])
    assert len(runs) == 3
    assert TNK + "Forum" in [each.iri for each in found[1]]
    assert TNK + "Forum" not in [each.iri for each in found[0]]


@pytest.mark.parametrize(
    ("shape", "is_together"),
    [
        ("sh:path tnk:status ; sh:minCount 1", True),
        # from the status back to all events that have it, of whatever article
        ("sh:path ( tnk:status [ sh:inversePath tnk:status ] ) ; sh:maxCount 1", False),
        ("sh:path tnk:hosts ; sh:disjoint <https://w3id.org/turkic-ngo-kg/id/x>", False),
        ("""sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o }" ]""", False),
    ],
)
def test_shapes_that_see_beyond_an_article_are_asked_one_by_one(
    shape: str, is_together: bool, tmp_path: Path, runs: list[int]
) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), folder)
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix tnk: <https://w3id.org/turkic-ngo-kg/ontology#> .\n"
    kind = "sh:PropertyShape" if "sh:path" in shape else "sh:NodeShape"
    (folder / "shapes" / "Own.ttl").write_text(
        f'{head}<urn:x> a {kind} ; sh:targetClass tnk:Forum ; sh:message "No."@en ; {shape} .'
    )
    judge = judge_of(folder)
    one, other = (article(n, said((f"event/{n}", "a", "Forum"), (f"event/{n}", "status", "held"))) for n in "ab")
    runs.clear()
    found = judge.judge([one, other])
    assert len(runs) == (1 if is_together else 2)

    def own(findings: list[Finding]) -> list[Finding]:
        return [each for each in findings if each.message == "No."]

    assert own(found[0]) == own(judge.judge([one])[0])
