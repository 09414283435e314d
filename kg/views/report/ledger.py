"""The evidence of a report: every number leads to an entry here, which shows what it counts.

An entry holds claims (assertions and statements, each with its quotes) or things (each with the articles that mention
it). A long entry is cut, and says how many there are in all and which command lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.markup.claims import LinePart
from kg.markup.words import cut_short
from kg.query import Claim, EvidenceReader, Labels

__all__ = ["Cell", "Entry", "Ledger", "Number", "ReportTable", "ShownEntry", "ShownThing", "article_name"]


class Number(NamedTuple):
    """A number, or another short text, with the number of its entry; None where it counts nothing."""

    shown: str
    entry: int | None


Cell = str | LinePart | Number
"""What stands in a table: a text, a link, or a number that leads to its entry."""


class ReportTable(NamedTuple):
    """A table of a report.

    Args:
        name: its place on the page.
        caption: what it is, where that is not its title.
        cut: a sentence that says that it is not whole, and ``command`` prints it all; empty where it is.
        anchors: the place of each row; then its first cell is an identifier.
    """

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    cut: str = ""
    command: str = ""
    anchors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one number rests on.

    Args:
        title: what the number says.
        iris: assertions and statements, or things; sorted.
        things: whether they are things.
        hint: a command that lists them all.
        events: names of what the number counts besides.
        articles: names of the sources (articles, pages that they cite) without which it would be another.
    """

    title: str
    iris: tuple[str, ...]
    things: bool = False
    hint: str = ""
    events: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


class ShownThing(NamedTuple):
    """A thing, with the articles that mention it, or itself if it is one."""

    label: str
    articles: Sequence[str]
    is_article: bool


class ShownEntry(NamedTuple):
    """An entry with what is read for it; ``cut`` says that it is not whole."""

    number: int
    entry: Entry
    claims: Sequence[Claim]
    things: Sequence[ShownThing]
    cut: str


class Ledger:
    """Collects entries, hands out their numbers, and reads them all at the end.

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
        self._numbers: dict[Entry, int] = {}

    def claims(self, shown: str, title: str, iris: Iterable[str], *, hint: str = "") -> Number:
        """A text that leads to the claims that it rests on; for the arguments see :class:`Entry`."""
        return self.number(shown, Entry(title, tuple(sorted(set(iris))), hint=hint))

    def things(self, shown: str, title: str, iris: Iterable[str], *, hint: str = "") -> Number:
        """A text that leads to the things that it counts; for the arguments see :class:`Entry`."""
        return self.number(shown, Entry(title, tuple(sorted(set(iris))), things=True, hint=hint))

    def number(self, shown: str, entry: Entry) -> Number:
        """A text that leads to an entry; the text alone where the entry is empty."""
        if not (entry.iris or entry.events or entry.articles):
            return Number(shown, None)
        return Number(shown, self._numbers.setdefault(entry, len(self._numbers) + 1))

    def entries(self) -> Iterator[ShownEntry]:
        """All entries, in the order in which they were asked for."""
        for entry, number in self._numbers.items():
            iris = entry.iris[: self._most]
            cut = cut_short(self._most, len(entry.iris), "things" if entry.things else "claims")
            if entry.things:
                yield ShownEntry(number, entry, (), self._things(iris), cut)
            else:
                yield ShownEntry(number, entry, self._reader.claims(iris), (), cut)

    def _things(self, iris: Sequence[str]) -> list[ShownThing]:
        named = sorted((self._labels.of(iri), iri) for iri in iris)
        return [self._thing(label, iri) for label, iri in named]

    def _thing(self, label: str, iri: str) -> ShownThing:
        is_article = "/article/" in iri
        articles = [iri] if is_article else self._articles_of(iri)
        return ShownThing(label, [article_name(each) for each in articles], is_article)


def article_name(iri: str) -> str:
    """What an article, or a page that one cites, is called in a report: the end of its IRI."""
    return iri.rpartition("/article/")[2]
