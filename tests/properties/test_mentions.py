"""Mentions are not judged while loading; here every kind of them is held to its shape."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.mapping import Mapper
from kg.mapping.graph import ArticleGraph
from kg.model import Anchor
from kg.ontology import vocabulary
from kg.read import read_path
from kg.resources import ontology_folder
from kg.validate.terms import to_rdflib_graph
from tests.amounts import amount


@cache
def shapes() -> Any:
    file = ontology_folder() / "shapes" / "Mention.ttl"
    return to_rdflib_graph(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE))


def messages(quads: list[ox.Quad]) -> set[str]:
    """What the shape of mentions finds wrong."""
    import pyshacl
    from rdflib import SH

    _, report, _ = pyshacl.validate(to_rdflib_graph(quads), shacl_graph=shapes())
    return {str(message) for message in report.objects(None, SH.resultMessage)}


@pytest.mark.parametrize("file", sorted(kg.examples().glob("*.yaml")), ids=lambda file: file.stem)
def test_mentions_of_the_examples_have_their_shape(file: Path) -> None:
    terms = vocabulary.load()
    (result,) = read_path(file, vocabulary=terms)
    assert result.article is not None
    quads = list(Mapper(terms).map(result.article).mention_quads)
    assert len(quads) > 100
    assert messages(quads) == set()


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@st.composite
def anchors(draw: st.DrawFn) -> Anchor:
    start = draw(st.none() | st.integers(0, 10_000))
    exact = draw(texts)
    end = None if start is None else start + len(exact)
    return Anchor(
        exact, draw(st.none() | texts), draw(st.none() | texts), draw(st.none() | st.integers(1, 9)), start, end
    )


@settings(max_examples=amount(12), deadline=None)
@given(st.lists(st.lists(anchors(), min_size=1, max_size=3), min_size=1, max_size=4))
def test_mentions_of_random_quotes_have_their_shape(quotes: list[list[Anchor]]) -> None:
    graph = ArticleGraph(ox.NamedNode("https://example.org/id/article/a"))
    body = ox.NamedNode("https://example.org/id/event/b")
    mentions = {graph.mention(body, tuple(quote), ("mentions", 0)) for quote in quotes}
    assert len(mentions) <= len(quotes)
    assert messages(graph.mention_quads) == set()


def test_the_shape_does_find_what_is_wrong() -> None:
    graph = ArticleGraph(ox.NamedNode("https://example.org/id/article/a"))
    graph.mention(ox.NamedNode("https://example.org/id/event/b"), (Anchor("x" * 201, start=9, end=3),), ("mentions", 0))
    assert len(messages(graph.mention_quads)) == 2
