"""Running queries: the four forms, substitutions, time limits, and what a result offers."""

from __future__ import annotations

import datetime
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pandas as pd
import pyoxigraph as ox
import pytest

from kg.errors import QueryError, QueryTimeoutError, UsageError
from kg.namespaces import DEFAULT_BASE, RDF, TNK, XSD
from kg.query import Result, run

EX = "https://example.org/"
FORUM = ox.NamedNode(DEFAULT_BASE + "event/blue-steppe-2031")
OTHER = ox.NamedNode(DEFAULT_BASE + "event/red-steppe-2030")


def triple(subject: ox.NamedNode, name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(TNK + name), value, ox.DefaultGraph())


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    for forum in (FORUM, OTHER):
        store.add(ox.Quad(forum, ox.NamedNode(RDF + "type"), ox.NamedNode(TNK + "Forum"), ox.DefaultGraph()))
    store.add(triple(FORUM, "startDate", literal("2031-05-04", "date")))
    store.add(triple(FORUM, "participantCount", literal("120", "nonNegativeInteger")))
    return store


def test_select_gives_rows_of_python_values(store: ox.Store) -> None:
    found = run(
        store,
        "SELECT ?f ?day ?n { ?f a tnk:Forum OPTIONAL { ?f tnk:startDate ?day ; tnk:participantCount ?n } } ORDER BY ?f",
    )
    assert found.kind == "select"
    assert found.variables == ("f", "day", "n")
    assert found.rows == [
        {"f": FORUM.value, "day": datetime.date(2031, 5, 4), "n": 120},
        {"f": OTHER.value, "day": None, "n": None},
    ]
    assert list(found) == found.rows
    assert len(found) == 2


def test_ask_is_true_or_false(store: ox.Store) -> None:
    assert run(store, "ASK { ?f a tnk:Forum }")
    assert not run(store, "ASK { ?f a tnk:Summit }")


def test_construct_and_describe_give_graphs(store: ox.Store) -> None:
    built = run(store, "CONSTRUCT { ?f tnk:hasTheme tnk:x } WHERE { ?f tnk:startDate ?d }")
    assert built.kind == "graph"
    assert built.rows == [{"subject": FORUM.value, "predicate": TNK + "hasTheme", "object": TNK + "x"}]
    assert len(run(store, "DESCRIBE <event/blue-steppe-2031>")) == 3


def test_things_are_relative_iris(store: ox.Store) -> None:
    assert run(store, "ASK { <event/blue-steppe-2031> a tnk:Forum }")


def test_a_substitution_binds_a_term(store: ox.Store) -> None:
    text = "SELECT ?f ?day { ?f tnk:startDate ?day }"
    assert len(run(store, text, substitutions={"f": FORUM})) == 1
    assert len(run(store, text, substitutions={"f": OTHER})) == 0
    assert len(run(store, text, substitutions={ox.Variable("f"): FORUM})) == 1


def test_a_substitution_needs_its_variable(store: ox.Store) -> None:
    with pytest.raises(UsageError, match=r"\?nobody"):
        run(store, "SELECT ?f { ?f a tnk:Forum }", substitutions={"nobody": FORUM})


def test_rows_are_computed_as_they_are_asked_for(store: ox.Store) -> None:
    # Ten variables over three triples each way: far too many rows to compute them all.
    pattern = " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(14))
    found = run(store, f"SELECT * {{ {pattern} }}")
    assert next(iter(found)) is not None
    assert len(run(store, f"SELECT * {{ {pattern} }}").limit(5)) == 5


def test_iterating_twice_gives_the_same_rows(store: ox.Store) -> None:
    found = run(store, "SELECT ?f { ?f a tnk:Forum }")
    assert list(found) == list(found) == found.rows
    assert [len(row) for row in found.stream()] == [1, 1]


