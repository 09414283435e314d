"""A small rdflib store for one validation: two indexes, no contexts, no events.

rdflib's own memory store keeps contexts for each triple and raises an event for each addition. Without them loading an
article takes less than half the time, and validating it three quarters (docs/decisions/0005-validation.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from rdflib import Graph
from rdflib.store import Store
from rdflib.term import Node

__all__ = ["IndexedStore", "indexed_graph"]

_Triple = tuple[Node, Node, Node]
_Found = Iterator[tuple[_Triple, tuple[()]]]


def indexed_graph(triples: Iterable[_Triple]) -> Graph:
    """A graph of these triples, for reading."""
    store = IndexedStore()
    for triple in triples:
        store.add(triple)
    return Graph(store=store, bind_namespaces="none")


class IndexedStore(Store):
    """Triples in memory, each once. Nothing can be removed."""

    context_aware = graph_aware = True  # pySHACL asks for both; the contexts are always empty

    def __init__(self) -> None:
        super().__init__()
        self._by_subject: dict[Node, dict[Node, dict[Node, None]]] = defaultdict(dict)
        self._by_predicate: dict[Node, dict[Node, dict[Node, None]]] = defaultdict(dict)
        self._size = 0

    def add(self, triple: Any, context: Any = None, quoted: bool = False) -> None:  # noqa: ARG002
        """Add a triple."""
        s, p, o = triple
        objects = self._by_subject[s].setdefault(p, {})
        if o in objects:
            return
        objects[o] = None
        self._by_predicate[p].setdefault(o, {})[s] = None
        self._size += 1

    def __len__(self, context: Any = None) -> int:
        return self._size

    def triples(self, triple_pattern: Any, context: Any = None) -> Any:  # noqa: ARG002
        """The triples that match; None in the pattern matches anything."""
        s, p, o = triple_pattern
        if s is not None:
            return self._of_subject(s, p, o)
        if p is not None:
            return self._of_predicate(p, o)
        if o is not None:
            return (((s, p, o), ()) for p, values in self._by_predicate.items() for s in values.get(o, ()))
        return (
            ((s, p, o), ()) for s, about in self._by_subject.items() for p, objects in about.items() for o in objects
        )

    def _of_subject(self, s: Node, p: Node | None, o: Node | None) -> _Found:
        about = self._by_subject.get(s, {})
        for predicate in about if p is None else (p,):
            objects = about.get(predicate, {})
            if o is None:
                for each in objects:
                    yield (s, predicate, each), ()
            elif o in objects:
                yield (s, predicate, o), ()

    def _of_predicate(self, p: Node, o: Node | None) -> _Found:
        values = self._by_predicate.get(p, {})
        for each in values if o is None else (o,):
            for s in values.get(each, ()):
                yield (s, p, each), ()

    def namespaces(self) -> Iterator[Any]:
        """No prefixes are kept."""
        return iter(())

    def bind(self, prefix: str, namespace: Any, override: bool = True) -> None:
        """No prefixes are kept."""
