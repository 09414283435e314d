"""Whatever bytes a file holds, reading ends with results and findings, and never with another exception."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.ontology import vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.read import ReadResult, read_path
from kg.read.json_source import parse
from kg.read.lines import FixedLine
from kg.read.report import FindingCollector
from tests.amounts import amount

SETTINGS = settings(derandomize=True, deadline=None, max_examples=amount(60))
SUFFIXES = (".yaml", ".json", ".jsonl")
GOLDEN = Path(__file__).parents[1] / "golden" / "read" / "blue-steppe"


@cache
def load() -> Vocabulary:
    return vocabulary.load()


def read_bytes(data: bytes, suffix: str) -> list[ReadResult]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        return list(read_path(path, vocabulary=load()))


def check(data: bytes, suffix: str) -> None:
    results = read_bytes(data, suffix)
    assert results
    assert suffix == ".jsonl" or len(results) == 1
    lines = data.count(b"\n") + data.count(b"\r") + data.count(b"\xe2\x80") + data.count(b"\xc2\x85") + 1
    for result in results:
        assert (result.article is None) == any(finding.severity == "error" for finding in result.findings)
        for finding in result.findings:
            assert finding.line is None or 1 <= finding.line <= lines + 1
            json.dumps(finding.as_dict()).encode()
            str(finding).encode("utf-8", "surrogatepass")
            assert finding.message.isprintable()


@SETTINGS
@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfek\x00g\x00")
def test_any_bytes(data: bytes) -> None:
    for suffix in SUFFIXES:
        check(data, suffix)


@SETTINGS
@given(
    st.lists(
        st.sampled_from([*"{}[]:,&*!|>'\"#%@`-?\n \t\\\r", "kg", "1", "~", "\ud800", "é", "\u2028", "---\n", "..."])
    )
)
def test_any_punctuation(parts: list[str]) -> None:
    data = "".join(parts).encode("utf-8", "surrogatepass")
    for suffix in SUFFIXES:
        check(data, suffix)


@SETTINGS
@given(st.sampled_from(["article.yaml", "article.json", "articles.jsonl"]), st.data())
def test_damaged_articles(name: str, data: st.DataObject) -> None:
    content = (GOLDEN / name).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 30)))
    damage = data.draw(
        st.binary(max_size=3) | st.sampled_from([b"[", b"]", b"{", b'"', b"'", b"\\", b"\n", b": ", b"&a "])
    )
    check(content[:start] + damage + content[end:], Path(name).suffix)


json_values: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@SETTINGS
@given(json_values)
def test_json_means_what_the_standard_library_says(value: object) -> None:
    """Where nothing is refused, the values are those of the standard library, with numbers as written."""
    text = json.dumps(value)
    report = FindingCollector("a.json", FixedLine(1))
    raw = parse(text, report)
    identity: Callable[[str], str] = str
    expected = json.loads(text, parse_int=identity, parse_float=identity)
    assert report.failed == holds_a_forbidden_character(value)
    assert report.failed or json.dumps(raw) == json.dumps(expected)


def holds_a_forbidden_character(value: object) -> bool:
    """Whether a text or a key holds what XML 1.0 cannot carry, so that the value is refused."""
    if isinstance(value, dict):
        return any(map(holds_a_forbidden_character, (*value, *value.values())))
    if isinstance(value, list):
        return any(map(holds_a_forbidden_character, value))
    return isinstance(value, str) and any(
        not (c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff") for c in value
    )


def base_loader(text: str) -> object:
    """PyYAML's own reading in which every scalar is a string."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but strings


yaml_values: st.SearchStrategy[object] = st.recursive(
    st.text("abcé: -#'\"\n0", min_size=1, max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@SETTINGS
@given(yaml_values, st.sampled_from([True, False, None]))
def test_yaml_means_what_pyyaml_says(value: object, flow: bool | None) -> None:
    from kg.read.yaml_source import parse as parse_yaml

    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)
    report = FindingCollector("a.yaml", FixedLine(1))
    assert parse_yaml(text, report) == base_loader(text)
    assert not report.failed


@SETTINGS
@given(st.from_regex(r"[A-Za-z0-9]{1,9}(-[A-Za-z0-9]{1,9}){0,4}", fullmatch=True))
@example("x-steppe")
@example("zh-cmn-Hans-CN-x-a-b")
@example("en-a-bbb-u-co-phonebk")
def test_accepted_language_tags_are_accepted_by_the_store(tag: str) -> None:
    article = {"id": "a", "title": "T", "language": tag}
    (result,) = read_bytes(json.dumps({"kg": 1, "article": article}).encode(), ".json")
    if result.article is not None:
        assert ox.Literal("T", language=tag).language == tag.lower() or ox.Literal("T", language=tag).language == tag
    else:
        assert [finding.code for finding in result.findings] == ["bad-language"]
