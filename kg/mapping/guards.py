"""Guards: what an article cannot know, and what nothing can be.

- An article cannot report as held what was still ahead of it, nor as a fact what begins after its day.
- Nothing is a part of itself, follows itself and so on, also not by a detour. The ontology says which relations lead
  nothing to itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from kg.dates import EdtfDate, parse_date
from kg.mapping.cycles import Steps, circles, joined
from kg.mapping.findings import Findings
from kg.mapping.things import Things
from kg.model import AnnotatedArticle, AnnotatedRelation, Ref
from kg.ontology.vocabulary import PropertyTerm

__all__ = ["BEGINNINGS", "begins_after", "check_guards"]

BEGINNINGS = ("startDate", "date")
_ITSELF = "nothing can: name the other thing that is meant, or leave the relation out"


def check_guards(article: AnnotatedArticle, things: Things, findings: Findings) -> None:
    """Report what cannot be so."""
    published = parse_date(article.metadata.published or "")
    if published is not None and published.latest is not None:
        _check_days(article, published.latest, findings)
    if all(each.code != "circular-identity" for each in findings.items):  # it says the same, and what follows from it
        for term in things.vocabulary.properties.values():
            if term.is_irreflexive:
                _check_circles(term, article, things, findings)


def begins_after(written: object, day: str) -> bool:
    """Whether a date is one, and each day that it allows lies after a day, as ISO 8601."""
    date = parse_date(written) if isinstance(written, str) else None
    return date is not None and (date.earliest or "") > day


def _check_days(article: AnnotatedArticle, published: str, findings: Findings) -> None:
    """Nothing was held, and no fact began, after the day of the article."""
    dates: dict[Ref, list[tuple[str, EdtfDate]]] = defaultdict(list)
    for relation in _facts(article):
        if relation.relation in BEGINNINGS and isinstance(relation.object, str):
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
            if name in BEGINNINGS and begins_after(value, published):
                findings.warning(
                    "fact-later",
                    f"{relation.relation} is stated as a fact of {value}, after the article's own date, {published}",
                    (*relation.path, name),
                    hint="write modality: plan if that is how it is meant, or correct the date",
                )


def _check_circles(term: PropertyTerm, article: AnnotatedArticle, things: Things, findings: Findings) -> None:
    """Report what leads back to itself, by one attribution, or by several and the reference data together."""
    facts = [(each, each.object) for each in _facts(article) if each.relation == term.name]
    steps = [
        (things.known(each.subject), things.known(value), each, value)
        for each, value in facts
        if isinstance(value, Ref)
    ]
    if not steps:
        return
    speakers = {act.id: act.speaker for act in article.statements}
    by_attribution: dict[Hashable, Steps] = defaultdict(lambda: defaultdict(set))
    for subject, value, relation, _ in steps:
        by_attribution[speakers.get(relation.statement or "")][subject].add(value)
    alone = {attribution: circles(each) for attribution, each in by_attribution.items()}
    together = circles(joined(*by_attribution.values(), things.reference_steps(term.name))) if term.is_acyclic else {}
    for subject, value, relation, ref in steps:
        numbers = alone[speakers.get(relation.statement or "")]
        detour = "" if subject == value else f", through {_name(ref)}"
        message = f"{_name(relation.subject)} {term.label} itself{detour}"
        if subject == value or (term.is_acyclic and numbers[subject] == numbers[value]):
            hint = "nothing can: turn one of the relations round, or leave it out" if detour else _ITSELF
            findings.error("cycle", message, relation.path, hint=hint)
        elif together and together[subject] == together[value]:
            findings.warning(
                "cycle",
                f"{message}, if another speaker or the reference data are right",
                relation.path,
                hint="correct the relation if it is a slip; if the sources disagree, leave it as it is",
            )


def _facts(article: AnnotatedArticle) -> Iterator[AnnotatedRelation]:
    return (relation for relation in article.relations if relation.modality == "fact")


def _name(ref: Ref) -> str:
    return str(ref.key or ref.id)
