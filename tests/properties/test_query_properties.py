"""What must hold of queries, parameters and tables for any text at all."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress

import pyoxigraph as ox
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.errors import KgError, QueryError
from kg.markup.columns import clip, display_width
from kg.namespaces import DEFAULT_BASE, RDFS
from kg.query import Result, render, result_table, run, table
from kg.query.guard import check
from kg.query.tokens import tokenize
from kg.text import plain
from tests.amounts import amount

SETTINGS = settings(
    derandomize=True, deadline=None, max_examples=amount(80), suppress_health_check=[HealthCheck.too_slow]
)
# Each starts a process; the campaign of queries runs tens of thousands.
RUN = settings(SETTINGS, max_examples=amount(12))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)

# Pieces of queries that, set side by side, come near to hiding SERVICE behind other tokens. SILENT, which stands
# behind no other word, tells a SERVICE from a name that merely ends in these letters.
HIDDEN = [
    " SERVICE SILENT ex:x{?s ?CANARY ?o}",
    "SERVICE SILENT<http://localhost:1/>{?s ?CANARY ?o}",
    "sErViCe SILENT?v{?s ?CANARY ?o}",
    "SERVICE#>\nSILENT<http://localhost:1/>{?s ?CANARY ?o}",
]
PIECES = [
    *"<>\"'\\#\n\r {}().;,a|!=*/^[]~+-:",
    *('"""', "'''", "?a", "$a", "ex:a", "ex:", "_:b", "1", "1.", "1e5", "-1", "true", "@en", "^^", "||", "&&"),
    *("FILTER(", "FILTER(?a<?b)", "FILTER(?a", "BIND(1 AS ?x)", "VALUES ?x {", "OPTIONAL{", "?s ?p ?o", '?s ?p "x"'),
    *("?s ?p <a>", '<a"b>', "<a#b>", "\\u0022", "\\u003E", '\\"', "\\'", "<<", ">>", "<<(", ")>>", "{|", "|}"),
    *("IN(", "EXISTS{", "\x0b", "\u2028", "\xa0", "<ex:b)", "<?b)", "#>", "ex:a\\", "ex:a.", "%41", "\ufeff"),
]
SKIPPED = re.compile(r"\ufeff?([ \t\r\n]|#[^\r\n]*)*")  # a byte-order mark may only stand first
ENDS = ["}", " }", "\n}", ")}\n}", "\n#'\n}", '\n#"\n}', "\n#>\n}"]


@SETTINGS
@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES + HIDDEN), max_size=30).map("".join))
def test_any_text_is_tokenized_without_loss(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text and token.text for token in tokens)
    begins = [*(token.start for token in tokens), len(text)]
    gaps = [text[end:begin] for end, begin in zip([0, *(token.end for token in tokens)], begins, strict=True)]
    assert all(SKIPPED.fullmatch(gap) for gap in gaps)
    assert not any("\ufeff" in gap.partition("#")[0] for gap in gaps[1:])


@settings(SETTINGS, max_examples=amount(400))
@given(
    st.lists(st.sampled_from(PIECES), max_size=6),
    st.sampled_from(HIDDEN),
    st.lists(st.sampled_from(PIECES), max_size=5),
    st.sampled_from(ENDS),
)
@example(["FILTER(?a<?b)"], HIDDEN[3], [], "}")
@example(["?s ?p ", "true"], HIDDEN[1], [], "}")
@example(['?s ?p "x"'], HIDDEN[0], [], "}")
def test_no_service_passes_the_guard(before: list[str], hidden: str, after: list[str], end: str) -> None:
    query = f"PREFIX ex: <http://localhost:1/> SELECT * {{ {''.join(before)}{hidden}{''.join(after)}{end}"
    store = ox.Store()
    try:
        check(query, store)
    except QueryError:
        return
    try:
        found = store.query(query)
    except (SyntaxError, RuntimeError, ValueError):
        return
    assert isinstance(found, ox.QuerySolutions)
    assert "CANARY" not in [variable.value for variable in found.variables], "the engine read a SERVICE"


