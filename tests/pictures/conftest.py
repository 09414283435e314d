from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.ontology import vocabulary
from kg.store import Dataset


@pytest.fixture(scope="session")
def forums() -> ox.Store:
    """The ontology and the made-up forums, without the reference data, in the default graph."""
    file = Path(__file__).parents[1] / "data" / "forums.ttl"
    store = ox.Store()
    store.extend(ox.Quad(each.subject, each.predicate, each.object) for each in vocabulary.load().ontology_quads)
    store.extend(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE))
    return store


@pytest.fixture(scope="session")
def corpus(bundled: kg.Graph) -> Dataset:
    """The bundled examples."""
    return bundled.dataset()
