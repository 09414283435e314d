"""Networks at different times: who rose, who fell, and the scores of each slice of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from kg.network.convert import Weighted
from kg.network.description import Description, describe
from kg.network.ranking import About, Ranking, label_of, rank

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Change", "Comparison", "Slice", "compare", "over_time", "slices"]

_ORDER = ("rose", "fell", "entered", "left", "stayed")


@dataclass(frozen=True, slots=True)
class Change:
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


class Comparison(list[Change]):
    """The rows, with what the earlier and the later ranking were computed on."""

    def __init__(self, rows: Iterable[Change], earlier: About, later: About) -> None:
        super().__init__(rows)
        self.earlier, self.later = earlier, later


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
            Change(
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


def _change(places: int | None, *, entered: bool) -> str:
    if places is None:
        return "entered" if entered else "left"
    return "stayed" if places == 0 else "rose" if places > 0 else "fell"


def _order(change: Change) -> tuple[int, int, int, str, str]:
    place = change.rank_after or change.rank_before or 0
    return _ORDER.index(change.change), -abs(change.places or 0), place, change.label, change.iri


class Load(Protocol):
    """What loads the network of a time, such as ``functools.partial(load_network, store, name)``."""

    def __call__(self, *, since: str, until: str) -> nx.Graph:
        """The network of the events from ``since`` to ``until``, both inclusive."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The network of a time, from ``since`` to ``until``, both inclusive."""

    since: str
    until: str
    network: nx.Graph

    def rank(self, by: str, weighted: Weighted = False, top: int | None = None) -> Ranking:
        """The nodes by a measure; see :func:`kg.network.ranking.rank`."""
        return rank(self.network, by, weighted, top)

    def describe(self, group: str = "polity", weighted: Weighted = False, seed: int = 0) -> Description:
        """The network as a whole; see :func:`kg.network.description.describe`."""
        return describe(self.network, group=group, weighted=weighted, seed=seed)


def slices(load: Load, periods: Iterable[int | str | tuple[date | str, date | str]]) -> list[Slice]:
    """The network of each slice of time, in the order given.

    An event without a certain date is in no slice; each network tells in ``undated_left_out`` how many there are.

    Args:
        load: what loads a network.
        periods: years (2019), months or days as ISO texts, or pairs of a first and a last one.

    Raises:
        UsageError: what is no date.

    >>> import networkx as nx
    >>> [(each.since, each.until) for each in slices(lambda since, until: nx.Graph(), [2019, ("2020-01", "2020-06")])]
    [('2019', '2019'), ('2020-01', '2020-06')]
    """
    found = []
    for period in periods:
        since, until = map(_text, period) if isinstance(period, tuple) else (_text(period), _text(period))
        found.append(Slice(since, until, load(since=since, until=until)))
    return found


def over_time(
    parts: Sequence[Slice], by: str, weighted: Weighted = False
) -> Mapping[str, tuple[str, tuple[float | None, ...]]]:
    """The scores of every node over slices: IRI to label and one score a slice, None where it was not ranked.

    Nodes stand in the order of label, then IRI.

    >>> import networkx as nx
    >>> years = [Slice("2019", "2019", nx.Graph(["ab"])), Slice("2020", "2020", nx.Graph(["ab", "bc"]))]
    >>> over_time(years, "degree")
    {'a': ('a', (1.0, 0.5)), 'b': ('b', (1.0, 1.0)), 'c': ('c', (None, 0.5))}
    """
    labels = {str(node): label_of(part.network, node) for part in parts for node in part.network}
    scores: list[dict[str, float]] = [{row.iri: row.score for row in part.rank(by, weighted)} for part in parts]
    ranked = sorted({iri for each in scores for iri in each}, key=lambda iri: (labels[iri], iri))
    return {iri: (labels[iri], tuple(each.get(iri) for each in scores)) for iri in ranked}


def _text(day: Any) -> str:
    return day.isoformat() if isinstance(day, date) else str(day)
