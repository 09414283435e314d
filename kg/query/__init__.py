"""Asking the graph: SPARQL, named questions, and the evidence behind what it answers.

What a plain query does not need is imported when it is first asked for: the catalogue, and the reading of evidence.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from kg.claims.labels import Labels
from kg.markup.columns import table
from kg.query.child import MEMORY
from kg.query.deadline import deadline
from kg.query.explain import Explanation, explain
from kg.query.render import FORMATS, check_format, render, result_table, with_labels
from kg.query.results import Result
from kg.query.run import evaluate, run
from kg.query.syntax import unknown_terms
from kg.query.trace import trace

if TYPE_CHECKING:
    from kg.claims.claim import Claim
    from kg.claims.evidence import EvidenceReader
    from kg.markup.claims import claim_lines, evidence_lines
    from kg.query.catalogue import Catalogue, NamedQuery, bundled_catalogue, load_catalogue
    from kg.query.entity import Entity
    from kg.query.parameters import bind, view_day

__all__ = [
    "FORMATS",
    "MEMORY",
    "Catalogue",
    "Claim",
    "Entity",
    "EvidenceReader",
    "Explanation",
    "Labels",
    "NamedQuery",
    "Result",
    "bind",
    "bundled_catalogue",
    "check_format",
    "claim_lines",
    "deadline",
    "evaluate",
    "evidence_lines",
    "explain",
    "load_catalogue",
    "render",
    "result_table",
    "run",
    "table",
    "trace",
    "unknown_terms",
    "view_day",
    "with_labels",
]

# None of these bears the name of a module of this package, which would stand in its place once imported.
_HOMES = {
    "Catalogue": "kg.query.catalogue",
    "Claim": "kg.claims.evidence",
    "Entity": "kg.query.entity",
    "EvidenceReader": "kg.claims.evidence",
    "NamedQuery": "kg.query.catalogue",
    "bind": "kg.query.parameters",
    "bundled_catalogue": "kg.query.catalogue",
    "claim_lines": "kg.markup.claims",
    "evidence_lines": "kg.markup.claims",
    "load_catalogue": "kg.query.catalogue",
    "view_day": "kg.query.parameters",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg.query' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
