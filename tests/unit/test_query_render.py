"""Results as text. What kg writes for programs is read back by another program, Oxigraph's own parsers."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.markup.columns import clip, display_width
from kg.namespaces import DEFAULT_BASE, RDF, RDFS, TNK, XSD
from kg.query import FORMATS, Labels, Result, render, result_table, table, with_labels
from kg.query.values import Row
from kg.text import plain

FORUM = ox.NamedNode(DEFAULT_BASE + "event/forum")
HELD = ox.NamedNode(TNK + "held")
ROWS: list[Row] = [
    (FORUM, ox.Literal("Türkiyə, “a|b”", language="az"), ox.Literal("3", datatype=ox.NamedNode(XSD + "integer"))),
    (HELD, ox.Literal('tab\t, quote " and\r\nlines \\ & <b>'), None),
    (ox.BlankNode("b0"), ox.Literal(""), ox.Triple(FORUM, HELD, ox.Literal("x\ty"))),
    (None, None, None),
]
PARSED = {"json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV, "xml": ox.QueryResultsFormat.XML}


def rows(*found: Row, names: str = "a b c") -> Result:
    return Result("select", names.split(), found or ROWS)


def text(result: Result, form: str) -> str:
    return "".join(render(result, form))


@pytest.mark.parametrize("form", sorted(PARSED))
def test_machine_formats_keep_every_term(form: str) -> None:
    read = ox.parse_query_results(text(rows(), form).encode(), format=PARSED[form])
    assert isinstance(read, ox.QuerySolutions)
    assert [variable.value for variable in read.variables] == ["a", "b", "c"]
    assert [tuple(solution) for solution in read] == ROWS


@pytest.mark.parametrize("form", sorted(PARSED))
def test_machine_formats_of_no_rows(form: str) -> None:
    read = ox.parse_query_results(text(Result("select", ["a"], []), form).encode(), format=PARSED[form])
    assert isinstance(read, ox.QuerySolutions)
    assert list(read) == []


@pytest.mark.parametrize("answer", [True, False])
def test_yes_and_no(answer: bool) -> None:
    asked = Result("ask", boolean=answer)
    for form in ("json", "xml"):
        read = ox.parse_query_results(text(asked, form).encode(), format=PARSED[form])
        assert isinstance(read, ox.QueryBoolean)
        assert bool(read) is answer
    assert text(asked, "table") == ("yes\n" if answer else "no\n")
    assert text(asked, "csv") == ("true" if answer else "false")


def test_csv_is_read_back_by_a_csv_reader() -> None:
    found = list(csv.reader(io.StringIO(text(rows(), "csv"), newline="")))
    assert found == [
        ["a", "b", "c"],
        [FORUM.value, "Türkiyə, “a|b”", "3"],
        [HELD.value, 'tab\t, quote " and\r\nlines \\ & <b>', ""],
        ["_:b0", "", found[3][2]],
        ["", "", ""],
    ]
    assert text(rows(), "csv").count("\r\n") == 6  # one behind each line of the table, and one within a value


def test_xml_holds_no_character_that_xml_forbids() -> None:
    root = ET.fromstring(text(rows((ox.Literal("a\x01b\ufffe]]>"), None, None)), "xml"))  # noqa: S314
    assert [each.text for each in root.iter() if each.tag.endswith("literal")] == ["a\ufffdb\ufffd]]>"]


def test_turtle_is_sorted_and_names_prefixes() -> None:
    triples: list[Row] = [
        (FORUM, ox.NamedNode(TNK + "status"), HELD),
        (FORUM, ox.NamedNode(RDF + "type"), ox.NamedNode(TNK + "Forum")),
    ]
    written = text(Result("graph", rows=triples), "ttl")
    assert written == text(Result("graph", rows=[*reversed(triples), triples[0]]), "ttl")
    assert "tnk:status tnk:held" in written
    read = {quad.triple for quad in ox.parse(written, format=ox.RdfFormat.TURTLE)}
    assert read == {ox.Triple(*row) for row in triples}  # type: ignore[arg-type]
    assert len(text(Result("graph", rows=triples), "nt").splitlines()) == 2


def test_turtle_does_not_depend_on_labels_of_blank_nodes() -> None:
    def graph(*names: str) -> Result:
        one, two = map(ox.BlankNode, names)
        return Result("graph", rows=[(one, HELD, two), (two, HELD, ox.Literal("end"))])

    assert text(graph("x", "a"), "ttl") == text(graph("a", "x"), "ttl")


@pytest.mark.parametrize("form", ["ttl", "nt"])
def test_rows_are_no_graph(form: str) -> None:
    with pytest.raises(UsageError, match="gives rows"):
        render(rows(), form)
    with pytest.raises(UsageError, match="yes or no"):
        render(Result("ask"), form)


def test_unknown_format() -> None:
    with pytest.raises(UsageError) as caught:
        render(rows(), "xslx")
    assert all(form in (caught.value.hint or "") for form in FORMATS)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_writes_a_graph(form: str) -> None:
    assert "held" in text(Result("graph", rows=[(FORUM, ox.NamedNode(TNK + "status"), HELD)]), form)


def test_a_table_shows_short_names_and_one_line_a_row() -> None:
    lines = result_table(rows()).split("\n")
    assert len(lines) == 2 + len(ROWS)
    assert lines[0].split() == ["a", "b", "c"]
    assert "event/forum" in lines[2]
    assert "tnk:held" in lines[3]
    assert "lines" in lines[3]


def test_a_table_lines_up() -> None:
    assert table(["name", "n", "day"], [["東京", "12.5", "2031-05-04"], ["é", "3", "2031"], ["x", "", ""]]) == (
        "name     n  day\n────  ────  ──────────\n東京  12.5  2031-05-04\né        3  2031\nx"
    )


def test_a_table_of_nothing_has_its_head() -> None:
    assert table(["name"], []) == "name\n────"


def test_a_table_fits_the_terminal() -> None:
    shown = table(["a", "b"], [["x" * 300, "東" * 300], ["y", "z"]], width=60)
    assert all(display_width(line) <= 60 for line in shown.split("\n"))
    assert len(shown.split("\n")) == 4
    assert shown.count("…") == 2


@pytest.mark.parametrize(
    ("shown", "width"), [("abc", 3), ("ə", 1), ("東京", 4), ("e\u0301", 1), ("a\u200db", 2), ("", 0), ("ﾊﾝ", 2)]
)
def test_display_width(shown: str, width: int) -> None:
    assert display_width(shown) == width


def test_clip_never_cuts_a_wide_character_in_two() -> None:
    assert clip("東京都", 4) == "東…"
    assert clip("東京", 4) == "東京"


@pytest.mark.parametrize(
    "hostile", ["\x1b[2J", "\x9b2J", "a\rb", "a\nb", "\u202eabc", "\u2028", "\x00", "\x7f", "\u2066"]
)
def test_nothing_in_a_table_is_obeyed_by_a_terminal(hostile: str) -> None:
    assert plain(hostile).isprintable()
    for shown in (
        result_table(rows((ox.Literal(hostile),), names="x")),
        text(rows((ox.Literal(hostile),), names="x"), "markdown"),
    ):
        assert len(shown.rstrip("\n").splitlines()) == 3
        assert all(line.isprintable() for line in shown.rstrip("\n").split("\n"))


def test_markdown_cells_hold_no_markup() -> None:
    written = text(rows((ox.Literal("a|b *c* <d> [e](f)\n`g`"),), names="x"), "markdown")
    assert written.split("\n")[2] == "| a\\|b \\*c\\* \\<d\\> \\[e\\](f)⏎\\`g\\` |"


@pytest.fixture
def labels() -> Labels:
    store = ox.Store()
    for tag, name in (("az", "Forum az"), ("en", "The Forum")):
        store.add(ox.Quad(FORUM, ox.NamedNode(RDFS + "label"), ox.Literal(name, language=tag), ox.DefaultGraph()))
    return Labels(store)


def test_tables_show_names_and_other_formats_add_them(labels: Labels) -> None:
    found = rows((FORUM, ox.Literal("x"), None), (None, ox.Literal("y"), None))
    assert "The Forum" in result_table(found, labels=labels)
    assert "event/forum" not in result_table(found, labels=labels)
    assert "".join(render(found, "csv", labels=labels)).split("\r\n") == [
        "a,aLabel,b,c",
        f"{FORUM.value},The Forum,x,",
        ",,y,",
        "",
    ]


def test_names_have_no_column_beside_evidence(labels: Labels) -> None:
    assert with_labels(rows((FORUM, FORUM), names="f evidence"), labels).variables == ("f", "fLabel", "evidence")
    with pytest.raises(UsageError, match="fLabel"):
        with_labels(rows((FORUM, None), names="f fLabel"), labels)
