"""The native annotation: from raw values, whatever they were written in, to :class:`kg.model.AnnotatedArticle`.

All faults of an article are collected; it is handed on only when none of them is an error.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.model import AnnotatedArticle, AnnotatedName, AnnotationNote, KeyPath, Metadata, Ref, Source
from kg.read.characters import explained
from kg.read.claims import ClaimReader
from kg.read.entities import EntityReader
from kg.read.files import Request
from kg.read.quotes import Quotes
from kg.read.report import FindingCollector, ReadResult, shown
from kg.read.sources import SourceReader
from kg.read.structure import Structure
from kg.read.texts import FoundText, find_text
from kg.suggest import counted

__all__ = ["VERSION", "read_article"]

VERSION = "1"

_TOP_KEYS = ("kg", "article", "annotation", "entities", "mentions", "relations", "statements", "sources")
_ARTICLE_KEYS = frozenset(("id", "title", "url", "publisher", "published", "language", "text", "sha256", "retracts"))
_ARTICLE: KeyPath = ("article",)
_NOTE_KEYS = ("by", "tool", "date", "status")
_NOTE: KeyPath = ("annotation",)
_SHA256 = re.compile(r"[0-9A-Fa-f]{64}")
_PUBLISHER = "publisher"
# The sketch of an article whose own id is faulty is searched for further faults under this one.
_STAND_IN = "unnamed"


def read_article(raw: object, report: FindingCollector, request: Request, found: FoundText | None = None) -> ReadResult:
    """Read one article.

    Args:
        raw: what the file holds, as :mod:`kg.read.raw` describes it.
        report: takes the findings; it may hold some of the file's syntax already.
        request: the file, for the names of the ontology and for where its text may be.
        found: its text, where the file itself holds it; otherwise the one that the annotation names.
    """
    return _ArticleReader(report, request, found).read(raw)


class _ArticleReader:
    def __init__(self, report: FindingCollector, request: Request, found: FoundText | None) -> None:
        self.report = report
        self.request = request
        self.found = found
        self.structure = Structure(report, request.terms)
        self.entities = EntityReader(self.structure)
        self._declared: str | None = None

    def read(self, raw: object) -> ReadResult:
        """Read all sections; what one defines is declared before another refers to it."""
        structure = self.structure
        top = structure.mapping(raw, ())
        if top is None:
            return self.report.result(None, None)
        self._check_top(top)
        article = structure.mapping(top["article"], _ARTICLE) if "article" in top else None
        found = None if article is None else self._text(article)
        quotes = Quotes(found.text if found else None, self.report)
        sources = SourceReader(structure, self.entities)
        claims = ClaimReader(structure, quotes, sources.ids)
        raw_statements = structure.section(top, "statements")
        self.entities.declare(top.get("entities", {}))
        claims.declare(raw_statements)
        raw_sources = structure.section(top, "sources")
        sources.declare(raw_sources)
        cited = sources.read(raw_sources)
        metadata = None if article is None else self._metadata(article, found)
        note = self._note(top["annotation"]) if "annotation" in top else None
        self.entities.read()
        mentions = claims.mentions(structure.section(top, "mentions"))
        relations = claims.relations(structure.section(top, "relations"))
        statements = claims.statements(raw_statements)
        self._report_unverified(quotes)
        article_id = None if article is None else structure.written(article, "id")
        if metadata is None:
            return self.report.result(article_id, None)
        read = AnnotatedArticle(
            metadata=metadata,
            entities=tuple(self.entities.entities),
            mentions=mentions,
            relations=(*self.entities.relations, *relations),
            statements=statements,
            source=Source(self.report.file, self.report.line_of),
            sources=cited,
            annotation=note,
        )
        result = self.report.result(article_id, read)
        return result if found is None else replace(result, text=found.text.content)

    def _check_top(self, top: dict[str, object]) -> None:
        structure = self.structure
        structure.known_keys(top, _TOP_KEYS, (), "an annotation")
        structure.required(top, ("kg", "article"), (), "the annotation")
        version = structure.text(top, "kg", ())
        if version is not None and version != VERSION:
            message = f'"{shown(version)}" is not a version of the annotation format'
            self.report.error("unsupported-version", message, ("kg",), hint=f"kg: {VERSION}")

    def _metadata(self, article: dict[str, object], found: FoundText | None) -> Metadata | None:
        structure = self.structure
        structure.known_keys(article, _ARTICLE_KEYS, _ARTICLE, "an article")
        structure.required(article, ("id", "title"), _ARTICLE, "the article")
        article_id = structure.text(article, "id", _ARTICLE)
        if article_id is not None:
            article_id = structure.article_id(article_id, (*_ARTICLE, "id")) or _STAND_IN
        title = self._title(article)
        language = structure.text(article, "language", _ARTICLE)
        if language is not None:
            language = structure.language(language, (*_ARTICLE, "language"))
        publisher = self._publisher(article["publisher"]) if "publisher" in article else None
        url = structure.text(article, "url", _ARTICLE)
        published = structure.text(article, "published", _ARTICLE)
        if article_id is None or title is None:
            return None
        digest = found.sha256 if found else None
        listed = structure.items(article["retracts"], (*_ARTICLE, "retracts")) if "retracts" in article else ()
        retracts = [structure.article_id(each, place) for place, each in listed]
        others = tuple(each for each in retracts if each is not None)
        return Metadata(article_id, title, url, publisher, published, language, digest, self._declared, others)

    def _note(self, value: object) -> AnnotationNote | None:
        """Who made the annotation, with what, when, and whether it is a draft."""
        structure = self.structure
        raw = structure.mapping(value, _NOTE)
        if raw is None:
            return None
        structure.known_keys(raw, _NOTE_KEYS, _NOTE, "annotation")
        if not raw:
            hint = f"write one of {', '.join(_NOTE_KEYS)}, or leave out annotation"
            self.report.error("missing-value", "a value is missing here", _NOTE, hint=hint)
        by, tool = (structure.visible(raw, key, _NOTE) for key in ("by", "tool"))
        return AnnotationNote(by, tool, structure.text(raw, "date", _NOTE), structure.text(raw, "status", _NOTE))

    def _title(self, article: dict[str, object]) -> AnnotatedName | None:
        if "title" not in article:
            return None
        path = (*_ARTICLE, "title")
        names = self.structure.names(article["title"], path)
        if len(names) > 1:
            message = "an article has one title, in the language it is printed in"
            self.report.error("not-text", message, path, hint="write only the title, or {en: …} with one language")
        return names[0] if names else None

    def _publisher(self, value: object) -> Ref | None:
        """The publisher: the key of an entity, an id, or an entity of its own with the key ``publisher``."""
        path = (*_ARTICLE, _PUBLISHER)
        if isinstance(value, dict) and value.keys() != {"id"}:
            return self.entities.declare_inline(_PUBLISHER, value, path)
        if isinstance(value, str) and not value.isspace() and value and value not in self.structure.keys:
            hint = f"write {{type: NewsAgency, name: {shown(value)}}}, or the key of an entity"
            self.structure.unknown_entity(value, path, hint=hint)
            return None
        return self.structure.reference(value, path)

    def _text(self, article: dict[str, object]) -> FoundText | None:
        structure = self.structure
        digest = structure.text(article, "sha256", _ARTICLE)
        if digest is not None and not _SHA256.fullmatch(digest):
            message = explained(f'"{shown(digest)}" is not a SHA-256', digest)
            self.report.error("bad-sha256", message, (*_ARTICLE, "sha256"), hint="64 hexadecimal digits")
            digest = None
        self._declared = None if digest is None else digest.lower()
        if self.found is not None:
            return self.found
        name = structure.text(article, "text", _ARTICLE)
        if name is None:
            return None
        return find_text(name, digest, self.request, self.report)

    def _report_unverified(self, quotes: Quotes) -> None:
        if quotes.unverified:
            message = f"{counted(quotes.unverified, 'quote is', 'quotes are')} unverified: the text is not available"
            hint = "give the text under article.text, and its folder with --texts"
            self.report.info("unverified-quotes", message, _ARTICLE, hint=hint)
