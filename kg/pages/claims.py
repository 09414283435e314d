"""Claims as HTML: who says it, how firmly, in which words, and where."""

from __future__ import annotations

from collections.abc import Iterable

from kg.pages.html import link, text
from kg.query import Claim

__all__ = ["claim_items", "claim_text", "folded_claims"]


def folded_claims(claims: Iterable[Claim]) -> str:
    """Claims behind a line that counts them, to be unfolded; empty where there are none."""
    shown = claim_items(claims)
    if not shown:
        return ""
    summary = f"{len(shown)} claim{'' if len(shown) == 1 else 's'}"
    return f"<details><summary>{summary}</summary><ul>{''.join(shown)}</ul></details>"


def claim_items(claims: Iterable[Claim]) -> list[str]:
    """Claims as items of a list; those that read alike stand once."""
    return [f"<li>{each}</li>" for each in dict.fromkeys(claim_text(claim) for claim in claims)]


def claim_text(claim: Claim) -> str:
    """One claim: how firmly and by whom, its quotes, and where they stand."""
    said = {"direct": "direct speech", "reported": "reported speech"}.get(claim.mode or "")
    voice = claim.speaker or claim.voice
    if claim.speaker is not None and claim.capacity:
        voice += f", {claim.capacity}"
    head = [claim.modality or ", ".join(claim.kinds), voice, said if claim.speaker else None]
    head += [f"{name}: {value}" for name, value in claim.qualifiers]
    parts = [text(" · ".join(filter(None, head)))]
    if claim.content:
        parts.append(text(claim.content))
    for quote in claim.quotes:
        places = ", ".join(f"{start}–{end}" for start, end in quote.places)
        checked = f"characters {places}, found in the text" if quote.verified else "not checked against the text"
        parts.append(f'<q>{text(" … ".join(quote.fragments))}</q> <span class="soft">({text(checked)})</span>')
    if claim.voice == "reference data":
        parts += [link(source) for source in claim.sources]
        if claim.source_read is False:
            parts.append('<span class="mark">unverified</span>')
    elif claim.address or claim.title:
        title = claim.title or claim.address or ""
        where = link(claim.address, title) if claim.address else text(title)
        about = ", ".join(filter(None, (claim.publisher, claim.published)))
        parts.append(f"{where}{text(f' ({about})') if about else ''}")
    return "<br>".join(parts)
