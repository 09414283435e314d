"""What contradicts a fact. The expected pairs are those of the digests' texts: dates, places and posts that differ."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.cli.main import cli
from kg.errors import InputError
from kg.query import Explanation, load_catalogue
from kg.query.explain import explain
from kg.resources import queries_folder


@pytest.fixture(scope="module")
def graph(bundled: kg.Graph) -> kg.Graph:
    return bundled


def differences(found: Explanation) -> dict[str, set[tuple[str, str]]]:
    return {fact.labels[2]: {(each.question, each.label) for each in fact.differs} for fact in found.facts}


def test_the_planned_date_stands_beside_the_one_held(graph: kg.Graph) -> None:
    found = graph.explain("Azerbaijan-Kazakhstan NGO Cooperation Forum", "startDate", "2025-11-24")
    assert differences(found) == {"2025-11-24": {("planned-and-actual-dates", "start date 2025-11-18")}}
    (difference,) = found.facts[0].differs
    assert {claim.modality for claim in difference.claims} == {"plan"}
    assert "“18–20 ноября”" in str(found), "with an object, the quotes are shown"
    assert "“18–20 ноября”" not in str(graph.explain("Solidarity Forum of NGOs", "startDate"))


def test_places_posts_and_counts_are_told_from_agreement(graph: kg.Graph) -> None:
    places = differences(graph.explain("Solidarity Forum of NGOs", "heldIn"))
    assert places["Baku"] == {("conflicting-places", "held in Nakhchivan")}
    assert places["Gulustan Palace"] == {("conflicting-places", "held in Nakhchivan")}, "the palace lies within Baku"
    posts = differences(graph.explain("Azer Allahveranov", "holdsPost"))
    assert all(found for found in posts.values())
    assert differences(graph.explain("Tural Aliyev", "holdsPost")) == {"Head of the NGO Sector": set()}


def test_who_contests_a_standing_is_named(graph: kg.Graph) -> None:
    (fact,) = graph.explain("Northern Cyprus", "observerOf").facts
    assert fact.contested_by == ("Cyprus",)
    assert "\n  contested by: Cyprus" in str(graph.explain("Northern Cyprus", "observerOf"))


def test_names_come_in_the_language_asked_for(graph: kg.Graph) -> None:
    assert graph.explain("Türkiye", languages=("az", "en")).label == "Türkiyə"


def test_a_view_leaves_out_what_speakers_say(graph: kg.Graph) -> None:
    (fact,) = graph.explain(
        "Azerbaijan-Kazakhstan NGO Cooperation Forum", "startDate", "2025-11-24", view="newsroom"
    ).facts
    assert {claim.attribution for claim in fact.held} == {"newsroom"}


def test_the_rules_are_questions_and_not_code(graph: kg.Graph, tmp_path: Path) -> None:
    file = tmp_path / "conflicting-places.rq"
    shutil.copy(queries_folder() / "quality" / file.name, file)
    thing = "Solidarity Forum of NGOs"
    with_rule = explain(graph.dataset(), thing, "heldIn", catalogue=load_catalogue([tmp_path]))
    assert differences(with_rule)["Baku"]
    file.write_text(file.read_text("utf-8").replace("#+ contradiction:", "#+ description:"))
    without = explain(graph.dataset(), thing, "heldIn", catalogue=load_catalogue([tmp_path]))
    assert not any(differences(without).values())
    file.write_text("#+ summary: s\n#+ contradiction: c\nSELECT ?x { ?x a ?y }")
    with pytest.raises(InputError, match="no column"):
        explain(graph.dataset(), thing, catalogue=load_catalogue([tmp_path]))


HEAD = """
kg: 1
article:
  id: steppe-32
  title: A forum in Ayan
  publisher: {type: NewsAgency, name: Steppe Wire}
  published: 2031-05
  url: https://example.org/a/32
  language: en
  retracts: steppe-31
"""
BODY = """
entities:
  forum: {type: Forum, name: Steppe Forum, status: held}
  ayan: {type: NewsAgency, name: Ayan Daily}
mentions:
  - {of: forum, quote: Forum}
  - {of: ayan, quote: Daily}
sources:
  - {id: daily, publisher: ayan, within: herald, url: "https://example.org/b/1"}
  - {id: herald, publisher: {type: NewsAgency, name: Tuman Herald}, title: Ayan today, published: 2031-05-02}
relations:
  - {subject: article, relation: about, object: forum, quote: Forum}
