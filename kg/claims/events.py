"""What is claimed of events: their status, dates, places and series; :mod:`kg.claims.selection` says what counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from kg.claims.assertions import BOUNDS_OF, Assertion
from kg.claims.event_dates import EventClaim
from kg.claims.selection import EVENT_PROPERTIES, Selection
from kg.namespaces import TNK, local_name
from kg.store import Dataset
from kg.terms import MERGE, NamedNode

__all__ = ["event_claims"]

_NUMBER = NamedNode(TNK + "number")


def event_claims(
    store: Dataset, selection: Selection, label: Callable[[str], str] = local_name
) -> dict[str, list[EventClaim]]:
    """All claims on events that count, by the IRI of the event, in the order of properties, days and labels.

    Args:
        store: the store whose default graph is the merge.
        selection: what counts; its table has at least the assertions with :data:`EVENT_PROPERTIES`.
        label: what to call a place or a series, by its IRI.
    """
    found: dict[str, list[EventClaim]] = defaultdict(list)
    for name in EVENT_PROPERTIES:
        for assertion in selection.of(name):
            found[assertion.subject].append(_claim(store, name, assertion, label))
    return {
        event: sorted(claims, key=lambda each: (each.property, each.day or "", each.label, each.evidence))
        for event, claims in sorted(found.items())
    }


def _claim(store: Dataset, name: str, assertion: Assertion, label: Callable[[str], str]) -> EventClaim:
    first, last = BOUNDS_OF.get(name, ("", ""))
    labels = {"status": local_name, "heldIn": label, "editionOf": label}
    number = None
    if name == "editionOf":
        values = store.quads_for_pattern(NamedNode(assertion.iri), _NUMBER, None, MERGE)
        number = min((quad.object.value for quad in values), default=None)  # type: ignore[union-attr]
    return EventClaim(
        property=name,
        value=assertion.object,
        label=labels.get(name, str)(assertion.object),
        earliest=assertion.bounds.get(first),
        latest=assertion.bounds.get(last),
        modality=assertion.modality,
        attribution=assertion.attribution,
        article=assertion.articles[0] if assertion.articles else None,
        day=assertion.day,
        number=number,
        evidence=assertion.iri,
    )
