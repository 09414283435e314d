"""Which things may be the same, and how many there are then. Nothing is ever made one here.

A *pair* is undecided where an assertion that counts says that two things may be the same, and none that counts denies
it. An assertion counts by its attribution and its day, as :mod:`kg.claims.selection` has it; the annotators' own
judgement counts in each view, that of reference data on each day. Both things must be in the graph.

Two things of one cluster that are no pair themselves are *known to be different* if their dates exclude each other
(all days on which one may have begun lie before all of the other), if they have different numbers in one series, or if
a denial says so. A pair stays undecided even then: an annotator who says that two may be the same has seen the dates.

How many there are is an interval. At most: each thing is its own. At least: what :meth:`Sameness.count` can tell from
pairwise differences alone, which may be less than the true least number and is never more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.claims.assertions import Assertion, AssertionTable
from kg.claims.selection import Selection
from kg.namespaces import RDF, TNK
from kg.store import Dataset
from kg.terms import MERGE, Literal, NamedNode

__all__ = ["PREDICATES", "Known", "Pair", "Sameness", "clusters", "is_asked", "least", "merged", "sameness_of", "span"]

PREDICATES = ("mayBeSameAs", "startDate", "date", "editionOf")
"""What is read here, by its names in the ontology."""

_SAME, _TYPE, _NUMBER = NamedNode(TNK + "mayBeSameAs"), NamedNode(RDF + "type"), NamedNode(TNK + "number")
_PREDICATE, _VERIFIED = NamedNode(RDF + "predicate"), NamedNode(TNK + "verified")
_FIRST, _LAST = "", "9999-12-31"

Pair = tuple[str, str]
"""The IRIs of two things that may be the same, in their order."""


@dataclass(frozen=True, slots=True)
class Known:
    """What tells a thing from others.

    Args:
        earliest, latest: the first and the last day on which it may have begun, ISO 8601; ``""`` and ``9999-12-31``
            where no source gives one.
        numbers: its number in each series, where it has just one there.
        denied: the things that it is not; each of them has this one among its own.
    """

    earliest: str = _FIRST
    latest: str = _LAST
    numbers: Mapping[str, str] = field(default_factory=dict)
    denied: frozenset[str] = frozenset()

    def differs(self, other: Known, iri: str) -> bool:
        """Whether it is known to be different from the other thing, whose IRI is given."""
        return (
            iri in self.denied
            or self.latest < other.earliest
            or other.latest < self.earliest
            or any(other.numbers.get(series, number) != number for series, number in self.numbers.items())
        )


def clusters(pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """The things that pairs join, directly or through others; each sorted, in the order of their first.

    >>> clusters([("c", "b"), ("x", "y"), ("a", "b")])
    [('a', 'b', 'c'), ('x', 'y')]
    """
    beside = _neighbours(pairs)
    found, seen = [], set()
    for start in sorted(beside):
        if start in seen:
            continue
        reached, ahead = {start}, [start]
        while ahead:
            new = beside[ahead.pop()] - reached
            reached |= new
            ahead += new
        seen |= reached
        found.append(tuple(sorted(reached)))
    return found


def merged(pairs: Iterable[Pair], known: Mapping[str, Known]) -> dict[str, str]:
    """One way in which all may be the same that can be: each thing with the one that then stands for it.

    The pairs are taken in their order; two groups become one unless a thing of one is known to be different from one of
    the other. Of each group of several, the first IRI stands for all; a thing that stays alone is not listed.

    >>> merged([("a", "b"), ("a", "c")], {"b": Known("2023", "2023"), "c": Known("2024", "2024")})
    {'a': 'a', 'b': 'a'}
    """
    every = sorted({(min(pair), max(pair)) for pair in pairs})
    asserted = frozenset(every)
    groups = {thing: [thing] for pair in every for thing in pair}
    for one, other in every:
        a, b = groups[one], groups[other]
        if a is b or _are_different(a, b, known, asserted):
            continue
        small, large = sorted((a, b), key=len)
        large += small
        groups.update(dict.fromkeys(small, large))
    first = {id(group): min(group) for group in groups.values()}
    return {thing: first[id(group)] for thing, group in sorted(groups.items()) if len(group) > 1}


def least(things: Collection[str], pairs: Iterable[Pair], known: Mapping[str, Known]) -> int:
    """At least how many different things these are, if all that may be the same is the same.

    A cluster counts the largest of three sets of things that all differ from each other: by dates (those that end
    first are taken first), by numbers in one series, by a denial. So it is a lower bound: three things that differ
    each for another reason count two.

    >>> least("abc", [("a", "b"), ("a", "c")], {"b": Known("2023", "2023"), "c": Known("2024", "2024")})
    2
    """
    wanted, every = set(things), list(pairs)
    beside = _neighbours(every)
    alone = len(wanted - beside.keys())
    parts = (wanted.intersection(cluster) for cluster in clusters(every))
    return alone + sum(_least_of(sorted(part), beside, known) for part in parts if part)


def _least_of(part: Sequence[str], beside: Mapping[str, set[str]], known: Mapping[str, Known]) -> int:
    told = {thing: known.get(thing, _UNKNOWN) for thing in part}
    apart: list[str] = []
    for thing in sorted(part, key=lambda each: (told[each].latest, each)):
        is_after = not apart or told[apart[-1]].latest < told[thing].earliest
        if is_after and beside[thing].isdisjoint(apart):
            apart.append(thing)
    numbered: dict[str, dict[str, str]] = defaultdict(dict)
    for thing in part:
        for series, number in told[thing].numbers.items():
            if beside[thing].isdisjoint(numbered[series].values()):
                numbered[series].setdefault(number, thing)
    is_denied = any(told[thing].denied.intersection(part) - beside[thing] - {thing} for thing in part)
    return max(len(apart), *map(len, numbered.values()), 2 if is_denied else 1, 1)


def _are_different(a: Sequence[str], b: Sequence[str], known: Mapping[str, Known], asserted: Collection[Pair]) -> bool:
    """Whether a thing of one group is known to be different from one of the other; a pair itself never is."""
    return any(
        known[one].differs(known[other], other) and (min(one, other), max(one, other)) not in asserted
        for one in a
        if one in known
        for other in b
        if other in known
    )


def _neighbours(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    return beside


_UNKNOWN = Known()


def is_asked(store: Dataset) -> bool:
    """Whether any assertion of a store says that things may be the same: without one, nothing else need be read."""
    return next(iter(store.quads_for_pattern(None, _PREDICATE, _SAME, MERGE)), None) is not None


class Sameness:
    """The things that may be the same by the assertions that count.

    Args:
        selection: the assertions; of :data:`PREDICATES` it must have all.
        store: the store with its merge, or the view, that they are of.
    """

    def __init__(self, selection: Selection, store: Dataset) -> None:
        self._selection, self._store = selection, store

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The undecided pairs, in the order of IRIs."""
        denied = {_pair(each) for each in self._claims("negated")}
        stated = {_pair(each) for each in self._claims("fact")} - denied
        return tuple(sorted(pair for pair in stated if pair[0] != pair[1] and all(map(self._is_thing, pair))))

    @cached_property
    def others(self) -> Mapping[str, tuple[str, ...]]:
        """Of each thing of a pair the things that it may be the same as, sorted."""
        return {thing: tuple(sorted(beside)) for thing, beside in sorted(_neighbours(self.pairs).items())}

    def among(self, things: Collection[str]) -> tuple[Pair, ...]:
        """The pairs of which both things are among these."""
        return tuple(pair for pair in self.pairs if pair[0] in things and pair[1] in things)

    def merged(self, things: Collection[str]) -> dict[str, str]:
        """One way in which all of these that may be the same can be, see :func:`merged`."""
        return merged(self.among(things), self.known)

    def count(self, things: Collection[str]) -> tuple[int, int]:
        """At least and at most how many different things these are; for what "at least" leaves out see :func:`least`.

        A thing that is not among these may join two that are.
        """
        different = set(things)
        return least(different, self.pairs, self.known), len(different)

    @cached_property
    def known(self) -> Mapping[str, Known]:
        """What tells the things of the pairs apart, by the facts that count."""
        if not self.pairs:
            return {}
        denied = _neighbours(map(_pair, self._claims("negated")))
        spans, numbers = self._spans(), self._numbers()
        return {
            thing: Known(*spans.get(thing, (_FIRST, _LAST)), numbers.get(thing, {}), frozenset(denied.get(thing, ())))
            for thing in self.others
        }

    def _spans(self) -> dict[str, tuple[str, str]]:
        """From the first to the last day on which each thing may have begun, whichever source is right."""
        found: dict[str, tuple[str, str]] = {}
        for name, first, last in (("startDate", "startEarliest", "startLatest"), ("date", "earliest", "latest")):
            told: dict[str, list[tuple[str, str]]] = defaultdict(list)
            for each in self._facts(name):
                told[each.subject].append((each.bounds.get(first, _FIRST), each.bounds.get(last, _LAST)))
            for thing, days in told.items():
                found.setdefault(thing, (min(day for day, _ in days), max(day for _, day in days)))
        return found

    def _numbers(self) -> dict[str, dict[str, str]]:
        """The number of each thing in each series; none where sources give several."""
        told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for each in self._facts("editionOf"):
            for quad in self._store.quads_for_pattern(NamedNode(each.iri), _NUMBER, None, MERGE):
                if isinstance(quad.object, Literal):
                    told[each.subject][each.object].add(quad.object.value)
        return {
            thing: {series: min(several) for series, several in of.items() if len(several) == 1}
            for thing, of in told.items()
        }

    def _facts(self, predicate: str) -> Iterator[Assertion]:
        for each in self._selection.of(predicate):
            if each.modality == "fact" and each.subject in self.others:
                yield each

    def _claims(self, modality: str) -> Iterator[Assertion]:
        """The assertions that count of what may be the same. None of them is plain: see ``tnk:weakens``."""
        selection = self._selection
        for each in selection.table.of("mayBeSameAs"):
            in_view = selection.view != "newsroom" or each.is_own_word
            in_time = selection.as_of is None or each.is_reference or (each.day or _LAST) <= selection.as_of
            if each.modality == modality and in_view and in_time and not self._is_unread(each):
                yield each

    def _is_unread(self, assertion: Assertion) -> bool:
        node = NamedNode(assertion.iri)
        return next(iter(self._store.quads_for_pattern(node, _VERIFIED, Literal(False), MERGE)), None) is not None

    def _is_thing(self, iri: str) -> bool:
        return next(iter(self._store.quads_for_pattern(NamedNode(iri), _TYPE, None, MERGE)), None) is not None


def _pair(assertion: Assertion) -> Pair:
    return min(assertion.subject, assertion.object), max(assertion.subject, assertion.object)


def sameness_of(store: Dataset) -> Sameness:
    """What may be the same in a store or in a view of it."""
    needed = PREDICATES if is_asked(store) else ()
    return Sameness(Selection(AssertionTable(store, needed)), store)


def span(bounds: tuple[int, int]) -> str:
    """How many there are, in short.

    >>> span((4, 6)), span((1200, 1200))
    ('4–6', '1,200')
    """
    low, high = bounds
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"
