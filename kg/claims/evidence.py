"""Evidence: for an assertion, a statement or a mention, who says so, in which article, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from kg.claims.annotations import note_of
from kg.claims.claim import Claim, Passed, Quote, either, modality_word
from kg.claims.corrections import WITHDRAWN_BY, graph_of
from kg.claims.drift import FOUND_ELSEWHERE, NEWER_TEXT, state
from kg.claims.labels import Labels
from kg.model import Anchor, AnnotationNote
from kg.namespaces import ANNOTATORS, DRIFT_GRAPH, NEWSROOM, OA, PROV, RDF, RDFS, REFERENCE_EDITORS, TNK, local_name
from kg.store import Dataset
from kg.terms import MERGE, NamedNode

__all__ = ["EvidenceReader", "alternatives", "articles_behind"]

_ALTERNATIVE, _ALTERNATIVE_SUBJECT = TNK + "alternative", TNK + "alternativeSubject"
_OWN_WORDS = {NEWSROOM: "newsroom", REFERENCE_EDITORS: "reference data", ANNOTATORS: "annotators"}
_STATEMENT, _MENTION = TNK + "Statement", NamedNode(TNK + "Mention")
_TYPE, _DERIVED = NamedNode(RDF + "type"), PROV + "wasDerivedFrom"
_DRIFT, _CONDITION = NamedNode(DRIFT_GRAPH), "condition"
_SELECTED = frozenset(OA + name for name in ("exact", "prefix", "suffix", "start", "end"))
_PUBLICATION = (RDFS + "label", TNK + "published", TNK + "url")
_BOUNDS = ("Earliest", "Latest", "earliest", "latest")  # what the days of a date are bounded by
# What every assertion has, and is shown in its own place; whatever else stands with it is a qualifier.
_OWN = frozenset(
    [RDF + "type", RDF + "subject", RDF + "predicate", RDF + "object", PROV + "wasDerivedFrom"]
    + [TNK + n for n in ("modality", "attributedTo", "inStatement", "reportedIn", "evidence", "assertedOn")]
    + [TNK + n for n in ("sourceAddress", "verified", "contestedBy")]
    + [TNK + n for n in ("certainty", "alternative", "alternativeSubject", "condition", "weakened", "withdrawnBy")]
    + [TNK + n for n in ("leastNumber", "greatestNumber")]
)


class EvidenceReader:
    """Reads the evidence in a store: what is known of a node in one look-up, which many claims then share."""

    def __init__(self, store: Dataset, labels: Labels) -> None:
        self._store = store
        self._labels = labels
        self._known: dict[tuple[str, str | None], Mapping[str, list[Any]]] = {}
        self._notes: dict[NamedNode, AnnotationNote | None] = {}

    def claims(self, iris: Iterable[str]) -> list[Claim]:
        """The claims of several, in a stable order: by article date, then by place in the text."""
        return sorted(map(self.claim, iris), key=_order)

    def claim(self, iri: str) -> Claim:
        """The claim of an assertion, a statement or a mention."""
        node = NamedNode(iri)
        told = self._told(node)
        if not told and (mentioning := _mentioning(self._store, node)):  # a mention stands in its article's graph alone
            return self._mention(node, mentioning[0])
        modality, attributed = _first(told, TNK + "modality"), _first(told, TNK + "attributedTo")
        statement = told if _is_statement(told) else self._told(_first(told, TNK + "inStatement"))
        article = _first(told, _DERIVED)
        speaker = _first(told, TNK + "speaker") if attributed is None else attributed
        mode, source = _first(statement, TNK + "mode"), _first(told, TNK + "reportedIn")
        attribution = _attribution(attributed, mode, source)
        named = attribution in ("speaker", "cited source")
        read = _first(told, TNK + "verified")
        return Claim(
            iri=iri,
            content=self._content(told),
            modality=None if modality is None else local_name(modality.value),
            attribution=attribution,
            speaker=self._name(speaker) if named else None,
            capacity=self._name(_first(statement, TNK + "capacity")),
            mode=None if mode is None else local_name(mode.value),
            kinds=tuple(sorted(local_name(kind.value) for kind in statement.get(TNK + "statementKind", ()))),
            **self._article(article),
            qualifiers=tuple(self._attitude(told) if statement is told else self._qualifiers(iri, told)),
            quotes=tuple(sorted(self._quotes(told, article), key=lambda q: (q.places, q.fragments))),
            sources=tuple(sorted(source.value for source in told.get(TNK + "sourceAddress", ()))),
            source_read=None if read is None else read.value == "true",
            subject=self._subject(told),
            passed=(*self._quoted_by(statement), *self._cited_in(source)),
            certainty=_local(_first(told, TNK + "certainty")),
            withdrawn="; ".join(map(self._withdrawn, told.get(WITHDRAWN_BY, ()))) or None,
        )

    def _quoted_by(self, statement: Mapping[str, list[Any]]) -> Iterator[Passed]:
        """The speakers who quote a statement, outwards."""
        seen: list[Any] = []
        while (outer := _first(statement, TNK + "quotedIn")) is not None and outer not in seen:
            seen.append(outer)
            statement = self._told(outer)
            yield Passed(self._name(_first(statement, TNK + "speaker")) or "", is_source=False)

    def _cited_in(self, source: Any) -> Iterator[Passed]:
        """A cited source, and the ones that cite it, outwards."""
        seen: list[Any] = []
        while source is not None and source not in seen:
            seen.append(source)
            told = self._told(source)
            publisher = self._name(_first(told, TNK + "publisher")) or ""
            title, published, address = (_value(_first(told, each)) for each in _PUBLICATION)
            yield Passed(publisher, True, title, published, address)
            source = _first(told, TNK + "reportedIn")

    def _attitude(self, statement: Mapping[str, list[Any]]) -> list[tuple[str, str]]:
        """Who holds what a statement tells, where that is not its speaker, and how sure they sound."""
        names = (TNK + "heldBy", TNK + "stance")
        return [(self._labels(NamedNode(n)), self._labels(each)) for n in names for each in statement.get(n, ())]

    def _told(self, node: Any) -> Mapping[str, list[Any]]:
        """What is told of an assertion or a statement; if it is withdrawn, by the graph of its article."""
        told = self._of(node)
        if WITHDRAWN_BY not in told or RDF + "type" in told:
            return told
        return {**self._of(node, graph_of(self._store, node)), WITHDRAWN_BY: told[WITHDRAWN_BY]}

    def _withdrawn(self, by: Any) -> str:
        """Who has corrected or retracted a claim, and when, by the assertion or the article that does."""
        told = self._told(by)
        article = self._article(_first(told, _DERIVED) or by)
        who = _first(told, TNK + "attributedTo")
        is_speaker = who is not None and who.value not in (NEWSROOM, REFERENCE_EDITORS)
        name = self._name(who) if is_speaker else article["publisher"]
        how = "retracted" if who is None else "corrected"
        return f"{how} by {', '.join(filter(None, (name, article['published'])))}"

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
            passed=(),
        )

    def note(self, article: NamedNode) -> AnnotationNote | None:
        """Who annotated an article, and whether it is a draft; None where nothing of it is stated."""
        if article not in self._notes:
            self._notes[article] = note_of(self._store, article)
        return self._notes[article]

    def _article(self, article: Any) -> dict[str, Any]:
        """What is known of the article behind a claim."""
        told = self._of(article)
        return {
            "article": None if article is None else article.value,
            "title": self._name(article),
            "publisher": self._name(_first(told, TNK + "publisher")),
            "published": _value(_first(told, TNK + "published")),
            "address": _value(_first(told, TNK + "url")),
            "annotation": self.note(article) if isinstance(article, NamedNode) else None,
        }

    def _subject(self, told: Mapping[str, list[Any]]) -> str | None:
        subject = _first(told, RDF + "subject")
        return None if subject is None else either([*map(self._labels, (subject, *told.get(_ALTERNATIVE_SUBJECT, ())))])

    def _content(self, told: Mapping[str, list[Any]]) -> str | None:
        predicate, value = _first(told, RDF + "predicate"), _first(told, RDF + "object")
        if predicate is None or value is None:
            return _value(_first(told, TNK + "summary"))
        return f"{self._labels(predicate)} {either([*map(self._labels, (value, *told.get(_ALTERNATIVE, ())))])}"

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
        article = _first(told, _DERIVED)
        conditions = ((_CONDITION, str(self.quote(each, article))) for each in told.get(TNK + "condition", ()))
        scoped = self._store.quads_for_pattern(None, NamedNode(RDF + "subject"), NamedNode(iri), MERGE)
        told_of = (self._of(quad.subject) for quad in scoped)
        meant = (each for each in told_of if local_name(str(_value(_first(each, TNK + "modality")))) != "fact")
        return sorted([*plain, *conditions, *map(self._scoped, meant)])

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


def alternatives(store: Dataset, claim: NamedNode) -> tuple[tuple[NamedNode, ...], tuple[NamedNode, ...]]:
    """The further subjects of an assertion, and its further objects; sorted, and mostly none.

    Of these with its first subject, or object, one is meant.
    """

    def further(predicate: str) -> tuple[NamedNode, ...]:
        quads = store.quads_for_pattern(claim, NamedNode(predicate), None, None)
        return tuple(sorted({quad.object for quad in quads if isinstance(quad.object, NamedNode)}, key=str))

    return further(_ALTERNATIVE_SUBJECT), further(_ALTERNATIVE)


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


def _attribution(attributed: Any, mode: Any, source: Any) -> str:
    """Whose word a claim is, in general: see :class:`Claim`."""
    own = None if attributed is None else _OWN_WORDS.get(attributed.value)
    is_newsroom = mode is not None and mode.value == NEWSROOM
    if own is None and source is not None and (is_newsroom or mode is None):
        return "cited source"
    return own or ("newsroom" if is_newsroom else "speaker")


def _is_statement(told: Mapping[str, list[Any]]) -> bool:
    return any(each.value == _STATEMENT for each in told.get(RDF + "type", ()))


def _local(term: Any) -> str | None:
    return None if term is None else local_name(term.value)


def _value(term: Any) -> str | None:
    return None if term is None else str(term.value)


def _order(claim: Claim) -> tuple[Any, ...]:
    first = claim.quotes[0].places if claim.quotes else ()
    return claim.published or "", claim.article or "", first, claim.iri
