"""Which assertions count, by attribution, certainty and day.

- *view*: ``newsroom`` admits only what a newsroom or the reference data state themselves; ``reported`` admits claims by
  quoted speakers too.
- *certainty*: what a source only hints at never counts, nor do reference data whose source was not read.
- *as of* a day: what was certainly asserted on or before it. What an article has from an undated source was said by
  the last day on which the article can have been published; of an article without a date nothing is known. Reference
  data have no day of report: what they say of an event, its status, dates, places and series, counts from the last day
  that the dates of the event allow; nothing else in them does. An article counts if it was certainly published by then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from kg.claims.assertions import BOUNDS_OF, Assertion, AssertionTable
from kg.dates import parse_date
from kg.namespaces import TNK

__all__ = ["EVENT_PROPERTIES", "VIEWS", "Selection", "published_by"]

VIEWS = ("reported", "newsroom")
EVENT_PROPERTIES = ("status", "startDate", "endDate", "date", "vagueTime", "heldIn", "editionOf")
"""What is claimed of events, by its names in the ontology."""

_OF_EVENTS = frozenset(TNK + name for name in EVENT_PROPERTIES)


class Selection:
    """The assertions of a table that count.

    Args:
        table: the assertions.
        view: ``reported`` or ``newsroom``.
        as_of: a day, ISO 8601; None does not select by day.
    """

    def __init__(self, table: AssertionTable, view: str = "reported", as_of: str | None = None) -> None:
        self.table = table
        self.view = view
        self.as_of = as_of

    def accepts(self, assertion: Assertion) -> bool:
        """Whether the view admits the attribution, and the assertion is as strong as its bare triple."""
        return assertion.is_plain and (self.view != "newsroom" or assertion.is_own_word)

    def admits(self, assertion: Assertion) -> bool:
        """Whether an assertion counts, whatever its modality."""
        if not self.accepts(assertion):
            return False
        if self.as_of is None:
            return True
        day = self.known_on(assertion)
        return day is not None and day <= self.as_of

    def of(self, predicate: str) -> Iterator[Assertion]:
        """The assertions that count with a relation or attribute, such as ``status``."""
        return filter(self.admits, self.table.of(predicate))

    def known_on(self, assertion: Assertion) -> str | None:
        """The day from which an assertion counts, ISO 8601; None if nothing tells."""
        if assertion.day is not None:
            return assertion.day
        if assertion.is_reference:
            return self._over.get(assertion.subject) if assertion.predicate in _OF_EVENTS else None
        return min(filter(None, map(self.table.last_days.get, assertion.articles)), default=None)

    @cached_property
    def _over(self) -> Mapping[str, str]:
        """The last day that the dates of each thing allow, by the facts of the view; open dates give none."""
        days: dict[str, list[str | None]] = defaultdict(list)
        for predicate, (_, bound) in BOUNDS_OF.items():
            for assertion in self.table.of(predicate):
                if assertion.modality == "fact" and self.accepts(assertion):
                    days[assertion.subject].append(assertion.bounds.get(bound))
        return {thing: max(filter(None, known)) for thing, known in days.items() if None not in known}


def published_by(day: str, published: str) -> bool:
    """Whether an article was certainly published on or before a day; what has no date was not.

    Args:
        day: ISO 8601.
        published: the date of the article, an EDTF string; empty where it is not stated.
    """
    date = parse_date(published) if published else None
    return date is not None and date.latest is not None and date.latest <= day
