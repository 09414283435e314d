"""Any SELECT traced to the claims behind its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import UsageError
from kg.query import trace

ARTICLE = """\
kg: 1
article: {id: steppe-1, title: T, publisher: {type: NewsAgency, name: Steppe Wire}, published: 2031-05-04}
entities:
  forum: {type: Forum, name: Blue Steppe Forum}
  union: {type: NGO, name: Aksu Union}
  youth: {type: NGO, name: Aksu Youth}
  aksu: {type: City, name: Aksu}
mentions:
- {of: forum, quote: forum}
- {of: union, quote: union}
- {of: youth, quote: youth}
- {of: aksu, quote: Aksu}
relations:
- {subject: union, relation: organises, object: forum, quote: q-organises}
- {subject: youth, relation: attends, object: forum, quote: q-attends}
- {subject: youth, relation: attends, object: forum, quote: q-attends-again, statement: s1}
- {subject: youth, relation: hosts, object: forum, modality: plan, quote: q-plan}
- {subject: forum, relation: heldIn, object: aksu, quote: q-place}
- {subject: union, relation: cooperatesWith, object: youth, quote: q-together}
statements:
- {id: s1, speaker: union, mode: direct, kind: fact, quote: said, about: [forum]}
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    folder = tmp_path_factory.mktemp("trace")
    (folder / "a.yaml").write_text(ARTICLE, encoding="utf-8")
    return kg.build(folder)


def quotes(graph: kg.Graph, text: str) -> tuple[list[tuple[tuple[str, ...], set[str]]], list[str]]:
    """Each row with the quotes behind it, and the notes."""
    from kg.query import EvidenceReader, Labels

    result, notes = trace(graph.dataset(), text, graph.query(text))
    reader = EvidenceReader(graph.dataset(), Labels(graph.dataset()))
    assert result.evidence is not None
    rows = []
    for row, behind in zip(result.rows, result.evidence, strict=True):
        names = tuple(str(value).rpartition("/")[2] for value in row.values())
        rows.append((names, {f for claim in reader.claims(behind) for quote in claim.quotes for f in quote.fragments}))
    return sorted(rows, key=str), notes


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("SELECT ?who { ?who tnk:organises ?event }", [(("aksu-union",), {"q-organises"})]),
        ("SELECT ?who { ?who tnk:attends ?event }", [(("aksu-youth",), {"q-attends", "q-attends-again"})]),
        (
            "SELECT ?who ?place { ?who tnk:organises ?event . ?event tnk:heldIn ?place . ?place a tnk:City }",
            [(("aksu-union", "aksu"), {"q-organises", "q-place"})],
        ),
        (
            "SELECT DISTINCT ?who { ?who tnk:organises|tnk:attends ?event } ORDER BY ?who LIMIT 9",
            [(("aksu-union",), {"q-organises"}), (("aksu-youth",), {"q-attends", "q-attends-again"})],
        ),
        ("SELECT ?event { ?event ^tnk:organises ?who }", [(("blue-steppe-forum",), {"q-organises"})]),
        (
            "SELECT ?who { ?who tnk:attends ?e OPTIONAL { ?e tnk:heldIn ?p } OPTIONAL { ?e tnk:partOf ?whole } }",
            [(("aksu-youth",), {"q-attends", "q-attends-again", "q-place"})],
        ),
        # A symmetric relation holds in both directions, and was stated in one.
        (
            "SELECT ?a { ?a tnk:cooperatesWith ?b }",
            [(("aksu-union",), {"q-together"}), (("aksu-youth",), {"q-together"})],
        ),
        ("SELECT ?p { organization:aksu-union ?p event:blue-steppe-forum }",
            [(("ontology#organises",), {"q-organises"})]),
        # An assertion that the query itself names stands for itself, a plan too.
        (
            "SELECT ?who { ?claim rdf:subject ?who ; tnk:modality tnk:plan ; prov:wasDerivedFrom article:steppe-1 }",
            [(("aksu-youth",), {"q-plan"})],
        ),
        (
            "SELECT ?who { VALUES ?who { organization:aksu-union } ?who tnk:organises ?e FILTER(isIRI(?e)) }",
            [(("aksu-union",), {"q-organises"})],
        ),
    ],
)  # fmt: skip
def test_rows_with_the_quotes_behind_them(
    graph: kg.Graph, pattern: str, expected: list[tuple[tuple[str, ...], set[str]]]
) -> None:
    assert quotes(graph, pattern) == (expected, [])


@pytest.mark.parametrize(
    ("pattern", "note"),
    [
        ("SELECT ?w { ?w tnk:attends ?e FILTER NOT EXISTS { ?w tnk:organises ?e } }", "EXISTS"),
        ("SELECT ?w { ?w tnk:attends ?e MINUS { ?w tnk:organises ?e } }", "MINUS"),
        ("SELECT ?w { ?w tnk:attends ?e . ?e tnk:heldIn/tnk:within* ?p }", "paths of several steps"),
    ],
)
def test_what_is_left_untraced_is_said(graph: kg.Graph, pattern: str, note: str) -> None:
    rows, notes = quotes(graph, pattern)
    assert rows == [(("aksu-youth",), {"q-attends", "q-attends-again"})]
    assert len(notes) == 1
    assert note in notes[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT (COUNT(?w) AS ?n) { ?w tnk:attends ?e }", "count or group"),
        ("SELECT ?e (COUNT(?w) AS ?n) { ?w tnk:attends ?e } GROUP BY ?e", "count or group"),
        ("SELECT ?w { { SELECT ?w { ?w tnk:attends ?e } } }", "subquery"),
        ("SELECT ?w (STR(?e) AS ?text) { ?w tnk:attends ?e }", "columns that no pattern has"),
        ("SELECT ?w { ?w a tnk:NGO ; rdfs:label ?name }", "names, types or terms"),
        ("SELECT ?w { ?w tnk:attends/tnk:heldIn ?p }", "paths of several steps"),
        ("SELECT ?w { ?w tnk:attends ?e } VALUES ?w { organization:aksu-youth }", "VALUES"),
        ("ASK { ?w tnk:attends ?e }", "only the rows of a SELECT"),
    ],
)
def test_what_cannot_be_traced_is_refused_with_a_reason(graph: kg.Graph, text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        trace(graph.dataset(), text, graph.query(text))


def test_no_rows_need_no_evidence(graph: kg.Graph) -> None:
    text = "SELECT ?w { ?w tnk:funds ?e }"
    result, notes = trace(graph.dataset(), text, graph.query(text))
    assert (result.rows, result.evidence, notes) == ([], [], [])


def test_all_relations_of_a_large_answer_are_bounded(graph: kg.Graph, tmp_path: Path) -> None:
    text = "SELECT ?a { ?a ?b ?c . ?d ?e ?f }"
    with pytest.raises(UsageError, match="more than 100,000 solutions"):
        trace(graph.dataset(), text, graph.query(text).limit(1))
