"""Quads as text, as another process wrote them: the engine reads them faster than Python could make objects of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from kg.rdf import RdfFormat, parse, serialize
from kg.terms import Quad

__all__ = ["WrittenQuads"]


class WrittenQuads(Sequence[Quad]):
    """Quads without blank nodes, as N-Quads; looking at one reads them all.

    Args:
        named: the quads.
        merged: the same triples without a graph; empty if they are no part of the merge.
        number: how many they are.
    """

    __slots__ = ("merged", "named", "number")

    def __init__(self, named: bytes, merged: bytes, number: int) -> None:
        self.named = named
        self.merged = merged
        self.number = number

    @classmethod
    def of(cls, quads: Sequence[Quad], *, is_merged: bool) -> WrittenQuads:
        """Write quads."""
        merged = _written(Quad(q.subject, q.predicate, q.object) for q in quads) if is_merged else b""
        return cls(_written(quads), merged, len(quads))

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[Quad]:
        return iter(parse(self.named, format=RdfFormat.N_QUADS))

    @overload
    def __getitem__(self, place: int) -> Quad: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Quad]: ...
    def __getitem__(self, place: int | slice) -> Quad | Sequence[Quad]:
        return list(self)[place]


def _written(quads: Iterable[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
