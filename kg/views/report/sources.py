"""What a report is made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.claims.annotations import NO_DRAFTS
from kg.claims.sameness import Sameness, sameness_of
from kg.claims.selection import published_by
from kg.claims.sources import Sources
from kg.namespaces import OA, RDF, TNK
from kg.query import Catalogue, EvidenceReader, Labels, Result, bundled_catalogue, evaluate, load_catalogue
from kg.query.statistics import article_list
from kg.query.values import Value
from kg.resources import queries_folder
from kg.store import Dataset
from kg.terms import Literal, NamedNode
from kg.views.report.ledger import Ledger

__all__ = ["ReportData"]

_BODY, _TYPE, _VERIFIED = NamedNode(OA + "hasBody"), NamedNode(RDF + "type"), NamedNode(TNK + "verified")


@dataclass(frozen=True)
class ReportData:
    """A store, and how to look at it.

    Args:
        store: the whole graph.
        dataset: the graph in the view and as of the day asked for; the same store where nothing was filtered.
        view: ``reported`` or ``newsroom``.
        annotations: which annotations the graph holds, see :mod:`kg.claims.annotations`.
        as_of: a day, as ISO 8601; None: none. The articles of a report are then those published by it.
        languages: of names, in order of preference.
        networks: the networks whose main actors are shown.
        measure: by which they are ranked.
        top: how many actors a network shows.
        samples: how often the bootstrap draws.
        seed: of these draws.
        most: how many claims stand under a number.
    """

    store: Dataset
    dataset: Dataset
    view: str = "reported"
    annotations: str = NO_DRAFTS
    as_of: str | None = None
    languages: Sequence[str] = ("en",)
    networks: Sequence[str] = ("polity-cooperation", "co-participation")
    measure: str = "degree"
    top: int = 10
    samples: int = 200
    seed: int = 0
    most: int = 25
    title: str = "What the graph holds"

    @cached_property
    def labels(self) -> Labels:
        """Names of things."""
        return Labels(self.dataset, self.languages)

    @cached_property
    def ledger(self) -> Ledger:
        """The evidence of the whole report."""
        return Ledger(self.labels, EvidenceReader(self.dataset, self.labels), self.mentioning, self.most)

    @cached_property
    def articles(self) -> Mapping[str, Mapping[str, Value]]:
        """The rows of :func:`kg.query.statistics.article_list` by article; as of a day, those published by then."""
        found: dict[str, Mapping[str, Value]] = {}
        for row in article_list(self.dataset).rows:
            if self.as_of is None or published_by(self.as_of, str(row["published"] or "")):
                found.setdefault(str(row["article"]), row)  # of several publishers or addresses the first
        return found

    @cached_property
    def sources(self) -> Sources:
        """Which of the articles are one source."""
        return Sources.of(self.dataset)

    @cached_property
    def sameness(self) -> Sameness:
        """What may be the same in the view, and is undecided."""
        return sameness_of(self.dataset)

    def mentioning(self, thing: str) -> list[str]:
        """The articles that mention a thing."""
        quads = self.dataset.quads_for_pattern(None, _BODY, NamedNode(thing), None)
        graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
        return sorted(graphs & self.articles.keys())

    def mentions(self, article: str, *, verified: bool = False) -> list[str]:
        """The mentions of an article, sorted by IRI; ``verified``: only those whose quote was found in the text."""
        graph = NamedNode(article)
        if verified:
            quads = self.dataset.quads_for_pattern(None, _VERIFIED, Literal(True), graph)
        else:
            quads = self.dataset.quads_for_pattern(None, _TYPE, NamedNode(TNK + "Mention"), graph)
        return sorted(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))

    @cached_property
    def things(self) -> Mapping[str, Sequence[str]]:
        """Things by type; as of a day, those that were claimed or mentioned by then."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.read("things").rows:
            thing = str(row["thing"])
            known = thing in self.articles if "/article/" in thing else row["claimed"] or self.mentioning(thing)
            if self.as_of is None or known:
                found[str(row["type"])].append(thing)
        return {each: sorted(iris) for each, iris in sorted(found.items())}

    def ask(self, name: str) -> Result:
        """The answer to a question of the catalogue, rows that differ in nothing but their evidence as one."""
        return evaluate(self.dataset, self._questions.get(name).text).merge_evidence()

    def read(self, name: str) -> Result:
        """The answer to a query of ``queries/report``."""
        return evaluate(self.dataset, self._own.get(name).text)

    def summary(self, name: str) -> str:
        """What a question of the catalogue asks."""
        return self._questions.get(name).summary

    @cached_property
    def _questions(self) -> Catalogue:
        return bundled_catalogue()

    @cached_property
    def _own(self) -> Catalogue:
        return load_catalogue([queries_folder() / "report"])

    def options(self) -> str:
        """The options that give the same view on the command line."""
        parts = [f"--view {self.view}"] if self.view != "reported" else []
        parts += [f"--annotations {self.annotations}"] if self.annotations != NO_DRAFTS else []
        return " ".join([*parts, *([f"--as-of {self.as_of}"] if self.as_of else [])])
