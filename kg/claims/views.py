"""Views: the graph by attribution and as of a day, with the current statuses.

``reported`` is the store's own merge: facts that the newsroom or a quoted speaker states. ``newsroom`` has only what
newsrooms state themselves, and the reference data; statements stay, since the newsroom itself says who said what.
As of a day, a view has what was true then, of what was known then:

- What holds over time (posts, memberships, chairs, official names) is in if it certainly held on the day, or is
  presumed to have, by all its sources together: see :mod:`kg.claims.holding`. The day of the report does not matter.
- Other claims are in if they were reported, or are attested, on or before the day.
- What may be the same is what is undecided then, by :mod:`kg.claims.sameness`.
- Of the statuses of a thing only the current one is in, by :mod:`kg.claims.status`. A status that is planned, wished,
  denied or only hinted at never is current, and stays as what was said.
- What had been corrected or retracted by the day is out, by :mod:`kg.claims.corrections`; what was so later, is in.
- Reference data without a date are in; those for which no source was read are out.
- Whatever the view, a claim is marked as contested if anybody had contested it by the day, see
  :mod:`kg.claims.contests`.
- Statements are in if their article was published on or before the day, and out if its day is not stated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from kg.claims.annotations import NO_DRAFTS, choose
from kg.claims.assertions import Assertion, AssertionTable
from kg.claims.corrections import as_known
from kg.claims.derived import DERIVED, derived_triples, is_fresh
from kg.claims.direct import direct_triples
from kg.claims.holding import HELD, POSSIBLE, Holding
from kg.claims.selection import VIEWS, Selection
from kg.claims.status import Statuses
from kg.dates import day_of
from kg.errors import UsageError
from kg.namespaces import DERIVED_GRAPH, TNK
from kg.store import Dataset, MergeInMemory, Store, select
from kg.terms import MERGE, Literal, NamedNode, Quad, Triple

__all__ = ["Views", "select_view"]

_NEVER = "9999-12-31"
_HELD = NamedNode(TNK + "heldOnDay")

_LATER = """
SELECT ?article WHERE {
  ?article a tnk:Article OPTIONAL { ?article tnk:publishedLatest ?day } FILTER(!BOUND(?day) || STR(?day) > ?limit)
}"""


class Views:
    """The views of a store: what its annotations say, by attribution and as of a day. Each copy is made once.

    Args:
        store: the store.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made: dict[tuple[str, str | None, bool, str], Dataset] = {}

    def select(
        self,
        view: str = "reported",
        as_of: date | str | None = None,
        *,
        possible: bool = False,
        annotations: str = NO_DRAFTS,
    ) -> Dataset:
        """See :meth:`kg.graph.Graph.dataset`."""
        if possible and as_of is None:
            raise UsageError("what is possible is asked for, but no day", hint="give one: as_of=…, or --as-of")
        if view not in VIEWS:
            raise UsageError(f"there is no view {view!r}", hint=f"one of {', '.join(VIEWS)}")
        day = None if as_of is None else day_of(as_of)
        key = view, day, possible, annotations
        if key not in self._made:
            chosen = choose(self._store.dataset, annotations)
            has_statuses = not isinstance(chosen, MergeInMemory) and is_fresh(self._store.digests())
            if view == "reported" and day is None and has_statuses:
                return chosen
            self._made[key] = select_view(chosen, view, day, possible=possible)
        return self._made[key]

    def clear(self) -> None:
        """Let go of the copies."""
        self._made.clear()


