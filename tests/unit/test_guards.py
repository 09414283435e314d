"""What an article cannot know, and what nothing can be, is found."""

from __future__ import annotations

import re
from pathlib import Path

import networkx
import pytest

import kg
import kg.query
from kg.mapping.cycles import circles
from kg.ontology import vocabulary

ARTICLE = """\
kg: 1
article: {{id: steppe-1, title: T, publisher: {{type: NewsAgency, name: Wire}}, published: {published}}}
entities:
  forum: {{type: Forum, name: Blue Steppe Forum, {forum}}}
  other: {{type: Forum, name: Red Steppe Forum, id: event/red-steppe-forum}}
  third: {{type: Forum, name: Third Steppe Forum}}
  union: {{type: NGO, name: Aksu Union}}
  unit: {{type: OrganizationalUnit, name: Youth Sector, unitOf: union}}
  sarper: {{type: Person, name: Aylin Sarper}}
  chair: {{type: Post, name: Chair, postIn: union}}
mentions:
- {{of: forum, quote: forum}}
- {{of: other, quote: other}}
- {{of: third, quote: third}}
- {{of: union, quote: union}}
- {{of: unit, quote: unit}}
- {{of: sarper, quote: sarper}}
- {{of: chair, quote: chair}}
relations:
{relations}
"""
FOLLOWS = "- {{subject: {}, relation: follows, object: {}, quote: follows}}"


@pytest.fixture(scope="module")
def pipeline() -> kg.Pipeline:
    return kg.Pipeline()


def found(
    pipeline: kg.Pipeline, folder: Path, *relations: str, forum: str = "status: held", published: str = "2032-03-12"
) -> list[tuple[str, str, int | None]]:
    """The code, the severity and the line of each finding that guards report."""
    file = folder / "steppe-1.yaml"
    lines = "\n".join(relations) or FOLLOWS.format("third", "forum")
    file.write_text(ARTICLE.format(published=published, forum=forum, relations=lines), encoding="utf-8")
    report = pipeline.check([file])
    guards = {"held-later", "fact-later", "cycle"}
    return [(each.code, each.severity.value, each.line) for each in report.findings if each.code in guards]


@pytest.mark.parametrize(
    ("forum", "published", "expected"),
    [
        ("status: held, startDate: 2032-04-20", "2032-03-12", ["held-later"]),
        ("status: held, date: 2032-04", "2032-03-31", ["held-later"]),
        ("status: held, startDate: 2033", "2032", ["held-later"]),
        # On the day itself, or on a day that may lie before, it may have been.
        ("status: held, startDate: 2032-03-12", "2032-03-12", []),
        ("status: held, startDate: 2032", "2032-03-12", []),
        ("status: held, startDate: 2032-03/2032-05", "2032-03-12", []),
        # What is planned may lie ahead; an article without a date says nothing of what was ahead of it.
        ("status: planned, startDate: 2032-04-20", "2032-03-12", []),
        ("status: held", "2032-03-12", []),
    ],
)
def test_nothing_was_held_after_the_article(
    pipeline: kg.Pipeline, tmp_path: Path, forum: str, published: str, expected: list[str]
) -> None:
    codes = found(pipeline, tmp_path, forum=forum, published=published)
    assert [code for code, _, _ in codes] == expected
    assert all(severity == "error" for _, severity, _ in codes)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("startDate: 2032-04-01", ["fact-later"]),
        ("date: 2032-04", ["fact-later"]),
        ("startDate: 2032-03-01", []),
        ("startDate: 2032-04-01, modality: plan", []),
        # That a term runs to a day ahead can be known.
        ("startDate: 2031, endDate: 2035", []),
    ],
)
def test_a_fact_that_begins_after_the_article_is_a_warning(
    pipeline: kg.Pipeline, tmp_path: Path, more: str, expected: list[str]
) -> None:
    relation = f"- {{subject: sarper, relation: holdsPost, object: chair, {more}, quote: chair}}"
    codes = found(pipeline, tmp_path, relation)
    assert [code for code, _, _ in codes] == expected
    assert all(severity == "warning" for _, severity, _ in codes)


def test_nothing_is_a_part_of_itself(pipeline: kg.Pipeline, tmp_path: Path) -> None:
    assert found(pipeline, tmp_path, FOLLOWS.format("forum", "forum")) == [("cycle", "error", 20)]
    within = "- {subject: unit, relation: unitOf, object: unit, quote: unit}"
    assert [code for code, _, _ in found(pipeline, tmp_path, within)] == ["cycle"]


def test_not_even_by_a_detour(pipeline: kg.Pipeline, tmp_path: Path) -> None:
    around = [FOLLOWS.format(*each) for each in (("forum", "other"), ("other", "third"), ("third", "forum"))]
    assert found(pipeline, tmp_path, *around) == [("cycle", "error", line) for line in (20, 21, 22)]
    assert found(pipeline, tmp_path, *around[:2]) == []
    # By its id the same forum is meant as by its key.
    by_id = [FOLLOWS.format("forum", "{id: event/red-steppe-forum}"), FOLLOWS.format("other", "forum")]
    assert len(found(pipeline, tmp_path, *by_id)) == 2


