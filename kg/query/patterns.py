"""What stands in the WHERE of a query: its triple patterns in the order written, and the groups around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kg.errors import UsageError
from kg.namespaces import DEFAULT_BASE, PREFIXES, RDF, XSD

__all__ = ["Group", "PatternStep", "read_patterns"]

_LOCAL = re.compile(r"[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*")
_SAFE = re.compile(r'[^\x00-\x20<>"{}|^`\\]+')
_PLAIN = re.compile(r"[0-9]{1,18}|true|false")


@dataclass(frozen=True, slots=True)
class PatternStep:
    """One triple pattern.

    Args:
        text: as SPARQL.
        triple: in rdflib's terms; the predicate may be a path.
        variables: those in it, blank nodes among them under their own labels.
        path: whether its predicate is a property path.
        closure: whether that may take no step at all (``*`` and ``?``).
        open_ends: whether both its ends are variables.
    """

    text: str
    triple: tuple[Any, Any, Any]
    variables: frozenset[str]
    path: bool
    closure: bool
    open_ends: bool


@dataclass(slots=True)
class Group:
    """What stands between two braces.

    Args:
        kind: what opens it: ``WHERE``, ``OPTIONAL``, ``UNION``, ``MINUS``, ``GRAPH ?g``,
            ``FILTER EXISTS``, ``SUBQUERY``.
        graph: the term behind GRAPH, as SPARQL.
        items: its patterns and groups in the order written.
        is_grouped: whether the rows of the query count or group what the pattern finds.
        links: sets of variables that BIND or VALUES hold together.
        filters: sets of variables that one FILTER looks at.
    """

    kind: str
    graph: str | None = None
    is_grouped: bool = False
    items: list[PatternStep | Group] = field(default_factory=list)
    links: list[frozenset[str]] = field(default_factory=list)
    filters: list[frozenset[str]] = field(default_factory=list)

    @property
    def variables(self) -> frozenset[str]:
        """All variables within."""
        return frozenset().union(*(item.variables for item in self.items), *self.links)

    @property
    def joins(self) -> bool:
        """Whether its rows are joined with those of the patterns beside it."""
        return self.kind != "MINUS" and not self.kind.startswith("FILTER")

    def steps(self, inside: tuple[Group, ...] = ()) -> Iterator[tuple[tuple[Group, ...], PatternStep]]:
        """All triple patterns, each with the groups around it, the outermost first."""
        for item in self.items:
            if isinstance(item, PatternStep):
                yield (*inside, self), item
            else:
                yield from item.steps((*inside, self))


def read_patterns(text: str) -> Group:
    """The WHERE of a query.

    Raises:
        UsageError: the query is outside what rdflib's parser, SPARQL 1.1, can read.
    """
    from pyparsing import ParseException
    from rdflib.plugins.sparql.algebra import translatePath, translatePName, translatePrologue, traverse
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(text)
        prologue = translatePrologue(parsed[0], DEFAULT_BASE, PREFIXES)
        where = parsed[1].where
        where = traverse(where, visitPost=partial(translatePName, prologue=prologue))
        where = traverse(where, visitPost=translatePath)
    except (ParseException, RecursionError) as error:
        raise UsageError(
            "this query is too unusual to be taken apart", hint="SPARQL 1.1 can be; the query still runs"
        ) from error
    found = _Reader().group(where, "WHERE")
    found.is_grouped = any(_aggregates(part) for key, part in parsed[1].items() if key != "where")
    return found


class _Reader:
    """Walks rdflib's parse tree; blank nodes get names in the order in which they come."""

    def __init__(self) -> None:
        self._blank: dict[str, str] = {}

    def group(self, node: Any, kind: str, graph: str | None = None) -> Group:
        found = Group(kind, graph)
        if node is None:  # DESCRIBE of a thing has no pattern
            return found
        if node.name == "SubSelect":
            found.items.append(self.group(node.where, "SUBQUERY"))
            return found
        for part in node.part or ():
            self._part(part, found)
        return found

    def _part(self, part: Any, found: Group) -> None:
        name = part.name
        if name == "TriplesBlock":
            for triples in part.triples:
                flat = list(triples)
                found.items += [self._step(*flat[at : at + 3]) for at in range(0, len(flat), 3)]
        elif name in ("OptionalGraphPattern", "MinusGraphPattern"):
            found.items.append(self.group(part.graph, "OPTIONAL" if name.startswith("O") else "MINUS"))
        elif name == "GroupOrUnionGraphPattern":
            self._union(part.graph, found)
        elif name == "GraphGraphPattern":
            term = self.term(part.term)
            found.items.append(self.group(part.graph, f"GRAPH {term}", term))
        elif name == "InlineData":
            found.links.append(_variables(part.get("var")))
        elif name == "Bind":
            found.links.append(_variables(part.var) | _variables(part.expr))
        elif name == "Filter":
            found.filters.append(_variables(part.expr))
            for kind, graph in _exists(part.expr):
                found.items.append(self.group(graph, kind))

    def _union(self, graphs: Sequence[Any], found: Group) -> None:
        if len(graphs) == 1:
            inner = self.group(graphs[0], "GROUP")
            found.items += inner.items if graphs[0].name == "SubSelect" else [inner]
            return
        union = Group("UNION OF")
        union.items += [self.group(graph, "UNION") for graph in graphs]
        found.items.append(union)

    def _step(self, subject: Any, predicate: Any, value: Any) -> PatternStep:
        from rdflib.paths import Path

        is_path = isinstance(predicate, Path)
        verb = _path(predicate) if is_path else self.term(predicate, verb=True)
        text = f"{self.term(subject)} {verb} {self.term(value)}"
        ends = [self._name(term) for term in (subject, value)]
        names = frozenset(name for name in (*ends, self._name(predicate)) if name is not None)
        return PatternStep(
            text,
            (subject, predicate, value),
            names,
            is_path,
            is_path and _may_stand_still(predicate),
            None not in ends,
        )

    def _name(self, term: Any) -> str | None:
        from rdflib import BNode, Variable

        if isinstance(term, BNode):
            return self.term(term)
        return str(term) if isinstance(term, Variable) else None

    def term(self, term: Any, *, verb: bool = False) -> str:
        """A term as SPARQL, with the prefixes and the base that every query has."""
        from rdflib import BNode, Literal, URIRef, Variable

        if isinstance(term, Variable):
            return f"?{term}"
        if isinstance(term, BNode):
            return self._blank.setdefault(str(term), f"_:b{len(self._blank)}")
        if isinstance(term, Literal):
            is_plain = str(term.datatype) in (XSD + "integer", XSD + "boolean") and _PLAIN.fullmatch(str(term))
            return str(term) if is_plain else term.n3()
        if isinstance(term, URIRef):
            return "a" if verb and str(term) == RDF + "type" else _iri(str(term))
        raise UsageError("this query is too unusual to be taken apart", hint="the query still runs")


