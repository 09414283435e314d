"""Evidence: for an assertion, a statement or a mention, who says so, in which article, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from kg.claims.drift import FOUND_ELSEWHERE, NEWER_TEXT, state
from kg.claims.labels import Labels
from kg.model import Anchor
from kg.namespaces import ANNOTATORS, DRIFT_GRAPH, NEWSROOM, OA, PROV, RDF, REFERENCE_EDITORS, TNK, local_name
from kg.store import Dataset
from kg.terms import MERGE, NamedNode

__all__ = [
    "INTENTIONS",
    "MODALITIES",
    "Claim",
    "EvidenceReader",
    "Quote",
    "articles_behind",
    "json_ready",
    "modality_word",
]

MODALITIES: Mapping[str, str] = {"negated": "denied"}
"""The modalities that people read by another word than the ontology's."""
INTENTIONS: Mapping[str, str] = {"plan": "planned", "proposal": "proposed", "wish": "wished for"}
"""The modalities of what is meant to be, said of the thing that is meant."""

_OWN_WORDS = {NEWSROOM: "newsroom", REFERENCE_EDITORS: "reference data", ANNOTATORS: "annotators"}
_STATEMENT, _MENTION = TNK + "Statement", NamedNode(TNK + "Mention")
_TYPE, _DERIVED = NamedNode(RDF + "type"), PROV + "wasDerivedFrom"
_DRIFT = NamedNode(DRIFT_GRAPH)
_SELECTED = frozenset(OA + name for name in ("exact", "prefix", "suffix", "start", "end"))
_BOUNDS = ("Earliest", "Latest", "earliest", "latest")  # what the days of a date are bounded by
# What every assertion has, and is shown in its own place; whatever else stands with it is a qualifier.
_OWN = frozenset(
    [RDF + "type", RDF + "subject", RDF + "predicate", RDF + "object", PROV + "wasDerivedFrom"]
    + [
        TNK + n
        for n in ("modality", "attributedTo", "inStatement", "evidence", "assertedOn", "sourceAddress", "verified")
    ]
)


@dataclass(frozen=True, slots=True)
class Quote:
    """One mention: its fragments with their places (code points, half-open), and whether the text was checked.

    ``newer_text`` is what has become of a verified quote in a newer text of its article, if one is recorded:
    ``stands``, ``moved`` or ``gone``; see :mod:`kg.claims.drift`.
    """

    fragments: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    verified: bool
    newer_text: str | None = None

    def __str__(self) -> str:
        return "“" + " … ".join(self.fragments) + "”"


@dataclass(frozen=True, slots=True)
class Claim:
    """An assertion, a statement or a mention, with all that stands behind it.

    ``subject`` and ``content`` are what an assertion is about, and its relation and object in words; for a statement
    ``content`` is the annotator's summary, for a mention the names of what is mentioned. ``modality`` is that of an
    assertion; ``kinds`` and ``mode`` are those of the statement it was made in, or of the statement itself.
    ``attribution`` is ``newsroom``, ``speaker``, ``reference data``, ``annotators``, or ``mention``: that the article
    only names a thing, and states nothing of it. ``speaker`` is None where the newsroom, the reference data or the
    annotators state it, and for a mention.
    """

    iri: str
    content: str | None
    modality: str | None
    attribution: str
    speaker: str | None
    capacity: str | None
    mode: str | None
    kinds: tuple[str, ...]
    article: str | None
    title: str | None
    publisher: str | None
    published: str | None
    address: str | None
    qualifiers: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]
    sources: tuple[str, ...]
    source_read: bool | None
    subject: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The claim as JSON-ready dictionary, see :func:`json_ready`."""
        return asdict(self, dict_factory=json_ready)


def modality_word(name: str) -> str:
    """A modality as people read it.

    >>> modality_word("negated"), modality_word("plan")
    ('denied', 'plan')
    """
    return MODALITIES.get(name, name)


def json_ready(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a claim, or of what holds claims, by the keys of JSON: there the attribution is the ``voice``."""
    return {"voice" if name == "attribution" else name: value for name, value in fields}


