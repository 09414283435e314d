"""How far ontology and articles cover each other: terms that nothing uses, and data that no term stands behind."""

from __future__ import annotations

from collections.abc import Iterator

from kg.namespaces import DEFAULT_BASE, TNK, local_name
from kg.ontology.hierarchy import Hierarchy
from kg.store import Dataset, select

__all__ = ["coverage"]

# Data are the graphs of the articles and of the reference data; the ontology is in a graph of its own.
_DATA = "GRAPH ?g { ?s ?p ?o } FILTER(?g != <https://w3id.org/turkic-ngo-kg/ontology>)"
_DECLARED = """
SELECT DISTINCT ?term WHERE {
  FILTER NOT EXISTS { ?term owl:deprecated true }
  { ?term a owl:Class FILTER NOT EXISTS { ?term owl:equivalentClass ?definition } }
  UNION { VALUES ?type { owl:ObjectProperty owl:DatatypeProperty } ?term a ?type ; rdfs:domain ?domain
          FILTER NOT EXISTS { ?term owl:inverseOf ?other } }
  UNION { ?term a owl:NamedIndividual }
}"""
_ABOVE = "SELECT ?term ?above WHERE { ?term a|rdfs:subClassOf|rdfs:subPropertyOf ?above }"
# A thing is spoken of where an assertion or a statement has it on either side, as speaker, occasion or subject.
_SILENT = """
SELECT DISTINCT ?thing WHERE {
  ?article a tnk:Article .
  GRAPH ?article { ?mention oa:hasBody ?thing . ?thing a ?class }
  FILTER NOT EXISTS { VALUES ?machinery { tnk:Assertion tnk:Statement } GRAPH ?article { ?thing a ?machinery } }
  FILTER NOT EXISTS { GRAPH ?article { ?claim ?side ?thing . FILTER(?side NOT IN (oa:hasBody)) } }
  FILTER NOT EXISTS { GRAPH ?article { ?claim rdf:subject ?thing } }
}"""


def coverage(dataset: Dataset) -> dict[str, list[str]]:
    """Three lists, each empty where ontology and data cover each other.

    Returns:
        ``terms without use``: names of classes, properties and values of the ontology that no article and no
        reference data use. A class or property below counts for those above it. Defined classes, deprecated terms,
        inverse names and properties that only reports use are left out.
        ``data without a term``: names in the ontology's namespace that data use and the ontology does not declare.
        ``things without a claim``: things that an article names, and of which neither it nor a statement in it says
        anything.
    """
    declared = {row["term"].value for row in select(dataset, _DECLARED) if row["term"].value.startswith(TNK)}
    everything = {row["term"].value for row in select(dataset, "SELECT ?term WHERE { ?term a ?type }")}
    hierarchy = Hierarchy((row["term"].value, row["above"].value) for row in select(dataset, _ABOVE))
    used = set(hierarchy.above(*_used(dataset)))
    silent = (row["thing"].value.removeprefix(DEFAULT_BASE) for row in select(dataset, _SILENT))
    return {
        "terms without use": sorted(local_name(term) for term in declared - used),
        "data without a term": sorted(local_name(term) for term in used - everything if term.startswith(TNK)),
        "things without a claim": sorted(silent),
    }


def _used(dataset: Dataset) -> Iterator[str]:
    """The terms of the ontology that stand as predicate or object of data."""
    for place in ("p", "o"):
        for row in select(dataset, f"SELECT DISTINCT ?{place} WHERE {{ {_DATA} FILTER(isIRI(?{place})) }}"):
            if row[place].value.startswith(TNK):
                yield row[place].value
