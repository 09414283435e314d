"""Whatever kg answers is iterated, printed, shown in a notebook and handed to pandas in the same way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest

import kg
from kg.errors import UsageError
from kg.markup.claims import sources
from kg.namespaces import DEFAULT_BASE, TNK, XSD
from kg.network.edges import edges
from kg.query import Result

GOLDEN = Path(__file__).parents[1] / "golden" / "blue-steppe" / "article.yaml"
HOMONYMS = """
kg: 1
article: {id: two-2033, title: Two, publisher: {type: NewsAgency, name: Wire}, published: 2033-01-01, language: en}
entities:
  one: {type: Person, name: Aylin Sarper, id: person/aylin-sarper-1}
  two: {type: Person, name: Aylin Sarper, id: person/aylin-sarper-2}
  third: {type: Person, name: Mira Tuman}
  forum: {type: Forum, name: Steppe Forum, status: held, startDate: 2033-01-01}
mentions:
  - {of: one, quote: One}
  - {of: two, quote: Two}
  - {of: third, quote: Third}
  - {of: forum, quote: Steppe Forum}
relations:
  - {subject: one, relation: opens, object: forum, quote: opened}
  - {subject: two, relation: opens, object: forum, quote: opened too}
  - {subject: third, relation: opens, object: forum, quote: opened as well}
