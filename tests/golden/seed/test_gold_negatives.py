"""What must not follow from the seed article, and the proof that each check would see it if it did."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

HERE = Path(__file__).parent
NEGATIVES: dict[str, Any] = tomllib.loads((HERE / "negatives.toml").read_text(encoding="utf-8"))
PREFIXES = (HERE / "prefixes.rq").read_text(encoding="utf-8")
ARTICLE = ox.NamedNode("https://w3id.org/turkic-ngo-kg/id/article/trend-4122096")
ONTOLOGY = ox.NamedNode("https://w3id.org/turkic-ngo-kg/ontology")

# What the assertions of an article state as a fact, whether or not it also stands there directly.
CLAIMED = """
SELECT ?subject ?predicate ?object WHERE {
  ?assertion rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; tnk:modality tnk:fact .
}
"""


def says(quads: Iterable[ox.Quad], pattern: str) -> bool:
    """Whether an article's graph says what the pattern describes, directly or in an assertion of modality fact."""
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    rows = store.query(PREFIXES + CLAIMED)
    assert isinstance(rows, ox.QuerySolutions)
    store.extend([ox.Quad(row["subject"], row["predicate"], row["object"]) for row in rows])
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


def turtle(text: str) -> list[ox.Quad]:
    header = PREFIXES.replace("PREFIX", "@prefix").replace(">\n", "> .\n")
    return list(ox.parse(f"{header}\n{text}", format=ox.RdfFormat.TURTLE))


def wrong() -> Iterator[Any]:
    """Every wrong triple in each of its forms."""
    for number, negative in sorted(NEGATIVES.items()):
        for index, fact in enumerate(negative.get("facts", []), start=1):
            subject, predicate, value = fact.split(" ", 2)
            claim = f"rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {value} ; tnk:modality tnk:fact"
            yield pytest.param(number, f"{fact} .", id=f"{number}-fact-{index}-direct")
            yield pytest.param(number, f"[] {claim} .", id=f"{number}-fact-{index}-asserted")
        for index, node in enumerate(negative.get("nodes", []), start=1):
            yield pytest.param(number, node, id=f"{number}-node-{index}")


@pytest.fixture(scope="module")
def quads(seed_store: ox.Store) -> list[ox.Quad]:
    """The article's graph with its mentions, and the ontology; no reference data."""
    return [quad for graph in (ARTICLE, ONTOLOGY) for quad in seed_store.quads_for_pattern(None, None, None, graph)]


def test_all_negatives_are_here() -> None:
    assert list(NEGATIVES) == [f"N{number:02}" for number in range(1, 24)]


@pytest.mark.parametrize("number", sorted(NEGATIVES))
def test_absent(quads: list[ox.Quad], number: str) -> None:
    assert not says(quads, NEGATIVES[number]["ask"]), NEGATIVES[number]["title"]


@pytest.mark.parametrize(("number", "addition"), list(wrong()))
def test_the_check_sees_the_wrong_triple(quads: list[ox.Quad], number: str, addition: str) -> None:
    assert says([*quads, *turtle(addition)], NEGATIVES[number]["ask"])


def test_every_negative_is_proved_able_to_fail() -> None:
    assert {param.values[0] for param in wrong()} == set(NEGATIVES)
