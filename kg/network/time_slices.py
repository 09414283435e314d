"""A network in slices of time: its events by the day on which they began, year by year or span by span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import UsageError
from kg.markup.tables import Cell, Table, Tabular, Thing
from kg.network.attributes import participants
from kg.network.convert import Weighted
from kg.network.description import NUMBERS, Description, describe
from kg.network.filters import NetworkFilter
from kg.network.load import load_incidences
from kg.network.ranking import INTERVAL, UNDECIDED, RankedNode, Ranking, label_of, rank, score_cells
from kg.network.undecided import pairs_in_words, shown_others, undecided_pairs
from kg.store import Dataset

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Descriptions", "OverTime", "Period", "Slice", "Slices", "load_slices", "over_time", "slices"]

Period = int | str | tuple[date | str, date | str]
"""A year, a month or a day, or a pair of a first and a last one."""

_MOST = 200
_BOUNDS = tuple(name for name in UNDECIDED if name.endswith(("_low", "_high")))
_PERIODS = "write year, or 3-year, or years, months, days and spans: 2019,2020-05,2021/2023"
_YEARS = re.compile(r"(?:([0-9]{1,3})-)?years?")


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

    @property
    def title(self) -> str:
        """The time in short: ``2019``, ``2019–2021``."""
        return self.since if self.since == self.until else f"{self.since}–{self.until}"

    def rank(self, by: str, weighted: Weighted = False, top: int | None = None) -> Ranking:
        """The nodes by a measure; see :func:`kg.network.ranking.rank`."""
        return rank(self.network, by, weighted, top)

    def describe(self, group: str = "polity", weighted: Weighted = False, seed: int = 0) -> Description:
        """The network as a whole; see :func:`kg.network.description.describe`."""
        return describe(self.network, group=group, weighted=weighted, seed=seed)


class Slices(list[Slice]):
    """The slices of a network in order of time, and what is in none of them.

    Args:
        parts: the slices.
        whole: the network of all events, whenever they were.
        undated: the events of the network of which no one day or span is known, sorted IRIs; they are in no slice.
        elsewhere: the dated events that lie in no slice: before, after or between them, or across a border.
    """

    def __init__(
        self, parts: Iterable[Slice], whole: nx.Graph, undated: Sequence[str], elsewhere: Sequence[str]
    ) -> None:
        super().__init__(parts)
        self.whole, self.undated, self.elsewhere = whole, tuple(undated), tuple(elsewhere)

    def describe(self, group: str = "polity", weighted: Weighted = False, seed: int = 0) -> Descriptions:
        """The whole network and each slice as a whole; see :func:`kg.network.description.describe`."""
        whole = describe(self.whole, group=group, weighted=weighted, seed=seed)
        return Descriptions(self, whole, [part.describe(group, weighted, seed) for part in self])

    def over_time(self, by: str, weighted: Weighted = False, top: int | None = None) -> OverTime:
        """The scores of every node; see :func:`over_time`."""
        return over_time(self, by, weighted, top)

    def note(self) -> str:
        """How many events are in no slice, in words."""
        events = len(participants(self.whole))
        out = len(self.undated) + len(self.elsewhere)
        context = self.whole.graph.get("via", "event")
        said = f"in no slice: {out} of {events} {context}s: {len(self.undated)} whose date is not certain"
        return f"{said}, {len(self.elsewhere)} dated outside the slices or across their bounds"


def slices(load: Load, periods: Iterable[Period]) -> list[Slice]:
    """The network of each slice of time, in the order given.

    An event whose date is not certain is in no slice; each network tells in ``undated_left_out`` how many there are.

    Args:
        load: what loads a network.
        periods: years (2019), months or days as ISO texts, or pairs of a first and a last one.

    Raises:
        UsageError: a date that is not one.

    >>> import networkx as nx
    >>> [(each.since, each.until) for each in slices(lambda since, until: nx.Graph(), [2019, ("2020-01", "2020-06")])]
    [('2019', '2019'), ('2020-01', '2020-06')]
    """
    found = []
    for period in periods:
        since, until = map(_text, period) if isinstance(period, tuple) else (_text(period), _text(period))
        found.append(Slice(since, until, load(since=since, until=until)))
    return found


def load_slices(
    store: Dataset,
    name: str,
    periods: str | Iterable[Period] = "year",
    *,
    since: date | str | None = None,
    until: date | str | None = None,
    **filters: Any,
) -> Slices:
    """The network of each slice of time, read from a store.

    An event is in a slice when all days on which it may have begun lie in it.

    Args:
        store: the Oxigraph store whose default graph is the merge.
        name: a projection.
        periods: ``year``, or ``3-year`` for spans of three years, from the first dated event to the last;
            else years, months or days, or spans ``2019/2021``, with commas between; else a list, see :func:`slices`.
        since, until: where ``year`` begins and ends, in place of the first and the last event.
        filters: ``view``, ``as_of`` and what else :func:`kg.network.load.load_network` takes.

    Raises:
        UsageError: an unknown network or view, a date that is not one or period, or more than 200 slices.
    """
    incidences = load_incidences(store, name, **filters)
    whole = incidences.network()
    shown = participants(whole).keys()
    began = {event: days for event, days in incidences.began().items() if event in shown}
    dated = [days for days in began.values() if days is not None]
    bounds = NetworkFilter.of(whole.graph["view"], since=since, until=until)
    if isinstance(periods, str) and (years := _YEARS.fullmatch(periods.strip())):
        chosen: Iterable[Period] = _years(int(years[1] or 1), dated, bounds)
    elif bounds.by_date:
        raise UsageError("since and until are only for slices by year", hint="give only the slices, or write year")
    else:
        chosen = _listed(periods) if isinstance(periods, str) else periods
    chosen = list(chosen)
    if len(chosen) > _MOST:
        raise UsageError(f"that makes {len(chosen)} slices; the limit is {_MOST}", hint="use longer ones: 10-year")

    def load(*, since: str, until: str) -> nx.Graph:
        try:
            return incidences.between(since, until).network()
        except UsageError as error:
            said = since if since == until else f"{since}/{until}"
            raise UsageError(f"{said!r} is not a slice of time", hint=_PERIODS) from error

    parts = slices(load, chosen)
    within = {event for part in parts for event in participants(part.network)}
    undated = sorted(event for event, days in began.items() if days is None)
    return Slices(parts, whole, undated, sorted(began.keys() - within - set(undated)))


def _years(length: int, dated: Sequence[tuple[str, str]], bounds: NetworkFilter) -> Iterator[Period]:
    """Spans of ``length`` years, from the first day to the last."""
    if length < 1:
        raise UsageError("a slice must have 1 year or more")
    first = bounds.since or min((day for day, _ in dated), default=None)
    last = bounds.until or max((day for _, day in dated), default=None)
    if first is None or last is None:
        return
    for year in range(int(first[:4]), int(last[:4]) + 1, length):
        start, end = f"{year:04}", f"{min(year + length - 1, int(last[:4])):04}"
        clipped = bounds.since if bounds.since and bounds.since > f"{start}-01-01" else start
        until = bounds.until if bounds.until and bounds.until < f"{end}-12-31" else end
        yield clipped, until


def _listed(periods: str) -> Iterator[Period]:
    for each in periods.split(","):
        first, between, last = each.strip().partition("/")
        yield (first.strip(), last.strip()) if between else first


class OverTime(dict[str, tuple[str, tuple[float | None, ...]]], Tabular):
    """The scores of nodes over slices: IRI to label and one score a slice, None where it was not ranked.

    Args:
        scores: the rows, in order.
        parts: the slices.
        rankings: the ranking of each slice; None where the measure is not defined.
        by: the measure.
    """

    def __init__(
        self,
        scores: Mapping[str, tuple[str, tuple[float | None, ...]]],
        parts: Sequence[Slice],
        rankings: Sequence[Ranking | None],
        by: str,
    ) -> None:
        super().__init__(scores)
        self.parts, self.rankings, self.by = parts, rankings, by

    def table(self) -> Table:
        """A row a node, a column a slice; empty where the node is not in it. A score may be an interval."""
        columns = [self._cells(number) for number in range(len(self.parts))]
        rows: list[list[Cell]] = [
            [Thing(label, iri), *(column[number] for column in columns)]
            for number, (iri, (label, _)) in enumerate(self.items())
        ]
        head = ["name", *(part.title for part in self.parts)]
        others = self._others()
        if others:
            head.append("may be the same as")
            rows = [[*cells, shown_others(others.get(iri, ()))] for cells, iri in zip(rows, self, strict=True)]
        counts = ", ".join(f"{part.title}: {len(part.network)}" for part in self.parts)
        notes = [f"{self.by} in each slice; empty: not in the network of that time; nodes: {counts}"]
        last = next((ranking for ranking in reversed(self.rankings) if ranking), None)
        if last is not None:
            notes.append(f"{last.about.network or 'network'}: {replace(last.about, since=None, until=None).how()}")
        if isinstance(self.parts, Slices):
            notes.append(self.parts.note())
        return Table(head, rows, f"{self.by} over time", notes + self.remarks)

    @property
    def remarks(self) -> list[str]:
        """What may be the same and is undecided, by slice, and what of it bears on no slice; none where nothing is."""
        told = [
            f"{part.title}: {remark}"
            for part, ranking in zip(self.parts, self.rankings, strict=True)
            for remark in (() if ranking is None else ranking.remarks)
            if not remark.startswith(INTERVAL)
        ]
        if any(row.score_low is not None for each in self._rows for row in each.values()):
            told.insert(0, INTERVAL)
        if isinstance(self.parts, Slices):
            within = {pair for part in self.parts for pair in undecided_pairs(part.network)}
            out = [pair for pair in undecided_pairs(self.parts.whole) if pair not in within]
            told += pairs_in_words(out, "may be the same, but nothing of it is in a slice")
        return told

    @cached_property
    def _rows(self) -> list[dict[str, RankedNode]]:
        """The rows of each slice by IRI."""
        return [{row.iri: row for row in ranking or ()} for ranking in self.rankings]

    def _cells(self, number: int) -> list[Cell]:
        """The scores of one slice, in the order of the nodes."""
        rows = {iri: self._rows[number][iri] for iri in self if iri in self._rows[number]}
        found = score_cells([(row.score, row.score_low, row.score_high) for row in rows.values()])
        shown = dict(zip(rows, found, strict=True))
        return [shown.get(iri) for iri in self]

    def _others(self) -> dict[str, tuple[str, ...]]:
        """Of each node that has any, what it may be the same as."""
        return {row.iri: row.may_be_same_as for each in self._rows for row in each.values() if row.may_be_same_as}

    def as_dict(self) -> dict[str, Any]:
        """The same, JSON-ready: ``slices`` in order, ``nodes`` with scores and ranks for each, what is in none.

        A node has the bounds of its scores and ranks where any slice has them, with None for each other slice.
        """
        told: dict[str, Any] = {
            "slices": [
                {"since": part.since, "until": part.until, "about": ranking.about.as_dict() if ranking else None}
                for part, ranking in zip(self.parts, self.rankings, strict=True)
            ],
            "nodes": [self._node(iri, label, scores) for iri, (label, scores) in self.items()],
        }
        if isinstance(self.parts, Slices):
            told |= {"undated": list(self.parts.undated), "elsewhere": list(self.parts.elsewhere)}
        return told

    def _node(self, iri: str, label: str, scores: Sequence[float | None]) -> dict[str, Any]:
        rows = [each.get(iri) for each in self._rows]
        told: dict[str, Any] = {"iri": iri, "label": label, "scores": list(scores)}
        told["ranks"] = [None if row is None else row.rank for row in rows]
        for name in _BOUNDS:
            bounds = [None if row is None else getattr(row, name) for row in rows]
            if any(each is not None for each in bounds):
                told[name] = bounds
        others = sorted({other for row in rows if row is not None for other in row.may_be_same_as})
        return told | ({"may_be_same_as": others} if others else {})

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of what the records tell: what is undecided only where anything is."""
        told = {name for ranking in self.rankings if ranking is not None for name in ranking.columns}
        plain = ("since", "until", "rank", "iri", "label", "score")
        return (*plain, *(name for name in UNDECIDED if name in told))

    def _columns(self) -> Mapping[str, str]:
        types = dict.fromkeys(("since", "until", "iri", "label"), "string") | {"may_be_same_as": "object"}
        types |= dict.fromkeys(("rank", "rank_low", "rank_high"), "Int64")
        return {name: types.get(name, "Float64") for name in self.columns}

    def records(self) -> Iterator[Mapping[str, Any]]:
        """A row for each node of each slice, all with the same keys."""
        names = self.columns
        for part, ranking in zip(self.parts, self.rankings, strict=True):
            for row in ranking or ():
                if row.iri in self:
                    told = {"since": part.since, "until": part.until, **row.as_dict()}
                    yield {name: told.get(name) for name in names}


