"""What contradicts a fact. The expected pairs are those of the digests' texts: dates, places and posts that differ."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kg
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
