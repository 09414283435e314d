"""Guards: what an article cannot know, and what nothing can be.

- An article cannot report as held what was still ahead of it, nor as a fact what begins after its day; nor can a source
  that it cites.
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
from kg.mapping.voices import Chains
from kg.model import AnnotatedArticle, AnnotatedRelation, Ref
from kg.ontology.vocabulary import PropertyTerm

__all__ = ["BEGINNINGS", "begins_after", "check_guards"]

BEGINNINGS = ("startDate", "date")
_ITSELF = "nothing can: name the other thing that is meant, or leave the relation out"


def check_guards(article: AnnotatedArticle, things: Things, chains: Chains, findings: Findings) -> None:
    """Report what cannot be so."""
    _check_days(article, chains, findings)
    if all(each.code != "circular-identity" for each in findings.items):  # it says the same, and what follows from it
        facts: dict[str, list[AnnotatedRelation]] = defaultdict(list)
        for relation in _facts(article):
            facts[relation.relation].append(relation)
        for term in things.vocabulary.properties.values():
            if term.is_irreflexive and term.name in facts:
                _check_circles(term, facts[term.name], things, chains, findings)


def begins_after(written: object, day: str) -> bool:
    """Whether a date is one, and each day that it allows lies after a day, as ISO 8601."""
    date = parse_date(written) if isinstance(written, str) else None
    return date is not None and (date.earliest or "") > day


def _check_days(article: AnnotatedArticle, chains: Chains, findings: Findings) -> None:
    """Nothing was held, and no fact began, after the day of the article, or of the source that it cites for it."""
    known = {source.id: _last_day(source.published) for source in article.sources}
    own = _last_day(article.metadata.published)
    dates: dict[Ref, list[tuple[str, EdtfDate]]] = defaultdict(list)
    for relation in _facts(article):
        if relation.relation in BEGINNINGS and isinstance(relation.object, str):
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
    for name, value in relation.meant:
        if name in BEGINNINGS and begins_after(value, published):
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


def _check_circles(
    term: PropertyTerm, facts: list[AnnotatedRelation], things: Things, chains: Chains, findings: Findings
) -> None:
    """Report what leads back to itself, by one attribution, or by several and the reference data together."""
    steps = [
        (things.known(each.subject), things.known(value), each, value)
        for each, value in ((each, each.object) for each in facts)
        if isinstance(value, Ref)
    ]
    by_attribution: dict[Hashable, Steps] = defaultdict(lambda: defaultdict(set))
    for subject, value, relation, _ in steps:
        by_attribution[chains.attribution(relation)][subject].add(value)
    alone = {attribution: circles(each) for attribution, each in by_attribution.items()}
    together = circles(joined(*by_attribution.values(), things.reference_steps(term.name))) if term.is_acyclic else {}
    for subject, value, relation, ref in steps:
        numbers = alone[chains.attribution(relation)]
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
    return (relation for relation in article.relations if relation.modality == "fact" and not relation.is_doubted)


def _name(ref: Ref) -> str:
    return str(ref.key or ref.id)
