"""The questions of the gold list, asked of the graph of the seed article alone."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

QUESTIONS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))


def test_all_questions_are_here() -> None:
    assert {f"Q{number:02}" for number in range(1, 18)} <= set(QUESTIONS)


@pytest.mark.parametrize("number", sorted(QUESTIONS))
def test_question(ask: Callable[[str], list[tuple[str, ...]]], number: str) -> None:
    question = QUESTIONS[number]
    assert ask(question["sparql"]) == sorted(tuple(row) for row in question["rows"]), question["question"]
