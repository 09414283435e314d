"""The pipeline: read, map and validate articles, and load them into a store, article by article."""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import replace
from functools import lru_cache

from kg.claims.annotations import is_draft, status_of
from kg.claims.derived import renew
from kg.claims.drift import forget
from kg.claims.sources import Sources, source_keys
from kg.errors import StoreError
from kg.findings import Finding, Severity, has_errors
from kg.mapping import MappedArticle, Mapper, keep_verification
from kg.model import AnnotatedArticle
from kg.namespaces import DEFAULT_BASE, DERIVED_GRAPH, DRIFT_GRAPH, ONTOLOGY_GRAPH, REFERENCE_GRAPH
from kg.ontology import vocabulary
from kg.ontology.files import OntologyFolder
from kg.outcome import ArticleReport, Report
from kg.read import MappingFile, ReadResult, find_files, read_path
from kg.read.report import format_path
from kg.store import GraphData, Store
from kg.suggest import counted
from kg.terms import Quad
from kg.user_paths import PathLike, user_path
from kg.validate import Judge

__all__ = ["ArticleReport", "Pipeline", "Report", "retract"]

_BATCH_QUADS = 100_000  # some 60 MiB; fewer, larger writes save the store work

# Findings of the mapper that may only follow from parts that the reader left out of a faulty article.
_FOLLOWING = frozenset(
    ["no-evidence", "unknown-statement", "unknown-key", "unknown-id", "circular-identity", "no-publication-day"]
)

Progress = Callable[[ArticleReport], None]


def _read(base: str, source: OntologyFolder) -> tuple[vocabulary.Vocabulary, Mapper]:
    terms = vocabulary.load(source, base=base)
    return terms, Mapper(terms)


@lru_cache(maxsize=1)
def _bundled(base: str) -> tuple[vocabulary.Vocabulary, Mapper]:
    """The bundled ontology, read once: it does not change while a process runs."""
    return _read(base, OntologyFolder(None))


