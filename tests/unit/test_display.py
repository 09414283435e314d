"""What notebooks show: links, quotes and bounds, and nothing of a stranger's that a browser would obey."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pyoxigraph as ox
import pytest

import kg
from kg.namespaces import DEFAULT_BASE, XSD
from kg.query import Labels, Result, run, with_labels

BLUE_STEPPE = Path(__file__).parents[1] / "golden" / "blue-steppe" / "article.yaml"
HOSTILE = """
kg: 1
article:
  id: hostile-2033
  title: <script>alert('title')</script>
  url: https://example.org/'onclick='alert(1)
  publisher: {type: NewsAgency, name: "<img src=x onerror=alert('publisher')>"}
  published: 2033-01-01
  language: en
entities:
  person:
    type: Person
    name: "</td></table><script>alert('name')</script>"
    aka: ['" onmouseover="alert(1)', "x\\u202ey"]
  ngo: {type: NGO, name: "<b>Union</b>"}
mentions:
  - {of: person, quote: "<iframe src='https://example.org'>"}
relations:
  - {subject: person, relation: represents, object: ngo, quote: "<svg onload=alert('quote')>", statement: s1}
  - {subject: person, relation: represents, object: ngo, modality: negated, quote: "<style>* {display: none}</style>"}
statements:
  - {id: s1, speaker: person, mode: direct, kind: fact, quote: "<a href='javascript:x'>", summary: "<h1>summary</h1>"}
"""
ALLOWED = {
    "a",
    "blockquote",
    "br",
    "code",
    "details",
    "div",
    "caption",
    "em",
    "p",
    "q",
    "small",
    "span",
    "strong",
    "style",
    "summary",
} | {*("table", "tbody", "td", "th", "thead", "tr")}


class Tags(HTMLParser):
    """The tags and links of a piece of HTML, and whether every tag that is opened is closed in turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.text += "“" if tag == "q" else ""
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self.text += {"td": " ", "th": " ", "q": "”"}.get(tag, "")

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def links(self) -> list[str | None]:
        return [value for name, value in self.attributes if name == "href"]


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    return kg.build(BLUE_STEPPE)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    file = tmp_path_factory.mktemp("hostile") / "hostile-2033.yaml"
    file.write_text(HOSTILE, encoding="utf-8")
    built = kg.build(file)
    assert built.articles == ["hostile-2033"], built.report
    return built


def shown(thing: object) -> Tags:
    return Tags(thing._repr_html_())  # type: ignore[attr-defined]


# Results


def test_a_name_links_to_its_thing(graph: kg.Graph) -> None:
    found = shown(
        graph.query(
            "SELECT ?who ?day { <event/blue-steppe-civic-forum-2031> tnk:startDate ?day . ?who tnk:organises ?f }"
        )
    )
    assert found.links == [DEFAULT_BASE + "organization/tuman"]
    assert "Tuman Agency" in found.text
    assert "2031-05-04" in found.text


def test_names_stand_in_place_of_addresses_not_beside_them(graph: kg.Graph) -> None:
    result = graph.query("SELECT ?who { ?who tnk:organises ?f }")
    named = with_labels(result, Labels(graph.dataset()))
    assert named.variables == ("who", "whoLabel")
    assert shown(result).text.split() == shown(named).text.split() == ["who", "Tuman", "Agency"]


def test_without_a_graph_things_are_shown_in_short(graph: kg.Graph) -> None:
    bare = run(graph.dataset(), "SELECT ?who { ?who tnk:organises ?f }")
    assert shown(bare).text.split() == ["who", "organization/tuman"]
    assert shown(with_labels(bare, Labels(graph.dataset()))).text.split() == ["who", "Tuman", "Agency"]


def test_a_column_that_is_called_like_a_label_but_names_no_thing_is_kept() -> None:
    rows = [(ox.Literal("a"), ox.Literal("b"))]
    assert shown(Result("select", ("x", "xLabel"), rows)).text.split() == ["x", "xLabel", "a", "b"]


def test_the_evidence_is_folded_under_its_row(graph: kg.Graph) -> None:
    found = shown(graph.ask("denials"))
    assert "evidence" not in found.text.split()[:6]
    assert found.tags.count("details") == 1
    assert "1 claim: Steppe Wire, 2031-05-04" in found.text
    assert "“did not join”" in found.text
    assert "(verified)denied · newsroom · Blue Steppe Civic Forum opens · Steppe Wire, 2031-05-04" in found.text
    assert "https://example.org/a/1" in found.links


