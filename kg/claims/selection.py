"""Which assertions count: by whose word, how firmly, and from which day on.

- *view*: in ``newsroom`` only what a newsroom or the reference data state themselves; in ``reported``, quoted speakers'
  claims too.
- *certainty*: what a source only hints at counts nowhere, nor does reference data whose source was not read.
- *as of* a day: what was asserted on or before it. What was asserted on an unknown day is out. Reference data have no
  day of report: a status in them counts from the last day on that the dates of the thing allow, all else is out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from kg.claims.assertions import Assertion, AssertionTable

__all__ = ["VIEWS", "Selection"]

VIEWS = ("reported", "newsroom")

_DATES = {"startDate": "startLatest", "date": "latest", "endDate": "endLatest"}


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

    def takes_word_of(self, assertion: Assertion) -> bool:
        """Whether the view takes the word of whoever makes the assertion, and it says no less than its triple."""
        return assertion.is_plain and (self.view != "newsroom" or assertion.is_own_word)

    def admits(self, assertion: Assertion) -> bool:
        """Whether an assertion counts, whatever its modality."""
        if not self.takes_word_of(assertion):
            return False
        if self.as_of is None:
            return True
        day = self.known_on(assertion)
        return day is not None and day <= self.as_of

    def of(self, predicate: str) -> Iterator[Assertion]:
        """The assertions that count with a relation or attribute, such as ``status``."""
        return filter(self.admits, self.table.of(predicate))

    def known_on(self, assertion: Assertion) -> str | None:
        """The day from which on an assertion counts, ISO 8601; None where nothing tells it."""
        if assertion.day is None and assertion.is_reference and assertion.predicate.endswith("#status"):
            return self._over.get(assertion.subject)
        return assertion.day

    @cached_property
    def _over(self) -> Mapping[str, str]:
        """For each thing the last day that its dates allow, as facts of the view give them; open dates give none."""
        days: dict[str, list[str | None]] = defaultdict(list)
        for predicate, bound in _DATES.items():
            for assertion in self.table.of(predicate):
                if assertion.modality == "fact" and self.takes_word_of(assertion):
                    days[assertion.subject].append(assertion.bounds.get(bound))
        return {thing: max(filter(None, known)) for thing, known in days.items() if None not in known}
