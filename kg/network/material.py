"""What a network is built from: who takes part in what, with the articles behind each piece of it.

It is read from the store once. The network can then be built again without an article, or from some articles only,
which tells how much of it hangs on each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.claims.kinds import Kinds
from kg.claims.labels import Labels
from kg.claims.polities import find_polities
from kg.claims.sources import Sources
from kg.claims.status import FORESEEN, UNKNOWN
from kg.namespaces import local_name
from kg.network.attributes import STRUCTURED, as_text
from kg.network.cuts import CountedEvidence, Cut, admitted, status_words
from kg.network.projections import Projection
from kg.store import Dataset
from kg.text import plain_text

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Incidence", "Link", "Material"]

_NEVER_HELD = frozenset([*FORESEEN, "cancelled"])


@dataclass(frozen=True, slots=True, order=True)
class Incidence:
    """That a node takes part in a via, which a piece of evidence states; all are IRIs.

    ``role`` is a property, or empty; ``modality`` is that of the evidence, such as ``plan``.
    """

    node: str
    via: str
    evidence: str
    role: str = ""
    modality: str = "fact"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """That a source leads to a target by a via, which a piece of evidence states; for ``modality`` see Incidence."""

    source: str
    target: str
    via: str
    evidence: str
    modality: str = "fact"


class Material:
    """All that a network of one projection and cut can be built from.

    Args:
        store: the store whose default graph is the merge.
        projection: what is a node, an edge and a weight, and which statuses count.
        cut: what counts.
        rows: the incidences or links that the projection's query returns.
    """

    def __init__(
        self, store: Dataset, projection: Projection, cut: Cut, rows: Iterable[Incidence] | Iterable[Link]
    ) -> None:
        self._store = store
        self._projection, self._cut = projection, cut
        self._behind = CountedEvidence(store, cut)
        # A projection's rows are all of one class, so that they can be sorted.
        self._rows: list[Any] = sorted(row for row in rows if self._behind.admits(row.evidence))
        self._sources = Sources.of(store)
        if projection.via == "article" and self._sources.copies:  # copies are one article here, too
            self._rows = sorted(replace(row, via=self._sources.first(row.via)) for row in self._rows)
        self._articles: dict[str, frozenset[str]] = {}
        self._attributes: dict[str, dict[str, str]] = {}

    @cached_property
    def articles(self) -> Sequence[str]:
        """The articles that the network may rest on, sorted: behind its edges, behind statuses and dates.

        Of articles that are one source, see :mod:`kg.claims.sources`, one stands for all.
        """
        claimed = {via: self._claimed(via) for via in {row.via for row in self._rows}}
        possible = [row for row in self._rows if any(self._counts(row, status) for status in claimed[row.via])]
        evidence = {row.evidence for row in possible}
        for via in {row.via for row in possible}:
            evidence.update(*claimed[via].values(), self._behind.dated_by(via, self._projection.dates))
        return sorted(set().union(*map(self.articles_of, evidence)))

    def between(self, since: date | str | None, until: date | str | None) -> Material:
        """The same, cut to the events of another time; what was read from the store is shared.

        Raises:
            UsageError: a date that is not one.
        """
        other = copy(self)
        other.__dict__.pop("articles", None)
        days = Cut.of(self._cut.view, since=since, until=until)
        other._cut = replace(self._cut, since=days.since, until=days.until)
        other._behind = self._behind.recut(other._cut)
        return other

    def articles_of(self, evidence: str) -> frozenset[str]:
        """The articles that make an assertion or a statement, or that name a thing; none for reference data.

        Of articles that are one source, one stands for all.
        """
        return frozenset(map(self._sources.first, self._printed_in(evidence)))

    def _printed_in(self, evidence: str) -> frozenset[str]:
        """The same, copies too."""
        known = self._articles.get(evidence)
        if known is None:
            known = self._articles[evidence] = self._behind.articles_of(evidence)
        return known

    def network(self, articles: Collection[str] | None = None) -> nx.Graph:
        """Build the network; see :func:`kg.network.load.load_network`.

        Args:
            articles: only what these articles and their copies say, and the reference data; None: all.
        """
        alive = None if articles is None else self._alive(frozenset(map(self._sources.first, articles)))
        rows, statuses = self._that_count(alive)
        vias = {row.via for row in rows}
        within, dates = self._behind.within, self._projection.dates
        dated = {via for via in vias if within(via, dates, statuses[via], alive)} if self._cut.by_date else vias
        graph = _MODES[self._projection.projection](row for row in rows if row.via in dated)
        self._dress(graph)
        if self._projection.statuses:
            _mark(graph, statuses)
        graph.graph.update(_about(graph, self._projection, self._cut))
        evidence = {each for _, _, several in graph.edges(data="evidence") for each in several}
        articles = set().union(*map(self._printed_in, evidence))
        graph.graph["articles"] = len(set(map(self._sources.first, articles)))
        if len(articles) > graph.graph["articles"]:
            graph.graph["copies"] = len(articles) - graph.graph["articles"]
        graph.graph["undated_left_out"] = len(vias) - len(dated)
        _fold(graph)
        return graph

    def began(self) -> Mapping[str, tuple[str, str] | None]:
        """The first and the last day on which each via may have begun; None where that is not known."""
        rows, statuses = self._that_count(None)
        vias = sorted({row.via for row in rows})
        return {via: self._behind.began(via, self._projection.dates, statuses[via]) for via in vias}

    def _that_count(self, alive: Callable[[str], bool] | None) -> tuple[list[Any], Mapping[str, str]]:
        """The rows that count, whatever their dates, and the status of each via."""
        rows = [row for row in self._rows if alive is None or alive(row.evidence)]
        statuses = {via: self._status(via, alive) for via in {row.via for row in rows}}
        return [row for row in rows if self._counts(row, statuses[row.via])], statuses

    def _alive(self, articles: frozenset[str]) -> Callable[[str], bool]:
        """Whether a piece of evidence stands when only these articles do; reference data always stand."""

        def alive(evidence: str) -> bool:
            behind = self.articles_of(evidence)
            return not behind or not behind.isdisjoint(articles)

        return alive

    def _counts(self, row: Incidence | Link, status: str) -> bool:
        """Whether a row counts when its via has a status."""
        wanted = self._projection.statuses
        return admitted(status, row.modality) and (status in wanted or not wanted)

    def _status(self, via: str, alive: Callable[[str], bool] | None) -> str:
        """The current status of a via, where the projection asks for one."""
        return (self._behind.statuses.of(via, alive) if self._projection.statuses else None) or UNKNOWN

    def _claimed(self, via: str) -> dict[str, set[str]]:
        """All statuses that a via may have when articles are left out, each with the assertions that give it."""
        return {UNKNOWN: set()} | (self._behind.statuses.claimed(via) if self._projection.statuses else {})

    def _dress(self, graph: nx.Graph) -> None:
        """Give the nodes their label, kind, IRI and polity."""
        new = [node for node in graph if node not in self._attributes]
        if new:
            labels, kinds = Labels(self._store), Kinds(self._store)
            polities = find_polities(self._store, new, self._cut.view, self._behind.selection.table)
            for node in new:
                label = plain_text(labels.of(node))
                told = self._attributes[node] = {"label": label, "kind": kinds.of(node), "iri": node}
                if node in polities and len(polities[node].polities) == 1:
                    told["polity"] = polities[node].polities[0].iri
        for node, attributes in graph.nodes(data=True):
            attributes.update(self._attributes[node])


def _mark(graph: nx.Graph, statuses: Mapping[str, str]) -> None:
    """Tell of each edge which statuses its vias have, and whether none of them took place; of a via its status."""
    for _, _, data in graph.edges(data=True):
        data["statuses"] = dict(sorted(Counter(statuses[via] for via in data["events"]).items()))
        data["planned"] = _NEVER_HELD.issuperset(data["statuses"])
    for node, data in graph.nodes(data=True):
        if data.get("bipartite") == 1:
            data["status"] = statuses[node]


def _about(graph: nx.Graph, projection: Projection, cut: Cut) -> dict[str, Any]:
    """What the network is, how it was cut, and on how many vias it rests."""
    told = {key: value for key, value in projection.as_dict().items() if key != "view"}
    told |= {"view": cut.view, "as_of": cut.as_of, "since": cut.since, "until": cut.until}
    count = len(graph.graph["participants"])
    about: dict[str, Any] = told | {"vias": count}
    if projection.via == "event":
        about["events"] = count
    if projection.statuses:
        about["planned"] = sum(data["planned"] for _, _, data in graph.edges(data=True))
        if not _NEVER_HELD.isdisjoint(projection.statuses):
            foreseen = f"Not all of it took place: {projection.via}s counted are {status_words(projection.statuses)}."
            edges = f"{about['planned']} of {graph.number_of_edges()} edges"
            alone = f"{edges} rest on no {projection.via} that was held (planned)."
            about["warning"] = f"{foreseen} {alone} {projection.warning}"
    return about


def _fold(graph: nx.Graph) -> None:
    """Leave plain attributes only: lists and mappings as text, and nothing that is None."""
    for _, _, data in graph.edges(data=True):
        for name in data.keys() & STRUCTURED:
            data[name] = as_text(data[name])
    graph.graph["participants"] = as_text(graph.graph["participants"])
    graph.graph = {name: value for name, value in graph.graph.items() if value is not None}


def _one_mode(rows: Iterable[Incidence]) -> nx.Graph:
    """Join the nodes that share a via."""
    import networkx as nx

    evidence: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        evidence[row.via][row.node].add(row.evidence)
    meetings = {via: nodes for via, nodes in sorted(evidence.items()) if len(nodes) > 1}
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for via, nodes in meetings.items():
        for pair in combinations(sorted(nodes), 2):
            shared[pair].append(via)
    graph = nx.Graph()
    graph.add_nodes_from(sorted({node for nodes in meetings.values() for node in nodes}))
    for (a, b), vias in sorted(shared.items()):
        graph.add_edge(
            a,
            b,
            weight=len(vias),
            newman=sum(1 / (len(meetings[via]) - 1) for via in vias),
            events=vias,
            evidence=sorted(set().union(*(meetings[via][a] | meetings[via][b] for via in vias))),
        )
    _add_participants(graph, meetings)
    return graph


def _two_mode(rows: Iterable[Incidence]) -> nx.Graph:
    """Keep the nodes and the vias, and join them."""
    import networkx as nx

    evidence: dict[tuple[str, str], set[str]] = defaultdict(set)
    roles: dict[tuple[str, str], set[str]] = defaultdict(set)
    participants: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        evidence[row.node, row.via].add(row.evidence)
        roles[row.node, row.via].update({local_name(row.role)} if row.role else ())
        participants[row.via].add(row.node)
    graph = nx.Graph()
    graph.add_nodes_from(sorted({node for node, _ in evidence}), bipartite=0)
    graph.add_nodes_from(sorted(participants), bipartite=1)
    for node, via in sorted(evidence):
        graph.add_edge(
            node,
            via,
            weight=max(1, len(roles[node, via])),
            roles=sorted(roles[node, via]),
            events=[via],
            evidence=sorted(evidence[node, via]),
        )
    _add_participants(graph, participants)
    return graph


def _links(rows: Iterable[Link]) -> nx.DiGraph:
    """Join source to target."""
    import networkx as nx

    evidence: dict[tuple[str, str], set[str]] = defaultdict(set)
    vias: dict[tuple[str, str], set[str]] = defaultdict(set)
    participants: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        evidence[row.source, row.target].add(row.evidence)
        vias[row.source, row.target].add(row.via)
        participants[row.via] |= {row.source, row.target}
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted({node for pair in evidence for node in pair}))
    for (source, target), behind in sorted(evidence.items()):
        rests_on = sorted(vias[source, target])
        graph.add_edge(source, target, weight=len(rests_on), events=rests_on, evidence=sorted(behind))
    _add_participants(graph, participants)
    return graph


def _add_participants(graph: nx.Graph, participants: Mapping[str, Iterable[str]]) -> None:
    graph.graph["participants"] = {via: sorted(nodes) for via, nodes in sorted(participants.items())}


_MODES: Mapping[str, Callable[[Iterable[Any]], Any]] = {"one-mode": _one_mode, "two-mode": _two_mode, "links": _links}
