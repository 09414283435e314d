"""The evidence of the time line and the map, and the card that shows it beside a mark where scripts run.

The card shows what already stands on the page, in a ``<details>`` or a table: without scripts nothing is missing.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.claims.evidence import Claim
from kg.markup.environment import macros

__all__ = ["evidence_list"]


def evidence_list(claims: Iterable[Claim]) -> str:
    """Claims as a list: what is told, and below it whoever says so, with quotes and a link to the article."""
    return str(macros("markup/templates/claims.html").told(list(claims)))
