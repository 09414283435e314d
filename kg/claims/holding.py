"""Whether what holds over time (a post, a membership, a chair, a name) did so on a day, by all its sources together.

A bound that nobody gave is unknown: neither ever nor never. All facts of one subject, relation and object are joined
before a day is asked for. Each gives points at which the claim held: the last day by which it had begun, the first day
on which it can have ended, the day on which an article attests it. On a day it is

- ``certain`` if it held at a point on or before the day and at one on or after it, with no end between them;
- ``presumed`` if it held at a point before, and nothing says that it had ended: no end, no successor, no end of the
  body; also if sources contradict each other on it. What only an undated source says held before the day of the article
  that cites it, nobody knows how long before: any change by then leaves it possible;
- ``possible`` if nothing attests it and nothing excludes the day;
- else it did not hold, as far as is known.

A successor ends what only one can have at a time (``tnk:oneAtATime``): the chair of an organisation, a post that one
person holds, the official name of a body. It does so from its stated start on; a holder also when attested on a day (a
name in another language is not a successor). A claim that a source denies ends nothing. Nothing held in a body before
it was founded or after it had ended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.claims.assertions import BOUNDS_OF, Assertion
from kg.claims.selection import Selection
from kg.dates import parse_date
from kg.namespaces import RDFS, TNK
from kg.store import Dataset
from kg.terms import MERGE, Literal, NamedNode

__all__ = ["CERTAIN", "HELD", "POSSIBLE", "PRESUMED", "Holding"]

CERTAIN, PRESUMED, POSSIBLE = "certain", "presumed", "possible"
HELD = (CERTAIN, PRESUMED)
"""The words of what counts as having held; what is only possible does on request."""

_NEVER = "9999-12-31"
_Group = tuple[str, str, str]  # subject, predicate, object
_Days = tuple[str, str]  # the first and the last day of a stated start or end


@dataclass(slots=True)
class _Joined:
    """What all facts of one subject, relation and object say; days are ISO 8601."""

    begun_by: set[str] = field(default_factory=set)  # it held on these days, or before
    held_at: set[str] = field(default_factory=set)  # it held on these days, or after
    said_by: set[str] = field(default_factory=set)  # an undated source says that it held, earlier by an unknown time
    starts: list[_Days] = field(default_factory=list)
    ends: list[_Days] = field(default_factory=list)

    def add(self, assertion: Assertion, said_by: str | None) -> None:
        """Join one more fact; ``said_by`` is the day by which somebody had said so."""
        bounds = assertion.bounds
        start, end = _days(bounds, "startDate"), _days(bounds, "endDate")
        self.starts += [start] if start else []
        self.ends += [end] if end else []
        self.begun_by |= {bounds[name] for name in ("startLatest", "latest") if name in bounds}
        self.held_at |= {bounds[name] for name in ("endEarliest", "earliest") if name in bounds}
        # A start or an end that is known to the day attests that day, as does the report of a claim without dates.
        known = {first for first, last in filter(None, (start, end)) if first == last}
        if not bounds and assertion.day is not None:
            known.add(assertion.day)
        elif not bounds and said_by is not None:
            self.said_by.add(said_by)
        self.begun_by |= known
        self.held_at |= known

    @property
    def attested(self) -> set[str]:
        """The days on which it is known to have held."""
        return self.begun_by & self.held_at

    def on(self, day: str, closed_by: Iterable[_Days]) -> str | None:
        """The word for a day; ``closed_by`` are the starts of successors."""
        before = max((point for point in self.begun_by if point <= day), default=None)
        after = min((point for point in self.held_at if point >= day), default=None)
        if before is None:
            changed = [*self.starts, *self.ends, *(start for start in closed_by if start[0] <= day)]
            said = any(point <= day for point in self.said_by)
            return PRESUMED if said and not changed else self._unattested(day, after)
        restarted = any(first > day and after is not None and last <= after for first, last in self.starts)
        successors = [(first, last) for first, last in closed_by if last > before and first <= day]
        if after is not None and not restarted and not _closed(self.ends, before, day):
            return PRESUMED if successors else CERTAIN
        ends = [*self.ends, *successors]
        if _closed(ends, before, day):
            again = any(first <= day < last and first > before for first, last in self.starts)
            return POSSIBLE if again else None
        return POSSIBLE if any(first < day <= last and last > before for first, last in ends) else PRESUMED

    def _unattested(self, day: str, after: str | None) -> str | None:
        """The word for a day before anything attests it."""
        if any(last < day for _, last in self.ends) and after is None:
            return None
        if self.starts and all(first > day for first, _ in self.starts):
            return None
        return POSSIBLE


def _closed(ends: Iterable[_Days], before: str, day: str) -> bool:
    """Whether an end lies between a day on which it held and a later day."""
    return any(before <= last < day for _, last in ends)


def _days(bounds: Mapping[str, str], date: str) -> _Days | None:
    """The first and the last day that a date allows, however far where a side is open; None where it is not stated."""
    first, last = BOUNDS_OF[date]
    return (bounds.get(first, ""), bounds.get(last, _NEVER)) if first in bounds or last in bounds else None


class Holding:
    """What held on a day.

    Args:
        selection: what counts; its day plays no part.
        dataset: with the ontology, which says what holds over time and of what there is one at a time.
        day: ISO 8601.
    """

    def __init__(self, selection: Selection, dataset: Dataset, day: str) -> None:
        self._selection, self._dataset, self.day = selection, dataset, day
        self._words: dict[_Group, str | None] = {}

    @cached_property
    def relations(self) -> frozenset[str]:
        """The IRIs of the relations and attributes that hold over time, by the ontology.

        They take a start as a qualifier; to take part in an event is no such relation.
        """
        start = NamedNode(TNK + "startDate")
        taking = self._dataset.quads_for_pattern(None, NamedNode(TNK + "takesQualifier"), start, MERGE)
        found = {quad.subject.value for quad in taking if isinstance(quad.subject, NamedNode)}
        found.discard(TNK + "Assertion")
        below = [TNK + "participatesIn"]
        for each in below:
            quads = self._dataset.quads_for_pattern(None, NamedNode(RDFS + "subPropertyOf"), NamedNode(each), MERGE)
            below += [quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)]
        return frozenset(found - set(below))

    def word(self, assertion: Assertion) -> str | None:
        """How sure it is that what an assertion says held on the day; None if it did not.

        Args:
            assertion: one of :meth:`facts`.
        """
        if not _allows(assertion, self.day):
            return None
        group = _group(assertion)
        if group not in self._words:
            joined = self._joined.get(group)
            excluded = joined is None or self._is_outside_of_body(group)
            self._words[group] = None if joined is None or excluded else joined.on(self.day, self._successors(group))
        return self._words[group]

    @cached_property
    def _joined(self) -> Mapping[_Group, _Joined]:
        found: dict[_Group, _Joined] = defaultdict(_Joined)
        for assertion in self.facts():
            found[_group(assertion)].add(assertion, self._selection.known_on(assertion))
        return found

    def facts(self) -> Iterator[Assertion]:
        """The facts that count with one of :attr:`relations`."""
        return filter(self.covers, self._selection.table)

    def covers(self, assertion: Assertion) -> bool:
        """Whether an assertion is one of :meth:`facts`."""
        holds_over_time = assertion.predicate in self.relations and assertion.modality == "fact"
        return holds_over_time and self._selection.accepts(assertion)

    @cached_property
    def _denied(self) -> frozenset[_Group]:
        counted = filter(self._selection.accepts, self._selection.table)
        return frozenset(_group(each) for each in counted if each.modality == "negated")

    def _successors(self, group: _Group) -> Iterator[_Days]:
        """The first and the last day on which another one may have begun what only one can have at a time."""
        for other in self._rivals.get(self._seat(group), ()):
            if other != group and other not in self._denied:
                joined = self._joined[other]
                yield from joined.starts
                if group[1] != TNK + "officialName":
                    yield from ((day, day) for day in joined.attested)

    @cached_property
    def _rivals(self) -> Mapping[tuple[str, str] | None, list[_Group]]:
        found: dict[tuple[str, str] | None, list[_Group]] = defaultdict(list)
        for group in self._joined:
            seat = self._seat(group)
            if seat is not None:
                found[seat].append(group)
        return found

    def _seat(self, group: _Group) -> tuple[str, str] | None:
        """What only one can have at a time; None where several can."""
        subject, predicate, value = group
        if not {predicate, value} & self._one_at_a_time:
            return None
        return predicate, subject if predicate == TNK + "officialName" else value

    @cached_property
    def _one_at_a_time(self) -> frozenset[str]:
        marked = self._dataset.quads_for_pattern(None, NamedNode(TNK + "oneAtATime"), Literal(True), MERGE)
        return frozenset(quad.subject.value for quad in marked if isinstance(quad.subject, NamedNode))

    def _is_outside_of_body(self, group: _Group) -> bool:
        """Whether the day is before the body was founded, or after it had ended."""
        subject, predicate, value = group
        body = subject if predicate == TNK + "officialName" else self._body_of.get(value, value)
        lives = self._lives.get(body)
        return lives is not None and not lives[0] <= self.day <= lives[1]

    @cached_property
    def _body_of(self) -> Mapping[str, str]:
        """The body that each post is in."""
        found: dict[str, str] = {}
        for assertion in self._selection.table.of("postIn"):
            if assertion.modality == "fact" and self._selection.accepts(assertion):
                found.setdefault(assertion.subject, assertion.object)
        return found

    @cached_property
    def _lives(self) -> Mapping[str, tuple[str, str]]:
        """The first day on which each thing may have begun, and the last on which it may have ended."""
        begun: dict[str, list[str]] = defaultdict(list)
        ended: dict[str, list[str]] = defaultdict(list)
        for name, found in (("startDate", begun), ("endDate", ended), ("establishes", begun)):
            for assertion in self._selection.table.of(name):
                if assertion.modality == "fact" and self._selection.accepts(assertion):
                    thing = assertion.object if name == "establishes" else assertion.subject
                    found[thing].extend(_bounds(assertion, name))
        return {thing: (min(begun[thing], default=""), max(ended[thing], default=_NEVER)) for thing in begun | ended}


def _bounds(assertion: Assertion, name: str) -> list[str]:
    """The first day that a start or a founding allows, or the last that an end allows; none where it is not known."""
    first, last = BOUNDS_OF["date" if name == "establishes" else name]
    day = assertion.bounds.get(last if name == "endDate" else first)
    if day is None and name != "establishes":  # reference data give the date alone
        date = parse_date(assertion.object)
        day = None if date is None else date.latest if name == "endDate" else date.earliest
    return [] if day is None else [day]


def _group(assertion: Assertion) -> _Group:
    return assertion.subject, assertion.predicate, assertion.object


def _allows(assertion: Assertion, day: str) -> bool:
    """Whether the assertion's own dates leave the day open."""
    return assertion.bounds.get("startEarliest", "") <= day <= assertion.bounds.get("endLatest", _NEVER)
