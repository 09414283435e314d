"""From the store to a network: what a projection's query finds becomes a networkx graph with evidence on its edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kg.claims.corrections import as_known
from kg.errors import InputError
from kg.namespaces import local_name
from kg.network.filters import NetworkFilter
from kg.network.incidences import Incidence, Incidences, Link
from kg.network.projections import Projection, find_projection
from kg.store import Dataset, select

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["load_incidences", "load_network", "project"]


def load_network(
    store: Dataset,
    name: str,
    *,
    as_of: date | str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    view: str = "reported",
    status: str | Iterable[str] | None = None,
) -> nx.Graph:
    """Build a network from a store: a ``networkx.Graph``, or a ``DiGraph`` where the projection is directed.

    Nodes are IRIs with ``label``, ``kind``, ``iri``, ``polity`` where facts tell just one (see
    :mod:`kg.claims.polities`), ``may_be_same_as`` where that is undecided (the sorted IRIs of the others, see
    :mod:`kg.claims.sameness`), and in a two-mode network ``bipartite``: 0 for agents and 1 for events, with their
    ``status``. Edges carry

    - ``weight``: an integer, of the meaning that the graph tells;
    - ``events``: the sorted IRIs of what they rest on, events or whatever the graph's ``via`` says, see
      :func:`kg.network.attributes.events`;
    - ``evidence``: the sorted IRIs of the assertions, statements or mentions that say so, see
      :func:`kg.network.attributes.evidence`;
    - ``newman``, in a one-mode network: the sum of 1/(n−1) over the shared contexts of n participants each (Newman
      2001, Phys. Rev. E 64, 016132);
    - ``roles``, in a two-mode network: the sorted names of the properties;
    - ``statuses``, where contexts have one: how many contexts of each status; and ``planned``: True where none of them
      took place, since each was only foreseen or was called off;
    - ``held_on_day``, as of a day, where an edge rests on what holds over time: ``certain``, or ``presumed`` (attested
      before, and no end known), see :mod:`kg.claims.holding`.

    The graph carries what it is: ``name``, ``summary``, ``node``, ``edge``, ``weight``, ``warning``, ``projection``,
    ``directed``, ``via``, ``status``, ``dates``, ``view``, ``as_of``, ``since``, ``until``, ``participants`` (each
    context's sorted nodes), the number of ``vias`` and ``articles``, of ``copies`` of these where there are any, of
    ``sources`` (articles and pages that they cite for a claim, see :mod:`kg.claims.sources`), of ``events`` where
    contexts are events, and of edges that are ``planned`` where contexts have a status, and of edges that are
    ``presumed`` where there are any;
    ``may_be_same``, where nodes or contexts may be the same, see :mod:`kg.network.undecided`; and
    ``undated_left_out``: how many contexts were left out because they may lie outside ``since``..``until``.
    Attributes are plain, so that networkx writes the network in any of its formats: numbers, truth values and texts.
    What is a list or a mapping here is a text of JSON, and what would be None is not there.
    What has no edge is no node. Nodes and edges stand in the order of their IRIs.

    Args:
        store: the Oxigraph store whose default graph is the merge.
        name: a projection, see :func:`kg.network.projections.projections`.
        as_of: only what was asserted on or before this day, and of what holds over time, what held on it: an ISO day,
            month, year, or a ``datetime.date``.
        since, until: only events that certainly began within these days, both inclusive.
        view: ``reported``, or ``newsroom`` for what the newsroom itself states.
        status: what the current status of a context may be, one or several of :data:`kg.claims.status.STATUSES`, or
            ``any``; None: what the projection says, mostly ``held``. Of what is only foreseen, plans count beside
            facts: see :mod:`kg.network.filters`.

    Raises:
        UsageError: an unknown network, view or status; a status where contexts have none; a date that is not one.
        InputError: the projection's query is broken.
    """
    return project(store, find_projection(name), NetworkFilter.of(view, as_of, since, until, status))


def load_incidences(
    store: Dataset,
    name: str,
    *,
    as_of: date | str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    view: str = "reported",
    status: str | Iterable[str] | None = None,
) -> Incidences:
    """Read what a network is built from, so that it can be built again without some sources.

    Args and Raises are those of :func:`load_network`.
    """
    return _incidences(store, find_projection(name), NetworkFilter.of(view, as_of, since, until, status))


def project(store: Dataset, projection: Projection, filters: NetworkFilter) -> nx.Graph:
    """Build the network that a projection describes; see :func:`load_network`."""
    return _incidences(store, projection, filters).network()


def _incidences(store: Dataset, projection: Projection, filters: NetworkFilter) -> Incidences:
    store = as_known(store, filters.as_of)
    rows = _links(store, projection) if projection.projection == "links" else _taking_part(store, projection)
    return Incidences(store, projection.asked_for(filters.statuses), filters, rows)


def _taking_part(store: Dataset, projection: Projection) -> set[Incidence]:
    found = _rows(store, projection, ("node", "via", "evidence"))
    return {Incidence(row["node"], row["via"], row["evidence"], row.get("role", ""), _modality(row)) for row in found}


def _links(store: Dataset, projection: Projection) -> set[Link]:
    found = _rows(store, projection, ("source", "target", "via", "evidence"))
    return {Link(row["source"], row["target"], row["via"], row["evidence"], _modality(row)) for row in found}


def _modality(row: Mapping[str, str]) -> str:
    """That of the evidence; a query without modalities returns what counts."""
    return local_name(row["modality"]) if "modality" in row else "fact"


def _rows(store: Dataset, projection: Projection, wanted: Sequence[str]) -> Iterator[dict[str, str]]:
    """What the query returns, by the names of its variables; what is not bound is left out.

    Raises:
        InputError: the query is not SPARQL, or leaves out what is wanted.
    """
    where = f"queries/networks/{projection.name}.rq"
    try:
        solutions = select(store, projection.query)
    except SyntaxError as error:
        raise InputError(f"this query is not SPARQL: {error}", where=where) from error
    names = [variable.value for variable in solutions.variables]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise InputError(f"the query returns no ?{', ?'.join(missing)}", where=where)
    for solution in solutions:
        row = {name: term.value for name in names if (term := solution[name]) is not None}
        empty = [name for name in wanted if name not in row]
        if empty:
            raise InputError(f"the query leaves ?{', ?'.join(empty)} empty", where=where)
        yield row
