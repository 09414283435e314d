"""Each rule stands in one place: what only one module may do, and which."""

from __future__ import annotations

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
    "classes lie above each other": (r"quads_for_pattern\([^)]*subClassOf", {"ontology/hierarchy.py"}),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_stands_in_one_place(rule: str) -> None:
    pattern, allowed = RULES[rule]
    modules = [path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts]
    found = {p.relative_to(PACKAGE).as_posix() for p in modules if re.search(pattern, p.read_text(encoding="utf-8"))}
    assert found == allowed
