"""What is corrected or retracted, by whom, and from which day on.

Two things withdraw claims. An assertion *corrects* an article: what that article says with the same subject, relation
and object is withdrawn. An article *retracts* another one: all that it says is withdrawn. Both count

- only from those who said it: the corrected speaker, or whoever published the corrected article. Anybody else denies
  or contests, and both claims stand;
- only on the same day or later, by days that are known: nothing is corrected in advance;
- only as long as the correction itself stands: what a later one withdraws, withdraws nothing. Two that withdraw each
  other withdraw nothing.

Withdrawn claims, and the direct triples that nothing else yields, are not in the merge, so that nothing counts them.
They stay in the graph of their article, as history; ``?claim tnk:withdrawnBy ?correction`` says what withdrew them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.claims.assertions import OWN_VOICES, weaker_nodes
from kg.claims.direct import DirectTriples
from kg.namespaces import DERIVED_GRAPH, OWL, PROV, RDF, REFERENCE_GRAPH, TNK
from kg.store import Dataset, MergeInMemory
from kg.terms import MERGE, Literal, NamedNode, Quad, Triple

__all__ = [
    "WITHDRAWN_BY",
    "Corrections",
    "as_known",
    "changes",
    "graph_of",
    "withdrawn_about",
    "withdrawn_articles",
    "withheld",
]

WITHDRAWN_BY = TNK + "withdrawnBy"
_WITHDRAWN_BY, _CORRECTS, _RETRACTS = (NamedNode(TNK + name) for name in ("withdrawnBy", "corrects", "retracts"))
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_TYPE, _DERIVED_FROM, _DERIVED = NamedNode(RDF + "type"), NamedNode(PROV + "wasDerivedFrom"), NamedNode(DERIVED_GRAPH)
_FACT, _SYMMETRIC = NamedNode(TNK + "fact"), NamedNode(OWL + "SymmetricProperty")
_ARTICLE, _MODALITY = NamedNode(TNK + "Article"), NamedNode(TNK + "modality")
_MEANT = (_FACT, NamedNode(TNK + "negated"))


@dataclass(frozen=True, slots=True)
class _Claim:
    """An assertion as its article has it, whether it counts or not."""

    iri: NamedNode
    graph: NamedNode
    subject: Any
    predicate: Any
    object: Any
    modality: Any
    attribution: str
    day: str


class Corrections:
    """The corrections and retractions of a store.

    Args:
        dataset: the store with its merge, or one that :func:`as_known` made.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._contents: dict[NamedNode, dict[Any, list[_Claim]]] = {}
        self.correcting = {
            (quad.subject, quad.object)
            for quad in dataset.quads_for_pattern(None, _CORRECTS, None, None)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        }
        self.retracting = {
            (quad.subject, quad.object)
            for quad in dataset.quads_for_pattern(None, _RETRACTS, None, None)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        }

    def __bool__(self) -> bool:
        return bool(self.correcting or self.retracting)

    def withdrawn(self, day: str | None = None) -> Mapping[NamedNode, tuple[NamedNode, ...]]:
        """What is withdrawn: assertions, statements and articles, each with what withdraws it, sorted.

        Args:
            day: ISO 8601: by what had been corrected and retracted then; None: by all.
        """
        targets = {node: hit for node, (since, hit) in self._reach.items() if day is None or since <= day}
        found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for node in _standing(targets):
            for each in targets[node]:
                found[each].add(node)
        # What is said of a withdrawn claim, such as who contests it, goes with it.
        for claim in list(found):
            for quad in self._dataset.quads_for_pattern(None, _SUBJECT, claim, None):
                if isinstance(quad.subject, NamedNode):
                    found[quad.subject] |= found[claim]
        return {claim: tuple(sorted(found[claim], key=str)) for claim in sorted(found, key=str)}

    @cached_property
    def _reach(self) -> Mapping[NamedNode, tuple[str, Set[NamedNode]]]:
        """What each correction and retraction withdraws if it stands, and from which day on."""
        found: dict[NamedNode, tuple[str, Set[NamedNode]]] = {}
        for node, article in self.correcting:
            claim = self.claim(node)
            if claim is None or claim.modality not in _MEANT or not claim.day:
                continue
            hit = {each.iri for each in self._same(claim, article) if self._may_correct(claim, each)}
            found[node] = claim.day, hit - {node}
        for node, article in self.retracting:
            days, before = self._published(node), self._published(article)
            by = self._publisher(node)
            if node != article and days and before and days[0] >= before[1] and by and by == self._publisher(article):
                since, earlier = found.get(node, (days[1], frozenset()))
                found[node] = since, {*earlier, article, *self._claims_of(article)}
        return found

    def _may_correct(self, claim: _Claim, other: _Claim) -> bool:
        who = self._attribution(claim)
        is_own = who is not None and who in (self._attribution(other), self._publisher(other.graph))
        return is_own and bool(other.day) and claim.day >= other.day

    def _attribution(self, claim: _Claim) -> str | None:
        """Who makes a claim: a speaker, or the publisher for the newsroom; None where that is not known."""
        return self._publisher(claim.graph) if claim.attribution in OWN_VOICES else claim.attribution

    def _publisher(self, article: NamedNode) -> str | None:
        return next(iter(sorted(_values(self._dataset, article, TNK + "publisher", article))), None)

    def _published(self, article: NamedNode) -> tuple[str, str] | None:
        """The first and the last day on which an article came out; None where one is not known."""
        bounds = [_values(self._dataset, article, TNK + f"published{side}", article) for side in ("Earliest", "Latest")]
        return (min(bounds[0]), max(bounds[1])) if all(bounds) else None

    def _same(self, claim: _Claim, article: NamedNode) -> Iterator[_Claim]:
        """What an article claims with the same subject, relation and object."""
        if article not in self._contents:
            contents = self._contents[article] = defaultdict(list)
            for each in filter(None, map(self.claim, self._claims_of(article))):
                contents[each.subject, each.predicate, each.object].append(each)
        sides = {(claim.subject, claim.object)}
        if isinstance(claim.object, NamedNode) and Quad(claim.predicate, _TYPE, _SYMMETRIC, MERGE) in self._dataset:
            sides.add((claim.object, claim.subject))
        for subject, value in sides:
            yield from self._contents[article].get((subject, claim.predicate, value), ())

    def _claims_of(self, article: NamedNode) -> Iterator[NamedNode]:
        """The assertions and statements of an article."""
        for quad in self._dataset.quads_for_pattern(None, _DERIVED_FROM, article, article):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def claim(self, node: Any) -> _Claim | None:
        """An assertion as its article has it; None for other things."""
        graph = graph_of(self._dataset, node)
        if graph is None:
            return None
        told = {q.predicate.value: q.object for q in self._dataset.quads_for_pattern(node, None, None, graph)}
        subject, predicate, value = (told.get(RDF + name) for name in ("subject", "predicate", "object"))
        if subject is None or predicate is None or value is None:
            return None
        day, who = told.get(TNK + "assertedOn"), told.get(TNK + "attributedTo")
        modality = told.get(TNK + "modality")
        return _Claim(node, graph, subject, predicate, value, modality, _text(who), _text(day))


