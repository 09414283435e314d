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


MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if "_data" not in path.parts]
COLOUR = re.compile(r"(?<![&\w/])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b(?!;)|\b(?:rgb|hsl)a?\(\s*[0-9]", re.I)
QUERY = re.compile(
    r"\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?[?*($]|\bASK\s*(?:WHERE\s*)?\{|\bCONSTRUCT\s*(?:WHERE\s*)?\{"
    r"|\bDESCRIBE\s+[?<*]|\b(?:INSERT|DELETE)\s+(?:DATA\s*|WHERE\s*)?\{"
)
ELEMENTS = (
    "a|abbr|address|article|aside|b|base|blockquote|body|br|button|caption|circle|cite|clipPath|code|col|colgroup|dd|"
    "defs|del|desc|details|dfn|div|dl|dt|ellipse|em|fieldset|figcaption|figure|footer|form|g|h[1-6]|head|header|hr|html|"
    "i|iframe|img|input|ins|kbd|label|legend|li|line|link|main|mark|marker|meta|nav|ol|option|p|path|picture|pre|q|rect|"
    "s|samp|script|section|select|small|span|strong|style|sub|summary|sup|svg|symbol|table|tbody|td|template|text|"
    "textarea|tfoot|th|thead|time|title|tr|tspan|tt|u|ul|use|var|video"
)
TAG = re.compile(rf"(?<!\?P)</?(?:{ELEMENTS})(?=[\s>/]|$)", re.I)
TAGS_ALLOWED = {
    "characters.py",  # how Unicode marks what is written lower: no element
    "export/networks.py",  # GraphML and GEXF, which other programs read
    "query/render.py",  # the answer of a query as XML (SPARQL 1.1 Query Results XML Format)
}


def texts(source: str) -> list[str]:
    """The strings of a module, and the parts of its f-strings; neither docstrings nor commands for readers."""
    tree = ast.parse(source)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in alone)
    return [node.value for node in strings if isinstance(node.value, str) and not node.value.startswith("kg query ")]


def modules_with(pattern: re.Pattern[str]) -> set[str]:
    """The modules in one of whose strings something stands."""
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(map(pattern.search, texts(path.read_text(encoding="utf-8"))))
    }


def test_colours_stand_in_the_palette_alone() -> None:
    kinds = (".py", ".html", ".css", ".js", ".svg")
    files = [path for path in PACKAGE.rglob("*") if path.suffix in kinds and "_data" not in path.parts]
    found = {p.relative_to(PACKAGE).as_posix() for p in files if COLOUR.search(p.read_text(encoding="utf-8"))}
    assert found == {"markup/palette.py"}


def test_queries_are_written_in_claims_and_query_alone() -> None:
    found = modules_with(QUERY)
    # A migration is handed to other stores as SPARQL Update; kg never runs it.
    assert {place for place in found if not place.startswith(("claims/", "query/"))} == {"versions/migration.py"}
    assert "query/statistics.py" in found  # the pattern finds some


def test_html_is_written_in_templates_alone() -> None:
    assert modules_with(TAG) == TAGS_ALLOWED


@pytest.mark.parametrize(
    ("pattern", "source"),
    [
        (TAG, "f'<li>{label}</li>'"),
        (TAG, "f'<a href={way}>'"),
        (TAG, "'and </ul>'"),
        (TAG, "'<br/>'"),
        (QUERY, "'SELECT ?x WHERE { ?x a tnk:Forum }'"),
        (QUERY, "f'PREFIX tnk: <{TNK}> SELECT DISTINCT ' '?x '"),
        (QUERY, "'SELECT (COUNT(*) AS ?n) ' + WHERE"),
        (QUERY, "f'''CONSTRUCT {{ {pattern} }} WHERE'''"),
        (QUERY, "'ASK { ?s ?p ?o }'"),
        (COLOUR, "'#0072b2'"),
        (COLOUR, "'fill: #FFF'"),
        (COLOUR, "'rgb(0, 114, 178)'"),
    ],
)
def test_what_is_looked_for_is_found(pattern: re.Pattern[str], source: str) -> None:
    assert any(map(pattern.search, texts(f"found = {source}")))


def test_a_docstring_may_speak_of_it() -> None:
    assert texts('"""Shown as <li>; asked as ASK { ?s ?p ?o }."""\nx = "y"') == ["y"]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_stands_in_one_place(rule: str) -> None:
    pattern, allowed = RULES[rule]
    found = {p.relative_to(PACKAGE).as_posix() for p in MODULES if re.search(pattern, p.read_text(encoding="utf-8"))}
    assert found == allowed
