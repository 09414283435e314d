"""query, queries, explain: a question in, an answer out, with its evidence."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg
from kg.cli.completion import (
    complete_formats,
    complete_parameters,
    complete_questions,
    complete_relations,
    complete_things,
)
from kg.cli.messages import detail, note
from kg.cli.options import (
    Asked,
    UserPath,
    asked_options,
    bom_option,
    memory_option,
    queries_option,
    timeout_option,
    width_option,
)
from kg.cli.output import as_json, byte_order_mark, terminal_width, write_pieces
from kg.cli.progress import CLEAR, progress_wanted, waiting
from kg.cli.terminal import say
from kg.errors import InputError, QueryError, QueryTimeoutError, UsageError

if TYPE_CHECKING:
    from kg.query import Catalogue, Labels, NamedQuery, Result
    from kg.store import Dataset
    from kg.terms import Term

__all__ = ["explain", "queries", "query"]


@click.command()
@click.argument("name", required=False, shell_complete=complete_questions)
@click.option("-q", "--sparql", metavar="SPARQL", help="The query itself.")
@click.option("-f", "--file", type=UserPath(exists=True, dir_okay=False), help="A file with the query.")
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    shell_complete=complete_parameters,
    help="A parameter of a named question; see: kg queries NAME",
)
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    metavar="FORMAT",
    shell_complete=complete_formats,
    help="table csv tsv json xml markdown ttl nt",
)
@bom_option
@click.option("--evidence", is_flag=True, help="Show under each row the quotes, articles and speakers behind it.")
@click.option("--labels/--iris", default=None, help="Show names, or IRIs; default: names in tables of named questions.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Only the first N rows.")
@click.option("--explain", "is_explained", is_flag=True, help="Show instead why the query is slow, or finds nothing.")
@width_option
@timeout_option
@memory_option
@asked_options
def query(
    name: str | None,
    sparql: str | None,
    file: Path | None,
    parameters: tuple[str, ...],
    form: str,
    bom: bool,
    evidence: bool,
    labels: bool | None,
    limit: int | None,
    is_explained: bool,
    width: int | None,
    timeout: float,
    memory: float,
    asked: Asked,
) -> None:
    """Ask a named question, or any SPARQL: SELECT, ASK, CONSTRUCT or DESCRIBE.

    NAME is a question of the catalogue (see: kg queries), or - to read SPARQL from standard input.

    \b
    Examples:
      kg query bilateral-forums --evidence
      kg query events-in-place -p place=Baku --format csv
      kg query -q 'SELECT ?event { ?event a tnk:Forum }'
      kg query events-in-place -p place=Baku --explain
    """
    from kg.query import Labels, bind, check_format, run, view_day

    check_format(form)
    mark = byte_order_mark(bom, form)
    text = _sparql(name, sparql, file)
    if text is not None and parameters:
        raise UsageError("-p is only for named questions", hint="write the value into your query")
    began = time.monotonic()
    graph = asked.open()
    with _ended_after(timeout):
        question = None if name is None or text is not None else _tell_of_broken(graph.catalogue).get(name)
        written: Mapping[str, str] = _values(parameters)
        if question is not None:
            written, day = view_day(question, written, asked.as_of)
            asked = replace(asked, as_of=day)
        dataset = graph.dataset(**asked.filters)
        names = Labels(dataset, asked.languages)
        values = {} if question is None else bind(question, written, names)
        sparql = question.text if question is not None else text or ""
        if text is not None:
            _warn_of_unknown_terms(graph, text)
        with _told_of_its_file(question):
            if is_explained:
                _explain_query(dataset, sparql, values, form, timeout)
                return
            with waiting("asking"):  # what counts or sorts is evaluated here, the rest as its rows are wanted
                result = run(dataset, sparql, substitutions=values or None, memory=memory)
        tables = form in ("table", "markdown") and (text is None or evidence)
        if evidence and text is not None:
            result = _traced(dataset, text, result, timeout)
        shown = _Shown(
            form, limit, names, dataset if evidence else None, tables if labels is None else labels, width, mark
        )
        _print(result, shown)
    day = f", as of {asked.as_of}" if asked.as_of else ""
    detail(f"{asked.store_path}, view {asked.view}{day}: {time.monotonic() - began:.2f} s")


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End the process when the question takes too long, and say what to try."""
    hint = (
        "--explain shows which part is large; ask for less (--limit, fewer OPTIONAL parts, a named thing instead of a "
        "variable), or give a longer --timeout"
    )
    from kg.query import deadline

    clear = CLEAR if progress_wanted() else ""
    with deadline(seconds, f"{clear}kg: the query was stopped after {seconds:g} seconds\n  → {hint}"):
        yield


@contextmanager
def _told_of_its_file(question: NamedQuery | None) -> Iterator[None]:
    """Report an error in a named question as an error in its file."""
    try:
        yield
    except QueryError as error:
        if question is not None and error.where is not None:
            error.where = f"{question.file}: {error.where}"
        raise


