"""The map of hosting places: where events were held, as points on a map without borders.

Borders of states are contested and are not drawn; the coast is there to find one's way. A point stands for a place
whose coordinates the reference data give; a place without any, such as a venue, lies at those of the nearest
place around it. What has no coordinates at all is listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.claims.assertions import AssertionTable
from kg.claims.claim import Claim
from kg.claims.event_dates import lie_within, spans
from kg.claims.evidence import EvidenceReader
from kg.claims.labels import Labels
from kg.claims.places import PLACE_PROPERTIES, Places
from kg.claims.selection import EVENT_PROPERTIES, Selection
from kg.network.filters import NetworkFilter
from kg.store import Dataset
from kg.suggest import counted
from kg.text import one_line
from kg.views.events import Event, chosen, read_events
from kg.views.map.projection import degrees

__all__ = ["HostedEvent", "HostingMap", "Place", "read_map"]


@dataclass(frozen=True, slots=True)
class HostedEvent:
    """An event at a place.

    Args:
        kind: its class as people read it.
        status: the current one, such as ``held``.
        when: its dates as written, facts only; empty when none is stated.
        told: names of the places that sources give for it here; another than the point's own lies within that.
        elsewhere: names of the other points at which sources place it; empty when this is the only one.
        claims: who places it here, and when it was.
    """

    iri: str
    label: str
    kind: str
    status: str
    when: str
    told: tuple[str, ...]
    elsewhere: tuple[str, ...]
    claims: tuple[Claim, ...]

    def nearer(self, place: Place) -> list[str]:
        """The places that sources state within another one."""
        return [name for name in self.told if name != place.label]


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its events, by their dates.

    Args:
        latitude, longitude: degrees north and east (WGS 84); None where the reference data give none.
        sources: web addresses that give the coordinates.
    """

    iri: str
    label: str
    latitude: float | None
    longitude: float | None
    sources: tuple[str, ...]
    events: tuple[HostedEvent, ...]

    @property
    def settled(self) -> int:
        """How many events are placed here and nowhere else."""
        return sum(not event.elsewhere for event in self.events)

    @property
    def shared(self) -> int:
        """How many events sources place here and at another point."""
        return len(self.events) - self.settled

    @property
    def position(self) -> str:
        """Its latitude and longitude as people read them; empty where they are not stated."""
        if self.latitude is None or self.longitude is None:
            return ""
        return f"{degrees(self.latitude, 'NS')}, {degrees(self.longitude, 'EW')}"

    @property
    def count(self) -> str:
        """How many events there are, in words."""
        words = counted(len(self.events), "event")
        if not self.shared:
            return words
        return f"{words}, {f'{self.shared} ' if self.settled else ''}also placed elsewhere"

    @property
    def title(self) -> str:
        """Its name, and how many events there are."""
        return f"{one_line(self.label)}: {self.count}"


@dataclass(frozen=True, slots=True)
class HostingMap:
    """What a map shows.

    Args:
        filters: how it was filtered.
        places: those with coordinates: those with most events first.
        unplaced: those without, by name.
        nowhere: names and IRIs of the events that count, for which no place is stated.
        left_out: how many events may lie outside ``since`` to ``until``, or have no date to tell.
    """

    filters: NetworkFilter
    statuses: tuple[str, ...]
    places: tuple[Place, ...]
    unplaced: tuple[Place, ...]
    nowhere: tuple[tuple[str, str], ...]
    left_out: int

    @property
    def events(self) -> int:
        """How many different events are on the map."""
        return len({event.iri for place in self.places for event in place.events})

    def rows(self) -> list[list[Any]]:
        """All places as a table: the name, then IRI and number for latitude, longitude and each count of events."""
        rows: list[list[Any]] = []
        for place in (*self.places, *self.unplaced):
            where = ["not stated" if each is None else f"{each:.2f}" for each in (place.latitude, place.longitude)]
            rows.append([place.label, *((place.iri, each) for each in (*where, place.settled, place.shared))])
        return rows

    def notes(self) -> list[str]:
        """What a reader has to know about what is shown."""
        facts = chosen(self.filters)
        facts.append(f"status: {', '.join(self.statuses)}")
        facts.append(f"{counted(self.events, 'event')} at {counted(len(self.places), 'point')}")
        if self.left_out:
            facts.append(f"{self.left_out} left out because of their dates")
        lines = [" · ".join(facts)]
        shared = {event.iri for place in self.places for event in place.events if event.elsewhere}
        if shared:
            lines.append(
                f"Sources name several places for {counted(len(shared), 'event')}; a dashed ring adds them at each. "
                "The sources may differ, or the event may have met in several places; none is preferred."
            )
        lines.append(
            "Borders are not drawn: some are contested, and this map takes no side. Place names are those of the data. "
            "Sessions are parts of events and are not counted; a signing counts as well as the meeting it was part of. "
            "A point stands for the whole of a place. What the loaded articles do not report is missing."
        )
        return lines


