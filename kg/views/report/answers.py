"""Answers of named questions as sections of a report: what was promised, and where sources differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.markup.html import link, table, text, timed
from kg.markup.words import cut_short
from kg.namespaces import XSD
from kg.query import Result
from kg.suggest import counted
from kg.terms import BlankNode, Literal, NamedNode, Triple
from kg.views.report.sources import ReportData

__all__ = ["differences", "promises"]

_MOST = 50
_DIFFERENCES = (
    "disputed",
    "contested",
    "conflicting-dates",
    "conflicting-places",
    "conflicting-posts",
    "conflicting-counts",
    "conflicting-statuses",
    "denials",
)
_PROMISES = ("promised-and-held", "plans-and-wishes")


def promises(report: ReportData) -> Iterator[str]:
    """What was promised, planned or wished for, and what became of it."""
    yield '<h2 id="promises">Promised and held</h2>'
    yield "<p>What somebody hopes for is not a fact in the graph. It is listed here, with who said it and when.</p>"
    yield from _answers(report, _PROMISES)


def differences(report: ReportData) -> Iterator[str]:
    """Where sources differ; what no source contradicts is not here."""
    yield '<h2 id="differences">Where sources differ</h2>'
    yield "<p>Both sides stay in the graph, each under its name. Nothing here decides between them.</p>"
    yield from _answers(report, _DIFFERENCES)


def _answers(report: ReportData, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        result = report.ask(name)
        count = len(result)
        yield f'<h3 id="{text(name)}">{text(report.summary(name))}</h3>'
        if not count:
            yield '<p class="soft">None: the graph has no such case.</p>'
            continue
        command = f"kg query {name} --evidence {report.options()}".rstrip()
        head = [*(text(_words(name)) for name in result.variables), "claims"]
        yield table(head, _rows(report, name, result), f"{counted(count, 'row')} · {command}")
        if cut := cut_short(_MOST, count, "rows"):
            yield f'<p class="soft">{cut} All: <code>{text(command)}</code></p>'


def _rows(report: ReportData, name: str, result: Result) -> Iterator[list[str]]:
    behind = result.evidence or [()] * len(result)
    for row, iris in list(zip(result.terms, behind, strict=True))[:_MOST]:
        first = report.labels(row[0]) if row and row[0] is not None else name
        yield [*(_cell(report, term) for term in row), report.ledger.claims(str(len(iris)), f"{name}: {first}", iris)]


def _words(column: str) -> str:
    """The name of a column as words: ``promisedOn`` is *promised on*."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()


def _cell(report: ReportData, term: NamedNode | BlankNode | Literal | Triple | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal) and term.datatype.value == XSD + "anyURI":
        return link(term.value)
    return timed(report.labels(term))
