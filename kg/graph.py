"""The graph as people use it from Python: one object over a store, for questions, networks and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.claims.annotations import NO_DRAFTS, drafts
from kg.claims.views import Views
from kg.errors import UsageError
from kg.store import Store
from kg.user_paths import PathLike, user_path

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.network import Comparison, Ranking, RobustRanking, Slices
    from kg.network.incidences import Incidences
    from kg.network.time_slices import Period
    from kg.pipeline import Report
    from kg.query import Catalogue, Entity, Explanation, Result
    from kg.query.statistics import Statistics
    from kg.store import Dataset

__all__ = ["Graph"]


class Graph:
    """A graph to ask.

    Args:
        store: the store behind it.
        report: what became of the articles, where the graph was built just now.
    """

    def __init__(self, store: Store, report: Report | None = None) -> None:
        self._store = store
        self.report = report
        self._query_folders: tuple[Path, ...] = ()
        self._views = Views(store)

    def __repr__(self) -> str:
        where = f"in {self._store.path}" if self._store.path else "in memory"
        return f"<kg.Graph of {len(self.articles):,} articles {where}>"

    def _repr_html_(self) -> str:
        from kg.markup.environment import render
        from kg.query.statistics import article_list

        articles = self._readable(article_list(self.dataset()), self.dataset()).html()
        where = f"in {self._store.path}" if self._store.path else "in memory"
        counts = self.stats()
        return str(render("query/graph.html", counts=counts, rows=counts.in_short(), articles=articles, where=where))

    @property
    def query_folders(self) -> Sequence[Path]:
        """Folders with named questions of one's own; set them before the first question."""
        return self._query_folders

    @query_folders.setter
    def query_folders(self, folders: Iterable[PathLike]) -> None:
        self._query_folders = tuple(user_path(folder).absolute() for folder in folders)

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files."""
        self._store.close()
        self._views.clear()

    @property
    def articles(self) -> list[str]:
        """The ids of the articles, sorted; those of drafts are left out."""
        counted = self._store.digests().keys() - drafts(self._store.dataset)
        return sorted(iri.rpartition("/article/")[2] for iri in counted if "/article/" in iri)

    def dataset(
        self,
        view: str = "reported",
        as_of: date | str | None = None,
        *,
        possible: bool = False,
        annotations: str = NO_DRAFTS,
    ) -> Dataset:
        """The Oxigraph store of a view; all but the whole graph are copies in memory.

        Args:
            view: ``reported``, or ``newsroom`` for what newsrooms themselves state.
            as_of: only what held, and was known, on this day; see :mod:`kg.claims.views`.
            possible: as of a day also what nothing attests for it and nothing excludes, see :mod:`kg.claims.holding`.
            annotations: ``no-drafts``, ``reviewed`` or ``all``, see :mod:`kg.claims.annotations`.

        Raises:
            UsageError: no such view or annotations, the day is not a date, or there is no day for what is possible.
        """
        return self._views.select(view, as_of, possible=possible, annotations=annotations)

    def query(
        self,
        sparql: str,
        *,
        view: str = "reported",
        as_of: date | str | None = None,
        possible: bool = False,
        annotations: str = NO_DRAFTS,
        timeout: float | None = None,
        memory: float | None = None,
        languages: Sequence[str] = ("en",),
    ) -> Result:
        """Ask in SPARQL, within ``timeout`` seconds and ``memory`` MiB: see :func:`kg.query.run.run`.

        Names in tables are in the first of the ``languages`` that a thing has a name in.

        Raises:
            QueryError: it is not SPARQL, or asks for what kg does not do.
            QueryTimeoutError: it took longer than ``timeout`` seconds.
            QueryFailedError: it needs more memory or depth than there is.
        """
        from kg.query import run

        dataset = self.dataset(view, as_of, possible=possible, annotations=annotations)
        return self._readable(run(dataset, sparql, timeout=timeout, memory=memory), dataset, languages)

    def ask(
        self,
        name: str,
        parameters: Mapping[str, object] | None = None,
        *,
        view: str = "reported",
        as_of: date | str | None = None,
        possible: bool = False,
        annotations: str = NO_DRAFTS,
        timeout: float | None = None,
        memory: float | None = None,
        languages: Sequence[str] = ("en",),
        **more: object,
    ) -> Result:
        """Ask a named question of the catalogue.

        Args:
            name: of the question.
            parameters: its parameters by name; they take names, ids or values. They can also be given as keywords.
            view, as_of, possible, annotations: see :meth:`dataset`.
            timeout: seconds.
            memory: MiB.
            languages: of the names in tables, in order of preference.
            more: parameters as keywords: ``g.ask("events-in-place", place="Baku")``.

        Raises:
            UsageError: there is no such question or parameter, or a value fits no thing.
            QueryTimeoutError, QueryFailedError: see :meth:`query`.
        """
        from kg.query import Labels, bind, run, view_day

        question = self.catalogue.get(name)
        twice = sorted(more.keys() & (parameters or {}).keys())
        if twice:
            raise UsageError(f"{', '.join(twice)}: given in the mapping and as a keyword", hint="give it once")
        written = {key: str(value) for key, value in {**(parameters or {}), **more}.items()}
        given, as_of = view_day(question, written, as_of)
        dataset = self.dataset(view, as_of, possible=possible, annotations=annotations)
        values = bind(question, given, Labels(dataset))
        found = run(dataset, question.text, substitutions=values, timeout=timeout, memory=memory)
        return self._readable(found, dataset, languages)

    def _readable(self, result: Result, dataset: Dataset, languages: Sequence[str] = ("en",)) -> Result:
        """The result, with what a notebook shows of it: names, and the quotes behind each row."""
        from kg.query import EvidenceReader, Labels

        labels = Labels(dataset, languages)
        return result.readable(labels, EvidenceReader(dataset, labels))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The named questions: those that come with kg, and those in ``query_folders``.

        Raises:
            InputError: a folder is not there, or a file in it is broken.
        """
        from kg.query import bundled_catalogue

        return bundled_catalogue(self.query_folders)

    def entity(
        self,
        name: str,
        *,
        view: str = "reported",
        as_of: date | str | None = None,
        possible: bool = False,
        annotations: str = NO_DRAFTS,
        languages: Sequence[str] = ("en",),
    ) -> Entity:
        """A thing whole: names, types, what is claimed of it, what it has said, and the articles that mention it.

        Args:
            name: a name in any language and spelling, an IRI, or ``<kind>/<slug>``.
            view, as_of, possible, annotations: see :meth:`dataset`.
            languages: of the names to show, in order of preference.

        Raises:
            UsageError: nothing, or several things, bear the name; or it means no thing.
        """
        from kg.query.entity import entity

        return entity(self.dataset(view, as_of, possible=possible, annotations=annotations), name, languages=languages)

    def explain(
        self,
        subject: str,
        relation: str | None = None,
        object: str | None = None,  # noqa: A002
        *,
        view: str = "reported",
        as_of: date | str | None = None,
        possible: bool = False,
        annotations: str = NO_DRAFTS,
        languages: Sequence[str] = ("en",),
    ) -> Explanation:
        """Every quote, article, speaker and modality for and against what is said of a thing.

        Args:
            subject: a name, an IRI, or ``<kind>/<slug>``.
            relation: the name of a relation or attribute, such as ``holdsPost``; None for all.
            object: a name, an IRI, or a value; None for all.
            view, as_of, possible, annotations: see :meth:`dataset`.
            languages: in which languages names are shown, in order of preference.

        Raises:
            UsageError: a name means nothing, or several things.
        """
        from kg.query import explain

        dataset = self.dataset(view, as_of, possible=possible, annotations=annotations)
        return explain(dataset, subject, relation, object, languages=languages, catalogue=self.catalogue)

    def network(
        self,
        name: str,
        *,
        as_of: str | None = None,
        since: str | None = None,
        until: str | None = None,
        view: str = "reported",
        status: str | Iterable[str] | None = None,
        annotations: str = NO_DRAFTS,
    ) -> nx.Graph:
        """A network as networkx graph, with labels, weights and the evidence on its edges.

        Args:
            name, as_of, since, until, view, status: see :func:`kg.network.load.load_network`. With
                ``status=("held", "planned")`` planned events are in, and edges tell in ``planned`` which rest on none
                that was held.
            annotations: see :meth:`dataset`.

        Raises:
            UsageError: there is no such network, view or status, or a date is none.
        """
        from kg.network import load_network

        dataset = self.dataset(annotations=annotations)
        return load_network(dataset, name, as_of=as_of, since=since, until=until, view=view, status=status)

    def draw(self, name: str, file: PathLike, *, annotations: str = NO_DRAFTS, **options: Any) -> None:
        """Draw a whole network as ``.svg``, ``.png`` or a page of one file, ``.html``.

        Args:
            name: the network.
            file: where to write.
            annotations: see :meth:`dataset`.
            options: those of :func:`kg.export.write_picture`.

        Raises:
            UsageError: there is no such network, measure or colour, or the suffix is unknown.
            InputError: the file cannot be written.
        """
        from kg.export import write_picture

        dataset = self.dataset(annotations=annotations)
        write_picture(self.network(name, annotations=annotations), file, dataset, **options)

    def incidences(self, network: str, *, annotations: str = NO_DRAFTS, **filters: Any) -> Incidences:
        """What a network is built from, so that it can be built again without some articles.

        Args:
            network: its name.
            annotations: see :meth:`dataset`.
            filters: ``view``, ``as_of``, ``since``, ``until`` and what else :meth:`network` takes.

        Raises:
            UsageError: there is no such network or view, or a date is none.
        """
        from kg.network import load_incidences

        return load_incidences(self.dataset(annotations=annotations), network, **filters)

    def rank(
        self, network: str, by: str = "degree", *, weighted: bool | str = False, top: int | None = None, **filters: Any
    ) -> Ranking:
        """The nodes of a network by a measure; see :func:`kg.network.ranking.rank` and :meth:`network`."""
        from kg.network import rank

        return rank(self.network(network, **filters), by, weighted, top)

    def robust_rank(
        self,
        network: str,
        by: str = "degree",
        *,
        weighted: bool | str = False,
        samples: int = 200,
        seed: int = 0,
        top: int | None = None,
        **filters: Any,
    ) -> RobustRanking:
        """The same, with how far each rank can be trusted; see :func:`kg.network.robustness.robust_rank`."""
        from kg.network import robust_rank

        return robust_rank(self.incidences(network, **filters), by, weighted, samples=samples, seed=seed, top=top)

    def compare(
        self,
        earlier: date | str,
        later: date | str,
        network: str = "co-participation",
        by: str = "degree",
        *,
        weighted: bool | str = False,
        annotations: str = NO_DRAFTS,
        **filters: Any,
    ) -> Comparison:
        """Who rose and who fell between two days; see :func:`kg.network.comparison.compare_dates`."""
        from kg.network import compare_dates

        return compare_dates(self.dataset(annotations=annotations), earlier, later, network, by, weighted, **filters)

    def slices(
        self, network: str, periods: str | Iterable[Period] = "year", *, annotations: str = NO_DRAFTS, **filters: Any
    ) -> Slices:
        """A network in slices of time, to be ranked or described; see :func:`kg.network.time_slices.load_slices`."""
        from kg.network import load_slices

        return load_slices(self.dataset(annotations=annotations), network, periods, **filters)

    def export(
        self, file: PathLike, network: str | None = None, *, annotations: str = NO_DRAFTS, **filters: Any
    ) -> int:
        """Write the graph, or one of its networks, to a file, in the format of its suffix.

        Args:
            file: where to write.
            network: the name of a network, for ``.graphml``, ``.gexf``, ``.csv`` or ``.json``.
            annotations: see :meth:`dataset`.
            filters: of a network: ``view``, ``as_of`` and what else :meth:`network` takes.

        Returns:
            how many quads, or edges of the network, were written.

        Raises:
            UsageError: an unknown suffix or network, or a date is none.
            InputError: the file cannot be written.
        """
        from kg.export import write_network, write_rdf

        if network is None:
            if filters:
                raise UsageError(f"{', '.join(filters)}: only a network is filtered", hint="name one: network=…")
            return write_rdf(self.dataset(annotations=annotations), file)
        graph = self.network(network, annotations=annotations, **filters)
        write_network(graph, file)
        return int(graph.number_of_edges())

    def to_rdflib(self, *, annotations: str = NO_DRAFTS) -> rdflib.Dataset:
        """A copy as rdflib dataset: the named graphs, and no default graph; ``annotations``: see :meth:`dataset`."""
        from kg.rdf import to_rdflib

        return to_rdflib(self.dataset(annotations=annotations))

    def stats(self, *, annotations: str = NO_DRAFTS) -> Statistics:
        """How much of what is in the graph; ``annotations``: see :meth:`dataset`."""
        from kg.query.statistics import statistics

        return statistics(self.dataset(annotations=annotations), self._store.dataset)

    def coverage(self, *, annotations: str = NO_DRAFTS) -> dict[str, list[str]]:
        """Terms of the ontology that nothing uses, data that no term stands behind, things without a claim."""
        from kg.query.coverage import coverage

        return coverage(self.dataset(annotations=annotations))
