"""The named questions, asked of the bundled seed article, against answers that people typed in."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg
from kg.namespaces import DEFAULT_BASE, TNK
from kg.query import EvidenceReader, Labels, bundled_catalogue
from kg.query.values import Term

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "expected.toml").read_text(encoding="utf-8"))[
    "case"
]
QUESTIONS = bundled_catalogue()


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    return kg.build(kg.examples() / "trend-4122096.yaml")


def written(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return term.value.removeprefix(DEFAULT_BASE).removeprefix(TNK)
    assert isinstance(term, ox.Literal)
    return term.value


def test_every_question_has_an_answer_here() -> None:
    competency = {name for name in QUESTIONS.names() if QUESTIONS.get(name).group == "competency"}
    assert {case["question"] for case in CASES} == competency


@pytest.mark.parametrize("case", CASES, ids=[f"{case['question']}-{number}" for number, case in enumerate(CASES)])
def test_answer(case: dict[str, Any], graph: kg.Graph) -> None:
    found = graph.ask(case["question"], **case.get("parameters", {}))
    columns = [found.variables.index(name) for name in case["columns"]]
    rows = {tuple(written(row[column]) for column in columns) for row in found.terms}
    assert rows == {tuple(row) for row in case["rows"]}, case["why"]


@pytest.mark.parametrize("name", [name for name in QUESTIONS.names() if QUESTIONS.get(name).group == "competency"])
def test_each_row_has_evidence_with_a_source(name: str, graph: kg.Graph) -> None:
    found = graph.ask(name).merge_evidence()
    if found.evidence is None:
        assert name == "statement-counts", "only a count stands on no single assertion"
        return
    reader = EvidenceReader(graph.dataset(), Labels(graph.dataset()))
    for row, behind in zip(found.rows, found.evidence, strict=True):
        claims = reader.claims(behind)
        assert claims, row
        assert all(claim.quotes or claim.sources for claim in claims), row
