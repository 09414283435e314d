"""A query taken apart: what its patterns match alone, what joins them, and what is said about it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.namespaces import DEFAULT_BASE, RDF, RDFS, TNK
from kg.query.profile import measure, profile

FORUMS, PEOPLE = 40, 50


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Forty forums with a name and a place each, and fifty people without."""
    store = ox.Store()

    def add(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        store.add(ox.Quad(ox.NamedNode(DEFAULT_BASE + subject), ox.NamedNode(predicate), value, ox.DefaultGraph()))

    for number in range(FORUMS):
        add(f"event/f{number}", RDF + "type", ox.NamedNode(TNK + "Forum"))
        add(f"event/f{number}", RDFS + "label", ox.Literal(f"Forum {number}"))
        add(f"event/f{number}", TNK + "heldIn", ox.NamedNode(f"{DEFAULT_BASE}place/p{number % 4}"))
    for number in range(PEOPLE):
        add(f"person/p{number}", RDF + "type", ox.NamedNode(TNK + "Person"))
    return store


def test_each_pattern_is_counted_in_the_order_written(store: ox.Store) -> None:
    found = profile(
        store,
        "SELECT * { ?f rdfs:label ?l ; a tnk:Forum . OPTIONAL { ?f tnk:heldIn/tnk:within* ?p } "
        'FILTER NOT EXISTS { ?f tnk:heldIn <place/p0> } { ?f ?q "Forum 3" } UNION { ?f tnk:nothing true } }',
    )
    assert [(part.pattern, part.inside, part.path, part.matches) for part in found.parts] == [
        ("?f rdfs:label ?l", (), False, FORUMS),
        ("?f a tnk:Forum", (), False, FORUMS),
        ("?f tnk:heldIn/(tnk:within*) ?p", ("OPTIONAL",), True, FORUMS),
        ("?f tnk:heldIn <place/p0>", ("FILTER NOT EXISTS",), False, FORUMS // 4),
        ('?f ?q "Forum 3"', ("UNION",), False, 1),
        ("?f tnk:nothing true", ("UNION",), False, 0),
    ]
    assert not any("finds nothing" in note for note in found.notes), "a branch of a UNION may be empty"


def test_a_pattern_is_counted_with_the_value_of_its_parameter(store: ox.Store) -> None:
    text = "SELECT ?f ?p { ?f tnk:heldIn ?p ; a ?c }"
    found = profile(store, text, {"p": ox.NamedNode(DEFAULT_BASE + "place/p1")})
    assert [part.matches for part in found.parts] == [FORUMS // 4, FORUMS + PEOPLE]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("?f a tnk:Forum . ?p a tnk:Person", "40 × 50; join them by a variable"),
        ("?f a tnk:Forum . ?p a tnk:Person FILTER(?f = ?p)", "they meet only in a FILTER"),
        ("?f a tnk:Forum { ?p a tnk:Person OPTIONAL { ?p rdfs:label ?l } }", "40 × 50"),
        ("?f a tnk:Forum . ?p a tnk:Person . ?f ?q ?p", None),
        ("?f a tnk:Forum . ?p a tnk:Person VALUES (?f ?p) { (<a:a> <a:b>) }", None),
        ("?f a tnk:Forum . ?p a tnk:Person BIND(?f AS ?g) FILTER EXISTS { ?f ?x ?p }", "40 × 50"),
        ("?f a tnk:Forum . ?f2 rdfs:label 'Forum 1'", None),  # 40 × 1 does no harm
        ("{ ?f a tnk:Forum } UNION { ?p a tnk:Person }", None),
        ("?f a tnk:Forum MINUS { ?p a tnk:Person }", None),
    ],
)
def test_what_no_variable_joins_is_told(store: ox.Store, pattern: str, said: str | None) -> None:
    products = [note for note in profile(store, f"SELECT * {{ {pattern} }}").notes if "no variable joins" in note]
    assert len(products) == (0 if said is None else 1)
    assert said is None or said in products[0]


def test_what_makes_the_answer_empty_is_told(store: ox.Store) -> None:
    notes = profile(store, "SELECT * { ?f a tnk:Forum ; tnk:nothing ?x }").notes
    assert "?f tnk:nothing ?x matches nothing here, so that the whole query finds nothing" in notes


def test_a_closure_without_an_anchor_is_told(store: ox.Store) -> None:
    def told(text: str) -> bool:
        return any("may take no step" in note for note in profile(store, text).notes)

    assert told("SELECT * { ?a tnk:within* ?b }")
    assert not told("SELECT * { ?a tnk:within+ ?b }")
    assert not told("SELECT * { <place/p0> tnk:within* ?b }")
    assert not told("SELECT * { ?f tnk:heldIn ?a . ?a tnk:within* ?b }")


def test_the_query_shown_runs_without_what_kg_declares(store: ox.Store) -> None:
    text = f"#+ summary: s\nPREFIX tnk: <{TNK}>\nSELECT ?l {{ <event/f3> rdfs:label ?l ; a tnk:Forum }}"
    shown = profile(store, text).query
    assert shown.count("PREFIX tnk:") == 1
    found = store.query(shown)
    assert isinstance(found, ox.QuerySolutions)
    assert [str(row["l"]) for row in found] == ['"Forum 3"']


def test_a_query_beyond_the_parser_is_still_shown(store: ox.Store) -> None:
    found = profile(store, "SELECT * { ?r rdf:reifies <<( ?a ?b ?c )>> }")
    assert found.parts == ()
    assert "too unusual" in found.notes[0]


def test_rows_are_counted_and_a_long_query_is_given_up(store: ox.Store) -> None:
    done = measure(store, "SELECT ?f { ?f a tnk:Forum }", timeout=60)
    assert (done.rows, done.finished) == (FORUMS, True)
    assert done.first is not None
    assert done.total is not None
    assert 0 <= done.first <= done.total
    slow = measure(store, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", timeout=0.5)
    assert not slow.finished
    assert slow.as_dict()["seconds"] is None
