"""From what an annotation tool exported to articles: a reader gives marked documents, the rest is the same for all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kg.read.files import Request
from kg.read.lines import FixedLine
from kg.read.located import locate
from kg.read.marked import MarkedDocument, Trust
from kg.read.native import read_article
from kg.read.projection import Projected, project
from kg.read.report import FindingCollector, ReadResult, shown
from kg.read.text import ArticleText
from kg.read.texts import FoundText, find_text

__all__ = ["DocumentReader", "NativeForm", "native_forms", "read_documents"]

DocumentReader = Callable[[Request], Iterable[MarkedDocument]]
"""A reader of exports. It may raise :class:`kg.read.files.UnusableError` and OSError, and nothing else."""


@dataclass(frozen=True, slots=True)
class NativeForm:
    """One document of an export in native form: its raw tree, its text, and what was found so far."""

    projection: Projected
    text: FoundText | None
    report: FindingCollector
    name: str


def read_documents(request: Request, reader: DocumentReader) -> Iterator[ReadResult]:
    """Read the articles of an export, each by the same policy and the same checks as a native annotation."""
    for form in native_forms(request, reader):
        yield read_article(form.projection.raw, form.report, request, form.text)


def native_forms(request: Request, reader: DocumentReader) -> Iterator[NativeForm]:
    """The native form of each document of an export."""
    for _, group in groupby(reader(request), key=lambda document: document.id):
        report = FindingCollector(request.file, FixedLine(None))
        yield _native(_chosen(list(group), request, report), request, report)


def _native(document: MarkedDocument, request: Request, report: FindingCollector) -> NativeForm:
    report.line_of = FixedLine(document.line)
    for fault in document.faults:
        tell = report.error if fault.is_error else report.warning
        tell(fault.code, fault.message, line=fault.line, hint=fault.hint)
    found = _text(document, request, report)
    text = None if found is None else found.text.content
    if text is None and document.trust is not Trust.QUOTES and not report.failed:
        hint = "put the text beside the export, or give its folder with --texts"
        report.error("no-text", "the text that was annotated is not available", hint=hint)
    located = locate(document, text, report, request.mapping.offsets or document.unit)
    projection = project(document, located, text, request.mapping, request.terms, report)
    report.line_of = projection.line_of
    return NativeForm(projection, found, report, document.id)


def _chosen(documents: list[MarkedDocument], request: Request, report: FindingCollector) -> MarkedDocument:
    """The one of several annotators' readings of a text that the user wants; a draft of a program stands back."""
    wanted = request.mapping.annotator
    drafts = [each for each in documents if each.is_draft]
    people = [each for each in documents if not each.is_draft] or documents
    if wanted is not None:
        people = [each for each in documents if each.author == wanted] or people
    first = people[0]
    authors = [each.author or "?" for each in people]
    if len(people) > 1:
        message = f'"{shown(first.id)}" was annotated {len(people)} times, by {", ".join(map(shown, authors))}'
        hint = f"choose one: annotator: {authors[0]} in {request.mapping.place}"
        report.error("several-annotators", message, line=first.line, hint=hint)
    elif wanted is not None and wanted not in authors and any(each.author for each in documents):
        message = f'"{shown(first.id)}" was not annotated by "{shown(wanted)}", but by {", ".join(map(shown, authors))}'
        report.error("several-annotators", message, line=first.line, hint="choose another annotator")
    if drafts and not first.is_draft:
        report.info("not-used", "the predictions for this text are not used, since somebody annotated it")
    return first


def _text(document: MarkedDocument, request: Request, report: FindingCollector) -> FoundText | None:
    if document.text is not None:
        content = document.text.removeprefix("\ufeff")
        digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
        return FoundText(ArticleText(shown(document.id), content), digest)
    if document.text_name is None:
        return None
    return find_text(document.text_name, None, request, report)
