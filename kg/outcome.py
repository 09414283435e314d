"""What became of articles that were checked or loaded: a report, article by article."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kg.findings import Finding, Severity, fails

__all__ = ["ArticleReport", "Report"]


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """The outcome for one article.

    ``status`` is ``valid`` (checked only), ``loaded``, ``replaced``, ``unchanged``, ``rejected``, or ``draft``: sound,
    and not loaded unless drafts are asked for. ``id`` is None where the file is too broken to say; ``triples`` counts
    what the article says, with its mentions; ``verified`` and ``unverified`` count the quotes found in its text, and
    the quotes without a text.
    """

    id: str | None
    file: str
    status: str
    findings: tuple[Finding, ...] = ()
    triples: int = 0
    verified: int = 0
    unverified: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON-ready dictionary."""
        return {
            "id": self.id,
            "file": self.file,
            "status": self.status,
            "findings": [finding.as_dict() for finding in self.findings],
        }


@dataclass
class Report:
    """The outcome for all articles, in the order read."""

    articles: list[ArticleReport] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many articles ended in each status."""
        return dict(sorted(Counter(article.status for article in self.articles).items()))

    @property
    def findings(self) -> list[Finding]:
        """All findings, article by article."""
        return [finding for article in self.articles for finding in article.findings]

    @property
    def triples(self) -> int:
        """How many triples the accepted articles say."""
        return sum(article.triples for article in self.articles)

    @property
    def verified(self) -> int:
        """How many quotes of the accepted articles were found in their texts."""
        return sum(article.verified for article in self.articles)

    @property
    def unverified(self) -> int:
        """How many quotes of the accepted articles had no text to verify them."""
        return sum(article.unverified for article in self.articles)

    def fails(self, fail_on: Severity = Severity.ERROR) -> bool:
        """Whether a finding is of the severity ``fail_on`` or worse."""
        return fails(self.findings, fail_on)

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON-ready dictionary."""
        return {
            "articles": [article.as_dict() for article in self.articles],
            "counts": self.counts,
            "triples": self.triples,
            "quotes": {"verified": self.verified, "unverified": self.unverified},
        }
