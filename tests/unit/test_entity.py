"""A thing whole, from articles whose texts say what must come out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.errors import UsageError
from kg.namespaces import DEFAULT_BASE, TNK
from kg.query import Entity

BLUE_STEPPE = Path(__file__).parents[1] / "golden" / "blue-steppe" / "article.yaml"
SECOND = """
kg: 1
article:
  id: second-2032
  title: The Union looks back
  publisher: {type: NewsAgency, name: Steppe Wire}
  published: 2032-01-02
  language: en
entities:
  sarper: {type: Person, name: Aylin Sarper}
  other: {type: Person, name: Bora Tan, id: person/bora-tan-the-poet}
  another: {type: Person, name: Bora Tan, id: person/bora-tan-the-painter}
  ngo: {type: NGO, name: Aksu Youth Union}
mentions:
  - {of: sarper, quote: Sarper}
  - {of: sarper, quote: Ms Sarper}
  - {of: sarper, quote: Sarper, prefix: "and "}
  - {of: other, quote: the poet}
  - {of: another, quote: the painter}
relations:
  - {subject: sarper, relation: represents, object: ngo, modality: wish, quote: would like to}
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    second = tmp_path_factory.mktemp("articles") / "second-2032.yaml"
    second.write_text(SECOND, encoding="utf-8")
    built = kg.build([BLUE_STEPPE, second])
    assert built.articles == ["blue-steppe-2031", "second-2032"], built.report
    return built


def claimed(thing: Entity) -> set[tuple[str, str, str, str]]:
    return {(*each.labels, each.modality) for each in thing.relations}


def test_names_types_and_aliases(graph: kg.Graph) -> None:
    agency = graph.entity("Tuman Agency")
    assert (agency.iri, agency.types) == (DEFAULT_BASE + "organization/tuman", ("Agency",))
    assert [(name.text, name.language, name.preferred) for name in agency.names] == [
        ("Tuman Agency", "en", True),
        ("Duman Ajansı", "tr", True),
        ("TA", None, False),
    ]
    assert agency.aliases == ("TA",)


@pytest.mark.parametrize("name", ["duman ajansi", "TA", "organization/tuman", DEFAULT_BASE + "organization/tuman"])
def test_any_of_its_names_will_do(graph: kg.Graph, name: str) -> None:
    assert graph.entity(name) == graph.entity("Tuman Agency")


def test_the_wanted_language_comes_first(graph: kg.Graph) -> None:
    agency = graph.entity("TA", languages=("tr", "en"))
    assert agency.label == "Duman Ajansı"
    assert [name.language for name in agency.names] == ["tr", "en", None]


def test_relations_of_both_directions_with_their_modality(graph: kg.Graph) -> None:
    agency = claimed(graph.entity("Tuman Agency"))
    assert ("Tuman Agency", "organises", "Blue Steppe Civic Forum", "fact") in agency
    assert ("Deputy chair", "is a post in", "Tuman Agency", "fact") in agency
    assert ("Tuman Agency", "cooperates with", "Aksu Youth Union", "fact") in agency
    forum = graph.entity("Blue Steppe Civic Forum")
    assert ("Aksu Youth Union", "attends", "Blue Steppe Civic Forum", "negated") in claimed(forum)
    assert ("Blue Steppe Civic Forum", "has theme", "culture", "plan") in claimed(forum)
    own = [each.subject == forum.iri for each in forum.relations if each.modality == "fact"]
    assert own == sorted(own, reverse=True)
    assert len(set(own)) == 2
    assert [each.modality for each in forum.relations if each.modality != "fact"] == ["plan", "negated"]


def test_claims_carry_speaker_and_quote(graph: kg.Graph) -> None:
    union = graph.entity("Aksu Youth Union")
    (working,) = [each for each in union.relations if each.relation == TNK + "cooperatesWith"]
    (claim,) = working.claims
    assert (claim.speaker, claim.capacity) == ("Aylin Sarper", "Deputy chair")
    assert [quote.fragments for quote in claim.quotes] == [("work with the Union",)]


def test_what_a_speaker_said(graph: kg.Graph) -> None:
    (said,) = graph.entity("Aylin Sarper").statements
    assert said.qualifiers == ()  # who speaks, and what of, is no qualifier of what is said
    assert (said.content, said.kinds, said.mode) == ("what comes next", ("fact", "plan"), "reported")
    assert graph.entity("Aksu Youth Union").statements == ()


