"""Names without the characters that nobody sees, which come along from web pages and word processors."""

from __future__ import annotations

from kg.characters import invisible, without_invisible
from kg.model import KeyPath
from kg.read.report import FindingCollector

__all__ = ["visible_name"]


def visible_name(text: str, path: KeyPath, report: FindingCollector) -> str:
    """The name as people see it, with a warning that tells what was left out of it."""
    found = invisible(text)
    if found:
        message = f"the name contains invisible characters: {', '.join(found)}"
        report.warning("invisible-character", message, path, hint="they are ignored; remove them from the annotation")
    return without_invisible(text)