def _standing(targets: Mapping[NamedNode, Set[NamedNode]]) -> list[NamedNode]:
    """The corrections that stand: each one whose own corrections do not, and no other. In no order.

    A correction falls with itself or with its article. One that hangs on a circle of corrections neither stands nor
    falls, and withdraws nothing.
    """
    against: dict[NamedNode, int] = dict.fromkeys(targets, 0)
    for hit in targets.values():
        for each in hit & targets.keys():
            against[each] += 1
    waiting = [node for node, count in against.items() if count == 0]
    standing: list[NamedNode] = []
    fallen: set[NamedNode] = set()
    while waiting:
        node = waiting.pop()
        standing.append(node)
        for each in targets[node] & targets.keys() - fallen:
            fallen.add(each)
            for freed in targets[each] & targets.keys():
                against[freed] -= 1
                if against[freed] == 0 and freed not in fallen:
                    waiting.append(freed)
    return standing


def graph_of(dataset: Dataset, claim: Any) -> NamedNode | None:
    """The graph of the article that makes a claim, whether it counts or not; None for reference data."""
    for quad in dataset.quads_for_pattern(claim, _DERIVED_FROM, None, None):
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name == quad.object:
            return quad.graph_name
    return None


def _marked(dataset: Dataset) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """What the store has as withdrawn, as :meth:`Corrections.withdrawn`."""
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for quad in dataset.quads_for_pattern(None, _WITHDRAWN_BY, None, _DERIVED):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found[quad.subject].append(quad.object)
    return {claim: tuple(sorted(found[claim], key=str)) for claim in sorted(found, key=str)}


def withdrawn_articles(dataset: Dataset) -> frozenset[str]:
    """The IRIs of the articles that are retracted."""
    articles = (claim for claim in _marked(dataset) if Quad(claim, _TYPE, _ARTICLE, MERGE) in dataset)
    return frozenset(article.value for article in articles)


def withdrawn_about(dataset: Dataset, thing: NamedNode) -> Iterator[tuple[NamedNode, Any, Any, Any, Any]]:
    """The withdrawn assertions with a thing as subject, or as object of a symmetric relation.

    Each with its subject, predicate, object and modality.
    """
    corrections = Corrections(dataset)
    for node in _marked(dataset):
        claim = corrections.claim(node)
        if claim is None:
            continue
        is_object = claim.object == thing and Quad(claim.predicate, _TYPE, _SYMMETRIC, MERGE) in dataset
        if claim.subject == thing or is_object:
            yield node, claim.subject, claim.predicate, claim.object, claim.modality


