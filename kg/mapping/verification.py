"""Keeping verified quotes when an article is read again without its text.

The text is the same unless the annotation says otherwise, so a quote that was found in it stays verified. A mention's
IRI is made from its thing and its quote, with prefix, suffix and number, so the same IRI is the same quote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.mapping.graph import HAS_SELECTOR, HAS_TARGET, TEXT_DIGEST, TRUE, VERIFIED
from kg.mapping.mapper import MappedArticle
from kg.terms import Literal, Quad

__all__ = ["Kept", "keep_verification"]


@dataclass(frozen=True)
class Kept:
    """An article with its quotes as verified before.

    Args:
        article: the article.
        text_sha256: of the text that its quotes were found in; None if none was.
        lost: how many quotes were verified before and, since they changed, are no longer.
        unverified: how many of its quotes are not verified.
    """

    article: MappedArticle
    text_sha256: str | None
    lost: int
    unverified: int


def keep_verification(mapped: MappedArticle, stored: Iterable[Quad], *, declared: str | None) -> Kept:
    """Take the verified quotes and their positions from the earlier graph of an article.

    Args:
        mapped: the article as read now, without its text.
        stored: the quads of its graph as it was.
        declared: the SHA-256 of the text, as the annotation gives it now.
    """
    before = _Verified(stored)
    mentions = {quad.subject for quad in mapped.mention_quads if quad.predicate == VERIFIED}
    is_same_text = before.text is not None and declared in (None, before.text)
    again = mentions & before.positions.keys() if is_same_text else set()
    unverified = len(mentions) - len(again)
    lost = min(len(before.positions) - len(again), unverified)  # whatever was merely taken out loses nothing
    if not again:
        return Kept(mapped, None, lost, unverified)
    graph = mapped.graph
    private = [
        Quad(quad.subject, VERIFIED, TRUE, graph) if quad.predicate == VERIFIED and quad.subject in again else quad
        for quad in mapped.mention_quads
    ]
    private += [quad for mention in sorted(again, key=str) for quad in before.positions[mention]]
    digest = Quad(graph, TEXT_DIGEST, Literal(before.text or ""), graph)
    article = replace(mapped, quads=[*mapped.quads, digest], mention_quads=private)
    return Kept(article, before.text, lost, unverified)


class _Verified:
    """The verified mentions in a graph: the quads of their positions, and the SHA-256 of the text."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.text: str | None = None
        by_subject: dict[object, list[Quad]] = {}
        for quad in quads:
            by_subject.setdefault(quad.subject, []).append(quad)
            if quad.predicate == TEXT_DIGEST and isinstance(quad.object, Literal):
                self.text = quad.object.value
        self.positions: dict[object, list[Quad]] = {
            subject: [
                each
                for target in found
                if target.predicate == HAS_TARGET
                for selector in by_subject.get(target.object, ())
                if selector.predicate == HAS_SELECTOR and str(selector.object).endswith("/position>")
                for each in (selector, *by_subject.get(selector.object, ()))
            ]
            for subject, found in by_subject.items()
            if any(quad.predicate == VERIFIED and quad.object == TRUE for quad in found)
        }
