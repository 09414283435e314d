"""The graph in the terms of other vocabularies: W3C ORG, schema.org, followthemoney.

A profile is a folder of CONSTRUCT queries below ``queries/profiles``. They see only what may be stated plainly:
assertions of modality ``fact`` that nothing weakens and that have a source, and of events, series and programmes
only those that came about. Each query says which assertions it expresses, and in which node, by a triple
``?assertion profile:expressedBy ?node``. These triples are not written: the queries in the folder ``claims``
read them, to add sources, dates and objections, and the report counts what no query expresses. Superclasses are
written out for the queries; ``profile:type`` is the type that a thing was given.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg.claims.assertions import AssertionTable
from kg.claims.contests import contested_claims
from kg.claims.selection import Selection
from kg.claims.status import CAME_ABOUT, Statuses
from kg.errors import InputError, UsageError
from kg.export.files import check_suffix, write_bytes
from kg.export.rdf import RDF_SUFFIXES, write_triples
from kg.namespaces import DEFAULT_BASE, PREFIXES, RDF, TNK, local_name
from kg.ontology.hierarchy import Hierarchy
from kg.query import evaluate, load_catalogue
from kg.query.facts import evidence_of
from kg.query.values import Row
from kg.resources import queries_folder
from kg.store import Dataset, GrowingDataset, in_memory
from kg.terms import MERGE, DefaultGraph, Literal, NamedNode, Quad, Term, Triple
from kg.user_paths import PathLike, user_path

__all__ = ["ENTITY_SUFFIXES", "PROFILES", "ProfileReport", "profile_suffixes", "write_profile"]

PROFILES = ("org", "schema", "ftm")
"""The vocabularies that the graph can be written in."""

ENTITY_SUFFIXES = (".json", ".jsonl")
"""The suffixes of followthemoney entities: one JSON object a line."""

_PROFILE = "https://w3id.org/turkic-ngo-kg/profile#"
_FTM = "https://schema.followthemoney.tech/#"
_EXPRESSED_BY = NamedNode(_PROFILE + "expressedBy")
_OWN_TYPE = NamedNode(_PROFILE + "type")
_TYPE = NamedNode(RDF + "type")
_STATUS = NamedNode(TNK + "status")
_EDITION_OF = NamedNode(TNK + "editionOf")
_FACT, _CONTESTED = NamedNode(TNK + "fact"), NamedNode(TNK + "contested")
# What is contested of these has a note in each profile; of other relations it is left out.
_WITH_A_NOTE = (NamedNode(TNK + "memberOf"), NamedNode(TNK + "observerOf"))
# schema.org alone can say of an event that it was put off or called off.
_STATUSES = {"org": CAME_ABOUT, "ftm": CAME_ABOUT, "schema": (*CAME_ABOUT, "cancelled", "postponed")}
_PREFIXES = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "ftm": _FTM,
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "time": "http://www.w3.org/2006/time#",
}
# What followthemoney allows as the id of an entity.
_ENTITY_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """What was written, and which assertions were not.

    Args:
        written: how many triples, or entities.
        unit: what was counted: ``statements`` or ``entities``.
        assertions: how many assertions the graph has.
        expressed: how many of them the file expresses.
        left_out: how many it does not, by reason.
        without_term: those of them for which the profile has no term, by relation or attribute.
    """

    written: int
    unit: str
    assertions: int
    expressed: int
    left_out: Mapping[str, int]
    without_term: Mapping[str, int]

    def left_out_lines(self) -> list[str]:
        """What is left out and why, for people; empty where nothing is."""
        if not self.left_out:
            return []
        lines = [f"left out: {self.assertions - self.expressed:,} of {self.assertions:,} assertions"]
        lines += [f"{count:>6,}  {reason}" for reason, count in self.left_out.items()]
        if self.without_term:
            terms = ", ".join(f"{name} {count:,}" for name, count in self.without_term.items())
            lines.append(f"no term, or no exact date: {terms}")
        return lines


@dataclass(frozen=True, slots=True)
class _Assertion:
    node: Term
    subject: Term
    predicate: NamedNode
    object: Term
    day: str
    refusal: str | None


def profile_suffixes(profile: str) -> tuple[str, ...]:
    """The suffixes of the files that a profile is written to.

    Raises:
        UsageError: there is no such profile.
    """
    if profile not in PROFILES:
        raise UsageError(f"there is no profile {profile!r}", hint=f"one of {', '.join(PROFILES)}")
    return ENTITY_SUFFIXES if profile == "ftm" else RDF_SUFFIXES


def write_profile(dataset: Dataset, profile: str, file: PathLike) -> ProfileReport:
    """Write the graph in the terms of another vocabulary; the suffix tells the format.

    Args:
        dataset: the store, or a view of it; only its default graph is read.
        profile: ``org``, ``schema`` or ``ftm``.
        file: where to write; an existing file is replaced when the new one is complete.

    Raises:
        UsageError: an unknown profile or suffix.
        InputError: the file cannot be written.
    """
    file = user_path(file)
    check_suffix(file, profile_suffixes(profile))
    selection = _select(dataset, profile)
    triples, expressed = _construct(selection, profile)
    if profile == "ftm":
        entities = _entities(triples)
        lines = (json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n" for entity in entities)
        write_bytes(file, "".join(lines).encode("utf-8"))
        return _report(selection, expressed, len(entities), "entities")
    write_triples(triples, file, PREFIXES | _PREFIXES)
    return _report(selection, expressed, len(triples), "statements")


# What may be stated plainly


@dataclass(frozen=True, slots=True)
class _Selection:
    """A store of what may be stated plainly, and all assertions, each with why it is left out."""

    store: GrowingDataset
    assertions: list[_Assertion]


def _select(dataset: Dataset, profile: str) -> _Selection:
    folder = queries_folder() / "profiles" / "selection"
    queries = load_catalogue([folder])
    happenings = {row[0] for row in evaluate(dataset, queries.get("happenings").text).terms if row[0] is not None}
    disputed = evidence_of(dataset, "disputed")
    contested = contested_claims(dataset)
    rows = evaluate(dataset, queries.get("assertions").text).terms
    assertions = [_read_assertion(row, disputed, contested) for row in rows]
    table = AssertionTable(dataset, ("status",))
    statuses = Statuses(Selection(table))
    current: dict[Term, str] = {NamedNode(thing): status for thing, status in statuses.current().items()}
    superseded: set[Term] = {NamedNode(each.iri) for each in filter(statuses.is_superseded, table)}
    real = _came_about(assertions, _STATUSES[profile], current)
    unreal = happenings - real
    assertions = [_judged(each, unreal, superseded) for each in assertions]
    refused = {each.node for each in assertions if each.refusal}
    left_out = refused | unreal
    classes = Hierarchy.of_classes(dataset)
    store = in_memory()
    store.bulk_extend(
        made
        for quad in dataset.quads_for_pattern(None, None, None, MERGE)
        if quad.subject not in left_out and quad.object not in unreal
        for made in _with_types(quad, classes)
    )
    return _Selection(store, assertions)


def _with_types(quad: Quad, classes: Hierarchy) -> Iterator[Quad]:
    """The quad; for a type also all types above it, since asking for them class by class takes minutes."""
    yield quad
    if quad.predicate == _TYPE and isinstance(quad.object, NamedNode) and quad.object.value in classes:
        yield Quad(quad.subject, _OWN_TYPE, quad.object)
        for each in classes.above(quad.object.value):
            yield Quad(quad.subject, _TYPE, NamedNode(each))


def _read_assertion(row: Row, disputed: Collection[str], contested: Collection[str]) -> _Assertion:
    node, subject, predicate, value, modality, day, weaker, unread = row
    refusal = None
    if modality == _CONTESTED:
        refusal = "an objection: what it objects to has a note, or is left out"
    elif modality != _FACT:
        refusal = "planned, proposed, wished or denied"
    elif _is_true(weaker):
        refusal = "left in doubt, only implied, or an inexact number"
    elif _is_true(unread):
        refusal = "reference data whose source was not read"
    elif isinstance(node, NamedNode) and node.value in disputed:
        refusal = "stated as a fact by one source, and denied by another"
    elif isinstance(node, NamedNode) and node.value in contested and predicate not in _WITH_A_NOTE:
        refusal = "stated as a fact, and contested"
    asserted_on = day.value if isinstance(day, Literal) else ""
    return _Assertion(node, subject, predicate, value, asserted_on, refusal)  # type: ignore[arg-type]


def _is_true(term: Term | None) -> bool:
    return isinstance(term, Literal) and term.value == "true"


def _came_about(assertions: list[_Assertion], statuses: tuple[str, ...], current: Mapping[Term, str]) -> set[Term]:
    """What came about by its current status."""
    real = {thing for thing, status in current.items() if status in statuses}
    # A series has no status of its own in most articles: it came about with its first edition.
    return real | {
        each.object
        for each in assertions
        if each.predicate == _EDITION_OF and not each.refusal and each.subject in real and each.object not in current
    }


def _judged(each: _Assertion, unreal: set[Term], superseded: set[Term]) -> _Assertion:
    refusal = each.refusal
    if refusal is None and (each.subject in unreal or each.object in unreal):
        refusal = "about an event, series or programme not known to have come about"
    elif refusal is None and each.node in superseded:
        refusal = "a status replaced by a later one, or by a more advanced one of the same day"
    return replace(each, refusal=refusal)


# What the queries make of it


def _construct(selection: _Selection, profile: str) -> tuple[list[Triple], set[Term]]:
    """The triples of a profile, sorted, and the assertions that they express."""
    folder = queries_folder() / "profiles" / profile
    triples: set[Triple] = set()
    expressed: set[Term] = set()
    for stage in (folder, folder / "claims"):
        made = [_as_triple(row) for text in _texts(stage) for row in evaluate(selection.store, text).stream()]
        marks = {triple for triple in made if triple.predicate == _EXPRESSED_BY}
        expressed |= {triple.subject for triple in marks}
        triples.update(triple for triple in made if triple not in marks)
        selection.store.extend(_quad(triple, MERGE) for triple in marks)
    return sorted(triples, key=_order), expressed


def _texts(folder: Path) -> Iterator[str]:
    queries = load_catalogue([folder])
    return (queries.get(name).text for name in queries.names())


def _as_triple(row: Row) -> Triple:
    subject, predicate, value = row
    return Triple(subject, predicate, value)  # type: ignore[arg-type]


def _quad(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    return str(triple.subject), triple.predicate != _TYPE, triple.predicate.value, str(triple.object)


def _report(selection: _Selection, expressed: set[Term], written: int, unit: str) -> ProfileReport:
    missing = [each for each in selection.assertions if each.node not in expressed]
    reasons = Counter(each.refusal or "what the profile has no term for" for each in missing)
    terms = Counter(local_name(each.predicate.value) for each in missing if each.refusal is None)
    return ProfileReport(
        written=written,
        unit=unit,
        assertions=len(selection.assertions),
        expressed=len(selection.assertions) - len(missing),
        left_out=dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        without_term=dict(sorted(terms.items(), key=lambda item: (-item[1], item[0]))),
    )


# Files


def _entities(triples: Iterable[Triple]) -> list[dict[str, object]]:
    """followthemoney entities out of triples in its namespace, sorted by id."""
    schemata: dict[Term, set[str]] = defaultdict(set)
    values: dict[Term, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        if triple.predicate == _TYPE:
            schemata[triple.subject].add(_name(triple.object))
        else:
            values[triple.subject][_name(triple.predicate)].add(_value(triple.object))
    entities: list[dict[str, object]] = []
    for node, names in schemata.items():
        if len(names) != 1:
            raise InputError(f"{node} would have several schemata: {', '.join(sorted(names))}")
        properties = {name: sorted(found) for name, found in sorted(values.pop(node, {}).items())}
        entities.append({"id": _entity_id(node), "schema": names.pop(), "properties": properties})
    if values:
        raise InputError(f"{min(map(str, values))} has properties but no schema")
    return sorted(entities, key=lambda entity: str(entity["id"]))


def _name(term: Term | None) -> str:
    if not isinstance(term, NamedNode) or not term.value.startswith(_FTM):
        raise InputError(f"{term} is not a term of followthemoney")
    return term.value.removeprefix(_FTM)


def _value(term: Term) -> str:
    if isinstance(term, Literal):
        return term.value
    return _entity_id(term)


def _entity_id(node: Term) -> str:
    """The id of a thing: its IRI without the base, or a digest of it where that would be no id there."""
    import hashlib

    iri = node.value if isinstance(node, NamedNode) else str(node)
    path = iri.removeprefix(DEFAULT_BASE)
    plain = path.replace("/", ".")
    # A dot in the path itself would make two IRIs one id.
    if path != iri and "." not in path and len(plain) <= _LONGEST_ID and _ENTITY_ID.fullmatch(plain):
        return f"tnk.{plain}"
    return f"tnk-{hashlib.sha256(iri.encode()).hexdigest()[:40]}"
