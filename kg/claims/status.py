"""The current status of an event, a series, a programme or an agreement.

- What a source reports as held or ongoing stays so: an article that recalls the plan later does not change it. Only a
  later claim that denies it, or says that it was cancelled, does.
- Otherwise the newest status is current, by the day on which it was asserted. One without a day is older than all.
- Of several from one day, the most advanced is current, in the order of :data:`STATUS_ORDER`.

Only facts give a status; :mod:`kg.claims.selection` decides which of them count. The others stay in the graph as the
history of the thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

from kg.claims.assertions import Assertion
from kg.claims.selection import Selection
from kg.namespaces import TNK, local_name

__all__ = ["CAME_ABOUT", "FORESEEN", "STATUSES", "STATUS_ORDER", "UNKNOWN", "Statuses", "current_status"]

STATUS_ORDER = ("held", "ongoing", "cancelled", "postponed", "announced", "planned", "proposed", "wished")
"""Which status counts when two were asserted on one day: what happened comes before what was planned."""

UNKNOWN = "unknown"
"""The status of a thing without a stated status."""

STATUSES = (*STATUS_ORDER, UNKNOWN)
"""The statuses that a user can select."""

CAME_ABOUT = ("held", "ongoing")
"""Statuses of what took place or is taking place."""

_STATUS = TNK + "status"

FORESEEN = {
    "postponed": ("plan",),
    "announced": ("plan",),
    "planned": ("plan",),
    "proposed": ("plan", "proposal"),
    "wished": ("plan", "proposal", "wish"),
}
"""Statuses of what may still take place, each with the modalities that count beside facts."""


def current_status(claims: Collection[Assertion]) -> str | None:
    """The current status by these assertions, such as ``held``; None if they give none.

    Args:
        claims: the assertions of one thing's status that count, of any modality.
    """
    facts = [claim for claim in claims if claim.modality == "fact" and not _is_undone(claim, claims)]
    happened = [claim for claim in facts if _name(claim) in CAME_ABOUT]
    newest = max(happened or facts, key=_advance, default=None)
    return None if newest is None else _name(newest)


def _is_undone(claim: Assertion, claims: Iterable[Assertion]) -> bool:
    """Whether a later claim denies it, or says that it was cancelled."""
    name = _name(claim)
    return any(
        (other.day or "") > (claim.day or "")
        and (
            (other.modality == "negated" and _name(other) == name)
            or (other.modality == "fact" and name in CAME_ABOUT and _name(other) == "cancelled")
        )
        for other in claims
    )


def _advance(claim: Assertion) -> tuple[str, int, str]:
    name = _name(claim)
    place = STATUS_ORDER.index(name) if name in STATUS_ORDER else len(STATUS_ORDER)
    return claim.day or "", -place, name


def _name(claim: Assertion) -> str:
    return local_name(claim.object)


class Statuses:
    """The statuses of all things, by the assertions that count."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection

    def of(self, thing: str, among: Callable[[str], bool] | None = None) -> str | None:
        """The current status of a thing, such as ``held``; None if nothing that counts gives one.

        Args:
            thing: its IRI.
            among: whether an assertion, by its IRI, counts here; by default all do.
        """
        claims = self._claims.get(thing, ())
        return current_status([claim for claim in claims if among is None or among(claim.iri)])

    def current(self) -> dict[str, str]:
        """The current status of each thing that has one, in the order of IRIs."""
        return dict(self._current)

    def is_superseded(self, claim: Assertion) -> bool:
        """Whether an assertion states as a fact a status that is not the current one of its thing."""
        states_one = claim.predicate == _STATUS and claim.modality == "fact" and claim.is_plain
        return states_one and _name(claim) != self._current.get(claim.subject)

    @cached_property
    def _current(self) -> Mapping[str, str]:
        found = {thing: current_status(claims) for thing, claims in sorted(self._claims.items())}
        return {thing: status for thing, status in found.items() if status is not None}

    def claimed(self, thing: str) -> dict[str, set[str]]:
        """All statuses that facts give a thing, each with the IRIs of the assertions that give it or deny it."""
        claims = self._claims.get(thing, ())
        denials = {claim.iri for claim in claims if claim.modality == "negated"}
        found: dict[str, set[str]] = defaultdict(lambda: set(denials))
        for claim in claims:
            if claim.modality == "fact":
                found[_name(claim)].add(claim.iri)
        return found

    @cached_property
    def _claims(self) -> Mapping[str, list[Assertion]]:
        found: dict[str, list[Assertion]] = defaultdict(list)
        for claim in self._selection.of("status"):
            found[claim.subject].append(claim)
        return found