def test_a_merged_result_keeps_its_evidence_when_it_is_cut(graph: kg.Graph) -> None:
    assert "“did not join”" in shown(graph.ask("denials").merge_evidence().limit(1)).text


def test_yes_and_no_and_nothing(graph: kg.Graph) -> None:
    assert shown(graph.query("ASK { ?x a tnk:Forum }")).text == "yes"
    assert shown(graph.query("ASK { ?x a tnk:Summit . ?x tnk:status tnk:wished }")).text == "no"
    assert shown(graph.query("SELECT ?who { ?who tnk:moderates ?f }")).text == "No rows (who)."


def test_a_graph_is_shown_as_triples(graph: kg.Graph) -> None:
    built = graph.query("CONSTRUCT { ?who tnk:opens ?f } WHERE { ?who tnk:organises ?f }")
    assert shown(built).text.split()[:3] == ["subject", "predicate", "object"]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (200, ""),
        (201, "… and 1 more row"),
        (10_000, "… and 9,800 more rows"),
        (10_001, "… and more than 9,800 more rows"),
    ],
)
def test_a_long_table_is_cut_and_says_so(count: int, told: str) -> None:
    found = shown(Result("select", ("n",), [(ox.Literal("x"),) for _ in range(count)]))
    assert found.tags.count("tr") == 201  # 200 rows and the head
    assert found.text.rpartition("x")[2].strip() == told


def test_a_table_without_end_is_not_fetched_to_its_end() -> None:
    result = Result("select", ("n",), ((ox.Literal("x"),) for _ in itertools.count()))
    assert "more than 9,800 more rows" in shown(result).text


def test_looking_again_fetches_nothing_twice_and_nothing_more() -> None:
    source = itertools.count()
    result = Result("select", ("n",), ((ox.Literal(number),) for number in source))
    assert result.head(2) == result.head(2) == [(ox.Literal(0),), (ox.Literal(1),)]
    assert next(source) == 2


def test_a_very_long_cell_is_cut() -> None:
    found = shown(Result("select", ("n",), [(ox.Literal("ğ" * 1_000_000),)]))
    assert len(found.text) < 1_000
    assert "…" in found.text


def test_streamed_rows_are_told_of() -> None:
    result = Result("select", ("n",), [(ox.Literal(1),)])
    list(result.stream())
    assert "streamed already" in shown(result).text


# Explanations, things, the graph


def test_an_explanation_shows_each_side_with_its_claims(graph: kg.Graph) -> None:
    denied = shown(graph.explain("Aksu Youth Union", "attends"))
    assert "attends Blue Steppe Civic Forum — denied" in denied.text
    assert "“did not join”" in denied.text
    planned = shown(graph.explain("Blue Steppe Civic Forum", "hasTheme"))
    assert "not a fact" in planned.text
    assert "plan · said by Aylin Sarper, Deputy chair · reported speech" in planned.text
    assert planned.tags.count("blockquote") == 1


def test_a_disputed_fact_shows_both_sides(hostile: kg.Graph) -> None:
    text = shown(hostile.explain("person/td-table-script-alert-name-script")).text
    assert text.index("disputed") < text.index("for") < text.index("<svg onload") < text.index("against")
    assert text.index("against") < text.index("<style>*")


def test_an_explanation_of_nothing_says_what_there_is(graph: kg.Graph) -> None:
    assert "What is said of it: holdsPost." in shown(graph.explain("Aylin Sarper", "attends")).text


def test_a_thing_is_shown_as_a_card(graph: kg.Graph) -> None:
    card = shown(graph.entity("TA"))
    for part in (
        "Tuman Agency",
        "Agency",
        "3 names",
        "Duman Ajansı",
        "alias",
        "organises",
        "Mentioned in",
        "“Tuman Agency”",
    ):
        assert part in card.text, part
    assert DEFAULT_BASE + "organization/tuman" in card.links
    assert DEFAULT_BASE + "event/blue-steppe-civic-forum-2031" in card.links
    forum = shown(graph.entity("Blue Steppe Civic Forum")).text
    assert forum.index("Facts") < forum.index("Plans") < forum.index("Denials")


def test_a_graph_tells_what_is_in_it_and_how_to_begin(graph: kg.Graph) -> None:
    found = shown(graph)
    assert "Graph of 1 article" in found.text
    assert "Blue Steppe Civic Forum opens" in found.text
    assert "1 denied" in found.text
    assert 'g.entity("Türkiye")' in found.text