def over_time(parts: Sequence[Slice], by: str, weighted: Weighted = False, top: int | None = None) -> OverTime:
    """The scores of every node over slices: IRI to label and one score a slice, None where it was not ranked.

    Nodes stand in the order of label, then IRI. Scores of networks of different size may not be comparable. Where the
    measure is not defined on a slice, no node is ranked there.

    Args:
        parts: the slices.
        by: a measure.
        weighted: which weights count.
        top: only nodes that are among the first ``top`` of a slice; None: all.

    Raises:
        UsageError: an unknown measure, or one that is defined on no slice; ``top`` below 1.

    >>> import networkx as nx
    >>> years = [Slice("2019", "2019", nx.Graph(["ab"])), Slice("2020", "2020", nx.Graph(["ab", "bc"]))]
    >>> over_time(years, "degree")
    {'a': ('a', (1.0, 0.5)), 'b': ('b', (1.0, 1.0)), 'c': ('c', (None, 0.5))}
    """
    if top is not None and top < 1:
        raise UsageError(f"top is {top}: it must be 1 or more")
    rankings: list[Ranking | None] = []
    faults = []
    for part in parts:
        try:
            rankings.append(part.rank(by, weighted))
        except UsageError as error:  # not defined on this slice, perhaps, and on another
            rankings.append(None)
            faults.append(error)
    if faults and not any(rankings):
        raise faults[0]
    labels = {str(node): label_of(part.network, node) for part in parts for node in part.network}
    scores: list[dict[str, float]] = [{row.iri: row.score for row in ranking or ()} for ranking in rankings]
    first = {row.iri for ranking in rankings for row in ranking or () if top is None or row.rank <= top}
    ranked = sorted(first, key=lambda iri: (labels[iri], iri))
    found = {iri: (labels[iri], tuple(each.get(iri) for each in scores)) for iri in ranked}
    return OverTime(found, parts, rankings, by)


