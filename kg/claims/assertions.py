"""All assertions of a store as one table, read in one pass and filtered by everything that shows or counts.

A column is one property, read by its own index; the table costs less than one pass over the merge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.dates import parse_date
from kg.namespaces import ANNOTATORS, NEWSROOM, PROV, RDF, REFERENCE_EDITORS, TNK, local_name
from kg.store import Dataset
from kg.terms import MERGE, Literal, NamedNode

__all__ = ["BOUNDS", "BOUNDS_OF", "OWN_VOICES", "Assertion", "AssertionTable", "weaker_nodes"]

OWN_VOICES = frozenset([NEWSROOM, REFERENCE_EDITORS, ANNOTATORS])
"""The attributions that the view ``newsroom`` accepts."""

BOUNDS_OF: Mapping[str, tuple[str, str]] = {
    "date": ("earliest", "latest"),
    "startDate": ("startEarliest", "startLatest"),
    "endDate": ("endEarliest", "endLatest"),
}
"""What holds the first and the last day that each date of an assertion allows."""
BOUNDS = tuple(name for pair in BOUNDS_OF.values() for name in pair)
"""The days that the dates of an assertion allow, by the names of :data:`BOUNDS_OF`."""

_NO_BOUNDS: Mapping[str, str] = {}
_PREDICATE, _DERIVED = NamedNode(RDF + "predicate"), PROV + "wasDerivedFrom"
_COLUMNS = (
    *(RDF + name for name in ("subject", "predicate", "object")),
    *(TNK + name for name in ("modality", "attributedTo", "assertedOn")),
)


@dataclass(frozen=True, slots=True)
class Assertion:
    """One assertion.

    Args:
        iri: its own IRI.
        subject, object: IRIs of things, or the text of a value.
        predicate: IRI of the relation or attribute.
        modality: ``fact``, ``plan``, ``proposal``, ``wish``, ``negated`` or ``contested``.
        attribution: IRI of the speaker, of ``tnk:newsroom``, ``tnk:referenceEditors`` or ``tnk:annotators``.
        day: when it was asserted, ISO 8601; None if not known to the day, as for reference data.
        articles: IRIs of its articles, sorted; empty for reference data.
        is_plain: whether it is as strong as its bare triple: nothing weakens it, and a source was read for it.
        bounds: the days that its dates allow, by the names in :data:`BOUNDS`.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    modality: str
    attribution: str
    day: str | None
    articles: tuple[str, ...]
    is_plain: bool
    bounds: Mapping[str, str]

    @property
    def is_reference(self) -> bool:
        """Whether the editors of the reference data make it."""
        return self.attribution == REFERENCE_EDITORS

    @property
    def is_dateless(self) -> bool:
        """Whether nothing gives it a date: neither its source nor the day of a report."""
        return not self.bounds and self.day is None

    @property
    def is_own_word(self) -> bool:
        """Whether a newsroom or the reference data, and no quoted speaker, state it."""
        return self.attribution in OWN_VOICES


