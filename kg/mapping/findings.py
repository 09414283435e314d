"""Collecting findings about one article, each with its file, line and key."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.findings import Finding, Severity
from kg.read.report import format_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import KeyPath, Source

__all__ = ["Findings", "suggest"]


def suggest(word: str, known: Iterable[str]) -> str | None:
    """A hint with the known words nearest to a mistyped one; None if nothing is near."""
    near = get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else None


class Findings:
    """The findings of one article."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.items: list[Finding] = []

    def error(self, code: str, message: str, path: KeyPath, **more: str | None) -> None:
        """Add an error; ``more`` are ``quote``, ``iri`` and ``hint``."""
        self._add(Severity.ERROR, code, message, path, **more)

    def warning(self, code: str, message: str, path: KeyPath, **more: str | None) -> None:
        """Add a warning; ``more`` are ``quote``, ``iri`` and ``hint``."""
        self._add(Severity.WARNING, code, message, path, **more)

    def _add(self, severity: Severity, code: str, message: str, path: KeyPath, **more: str | None) -> None:
        line = self._source.line_of(path)
        self.items.append(Finding(code, severity, message, self._source.file, line, format_path(path), **more))
