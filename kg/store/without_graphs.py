"""A dataset without some of its named graphs, which are no part of its merge: nothing is copied."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from kg.dataset import Dataset
from kg.terms import MERGE, BlankNode, DefaultGraph, NamedNode, Quad

__all__ = ["WithoutGraphs", "names_graphs"]

# A query without these words cannot ask for a named graph; one that has them in a text is only slower. Keywords are
# written plainly: queries of strangers come from the guard, which writes them anew.
_NAMES_GRAPHS = re.compile(r"\b(?:graph|from)\b", re.I)


def names_graphs(query: str) -> bool:
    """Whether a query may ask for a named graph."""
    return _NAMES_GRAPHS.search(query) is not None


class WithoutGraphs:
    """See the module.

    Args:
        whole: the dataset.
        hidden: the IRIs of the graphs to leave out. What their triples put into the merge stays there.
    """

    def __init__(self, whole: Dataset, hidden: Collection[str]) -> None:
        self._whole = whole
        self._hidden = frozenset(map(NamedNode, hidden))

    def query(self, query: str, /, **options: Any) -> Any:
        """See :class:`kg.dataset.Dataset`."""
        if names_graphs(query):
            options["named_graphs"] = list(self.named_graphs())
        return self._whole.query(query, **options)

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any = None, /) -> Iterator[Quad]:  # noqa: A002
        """See :class:`kg.dataset.Dataset`."""
        found = self._whole.quads_for_pattern(subject, predicate, object, graph_name)
        return found if graph_name == MERGE else (quad for quad in found if quad.graph_name not in self._hidden)

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """See :class:`kg.dataset.Dataset`."""
        return (name for name in self._whole.named_graphs() if name not in self._hidden)

    def contains_named_graph(self, graph_name: NamedNode | BlankNode | DefaultGraph, /) -> bool:
        """See :class:`kg.dataset.Dataset`."""
        return graph_name not in self._hidden and self._whole.contains_named_graph(graph_name)

    def __iter__(self) -> Iterator[Quad]:
        return (quad for quad in self._whole if quad.graph_name not in self._hidden)

    def __len__(self) -> int:
        hidden = (self._whole.quads_for_pattern(None, None, None, name) for name in self._hidden)
        return len(self._whole) - sum(1 for quads in hidden for _ in quads)

    def __contains__(self, quad: Any, /) -> bool:
        return quad.graph_name not in self._hidden and quad in self._whole