def test_articles_with_their_quotes_by_day(graph: kg.Graph) -> None:
    first, second = graph.entity("Aylin Sarper").articles
    assert (first.title, first.publisher, first.published) == (
        "Blue Steppe Civic Forum opens",
        "Steppe Wire",
        "2031-05-04",
    )
    assert first.address == "https://example.org/a/1"
    # The second "Sarper" of the text.
    text = BLUE_STEPPE.with_name("article.txt").read_text(encoding="utf-8")
    start = text.index("Sarper", text.index("Sarper") + 1)
    assert [(quote.places, quote.verified) for quote in first.quotes] == [(((start, start + 6),), True)]
    assert second.address is None
    assert all(not quote.verified for quote in second.quotes)
    assert second.counted_quotes() == ["“Ms Sarper”", "“Sarper” ×2"]


def test_fragments_of_a_quote_stay_together_in_their_order(graph: kg.Graph) -> None:
    (article,) = graph.entity("Aksu Youth Union").articles
    assert [quote.fragments for quote in article.quotes] == [("Aksu", "Youth Union")]


def test_an_ambiguous_name_lists_the_candidates(graph: kg.Graph) -> None:
    with pytest.raises(UsageError) as caught:
        graph.entity("Bora Tan")
    assert "several things" in caught.value.message
    assert caught.value.hint is not None
    assert "person/bora-tan-the-painter" in caught.value.hint
    assert "person/bora-tan-the-poet" in caught.value.hint
    assert graph.entity("person/bora-tan-the-poet").label == "Bora Tan"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Nobody Known", "nothing here is called"),
        ("", "nothing here is called"),
        ("Aylin Sarpar", "nothing here is called"),
        ("Forum", "a term of the ontology"),
        ("tnk:holdsPost", "a term of the ontology"),
        ("article/blue-steppe-2031/statement/s1", "a part of the record"),
        ('" } DROP ALL #', "nothing here is called"),
    ],
)
def test_what_is_no_thing_is_refused(graph: kg.Graph, name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        graph.entity(name)


def test_a_near_name_is_suggested(graph: kg.Graph) -> None:
    with pytest.raises(UsageError, match="did you mean Aylin Sarper"):
        graph.entity("Aylin Sarpar")


def test_as_of_a_day_before_the_second_article(graph: kg.Graph) -> None:
    assert ("Aylin Sarper", "represents", "Aksu Youth Union", "wish") in claimed(graph.entity("Aylin Sarper"))
    before = graph.entity("Aylin Sarper", as_of="2031-12-31")
    assert {each.labels[1] for each in before.relations} == {"holds post"}


def test_the_newsroom_alone_does_not_say_what_a_speaker_says(graph: kg.Graph) -> None:
    relations = {each.relation for each in graph.entity("Tuman Agency", view="newsroom").relations}
    assert TNK + "organises" in relations
    assert TNK + "cooperatesWith" not in relations


def test_as_text_and_as_json(graph: kg.Graph) -> None:
    forum = graph.entity("Blue Steppe Civic Forum")
    shown = str(forum)
    assert shown.splitlines()[0] == "Blue Steppe Civic Forum  (Forum)"
    assert "Aksu Youth Union  attends  Blue Steppe Civic Forum   [denied]" in shown
    assert "“did not join”   https://example.org/a/1" in shown
    told = json.loads(json.dumps(forum.as_dict()))
    assert told["types"] == ["Forum"]
    assert [each["modality"] for each in told["relations"]].count("negated") == 1
    assert repr(forum) == "<kg.Entity Blue Steppe Civic Forum: Forum>"


@pytest.mark.campaign
def test_the_same_bytes_under_any_hash_seed() -> None:
    code = (
        "import sys, kg; g = kg.build(sys.argv[1]); "
        "e = g.entity('Blue Steppe Civic Forum'); print(e); print(e._repr_html_())"
    )
    shown = [
        subprocess.run(
            [sys.executable, "-c", code, str(BLUE_STEPPE)],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": str(Path(kg.__file__).parents[1])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    ]
    assert shown[0] == shown[1] != b""
