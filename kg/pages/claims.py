"""Claims as HTML: what is told of what, how firmly, in which words, by whom and where."""

from __future__ import annotations

from collections.abc import Iterable

from kg.pages.html import address, link, text, timed
from kg.query import Claim
from kg.suggest import counted

__all__ = ["claim_html", "claim_items", "claim_quotes", "claim_source", "folded_claims"]

_VOICES = {"newsroom": "the newsroom", "mention": "named, with nothing stated of it"}
_MANNERS = {"direct": "direct speech", "reported": "reported speech"}


def folded_claims(claims: Iterable[Claim]) -> str:
    """Claims behind a line that counts them, to be unfolded; empty where there are none."""
    shown = claim_items(claims)
    if not shown:
        return ""
    return f"<details><summary>{counted(len(shown), 'claim')}</summary><ul>{''.join(shown)}</ul></details>"


def claim_items(claims: Iterable[Claim]) -> list[str]:
    """Claims as items of a list, with the places of their quotes; those that read alike stand once."""
    return [f"<li>{each}</li>" for each in dict.fromkeys(claim_html(claim, places=True) for claim in claims)]


def claim_html(claim: Claim, *, places: bool = False) -> str:
    """One claim: what is told, its quotes, and its source.

    Args:
        claim: the claim.
        places: whether to tell at which characters of the text each quote stands.
    """
    said = " ".join(
        filter(None, (claim.subject and f"<strong>{text(claim.subject)}</strong>", text(claim.content or "")))
    )
    quotes = " · ".join(claim_quotes(claim, places=places))
    quoted = f"<blockquote>{quotes}</blockquote>" if quotes else ""
    return f'<p class="said">{said}{_sureness(claim)}</p>{quoted}<p class="source">{claim_source(claim)}</p>'


def _sureness(claim: Claim) -> str:
    """What is no fact is marked as what it is."""
    told = claim.modality or ", ".join(claim.kinds)
    return f' <span class="mark">{text(told)}</span>' if told and told != "fact" else ""


def claim_quotes(claim: Claim, *, places: bool = False) -> list[str]:
    """The quotes of a claim, each marked where it was not checked; those that read alike stand once."""
    quotes = []
    for quote in claim.quotes:
        where = ", ".join(f"{start}–{end}" for start, end in quote.places)
        checked = f"characters {where}, found in the text" if quote.verified else "not checked against the text"
        told = f' <span class="soft">({text(checked)})</span>' if places or not quote.verified else ""
        quotes.append(f"<q>{text(' … '.join(quote.fragments))}</q>{told}")
    return list(dict.fromkeys(quotes))


def claim_source(claim: Claim) -> str:
    """Who says it, in which manner, where and when."""
    qualified = [text(f"{name}: {value}") for name, value in claim.qualifiers]
    if claim.voice == "reference data":
        unread = "source not read" if claim.source_read is False else ""
        return " · ".join(filter(None, ["reference data", unread, *qualified, *map(link, claim.sources)]))
    title = claim.title or claim.article or ""
    shown = link(claim.address, title) if claim.address and address(claim.address) else text(title)
    manner = _MANNERS.get(claim.mode or "", "") if claim.speaker else ""
    speaker = ", ".join(filter(None, (claim.speaker, claim.capacity)))
    voice = f"said by {speaker}" if claim.speaker else _VOICES.get(claim.voice, "")
    parts = [shown, text(claim.publisher or ""), timed(claim.published or ""), text(voice), manner, *qualified]
    return " · ".join(filter(None, parts))
