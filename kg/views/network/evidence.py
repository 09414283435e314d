"""Evidence on a page: each claim once, in the order of time, so that everything else can refer to it by number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.query import Claim, EvidenceReader, Labels
from kg.store import Dataset
from kg.views.network.lookup import node_of

__all__ = ["Evidence"]


class Evidence:
    """The claims of a page.

    Args:
        store: the store whose default graph is the merge; None where there is none to look things up in.
        iris: those of the assertions and statements.
        languages: of names, in order of preference.
    """

    def __init__(self, store: Dataset | None, iris: Iterable[str], languages: Sequence[str] = ("en",)) -> None:
        self._store = store
        wanted = sorted(set(iris))
        found: list[Claim] = []
        if store is not None:
            reader = EvidenceReader(store, Labels(store, languages))
            found = reader.claims([iri for iri in wanted if self._is_known(iri)])
        known: dict[str, Claim | None] = {claim.iri: claim for claim in found}
        self.claims: Mapping[str, Claim | None] = known | {iri: None for iri in wanted if iri not in known}
        self.numbers: Mapping[str, int] = {iri: number for number, iri in enumerate(self.claims, start=1)}

    def _is_known(self, iri: str) -> bool:
        node = node_of(iri)
        # In any graph: a mention stands in that of its article alone.
        found = self._store.quads_for_pattern(node, None, None, None) if self._store is not None and node else iter(())
        return next(found, None) is not None
