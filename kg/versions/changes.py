"""What changed between two versions of the ontology, and the version number that the changes ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kg.findings import Finding, Severity
from kg.namespaces import DCTERMS, DEFAULT_BASE, OWL, RDF, RDFS, SH, TNK
from kg.ontology.hierarchy import Hierarchy
from kg.versions.effects import Above, Effect, effect_of
from kg.versions.snapshot import Snapshot

__all__ = ["Change", "Changes", "compare"]

_SHAPES = "https://w3id.org/turkic-ngo-kg/shapes#"
_OURS = (TNK, _SHAPES, DEFAULT_BASE)
_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
_TYPE, _DEPRECATED, _REPLACED = RDF + "type", OWL + "deprecated", DCTERMS + "isReplacedBy"
_SHAPE_TYPES = frozenset([SH + "NodeShape", SH + "PropertyShape"])
_TARGETS = frozenset(SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
_HEADER = frozenset(OWL + name for name in ("versionInfo", "versionIRI", "priorVersion"))


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Args:
        what: ``added``, ``removed``, ``deprecated``, ``renamed`` or ``changed``.
        sort: what the term is: ``class``, ``relation``, ``attribute``, ``annotation``, ``value``, ``theme``, ``shape``,
            ``axiom``, ``ontology``, or ``declaration`` for a term of another vocabulary.
        term: its IRI; empty for an axiom.
        property: the IRI of what changed about it; empty where the term itself came or went.
        old, new: the values that went and that came; for ``renamed``, ``new`` is the new term.
        effect: how grave it is.
    """

    what: str
    sort: str
    term: str
    property: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    effect: Effect

    def as_dict(self) -> dict[str, Any]:
        """The change as JSON-ready dictionary."""
        return asdict(self) | {"old": list(self.old), "new": list(self.new), "effect": self.effect.name.lower()}


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes, gravest first, and what they ask of the version number.

    ``needed`` is the least version that the newer ontology may bear; None where the older one has no number.
    """

    old: Snapshot
    new: Snapshot
    changes: tuple[Change, ...]
    effect: Effect
    needed: str | None
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """The changes as JSON-ready dictionary."""
        return {
            "old": {"source": self.old.source, "version": self.old.version},
            "new": {"source": self.new.source, "version": self.new.version},
            "effect": self.effect.name.lower(),
            "needed": self.needed,
            "changes": [change.as_dict() for change in self.changes],
            "findings": [finding.as_dict() for finding in self.findings],
        }


def compare(old: Snapshot, new: Snapshot) -> Changes:
    """The changes from one version to another; findings tell where the newer one's number is too small."""
    found = [*_terms_gone(old, new), *_terms_come(old, new), *_terms_changed(old, new), *_axioms(old, new)]
    ordered = tuple(sorted(found, key=lambda c: (-c.effect, c.what, c.sort, c.term, c.property, c.old, c.new)))
    effect = max((change.effect for change in ordered), default=Effect.NONE)
    needed, findings = _verdict(old, new, effect)
    return Changes(old, new, ordered, effect, needed, findings)


