"""The phrases that docs/style.md forbids stand in nothing that people read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parents[2]
STYLE = TOP / "docs" / "style.md"
EXEMPT = {STYLE, TOP / "CHANGELOG.md", *(TOP / "docs" / "decisions").glob("*.md")}
"""The page itself, and what was written down at its time."""


def forbidden() -> list[str]:
    table = STYLE.read_text("utf-8").split("| avoid | write instead |\n|---|---|\n")[1]
    return [row.split("|")[1].strip() for row in table.splitlines() if row.startswith("|")]


def strings(file: Path) -> Iterator[str]:
    """All string literals and docstrings of a module; the parts of an f-string separately."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def texts() -> Iterator[tuple[str, str]]:
    """What people read, by the path of its file."""
    for file in sorted((TOP / "kg").rglob("*.py")):
        if "_data" not in file.parts:
            yield file.relative_to(TOP).as_posix(), "\n".join(strings(file))
    for folder in ("docs", "examples", "ontology", "."):
        pages = (TOP / folder).glob("*.md") if folder == "." else (TOP / folder).rglob("*.md")
        yield from ((page.relative_to(TOP).as_posix(), page.read_text("utf-8")) for page in pages if page not in EXEMPT)
    for folder, kind in (("ontology", "*.ttl"), ("queries", "*.rq")):
        for file in sorted((TOP / folder).rglob(kind)):
            yield file.relative_to(TOP).as_posix(), file.read_text("utf-8")


def found(text: str, phrases: list[str]) -> frozenset[str]:
    """The phrases in a text, whatever its line breaks and letter case."""
    line = " ".join(text.split()).casefold().replace("in so many words", "")
    return frozenset(phrase for phrase in phrases if re.search(rf"\b{re.escape(phrase.casefold())}\b", line))


def test_nobody_reads_a_forbidden_phrase() -> None:
    phrases = forbidden()
    assert len(phrases) >= 10
    everything = {path: found(text, phrases) for path, text in texts()}
    assert {path: each for path, each in everything.items() if each} == {}


def test_a_phrase_is_found_over_a_line_break() -> None:
    assert found("It names So\n   many ways.", ["so many", "is no date"]) == {"so many"}