class EvidenceReader:
    """Reads the evidence in a store: what is known of a node in one look-up, which many claims then share."""

    def __init__(self, store: Dataset, labels: Labels) -> None:
        self._store = store
        self._labels = labels
        self._known: dict[tuple[str, str | None], Mapping[str, list[Any]]] = {}

    def claims(self, iris: Iterable[str]) -> list[Claim]:
        """The claims of several, in a stable order: by article date, then by place in the text."""
        return sorted(map(self.claim, iris), key=_order)

    def claim(self, iri: str) -> Claim:
        """The claim of an assertion, a statement or a mention."""
        node = NamedNode(iri)
        told = self._of(node)
        if not told and (mentioning := _mentioning(self._store, node)):  # a mention stands in its article's graph alone
            return self._mention(node, mentioning[0])
        modality, attributed = _first(told, TNK + "modality"), _first(told, TNK + "attributedTo")
        statement = told if _is_statement(told) else self._of(_first(told, TNK + "inStatement"))
        article = _first(told, _DERIVED)
        speaker = _first(told, TNK + "speaker") if attributed is None else attributed
        own_word = attributed.value if isinstance(attributed, NamedNode) else None
        mode = _first(statement, TNK + "mode")
        if own_word is None and mode is not None and mode.value == NEWSROOM:
            own_word = NEWSROOM
        named = speaker is not None and own_word not in _OWN_WORDS
        read = _first(told, TNK + "verified")
        return Claim(
            iri=iri,
            content=self._content(told),
            modality=None if modality is None else local_name(modality.value),
            attribution=_OWN_WORDS.get(own_word or "", "speaker"),
            speaker=self._name(speaker) if named else None,
            capacity=self._name(_first(statement, TNK + "capacity")),
            mode=None if mode is None else local_name(mode.value),
            kinds=tuple(sorted(local_name(kind.value) for kind in statement.get(TNK + "statementKind", ()))),
            **self._article(article),
            qualifiers=() if statement is told else tuple(self._qualifiers(iri, told)),
            quotes=tuple(sorted(self._quotes(told, article), key=lambda q: (q.places, q.fragments))),
            sources=tuple(sorted(source.value for source in told.get(TNK + "sourceAddress", ()))),
            source_read=None if read is None else read.value == "true",
            subject=self._name(_first(told, RDF + "subject")),
        )

    def _mention(self, node: NamedNode, article: NamedNode) -> Claim:
        bodies = self._of(node, article).get(OA + "hasBody", [])
        made = next((body for body in bodies if _DERIVED in self._of(body)), None)
        if made is not None:  # the quote of an assertion or a statement names no thing: it is what that claims
            return replace(self.claim(made.value), iri=node.value, quotes=(self.quote(node, article),))
        return Claim(
            iri=node.value,
            content=", ".join(sorted(map(self._labels, bodies))) or None,
            modality=None,
            attribution="mention",
            speaker=None,
            capacity=None,
            mode=None,
            kinds=(),
            **self._article(article),
            qualifiers=(),
            quotes=(self.quote(node, article),),
            sources=(),
            source_read=None,
        )

    def _article(self, article: Any) -> dict[str, str | None]:
        """What is known of the article behind a claim."""
        told = self._of(article)
        return {
            "article": None if article is None else article.value,
            "title": self._name(article),
            "publisher": self._name(_first(told, TNK + "publisher")),
            "published": _value(_first(told, TNK + "published")),
            "address": _value(_first(told, TNK + "url")),
        }

    def _content(self, told: Mapping[str, list[Any]]) -> str | None:
        predicate, value = _first(told, RDF + "predicate"), _first(told, RDF + "object")
        if predicate is None or value is None:
            return _value(_first(told, TNK + "summary"))
        return f"{self._labels(predicate)} {self._labels(value)}"

    def _quotes(self, told: Mapping[str, list[Any]], article: Any) -> Iterator[Quote]:
        if isinstance(article, NamedNode):
            yield from (self.quote(mention, article) for mention in told.get(TNK + "evidence", ()))

    def anchors(self, mention: NamedNode, article: NamedNode) -> tuple[Anchor, ...]:
        """The quote of a mention as it stands in the graph of its article: the fragments in their order."""
        targets = sorted(
            self._of(mention, article).get(OA + "hasTarget", ()), key=lambda target: (len(target.value), target.value)
        )
        found = []
        for target in targets:
            told: dict[str, str] = {}
            for selector in self._of(target, article).get(OA + "hasSelector", ()):
                selected = self._of(selector, article)
                told |= {local_name(name): values[0].value for name, values in selected.items() if name in _SELECTED}
            if "exact" in told:
                start, end = (int(told[name]) if name in told else None for name in ("start", "end"))
                found.append(Anchor(told["exact"], told.get("prefix"), told.get("suffix"), None, start, end))
        return tuple(found)

    def bodies(self, mention: NamedNode, article: NamedNode) -> list[str]:
        """The IRIs of what a mention is the quote of."""
        return [body.value for body in self._of(mention, article).get(OA + "hasBody", ())]

    def quote(self, mention: NamedNode, article: NamedNode) -> Quote:
        """The quote of a mention, with what has become of it."""
        anchors = self.anchors(mention, article)
        places = sorted((each.start, each.end) for each in anchors if each.start is not None and each.end is not None)
        verified = _value(_first(self._of(mention, article), TNK + "verified")) == "true"
        newer = self._in_newer_text(mention, article) if verified else None
        return Quote(tuple(each.exact for each in anchors), tuple(places), verified, newer)

    def _in_newer_text(self, mention: NamedNode, article: NamedNode) -> str | None:
        """What is recorded of a quote in a newer text of its article; None where there is no such text."""
        if NEWER_TEXT not in self._of(article):
            return None
        return state(_value(_first(self._of(mention, _DRIFT), FOUND_ELSEWHERE)))

    def _qualifiers(self, iri: str, told: Mapping[str, list[Any]]) -> list[tuple[str, str]]:
        """What else is said with an assertion: its qualifiers, and what is denied, planned or wished of one alone."""
        plain = (
            (self._labels(NamedNode(predicate)), self._labels(value))
            for predicate, values in told.items()
            if predicate.startswith(TNK) and predicate not in _OWN and not predicate.endswith(_BOUNDS)
            for value in values
        )
        scoped = self._store.quads_for_pattern(None, NamedNode(RDF + "subject"), NamedNode(iri), MERGE)
        told_of = (self._of(quad.subject) for quad in scoped)
        meant = (each for each in told_of if local_name(str(_value(_first(each, TNK + "modality")))) != "fact")
        return sorted([*plain, *map(self._scoped, meant)])

    def _scoped(self, told: Mapping[str, list[Any]]) -> tuple[str, str]:
        """The name of a qualifier and its value, with its modality and its quotes."""
        name, value = self._name(_first(told, RDF + "predicate")), self._name(_first(told, RDF + "object"))
        modality = _first(told, TNK + "modality")
        word = None if modality is None else f"({modality_word(local_name(modality.value))})"
        quotes = ", ".join(sorted(map(str, self._quotes(told, _first(told, _DERIVED)))))
        return str(name), " ".join(filter(None, (value, word, quotes)))

    def _of(self, node: Any, graph: NamedNode | None = None) -> Mapping[str, list[Any]]:
        """The objects of a node by predicate, sorted, in the merge or in the graph of an article."""
        if not isinstance(node, NamedNode):
            return {}
        key = node.value, None if graph is None else graph.value
        if key not in self._known:
            told: dict[str, list[Any]] = {}
            for quad in self._store.quads_for_pattern(node, None, None, MERGE if graph is None else graph):
                told.setdefault(quad.predicate.value, []).append(quad.object)
            for objects in told.values():
                objects.sort(key=str)
            self._known[key] = told
        return self._known[key]

    def _name(self, node: Any) -> str | None:
        return None if node is None else self._labels(node)


