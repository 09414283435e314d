"""From the store to a network: who takes part in what becomes a networkx graph with evidence on its edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.namespaces import PREFIXES, PROV, local_name
from kg.network.cuts import Assertions, Cut
from kg.network.kinds import Kinds
from kg.network.projections import Projection, find_projection
from kg.query.labels import Labels

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Incidence", "load_network", "project"]

_DERIVED = ox.NamedNode(PROV + "wasDerivedFrom")


@dataclass(frozen=True, slots=True, order=True)
class Incidence:
    """That a node takes part in a via, which an assertion states; all are IRIs. ``role`` is a property, or empty."""

    node: str
    via: str
    evidence: str
    role: str = ""


def load_network(
    store: ox.Store,
    name: str,
    *,
    as_of: date | str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    view: str = "reported",
) -> nx.Graph:
    """Build a network from a store.

    Nodes are IRIs with ``label``, ``kind``, ``iri`` (and ``bipartite``, 0 for agents and 1 for events, in a
    two-mode network). Edges carry ``weight`` (an integer), ``events`` (sorted IRIs of what they rest on),
    ``evidence`` (sorted IRIs of the assertions that say so); in a one-mode network also ``newman``, the sum of
    1/(n−1) over the shared events of n participants each (Newman 2001, Phys. Rev. E 64, 016132); in a two-mode
    network ``roles``, the sorted names of the properties. The graph carries what it is: ``name``, ``summary``,
    ``node``, ``edge``, ``weight``, ``warning``, ``projection``, ``directed``, ``view``, ``as_of``, ``since``,
    ``until``, ``participants`` (each event's sorted nodes), the number of ``events`` and ``articles``, and
    ``undated_left_out``: how many events were left out because they may lie outside ``since``..``until``.
    What has no edge is no node. Nodes and edges stand in the order of their IRIs.

    Args:
        store: the Oxigraph store whose default graph is the merge.
        name: a projection, see :func:`kg.network.projections.projections`.
        as_of: only what was asserted on or before this day: an ISO day, month, year, or a ``datetime.date``.
        since, until: only events that certainly began within these days, both inclusive.
        view: ``reported``, or ``newsroom`` for what the newsroom itself states.

    Raises:
        UsageError: an unknown network or view, or what is no date.
        InputError: the projection's query is broken.
    """
    return project(store, find_projection(name), Cut.of(view, as_of, since, until))


def project(store: ox.Store, projection: Projection, cut: Cut) -> nx.Graph:
    """Build the network that a projection describes; see :func:`load_network`."""
    assertions = Assertions(store, cut)
    rows = [row for row in _incidences(store, projection) if assertions.admits(row.evidence)]
    vias = {row.via for row in rows}
    if projection.status is not None:
        vias = {via for via in vias if assertions.status_of(via) == projection.status}
    dated = {via for via in vias if assertions.within(via)} if cut.by_date else vias
    graph = _MODES[projection.projection](sorted(row for row in rows if row.via in dated))
    labels, kinds = Labels(store), Kinds(store)
    for node, attributes in graph.nodes(data=True):
        attributes.update(label=labels.of(node), kind=kinds.of(node), iri=node)
    graph.graph.update(_about(projection, cut), articles=_count_articles(store, graph))
    graph.graph["undated_left_out"] = len(vias) - len(dated)
    return graph


def _about(projection: Projection, cut: Cut) -> dict[str, Any]:
    told = {key: value for key, value in projection.as_dict().items() if key != "view"}
    return told | {"view": cut.view, "as_of": cut.as_of, "since": cut.since, "until": cut.until}


def _incidences(store: ox.Store, projection: Projection) -> set[Incidence]:
    where = f"queries/networks/{projection.name}.rq"
    try:
        solutions = cast("ox.QuerySolutions", store.query(projection.query, prefixes=PREFIXES))
    except SyntaxError as error:
        raise InputError(f"this query is not SPARQL: {error}", where=where) from error
    names = [variable.value for variable in solutions.variables]
    missing = [name for name in ("node", "via", "evidence") if name not in names]
    if missing:
        raise InputError(f"the query returns no ?{', ?'.join(missing)}", where=where)
    has_role = "role" in names
    found = set()
    for row in solutions:
        node, via, evidence = row["node"], row["via"], row["evidence"]
        if node is None or via is None or evidence is None:
            raise InputError("the query leaves ?node, ?via or ?evidence empty", where=where)
        role = row["role"] if has_role else None
        found.add(Incidence(node.value, via.value, evidence.value, role.value if role is not None else ""))
    return found


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


def _count_articles(store: ox.Store, graph: nx.Graph) -> int:
    """How many articles the edges rest on."""
    assertions = {each for _, _, evidence in graph.edges(data="evidence") for each in evidence}
    articles: set[str] = set()
    for assertion in assertions:
        quads = store.quads_for_pattern(ox.NamedNode(assertion), _DERIVED, None, ox.DefaultGraph())
        articles.update(str(quad.object) for quad in quads)
    return len(articles)


_MODES: Mapping[str, Callable[[Iterable[Incidence]], Any]] = {"one-mode": _one_mode, "two-mode": _two_mode}
