"""The pipeline: read, map and validate articles, and load them into a store, article by article."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, MutableMapping
from contextlib import closing
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from kg.claims.annotations import is_draft, status_of
from kg.claims.derived import renew
from kg.claims.drift import forget
from kg.claims.sources import Sources, source_keys
from kg.errors import EndedProcessError, StoreError
from kg.findings import Finding, Severity, has_errors
from kg.mapping import Mapper, keep_verification
from kg.model import KeyPath
from kg.namespaces import DEFAULT_BASE, DERIVED_GRAPH, DRIFT_GRAPH, ONTOLOGY_GRAPH, REFERENCE_GRAPH
from kg.ontology import vocabulary
from kg.ontology.files import OntologyFolder
from kg.outcome import ArticleReport, Report
from kg.preparing import Head, Prepared, Preparer, Setting, in_processes, processes_for
from kg.preparing.articles import is_held, text_of
from kg.read import MappingFile, find_files, read_path
from kg.read.report import format_path
from kg.store import GraphData, Store
from kg.suggest import counted
from kg.terms import Quad
from kg.user_paths import PathLike, user_path
from kg.validate import Judge

__all__ = ["ArticleReport", "Pipeline", "Report", "retract"]

_BATCH_QUADS = 100_000  # some 60 MiB; fewer, larger writes save the store work

_STATUS: KeyPath = ("annotation", "status")

Progress = Callable[[ArticleReport], None]


def _preparer(base: str, source: OntologyFolder, judge: str | None) -> Preparer:
    terms = vocabulary.load(source, base=base)
    return Preparer(terms, Mapper(terms), Judge(terms, source, judge))


@lru_cache(maxsize=1)
def _bundled(base: str, judge: str | None) -> Preparer:
    """The bundled ontology and its shapes, read once: they do not change while a process runs."""
    return _preparer(base, OntologyFolder(None), judge)


class Pipeline:
    """Reads, maps and validates articles with one vocabulary.

    Args:
        ontology: the folder of the ontology; default: the bundled one.
        texts: a folder to look for texts in, beside each file's own.
        base: the base of the IRIs of things; default: the project's.
        form: the format of the files; by default detected from each file.
        mapping: what the labels of an annotation tool mean.
        judge: who validates: ``pyshacl``, ``shacl`` or ``both``, see :class:`kg.validate.Judge`.

    Raises:
        UsageError: a judge is asked for that is not installed.
    """

    def __init__(
        self,
        *,
        ontology: PathLike | None = None,
        texts: PathLike | None = None,
        base: str | None = None,
        form: str | None = None,
        mapping: MappingFile | None = None,
        judge: str | None = None,
    ) -> None:
        base = base or DEFAULT_BASE
        self._preparer = _bundled(base, judge) if ontology is None else _preparer(base, OntologyFolder(ontology), judge)
        self.vocabulary = self._preparer.vocabulary
        folder = None if ontology is None else user_path(ontology)
        at = None if texts is None else user_path(texts)
        self._setting = Setting(folder, base, self.vocabulary.fingerprint, at, judge, form, mapping)

    def check(self, paths: Iterable[PathLike], *, jobs: int | None = 1, progress: Progress | None = None) -> Report:
        """Read, map and validate; store nothing.

        Args:
            paths: files and folders.
            jobs: how many processes do it; None for as many as the cores and the work suggest.
            progress: is called with the outcome of each article.

        Raises:
            InputError: a path does not exist, or has no article.
            EndedProcessError: a process was ended.
        """
        report = Report()
        with closing(self._prepared(paths, {}, jobs)) as prepared:
            for each in self._decided(prepared):
                findings = (*each.read, *each.further)
                status = "rejected" if each.head is None or has_errors(findings) else "valid"
                if status == "valid" and each.head is not None and each.head.is_draft:
                    status, findings = "draft", (*findings, _left_out(each, None))
                _note(report, _outcome(each, status, findings), progress)
        return report

    def load(
        self,
        paths: Iterable[PathLike],
        store: Store,
        *,
        drafts: bool = False,
        jobs: int | None = 1,
        progress: Progress | None = None,
    ) -> Report:
        """Read, map and validate, and store each valid article; nothing is half loaded.

        Args:
            paths: files and folders.
            store: takes the articles.
            drafts: whether drafts are loaded, too. They stand apart there, see :mod:`kg.claims.annotations`.
            jobs: how many processes read, map and validate; None for as many as the cores and the work suggest. One
                process writes, and the store gets the same bytes.
            progress: is called with the outcome of each article.

        Raises:
            InputError: a path does not exist, or has no article.
            StoreError: the store has things under another base.
            EndedProcessError: a process was ended; what came before is loaded.
        """
        self.prepare(store)
        present = dict(store.digests())
        report = Report()
        batch = _Batch(store)
        sources = Sources.of(store.dataset).holders
        try:
            with closing(self._prepared(paths, dict(present), jobs)) as prepared:
                for each in self._decided(prepared, sources, drafts=drafts):
                    _note(report, self._load_one(each, present, batch, drafts), progress)
        except EndedProcessError:
            batch.flush()
            renew(store)
            raise
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

    def _load_one(self, each: Prepared, present: dict[str, str], batch: _Batch, drafts: bool) -> ArticleReport:
        head, findings = each.head, (*each.read, *each.further)
        if head is None:
            return _outcome(each, "rejected", findings)
        graph = f"{self.vocabulary.base}article/{head.id}"
        held, digest = present.get(graph), head.digest
        if held is not None and is_held(head, held):
            has_text = head.text_sha256 is not None or not text_of(held)
            return _outcome(each, "unchanged", each.read if has_text else _still_verified(each.read, each))
        if each.mapped is None:
            return _outcome(each, "rejected", findings)
        mapped, before = each.mapped, None if held is None else batch.status_of(graph)
        if head.is_draft and not drafts:
            done = _outcome(each, "draft", (*findings, _left_out(each, before)))
            return replace(done, triples=0, verified=0, unverified=0)
        is_checked = True
        if held is not None and head.text_sha256 is None:
            kept = keep_verification(mapped, batch.stored(graph), declared=head.declared_sha256)
            mapped, findings = kept.article, (*findings, *_verification_lost(kept.lost, each))
            if kept.text_sha256 is not None:
                is_checked = False
                digest = f"{digest} {kept.text_sha256}" + (f"-{kept.unverified}" if kept.unverified else "")
                findings = _still_verified(findings, each) if not kept.unverified else findings
        if head.is_draft:
            findings = (*findings, _stands_apart(each, before))
        data = GraphData(mapped.graph, mapped.quads, mapped.mention_quads, digest, not head.is_draft)
        batch.add(data, is_checked=is_checked)
        present[graph] = digest
        return _outcome(replace(each, mapped=mapped), "loaded" if held is None else "replaced", findings)

    def _prepared(
        self, paths: Iterable[PathLike], held: Mapping[str, str], jobs: int | None
    ) -> Generator[Prepared, None, None]:
        """All articles, read, mapped and validated, in the order of their files."""
        files = find_files(paths)
        number = processes_for(files, jobs)
        if number > 1:
            return in_processes(files, self._setting, held, number)
        of = self._setting
        read = (
            read_path(file, vocabulary=self.vocabulary, texts=of.texts, form=of.form, mapping=of.mapping)
            for file in files
        )
        return self._preparer.prepare(chain.from_iterable(read), held)

    def _decided(
        self,
        articles: Iterable[Prepared],
        loaded: Mapping[tuple[str, str], str] | None = None,
        *,
        drafts: bool = False,
    ) -> Iterator[Prepared]:
        """The articles with what is wrong between them: a second one with the same id is rejected, whatever its file.

        Unless ``drafts`` are loaded, a draft may have the id of another article: it is in nobody's way.
        ``loaded`` are the articles in the store by address and text, so that copies are reported.
        """
        seen: dict[str, str] = {}
        holders = {key: (iri.rpartition("/article/")[2], "the store") for key, iri in (loaded or {}).items()}
        for each in articles:
            head = each.head
            if head is None:
                yield each
            elif head.is_draft and not drafts:
                yield _with_copies(each, head, ChainMap({}, holders))
            elif head.id in seen:
                yield _duplicate(each, head, seen[head.id])
            else:
                seen[head.id] = each.file
                yield _with_copies(each, head, holders)


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


def _outcome(each: Prepared, status: str, findings: tuple[Finding, ...]) -> ArticleReport:
    """The report on an article, with its size and its quotes if it is accepted."""
    head, mapped = each.head, each.mapped
    if head is None or status == "rejected":
        return ArticleReport(each.article_id, each.file, status, findings)
    size = 0 if mapped is None or status == "unchanged" else len(mapped.quads) + len(mapped.mention_quads)
    return ArticleReport(each.article_id, each.file, status, findings, size, head.verified, head.unverified)


def _with_copies(each: Prepared, head: Head, holders: MutableMapping[tuple[str, str], tuple[str, str]]) -> Prepared:
    """The article, with a warning if another one of the run or the store is the same source."""
    found = []
    for key in source_keys(head.url, head.text_sha256):
        other, place = holders.setdefault(key, (head.id, each.file))
        if other != head.id:
            is_address = key[0] == "address"
            shared = f"the same address ({head.url})" if is_address else "the same text"
            message = f"{head.id} has {shared} as {other} (in {place})"
            hint = "load one of them; while both are there, they count as one article"
            where = ("article", "url" if is_address else "text")
            found.append(_at(where, each, Severity.WARNING, "same-source", message, hint))
    return replace(each, read=(*each.read, *found)) if found else each


def _still_verified(findings: tuple[Finding, ...], each: Prepared) -> tuple[Finding, ...]:
    """The findings on an article read without its text, when the store has its quotes as verified."""
    message = "the text is not available; the quotes stay verified, as they were found in it before"
    kept = _at(("article",), each, Severity.INFO, "verification-kept", message, None)
    return (*(finding for finding in findings if finding.code != "unverified-quotes"), kept)


def _verification_lost(lost: int, each: Prepared) -> list[Finding]:
    if not lost:
        return []
    quotes = counted(lost, "quote is", "quotes are")
    message = f"{quotes} no longer verified: the text is not available"
    hint = "load the article again with its text: give the folder with --texts"
    return [_at(("article",), each, Severity.WARNING, "verification-lost", message, hint)]


def _left_out(each: Prepared, before: str | None) -> Finding:
    """The finding on a draft that is not to be loaded; ``before`` is the status of what the store has, if anything."""
    message = "this is a draft, which is not loaded unless drafts are asked for"
    if before is not None:
        kept = "the earlier draft" if is_draft(before) else f"the version that it has (status: {before})"
        message += f"; the store keeps {kept}"
    hint = "write status: reviewed when it was reviewed; or load drafts, too: kg load --drafts"
    return _at(_STATUS, each, Severity.WARNING, "draft", message, hint)


def _stands_apart(each: Prepared, before: str | None) -> Finding:
    """The finding on a draft that is loaded in place of what the store had, if anything."""
    if before is None or is_draft(before):
        message = "this is a draft: it counts only where drafts are asked for"
        return _at(_STATUS, each, Severity.INFO, "draft", message, "ask for it: --annotations all")
    message = f"this draft replaces a version that counted (status: {before}); now nothing of the article counts"
    hint = "load the other version again, or review this one; --annotations all asks for drafts"
    return _at(_STATUS, each, Severity.WARNING, "draft-replaces", message, hint)


def _duplicate(each: Prepared, head: Head, first: str) -> Prepared:
    message = f"the article {head.id} was already read from {first}"
    hint = "give one of them another id"
    finding = _at(("article", "id"), each, Severity.ERROR, "duplicate-article", message, hint)
    return Prepared(each.file, each.article_id, None, (*each.read, finding))


def _at(path: KeyPath, each: Prepared, severity: Severity, code: str, message: str, hint: str | None) -> Finding:
    line = None if each.head is None else each.head.line_of(path)
    return Finding(code, severity, message, each.file, line, format_path(path), hint=hint)
