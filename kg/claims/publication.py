"""What is recorded of an article, or of a source that one cites: who published it, when and where.

No assertion stands behind it, since nothing in a text says so of the text itself: it is what all claims of the text are
cited with, and stands in the head of the annotation, or under its ``sources``. A correction does not touch it: an
article that was retracted was still published.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kg.claims.annotations import note_of
from kg.claims.labels import Labels
from kg.model import AnnotationNote
from kg.namespaces import DCTERMS, PROV, RDF, RDFS, TNK
from kg.store import Dataset
from kg.terms import MERGE, NamedNode

__all__ = ["RECORDED", "Publication", "publication_of"]

RECORDED = ("publisher", "published", "url", "textDigest", "retracts", "reportedIn")
"""The relations and attributes that are recorded of a text, and claimed by nobody."""

_ARTICLE, _SOURCE = TNK + "Article", TNK + "CitedSource"


@dataclass(frozen=True, slots=True)
class Publication:
    """What is recorded of one text; None where the annotation does not state it.

    Args:
        iri: which one.
        title: its title.
        publisher, published, address: who published it, when, no more precise than it was written, and where.
        language: the BCP 47 tag of an article.
        text_digest: the SHA-256 of the text that an article was annotated from.
        article: the IRI of the article in whose annotation this is recorded: its own, or the one that cites it.
        article_title: the title of that article.
        reported_in: the names of the publishers of the sources that cite it in turn.
        retracts: the IRIs of the articles that it takes back.
        annotation: who annotated ``article``; None where nothing of it is stated.
    """

    iri: str
    title: str | None
    publisher: str | None
    published: str | None
    address: str | None
    language: str | None
    text_digest: str | None
    article: str
    article_title: str
    reported_in: tuple[str, ...]
    retracts: tuple[str, ...]
    annotation: AnnotationNote | None

    @property
    def is_cited(self) -> bool:
        """Whether it is a source that an article cites, and no article that is annotated."""
        return self.iri != self.article

    def as_dict(self) -> dict[str, Any]:
        """The record as JSON-ready dictionary."""
        return asdict(self) | {"reported_in": list(self.reported_in), "retracts": list(self.retracts)}


def publication_of(store: Dataset, node: NamedNode, labels: Labels) -> Publication | None:
    """What is recorded of an article or a cited source; None for any other thing.

    Args:
        store: the store whose default graph is the merge.
        node: the thing.
        labels: the names in the same store.
    """
    types = {term.value for term in _values(store, node, RDF + "type")}
    if not types & {_ARTICLE, _SOURCE}:
        return None
    cited_by = _values(store, node, PROV + "wasDerivedFrom") if _SOURCE in types else []
    article = cited_by[0] if cited_by else node

    def text(predicate: str) -> str | None:
        return next((term.value for term in _values(store, node, predicate)), None)

    citing = _values(store, node, TNK + "reportedIn")
    return Publication(
        iri=node.value,
        title=text(RDFS + "label"),
        publisher=next(map(labels, _values(store, node, TNK + "publisher")), None),
        published=text(TNK + "published"),
        address=text(TNK + "url"),
        language=text(DCTERMS + "language"),
        text_digest=text(TNK + "textDigest"),
        article=article.value,
        article_title=labels(article),
        reported_in=tuple(labels(each) for source in citing for each in _values(store, source, TNK + "publisher")),
        retracts=tuple(term.value for term in _values(store, node, TNK + "retracts")),
        annotation=note_of(store, article),
    )


def _values(store: Dataset, node: NamedNode, predicate: str) -> list[Any]:
    quads = store.quads_for_pattern(node, NamedNode(predicate), None, MERGE)
    return sorted((quad.object for quad in quads), key=str)