class Pipeline:
    """Reads, maps and validates articles with one vocabulary.

    Args:
        ontology: the folder of the ontology; default: the bundled one.
        texts: a folder to look for texts in, beside each file's own.
        base: the base of the IRIs of things; default: the project's.
        form: the format of the files; by default each file tells.
        mapping: what the labels of an annotation tool mean.
    """

    def __init__(
        self,
        *,
        ontology: PathLike | None = None,
        texts: PathLike | None = None,
        base: str | None = None,
        form: str | None = None,
        mapping: MappingFile | None = None,
    ) -> None:
        source = OntologyFolder(ontology)
        base = base or DEFAULT_BASE
        self.vocabulary, self._mapper = _bundled(base) if ontology is None else _read(base, source)
        self._texts = None if texts is None else user_path(texts)
        self._form, self._mapping = form, mapping
        self._judge = Judge(self.vocabulary, source)

    def check(self, paths: Iterable[PathLike], *, progress: Progress | None = None) -> Report:
        """Read, map and validate; store nothing.

        Raises:
            InputError: a path does not exist, or has no article.
        """
        report = Report()
        for result in self._read(paths):
            article = result.article
            if article is None:
                done = self._rejected(result)
            else:
                mapped, findings = self._map(article, result.findings)
                status = "rejected" if has_errors(findings) else "valid"
                if status == "valid" and _is_draft(article):
                    status, findings = "draft", (*findings, _left_out(article, None))
                done = ArticleReport(result.article_id, result.file, status, findings, _size(mapped, status))
            _note(report, _with_quotes(done, result), progress)
        return report

    def load(
        self, paths: Iterable[PathLike], store: Store, *, drafts: bool = False, progress: Progress | None = None
    ) -> Report:
        """Read, map and validate, and store each valid article; nothing is half loaded.

        Args:
            paths: files and folders.
            store: takes the articles.
            drafts: whether drafts are loaded, too. They stand apart there, see :mod:`kg.claims.annotations`.
            progress: is called with the outcome of each article.

        Raises:
            InputError: a path does not exist, or has no article.
            StoreError: the store has things under another base.
        """
        self.prepare(store)
        present = dict(store.digests())
        report = Report()
        batch = _Batch(store)
        for result in self._read(paths, Sources.of(store.dataset).holders, drafts=drafts):
            done = self._load_one(result, present, batch, drafts)
            _note(report, done if done.status == "draft" else _with_quotes(done, result), progress)
        batch.flush()
        renew(store)
        return report

    def prepare(self, store: Store) -> None:
        """Put the ontology and the reference data into the store, unless it already has these versions.

        Raises:
            StoreError: the store has things under another base.
        """
        terms, present = self.vocabulary, store.digests()
        own = (ONTOLOGY_GRAPH, REFERENCE_GRAPH, DERIVED_GRAPH, DRIFT_GRAPH)
        others = [g for g in present if g not in own and not g.startswith(terms.base)]
        if others:
            raise StoreError(
                f"this store has things under another base, such as {min(others)}",
                where=str(store.path),
                hint="use the same base, or another store",
            )
        graphs = ((ONTOLOGY_GRAPH, terms.ontology_quads), (REFERENCE_GRAPH, terms.reference_quads))
        changed = [
            GraphData(quads[0].graph_name, quads, (), terms.fingerprint)  # type: ignore[arg-type]
            for graph, quads in graphs
            if quads and present.get(graph) != terms.fingerprint
        ]
        store.put(changed)
        if changed:
            renew(store)

    def _load_one(self, result: ReadResult, present: dict[str, str], batch: _Batch, drafts: bool) -> ArticleReport:
        article = result.article
        if article is None:
            return self._rejected(result)
        graph = f"{self.vocabulary.base}article/{article.metadata.id}"
        digest, held = self._digest(article), present.get(graph)
        has_text = article.metadata.text_sha256 is not None
        if held is not None and held in (digest, f"{digest} {_text_of(held)}"):
            findings = result.findings if has_text or not _text_of(held) else _still_verified(result.findings, article)
            return ArticleReport(result.article_id, result.file, "unchanged", findings)
        mapped, findings = self._map(article, result.findings)
        if has_errors(findings):
            return ArticleReport(result.article_id, result.file, "rejected", findings)
        before = None if held is None else batch.status_of(graph)
        if _is_draft(article) and not drafts:
            return ArticleReport(result.article_id, result.file, "draft", (*findings, _left_out(article, before)))
        is_checked = True
        if held is not None and not has_text:
            kept = keep_verification(mapped, batch.stored(graph), declared=article.metadata.declared_sha256)
            mapped, findings = kept.article, (*findings, *_verification_lost(kept.lost, article))
            if kept.text_sha256 is not None:
                is_checked = False
                digest = f"{digest} {kept.text_sha256}" + (f"-{kept.unverified}" if kept.unverified else "")
                findings = _still_verified(findings, article) if not kept.unverified else findings
        status = "replaced" if held is not None else "loaded"
        if _is_draft(article):
            findings = (*findings, _stands_apart(article, before))
        data = GraphData(mapped.graph, mapped.quads, mapped.mention_quads, digest, not _is_draft(article))
        batch.add(data, is_checked=is_checked)
        present[graph] = digest
        return ArticleReport(result.article_id, result.file, status, findings, _size(mapped, status))

    def _rejected(self, result: ReadResult) -> ArticleReport:
        """The report on an article that cannot be read; the readable parts are checked for further faults."""
        findings = result.findings
        if result.sketch is not None:
            known = {finding.key for finding in findings}
            mapped = self._mapper.map(result.sketch)
            findings = (*findings, *(f for f in mapped.findings if f.code not in _FOLLOWING and f.key not in known))
        return ArticleReport(result.article_id, result.file, "rejected", findings)

    def _map(
        self, article: AnnotatedArticle, findings: tuple[Finding, ...]
    ) -> tuple[MappedArticle, tuple[Finding, ...]]:
        mapped = self._mapper.map(article)
        findings = (*findings, *mapped.findings)
        if not has_errors(findings):
            findings = (*findings, *self._judge.judge(mapped, article.source))
        return mapped, findings

    def _read(
        self,
        paths: Iterable[PathLike],
        loaded: Mapping[tuple[str, str], str] | None = None,
        *,
        drafts: bool = False,
    ) -> Iterator[ReadResult]:
        """Read all files; a second article with the same id in a run is rejected, whatever its file.

        Unless ``drafts`` are loaded, a draft may have the id of another article: it is in nobody's way.
        ``loaded`` are the articles in the store by address and text, so that copies are reported.
        """
        seen: dict[str, str] = {}
        holders = {key: (iri.rpartition("/article/")[2], "the store") for key, iri in (loaded or {}).items()}
        for file in find_files(paths):
            for result in read_path(
                file, vocabulary=self.vocabulary, texts=self._texts, form=self._form, mapping=self._mapping
            ):
                article = result.article
                if article is None:
                    yield result
                elif _is_draft(article) and not drafts:
                    yield _with_copies(result, article, ChainMap({}, holders))
                elif article.metadata.id in seen:
                    yield _duplicate(result, article, seen[article.metadata.id])
                else:
                    seen[article.metadata.id] = result.file
                    yield _with_copies(result, article, holders)

    def _digest(self, article: AnnotatedArticle) -> str:
        """What the article's graph depends on: the annotation as written, the vocabulary, and the text if available."""
        digest = hashlib.sha256(f"{self.vocabulary.fingerprint}\n{article!r}".encode()).hexdigest()
        text = article.metadata.text_sha256
        return digest if text is None else f"{digest} {text}"


