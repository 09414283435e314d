"""What a query may not do, and that nothing gets past the guard that the engine would obey."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, RefusedQueryError
from kg.query.guard import MAX_BYTES, MAX_DEPTH, check
from kg.query.tokens import tokenize

GRAPH = "https://example.org/graph"
# Port 1 is one that the engine's HTTP client refuses by itself: should the guard fail, nothing leaves the machine.
REMOTE = "<http://localhost:1/>"
REST = "{ ?s ?p ?o }"
PREFIX = "PREFIX ex: <http://localhost:1/> PREFIX : <http://localhost:1/> "


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    node = ox.NamedNode("https://example.org/a")
    store.add(ox.Quad(node, node, ox.Literal(1), ox.NamedNode(GRAPH)))
    store.add(ox.Quad(node, node, ox.Literal(1), ox.DefaultGraph()))
    return store


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {REMOTE} {REST} }}",
        f"SELECT * {{ sErViCe {REMOTE} {REST} }}",
        f"SELECT * {{ SERVICE SILENT {REMOTE} {REST} }}",
        f"SELECT * {{ SERVICESILENT{REMOTE}{REST} }}",
        f"{PREFIX}SELECT * {{ SERVICEex:a {REST} }}",
        f"{PREFIX}SELECT * {{ SERVICE:a {REST} }}",
        f"SELECT * {{ SERVICE?x{REST} }}",
        f"SELECT * {{ ?s ?p trueSERVICE {REMOTE}{REST} }}",
        f"SELECT * {{ ?s ?p 1SERVICE {REMOTE}{REST} }}",
        f"SELECT * {{ ?s ?p 1e5SERVICE {REMOTE}{REST} }}",
        f'SELECT * {{ ?s ?p "x"SERVICE {REMOTE}{REST} }}',
        f'SELECT * {{ ?s ?p """x"""SERVICE {REMOTE}{REST} }}',
        f'SELECT * {{ ?s ?p "\\\\"SERVICE {REMOTE}{REST} }}',
        f"SELECT * {{ ?s ?p ?x.SERVICE {REMOTE}{REST} }}",
        f"{PREFIX}SELECT * {{ ?s ?p ex:.SERVICE {REMOTE}{REST} }}",
        f"SELECT * {{ #x\rSERVICE {REMOTE}{REST} }}",
        f"SELECT * {{ FILTER(1<2)SERVICE {REMOTE}{REST} }}",
        f"SELECT * {{ FILTER(?a<?b)SERVICE?x{REST} FILTER(?c>?d) }}",
        f"SELECT * {{ FILTER(?a<?b)SERVICE#>\n{REMOTE}{REST} }}",
        f"SELECT * {{ {{}} UNION {{ SERVICE {REMOTE}{REST} }} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE {REMOTE}{REST} }} }} }}",
        f"SELECT * {{ FILTER EXISTS {{ SERVICE {REMOTE}{REST} }} }}",
        f"ASK {{ SERVICE {REMOTE}{REST} }}",
        f"CONSTRUCT {REST} WHERE {{ SERVICE {REMOTE}{REST} }}",
        f"DESCRIBE ?s WHERE {{ SERVICE {REMOTE}{REST} }}",
        f"PREFIX service: {REMOTE} SELECT * {{ ?s service:a ?o }}",
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(RefusedQueryError, match="SERVICE"):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://localhost:1/>" }',
        "SELECT * { ?s ?p 'it says \\' SERVICE' }",
        'SELECT * { ?s ?p """a "quoted" SERVICE\nline""" }',
        "SELECT * { ?s ?p '''SERVICE''' }",
        "SELECT * { ?s ?p <http://example.org/SERVICE> }",
        "SELECT * { ?s ?p <http://example.org/service(1)> }",
        "SELECT ?service { ?service ?p $SERVICE }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://localhost:1/>",
        "# SERVICE\nSELECT * { ?s ?p ?o }",
        "SELECT * { ?s tnk:service _:service }",
        'SELECT * { ?s ?p "x"@en . FILTER(?s < 3 && ?o > 2) }',
    ],
)
def test_the_word_alone_is_no_service(query: str, store: ox.Store) -> None:
    check(query, store)
    store.query(query, prefixes={"tnk": "https://example.org/"})


@pytest.mark.parametrize("query", ["SELECT * { SERVI\\u0043E <http://localhost:1/> {} }", "S\\u0045LECT * {}"])
def test_escaped_keywords_are_no_query(query: str, store: ox.Store) -> None:
    # SPARQL 1.1, section 19.2, would read them as the letters. The engine does not, which this holds as well: should
    # it begin to, the guard still refuses the backslash.
    with pytest.raises(SyntaxError):
        store.query(query)
    with pytest.raises(QueryError, match="no place in a query"):
        check(query)


def test_an_escape_within_a_string_stays_in_it(store: ox.Store) -> None:
    query = 'SELECT * { ?s ?p "\\u0022 . SERVICE <http://localhost:1/> {} #" }'
    check(query, store)
    assert [variable.value for variable in store.query(query).variables] == ["p", "s"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("query", "keyword"),
    [
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
        ("insert data { <a:a> <a:b> <a:c> }", "INSERT"),
        ("INSERTDATA{}", "INSERT"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH"),
        ("LOAD <http://localhost:1/>", "LOAD"),
        ("LOAD SILENT <file:///etc/passwd> INTO GRAPH <a:g>", "LOAD"),
        ("CLEAR ALL", "CLEAR"),
        ("DROP GRAPH <a:g>", "DROP"),
        ("CREATE GRAPH <a:g>", "CREATE"),
        ("COPY <a:g> TO <a:h>", "COPY"),
        ("MOVE <a:g> TO <a:h>", "MOVE"),
        ("ADD <a:g> TO <a:h>", "ADD"),
        ("PREFIX a: <a:b> # LOAD\n DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("BASE <a:b> PREFIX a: <a:b> DROP ALL", "DROP"),
        ("SELECT * { ?s ?p ?o } ; DROP ALL", "DROP"),
        ("CONSTRUCT {} WHERE {} ; PREFIX a: <a:b> LOAD <a:c>", "LOAD"),
    ],
)
def test_updates_are_refused(query: str, keyword: str) -> None:
    with pytest.raises(RefusedQueryError, match=f"{keyword} is refused"):
        check(query)


@pytest.mark.parametrize(
    "query", ["SELECT ?load { ?load tnk:add 'DROP ALL' ; tnk:b 1 }", "SELECT * { ?s a ?o ; a ?p } # ; DROP ALL"]
)
def test_the_words_of_updates_are_allowed_elsewhere(query: str) -> None:
    check(query)


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED", "from named"])
def test_from_takes_graphs_of_the_store_only(clause: str, store: ox.Store) -> None:
    check(f"SELECT * {clause} <{GRAPH}> {{ ?s ?p ?o }}", store)
    check(f"PREFIX g: <https://example.org/> SELECT * {clause} g:graph {{ ?s ?p ?o }}", store)
    for query in (
        f"SELECT * {clause} <https://example.org/other> {{ ?s ?p ?o }}",
        f"SELECT * {clause} <file:///etc/passwd> {{ ?s ?p ?o }}",
        f"PREFIX g: <https://example.org/> SELECT * {clause} g:other {{ ?s ?p ?o }}",
        f"PREFIX g: <https://example.org/> SELECT * {clause.replace(' ', '')}g:other {{ ?s ?p ?o }}",
        f"CONSTRUCT {{ ?s ?p ?o }} {clause} <https://example.org/other> WHERE {{ ?s ?p ?o }}",
        f"SELECT * FROM <{GRAPH}> {clause} <https://example.org/other> {{ ?s ?p ?o }}",
    ):
        with pytest.raises(RefusedQueryError, match="no such graph"):
            check(query, store)


def test_from_without_a_store_is_refused() -> None:
    with pytest.raises(RefusedQueryError, match="no such graph"):
        check(f"SELECT * FROM <{GRAPH}> {{ ?s ?p ?o }}")


def test_a_refusal_says_where_and_what_to_do() -> None:
    with pytest.raises(RefusedQueryError) as caught:
        check(f"SELECT *\n{{ SERVICE {REMOTE} {{}} }}")
    assert caught.value.where == "line 2, column 3"
    assert "another server" in caught.value.message
    assert caught.value.hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("{", "}"),
        ("FILTER(" + "(", ")" + ")"),
        ("{ SELECT * {", "}}"),
        ("FILTER EXISTS { ?s ?p ?o ", "}"),
        ("?s ?p [ ?p ", "1]"),
        ("FILTER(IF(true, ", "1, 1))"),
    ],
)
def test_nesting_is_bounded(begin: str, end: str, store: ox.Store) -> None:
    with pytest.raises(RefusedQueryError, match="nested"):
        check("SELECT * {" + begin * (MAX_DEPTH + 1) + end * (MAX_DEPTH + 1) + "}", store)
    with pytest.raises(RefusedQueryError):
        check("SELECT * {" + begin * 100_000, store)


def test_nesting_up_to_the_bound_reaches_the_engine(store: ox.Store) -> None:
    depth = MAX_DEPTH - 1
    query = "SELECT * { " + "FILTER EXISTS { ?s ?p ?o " * depth + "}" * depth + " }"
    check(query, store)
    assert len(list(store.query(query))) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { FILTER(" + "!" * 20_000 + "true) }",
        "SELECT * { FILTER(1" + "+1" * 20_000 + ") }",
        "SELECT * { " + "BIND(1 AS ?x) " * 20_000 + "}",
        "SELECT * { {} " + "UNION {} " * 20_000 + "}",
    ],
)
def test_endless_chains_are_refused(query: str) -> None:
    with pytest.raises(RefusedQueryError, match="words and signs"):
        check(query)


def test_a_long_list_of_values_is_no_chain(store: ox.Store) -> None:
    query = "SELECT ?x { VALUES ?x { " + "1 " * 50_000 + "} }"
    check(query, store)
    assert len(list(store.query(query))) == 50_000  # type: ignore[arg-type]


def test_size_is_bounded_in_bytes() -> None:
    check("SELECT * {} #".ljust(MAX_BYTES))
    for query in ("SELECT * {} #".ljust(MAX_BYTES + 1), "SELECT * {} #".ljust(MAX_BYTES - 8, "ə")):
        with pytest.raises(RefusedQueryError, match="larger than"):
            check(query)


@pytest.mark.parametrize(
    "query", ["SELECT * { ?s ?p 'open }", 'SELECT * { ?s ?p "a\nb" }', "SELECT * { ?s ?p '''a'' }"]
)
def test_a_string_that_never_ends_is_an_error(query: str) -> None:
    with pytest.raises(QueryError, match="never ends"):
        check(query)


HOSTILE = ["a.", "'''", "\\'''\n", "''' ", "<a", "(", "ex:a.", "é-", "@a-", "'\\\n"]


# The first two are each of another kind; the campaign tries all.
@pytest.mark.parametrize(
    "piece", [*HOSTILE[:2], *(pytest.param(piece, marks=pytest.mark.campaign) for piece in HOSTILE[2:])]
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    # A tokenizer whose time grows with the square of the length would need minutes for one of these.
    tokenize(piece * (MAX_BYTES // 2 // len(piece.encode())))
