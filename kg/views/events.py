"""What sources tell about events: their statuses, dates, places and series, for the time line and the map.

Which of it counts follows :mod:`kg.claims.selection`, and which status is current :mod:`kg.claims.status`. As of a day
reference data, which have no day of report, count from the last day on that they allow the event to be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from kg.claims.assertions import AssertionTable
from kg.claims.event_dates import Told
from kg.claims.labels import Labels
from kg.claims.selection import Selection
from kg.claims.status import Statuses
from kg.errors import UsageError
from kg.namespaces import TNK, local_name
from kg.network.filters import NetworkFilter
from kg.ontology.hierarchy import Hierarchy
from kg.query.catalogue import load_catalogue
from kg.query.run import evaluate
from kg.resources import queries_folder
from kg.store import Dataset
from kg.suggest import unknown
from kg.terms import NamedNode

__all__ = ["Event", "chosen", "picture_rows", "read_events"]

_DATED = frozenset(["startDate", "endDate", "date"])


@dataclass(frozen=True, slots=True)
class Event:
    """An event with all that counts of what is told about it.

    Args:
        type: local name of its most special class, such as ``Forum``.
        kind: that class as people read it.
        status: the current status, such as ``held``; None when none is told.
        told: in the order of properties, of days, and of assertions.
    """

    iri: str
    label: str
    type: str
    kind: str
    status: str | None
    told: tuple[Told, ...]

    def of(self, *properties: str, modalities: Iterable[str] = ("fact",)) -> list[Told]:
        """What is told of some properties, in some modalities."""
        wanted = frozenset(modalities)
        return [each for each in self.told if each.property in properties and each.modality in wanted]


def read_events(
    store: Dataset,
    cut: NetworkFilter,
    *,
    kinds: Sequence[str],
    but_not: Sequence[str] = (),
    languages: Sequence[str] = ("en",),
) -> list[Event]:
    """The events of some kinds of which something counts, in the order of their IRIs.

    Args:
        store: the store whose default graph is the merge.
        cut: view and day; ``since`` and ``until`` cut nothing here.
        kinds: local names of classes of events; what is below them is in too.
        but_not: of these, classes to leave out.
        languages: in which to name things, in order of preference.

    Raises:
        UsageError: no class of events has such a name, or ``kinds`` is empty.
    """
    types = _types(store, kinds, but_not)
    labels = Labels(store, languages)
    table = AssertionTable(store)
    ever, statuses = Selection(table, cut.view), Statuses(Selection(table, cut.view, cut.as_of))
    found: dict[str, list[Told]] = defaultdict(list)
    for row in picture_rows(store, "event-claims"):
        assertion = table.get(row["evidence"] or "")
        if row["event"] in types and assertion is not None and ever.admits(assertion):
            found[row["event"] or ""].append(_told(row, labels))
    events = []
    for iri in sorted(found):
        told = _known(found[iri], cut.as_of)
        if told:
            kind = types[iri]
            events.append(Event(iri, labels.of(iri), local_name(kind), labels.of(kind), statuses.of(iri), tuple(told)))
    return events


def chosen(view: str, as_of: str | None, since: str | None, until: str | None) -> list[str]:
    """What was asked for, as a reader of a time line or a map sees it.

    >>> chosen("reported", "2025-11-25", None, None)
    ['View: reported', 'As of: 2025-11-25']
    """
    asked = {"View": view, "As of": as_of, "Since": since, "Until": until}
    return [f"{name}: {value}" for name, value in asked.items() if value]


def picture_rows(store: Dataset, name: str) -> Iterator[Mapping[str, str | None]]:
    """The rows of a query in ``queries/pictures``: for each variable the IRI or the text, None where it is unbound."""
    query = load_catalogue([queries_folder() / "pictures"]).get(name)
    found = evaluate(store, query.body)
    for row in found.stream():
        yield {
            each: None if term is None else cast("NamedNode", term).value
            for each, term in zip(found.variables, row, strict=True)
        }


def _types(store: Dataset, kinds: Sequence[str], but_not: Sequence[str]) -> dict[str, str]:
    """The IRI of the most special class of each event that is of one of the kinds."""
    if not kinds:
        raise UsageError("no kind of events is asked for", hint="name classes, such as Forum and Summit")
    above: dict[str, set[str]] = defaultdict(set)
    types: dict[str, set[str]] = defaultdict(set)
    for row in picture_rows(store, "events"):
        above[row["type"] or ""].add(row["class"] or "")
        types[row["event"] or ""].add(row["type"] or "")
    known = {local_name(iri) for iri in Hierarchy.of_classes(store).below(TNK + "Event") if iri.startswith(TNK)}
    for name in (*kinds, *but_not):
        if name not in known:
            raise unknown("kind of event", name, known)
    wanted, unwanted = ({TNK + name for name in names} for names in (kinds, but_not))
    found = {}
    for event, own in types.items():
        special = min(own, key=lambda each: (-len(above[each]), each))
        classes: set[str] = set().union(*(above[each] for each in own))
        if classes & wanted and not classes & unwanted:
            found[event] = special
    return found


def _told(row: Mapping[str, str | None], labels: Labels) -> Told:
    name, value = local_name(row["property"] or ""), row["value"] or ""
    label = value
    if name == "status":
        label = local_name(value)
    elif name in ("heldIn", "editionOf"):
        label = labels.of(value)
    return Told(
        property=name,
        value=value,
        label=label,
        earliest=row["earliest"],
        latest=row["latest"],
        modality=local_name(row["modality"] or ""),
        attribution=row["voice"] or "",
        article=row["article"],
        day=row["day"],
        number=row["number"],
        evidence=row["evidence"] or "",
    )


def _known(told: Sequence[Told], as_of: str | None) -> list[Told]:
    """What of it counts as of a day."""
    ordered = sorted(told, key=lambda each: (each.property, each.day or "", each.label, each.evidence))
    if as_of is None:
        return ordered
    over = max((e.latest or "9999" for e in ordered if e.property in _DATED and e.day is None), default="9999")
    return [each for each in ordered if (each.day or over) <= as_of]
