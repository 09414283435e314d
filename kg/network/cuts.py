"""What a network leaves out: by view, by the day of assertion, by status and by the dates of events.

A projection's query says who takes part in what. Which of it counts is decided here, the same for every
projection, from the evidence itself:

- *view*: in ``newsroom``, of assertions only what the newsroom or the reference data state; in ``reported``, quoted
  speakers' too. Statements and mentions count in both: that somebody said something, or that a thing is named, is
  the newsroom's own word.
- *certainty*: what a source only hints at counts nowhere, nor does reference data whose source was not read.
- *as of* a day: only what was asserted on or before it; of statements and mentions, what stands in an article that
  was certainly published by then. What was asserted on an unknown day is out, and so are reference data.
- *status*: the current status of an event is what the newest status assertion of modality fact says. Of
  several of the same day, the first in :data:`STATUS_ORDER` counts; one without a day is older than all others.
- *modality*: facts. Of an event that is itself only foreseen, also what is no less certain than that: plans, of a
  proposed one proposals too, of a wished one wishes too; see :data:`FORESEEN`. Who was to come to an event that was
  held, or called off, counts only where a fact says that they took part.
- *since*, *until*: an event is in when all days on which it may have begun lie within. Its dates are its
  asserted start dates, else its asserted dates, unless the projection says otherwise; ``published`` stands for the day
  of the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pyoxigraph as ox

from kg.dates import check_order, day_of
from kg.errors import UsageError
from kg.namespaces import NEWSROOM, RDF, REFERENCE_EDITORS, TNK, local_name
from kg.network.suggestions import unknown
from kg.query.evidence import articles_behind
from kg.store.views import VIEWS, uncertain

__all__ = ["FORESEEN", "STATUSES", "STATUS_ORDER", "UNKNOWN", "Assertions", "Cut", "admitted", "status_words"]

STATUS_ORDER = ("held", "ongoing", "cancelled", "postponed", "announced", "planned", "proposed", "wished")
"""Which status counts when two were asserted on one day: what has happened before what was only foreseen."""

UNKNOWN = "unknown"
"""The status of a thing of which none is told."""

STATUSES = (*STATUS_ORDER, UNKNOWN)
"""The statuses that a network may be asked for."""

FORESEEN = {
    "postponed": ("plan",),
    "announced": ("plan",),
    "planned": ("plan",),
    "proposed": ("plan", "proposal"),
    "wished": ("plan", "proposal", "wish"),
}
"""Statuses of what has not taken place and still may, each with the modalities that count beside facts."""

_MERGE = ox.DefaultGraph()
_PREDICATE, _SUBJECT, _OBJECT = (ox.NamedNode(RDF + name) for name in ("predicate", "subject", "object"))
_ASSERTED_ON, _ATTRIBUTED_TO = ox.NamedNode(TNK + "assertedOn"), ox.NamedNode(TNK + "attributedTo")
_MODALITY = ox.NamedNode(TNK + "modality")
_MODALITIES = ("fact", *FORESEEN["wished"])
_OWN_VOICES = {NEWSROOM, REFERENCE_EDITORS}
_BOUNDS = {
    "startDate": ("startEarliest", "startLatest"),
    "date": ("earliest", "latest"),
    "published": ("publishedEarliest", "publishedLatest"),
}

Span = tuple[str | None, str | None, str, str]
"""The first and the last day that a date allows, and the modality and the IRI of what gives the date."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What counts. Days are ISO 8601; None does not cut."""

    view: str = "reported"
    as_of: str | None = None
    since: str | None = None
    until: str | None = None
    statuses: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls,
        view: str,
        as_of: date | str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        status: str | Iterable[str] | None = None,
    ) -> Cut:
        """Check what a user asked for. A month or a year stands for its last day, for ``since`` for its first.

        Args:
            view, as_of, since, until, status: see :func:`kg.network.load.load_network`.

        Raises:
            UsageError: an unknown view or status, what is no date, or ``since`` after ``until``.
        """
        if view not in VIEWS:
            raise unknown("view", view, VIEWS)
        asked = {"as_of": as_of, "since": since, "until": until}
        days = {
            what: None if day is None else day_of(day, first=what == "since", what=what) for what, day in asked.items()
        }
        return cls(view, **days, statuses=None if status is None else _statuses(status))

    def __post_init__(self) -> None:
        check_order(self.since, self.until)

    @property
    def by_date(self) -> bool:
        """Whether events are left out by their dates."""
        return self.since is not None or self.until is not None


