"""Answers of named questions as sections of a report: what was promised, and where sources differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from kg.markup.claims import LinePart
from kg.markup.words import cut_short
from kg.namespaces import XSD
from kg.query import Result
from kg.suggest import counted
from kg.terms import BlankNode, Literal, NamedNode, Triple
from kg.views.report.ledger import Cell, ReportTable
from kg.views.report.sources import ReportData

__all__ = ["DIFFERENCES", "PROMISES", "answers"]

_MOST = 50
DIFFERENCES = (
    "disputed",
    "contested",
    "conflicting-dates",
    "conflicting-places",
    "conflicting-posts",
    "conflicting-counts",
    "conflicting-statuses",
    "denials",
)
"""The questions about where sources differ; what no source contradicts is not here."""
PROMISES = ("promised-and-held", "plans-and-wishes")
"""The questions about what was promised, planned or wished for, and what became of it."""


def answers(report: ReportData, names: Sequence[str]) -> list[ReportTable]:
    """The answers to some questions."""
    return [_answer(report, name) for name in names]


def _answer(report: ReportData, name: str) -> ReportTable:
    result = report.ask(name)
    command = f"kg query {name} --evidence {report.options()}".rstrip()
    return ReportTable(
        name=name,
        title=report.summary(name),
        head=[*map(_words, result.variables), "claims"],
        rows=_rows(report, name, result),
        caption=f"{counted(len(result), 'row')} · {command}",
        cut=cut_short(_MOST, len(result), "rows"),
        command=command,
    )


def _rows(report: ReportData, name: str, result: Result) -> list[list[Cell]]:
    behind = result.evidence or [()] * len(result)
    rows = []
    for row, iris in islice(zip(result.terms, behind, strict=True), _MOST):
        first = report.labels(row[0]) if row and row[0] is not None else name
        number = report.ledger.claims(str(len(iris)), f"{name}: {first}", iris)
        rows.append([*(_cell(report, term) for term in row), number])
    return rows


def _words(column: str) -> str:
    """The name of a column as words: ``promisedOn`` is *promised on*."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()


def _cell(report: ReportData, term: NamedNode | BlankNode | Literal | Triple | None) -> str | LinePart:
    if term is None:
        return ""
    if isinstance(term, Literal) and term.datatype.value == XSD + "anyURI":
        return LinePart(term.value, term.value)
    return report.labels(term)
