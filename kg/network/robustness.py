"""How far a rank can be trusted: what becomes of it without a source, and with random samples of sources.

What a network shows depends on which articles were loaded. Two questions are asked of each rank. *Leave one out*:
what would it be without this source, for each source in turn? *Bootstrap*: what would it be, had chance sent other
sources of the same kind? As many sources are drawn with replacement as there are, again and again, and each time
the network is built from those drawn. A source drawn twice counts once, as an edge stands for events and not for
reports of them; so a draw holds some 63 % of the sources, and the interval leans to the cautious side.

The network is rebuilt, not only thinned out: a status or a date that a source gave goes with it. A source is an
article, or a page that articles cite (:mod:`kg.claims.sources`): whatever articles take from one page is left out, and
drawn, together.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import UsageError
from kg.markup.tables import Table, Tabular, Thing
from kg.network.convert import Weighted, weight_attribute
from kg.network.measures import find_measure
from kg.network.ranking import About, rank, score_cells, tied
from kg.suggest import counted

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RobustNode", "RobustRanking", "robust_rank"]


class Rebuildable(Protocol):
    """What a network can be built from again; :class:`kg.network.incidences.Incidences` is one."""

    @property
    def sources(self) -> Sequence[str]:
        """The sources that the network rests on: IRIs of articles and of pages that they cite, each page once."""

    def network(self, sources: Collection[str] | None = None) -> nx.Graph:
        """The network from what these sources say only; None: from all."""


@dataclass(frozen=True, slots=True)
class RobustNode:
    """One row of a ranking, with how far its rank can be trusted.

    Args:
        rank, iri, label, score: as in :class:`kg.network.ranking.RankedNode`.
        low, high: the best and the worst rank, with all sources and with any one left out.
        bootstrap_low, bootstrap_high: the bounds of the middle 95 % of the ranks in the bootstrap, else None.
        present: the share of the bootstrap's networks that the node is in; None without samples.
        hangs_on: the sources on each of which the rank hangs, sorted: IRIs of articles, or of pages that they cite.
        score_low, score_high: as in :class:`kg.network.ranking.RankedNode`, for all sources.
    """

    rank: int
    iri: str
    label: str
    score: float
    low: int
    high: int
    bootstrap_low: int | None
    bootstrap_high: int | None
    present: float | None
    hangs_on: tuple[str, ...]
    score_low: float | None = None
    score_high: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The row as a JSON-ready dictionary; bounds of the score only where there are any."""
        told = asdict(self) | {"hangs_on": list(self.hangs_on)}
        return {name: value for name, value in told.items() if not (name.startswith("score_") and value is None)}

    @property
    def mark(self) -> str:
        """The sources that the rank hangs on, in short: the id of the first, and how many more; empty: none."""
        if not self.hangs_on:
            return ""
        first = self.hangs_on[0].rpartition("/article/")[2]
        return f"! {first}" + (f" and {len(self.hangs_on) - 1} more" if len(self.hangs_on) > 1 else "")


