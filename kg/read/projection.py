"""From marked spans and edges to a native annotation, in the raw form that YAML and JSON give, by a mapping file.

- A label that means a class marks an entity.
- A label that means a relation or an attribute marks the words of a claim, and ``statement`` those of a statement.
  Edges from them (``subject``, ``object``, ``speaker`` …), or attributes of these names, say who and what is meant.
- An edge between two entities is a relation without words of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.names import slug
from kg.read.labels import ProjectLabels
from kg.read.located import LocatedSpan
from kg.read.marked import MarkedDocument, MarkedEdge, MarkedSpan, Trust
from kg.read.marked_claims import Claims
from kg.read.marked_things import MarkedThings
from kg.read.meanings import MappingFile
from kg.read.occurrences import Occurrences
from kg.read.report import FindingCollector
from kg.read.terms import ARTICLE_ID, Terms

__all__ = ["Projected", "article_id", "project"]

Record = dict[str, object]

_HEAD = ("id", "title", "url", "published", "language", "publisher")


@dataclass(slots=True)
class Projected:
    """A native annotation in raw form, and the line in the export of each of its records."""

    raw: Record
    lines: dict[tuple[str | int, ...], int | None] = field(default_factory=dict)

    def line_of(self, path: Sequence[str | int]) -> int | None:
        """The line of a key path of the native form."""
        found = (self.lines.get(tuple(path[:length])) for length in (2, 1, 0))
        return next((line for line in found if line is not None), None)

    def add(self, name: str, pairs: Iterable[tuple[MarkedSpan | MarkedEdge, Record]]) -> None:
        """Add a section, unless it is empty."""
        records = []
        for index, (marked, record) in enumerate(pairs):
            records.append(record)
            self.lines[name, index] = marked.line
        if records:
            self.raw[name] = records


def project(
    document: MarkedDocument,
    located: Sequence[LocatedSpan],
    text: str | None,
    mapping: MappingFile,
    terms: Terms,
    report: FindingCollector,
) -> Projected:
    """The native annotation of a document; what has no meaning is reported."""
    labels = ProjectLabels(mapping, terms, report)
    spans = sorted(located, key=lambda each: each.pieces[:1])  # as in the text; without a place, as in the export
    meanings = {each.span.id: labels.of_span(each.span) for each in spans}
    things = MarkedThings(document, spans, meanings, labels, text)
    quotes = _Quoting(text)
    claims = Claims(document, spans, meanings, labels, things, quotes.quote)
    found = Projected({"kg": "1", "article": _article(document, mapping, things, report)})
    found.lines[()] = document.line
    note = _note(document, mapping)
    if note:
        found.raw["annotation"] = note
    found.raw["entities"] = {thing.key: things.entity(thing) for thing in things.all}
    found.lines |= {("entities", thing.key): thing.spans[0].span.line for thing in things.all}
    found.add("mentions", ((each.span, {"of": thing.key, **quotes.quote(each)}) for each, thing in things.mentions()))
    found.add("relations", claims.relations)
    found.add("statements", claims.statements)
    labels.report_unused()
    return found


class _Quoting:
    """Writes quotes: the words of a span, and which match of them is meant if there are several."""

    def __init__(self, text: str | None) -> None:
        self._text = text or ""
        self._occurrences = None if text is None else Occurrences(text)

    def quote(self, each: LocatedSpan) -> Record:
        if self._occurrences is None or not each.pieces:
            span = each.span
            nth = None if span.nth is None else str(span.nth)
            given = {"quote": span.surface, "prefix": span.prefix, "suffix": span.suffix, "nth": nth}
            return {name: value for name, value in given.items() if value} if span.surface else {}
        parts: list[Record] = []
        for start, end in each.pieces:
            words = self._text[start:end]
            nth_ = self._occurrences.nth(words, start)
            parts.append({"quote": words} if nth_ is None else {"quote": words, "nth": str(nth_)})
        return dict(parts[0]) if len(parts) == 1 else {"quote": parts}


def _article(document: MarkedDocument, mapping: MappingFile, things: MarkedThings, report: FindingCollector) -> Record:
    """The head: what the mapping file says of this document, else the fields of the export."""
    head: Record = {}
    for key in _HEAD:
        told = mapping.article.get(key)
        if isinstance(told, dict) and told.keys() == {"field"}:
            told = document.fields.get(str(told["field"]))
        elif told is None:
            told = document.fields.get(key)
        if told:
            head[key] = told
    head["id"] = article_id(str(head.get("id") or document.id))
    head |= mapping.articles.get(document.id, {}) or mapping.articles.get(str(head["id"]), {})
    if "title" not in head:
        head["title"] = head["id"]
        hint = f"write articles: {{{head['id']}: {{title: …}}}} in {mapping.place}"
        report.info("no-title", "the export has no title for this article: its id stands for one", hint=hint)
    publisher = head.get("publisher")
    if isinstance(publisher, str):
        found = things.reference(publisher)
        is_known = things.is_known(found)
        head["publisher"] = found if is_known else {"type": "NewsAgency", "name": publisher}
    return head


def article_id(name: str) -> str:
    """An id of an article from a tool's name for its text.

    >>> article_id("https://example.org/a/1"), article_id("doc_7"), article_id("steppe-2031")
    ('https-example-org-a-1', 'doc-7', 'steppe-2031')
    """
    if ARTICLE_ID.fullmatch(name):
        return name
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in slug(name))
    return "-".join(part for part in plain.split("-") if part)[:200] or "unnamed"


def _note(document: MarkedDocument, mapping: MappingFile) -> Record:
    """Who made the annotation. A draft stays one, whatever a mapping file says."""
    note: Record = {"by": document.author, "tool": document.tool, "date": document.date, **mapping.annotation}
    if document.is_draft or document.trust is Trust.NOTHING:
        note["status"] = "draft"
    return {key: value for key, value in note.items() if value}
