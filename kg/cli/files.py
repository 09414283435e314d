"""export, stats, diff: the graph as files, as numbers, and against another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

import kg
from kg.cli.completion import complete_networks
from kg.cli.messages import note
from kg.cli.options import (
    NetworkSource,
    UserPath,
    annotations_option,
    bom_option,
    format_option,
    network_options,
    store_option,
)
from kg.cli.output import as_json, destination, write_pieces, written_to
from kg.cli.progress import waiting
from kg.cli.terminal import say
from kg.suggest import counted

__all__ = ["diff", "export", "stats"]


@click.command()
@click.argument("file", type=UserPath())
@click.option(
    "--network",
    metavar="NETWORK",
    shell_complete=complete_networks,
    help="Write this network instead of the graph: .graphml .gexf .csv .json",
)
@click.option(
    "--profile",
    type=click.Choice(["facts", "org", "schema", "ftm"]),
    help="Write only the facts: in our own terms (facts), W3C ORG, schema.org, or followthemoney (.jsonl).",
)
@click.option(
    "--with-evidence", is_flag=True, help="With --profile facts: also who states each fact, where, and in which words."
)
@click.option("--about", metavar="THING", help="With --profile facts: only what is stated of this thing.")
@click.option("--article", metavar="ID", help="With --profile facts: only what this article states.")
@click.option(
    "--rdf12", is_flag=True, help="Write each assertion as a reifier of a triple term, in RDF 1.2: .ttl .trig .nt .nq"
)
@format_option
@bom_option
@network_options
def export(
    file: Path,
    network: str | None,
    profile: str | None,
    with_evidence: bool,
    about: str | None,
    article: str | None,
    rdf12: bool,
    form: str | None,
    bom: bool,
    source: NetworkSource,
) -> None:
    """Write the graph or a network to a file; the suffix gives the format.

    FILE may be - for standard output, with --format.

    The graph: .trig .nq .jsonld (with the named graphs), .ttl .nt .rdf (their union). A profile holds facts only;
    stderr says how many assertions it leaves out, and why. The profile facts is Turtle to be read: a block for each
    thing, without plans, denials, and what is disputed.

    \b
    Examples:
      kg export graph.ttl
      kg export polities.graphml --network polity-cooperation
      kg export entities.jsonl --profile ftm
      kg export baku.ttl --profile facts --about Baku --with-evidence
      kg export - --format nt
    """
    from kg.errors import UsageError
    from kg.export import NETWORK_SUFFIXES, RDF_12_SUFFIXES, RDF_SUFFIXES, write_network, write_rdf

    if profile != "facts" and (with_evidence or about is not None or article is not None):
        raise UsageError("--with-evidence, --about and --article are only for facts", hint="give --profile facts")
    if rdf12 and (profile is not None or network is not None):
        raise UsageError("--rdf12 is only for the whole graph", hint="leave out --profile and --network")
    if profile is not None:
        if network is not None:
            raise UsageError("--profile and --network cannot be written to one file", hint="give one of them")
        part = {"about": about, "article": article, "with_evidence": with_evidence} if profile == "facts" else {}
        _export_profile(file, profile, form, source, **part)
        return
    if bom and network is None:
        raise UsageError("--bom is only for a network written as csv", hint="name one with --network; see: kg networks")
    if network is None:
        suffix = f".{form}" if form is not None else file.suffix
        if suffix in NETWORK_SUFFIXES:
            raise UsageError(f"{suffix} holds a network", hint="name one with --network; see: kg networks")
        if source.is_filtered:
            raise UsageError(
                "--view, --as-of, --since, --until and --status are only for networks", hint="name one with --network"
            )
        with destination(file, form, RDF_12_SUFFIXES if rdf12 else RDF_SUFFIXES) as path, waiting("writing"):
            written = write_rdf(source.dataset(kg.open(source.store_path)), path, rdf12=rdf12)
        written_to(file, counted(written, "statement"))
        return
    opened, graph = source.open(network)
    with destination(file, form, NETWORK_SUFFIXES) as path, waiting("writing"):
        write_network(graph, path, source.dataset(opened), bom=bom)
    written_to(file, f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")


def _export_profile(file: Path, profile: str, form: str | None, source: NetworkSource, **part: Any) -> None:
    """Write a profile, and report on stderr what it leaves out; ``part`` narrows down and adds to the plain facts."""
    from kg.errors import UsageError
    from kg.export import RDF_SUFFIXES, profile_suffixes, write_facts, write_profile
    from kg.store import asked_often

    if any((source.as_of, source.since, source.until, source.status)):
        raise UsageError(
            "--as-of, --since, --until and --status are only for networks",
            hint="with a profile, use --view and --annotations",
        )
    suffixes = RDF_SUFFIXES if profile == "facts" else profile_suffixes(profile)
    with destination(file, form, suffixes) as path, waiting("writing"):
        dataset = asked_often(kg.open(source.store_path).dataset(source.view, annotations=source.annotations))
        report = write_facts(dataset, path, **part) if profile == "facts" else write_profile(dataset, profile, path)
    written_to(file, f"{report.written:,} {report.unit}, from {report.expressed:,} assertions")
    for line in report.left_out_lines():
        note(line)


@click.command()
@click.option("--coverage", is_flag=True, help="Show instead the terms that no data use, and the data without a term.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@annotations_option
@store_option
def stats(coverage: bool, form: str, annotations: str, store_path: Path) -> None:
    """What is in the store, in numbers.

    Drafts are counted among the annotations by status, and nowhere else without --annotations all.

    \b
    Examples:
      kg stats --format json
      kg stats --coverage
    """
    graph = kg.open(store_path)
    with waiting("counting"):
        counts = graph.coverage(annotations=annotations) if coverage else graph.stats(annotations=annotations)
    if form == "json":
        as_json(counts)
        return
    for name, value in counts.items():
        if isinstance(value, dict):
            say(f"{name}:")
            for key, number in value.items():
                say(f"  {number:>8,}  {key}")
        elif isinstance(value, list):
            say("\n  ".join([f"{len(value):>10,}  {name}", *value]))
        else:
            say(f"{value:>10,}  {name}")


@click.command()
@click.argument("a", type=UserPath(exists=True))
@click.argument("b", type=UserPath(exists=True))
def diff(a: Path, b: Path) -> None:
    """Compare two stores quad by quad: what only A says (-), and what only B says (+); drafts too.

    The exit code is 1 when they differ.

    \b
    Example:
      kg diff old-store new-store
    """
    from kg.namespaces import DERIVED_GRAPH
    from kg.terms import DefaultGraph, NamedNode

    def quads(path: Path) -> set[str]:
        dataset = kg.open(path).dataset(annotations="all")
        # What is derived nobody says: it follows from the rest.
        own = (DefaultGraph(), NamedNode(DERIVED_GRAPH))
        return {str(quad) for quad in dataset if quad.graph_name not in own}

    with waiting("comparing"):
        one, other = quads(a), quads(b)
    lines = sorted([(quad, "-") for quad in one - other] + [(quad, "+") for quad in other - one])
    write_pieces(f"{sign} {quad} .\n" for quad, sign in lines)
    sys.exit(1 if lines else 0)