@pytest.mark.parametrize("look", [bool, lambda found: next(iter(found)), lambda found: found.head(1)])
def test_a_first_look_leaves_all_rows_to_be_had(store: ox.Store, look: Callable[[Result], object]) -> None:
    found = run(store, "SELECT ?f { ?f a tnk:Forum }")
    assert look(found)
    assert len(found) == 2
    assert [len(row) for row in found.stream()] == [1, 1]


def test_what_went_wrong_while_fetching_goes_wrong_again() -> None:
    def rows() -> Iterator[tuple[ox.Literal]]:
        yield (ox.Literal("a"),)
        raise RuntimeError("the disk is gone")

    found = Result("select", ("x",), rows())
    for _ in range(2):
        with pytest.raises(QueryError, match="the disk is gone"):
            found.rows  # noqa: B018
    with pytest.raises(QueryError, match="the disk is gone"):
        list(found.stream())


def test_rows_that_were_streamed_are_not_silently_missing(store: ox.Store) -> None:
    found = run(store, "SELECT ?f { ?f a tnk:Forum }")
    assert len(list(found.stream())) == 2
    for again in (lambda: found.rows, lambda: list(found), lambda: list(found.stream()), lambda: len(found)):
        with pytest.raises(UsageError, match="streamed already"):
            again()


def test_limit(store: ox.Store) -> None:
    text = "SELECT ?f { ?f a tnk:Forum } ORDER BY ?f"
    assert run(store, text).limit(1).rows == [{"f": FORUM.value}]
    assert len(run(store, text).limit(0)) == 0
    assert len(run(store, text).limit(None)) == 2
    with pytest.raises(UsageError):
        run(store, text).limit(-1)


SLOW = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(5)) + " FILTER(?c1 = ?c2 + 1) }"


@pytest.fixture(scope="module")
def large() -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode(f"{EX}{i}"), ox.NamedNode(f"{EX}p"), ox.Literal(i)) for i in range(300))
    return store


def test_a_timeout_ends_the_waiting(large: ox.Store) -> None:
    begun = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"0\.2 seconds") as caught:
        run(large, SLOW, timeout=0.2)
    assert time.monotonic() - begun < 5
    assert caught.value.exit_code == 3


def test_within_a_timeout_all_is_as_without(store: ox.Store) -> None:
    assert (
        run(store, "SELECT ?f { ?f a tnk:Forum }", timeout=60).rows == run(store, "SELECT ?f { ?f a tnk:Forum }").rows
    )
    with pytest.raises(QueryError, match="cannot be read"):
        run(store, "SELECT ?f { ?f a }", timeout=60)
    with pytest.raises(UsageError):
        run(store, "ASK {}", timeout=0)


def test_a_deadline_ends_the_process() -> None:
    script = (
        "import pyoxigraph as ox\nfrom kg.query.deadline import deadline\ns = ox.Store()\n"
        "s.extend(ox.Quad(ox.NamedNode(f'a:{i}'), ox.NamedNode('a:p'), ox.Literal(i)) for i in range(300))\n"
        f"with deadline(0.3, 'too slow'):\n    list(s.query({SLOW!r}))\nprint('never')"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "", "too slow\n")


@pytest.mark.parametrize("seconds", [None, 0, 60])
def test_a_deadline_that_is_kept_does_nothing(seconds: float | None) -> None:
    script = f"from kg.query.deadline import deadline\nwith deadline({seconds}, 'x'): print('done')"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "done\n", "")


def result(*rows: tuple[ox.NamedNode | ox.Literal | None, ...], names: str = "f day evidence") -> Result:
    return Result("select", names.split(), rows)


def test_rows_that_differ_in_evidence_alone_are_one() -> None:
    day = literal("2031-05-04", "date")
    one, two, three = (ox.NamedNode(f"{EX}{n}") for n in (1, 2, 3))
    merged = result((FORUM, day, two), (OTHER, day, three), (FORUM, day, one), (FORUM, None, None)).merge_evidence()
    assert merged.variables == ("f", "day")
    assert [row["f"] for row in merged] == [FORUM.value, OTHER.value, FORUM.value]
    assert merged.evidence == [(one.value, two.value), (three.value,), ()]
    assert merged.limit(1).evidence == [(one.value, two.value)]


