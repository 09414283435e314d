"""What the tests of the seed article share: its graph, its text where it is at hand, and a way to ask."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.namespaces import DEFAULT_BASE, TNK
from kg.store import Dataset

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ANNOTATION = ROOT / "examples" / "articles" / "trend-4122096.yaml"
PREFIXES = (HERE / "prefixes.rq").read_text(encoding="utf-8")
TEXT = "000_618d4004da68591a.txt"

Ask = Callable[[str], list[tuple[str, ...]]]


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def annotation() -> Path:
    """The annotated article."""
    return ANNOTATION


@pytest.fixture(scope="session")
def seed_text() -> Path:
    """The article's text, which is not distributed."""
    folder = Path(os.environ.get("KG_SEED_TEXTS", ROOT.parent / "shared" / "seed"))
    if not (folder / TEXT).is_file():
        pytest.skip(f"the article's text belongs to its publisher and is not at hand: no {TEXT} in {folder}")
    return folder / TEXT


@pytest.fixture(scope="session")
def seed() -> kg.Graph:
    """The graph of this one article, with the ontology and the reference data."""
    return kg.build(ANNOTATION)


@pytest.fixture(scope="session")
def ask(seed: kg.Graph) -> Ask:
    """Ask that graph in SPARQL."""
    return asker(seed)


@pytest.fixture(scope="session")
def verified(seed_text: Path) -> Ask:
    """The same, where the quotes were looked up in the text."""
    return asker(kg.build(ANNOTATION, texts=seed_text.parent))


@pytest.fixture(scope="session")
def everything() -> kg.Graph:
    """The graph of all bundled articles."""
    return kg.build(ANNOTATION.parent)


@pytest.fixture(scope="session")
def ask_all(everything: kg.Graph) -> Ask:
    """Ask that graph in SPARQL."""
    return asker(everything)


@pytest.fixture(scope="session")
def seed_store(seed: kg.Graph) -> Dataset:
    """The store below the graph, with its named graphs."""
    return seed.dataset()


def asker(graph: kg.Graph) -> Ask:
    """A function from a query to its rows, sorted, each value as the tables of this folder write it."""

    def rows(sparql: str) -> list[tuple[str, ...]]:
        result = graph.query(PREFIXES + sparql)
        return sorted(tuple(short(value) for value in row.values()) for row in result.rows)

    return rows


def short(value: object) -> str:
    """A thing as <kind>/<slug>, a term of the ontology by its bare name, anything else as text, nothing as ""."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text.removeprefix(DEFAULT_BASE).removeprefix(TNK)
