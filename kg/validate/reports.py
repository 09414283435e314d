"""Reports of findings in formats that other tools read: SARIF for code hosts, SHACL's own report in Turtle."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from kg.findings import Finding, Severity
from kg.namespaces import RDF, SH, TNK
from kg.rdf import RdfFormat, serialize
from kg.terms import BlankNode, Literal, NamedNode, Triple
from kg.text import json_text, spell

__all__ = ["FORMATS", "sarif", "turtle"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_BASE = "%SRCROOT%"  # what code hosts call the folder of the checkout
_SHACL = {Severity.ERROR: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Info"}


def sarif(findings: Iterable[Finding]) -> str:
    """A SARIF 2.1.0 log (OASIS standard), with one run and one result a finding.

    Files below the working folder are given relative to it, and the log names that folder; others have absolute
    ``file:`` addresses (§3.4 of the standard).
    """
    found = list(findings)
    folder = Path.cwd()
    rules = [{"id": code} for code in sorted({finding.code for finding in found})]
    run = {
        "tool": {"driver": {"name": "kg", "informationUri": "https://w3id.org/turkic-ngo-kg/", "rules": rules}},
        "originalUriBaseIds": {_BASE: {"uri": f"{folder.as_uri().rstrip('/')}/"}},
        "results": [_sarif_result(finding, folder) for finding in found],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json_text(log, indent=2) + "\n"


def _sarif_result(finding: Finding, folder: Path) -> dict[str, object]:
    text = _sarif_text(finding.message + (f" ({finding.hint})" if finding.hint else ""))
    result: dict[str, object] = {"ruleId": finding.code, "level": _LEVELS[finding.severity], "message": {"text": text}}
    if finding.file is not None:
        place: dict[str, object] = {"artifactLocation": _sarif_location(finding.file, folder)}
        if finding.line is not None:
            place["region"] = {"startLine": finding.line}
        result["locations"] = [{"physicalLocation": place}]
    return result


def _sarif_location(file: str, folder: Path) -> dict[str, str]:
    """The address of a file: percent-encoded, with a base if it is relative."""
    path = Path(os.path.normpath(folder / file))
    if path.is_relative_to(folder):
        # A colon in the first part would make it the name of a scheme: it is encoded, too.
        return {"uri": quote(os.fsencode(path.relative_to(folder).as_posix())), "uriBaseId": _BASE}
    return {"uri": path.as_uri()}


def _sarif_text(text: str) -> str:
    """A message with braces and brackets escaped (§3.11.5 and §3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def turtle(findings: Iterable[Finding]) -> str:
    """A SHACL validation report in Turtle, with the place in the annotation beside each result."""
    found = list(findings)
    conforms = not any(finding.severity is Severity.ERROR for finding in found)
    report = BlankNode("report")
    triples = [
        Triple(report, NamedNode(RDF + "type"), NamedNode(SH + "ValidationReport")),
        Triple(report, NamedNode(SH + "conforms"), Literal(conforms)),
    ]
    for number, finding in enumerate(found, start=1):
        triples += _turtle_result(report, BlankNode(f"result{number}"), finding)
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes={"sh": SH, "tnk": TNK})
    return spell((written or b"").decode(), "\\u{:04X}")


def _turtle_result(report: BlankNode, result: BlankNode, finding: Finding) -> list[Triple]:
    literals = {
        SH + "resultMessage": finding.message,
        TNK + "findingCode": finding.code,
        TNK + "findingFile": finding.file,
        TNK + "findingLine": finding.line,
        TNK + "findingKey": finding.key,
        TNK + "findingQuote": finding.quote,
        TNK + "findingHint": finding.hint,
    }
    triples = [
        Triple(report, NamedNode(SH + "result"), result),
        Triple(result, NamedNode(RDF + "type"), NamedNode(SH + "ValidationResult")),
        Triple(result, NamedNode(SH + "resultSeverity"), NamedNode(SH + _SHACL[finding.severity])),
    ]
    if finding.iri is not None:
        triples.append(Triple(result, NamedNode(SH + "focusNode"), NamedNode(finding.iri)))
    triples += [
        Triple(result, NamedNode(predicate), Literal(value))
        for predicate, value in literals.items()
        if value is not None
    ]
    return triples


FORMATS: Mapping[str, Callable[[Iterable[Finding]], str]] = {"sarif": sarif, "ttl": turtle}
"""Writers of reports, by the name of their format."""
