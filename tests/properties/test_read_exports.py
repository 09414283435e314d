"""Whatever an export holds, reading ends soon with findings: damaged exports, and JSON with wrong values in it."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.mapping import Mapper
from kg.ontology import vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.read import read_mapping, read_path
from tests.amounts import amount

SETTINGS = settings(derandomize=True, deadline=None, max_examples=amount(40))
FOLDER = Path(__file__).parents[2] / "examples" / "exports"
CORPUS = Path(__file__).parents[1] / "faults" / "exports"
EXPORTS = sorted(
    file
    for file in FOLDER.glob("*/steppe.*")
    if file.suffix in {".ann", ".json", ".jsonl", ".jsonld", ".xmi", ".zip"} and file.parent.name != "steppe"
)
NAMES = [f"{file.parent.name}/{file.name}" for file in EXPORTS]
LONGEST = 5.0  # seconds


@cache
def load() -> tuple[Vocabulary, Mapper]:
    terms = vocabulary.load()
    return terms, Mapper(terms)


def check(name: str, data: bytes) -> None:
    source = FOLDER / name
    terms, mapper = load()
    with tempfile.TemporaryDirectory() as folder:
        for beside in (".txt", ".csv"):
            if source.with_suffix(beside).exists():
                shutil.copy(source.with_suffix(beside), folder)
        path = Path(folder) / source.name
        path.write_bytes(data)
        begun = time.monotonic()
        results = list(read_path(path, vocabulary=terms, mapping=read_mapping(source.with_name("steppe.map.yaml"))))
        for result in results:
            assert (result.article is None) == any(finding.severity == "error" for finding in result.findings)
            for finding in result.findings:
                assert finding.message.isprintable(), finding.message
                json.dumps(finding.as_dict()).encode()
            if result.article is not None:
                mapper.map(result.article)
        assert time.monotonic() - begun < LONGEST


@SETTINGS
@given(st.sampled_from(NAMES), st.data())
def test_damaged_exports(name: str, data: st.DataObject) -> None:
    content = (FOLDER / name).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    damage = data.draw(
        st.binary(max_size=3)
        | st.sampled_from(
            [b"[", b"{", b'"', b"null", b"-1", b"\n", b"\t", b";", b"<!DOCTYPE x>", b"1e9", b"\\ud800", b"\x00"]
        )
    )
    check(name, content[:start] + damage + content[end:])


leaves = (
    st.none() | st.booleans() | st.integers(-3, 200) | st.text(max_size=4) | st.sampled_from(["forum", "NGO", "c1"])
)
wrong: st.SearchStrategy[object] = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of everything in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


@SETTINGS
@given(st.sampled_from([name for name in NAMES if "json" in name and not name.startswith("uima")]), st.data())
def test_wrong_values(name: str, data: st.DataObject) -> None:
    """One value after another is replaced by some other value."""
    told = (
        [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()] if name.endswith("l") else None
    )
    whole: object = told if told is not None else json.loads((FOLDER / name).read_text("utf-8"))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(places(whole)[1:]))
        holder: object = whole
        for key in path[:-1]:
            holder = holder[key]  # type: ignore[index]
        holder[path[-1]] = data.draw(wrong)  # type: ignore[index]
        if not places(whole)[1:]:
            break
    listed = whole if told is not None and isinstance(whole, list) else None
    text = "\n".join(map(json.dumps, listed)) if listed is not None else json.dumps(whole)
    check(name, text.encode())


@pytest.mark.parametrize("kept", sorted(CORPUS.glob("*/*")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_once_broke_a_reader(kept: Path) -> None:
    check(f"{kept.parent.name}/steppe{kept.suffix}", kept.read_bytes())
