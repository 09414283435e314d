"""Asking the graph: SPARQL, named questions, and the evidence behind what it answers."""

from kg.query.catalogue import Catalogue, NamedQuery, bundled_catalogue, load_catalogue
from kg.query.deadline import deadline, leave
from kg.query.entity import Entity, entity
from kg.query.evidence import Claim, EvidenceReader, claim_lines, evidence_lines
from kg.query.explain import Explanation, explain
from kg.query.labels import Labels
from kg.query.parameters import bind
from kg.query.render import FORMATS, check_format, render, result_table, with_labels
from kg.query.results import Result
from kg.query.run import run
from kg.query.syntax import unknown_terms
from kg.query.text import table
from kg.query.trace import trace

__all__ = [
    "FORMATS",
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
    "entity",
    "evidence_lines",
    "explain",
    "leave",
    "load_catalogue",
    "render",
    "result_table",
    "run",
    "table",
    "trace",
    "unknown_terms",
    "with_labels",
]
