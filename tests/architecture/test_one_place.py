"""Each rule stands in one place: what only one module may do, and which."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent

# What stands in the source of whatever follows the rule by itself, and the modules that may.
RULES = {
    "the ontology is read from its files": (r"(?<![\w.])parse\(\w+, format=", {"ontology/files.py"}),
    "the folder of the ontology is looked into": (
        r"ontology_folder\(\)",
        {"resources.py", "ontology/files.py", "cli/documentation.py"},
    ),
    "a name may have been meant": (r"get_close_matches", {"suggest.py", "read/near.py"}),
    "a number has a noun": (r"(['\"])(s?)\1 if [\w.()]+ [!=>]= ?1 else|== 1 else (['\"])\w*s\3", set()),
    "classes lie above each other": (r"quads_for_pattern\([^)]*subClassOf", {"ontology/hierarchy.py"}),
}


def test_colours_stand_in_the_palette_alone() -> None:
    kinds = (".py", ".html", ".css", ".js", ".svg")
    files = [path for path in PACKAGE.rglob("*") if path.suffix in kinds and "_data" not in path.parts]
    coloured = re.compile(r"(?<![&\w/])#(?:[0-9a-f]{6}|[0-9a-f]{3})\b(?!;)", re.I)
    found = {p.relative_to(PACKAGE).as_posix() for p in files if coloured.search(p.read_text(encoding="utf-8"))}
    assert found == {"markup/palette.py"}


def test_queries_are_written_in_claims_and_query_alone() -> None:
    written = re.compile(r"\s*(PREFIX .*)?(SELECT|CONSTRUCT|ASK|DESCRIBE)\b[^.]*[{]", re.S)
    found = set()
    for path in PACKAGE.rglob("*.py"):
        texts = (
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant)
        )
        if any(isinstance(text, str) and written.match(text) for text in texts):
            found.add(path.relative_to(PACKAGE).as_posix())
    assert {place for place in found if not place.startswith(("claims/", "query/"))} == set()
    assert "query/statistics.py" in found  # the pattern finds some


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_stands_in_one_place(rule: str) -> None:
    pattern, allowed = RULES[rule]
    modules = [path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts]
    found = {p.relative_to(PACKAGE).as_posix() for p in modules if re.search(pattern, p.read_text(encoding="utf-8"))}
    assert found == allowed


def test_views_are_drawn_by_templates_alone() -> None:
    element = re.compile(r"""["'](?:[^"'\n]*\s)?</?[a-z]+[ >/]""", re.I)
    found = [path for path in (PACKAGE / "views").rglob("*.py") if element.search(path.read_text(encoding="utf-8"))]
    assert found == []
    assert element.search("f'<li>{label}</li>'")
    assert element.search('"and </ul>"')
