"""One invented article, as each tool would export it: all formats give the graph of its native annotation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kg.mapping import Mapper
from kg.ontology import vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.read import ReadResult, read_path
from kg.read.mapping_file import read_mapping
from tests.golden.graphs import canonical

FOLDER = Path(__file__).parents[2] / "examples" / "exports"
NATIVE = FOLDER / "steppe"
# What is no more than a draft, and what has neither words for its relations nor statements.
DRAFTS = {"spacy", "gliner2", "langextract", "reply"}
BARE = {"gliner2"}
# Each format's own findings, beside those of the native annotation: none is an error.
FINDINGS = {
    "brat": ["empty-link", "not-used"],
    "gliner2": [],
    "label-studio": ["not-used"],
    "langextract": ["ungrounded", "ungrounded", "ungrounded-total"],
    "reply": ["ungrounded", "ungrounded", "ungrounded-total"],
}
EXPORTS = sorted(
    file for file in FOLDER.glob("*/steppe.*") if file.suffix in {".ann", ".json", ".jsonl", ".jsonld", ".xmi", ".zip"}
)


@cache
def load() -> Vocabulary:
    return vocabulary.load()


def read(file: Path) -> ReadResult:
    (result,) = read_path(file, vocabulary=load(), mapping=read_mapping(file.with_name("steppe.map.yaml")))
    return result


def graph(result: ReadResult) -> list[str]:
    assert result.article is not None, "\n".join(map(str, result.findings))
    mapped = Mapper(load()).map(result.article)
    return canonical([*mapped.quads, *mapped.mention_quads])


def native(name: str, folder: Path) -> ReadResult:
    """The native annotation; of a draft, and without what a format cannot say."""
    text = (NATIVE / "steppe.yaml").read_text(encoding="utf-8")
    if name in DRAFTS:
        text = text.replace("status: reviewed", "status: draft")
    if name in BARE:
        text = (
            text.partition("  - {of: sarper, quote: Sarper")[0]
            + "relations:\n  - {subject: agency, relation: organises, object: forum}\n"
        )
    (folder / "steppe.yaml").write_text(text, encoding="utf-8")
    (folder / "steppe.txt").write_bytes((NATIVE / "steppe.txt").read_bytes())
    (result,) = read_path(folder / "steppe.yaml", vocabulary=load())
    return result


@pytest.mark.parametrize("export", EXPORTS, ids=lambda file: f"{file.parent.name}{file.suffix}")
def test_every_format_gives_the_graph_of_the_native_annotation(export: Path, tmp_path: Path) -> None:
    name = export.parent.name
    expected, found = native(name, tmp_path), read(export)
    assert graph(found) == graph(expected)
    assert sorted(each.code for each in found.findings) == sorted(FINDINGS.get(name, []))
    assert [each.code for each in expected.findings] == []
