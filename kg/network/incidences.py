"""What a network is built from: who takes part in what, with the sources behind each piece of it.

It is read from the store once. The network can then be built again without a source, or from some sources only,
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

from kg.claims.holding import CERTAIN, PRESUMED
from kg.claims.kinds import Kinds
from kg.claims.labels import Labels
from kg.claims.polities import find_polities
from kg.claims.sources import Sources
from kg.claims.status import FORESEEN, UNKNOWN
from kg.namespaces import local_name
from kg.network.attributes import STRUCTURED, as_text
from kg.network.filters import CountedEvidence, NetworkFilter, admitted, status_words
from kg.network.projections import Projection
from kg.network.undecided import Join, mark_undecided
from kg.store import Dataset
from kg.text import plain_text

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Incidence", "Incidences", "Link"]

_NEVER_HELD = frozenset([*FORESEEN, "cancelled"])


@dataclass(frozen=True, slots=True, order=True)
class Incidence:
    """That a node takes part in a context (an event, an article), as a piece of evidence states; all are IRIs.

    ``role`` is a property, or empty; ``modality`` is that of the evidence, such as ``plan``.
    """

    node: str
    context: str
    evidence: str
    role: str = ""
    modality: str = "fact"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """That a source leads to a target in a context, which a piece of evidence states; ``modality`` as in Incidence."""

    source: str
    target: str
    context: str
    evidence: str
    modality: str = "fact"


class Incidences:
    """All that a network of one projection and filter can be built from.

    Args:
        store: the store whose default graph is the merge.
        projection: what is a node, an edge and a weight, and which statuses count.
        filters: what counts.
        rows: the incidences or links that the projection's query returns.
    """

    def __init__(
        self, store: Dataset, projection: Projection, filters: NetworkFilter, rows: Iterable[Incidence] | Iterable[Link]
    ) -> None:
        self._store = store
        self._projection, self._filters = projection, filters
        self._behind = CountedEvidence(store, filters)
        # A projection's rows are all of one class, so that they can be sorted.
        self._rows: list[Any] = sorted(row for row in rows if self._behind.admits(row.evidence))
        self._sources = Sources.of(store)
        if projection.context == "article" and self._sources.copies:  # copies are one article here, too
            self._rows = sorted(replace(row, context=self._sources.first(row.context)) for row in self._rows)
        self._behind_it: dict[str, frozenset[str]] = {}
        if projection.context == "source":  # the query knows the article alone
            self._rows = sorted(
                {replace(row, context=min(self.sources_of(row.evidence), default=row.context)) for row in self._rows}
            )
        self._attributes: dict[str, dict[str, str]] = {}

    @cached_property
    def sources(self) -> Sequence[str]:
        """The sources that the network may rest on, sorted: behind its edges, behind statuses and dates.

        An article, or a page that one cites; of what is one source, see :mod:`kg.claims.sources`, one stands for all.
        """
        claimed = {context: self._claimed(context) for context in {row.context for row in self._rows}}
        possible = [row for row in self._rows if any(self._counts(row, status) for status in claimed[row.context])]
        evidence = {row.evidence for row in possible}
        for context in {row.context for row in possible}:
            evidence.update(*claimed[context].values(), self._behind.dated_by(context, self._projection.dates))
        return sorted(set().union(*map(self.sources_of, evidence)))

    def between(self, since: date | str | None, until: date | str | None) -> Incidences:
        """The same, with the events of another time; what was read from the store is shared.

        Raises:
            UsageError: a date that is not one.
        """
        other = copy(self)
        other.__dict__.pop("sources", None)
        days = NetworkFilter.of(self._filters.view, since=since, until=until)
        other._filters = replace(self._filters, since=days.since, until=days.until)
        other._behind = self._behind.refiltered(other._filters)
        return other

    def sources_of(self, evidence: str) -> frozenset[str]:
        """The sources of an assertion or a statement, or the article that names a thing; none for reference data.

        Of what is one source, one stands for all.
        """
        known = self._behind_it.get(evidence)
        if known is None:
            articles = self._behind.articles_of(evidence)
            known = self._behind_it[evidence] = self._sources.behind(self._store, evidence, articles)
        return known

    def network(self, sources: Collection[str] | None = None) -> nx.Graph:
        """Build the network; see :func:`kg.network.load.load_network`.

        Args:
            sources: only what these sources say, in whichever articles, and the reference data; None: all.
        """
        alive = None if sources is None else self._alive(frozenset(map(self._sources.first, sources)))
        rows, statuses = self._that_count(alive)
        contexts = {row.context for row in rows}
        within, dates = self._behind.within, self._projection.dates
        dated = (
            {context for context in contexts if within(context, dates, statuses[context], alive)}
            if self._filters.by_date
            else contexts
        )
        counted = [row for row in rows if row.context in dated]
        graph = _MODES[self._projection.projection](counted)
        self._dress(graph)
        if self._projection.statuses:
            _mark(graph, statuses)
        if self._filters.as_of is not None:
            _mark_presumed(graph, counted, self._behind.held)
        graph.graph.update(_about(graph, self._projection, self._filters))
        evidence = {each for _, _, several in graph.edges(data="evidence") for each in several}
        articles = set().union(*map(self._behind.articles_of, evidence))
        graph.graph["articles"] = len(set(map(self._sources.first, articles)))
        if len(articles) > graph.graph["articles"]:
            graph.graph["copies"] = len(articles) - graph.graph["articles"]
        graph.graph["sources"] = len(set().union(*map(self.sources_of, evidence)))
        graph.graph["undated_left_out"] = len(contexts) - len(dated)
        if alive is None:  # what a network without some sources is compared with, no interval is asked of
            left_out = [row for row in rows if row.context not in dated] if self._behind.sameness.pairs else []
            mark_undecided(graph, self._behind.sameness, _taking_part(counted), _joins(left_out))
        _fold(graph)
        return graph

    def began(self) -> Mapping[str, tuple[str, str] | None]:
        """The first and the last day on which each context may have begun; None where that is not known."""
        rows, statuses = self._that_count(None)
        contexts = sorted({row.context for row in rows})
        return {context: self._behind.began(context, self._projection.dates, statuses[context]) for context in contexts}

    def _that_count(self, alive: Callable[[str], bool] | None) -> tuple[list[Any], Mapping[str, str]]:
        """The rows that count, whatever their dates, and the status of each context."""
        rows = [row for row in self._rows if alive is None or alive(row.evidence)]
        statuses = {context: self._status(context, alive) for context in {row.context for row in rows}}
        return [row for row in rows if self._counts(row, statuses[row.context])], statuses

    def _alive(self, sources: frozenset[str]) -> Callable[[str], bool]:
        """Whether a piece of evidence stands when only these sources do; reference data always stand."""

        def alive(evidence: str) -> bool:
            behind = self.sources_of(evidence)
            return not behind or not behind.isdisjoint(sources)

        return alive

    def _counts(self, row: Incidence | Link, status: str) -> bool:
        """Whether a row counts when its context has a status."""
        wanted = self._projection.statuses
        return admitted(status, row.modality) and (status in wanted or not wanted)

    def _status(self, context: str, alive: Callable[[str], bool] | None) -> str:
        """The current status of a context, where the projection asks for one."""
        return (self._behind.statuses.of(context, alive) if self._projection.statuses else None) or UNKNOWN

    def _claimed(self, context: str) -> dict[str, set[str]]:
        """All statuses that a context may have when sources are left out, each with the assertions that give it."""
        return {UNKNOWN: set()} | (self._behind.statuses.claimed(context) if self._projection.statuses else {})

    def _dress(self, graph: nx.Graph) -> None:
        """Give the nodes their label, kind, IRI and polity."""
        new = [node for node in graph if node not in self._attributes]
        if new:
            labels, kinds = Labels(self._store), Kinds(self._store)
            polities = find_polities(self._store, new, self._filters.view, self._behind.selection.table)
            for node in new:
                label = plain_text(labels.of(node))
                told = self._attributes[node] = {"label": label, "kind": kinds.of(node), "iri": node}
                if node in polities and len(polities[node].polities) == 1:
                    told["polity"] = polities[node].polities[0].iri
                    if polities[node].is_origin:
                        told["polity_by"] = "fromPolity"
        for node, attributes in graph.nodes(data=True):
            attributes.update(self._attributes[node])


def _mark(graph: nx.Graph, statuses: Mapping[str, str]) -> None:
    """Tell which statuses the contexts of each edge have, and whether none took place; of a context its status."""
    for _, _, data in graph.edges(data=True):
        data["statuses"] = dict(sorted(Counter(statuses[context] for context in data["events"]).items()))
        data["planned"] = _NEVER_HELD.issuperset(data["statuses"])
    for node, data in graph.nodes(data=True):
        if data.get("bipartite") == 1:
            data["status"] = statuses[node]


def _mark_presumed(graph: nx.Graph, rows: Iterable[Any], held: Callable[[str], str | None]) -> None:
    """Tell of edges that rest on what holds over time whether it certainly held on the day, in one context at least.

    An edge of a one-mode network rests in each context on what joins both its ends to it.
    """
    words: dict[tuple[str, ...], set[str | None]] = defaultdict(set)
    for row in rows:
        ends = (row.source, row.target) if isinstance(row, Link) else (row.node,)
        words[*ends, row.context].add(held(row.evidence))
    if not any(word for each in words.values() for word in each):
        return
    for a, b, data in graph.edges(data=True):
        pieces = [(a, b)] if graph.is_directed() else [(a,), (b,)]
        # A context that is an end itself takes no part in anything.
        told = [[words[*piece, context] for piece in pieces if piece != (context,)] for context in data["events"]]
        if any(word for each in told for piece in each for word in piece):
            certain = any(all(piece - {PRESUMED} for piece in each) for each in told)
            data["held_on_day"] = CERTAIN if certain else PRESUMED


def _about(graph: nx.Graph, projection: Projection, filters: NetworkFilter) -> dict[str, Any]:
    """What the network is, how it was filtered, and on how many contexts it rests."""
    told = {key: value for key, value in projection.as_dict().items() if key != "view"}
    told |= {"view": filters.view, "as_of": filters.as_of, "since": filters.since, "until": filters.until}
    count = len(graph.graph["participants"])
    about: dict[str, Any] = told | {"vias": count}
    if projection.context == "event":
        about["events"] = count
    presumed = sum(data.get("held_on_day") == PRESUMED for _, _, data in graph.edges(data=True))
    if presumed:
        about["presumed"] = presumed
    if projection.statuses:
        about["planned"] = sum(data["planned"] for _, _, data in graph.edges(data=True))
        if not _NEVER_HELD.isdisjoint(projection.statuses):
            foreseen = (
                f"Not all of it took place: {projection.context}s counted are {status_words(projection.statuses)}."
            )
            edges = f"{about['planned']} of {graph.number_of_edges()} edges"
            alone = f"{edges} rest on no {projection.context} that was held (planned)."
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
    """Join the nodes that share a context."""
    import networkx as nx

    evidence: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        evidence[row.context][row.node].add(row.evidence)
    meetings = {context: nodes for context, nodes in sorted(evidence.items()) if len(nodes) > 1}
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for context, nodes in meetings.items():
        for pair in combinations(sorted(nodes), 2):
            shared[pair].append(context)
    graph = nx.Graph()
    graph.add_nodes_from(sorted({node for nodes in meetings.values() for node in nodes}))
    for (a, b), contexts in sorted(shared.items()):
        graph.add_edge(
            a,
            b,
            weight=len(contexts),
            newman=sum(1 / (len(meetings[context]) - 1) for context in contexts),
            events=contexts,
            evidence=sorted(set().union(*(meetings[context][a] | meetings[context][b] for context in contexts))),
        )
    _add_participants(graph, meetings)
    return graph


def _two_mode(rows: Iterable[Incidence]) -> nx.Graph:
    """Keep the nodes and the contexts, and join them."""
    import networkx as nx

    evidence: dict[tuple[str, str], set[str]] = defaultdict(set)
    roles: dict[tuple[str, str], set[str]] = defaultdict(set)
    participants: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        evidence[row.node, row.context].add(row.evidence)
        roles[row.node, row.context].update({local_name(row.role)} if row.role else ())
        participants[row.context].add(row.node)
    graph = nx.Graph()
    graph.add_nodes_from(sorted({node for node, _ in evidence}), bipartite=0)
    graph.add_nodes_from(sorted(participants), bipartite=1)
    for node, context in sorted(evidence):
        graph.add_edge(
            node,
            context,
            weight=max(1, len(roles[node, context])),
            roles=sorted(roles[node, context]),
            events=[context],
            evidence=sorted(evidence[node, context]),
        )
    _add_participants(graph, participants)
    return graph


def _links(rows: Iterable[Link]) -> nx.DiGraph:
    """Join source to target."""
    import networkx as nx

    evidence: dict[tuple[str, str], set[str]] = defaultdict(set)
    contexts: dict[tuple[str, str], set[str]] = defaultdict(set)
    participants: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        evidence[row.source, row.target].add(row.evidence)
        contexts[row.source, row.target].add(row.context)
        participants[row.context] |= {row.source, row.target}
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted({node for pair in evidence for node in pair}))
    for (source, target), behind in sorted(evidence.items()):
        rests_on = sorted(contexts[source, target])
        graph.add_edge(source, target, weight=len(rests_on), events=rests_on, evidence=sorted(behind))
    _add_participants(graph, participants)
    return graph


def _taking_part(rows: Iterable[Any]) -> Mapping[str, set[str]]:
    """The nodes of each context, in the order of IRIs."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.context].update((row.source, row.target) if isinstance(row, Link) else (row.node,))
    return dict(sorted(found.items()))


def _joins(rows: Iterable[Any]) -> Mapping[str, set[Join]]:
    """What each context would join, were it in the network."""
    found: dict[str, set[Join]] = defaultdict(set)
    for row in rows:
        is_link = isinstance(row, Link)
        found[row.context].add(
            (row.source, row.target, row.context)
            if is_link
            else (row.node, row.context, local_name(row.role) if row.role else "")
        )
    return found


def _add_participants(graph: nx.Graph, participants: Mapping[str, Iterable[str]]) -> None:
    graph.graph["participants"] = {context: sorted(nodes) for context, nodes in sorted(participants.items())}


_MODES: Mapping[str, Callable[[Iterable[Any]], Any]] = {"one-mode": _one_mode, "two-mode": _two_mode, "links": _links}