def _iri(iri: str) -> str:
    if iri.startswith(DEFAULT_BASE) and _SAFE.fullmatch(iri.removeprefix(DEFAULT_BASE)):
        return f"<{iri.removeprefix(DEFAULT_BASE)}>"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri.removeprefix(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"


def _path(path: Any) -> str:
    """A property path as SPARQL."""
    from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath

    def part(inner: Any) -> str:
        return f"({_path(inner)})" if isinstance(inner, Path) else _path(inner)

    if isinstance(path, AlternativePath | SequencePath):
        return ("|" if isinstance(path, AlternativePath) else "/").join(map(part, path.args))
    if isinstance(path, InvPath):
        return f"^{part(path.arg)}"
    if isinstance(path, MulPath):
        return f"{part(path.path)}{path.mod}"
    if isinstance(path, NegatedPath):
        return f"!({'|'.join(map(_path, path.args))})"
    return _iri(str(path))


def _may_stand_still(path: Any) -> bool:
    """Whether a path matches without a step, so that every node of the graph is at both its ends."""
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

    if isinstance(path, MulPath):
        return path.mod in ("*", "?") or _may_stand_still(path.path)
    if isinstance(path, SequencePath):
        return all(map(_may_stand_still, path.args))
    if isinstance(path, AlternativePath):
        return any(map(_may_stand_still, path.args))
    return isinstance(path, InvPath) and _may_stand_still(path.arg)


def _variables(node: Any) -> frozenset[str]:
    """The variables in an expression, those in a pattern of EXISTS aside."""
    from rdflib import Variable

    if isinstance(node, Variable):
        return frozenset([str(node)])
    if isinstance(node, dict):
        if node.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):  # type: ignore[attr-defined]
            return frozenset()
        return frozenset().union(*map(_variables, node.values()))
    if isinstance(node, str) or not hasattr(node, "__iter__"):
        return frozenset()
    return frozenset().union(*map(_variables, node))


def _aggregates(node: Any) -> bool:
    """Whether a clause of a query, or an expression in it, groups or counts."""
    name = getattr(node, "name", "")
    if name == "GroupBy" or name.startswith("Aggregate_"):
        return True
    parts = node.values() if isinstance(node, dict) else node
    return not isinstance(node, str) and hasattr(node, "__iter__") and any(map(_aggregates, parts))


def _exists(node: Any) -> Iterator[tuple[str, Any]]:
    """The patterns of EXISTS in an expression."""
    if isinstance(node, dict):
        name = getattr(node, "name", "")
        if name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            yield f"FILTER {'NOT ' if 'NOT' in name else ''}EXISTS", node["graph"]
            return
        for value in node.values():
            yield from _exists(value)
    elif hasattr(node, "__iter__") and not isinstance(node, str):
        for value in node:
            yield from _exists(value)
