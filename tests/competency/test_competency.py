"""The named questions, asked of the bundled articles, against answers that people typed in from the texts."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg
from kg.namespaces import DEFAULT_BASE, TNK
from kg.query import EvidenceReader, Labels, Result, bundled_catalogue
from kg.query.results import EVIDENCE
from kg.terms import Term
from tests import commands

FOLDER = Path(__file__).parent
QUESTIONS = bundled_catalogue()
COUNTS_ONLY = {"homonyms", "recurring-partners", "statement-counts", "unverified-quotes"}
"""Questions whose rows count or compare many things: no single assertion stands behind a row."""
NOTHING_TO_FIND = {"circles", "conflicting-statuses", "doubtful", "withdrawn"}
"""Questions of quality that find nothing in the examples; tests/unit asks them of made-up articles."""


def read(file: Path) -> list[dict[str, Any]]:
    """The cases of a file; a cell ``@short`` stands for the long address that its table ``names`` gives."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    names = content.get("names", {})

    def full(cell: str) -> str:
        return str(names[cell[1:]]) if cell.startswith("@") else cell

    for case in content["case"]:
        case["rows"] = [tuple(full(cell) for cell in row) for row in case["rows"]]
        case["parameters"] = {key: full(value) for key, value in case.get("parameters", {}).items()}
    cases: list[dict[str, Any]] = content["case"]
    return cases


SEED = read(FOLDER / "expected-seed.toml")
CORPUS = [case for file in sorted(FOLDER.glob("expected-corpus*.toml")) for case in read(file)]


@pytest.fixture(scope="session")
def seed() -> kg.Graph:
    return kg.build(kg.examples() / "trend-4122096.yaml")


@pytest.fixture(scope="session")
def corpus(bundled: kg.Graph) -> kg.Graph:
    return bundled


Ask = Callable[[str], Result]


@pytest.fixture(scope="session")
def answer(corpus: kg.Graph) -> Ask:
    """The answer to a question as it stands, rows that differ in their evidence alone as one; asked once."""
    return cache(lambda name: corpus.ask(name).merge_evidence())


def written(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return term.value.removeprefix(DEFAULT_BASE).removeprefix(TNK)
    assert isinstance(term, ox.Literal)
    return term.value


def compare(case: dict[str, Any], graph: kg.Graph) -> None:
    """What is found and what was typed, as multisets over the case's columns."""
    asked = graph.ask(case["question"], **case["parameters"])
    found = asked if EVIDENCE in case["columns"] else asked.merge_evidence()
    columns = [found.variables.index(name) for name in case["columns"]]
    rows = Counter(tuple(written(row[column]) for column in columns) for row in found.terms)
    wanted = Counter(case["rows"])
    assert (sorted((rows - wanted).elements()), sorted((wanted - rows).elements())) == ([], []), case["why"]


def named(cases: list[dict[str, Any]]) -> list[str]:
    return [f"{case['question']}-{number}" for number, case in enumerate(cases)]


@pytest.mark.parametrize("case", SEED, ids=named(SEED))
def test_answer_on_the_seed_article(case: dict[str, Any], seed: kg.Graph) -> None:
    compare(case, seed)


@pytest.mark.parametrize("case", CORPUS, ids=named(CORPUS))
def test_answer_on_all_examples(case: dict[str, Any], corpus: kg.Graph) -> None:
    compare(case, corpus)


def test_every_question_has_an_answer_on_all_examples() -> None:
    assert {case["question"] for case in CORPUS} == set(QUESTIONS.names())


@pytest.mark.parametrize("name", QUESTIONS.names())
def test_each_row_has_evidence_with_a_source(name: str, corpus: kg.Graph, answer: Ask) -> None:
    found = answer(name)
    if found.evidence is None:
        assert name in COUNTS_ONLY
        return
    assert name not in COUNTS_ONLY
    reader = EvidenceReader(corpus.dataset(), Labels(corpus.dataset()))
    for row, behind in zip(found.rows, found.evidence, strict=True):
        claims = reader.claims(behind)
        assert claims, row
        assert all(claim.quotes or claim.sources for claim in claims), row


@pytest.mark.parametrize("name", QUESTIONS.names())
def test_the_header_names_every_column_in_order(name: str, answer: Ask) -> None:
    variables = answer(name).variables
    parameters = {parameter.name for parameter in QUESTIONS.get(name).parameters}
    described = [column.name for column in QUESTIONS.get(name).columns]
    assert described == list(variables)
    assert parameters <= set(variables)


@pytest.mark.parametrize("name", QUESTIONS.names())
def test_the_header_says_how_many_rows_there_are(name: str, answer: Ask) -> None:
    expected = re.fullmatch(r"(\d+) rows?(; .+)?", QUESTIONS.get(name).expected)
    assert expected, f"{name}: #+ expected: N rows; a remark"
    assert len(answer(name)) == int(expected[1])


def example(name: str) -> tuple[list[str], dict[str, str]]:
    """The words of the example behind ``kg``, and its parameters."""
    words = shlex.split(QUESTIONS.get(name).example)
    assert words[:3] == ["kg", "query", name]
    parameters = dict(
        word.split("=", 1) for option, word in zip(words[3::2], words[4::2], strict=True) if option == "-p"
    )
    assert len(words) == 3 + 2 * len(parameters), "an example has parameters and nothing else"
    return words[1:], parameters


@pytest.mark.parametrize("name", QUESTIONS.names())
def test_the_example_is_answered(name: str, corpus: kg.Graph) -> None:
    answer: Result = corpus.ask(name, example(name)[1])
    assert len(answer) > 0 or name in NOTHING_TO_FIND


@pytest.mark.parametrize("name", ["memberships", "events-in-place", "roles-at-events", "conflicting-dates"])
def test_the_example_runs_as_a_command(name: str, bundled_store: Path) -> None:
    done = commands.run([*example(name)[0], "--store", bundled_store])
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


CHANGELOG = (FOLDER.parents[1] / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n## [0.1.0]")[0]
CHANGED = re.findall(r"^\| `([^`]+)` \| [^|]+ \| (\d+) (rows?|quotes) \| [^|]+ \|$", CHANGELOG, re.M)


def test_the_changelog_lists_the_answers_that_changed() -> None:
    assert len(CHANGED) == len(re.findall(r"^\| `", CHANGELOG, re.M)) > 10


@pytest.mark.parametrize(("asked", "count", "unit"), CHANGED, ids=[asked for asked, _, _ in CHANGED])
def test_the_changelog_counts_the_rows_of_each_answer_that_changed(
    asked: str, count: str, unit: str, corpus: kg.Graph
) -> None:
    name, *options = shlex.split(asked)
    found = corpus.ask(name, dict(option.split("=", 1) for option in options if option != "-p")).merge_evidence()
    rows = list(found)
    assert (str(rows[0]["quotes"]) if unit == "quotes" else str(len(rows))) == count
