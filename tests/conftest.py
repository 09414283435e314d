from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import vocabulary


@pytest.fixture(scope="session")
def meetings() -> ox.Store:
    """The ontology, the reference data and three made-up articles, with their merge as default graph."""
    terms = vocabulary.load()
    file = Path(__file__).parent / "data" / "meetings.trig"
    quads = [*terms.ontology_quads, *terms.reference_quads, *ox.parse(path=str(file), format=ox.RdfFormat.TRIG)]
    store = ox.Store()
    store.extend(quads)
    # Mentions stay out of the merge.
    shared = (quad for quad in quads if "/mention/" not in str(quad.subject))
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in shared)
    return store
