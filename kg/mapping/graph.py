"""The quads of one article, and the place in the annotation of each node."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from kg.mapping.values import literal, node
from kg.model import KeyPath, Quote
from kg.namespaces import OA, RDF, TNK, XSD
from kg.terms import Literal, NamedNode, Quad

__all__ = ["HAS_SELECTOR", "HAS_TARGET", "TEXT_DIGEST", "TRUE", "VERIFIED", "ArticleGraph", "Origin", "digest"]

_TYPE = node(RDF + "type")
_MENTION = node(TNK + "Mention")
_HAS_BODY, HAS_TARGET = node(OA + "hasBody"), node(OA + "hasTarget")
_HAS_SOURCE, HAS_SELECTOR = node(OA + "hasSource"), node(OA + "hasSelector")
_QUOTE, _POSITION = node(OA + "TextQuoteSelector"), node(OA + "TextPositionSelector")
_EXACT, _PREFIX, _SUFFIX = node(OA + "exact"), node(OA + "prefix"), node(OA + "suffix")
_START, _END = node(OA + "start"), node(OA + "end")
VERIFIED, TEXT_DIGEST = node(TNK + "verified"), node(TNK + "textDigest")
TRUE, _FALSE = literal("true", XSD + "boolean"), literal("false", XSD + "boolean")
_INTEGER = XSD + "nonNegativeInteger"


def digest(*parts: str | None) -> str:
    """A short, stable name for a tuple of strings: the first 16 hexadecimal digits of its SHA-256."""
    text = "\x1f".join("\x1e" if part is None else part for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the annotation a node came from."""

    path: KeyPath
    quote: str | None = None


@dataclass
class ArticleGraph:
    """The quads of one article, in its own named graph; mentions apart.

    ``origins``: by the IRI of a node, its first place in the annotation.
    """

    graph: NamedNode
    quads: list[Quad] = field(default_factory=list)
    mention_quads: list[Quad] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    _mentions: set[str] = field(default_factory=set)

    def add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        """Add one triple."""
        self.quads.append(Quad(subject, predicate, value, self.graph))

    def statement(self, identifier: str) -> NamedNode:
        """The node of a statement. A faulty id, which the reader reports, is escaped so that checking can continue."""
        return node(f"{self.graph.value}/statement/{quote_plus(identifier, errors='replace')}")

    def source(self, identifier: str) -> NamedNode:
        """The node of a cited source."""
        return node(f"{self.graph.value}/source/{quote_plus(identifier, errors='replace')}")

    def note_origin(self, iri: str, path: KeyPath, quote: Quote = ()) -> None:
        """Note the place of a node, unless an earlier one is known."""
        self.origins.setdefault(iri, Origin(path, " … ".join(anchor.exact for anchor in quote) or None))

    def mention(self, body: NamedNode, quote: Quote, path: KeyPath) -> NamedNode:
        """Add the mention of ``body`` by this quote; the same quote twice is one mention."""
        parts = [part for a in quote for part in (a.exact, a.prefix, a.suffix, None if a.nth is None else str(a.nth))]
        iri = f"{self.graph.value}/mention/{digest(body.value, *parts)}"
        mention = node(iri)
        if iri in self._mentions:
            return mention
        self._mentions.add(iri)
        self.note_origin(iri, path, quote)
        self._state(mention, _TYPE, _MENTION)
        self._state(mention, _HAS_BODY, body)
        self._state(mention, VERIFIED, TRUE if all(anchor.verified for anchor in quote) else _FALSE)
        for number, anchor in enumerate(quote, start=1):
            target = NamedNode(f"{iri}/target/{number}")
            words = NamedNode(f"{iri}/target/{number}/quote")
            self._state(mention, HAS_TARGET, target)
            self._state(target, _HAS_SOURCE, self.graph)
            self._state(target, HAS_SELECTOR, words)
            self._state(words, _TYPE, _QUOTE)
            self._state(words, _EXACT, Literal(anchor.exact))
            if anchor.prefix is not None:
                self._state(words, _PREFIX, Literal(anchor.prefix))
            if anchor.suffix is not None:
                self._state(words, _SUFFIX, Literal(anchor.suffix))
            if anchor.start is not None and anchor.end is not None:
                self._state_position(target, anchor.start, anchor.end)
        return mention

    def _state_position(self, target: NamedNode, start: int, end: int) -> None:
        position = NamedNode(f"{target.value}/position")
        self._state(target, HAS_SELECTOR, position)
        self._state(position, _TYPE, _POSITION)
        self._state(position, _START, literal(str(start), _INTEGER))
        self._state(position, _END, literal(str(end), _INTEGER))

    def _state(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.mention_quads.append(Quad(subject, predicate, value, self.graph))
