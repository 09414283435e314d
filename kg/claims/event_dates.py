"""When an event was: the days that its dates allow, put together from claims, and where they contradict each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

__all__ = [
    "INTENDED",
    "EventClaim",
    "Span",
    "differences",
    "intended_spans",
    "lie_within",
    "may_touch",
    "spans",
]

INTENDED = ("plan", "proposal", "wish")
"""The modalities of what is meant to be."""

_ABOUT = re.compile("[~?%]")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class EventClaim:
    """What one assertion claims of an event.

    Args:
        property: ``status``, ``startDate``, ``endDate``, ``date``, ``vagueTime``, ``heldIn`` or ``editionOf``.
        value: the IRI or the text that is told.
        label: the value as people read it.
        earliest, latest: for a date the first and the last day that it allows, ISO 8601; None: open, or no date.
        modality: ``fact``, ``plan``, ``proposal``, ``wish`` or ``negated``.
        attribution: IRI of who says so.
        article: IRI of the article; None for reference data.
        day: when it was said, ISO 8601; None for reference data.
        number: the number in the series, where one is told.
        evidence: IRI of the assertion.
    """

    property: str
    value: str
    label: str
    earliest: str | None
    latest: str | None
    modality: str
    attribution: str
    article: str | None
    day: str | None
    number: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which an event may have been, by one date as a whole, or by a start and an end.

    Args:
        modality: ``fact``, or how it is meant: ``plan``, ``proposal``, ``wish``.
        written: the date as written; a start and an end as ``START to END``.
        first, last: the first and the last day that it allows, ISO 8601; None: that side is open. Of a start
            without an end they are those of the start.
        exact: whether the event was on the days from ``first`` to ``last``, or began on that one day; otherwise it was
            on some days between them.
        about: whether the source gives the date as approximate or uncertain.
        joined: whether no source tells both this start and this end.
        evidence: IRIs of the assertions, sorted.
    """

    modality: str
    written: str
    first: str | None
    last: str | None
    exact: bool
    about: bool
    joined: bool
    evidence: tuple[str, ...]

    @property
    def place(self) -> str:
        """A day to order by and to place it in a year: its first, else its last."""
        return self.first or self.last or ""


def spans(told: Sequence[EventClaim], modality: str) -> list[Span]:
    """The spans that some claims of one modality allow, in the order of their days.

    A start is joined with the ends that the same sources give in the same articles; only where they give none,
    with those of others. A date that only says less than another one is left out: that a forum was in 2009 adds
    nothing to its days of October 2009.
    """
    claims = [each for each in told if each.modality == modality]
    starts, ends, wholes = (_by_date(claims, name) for name in ("startDate", "endDate", "date"))
    found = [_whole(group) for group in wholes]
    for start in starts:
        paired, joined = _ends_for(start, ends)
        found += [_between(start, end, joined) for end in paired] or [_whole(start)]
    if not starts:
        found += [_until(end) for end in ends]
    return _told_most(found)


def intended_spans(claims: Sequence[EventClaim], facts: Sequence[Span]) -> list[Span]:
    """The spans that were only intended, by modality, without those that came about as some fact says."""
    found = [span for modality in INTENDED for span in spans(claims, modality)]
    return [span for span in found if not any(_came_about(span, fact) for fact in facts)]


def _came_about(meant: Span, fact: Span) -> bool:
    """Whether a fact lies within what was intended, or is it."""
    if fact.first is None or fact.last is None:
        return False
    if meant.exact:
        return (meant.first, meant.last) == (fact.first, fact.last)
    return (meant.first or "") <= fact.first and fact.last <= (meant.last or "9999")


def may_touch(span: Span, since: str | None, until: str | None) -> bool:
    """Whether some day that a span allows lies between two days; None does not limit."""
    return (span.last or "9999") >= (since or "") and (span.first or "") <= (until or "9999")


def lie_within(found: Collection[Span], since: str | None, until: str | None) -> bool:
    """Whether there are spans, and all days that they allow lie between two days; None does not limit."""
    return bool(found) and all(
        span.first is not None
        and span.last is not None
        and (since or "") <= span.first
        and span.last <= (until or "9999-12-31")
        for span in found
    )