"""


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    return kg.build(GOLDEN)


def day(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + "date"))


def test_edges_come_with_the_heaviest_first_and_then_by_name() -> None:
    drawn = nx.Graph()
    drawn.add_weighted_edges_from([("d", "c", 1), ("a", "b", 2), ("b", "c", 1), ("a", "d", 3)])
    assert [(edge.source, edge.target, edge.weight) for edge in edges(drawn)] == [
        ("d", "a", 3),
        ("a", "b", 2),
        ("c", "b", 1),
        ("d", "c", 1),
    ]


def test_all_answers_iterate_print_and_become_tables(graph: kg.Graph) -> None:
    answers: dict[str, tuple[Any, str]] = {
        "denials": (graph.ask("denials"), "Aksu Youth Union"),
        "explanation": (graph.explain("Aksu Youth Union", "attends"), "Aksu Youth Union"),
        "entity": (graph.entity("Tuman Agency"), "Tuman Agency"),
        "ranking": (graph.rank("polity-cooperation", status=None), "rank"),
        "counts": (graph.stats(), "statements"),
    }
    for name, (answer, said) in answers.items():
        assert len(list(iter(answer))) == len(answer), name
        assert said in str(answer), name
        assert said in answer._repr_html_(), name
        assert isinstance(answer.to_dataframe(), pd.DataFrame), name


def test_names_come_first_and_addresses_on_request(graph: kg.Graph) -> None:
    result = graph.query("SELECT ?who ?what { ?who tnk:organises ?what }")
    assert result.to_dataframe().to_dict("records") == [{"who": "Tuman Agency", "what": "Blue Steppe Civic Forum"}]
    iris = {"who": DEFAULT_BASE + "organization/tuman", "what": DEFAULT_BASE + "event/blue-steppe-civic-forum-2031"}
    assert result.to_dataframe(labels=False).to_dict("records") == [iris]
    both = result.to_dataframe(labels="both")
    assert list(both) == ["who", "whoLabel", "what", "whatLabel"]
    assert both.loc[0, "whoLabel"] == "Tuman Agency"
    with pytest.raises(UsageError, match="labels is 'iris'"):
        result.to_dataframe(labels="iris")  # type: ignore[arg-type]


def test_a_parameter_is_given_once(graph: kg.Graph) -> None:
    assert graph.ask("events-in-place", {"place": "Türkiye"}).kind == "select"
    with pytest.raises(UsageError, match="place: given in the mapping and as a keyword"):
        graph.ask("events-in-place", {"place": "Türkiye"}, place="Türkiye")


def test_names_are_in_the_language_asked_for(graph: kg.Graph) -> None:
    found = graph.query("SELECT ?who { ?who tnk:organises ?what }", languages=["tr"])
    assert found.to_dataframe()["who"].tolist() == ["Duman Ajansı"]


def test_two_things_of_one_name_stay_two(tmp_path: Path) -> None:
    file = tmp_path / "two-2033.yaml"
    file.write_text(HOMONYMS, encoding="utf-8")
    built = kg.build(file)
    assert built.articles == ["two-2033"], built.report
    opened = built.query("SELECT ?who { ?who tnk:opens ?what } ORDER BY ?who").to_dataframe()
    assert opened["who"].tolist() == [
        "Aylin Sarper (person/aylin-sarper-1)",
        "Aylin Sarper (person/aylin-sarper-2)",
        "Mira Tuman",
    ]
    assert sorted(built.rank("co-participation").to_dataframe()["label"]) == sorted(opened["who"])


def test_what_the_query_names_itself_is_left_to_it(graph: kg.Graph) -> None:
    found = graph.query("SELECT ?who ?whoLabel { ?who tnk:organises ?what BIND('X' AS ?whoLabel) }").to_dataframe()
    assert found.to_dict("records") == [{"who": DEFAULT_BASE + "organization/tuman", "whoLabel": "X"}]


def test_rows_that_only_differ_in_their_evidence_are_one(graph: kg.Graph) -> None:
    query = "SELECT ?what ?evidence { ?evidence rdf:predicate ?p ; rdf:object ?what FILTER(?what = tnk:held) }"
    result = graph.query(query + " ORDER BY ?evidence")
    assert "evidence" not in result.to_dataframe()
    assert len(result.to_dataframe()) == 1
    assert len(result.to_dataframe(evidence=True)) == len(result)


def test_no_day_is_lost_however_far_back_or_ahead() -> None:
    # 1677-09-21 to 2262-04-11 is what a count of nanoseconds in 64 bits reaches.
    result = Result("select", ("day",), [(day("0991-01-02"),), (day("2025-11-24"),), (None,), (day("9999-12-31"),)])
    column = result.to_dataframe()["day"]
    assert column.dtype.kind == "M"
    assert [None if pd.isna(each) else str(each.date()) for each in column] == [
        "0991-01-02",
        "2025-11-24",
        None,
        "9999-12-31",
    ]


def test_a_year_among_days_makes_no_day_of_it() -> None:
    year = ox.Literal("2009", datatype=ox.NamedNode(XSD + "gYear"))
    column = Result("select", ("day",), [(day("2025-11-24"),), (year,)]).to_dataframe()["day"]
    assert [str(each) for each in column] == ["2025-11-24", "2009"]


def test_claims_become_a_table_to_cite_from(graph: kg.Graph) -> None:
    table = graph.explain("Aksu Youth Union", "attends").to_dataframe()
    assert len(table) == 1
    row = table.loc[0]
    assert (row["subject"], row["relation"], row["object"]) == (
        "Aksu Youth Union",
        "attends",
        "Blue Steppe Civic Forum",
    )
    assert (row["modality"], row["attribution"], row["publisher"]) == ("denied", "newsroom", "Steppe Wire")
    assert (row["quotes"], row["verified"], row["address"]) == ("“did not join”", True, "https://example.org/a/1")
    assert row["published"] == pd.Timestamp("2031-05-04")
    iris = graph.explain("Aksu Youth Union", "attends").to_dataframe(labels=False).loc[0]
    assert iris["relation"] == TNK + "attends"


def test_an_answer_without_rows_has_its_columns(graph: kg.Graph) -> None:
    table = graph.explain("Aylin Sarper", "attends").to_dataframe()
    assert len(table) == 0
    assert {"subject", "quotes", "published"} <= set(table)


def test_what_contradicts_a_fact_is_shown_in_a_notebook(bundled: kg.Graph) -> None:
    shown = bundled.explain("Founding of the NGO Platform of OTS Member States", "heldIn")
    assert shown._repr_html_().count("differs:") == str(shown).count("differs:") > 0
    contested = bundled.explain("Northern Cyprus", "observerOf")
    assert "\n  contested by: Cyprus\n" in str(contested) + "\n"
    assert "<p>contested by Cyprus</p>" in contested._repr_html_()


def test_a_thing_of_which_nothing_is_stated_is_a_thing_all_the_same(tmp_path: Path) -> None:
    text = HOMONYMS.replace(
        "mentions:\n", "  lone: {type: Person, name: Lone Rider}\nmentions:\n  - {of: lone, quote: Rider}\n"
    )
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    entity = kg.build(tmp_path).entity("Lone Rider")
    assert len(entity.relations) == 0
    assert entity


def test_whether_a_quote_was_checked_is_not_told_where_there_is_none(graph: kg.Graph) -> None:
    told = graph.explain("Organization of Turkic States", "officialName").to_dataframe()
    assert len(told) > 0  # reference data have addresses, and no quotes
    assert told["verified"].isna().all()


def test_of_many_sources_three_are_named(bundled: kg.Graph) -> None:
    (fact,) = bundled.explain("Aygün Aliyeva", "holdsPost").facts
    claims = [replace(fact.held[0], publisher=name, published="2031") for name in ("A", "B", "C", "D")]
    assert sources(claims) == "4 claims: A, 2031; B, 2031; C, 2031 …"
    assert sources(claims[:3]) == "3 claims: A, 2031; B, 2031; C, 2031"
