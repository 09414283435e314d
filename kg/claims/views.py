"""Views: the graph by attribution and as of a day, with the current statuses.

``reported`` is the store's own merge: facts that the newsroom or a quoted speaker states. ``newsroom`` has only what
newsrooms state themselves, and the reference data; statements stay, since the newsroom itself says who said what.
As of a day, a view has what was true then, of what was known then:

- What holds over time (posts, memberships, chairs, official names) is in if it certainly held on the day, or is
  presumed to have, by all its sources together: see :mod:`kg.claims.holding`. The day of the report does not matter.
- Other claims are in if they were reported, or are attested, on or before the day.
- Of the statuses of a thing only the current one is in, by :mod:`kg.claims.status`. A status that is planned, wished,
  denied or only hinted at never is current, and stays as what was said.
- Reference data without a date are in; those for which no source was read are out.
- Whatever the view, a claim is marked as contested if anybody had contested it by the day, see
  :mod:`kg.claims.contests`.
- Statements are in if their article was published on or before the day, and out if its day is not stated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.claims.assertions import Assertion, AssertionTable
from kg.claims.contests import contest_marks
from kg.claims.derived import current_statuses
from kg.claims.direct import direct_triples
from kg.claims.holding import HELD, POSSIBLE, Holding
from kg.claims.selection import Selection
from kg.claims.status import Statuses
from kg.namespaces import DERIVED_GRAPH, TNK
from kg.store import Dataset, MergeInMemory, select
from kg.terms import MERGE, Literal, NamedNode, Quad, Triple

__all__ = ["select_view"]

_NEVER = "9999-12-31"
_HELD = NamedNode(TNK + "heldOnDay")
_DERIVED = (NamedNode(TNK + "currentStatus"), NamedNode(TNK + "contestedBy"))

_LATER = """
SELECT ?article WHERE {
  ?article a tnk:Article OPTIONAL { ?article tnk:publishedLatest ?day } FILTER(!BOUND(?day) || STR(?day) > ?limit)
}"""


def select_view(dataset: Dataset, view: str = "reported", day: str | None = None, *, possible: bool = False) -> Dataset:
    """A view; see the module. Its merge is in memory.

    Assertions that do not count are left out, with the direct triples that no other assertion yields.

    Args:
        dataset: the store with its merge.
        view: ``reported`` or ``newsroom``.
        day: ISO 8601; None for any time.
        possible: whether what is only not excluded on the day is in as well.
    """
    merge = MergeInMemory(dataset)
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
        return quad.predicate not in _DERIVED and not _is_out(subject, out, later) and quad.triple not in unsupported

    derived = [(each.subject, each.predicate, each.object) for each in current_statuses(selection)]
    derived += [(NamedNode(iri), _HELD, Literal(word)) for iri, word in held.items() if word and iri not in out]
    marks = (each for each in contest_marks(merge, not_on_day) if each.subject.value not in out)  # type: ignore[union-attr]
    derived += [(each.subject, each.predicate, each.object) for each in marks]
    merge.restrict(counts, (Quad(*triple, NamedNode(DERIVED_GRAPH)) for triple in derived))
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
