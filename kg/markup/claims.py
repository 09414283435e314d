"""How a claim looks, the same wherever it is shown: modality, attribution, quotes, verification, article, date.

There is one renderer for HTML, the template ``claims.html``, and one for text; both take the words from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.claims.claim import Claim, Passed, Quote
from kg.claims.publication import Publication
from kg.markup.words import address
from kg.model import AnnotationNote
from kg.suggest import counted

__all__ = [
    "LinePart",
    "annotated",
    "by_content",
    "claim_lines",
    "evidence_lines",
    "modality",
    "origin",
    "publication_lines",
    "publication_parts",
    "quotes",
    "sources",
    "whose_word",
]

_MANNERS = {"direct": "direct speech", "reported": "reported speech"}
_ATTRIBUTIONS = {"mention": "named, with nothing stated of it"}
_UNCHECKED = "not checked against the text"
_IN_NEWER_TEXT = {
    "stands": "still there in the newer text",
    "moved": "elsewhere in the newer text",
    "gone": "not in the newer text",
}


class LinePart(NamedTuple):
    """A part of a line, with the web address that it leads to."""

    text: str
    address: str | None = None


def modality(claim: Claim) -> str:
    """How firmly it is claimed, in a word: ``fact``, ``plan``, ``possible``; of a statement its kinds.

    Empty where an article only names a thing.
    """
    return claim.firmness or ", ".join(claim.kinds)


def whose_word(claim: Claim) -> str:
    """Whose word it is."""
    if claim.speaker is None:
        return _ATTRIBUTIONS.get(claim.attribution, claim.attribution)
    verb = "reported" if claim.attribution == "cited source" else "said"
    return f"{verb} by {', '.join(filter(None, (claim.speaker, claim.capacity)))}"


def origin(claim: Claim, *, titled: bool = False) -> list[LinePart]:
    """Who says it, in which manner, where, when, and with which qualifiers.

    Args:
        claim: the claim.
        titled: whether the title of the article is shown, which leads to it.
    """
    qualifiers = [LinePart(f"{name}: {value}") for name, value in claim.qualifiers]
    if claim.attribution == "reference data":
        unread = [LinePart("source not read")] if claim.source_read is False else []
        sources = [LinePart(source, address(source)) for source in claim.sources] if titled else []
        return [LinePart("reference data"), *unread, *qualifiers, *sources]
    parts = list(_speakers(claim))
    where = claim.publisher if titled else claim.publisher or claim.title
    published = ", ".join(filter(None, (where, claim.published)))
    if any(each.is_source for each in claim.passed):
        published = f"cited by {published or 'the article'}"
    if titled:
        parts.append(LinePart(claim.title or claim.article or "", address(claim.address or "")))
    annotator = LinePart(annotated(claim.annotation))
    return [part for part in (*parts, LinePart(published), annotator, *qualifiers) if part.text]


def _speakers(claim: Claim) -> Iterator[LinePart]:
    """Whose word it is, and who passed it on before the article did."""
    sources = [each for each in claim.passed if each.is_source]
    if claim.attribution == "cited source":
        yield _published("reported by", sources.pop(0))
    else:
        yield LinePart(whose_word(claim))
        if claim.speaker is not None and claim.mode in _MANNERS:
            yield LinePart(_MANNERS[claim.mode])
        yield from (LinePart(f"quoted by {each.by}") for each in claim.passed if not each.is_source)
        if sources:
            yield _published("in", sources.pop(0))
    yield from (_published("cited by", each) for each in sources)


def _published(verb: str, source: Passed) -> LinePart:
    """A cited source: who published it and when, under which title; and where it is."""
    title = f"“{source.title}”" if source.title else None
    named = ", ".join(filter(None, (source.by, source.published or "date not stated", title)))
    return LinePart(f"{verb} {named}", address(source.address or ""))


def annotated(note: AnnotationNote | None) -> str:
    """Who annotated an article, in words; empty where nothing of it is stated.

    >>> annotated(AnnotationNote("A. Reader", None, "2031-05-05", "reviewed"))
    'annotated by A. Reader, 2031-05-05, reviewed'
    >>> annotated(AnnotationNote(status="draft"))
    'annotation: draft'
    """
    if note is None:
        return ""
    who = [f"by {note.by}"] if note.by else []
    who += [f"with {note.tool}"] if note.tool else []
    if not who and not note.date:
        return f"annotation: {note.status}" if note.status else ""
    return ", ".join(filter(None, (" ".join(["annotated", *who]), note.date, note.status)))


def publication_parts(text: Publication) -> list[list[LinePart]]:
    """What is recorded of an article or of a cited source, in lines: its publication, and who says so."""
    title = f"“{text.title}”" if text.title and text.is_cited else text.title
    kind = "cited source" if text.is_cited else "article"
    published = [
        LinePart(f"published by {text.publisher}" if text.publisher else "publisher not stated"),
        LinePart(text.published or "date not stated"),
        LinePart(text.address, address(text.address)) if text.address else LinePart("address not stated"),
    ]
    where = f"under the sources of the annotation of {text.article_title}" if text.is_cited else "in its annotation"
    recorded = [LinePart(f"recorded {where}, not claimed in a text")]
    recorded += [LinePart(f"cited by {each}") for each in text.reported_in]
    recorded += [LinePart(annotated(text.annotation) or "annotator not stated")]
    rest = [LinePart(f"language: {text.language}")] if text.language else []
    rest += [LinePart(f"SHA-256 of the text: {text.text_digest}")] if text.text_digest else []
    rest += [LinePart(f"retracts {each}", each) for each in text.retracts]
    return [[LinePart(title or "title not stated"), LinePart(kind)], published, recorded, *([rest] if rest else [])]


def publication_lines(text: Publication) -> list[str]:
    """The same as text, the lines after the first one indented."""
    head, *others = (" · ".join(part.text for part in parts) for parts in publication_parts(text))
    return [head, *(f"  {line}" for line in others)]


def quotes(claim: Claim, *, places: bool = False) -> list[tuple[str, str]]:
    """The quotes, each with whether it was found in the text; those that read alike stand once.

    Args:
        claim: the claim.
        places: whether to say at which characters of the text a quote stands.
    """
    return list(dict.fromkeys((_words(quote), _checked(quote, places)) for quote in claim.quotes))


def sources(claims: Iterable[Claim], count: int | None = None) -> str:
    """How many claims, and who makes them, in a line; ``count`` where there are more than these."""
    shown = list(claims)
    where = dict.fromkeys(
        ", ".join(filter(None, (claim.publisher or claim.title, claim.published))) or claim.attribution
        for claim in shown
    )
    names = "; ".join(list(where)[:3]) + (" …" if len(where) > 3 else "")
    return f"{counted(len(shown) if count is None else count, 'claim')}: {names}"


def by_content(claims: Iterable[Claim]) -> list[tuple[str, str, list[Claim]]]:
    """Claims that say the same with the same modality together, in the order of the first of each."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.content or "", modality(claim)), []).append(claim)
    return [(content, firmness, each) for (content, firmness), each in groups.items()]


