"""The articles that a report rests on, and how to cite them and the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from kg.markup.html import link, table, text, timed
from kg.markup.words import cut_short
from kg.namespaces import ONTOLOGY_GRAPH, OWL, TNK
from kg.terms import MERGE, Literal, NamedNode
from kg.views.citation import citation
from kg.views.report.ledger import article_anchor
from kg.views.report.sources import ReportData

__all__ = ["articles", "citing"]

_MOST = 500  # articles in the table
_FEW = 100  # articles; of more, their quotes would make the page too large
_ALL = "kg query -q 'SELECT ?article ?title { ?article a tnk:Article ; rdfs:label ?title }'"


def articles(report: ReportData) -> Iterator[str]:
    """A table of all articles, each with how many quotes point into it."""
    rows, attributes = [], []
    quotes = {str(row["article"]): row for row in report.read("quotes").rows}
    for iri, row in islice(report.articles.items(), _MOST):
        counted = quotes.get(iri, {})
        name = iri.rpartition("/")[2]
        rows.append(
            [
                f"<code>{text(name)}</code>",
                link(str(row["url"]), report.labels.of(iri)) if row["url"] else text(report.labels.of(iri)),
                text(_publisher(report, row)),
                timed(str(row["published"] or "no date")),
                text(row["language"] or ""),
                _quotes(report, iri, int(str(counted.get("quotes", 0)))),
                _quotes(report, iri, int(str(counted.get("verified", 0))), verified=True),
            ]
        )
        attributes.append(f'id="{article_anchor(iri)}"')
    yield '<h2 id="articles">Articles</h2>'
    yield (
        "<p>A quote is verified when it was found in the article's text. The texts belong to their publishers and are "
        "not here; follow the link.</p>"
    )
    head = ["article", "title", "publisher", "published", "language", "quotes", "verified"]
    yield table(head, rows, f"{len(rows):,} articles, by date", attributes=attributes)
    if cut := cut_short(_MOST, len(report.articles), "articles"):
        yield f'<p class="soft">{cut} All: <code>{_ALL}</code></p>'


def _quotes(report: ReportData, article: str, count: int, *, verified: bool = False) -> str:
    """A number of quotes, as a link to the first of them."""
    mentions = report.mentions(article, verified=verified) if count and len(report.articles) <= _FEW else []
    what = "Verified quotes" if verified else "Quotes"
    name = article.rpartition("/")[2]
    query = f"kg query -q 'SELECT ?quote {{ GRAPH <{article}> {{ ?m oa:hasTarget/oa:hasSelector/oa:exact ?quote }} }}'"
    return report.ledger.claims(f"{count:,}", f"{what} from {name}", mentions, hint=query)


def citing(report: ReportData) -> Iterator[str]:
    """How to cite the graph, an article, and a claim; and which graph this is."""
    yield '<h2 id="cite">How to cite</h2>'
    cited = citation()
    if cited:
        version = f", version {cited['version']}" if cited.get("version") else ""
        said = f"{cited.get('authors', '').rstrip('.')}. {cited.get('title', '')}{version}."
        address = link(cited.get("url", ""))
        yield f"<p>The software and its data:</p><blockquote><p>{text(said)} {address}</p></blockquote>"
    yield (
        "<p>A claim: cite the article behind it, not the graph alone. Say who speaks; a plan, a wish and a denial as "
        "what they are; and whether the quote was verified.</p><ul>"
    )
    for iri, row in islice(report.articles.items(), _MOST):
        yield f"<li>{_reference(report, iri, row)}</li>"
    yield "</ul>"
    yield f"<p>This graph: {_identity(report)}</p>"


def _reference(report: ReportData, iri: str, row: Mapping[str, Any]) -> str:
    parts = [_publisher(report, row), f"“{report.labels.of(iri)}”", str(row["published"] or "no date")]
    address = f", {link(str(row['url']))}" if row["url"] else ""
    return text(", ".join(filter(None, parts))) + address


def _publisher(report: ReportData, row: Mapping[str, Any]) -> str:
    return report.labels.of(str(row["publisher"])) if row["publisher"] else ""


def _identity(report: ReportData) -> str:
    """What tells this graph from others, as HTML: the digest of its articles' digests, and the ontology's version."""
    digests = sorted(
        f"{quad.subject} {quad.object}"
        for quad in report.store.quads_for_pattern(None, NamedNode(TNK + "contentDigest"), None, MERGE)
    )
    whole = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    header = NamedNode(ONTOLOGY_GRAPH)
    versions = report.store.quads_for_pattern(header, NamedNode(OWL + "versionInfo"), None, MERGE)
    version = min((quad.object.value for quad in versions if isinstance(quad.object, Literal)), default="unknown")
    return f"SHA-256 of its articles <code>{whole}</code>; ontology {text(version)}."
