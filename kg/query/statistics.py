"""What is in a graph: counts and the list of its articles, by SPARQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.claims.annotations import by_status
from kg.claims.claim import modality_word
from kg.claims.sources import Sources
from kg.markup.tables import Table, Tabular
from kg.namespaces import RDF, local_name
from kg.ontology.hierarchy import Hierarchy
from kg.query.catalogue import load_catalogue
from kg.query.results import Result
from kg.query.run import evaluate
from kg.resources import queries_folder
from kg.store import Dataset, select
from kg.terms import MERGE, NamedNode

__all__ = ["Statistics", "article_list", "relations_used", "statistics", "things"]

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


class Statistics(dict[str, Any], Tabular):
    """Counts by name; counts of groups are dictionaries. pandas gets a row for each count."""

    def records(self) -> Iterator[Mapping[str, Any]]:
        """A dictionary for each count; ``group`` is None where a count is of all."""
        for what, counted in self.items():
            groups = counted if isinstance(counted, dict) else {None: counted}
            for group, count in groups.items():
                yield {"what": what, "group": group and modality_word(group), "count": count}

    def in_short(self, most: int = 12) -> list[tuple[str, str]]:
        """What is in the graph in five lines, with the ``most`` frequent types of things."""
        modalities = [f"{n:,} {modality_word(name)}" for name, n in self["assertions by modality"].items()]
        types = [f"{count:,} {name}" for name, count in self["things by type"].items() if name != "Article"]
        return [
            ("articles", f"{self['articles']:,}"),
            ("assertions", f"{self['assertions']:,}: {', '.join(modalities)}"),
            ("statements", f"{self['statements']:,}"),
            ("quotes", f"{self['mentions']:,}, of them {self['verified mentions']:,} verified against the text"),
            ("things", ", ".join(types[:most]) + (" …" if len(types) > most else "")),
        ]

    def table(self) -> Table:
        """A row for each count."""
        return Table(["what", "group", "count"], [list(record.values()) for record in self.records()], "Counts")

    def _columns(self) -> Mapping[str, str]:
        return {"what": "string", "group": "string", "count": "Int64"}

    def _things(self) -> Mapping[str, str]:
        return {}


def statistics(dataset: Dataset, whole: Dataset | None = None) -> Statistics:
    """Counts of articles, statements, assertions, mentions and triples; things by type, assertions by what they say.

    Articles that are one source count once, see :mod:`kg.claims.sources`; how many more there are is told beside it. So
    do the pages that articles cite; one that is an article of the graph is counted there.

    Args:
        dataset: what is counted.
        whole: the store that it is a part of, in which articles are counted by the status of their annotation, drafts
            too; None: ``dataset``.
    """
    sources = Sources.of(dataset)
    counts = Statistics({"articles": len(sources.firsts), "copies of articles": len(sources.copies)})
    counts["cited pages"] = len(sources.cited)
    for name, text in _COUNTS.items():
        counts[name] = next(int(row["n"].value) for row in select(dataset, text))
    counts["annotations by status"] = by_status(dataset if whole is None else whole)
    for name, text in _GROUPS.items():
        found = {local_name(row["key"].value): int(row["n"].value) for row in select(dataset, text)}
        counts[name] = dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
    return counts


def relations_used(dataset: Dataset) -> list[str]:
    """The IRIs of the relations and attributes that some assertion has, sorted."""
    return sorted(row["p"].value for row in select(dataset, "SELECT DISTINCT ?p { ?a rdf:predicate ?p }"))


def things(dataset: Dataset, of_class: str | None = None) -> list[str]:
    """The IRIs of all things, or of those of a class and of the classes below it, sorted."""
    wanted = [None] if of_class is None else map(NamedNode, Hierarchy.of_classes(dataset).below(of_class))
    quads = (quad for each in wanted for quad in dataset.quads_for_pattern(None, NamedNode(RDF + "type"), each, MERGE))
    return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})


def article_list(dataset: Dataset) -> Result:
    """All articles, a row each, by day: article, day of publication, publisher, language and address."""
    return evaluate(dataset, load_catalogue([queries_folder() / "graph"]).get("articles").text)
