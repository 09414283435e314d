"""How one claim is shown: the same words as text and as HTML, and nothing of its doubt left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.claims.claim import Claim, Quote
from kg.markup.claims import claim_lines, evidence_lines
from kg.markup.environment import macros

DENIAL = Claim(
    iri="https://example.org/c",
    content="attends Blue Steppe Civic Forum",
    modality="negated",
    attribution="speaker",
    speaker="Aylin Sarper",
    capacity="Deputy chair",
    mode="reported",
    kinds=("fact",),
    article="https://example.org/a",
    title="Forum opens",
    publisher="Steppe Wire",
    published="2031-05-04",
    address="https://example.org/news/1",
    qualifiers=(),
    quotes=(Quote(("did not join",), ((10, 22),), verified=True),),
    sources=(),
    source_read=None,
    subject="Aksu Youth Union",
)
UNREAD = replace(
    DENIAL, modality="fact", attribution="reference data", speaker=None, capacity=None, mode=None, kinds=(),
    article=None, title=None, publisher=None, published=None, address=None, quotes=(), sources=("https://example.org/source",),
    source_read=False,
)  # fmt: skip


def at_length(claim: Claim) -> str:
    return " ".join(claim_lines(claim))


def in_short(claim: Claim) -> str:
    return " ".join(evidence_lines([claim]))


def on_a_page(claim: Claim) -> str:
    return re.sub(r"<[^>]*>", " ", str(macros("markup/templates/claims.html").folded([claim])))


@pytest.mark.parametrize("shown", [at_length, in_short, on_a_page])
def test_a_denial_is_called_one_and_has_its_speaker(shown: Callable[[Claim], str]) -> None:
    words = shown(DENIAL)
    assert "denied" in words
    assert "negated" not in words
    assert "said by Aylin Sarper, Deputy chair" in words
    assert "reported speech" in words
    assert "did not join" in words


@pytest.mark.parametrize("shown", [at_length, in_short, on_a_page])
def test_that_nobody_read_the_source_is_said(shown: Callable[[Claim], str]) -> None:
    assert "source not read" in shown(UNREAD)
    assert "source not read" not in shown(replace(UNREAD, source_read=True))


def test_whether_a_quote_was_found_is_said() -> None:
    unverified = replace(DENIAL, quotes=(Quote(("did not join",), (), verified=False),))
    for shown in (at_length, on_a_page):
        assert "characters 10–22, verified" in shown(DENIAL)
        assert "not checked against the text" in shown(unverified)
    assert "10–22" in in_short(DENIAL)
    assert "unverified" in in_short(unverified)
