"""Which annotations count: drafts never do, unless they are asked for.

An annotator may say of an annotation that it is a draft, or that it was reviewed; most say nothing of it. The graph of
a draft stands apart in the store: it is no part of the merge, and whoever asks without a choice does not see it at all.

- ``no-drafts``, the default: all that is not a draft.
- ``reviewed``: only what is stated as reviewed, and the reference data.
- ``all``: drafts, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from kg.claims.drift import is_of_mention
from kg.errors import UsageError
from kg.model import AnnotationNote
from kg.namespaces import DCTERMS, DERIVED_GRAPH, FOAF, PROV, RDF, TNK, local_name
from kg.store import Dataset, MergeInMemory, WithoutGraphs
from kg.suggest import did_you_mean, nearest
from kg.terms import MERGE, NamedNode, Quad

__all__ = [
    "ANNOTATIONS",
    "NOT_STATED",
    "NO_DRAFTS",
    "by_status",
    "choose",
    "drafts",
    "is_draft",
    "note_of",
    "status_of",
]

NO_DRAFTS, REVIEWED, ALL = "no-drafts", "reviewed", "all"
ANNOTATIONS = (NO_DRAFTS, REVIEWED, ALL)
"""What may be asked for."""
NOT_STATED = "not stated"

_DRAFT = "draft"
_OF, _STATUS = NamedNode(TNK + "annotationOf"), NamedNode(TNK + "annotationStatus")
_GENERATED, _ASSOCIATED = NamedNode(PROV + "wasGeneratedBy"), NamedNode(PROV + "wasAssociatedWith")
_SOFTWARE, _NAME, _DATE = NamedNode(PROV + "SoftwareAgent"), NamedNode(FOAF + "name"), NamedNode(DCTERMS + "date")
_TYPE, _ARTICLE = NamedNode(RDF + "type"), NamedNode(TNK + "Article")


def is_draft(status: str | None) -> bool:
    """Whether an annotation of this status, None where it is not stated, is a draft."""
    return status == _DRAFT


def drafts(dataset: Dataset) -> frozenset[str]:
    """The IRIs of the articles in a store whose annotation is a draft."""
    return frozenset(article for article, status in _statuses(dataset).items() if is_draft(status))


def status_of(dataset: Dataset, article: str) -> str:
    """The status of the annotation of an article in a store: ``reviewed``, ``draft`` or ``not stated``."""
    quads = dataset.quads_for_pattern(None, _STATUS, None, NamedNode(article))
    return next((local_name(quad.object.value) for quad in quads if isinstance(quad.object, NamedNode)), NOT_STATED)


def note_of(dataset: Dataset, article: NamedNode) -> AnnotationNote | None:
    """Who annotated an article, with what and when, and whether it is a draft; None where nothing of it is stated."""
    for annotation in _subjects(dataset.quads_for_pattern(None, _OF, article, MERGE)):
        status = _objects(dataset, annotation, _STATUS)
        found: dict[str, list[str]] = {"by": [], "tool": [], "date": []}
        for activity in _objects(dataset, annotation, _GENERATED):
            found["date"] += (date.value for date in _objects(dataset, activity, _DATE))
            for agent in _objects(dataset, activity, _ASSOCIATED):
                key = "tool" if _SOFTWARE in _objects(dataset, agent, _TYPE) else "by"
                found[key] += (name.value for name in _objects(dataset, agent, _NAME))
        words = {key: ", ".join(sorted(values)) or None for key, values in found.items()}
        return AnnotationNote(**words, status=local_name(status[0].value) if status else None)
    return None


def _subjects(quads: Iterable[Quad]) -> list[NamedNode]:
    return sorted((quad.subject for quad in quads if isinstance(quad.subject, NamedNode)), key=str)


def _objects(dataset: Dataset, node: Any, predicate: NamedNode) -> list[Any]:
    return [quad.object for quad in dataset.quads_for_pattern(node, predicate, None, MERGE)]


def by_status(dataset: Dataset) -> dict[str, int]:
    """How many articles of a store have annotations that are reviewed, drafts, or say nothing of it."""
    stated = _statuses(dataset)
    counts = Counter(stated.get(article, NOT_STATED) for article in _articles(dataset))
    return {status: counts[status] for status in (REVIEWED, _DRAFT, NOT_STATED)}


def choose(dataset: Dataset, annotations: str = NO_DRAFTS) -> Dataset:
    """The part of a store that the annotations of a choice make; a copy in memory where its merge is another one.

    Current statuses are not derived anew, see :func:`kg.claims.views.select_view`.

    Args:
        dataset: a whole store.
        annotations: one of :data:`ANNOTATIONS`.

    Raises:
        UsageError: there is no such choice.
    """
    if annotations not in ANNOTATIONS:
        hint = did_you_mean(nearest(annotations, ANNOTATIONS)) or f"one of {', '.join(ANNOTATIONS)}"
        raise UsageError(f"{annotations!r} is not a choice of annotations", hint=hint)
    if annotations == REVIEWED:
        stated = _statuses(dataset)
        hidden = frozenset(article for article in _articles(dataset) if stated.get(article) != REVIEWED)
        rest = WithoutGraphs(dataset, hidden)
        return MergeInMemory(rest, _merged(rest, _names(rest), hidden)) if hidden else dataset
    apart = drafts(dataset)
    if not apart:
        return dataset
    if annotations == NO_DRAFTS:
        return WithoutGraphs(dataset, apart)
    return MergeInMemory(
        dataset, chain(dataset.quads_for_pattern(None, None, None, MERGE), _merged(dataset, sorted(apart)))
    )


def _statuses(dataset: Dataset) -> Mapping[str, str]:
    """The status of the annotation of each article that states one, by IRI, from the graphs of the articles."""
    return {
        quad.graph_name.value: local_name(quad.object.value)
        for quad in dataset.quads_for_pattern(None, _STATUS, None, None)
        if isinstance(quad.graph_name, NamedNode) and isinstance(quad.object, NamedNode)
    }


def _articles(dataset: Dataset) -> frozenset[str]:
    quads = dataset.quads_for_pattern(None, _TYPE, _ARTICLE, None)
    return frozenset(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode))


def _names(dataset: Dataset) -> list[str]:
    names = (name.value for name in dataset.named_graphs() if isinstance(name, NamedNode))
    return sorted(name for name in names if name != DERIVED_GRAPH)


def _merged(dataset: Dataset, graphs: Iterable[str], hidden: Collection[str] = ()) -> Iterator[Quad]:
    """What graphs put into the merge: all but mentions, and what the project notes of articles that are hidden."""
    for name in graphs:
        for quad in dataset.quads_for_pattern(None, None, None, NamedNode(name)):
            subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            if not is_of_mention(subject) and subject not in hidden:
                yield Quad(quad.subject, quad.predicate, quad.object)
