"""Which polity a node belongs to, and which assertions say so.

A polity is its own; an organisation, a group or a post has the polity it belongs to, else that of the organisation that
it is a unit of, or a post in; a person has those of the posts held, else those it is said to come from. An
event has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.claims.assertions import AssertionTable
from kg.claims.kinds import Kinds
from kg.claims.labels import Labels
from kg.claims.selection import Selection
from kg.namespaces import TNK
from kg.store import Dataset
from kg.terms import MERGE, Literal, NamedNode

__all__ = ["Belonging", "Polity", "find_polities"]

_NOTHING: frozenset[str] = frozenset()
_CODE = NamedNode(TNK + "iso3166Alpha2")
# Where to look first: what a thing belongs to itself, before what stands above it.
_STEPS_UP = (("ofPolity",), ("unitOf", "postIn"), ("holdsPost",), ("fromPolity",))


@dataclass(frozen=True, slots=True, order=True)
class Polity:
    """A polity: its name, its code of ISO 3166-1 (None where it has none), its address."""

    label: str
    code: str | None
    iri: str


@dataclass(frozen=True, slots=True)
class Belonging:
    """The polities of a node, sorted, and the assertions that say so.

    ``is_origin``: nothing but a source's word on where a person comes from tells them, the weakest ground of all.
    """

    polities: tuple[Polity, ...]
    evidence: tuple[str, ...]
    is_origin: bool = False


def find_polities(
    store: Dataset, nodes: Iterable[str], view: str = "reported", table: AssertionTable | None = None
) -> dict[str, Belonging]:
    """The polities of nodes; a node of which nothing tells one is left out.

    All facts of the view count, whenever they were asserted or held. Each thing is walked over once, however many
    assertions lead to it.

    Args:
        store: the Oxigraph store whose default graph is the merge.
        nodes: IRIs.
        view: ``reported`` or ``newsroom``.
        table: the assertions of the store, where they have been read before.
    """
    finder = _Finder(store, Selection(table or AssertionTable(store), view))
    found = ((node, finder.of(node)) for node in sorted(nodes))
    return {node: belonging for node, belonging in found if belonging.polities}


class _Finder:
    def __init__(self, store: Dataset, selection: Selection) -> None:
        self._store = store
        self._selection = selection
        self._labels, self._kinds = Labels(store), Kinds(store)
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def of(self, node: str) -> Belonging:
        found, evidence, _ = self._climb(node, ())
        is_origin = bool(evidence) and evidence <= self._origins
        return Belonging(tuple(sorted(map(self._polity, found))), tuple(sorted(evidence)), is_origin)

    def _climb(self, node: str, below: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], int]:
        """The polities of a node and the assertions that lead to them.

        ``below`` is the way that led here. The third result is how far down a circle led back, as place in that way;
        what was found within a circle depends on where it was entered, and is not kept.
        """
        if node in self._known:
            return *self._known[node], len(below)
        if self._kinds.of(node) == "polity":
            return frozenset([node]), _NOTHING, len(below)
        back = len(below)
        polities, evidence = _NOTHING, _NOTHING
        for way in _STEPS_UP:
            for above, because in (step for relation in way for step in self._steps[relation].get(node, {}).items()):
                if above == node or above in below:
                    back = min(back, below.index(above)) if above in below else back
                    continue
                more, leading, lowest = self._climb(above, (*below, node))
                back = min(back, lowest)
                if more:
                    polities, evidence = polities | more, evidence | leading | because
            if polities:
                break
        if back >= len(below):
            self._known[node] = polities, evidence
        return polities, evidence, back

    def _polity(self, iri: str) -> Polity:
        codes = self._store.quads_for_pattern(NamedNode(iri), _CODE, None, MERGE)
        code = min((quad.object.value for quad in codes if isinstance(quad.object, Literal)), default=None)
        return Polity(self._labels.of(iri), code, iri)

    @cached_property
    def _steps(self) -> Mapping[str, Mapping[str, Mapping[str, frozenset[str]]]]:
        """For each relation and subject its objects, each with the assertions that say so."""
        return {relation: self._facts(relation) for way in _STEPS_UP for relation in way}

    @cached_property
    def _origins(self) -> frozenset[str]:
        """The assertions that say which polity a person comes from."""
        return frozenset().union(*(because for each in self._steps["fromPolity"].values() for because in each.values()))

    def _facts(self, relation: str) -> Mapping[str, Mapping[str, frozenset[str]]]:
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for assertion in self._selection.of(relation):
            if assertion.modality == "fact":
                found[assertion.subject][assertion.object].add(assertion.iri)
        return {
            subject: {above: frozenset(because) for above, because in sorted(steps.items())}
            for subject, steps in found.items()
        }
