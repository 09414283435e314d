"""Where places lie, by the facts that count at any time: their coordinates, and the places around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from kg.claims.selection import Selection

__all__ = ["PLACE_PROPERTIES", "Places"]

PLACE_PROPERTIES = ("latitude", "longitude", "within")
"""What the position of a place is claimed by."""


class Places:
    """Places with their positions.

    Args:
        selection: what counts; its table has at least the assertions with :data:`PLACE_PROPERTIES`. A place lies where
            it lies on any day: the day of the selection plays no part.

    ``coordinates`` has degrees of latitude and longitude by the IRI of the place, of several the least;
    ``evidence`` the assertions that give them.
    """

    def __init__(self, selection: Selection) -> None:
        degrees: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        self.evidence: dict[str, list[str]] = defaultdict(list)
        self._around: dict[str, set[str]] = defaultdict(set)
        for name, most in (("latitude", 90), ("longitude", 180), ("within", 0)):
            for fact in selection.table.of(name):
                if fact.modality != "fact" or not selection.accepts(fact):
                    continue
                if name == "within":
                    self._around[fact.subject].add(fact.object)
                elif (number := _degrees(fact.object, most)) is not None:
                    degrees[fact.subject][name].append(number)
                    self.evidence[fact.subject].append(fact.iri)
        self.coordinates: Mapping[str, tuple[float, float]] = {
            place: (min(both["latitude"]), min(both["longitude"]))
            for place, both in degrees.items()
            if both["latitude"] and both["longitude"]
        }

    def point_of(self, place: str) -> str | None:
        """The place itself, or the nearest one around it that has coordinates; of several as near, the first by IRI."""
        seen: set[str] = set()
        level = {place}
        while level:
            found = sorted(level & self.coordinates.keys())
            if found:
                return found[0]
            seen |= level
            level = set().union(*(self._around.get(each, set()) for each in level)) - seen
        return None

    def around(self, place: str) -> set[str]:
        """All places around one, near or far."""
        found: set[str] = set()
        waiting = [place]
        while waiting:
            above = self._around.get(waiting.pop(), set()) - found
            found |= above
            waiting += sorted(above)
        return found - {place}

    def most_precise(self, places: Collection[str]) -> list[str]:
        """These places without those that only say less than another one, as the country of a city does; sorted."""
        return sorted(
            place for place in places if not any(place in self.around(other) for other in places if other != place)
        )


def _degrees(value: str, most: int) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if -most <= number <= most else None