def withheld(dataset: Dataset) -> frozenset[Triple]:
    """The direct triples that only withdrawn claims yield: they stand in graphs of articles, and not in the merge."""
    return frozenset(_Yield(dataset).alone(_marked(dataset)))


def changes(dataset: Dataset) -> tuple[list[Triple], list[Triple], list[Triple]]:
    """What the merge of a store lacks for its articles: the marks, what it must not have, and what comes back.

    Args:
        dataset: the store with its merge, whose marks may be those of other articles.
    """
    wanted, before = Corrections(dataset).withdrawn(), _marked(dataset)
    gone = {*_records(dataset, wanted), *_Yield(dataset).alone(wanted)}
    back = {*_records(dataset, before), *_Yield(dataset).of(before)} - gone
    marks = [Triple(claim, _WITHDRAWN_BY, node) for claim, nodes in wanted.items() for node in nodes]
    return marks, _ordered(gone), _ordered(triple for triple in back if _is_held(dataset, triple))


def as_known(dataset: Dataset, day: str | None = None) -> Dataset:
    """The dataset as of what had been corrected and retracted on a day; itself where that is how it is.

    Args:
        dataset: the store with its merge.
        day: ISO 8601; None: as of all that is in the store.
    """
    corrections, before = Corrections(dataset), _marked(dataset)
    if not corrections and not before:
        return dataset
    wanted = corrections.withdrawn(day)
    gone = {*_records(dataset, wanted), *_Yield(dataset).alone(wanted)}
    if wanted == before and not any(Quad(t.subject, t.predicate, t.object, MERGE) in dataset for t in gone):
        return dataset
    known = MergeInMemory(dataset)
    back = {*_records(dataset, before), *_Yield(dataset).of(before)} - gone
    known.extend(triple for triple in back if _is_held(dataset, triple))
    marks = (Quad(claim, _WITHDRAWN_BY, node, _DERIVED) for claim, nodes in wanted.items() for node in nodes)

    def counts(quad: Quad) -> bool:
        is_named = isinstance(quad.graph_name, NamedNode)
        return quad.predicate != _WITHDRAWN_BY and (is_named or quad.triple not in gone)

    known.restrict(counts, marks)
    return known


def _records(dataset: Dataset, claims: Iterable[NamedNode]) -> Iterator[Triple]:
    """All that is recorded of some assertions and statements, by their articles."""
    for claim in claims:
        graph = graph_of(dataset, claim)
        if graph is not None:
            yield from (quad.triple for quad in dataset.quads_for_pattern(claim, None, None, graph))


class _Yield:
    """The triples that assertions yield, as their articles have them."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rule = DirectTriples(dataset)

    def of(self, claims: Iterable[NamedNode]) -> Iterator[Triple]:
        """Those of some assertions that state facts."""
        for claim in claims:
            graph = graph_of(self._dataset, claim)
            quads = () if graph is None else self._dataset.quads_for_pattern(claim, None, None, graph)
            yield from self._rule.of({quad.predicate: quad.object for quad in quads})

    def alone(self, claims: Collection[NamedNode]) -> Iterator[Triple]:
        """The triples that these assertions yield, and no other."""
        weaker = weaker_nodes(self._dataset) if claims else frozenset()
        others: dict[NamedNode, frozenset[Triple]] = {}
        for triple in dict.fromkeys(self.of(claims)):
            quads = self._dataset.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
            for graph in {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}:
                if graph not in others:
                    made = self._dataset.quads_for_pattern(None, _DERIVED_FROM, graph, graph)
                    nodes = (quad.subject for quad in made if isinstance(quad.subject, NamedNode))
                    rest = [node for node in nodes if node not in claims and node.value not in weaker]
                    others[graph] = frozenset(self.of(rest))
                if graph.value == REFERENCE_GRAPH or triple in others[graph]:
                    break
            else:
                yield triple


def _is_held(dataset: Dataset, triple: Triple) -> bool:
    """Whether a named graph has a triple."""
    quads = dataset.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(isinstance(quad.graph_name, NamedNode) for quad in quads)


def _values(dataset: Dataset, subject: NamedNode, predicate: str, graph: NamedNode) -> list[str]:
    return [_text(quad.object) for quad in dataset.quads_for_pattern(subject, NamedNode(predicate), None, graph)]


def _text(term: Any) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _ordered(triples: Iterable[Triple]) -> list[Triple]:
    return sorted(triples, key=str)
