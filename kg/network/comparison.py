"""Networks at different times: who rose, who fell, who came and who left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.markup.tables import Cell, Table, Tabular, Thing
from kg.network.convert import Weighted
from kg.network.load import load_network
from kg.network.ranking import About, RankedNode, rank, score_cells
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
        sure: whether the change is one, whichever of what may be the same is: no rank that the node may have had before
            is one that it may have after, or one beyond it; and what it may be the same as did not come or go for it.
        rank_before_low, rank_before_high, rank_after_low, rank_after_high: the better and the worse rank, as in
            :class:`kg.network.ranking.RankedNode`; None where both are one.
        score_before_low, score_before_high, score_after_low, score_after_high: likewise of the score.
    """

    iri: str
    label: str
    change: str
    places: int | None
    rank_before: int | None
    rank_after: int | None
    score_before: float | None
    score_after: float | None
    sure: bool = True
    rank_before_low: int | None = None
    rank_before_high: int | None = None
    rank_after_low: int | None = None
    rank_after_high: int | None = None
    score_before_low: float | None = None
    score_before_high: float | None = None
    score_after_low: float | None = None
    score_after_high: float | None = None

    @classmethod
    def of(cls, told: RankedNode, was: RankedNode | None, now: RankedNode | None, *, may_be_there: bool) -> RankChange:
        """The change between two rows, of which one may be missing.

        Args:
            told: the row that gives the label.
            was, now: the rows of the node before and after.
            may_be_there: whether the node may be ranked where it has no row, if what may be the same is.
        """
        places = was.rank - now.rank if was and now else None
        change = _change(places, entered=was is None)
        bounds: dict[str, Any] = {}
        for side, row in (("before", was), ("after", now)):
            for what in ("rank", "score"):
                for end in ("low", "high"):
                    bounds[f"{what}_{side}_{end}"] = None if row is None else getattr(row, f"{what}_{end}")
        return cls(
            told.iri,
            told.label,
            change,
            places,
            was.rank if was else None,
            now.rank if now else None,
            was.score if was else None,
            now.score if now else None,
            _is_sure(was, now) if was and now else not may_be_there,
            **bounds,
        )

    def as_dict(self) -> dict[str, str | int | float | None]:
        """The row as a JSON-ready dictionary; bounds only where there are any."""
        return {name: value for name, value in asdict(self).items() if name not in _BOUNDS or value is not None}

    def cells(self, what: str) -> str | int | float | None:
        """A rank or a score, such as ``rank_before``, as an interval where it is one."""
        value, low, high = (getattr(self, f"{what}{end}") for end in ("", "_low", "_high"))
        if low is None:
            return value  # type: ignore[no-any-return]
        return f"{low}–{high}" if what.startswith("rank") else str(score_cells([(value, low, high)])[0])


_BOUNDS = tuple(name for name in RankChange.__annotations__ if name.endswith(("_low", "_high")))
_FIRST = tuple(name for name in RankChange.__annotations__ if name not in _BOUNDS)


def _is_sure(was: RankedNode, now: RankedNode) -> bool:
    """Whether a rank rose, fell or stayed, whichever of its two ranks before and of its two after holds."""
    before = was.rank if was.rank_low is None else was.rank_low, was.rank if was.rank_high is None else was.rank_high
    after = now.rank if now.rank_low is None else now.rank_low, now.rank if now.rank_high is None else now.rank_high
    if was.rank == now.rank:
        return before[0] == before[1] == after[0] == after[1]
    return after[1] < before[0] if now.rank < was.rank else before[1] < after[0]


class Comparison(list[RankChange], Tabular):
    """The rows, with what the ``earlier`` and the ``later`` ranking were computed on; a table in a notebook.

    ``remarks`` tells what may be the same and is undecided, a sentence each; none where nothing is.
    """

    def __init__(self, rows: Iterable[RankChange], earlier: About, later: About, remarks: Sequence[str] = ()) -> None:
        super().__init__(rows)
        self.earlier, self.later, self.remarks = earlier, later, tuple(remarks)

    def table(self) -> Table:
        """What became of each node, its ranks and scores before and after."""
        rows: list[list[Cell]] = [
            [
                row.change if row.sure else f"{row.change}?",
                Thing(row.label, row.iri),
                None if not row.places else f"{row.places:+d}",
                *(row.cells(each) for each in ("rank_before", "rank_after", "score_before", "score_after")),
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
        unsure = sum(not row.sure for row in self)
        if unsure:
            verb = "is" if unsure == 1 else "are"
            notes.append(
                f"?: {unsure} of {len(self)} {verb} not sure: another change, or none, if what may be the same is"
            )
        return Table(head, rows, self.later.title, [*notes, *self.remarks])

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of what the rows tell; bounds only where there are any."""
        return (*_FIRST, *(name for name in _BOUNDS if any(getattr(row, name) is not None for row in self)))

    def _columns(self) -> Mapping[str, str]:
        plain = dict.fromkeys(("iri", "label", "change"), "string") | {"sure": "boolean", "places": "Int64"}
        return {name: plain.get(name) or ("Int64" if name.startswith("rank") else "Float64") for name in self.columns}

    def records(self) -> Iterable[Mapping[str, Any]]:
        """The rows as dictionaries, all with the same keys."""
        return ({name: getattr(row, name) for name in self.columns} for row in self)


def compare(earlier: nx.Graph, later: nx.Graph, by: str = "degree", weighted: Weighted = False) -> Comparison:
    """Who rose and who fell between two networks.

    Ranks are those of :func:`kg.network.ranking.rank` in each network. A rank may change because others came or went:
    compare the scores too, and mind that scores of networks of different size may not be comparable. Where things
    may be the same, a change is ``sure`` only if it is one whichever of the ranks holds, before and after.
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
    for iri, told in (old | new).items():
        lacking, coming = (old, before.coming) if iri in new else (new, after.coming)
        may_be_there = iri in coming or any(each in lacking for each in told.may_be_same_as)
        changes.append(RankChange.of(told, old.get(iri), new.get(iri), may_be_there=may_be_there))
    remarks = [f"{side}: {each}" for side, rows in (("before", before), ("after", after)) for each in rows.remarks]
    return Comparison(sorted(changes, key=_order), before.about, after.about, remarks)


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