def articles_behind(store: Dataset, iri: str) -> frozenset[str]:
    """The articles that make an assertion or a statement, or that a mention stands in; none for reference data.

    Args:
        store: the store whose default graph is the merge. A mention stands in the graph of its article alone.
        iri: of an assertion, a statement or a mention.
    """
    node = NamedNode(iri)
    sources = (quad.object for quad in store.quads_for_pattern(node, NamedNode(_DERIVED), None, MERGE))
    found = frozenset(source.value for source in sources if isinstance(source, NamedNode))
    return found or frozenset(article.value for article in _mentioning(store, node))


def _mentioning(store: Dataset, node: NamedNode) -> list[NamedNode]:
    """The articles in which a mention stands; none for what is no mention."""
    graphs = (quad.graph_name for quad in store.quads_for_pattern(node, _TYPE, _MENTION, None))
    return sorted((graph for graph in graphs if isinstance(graph, NamedNode)), key=str)


def _first(told: Mapping[str, list[Any]], predicate: str) -> Any:
    return next(iter(told.get(predicate, ())), None)


def _is_statement(told: Mapping[str, list[Any]]) -> bool:
    return any(each.value == _STATEMENT for each in told.get(RDF + "type", ()))


def _value(term: Any) -> str | None:
    return None if term is None else str(term.value)


def _order(claim: Claim) -> tuple[Any, ...]:
    first = claim.quotes[0].places if claim.quotes else ()
    return claim.published or "", claim.article or "", first, claim.iri