def _explain_query(dataset: Dataset, text: str, values: Mapping[str, Term], form: str, timeout: float) -> None:
    """Show what a query asks of the store, part by part, and how long it takes."""
    from kg.query.profile import measure, profile
    from kg.query.run import check_runs

    if form not in ("table", "json"):
        raise UsageError(f"--explain does not write {form}", hint="--format table or json")
    check_runs(dataset, text, values)
    with waiting("counting"):
        found = profile(dataset, text, values)
    if form == "table":
        say(f"{found}\n")
    with waiting("asking"):
        timing = measure(dataset, text, values, timeout=timeout / 2 or None)
    if form == "json":
        as_json(found.as_dict() | timing.as_dict())
    else:
        say(str(timing))
    if not timing.finished:
        sys.exit(QueryTimeoutError.exit_code)


def _sparql(name: str | None, sparql: str | None, file: Path | None) -> str | None:
    """The text of the query; None for a named question."""
    given = [each for each in (name, sparql, file) if each is not None]
    if len(given) != 1:
        raise click.UsageError("give one of: the name of a question, -q SPARQL, -f FILE, or - for standard input")
    if sparql is not None:
        return sparql
    if name is not None and name != "-":
        return None
    from kg.query.catalogue import decode_query, read_query
    from kg.query.guard import MAX_BYTES

    if file is not None:
        return read_query(file)
    if sys.stdin is None:
        raise InputError("standard input is closed", hint="give the query with -q SPARQL or -f FILE")
    return decode_query(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input")


def _tell_of_broken(catalogue: Catalogue) -> Catalogue:
    """The catalogue; files that it had to leave out are reported."""
    for error in catalogue.broken.values():
        note(f"left out: {error}")
    return catalogue


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
        note(finding.message + (f" ({finding.hint})" if finding.hint else ""))


def _traced(dataset: Dataset, text: str, result: Result, timeout: float) -> Result:
    """The result with its evidence: its own, or traced through the query."""
    from kg.query import trace

    if result.kind == "select" and "evidence" in result.variables:
        return result
    found, notes = trace(dataset, text, result, timeout=timeout or None)
    for each in notes:
        note(each)
    return found


@dataclass(frozen=True, slots=True)
class _Shown:
    """How a result is shown; ``evidence`` is the store to read evidence from, if wanted."""

    form: str
    limit: int | None
    names: Labels
    evidence: Dataset | None
    is_labelled: bool
    width: int | None
    mark: str


def _print(result: Result, shown: _Shown) -> None:
    from kg.query import EvidenceReader, render, result_table

    if shown.form in ("table", "markdown") or shown.evidence is not None:
        result = result.merge_evidence()
    result = result.limit(shown.limit)
    width = terminal_width(shown.width)
    if shown.evidence is None:
        names = shown.names if shown.is_labelled else None
        write_pieces(chain(filter(None, [shown.mark]), render(result, shown.form, labels=names, width=width)))
        return
    if shown.form != "table":
        raise UsageError("--evidence goes with --format table", hint="in the other formats, ?evidence is a column")
    if result.evidence is None:
        raise UsageError("the rows of this question count or compare, so they do not rest on single claims")
    with waiting("reading the evidence"):
        reader = EvidenceReader(shown.evidence, shown.names)
        text = result_table(result, labels=shown.names, width=width, evidence=reader)
    write_pieces([text, "\n"])


@click.command()
@click.argument("name", required=False, shell_complete=complete_questions)
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

    catalogue = _tell_of_broken(bundled_catalogue(query_folders))
    chosen = [catalogue.get(name)] if name else [catalogue.get(each) for each in catalogue.names()]
    if form == "json":
        as_json([each.as_dict() for each in chosen])
    elif name:
        (each,) = chosen
        say(f"{each.summary}\n{each.description}".rstrip())
        for parameter in each.parameters:
            say(f"  -p {parameter}")
        if each.columns:
            say("columns:")
            say("\n".join(f"  {column}" for column in each.columns))
        if each.expected:
            say(f"on the bundled examples: {each.expected}")
        say(f"\n{each.example}\n\n{each.body}")
    else:
        width = max(len(each.name) for each in chosen)
        for group in dict.fromkeys(each.group for each in sorted(chosen, key=lambda q: q.group)):
            say(f"{group}:")
            for each in chosen:
                if each.group == group:
                    say(f"  {each.name:{width}}  {each.summary}")


@click.command()
@click.argument("subject", shell_complete=complete_things)
@click.argument("relation", required=False, shell_complete=complete_relations)
@click.argument("object", required=False, shell_complete=complete_things)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@timeout_option
@asked_options
def explain(
    subject: str,
    relation: str | None,
    object: str | None,  # noqa: A002
    form: str,
    timeout: float,
    asked: Asked,
) -> None:
    """Show every quote, article, speaker and modality for and against what is said about a thing.

    SUBJECT and OBJECT are names in any spelling, IRIs, or ids such as polity/az. What contradicts
    a claim, such as another date, follows as “differs”; with an OBJECT, in full. Of an article, by its id or
    title, its publisher, date and address come first, with who recorded them.

    \b
    Examples:
      kg explain "Tural Aliyev" holdsPost
      kg explain "Northern Cyprus" observerOf
      kg explain "Solidarity Forum of NGOs" heldIn Baku
      kg explain trend-4122096 published
    """
    graph = asked.open()
    _tell_of_broken(graph.catalogue)
    with _ended_after(timeout), waiting("asking"):
        found = graph.explain(subject, relation, object, languages=asked.languages, **asked.filters)
    if form == "json":
        as_json(found.as_dict())
    else:
        write_pieces([str(found), "\n"])
    sys.exit(0 if found.facts or found.publication else 1)
