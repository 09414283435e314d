"""Which articles are one source: the same address, or the same text, under two ids.

An agency's report that ten papers print is one witness, not ten. What counts articles, or leaves one out to see what
hangs on it, asks here. Nothing is merged: each article keeps its graph and its claims.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from kg.namespaces import RDF, TNK
from kg.store import Dataset
from kg.terms import MERGE, NamedNode, Triple

__all__ = ["Sources", "same_address", "source_keys"]

_TYPE, _ARTICLE = NamedNode(RDF + "type"), NamedNode(TNK + "Article")
_URL, _DIGEST = NamedNode(TNK + "url"), NamedNode(TNK + "textDigest")
_PUBLISHED = NamedNode(TNK + "publishedEarliest")
_EMPTY_TEXT = hashlib.sha256(b"").hexdigest()
# What is put into an address to follow readers, and changes nothing of the page.
_FOLLOWING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|_openstat|mc_cid|mc_eid|igshid|ref_src")
_UNDATED = "9999"


def same_address(address: str) -> str:
    """The form in which two addresses of one page are equal: of host, path and query, without what follows readers.

    The scheme, ``www.``, letter case of the host, the default port, the fragment, a slash at the end and the order of
    the query's parts play no part. What a site may tell apart stays: letter case of the path, an unknown parameter.
    Empty for the address of a site: it names no page.

    Raises:
        ValueError: it is no address.

    >>> same_address("http://www.Example.org:80/a/1/?utm_source=x#top") == same_address("https://example.org/a/1")
    True
    >>> same_address("https://example.org/a?id=1") == same_address("https://example.org/a?id=2")
    False
    """
    parts = urlsplit(unicodedata.normalize("NFC", address.strip()))
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _FOLLOWING.fullmatch(pair[0]))
    path = unquote(parts.path, errors="surrogateescape").rstrip("/")
    return f"{host}{port}{path}" + (f"?{urlencode(query)}" if query else "") if path or query else ""


def source_keys(address: str | None, digest: str | None) -> tuple[tuple[str, str], ...]:
    """What tells that two articles are one source, each as what it is and its value; equal ones are enough.

    Args:
        address: of the article.
        digest: the SHA-256 of its text.
    """
    try:
        page = same_address(address or "")
    except ValueError:  # no address; whoever maps the article reports it
        page = ""
    text = digest if digest != _EMPTY_TEXT else None
    return tuple((what, value) for what, value in (("address", page), ("text", text)) if value)


class Sources:
    """The articles of a graph by source; ``holders`` tells of each key the first article that has it.

    Args:
        articles: of each its IRI, the first day on which it may have come out, and its keys, see :func:`source_keys`.
    """

    def __init__(self, articles: Iterable[tuple[str, str, Iterable[tuple[str, str]]]]) -> None:
        self._firsts: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self.holders: dict[tuple[str, str], str] = {}
        for _, iri, keys in sorted((day or _UNDATED, iri, tuple(keys)) for iri, day, keys in articles):
            self._add(iri, keys)

    @classmethod
    def of(cls, store: Dataset) -> Sources:
        """The sources of a store whose default graph is the merge."""
        articles = {iri for iri, _ in _pairs(store, _TYPE, _ARTICLE)}
        keys: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for iri, url in _pairs(store, _URL):
            keys[iri] += source_keys(url, None)
        for iri, digest in _pairs(store, _DIGEST):
            keys[iri] += source_keys(None, digest)
        days: dict[str, str] = {}
        for iri, day in _pairs(store, _PUBLISHED):
            days[iri] = min(day, days.get(iri, day))
        return cls((iri, days.get(iri, ""), sorted(keys[iri])) for iri in articles)

    def _add(self, iri: str, keys: Iterable[tuple[str, str]]) -> None:
        """Take an article that came out no earlier than those before it."""
        self._places[iri] = len(self._places)
        held = sorted(
            {self.first(self.holders[key]) for key in keys if key in self.holders}, key=self._places.__getitem__
        )
        first = held[0] if held else iri
        self._firsts[iri] = first
        for other in held[1:]:  # by address it is one of them, by text another: then these are one, too
            self._firsts[other] = first
        for key in keys:
            self.holders.setdefault(key, iri)

    def first(self, article: str) -> str:
        """The article that stands for the source: the one published first, of several the least IRI."""
        while (other := self._firsts.get(article, article)) != article:
            article = other
        return article

    @property
    def firsts(self) -> frozenset[str]:
        """The articles that stand for a source each."""
        return frozenset(article for article, first in self._firsts.items() if article == first)

    @property
    def copies(self) -> frozenset[str]:
        """The articles for which another one stands."""
        return frozenset(article for article, first in self._firsts.items() if article != first)


def _pairs(store: Dataset, predicate: NamedNode, value: NamedNode | None = None) -> Iterator[tuple[str, str]]:
    """The subjects and the values of a property, as texts."""
    for quad in store.quads_for_pattern(None, predicate, value, MERGE):
        if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Triple):
            yield quad.subject.value, quad.object.value
