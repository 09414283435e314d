"""Whether what holds over time (a post, a membership, a chair, a name) did so on a day, by all its sources together.

A bound that nobody gave is unknown: neither ever nor never. All facts of one subject, relation and object are joined
before a day is asked for. Each gives points at which the claim held: the last day by which it had begun, the first day
on which it can have ended, the day on which an article attests it. On a day it is

- ``certain`` if it held at a point on or before the day and at one on or after it, with no end between them;
- ``presumed`` if it held at a point before, and nothing says that it had ended: no end, no successor, no end of the
  body; also if sources contradict each other on it;
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

from kg.claims.assertions import Assertion
from kg.claims.selection import Selection
from kg.dates import parse_date
from kg.namespaces import RDFS, TNK
from kg.store import Dataset
from kg.terms import MERGE, Literal, NamedNode

__all__ = ["CERTAIN", "POSSIBLE", "PRESUMED", "Holding"]

CERTAIN, PRESUMED, POSSIBLE = "certain", "presumed", "possible"

_Group = tuple[str, str, str]  # subject, predicate, object


@dataclass(slots=True)
class _Joined:
    """What all facts of one subject, relation and object say; days are ISO 8601."""

    begun_by: list[str] = field(default_factory=list)  # it held on these days, or before
    held_at: list[str] = field(default_factory=list)  # it held on these days, or after
    starts: list[tuple[str, str]] = field(default_factory=list)  # the first and the last day of each stated start
    ends: list[tuple[str, str]] = field(default_factory=list)  # and of each stated end

    def add(self, assertion: Assertion) -> None:
        bounds = assertion.bounds
        if "startEarliest" in bounds or "startLatest" in bounds:
            start = bounds.get("startEarliest", ""), bounds.get("startLatest", "9999-12-31")
            self.starts.append(start)
            if "startLatest" in bounds:
                self.begun_by.append(start[1])
            if start[0] == start[1]:
                self.held_at.append(start[0])
        if "endEarliest" in bounds or "endLatest" in bounds:
            end = bounds.get("endEarliest", ""), bounds.get("endLatest", "9999-12-31")
            self.ends.append(end)
            if "endEarliest" in bounds:
                self.held_at.append(end[0])
            if end[0] == end[1]:
                self.begun_by.append(end[1])
        if "latest" in bounds:
            self.begun_by.append(bounds["latest"])
        if "earliest" in bounds:
            self.held_at.append(bounds["earliest"])
        if not bounds and assertion.day is not None:  # attested by its report
            self.begun_by.append(assertion.day)
            self.held_at.append(assertion.day)

    def on(self, day: str, closed_by: Iterable[tuple[str, str]]) -> str | None:
        """The word for a day; ``closed_by`` are the starts of successors."""
        before = max((point for point in self.begun_by if point <= day), default=None)
        after = min((point for point in self.held_at if point >= day), default=None)
        if before is None:
            return self._unattested(day, after)
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


def _closed(ends: Iterable[tuple[str, str]], before: str, day: str) -> bool:
    """Whether an end lies between a day on which it held and a later day."""
    return any(before <= last < day for _, last in ends)


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
            assertion: a fact with one of :attr:`relations`.
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
        for assertion in self._facts():
            found[_group(assertion)].add(assertion)
        return found

    def _facts(self) -> Iterator[Assertion]:
        for assertion in self._selection.table:
            if (
                assertion.predicate in self.relations
                and assertion.modality == "fact"
                and self._selection.accepts(assertion)
            ):
                yield assertion

    @cached_property
    def _denied(self) -> frozenset[_Group]:
        table = self._selection.table
        return frozenset(_group(each) for each in table if each.modality == "negated" and each.is_plain)

    def _successors(self, group: _Group) -> Iterator[tuple[str, str]]:
        """The first and the last day on which another one may have begun what only one can have at a time."""
        for other in self._rivals.get(self._seat(group), ()):
            if other != group and other not in self._denied:
                joined = self._joined[other]
                yield from joined.starts
                if group[1] != TNK + "officialName":
                    yield from ((day, day) for day in joined.begun_by if day in joined.held_at)

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
        return {
            thing: (min(begun[thing], default=""), max(ended[thing], default="9999-12-31")) for thing in (begun | ended)
        }


def _bounds(assertion: Assertion, name: str) -> list[str]:
    """The first day that a start or a founding allows, or the last that an end allows; none where it is not known."""
    bound = {"startDate": "startEarliest", "endDate": "endLatest", "establishes": "earliest"}[name]
    day = assertion.bounds.get(bound)
    if day is None and name != "establishes":  # reference data give the date alone
        date = parse_date(assertion.object)
        day = None if date is None else date.latest if name == "endDate" else date.earliest
    return [] if day is None else [day]


def _group(assertion: Assertion) -> _Group:
    return assertion.subject, assertion.predicate, assertion.object


def _allows(assertion: Assertion, day: str) -> bool:
    """Whether the assertion's own dates leave the day open."""
    start, end = assertion.bounds.get("startEarliest", ""), assertion.bounds.get("endLatest", "9999-12-31")
    return start <= day <= end
