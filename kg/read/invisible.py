"""Names without the characters that nobody sees, which come along from web pages and word processors."""

from __future__ import annotations

from kg.characters import invisible, without_invisible
from kg.model import KeyPath
from kg.read.report import Report

__all__ = ["visible_name"]


def visible_name(text: str, path: KeyPath, report: Report) -> str:
    """The name as people see it, with a warning that tells what was left out of it."""
    found = invisible(text)
    if found:
        message = f"the name holds what nobody sees: {', '.join(found)}"
        report.warning("invisible-character", message, path, hint="it is read without; take it out of the annotation")
    return without_invisible(text)
