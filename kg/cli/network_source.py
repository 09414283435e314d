"""The options that choose a network and filter it, shared by all commands on networks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kg
from kg.cli.completion import complete_statuses
from kg.cli.messages import note
from kg.cli.options import as_of_option, store_option, view_option

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["NetworkSource", "network_options", "tell_of_cuts"]


@dataclass(frozen=True, slots=True)
class NetworkSource:
    """The options that filter a network."""

    store: Path
    view: str
    as_of: str | None
    since: str | None
    until: str | None
    status: tuple[str, ...] = ()

    @property
    def is_cut(self) -> bool:
        """Whether anything but the whole was asked for."""
        return self.view != "reported" or any((self.as_of, self.since, self.until, self.status))

    @property
    def filters(self) -> dict[str, Any]:
        """The selection, as keywords of :func:`kg.network.load_network` and :func:`kg.network.load_incidences`."""
        filters = {"as_of": self.as_of, "since": self.since, "until": self.until, "view": self.view}
        return filters | {"status": self.status or None}

    def open(self, name: str) -> tuple[kg.Graph, nx.Graph]:
        """The graph of the store and one of its networks; stderr says what was left out."""
        graph = kg.open(self.store)
        network = graph.network(name, **self.filters)
        tell_of_cuts(network)
        return graph, network


def tell_of_cuts(network: nx.Graph) -> None:
    """Say on stderr what was left out because its date is not stated, and how much rests on plans."""
    about = network.graph
    left_out, planned, context = about["undated_left_out"], about.get("planned", 0), about["via"]
    if left_out:
        note(f"left out because they may lie outside these dates: {left_out} {context}s")
    if planned:
        edges, statuses = network.number_of_edges(), about["status"]
        note(f"planned, not fact: {planned} of {edges} edges rest on no {context} that was held")
        note(f"counted: {context}s with the status {statuses}")


def network_options(command: Callable[..., None]) -> Callable[..., None]:
    """``--store``, ``--view``, ``--as-of``, ``--since``, ``--until`` and ``--status``, handed on as one ``source``."""

    @functools.wraps(command)
    def with_source(
        *,
        store_path: Path,
        view: str,
        as_of: str | None,
        since: str | None,
        until: str | None,
        status: tuple[str, ...],
        **others: Any,
    ) -> None:
        command(source=NetworkSource(store_path, view, as_of, since, until, status), **others)

    status_option = click.option(
        "--status",
        multiple=True,
        metavar="STATUS",
        shell_complete=complete_statuses,
        help="Which statuses of events count: held,planned, say, or any. Default: in most networks, held.",
    )
    until_option = click.option("--until", metavar="DATE", help="Only events that certainly began by this day.")
    since_option = click.option("--since", metavar="DATE", help="Only events that certainly began from this day on.")
    return store_option(view_option(as_of_option(since_option(until_option(status_option(with_source))))))
