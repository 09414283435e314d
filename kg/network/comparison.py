"""Networks at different times: who rose, who fell, who came and who left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.markup.tables import Table, Tabular, Thing
from kg.network.convert import Weighted
from kg.network.load import load_network
from kg.network.ranking import About, rank
from kg.store import Dataset

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Comparison", "RankChange", "compare", "compare_dates"]

_ORDER = ("rose", "fell", "entered", "left", "stayed")


@dataclass(frozen=True, slots=True)
class RankChange:
    """What became of a node from an earlier to a later network.

    Args:
        iri, label: which node; the label of the later network, where it is in it.
        change: ``rose``, ``fell``, ``stayed``, ``entered`` or ``left``.
        places: by how many places it rose, negative where it fell; None where it entered or left.
        rank_before, rank_after, score_before, score_after: None where it was not ranked.
    """

    iri: str
    label: str
    change: str
    places: int | None
    rank_before: int | None
    rank_after: int | None
    score_before: float | None
    score_after: float | None

    def as_dict(self) -> dict[str, str | int | float | None]:
        """The row as a JSON-ready dictionary."""
        return asdict(self)


class Comparison(list[RankChange], Tabular):
    """The rows, with what the ``earlier`` and the ``later`` ranking were computed on; a table in a notebook."""

    def __init__(self, rows: Iterable[RankChange], earlier: About, later: About) -> None:
        super().__init__(rows)
        self.earlier, self.later = earlier, later

    def table(self) -> Table:
        """What became of each node, its ranks and scores before and after."""
        rows = [
            [
                row.change,
                Thing(row.label, row.iri),
                None if not row.places else f"{row.places:+d}",
                row.rank_before,
                row.rank_after,
                row.score_before,
                row.score_after,
            ]
            for row in self
        ]
        head = ["change", "name", "places", "rank before", "rank after", "score before", "score after"]
        counts = Counter(row.change for row in self)
        notes = [
            ", ".join(f"{counts[change]} {change}" for change in _ORDER),
            f"before: {self.earlier.in_words()}",
            f"after: {self.later.in_words()}",
        ]
        return Table(head, rows, self.later.title, notes)

    def _columns(self) -> Mapping[str, str]:
        ranks = {"places": "Int64", "rank_before": "Int64", "rank_after": "Int64"}
        plain = dict.fromkeys(("iri", "label", "change"), "string")
        return plain | ranks | {"score_before": "Float64", "score_after": "Float64"}

    def records(self) -> Iterable[Mapping[str, Any]]:
        """The rows as dictionaries."""
        return (row.as_dict() for row in self)


def compare(earlier: nx.Graph, later: nx.Graph, by: str = "degree", weighted: Weighted = False) -> Comparison:
    """Who rose and who fell between two networks.

    Ranks are those of :func:`kg.network.ranking.rank` in each network. A rank may change because others came or went:
    compare the scores too, and mind that scores of networks of different size may not be comparable.
    First stand those who rose, by most places, then those who fell, by most places, then who entered, who left and
    who stayed; among equals by rank, label and IRI.

    Raises:
        UsageError: an unknown measure, or one that is not defined on one of the networks.

    Example: b was in the middle; then c gains two more.

    >>> import networkx as nx
    >>> later = nx.Graph(["ab", "bc", "cd", "ce"])
    >>> for row in compare(nx.Graph(["ab", "bc"]), later):
    ...     print(row.label, row.change, row.rank_before, row.rank_after)
    c rose 2 1
    b fell 1 2
    a fell 2 3
    d entered None 3
    e entered None 3
    """
    before, after = rank(earlier, by, weighted), rank(later, by, weighted)
    old, new = ({row.iri: row for row in rows} for rows in (before, after))
    changes = []
    for iri in old.keys() | new.keys():
        was, now = old.get(iri), new.get(iri)
        label = now.label if now else was.label if was else iri
        places = was.rank - now.rank if was and now else None
        changes.append(
            RankChange(
                iri,
                label,
                _change(places, entered=was is None),
                places,
                was.rank if was else None,
                now.rank if now else None,
                was.score if was else None,
                now.score if now else None,
            )
        )
    return Comparison(sorted(changes, key=_order), before.about, after.about)


def compare_dates(
    store: Dataset,
    earlier: date | str,
    later: date | str,
    name: str = "co-participation",
    by: str = "degree",
    weighted: Weighted = False,
    **filters: Any,
) -> Comparison:
    """Who rose and who fell in a network between two days, going by what was reported by then.

    The network *as of* a day rests on the articles published on or before it: what changes is what was known. To go
    by when events took place, take slices of time, see :func:`kg.network.time_slices.load_slices`.

    Args:
        store: the Oxigraph store whose default graph is the merge.
        earlier, later: days; a month or a year stands for its last day.
        name: a projection.
        by: a measure.
        weighted: which weights count.
        filters: ``view``, ``since``, ``until`` and what else :func:`kg.network.load.load_network` takes.

    Raises:
        UsageError: a date that is not one; the earlier one is after the later one; an unknown network, view or measure.
    """
    before, after = (load_network(store, name, as_of=day, **filters) for day in (earlier, later))
    if before.graph["as_of"] > after.graph["as_of"]:
        raise UsageError(f"{earlier} is after {later}", hint="give the earlier day first")
    return compare(before, after, by, weighted)


def _change(places: int | None, *, entered: bool) -> str:
    if places is None:
        return "entered" if entered else "left"
    return "stayed" if places == 0 else "rose" if places > 0 else "fell"


def _order(change: RankChange) -> tuple[int, int, int, str, str]:
    place = change.rank_after or change.rank_before or 0
    return _ORDER.index(change.change), -abs(change.places or 0), place, change.label, change.iri
