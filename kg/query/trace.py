"""Tracing the rows of any SELECT to the assertions behind them.

A row comes from solutions of the query's patterns. Each triple pattern of a solution is a triple of the graph, and a
triple that annotators or reference editors stated has assertions. So the query is asked once more with all its
variables, and each solution names the triples, and through them the assertions, of its row. What says nothing of
a source is left out: types, names, and patterns of the ontology. Aggregates and subqueries hide their solutions,
and are refused; of longer property paths and of negation the part
beside them is traced, and a note says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.errors import UsageError
from kg.namespaces import OWL, RDF, TNK
from kg.query.patterns import Group, PatternStep, read_patterns
from kg.query.results import Result
from kg.query.run import run
from kg.query.tokens import tokenize
from kg.store import Dataset
from kg.terms import MERGE, Literal, NamedNode, Quad

__all__ = ["trace"]

_HINT = "or bind ?evidence to the assertion or statement behind a row, as the named questions do"
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_SYMMETRIC = NamedNode(OWL + "SymmetricProperty")
_FACT = (NamedNode(TNK + "modality"), NamedNode(TNK + "fact"))
_WEAKENED = (NamedNode(TNK + "weakened"), Literal(True))
_CLAIMS = {TNK + "Assertion", TNK + "Statement"}
_LIMIT = 100_000
_Pattern = tuple[Any, Any, Any]


def trace(store: Dataset, text: str, result: Result, *, timeout: float | None = None) -> tuple[Result, list[str]]:
    """A result with the assertions and statements behind each row, and notes on what was not traced.

    Args:
        store: the store that gave the result.
        text: the SELECT that was asked; it has no column ``evidence``.
        result: its rows.
        timeout: seconds for the second query.

    Raises:
        UsageError: the query cannot be traced; the message says why.
    """
    if result.kind != "select":
        raise UsageError("only the rows of a SELECT have evidence", hint="ask for the things that you mean by SELECT")
    patterns, notes = _patterns(text)
    solutions = run(store, _all_variables(text), timeout=timeout)
    columns = {name: position for position, name in enumerate(solutions.variables)}
    shown = [columns[name] for name in result.variables if name in columns]
    if len(shown) < len(result.variables):
        raise UsageError("this query makes columns that no pattern has, which cannot be traced", hint=_HINT)
    found: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    known: dict[tuple[Any, ...], tuple[str, ...]] = {}
    for count, row in enumerate(solutions.stream()):
        if count >= _LIMIT:
            raise UsageError(f"this query has more than {_LIMIT:,} solutions to trace", hint="ask for less")
        behind = found[tuple(row[position] for position in shown)]
        for pattern in patterns:
            triple = tuple(_bound(part, row, columns) for part in pattern)
            if triple not in known:
                known[triple] = tuple(_assertions(store, triple))
            behind.update(known[triple])
    evidence = [tuple(sorted(found[row])) for row in result.terms]
    if evidence and not any(evidence):
        why = "; ".join(notes) or "it asks for names, types or terms of the ontology"
        raise UsageError(f"no claim was found behind these rows: {why}", hint=f"ask for a relation, {_HINT}")
    return Result("select", result.variables, result.terms, evidence=evidence), notes


def _patterns(text: str) -> tuple[list[_Pattern], list[str]]:
    """The triple patterns of a query that can be traced, and notes on what cannot.

    Raises:
        UsageError: its rows do not come from its patterns one by one.
    """
    try:
        where = read_patterns(text)
    except UsageError as error:
        raise UsageError("this query is too unusual to be traced", hint=_HINT) from error
    if where.is_grouped:
        raise UsageError("rows that count or group rest on no single claim", hint=f"ask for the rows, {_HINT}")
    notes: set[str] = set()
    return list(_traced(where, notes)), sorted(notes)


def _traced(group: Group, notes: set[str]) -> Iterator[_Pattern]:
    for item in group.items:
        if isinstance(item, PatternStep):
            yield from _plain(item.triple, notes)
        elif item.kind == "SUBQUERY":
            raise UsageError("a query with a subquery cannot be traced", hint=f"ask it in one piece, {_HINT}")
        elif item.kind == "MINUS":
            notes.add("MINUS is not traced: what is absent has no evidence")
        elif item.joins:
            yield from _traced(item, notes)
        else:
            notes.add("FILTER EXISTS and NOT EXISTS are not traced: they show no claim of their own")


def _plain(pattern: _Pattern, notes: set[str]) -> Iterator[_Pattern]:
    """The triple patterns of a pattern whose predicate may be a path of one step."""
    from rdflib.paths import AlternativePath, InvPath, Path

    subject, predicate, value = pattern
    if isinstance(predicate, AlternativePath):
        for each in predicate.args:
            yield from _plain((subject, each, value), notes)
    elif isinstance(predicate, InvPath):
        yield from _plain((value, predicate.arg, subject), notes)
    elif isinstance(predicate, Path):
        notes.add("property paths of several steps are not traced: write each step as a pattern of its own")
    else:
        yield pattern


def _bound(part: Any, row: Sequence[Any], columns: dict[str, int]) -> Any:
    """What a part of a pattern is in a solution, as a term of the store; None where it is not bound."""
    import rdflib

    if isinstance(part, rdflib.Variable):
        position = columns.get(str(part))
        return None if position is None else row[position]
    if isinstance(part, rdflib.URIRef):
        return NamedNode(str(part))
    if isinstance(part, rdflib.Literal):
        if part.language:
            return Literal(str(part), language=part.language)
        return Literal(str(part), datatype=NamedNode(str(part.datatype)) if part.datatype else None)
    return None


def _assertions(store: Dataset, triple: Sequence[Any]) -> Iterator[str]:
    """The assertions that state a triple as a fact, and the assertion or statement that is a part of it."""
    subject, predicate, value = triple
    for part in (subject, value):
        if isinstance(part, NamedNode) and _is_claim(store, part):
            yield part.value
    if not all(isinstance(part, NamedNode) for part in (subject, predicate)) or value is None:
        return
    yield from _stating(store, subject, predicate, value)
    symmetric = Quad(predicate, NamedNode(RDF + "type"), _SYMMETRIC, MERGE)
    if isinstance(value, NamedNode) and symmetric in store:
        yield from _stating(store, value, predicate, subject)


def _stating(store: Dataset, subject: Any, predicate: Any, value: Any) -> Iterable[str]:
    for quad in store.quads_for_pattern(None, _SUBJECT, subject, MERGE):
        node = quad.subject
        wanted = ((_PREDICATE, predicate), (_OBJECT, value), _FACT)
        if not isinstance(node, NamedNode) or Quad(node, *_WEAKENED, MERGE) in store:
            continue
        if all(Quad(node, p, o, MERGE) in store for p, o in wanted):
            yield node.value


def _is_claim(store: Dataset, node: NamedNode) -> bool:
    types = store.quads_for_pattern(node, NamedNode(RDF + "type"), None, MERGE)
    return any(isinstance(quad.object, NamedNode) and quad.object.value in _CLAIMS for quad in types)


def _all_variables(text: str) -> str:
    """The query with ``*`` for its columns, and without what stands behind its pattern."""
    tokens = tokenize(text)
    select = next(index for index, token in enumerate(tokens) if token.text.upper() == "SELECT")
    start = next(token for token in tokens[select:] if token.text == "{")
    depth = 0
    for token in tokens[tokens.index(start) :]:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            break
    else:
        raise UsageError("this query cannot be traced: its pattern never ends", hint=_HINT)
    if any(later.text.upper() == "VALUES" for later in tokens if later.start > token.start):
        raise UsageError("a query with VALUES behind its pattern cannot be traced", hint="put VALUES into the pattern")
    return f"{text[: tokens[select].start]}SELECT * WHERE {text[start.start : token.end]}"