def read_map(
    store: Dataset,
    *,
    view: str = "reported",
    as_of: date | str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    kinds: Sequence[str] = ("Event",),
    but_not: Sequence[str] = ("Session",),
    statuses: Sequence[str] = ("held",),
    languages: Sequence[str] = ("en",),
) -> HostingMap:
    """Read a map of hosting places from a store. Only places stated as facts count.

    Args:
        store: the store whose default graph is the merge.
        view: ``reported``, or ``newsroom`` for what the newsroom itself states.
        as_of: only what was asserted on or before this day; see :mod:`kg.claims.selection`.
        since, until: only events whose days, by all that is stated of them, lie within.
        kinds, but_not: local names of classes of events to count, and to leave out.
        statuses: the current statuses that count.
        languages: in which to name things, in order of preference.

    Raises:
        UsageError: an unknown view or kind, or a day that is not a date.
    """
    filters = NetworkFilter.of(view, as_of, since, until)
    selection = Selection(AssertionTable(store, (*EVENT_PROPERTIES, *PLACE_PROPERTIES)), filters.view, filters.as_of)
    events = read_events(store, selection, kinds=kinds, but_not=but_not, languages=languages)
    of_status = [event for event in events if event.status in statuses]
    within = [event for event in of_status if not filters.by_date or _is_within(event, filters)]
    labels, points = Labels(store, languages), Places(selection)
    evidence = EvidenceReader(store, labels)
    hosted: dict[str, list[HostedEvent]] = defaultdict(list)
    for event in within:
        for point, each in _hosted(event, points, labels, evidence):
            hosted[point].append(each)
    places = [_place(iri, hosted[iri], points, labels, evidence) for iri in hosted]
    placed, unplaced = ([each for each in places if (each.latitude is None) == lacks] for lacks in (False, True))
    return HostingMap(
        filters=filters,
        statuses=tuple(statuses),
        places=tuple(sorted(placed, key=lambda place: (-place.settled, -place.shared, place.label, place.iri))),
        unplaced=tuple(sorted(unplaced, key=lambda place: (place.label, place.iri))),
        nowhere=tuple(sorted((event.label, event.iri) for event in within if not event.of("heldIn"))),
        left_out=len(of_status) - len(within),
    )


def _is_within(event: Event, filters: NetworkFilter) -> bool:
    return lie_within(spans(event.claims, "fact"), filters.since, filters.until)


def _hosted(event: Event, points: Places, labels: Labels, evidence: EvidenceReader) -> list[tuple[str, HostedEvent]]:
    """The event at each of its points, by the IRI of the point; a place without one stands for itself."""
    at: dict[str, list[str]] = defaultdict(list)
    for each in event.of("heldIn"):
        at[points.point_of(each.value) or each.value].append(each.value)
    kept = points.most_precise(at)
    dates = spans(event.claims, "fact")
    dated = [claim.evidence for claim in event.of("startDate", "endDate", "date")]
    found = []
    for point in kept:
        placed = [claim.evidence for claim in event.of("heldIn") if claim.value in at[point]]
        found.append(
            (
                point,
                HostedEvent(
                    iri=event.iri,
                    label=event.label,
                    kind=event.kind,
                    status=event.status or "",
                    when="; ".join(span.written for span in dates),
                    told=tuple(sorted({labels.of(place) for place in at[point]})),
                    elsewhere=tuple(sorted(labels.of(other) for other in kept if other != point)),
                    claims=tuple(evidence.claims([*placed, *dated])),
                ),
            )
        )
    return found


def _place(iri: str, events: Iterable[HostedEvent], points: Places, labels: Labels, evidence: EvidenceReader) -> Place:
    latitude, longitude = points.coordinates.get(iri, (None, None))
    sources = {source for each in points.evidence.get(iri, ()) for source in evidence.claim(each).sources}
    ordered = tuple(sorted(events, key=lambda event: (event.when or "9999", event.label, event.iri)))
    return Place(iri, labels.of(iri), latitude, longitude, tuple(sorted(sources)), ordered)
