"""What a network leaves out: by view, by the day of assertion, by status and by the dates of events.

A projection's query says who takes part in what. Which of it counts is the same for every projection:

- *view*, *certainty*, *as of* a day: as :mod:`kg.claims.selection` says. What holds over time (who runs, funds or is a
  partner in a programme) counts as of a day if it certainly held on it or is presumed to have, as
  :mod:`kg.claims.holding` says, whenever it was reported. Statements and mentions count in both views:
  that somebody said something, or that a thing is named, is the newsroom's own word,
  unless its article is retracted. As of a day counts of them what stands in an article that was certainly published
  by then.
- *status*: the current one, as :mod:`kg.claims.status` says.
- *modality*: facts. Of an event that is itself only foreseen, also what is no less certain than that: plans, of a
  proposed one proposals too, of a wished one wishes too; see :data:`FORESEEN`. Who was to come to an event that was
  held, or called off, counts only where a fact says that they took part.
- *since*, *until*: an event is in when all days on which it may have begun lie within. Its dates are its
  asserted start dates, else its asserted dates, unless the projection says otherwise; ``published`` stands for the day
  of the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from kg.claims.assertions import BOUNDS_OF, AssertionTable
from kg.claims.corrections import withdrawn_articles
from kg.claims.evidence import articles_behind
from kg.claims.holding import HELD, Holding
from kg.claims.sameness import Sameness
from kg.claims.selection import VIEWS, Selection
from kg.claims.status import FORESEEN, STATUSES, UNKNOWN, Statuses
from kg.dates import check_order, day_of
from kg.errors import UsageError
from kg.namespaces import RDF, TNK
from kg.store import Dataset
from kg.suggest import unknown
from kg.terms import MERGE, Literal, NamedNode, Quad

__all__ = ["CountedEvidence", "NetworkFilter", "admitted", "status_words"]

_TYPE, _CITED = NamedNode(RDF + "type"), NamedNode(TNK + "CitedSource")
_MODALITIES = ("fact", *FORESEEN["wished"])

Span = tuple[str | None, str | None, str, str]
"""The first and the last day that a date allows, and the modality and the IRI of what gives the date."""


@dataclass(frozen=True, slots=True)
class NetworkFilter:
    """What counts. Days are ISO 8601; None does not filter."""

    view: str = "reported"
    as_of: str | None = None
    since: str | None = None
    until: str | None = None
    statuses: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls,
        view: str,
        as_of: date | str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        status: str | Iterable[str] | None = None,
    ) -> NetworkFilter:
        """Check what a user asked for. A month or a year stands for its last day, for ``since`` for its first.

        Args:
            view, as_of, since, until, status: see :func:`kg.network.load.load_network`.

        Raises:
            UsageError: an unknown view or status, a date that is not one, or ``since`` after ``until``.
        """
        if view not in VIEWS:
            raise unknown("view", view, VIEWS)
        asked = {"as_of": as_of, "since": since, "until": until}
        days = {
            what: None if day is None else day_of(day, first=what == "since", what=what) for what, day in asked.items()
        }
        return cls(view, **days, statuses=None if status is None else _statuses(status))

    def __post_init__(self) -> None:
        check_order(self.since, self.until)

    @property
    def by_date(self) -> bool:
        """Whether events are left out by their dates."""
        return self.since is not None or self.until is not None


class CountedEvidence:
    """The assertions of a store that a filter lets pass; statements and mentions likewise.

    What counts of assertions, and which status is current, is decided in :mod:`kg.claims`.
    """

    def __init__(self, store: Dataset, filters: NetworkFilter, table: AssertionTable | None = None) -> None:
        self._store = store
        self._filters = filters
        self.selection = Selection(table or AssertionTable(store), filters.view, filters.as_of)
        self.statuses = Statuses(self.selection)
        self._holding = None if filters.as_of is None else Holding(self.selection, store, filters.as_of)
        self._retracted = withdrawn_articles(store)
        self.sameness = Sameness(self.selection, store)
        self._dated: dict[str, dict[str, list[Span]]] = {}

    def refiltered(self, filters: NetworkFilter) -> CountedEvidence:
        """The same under filters that differ in ``since`` and ``until`` only; what was read is shared."""
        other = copy(self)
        other._filters = filters
        return other

    def admits(self, evidence: str) -> bool:
        """Whether an assertion, a statement or a mention counts, by its attribution and its day."""
        assertion = self.selection.table.get(evidence)
        if assertion is not None:
            if self._holding is not None and self._holding.covers(assertion):
                return self._holding.word(assertion) in HELD
            return self.selection.admits(assertion)
        if self._retracted and self.articles_of(evidence) <= self._retracted:
            return False
        if self._filters.as_of is None:
            return True
        # A statement or a mention: known when the first article that it stands in had certainly come out.
        known = [latest for _, latest, *_ in self._published(evidence) if latest is not None]
        return min(known, default="9999-12-31") <= self._filters.as_of

    def held(self, evidence: str) -> str | None:
        """As of a day, ``certain`` or ``presumed`` for an assertion of what holds over time; None for anything else."""
        assertion = self.selection.table.get(evidence)
        if assertion is None or self._holding is None or not self._holding.covers(assertion):
            return None
        return self._holding.word(assertion)

    def articles_of(self, evidence: str) -> frozenset[str]:
        """The articles that make an assertion or a statement, or that name a thing; none for reference data."""
        assertion = self.selection.table.get(evidence)
        return articles_behind(self._store, evidence) if assertion is None else frozenset(assertion.articles)

    def within(
        self, thing: str, dates: Sequence[str], status: str | None = None, among: Callable[[str], bool] | None = None
    ) -> bool:
        """Whether all days on which a thing may have begun lie between since and until.

        Args:
            thing: its IRI.
            dates: the properties to go by, the first that the thing has.
            status: of the thing; plans of what is only foreseen date it too.
            among: whether an assertion, by its IRI, counts here; by default all do.
        """
        spans = self._spans_that_count(thing, dates, status, among)
        since, until = self._filters.since or "", self._filters.until or "9999-12-31"
        return bool(spans) and all(
            earliest is not None and latest is not None and since <= earliest and latest <= until
            for earliest, latest, *_ in spans
        )

    def dated_by(self, thing: str, dates: Sequence[str]) -> set[str]:
        """The assertions that give a thing its dates, where these count; for ``dates`` see :meth:`within`."""
        return {span[3] for each in dates for span in self._spans(each, thing)} if self._filters.by_date else set()

    def began(self, thing: str, dates: Sequence[str], status: str | None = None) -> tuple[str, str] | None:
        """The first and the last day on which a thing may have begun; None where that is not known on both sides.

        For ``dates`` and ``status`` see :meth:`within`.
        """
        spans = self._spans_that_count(thing, dates, status)
        earliest, latest = [span[0] for span in spans], [span[1] for span in spans]
        if not spans or None in earliest or None in latest:
            return None
        return min(day for day in earliest if day), max(day for day in latest if day)

    def _spans_that_count(
        self, thing: str, dates: Sequence[str], status: str | None, among: Callable[[str], bool] | None = None
    ) -> list[Span]:
        """What the first property that a thing has allows; for the arguments see :meth:`within`."""
        for each in dates:
            spans = [
                span
                for span in self._spans(each, thing)
                if admitted(status, span[2]) and (among is None or among(span[3]))
            ]
            if spans:
                return spans
        return []

    def _spans(self, date_property: str, thing: str) -> list[Span]:
        if date_property == "published":
            return self._published(thing)
        if date_property not in self._dated:
            self._dated[date_property] = self._date(date_property)
        return self._dated[date_property].get(thing, [])

    def _date(self, date_property: str) -> dict[str, list[Span]]:
        """What each assertion with a date property allows."""
        spans: dict[str, list[Span]] = defaultdict(list)
        low, high = BOUNDS_OF[date_property]
        for assertion in self.selection.of(date_property):
            if assertion.modality in _MODALITIES:
                first, last = assertion.bounds.get(low), assertion.bounds.get(high)
                spans[assertion.subject].append((first, last, assertion.modality, assertion.iri))
        return dict(spans)

    def _published(self, thing: str) -> list[Span]:
        """The days on which the articles came out that a thing is, or stands in, or the cited page that it is.

        Of other things none, nor of a cited page without a day.
        """
        is_cited = Quad(NamedNode(thing), _TYPE, _CITED, MERGE) in self._store
        articles = {thing} if is_cited else self.articles_of(thing) or {thing}
        days = [(self._bound(each, "Earliest"), self._bound(each, "Latest"), each) for each in articles]
        return [(first, last, "fact", article) for first, last, article in sorted(days, key=str) if first or last]

    def _bound(self, article: str, side: str) -> str | None:
        """The first or the last day on which an article may have come out."""
        predicate = NamedNode(f"{TNK}published{side}")
        found = (quad.object for quad in self._store.quads_for_pattern(NamedNode(article), predicate, None, MERGE))
        return min((term.value for term in found if isinstance(term, Literal)), default=None)


def admitted(status: str | None, modality: str) -> bool:
    """Whether an assertion of a modality counts for a thing of a status; see the module.

    >>> admitted("held", "plan"), admitted("planned", "plan"), admitted("planned", "wish"), admitted(None, "fact")
    (False, True, False, True)
    """
    return modality == "fact" or modality in FORESEEN.get(status or UNKNOWN, ())


def status_words(statuses: Sequence[str]) -> str:
    """Statuses as a phrase.

    >>> status_words(["held", "announced", "planned"])
    'held, announced or planned'
    """
    return " or ".join(filter(None, (", ".join(statuses[:-1]), *statuses[-1:])))


def _statuses(status: str | Iterable[str]) -> tuple[str, ...]:
    """The statuses asked for, in the order of :data:`STATUSES`."""
    texts = [status] if isinstance(status, str) else list(status)
    names = {name.strip() for text in texts for name in str(text).split(",")} - {""}
    if not names:
        raise UsageError("no status is given", hint=f"any, or some of {', '.join(STATUSES)}")
    for name in sorted(names):
        if name in ("draft", "reviewed"):
            hint = "--annotations reviewed, or --annotations all for drafts, too"
            raise UsageError(f"{name} is a status of annotations, not of events", hint=hint)
        if name not in (*STATUSES, "any"):
            raise unknown("status", name, (*STATUSES, "any"))
    return STATUSES if "any" in names else tuple(name for name in STATUSES if name in names)
