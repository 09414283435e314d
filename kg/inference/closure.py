"""The closure of the direct triples under the OWL 2 RL rules that the ontology uses."""

from __future__ import annotations

from typing import cast

from kg.findings import Finding, Severity
from kg.inference.rules import rules
from kg.namespaces import ONTOLOGY_GRAPH
from kg.query import Labels, evaluate
from kg.store import Dataset, in_memory
from kg.terms import MERGE, NamedNode, Quad, Triple

__all__ = ["close"]

_CONSTRUCTING = ("rl-relations", "rl-domains", "rl-types")


def close(dataset: Dataset, base: str) -> tuple[list[Quad], list[Finding]]:
    """The triples that follow from the default graph and are not in it; and things in two disjoint classes.

    Only things get new triples, not the ontology's own terms.
    """
    work = in_memory()
    work.bulk_extend(quad for quad in dataset if quad.graph_name == MERGE)
    terms = {quad.subject for quad in dataset.quads_for_pattern(None, None, None, NamedNode(ONTOLOGY_GRAPH))}
    graph = NamedNode(f"{base}inferred/closure")
    found: list[Quad] = []
    while True:
        new = {
            triple
            for name in _CONSTRUCTING
            for triple in _constructed(work, name)
            if triple.subject not in terms and Quad(triple.subject, triple.predicate, triple.object) not in work
        }
        if not new:
            return found, _clashes(work)
        work.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in new)
        found += [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in new]


def _constructed(work: Dataset, name: str) -> list[Triple]:
    rows = cast("list[tuple[NamedNode, NamedNode, NamedNode]]", evaluate(work, rules().get(name).text).terms)
    return [Triple(*row) for row in rows]


def _clashes(work: Dataset) -> list[Finding]:
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
            "list[tuple[NamedNode, NamedNode, NamedNode]]",
            evaluate(work, rules().get("rl-disjoint").text).terms,
        )
    ]
