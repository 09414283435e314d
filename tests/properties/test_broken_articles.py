"""Whatever is broken in an annotation, the outcome is a report: never a crash, never a silent loss."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.corpus import article
from kg.findings import Severity
from kg.namespaces import TNK
from kg.pipeline import Pipeline
from kg.store import OxigraphStore
from tests.amounts import amount

WHOLE = article(3)
JUNK: list[Any] = [
    "",
    " ",
    "x",
    "0",
    "fact",
    "s00",
    "event0",
    "2031-13-01",
    "\x00",
    "\u202e",
    "😀",
    [],
    {},
    [[]],
    {"id": "a/b"},
]
JUNK += [
    {"id": "polity/az"},
    {"en": ""},
    7,
    None,
    True,
    "x" * 5000,
    ["event0", "event0"],
    {"type": "Forum", "name": "F"},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a tree."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in children for place in places(child, (*path, key)))]


PLACES = [place for place in places(WHOLE) if place]


def broken(damage: list[tuple[int, int | None]]) -> Any:
    """The article with values replaced by junk, or (None) taken out."""
    tree = copy.deepcopy(WHOLE)
    for where, junk in damage:
        *way, last = PLACES[where]
        holder: Any = tree
        try:
            for key in way:
                holder = holder[key]
            if junk is None:
                del holder[last]
            else:
                holder[last] = copy.deepcopy(JUNK[junk])
        except (KeyError, IndexError, TypeError):
            continue  # an earlier damage took the place away
    return tree


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def test_an_id_that_fits_in_no_address_is_a_finding(tmp_path: Path, pipeline: Pipeline) -> None:
    tree = copy.deepcopy(WHOLE)
    for bad in ("two words", "<b>", "a\u2028b", "\ud800"):
        tree["statements"][0]["id"] = bad
        file = tmp_path / "a.json"
        file.write_text(json.dumps(tree), encoding="utf-8")
        (report,) = pipeline.check([file]).articles
        assert report.status == "rejected"
        code = "forbidden-character" if bad == "\ud800" else "bad-id"
        assert code in {finding.code for finding in report.findings}


@settings(max_examples=amount(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, len(PLACES) - 1), st.none() | st.integers(0, len(JUNK) - 1)), min_size=1, max_size=4
    )
)
def test_a_broken_article_ends_in_a_report(
    tmp_path: Path, pipeline: Pipeline, damage: list[tuple[int, int | None]]
) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(broken(damage)), encoding="utf-8")
    store = OxigraphStore.in_memory()
    (report,) = pipeline.load([file], store).articles
    errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    assert bool(errors) == (report.status == "rejected")
    articles = [graph for graph in store.digests() if "/article/" in graph]
    assert len(articles) == (report.status == "loaded")
    assert all(finding.file == str(file) and finding.message for finding in report.findings)
    for graph in articles:
        # No assertion without evidence, whatever was damaged.
        claims = {q.subject for q in store.quads(graph) if q.predicate.value == TNK + "modality"}
        assert claims <= {q.subject for q in store.quads(graph) if q.predicate.value == TNK + "evidence"}
