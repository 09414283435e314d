"""The options that choose a network and cut it out of a store, shared by all commands on networks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kg
from kg.cli.options import as_of_option, store_option, view_option

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["NetworkSource", "network_options"]


@dataclass(frozen=True, slots=True)
class NetworkSource:
    """The options that cut a network out of a store."""

    store: Path
    view: str
    as_of: str | None
    since: str | None
    until: str | None

    @property
    def is_cut(self) -> bool:
        """Whether anything but the whole was asked for."""
        return self.view != "reported" or any((self.as_of, self.since, self.until))

    def open(self, name: str) -> tuple[kg.Graph, nx.Graph]:
        """The graph of the store, and one of its networks; what is left out for want of a date is told on stderr."""
        graph = kg.open(self.store)
        network = graph.network(name, as_of=self.as_of, since=self.since, until=self.until, view=self.view)
        left_out = network.graph["undated_left_out"]
        if left_out:
            click.echo(f"kg: left out, since no date places them for certain: {left_out} events", err=True)
        return graph, network


def network_options(command: Callable[..., None]) -> Callable[..., None]:
    """``--store``, ``--view``, ``--as-of``, ``--since`` and ``--until``, handed on as one ``source``."""

    @functools.wraps(command)
    def with_source(
        *, store_path: Path, view: str, as_of: str | None, since: str | None, until: str | None, **others: Any
    ) -> None:
        command(source=NetworkSource(store_path, view, as_of, since, until), **others)

    until_option = click.option("--until", metavar="DATE", help="Only events that certainly began by this day.")
    since_option = click.option("--since", metavar="DATE", help="Only events that certainly began from this day on.")
    return store_option(view_option(as_of_option(since_option(until_option(with_source)))))