def claim_lines(claim: Claim) -> list[str]:
    """One claim as text, at length: its head, then each quote with the address of its article."""
    head = _head(claim)
    if claim.attribution == "reference data":
        return [head, *(f"source: {source}" for source in claim.sources)]
    lines = []
    for quote in claim.quotes:
        lines += [f"{head} · {_checked(quote, True)}", f"“{_words(quote)}”   {_address(claim)}".rstrip()]
    return lines or [head]


def evidence_lines(claims: Iterable[Claim]) -> list[str]:
    """Several claims as text, in short: those of one attribution in one article stand together."""
    by_head: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
    for claim in claims:
        where = " · ".join(claim.sources) if claim.attribution == "reference data" else _address(claim)
        shown = by_head.setdefault((_head(claim), where), {}).setdefault(claim.content or "", {})
        for quote in claim.quotes:
            checked = f"{_places(quote)}{_newer(quote)}" if quote.verified else "unverified"
            shown[f"“{_words(quote)}” {checked}"] = None
    lines = []
    for (head, where), contents in by_head.items():
        lines.append(f"{head}   {where}".rstrip())
        lines += (f"  {': '.join(filter(None, (content, ' · '.join(shown))))}" for content, shown in contents.items())
    return lines


def _head(claim: Claim) -> str:
    parts = (f"{part.text} <{part.address}>" if part.address else part.text for part in origin(claim))
    return " · ".join(filter(None, (modality(claim), *parts)))


def _address(claim: Claim) -> str:
    return claim.address or claim.article or ""


def _words(quote: Quote) -> str:
    return " … ".join(quote.fragments)


def _checked(quote: Quote, places: bool) -> str:
    if not quote.verified:
        return _UNCHECKED
    return (f"characters {_places(quote)}, verified" if places else "verified") + _newer(quote)


def _newer(quote: Quote) -> str:
    """What has become of the quote in a newer text of its article, if one is known."""
    return "" if quote.newer_text is None else f"; {_IN_NEWER_TEXT[quote.newer_text]}"


def _places(quote: Quote) -> str:
    return ", ".join(f"{start}–{end}" for start, end in quote.places)