class AssertionTable:
    """All assertions in the merge of a store, in the order of their IRIs.

    Args:
        store: the Oxigraph store whose default graph is the merge.
        predicates: only the assertions with these relations or attributes, by their names; None: all. A few are
            found without reading the rest.
    """

    def __init__(self, store: Dataset, predicates: Collection[str] | None = None) -> None:
        self._store = store
        self._predicates = predicates

    def __iter__(self) -> Iterator[Assertion]:
        return iter(self._by_iri.values())

    def __len__(self) -> int:
        return len(self._by_iri)

    def get(self, iri: str) -> Assertion | None:
        """The assertion with an IRI; None for other things, such as a statement or a mention."""
        return self._by_iri.get(iri)

    def of(self, predicate: str) -> Sequence[Assertion]:
        """The assertions with a relation or attribute, by its name in the ontology, such as ``holdsPost``."""
        return self._by_predicate.get(TNK + predicate, ())

    @cached_property
    def _by_iri(self) -> Mapping[str, Assertion]:
        found = self._whole() if self._predicates is None else self._part(self._predicates)
        return {assertion.iri: assertion for assertion in found}

    def _part(self, predicates: Iterable[str]) -> list[Assertion]:
        """The assertions with some predicates, each looked up by itself."""
        weaker = weaker_nodes(self._store)
        found = []
        for name in predicates:
            for quad in self._store.quads_for_pattern(None, _PREDICATE, NamedNode(TNK + name), MERGE):
                told: dict[str, list[str]] = defaultdict(list)
                for each in self._store.quads_for_pattern(quad.subject, None, None, MERGE):
                    told[each.predicate.value].append(each.object.value)  # type: ignore[union-attr]
                iri = quad.subject.value  # type: ignore[union-attr]
                one = {key: min(values) for key, values in told.items()}
                bounds = {bound: one[TNK + bound] for bound in BOUNDS if TNK + bound in one}
                articles = tuple(sorted(told[_DERIVED]))
                found.append(_assertion(iri, one, articles, iri not in weaker, bounds))
        return sorted(found, key=lambda assertion: assertion.iri)

    def _whole(self) -> list[Assertion]:
        """All assertions, a column after the other."""
        told: dict[str, dict[str, str]] = {iri: {} for iri in sorted(self._column(RDF + "predicate"))}
        for name in _COLUMNS:
            for iri, value in self._column(name).items():
                if iri in told:
                    told[iri][name] = value
        bounds: dict[str, dict[str, str]] = defaultdict(dict)
        for name in BOUNDS:
            for iri, day in self._column(TNK + name).items():
                bounds[iri][name] = day
        articles, weaker = self._articles(), weaker_nodes(self._store)
        return [
            _assertion(iri, one, articles.get(iri, ()), iri not in weaker, bounds.get(iri, _NO_BOUNDS))
            for iri, one in told.items()
        ]

    @cached_property
    def _by_predicate(self) -> Mapping[str, Sequence[Assertion]]:
        found: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in self:
            found[assertion.predicate].append(assertion)
        return found

    def _column(self, predicate: str) -> dict[str, str]:
        """The one value of each subject; the least if, against the shapes, there are several."""
        found: dict[str, str] = {}
        for quad in self._store.quads_for_pattern(None, NamedNode(predicate), None, MERGE):
            subject, value = quad.subject.value, quad.object.value  # type: ignore[union-attr]
            known = found.get(subject)
            if known is None or value < known:
                found[subject] = value
        return found

    @cached_property
    def last_days(self) -> Mapping[str, str]:
        """The last day on which each article can have been published, ISO 8601; without those that have no date."""
        dates = {article: parse_date(written) for article, written in self._column(TNK + "published").items()}
        return {article: date.latest for article, date in dates.items() if date is not None and date.latest is not None}

    def _articles(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self._store.quads_for_pattern(None, NamedNode(_DERIVED), None, MERGE):
            found[quad.subject.value].append(quad.object.value)  # type: ignore[union-attr]
        return {iri: tuple(sorted(articles)) for iri, articles in found.items()}


def _assertion(
    iri: str, told: Mapping[str, str], articles: tuple[str, ...], is_plain: bool, bounds: Mapping[str, str]
) -> Assertion:
    subject, predicate, value, modality, attribution, day = map(told.get, _COLUMNS)
    return Assertion(
        iri, subject or "", predicate or "", value or "", local_name(modality or ""), attribution or "", day, articles,
        is_plain, bounds,
    )  # fmt: skip


def weaker_nodes(store: Dataset) -> frozenset[str]:
    """IRIs of the facts that yield no direct triple.

    They claim less than the bare triple would, by the ontology's ``tnk:weakens``; or they are reference data for
    which no source was read that says so.
    """
    unread = store.quads_for_pattern(None, NamedNode(TNK + "verified"), Literal(False), MERGE)
    found = {quad.subject for quad in unread}
    for mark in store.quads_for_pattern(None, NamedNode(TNK + "weakens"), None, MERGE):
        term = mark.subject
        if isinstance(term, NamedNode):
            found.update(quad.subject for quad in store.quads_for_pattern(None, term, None, MERGE))
            found.update(quad.subject for quad in store.quads_for_pattern(None, None, term, MERGE))
    return frozenset(node.value for node in found if isinstance(node, NamedNode))
