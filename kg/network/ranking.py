"""Ranking the nodes of a network."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.markup.tables import Cell, Table, Tabular, Thing
from kg.network.attributes import edge_list
from kg.network.convert import Weighted, weight_attribute
from kg.network.measures import find_measure
from kg.network.undecided import if_the_same, note_of, shown_others, stands_for
from kg.suggest import counted

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["INTERVAL", "UNDECIDED", "About", "RankedNode", "Ranking", "label_of", "rank", "tied"]

_TIE = 1e-12
INTERVAL = "a–b: the two scores, if nothing is the same and if all that may be is"
"""What an interval of scores means."""

UNDECIDED = ("score_low", "score_high", "may_be_same_as", "rank_low", "rank_high")
"""What a row has only where anything may be the same."""

_MEANINGS = {"newman": "the sum of 1/(n−1) over the shared events of n participants each"}


@dataclass(frozen=True, slots=True)
class RankedNode:
    """One row of a ranking.

    Args:
        rank, iri, label, score: ``iri`` is the node's key as a string, where the graph is not one of ours.
        score_low, score_high: the lower and the higher score, if each thing is its own and if all that may be the same
            is; None where both are one number.
        may_be_same_as: the IRIs of what the node may be the same as; each has a row of its own.
        rank_low, rank_high: the better and the worse rank, if each thing is its own and if all that may be the same is;
            None where both are one.
    """

    rank: int
    iri: str
    label: str
    score: float
    score_low: float | None = None
    score_high: float | None = None
    may_be_same_as: tuple[str, ...] = ()
    rank_low: int | None = None
    rank_high: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The row as a JSON-ready dictionary; bounds and what it may be the same as only where there are any."""
        told = asdict(self) | {"may_be_same_as": list(self.may_be_same_as)}
        return {name: value for name, value in told.items() if name not in UNDECIDED or value not in (None, [])}


@dataclass(frozen=True, slots=True)
class About:
    """What a ranking was computed on, and how.

    Args:
        measure: its name; empty for a network as a whole.
        network: the projection, or the graph's name; empty where it has none.
        directed: whether the edges have a direction.
        nodes, edges: how many there are.
        articles: how many articles the edges rest on; None for a graph that is not one of ours.
        weights: which weights counted, and as what.
        status: the current status that events have to have, such as ``held``; None where any counts.
        view, as_of, since, until: what the network was filtered by; None for a graph that is not one of ours.
        seed: of random choices; None where there are none.
        sources: how many different sources the edges rest on: articles, and pages that they cite, each page once; None
            for a graph that is not one of ours.
    """

    measure: str
    network: str
    directed: bool
    nodes: int
    edges: int
    articles: int | None
    weights: str
    status: str | None
    view: str | None
    as_of: str | None
    since: str | None
    until: str | None
    seed: int | None = None
    sources: int | None = None

    @classmethod
    def of(cls, graph: nx.Graph, by: str, weighted: Weighted = False, seed: int | None = None) -> About:
        """What is to be told of a measure on a graph."""
        measure = find_measure(by)
        if measure.weights == "none" and weighted:
            weights = f"not used: {measure.name} has no weighted form"
        else:
            weights = _weights(graph, weighted or measure.weights == "always", measure.weights == "distance")
        return cls._told(graph, by, weights, seed)

    @classmethod
    def whole(cls, graph: nx.Graph, weighted: Weighted = False, seed: int | None = None) -> About:
        """What is to be told of a graph as a whole, where weights are strengths; ``measure`` is empty."""
        return cls._told(graph, "", _weights(graph, weighted, as_distance=False), seed)

    @classmethod
    def _told(cls, graph: nx.Graph, measure: str, weights: str, seed: int | None) -> About:
        told = graph.graph
        return cls(
            measure=measure,
            network=str(told.get("name") or ""),
            directed=bool(graph.is_directed()),
            nodes=graph.number_of_nodes(),
            edges=graph.number_of_edges(),
            articles=told.get("articles"),
            weights=weights,
            status=None if told.get("status") is None else str(told["status"]),
            view=told.get("view"),
            as_of=told.get("as_of"),
            since=told.get("since"),
            until=told.get("until"),
            seed=seed,
            sources=told.get("sources"),
        )

    def as_dict(self) -> dict[str, str | int | bool | None]:
        """The same, JSON-ready."""
        return asdict(self)

    @property
    def title(self) -> str:
        """What was measured, and by what: ``co-participation by degree``."""
        name = self.network or "network"
        return f"{name} by {self.measure}" if self.measure else name

    def in_words(self) -> str:
        """The same in a line, as it stands under a table."""
        counts = [counted(self.nodes, "node"), counted(self.edges, "edge")]
        if self.articles is not None:
            counts.append(counted(self.articles, "article"))
        if self.sources is not None and self.sources != self.articles:
            counts.append(counted(self.sources, "source"))
        return f"{self.network or 'network'}: {', '.join(counts)}; {self.how()}"

    def how(self) -> str:
        """How it was measured, in words: directions, weights, what the network was filtered by, seed."""
        filters = (
            ("status", self.status),
            ("view", self.view),
            ("as of", self.as_of),
            ("since", self.since),
            ("until", self.until),
            ("seed", self.seed),
        )
        told = [f"{name} {value}" for name, value in filters if value is not None]
        return "; ".join(["directed" if self.directed else "undirected", f"weights: {self.weights}", *told])