@RUN
@given(st.text(max_size=100) | st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_any_text_as_query_gives_a_result_or_an_error_of_kg(text: str) -> None:
    for query in (text, f"SELECT * {{ {text} }}"):
        with suppress(KgError):
            run(ox.Store(), query).rows  # noqa: B018 - fetches the rows


@RUN
@given(TEXT)
@example('" } UNION { ?s ?p ?o } #')
@example("'; DROP ALL; #")
@example('\\" . ?s ?p ?o')
@example("a\nb\r\t\\u0022")
def test_a_substituted_string_is_only_ever_itself(value: str) -> None:
    store = ox.Store()
    label, thing = ox.NamedNode(RDFS + "label"), ox.NamedNode(DEFAULT_BASE + "person/x")
    store.add(ox.Quad(thing, label, ox.Literal("somebody else"), ox.DefaultGraph()))
    text = "SELECT ?s ?name { ?s rdfs:label ?name }"
    assert len(run(store, text, substitutions={"name": ox.Literal(value)})) == (value == "somebody else")
    store.add(ox.Quad(thing, label, ox.Literal(value), ox.DefaultGraph()))
    assert run(store, text, substitutions={"name": ox.Literal(value)}).rows == [{"s": thing.value, "name": value}]


@SETTINGS
@given(st.lists(st.tuples(TEXT, TEXT), max_size=8))
def test_a_table_has_one_line_for_each_row(cells: list[tuple[str, str]]) -> None:
    found = Result("select", ["a", "b"], [(ox.Literal(one), ox.Literal(other)) for one, other in cells])
    for lines in (result_table(found).split("\n"), result_table(found, width=40).split("\n")):
        assert len(lines) == 2 + len(cells)
        assert all(line.isprintable() or set(line) & set("\u200c\u200d\u00a0\u3000") for line in lines)
    markdown = "".join(render(found, "markdown"))
    assert markdown.count("\n") == 2 + len(cells)


@SETTINGS
@given(TEXT)
def test_uncut_cells_show_their_whole_text(text: str) -> None:
    assert plain(text) in table(["a", "b"], [[text, "|"]])


@SETTINGS
@given(TEXT, st.integers(2, 30))
def test_clipped_text_fits(text: str, width: int) -> None:
    assert display_width(clip(text, width)) <= width


@SETTINGS
@given(st.lists(st.tuples(TEXT, TEXT), max_size=6))
def test_csv_and_json_keep_any_text(cells: list[tuple[str, str]]) -> None:
    rows = [(ox.Literal(one), ox.Literal(other)) for one, other in cells]
    written = "".join(render(Result("select", ["a", "b"], rows), "csv"))
    assert [tuple(row) for row in csv.reader(io.StringIO(written, newline=""))] == [("a", "b"), *cells]
    read = ox.parse_query_results(
        "".join(render(Result("select", ["a", "b"], rows), "json")), format=ox.QueryResultsFormat.JSON
    )
    assert isinstance(read, ox.QuerySolutions)
    assert [tuple(row) for row in read] == rows


@SETTINGS
@given(st.integers(0, 5), st.lists(st.integers(0, 3), max_size=12))
def test_merging_evidence_loses_no_row_and_no_evidence(limit: int, numbers: list[int]) -> None:
    nodes = [ox.NamedNode(f"https://example.org/{number}") for number in range(4)]
    rows = [(nodes[number], nodes[position % 4]) for position, number in enumerate(numbers)]
    merged = Result("select", ["x", "evidence"], rows).merge_evidence()
    assert merged.evidence is not None
    pairs = {(row["x"], iri) for row, behind in zip(merged.rows, merged.evidence, strict=True) for iri in behind}
    assert pairs == {(one.value, other.value) for one, other in rows}
    assert len(merged) == len(set(numbers))
    assert len(merged.limit(limit)) == min(limit, len(set(numbers)))
