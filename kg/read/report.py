"""Collecting the findings of one article, each with its file, line and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from kg.findings import Finding, Severity
from kg.model import AnnotatedArticle, KeyPath
from kg.suggest import did_you_mean, nearest
from kg.text import spelled

__all__ = ["MAX_FINDINGS", "FindingCollector", "LineLookup", "ReadResult", "format_path", "shown"]

LineLookup = Callable[[KeyPath], int | None]

MAX_FINDINGS = 10_000
_SUGGESTION_BUDGET = 200_000  # comparisons of two words an article; each takes some microseconds
_LONGEST_WORD = 64
_PLAIN = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What reading one article gave; ``article`` is None exactly when one of the findings is an error.

    ``sketch`` is then what could still be read, without the faulty parts, where there is enough of it: it
    serves to look for further faults, and is never loaded.

    ``article_id`` is the id as written, where it could be read. ``file`` is the file as the user named it. ``text`` is
    the article's text if it is available.
    """

    file: str
    article_id: str | None
    article: AnnotatedArticle | None
    findings: tuple[Finding, ...]
    sketch: AnnotatedArticle | None = None
    text: str | None = field(default=None, repr=False, compare=False)


def shown(text: str, limit: int = 60) -> str:
    r"""Text from a file, made fit to stand in a message: shortened, with invisible characters escaped.

    >>> shown("one\ntwo\x1b[31m"), shown("abcdef", limit=4)
    ('one\\ntwo\\u001b[31m', 'abc…')
    """
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return spelled(text)


def format_path(path: KeyPath) -> str | None:
    """A key path as people read it; None for the article as a whole.

    >>> format_path(("relations", 3, "object"))
    'relations[3].object'
    """
    parts: list[str] = []
    for part in path:
        if isinstance(part, int):
            parts.append(f"[{part}]")
        else:
            name = part if len(part) <= _LONGEST_WORD and _PLAIN.fullmatch(part) else f'"{shown(part)}"'
            parts.append(f".{name}" if parts else name)
    return "".join(parts) or None


class FindingCollector:
    """The findings of one article, in the making.

    ``failed`` tells whether one of them is an error. Beyond ``MAX_FINDINGS`` findings are counted, not kept.
    """

    def __init__(self, file: str, line_of: LineLookup) -> None:
        self.file = file
        self.line_of = line_of
        self.failed = False
        self._findings: list[Finding] = []
        self._uncounted = 0
        self._budget = _SUGGESTION_BUDGET

    def error(
        self,
        code: str,
        message: str,
        path: KeyPath = (),
        *,
        line: int | None = None,
        quote: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Add an error. ``line`` overrides the line of ``path``."""
        self.failed = True
        self._add(code, Severity.ERROR, message, path, line, quote, hint)

    def warning(
        self,
        code: str,
        message: str,
        path: KeyPath = (),
        *,
        line: int | None = None,
        quote: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Add a warning. ``line`` overrides the line of ``path``."""
        self._add(code, Severity.WARNING, message, path, line, quote, hint)

    def info(self, code: str, message: str, path: KeyPath = (), *, hint: str | None = None) -> None:
        """Add a note."""
        self._add(code, Severity.INFO, message, path, None, None, hint)

    def _add(
        self,
        code: str,
        severity: Severity,
        message: str,
        path: KeyPath,
        line: int | None,
        quote: str | None,
        hint: str | None,
    ) -> None:
        if len(self._findings) >= MAX_FINDINGS:
            self._uncounted += 1
            return
        self._findings.append(
            Finding(
                code=code,
                severity=severity,
                message=message,
                file=self.file,
                line=self.line_of(path) if line is None else line,
                key=format_path(path),
                quote=quote,
                hint=hint,
            )
        )

    def suggestion(self, word: str, names: Collection[str], *, otherwise: str | None = None) -> str | None:
        """A hint for a word that is not known: the most similar of ``names``, else ``otherwise``."""
        if len(word) > _LONGEST_WORD or self._budget < len(names) or len(self._findings) >= MAX_FINDINGS:
            return otherwise
        self._budget -= len(names)
        return did_you_mean(f'"{name}"' for name in nearest(word, names, count=1)) or otherwise

    def result(self, article_id: str | None, article: AnnotatedArticle | None) -> ReadResult:
        """Close the report: findings in the order of their lines."""
        findings = sorted(self._findings, key=lambda finding: finding.line or 0)
        if self._uncounted:
            self.failed = True
            message = f"{self._uncounted} more findings are not listed"
            hint = "fix the first ones and check again"
            findings.append(Finding("too-many-findings", Severity.ERROR, message, file=self.file, hint=hint))
        if self.failed:
            return ReadResult(self.file, article_id, None, tuple(findings), sketch=article)
        return ReadResult(self.file, article_id, article, tuple(findings))
