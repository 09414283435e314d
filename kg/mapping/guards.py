"""Guards: what an article cannot know, and what nothing can be.

- An article cannot report as held what was still ahead of it, nor as a fact what begins after its day.
- Nothing is a part of itself, a unit of itself, within itself, or follows or replaces itself, also not by a detour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.dates import EdtfDate, parse_date
from kg.mapping.findings import Findings
from kg.model import AnnotatedArticle, AnnotatedRelation, Ref

__all__ = ["check_guards"]

_ACYCLIC = {
    "follows": "follows",
    "partOf": "is a part of",
    "replaces": "replaces",
    "unitOf": "is a unit of",
    "within": "is within",
}
_BEGINNINGS = ("startDate", "date")


def check_guards(article: AnnotatedArticle, findings: Findings) -> None:
    """Report what cannot be so."""
    published = parse_date(article.metadata.published or "")
    if published is not None and published.latest is not None:
        _check_days(article, published.latest, findings)
    if all(each.code != "circular-identity" for each in findings.items):  # it says the same, and what follows from it
        _check_cycles(article, findings)


def _check_days(article: AnnotatedArticle, published: str, findings: Findings) -> None:
    """Nothing was held, and no fact began, after the day of the article."""
    dates: dict[Ref, list[tuple[str, EdtfDate]]] = defaultdict(list)
    for relation in _facts(article):
        if relation.relation in _BEGINNINGS and isinstance(relation.object, str):
            date = parse_date(relation.object)
            if date is not None:
                dates[relation.subject].append((relation.object, date))
    for relation in _facts(article):
        if relation.relation == "status" and relation.object == "held":
            ahead = [written for written, date in dates[relation.subject] if (date.earliest or "") > published]
            if ahead:
                findings.error(
                    "held-later",
                    f"{_name(relation.subject)} is said to have been held, but its date {ahead[0]} is after the "
                    f"article's own, {published}",
                    relation.path,
                    hint="correct one of the dates, or write status: planned",
                )
        alike = ((each.name, each.value) for each in relation.scoped if relation.is_meant_alike(each))
        for name, value in (*relation.qualifiers, *alike):
            date = parse_date(value) if name in _BEGINNINGS and isinstance(value, str) else None
            if date is not None and (date.earliest or "") > published:
                findings.warning(
                    "fact-later",
                    f"{relation.relation} is stated as a fact of {value}, after the article's own date, {published}",
                    (*relation.path, name),
                    hint="write modality: plan if that is how it is meant, or correct the date",
                )


def _check_cycles(article: AnnotatedArticle, findings: Findings) -> None:
    by_id = {Ref(key=entity.key): Ref(id=entity.id) for entity in article.entities if entity.id is not None}
    for name, words in _ACYCLIC.items():
        steps = [
            (by_id.get(each.subject, each.subject), by_id.get(each.object, each.object), each)
            for each in _facts(article)
            if each.relation == name and isinstance(each.object, Ref)
        ]
        above: dict[Ref, set[Ref]] = defaultdict(set)
        for subject, value, _ in steps:
            above[subject].add(value)
        for subject, value, relation in steps:
            if subject in _reached(value, above):
                detour = "" if subject == value else f", through {_name(value)}"
                findings.error(
                    "cycle",
                    f"{_name(relation.subject)} {words} itself{detour}",
                    relation.path,
                    hint="nothing can: turn one of the relations round, or leave it out",
                )


def _facts(article: AnnotatedArticle) -> Iterator[AnnotatedRelation]:
    return (relation for relation in article.relations if relation.modality == "fact" and not relation.is_doubted)


def _reached(start: Ref, steps: Mapping[Ref, set[Ref]]) -> set[Ref]:
    """All that lies on some path from here on, with the start itself."""
    found, waiting = {start}, [start]
    while waiting:
        for each in steps.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def _name(ref: Ref) -> str:
    return str(ref.key or ref.id)
