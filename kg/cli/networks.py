"""networks, describe: the networks there are, and each as a whole."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

import kg
from kg.cli.completion import complete_networks
from kg.cli.options import NetworkSource, bom_option, network_options, slices_option, weights_option
from kg.cli.output import as_json, byte_order_mark, print_found, terminal_width
from kg.cli.terminal import say
from kg.text import plain

if TYPE_CHECKING:
    from kg.network import Description
    from kg.network.projections import Projection

__all__ = ["describe", "networks"]

_GROUPS_SHOWN, _NAMES_SHOWN = 12, 20


@click.command()
@click.argument("name", required=False, shell_complete=complete_networks)
@click.option("--measures", is_flag=True, help="List the measures instead: title, weights, directions, source.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def networks(name: str | None, measures: bool, form: str) -> None:
    """The networks: what is a node, an edge, a weight, and what each must not be used for.

    With NAME, show one network in full, with its query. Below the list are the measures to rank by.

    \b
    --format json gives [{"name", "summary", "node", "edge", "weight", "directed", "projection", "via", "status",
    "dates", "view", "warning"}], of one network for NAME; with --measures [{"name", "title", "weights", "directed",
    "needs", "reference"}]: weights is strength, distance (1/weight), always (a strength, also unasked) or none.

    \b
    Examples:
      kg networks
      kg networks co-participation
      kg networks --measures --format json
    """
    from kg.network import MEASURES, find_projection, projections
    from kg.query.catalogue import without_header

    if measures and name is not None:
        raise click.UsageError("give NAME or --measures, not both")
    if measures:
        if form == "json":
            as_json([each.as_dict() for each in MEASURES.values()])
        else:
            _print_measures()
        return
    chosen = [find_projection(name)] if name is not None else list(projections().values())
    if form == "json":
        as_json([each.as_dict() for each in chosen])
    elif name is not None:
        _print_projection(chosen[0])
        say(f"\n{without_header(chosen[0].query)}")
    else:
        for each in chosen:
            _print_projection(each)
            say()
        _print_measures()


def _print_projection(projection: Projection) -> None:
    say(projection.name)
    directed = "yes: paths and measures follow the edges" if projection.directed else "no"
    for title, text in (
        ("", projection.summary),
        ("node: ", projection.node),
        ("edge: ", projection.edge),
        ("weight: ", projection.weight),
        ("directed: ", directed),
        ("status: ", f"only what is currently {projection.status}" if projection.status else "any"),
        ("view: ", projection.view),
        ("beware: ", projection.warning),
    ):
        say(textwrap.fill(title + text, width=100, initial_indent="  ", subsequent_indent="    "))


def _print_measures() -> None:
    """A line a measure."""
    from kg.network import MEASURES
    from kg.query import table

    rows = [[each.name, each.title, each.weights, each.directed, each.source] for each in MEASURES.values()]
    head = ["measure", "meaning", "weights", "directed", "source"]
    say(table(head, rows, width=terminal_width(None)))
    say(
        "weights: what a weight is used as; always: as a strength, even when not asked for. Use: kg rank NETWORK --by …"
    )


@click.command()
@click.argument("network", shell_complete=complete_networks)
@slices_option
@click.option(
    "--group",
    default="polity",
    show_default=True,
    metavar="ATTRIBUTE",
    help="The node attribute that assortativity compares.",
)
@weights_option
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Seed of the search for communities.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@bom_option
@network_options
def describe(
    network: str,
    periods: str | None,
    group: str,
    weighted: bool | str,
    seed: int,
    form: str,
    bom: bool,
    source: NetworkSource,
) -> None:
    """A network as a whole: density, components, bridges, communities; also for slices of time.

    Below the table are the names: bridges, articulation nodes, and who is in which community (Leiden, with seed).
    Weights count for communities only.

    \b
    --format json gives {"directed", "nodes", "edges", "density", "components": [sizes], "bridges": [[IRI, IRI]],
    "articulation_nodes": [IRIs], "diameter", "transitivity", "assortativity", "group", "grouped", "about",
    "labels": {IRI: name}, "communities": [[IRIs]], "modularity", "seed"}; null where something is not defined.
    With --slices {"whole": the same, "slices": [the same with "since" and "until"],
    "undated": [IRIs of events], "elsewhere": [IRIs of events]}.

    \b
    Examples:
      kg describe co-participation
      kg describe polity-cooperation --slices 2019,2020/2024,2025
    """
    mark = byte_order_mark(bom, form)
    if periods is None:
        from kg.network import describe as describe_network

        _, graph = source.open(network)
        whole = describe_network(graph, group=group, weighted=weighted, seed=seed)
        if print_found(whole, form, mark, whole.as_dict):
            _print_groups(whole)
        return
    parts = kg.open(source.store_path).slices(network, periods, annotations=source.annotations, **source.filters)
    found = parts.describe(group, weighted, seed)
    if print_found(found, form, mark, found.as_dict):
        for title, each in found.titled():
            _print_groups(each, f"{title}: ")


def _print_groups(found: Description, before: str = "") -> None:
    """The names behind the numbers; of long lists, the beginning."""

    groups = list(found.groups())
    for what, names in groups[:_GROUPS_SHOWN]:
        say(f"\n{before}{what}")
        for name in names[:_NAMES_SHOWN]:
            say(f"  {plain(name)}")
        if len(names) > _NAMES_SHOWN:
            say(f"  … and {len(names) - _NAMES_SHOWN} more: --format json lists all")
    if len(groups) > _GROUPS_SHOWN:
        say(f"\n{before}… and {len(groups) - _GROUPS_SHOWN} more communities: --format json lists all")
