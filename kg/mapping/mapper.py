"""The mapper: a pure function from an annotated article and the vocabulary to the quads of its graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.findings import Finding
from kg.mapping.annotation import map_annotation
from kg.mapping.assertions import AssertionMapper
from kg.mapping.checks import check_corrections, check_statement, check_types
from kg.mapping.findings import Findings
from kg.mapping.graph import TEXT_DIGEST, ArticleGraph, Origin
from kg.mapping.guards import check_guards
from kg.mapping.identity import ReferenceIndex
from kg.mapping.things import Things
from kg.mapping.values import BadValueError, date_terms, literal, node, web_address
from kg.mapping.voices import Chains, check_chains
from kg.model import (
    AnnotatedArticle,
    AnnotatedEntity,
    AnnotatedName,
    CitedSource,
    KeyPath,
    MentionMark,
    Ref,
    SpeechAct,
)
from kg.namespaces import DCTERMS, PROV, RDF, RDFS, SKOS, TNK, XSD
from kg.ontology.vocabulary import Vocabulary
from kg.terms import Literal, NamedNode, Quad

__all__ = ["MappedArticle", "Mapper"]

_TYPE, _LABEL, _ALIAS = node(RDF + "type"), node(RDFS + "label"), node(SKOS + "altLabel")
_EVIDENCE, _DERIVED = node(TNK + "evidence"), node(PROV + "wasDerivedFrom")


@dataclass(frozen=True)
class MappedArticle:
    """The graph of one article.

    ``quads`` are in the merge too; ``mention_quads`` stay in the article's graph. ``origins`` gives, by IRI, the place
    in the annotation. With an error among ``findings`` the quads are incomplete: reject the article.
    """

    id: str
    graph: NamedNode
    quads: Sequence[Quad]
    mention_quads: Sequence[Quad]
    origins: Mapping[str, Origin]
    findings: tuple[Finding, ...]


class Mapper:
    """Maps any number of articles with one vocabulary, in any order."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._reference = ReferenceIndex(vocabulary)

    def map(self, article: AnnotatedArticle) -> MappedArticle:
        """The graph of one article, and what is wrong with it."""
        findings = Findings(article.source)
        graph = ArticleGraph(node(f"{self.vocabulary.base}article/{article.metadata.id}"))
        check_types(article, self.vocabulary, findings)
        check_corrections(article, findings)
        things = Things(article, self.vocabulary, self._reference, findings)
        chains = Chains.of(article)
        check_chains(article, chains, findings)
        check_guards(article, things, chains, findings)
        _ArticleMapper(article, self.vocabulary, things, chains, graph, findings).map()
        return MappedArticle(
            id=article.metadata.id,
            graph=graph.graph,
            quads=list(dict.fromkeys(graph.quads)),
            mention_quads=graph.mention_quads,
            origins=graph.origins,
            findings=tuple(findings.items),
        )


