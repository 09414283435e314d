"""Guards: what an article cannot know, and what nothing can be.

- An article cannot report as held what was still ahead of it, nor as a fact what begins after its day; nor can a source
  that it cites.
- Nothing is a part of itself, a unit of itself, within itself, or follows or replaces itself, also not by a detour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.dates import EdtfDate, parse_date
from kg.mapping.findings import Findings
from kg.mapping.voices import Chains
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
    _check_days(article, findings)
    if all(each.code != "circular-identity" for each in findings.items):  # it says the same, and what follows from it
        _check_cycles(article, findings)


def _check_days(article: AnnotatedArticle, findings: Findings) -> None:
    """Nothing was held, and no fact began, after the day of the article, or of the source that it cites for it."""
    chains = Chains.of(article)
    known = {source.id: _last_day(source.published) for source in article.sources}
    own = _last_day(article.metadata.published)
    dates: dict[Ref, list[tuple[str, EdtfDate]]] = defaultdict(list)
    for relation in _facts(article):
        if relation.relation in _BEGINNINGS and isinstance(relation.object, str):
            date = parse_date(relation.object)
            if date is not None:
                dates[relation.subject].append((relation.object, date))
    for relation in _facts(article):
        source = chains.source_of(relation)
        cited = None if source is None else known[source.id]
        published = cited or own
        if published is not None:
            whose = f"the date of its source {source.id}" if source and cited else "the article's own date"
            _check_held(relation, f"{whose}, {published}", published, dates[relation.subject], findings)
            _check_beginnings(relation, f"{whose}, {published}", published, findings)


def _check_held(
    relation: AnnotatedRelation, told: str, published: str, dates: list[tuple[str, EdtfDate]], findings: Findings
) -> None:
    ahead = [written for written, date in dates if (date.earliest or "") > published]
    if relation.relation == "status" and relation.object == "held" and ahead:
        findings.error(
            "held-later",
            f"{_name(relation.subject)} is said to have been held, but its date {ahead[0]} is after {told}",
            relation.path,
            hint="correct one of the dates, or write status: planned",
        )


def _check_beginnings(relation: AnnotatedRelation, told: str, published: str, findings: Findings) -> None:
    alike = ((each.name, each.value) for each in relation.scoped if relation.is_meant_alike(each))
    for name, value in (*relation.qualifiers, *alike):
        date = parse_date(value) if name in _BEGINNINGS and isinstance(value, str) else None
        if date is not None and (date.earliest or "") > published:
            findings.warning(
                "fact-later",
                f"{relation.relation} is stated as a fact of {value}, after {told}",
                (*relation.path, name),
                hint="write modality: plan if that is how it is meant, or correct the date",
            )


def _last_day(published: str | None) -> str | None:
    """The last day that a date of publication allows; None where there is none."""
    date = parse_date(published or "")
    return None if date is None else date.latest


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
    return (relation for relation in article.relations if relation.modality == "fact")


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
