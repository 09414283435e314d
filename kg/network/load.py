"""From the store to a network: who takes part in what becomes a networkx graph with evidence on its edges."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.namespaces import PREFIXES
from kg.network.cuts import Cut
from kg.network.material import Incidence, Material
from kg.network.projections import Projection, find_projection

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["load_material", "load_network", "project"]


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

    Nodes are IRIs with ``label``, ``kind``, ``iri``, ``polity`` where facts tell just one (see
    :mod:`kg.network.polities`), and in a two-mode network ``bipartite``: 0 for agents and 1 for events. Edges carry
    ``weight`` (an integer), ``events`` (sorted IRIs of what they rest on), ``evidence`` (sorted IRIs of the assertions
    that say so); in a one-mode network also ``newman``, the sum of 1/(n−1) over the shared events of n participants
    each (Newman 2001, Phys. Rev. E 64, 016132); in a two-mode network ``roles``, the sorted names of the properties.
    The graph carries what it is: ``name``, ``summary``, ``node``, ``edge``, ``weight``, ``warning``, ``projection``,
    ``directed``, ``view``, ``as_of``, ``since``, ``until``, ``participants`` (each event's sorted nodes), the number of
    ``events`` and ``articles``, and ``undated_left_out``: how many events were left out because they may lie outside
    ``since``..``until``.
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


def load_material(
    store: ox.Store,
    name: str,
    *,
    as_of: date | str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    view: str = "reported",
) -> Material:
    """Read what a network is built from, so that it can be built again without some articles.

    Args and Raises are those of :func:`load_network`.
    """
    projection, cut = find_projection(name), Cut.of(view, as_of, since, until)
    return Material(store, projection, cut, _incidences(store, projection))


def project(store: ox.Store, projection: Projection, cut: Cut) -> nx.Graph:
    """Build the network that a projection describes; see :func:`load_network`."""
    return Material(store, projection, cut, _incidences(store, projection)).network()


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
