"""What became of quotes in texts that were fetched again: for each quote, each article, and all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.claims.claim import Quote
from kg.claims.drift import GONE, MOVED, STANDS
from kg.findings import Finding
from kg.markup.columns import clip
from kg.markup.tables import Cell, Table, Tabular
from kg.read.report import shown
from kg.suggest import counted

__all__ = [
    "DRIFTED",
    "FOUND",
    "NEW",
    "NO_TEXT",
    "SAME",
    "UNREADABLE",
    "ArticleCheck",
    "Places",
    "QuoteCheck",
    "Verification",
]

FOUND = "found"
"""Of a quote that was never checked before: it is in the text."""
SAME, DRIFTED, NEW, UNREADABLE, NO_TEXT = "same", "drifted", "new", "unreadable", "no text"
"""Of the text of an article: the one that was annotated; another one; the first that is seen; none that can be read."""

_IN_SUMMARY = {NO_TEXT: "without a text", NEW: "never checked before"}

_WIDEST = 60  # columns of a table for what a quote is of

Places = tuple[tuple[int, int], ...]
"""Where the fragments of a quote are: code points, half-open."""


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """One quote of a mention, of a relation or of a statement.

    Args:
        mention: its IRI.
        claim: what it is the quote of, in words.
        fragments: its words.
        state: ``stands``, ``moved`` or ``gone``; ``found`` if it had no place before.
        before: where the graph has it; empty where it was never checked.
        now: where it is in this text; empty if it is gone.
        candidates: how many places its words are at, if they are not at their own: 1 leaves no doubt.
        hint: of one that is gone, what resembles it.
    """

    mention: str
    claim: str
    fragments: tuple[str, ...]
    state: str
    before: Places
    now: Places
    candidates: int = 0
    hint: str | None = None

    @property
    def words(self) -> str:
        """The quote as people read it."""
        return str(Quote(self.fragments, self.before, verified=bool(self.before)))


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """One article of the graph.

    Args:
        article: its IRI.
        text: ``same``, ``drifted``, ``new`` (none of its quotes was checked before), ``unreadable`` or ``no text``.
        before: the SHA-256 of the text that its quotes were found in; None if there was none.
        now: that of the text in the folder; None if there is none.
        quotes: empty where there is no text to hold them against.
        findings: why a text cannot be read.
    """

    article: str
    text: str
    before: str | None
    now: str | None = None
    quotes: tuple[QuoteCheck, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """The id of the article, which its text is named after."""
        return self.article.rpartition("/article/")[2]

    def count(self, state: str) -> int:
        """How many of its quotes are in a state."""
        return sum(quote.state == state for quote in self.quotes)


@dataclass(frozen=True)
class Verification(Tabular):
    """What became of the quotes of all articles; iterating gives the articles.

    Args:
        folder: of the texts.
        articles: all articles of the graph, by id.
        strays: texts in the folder that belong to no article of the graph.
        others: what else is in the folder, and is no text: other files, and folders.
    """

    folder: str
    articles: tuple[ArticleCheck, ...]
    strays: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[ArticleCheck]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def fails(self) -> bool:
        """Whether a quote has moved or is gone, or a text cannot be read."""
        return any(each.text == UNREADABLE or each.count(MOVED) or each.count(GONE) for each in self.articles)

    @property
    def findings(self) -> list[Finding]:
        """Why texts cannot be read."""
        return [finding for article in self.articles for finding in article.findings]

    @property
    def texts(self) -> dict[str, int]:
        """How many articles have a text of each kind."""
        return dict(sorted(Counter(each.text for each in self.articles).items()))

    @property
    def states(self) -> dict[str, int]:
        """How many quotes are in each state."""
        found = Counter(quote.state for article in self.articles for quote in article.quotes)
        return {state: found[state] for state in (STANDS, MOVED, GONE, FOUND)}

    def summary(self) -> str:
        """All of it in a line."""
        stand, moved, gone, found = self.states.values()
        texts = ", ".join(f"{number:,} {_IN_SUMMARY.get(text, text)}" for text, number in self.texts.items())
        more = f", {found:,} found for the first time" if found else ""
        strays = f"; {counted(len(self.strays), 'text')} of no article" if self.strays else ""
        quotes = counted(sum(self.states.values()), "quote")
        return (
            f"{counted(len(self.articles), 'article')}: {texts}; "
            f"{quotes}: {stand:,} stand, {moved:,} moved, {gone:,} gone{more}{strays}"
        )

    def table(self) -> Table:
        """A row for each article, and for each text of none."""
        states = (STANDS, MOVED, GONE, FOUND)
        rows: list[list[Cell]] = [
            [each.text, each.id, *(each.count(state) if each.quotes else None for state in states)]
            for each in self.articles
        ]
        rows += [["no article", shown(name), *[None] * len(states)] for name in self.strays]
        return Table(["text", "article", "stand", "moved", "gone", "found"], rows, "Articles and their texts")

    def quote_table(self) -> Table:
        """The quotes that are gone, then those that have moved; what has the same words and places is one row.

        The notes say what resembles those that are gone.
        """
        claims: dict[tuple[str, ...], list[str]] = {}
        for state in (GONE, MOVED):
            for article in self.articles:
                for quote in article.quotes:
                    if quote.state == state:
                        row = (state, article.id, quote.words, _span(quote.before), _now(quote))
                        claims.setdefault(row, []).append(quote.claim)
        rows: list[list[Cell]] = [[*row, clip("; ".join(dict.fromkeys(of)), _WIDEST)] for row, of in claims.items()]
        hints = {f"{a.id}, {q.words}: {q.hint}": None for a in self.articles for q in a.quotes if q.hint}
        return Table(["quote", "article", "words", "from", "to", "of"], rows, "Quotes that do not stand", list(hints))

    def _columns(self) -> Mapping[str, str]:
        texts = ("article", "text", "state", "quote", "claim", "from", "to", "hint", "mention")
        return dict.fromkeys(texts, "string") | {"candidates": "Int64"}

    def records(self) -> Iterator[Mapping[str, Any]]:
        """A dictionary for each quote; one for an article without a readable text, and for a text of no article."""
        empty: dict[str, Any] = dict.fromkeys(self._columns())
        for article in self.articles:
            told = empty | {"article": article.id, "text": article.text}
            for quote in article.quotes:
                yield told | {
                    "state": quote.state,
                    "quote": " … ".join(quote.fragments),
                    "claim": quote.claim,
                    "from": _span(quote.before),
                    "to": _span(quote.now),
                    "hint": quote.hint,
                    "mention": quote.mention,
                    "candidates": quote.candidates,
                }
            if not article.quotes:
                yield told | {"hint": next((finding.message for finding in article.findings), None)}
        for name in self.strays:
            yield empty | {"article": shown(name, 255), "text": "no article"}

    def as_dict(self) -> dict[str, Any]:
        """The verification as JSON-ready dictionary."""
        return {
            "articles": [_article_dict(each) for each in self.articles],
            "texts": self.texts,
            "quotes": self.states,
            "no_article": list(map(_name, self.strays)),
            "not_texts": list(map(_name, self.others)),
        }


def _span(places: Places) -> str:
    return ", ".join(f"{start}–{end}" for start, end in places)


def _now(quote: QuoteCheck) -> str:
    """Where a quote is now, as far as that is certain."""
    return _span(quote.now) + (f" (the nearest of {quote.candidates})" if quote.candidates > 1 else "")


def _name(name: str) -> str:
    """The name of a file, whose bytes need not be text."""
    return shown(name, 255)


def _article_dict(check: ArticleCheck) -> dict[str, Any]:
    return {
        "id": check.id,
        "article": check.article,
        "text": check.text,
        "before": check.before,
        "now": check.now,
        "quotes": [asdict(quote) for quote in check.quotes],
        "findings": [finding.as_dict() for finding in check.findings],
    }