@pytest.mark.parametrize(
    ("relation", "message"),
    [
        ("{subject: union, relation: cooperatesWith, object: union, quote: q}", "union cooperates with itself"),
        ("{subject: union, relation: memberOf, object: union, quote: q}", "union is a member of itself"),
        ("{subject: forum, relation: during, object: forum, quote: q}", "forum takes place during itself"),
        ("{subject: forum, relation: partOf, object: forum, quote: q}", "forum is part of itself"),
        ("{subject: sarper, relation: represents, object: sarper, quote: q}", "sarper represents itself"),
    ],
)
def test_who_is_meant_must_be_another(pipeline: kg.Pipeline, tmp_path: Path, relation: str, message: str) -> None:
    file = tmp_path / "steppe-1.yaml"
    file.write_text(ARTICLE.format(published="2032-03-12", forum="status: held", relations=f"- {relation}"))
    (finding,) = [each for each in pipeline.check([file]).findings if each.code == "cycle"]
    assert (finding.message, finding.severity.value, finding.line) == (message, "error", 20)
    assert finding.hint == "nothing can: name the other thing that is meant, or leave the relation out"


def test_two_who_cooperate_make_no_circle(pipeline: kg.Pipeline, tmp_path: Path) -> None:
    # During and membership lead back in good order, too: two events may last equally long.
    each = "- {{subject: {}, relation: {}, object: {}, quote: q}}"
    both = [
        each.format(*pair) for pair in (("sarper", "cooperatesWith", "union"), ("union", "cooperatesWith", "sarper"))
    ]
    both += [each.format(*pair) for pair in (("forum", "during", "other"), ("other", "during", "forum"))]
    assert found(pipeline, tmp_path, *both) == []