class Ranking(list[RankedNode], Tabular):
    """The rows of a ranking, with what it was computed on as ``about``; a table in a notebook.

    ``remarks`` tells what may be the same and is undecided, a sentence each; none where nothing is. ``coming`` are the
    IRIs of nodes that are in the network only if all that may be the same is.
    """

    def __init__(
        self, rows: Iterable[RankedNode], about: About, remarks: Sequence[str] = (), coming: Sequence[str] = ()
    ) -> None:
        super().__init__(rows)
        self.about, self.remarks, self.coming = about, tuple(remarks), tuple(coming)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of what the rows tell: rank, iri, label, score, and what only undecided rows have."""
        told = {name for row in self for name in row.as_dict()}
        return ("rank", "iri", "label", "score", *(name for name in UNDECIDED if name in told))

    def table(self) -> Table:
        """Rank, name and score, which may be an interval; and what a node may be the same as, where any may be."""
        scores = score_cells([(row.score, row.score_low, row.score_high) for row in self])
        rows: list[list[Cell]] = [
            [row.rank, Thing(row.label, row.iri), cell] for row, cell in zip(self, scores, strict=True)
        ]
        head = ["rank", "name", self.about.measure]
        if "may_be_same_as" in self.columns:
            head.append("may be the same as")
            rows = [[*cells, shown_others(row.may_be_same_as)] for cells, row in zip(rows, self, strict=True)]
        return Table(head, rows, self.about.title, [self.about.in_words(), *self.remarks])

    def _columns(self) -> Mapping[str, str]:
        types = {"iri": "string", "label": "string", "may_be_same_as": "object"}
        types |= dict.fromkeys(("rank", "rank_low", "rank_high"), "Int64")
        return {name: types.get(name, "Float64") for name in self.columns}

    def records(self) -> Iterable[Mapping[str, Any]]:
        """The rows as dictionaries, all with the same keys."""
        return ({name: row.as_dict().get(name) for name in self.columns} for row in self)


def rank(graph: nx.Graph, by: str, weighted: Weighted = False, top: int | None = None) -> Ranking:
    """The nodes by descending score.

    Equal scores share a rank, and the ranks after them are skipped: 1, 2, 2, 4. Scores that differ by no more
    than 1e-12 (of their size, where that is above 1) are equal: so small a difference is rounding noise. Equal
    nodes stand in the order of label, then IRI. Scores are rounded to 12 decimals. A node for which the measure is not
    defined has no row: constraint and effective size of a node without neighbours.

    Where things of the network may be the same, a row has the bounds of its score and of its rank: if each thing is its
    own, by which it is ranked, and if all that may be the same is.

    Args:
        graph: a network of ours, or any networkx graph; a node without ``label`` is called by its key.
        by: a measure, see :data:`kg.network.measures.MEASURES`.
        weighted: which weights count: False for none, True for ``weight`` (counts), ``newman`` for Newman's 1/(n−1).
        top: how many rows to return; None: all. Ties at the end are left out.

    Raises:
        UsageError: an unknown measure, a weight that is no positive number, ``top`` below 1.

    >>> import networkx as nx
    >>> [(row.rank, row.label, row.score) for row in rank(nx.path_graph(3), "betweenness")]
    [(1, '1', 1.0), (2, '0', 0.0), (2, '2', 0.0)]
    """
    if top is not None and top < 1:
        raise UsageError(f"top is {top}: it must be 1 or more")
    scores = find_measure(by).score(graph, weighted=weighted)
    bounds, remarks = _bounds(graph, by, weighted, scores)
    rows = islice(_ranked(graph, tied(scores), bounds), top)
    return Ranking(rows, About.of(graph, by, weighted), remarks, bounds.coming)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Of each node whose score is another one if all that may be the same is, the two scores; likewise the ranks.

    ``coming`` are the nodes that are in the network only then.
    """

    scores: Mapping[str, tuple[float, float]]
    ranks: Mapping[str, tuple[int, int]]
    coming: tuple[str, ...] = ()