def test_without_a_column_of_evidence_nothing_is_merged() -> None:
    twice = result((FORUM,), (FORUM,), names="f")
    assert twice.merge_evidence() is twice


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("12", "integer", 12),
        ("-0012", "int", -12),
        ("1_000", "integer", "1_000"),
        ("٣", "integer", "٣"),
        ("9" * 1000, "integer", "9" * 1000),
        ("1.50", "decimal", 1.5),
        ("1e3", "double", 1000.0),
        ("-INF", "double", float("-inf")),
        ("inf", "double", "inf"),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("yes", "boolean", "yes"),
        ("2009", "gYear", "2009"),
        ("2009-10", "gYearMonth", "2009-10"),
        ("2009-10-03", "date", datetime.date(2009, 10, 3)),
        ("2009-02-30", "date", "2009-02-30"),
        ("20091003", "date", "20091003"),
        ("2009-10-03T09:00:00Z", "dateTime", datetime.datetime(2009, 10, 3, 9, tzinfo=datetime.UTC)),
        ("https://example.org", "anyURI", "https://example.org"),
    ],
)
def test_literals_become_python_values(text: str, datatype: str, value: object) -> None:
    (row,) = result((literal(text, datatype),), names="x").rows
    assert row["x"] == value
    assert type(row["x"]) is type(value)


def test_a_table_for_pandas_has_typed_columns() -> None:
    rows = [
        (
            FORUM,
            literal("3", "integer"),
            literal("2031-05-04", "date"),
            literal("1.5", "double"),
            literal("true", "boolean"),
        ),
        (OTHER, None, None, None, None),
    ]
    frame = result(*rows, names="f n day x b").to_dataframe()
    assert list(frame.columns) == ["f", "n", "day", "x", "b"]
    assert pd.api.types.is_string_dtype(frame["f"])
    assert pd.api.types.is_integer_dtype(frame["n"])
    assert pd.api.types.is_datetime64_any_dtype(frame["day"])
    assert pd.api.types.is_float_dtype(frame["x"])
    assert pd.api.types.is_bool_dtype(frame["b"])
    assert frame["n"][0] == 3
    assert frame["day"][0] == pd.Timestamp("2031-05-04")
    assert frame.loc[1, ["n", "day", "x", "b"]].isna().all()


def test_a_table_for_pandas_keeps_what_it_cannot_type() -> None:
    mixed = result((literal("3", "integer"),), (ox.Literal("three"),), names="x").to_dataframe()
    assert list(mixed["x"]) == [3, "three"]
    assert list(result(names="f n").to_dataframe().columns) == ["f", "n"]
    assert len(Result("select", [], [(), ()]).to_dataframe()) == 2
    assert list(Result("ask", boolean=True).to_dataframe()["answer"]) == [True]


def test_without_pandas_there_is_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pandas") as caught:
        result().to_dataframe()
    assert "notebook" in (caught.value.hint or "")


def test_a_notebook_shows_no_markup_of_articles() -> None:
    html = result((ox.Literal("<script>alert('&')</script>"),), names="x")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;" in html


def test_a_notebook_counts_what_it_does_not_show() -> None:
    html = result(*[(ox.Literal(str(n)),) for n in range(205)], names="x")._repr_html_()
    assert html.count("<tr>") == 201
    assert "5 more rows" in html


def test_a_look_at_the_first_row_loses_none(store: ox.Store) -> None:
    def asked() -> Result:
        return run(store, "SELECT ?f { ?f a tnk:Forum } ORDER BY ?f")

    looked_at = asked()
    assert bool(looked_at)
    assert len(looked_at) == 2
    begun = asked()
    next(iter(begun))
    assert [row["f"] for row in begun] == [FORUM.value, OTHER.value]
    peeked = asked()
    assert peeked.head(1) == [(FORUM,)]
    assert list(peeked.stream()) == [(FORUM,), (OTHER,)]
