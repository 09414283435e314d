"""The pipeline: read, map and validate articles, and load them into a store, article by article."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import vocabulary
from kg.claims.derived import renew
from kg.errors import StoreError
from kg.findings import Finding, Severity, has_errors
from kg.mapping import MappedArticle, Mapper
from kg.model import AnnotatedArticle
from kg.namespaces import DERIVED_GRAPH, ONTOLOGY_GRAPH, REFERENCE_GRAPH
from kg.read import ReadResult, find_files, read_path
from kg.resources import ontology_folder
from kg.store import GraphData, OxigraphStore
from kg.validate import Judge

__all__ = ["ArticleReport", "Pipeline", "Report", "retract"]

_BATCH_QUADS = 100_000  # some 60 MiB; fewer, larger writes save the store work

# Findings of the mapper that may only follow from parts that the reader left out of a faulty article.
_FOLLOWING = frozenset(
    ["no-evidence", "unknown-statement", "unknown-key", "unknown-id", "circular-identity", "no-publication-day"]
)

Progress = Callable[["ArticleReport"], None]


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """What became of one article.

    ``status`` is ``valid`` (checked only), ``loaded``, ``replaced``, ``unchanged`` or ``rejected``. ``id`` is None
    where the file is too broken to tell; ``triples`` counts what the article says, mentions included.
    """

    id: str | None
    file: str
    status: str
    findings: tuple[Finding, ...] = ()
    triples: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON-ready dictionary."""
        return {
            "id": self.id,
            "file": self.file,
            "status": self.status,
            "findings": [finding.as_dict() for finding in self.findings],
        }


@dataclass
class Report:
    """What became of all articles, in the order read."""

    articles: list[ArticleReport] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many articles ended in each status."""
        return dict(sorted(Counter(article.status for article in self.articles).items()))

    @property
    def findings(self) -> list[Finding]:
        """All findings, article by article."""
        return [finding for article in self.articles for finding in article.findings]

    @property
    def triples(self) -> int:
        """How many triples the accepted articles say."""
        return sum(article.triples for article in self.articles)

    def fails(self, fail_on: Severity = Severity.ERROR) -> bool:
        """Whether a finding is as grave as ``fail_on``, or graver."""
        order = list(Severity)
        grave = set(order[: order.index(fail_on) + 1])
        return any(finding.severity in grave for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON-ready dictionary."""
        return {
            "articles": [article.as_dict() for article in self.articles],
            "counts": self.counts,
            "triples": self.triples,
        }


