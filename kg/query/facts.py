"""The plain facts of a store: what stands as a fact without a word on who states it, and why the rest does not.

Nothing is decided here. Which assertions yield a direct triple says :mod:`kg.claims.direct`, which status is current
:mod:`kg.claims.status`, what is contested :mod:`kg.claims.contests`, and what is denied the question ``disputed`` of
the catalogue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.claims.assertions import BOUNDS_OF, Assertion, AssertionTable
from kg.claims.claim import INTENTIONS, MODALITIES
from kg.claims.contests import contested_claims
from kg.claims.direct import direct_triples
from kg.claims.selection import Selection
from kg.claims.status import Statuses
from kg.namespaces import local_name
from kg.query.catalogue import bundled_catalogue
from kg.query.results import EVIDENCE
from kg.query.run import evaluate
from kg.store import Dataset
from kg.terms import NamedNode, Term, Triple

__all__ = ["PlainFacts", "evidence_of", "plain_facts"]

_MODALITIES = {**INTENTIONS, **MODALITIES}
_WEAKER = "in doubt, only hinted at, only possible, an inexact number, or reference data whose source was not read"
_SUPERSEDED = "a status that is not the current one"
_DISPUTED = "stated as a fact, and disputed: somebody denies or contests it"
_ABOUT_ASSERTION = "about another assertion: a note on it, or who contests it"


@dataclass(frozen=True, slots=True)
class PlainFacts:
    """The plain facts, or a part of them.

    Args:
        facts: direct triples, each with the assertions that state it.
        bounds: how many direct triples only bound a date.
        left_out: the assertions that give no plain fact, by their IRIs, each with the reason.
        disputed: the direct triples that are left out because somebody denies or contests them.
    """

    facts: Mapping[Triple, tuple[Assertion, ...]]
    bounds: int
    left_out: Mapping[str, str]
    disputed: frozenset[Triple]

    @property
    def expressed(self) -> frozenset[str]:
        """The assertions that state the facts, by their IRIs."""
        return frozenset(each.iri for assertions in self.facts.values() for each in assertions)

    @property
    def timed(self) -> int:
        """How many facts have a time that stands with their assertions alone: a start, an end, or a day."""
        return sum(
            any(each.bounds for each in assertions)
            for triple, assertions in self.facts.items()
            if local_name(triple.predicate.value) not in BOUNDS_OF  # there the time is what is stated
        )


def plain_facts(store: Dataset, about: str | None = None, article: str | None = None) -> PlainFacts:
    """What stands as a plain fact in a store.

    A fact that is denied or contested in one of its assertions is left out, whoever else states it.

    Args:
        store: the store with its merge, or a view of it.
        about: the IRI of a thing: only what has it as subject or object.
        article: the IRI of an article: only what it states, and its own assertions.
    """
    table = AssertionTable(store)
    statuses = Statuses(Selection(table))
    # A plain fact has no qualifiers: whoever denies one alone, such as its start, does not deny the fact.
    disputed_claims = evidence_of(store, "disputed", whole=True) | contested_claims(store)
    stated: dict[Triple, list[Assertion]] = defaultdict(list)
    bounds: dict[Triple, list[Assertion]] = defaultdict(list)
    for assertion, triple in direct_triples(store, table):
        is_own = triple.predicate.value == assertion.predicate
        (stated if is_own else bounds)[triple].append(assertion)
    disputed = {triple for triple, claims in stated.items() if any(each.iri in disputed_claims for each in claims)}
    disputes = {each.iri for triple in disputed for each in stated[triple]}

    def reason(each: Assertion) -> str | None:
        if each.modality != "fact":
            return _MODALITIES.get(each.modality, each.modality)
        if not each.is_plain:
            return _WEAKER
        if table.get(each.subject) is not None:
            return _ABOUT_ASSERTION
        if each.iri in disputes:
            return _DISPUTED
        return _SUPERSEDED if statuses.is_superseded(each) else None

    reasons = {each.iri: why for each in table if (why := reason(each)) is not None}

    def part(triple: Triple, claims: list[Assertion]) -> tuple[Assertion, ...]:
        """The assertions of a triple that are asked about."""
        is_about = about is None or about in (_iri(triple.subject), _iri(triple.object))
        wanted = (each for each in claims if is_about and (article is None or article in each.articles))
        return tuple(sorted(wanted, key=lambda each: each.iri))

    parts = {triple: found for triple, claims in stated.items() if (found := part(triple, claims))}
    return PlainFacts(
        facts={triple: claims for triple, claims in parts.items() if not any(each.iri in reasons for each in claims)},
        bounds=sum(bool(part(triple, claims)) for triple, claims in bounds.items()),
        left_out={
            each.iri: reasons[each.iri]
            for each in table
            if each.iri in reasons
            and (about is None or about in (each.subject, each.object))
            and (article is None or article in each.articles)
        },
        disputed=frozenset(disputed & parts.keys()),
    )


def evidence_of(store: Dataset, question: str, *, whole: bool = False) -> frozenset[str]:
    """The assertions behind the rows of a bundled question, by their IRIs: of ``disputed`` those stated and denied.

    Args:
        store: the store with its merge, or a view of it.
        question: the name of a question whose rows have evidence.
        whole: leave out the rows in which one qualifier alone is denied.
    """
    found = evaluate(store, bundled_catalogue().get(question).text)
    column = found.variables.index(EVIDENCE)
    rows = found.terms
    if whole:
        qualifier = found.variables.index("qualifier")
        rows = [row for row in rows if row[qualifier] is None]
    return frozenset(node.value for row in rows if isinstance(node := row[column], NamedNode))


def _iri(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else ""
