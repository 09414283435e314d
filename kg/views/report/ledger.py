"""The evidence of a report: every number leads to an entry here, which shows what it counts.

An entry holds claims (assertions and statements, each with its quotes) or things (each with the articles that mention
it). A long entry is cut, and says how many there are in all and which command lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.markup.environment import macros
from kg.markup.html import text
from kg.markup.words import cut_short
from kg.query import EvidenceReader, Labels

__all__ = ["Ledger", "article_anchor"]

_MOST_ARTICLES = 10


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one number stands on: ``things`` tells whether the IRIs are things or claims; ``hint`` lists them all."""

    title: str
    iris: tuple[str, ...]
    things: bool
    hint: str
    before: str


class Ledger:
    """Collects entries, hands out links to them, and writes them all down at the end.

    Args:
        labels: names of things.
        reader: reads claims.
        mentioning: the articles that mention a thing.
        most: how many claims or things an entry shows.
    """

    def __init__(
        self, labels: Labels, reader: EvidenceReader, mentioning: Callable[[str], Sequence[str]], most: int
    ) -> None:
        self._labels, self._reader, self._articles_of, self._most = labels, reader, mentioning, most
        self._numbers: dict[_Entry, int] = {}

    def claims(self, shown: str, title: str, iris: Iterable[str], *, hint: str = "", before: str = "") -> str:
        """A text as a link to the claims that it stands on; the text alone where there are none.

        Args:
            shown: the text, such as a number.
            title: what the number says, for the head of the entry.
            iris: assertions and statements.
            hint: a command that lists them all.
            before: HTML that stands above the claims.
        """
        return self._link(shown, _Entry(title, tuple(sorted(set(iris))), False, hint, before))

    def things(self, shown: str, title: str, iris: Iterable[str], *, hint: str = "") -> str:
        """A text as a link to the things that it counts, each with the articles that mention it."""
        return self._link(shown, _Entry(title, tuple(sorted(set(iris))), True, hint, ""))

    def _link(self, shown: str, entry: _Entry) -> str:
        if not entry.iris and not entry.before:
            return text(shown)
        number = self._numbers.setdefault(entry, len(self._numbers) + 1)
        return f'<a class="number" href="#evidence-{number}">{text(shown)}</a>'

    def sections(self) -> Iterator[str]:
        """All entries, in the order in which they were asked for."""
        for entry, number in self._numbers.items():
            yield f'<section class="entry" id="evidence-{number}"><h3>{number}. {text(entry.title)}</h3>'
            yield entry.before
            items = "".join(self._thing_items(entry.iris)) if entry.things else self._claim_items(entry.iris)
            yield f"<ul>{items}</ul>" if items else ""
            if cut := cut_short(self._most, len(entry.iris), "things" if entry.things else "claims"):
                listed = f" All: <code>{text(entry.hint)}</code>" if entry.hint else ""
                yield f'<p class="soft">{cut}{listed}</p>'
            yield "</section>"

    def _claim_items(self, iris: Sequence[str]) -> str:
        return str(macros("markup/templates/claims.html").items(self._reader.claims(iris[: self._most]), places=True))

    def _thing_items(self, iris: Sequence[str]) -> list[str]:
        named = sorted((self._labels.of(iri), iri) for iri in iris[: self._most])
        return [f"<li>{text(label)} {self._mentioned(iri)}</li>" for label, iri in named]

    def _mentioned(self, iri: str) -> str:
        articles = self._articles_of(iri)
        if "/article/" in iri:
            return f'<a href="#{article_anchor(iri)}">{text(iri.rpartition("/")[2])}</a>'
        if not articles:
            return '<span class="soft">reference data; no article mentions it</span>'
        ways = [f'<a href="#{article_anchor(each)}">{text(each.rpartition("/")[2])}</a>' for each in articles]
        more = f" and {len(ways) - _MOST_ARTICLES} more" if len(ways) > _MOST_ARTICLES else ""
        return f'<span class="soft">mentioned in {", ".join(ways[:_MOST_ARTICLES])}{more}</span>'


def article_anchor(iri: str) -> str:
    """The place of an article in a report."""
    return f"article-{text(iri.rpartition('/')[2])}"