class RobustRanking(list[RobustNode], Tabular):
    """The rows, and what they were computed on.

    ``about`` tells measure, network and seed; ``sources`` and ``samples`` are how many there were; ``undefined``, in
    how many rebuilt networks the measure was not defined: there every node counts as absent. ``remarks`` are those of
    :class:`kg.network.ranking.Ranking`.
    """

    def __init__(
        self,
        rows: Sequence[RobustNode],
        about: About,
        sources: int,
        samples: int,
        undefined: int,
        copies: int = 0,
        remarks: Sequence[str] = (),
    ) -> None:
        super().__init__(rows)
        self.remarks = tuple(remarks)
        self.about, self.sources, self.samples, self.undefined = about, sources, samples, undefined
        self.copies = copies

    def table(self) -> Table:
        """Rank, name and score; how far the rank moves; and the sources that it hangs on, marked with ``!``."""
        head = ["rank", "name", self.about.measure, "one left out", "95 %", "in samples", "hangs on"]
        scores = score_cells([(row.score, row.score_low, row.score_high) for row in self])
        rows = [
            [
                row.rank,
                Thing(row.label, row.iri),
                score,
                _range(row.low, row.high),
                _range(row.bootstrap_low, row.bootstrap_high),
                None if row.present is None else f"{row.present:.0%}",
                row.mark or None,
            ]
            for row, score in zip(self, scores, strict=True)
        ]
        return Table(head, rows, self.about.title, self.notes())

    def notes(self) -> list[str]:
        """What was done, and what the columns mean, a sentence each."""
        hanging = sum(bool(row.hangs_on) for row in self)
        drawn = f"; 95 %: the middle of its ranks in {self.samples} samples of sources with replacement"
        notes = [
            self.about.in_words(),
            *self.remarks,
            f"one left out: best and worst rank without each of {counted(self.sources, 'source')} in turn, "
            "also those that give statuses and dates"
            + (f"{drawn}; in samples: the share with the node" if self.samples else ""),
            f"! {hanging} of {len(self)} ranks hang on a single source: without it the node is gone or its rank moves",
        ]
        if self.copies:
            several = f"{self.copies} articles are copies" if self.copies > 1 else "1 article is a copy"
            notes.append(f"{several} of others (same address or same text): copies are left out and sampled together")
        if self._has_bounds:
            notes.append("ranks, also without a source and in samples, are those if nothing is the same")
        if self.undefined:
            notes.append(
                f"{self.about.measure} was not defined in {self.undefined} rebuilt networks: no node counts there"
            )
        return notes

    def _columns(self) -> Mapping[str, str]:
        whole = dict.fromkeys(("low", "high", "bootstrap_low", "bootstrap_high"), "Int64")
        plain = {"rank": "Int64", "iri": "string", "label": "string", "score": "Float64"}
        bounds = dict.fromkeys(("score_low", "score_high"), "Float64") if self._has_bounds else {}
        return plain | whole | {"present": "Float64", "hangs_on": "object"} | bounds

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of what the rows tell."""
        names = tuple(RobustNode.__annotations__)
        return names if self._has_bounds else tuple(name for name in names if not name.startswith("score_"))

    @property
    def _has_bounds(self) -> bool:
        return any(row.score_low is not None for row in self)

    def records(self) -> Iterable[Mapping[str, Any]]:
        """The rows as dictionaries, all with the same keys."""
        return ({name: row.as_dict().get(name) for name in self.columns} for row in self)


def robust_rank(
    source: Rebuildable,
    by: str,
    weighted: Weighted = False,
    *,
    samples: int = 200,
    seed: int = 0,
    top: int | None = None,
) -> RobustRanking:
    """Rank nodes, and tell of each rank how much it depends on single sources.

    A node that is not in a rebuilt network has the rank after the last one there, but never a better one than its own:
    to be absent from a small network is no success.

    A rank *hangs on* a source when without it the node is not in the network (or not defined there), or its rank
    changes by as many places as nodes share it, or more: a node of rank 3 that ties with one other moves within or
    next to its group by one place, and hangs on what moves it by two.

    The bounds of the bootstrap are the nearest-rank percentiles 2.5 and 97.5: of B sorted ranks those numbered
    ⌈0.025 B⌉ and ⌈0.975 B⌉.

    Complexity: that of the measure, times the number of sources and samples; networks that come out alike are
    measured once.

    Args:
        source: what the network is built from, see :func:`kg.network.load.load_incidences`.
        by: a measure.
        weighted: which weights count.
        samples: how often to draw; 0: leave one out only.
        seed: of the draws. The same seed gives the same rows.
        top: how many rows to return; None: all.

    References:
        B. Efron, R. J. Tibshirani, An introduction to the bootstrap. Chapman & Hall (1993), chapters 11 and 13.
        T. A. B. Snijders, S. P. Borgatti, Non-parametric standard errors and tests for network statistics.
        Connections 22 (1999) 161–170.

    Raises:
        UsageError: an unknown measure, one that is not defined on the whole network, ``samples`` below 0.

    Example: one source tells of a and b, another of b and c. Without either, b is no longer the one in the middle.

    >>> import networkx as nx
    >>> class Two:
    ...     sources = ("first", "second")
    ...     edges = {"first": "ab", "second": "bc"}
    ...     def network(self, sources=None):
    ...         return nx.Graph([self.edges[each] for each in sorted(sources or self.sources)])
    >>> [(row.label, row.rank, row.low, row.high, row.hangs_on) for row in robust_rank(Two(), "degree", samples=0)]
    [('b', 1, 1, 1, ()), ('a', 2, 1, 3, ('first',)), ('c', 2, 1, 3, ('second',))]
    """
    if samples < 0:
        raise UsageError(f"samples is {samples}: it must be 0 or more")
    graph, sources = source.network(), list(source.sources)
    rows = rank(graph, by, weighted)  # raises where the measure is not defined
    measured = _Measured(by, weighted)
    nodes = {str(node): node for node in graph}
    whole = measured.places(graph)
    without = {each: measured.places(source.network([other for other in sources if other != each])) for each in sources}
    chance = random.Random(seed)  # noqa: S311
    draws = [sorted(set(chance.choices(sources, k=len(sources)))) for _ in range(samples if sources else 0)]
    drawn = [measured.places(source.network(draw)) for draw in draws]
    found = []
    for row in rows if top is None else rows[:top]:
        node = nodes[row.iri]
        place, size = whole.of[node]
        left = {each: places.place(node, place) for each, places in without.items()}
        hangs = [each for each, other in left.items() if node not in without[each].of or abs(other - place) >= size]
        ranks = sorted(places.place(node, place) for places in drawn)
        found.append(
            RobustNode(
                row.rank,
                row.iri,
                row.label,
                row.score,
                low=min([place, *left.values()]),
                high=max([place, *left.values()]),
                bootstrap_low=_percentile(ranks, 25) if ranks else None,
                bootstrap_high=_percentile(ranks, 975) if ranks else None,
                present=sum(node in places.of for places in drawn) / len(drawn) if drawn else None,
                hangs_on=tuple(sorted(hangs)),
                score_low=row.score_low,
                score_high=row.score_high,
            )
        )
    undefined = sum(not places.defined for places in (*without.values(), *drawn))
    about = About.of(graph, by, weighted, seed if drawn else None)
    return RobustRanking(found, about, len(sources), len(drawn), undefined, graph.graph.get("copies", 0), rows.remarks)


@dataclass(frozen=True)
class _Places:
    """The rank of each node, and how many share it; ``defined``: whether the measure is, on this network."""

    of: Mapping[Any, tuple[int, int]]
    defined: bool = True

    def place(self, node: Any, own: int) -> int:
        """The rank of a node; of one that is not there, the one after the last, or its ``own`` where that is worse."""
        return self.of[node][0] if node in self.of else max(len(self.of) + 1, own)


class _Measured:
    """Ranks by a measure; of networks that are alike the first is measured."""

    def __init__(self, by: str, weighted: Weighted) -> None:
        self._by, self._weighted = find_measure(by), weighted
        self._weight = weight_attribute(weighted or self._by.weights == "always")
        self._known: dict[tuple[Any, ...], _Places] = {}

    def places(self, graph: nx.Graph) -> _Places:
        edges = graph.edges(data=self._weight) if self._weight else graph.edges()
        alike = tuple(graph), tuple(edges)
        if alike not in self._known:
            self._known[alike] = self._measure(graph)
        return self._known[alike]

    def _measure(self, graph: nx.Graph) -> _Places:
        try:
            scores = self._by.score(graph, weighted=self._weighted)
        except UsageError:  # the whole network has the measure; this one is too small or too loose for it
            return _Places({}, defined=False)
        of: dict[Any, tuple[int, int]] = {}
        for _, group in tied(scores):
            of |= dict.fromkeys(group, (len(of) + 1, len(group)))
        return _Places(of)


def _range(low: int | None, high: int | None) -> str | None:
    return None if low is None or high is None else str(low) if low == high else f"{low}–{high}"


def _percentile(ranks: Sequence[int], thousandths: int) -> int:
    """The nearest-rank percentile of sorted ranks, in whole numbers so that no rounding decides."""
    return ranks[max(1, -(-thousandths * len(ranks) // 1000)) - 1]
