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
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pyoxigraph as ox

from kg.dates import parse_date
from kg.errors import UsageError
from kg.namespaces import NEWSROOM, RDF, REFERENCE_EDITORS, TNK, local_name
from kg.network.suggestions import unknown
from kg.store.views import VIEWS, uncertain

__all__ = ["STATUS_ORDER", "Assertions", "Cut"]

STATUS_ORDER = ("held", "ongoing", "cancelled", "postponed", "announced", "planned", "proposed", "wished")
"""Which status counts when two were asserted on one day: what has happened before what was only foreseen."""

_MERGE = ox.DefaultGraph()
_PREDICATE, _SUBJECT, _OBJECT = (ox.NamedNode(RDF + name) for name in ("predicate", "subject", "object"))
_ASSERTED_ON, _ATTRIBUTED_TO = ox.NamedNode(TNK + "assertedOn"), ox.NamedNode(TNK + "attributedTo")
_MODALITY, _FACT = ox.NamedNode(TNK + "modality"), ox.NamedNode(TNK + "fact")
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

    def recut(self, cut: Cut) -> Assertions:
        """The same under a cut that differs in ``since`` and ``until`` only; what was read is shared."""
        _ = self._statuses, self._dates  # read now, so that the copy has them too
        other = copy(self)
        other._cut = cut
        return other

    def admits(self, assertion: str) -> bool:
        """Whether an assertion counts, by its voice and its day."""
        known = self._admitted.get(assertion)
        if known is None:
            known = self._admitted[assertion] = self._judge(ox.NamedNode(assertion))
        return known

    def status_of(self, thing: str, among: Callable[[str], bool] | None = None) -> str | None:
        """The current status of a thing, such as ``held``; None when no assertion that counts gives one.

        ``among`` tells of an assertion whether it counts here; by default all do.
        """
        claims = self._statuses.get(thing, ())
        return max((claim[:3] for claim in claims if among is None or among(claim[3])), default=("", 0, None))[2]

    def within(self, thing: str, among: Callable[[str], bool] | None = None) -> bool:
        """Whether all days on which a thing may have begun lie between since and until; for ``among`` see there."""
        for dates in self._dates:
            spans = [span for span in dates.get(thing, ()) if among is None or among(span[2])]
            if spans:
                break
        since, until = self._cut.since or "", self._cut.until or "9999-12-31"
        return bool(spans) and all(
            earliest is not None and latest is not None and since <= earliest and latest <= until
            for earliest, latest, _ in spans
        )

    def began(self, thing: str) -> tuple[str, str] | None:
        """The first and the last day on which a thing may have begun; None where that is not known on both sides."""
        spans = next((dates[thing] for dates in self._dates if dates.get(thing)), [])
        earliest, latest = [span[0] for span in spans], [span[1] for span in spans]
        if not spans or None in earliest or None in latest:
            return None
        return min(day for day in earliest if day), max(day for day in latest if day)

    def behind(self, thing: str) -> set[str]:
        """The assertions that give a thing its status and its dates."""
        spans = [span[2] for dates in self._dates for span in dates.get(thing, ())] if self._cut.by_date else []
        return {claim[3] for claim in self._statuses.get(thing, ())} | set(spans)

    @cached_property
    def _statuses(self) -> dict[str, list[tuple[str, int, str, str]]]:
        """For each thing its claimed statuses: when asserted, its place in the order, its name, by which assertion."""
        found: dict[str, list[tuple[str, int, str, str]]] = defaultdict(list)
        for assertion in self._facts("status"):
            thing, value = self._value(assertion, _SUBJECT), self._value(assertion, _OBJECT)
            if thing is None or value is None:
                continue
            name = local_name(value)
            order = -STATUS_ORDER.index(name) if name in STATUS_ORDER else -len(STATUS_ORDER)
            found[thing].append((self._value(assertion, _ASSERTED_ON) or "", order, name, assertion.value))
        return dict(found)

    @cached_property
    def _dates(self) -> list[dict[str, list[tuple[str | None, str | None, str]]]]:
        """For each way to date a thing: the first and the last day that each assertion allows."""
        kinds = []
        for predicate, earliest, latest in _DATES:
            spans: dict[str, list[tuple[str | None, str | None, str]]] = defaultdict(list)
            low, high = ox.NamedNode(TNK + earliest), ox.NamedNode(TNK + latest)
            for assertion in self._facts(predicate):
                if thing := self._value(assertion, _SUBJECT):
                    first, last = self._value(assertion, low), self._value(assertion, high)
                    spans[thing].append((first, last, assertion.value))
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
        return uncertain(self._store)

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
