"""What a network is built from: who takes part in what, with the articles behind each piece of it.

It is read from the store once. The network can then be built again without an article, or from some articles only,
which tells how much of it hangs on each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.namespaces import PROV, local_name
from kg.network.cuts import Assertions, Cut
from kg.network.kinds import Kinds
from kg.network.polities import find_polities
from kg.network.projections import Projection
from kg.query.labels import Labels

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Incidence", "Material"]

_DERIVED = ox.NamedNode(PROV + "wasDerivedFrom")


@dataclass(frozen=True, slots=True, order=True)
class Incidence:
    """That a node takes part in a via, which an assertion states; all are IRIs. ``role`` is a property, or empty."""

    node: str
    via: str
    evidence: str
    role: str = ""


class Material:
    """All that a network of one projection and cut can be built from.

    Args:
        store: the store whose default graph is the merge.
        projection: what is a node, an edge and a weight.
        cut: what counts.
        rows: the incidences that the projection's query returns.
    """

    def __init__(self, store: ox.Store, projection: Projection, cut: Cut, rows: Iterable[Incidence]) -> None:
        self._store = store
        self._projection, self._cut = projection, cut
        self._assertions = Assertions(store, cut)
        self._rows = sorted(row for row in rows if self._assertions.admits(row.evidence))
        self._articles: dict[str, frozenset[str]] = {}
        self._attributes: dict[str, dict[str, str]] = {}

    @cached_property
    def articles(self) -> Sequence[str]:
        """The articles that the network may rest on, sorted: behind who takes part, behind statuses and dates."""
        possible = {row.via for row in self._rows if self._counts(row.via, None, ever=True)}
        assertions = {row.evidence for row in self._rows if row.via in possible}
        assertions.update(*(self._assertions.behind(via) for via in possible))
        return sorted(set().union(*map(self.articles_of, assertions)))

    def between(self, since: date | str | None, until: date | str | None) -> Material:
        """The same, cut to the events of another time; what was read from the store is shared.

        Raises:
            UsageError: what is no date.
        """
        other = copy(self)
        other.__dict__.pop("articles", None)
        days = Cut.of(self._cut.view, since=since, until=until)
        other._cut = replace(self._cut, since=days.since, until=days.until)
        other._assertions = self._assertions.recut(other._cut)
        return other

    def began(self, event: str) -> tuple[str, str] | None:
        """The first and the last day on which an event may have begun; None where that is not known on both sides."""
        return self._assertions.began(event)

    def articles_of(self, assertion: str) -> frozenset[str]:
        """The articles that make an assertion; none for reference data."""
        known = self._articles.get(assertion)
        if known is None:
            quads = self._store.quads_for_pattern(ox.NamedNode(assertion), _DERIVED, None, ox.DefaultGraph())
            objects = (quad.object for quad in quads)
            known = frozenset(each.value for each in objects if isinstance(each, ox.NamedNode))
            self._articles[assertion] = known
        return known

    def network(self, articles: Collection[str] | None = None) -> nx.Graph:
        """Build the network; see :func:`kg.network.load.load_network`.

        Args:
            articles: only what these articles say, and the reference data; None: all.
        """
        alive = None if articles is None else self._alive(frozenset(articles))
        rows = [row for row in self._rows if alive is None or alive(row.evidence)]
        vias = {via for via in {row.via for row in rows} if self._counts(via, alive)}
        dated = {via for via in vias if self._assertions.within(via, alive)} if self._cut.by_date else vias
        graph = _MODES[self._projection.projection](row for row in rows if row.via in dated)
        self._dress(graph)
        graph.graph.update(_about(self._projection, self._cut))
        evidence = {each for _, _, assertions in graph.edges(data="evidence") for each in assertions}
        graph.graph["articles"] = len(set().union(*map(self.articles_of, evidence)))
        graph.graph["undated_left_out"] = len(vias) - len(dated)
        return graph

    def _alive(self, articles: frozenset[str]) -> Callable[[str], bool]:
        """Whether an assertion stands when only these articles do; reference data always stand."""

        def alive(assertion: str) -> bool:
            behind = self.articles_of(assertion)
            return not behind or not behind.isdisjoint(articles)

        return alive

    def _counts(self, via: str, alive: Callable[[str], bool] | None, *, ever: bool = False) -> bool:
        """Whether a via has the status that the projection asks for; ``ever``: whether any assertion gives it."""
        wanted = self._projection.status
        if wanted is None:
            return True
        if ever:
            behind = self._assertions.behind(via)
            return any(self._assertions.status_of(via, each.__eq__) == wanted for each in behind)
        return self._assertions.status_of(via, alive) == wanted

    def _dress(self, graph: nx.Graph) -> None:
        """Give the nodes their label, kind, IRI and polity."""
        new = [node for node in graph if node not in self._attributes]
        if new:
            labels, kinds = Labels(self._store), Kinds(self._store)
            polities = find_polities(self._store, new, self._cut.view)
            for node in new:
                told = self._attributes[node] = {"label": labels.of(node), "kind": kinds.of(node), "iri": node}
                if node in polities and len(polities[node].polities) == 1:
                    told["polity"] = polities[node].polities[0].iri
        for node, attributes in graph.nodes(data=True):
            attributes.update(self._attributes[node])


def _about(projection: Projection, cut: Cut) -> dict[str, Any]:
    told = {key: value for key, value in projection.as_dict().items() if key != "view"}
    return told | {"view": cut.view, "as_of": cut.as_of, "since": cut.since, "until": cut.until}


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


def _add_participants(graph: nx.Graph, participants: Mapping[str, Iterable[str]]) -> None:
    graph.graph["participants"] = {via: sorted(nodes) for via, nodes in sorted(participants.items())}
    graph.graph["events"] = len(participants)


_MODES: Mapping[str, Callable[[Iterable[Incidence]], Any]] = {"one-mode": _one_mode, "two-mode": _two_mode}
