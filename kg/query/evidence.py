"""Evidence: for an assertion, a statement or a mention, who says so, in which article, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from kg.markup.claims import MODALITIES, claim_lines, evidence_lines
from kg.markup.tables import Tabular
from kg.namespaces import NEWSROOM, OA, PROV, RDF, REFERENCE_EDITORS, TNK, local_name
from kg.query.labels import Labels
from kg.store import Dataset
from kg.terms import MERGE, NamedNode

__all__ = ["Claim", "ClaimTable", "EvidenceReader", "Quote", "articles_behind", "claim_lines", "evidence_lines"]

_STATEMENT, _MENTION = TNK + "Statement", NamedNode(TNK + "Mention")
_TYPE, _DERIVED = NamedNode(RDF + "type"), NamedNode(PROV + "wasDerivedFrom")
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
    """One mention: its fragments with their places (code points, half-open), and whether the text was checked."""

    fragments: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    verified: bool

    def __str__(self) -> str:
        return "“" + " … ".join(self.fragments) + "”"


@dataclass(frozen=True, slots=True)
class Claim:
    """An assertion, a statement or a mention, with all that stands behind it.

    ``subject`` and ``content`` are what an assertion is about, and its relation and object in words; for a statement
    ``content`` is the annotator's summary, for a mention the names of what is mentioned. ``modality`` is that of an
    assertion; ``kinds`` and ``mode`` are those of the statement it was made in, or of the statement itself. ``voice``
    is ``newsroom``, ``speaker``, ``reference data``, or ``mention``: that the article only names a thing, and states
    nothing of it. ``speaker`` is None where the newsroom, or the reference data, states it, and for a mention.
    """

    iri: str
    content: str | None
    modality: str | None
    voice: str
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
        """The claim as JSON-ready dictionary."""
        return asdict(self)


class ClaimTable(Tabular):
    """What is claimed of something, for pandas: a row for each claim, with all that is needed to cite it."""

    def _claimed(self) -> Iterator[tuple[tuple[str, str, str], tuple[str, str, str], Sequence[Claim]]]:
        """Subject, relation and object; their names; and what is claimed of them."""
        raise NotImplementedError

    def _columns(self) -> Mapping[str, str]:
        names = [each for column in _CLAIMED for each in (column, f"{column}Label")]
        return dict.fromkeys(names, "string") | {
            **dict.fromkeys(("modality", "attribution", "capacity", "mode", "publisher"), "string"),
            "published": "day",
            "quotes": "string",
            "verified": "boolean",
            "address": "string",
            "qualifiers": "string",
        }

    def _things(self) -> Mapping[str, str]:
        return {column: f"{column}Label" for column in _CLAIMED}

    def records(self) -> Iterator[Mapping[str, Any]]:
        """A dictionary for each claim: what is claimed, how, by whom, where, when, in which words.

        ``verified`` is None where a claim has no quote, and else whether all its quotes were found in the text.
        """
        for iris, labels, claims in self._claimed():
            named: dict[str, Any] = {}
            for column, iri, label in zip(_CLAIMED, iris, labels, strict=True):
                named |= {column: iri, f"{column}Label": label}
            for claim in claims:
                yield named | {
                    "modality": MODALITIES.get(claim.modality or "", claim.modality),
                    "attribution": claim.speaker or claim.voice,
                    "capacity": claim.capacity,
                    "mode": claim.mode,
                    "publisher": claim.publisher,
                    "published": claim.published,
                    "quotes": " · ".join(map(str, claim.quotes)) or None,
                    "verified": all(quote.verified for quote in claim.quotes) if claim.quotes else None,
                    "address": claim.address or next(iter(claim.sources), None),
                    "qualifiers": "; ".join(f"{name}: {value}" for name, value in claim.qualifiers) or None,
                }


_CLAIMED = ("subject", "relation", "object")


class EvidenceReader:
    """Reads the evidence in a store."""

    def __init__(self, store: Dataset, labels: Labels) -> None:
        self._store = store
        self._labels = labels

    def claim(self, iri: str) -> Claim:
        """The claim of an assertion, a statement or a mention."""
        node = NamedNode(iri)
        mentioning = _mentioning(self._store, node)
        if mentioning:
            return self._mention(node, mentioning[0])
        modality, voice = self._one(node, TNK + "modality"), self._one(node, TNK + "attributedTo")
        statement = node if self._is_statement(node) else self._one(node, TNK + "inStatement")
        article = self._one(node, PROV + "wasDerivedFrom")
        speaker = self._one(node, TNK + "speaker") if voice is None else voice
        own_voice = voice.value if isinstance(voice, NamedNode) else None
        mode = self._one(statement, TNK + "mode")
        if own_voice is None and mode is not None and mode.value == NEWSROOM:
            own_voice = NEWSROOM
        named = speaker is not None and own_voice not in (NEWSROOM, REFERENCE_EDITORS)
        read = self._one(node, TNK + "verified")
        return Claim(
            iri=iri,
            content=self._content(node),
            modality=None if modality is None else local_name(modality.value),
            voice={NEWSROOM: "newsroom", REFERENCE_EDITORS: "reference data"}.get(own_voice or "", "speaker"),
            speaker=self._name(speaker) if named else None,
            capacity=self._name(self._one(statement, TNK + "capacity")),
            mode=None if mode is None else local_name(mode.value),
            kinds=tuple(sorted(local_name(kind.value) for kind in self._all(statement, TNK + "statementKind"))),
            **self._article(article),
            qualifiers=tuple(self._qualifiers(node)),
            quotes=tuple(sorted(self._quotes(node, article), key=lambda q: (q.places, q.fragments))),
            sources=tuple(sorted(source.value for source in self._all(node, TNK + "sourceAddress"))),
            source_read=None if read is None else read.value == "true",
            subject=self._name(self._one(node, RDF + "subject")),
        )

    def _mention(self, node: NamedNode, article: NamedNode) -> Claim:
        bodies = self._all(node, OA + "hasBody", article)
        made = next((body for body in bodies if self._one(body, PROV + "wasDerivedFrom") is not None), None)
        if made is not None:  # the quote of an assertion or a statement names no thing: it is what that claims
            return replace(self.claim(made.value), iri=node.value, quotes=(self._quote(node, article),))
        return Claim(
            iri=node.value,
            content=", ".join(sorted(map(self._labels, bodies))) or None,
            modality=None,
            voice="mention",
            speaker=None,
            capacity=None,
            mode=None,
            kinds=(),
            **self._article(article),
            qualifiers=(),
            quotes=(self._quote(node, article),),
            sources=(),
            source_read=None,
        )

    def _article(self, article: Any) -> dict[str, str | None]:
        """What is told of the article behind a claim."""
        return {
            "article": None if article is None else article.value,
            "title": self._name(article),
            "publisher": self._name(self._one(article, TNK + "publisher")),
            "published": _value(self._one(article, TNK + "published")),
            "address": _value(self._one(article, TNK + "url")),
        }

    def claims(self, iris: Iterable[str]) -> list[Claim]:
        """The claims of several, in a stable order: by article date, then by place in the text."""
        return sorted((self.claim(iri) for iri in iris), key=_order)

    def _content(self, node: NamedNode) -> str | None:
        predicate, value = self._one(node, RDF + "predicate"), self._one(node, RDF + "object")
        if predicate is None or value is None:
            return _value(self._one(node, TNK + "summary"))
        return f"{self._labels(predicate)} {self._labels(value)}"

    def _is_statement(self, node: NamedNode) -> bool:
        return any(each.value == _STATEMENT for each in self._all(node, RDF + "type"))

    def _quotes(self, node: NamedNode, article: Any) -> Iterator[Quote]:
        if isinstance(article, NamedNode):
            yield from (self._quote(mention, article) for mention in self._all(node, TNK + "evidence"))

    def _quote(self, mention: Any, article: NamedNode) -> Quote:
        targets = sorted(self._all(mention, OA + "hasTarget", article), key=lambda t: (len(t.value), t.value))
        fragments, places = [], []
        for selector in (s for target in targets for s in self._all(target, OA + "hasSelector", article)):
            exact, start, end = (self._one(selector, OA + name, article) for name in ("exact", "start", "end"))
            if exact is not None:
                fragments.append(exact.value)
            if start is not None and end is not None:
                places.append((int(start.value), int(end.value)))
        verified = self._one(mention, TNK + "verified", article)
        return Quote(tuple(fragments), tuple(sorted(places)), verified is not None and verified.value == "true")

    def _qualifiers(self, node: NamedNode) -> list[tuple[str, str]]:
        bounds = ("Earliest", "Latest", "earliest", "latest")
        return sorted(
            (self._labels(quad.predicate), self._labels(quad.object))
            for quad in self._store.quads_for_pattern(node, None, None, MERGE)
            if quad.predicate.value.startswith(TNK)
            and quad.predicate.value not in _OWN
            and not quad.predicate.value.endswith(bounds)
            and not self._is_statement(node)
        )

    def _all(self, subject: Any, predicate: str, graph: Any = MERGE) -> list[Any]:
        if not isinstance(subject, NamedNode):
            return []
        found = self._store.quads_for_pattern(subject, NamedNode(predicate), None, graph)
        return sorted((quad.object for quad in found), key=str)

    def _one(self, subject: Any, predicate: str, graph: Any = MERGE) -> Any:
        return next(iter(self._all(subject, predicate, graph)), None)

    def _name(self, node: Any) -> str | None:
        return None if node is None else self._labels(node)


def articles_behind(store: Dataset, iri: str) -> frozenset[str]:
    """The articles that make an assertion or a statement, or that a mention stands in; none for reference data.

    Args:
        store: the store whose default graph is the merge. A mention stands in the graph of its article alone.
        iri: of an assertion, a statement or a mention.
    """
    node = NamedNode(iri)
    sources = (quad.object for quad in store.quads_for_pattern(node, _DERIVED, None, MERGE))
    found = frozenset(source.value for source in sources if isinstance(source, NamedNode))
    return found or frozenset(article.value for article in _mentioning(store, node))


def _mentioning(store: Dataset, node: NamedNode) -> list[NamedNode]:
    """The articles in which a mention stands; none for what is no mention."""
    graphs = (quad.graph_name for quad in store.quads_for_pattern(node, _TYPE, _MENTION, None))
    return sorted((graph for graph in graphs if isinstance(graph, NamedNode)), key=str)


def _value(term: Any) -> str | None:
    return None if term is None else str(term.value)


def _order(claim: Claim) -> tuple[Any, ...]:
    first = claim.quotes[0].places if claim.quotes else ()
    return claim.published or "", claim.article or "", first, claim.iri
