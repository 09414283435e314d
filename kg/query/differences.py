"""What contradicts a fact: claims that cannot hold together with it, or do not say the same.

Which claims do, no code decides: it is asked of the questions of the catalogue whose header has a line
``#+ contradiction:``, each for the one thing in question. So the rule for dates is the one of
``queries/quality/conflicting-dates.rq``, and a folder of one's own can add rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.claims.claim import Claim
from kg.claims.evidence import EvidenceReader
from kg.errors import InputError
from kg.query.catalogue import Catalogue, NamedQuery
from kg.query.run import run
from kg.query.tokens import tokenize
from kg.store import Dataset
from kg.terms import NamedNode

__all__ = ["Difference", "beside", "contradictions"]

_Pairs = list[tuple[NamedQuery, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What else is said, and how it differs.

    ``question`` of the catalogue found it, ``how`` is its word for the difference, and ``label`` what the claims
    state: a relation with its object, or an attribute with its value.
    """

    question: str
    how: str
    label: str
    claims: tuple[Claim, ...]

    def as_dict(self) -> dict[str, Any]:
        """The difference as JSON-ready dictionary."""
        return {
            "question": self.question,
            "how": self.how,
            "label": self.label,
            "claims": [claim.as_dict() for claim in self.claims],
        }


def contradictions(store: Dataset, node: NamedNode, catalogue: Catalogue) -> _Pairs:
    """The questions that find claims on a thing contradicting each other, each row with the claims behind it.

    Raises:
        InputError: a question of one's own calls itself a contradiction and has no column ``evidence``.
    """
    found: _Pairs = []
    for name in catalogue.names():
        question = catalogue.get(name)
        if not question.contradiction:
            continue
        result = run(store, question.text, substitutions={_first_column(question): node}).merge_evidence()
        if result.evidence is None:
            raise InputError(
                "this question has a contradiction, and no column ?evidence", where=str(question.file), hint="add it"
            )
        found += [(question, frozenset(behind)) for behind in result.evidence]
    return found


def _first_column(question: NamedQuery) -> str:
    tokens = tokenize(question.text)
    return next((token.text[1:] for token in tokens if token.kind == "variable"), "")


def beside(pairs: _Pairs, own: Iterable[str], reader: EvidenceReader) -> Iterator[Difference]:
    """What contradicts the assertions ``own`` of one fact, sorted by question and by what is stated."""
    mine = frozenset(own)
    grouped: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for question, behind in pairs:
        if mine & behind:
            for iri in behind - mine:
                label = reader.claim(iri).content or ""
                grouped[question.name, question.contradiction][label].add(iri)
    for (name, how), labelled in sorted(grouped.items()):
        for label, iris in sorted(labelled.items()):
            yield Difference(name, how, label, tuple(reader.claims(sorted(iris))))
