"""Every finding code, with the exact file, line and key; and always the whole list of findings.

Most cases stand in tests/golden/read/faults, as they would in a file; here are those that cannot stand there.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from kg.findings import Finding
from kg.ontology import vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.read import CODES, ReadResult, read_path
from tests.unit.test_export_faults import TESTED

FOLDER = Path(__file__).parents[1] / "golden" / "read" / "faults"
HEAD = "kg: 1\narticle: {id: a, title: T, text: a.txt}\nentities:\n  ngo: {type: NGO, name: N}\n"
JSON_HEAD = '{"kg": 1, "article": {"id": "a", "title": "T"}'
TEXT = "One forum, two fora.\nThe forum met in Aksu.\nThe Forum closed.\n"


@dataclass(frozen=True)
class Case:
    """What stands in a file, and the findings expected: severity, code, line, key."""

    name: str
    content: bytes
    expected: tuple[str, ...]
    text: bytes = TEXT.encode()


@cache
def load() -> Vocabulary:
    return vocabulary.load()


def read(path: Path) -> list[ReadResult]:
    return list(read_path(path, vocabulary=load()))


def brief(finding: Finding) -> str:
    return f"{finding.severity} {finding.code} {finding.line or '-'} {finding.key or '-'}"


def catalogue() -> list[Case]:
    """The cases of the folder: a name, the lines of the file, and behind arrows the findings."""
    cases = []
    for file in sorted(FOLDER.iterdir()):
        for block in file.read_text(encoding="utf-8").split("=== ")[1:]:
            name, _, rest = block.partition("\n")
            content, *expected = rest.rstrip().split("\n--> ")
            cases.append(Case(name, f"{content}\n".encode(), tuple(expected)))
    return cases


SPECIAL = [
    Case("no-suffix", HEAD.encode(), ("error unknown-format - -",)),
    Case("latin-1.yaml", b"kg: 1\narticle: {id: a,\n title: \xfc}\n", ("error not-utf-8 3 -",)),
    Case("utf-16.json", JSON_HEAD.encode("utf-16"), ("error not-utf-8 1 -",)),
    Case("cut-short.yaml", b"kg: 1\n# \xc5", ("error not-utf-8 2 -",)),
    Case("latin-1-line.jsonl", b'[]\n{"\xfc"}\n', ("error not-a-mapping 1 -", "error not-utf-8 2 -")),
    Case("control.yaml", b"kg: 1\narticle: {id: a,\n title: \x07}\n", ("error syntax-error 3 -",)),
    Case("many.yaml", b"kg: 1\nmentions: [" + b"x," * 1_000_001 + b"]", ("error too-many-values 2 -",)),
    Case("many.json", b"\n[" + b"1," * 1_000_001 + b"1]", ("error too-many-values 1 -",)),
    Case("many.jsonl", b"\n[" + b"1," * 1_000_001 + b"1]", ("error too-many-values 2 -",)),
    Case(
        "long-quote.yaml",
        f"{HEAD}mentions:\n- of: ngo\n  quote: {'x' * 201}\n".encode(),
        ("warning long-quote 7 mentions[0].quote",),
        text=b"x" * 201,
    ),
    Case(
        "long-fragments.yaml",
        f"{HEAD}mentions:\n- of: ngo\n  quote: [{'x' * 101}, {'y' * 100}]\n".encode(),
        ("warning long-quote 7 mentions[0].quote",),
        text=b"x" * 101 + b"y" * 100,
    ),
    Case(
        "soft-hyphen.yaml",
        f"{HEAD}  two:\n    type: NGO\n    name: {{en: Ci\u00advic}}\n    aka:\n    - O\u200bne\n".encode(),
        ("warning invisible-character 7 entities.two.name.en", "warning invisible-character 9 entities.two.aka[0]"),
    ),
    Case(
        "nothing-visible.yaml",
        "kg: 1\narticle: {id: a, title: T}\nentities:\n  ngo: {type: NGO, name: \u200b\u200b}\n".encode(),
        ("warning invisible-character 4 entities.ngo.name", "error missing-value 4 entities.ngo.name"),
    ),
    Case(
        "one-language-twice.yaml",
        f"{HEAD}  two:\n    type: NGO\n    name:\n      en: One\n      EN: Two\n".encode(),
        ("error duplicate-key 9 entities.two.name.EN",),
    ),
    Case("quote-of-200.yaml", f"{HEAD}mentions:\n- of: ngo\n  quote: {'x' * 200}\n".encode(), (), text=b"x" * 200),
    Case(
        "text-latin-1.yaml",
        HEAD.encode(),
        ("error text-not-utf-8 2 article.text",),
        text=b"a\n\xfc",
    ),
]
CASES = [*catalogue(), *SPECIAL]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_findings_are_exactly_these(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.content)
    (tmp_path / "a.txt").write_bytes(case.text)
    results = read(path)
    assert [brief(finding) for result in results for finding in result.findings] == list(case.expected)
    for result in results:
        assert result.file == str(path)
        assert {finding.file for finding in result.findings} <= {str(path)}
        has_error = any(finding.severity == "error" for finding in result.findings)
        assert (result.article is None) == has_error


def test_catalogue_is_read_whole() -> None:
    assert {file.name for file in FOLDER.iterdir()} == {
        "files.txt", "quotes.txt", "shape.txt", "syntax.txt", "texts.txt", "together.txt"
    }  # fmt: skip
    written = sum(len(re.findall("^=== ", file.read_text(encoding="utf-8"), re.MULTILINE)) for file in FOLDER.iterdir())
    assert len({case.name for case in catalogue()}) == written


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_too_large_file_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b" " * (16 * 1024 * 1024 + 1))
    (result,) = read(path)
    assert [brief(finding) for finding in result.findings] == ["error file-too-large - -"]


def test_too_large_line_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = JSON_HEAD.encode() + b"}"
    path.write_bytes(good + b"\n" + b" " * (40 * 1024 * 1024) + b"\n" + good)
    first, second, third = read(path)
    assert first.article is not None
    assert [brief(finding) for finding in second.findings] == ["error file-too-large 2 -"]
    assert third.article is not None
    assert third.article.source.line_of(("article", "id")) == 3


def test_largest_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    content = JSON_HEAD.encode() + b"}"
    path.write_bytes(content + b" " * (16 * 1024 * 1024 - len(content)))
    (result,) = read(path)
    assert result.findings == ()


def test_folder_with_a_known_suffix_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "a.yaml"
    folder.mkdir()
    (result,) = read(folder)
    assert [brief(finding) for finding in result.findings] == ["error unreadable-file - -"]


def test_findings_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + "relations:\n" + "- x\n" * 10_007, encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (result,) = read(path)
    assert len(result.findings) == 10_001
    assert {finding.code for finding in result.findings[:-1]} == {"not-a-mapping"}
    assert brief(result.findings[-1]) == "error too-many-findings - -"
    assert result.findings[-1].message == "7 more findings are not listed"


def test_warnings_beyond_the_limit_still_reject(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + "mentions:\n" + "- {of: ngo, quote: Aksu}\n" * 10_004, encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (result,) = read(path)
    assert {finding.code for finding in result.findings[:-1]} == {"duplicate-mention"}
    assert result.findings[-1].message == "3 more findings are not listed"
    assert result.article is None


def test_every_code_is_documented_and_tested() -> None:
    adders = {"error", "warning", "info", "_fault", "UnusableError", "_wrong", "Finding", "ExportFault"}
    used = set()
    for module in (Path(__file__).parents[2] / "kg" / "read").glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                used |= {node.args[0].value} if name in adders else set()
    passed_on_as_second_argument = {"not-a-mapping", "not-a-list", "not-text"}
    assert used | passed_on_as_second_argument == set(CODES)
    tested_above = {"file-too-large", "unreadable-file", "too-many-findings"}
    tested_in_other_modules = {"text-unreadable", "text-too-large", "too-much-to-search"}
    in_cases = {line.split()[1] for case in CASES for line in case.expected}
    assert in_cases | tested_above | tested_in_other_modules | TESTED == set(CODES)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in CODES)
