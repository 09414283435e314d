"""The closure of the direct triples under the OWL 2 RL rules that the ontology uses."""

from __future__ import annotations

from typing import cast

import pyoxigraph as ox

from kg.findings import Finding, Severity
from kg.inference.rules import rules
from kg.namespaces import ONTOLOGY_GRAPH
from kg.query import Labels, evaluate

__all__ = ["close"]

_DEFAULT = ox.DefaultGraph()
_CONSTRUCTING = ("rl-relations", "rl-domains", "rl-types")


def close(dataset: ox.Store, base: str) -> tuple[list[ox.Quad], list[Finding]]:
    """The triples that follow from the default graph and are not in it; and things in two disjoint classes.

    Only things get new triples, not the ontology's own terms.
    """
    work = ox.Store()
    work.bulk_extend(quad for quad in dataset if quad.graph_name == _DEFAULT)
    terms = {quad.subject for quad in dataset.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH))}
    graph = ox.NamedNode(f"{base}inferred/closure")
    found: list[ox.Quad] = []
    while True:
        new = {
            triple
            for name in _CONSTRUCTING
            for triple in _constructed(work, name)
            if triple.subject not in terms and ox.Quad(triple.subject, triple.predicate, triple.object) not in work
        }
        if not new:
            return found, _clashes(work)
        work.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in new)
        found += [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in new]


def _constructed(work: ox.Store, name: str) -> list[ox.Triple]:
    rows = cast("list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]]", evaluate(work, rules().get(name).text).terms)
    return [ox.Triple(*row) for row in rows]


def _clashes(work: ox.Store) -> list[Finding]:
    labels = Labels(work)
    return [
        Finding(
            code="disjoint-classes",
            severity=Severity.ERROR,
            message=f"{labels(thing)} would be both {labels(one)} and {labels(other)}, which have nothing in common",
            iri=thing.value,
            hint="a relation connects the wrong things, or two things share a name: see kg explain",
        )
        for thing, one, other in cast(
            "list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]]",
            evaluate(work, rules().get("rl-disjoint").text).terms,
        )
    ]