"""
NOTE = "annotation: {by: A. Reader, tool: bench 2, date: 2031-05-06, status: reviewed}\n"


def of_steppe(folder: Path, note: str = NOTE) -> kg.Graph:
    file = folder / "steppe-32.yaml"
    file.write_text(HEAD + note + BODY, encoding="utf-8")
    return kg.build(file)


def test_who_published_an_article_and_when_is_shown_with_who_recorded_it(tmp_path: Path) -> None:
    graph = of_steppe(tmp_path)
    recorded = [
        "A forum in Ayan · article",
        "  published by Steppe Wire · 2031-05 · https://example.org/a/32",
        "  recorded in its annotation, not claimed in a text · "
        "annotated by A. Reader with bench 2, 2031-05-06, reviewed",
        "  language: en · retracts https://w3id.org/turkic-ngo-kg/id/article/steppe-31",
    ]
    shown = graph.explain("steppe-32")
    assert str(shown).splitlines()[:5] == [*recorded, ""]
    assert [fact.relation for fact in shown.facts] == ["about"]
    for relation, value in (("publisher", None), ("published", "2031-05"), ("url", None)):
        assert str(graph.explain("A forum in Ayan", relation, value)).splitlines() == recorded
    assert str(graph.explain("steppe-32", "about")).startswith("A forum in Ayan  is about  Steppe Forum")
    nothing = graph.explain("steppe-32", "dateline")
    assert nothing.publication is None
    assert str(nothing).endswith("What is said of it: about, published, publisher, url.")
    assert graph.explain("Steppe Wire").publication is None


def test_what_is_recorded_of_a_cited_source_names_the_article_that_cites_it(tmp_path: Path) -> None:
    graph = of_steppe(tmp_path, note="")
    daily, herald = (str(graph.explain(f"article/steppe-32/source/{name}")) for name in ("daily", "herald"))
    where = "recorded under the sources of the annotation of A forum in Ayan, not claimed in a text"
    assert daily.splitlines() == [
        "title not stated · cited source",
        "  published by Ayan Daily · date not stated · https://example.org/b/1",
        f"  {where} · cited by Tuman Herald · annotator not stated",
    ]
    assert herald.splitlines() == [
        "“Ayan today” · cited source",
        "  published by Tuman Herald · 2031-05-02 · address not stated",
        f"  {where} · annotator not stated",
    ]


def test_what_is_recorded_of_an_article_as_json_and_html(tmp_path: Path) -> None:
    shown = of_steppe(tmp_path).explain("steppe-32")
    article = "https://w3id.org/turkic-ngo-kg/id/article/steppe-32"
    assert shown.as_dict()["publication"] == {
        "iri": article,
        "title": "A forum in Ayan",
        "publisher": "Steppe Wire",
        "published": "2031-05",
        "address": "https://example.org/a/32",
        "language": "en",
        "text_digest": None,
        "article": article,
        "article_title": "A forum in Ayan",
        "reported_in": [],
        "retracts": ["https://w3id.org/turkic-ngo-kg/id/article/steppe-31"],
        "annotation": {"by": "A. Reader", "tool": "bench 2", "date": "2031-05-06", "status": "reviewed"},
    }
    thing = of_steppe(tmp_path).entity("steppe-32")
    assert thing.publication == shown.publication
    assert thing.as_dict()["publication"]["published"] == "2031-05"
    assert "\n  published by Steppe Wire · 2031-05 · https://example.org/a/32\n" in str(thing)
    assert of_steppe(tmp_path).entity("Steppe Wire").as_dict()["publication"] is None
    html = thing._repr_html_()
    assert "published by Steppe Wire · 2031-05 · <a " in html
    html = shown._repr_html_()
    assert "published by Steppe Wire · 2031-05 · <a " in html
    assert "annotated by A. Reader with bench 2" in html


def test_an_article_that_was_retracted_was_still_published(tmp_path: Path) -> None:
    earlier = HEAD.replace("steppe-32", "steppe-31").replace("a/32", "a/31").replace("A forum", "The forum")
    earlier = earlier.replace("  retracts: steppe-31\n", "").replace("2031-05\n", "2031-05-03\n")
    (tmp_path / "steppe-31.yaml").write_text(earlier + BODY, encoding="utf-8")
    (tmp_path / "steppe-32.yaml").write_text(HEAD.replace("2031-05\n", "2031-05-04\n") + BODY, encoding="utf-8")
    graph = kg.build(tmp_path)
    shown = graph.explain("steppe-31")
    assert [fact.standing for fact in shown.facts] == ["withdrawn"]
    assert shown.publication is not None
    assert (shown.publication.publisher, shown.publication.published) == ("Steppe Wire", "2031-05-03")


def test_the_id_of_an_article_gives_way_to_a_name(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text((HEAD + BODY).replace("steppe-32", "steppe-forum").replace("Steppe Forum", "steppe-forum"))
    assert kg.build(file).explain("steppe-forum").subject.endswith("/event/steppe-forum")


def test_the_command_succeeds_where_only_the_record_answers(tmp_path: Path) -> None:
    file = tmp_path / "steppe-32.yaml"
    file.write_text(HEAD + NOTE + BODY, encoding="utf-8")
    store, run = str(tmp_path / "store"), CliRunner()
    assert run.invoke(cli, ["load", str(file), "--store", store]).exit_code == 0
    for options in ([], ["--view", "newsroom"], ["--as-of", "2031-06-01"], ["--annotations", "reviewed"]):
        shown = run.invoke(cli, ["explain", "steppe-32", "published", "--store", store, *options])
        assert shown.exit_code == 0, options
        assert "published by Steppe Wire · 2031-05 · https://example.org/a/32" in shown.stdout
    nothing = run.invoke(cli, ["explain", "steppe-32", "dateline", "--store", store])
    assert nothing.exit_code == 1
