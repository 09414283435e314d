"""The blocks of a file of facts: things with their facts, and the evidence as the graph has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.claims.claim import Claim
from kg.claims.evidence import EvidenceReader
from kg.claims.kinds import Kinds
from kg.claims.labels import Labels
from kg.claims.status import CAME_ABOUT
from kg.languages import place
from kg.markup.claims import claim_lines
from kg.names import fold
from kg.namespaces import KINDS, OA, PROV, RDF, RDFS, TNK, local_name
from kg.store import Dataset
from kg.terms import MERGE, DefaultGraph, Literal, NamedNode, Term, Triple

__all__ = ["Block", "evidence_blocks", "facts_by_thing", "named_in", "thing_blocks"]

_TYPE, _LABEL = NamedNode(RDF + "type"), NamedNode(RDFS + "label")
_CURRENT = NamedNode(TNK + "currentStatus")
_DERIVED, _IN_STATEMENT = NamedNode(PROV + "wasDerivedFrom"), NamedNode(TNK + "inStatement")
_EVIDENCE = NamedNode(TNK + "evidence")
_PARTS = (NamedNode(OA + "hasTarget"), NamedNode(OA + "hasSelector"), None)
_HEADINGS = {
    "person": "Persons",
    "organization": "Organisations",
    "group": "Groups",
    "post": "Posts",
    "place": "Places",
    "polity": "Polities",
    "event": "Events",
    "series": "Series",
    "programme": "Programmes",
    "agreement": "Agreements",
    "legal-act": "Legal acts",
    "theme": "Themes",
    "article": "Articles",
}
_OTHER = "Other things"
_NO_KIND = "thing"


@dataclass(frozen=True, slots=True)
class Block:
    """All triples of one subject, and lines for people above them."""

    subject: NamedNode
    triples: tuple[Triple, ...]
    lines: tuple[str, ...] = ()


def facts_by_thing(facts: Iterable[Triple]) -> dict[NamedNode, list[Triple]]:
    """The facts by their subjects; a thing that is only an object has none."""
    found: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in facts:
        for node in filter(_may_be_thing, (triple.subject, triple.object)):
            found[node] += [triple] if node == triple.subject else []  # type: ignore[index]
    return found


def named_in(store: Dataset, triples: Iterable[Triple]) -> dict[NamedNode, list[Triple]]:
    """The things that some triples lead to, each without a fact."""
    kinds = Kinds(store)
    found = {triple.object for triple in triples if triple.predicate != _TYPE}
    return {node: [] for node in found if isinstance(node, NamedNode) and _may_be_thing(node) and _kind(kinds, node)}


def thing_blocks(
    store: Dataset, labels: Labels, facts: Mapping[NamedNode, list[Triple]], but: Collection[NamedNode]
) -> dict[str, list[Block]]:
    """A block for each thing: its types, labels and facts; by the heading of its kind, and there by name.

    Above an event that is not known to have come about stands a line that says so.

    Args:
        store: the store with its merge, which says the types and labels.
        labels: the names by which things are sorted.
        facts: the facts of each thing.
        but: what needs no block.
    """
    kinds = Kinds(store)
    found: dict[str, list[Block]] = {heading: [] for heading in [*map(_heading, KINDS), _OTHER]}
    for thing in sorted(facts.keys() - set(but), key=lambda thing: (fold(labels(thing)), thing.value)):
        own = (*_told(store, thing, predicate=_TYPE), *_labels(store, thing), *facts[thing])
        if own:
            kind = kinds.of(thing.value)
            lines = tuple(_doubt(store, thing, kind))
            found[_heading(kind)].append(Block(thing, own, lines))
    return {heading: blocks for heading, blocks in found.items() if blocks}


def _heading(kind: str) -> str:
    return _HEADINGS.get(kind, _OTHER)


def _may_be_thing(node: Term) -> bool:
    """Whether it is no text, and no value of the ontology such as ``tnk:held``."""
    return isinstance(node, NamedNode) and not node.value.startswith(TNK)


def _kind(kinds: Kinds, node: NamedNode) -> bool:
    return kinds.of(node.value) != _NO_KIND


def _doubt(store: Dataset, thing: NamedNode, kind: str) -> Iterator[str]:
    """What to say above a thing of which no current status says that it came about."""
    if kind not in ("event", "series", "programme"):
        return
    statuses = [local_name(triple.object.value) for triple in _told(store, thing, predicate=_CURRENT)]  # type: ignore[union-attr]
    if statuses and not set(statuses) & set(CAME_ABOUT):
        yield f"Not known to have come about: its current status is {statuses[0]}."
    elif not statuses and kind == "event":
        yield "Not known to have come about: no status is stated."


def _labels(store: Dataset, thing: NamedNode) -> list[Triple]:
    """The labels, each text once: in English before all other languages."""
    chosen: dict[str, Triple] = {}
    for triple in sorted(_told(store, thing, predicate=_LABEL), key=_preference):
        chosen.setdefault(triple.object.value, triple)  # type: ignore[union-attr]
    return list(chosen.values())


def _preference(triple: Triple) -> tuple[tuple[int, int], str]:
    language = triple.object.language if isinstance(triple.object, Literal) else None
    return place(language, ("en",)), language or ""


def evidence_blocks(store: Dataset, labels: Labels, assertions: Collection[str]) -> dict[str, list[Block]]:
    """The blocks of some assertions and of all that stands behind them, by heading.

    Above an assertion stands in words what it states, who says so, where, and the quote.

    Args:
        store: the store; its mentions stand in the graphs of the articles.
        labels: the names to show.
        assertions: their IRIs.
    """
    nodes = [NamedNode(iri) for iri in sorted(assertions)]
    statements = _reached(store, nodes, _IN_STATEMENT)
    claims = EvidenceReader(store, labels).claims(assertions)
    found = {
        "Articles": [Block(node, _told(store, node)) for node in _reached(store, nodes, _DERIVED)],
        "Statements": [Block(node, _told(store, node)) for node in statements],
        "Assertions": [
            Block(NamedNode(claim.iri), _told(store, NamedNode(claim.iri)), tuple(_in_words(claim))) for claim in claims
        ],
        "Quotes": list(_quotes(store, [*nodes, *statements])),
    }
    return {heading: blocks for heading, blocks in found.items() if blocks}


def _in_words(claim: Claim) -> Iterator[str]:
    yield f"{claim.subject} {claim.content}"
    yield from (f"  {line}" for line in claim_lines(claim))


def _quotes(store: Dataset, holders: Iterable[NamedNode]) -> Iterator[Block]:
    """The mentions that are evidence, each followed by its targets and their selectors: they are in no merge."""
    places = {
        mention: article
        for holder in holders
        for article in _reached(store, [holder], _DERIVED)
        for mention in _reached(store, [holder], _EVIDENCE)
    }
    for mention in sorted(places, key=str):
        level = [mention]
        for predicate in _PARTS:
            blocks = [Block(node, told) for node in level if (told := _told(store, node, places[mention]))]
            yield from blocks
            below = {each.object for block in blocks for each in block.triples if each.predicate == predicate}
            level = sorted((node for node in below if isinstance(node, NamedNode)), key=str)


def _reached(store: Dataset, nodes: Iterable[NamedNode], predicate: NamedNode) -> list[NamedNode]:
    """What a property leads to from any of the nodes, sorted."""
    found = {triple.object for node in nodes for triple in _told(store, node, predicate=predicate)}
    return sorted((node for node in found if isinstance(node, NamedNode)), key=str)


def _told(
    store: Dataset, node: NamedNode, graph: NamedNode | DefaultGraph = MERGE, predicate: NamedNode | None = None
) -> tuple[Triple, ...]:
    """What a graph says of a node, sorted."""
    found = (quad.triple for quad in store.quads_for_pattern(node, predicate, None, graph))
    return tuple(sorted(found, key=str))
