"""The articles that a report rests on, and how to cite them and the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kg.claims.annotations import note_of
from kg.claims.drift import GONE, MOVED, Drift, drifts
from kg.markup.claims import LinePart, annotated
from kg.markup.words import cut_short
from kg.namespaces import ONTOLOGY_GRAPH, OWL, TNK
from kg.suggest import counted
from kg.terms import MERGE, Literal, NamedNode
from kg.views.citation import citation
from kg.views.report.ledger import Cell, Number, ReportTable, article_name
from kg.views.report.sources import ReportData

__all__ = ["Citing", "articles", "citing"]

_MOST = 500  # articles in the table
_FEW = 100  # articles; of more, their quotes would make the page too large
_ALL = "kg query -q 'SELECT ?article ?title { ?article a tnk:Article ; rdfs:label ?title }'"
_UNDATED = "date not stated"
_HEAD = ("article", "title", "publisher", "published", "language", "quotes", "verified")


@dataclass(frozen=True, slots=True)
class Citing:
    """How to cite the software, each article and this graph.

    Args:
        software: the sentence; empty where it is not known.
        address: where the software is.
        articles: a reference and the address of each.
        digest: of the digests of all articles.
        ontology: its version.
    """

    software: str
    address: str
    articles: Sequence[LinePart]
    digest: str
    ontology: str


def articles(report: ReportData) -> ReportTable:
    """A table of all articles, each with how many quotes point into it.

    Who annotated it, and whether it has drifted, stand there if they are known of any.
    """
    newer = {iri: drift for iri, drift in drifts(report.dataset).items() if iri in report.articles}
    shown = islice(report.articles, _MOST)
    notes = {iri: annotated(note_of(report.dataset, NamedNode(iri))) for iri in shown}
    has_notes = any(notes.values())
    quotes = {str(row["article"]): row for row in report.read("quotes").rows}
    anchors: list[str] = []
    rows: list[list[Cell]] = []
    for iri, row in islice(report.articles.items(), _MOST):
        counts = quotes.get(iri, {})
        anchors.append(f"article-{article_name(iri)}")
        rows.append(
            [
                article_name(iri),
                LinePart(report.labels.of(iri), str(row["url"] or "")),
                _publisher(report, row),
                str(row["published"] or _UNDATED),
                str(row["language"] or ""),
                _quotes(report, iri, int(str(counts.get("quotes", 0)))),
                _quotes(report, iri, int(str(counts.get("verified", 0))), verified=True),
                *([notes[iri].removeprefix("annotated ").removeprefix("annotation: ")] if has_notes else ()),
                *([_newer(report, iri, newer.get(iri))] if newer else ()),
            ]
        )
    cut = cut_short(_MOST, len(report.articles), "articles")
    caption = f"{counted(len(rows), 'article')}, by date"
    head = (*_HEAD, *(["annotated"] if has_notes else ()), *(["newer text"] if newer else ()))
    return ReportTable("articles", "Articles", head, rows, caption, cut, _ALL, anchors)


def _newer(report: ReportData, article: str, drift: Drift | None) -> Cell:
    """What has become of the quotes of an article that has drifted, as a link to those that do not stand."""
    if drift is None:
        return ""
    own = set(report.mentions(article, verified=True))
    lost = {mention: word for mention, word in drift.quotes.items() if mention in own}
    counts = [f"{sum(each == word for each in lost.values()):,} {word}" for word in (MOVED, GONE)]
    title = f"Quotes from {article_name(article)} that moved in its newer text, or are gone"
    return report.ledger.claims(f"drifted: {', '.join(counts)}", title, lost, hint="kg query unverified-quotes")


def _quotes(report: ReportData, article: str, count: int, *, verified: bool = False) -> Number:
    """A number of quotes, as a link to the first of them."""
    mentions = report.mentions(article, verified=verified) if count and len(report.articles) <= _FEW else []
    what = "Verified quotes" if verified else "Quotes"
    query = f"kg query -q 'SELECT ?quote {{ GRAPH <{article}> {{ ?m oa:hasTarget/oa:hasSelector/oa:exact ?quote }} }}'"
    return report.ledger.claims(f"{count:,}", f"{what} from {article_name(article)}", mentions, hint=query)


def citing(report: ReportData) -> Citing:
    """How to cite the graph, an article, and a claim; and which graph this is."""
    cited = citation()
    version = f", version {cited['version']}" if cited.get("version") else ""
    authors = cited.get("authors", "").rstrip(".")
    header = NamedNode(ONTOLOGY_GRAPH)
    versions = report.store.quads_for_pattern(header, NamedNode(OWL + "versionInfo"), None, MERGE)
    return Citing(
        software=f"{authors}. {cited.get('title', '')}{version}." if cited else "",
        address=cited.get("url", ""),
        articles=[_reference(report, iri, row) for iri, row in islice(report.articles.items(), _MOST)],
        digest=_digest(report),
        ontology=min((quad.object.value for quad in versions if isinstance(quad.object, Literal)), default="unknown"),
    )


def _reference(report: ReportData, iri: str, row: Mapping[str, Any]) -> LinePart:
    parts = [_publisher(report, row), f"“{report.labels.of(iri)}”", str(row["published"] or _UNDATED)]
    return LinePart(", ".join(filter(None, parts)), str(row["url"] or ""))


def _publisher(report: ReportData, row: Mapping[str, Any]) -> str:
    return report.labels.of(str(row["publisher"])) if row["publisher"] else ""


def _digest(report: ReportData) -> str:
    """What tells this graph from others: the digest of its articles' digests."""
    digests = sorted(
        f"{quad.subject} {quad.object}"
        for quad in report.store.quads_for_pattern(None, NamedNode(TNK + "contentDigest"), None, MERGE)
    )
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
