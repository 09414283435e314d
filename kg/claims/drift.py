"""Drift: that the text of an article, fetched again, is not the one that its quotes were found in.

What ``kg verify --record`` found stands in a graph of its own, so that no article's graph differs from its annotation:

- ``?article tnk:newerTextDigest ?digest``, here and in the merge: the article has drifted;
- ``?mention tnk:foundElsewhere true`` for a quote that has moved, ``false`` for one that is gone, here alone, as
  mentions are not in the merge. A quote without either stands.

A mark lasts until the article is loaded anew or retracted, or a later record finds the text as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.namespaces import DRIFT_GRAPH, TNK
from kg.store import Dataset, GraphData, Store
from kg.terms import Literal, NamedNode, Quad

__all__ = [
    "FOUND_ELSEWHERE",
    "GONE",
    "MOVED",
    "NEWER_TEXT",
    "STANDS",
    "Drift",
    "drifts",
    "forget",
    "is_of_mention",
    "record",
    "state",
]

STANDS, MOVED, GONE = "stands", "moved", "gone"
"""What has become of a quote in a newer text."""
NEWER_TEXT, FOUND_ELSEWHERE = TNK + "newerTextDigest", TNK + "foundElsewhere"
_GRAPH, _NEWER, _ELSEWHERE = NamedNode(DRIFT_GRAPH), NamedNode(NEWER_TEXT), NamedNode(FOUND_ELSEWHERE)
_MENTION = "/mention/"


@dataclass(frozen=True, slots=True)
class Drift:
    """What is known of a newer text of an article.

    Args:
        newer: the SHA-256 of that text.
        quotes: the mentions whose quotes have moved or are gone, by IRI, each with that word.
    """

    newer: str
    quotes: Mapping[str, str]


def is_of_mention(iri: str) -> bool:
    """Whether an IRI is that of a mention or of a part of one, which stand outside the merge."""
    return _MENTION in iri


def state(elsewhere: str | None) -> str:
    """What has become of a verified quote, by the value of ``tnk:foundElsewhere``; None where it has none."""
    return STANDS if elsewhere is None else MOVED if elsewhere == "true" else GONE


def drifts(dataset: Dataset) -> dict[str, Drift]:
    """What is recorded, by the IRI of the article."""
    newer: dict[str, str] = {}
    quotes: dict[str, dict[str, str]] = {}
    for quad in dataset.quads_for_pattern(None, None, None, _GRAPH):
        if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, Literal):
            continue
        subject, value = quad.subject.value, quad.object.value
        if quad.predicate == _NEWER:
            newer[subject] = value
        elif quad.predicate == _ELSEWHERE:
            quotes.setdefault(subject.partition(_MENTION)[0], {})[subject] = state(value)
    return {article: Drift(digest, quotes.get(article, {})) for article, digest in newer.items()}


def record(store: Store, found: Mapping[str, Drift | None]) -> bool:
    """Keep what was found of some articles, by IRI, in place of what was recorded of them; None: no drift.

    Returns:
        whether anything changed.

    Raises:
        StoreError: it cannot be written.
    """
    before = drifts(store.dataset)
    after = {article: drift for article, drift in {**before, **found}.items() if drift is not None}
    if after == before:
        return False
    if not after:
        store.retract([DRIFT_GRAPH])
        return True
    shared = [Quad(NamedNode(each), _NEWER, Literal(drift.newer), _GRAPH) for each, drift in sorted(after.items())]
    private = list(_quotes(after))
    lines = "\n".join(sorted(map(str, (*shared, *private))))
    store.put([GraphData(_GRAPH, shared, private, hashlib.sha256(lines.encode()).hexdigest())])
    return True


def forget(store: Store, articles: Iterable[str]) -> None:
    """Take away what is recorded of articles, which are about to be replaced or removed."""
    record(store, dict.fromkeys(articles))


def _quotes(recorded: Mapping[str, Drift]) -> Iterator[Quad]:
    for drift in recorded.values():
        for mention, word in sorted(drift.quotes.items()):
            yield Quad(NamedNode(mention), _ELSEWHERE, Literal(word == MOVED), _GRAPH)