def differences(told: Iterable[EventClaim]) -> tuple[str, ...]:
    """What the facts about the days of one event contradict each other in, as texts; empty where they agree.

    Two dates contradict each other when they share no day.
    """
    facts = [each for each in told if each.modality == "fact"]
    found = []
    for name, title in (("startDate", "start"), ("endDate", "end"), ("date", "date")):
        dates = sorted({(each.value, each.earliest, each.latest) for each in facts if each.property == name}, key=str)
        if any(_apart(one[1:], other[1:]) for one, other in combinations(dates, 2)):
            found.append(f"{title}: {' or '.join(sorted({date[0] for date in dates}))}")
    whole = spans([each for each in facts if each.property == "date"], "fact")
    rest = spans([each for each in facts if each.property != "date"], "fact")
    found += [
        f"date: {one.written} or {other.written}"
        for one in whole
        for other in rest
        if _apart((one.first, one.last), (other.first, other.last))
    ]
    return tuple(dict.fromkeys(found))


def _apart(one: Sequence[str | None], other: Sequence[str | None]) -> bool:
    """Whether two ranges of days share none."""
    return (one[1] or "9999") < (other[0] or "") or (other[1] or "9999") < (one[0] or "")


def _by_date(claims: Iterable[EventClaim], name: str) -> list[list[EventClaim]]:
    """The claims of a property, those of one date together."""
    groups: dict[tuple[str | None, ...], list[EventClaim]] = {}
    for each in claims:
        if each.property == name and (each.earliest or each.latest):
            groups.setdefault((each.earliest, each.latest, each.value), []).append(each)
    return [groups[key] for key in sorted(groups, key=str)]


def _ends_for(start: Sequence[EventClaim], ends: Sequence[list[EventClaim]]) -> tuple[list[list[EventClaim]], bool]:
    possible = [end for end in ends if (end[0].latest or "9999") >= (start[0].earliest or "")]
    givers = {(each.article, each.attribution) for each in start}
    own = [end for end in possible if any((each.article, each.attribution) in givers for each in end)]
    return (own, False) if own else (possible, True)


def _whole(group: Sequence[EventClaim]) -> Span:
    date = group[0]
    exact = _DAY.fullmatch(date.value) is not None
    return _span(date.value, date.earliest, date.latest, group, exact=exact)


def _between(start: Sequence[EventClaim], end: Sequence[EventClaim], joined: bool) -> Span:
    one, other = start[0], end[0]
    written = one.value if one.value == other.value else f"{one.value} to {other.value}"
    exact = all(_DAY.fullmatch(each.value) for each in (one, other))
    return _span(written, one.earliest, other.latest, [*start, *end], exact=exact, joined=joined)


def _until(end: Sequence[EventClaim]) -> Span:
    return _span(f"until {end[0].value}", None, end[0].latest, end, exact=False)


def _span(
    written: str,
    first: str | None,
    last: str | None,
    group: Sequence[EventClaim],
    *,
    exact: bool,
    joined: bool = False,
) -> Span:
    about = _ABOUT.search(written) is not None
    evidence = tuple(sorted({each.evidence for each in group}))
    return Span(group[0].modality, written, first, last, exact, about, joined, evidence)


def _told_most(found: Sequence[Span]) -> list[Span]:
    """Without those that say less than another; what is told alike several times is told once."""
    merged: dict[tuple[str | None, str | None, bool], Span] = {}
    for each in found:
        key = (each.first, each.last, each.exact)
        merged[key] = _merge(merged[key], each) if key in merged else each
    kept = [each for each in merged.values() if not any(_less(each, other) for other in merged.values())]
    return sorted(kept, key=lambda each: (each.place, each.last or "9999", each.written))


def _merge(one: Span, other: Span) -> Span:
    """Two that allow the same days: the one that a single source tells, else the shorter to read."""
    best = min(one, other, key=lambda each: (each.joined, len(each.written), each.written))
    return Span(
        best.modality,
        best.written,
        best.first,
        best.last,
        best.exact,
        one.about and other.about,
        best.joined,
        tuple(sorted({*one.evidence, *other.evidence})),
    )


def _less(one: Span, other: Span) -> bool:
    """Whether a vague one only says less than another, within its days."""
    if one is other or one.exact or other.first is None or other.last is None:
        return False
    if (one.first, one.last) == (other.first, other.last):
        return other.exact
    return (one.first or "") <= other.first and other.last <= (one.last or "9999")
