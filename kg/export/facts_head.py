"""The head of a file of facts: in plain words what it is, how to read it, and how many of what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from kg.claims.labels import Labels
from kg.namespaces import ONTOLOGY_GRAPH, RDF, RDFS, SKOS, TNK
from kg.query.facts import PlainFacts
from kg.store import Dataset
from kg.suggest import counted
from kg.terms import MERGE, NamedNode, Term, Triple

__all__ = ["head"]

_TYPE, _LABEL, _ALIAS = NamedNode(RDF + "type"), NamedNode(RDFS + "label"), NamedNode(SKOS + "altLabel")
_MOST = 20


def head(
    store: Dataset, labels: Labels, facts: PlainFacts, written: Collection[Triple], part: Sequence[str]
) -> list[str]:
    """The lines of the head.

    Args:
        store: the store with its merge.
        labels: the names to show.
        facts: what the file holds.
        written: all its triples.
        part: what the facts were narrowed down to, in words; empty for all.
    """
    things = {triple.subject for triple in facts.facts}
    known = len(facts.expressed) + len(facts.left_out)
    lines = [
        "Plain facts of the Turkic NGO Cooperation KG, in its own terms.",
        *(f"Only facts {each}." for each in part),
    ]
    lines += [
        "",
        f"{counted(len(facts.facts), 'fact')} about {counted(len(things), 'thing')}, "
        f"from {len(facts.expressed):,} of {counted(known, 'assertion')}{_attributions(facts)}.",
        "A thing has one block, with its types, its labels and its facts.",
        "",
        "A fact here does not say who states it, when, or in which role: that stands in its assertions, which",
        "--with-evidence adds. What held for a time is here without its time: posts, memberships, chairs, names and",
        f"numbers may have changed since. Facts whose sources give them a start, an end or a day: {facts.timed:,}.",
        "Where sources differ, what each of them states is here: kg query conflicting-dates, conflicting-places …",
    ]
    lines += ["", f"Left out, because it is not a plain fact: {counted(len(facts.left_out), 'assertion')}"]
    reasons = Counter(facts.left_out.values())
    lines += _counts((count, reason) for reason, count in sorted(reasons.items(), key=lambda each: (-each[1], each[0])))
    lines += _disputed(labels, facts)
    lines += ["", "Left out, of the record behind the facts (all of it: kg export graph.ttl):"]
    lines += _counts(_record(store, facts, written, whole=not part))
    return lines


def _attributions(facts: PlainFacts) -> str:
    """Who states the facts, in numbers of assertions."""
    stated = {each.iri: each for assertions in facts.facts.values() for each in assertions}.values()
    reference = sum(each.is_reference for each in stated)
    own = sum(each.is_own_word for each in stated)
    numbers = {
        "by newsrooms": own - reference,
        "by quoted speakers": len(stated) - own,
        "of the reference data": reference,
    }
    told = ", ".join(f"{count:,} {whose}" for whose, count in numbers.items() if count)
    return f": {told}" if told else ""


def _counts(pairs: Iterable[tuple[int, str]]) -> list[str]:
    """A line for each number that is not 0."""
    return [f"{count:>8,}  {what}" for count, what in pairs if count]


def _disputed(labels: Labels, facts: PlainFacts) -> Iterator[str]:
    """The disputed facts in words: left out, yet not in silence."""
    disputed = sorted(
        " ".join(map(labels, (triple.subject, triple.predicate, triple.object))) for triple in facts.disputed
    )
    if disputed:
        yield "Disputed (kg query disputed, contested), and so not here:"
    yield from (f"          {line}" for line in disputed[:_MOST])
    if len(disputed) > _MOST:
        yield f"          and {len(disputed) - _MOST:,} more"


def _record(
    store: Dataset, facts: PlainFacts, written: Collection[Triple], *, whole: bool
) -> Iterator[tuple[int, str]]:
    """How many of what the graph holds behind the facts are not in the file."""
    subjects = {triple.subject for triple in written}
    claims = [NamedNode(iri) for iri in (*facts.expressed, *facts.left_out)]
    statements = _typed(store, "Statement") if whole else _behind(store, claims, "inStatement")
    quoted: list[Term] = [*claims, *statements]
    mentions = _typed(store, "Mention") if whole else _behind(store, quoted, "evidence")
    yield len(set(claims) - subjects), "assertions: who states a fact, when, and in which role"
    yield len(statements - subjects), "statements of speakers and newsrooms"
    yield len(mentions - subjects), "mentions: the quotes, and their places in the texts"
    yield facts.bounds, "earliest and latest days of dates"
    things = {triple.subject for triple in written if triple.predicate == _TYPE}
    yield _missing(store, things, _LABEL, written), "labels whose text another label of the thing has"
    yield _missing(store, things, _ALIAS, written), "other names"
    ontology = NamedNode(ONTOLOGY_GRAPH)
    yield sum(1 for _ in store.quads_for_pattern(None, None, None, ontology)), "triples of the ontology"


def _typed(store: Dataset, name: str) -> set[Term]:
    """All nodes of a class; mentions stand in the graphs of their articles alone."""
    return {quad.subject for quad in store.quads_for_pattern(None, _TYPE, NamedNode(TNK + name), None)}


def _behind(store: Dataset, nodes: Iterable[Term], name: str) -> set[Term]:
    predicate = NamedNode(TNK + name)
    return {
        quad.object
        for node in nodes
        if isinstance(node, NamedNode)
        for quad in store.quads_for_pattern(node, predicate, None, MERGE)
    }


def _missing(store: Dataset, things: Iterable[Term], predicate: NamedNode, written: Collection[Triple]) -> int:
    """How many values of a property, of some things, the file does not hold."""
    return sum(
        quad.triple not in written
        for thing in things
        if isinstance(thing, NamedNode)
        for quad in store.quads_for_pattern(thing, predicate, None, MERGE)
    )