def _terms_gone(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    replaced_by = {
        value: iri for iri, about in sorted(new.terms.items()) for value in sorted(about.get(DCTERMS + "replaces", ()))
    }
    for iri in sorted(old.terms.keys() - new.terms.keys()):
        sort = _sort(old, iri)
        if sort == "shape":
            yield Change("removed", sort, iri, "", (), (), Effect.MINOR)
        elif sort == "declaration":
            yield Change("removed", sort, iri, "", (), (), Effect.PATCH)
        else:
            successor = next(iter(sorted(old.terms[iri].get(_REPLACED, ()))), replaced_by.get(iri))
            what = "renamed" if successor in new.terms and iri not in _deprecated(old) else "removed"
            yield Change(what, sort, iri, "", (), (successor,) if successor else (), Effect.MAJOR)


def _terms_come(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    for iri in sorted(new.terms.keys() - old.terms.keys()):
        sort = _sort(new, iri)
        effect = Effect.MINOR
        if sort == "declaration":
            effect = Effect.PATCH
        elif sort == "shape" and _rejects_what_was_sound(new, iri, old):
            effect = Effect.MAJOR
        yield Change("added", sort, iri, "", (), (), effect)


def _rejects_what_was_sound(snapshot: Snapshot, iri: str, old: Snapshot) -> bool:
    """Whether a new shape judges nodes by terms that the older version knows, and can reject an article."""
    about = snapshot.terms[iri]
    aimed = {value for target in _TARGETS for value in about.get(target, ())}
    return bool(aimed & old.terms.keys()) and about.get(SH + "severity", frozenset([SH + "Violation"])) == {
        SH + "Violation"
    }


def _deprecated(snapshot: Snapshot) -> set[str]:
    return {iri for iri, about in snapshot.terms.items() if any("true" in v for v in about.get(_DEPRECATED, ()))}


def _terms_changed(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    above = _above(new)
    outdated = _deprecated(new) - _deprecated(old)
    for iri in sorted(old.terms.keys() & new.terms.keys()):
        before, after = old.terms[iri], new.terms[iri]
        sort = _sort(old, iri)
        if iri in outdated:
            successors = tuple(sorted(after.get(_REPLACED, ())))
            yield Change("renamed" if successors else "deprecated", sort, iri, "", (), successors, Effect.MINOR)
        for predicate in sorted(before.keys() | after.keys()):
            one, other = before.get(predicate, frozenset()), after.get(predicate, frozenset())
            told = (
                predicate in _HEADER
                if sort == "ontology"
                else iri in outdated and predicate in (_DEPRECATED, _REPLACED)
            )
            if one == other or told:
                continue
            effect = Effect.PATCH if sort == "declaration" else effect_of(predicate, one, other, above, old.terms)
            yield Change(
                "changed", sort, iri, predicate, tuple(sorted(one - other)), tuple(sorted(other - one)), effect
            )


def _axioms(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Axioms without a name. What separates a new term from others belongs to the new term."""
    for pair in sorted(old.separate ^ new.separate):
        if pair in new.separate and all(iri in old.terms for iri in pair):
            yield Change("added", "axiom", "", OWL + "disjointWith", (), pair, Effect.MAJOR)
        elif pair in old.separate and all(iri in new.terms for iri in pair):
            yield Change("removed", "axiom", "", OWL + "disjointWith", pair, (), Effect.MINOR)
    for text in sorted(new.axioms - old.axioms):
        yield Change("added", "axiom", "", "", (), (text,), Effect.MAJOR)
    for text in sorted(old.axioms - new.axioms):
        yield Change("removed", "axiom", "", "", (text,), (), Effect.MAJOR)


def _sort(snapshot: Snapshot, iri: str) -> str:
    types = snapshot.terms[iri].get(_TYPE, frozenset())
    if OWL + "Ontology" in types:
        return "ontology"
    if types & _SHAPE_TYPES:
        return "shape"
    if not iri.startswith(_OURS):
        return "declaration"
    for name, sort in (("Class", "class"), ("ObjectProperty", "relation"), ("DatatypeProperty", "attribute")):
        if OWL + name in types:
            return sort
    if OWL + "AnnotationProperty" in types:
        return "annotation"
    return "theme" if TNK + "Theme" in types else "value"


def _above(snapshot: Snapshot) -> Above:
    hierarchy = Hierarchy(
        (iri, above)
        for iri, about in snapshot.terms.items()
        for predicate in (RDFS + "subClassOf", RDFS + "subPropertyOf")
        for above in about.get(predicate, ())
    )
    return lambda iri: frozenset(hierarchy.above(iri))


def _verdict(old: Snapshot, new: Snapshot, effect: Effect) -> tuple[str | None, tuple[Finding, ...]]:
    findings = []
    numbers: list[tuple[int, int, int] | None] = []
    for snapshot in (old, new):
        match = _VERSION.fullmatch(snapshot.version or "")
        numbers.append((int(match[1]), int(match[2]), int(match[3])) if match else None)
        if match is None:
            message = f"{snapshot.version or 'no owl:versionInfo'} is not a version number"
            findings.append(_finding("no-version", message, snapshot, "owl:versionInfo with a number such as 0.2.0"))
    before, after = numbers
    if after is not None and new.version_iri is not None and not new.version_iri.endswith(f"/{_dotted(after)}"):
        message = f"owl:versionIRI {new.version_iri} does not end with {_dotted(after)}, as owl:versionInfo has it"
        findings.append(_finding("version-iri-differs", message, new, "raise both"))
    if before is None:
        return None, tuple(findings)
    needed = _next(before, effect)
    if after is not None and after < needed:
        message = (
            f"version {_dotted(after)} is too small: the changes since {_dotted(before)} are {effect.name.lower()}"
        )
        findings.append(_finding("version-too-small", message, new, f"at least {_dotted(needed)}"))
    return _dotted(needed), tuple(findings)


def _next(version: tuple[int, int, int], effect: Effect) -> tuple[int, int, int]:
    """The least next version. Before 1.0.0 the second number takes the place of the first."""
    major, minor, patch = version
    if effect is Effect.NONE:
        return version
    if major == 0:
        return (0, minor + 1, 0) if effect is Effect.MAJOR else (0, minor, patch + 1)
    steps = {
        Effect.MAJOR: (major + 1, 0, 0),
        Effect.MINOR: (major, minor + 1, 0),
        Effect.PATCH: (major, minor, patch + 1),
    }
    return steps[effect]


def _dotted(version: tuple[int, int, int]) -> str:
    return ".".join(map(str, version))


def _finding(code: str, message: str, snapshot: Snapshot, hint: str) -> Finding:
    return Finding(code, Severity.ERROR, message, file=snapshot.source, hint=hint)
