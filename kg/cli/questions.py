"""query, queries, explain: a question in, an answer out, with its evidence."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg
from kg.cli.options import held_on_option, languages_option, queries_option, store_option, view_option
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.query import Labels, Result

__all__ = ["explain", "queries", "query"]

_LARGEST = 1 << 20


@click.command()
@click.argument("name", required=False)
@click.option("-q", "--sparql", metavar="SPARQL", help="The query itself.")
@click.option(
    "-f", "--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A file with the query."
)
@click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="KEY=VALUE", help="A parameter of a named question."
)
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    metavar="FORMAT",
    help="table csv tsv json xml markdown ttl nt",
)
@click.option("--evidence", is_flag=True, help="Under each row the quotes, articles and speakers behind it.")
@click.option("--labels/--iris", default=None, help="Show names, or IRIs; default: names in tables of named questions.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Only the first N rows.")
@click.option("--timeout", type=float, default=60.0, show_default=True, metavar="SECONDS", help="0: none.")
@view_option
@held_on_option
@languages_option
@queries_option
@store_option
def query(
    name: str | None,
    sparql: str | None,
    file: Path | None,
    parameters: tuple[str, ...],
    form: str,
    evidence: bool,
    labels: bool | None,
    limit: int | None,
    timeout: float,
    view: str,
    as_of: str | None,
    languages: tuple[str, ...],
    query_folders: tuple[Path, ...],
    store_path: Path,
) -> None:
    """Ask a named question, or any SPARQL: SELECT, ASK, CONSTRUCT or DESCRIBE.

    NAME is a question of the catalogue (see: kg queries), or - to read SPARQL from standard input.

    \b
    Examples:
      kg query bilateral-forums --evidence
      kg query events-in-place -p place=Baku --format csv
      kg query -q 'SELECT ?event { ?event a tnk:Forum }'
    """
    from kg.query import FORMATS, Labels, deadline

    if form not in FORMATS:
        raise UsageError(f"there is no format {form!r}", hint=f"one of {', '.join(FORMATS)}")
    text = _sparql(name, sparql, file)
    graph = kg.open(store_path)
    graph.query_folders = query_folders
    hint = "ask for less: fewer OPTIONAL parts, a named thing in place of a variable; or give a longer --timeout"
    with deadline(timeout, f"kg: the query was ended after {timeout:g} seconds\n  → {hint}"):
        if text is not None:
            if parameters:
                raise UsageError("-p goes with a named question", hint="write the value into your query")
            result = graph.query(text, view=view, as_of=as_of)
            _warn_of_unknown_terms(graph, text)
        else:
            assert name is not None  # noqa: S101 - _sparql saw to it
            result = graph.answer(name, _values(parameters), view=view, as_of=as_of)
        tables = form in ("table", "markdown") and (text is None or evidence)
        dataset = graph.dataset(view, as_of)
        names = Labels(dataset, languages)
        if evidence and text is not None:
            result = _traced(dataset, text, result, timeout)
        _print(result, form, limit, names, dataset if evidence else None, tables if labels is None else labels)


def _sparql(name: str | None, sparql: str | None, file: Path | None) -> str | None:
    """The text of the query; None when a named question was asked."""
    given = [each for each in (name, sparql, file) if each is not None]
    if len(given) != 1:
        raise click.UsageError("give one of: the name of a question, -q SPARQL, -f FILE, or - for standard input")
    if sparql is not None:
        return sparql
    if name is not None and name != "-":
        return None
    data = sys.stdin.buffer.read(_LARGEST + 1) if file is None else file.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"the query is not UTF-8: {error}", where=str(file or "standard input")) from error


def _values(parameters: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for parameter in parameters:
        key, equals, value = parameter.partition("=")
        if not equals:
            raise click.UsageError(f"-p takes KEY=VALUE, not {parameter!r}")
        if key in values:
            raise click.UsageError(f"-p {key} is given twice")
        values[key] = value
    return values


def _warn_of_unknown_terms(graph: kg.Graph, text: str) -> None:
    from kg.query import unknown_terms

    for finding in unknown_terms(text, graph.dataset()):
        click.echo(f"kg: {finding.message}" + (f" ({finding.hint})" if finding.hint else ""), err=True)


def _traced(dataset: ox.Store, text: str, result: Result, timeout: float) -> Result:
    """The result with its evidence: its own, or traced through the patterns of the query."""
    from kg.query import trace

    if result.kind == "select" and "evidence" in result.variables:
        return result
    found, notes = trace(dataset, text, result, timeout=timeout or None)
    for note in notes:
        click.echo(f"kg: {note}", err=True)
    return found


def _print(
    result: Result, form: str, limit: int | None, names: Labels, evidence: ox.Store | None, is_labelled: bool
) -> None:
    """Write a result; ``evidence`` is the store to read it from, where it is wanted."""
    from kg.query import EvidenceReader, render, result_table

    if form in ("table", "markdown") or evidence is not None:
        result = result.merge_evidence()
    result = result.limit(limit)
    if evidence is None:
        for piece in render(result, form, labels=names if is_labelled else None):
            click.echo(piece, nl=False)
        return
    if form != "table":
        raise UsageError("--evidence goes with --format table", hint="in the other formats, ?evidence is a column")
    if result.evidence is None:
        raise UsageError("the rows of this question count or compare, and rest on no single claim")
    click.echo(result_table(result, labels=names, evidence=EvidenceReader(evidence, names)))


@click.command()
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@queries_option
def queries(name: str | None, form: str, query_folders: tuple[Path, ...]) -> None:
    """The catalogue: what each named question asks, its parameters, an example.

    \b
    Examples:
      kg queries
      kg queries events-in-place
    """
    from kg.query import bundled_catalogue

    catalogue = bundled_catalogue(query_folders)
    chosen = [catalogue.get(name)] if name else [catalogue.get(each) for each in catalogue.names()]
    if form == "json":
        click.echo(json.dumps([each.as_dict() for each in chosen], ensure_ascii=False, indent=2))
    elif name:
        (each,) = chosen
        click.echo(f"{each.summary}\n{each.description}".rstrip())
        for parameter in each.parameters:
            click.echo(f"  -p {parameter}")
        if each.columns:
            click.echo("columns:")
            click.echo("\n".join(f"  {column}" for column in each.columns))
        if each.expected:
            click.echo(f"on the bundled examples: {each.expected}")
        click.echo(f"\n{each.example}\n\n{each.body}")
    else:
        width = max(len(each.name) for each in chosen)
        for group in dict.fromkeys(each.group for each in sorted(chosen, key=lambda q: q.group)):
            click.echo(f"{group}:")
            for each in chosen:
                if each.group == group:
                    click.echo(f"  {each.name:{width}}  {each.summary}")


@click.command()
@click.argument("subject")
@click.argument("relation", required=False)
@click.argument("object", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@held_on_option
@store_option
def explain(
    subject: str,
    relation: str | None,
    object: str | None,  # noqa: A002
    form: str,
    as_of: str | None,
    store_path: Path,
) -> None:
    """Every quote, article, speaker and modality for and against what is said of a thing.

    SUBJECT and OBJECT are names in any spelling, IRIs, or ids such as polity/az.

    \b
    Examples:
      kg explain "Tural Aliyev" holdsPost
      kg explain "Northern Cyprus" observerOf
    """
    found = kg.open(store_path).explain(subject, relation, object, as_of=as_of)
    click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2) if form == "json" else str(found))
    sys.exit(0 if found.facts else 1)
