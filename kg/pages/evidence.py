"""Evidence on a page: each claim once, in the order of time, so that everything else can refer to it by number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from kg.markup.environment import macros
from kg.pages.html import text
from kg.pages.lookup import node_of
from kg.query import EvidenceReader, Labels
from kg.store import Dataset

__all__ = ["Evidence"]


class Evidence:
    """The claims of a page.

    Args:
        store: the store whose default graph is the merge; None where there is none to look things up in.
        iris: those of the assertions and statements.
        languages: of names, the most wanted first.
    """

    def __init__(self, store: Dataset | None, iris: Iterable[str], languages: Sequence[str] = ("en",)) -> None:
        self._store = store
        self._labels = None if store is None else Labels(store, languages)
        wanted = sorted(set(iris))
        known = [iri for iri in wanted if self._is_known(iri)]
        claims = EvidenceReader(store, self._labels).claims(known) if store is not None and self._labels else []
        self._claims = {claim.iri: claim for claim in claims}
        self._order = [*self._claims, *(iri for iri in wanted if iri not in self._claims)]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each claim, from 1, by its IRI."""
        return {iri: number for number, iri in enumerate(self._order, start=1)}

    def html(self) -> str:
        """All claims, as a list whose items have the ids ``c1``, ``c2`` …"""
        items = [f'<li id="c{number}">{self._claim(iri)}</li>' for iri, number in self.numbers.items()]
        return '<ol class="claims">\n' + "\n".join(items) + "\n</ol>"

    def references(self, iris: Iterable[str]) -> str:
        """The numbers of claims, each leading to its claim."""
        found = sorted(self.numbers[iri] for iri in iris)
        return " ".join(f'<a href="#c{number}">{number}</a>' for number in found)

    def _is_known(self, iri: str) -> bool:
        node = node_of(iri)
        if self._store is None or node is None:
            return False
        # In any graph: a mention stands in that of its article alone.
        return next(self._store.quads_for_pattern(node, None, None, None), None) is not None

    def _claim(self, iri: str) -> str:
        claim = self._claims.get(iri)
        if claim is None:
            return f"<p>{text(iri)}: this graph does not hold it.</p>"
        return str(macros("markup/templates/claims.html").claim(claim))