class Pipeline:
    """Reads, maps and validates under one vocabulary.

    Args:
        ontology: the folder of the ontology; default: the bundled one.
        texts: a folder to look for texts in, beside each file's own.
        base: what the IRIs of things begin with; default: the project's.
    """

    def __init__(self, *, ontology: Path | None = None, texts: Path | None = None, base: str | None = None) -> None:
        folder = ontology or ontology_folder()
        self.vocabulary = vocabulary.load(folder, base=base) if base else vocabulary.load(folder)
        self._texts = texts
        self._mapper = Mapper(self.vocabulary)
        self._judge = Judge(self.vocabulary, folder)

    def check(self, paths: Iterable[Path], *, progress: Progress | None = None) -> Report:
        """Read, map and validate; store nothing.

        Raises:
            InputError: a path does not exist, or holds no article.
        """
        report = Report()
        for result in self._read(paths):
            article = result.article
            if article is None:
                done = self._rejected(result)
            else:
                mapped, findings = self._map(article, result.findings)
                status = "rejected" if has_errors(findings) else "valid"
                done = ArticleReport(result.article_id, result.file, status, findings, _size(mapped, status))
            _note(report, done, progress)
        return report

    def load(self, paths: Iterable[Path], store: OxigraphStore, *, progress: Progress | None = None) -> Report:
        """Read, map and validate, and put into the store whatever is sound; nothing is half loaded.

        Raises:
            InputError: a path does not exist, or holds no article.
            StoreError: the store holds things under another base.
        """
        self.prepare(store)
        present = dict(store.digests())
        report = Report()
        batch = _Batch(store)
        for result in self._read(paths):
            _note(report, self._load_one(result, present, batch), progress)
        batch.flush()
        renew(store)
        return report

    def prepare(self, store: OxigraphStore) -> None:
        """Put the ontology and the reference data into the store, unless it holds them as they are.

        Raises:
            StoreError: the store holds things under another base.
        """
        terms, present = self.vocabulary, store.digests()
        own = (ONTOLOGY_GRAPH, REFERENCE_GRAPH, DERIVED_GRAPH)
        others = [g for g in present if g not in own and not g.startswith(terms.base)]
        if others:
            raise StoreError(
                f"this store holds things under another base, such as {min(others)}",
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

    def _load_one(self, result: ReadResult, present: dict[str, str], batch: _Batch) -> ArticleReport:
        article = result.article
        if article is None:
            return self._rejected(result)
        graph = f"{self.vocabulary.base}article/{article.metadata.id}"
        digest = self._digest(article)
        if present.get(graph) == digest:
            return ArticleReport(result.article_id, result.file, "unchanged", result.findings)
        mapped, findings = self._map(article, result.findings)
        if has_errors(findings):
            return ArticleReport(result.article_id, result.file, "rejected", findings)
        status = "replaced" if graph in present else "loaded"
        batch.add(GraphData(mapped.graph, mapped.quads, mapped.mention_quads, digest))
        present[graph] = digest
        return ArticleReport(result.article_id, result.file, status, findings, _size(mapped, status))

    def _rejected(self, result: ReadResult) -> ArticleReport:
        """The report on an article that cannot be read; what could be read of it is searched for further faults."""
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

    def _read(self, paths: Iterable[Path]) -> Iterator[ReadResult]:
        """Read all files; the second article of one id in a run is rejected, whichever file it stands in."""
        seen: dict[str, str] = {}
        for file in find_files(paths):
            for result in read_path(file, vocabulary=self.vocabulary, texts=self._texts):
                article = result.article
                if article is not None and article.metadata.id in seen:
                    yield _duplicate(result, article, seen[article.metadata.id])
                    continue
                if article is not None:
                    seen[article.metadata.id] = result.file
                yield result

    def _digest(self, article: AnnotatedArticle) -> str:
        """What the article's graph depends on: the annotation as read, and the vocabulary."""
        return hashlib.sha256(f"{self.vocabulary.fingerprint}\n{article!r}".encode()).hexdigest()


class _Batch:
    """Collects graphs, so that several share one write."""

    def __init__(self, store: OxigraphStore) -> None:
        self._store = store
        self._graphs: list[GraphData] = []
        self._quads = 0

    def add(self, data: GraphData) -> None:
        self._graphs.append(data)
        self._quads += len(data.quads) + len(data.private_quads)
        if self._quads >= _BATCH_QUADS:
            self.flush()

    def flush(self) -> None:
        self._store.put(self._graphs)
        self._graphs, self._quads = [], 0


def retract(store: OxigraphStore, articles: Iterable[str]) -> list[str]:
    """Take articles, named by id or IRI, out of the store. Returns the names that it does not hold."""
    known = {iri.rpartition("/article/")[2]: iri for iri in store.digests() if "/article/" in iri}
    wanted = {name: known.get(name.rpartition("/article/")[2] if "/article/" in name else name) for name in articles}
    store.retract([iri for iri in wanted.values() if iri])
    renew(store)
    return [name for name, iri in wanted.items() if iri is None]


def _note(report: Report, article: ArticleReport, progress: Progress | None) -> None:
    report.articles.append(article)
    if progress is not None:
        progress(article)


def _size(mapped: MappedArticle, status: str) -> int:
    return 0 if status == "rejected" else len(mapped.quads) + len(mapped.mention_quads)


def _duplicate(result: ReadResult, article: AnnotatedArticle, first: str) -> ReadResult:
    finding = Finding(
        code="duplicate-article",
        severity=Severity.ERROR,
        message=f"the article {article.metadata.id} has been read before, from {first}",
        file=result.file,
        line=article.source.line_of(("article", "id")),
        key="article.id",
        hint="give one of them another id",
    )
    return ReadResult(result.file, result.article_id, None, (*result.findings, finding))
