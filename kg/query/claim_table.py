"""What is claimed of something as a table to cite from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.claims.claim import Claim, modality_word
from kg.markup.tables import Tabular, Thing

__all__ = ["ClaimTable", "Claimed"]

_COLUMNS = ("subject", "relation", "object")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A subject, a relation and an object, of which something is claimed; ``labels`` are their names."""

    subject: str
    relation: str
    object: str
    labels: tuple[str, str, str]

    @property
    def cells(self) -> tuple[Thing, str, Thing]:
        """Subject, relation and object, to be read."""
        subject, relation, value = self.labels
        return Thing(subject, self.subject), relation, Thing(value, self.object)


class ClaimTable(Tabular):
    """What is claimed of something, for pandas: a row for each claim, with all that is needed to cite it."""

    def _claimed(self) -> Iterator[tuple[tuple[str, str, str], tuple[str, str, str], Sequence[Claim]]]:
        """Subject, relation and object; their names; and what is claimed of them."""
        raise NotImplementedError

    def _columns(self) -> Mapping[str, str]:
        names = [each for column in _COLUMNS for each in (column, f"{column}Label")]
        return dict.fromkeys(names, "string") | {
            **dict.fromkeys(
                ("modality", "certainty", "withdrawn", "attribution", "capacity", "mode", "publisher"), "string"
            ),
            "published": "day",
            "quotes": "string",
            "verified": "boolean",
            "address": "string",
            "qualifiers": "string",
            "citedSource": "string",
            "citedPublished": "string",
            "citedAddress": "string",
        }

    def _things(self) -> Mapping[str, str]:
        return {column: f"{column}Label" for column in _COLUMNS}

    def records(self) -> Iterator[Mapping[str, Any]]:
        """A dictionary for each claim: what is claimed, how, by whom, where, when, in which words.

        ``verified`` is None where a claim has no quote, and else whether all its quotes were found in the text.
        """
        for iris, labels, claims in self._claimed():
            named: dict[str, Any] = {}
            for column, iri, label in zip(_COLUMNS, iris, labels, strict=True):
                named |= {column: iri, f"{column}Label": label}
            for claim in claims:
                source = next((each for each in claim.passed if each.is_source), None)
                yield named | {
                    "modality": claim.modality and modality_word(claim.modality),
                    "certainty": claim.certainty,
                    "withdrawn": claim.withdrawn,
                    "attribution": claim.speaker or claim.attribution,
                    "capacity": claim.capacity,
                    "mode": claim.mode,
                    "publisher": claim.publisher,
                    "published": claim.published,
                    "quotes": " · ".join(map(str, claim.quotes)) or None,
                    "verified": all(quote.verified for quote in claim.quotes) if claim.quotes else None,
                    "address": claim.address or next(iter(claim.sources), None),
                    "qualifiers": "; ".join(f"{name}: {value}" for name, value in claim.qualifiers) or None,
                    "citedSource": source and source.by,
                    "citedPublished": source and source.published,
                    "citedAddress": source and source.address,
                }