class _Batch:
    """Collects graphs, so that several share one write."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._graphs: list[GraphData] = []
        self._checked: list[str] = []
        self._quads = 0

    def add(self, data: GraphData, *, is_checked: bool) -> None:
        """Add a graph; ``is_checked``: its quotes rest on no text that was seen before, which may have drifted."""
        self._graphs.append(data)
        if is_checked:
            self._checked.append(data.graph.value)
        self._quads += len(data.quads) + len(data.private_quads)
        if self._quads >= _BATCH_QUADS:
            self.flush()

    def stored(self, graph: str) -> Iterator[Quad]:
        """The quads of a graph as the store holds it."""
        return self._store.quads(graph)

    def status_of(self, graph: str) -> str:
        """The status of the annotation that the store holds."""
        return status_of(self._store.dataset, graph)

    def flush(self) -> None:
        forget(self._store, self._checked)  # first: what is killed in between must not mark a new reading
        self._store.put(self._graphs)
        self._graphs, self._checked, self._quads = [], [], 0


def retract(store: Store, articles: Iterable[str]) -> list[str]:
    """Remove articles, named by id or IRI, from the store. Returns the names that are not in it."""
    known = {iri.rpartition("/article/")[2]: iri for iri in store.digests() if "/article/" in iri}
    wanted = {name: known.get(name.rpartition("/article/")[2] if "/article/" in name else name) for name in articles}
    leaving = [iri for iri in wanted.values() if iri]
    forget(store, leaving)
    store.retract(leaving)
    renew(store)
    return [name for name, iri in wanted.items() if iri is None]


def _note(report: Report, article: ArticleReport, progress: Progress | None) -> None:
    report.articles.append(article)
    if progress is not None:
        progress(article)


def _with_quotes(report: ArticleReport, result: ReadResult) -> ArticleReport:
    """The report with the number of verified quotes of an accepted article."""
    article = result.article
    if article is None or report.status == "rejected":
        return report
    quotes = [mark.quote for mark in article.mentions]
    quotes += [each.quote for each in article.relations]
    quotes += [each.quote for relation in article.relations for each in relation.scoped]
    quotes += [act.quote for act in article.statements]
    verified = [all(anchor.verified for anchor in quote) for quote in quotes if quote]
    return replace(report, verified=sum(verified), unverified=len(verified) - sum(verified))


def _size(mapped: MappedArticle, status: str) -> int:
    return 0 if status == "rejected" else len(mapped.quads) + len(mapped.mention_quads)


def _with_copies(
    result: ReadResult, article: AnnotatedArticle, holders: MutableMapping[tuple[str, str], tuple[str, str]]
) -> ReadResult:
    """The result, with a warning if another article of the run or the store is the same source."""
    about = article.metadata
    found = []
    for key in source_keys(about.url, about.text_sha256):
        other, place = holders.setdefault(key, (about.id, result.file))
        if other != about.id:
            shared = f"the same address ({about.url})" if key[0] == "address" else "the same text"
            path = ("article", "url" if key[0] == "address" else "text")
            finding = Finding(
                code="same-source",
                severity=Severity.WARNING,
                message=f"{about.id} has {shared} as {other} (in {place})",
                file=result.file,
                line=article.source.line_of(path),
                key=format_path(path),
                hint="load one of them; while both are there, they count as one article",
            )
            found.append(finding)
    return replace(result, findings=(*result.findings, *found)) if found else result


def _text_of(digest: str) -> str:
    """The digest's part on the text of a stored article: its SHA-256, and how many quotes were not found in it."""
    return digest.partition(" ")[2]


