"""What a network leaves out: by view, by the day of assertion, by status and by the dates of events.

A projection's query says who takes part in what. Which of it counts is decided here, the same for every
projection, from the assertions themselves:

- *view*: in ``newsroom``, only what the newsroom or the reference data state; in ``reported``, quoted speakers too.
- *certainty*: what a source only hints at counts nowhere, nor does reference data whose source was not read.
- *as of* a day: only what was asserted on or before it. What was asserted on an unknown day is out.
- *status*: the current status of an event is what the newest status assertion of modality fact says. Of
  several of the same day, the first in :data:`STATUS_ORDER` counts; one without a day is older than all others.
- *since*, *until*: an event is in when all days on which it may have begun lie within. Its dates are its
  asserted start dates, else its asserted dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pyoxigraph as ox

from kg.dates import parse_date
from kg.errors import UsageError
from kg.namespaces import NEWSROOM, RDF, REFERENCE_EDITORS, TNK, local_name
from kg.network.suggestions import unknown
from kg.store.views import VIEWS, weakened

__all__ = ["STATUS_ORDER", "Assertions", "Cut"]

STATUS_ORDER = ("held", "ongoing", "cancelled", "postponed", "announced", "planned", "proposed", "wished")
"""Which status counts when two were asserted on one day: what has happened before what was only foreseen."""

_MERGE = ox.DefaultGraph()
_PREDICATE, _SUBJECT, _OBJECT = (ox.NamedNode(RDF + name) for name in ("predicate", "subject", "object"))
_ASSERTED_ON, _ATTRIBUTED_TO = ox.NamedNode(TNK + "assertedOn"), ox.NamedNode(TNK + "attributedTo")
_MODALITY, _FACT = ox.NamedNode(TNK + "modality"), ox.NamedNode(TNK + "fact")
_VERIFIED, _FALSE = ox.NamedNode(TNK + "verified"), ox.Literal(False)
_OWN_VOICES = {NEWSROOM, REFERENCE_EDITORS}
# The first pair that an event has counts: what begins before what is dated as a whole.
_DATES = (("startDate", "startEarliest", "startLatest"), ("date", "earliest", "latest"))


@dataclass(frozen=True, slots=True)
class Cut:
    """What counts. Days are ISO 8601; None does not cut."""

    view: str = "reported"
    as_of: str | None = None
    since: str | None = None
    until: str | None = None

    @classmethod
    def of(
        cls,
        view: str,
        as_of: date | str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> Cut:
        """Check what a user asked for. A month or a year stands for its last day, for ``since`` for its first.

        Raises:
            UsageError: an unknown view, or what is no date.
        """
        if view not in VIEWS:
            raise unknown("view", view, VIEWS)
        return cls(view, _day("as_of", as_of), _day("since", since, first=True), _day("until", until))

    @property
    def by_date(self) -> bool:
        """Whether events are left out by their dates."""
        return self.since is not None or self.until is not None


class Assertions:
    """The assertions of a store that a cut lets pass, read from the merge."""

    def __init__(self, store: ox.Store, cut: Cut) -> None:
        self._store = store
        self._cut = cut
        self._admitted: dict[str, bool] = {}

    def admits(self, assertion: str) -> bool:
        """Whether an assertion counts, by its voice and its day."""
        known = self._admitted.get(assertion)
        if known is None:
            known = self._admitted[assertion] = self._judge(ox.NamedNode(assertion))
        return known

    def status_of(self, thing: str) -> str | None:
        """The current status of a thing, such as ``held``; None when no assertion that counts gives one."""
        return self._statuses.get(thing)

    def within(self, thing: str) -> bool:
        """Whether all days on which a thing may have begun lie between since and until."""
        spans = next((dates[thing] for dates in self._dates if thing in dates), [])
        since, until = self._cut.since or "", self._cut.until or "9999-12-31"
        return bool(spans) and all(
            earliest is not None and latest is not None and since <= earliest and latest <= until
            for earliest, latest in spans
        )

    @cached_property
    def _statuses(self) -> dict[str, str]:
        found: dict[str, tuple[str, int, str]] = {}
        for assertion in self._facts("status"):
            thing, value = self._value(assertion, _SUBJECT), self._value(assertion, _OBJECT)
            if thing is None or value is None:
                continue
            name = local_name(value)
            order = -STATUS_ORDER.index(name) if name in STATUS_ORDER else -len(STATUS_ORDER)
            claim = (self._value(assertion, _ASSERTED_ON) or "", order, name)
            found[thing] = max(found.get(thing, claim), claim)
        return {thing: name for thing, (_, _, name) in found.items()}

    @cached_property
    def _dates(self) -> list[dict[str, list[tuple[str | None, str | None]]]]:
        kinds = []
        for predicate, earliest, latest in _DATES:
            spans: dict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
            low, high = ox.NamedNode(TNK + earliest), ox.NamedNode(TNK + latest)
            for assertion in self._facts(predicate):
                if thing := self._value(assertion, _SUBJECT):
                    spans[thing].append((self._value(assertion, low), self._value(assertion, high)))
            kinds.append(dict(spans))
        return kinds

    def _facts(self, predicate: str) -> Iterator[ox.NamedNode]:
        """The assertions of modality fact with this predicate that count."""
        for quad in self._store.quads_for_pattern(None, _PREDICATE, ox.NamedNode(TNK + predicate), _MERGE):
            assertion = quad.subject
            if isinstance(assertion, ox.NamedNode) and self._is_fact(assertion) and self.admits(assertion.value):
                yield assertion

    @cached_property
    def _uncertain(self) -> frozenset[str]:
        unread = self._store.quads_for_pattern(None, _VERIFIED, _FALSE, _MERGE)
        return weakened(self._store) | {quad.subject.value for quad in unread if isinstance(quad.subject, ox.NamedNode)}

    def _judge(self, assertion: ox.NamedNode) -> bool:
        if assertion.value in self._uncertain:
            return False
        if self._cut.view == "newsroom" and self._value(assertion, _ATTRIBUTED_TO) not in _OWN_VOICES:
            return False
        if self._cut.as_of is None:
            return True
        day = self._value(assertion, _ASSERTED_ON)
        return day is not None and day <= self._cut.as_of

    def _is_fact(self, assertion: ox.NamedNode) -> bool:
        return next(self._store.quads_for_pattern(assertion, _MODALITY, _FACT, _MERGE), None) is not None

    def _value(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> str | None:
        """The one value of a property; the least where, against the shapes, there are several."""
        found = (quad.object for quad in self._store.quads_for_pattern(subject, predicate, None, _MERGE))
        return min((term.value for term in found if not isinstance(term, ox.Triple)), default=None)


def _day(name: str, value: date | str | None, *, first: bool = False) -> str | None:
    if value is None:
        return None
    text = value.isoformat() if isinstance(value, date) else str(value)
    parsed = parse_date(text)
    day = None if parsed is None else parsed.earliest if first else parsed.latest
    if day is None:
        raise UsageError(f"{text!r} is no date for {name}", hint="write a day, a month or a year: 2025-11-25, 2025-11")
    return day
