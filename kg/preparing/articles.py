"""From an article as read to quads that were judged: a pure function of the article, the vocabulary and the shapes.

What depends on other articles or on the store (a second article with the same id, one that is unchanged) is decided
by :mod:`kg.pipeline`, from the :class:`Head` of each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.claims.annotations import is_draft
from kg.findings import Finding, has_errors
from kg.mapping import MappedArticle, Mapper
from kg.model import AnnotatedArticle, KeyPath
from kg.ontology.vocabulary import Vocabulary
from kg.read import ReadResult
from kg.validate import Judge

__all__ = ["PLACES", "Head", "Prepared", "Preparer", "is_held", "text_of"]

# Findings of the mapper that may only follow from parts that the reader left out of a faulty article.
_FOLLOWING = frozenset(
    ["no-evidence", "unknown-statement", "unknown-key", "unknown-id", "circular-identity", "no-publication-day"]
)

_TOGETHER = 16  # articles that pySHACL judges in one go; more gain nothing that can be measured
_TOGETHER_QUADS = 40_000  # or fewer, when they are large

PLACES: tuple[KeyPath, ...] = (
    ("article",),
    ("article", "id"),
    ("article", "url"),
    ("article", "text"),
    ("annotation", "status"),
)
"""The places in an annotation whose lines a :class:`Head` knows."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a run has to know of an article to decide on it.

    ``digest`` is what its graph depends on: the annotation as written, the vocabulary, and the text if available.
    ``verified`` and ``unverified`` count its quotes; ``line_of`` knows the lines of :data:`PLACES`.
    """

    id: str
    url: str | None
    text_sha256: str | None
    declared_sha256: str | None
    is_draft: bool
    digest: str
    verified: int
    unverified: int
    line_of: Callable[[KeyPath], int | None] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Prepared:
    """One article, prepared as far as its faults allow.

    ``head`` is None for what cannot be read. ``read`` are the findings of reading it, ``further`` those of the mapper
    and the shapes. ``mapped`` is None where there is an error among them, or the store has the article as it is.
    """

    file: str
    article_id: str | None
    head: Head | None
    read: tuple[Finding, ...]
    further: tuple[Finding, ...] = ()
    mapped: MappedArticle | None = None


class Preparer:
    """Prepares any number of articles, in any order.

    Args:
        vocabulary: the ontology.
        mapper: for this vocabulary.
        judge: for its shapes.
    """

    def __init__(self, vocabulary: Vocabulary, mapper: Mapper, judge: Judge) -> None:
        self.vocabulary = vocabulary
        self._mapper = mapper
        self._judge = judge

    def prepare(self, results: Iterable[ReadResult], held: Mapping[str, str]) -> Generator[Prepared, None, None]:
        """Prepare articles in their order; several are judged in one go.

        Args:
            results: the articles as read; they are read as they are needed.
            held: the digests that the store has, by graph; what has not changed is not mapped.
        """
        waiting: list[tuple[ReadResult, Head | None, MappedArticle | None]] = []
        quads = 0
        for result in results:
            article = result.article
            head = None if article is None else self._head(article)
            mapped = None
            if (
                article is not None
                and head is not None
                and (head.is_draft or not is_held(head, held.get(self._graph(head))))
            ):
                # A draft may come after another version of the article in the same run: it is always mapped.
                mapped = self._mapper.map(article)
            waiting.append((result, head, mapped))
            quads += 0 if mapped is None else len(mapped.quads)
            if len(waiting) == _TOGETHER or quads >= _TOGETHER_QUADS:
                yield from self._judged(waiting)
                waiting, quads = [], 0
        yield from self._judged(waiting)

    def _judged(self, waiting: list[tuple[ReadResult, Head | None, MappedArticle | None]]) -> Iterator[Prepared]:
        sound = [
            (mapped, result.article.source)
            for result, _, mapped in waiting
            if mapped is not None
            and result.article is not None
            and not has_errors((*result.findings, *mapped.findings))
        ]
        judged = {id(mapped): found for (mapped, _), found in zip(sound, self._judge.judge(sound), strict=True)}
        for result, head, mapped in waiting:
            if result.sketch is not None:
                further = self._of_sketch(result.sketch, result.findings)
            else:
                further = () if mapped is None else (*mapped.findings, *judged.get(id(mapped), ()))
            if has_errors((*result.findings, *further)):
                mapped = None
            yield Prepared(result.file, result.article_id, head, result.findings, further, mapped)

    def _of_sketch(self, sketch: AnnotatedArticle, known: Iterable[Finding]) -> tuple[Finding, ...]:
        """The readable parts of an article that cannot be read as a whole are checked for further faults."""
        keys = {finding.key for finding in known}
        found = self._mapper.map(sketch).findings
        return tuple(each for each in found if each.code not in _FOLLOWING and each.key not in keys)

    def _graph(self, head: Head) -> str:
        return f"{self.vocabulary.base}article/{head.id}"

    def _head(self, article: AnnotatedArticle) -> Head:
        about = article.metadata
        digest = hashlib.sha256(f"{self.vocabulary.fingerprint}\n{article!r}".encode()).hexdigest()
        quotes = [mark.quote for mark in article.mentions]
        quotes += [each.quote for each in article.relations]
        quotes += [each.quote for relation in article.relations for each in relation.scoped]
        quotes += [act.quote for act in article.statements]
        verified = [all(anchor.verified for anchor in quote) for quote in quotes if quote]
        return Head(
            id=about.id,
            url=about.url,
            text_sha256=about.text_sha256,
            declared_sha256=about.declared_sha256,
            is_draft=article.annotation is not None and is_draft(article.annotation.status),
            digest=digest if about.text_sha256 is None else f"{digest} {about.text_sha256}",
            verified=sum(verified),
            unverified=len(verified) - sum(verified),
            line_of=article.source.line_of,
        )


def is_held(head: Head, held: str | None) -> bool:
    """Whether the store has an article as it is, by the digest that it has."""
    return held is not None and held in (head.digest, f"{head.digest} {text_of(held)}")


def text_of(digest: str) -> str:
    """The digest's part on the text of a stored article: its SHA-256, and how many quotes were not found in it."""
    return digest.partition(" ")[2]