@dataclass(frozen=True)
class _ArticleMapper:
    article: AnnotatedArticle
    vocabulary: Vocabulary
    things: Things
    chains: Chains
    graph: ArticleGraph
    findings: Findings

    def map(self) -> None:
        days: dict[str | None, Literal | None] = {None: self._metadata()}
        days |= {source.id: self._source(source) for source in self.article.sources}
        if self.article.annotation is not None:
            map_annotation(self.article.annotation, self.graph, self.vocabulary, self.findings)
        marks: dict[str, list[MentionMark]] = defaultdict(list)
        for mark in self.article.mentions:
            marks[mark.of].append(mark)
        mentions = {entity.key: self._entity(entity, marks[entity.key]) for entity in self.article.entities}
        assertions = AssertionMapper(
            vocabulary=self.vocabulary,
            things=self.things,
            graph=self.graph,
            findings=self.findings,
            mentions=mentions,
            marks=marks,
            chains=self.chains,
            days={source: day for source, day in days.items() if day is not None},
        )
        for act in self.article.statements:
            self._statement(act)
        for relation in self.article.relations:
            assertions.map(relation)

    def _metadata(self) -> Literal | None:
        """Map the article itself; returns the day of its publication, if known to the day."""
        about, node_, add = self.article.metadata, self.graph.graph, self.graph.add
        self.graph.note_origin(node_.value, ("article",))
        add(node_, _TYPE, node(TNK + "Article"))
        add(node_, _LABEL, _text(about.title))
        if about.language is not None:
            add(node_, node(DCTERMS + "language"), literal(about.language))
        if about.text_sha256 is not None:
            add(node_, TEXT_DIGEST, literal(about.text_sha256))
        for other in about.retracts:
            add(node_, node(TNK + "retracts"), self._node(f"article/{other}"))
        self._publication(node_, about.publisher, about.url, ("article",))
        return self._published(node_, about.published, ("article",))

    def _source(self, source: CitedSource) -> Literal | None:
        """Map a cited source; returns the day of its publication, if known to the day."""
        node_, add = self.graph.source(source.id), self.graph.add
        self.graph.note_origin(node_.value, source.path)
        add(node_, _TYPE, node(TNK + "CitedSource"))
        add(node_, _DERIVED, self.graph.graph)
        if source.title is not None:
            add(node_, _LABEL, _text(source.title))
        if source.within is not None:
            add(node_, node(TNK + "reportedIn"), self.graph.source(source.within))
        self._publication(node_, source.publisher, source.url, source.path)
        return self._published(node_, source.published, source.path)

    def _publication(self, text: NamedNode, publisher: Ref | None, url: str | None, path: KeyPath) -> None:
        """Who published the article, or a source that it cites, and where."""
        issuer = None if publisher is None else self.things.id_of(publisher, (*path, "publisher"))
        if issuer is not None:
            self.graph.add(text, node(TNK + "publisher"), self._node(issuer))
        if url is not None:
            try:
                self.graph.add(text, node(TNK + "url"), web_address(url))
            except BadValueError as error:
                self.findings.error("bad-value", str(error), (*path, "url"), hint=error.hint)

    def _published(self, text: NamedNode, written: str | None, path: KeyPath) -> Literal | None:
        """When it was published; the day, if it is one."""
        if written is None:
            return None
        try:
            terms = date_terms(self.vocabulary.properties["published"], written)
        except BadValueError as error:
            self.findings.error("bad-value", str(error), (*path, "published"), hint=error.hint)
            return None
        for predicate, value in terms:
            self.graph.add(text, predicate, value)
        day = terms[0][1]
        if isinstance(day, Literal) and day.datatype.value == XSD + "date":
            return day
        which = "article" if path == ("article",) else "source"
        self.findings.warning(
            "no-publication-day",
            f"{written} is not a single day, so the {which} cannot be ordered by date among others",
            (*path, "published"),
            hint="give the day if it is stated",
        )
        return None

    def _entity(self, entity: AnnotatedEntity, marks: Sequence[MentionMark]) -> list[NamedNode]:
        """Map one thing: its type and names. Returns its mentions."""
        thing = self.things.ids[entity.key]
        if thing is None:
            return []
        node_ = self._node(thing)
        self.graph.note_origin(node_.value, entity.path)
        self.graph.add(node_, _TYPE, node(TNK + entity.type))
        # Where the reference data name a thing, their names lead; the name as printed is one more.
        leading = _ALIAS if self.things.is_reference(thing) else _LABEL
        for predicate, names in ((leading, entity.names), (_ALIAS, entity.aliases)):
            for name in names:
                if not self.things.is_known_name(thing, name.text):
                    self.graph.add(node_, predicate, _text(name))
        return [self.graph.mention(node_, mark.quote, mark.path) for mark in marks]

    def _statement(self, act: SpeechAct) -> None:
        if not check_statement(act, self.things, self.vocabulary, self.findings):
            return
        statement = self.graph.statement(act.id)
        self.graph.note_origin(statement.value, act.path, act.quote)
        add = self.graph.add
        add(statement, _TYPE, node(TNK + "Statement"))
        add(statement, node(TNK + "mode"), node(TNK + act.mode))
        for kind in act.kinds:
            add(statement, node(TNK + "statementKind"), node(TNK + kind))
        refs = [("speaker", self.chains.speaker_of(act)), ("capacity", act.capacity), ("occasion", act.occasion)]
        refs += [("onAccountOf", ref) for ref in act.on_account_of] + [("heldBy", ref) for ref in act.held_by]
        for name, ref in [*refs, *(("about", ref) for ref in act.about)]:
            thing = self.things.id_of(ref, (*act.path, name)) if ref is not None else None
            if thing is not None:
                add(statement, node(TNK + name), self._node(thing))
        if act.summary is not None:
            add(statement, node(TNK + "summary"), literal(act.summary))
        if act.stance is not None:
            add(statement, node(TNK + "stance"), literal(act.stance))
        if act.within is not None:
            add(statement, node(TNK + "quotedIn"), self.graph.statement(act.within))
        source = self.chains.source_of(act)
        if source is not None:
            add(statement, node(TNK + "reportedIn"), self.graph.source(source.id))
        add(statement, _DERIVED, self.graph.graph)
        if act.quote:
            add(statement, _EVIDENCE, self.graph.mention(statement, act.quote, act.path))

    def _node(self, thing: str) -> NamedNode:
        return node(self.vocabulary.base + thing)


def _text(name: AnnotatedName) -> Literal:
    return Literal(name.text, language=name.language) if name.language else Literal(name.text)
