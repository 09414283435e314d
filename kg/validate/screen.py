"""A quick first look at an article: PyPI's ``shacl`` (extra ``fast``) tells by which shapes it may have faults.

Only that much is believed. What is at fault, and with which words, says pySHACL, which judges the article by these
shapes again. ``shacl`` is young: docs/decisions/0038-loading.md says what speaks for it, and ``kg check --judge both``
compares the two in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from kg.rdf import RdfFormat, parse, serialize
from kg.terms import Quad, Triple
from kg.validate.terms import to_rdflib_term

if TYPE_CHECKING:
    from rdflib.term import Node
    from shacl import Report

__all__ = ["Screen", "Seen", "is_installed", "spelled"]

_PLAIN_PATH = re.compile(r"<[^<>]*>")


class Seen(NamedTuple):
    """One result, in which two validators can be compared; a path of several steps is ``…``."""

    focus: str | None
    path: str | None
    value: str | None
    component: str
    severity: str


def is_installed() -> bool:
    """Whether the extra ``fast`` is installed."""
    return find_spec("shacl") is not None


class Screen:
    """Looks at articles, by shapes that are compiled once.

    Args:
        shapes: the shapes.
        context: what every article is judged with.
    """

    def __init__(self, shapes: Iterable[Triple], context: Iterable[Quad]) -> None:
        from shacl import Shapes

        self._shapes = Shapes.from_text(_written(shapes), "ntriples")
        self._context = _written(quad.triple for quad in context)

    def suspects(self, quads: Iterable[Quad]) -> frozenset[str] | None:
        """The IRIs of the shapes that have something to say on an article; None where that cannot be told."""
        try:
            names = {each.root_shape for each in self._report(quads).results}
        except (ValueError, RuntimeError):  # what it cannot read or follow is left to pySHACL
            return None
        if not all(name is not None and _PLAIN_PATH.fullmatch(name) for name in names):
            return None
        return frozenset(name[1:-1] for name in names if name is not None)

    def results(self, quads: Iterable[Quad]) -> list[Seen]:
        """All results on an article, in order."""
        found = [
            Seen(
                _spelled(each.focus_node),
                None if each.path is None else each.path if _PLAIN_PATH.fullmatch(each.path) else "…",
                _spelled(each.value),
                each.component,
                each.severity,
            )
            for each in self._report(quads).results
        ]
        return sorted(found, key=repr)

    def _report(self, quads: Iterable[Quad]) -> Report:
        return self._shapes.validate_text(self._context + _written(quad.triple for quad in quads), "ntriples")


def _written(triples: Iterable[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def spelled(node: Node | None) -> str | None:
    """A term in one spelling; None for a blank node, which has another name in every report."""
    from rdflib import BNode

    return None if node is None or isinstance(node, BNode) else node.n3()


def _spelled(written: str | None) -> str | None:
    """The same of a term as ``shacl`` writes it; rdflib makes 40.1 of 40.1e0."""
    if written is None:
        return None
    (quad,) = parse(f"<x:x> <x:x> {written} .", format=RdfFormat.N_TRIPLES)
    return spelled(to_rdflib_term(quad.object))
