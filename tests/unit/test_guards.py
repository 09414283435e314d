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
