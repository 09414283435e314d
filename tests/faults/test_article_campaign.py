"""Mutants of sound articles: each ends in a report, never in a traceback, and never takes another article with it.

What a campaign has found is kept in ``corpus/``, one small file a kind, and stays a part of the ordinary suite.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.findings import Severity
from kg.pipeline import Pipeline
from kg.store import OxigraphStore
from tests.faults.mutants import SOURCES, mutants

CORPUS = Path(__file__).parent / "corpus"
SOUND = """\
kg: 1
article: {id: sound, title: Forum opens, published: 2031-05-04}
entities:
  forum: {type: Forum, name: Steppe Forum, status: held}
mentions:
  - {of: forum, quote: Forum}
"""

# Of each file that once ended the run: the errors that it is rejected with.
EXPECTED = {
    "article-with-blank-in-id.yaml": {"bad-id"},
    "chain-of-units-from-the-top.yaml": {"deep-identity"},
    "chain-of-units.yaml": {"deep-identity"},
    "circle-of-units.yaml": {"circular-identity", "deep-identity"},
    "language-by-name.yaml": {"bad-language"},
    "language-of-empty-tag.yaml": {"bad-language"},
    "language-of-extension-alone.yaml": {"bad-language"},
    "language-of-long-subtag.yaml": {"bad-language"},
    "language-of-private-use-alone.yaml": {"bad-language"},
    "language-with-underscore.yaml": {"bad-language"},
    "noncharacter-in-title.json": {"forbidden-character"},
    "surrogate-in-language-tag.json": {"forbidden-character"},
    "surrogate-in-name.json": {"forbidden-character"},
    "surrogate-in-quote.json": {"forbidden-character"},
    "surrogate-in-summary.json": {"forbidden-character"},
    "surrogate-in-title.json": {"forbidden-character"},
    "unit-of-the-article.yaml": {"wrong-object"},
    "unit-within-itself.yaml": {"circular-identity"},
}


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def test_all_that_was_found_is_replayed() -> None:
    assert {file.name for file in CORPUS.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_what_once_ended_the_run_is_rejected_with_its_finding(name: str, tmp_path: Path, pipeline: Pipeline) -> None:
    """Between two sound articles, of which both load."""
    (tmp_path / f"b-{name}").write_bytes((CORPUS / name).read_bytes())
    for each in ("a", "z"):
        (tmp_path / f"{each}.yaml").write_text(SOUND.replace("sound", each), encoding="utf-8")
    store = OxigraphStore.in_memory()
    report = pipeline.load([tmp_path], store)
    assert [article.status for article in report.articles] == ["loaded", "rejected", "loaded"]
    errors = [finding for finding in report.articles[1].findings if finding.severity is Severity.ERROR]
    assert {finding.code for finding in errors} == EXPECTED[name]
    assert all(finding.line for finding in errors)


def _replay(number: int, seed: int, sources: list[Path], folder: Path, pipeline: Pipeline) -> None:
    """Load mutants one by one. What raises is named by its file, to be made small and put into the corpus."""
    store = OxigraphStore.in_memory()
    for name, content in mutants(number, seed, sources):
        file = folder / name
        file.write_bytes(content)
        (article,) = pipeline.load([file], store).articles
        failed = any(finding.severity is Severity.ERROR for finding in article.findings)
        assert (article.status == "rejected") == failed, file
        for finding in article.findings:
            str(finding).encode()
        file.unlink()


def test_some_mutants_end_in_a_report(tmp_path: Path, pipeline: Pipeline) -> None:
    small = [file for file in SOURCES if file.parent.name == "blue-steppe"]
    assert len(small) == 2
    _replay(60, 1, small, tmp_path, pipeline)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(8))
def test_mutants_end_in_a_report(seed: int, tmp_path: Path, pipeline: Pipeline) -> None:
    _replay(800, seed, SOURCES, tmp_path, pipeline)
