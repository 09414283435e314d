"""How grave a change of one property of a term is, for whoever has data and queries of the older version."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import IntEnum

from kg.namespaces import DCTERMS, OWL, RDF, RDFS, SH, SKOS, TNK
from kg.versions.snapshot import BETWEEN, CLOSE, OPEN

__all__ = ["Above", "Effect", "effect_of", "union"]


class Effect(IntEnum):
    """What a change asks of the version number, as in Semantic Versioning."""

    NONE = 0
    PATCH = 1  # texts only
    MINOR = 2  # more is possible; what was right stays right
    MAJOR = 3  # what was right may now be wrong, or mean something else


Values = frozenset[str]
_A_CLASS = f"{RDF}type {OWL}Class"
Above = Callable[[str], frozenset[str]]
"""A class or property, and all above it, in the newer version."""

_TEXTS = (SKOS, DCTERMS, RDFS + "label", RDFS + "comment", RDFS + "isDefinedBy", RDFS + "seeAlso")
_SHAPE_TEXTS = frozenset(SH + name for name in ("message", "name", "description", "order", "group"))
_NARROWING_TYPES = frozenset(
    OWL + f"{name}Property" for name in ("Functional", "InverseFunctional", "Asymmetric", "Irreflexive")
)
_MORE_IS_MORE = frozenset([TNK + "usedAs", TNK + "takesQualifier"])
_LOWER_BOUNDS = frozenset(SH + name for name in ("minCount", "minLength", "minInclusive", "minExclusive"))
_UPPER_BOUNDS = frozenset(SH + name for name in ("maxCount", "maxLength", "maxInclusive", "maxExclusive"))
_TARGETS = frozenset(SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
_SOFTER = {SH + "Info": 0, SH + "Warning": 1, SH + "Violation": 2}


def effect_of(predicate: str, old: Values, new: Values, above: Above, known: Mapping[str, object]) -> Effect:
    """How grave it is that the values of a property change.

    Args:
        predicate: the property.
        old, new: its values before and after, unequal.
        above: what lies above a class or property.
        known: the terms of the older version: what says something of newer terms alone harms nobody.
    """
    if predicate.startswith(SH):
        return _effect_on_shape(predicate, old, new, known)
    if predicate.startswith(_TEXTS):
        return Effect.MINOR if predicate == SKOS + "broader" else Effect.PATCH
    if predicate == OWL + "deprecated":
        return Effect.MINOR
    if predicate in (RDFS + "domain", RDFS + "range"):
        return _effect_on_reach(old, new, above)
    if predicate in (RDFS + "subClassOf", RDFS + "subPropertyOf"):
        now = frozenset().union(*(above(value) for value in new))
        return Effect.MINOR if old <= now else Effect.MAJOR
    if predicate == RDF + "type":
        lost = (old - new) - _NARROWING_TYPES
        gained = (new - old) & _NARROWING_TYPES
        return Effect.MAJOR if lost or gained else Effect.MINOR
    if predicate in _MORE_IS_MORE:
        return Effect.MINOR if old <= new else Effect.MAJOR
    return Effect.MAJOR if predicate.startswith((OWL, RDFS, RDF, TNK)) else Effect.PATCH


def union(value: str) -> frozenset[str] | None:
    """The classes of a union, or the one class that stands alone; None for another expression."""
    if not value.startswith("["):
        return frozenset([value])
    match = re.fullmatch(
        rf"\[(?:{_A_CLASS} ; )?{OWL}unionOf ({OPEN}[^\[{OPEN}{CLOSE}]*{CLOSE})(?: ; {_A_CLASS})?\]", value
    )
    return items(match[1]) if match else None


def _effect_on_reach(old: Values, new: Values, above: Above) -> Effect:
    """Of a domain or range: wider is minor, all else major. No domain at all is the widest."""
    if not new:
        return Effect.MINOR
    if len(old) != 1 or len(new) != 1:
        return Effect.MAJOR
    before, after = union(*old), union(*new)
    if before is None or after is None:
        return Effect.MAJOR
    return Effect.MINOR if all(above(each) & after for each in before) else Effect.MAJOR


def _effect_on_shape(predicate: str, old: Values, new: Values, known: Mapping[str, object]) -> Effect:
    if predicate in _SHAPE_TEXTS:
        return Effect.PATCH
    if predicate == SH + "severity":
        before, after = (max((_SOFTER.get(v, 2) for v in values), default=2) for values in (old, new))
        return Effect.MAJOR if after > before else Effect.MINOR
    if predicate in _TARGETS:
        return Effect.MAJOR if any(value in known for value in new - old) else Effect.MINOR
    if not new:
        return Effect.MINOR
    if not old:
        return Effect.MAJOR
    if predicate in (SH + "in", SH + "or") and len(old) == len(new) == 1:
        return Effect.MINOR if items(*old) <= items(*new) else Effect.MAJOR
    bounds = _numbers(old, new)
    if bounds is not None and predicate in _LOWER_BOUNDS:
        return Effect.MINOR if bounds[1] <= bounds[0] else Effect.MAJOR
    if bounds is not None and predicate in _UPPER_BOUNDS:
        return Effect.MINOR if bounds[1] >= bounds[0] else Effect.MAJOR
    return Effect.MAJOR


def items(value: str) -> frozenset[str]:
    """The members of a list that was written out, split at its own level only."""
    found, depth, start = [], 0, 1
    for place, letter in enumerate(value):
        depth += (letter == OPEN) - (letter == CLOSE)
        if (letter == BETWEEN and depth == 1) or (letter == CLOSE and depth == 0):
            found.append(value[start:place])
            start = place + 1
    return frozenset(found)


def _numbers(old: Values, new: Values) -> tuple[float, float] | None:
    try:
        before, after = (float(next(iter(values)).split("^^")[0].strip('"')) for values in (old, new))
    except ValueError:
        return None
    return before, after
