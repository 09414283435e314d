"""What is in a graph: counts and the list of its articles, by SPARQL."""

from __future__ import annotations

from typing import Any

from kg.claims.sources import Sources
from kg.namespaces import local_name
from kg.query.catalogue import load_catalogue
from kg.query.results import Result
from kg.query.run import evaluate
from kg.resources import queries_folder
from kg.store import Dataset, select

__all__ = ["article_list", "statistics"]

_COUNTS = {
    "statements": "SELECT (COUNT(?x) AS ?n) { ?x a tnk:Statement }",
    "assertions": "SELECT (COUNT(?x) AS ?n) { ?x a tnk:Assertion }",
    "mentions": "SELECT (COUNT(?x) AS ?n) { GRAPH ?g { ?x a tnk:Mention } }",
    "verified mentions": "SELECT (COUNT(?x) AS ?n) { GRAPH ?g { ?x a tnk:Mention ; tnk:verified true } }",
    "triples in the merge": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "quads in named graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
}
_GROUPS = {
    "things by type": """
        SELECT ?key (COUNT(DISTINCT ?x) AS ?n) { ?x a ?key . ?key rdfs:subClassOf*/tnk:kind ?kind } GROUP BY ?key
    """,
    "assertions by modality": "SELECT ?key (COUNT(?x) AS ?n) { ?x a tnk:Assertion ; tnk:modality ?key } GROUP BY ?key",
    "assertions by relation": "SELECT ?key (COUNT(?x) AS ?n) { ?x a tnk:Assertion ; rdf:predicate ?key } GROUP BY ?key",
}


def statistics(dataset: Dataset) -> dict[str, Any]:
    """Counts of articles, statements, assertions, mentions and triples; things by type, assertions by what they say.

    Articles that are one source count once, see :mod:`kg.claims.sources`; how many more there are is told beside it.
    """
    sources = Sources.of(dataset)
    counts: dict[str, Any] = {"articles": len(sources.firsts), "copies of articles": len(sources.copies)}
    for name, text in _COUNTS.items():
        counts[name] = next(int(row["n"].value) for row in select(dataset, text))
    for name, text in _GROUPS.items():
        found = {local_name(row["key"].value): int(row["n"].value) for row in select(dataset, text)}
        counts[name] = dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
    return counts


def article_list(dataset: Dataset) -> Result:
    """All articles, a row each, by day: article, day of publication, publisher, language and address."""
    return evaluate(dataset, load_catalogue([queries_folder() / "graph"]).get("articles").text)
