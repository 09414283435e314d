"""Errors in queries: the place, the line, and what to do next."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.namespaces import ONTOLOGY_GRAPH, RDF, TNK
from kg.query import run, unknown_terms


def error_of(query: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        run(ox.Store(), query)
    return caught.value


@pytest.mark.parametrize(
    ("query", "where", "caret_below", "hint"),
    [
        ("SELCT ?x { }", "line 1, column 1", "SELCT", "did you mean SELECT?"),
        ("SELECT * {\n  ?s ?p ?o\n  FILTR(?o > 1)\n}", "line 3, column 3", "FILTR", "did you mean FILTER?"),
        ("SELECT * { ?s ?p ?o } ORDR BY ?s", "line 1, column 23", "ORDR", "did you mean ORDER?"),
        ("SELECT * { ?s ?p }", "line 1, column 18", "}", "something is missing before it"),
        ("SELECT * { ?s ?p ?o }}", "line 1, column 22", "}", "nothing was opened that it could close"),
        ("SELECT * { ?s ?p ?o", "line 1, column 10", "{", None),
        ("SELECT * { ?s tkn:x ?o }", "line 1, column 15", "tkn:x", "did you mean tnk: ?"),
        ("SELECT * { ?s foo:x ?o }", "line 1, column 15", "foo:x", "PREFIX foo: <…>"),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", "line 1, column 40", "}", "GROUP BY"),
    ],
)
def test_the_place_of_a_mistake(query: str, where: str, caret_below: str, hint: str | None) -> None:
    error = error_of(query)
    assert error.where == where
    shown, caret = error.message.split("\n")[-2:]
    assert shown[caret.index("^") : caret.rindex("^") + 1] == caret_below
    assert (hint or "") in (error.hint or "")
    assert error.exit_code == 2


def test_columns_count_characters() -> None:
    error = error_of('SELECT * { ?s ?p "Türkiyə 🙂" ; "x" ?o }')
    assert error.where == "line 1, column 32"


def test_a_long_line_is_shown_around_the_mistake() -> None:
    error = error_of("SELECT * { " + "?s ?p ?o . " * 50 + "FILTR(1) }")
    shown, caret = error.message.split("\n")[-2:]
    assert len(shown) < 130
    assert shown[caret.index("^") :].startswith("FILTR")


def test_nothing_hostile_is_echoed() -> None:
    assert "\x1b" not in error_of("SELECT * { ?s ?p '\x1b[2J' FILTR(1) }").message


@pytest.mark.parametrize("query", ["", "   \n", "# only a comment"])
def test_an_empty_query(query: str) -> None:
    assert "empty" in error_of(query).message


def test_bundled_prefixes_are_listed() -> None:
    hint = error_of("SELECT * { ?s foo:x ?o }").hint or ""
    for prefix in ("tnk", "tnkd", "rdf", "rdfs", "owl", "xsd", "skos", "prov", "oa", "dcterms", "edtf"):
        assert f" {prefix}" in hint


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    graph, type_ = ox.NamedNode(ONTOLOGY_GRAPH), ox.NamedNode(RDF + "type")
    for name in ("organises", "Organization", "holdsPost"):
        store.add(ox.Quad(ox.NamedNode(TNK + name), type_, ox.NamedNode("https://example.org/term"), graph))
    return store


def test_unknown_terms_are_named_with_the_nearest(store: ox.Store) -> None:
    found = unknown_terms(f"SELECT * {{\n ?a tnk:organizes ?b ; a tnk:Organization ; <{TNK}holdPost> ?c }}", store)
    assert [(f.code, f.line, f.iri) for f in found] == [
        ("unknown-term", 2, TNK + "organizes"),
        ("unknown-term", 2, TNK + "holdPost"),
    ]
    assert found[0].hint is not None
    assert "tnk:organises" in found[0].hint
    assert found[1].hint is not None
    assert "tnk:holdsPost" in found[1].hint


def test_terms_in_strings_and_of_other_vocabularies_are_not_looked_up(store: ox.Store) -> None:
    query = 'PREFIX t: <https://example.org/t#> SELECT * { ?a t:organizes "tnk:organizes" ; rdfs:label ?l } # tnk:x'
    assert unknown_terms(query, store) == []


def test_a_redefined_prefix_counts(store: ox.Store) -> None:
    query = f"PREFIX k: <{TNK}> SELECT * {{ ?a k:organizes ?b }}"
    assert [finding.iri for finding in unknown_terms(query, store)] == [TNK + "organizes"]
