"""Comparing graphs: equal up to the names of nodes whose IRIs are digests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

__all__ = ["anonymous", "canonical", "expected"]

# The IRIs of assertions and mentions carry digests: a hand-written expectation has blank nodes in their place.
_DIGEST = re.compile(r"/(?:assertion|mention)/[0-9a-f]{16}")


def canonical(quads: Iterable[ox.Quad]) -> list[str]:
    """The quads as sorted lines, with canonical names for blank nodes (RDFC-1.0)."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad) for quad in dataset)


def anonymous(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads with a blank node in the place of every IRI that carries a digest."""

    def blank(term: object) -> object:
        if isinstance(term, ox.NamedNode) and _DIGEST.search(term.value):
            return ox.BlankNode(re.sub(r"[^0-9A-Za-z]", "", term.value))
        return term

    return [ox.Quad(blank(q.subject), q.predicate, blank(q.object), q.graph_name) for q in quads]  # type: ignore[arg-type]


def expected(file: Path) -> list[ox.Quad]:
    """The quads of a TriG file."""
    return list(ox.parse(path=str(file), format=ox.RdfFormat.TRIG))
