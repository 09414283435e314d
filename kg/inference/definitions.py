"""Members of the defined classes on a day, such as member states, from dated assertions."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from kg.findings import Finding, Severity
from kg.inference.rules import rules
from kg.namespaces import DCTERMS, PROV, RDF, SKOS
from kg.query import Labels, bind, evaluate
from kg.store import Dataset
from kg.terms import Literal, NamedNode, Quad

__all__ = ["defined_on"]

_TYPE, _STATEMENT = NamedNode(RDF + "type"), NamedNode(RDF + "Statement")
_VALID, _NOTE = NamedNode(DCTERMS + "valid"), NamedNode(SKOS + "note")
_DERIVED = NamedNode(PROV + "wasDerivedFrom")
_OPEN_END = "The end is inferred: no source gives one."
_DOUBTS = {
    "possible": ("uncertain-on-day", "as {class_} on {day}: its dates leave that open"),
    "undated": ("undated", "as {class_}: its date is not stated, so nothing is known about {day}"),
}


@dataclass
class _Basis:
    """The assertions found for one thing and one class, by certainty."""

    assertions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    closed: bool = False  # one certain assertion does not rest on an inferred end
    contested_by: set[str] = field(default_factory=set)


def defined_on(dataset: Dataset, day: str, base: str) -> tuple[list[Quad], list[Finding]]:
    """The types that are certain on a day, each with its reasons, and findings on all others."""
    labels = Labels(dataset)
    rule = rules().get("defined-classes")
    bound = bind(rule, {"date": day}, labels)
    found = _collected(evaluate(dataset, rule.text, substitutions=bound).terms)
    graph = NamedNode(f"{base}inferred/{day}")
    date = cast("Literal", bound["date"])
    quads: list[Quad] = []
    findings: list[Finding] = []
    for (class_, thing), basis in sorted(found.items()):
        if "certain" in basis.assertions:
            quads += _reasoned(graph, NamedNode(thing), NamedNode(class_), basis, date, labels)
        findings += _remarks(labels.of(thing), labels.of(class_), thing, basis, day, labels)
    if quads:
        quads.append(Quad(graph, _VALID, date, graph))
    return quads, findings


def _collected(rows: Iterable[tuple[object, ...]]) -> dict[tuple[str, str], _Basis]:
    found: dict[tuple[str, str], _Basis] = defaultdict(_Basis)
    for row in rows:
        _, thing, class_, evidence, certainty, is_open, contested_by = cast("tuple[NamedNode, ...]", row)
        basis = found[class_.value, thing.value]
        basis.assertions[certainty.value].add(evidence.value)
        basis.closed |= certainty.value == "certain" and is_open.value != "true"
        if contested_by is not None and certainty.value != "undated":
            basis.contested_by.add(contested_by.value)
    return found


def _reasoned(
    graph: NamedNode, thing: NamedNode, class_: NamedNode, basis: _Basis, date: Literal, labels: Labels
) -> list[Quad]:
    """The type, and a node with the assertions it follows from, the day, and any reservations."""
    digest = hashlib.sha256(f"{thing.value}\n{class_.value}".encode()).hexdigest()[:16]
    reason = NamedNode(f"{graph.value}/{digest}")
    notes = [] if basis.closed else [_OPEN_END]
    notes += [f"Contested by {labels.of(iri)}." for iri in sorted(basis.contested_by)]
    return [
        Quad(thing, _TYPE, class_, graph),
        Quad(reason, _TYPE, _STATEMENT, graph),
        Quad(reason, NamedNode(RDF + "subject"), thing, graph),
        Quad(reason, NamedNode(RDF + "predicate"), _TYPE, graph),
        Quad(reason, NamedNode(RDF + "object"), class_, graph),
        Quad(reason, _VALID, date, graph),
        *(Quad(reason, _DERIVED, NamedNode(iri), graph) for iri in sorted(basis.assertions["certain"])),
        *(Quad(reason, _NOTE, Literal(note, language="en"), graph) for note in notes),
    ]


def _remarks(name: str, class_: str, thing: str, basis: _Basis, day: str, labels: Labels) -> list[Finding]:
    remarks = []
    if "certain" not in basis.assertions:
        certainty = "possible" if "possible" in basis.assertions else "undated"
        code, text = _DOUBTS[certainty]
        message = f"{name} {text.format(class_=class_, day=day)}"
        hint = f"not inferred; see {' and '.join(sorted(basis.assertions[certainty]))}"
        remarks.append(Finding(code, Severity.WARNING, message, iri=thing, hint=hint))
    remarks += [
        Finding("contested", Severity.INFO, f"{name} as {class_} on {day} is contested by {labels.of(by)}", iri=thing)
        for by in sorted(basis.contested_by)
    ]
    return remarks
