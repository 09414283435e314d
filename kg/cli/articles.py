"""check, load, retract: articles in, a report out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from kg.cli.options import store_option, texts_option
from kg.findings import Severity
from kg.pipeline import ArticleReport, Pipeline, Report
from kg.pipeline import retract as retract_articles
from kg.store import OxigraphStore

__all__ = ["check", "load", "retract"]

_PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
_VERBOSE = click.option("-v", "--verbose", is_flag=True, help="Show notes too, not only errors and warnings.")
_BASE = click.option(
    "--base", envvar="KG_BASE", metavar="IRI", help="What the IRIs of things begin with; also KG_BASE."
)
_ONTOLOGY = click.option(
    "--ontology",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Another ontology than the bundled one.",
)


@click.command()
@_PATHS
@texts_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ttl", "sarif"]), default="text", show_default=True
)
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default="error",
    show_default=True,
    help="End with exit code 1 on findings as grave as this.",
)
@_VERBOSE
@_ONTOLOGY
@_BASE
def check(
    paths: tuple[Path, ...],
    texts: Path | None,
    form: str,
    fail_on: str,
    verbose: bool,
    ontology: Path | None,
    base: str | None,
) -> None:
    """Read, map and validate articles; store nothing.

    PATH is an annotated article (.yaml, .json), many (.jsonl), or a folder of them.

    \b
    Examples:
      kg check examples/articles
      kg check article.yaml --texts texts --format json
    """
    with _progress() as progress:
        report = Pipeline(ontology=ontology, texts=texts, base=base).check(paths, progress=progress)
    _print(report, form, verbose)
    sys.exit(1 if report.fails(Severity(fail_on)) else 0)


@click.command()
@_PATHS
@store_option
@texts_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_VERBOSE
@_ONTOLOGY
@_BASE
def load(
    paths: tuple[Path, ...],
    store_path: Path,
    texts: Path | None,
    form: str,
    verbose: bool,
    ontology: Path | None,
    base: str | None,
) -> None:
    """Read, map and validate articles, and load them into the store.

    An article with an error is rejected whole; the others load. What has not changed is skipped.

    \b
    Examples:
      kg load examples/articles
      kg load article.yaml --texts texts --store my-store
    """
    pipeline = Pipeline(ontology=ontology, texts=texts, base=base)
    store = OxigraphStore.open_for_writing(store_path)
    with _progress() as progress:
        report = pipeline.load(paths, store, progress=progress)
    store.close()
    _print(report, form, verbose)
    sys.exit(1 if report.fails() else 0)


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
@store_option
def retract(articles: tuple[str, ...], store_path: Path) -> None:
    """Take articles out of the store: all that nobody else says goes with them.

    \b
    Example:
      kg retract trend-4122096
    """
    OxigraphStore.open_for_reading(store_path).close()  # a store that is not there is not made
    store = OxigraphStore.open_for_writing(store_path)
    unknown = retract_articles(store, articles)
    store.close()
    for name in articles:
        click.echo(f"{'not in the store' if name in unknown else 'retracted'}  {name}")
    sys.exit(1 if unknown else 0)


def _print(report: Report, form: str, verbose: bool) -> None:
    if form == "json":
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    elif form == "text":
        _print_text(report, verbose)
    else:
        from kg.validate.reports import FORMATS

        click.echo(FORMATS[form](report.findings), nl=False)


def _print_text(report: Report, verbose: bool) -> None:
    for finding in report.findings:
        if verbose or finding.severity is not Severity.INFO:
            click.echo(str(finding))
    for article in report.articles:
        if verbose or article.status != "unchanged":
            click.echo(f"{article.status:9}  {article.id or '(no id)'}  {article.file}")
    counts = ", ".join(f"{number} {status}" for status, number in report.counts.items())
    notes = sum(finding.severity is Severity.INFO for finding in report.findings)
    hint = f"; {_count(notes, 'note')} (--verbose shows them)" if notes and not verbose else ""
    click.echo(f"{_count(len(report.articles), 'article')}: {counts}; {report.triples:,} triples{hint}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class _progress:  # noqa: N801 - used as a function
    """A counter on stderr, when that is a terminal."""

    def __enter__(self) -> Callable[[ArticleReport], None] | None:
        self._done = 0
        self._shown = sys.stderr.isatty()
        return self._step if self._shown else None

    def _step(self, _: ArticleReport) -> None:
        self._done += 1
        if self._done % 10 == 0:
            click.echo(f"\r{self._done:,} articles", nl=False, err=True)

    def __exit__(self, *exception: object) -> None:
        if self._shown and self._done >= 10:
            click.echo("\r" + " " * 30 + "\r", nl=False, err=True)
