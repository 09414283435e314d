"""Members of the defined classes on a day, such as member states, from dated assertions."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import cast

from kg.claims.assertions import AssertionTable
from kg.claims.holding import CERTAIN, HELD, POSSIBLE, PRESUMED, Holding
from kg.claims.selection import Selection
from kg.dates import parse_date
from kg.errors import UsageError
from kg.findings import Finding, Severity
from kg.inference.rules import rules
from kg.namespaces import DCTERMS, PROV, RDF, SKOS, XSD
from kg.query import Labels, evaluate
from kg.store import Dataset
from kg.terms import Literal, NamedNode, Quad

__all__ = ["defined_on"]

_TYPE, _STATEMENT = NamedNode(RDF + "type"), NamedNode(RDF + "Statement")
_VALID, _NOTE = NamedNode(DCTERMS + "valid"), NamedNode(SKOS + "note")
_DERIVED = NamedNode(PROV + "wasDerivedFrom")
_OPEN_END = "That it still held is inferred: no source gives an end."
_DOUBTS = {
    "possible": ("uncertain-on-day", "as {class_} on {day}: its dates leave that open"),
    "undated": ("undated", "as {class_}: its date is not stated, so nothing is known about {day}"),
}


@dataclass
class _Basis:
    """The assertions found for one thing and one class, by certainty."""

    assertions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    contested_by: set[str] = field(default_factory=set)


def defined_on(dataset: Dataset, day: str, base: str) -> tuple[list[Quad], list[Finding]]:
    """The types that held on a day, for certain or as presumed, each with its reasons; and findings on all others.

    Raises:
        UsageError: the day is not a day.
    """
    labels = Labels(dataset)
    written = parse_date(day)
    if written is None or written.earliest is None or written.earliest != written.latest:
        raise UsageError(f"{day!r} is not a day", hint="write it as 2025-11-25")
    day = written.earliest
    found = _collected(dataset, day)
    graph = NamedNode(f"{base}inferred/{day}")
    date = Literal(day, datatype=NamedNode(XSD + "date"))
    quads: list[Quad] = []
    findings: list[Finding] = []
    for (class_, thing), basis in sorted(found.items()):
        if basis.assertions.keys() & set(HELD):
            quads += _reasoned(graph, NamedNode(thing), NamedNode(class_), basis, date, labels)
        findings += _remarks(labels.of(thing), labels.of(class_), thing, basis, day, labels)
    if quads:
        quads.append(Quad(graph, _VALID, date, graph))
    return quads, findings


def _collected(dataset: Dataset, day: str) -> dict[tuple[str, str], _Basis]:
    selection = Selection(AssertionTable(dataset))
    holding = Holding(selection, dataset, day)
    found: dict[tuple[str, str], _Basis] = defaultdict(_Basis)
    for row in evaluate(dataset, rules().get("defined-classes").text).terms:
        thing, class_, evidence, through, step, contested_by = cast("tuple[NamedNode, ...]", row)
        behind = [selection.table.get(each.value) for each in (evidence, through, step) if each is not None]
        assertion = behind[0]
        if assertion is None or not all(each is not None and selection.accepts(each) for each in behind):
            continue
        word = "undated" if assertion.is_dateless else holding.word(assertion)
        if word is None:
            continue
        basis = found[class_.value, thing.value]
        basis.assertions[word] |= {each.iri for each in behind if each is not None}
        if contested_by is not None and word != "undated":
            basis.contested_by.add(contested_by.value)
    return found


def _reasoned(
    graph: NamedNode, thing: NamedNode, class_: NamedNode, basis: _Basis, date: Literal, labels: Labels
) -> list[Quad]:
    """The type, and a node with the assertions it follows from, the day, and any reservations."""
    digest = hashlib.sha256(f"{thing.value}\n{class_.value}".encode()).hexdigest()[:16]
    reason = NamedNode(f"{graph.value}/{digest}")
    notes = [] if CERTAIN in basis.assertions else [_OPEN_END]
    reasons = basis.assertions[CERTAIN] | basis.assertions[PRESUMED]
    notes += [f"Contested by {labels.of(iri)}." for iri in sorted(basis.contested_by)]
    return [
        Quad(thing, _TYPE, class_, graph),
        Quad(reason, _TYPE, _STATEMENT, graph),
        Quad(reason, NamedNode(RDF + "subject"), thing, graph),
        Quad(reason, NamedNode(RDF + "predicate"), _TYPE, graph),
        Quad(reason, NamedNode(RDF + "object"), class_, graph),
        Quad(reason, _VALID, date, graph),
        *(Quad(reason, _DERIVED, NamedNode(iri), graph) for iri in sorted(reasons)),
        *(Quad(reason, _NOTE, Literal(note, language="en"), graph) for note in notes),
    ]


def _remarks(name: str, class_: str, thing: str, basis: _Basis, day: str, labels: Labels) -> list[Finding]:
    remarks = []
    if not basis.assertions.keys() & set(HELD):
        certainty = POSSIBLE if POSSIBLE in basis.assertions else "undated"
        code, text = _DOUBTS[certainty]
        message = f"{name} {text.format(class_=class_, day=day)}"
        hint = f"not inferred; see {' and '.join(sorted(basis.assertions[certainty]))}"
        remarks.append(Finding(code, Severity.WARNING, message, iri=thing, hint=hint))
    remarks += [
        Finding("contested", Severity.INFO, f"{name} as {class_} on {day} is contested by {labels.of(by)}", iri=thing)
        for by in sorted(basis.contested_by)
    ]
    return remarks