def test_an_empty_graph_can_be_shown() -> None:
    from kg.store import OxigraphStore

    assert "Graph of 0 articles" in shown(kg.Graph(OxigraphStore.in_memory())).text


# Strangers


def things(graph: kg.Graph) -> Iterator[object]:
    yield graph
    yield graph.entity("person/td-table-script-alert-name-script")
    yield graph.explain("<b>Union</b>")
    yield graph.explain("person/td-table-script-alert-name-script")
    yield graph.ask("denials")
    yield graph.query("SELECT * { ?s ?p ?o FILTER(!STRSTARTS(STR(?s), STR(tnk:))) FILTER(CONTAINS(STR(?o), '<')) }")
    yield graph.query("SELECT * { GRAPH ?g { ?m oa:exact ?quote } }")
    yield graph.query("SELECT * { GRAPH ?g { ?m oa:exact ?quote } }").to_dataframe(links=True)


def test_what_strangers_write_is_only_text(hostile: kg.Graph) -> None:
    everything = [shown(thing) for thing in things(hostile)]
    for found in everything:
        assert set(found.tags) <= ALLOWED
        assert {name for name, _ in found.attributes} <= {
            "href",
            "rel",
            "style",
            "colspan",
            "border",
            "class",
            "scope",
            "scoped",
        }
        assert all(link and link.startswith(("https://", "http://")) for link in found.links)
        assert "\u202e" not in found.text
    text = "".join(found.text for found in everything)
    for written in ("<svg onload=alert('quote')>", "<script>alert('title')</script>", "<h1>summary</h1>", "<style>*"):
        assert written in text


# Tables of pandas


def frame() -> pd.DataFrame:
    rows = [
        (
            ox.NamedNode(DEFAULT_BASE + "event/a"),
            ox.Literal("2031-05-04", datatype=ox.NamedNode(XSD + "date")),
            ox.Literal(3),
        ),
        (ox.NamedNode("https://example.org/a?b=1&c=2"), None, ox.Literal(4)),
    ]
    return Result("select", ("thing", "day", "n"), rows).to_dataframe(links=True)


def test_cells_hold_plain_text_and_typed_values() -> None:
    table = frame()
    assert table["thing"].tolist() == [DEFAULT_BASE + "event/a", "https://example.org/a?b=1&c=2"]
    assert all(type(value) is str for value in table["thing"])
    assert (table["day"].dtype.kind, table["n"].sum()) == ("M", 7)


def test_addresses_are_shown_as_links_in_short_where_they_are_ours() -> None:
    found = shown(frame())
    assert found.links == [DEFAULT_BASE + "event/a", "https://example.org/a?b=1&c=2"]
    assert "event/a" in found.text.split()
    assert DEFAULT_BASE not in found.text


def test_a_long_address_is_not_cut() -> None:
    iri = DEFAULT_BASE + "event/" + "x" * 200
    table = Result("select", ("thing",), [(ox.NamedNode(iri),)]).to_dataframe(links=True)
    assert shown(table).links == [iri]


def test_tables_made_from_it_show_links_too() -> None:
    table = frame()
    names = pd.DataFrame({"thing": [DEFAULT_BASE + "event/a"], "name": ["A"]})
    for made in (table[table.n == 3], table[["thing"]], table.sort_values("n"), table.merge(names, on="thing")):
        assert DEFAULT_BASE + "event/a" in shown(made).links
    assert DEFAULT_BASE + "event/a" in shown(table.set_index("thing")).links


def test_only_web_addresses_become_links() -> None:
    texts = [
        "javascript:alert(1)",
        "ftp://example.org/",
        'https://example.org/" onclick="x',
        "https://",
        "see https://x.org",
    ]
    table = Result("select", ("x",), [(ox.Literal(text),) for text in texts]).to_dataframe(links=True)
    assert shown(table).links == []


def test_marks_of_writing_direction_do_not_reach_the_page() -> None:
    table = Result("select", ("x",), [(ox.Literal("a\u202eb"),)]).to_dataframe(links=True)
    assert "\u202e" not in shown(table).text


def test_a_plain_table_is_asked_for_by_default() -> None:
    assert type(Result("select", ("x",), [(ox.Literal("a"),)]).to_dataframe()) is pd.DataFrame
    assert Result("ask", boolean=True).to_dataframe(links=True)["answer"].tolist() == [True]
