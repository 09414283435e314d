"""One name, one meaning: no two classes are called alike, and what the field has a word for goes by that word."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_layers import PACKAGE, modules

# What was once called so, and the word of the field (docs/style.md).
INSTEAD = {
    "voice": "attribution",
    "ways": "shortest_paths",
    "cuts": "filters",
    "Cut": "NetworkFilter",
    "via": "context",
    "material": "incidences",
    "anatomy": "profile",
}


def test_no_two_classes_bear_one_name() -> None:
    bearers: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                bearers[node.name].append(path.relative_to(PACKAGE).as_posix())
    assert {name: places for name, places in bearers.items() if len(places) > 1} == {}


def identifiers(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_python_uses_the_words_of_the_field(path: Path) -> None:
    found = {name for name in identifiers(path) if name.strip("_") in INSTEAD}
    assert {name: INSTEAD[name.strip("_")] for name in found} == {}