def test_one_thing_under_two_keys_is_one(pipeline: kg.Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "steppe-1.yaml"
    text = ARTICLE.format(published="2032-03-12", forum="status: held", relations=FOLLOWS.format("third", "again"))
    again = "  again: {type: Forum, name: THIRD Steppe Forum}\nmentions:\n- {of: again, quote: again}\n"
    file.write_text(text.replace("mentions:\n", again), encoding="utf-8")
    assert "cycle" in [each.code for each in pipeline.check([file]).findings]


WITHIN = """\
kg: 1
article: {id: places-1, title: T, publisher: {type: NewsAgency, name: Wire}, published: 2032-03-12}
entities:
  polity: {type: State, id: polity/az, name: Azerbaijan}
  city: {type: City, id: place/baku, name: Baku}
mentions:
- {of: polity, quote: polity}
- {of: city, quote: city}
relations:
- {subject: polity, relation: within, object: city, quote: q}
"""


def test_who_contradicts_the_reference_data_is_warned(pipeline: kg.Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "places-1.yaml"
    file.write_text(WITHIN, encoding="utf-8")
    report = pipeline.check([file])
    (finding,) = [each for each in report.findings if each.code == "cycle"]
    assert (finding.severity.value, finding.line) == ("warning", 10)
    words = "polity lies within itself, through city, if another speaker or the reference data are right"
    assert finding.message == words
    assert report.counts == {"valid": 1}


SPEAKERS = """\
statements:
- {id: s1, speaker: sarper, mode: reported, kind: fact, quote: s, about: [forum]}
"""


def test_two_voices_may_disagree(pipeline: kg.Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "steppe-1.yaml"
    said = FOLLOWS.format("forum", "other").replace("quote", "statement: s1, quote")
    relations = f"{said}\n{FOLLOWS.format('other', 'forum')}"
    text = ARTICLE.format(published="2032-03-12", forum="status: held", relations=relations)
    file.write_text(text + SPEAKERS, encoding="utf-8")
    cycles = [each.severity.value for each in pipeline.check([file]).findings if each.code == "cycle"]
    assert cycles == ["warning", "warning"]


def test_a_circle_across_two_articles_is_asked_for(tmp_path: Path) -> None:
    first = ARTICLE.format(published="2032-03-12", forum="status: held", relations=FOLLOWS.format("forum", "other"))
    (tmp_path / "steppe-1.yaml").write_text(first, encoding="utf-8")
    back = FOLLOWS.format("other", "forum") + "\n" + FOLLOWS.format("third", "forum")
    second = ARTICLE.format(published="2032-03-12", forum="status: held", relations=back).replace(
        "steppe-1", "steppe-2"
    )
    (tmp_path / "steppe-2.yaml").write_text(second, encoding="utf-8")
    graph = kg.build(tmp_path)
    assert graph.report is not None
    assert graph.report.counts == {"loaded": 2}
    rows = [tuple(str(cell).rpartition("/")[2] for cell in row[1:3]) for row in graph.ask("circles").terms]
    assert rows == [("blue-steppe-forum>", "red-steppe-forum>"), ("red-steppe-forum>", "blue-steppe-forum>")]


def test_the_question_names_every_relation_that_cannot_lead_back() -> None:
    asked = kg.query.bundled_catalogue().get("circles").text
    acyclic = {name for name, term in vocabulary.load().properties.items() if term.is_acyclic}
    assert set(re.findall(r"BIND\(tnk:(\w+)", asked)) == acyclic
    assert acyclic >= {"follows", "partOf", "replaces", "unitOf", "within"}


def test_circles_are_those_of_graph_theory() -> None:
    for seed in range(300):
        graph = networkx.gnp_random_graph(7, 0.2, seed=seed, directed=True)
        numbers = circles({str(node): {str(each) for each in graph[node]} for node in graph})
        for part in networkx.strongly_connected_components(graph):
            alike = {numbers[str(node)] for node in part}
            assert {node for node, number in numbers.items() if number in alike} == {str(node) for node in part}


@pytest.mark.campaign
def test_a_long_chain_takes_no_recursion() -> None:
    chain = {str(number): {str(number + 1)} for number in range(50_000)}
    assert len(set(circles(chain).values())) == 50_001
    assert len(set(circles({**chain, "50000": {"0"}}).values())) == 1


def test_a_denied_or_planned_relation_makes_no_cycle(pipeline: kg.Pipeline, tmp_path: Path) -> None:
    denied = FOLLOWS.format("forum", "other").replace("quote", "modality: negated, quote")
    assert found(pipeline, tmp_path, denied, FOLLOWS.format("other", "forum")) == []


def names(pipeline: kg.Pipeline, folder: Path, entity: str) -> list[tuple[str, str, str]]:
    """The code, the severity and the hint of what guards say of the name of one entity."""
    file = folder / "names-1.yaml"
    file.write_text(
        "kg: 1\narticle: {id: names-1, title: T, publisher: {type: NewsAgency, name: Wire}, published: 2032-03-12}\n"
        f"entities:\n  thing: {entity}\nmentions:\n- {{of: thing, quote: thing}}\n",
        encoding="utf-8",
    )
    guards = {"near-name", "anonymous-person"}
    found = [each for each in pipeline.check([file]).findings if each.code in guards]
    assert all(each.line == 4 for each in found)
    return [(each.code, each.severity.value, each.hint or "") for each in found]


@pytest.mark.parametrize(
    "name",
    ["Organizatoin of Turkic States", "Organization of Turkic State", "Organization of Turkik States"],
    ids=["swapped", "less", "other"],
)
def test_a_slip_of_the_pen_is_asked_about_and_never_merged(pipeline: kg.Pipeline, tmp_path: Path, name: str) -> None:
    entity = f"{{type: IntergovernmentalOrganization, name: {name}}}"
    ((code, severity, hint),) = names(pipeline, tmp_path, entity)
    assert (code, severity) == ("near-name", "warning")
    assert "organization/organization-of-turkic-states" in hint
    graph = kg.build(tmp_path)
    assert len(graph.query("SELECT ?x { ?x tnk:evidence ?m }")) == 0
    assert graph.query(
        f'ASK {{ ?x rdfs:label "{name}" FILTER(?x != organization:organization-of-turkic-states) }}'
    ).boolean


@pytest.mark.parametrize(
    "entity",
    [
        "{type: IntergovernmentalOrganization, name: Organization of Turkic States}",  # its name
        "{type: IntergovernmentalOrganization, name: Organizations of Turkik State}",  # three letters off
        "{type: IntergovernmentalOrganization, name: Organizatoin of Turkic States, id: organization/another}",
        "{type: NGO, name: TURKPO}",  # too short to tell
        "{type: Summit, name: Summit of the Organization of Turkic States 2029}",  # another number is another summit
        "{type: Person, name: Organizatoin of Turkic States}",  # of another kind
    ],
)
def test_another_name_is_not_asked_about(pipeline: kg.Pipeline, tmp_path: Path, entity: str) -> None:
    assert [code for code, *_ in names(pipeline, tmp_path, entity)] == []


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        ("{type: Person, name: spokesman}", ["anonymous-person"]),
        ("{type: Person, name: bir yetkili}", ["anonymous-person"]),
        ("{type: Person, name: житель города}", ["anonymous-person"]),
        ("{type: Official, name: spokesman}", ["anonymous-person"]),
        ("{type: Person, name: spokesman, id: person/names-1-spokesman}", []),
        ("{type: Person, name: Aylin Sarper}", []),
        ("{type: Person, name: {en: Aylin, x-own: aylin}}", []),
        ("{type: Person, name: აილინი}", []),  # a script without capital letters
        ("{type: NGO, name: youth union}", []),
    ],
)
def test_who_is_only_described_needs_an_id(
    pipeline: kg.Pipeline, tmp_path: Path, entity: str, expected: list[str]
) -> None:
    assert [code for code, *_ in names(pipeline, tmp_path, entity)] == expected
