"""Sentences with links in them: made once, shown as HTML or as plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Code", "TermLink", "Words", "joined", "plain_words"]


@dataclass(frozen=True, slots=True)
class TermLink:
    """A term within a sentence; ``article`` puts “a” or “an” before its name."""

    iri: str
    article: bool = False

    def before(self, name: str) -> str:
        """What stands before the name of the term."""
        return ("an " if name[:1].lower() in "aeiou" else "a ") if self.article else ""


@dataclass(frozen=True, slots=True)
class Code:
    """Something within a sentence to read letter by letter, such as a pattern."""

    text: str


Words = list[str | TermLink | Code]
"""A sentence, or a part of one."""


def joined(parts: Sequence[Words], by: str) -> Words:
    """Several parts as one, with a word between them."""
    words: Words = []
    for number, part in enumerate(parts):
        words += [by, *part] if number else part
    return words


def plain_words(words: Words, name: Callable[[str], str]) -> str:
    """The sentence as text; ``name`` tells what to call a term."""
    parts = []
    for each in words:
        if isinstance(each, TermLink):
            shown = name(each.iri)
            parts.append(each.before(shown) + shown)
        else:
            parts.append(each if isinstance(each, str) else each.text)
    return "".join(parts)
