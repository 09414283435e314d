"""check, load, retract: articles in, a report out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from kg.cli.completion import complete_articles
from kg.cli.messages import manners
from kg.cli.options import UserPath, store_option
from kg.cli.output import as_json
from kg.cli.progress import Progress, progress
from kg.cli.reading import export_options, ontology_option, texts_option
from kg.cli.terminal import say
from kg.findings import Finding, Severity, fails
from kg.pipeline import Pipeline, Report
from kg.pipeline import retract as retract_articles
from kg.read import MappingFile, find_files
from kg.store import OxigraphStore
from kg.suggest import counted

__all__ = ["check", "load", "retract"]

_PATHS = click.argument("paths", nargs=-1, required=True, type=UserPath(), metavar="PATH…")
_BASE = click.option("--base", envvar="KG_BASE", metavar="IRI", help="The base of the IRIs of things; also KG_BASE.")

_JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="How many processes read and validate; default: as many as the cores and the amount of articles suggest.",
)


@click.command()
@click.argument("paths", nargs=-1, type=UserPath(), metavar="PATH…")
@click.option("--reference", is_flag=True, help="Check the reference data of the ontology instead of articles.")
@texts_option
@export_options
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ttl", "sarif"]), default="text", show_default=True
)
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default="error",
    show_default=True,
    help="Exit with code 1 on findings of this severity or worse.",
)
@_JOBS
@click.option(
    "--judge",
    type=click.Choice(["pyshacl", "shacl", "both"]),
    help="Who validates: pySHACL alone; or shacl (extra fast) first; or both, to compare them.",
)
@ontology_option
@_BASE
def check(
    paths: tuple[Path, ...],
    reference: bool,
    texts: Path | None,
    source_format: str | None,
    mapping: MappingFile | None,
    form: str,
    fail_on: str,
    jobs: int | None,
    judge: str | None,
    ontology: Path | None,
    base: str | None,
) -> None:
    """Read, map and validate articles; store nothing.

    PATH is an annotated article (.yaml, .json), many (.jsonl), the export of an annotation tool, or a folder of them;
    --map says what the labels of the tool mean. --reference checks the facts that come with the ontology: no source may
    be older than what it says, nothing may be a part of itself, and no two things may have almost the same name.

    \b
    Examples:
      kg check examples/articles
      kg check article.yaml --texts texts --format json
      kg check --reference
    """
    if reference == bool(paths):
        raise click.UsageError("give either a PATH or --reference")
    if reference:
        sys.exit(1 if _check_reference(ontology, form, Severity(fail_on)) else 0)
    with _articles(paths) as bar:
        pipeline = Pipeline(ontology=ontology, texts=texts, base=base, form=source_format, mapping=mapping, judge=judge)
        report = pipeline.check(paths, jobs=jobs, progress=bar.step)
    _print(report, form)
    sys.exit(1 if report.fails(Severity(fail_on)) else 0)


@click.command()
@_PATHS
@store_option
@texts_option
@export_options
@click.option("--drafts", is_flag=True, help="Load drafts, too; they count only where they are asked for.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_JOBS
@ontology_option
@_BASE
def load(
    paths: tuple[Path, ...],
    store_path: Path,
    texts: Path | None,
    source_format: str | None,
    mapping: MappingFile | None,
    drafts: bool,
    form: str,
    jobs: int | None,
    ontology: Path | None,
    base: str | None,
) -> None:
    """Read, map and validate articles, and load them into the store.

    An article with an error is rejected as a whole; the others are loaded. Unchanged articles are skipped. A draft
    (annotation: {status: draft}) is left out, unless --drafts is given; then it counts only where --annotations all is.
    One process writes; what is read and validated by several (--jobs) is the same, in the same order.

    \b
    Examples:
      kg load examples/articles
      kg load article.yaml --texts texts --store my-store
    """
    pipeline = Pipeline(ontology=ontology, texts=texts, base=base, form=source_format, mapping=mapping)
    find_files(paths)  # a missing path is reported before a store is made
    store = OxigraphStore.open_for_writing(store_path)
    try:
        with _articles(paths) as bar:
            report = pipeline.load(paths, store, drafts=drafts, jobs=jobs, progress=bar.step)
    finally:
        store.close()
    _print(report, form)
    sys.exit(1 if report.fails() else 0)


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…", shell_complete=complete_articles)
@store_option
def retract(articles: tuple[str, ...], store_path: Path) -> None:
    """Remove articles from the store, with everything that only they say.

    \b
    Example:
      kg retract trend-4122096
    """
    OxigraphStore.open_for_reading(store_path).close()  # a store that is not there is not made
    store = OxigraphStore.open_for_writing(store_path)
    unknown = retract_articles(store, articles)
    store.close()
    for name in articles:
        say(f"{'not in the store' if name in unknown else 'retracted'}  {name}")
    sys.exit(1 if unknown else 0)


def _check_reference(folder: Path | None, form: str, fail_on: Severity) -> bool:
    """Check the reference data and print what was found; whether something is of a severity or worse."""
    from kg.ontology.files import OntologyFolder
    from kg.validate.reference import check_reference

    source = OntologyFolder(folder)
    findings = check_reference(source)
    files = source.files("reference")
    if form == "json":
        found = [(file, [each.as_dict() for each in findings if each.file == str(file)]) for file in files]
        as_json({"files": [{"file": str(file), "findings": each} for file, each in found]})
    elif form == "text":
        for finding in findings:
            say(str(finding))
        what = f"{counted(len(findings), 'finding')}" if findings else "nothing found"
        say(f"{counted(len(files), 'file')} of reference data: {what}")
    else:
        _print_reported(findings, form)
    return fails(findings, fail_on)


def _print_reported(findings: Iterable[Finding], form: str) -> None:
    from kg.validate.reports import FORMATS

    say(FORMATS[form](findings), nl=False)


def _print(report: Report, form: str) -> None:
    if form == "json":
        as_json(report.as_dict())
    elif form == "text":
        _print_text(report, manners.verbose)
    else:
        _print_reported(report.findings, form)


def _print_text(report: Report, verbose: bool) -> None:
    for finding in report.findings:
        if verbose or finding.severity is not Severity.INFO:
            say(str(finding))
    for article in report.articles:
        if verbose or article.status != "unchanged":
            say(f"{article.status:9}  {article.id or '(no id)'}  {article.file}")
    counts = ", ".join(f"{number} {status}" for status, number in report.counts.items())
    notes = sum(finding.severity is Severity.INFO for finding in report.findings)
    hint = f"; {counted(notes, 'note')} (--verbose shows them)" if notes and not verbose else ""
    told = [f"{counted(len(report.articles), 'article')}: {counts}", f"{report.triples:,} triples"]
    if report.verified or report.unverified:
        told.append(f"{counted(report.verified, 'quote')} verified, {report.unverified:,} not")
    say("; ".join(told) + hint)


def _articles(paths: tuple[Path, ...]) -> Progress:
    """Progress in articles; the total is known when each file holds one."""
    files = find_files(paths)
    return progress("articles", None if any(file.suffix == ".jsonl" for file in files) else len(files))
