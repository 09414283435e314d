"""Events with what is claimed of them, for the time line and the map; :mod:`kg.claims` decides what of it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.claims.event_dates import EventClaim
from kg.claims.events import event_claims
from kg.claims.labels import Labels
from kg.claims.selection import Selection
from kg.claims.status import Statuses
from kg.errors import UsageError
from kg.namespaces import RDF, TNK, local_name
from kg.network.filters import NetworkFilter
from kg.ontology.hierarchy import Hierarchy
from kg.store import Dataset
from kg.suggest import unknown
from kg.terms import MERGE, NamedNode

__all__ = ["STATUSES", "Event", "chosen", "read_events"]

STATUSES = {
    "held": "held",
    "ongoing": "under way when reported",
    "announced": "announced",
    "planned": "planned",
    "proposed": "proposed",
    "wished": "wished for",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "": "status not stated",
}
"""The statuses as people read them, in the order of the legend; the empty one stands for none."""

_TYPE = NamedNode(RDF + "type")


@dataclass(frozen=True, slots=True)
class Event:
    """An event with all that counts of what is claimed of it.

    Args:
        type: local name of its most special class, such as ``Forum``.
        kind: that class as people read it.
        status: the current status, such as ``held``; None when none is stated.
        claims: in the order of properties, days and labels.
    """

    iri: str
    label: str
    type: str
    kind: str
    status: str | None
    claims: tuple[EventClaim, ...]

    def of(self, *properties: str, modalities: Iterable[str] = ("fact",)) -> list[EventClaim]:
        """What is claimed of some properties, in some modalities."""
        wanted = frozenset(modalities)
        return [each for each in self.claims if each.property in properties and each.modality in wanted]


def read_events(
    store: Dataset,
    selection: Selection,
    *,
    kinds: Sequence[str],
    but_not: Sequence[str] = (),
    languages: Sequence[str] = ("en",),
) -> list[Event]:
    """The events of some kinds of which something counts, in the order of their IRIs.

    Args:
        store: the store whose default graph is the merge.
        selection: what counts; its table has at least the assertions with
            :data:`kg.claims.selection.EVENT_PROPERTIES`.
        kinds: local names of classes of events; what is below them is in too.
        but_not: of these, classes to leave out.
        languages: in which to name things, in order of preference.

    Raises:
        UsageError: no class of events has such a name, or ``kinds`` is empty.
    """
    types = _types(store, kinds, but_not)
    labels, statuses = Labels(store, languages), Statuses(selection)
    events = []
    for iri, claims in event_claims(store, selection, labels.of).items():
        if kind := types.get(iri):
            event = Event(iri, labels.of(iri), local_name(kind), labels.of(kind), statuses.of(iri), tuple(claims))
            events.append(event)
    return events


def chosen(filters: NetworkFilter) -> list[str]:
    """What was asked for, as a reader of a time line or a map sees it.

    >>> chosen(NetworkFilter("reported", "2025-11-25"))
    ['View: reported', 'As of: 2025-11-25']
    """
    asked = {"View": filters.view, "As of": filters.as_of, "Since": filters.since, "Until": filters.until}
    return [f"{name}: {value}" for name, value in asked.items() if value]


def _types(store: Dataset, kinds: Sequence[str], but_not: Sequence[str]) -> dict[str, str]:
    """The IRI of the most special class of each event that is of one of the kinds."""
    if not kinds:
        raise UsageError("no kind of events is given", hint="name classes, such as Forum and Summit")
    classes = Hierarchy.of_classes(store)
    below = classes.below(TNK + "Event")
    known = {local_name(iri) for iri in below if iri.startswith(TNK)}
    for name in (*kinds, *but_not):
        if name not in known:
            raise unknown("kind of event", name, known)
    own: dict[str, set[str]] = defaultdict(set)
    for name in below:
        for quad in store.quads_for_pattern(None, _TYPE, NamedNode(name), MERGE):
            own[quad.subject.value].add(name)  # type: ignore[union-attr]
    wanted, unwanted = ({TNK + name for name in names} for names in (kinds, but_not))
    found = {}
    for event, types in own.items():
        above = {name: set(classes.above(name)) & set(below) for name in types}
        whole: set[str] = set().union(*above.values())
        if whole & wanted and not whole & unwanted:
            found[event] = min(types, key=lambda name: (-len(above[name]), name))
    return found