def _still_verified(findings: tuple[Finding, ...], article: AnnotatedArticle) -> tuple[Finding, ...]:
    """The findings on an article read without its text, when the store has its quotes as verified."""
    message = "the text is not available; the quotes stay verified, as they were found in it before"
    kept = _about(article, Severity.INFO, "verification-kept", message, None)
    return (*(finding for finding in findings if finding.code != "unverified-quotes"), kept)


def _verification_lost(lost: int, article: AnnotatedArticle) -> list[Finding]:
    if not lost:
        return []
    quotes = counted(lost, "quote is", "quotes are")
    message = f"{quotes} no longer verified: the text is not available"
    hint = "load the article again with its text: give the folder with --texts"
    return [_about(article, Severity.WARNING, "verification-lost", message, hint)]


def _is_draft(article: AnnotatedArticle) -> bool:
    return article.annotation is not None and is_draft(article.annotation.status)


def _left_out(article: AnnotatedArticle, before: str | None) -> Finding:
    """The finding on a draft that is not to be loaded; ``before`` is the status of what the store has, if anything."""
    message = "this is a draft, which is not loaded unless drafts are asked for"
    if before is not None:
        kept = "the earlier draft" if is_draft(before) else f"the version that it has (status: {before})"
        message += f"; the store keeps {kept}"
    hint = "write status: reviewed when it was reviewed; or load drafts, too: kg load --drafts"
    return _on_status(article, Severity.WARNING, "draft", message, hint)


def _stands_apart(article: AnnotatedArticle, before: str | None) -> Finding:
    """The finding on a draft that is loaded in place of what the store had, if anything."""
    if before is None or is_draft(before):
        message = "this is a draft: it counts only where drafts are asked for"
        return _on_status(article, Severity.INFO, "draft", message, "ask for it: --annotations all")
    message = f"this draft replaces a version that counted (status: {before}); now nothing of the article counts"
    hint = "load the other version again, or review this one; --annotations all asks for drafts"
    return _on_status(article, Severity.WARNING, "draft-replaces", message, hint)


def _on_status(article: AnnotatedArticle, severity: Severity, code: str, message: str, hint: str) -> Finding:
    path = ("annotation", "status")
    line = article.source.line_of(path)
    return Finding(code, severity, message, article.source.file, line, format_path(path), hint=hint)


def _about(article: AnnotatedArticle, severity: Severity, code: str, message: str, hint: str | None) -> Finding:
    line = article.source.line_of(("article",))
    return Finding(code, severity, message, article.source.file, line, "article", hint=hint)


def _duplicate(result: ReadResult, article: AnnotatedArticle, first: str) -> ReadResult:
    finding = Finding(
        code="duplicate-article",
        severity=Severity.ERROR,
        message=f"the article {article.metadata.id} was already read from {first}",
        file=result.file,
        line=article.source.line_of(("article", "id")),
        key="article.id",
        hint="give one of them another id",
    )
    return ReadResult(result.file, result.article_id, None, (*result.findings, finding))