class Descriptions(list[Description], Tabular):
    """The slices as a whole, in order, and ``whole``: the network of all events."""

    def __init__(self, parts: Slices, whole: Description, described: Iterable[Description]) -> None:
        super().__init__(described)
        self.parts, self.whole = parts, whole

    def titled(self) -> list[tuple[str, Description]]:
        """The whole and each slice, with its time."""
        return [("all", self.whole), *((part.title, each) for part, each in zip(self.parts, self, strict=True))]

    def table(self) -> Table:
        """A row for the whole and for each slice."""
        rows = [[title, *each.numbers().values()] for title, each in self.titled()]
        about = self.whole.about
        return Table(["time", *NUMBERS], rows, f"{about.title} over time", [about.in_words(), self.parts.note()])

    def as_dict(self) -> dict[str, Any]:
        """The same, JSON-ready: ``whole``, ``slices``, and the events that are in none."""
        return {
            "whole": self.whole.as_dict(),
            "slices": [
                {"since": part.since, "until": part.until} | each.as_dict()
                for part, each in zip(self.parts, self, strict=True)
            ],
            "undated": list(self.parts.undated),
            "elsewhere": list(self.parts.elsewhere),
        }

    def _columns(self) -> Mapping[str, str]:
        return {"time": "string"} | NUMBERS

    def records(self) -> Iterable[Mapping[str, Any]]:
        """The rows as dictionaries."""
        return ({"time": title} | each.numbers() for title, each in self.titled())


def _text(day: Any) -> str:
    return day.isoformat() if isinstance(day, date) else str(day)
