"""path: how two actors are connected, step by step, with the evidence of each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.completion import complete_networks, complete_things
from kg.cli.messages import note
from kg.cli.options import NetworkSource, network_options
from kg.cli.output import as_json
from kg.cli.terminal import say
from kg.suggest import counted
from kg.text import plain

if TYPE_CHECKING:
    import networkx as nx

    from kg.network.paths import Path, ShortestPaths
    from kg.query import EvidenceReader, Labels

__all__ = ["path"]


@click.command()
@click.argument("a", shell_complete=complete_things)
@click.argument("b", shell_complete=complete_things)
@click.option(
    "--network",
    default="co-participation",
    show_default=True,
    shell_complete=complete_networks,
    help="The network to search.",
)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="The most paths to show.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@network_options
def path(
    a: str,
    b: str,
    network: str,
    limit: int,
    form: str,
    source: NetworkSource,
) -> None:
    """Find the shortest paths between two actors, each step with its events and quotes.

    A and B are names in any spelling, alternative names too, IRIs, or ids such as polity/az. In a directed network
    paths follow the edges from A to B.

    \b
    --format json gives [{"length", "steps": [{"source", "source_label", "target", "target_label", "events",
    "event_labels", "evidence", "claims"}]}]: evidence are IRIs of assertions, claims what kg explain gives for each.

    \b
    Examples:
      kg path Türkiye Uzbekistan --network polity-cooperation
      kg path TİKA "Aygün Aliyeva"
    """
    from kg.network import find_actor, shortest_paths
    from kg.query import EvidenceReader, Labels

    opened, graph = source.open(network)
    dataset = source.dataset(opened)
    start, goal = (find_actor(graph, each, dataset) for each in (a, b))
    paths = shortest_paths(graph, start, goal, limit=limit)
    labels = Labels(dataset)
    reader = EvidenceReader(dataset, labels)
    if form == "json":
        as_json([_with_claims(each, labels, reader) for each in paths])
    elif not paths:
        along = " along its edges" if graph.is_directed() else ""
        say(f"There is no path from {a} to {b} in {network}{along}.")
    else:
        _print(paths, graph, labels, reader)
    if paths.total > len(paths):
        more = counted(paths.total - len(paths), "more path is", "more paths are")
        note(f"{more} as short; --limit shows more")


def _with_claims(path: Path, labels: Labels, reader: EvidenceReader) -> dict[str, Any]:
    found = path.as_dict()
    for step in found["steps"]:
        step["event_labels"] = [labels.of(event) for event in step["events"]]
        step["claims"] = [claim.as_dict() for claim in reader.claims(step["evidence"])]
    return found


def _print(paths: ShortestPaths, graph: nx.Graph, labels: Labels, reader: EvidenceReader) -> None:
    from kg.query import evidence_lines

    sign = "→" if graph.is_directed() else "—"
    for number, path in enumerate(paths, start=1):
        say(f"{number}. {counted(path.length, 'step')}")
        for step in path.steps:
            events = ", ".join(labels.of(event) for event in step.events)
            say(plain(f"   {step.source_label} {sign} {step.target_label}: {events}"))
            for line in evidence_lines(reader.claims(step.evidence)):
                say(plain(f"     {line}"))
