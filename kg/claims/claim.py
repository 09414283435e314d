"""A claim, as it is read back: an assertion, a statement or a mention, with its voice, its words and its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kg.model import AnnotationNote

__all__ = [
    "CERTAINTIES",
    "INTENTIONS",
    "MODALITIES",
    "Claim",
    "Passed",
    "Quote",
    "either",
    "json_ready",
    "modality_word",
]

MODALITIES: Mapping[str, str] = {"negated": "denied"}
"""The modalities that people read by another word than the ontology's."""
INTENTIONS: Mapping[str, str] = {"plan": "planned", "proposal": "proposed", "wish": "wished for"}
"""The modalities of what is meant to be, said of the thing that is meant."""
CERTAINTIES: Mapping[str, str] = {"eitherOr": "one of several"}
"""What leaves a claim in doubt, by another word than the ontology's."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One mention: its fragments with their places (code points, half-open), and whether the text was checked.

    ``newer_text`` is what has become of a verified quote in a newer text of its article, if one is recorded:
    ``stands``, ``moved`` or ``gone``; see :mod:`kg.claims.drift`.
    """

    fragments: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    verified: bool
    newer_text: str | None = None

    def __str__(self) -> str:
        return "“" + " … ".join(self.fragments) + "”"


@dataclass(frozen=True, slots=True)
class Passed:
    """One who passed a claim on: a speaker who quotes another, or a source that the article cites.

    ``title``, ``published`` and ``address`` are those of a source, where the annotation gives them.
    """

    by: str
    is_source: bool
    title: str | None = None
    published: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """An assertion, a statement or a mention, with all that stands behind it.

    ``subject`` and ``content`` are what an assertion is about, and its relation and object in words; for a statement
    ``content`` is the annotator's summary, for a mention the names of what is mentioned. ``modality`` is that of an
    assertion; ``kinds`` and ``mode`` are those of the statement it was made in, or of the statement itself.
    ``attribution`` is ``newsroom``, ``cited source``, ``speaker``, ``reference data``, ``annotators``, or ``mention``:
    that the article only names a thing, and states nothing of it. ``speaker`` is None where the newsroom, the reference
    data or the annotators state it, and for a mention; of a cited source it is the publisher. ``passed`` has those
    between the speaker and the article, the innermost first. ``annotation`` says who annotated the article, if it is
    stated.
    ``certainty`` is what leaves the claim in doubt, such as ``possible``; None where nothing does.
    ``withdrawn`` says who has corrected or retracted it, and when, such as ``corrected by Trend, 2025-11-26``.
    """

    iri: str
    content: str | None
    modality: str | None
    attribution: str
    speaker: str | None
    capacity: str | None
    mode: str | None
    kinds: tuple[str, ...]
    article: str | None
    title: str | None
    publisher: str | None
    published: str | None
    address: str | None
    qualifiers: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]
    sources: tuple[str, ...]
    source_read: bool | None
    subject: str | None = None
    passed: tuple[Passed, ...] = ()
    annotation: AnnotationNote | None = None
    certainty: str | None = None
    withdrawn: str | None = None

    @property
    def firmness(self) -> str:
        """How firmly it is claimed, in words: its modality, what leaves it in doubt, and who has withdrawn it.

        A fact that is in doubt or withdrawn is not called one. Empty where it has no modality, as a statement.
        """
        is_less = self.modality == "fact" and (self.certainty or self.withdrawn)
        words = [] if is_less else [modality_word(self.modality or "")]
        doubt = CERTAINTIES.get(self.certainty or "", self.certainty)
        return ", ".join(filter(None, (*words, doubt, self.withdrawn)))

    def as_dict(self) -> dict[str, Any]:
        """The claim as JSON-ready dictionary, see :func:`json_ready`."""
        return asdict(self, dict_factory=json_ready)


def either(names: Sequence[str]) -> str:
    """Things of which one is meant, as people read them; a single one stands for itself.

    >>> either(["Tashkent", "Bishkek"]), either(["Baku"])
    ('either Tashkent or Bishkek', 'Baku')
    """
    return names[0] if len(names) == 1 else f"either {', '.join(names[:-1])} or {names[-1]}"


def modality_word(name: str) -> str:
    """A modality as people read it.

    >>> modality_word("negated"), modality_word("plan")
    ('denied', 'plan')
    """
    return MODALITIES.get(name, name)


def json_ready(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a claim, or of what holds claims, by the keys of JSON: there the attribution is the ``voice``."""
    return {"voice" if name == "attribution" else name: value for name, value in fields}
