"""What an article cannot know, and what nothing can be, is found."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg

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
    assert len(found(pipeline, tmp_path, *around)) == 3
    assert found(pipeline, tmp_path, *around[:2]) == []
    # By its id the same forum is meant as by its key.
    by_id = [FOLLOWS.format("forum", "{id: event/red-steppe-forum}"), FOLLOWS.format("other", "forum")]
    assert len(found(pipeline, tmp_path, *by_id)) == 2


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
