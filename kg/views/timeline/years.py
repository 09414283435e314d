"""The time line of events: for each year a band from January to December, for each event a row in it.

One row for each event, so that no name covers another, however many meet in one autumn. A row shows the days that
the event's dates allow, and no more: a mark on a day, a bar over days, a dashed bar where it was some time within.
Dates that contradict each other, and dates that were only planned, have a line each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.claims.assertions import AssertionTable
from kg.claims.claim import INTENTIONS, Claim, modality_word
from kg.claims.event_dates import INTENDED, EventClaim, Span, differences, intended_spans, may_touch, spans
from kg.claims.evidence import EvidenceReader
from kg.claims.labels import Labels
from kg.claims.selection import EVENT_PROPERTIES, Selection
from kg.network.filters import NetworkFilter
from kg.store import Dataset
from kg.suggest import counted
from kg.views.events import STATUSES, Event, chosen, read_events

__all__ = [
    "KINDS",
    "Band",
    "Row",
    "Stretch",
    "Timeline",
    "TimelineEvent",
    "bands",
    "read_timeline",
]

KINDS = ("Forum", "Summit")
"""The classes of events that a time line shows by default."""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """An event of the time line.

    Args:
        type, kind: local name and name of its class.
        status: the current one, such as ``held``; empty when none is stated.
        history: what was stated of its status, the oldest first.
        dates: when it was, by what is stated as a fact; several contradict each other, or say different things.
        intended: when it was meant to be, where that differs from ``dates``.
        differences: what the facts on its dates contradict each other in; empty where they agree.
        words: dates in words of the source, such as “soon”.
        places: what is stated of its places.
        series: what is stated of its series: facts, else what is intended.
        numbers: its numbers in a series, as stated.
        claims: all that is stated of it, with quotes and articles.
    """

    iri: str
    label: str
    type: str
    kind: str
    status: str
    history: tuple[EventClaim, ...]
    dates: tuple[Span, ...]
    intended: tuple[Span, ...]
    differences: tuple[str, ...]
    words: tuple[str, ...]
    places: tuple[EventClaim, ...]
    series: tuple[EventClaim, ...]
    numbers: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def drawn(self) -> tuple[Span, ...]:
        """The spans that have a line each: facts first."""
        return self.dates + self.intended

    @property
    def is_joined(self) -> bool:
        """Whether a start and an end of it come from different sources."""
        return any(span.joined for span in self.drawn)

    def changes(self) -> list[tuple[str, str]]:
        """The statuses that were reported, each with the day of its first report, where it changed."""
        found: list[tuple[str, str]] = []
        for each in self.history:
            modality = "" if each.modality == "fact" else f" ({modality_word(each.modality)})"
            name = each.label + modality
            if not found or found[-1][0] != name:
                found.append((name, each.day or "(reference data)"))
        return found

    def when(self) -> str:
        """Its dates in one line: what is stated as a fact, and what was intended."""
        joint = " or " if self.differences else "; "
        parts = [joint.join(span.written for span in self.dates)] if self.dates else []
        parts += self.meant()
        if not parts:
            parts = [f"“{word}”" for word in self.words]
        return "; ".join(parts) or "date not stated"

    def meant(self) -> list[str]:
        """The dates that were intended, by modality."""
        written: dict[str, list[str]] = {}
        for span in self.intended:
            written.setdefault(INTENTIONS[span.modality], []).append(span.written)
        return [f"{meant}: {' or '.join(dates)}" for meant, dates in written.items()]

    def where(self) -> str:
        """Its places in one line: those stated as facts, else the intended ones."""
        facts = dict.fromkeys(each.label for each in self.places if each.modality == "fact")
        if facts:
            return ", ".join(facts)
        meant = dict.fromkeys((each.modality, each.label) for each in self.places if each.modality in INTENDED)
        return ", ".join(f"{INTENTIONS[modality]}: {label}" for modality, label in meant)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a time line shows.

    Args:
        filters: how it was filtered.
        kinds: local names of the classes of events in it.
        events: those with a date, in the order of their days.
        undated: those without one, by name.
        left_out: how many dated events lie wholly outside ``since`` to ``until``.
    """

    filters: NetworkFilter
    kinds: tuple[str, ...]
    events: tuple[TimelineEvent, ...]
    undated: tuple[TimelineEvent, ...]
    left_out: int

    def statuses(self) -> list[str]:
        """The statuses that occur, in the order of the legend."""
        found = {event.status for event in (*self.events, *self.undated)}
        return [name for name in STATUSES if name in found] + sorted(found - set(STATUSES))

    def lanes(self) -> list[tuple[str, list[TimelineEvent]]]:
        """The dated events by series, those with most events first; what is in none stands by kind, last."""
        lanes: dict[tuple[bool, str], list[TimelineEvent]] = {}
        for event in self.events:
            names = {(False, _series(each)) for each in event.series}
            for lane in names or {(True, f"Series not stated: {event.kind}")}:
                lanes.setdefault(lane, []).append(event)
        ordered = sorted(lanes.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
        return [(name, events) for (_, name), events in ordered]

    def rows(self) -> list[list[str]]:
        """All events as a table: event, kind, status, dates, intended dates or words, places, series."""
        return [
            [
                event.label,
                event.kind,
                STATUSES.get(event.status, event.status),
                "; ".join(span.written for span in event.dates) or "not stated",
                "; ".join([*event.meant(), *(f"“{word}”" for word in event.words)]),
                event.where(),
                ", ".join(dict.fromkeys(each.label for each in event.series)),
            ]
            for event in (*self.events, *self.undated)
        ]

    def notes(self) -> list[str]:
        """What a reader has to know about what is shown."""
        facts = chosen(self.filters)
        facts.append(f"{len(self.events)} dated and {len(self.undated)} undated events")
        facts.append(f"kinds: {', '.join(self.kinds)}")
        if self.left_out:
            facts.append(f"{self.left_out} outside these days left out")
        lines = [" · ".join(facts)]
        disputed = sum(bool(event.differences) for event in self.events)
        if disputed:
            lines.append(
                f"Sources contradict each other on the dates of {counted(disputed, 'event')}: "
                "each date has its own line."
            )
        lines.append(
            "No date is drawn more precisely than its source gives it. A mark is one day; where only a start is "
            "stated, it is the first day. Plans are kept apart from facts. What the loaded articles do not report is "
            "missing."
        )
        return lines


def read_timeline(
    store: Dataset,
    *,
    view: str = "reported",
    as_of: date | str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    kinds: Sequence[str] = KINDS,
    languages: Sequence[str] = ("en",),
) -> Timeline:
    """Read a time line from a store.

    Args:
        store: the store whose default graph is the merge.
        view: ``reported``, or ``newsroom`` for what the newsroom itself states.
        as_of: only what was asserted on or before this day; see :mod:`kg.claims.selection`.
        since, until: only events that may have been on some of these days; those without a date stay listed.
        kinds: local names of classes of events; what is below them is in too.
        languages: in which to name things, in order of preference.

    Raises:
        UsageError: an unknown view or kind, or a day that is not a date.
    """
    filters = NetworkFilter.of(view, as_of, since, until)
    evidence = EvidenceReader(store, Labels(store, languages))
    selection = Selection(AssertionTable(store, EVENT_PROPERTIES), filters.view, filters.as_of)
    found = [_event(each, evidence) for each in read_events(store, selection, kinds=kinds, languages=languages)]
    dated = [event for event in found if event.drawn]
    events = sorted(
        (event for event in dated if any(may_touch(span, filters.since, filters.until) for span in event.drawn)),
        key=lambda event: (event.drawn[0].place, event.label, event.iri),
    )
    undated = sorted((event for event in found if not event.drawn), key=lambda event: (event.label, event.iri))
    return Timeline(
        filters=filters,
        kinds=tuple(kinds),
        events=tuple(events),
        undated=tuple(undated),
        left_out=len(dated) - len(events),
    )


def _series(claim: EventClaim) -> str:
    meant = "" if claim.modality == "fact" else f" ({INTENTIONS.get(claim.modality, claim.modality)})"
    return claim.label + meant


def _event(event: Event, evidence: EvidenceReader) -> TimelineEvent:
    dates = spans(event.claims, "fact")
    series = event.of("editionOf") or event.of("editionOf", modalities=INTENDED)
    return TimelineEvent(
        iri=event.iri,
        label=event.label,
        type=event.type,
        kind=event.kind,
        status=event.status or "",
        history=tuple(sorted(event.of("status"), key=lambda each: (each.day or "", each.label, each.evidence))),
        dates=tuple(dates),
        intended=tuple(intended_spans(event.claims, dates)),
        differences=differences(event.claims),
        words=tuple(dict.fromkeys(each.label for each in event.of("vagueTime", modalities=("fact", *INTENDED)))),
        places=tuple(each for each in event.claims if each.property == "heldIn"),
        series=tuple(series),
        numbers=tuple(sorted({each.number for each in series if each.number})),
        claims=tuple(evidence.claims(each.evidence for each in event.claims)),
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of a span lies in a year.

    Args:
        start, end: where, as shares of the year from 0 to 1; the end of a day is the start of the next.
        before, after: whether it goes on before or after the year, or is open there.
    """

    span: Span
    start: float
    end: float
    before: bool = False
    after: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.span.exact and self.span.first == self.span.last

    @property
    def middle(self) -> float:
        """Where a mark stands."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """An event in a year: a line for each of its spans there.

    Args:
        elsewhere: whether it has other dates before and after this year.
        is_first: whether none of its dates begins in an earlier year.
    """

    event: TimelineEvent
    stretches: tuple[Stretch, ...]
    elsewhere: tuple[bool, bool]
    is_first: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A year with its events; ``skipped`` are the years before it, since the last band, in which none begins."""

    year: int
    rows: tuple[Row, ...]
    skipped: tuple[int, ...]

    @property
    def gap(self) -> str:
        """The skipped years in words; empty where there are none."""
        if not self.skipped:
            return ""
        first, last = self.skipped[0], self.skipped[-1]
        return f"{first if first == last else f'{first} to {last}'}: no dated events of these kinds"


def bands(timeline: Timeline) -> list[Band]:
    """The years of a time line, in their order; an event stands in each year in which one of its dates begins."""
    by_year: dict[int, list[Row]] = {}
    for event in timeline.events:
        for year in sorted({int(span.place[:4]) for span in event.drawn}):
            by_year.setdefault(year, []).append(_row(event, year))
    years = sorted(by_year)
    found = []
    for place, year in enumerate(years):
        skipped = tuple(range(years[place - 1] + 1, year)) if place else ()
        rows = sorted(by_year[year], key=lambda row: (row.stretches[0].start, row.event.label, row.event.iri))
        found.append(Band(year, tuple(rows), skipped))
    return found


def _row(event: TimelineEvent, year: int) -> Row:
    here = [_stretch(span, year) for span in event.drawn]
    first, last = f"{year:04}-01-01", f"{year:04}-12-31"
    elsewhere = (
        any((span.last or "9999") < first for span in event.drawn),
        any((span.first or "") > last for span in event.drawn),
    )
    is_first = all(int(span.place[:4]) >= year for span in event.drawn)
    return Row(event, tuple(each for each in here if each is not None), elsewhere, is_first)


def _stretch(span: Span, year: int) -> Stretch | None:
    first, last = f"{year:04}-01-01", f"{year:04}-12-31"
    # An open side reaches to the rim of the year of the other one.
    low = span.first if span.first is not None else f"{span.place[:4]}-01-01"
    high = span.last if span.last is not None else f"{span.place[:4]}-12-31"
    if high < first or low > last:
        return None
    days = date(year, 12, 31).timetuple().tm_yday
    start = (date.fromisoformat(max(low, first)).timetuple().tm_yday - 1) / days
    end = date.fromisoformat(min(high, last)).timetuple().tm_yday / days
    return Stretch(span, start, end, low < first or span.first is None, high > last or span.last is None)
