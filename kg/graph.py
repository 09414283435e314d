"""The graph as people use it from Python: one object over a store, for questions, networks and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.claims.selection import VIEWS
from kg.dates import day_of
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
        self._views: dict[tuple[str, str | None, bool], Dataset] = {}

    def __repr__(self) -> str:
        where = f"in {self._store.path}" if self._store.path else "in memory"
        return f"<kg.Graph of {len(self.articles):,} articles {where}>"

    def _repr_html_(self) -> str:
        from kg.markup.environment import render
        from kg.query.statistics import article_list

        articles = self._readable(article_list(self.dataset()), self.dataset())
        where = f"in {self._store.path}" if self._store.path else "in memory"
        counts = self.stats()
        return str(
            render("query/graph.html", counts=counts, rows=counts.in_short(), articles=articles.html(), where=where)
        )

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
        """The ids of the articles, sorted."""
        return sorted(iri.rpartition("/article/")[2] for iri in self._store.digests() if "/article/" in iri)

    def dataset(self, view: str = "reported", as_of: date | str | None = None, *, possible: bool = False) -> Dataset:
        """The Oxigraph store of a view; all but the whole graph are copies in memory.

        Args:
            view: ``reported``, or ``newsroom`` for what newsrooms themselves state.
            as_of: only what held, and was known, on this day; see :mod:`kg.claims.views`.
            possible: as of a day also what nothing attests for it and nothing excludes, see :mod:`kg.claims.holding`.

        Raises:
            UsageError: there is no such view, the day is not a date, or there is no day for what is possible.
        """
        if possible and as_of is None:
            raise UsageError("what is possible is asked for, but no day", hint="give one: as_of=…, or --as-of")
        if view not in VIEWS:
            raise UsageError(f"there is no view {view!r}", hint=f"one of {', '.join(VIEWS)}")
        from kg.claims.derived import is_fresh
        from kg.claims.views import select_view

        day = None if as_of is None else day_of(as_of)
        if view == "reported" and day is None and is_fresh(self._store.digests()):
            return self._store.dataset
        key = view, day, possible
        if key not in self._views:
            self._views[key] = select_view(self._store.dataset, view, day, possible=possible)
        return self._views[key]

    def query(
        self,
        sparql: str,
        *,
        view: str = "reported",
        as_of: date | str | None = None,
        possible: bool = False,
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

        dataset = self.dataset(view, as_of, possible=possible)
        return self._readable(run(dataset, sparql, timeout=timeout, memory=memory), dataset, languages)

    def ask(
        self,
        name: str,
        parameters: Mapping[str, object] | None = None,
        *,
        view: str = "reported",
        as_of: date | str | None = None,
        possible: bool = False,
        timeout: float | None = None,
        memory: float | None = None,
        languages: Sequence[str] = ("en",),
        **more: object,
    ) -> Result:
        """Ask a named question of the catalogue.

        Args:
            name: of the question.
            parameters: its parameters by name; they take names, ids or values. They can also be given as keywords.
            view, as_of, possible: see :meth:`dataset`.
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
        dataset = self.dataset(view, as_of, possible=possible)
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
        languages: Sequence[str] = ("en",),
    ) -> Entity:
        """A thing whole: names, types, what is claimed of it, what it has said, and the articles that mention it.

        Args:
            name: a name in any language and spelling, an IRI, or ``<kind>/<slug>``.
            view, as_of, possible: see :meth:`dataset`.
            languages: of the names to show, in order of preference.

        Raises:
            UsageError: nothing, or several things, bear the name; or it means no thing.
        """
        from kg.query.entity import entity

        return entity(self.dataset(view, as_of, possible=possible), name, languages=languages)

    def explain(
        self,
        subject: str,
        relation: str | None = None,
        object: str | None = None,  # noqa: A002
        *,
        view: str = "reported",
        as_of: date | str | None = None,
        possible: bool = False,
        languages: Sequence[str] = ("en",),
    ) -> Explanation:
        """Every quote, article, speaker and modality for and against what is said of a thing.

        Args:
            subject: a name, an IRI, or ``<kind>/<slug>``.
            relation: the name of a relation or attribute, such as ``holdsPost``; None for all.
            object: a name, an IRI, or a value; None for all.
            view, as_of, possible: see :meth:`dataset`.
            languages: in which languages names are shown, in order of preference.

        Raises:
            UsageError: a name means nothing, or several things.
        """
        from kg.query import explain

        dataset = self.dataset(view, as_of, possible=possible)
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
    ) -> nx.Graph:
        """A network as networkx graph, with labels, weights and the evidence on its edges.

        Args:
            name, as_of, since, until, view, status: see :func:`kg.network.load.load_network`. With
                ``status=("held", "planned")`` planned events are in, and edges tell in ``planned`` which rest on none
                that was held.

        Raises:
            UsageError: there is no such network, view or status, or a date is none.
        """
        from kg.network import load_network

        filters: dict[str, Any] = {"as_of": as_of, "since": since, "until": until, "view": view, "status": status}
        return load_network(self._store.dataset, name, **filters)

    def draw(self, name: str, file: PathLike, **options: Any) -> None:
        """Draw a whole network as ``.svg``, ``.png`` or a page of one file, ``.html``.

        Args:
            name: the network.
            file: where to write.
            options: those of :func:`kg.export.write_picture`: ``by``, ``weighted``, ``labels``, ``colour``,
                ``languages``.

        Raises:
            UsageError: there is no such network, measure or colour, or the suffix is unknown.
            InputError: the file cannot be written.
        """
        from kg.export import write_picture

        write_picture(self.network(name), file, self.dataset(), **options)

    def incidences(self, network: str, **filters: Any) -> Incidences:
        """What a network is built from, so that it can be built again without some articles.

        Args:
            network: its name.
            filters: ``view``, ``as_of``, ``since``, ``until`` and what else :meth:`network` takes.

        Raises:
            UsageError: there is no such network or view, or a date is none.
        """
        from kg.network import load_incidences

        return load_incidences(self._store.dataset, network, **filters)

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
        **filters: Any,
    ) -> Comparison:
        """Who rose and who fell between two days; see :func:`kg.network.comparison.compare_dates`."""
        from kg.network import compare_dates

        return compare_dates(self._store.dataset, earlier, later, network, by, weighted, **filters)

    def slices(self, network: str, periods: str | Iterable[Period] = "year", **filters: Any) -> Slices:
        """A network in slices of time, to be ranked or described; see :func:`kg.network.time_slices.load_slices`."""
        from kg.network import load_slices

        return load_slices(self._store.dataset, network, periods, **filters)

    def export(self, file: PathLike, network: str | None = None, **filters: Any) -> int:
        """Write the graph, or one of its networks, to a file, in the format of its suffix.

        Args:
            file: where to write.
            network: the name of a network, for ``.graphml``, ``.gexf``, ``.csv`` or ``.json``.
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
            return write_rdf(self._store.dataset, file)
        graph = self.network(network, **filters)
        write_network(graph, file)
        return int(graph.number_of_edges())

    def to_rdflib(self) -> rdflib.Dataset:
        """A copy as rdflib dataset: the named graphs, and no default graph."""
        from rdflib import Dataset

        from kg.rdf import RdfFormat, serialize
        from kg.terms import DefaultGraph

        copy = Dataset()
        named = (quad for quad in self._store.dataset if not isinstance(quad.graph_name, DefaultGraph))
        written = serialize(named, format=RdfFormat.N_QUADS)
        copy.parse(data=written or b"", format="nquads")
        return copy

    def stats(self) -> Statistics:
        """How much of what is in the graph."""
        from kg.query.statistics import statistics

        return statistics(self._store.dataset)

    def coverage(self) -> dict[str, list[str]]:
        """Terms of the ontology that nothing uses, data that no term stands behind, things without a claim."""
        from kg.query.coverage import coverage

        return coverage(self._store.dataset)