def _bounds(graph: nx.Graph, by: str, weighted: Weighted, scores: Mapping[Any, float]) -> tuple[_Bounds, list[str]]:
    """The bounds of scores and ranks, and what there is to say of them.

    It takes one more run of the measure, on the network in which all that may be the same is, where anything may be.
    """
    same = if_the_same(graph)
    if same is None:
        return _Bounds({}, {}), []
    try:
        others = find_measure(by).score(same, weighted=weighted)
    except UsageError:
        unclear = f"{by} is not defined if all that may be the same is: no intervals are shown"
        return _Bounds({}, {}), [*note_of(graph), unclear]
    stands, differing, moving = stands_for(graph), dict[str, tuple[float, float]](), dict[str, tuple[int, int]]()
    own, places = _places(scores), _places(others)
    for node, score in scores.items():
        one = stands.get(node, node)
        other = others.get(one)
        if other is None:
            continue
        if abs(score - other) > _TIE * max(1.0, abs(score)):
            low, high = sorted((round(score, 12) + 0.0, round(other, 12) + 0.0))
            differing[str(node)] = low, high
        if own[node] != places[one]:
            best, worst = sorted((own[node], places[one]))
            moving[str(node)] = best, worst
    meaning = [INTERVAL] if differing else []
    new = tuple(sorted(str(node) for node in others.keys() - scores.keys() if node not in stands.values()))
    coming = [f"in the network only if all that may be the same is: {shown_others(new)}"] if new else []
    return _Bounds(differing, moving, new), [*meaning, *note_of(graph), *coming]


def _places(scores: Mapping[Any, float]) -> Mapping[Any, int]:
    """The rank of each node."""
    found: dict[Any, int] = {}
    for _, nodes in tied(scores):
        found |= dict.fromkeys(nodes, len(found) + 1)
    return found


def score_cells(scores: Sequence[tuple[float, float | None, float | None]]) -> list[Cell]:
    """The cells of scores with their bounds; where one is an interval, whole numbers stand without digits behind."""
    if all(low is None for _, low, _ in scores):
        return [score for score, _, _ in scores]
    return [_short(score) if low is None else f"{_short(low)}–{_short(high)}" for score, low, high in scores]


def _short(number: float | None) -> str:
    return "" if number is None else f"{number:.0f}" if float(number).is_integer() else f"{number:.4f}"


def label_of(graph: nx.Graph, node: Hashable) -> str:
    """What a node is called: its ``label``, else its key."""
    return str(graph.nodes[node].get("label") or node)


def tied(scores: Mapping[Any, float]) -> Iterator[tuple[float, list[Any]]]:
    """Groups of nodes with equal scores, highest first."""
    group: list[Any] = []
    lead = math.inf
    for node, score in sorted(scores.items(), key=lambda item: -item[1]):
        if group and lead - score > _TIE * max(1.0, abs(lead)):
            yield lead, group
            group = []
        if not group:
            lead = score
        group.append(node)
    if group:
        yield lead, group


def _weights(graph: nx.Graph, weighted: Weighted, as_distance: bool) -> str:
    """Which weights count, and as what, in words."""
    attribute = weight_attribute(weighted)
    if attribute is None:
        return "not used; every edge counts 1"
    meaning = graph.graph.get("weight") if attribute == "weight" else _MEANINGS.get(attribute)
    said = f"{attribute} ({str(meaning).split('. ')[0].rstrip('.')})" if meaning else attribute
    return f"{said}, as a distance of 1/{attribute}" if as_distance else f"{said}, as a strength"


def _ranked(graph: nx.Graph, groups: Iterable[tuple[float, list[Any]]], bounds: _Bounds) -> Iterator[RankedNode]:
    place = 1
    for score, nodes in groups:
        rounded = round(score, 12) + 0.0  # no negative zero
        others = {str(node): edge_list(graph.nodes[node], "may_be_same_as") for node in nodes}
        for label, iri in sorted((label_of(graph, node), str(node)) for node in nodes):
            low, high = bounds.scores.get(iri, (None, None))
            best, worst = bounds.ranks.get(iri, (None, None))
            yield RankedNode(place, iri, label, rounded, low, high, others[iri], best, worst)
        place += len(nodes)
