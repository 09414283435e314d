"""Holding the texts of a folder against the quotes of the articles in a graph."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.claims.derived import renew
from kg.claims.drift import GONE, MOVED, STANDS, Drift
from kg.claims.drift import record as record_drift
from kg.claims.evidence import EvidenceReader
from kg.claims.labels import Labels
from kg.errors import InputError
from kg.model import Anchor
from kg.namespaces import RDF, TNK
from kg.read.quotes import Quotes, TooMuchWorkError
from kg.read.report import FindingCollector
from kg.read.texts import FoundText, read_text
from kg.store import Dataset, Store
from kg.suggest import counted
from kg.terms import MERGE, Literal, NamedNode
from kg.user_paths import PathLike, user_path
from kg.verification.result import (
    DRIFTED,
    FOUND,
    NEW,
    NO_TEXT,
    SAME,
    UNREADABLE,
    ArticleCheck,
    Places,
    QuoteCheck,
    Verification,
)

__all__ = ["record", "verify"]

_SUFFIX = ".txt"
_TYPE, _ARTICLE, _MENTION = NamedNode(RDF + "type"), NamedNode(TNK + "Article"), NamedNode(TNK + "Mention")
_DIGEST = NamedNode(TNK + "textDigest")


def verify(
    dataset: Dataset, folder: PathLike, *, progress: Callable[[ArticleCheck], None] | None = None
) -> Verification:
    """Hold the texts of a folder against the quotes of all articles; nothing is written.

    Args:
        dataset: the graph.
        folder: has texts named ``<id of the article>.txt``.
        progress: called for each article.

    Raises:
        InputError: the folder cannot be read, or has no text of any article.
        StoreError: the graph cannot be read.
    """
    texts, labels = _Texts.of(user_path(folder)), Labels(dataset)
    checks = []
    for article in _articles(dataset):
        check = _check(dataset, labels, article, texts)
        checks.append(check)
        if progress is not None:
            progress(check)
    if all(check.text == NO_TEXT for check in checks):
        entries = counted(len(texts.names), "entry", "entries")
        raise InputError(
            f"of {entries} in this folder, none is the text of an article in the graph",
            where=str(texts.path),
            hint=f"a text is named after its article, such as {checks[0].id if checks else 'ARTICLE'}{_SUFFIX}",
        )
    others = texts.names - {f"{check.id}{_SUFFIX}" for check in checks}
    strays = {name for name in others if name.endswith(_SUFFIX) and not (texts.path / name).is_dir()}
    return Verification(str(texts.path), tuple(checks), tuple(sorted(strays)), tuple(sorted(others - strays)))


def record(store: Store, verification: Verification) -> bool:
    """Mark the articles whose texts have drifted, and take the mark from those whose texts are as they were.

    What is recorded of other articles stays.

    Returns:
        whether anything changed.

    Raises:
        StoreError: it cannot be written.
    """
    read = (each for each in verification.articles if each.text in (SAME, DRIFTED, NEW))
    changed = record_drift(store, {each.article: _drift(each) for each in read})
    renew(store)
    return changed


def _drift(check: ArticleCheck) -> Drift | None:
    if check.text != DRIFTED or check.now is None:
        return None
    lost = {quote.mention: quote.state for quote in check.quotes if quote.before and quote.state in (MOVED, GONE)}
    return Drift(check.now, lost)


@dataclass(frozen=True, slots=True)
class _Texts:
    """A folder of texts: as the user named it, with its links resolved, and the names of all that is in it."""

    path: Path
    real: str
    names: frozenset[str]

    @classmethod
    def of(cls, path: Path) -> _Texts:
        """Look into a folder; nothing in it is opened.

        Raises:
            InputError: it is not a folder, or cannot be read.
        """
        try:
            return cls(path, os.path.realpath(path), frozenset(entry.name for entry in os.scandir(path)))
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError(f"the folder of texts cannot be read: {reason}", where=str(path)) from error


def _articles(dataset: Dataset) -> list[NamedNode]:
    """The articles that have a graph of their own."""
    quads = dataset.quads_for_pattern(None, _TYPE, _ARTICLE, MERGE)
    found = (quad.subject for quad in quads if isinstance(quad.subject, NamedNode))
    return sorted((each for each in found if dataset.contains_named_graph(each)), key=lambda each: each.value)


def _check(dataset: Dataset, labels: Labels, article: NamedNode, texts: _Texts) -> ArticleCheck:
    digests = (quad.object for quad in dataset.quads_for_pattern(article, _DIGEST, None, MERGE))
    before = min((digest.value for digest in digests if isinstance(digest, Literal)), default=None)
    check = ArticleCheck(article.value, NO_TEXT, before)
    name = f"{check.id}{_SUFFIX}"
    if name not in texts.names:
        return check
    report = FindingCollector(str(texts.path / name), lambda _: None)
    found = read_text(name, texts.real, report)
    quotes: tuple[QuoteCheck, ...] = ()
    if found is not None:
        try:
            quotes = tuple(_check_quotes(dataset, labels, article, found))
        except TooMuchWorkError:
            found = None
            report.error("too-much-to-search", "this text is too long for this many quotes")
    if found is None:
        return replace(check, text=UNREADABLE, findings=report.result(check.id, None).findings)
    text = NEW if before is None else SAME if before == found.sha256 else DRIFTED
    return replace(check, text=text, now=found.sha256, quotes=quotes)


def _check_quotes(dataset: Dataset, labels: Labels, article: NamedNode, found: FoundText) -> Iterator[QuoteCheck]:
    """The quotes of an article in the order of the text that they were found in.

    Raises:
        TooMuchWorkError: the text is too long for them.
    """
    reader = EvidenceReader(dataset, labels)
    report = FindingCollector(found.text.name, lambda _: None)
    quotes = Quotes(found.text, report)
    mentions = (quad.subject for quad in dataset.quads_for_pattern(None, _TYPE, _MENTION, article))
    read = [(reader.anchors(each, article), each) for each in mentions if isinstance(each, NamedNode)]
    for anchors, mention in sorted(read, key=lambda pair: (pair[0][0].start or 0 if pair[0] else 0, pair[1].value)):
        claim = reader.claim(mention.value)
        words = " ".join(filter(None, (claim.subject, claim.content))) or "a statement"
        yield _check_quote(anchors, mention.value, words, quotes)


def _check_quote(anchors: Sequence[Anchor], mention: str, claim: str, quotes: Quotes) -> QuoteCheck:
    """One quote in the text.

    Raises:
        TooMuchWorkError: the text is too long for all quotes of its article.
    """
    fragments = tuple(anchor.exact for anchor in anchors)
    before = tuple((each.start, each.end) for each in anchors if each.start is not None and each.end is not None)
    if len(before) < len(anchors):
        before = ()
    now, candidates = _find(anchors, quotes) or ((), 0)
    if not now:
        return QuoteCheck(mention, claim, fragments, GONE, before, (), 0, quotes.why_absent(anchors))
    state = FOUND if not before else STANDS if now == before else MOVED
    return QuoteCheck(mention, claim, fragments, state, before, now, candidates if state != STANDS else 0)


def _find(anchors: Sequence[Anchor], quotes: Quotes) -> tuple[Places, int] | None:
    """Where the fragments are now, in their order, and at how many places the least certain is; None if one is not."""
    for wanted in (anchors, [replace(anchor, start=None, end=None) for anchor in anchors]):
        places: list[tuple[int, int]] = []
        candidates = 0
        for anchor in wanted:
            place = quotes.nearest(anchor, places[-1][1] if places else 0)
            if place is None:
                break
            places.append((place.start, place.end))
            candidates = max(candidates, place.count)
        else:
            return tuple(places), candidates
    return None
