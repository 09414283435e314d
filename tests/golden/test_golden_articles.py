"""Whole articles, from YAML to quads, against graphs that were written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.mapping import Mapper
from kg.ontology import vocabulary
from kg.read import read_path
from tests.golden.graphs import anonymous, canonical, expected

FINDINGS = {"blue-steppe": [], "unverified": ["no-publication-day"]}
CASES = sorted(file.parent for file in Path(__file__).parent.glob("*/expected.trig"))


def test_the_cases_are_there() -> None:
    assert [case.name for case in CASES] == ["blue-steppe", "unverified"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_article_becomes_exactly_the_expected_graph(case: Path) -> None:
    terms = vocabulary.load()
    (result,) = read_path(case / "article.yaml", vocabulary=terms)
    assert result.article is not None, [str(finding) for finding in result.findings]
    mapped = Mapper(terms).map(result.article)
    assert [finding.code for finding in mapped.findings] == FINDINGS[case.name]
    assert canonical(anonymous([*mapped.quads, *mapped.mention_quads])) == canonical(expected(case / "expected.trig"))
    # What the merge holds and what stays in the article's own graph share nothing.
    assert not {quad.subject for quad in mapped.quads} & {quad.subject for quad in mapped.mention_quads}