class Assertions:
    """The assertions of a store that a cut lets pass, read from the merge; statements and mentions likewise."""

    def __init__(self, store: ox.Store, cut: Cut) -> None:
        self._store = store
        self._cut = cut
        self._admitted: dict[str, bool] = {}
        self._dated: dict[str, dict[str, list[Span]]] = {}

    def recut(self, cut: Cut) -> Assertions:
        """The same under a cut that differs in ``since`` and ``until`` only; what was read is shared."""
        _ = self._statuses  # read now, so that the copy has them too
        other = copy(self)
        other._cut = cut
        return other

    def admits(self, evidence: str) -> bool:
        """Whether an assertion, a statement or a mention counts, by its voice and its day."""
        known = self._admitted.get(evidence)
        if known is None:
            known = self._admitted[evidence] = self._judge(ox.NamedNode(evidence))
        return known

    def status_of(self, thing: str, among: Callable[[str], bool] | None = None) -> str | None:
        """The current status of a thing, such as ``held``; None when no assertion that counts gives one.

        ``among`` tells of an assertion whether it counts here; by default all do.
        """
        claims = self._statuses.get(thing, ())
        return max((claim[:3] for claim in claims if among is None or among(claim[3])), default=("", 0, None))[2]

    def within(
        self, thing: str, dates: Sequence[str], status: str | None = None, among: Callable[[str], bool] | None = None
    ) -> bool:
        """Whether all days on which a thing may have begun lie between since and until.

        Args:
            thing: its IRI.
            dates: the properties to go by, the first that the thing has.
            status: of the thing; plans of what is only foreseen date it too.
            among: tells of an assertion whether it counts here; by default all do.
        """
        spans = self._spans_that_count(thing, dates, status, among)
        since, until = self._cut.since or "", self._cut.until or "9999-12-31"
        return bool(spans) and all(
            earliest is not None and latest is not None and since <= earliest and latest <= until
            for earliest, latest, *_ in spans
        )

    def claimed(self, thing: str) -> dict[str, set[str]]:
        """All statuses that assertions give a thing, each with these assertions."""
        found: dict[str, set[str]] = defaultdict(set)
        for _, _, name, assertion in self._statuses.get(thing, ()):
            found[name].add(assertion)
        return found

    def dated_by(self, thing: str, dates: Sequence[str]) -> set[str]:
        """The assertions that give a thing its dates, where these count; for ``dates`` see :meth:`within`."""
        return {span[3] for each in dates for span in self._spans(each, thing)} if self._cut.by_date else set()

    def began(self, thing: str, dates: Sequence[str], status: str | None = None) -> tuple[str, str] | None:
        """The first and the last day on which a thing may have begun; None where that is not known on both sides.

        For ``dates`` and ``status`` see :meth:`within`.
        """
        spans = self._spans_that_count(thing, dates, status)
        earliest, latest = [span[0] for span in spans], [span[1] for span in spans]
        if not spans or None in earliest or None in latest:
            return None
        return min(day for day in earliest if day), max(day for day in latest if day)

    def _spans_that_count(
        self, thing: str, dates: Sequence[str], status: str | None, among: Callable[[str], bool] | None = None
    ) -> list[Span]:
        """What the first property that a thing has allows; for the arguments see :meth:`within`."""
        for each in dates:
            spans = [
                span
                for span in self._spans(each, thing)
                if admitted(status, span[2]) and (among is None or among(span[3]))
            ]
            if spans:
                return spans
        return []

    @cached_property
    def _statuses(self) -> dict[str, list[tuple[str, int, str, str]]]:
        """For each thing its claimed statuses: when asserted, its place in the order, its name, by which assertion."""
        found: dict[str, list[tuple[str, int, str, str]]] = defaultdict(list)
        for assertion in self._claims("status", ("fact",)):
            thing, value = self._value(assertion, _SUBJECT), self._value(assertion, _OBJECT)
            if thing is None or value is None:
                continue
            name = local_name(value)
            order = -STATUS_ORDER.index(name) if name in STATUS_ORDER else -len(STATUS_ORDER)
            found[thing].append((self._value(assertion, _ASSERTED_ON) or "", order, name, assertion.value))
        return dict(found)

    def _spans(self, date_property: str, thing: str) -> list[Span]:
        if date_property == "published":
            return self._published(thing)
        if date_property not in self._dated:
            self._dated[date_property] = self._date(date_property)
        return self._dated[date_property].get(thing, [])

    def _date(self, date_property: str) -> dict[str, list[Span]]:
        """What each assertion with a date property allows."""
        spans: dict[str, list[Span]] = defaultdict(list)
        low, high = (ox.NamedNode(TNK + bound) for bound in _BOUNDS[date_property])
        for assertion in self._claims(date_property, _MODALITIES):
            if thing := self._value(assertion, _SUBJECT):
                first, last = self._value(assertion, low), self._value(assertion, high)
                spans[thing].append((first, last, self.modality(assertion.value), assertion.value))
        return dict(spans)

    def _published(self, thing: str) -> list[Span]:
        """The days on which the articles came out that a thing is, or stands in; of other things none."""
        low, high = (ox.NamedNode(TNK + bound) for bound in _BOUNDS["published"])
        articles = articles_behind(self._store, thing) or {thing}
        days = [(self._value(node, low), self._value(node, high), node.value) for node in map(ox.NamedNode, articles)]
        return [(first, last, "fact", article) for first, last, article in sorted(days, key=str) if first or last]

    def modality(self, assertion: str) -> str:
        """The modality of an assertion, such as ``plan``."""
        value = self._value(ox.NamedNode(assertion), _MODALITY)
        return "" if value is None else local_name(value)

    def _claims(self, predicate: str, modalities: Collection[str]) -> Iterator[ox.NamedNode]:
        """The assertions with this predicate and one of the modalities that count."""
        for quad in self._store.quads_for_pattern(None, _PREDICATE, ox.NamedNode(TNK + predicate), _MERGE):
            assertion = quad.subject
            if (
                isinstance(assertion, ox.NamedNode)
                and self.modality(assertion.value) in modalities
                and self.admits(assertion.value)
            ):
                yield assertion

    @cached_property
    def _uncertain(self) -> frozenset[str]:
        return uncertain(self._store)

    def _judge(self, evidence: ox.NamedNode) -> bool:
        if evidence.value in self._uncertain:
            return False
        voice = self._value(evidence, _ATTRIBUTED_TO)
        if voice is not None and self._cut.view == "newsroom" and voice not in _OWN_VOICES:
            return False
        if self._cut.as_of is None:
            return True
        if voice is not None:
            day = self._value(evidence, _ASSERTED_ON)
            return day is not None and day <= self._cut.as_of
        # A statement or a mention: known when the first article that it stands in had certainly come out.
        known = [latest for _, latest, *_ in self._published(evidence.value) if latest is not None]
        return min(known, default="9999-12-31") <= self._cut.as_of

    def _value(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> str | None:
        """The one value of a property; the least where, against the shapes, there are several."""
        found = (quad.object for quad in self._store.quads_for_pattern(subject, predicate, None, _MERGE))
        return min((term.value for term in found if not isinstance(term, ox.Triple)), default=None)


def admitted(status: str | None, modality: str) -> bool:
    """Whether an assertion of a modality counts for a thing of a status; see the module.

    >>> admitted("held", "plan"), admitted("planned", "plan"), admitted("planned", "wish"), admitted(None, "fact")
    (False, True, False, True)
    """
    return modality == "fact" or modality in FORESEEN.get(status or UNKNOWN, ())


def status_words(statuses: Sequence[str]) -> str:
    """Statuses as a phrase.

    >>> status_words(["held", "announced", "planned"])
    'held, announced or planned'
    """
    return " or ".join(filter(None, (", ".join(statuses[:-1]), *statuses[-1:])))


def _statuses(status: str | Iterable[str]) -> tuple[str, ...]:
    """The statuses asked for, in the order of :data:`STATUSES`."""
    texts = [status] if isinstance(status, str) else list(status)
    names = {name.strip() for text in texts for name in str(text).split(",")} - {""}
    if not names:
        raise UsageError("no status is asked for", hint=f"any, or some of {', '.join(STATUSES)}")
    for name in sorted(names):
        if name not in (*STATUSES, "any"):
            raise unknown("status", name, (*STATUSES, "any"))
    return STATUSES if "any" in names else tuple(name for name in STATUSES if name in names)
