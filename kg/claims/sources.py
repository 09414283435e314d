"""What is one source: an article under two ids, and a page that two articles cite.

An agency's report that ten papers print is one witness, not ten; nor are two digests that cite one page two witnesses
of what it says. The source of a claim is the page that its article cites for it, the innermost one; without one, it is
the article. Two are one source if they have

- the same address, in the form of :func:`same_address`: two articles, two cited pages, or a cited page and an article;
- the same text, as far as there is one: two articles;
- the same publisher, day and title: two cited pages without an address.

What counts sources, or leaves one out to see what hangs on it, asks here. Nothing is merged: each article keeps its
graph and its claims, and what one reads in a page another may read otherwise.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from kg.namespaces import RDF, RDFS, TNK
from kg.store import Dataset
from kg.terms import MERGE, NamedNode, Triple

__all__ = ["Sources", "cited_keys", "same_address", "same_sources", "source_keys"]

_TYPE, _ARTICLE = NamedNode(RDF + "type"), NamedNode(TNK + "Article")
_URL, _DIGEST = NamedNode(TNK + "url"), NamedNode(TNK + "textDigest")
_PUBLISHED = NamedNode(TNK + "publishedEarliest")
_EMPTY_TEXT = hashlib.sha256(b"").hexdigest()
# What is put into an address to follow readers, and changes nothing of the page.
_FOLLOWING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|_openstat|mc_cid|mc_eid|igshid|ref_src")
_UNDATED = "9999"
_CITED, _REPORTED_IN = NamedNode(TNK + "CitedSource"), NamedNode(TNK + "reportedIn")
_SAME_SOURCE, _PUBLISHER = NamedNode(TNK + "sameSourceAs"), NamedNode(TNK + "publisher")
_LATEST, _LABEL = NamedNode(TNK + "publishedLatest"), NamedNode(RDFS + "label")


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


def cited_keys(
    address: str | None, publisher: str | None, published: str | None, title: str | None
) -> tuple[tuple[str, str], ...]:
    """What tells that two cited pages are one source; equal ones are enough, and an article's address is one as well.

    Args:
        address: of the page.
        publisher: its IRI.
        published: the day, ISO 8601; None where it is not known to the day.
        title: as it is written; letter case and blanks play no part.

    >>> cited_keys(None, "https://example.org/paper", "2031-05-04", "A  Forum") == (
    ...     ("page", "https://example.org/paper 2031-05-04 a forum"),
    ... )
    True
    >>> cited_keys(None, "https://example.org/paper", None, "A Forum")
    ()
    """
    by_address = source_keys(address, None)
    if by_address or not (publisher and published and title):
        return by_address
    words = " ".join(unicodedata.normalize("NFKC", title).casefold().split())
    return (("page", f"{publisher} {published} {words}"),)


class Sources:
    """The articles of a graph, and the pages that they cite, by source.

    ``holders`` tells of each key the first article, or cited page, that has it.

    Args:
        articles: of each its IRI, the first day on which it may have come out, and its keys, see :func:`source_keys`.
        cited: likewise of each cited page; its keys are those of :func:`cited_keys`, at most one.
    """

    def __init__(
        self,
        articles: Iterable[tuple[str, str, Iterable[tuple[str, str]]]],
        cited: Iterable[tuple[str, str, Iterable[tuple[str, str]]]] = (),
    ) -> None:
        self._firsts: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self.holders: dict[tuple[str, str], str] = {}
        for _, iri, keys in _in_order(articles):
            self._add(iri, keys)
        self._articles = frozenset(self._firsts)
        for _, iri, keys in _in_order(cited):  # of an article and a page that is cited the article stands for both
            self._add(iri, keys)

    @classmethod
    def of(cls, store: Dataset) -> Sources:
        """The sources of a store whose default graph is the merge."""
        articles = {iri for iri, _ in _pairs(store, _TYPE, _ARTICLE)}
        cited = {iri for iri, _ in _pairs(store, _TYPE, _CITED)}
        keys: dict[str, list[tuple[str, str]]] = defaultdict(list)
        addresses: dict[str, str] = {}
        for iri, url in _pairs(store, _URL):
            keys[iri] += source_keys(url, None)
            addresses[iri] = url
        for iri, digest in _pairs(store, _DIGEST):
            keys[iri] += source_keys(None, digest)
        days: dict[str, str] = {}
        for iri, day in _pairs(store, _PUBLISHED):
            days[iri] = min(day, days.get(iri, day))
        for iri in cited:
            if not keys[iri]:
                keys[iri] += _keys_of_page(store, iri, addresses.get(iri), days.get(iri))
        told = ([(iri, days.get(iri, ""), sorted(keys[iri])) for iri in several] for several in (articles, cited))
        return cls(*told)

    def behind(self, store: Dataset, claim: str, articles: Iterable[str]) -> frozenset[str]:
        """The sources of a claim: the page that its article cites for it, or else the article; none for reference data.

        Args:
            store: the store whose default graph is the merge.
            claim: the IRI of an assertion, a statement or a mention.
            articles: those that make it.
        """
        quads = store.quads_for_pattern(NamedNode(claim), _REPORTED_IN, None, MERGE)
        cited = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
        return frozenset(map(self.first, cited or articles))

    def page(self, address: str) -> str:
        """What stands for the page at an address: an article, a cited page, or else its :func:`same_address`."""
        (key,) = source_keys(address, None) or (("address", address),)
        return self.first(self.holders[key]) if key in self.holders else key[1]

    def _add(self, iri: str, keys: Iterable[tuple[str, str]]) -> None:
        """Take an article, or a cited page, that came out no earlier than those of its kind before it."""
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
        """The article or cited page that stands for the source.

        That is an article if any is it, else a cited page: the one published first, of several the least IRI.
        """
        while (other := self._firsts.get(article, article)) != article:
            article = other
        return article

    @property
    def firsts(self) -> frozenset[str]:
        """The articles that stand for a source each."""
        return frozenset(article for article in self._articles if self._firsts[article] == article)

    @property
    def copies(self) -> frozenset[str]:
        """The articles for which another one stands."""
        return self._articles - self.firsts

    @property
    def cited(self) -> frozenset[str]:
        """The sources that articles cite and that are no article of the graph: of each page what stands for it."""
        return frozenset(page for page, first in self._firsts.items() if page == first) - self._articles

    @property
    def others(self) -> Mapping[str, str]:
        """Of each article and cited page for which another one stands, that one; in the order of IRIs."""
        return {iri: self.first(iri) for iri in sorted(self._firsts) if self._firsts[iri] != iri}


def same_sources(store: Dataset) -> Iterator[Triple]:
    """The triples ``?this tnk:sameSourceAs ?first`` of what another one stands for, in the order of IRIs."""
    for iri, first in Sources.of(store).others.items():
        yield Triple(NamedNode(iri), _SAME_SOURCE, NamedNode(first))


def _in_order(
    several: Iterable[tuple[str, str, Iterable[tuple[str, str]]]],
) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    return sorted((day or _UNDATED, iri, tuple(keys)) for iri, day, keys in several)


def _keys_of_page(store: Dataset, iri: str, address: str | None, earliest: str | None) -> Iterable[tuple[str, str]]:
    """The keys of a cited page that has no address of a page."""
    publisher, title, latest = (
        min((quad.object.value for quad in store.quads_for_pattern(NamedNode(iri), each, None, MERGE)), default=None)  # type: ignore[union-attr]
        for each in (_PUBLISHER, _LABEL, _LATEST)
    )
    return cited_keys(address, publisher, earliest if earliest == latest else None, title)


def _pairs(store: Dataset, predicate: NamedNode, value: NamedNode | None = None) -> Iterator[tuple[str, str]]:
    """The subjects and the values of a property, as texts."""
    for quad in store.quads_for_pattern(None, predicate, value, MERGE):
        if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Triple):
            yield quad.subject.value, quad.object.value