def select_view(dataset: Dataset, view: str = "reported", day: str | None = None, *, possible: bool = False) -> Dataset:
    """A view; see the module. Its merge is in memory.

    Assertions that do not count are left out, with the direct triples that no other assertion yields.

    Args:
        dataset: the store with its merge.
        view: ``reported`` or ``newsroom``.
        day: ISO 8601; None for any time.
        possible: whether what is only not excluded on the day is in as well.
    """
    merge = MergeInMemory(as_known(dataset, day))
    table = AssertionTable(merge)
    selection = Selection(table, view, day)
    held: dict[str, str] = {}
    out = {assertion.iri for assertion in table if view == "newsroom" and not assertion.is_own_word}
    later: tuple[str, ...] = ()
    not_on_day: set[str] = set()
    if day is not None:
        held = _held_on(day, selection, merge, possible)
        not_on_day = _not_on(day, selection, merge, held)
        out |= not_on_day
        rows = select(merge, _LATER.replace("?limit", f'"{day}"'))
        later = tuple(f"{row[0].value}/statement/" for row in rows)
    out |= {assertion.iri for assertion in table if assertion.subject in out}  # what is said of a claim that is out
    kept, dropped = _direct_triples(merge, table, lambda assertion: assertion not in out)
    unsupported = dropped - kept

    def counts(quad: Quad) -> bool:
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        return quad.predicate not in DERIVED and not _is_out(subject, out, later) and quad.triple not in unsupported

    derived = [*derived_triples(selection, merge, out, not_on_day)]
    derived += [Triple(NamedNode(iri), _HELD, Literal(word)) for iri, word in held.items() if word and iri not in out]
    merge.restrict(counts, (Quad(t.subject, t.predicate, t.object, NamedNode(DERIVED_GRAPH)) for t in derived))
    return merge


def _held_on(day: str, selection: Selection, dataset: Dataset, possible: bool) -> dict[str, str]:
    """The word for each fact that holds over time, by the IRI of its assertion; empty for one that did not hold."""
    holding = Holding(selection, dataset, day)
    shown = (*HELD, POSSIBLE) if possible else HELD
    words = ((each.iri, holding.word(each)) for each in holding.facts())
    return {iri: word if word is not None and word in shown else "" for iri, word in words}


def _not_on(day: str, selection: Selection, dataset: Dataset, held: Mapping[str, str]) -> set[str]:
    """The assertions that are not true on a day, or were not known by then."""
    dates = {
        quad.subject.value
        for quad in dataset.quads_for_pattern(None, NamedNode(TNK + "earliestBound"), None, MERGE)
        if isinstance(quad.subject, NamedNode)
    }
    statuses = Statuses(selection)
    unread = dataset.quads_for_pattern(None, NamedNode(TNK + "verified"), Literal(False), MERGE)
    out = {quad.subject.value for quad in unread if isinstance(quad.subject, NamedNode)}
    for each in selection.table:
        if each.predicate == TNK + "status":
            known = selection.known_on(each)
            holds = known is not None and known <= day and not statuses.is_superseded(each)
        elif each.iri in held:
            holds = bool(held[each.iri])
        else:
            holds = _holds(each, day, each.predicate in dates, selection.known_on(each))
        if not holds:
            out.add(each.iri)
    return out


def _holds(assertion: Assertion, day: str, is_date: bool, known: str | None) -> bool:
    """Whether an assertion, other than of a status, counts on the day; ``known`` is the one from which it counts."""
    if not is_date:
        start, end = assertion.bounds.get("startLatest", ""), assertion.bounds.get("endEarliest", "")
        if start or end:
            return start <= day <= (end or _NEVER)
        attested = assertion.bounds.get("latest")
        if attested:
            return attested <= day
    return assertion.is_reference or (known or _NEVER) <= day


def _direct_triples(
    dataset: Dataset, table: AssertionTable, counts: Callable[[str], bool]
) -> tuple[set[Triple], set[Triple]]:
    """The direct triples that assertions yield: of those that count, and of the others."""
    kept: set[Triple] = set()
    dropped: set[Triple] = set()
    for assertion, triple in direct_triples(dataset, table):
        (kept if counts(assertion.iri) else dropped).add(triple)
    return kept, dropped


def _is_out(subject: str, out: set[str], later: tuple[str, ...]) -> bool:
    return subject in out or subject.startswith(later)
