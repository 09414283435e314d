"""Evidence on a page: each claim once, in the order of time, so that everything else can refer to it by number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import pyoxigraph as ox

from kg.namespaces import RDF
from kg.pages.html import address, link, text, timed
from kg.pages.lookup import node_of
from kg.query import EvidenceReader, Labels
from kg.query.evidence import Claim

__all__ = ["Evidence"]

_MERGE = ox.DefaultGraph()
_VOICES = {"newsroom": "the newsroom", "mention": "named, with nothing stated of it"}


class Evidence:
    """The claims of a page.

    Args:
        store: the store whose default graph is the merge; None where there is none to look things up in.
        iris: those of the assertions and statements.
        languages: of names, the most wanted first.
    """

    def __init__(self, store: ox.Store | None, iris: Iterable[str], languages: Sequence[str] = ("en",)) -> None:
        self._store = store
        self._labels = None if store is None else Labels(store, languages)
        wanted = sorted(set(iris))
        known = [iri for iri in wanted if self._is_known(iri)]
        claims = EvidenceReader(store, self._labels).claims(known) if store is not None and self._labels else []
        self._claims = {claim.iri: claim for claim in claims}
        self._order = [*self._claims, *(iri for iri in wanted if iri not in self._claims)]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each claim, from 1, by its IRI."""
        return {iri: number for number, iri in enumerate(self._order, start=1)}

    def html(self) -> str:
        """All claims, as a list whose items have the ids ``c1``, ``c2`` …"""
        items = [f'<li id="c{number}">{self._claim(iri)}</li>' for iri, number in self.numbers.items()]
        return '<ol class="claims">\n' + "\n".join(items) + "\n</ol>"

    def references(self, iris: Iterable[str]) -> str:
        """The numbers of claims, each leading to its claim."""
        found = sorted(self.numbers[iri] for iri in iris)
        return " ".join(f'<a href="#c{number}">{number}</a>' for number in found)

    def _is_known(self, iri: str) -> bool:
        node = node_of(iri)
        if self._store is None or node is None:
            return False
        # In any graph: a mention stands in that of its article alone.
        return next(self._store.quads_for_pattern(node, None, None, None), None) is not None

    def _claim(self, iri: str) -> str:
        claim = self._claims.get(iri)
        if claim is None:
            return f"<p>{text(iri)}: this graph does not hold it.</p>"
        subject = self._subject(iri)
        said = (f"<strong>{text(subject)}</strong> " if subject else "") + text(claim.content or "")
        quotes = " · ".join(_quote(fragments, verified) for fragments, verified in _quotes(claim))
        quoted = f"<blockquote>{quotes}</blockquote>" if quotes else ""
        return f'<p class="said">{said}{_sureness(claim)}</p>{quoted}<p class="source">{_source(claim)}</p>'

    def _subject(self, iri: str) -> str | None:
        if self._store is None or self._labels is None:
            return None
        found = self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDF + "subject"), None, _MERGE)
        return min((self._labels(quad.object) for quad in found), default=None)


def _sureness(claim: Claim) -> str:
    """What is no fact is marked as what it is."""
    told = claim.modality or ", ".join(claim.kinds)
    return f' <span class="mark">{text(told)}</span>' if told and told != "fact" else ""


def _quotes(claim: Claim) -> list[tuple[tuple[str, ...], bool]]:
    return list(dict.fromkeys((quote.fragments, quote.verified) for quote in claim.quotes))


def _quote(fragments: Sequence[str], verified: bool) -> str:
    unsure = "" if verified else ' <span class="soft">(not checked against the text)</span>'
    return f"<q>{text(' … '.join(fragments))}</q>{unsure}"


def _source(claim: Claim) -> str:
    """Who says it, in which manner, where and when."""
    if claim.voice == "reference data":
        sources = [link(source) for source in claim.sources]
        unread = "source not read" if claim.source_read is False else ""
        return " · ".join(filter(None, ["reference data", unread, *sources]))
    title = claim.title or claim.article or ""
    shown = link(claim.address, title) if claim.address and address(claim.address) else text(title)
    manner = {"direct": "direct speech", "reported": "reported speech"}.get(claim.mode or "", "")
    speaker = ", ".join(filter(None, (claim.speaker, claim.capacity)))
    voice = f"said by {speaker}" if claim.speaker else _VOICES.get(claim.voice, "")
    parts = [shown, text(claim.publisher or ""), timed(claim.published or ""), text(voice), manner]
    parts += [text(f"{name}: {value}") for name, value in claim.qualifiers]
    return " · ".join(filter(None, parts))
