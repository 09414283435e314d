"""What a query asks of a store, part by part: for ``kg query --explain``.

It is not the plan of the engine, which pyoxigraph does not show. It is what helps to mend a slow query: how many
triples each pattern matches by itself, which patterns no variable joins, and how long the whole takes.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import QueryTimeoutError, UsageError
from kg.markup.columns import table
from kg.namespaces import DEFAULT_BASE, PREFIXES
from kg.query.catalogue import without_header
from kg.query.patterns import Group, PatternStep, read_patterns
from kg.query.run import begin, run
from kg.query.tokens import tokenize
from kg.query.values import python_value
from kg.store import Dataset
from kg.suggest import counted
from kg.terms import Term
from kg.text import plain

__all__ = ["QueryPart", "QueryProfile", "Timing", "measure", "profile"]

TITLE = "What this query asks of the store; it is not the engine's own plan, which Oxigraph does not show to Python."
_MOST = 1_000_000  # matches counted at most
_SECONDS_A_COUNT = 2.0
_MANY_ROWS = 1_000  # a product of fewer rows does no harm
_SLOW = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One triple pattern: as SPARQL, the groups it stands in, and how many triples match it alone.

    ``matches`` is None where counting took longer than two seconds; at a million, counting stopped.
    """

    pattern: str
    inside: tuple[str, ...]
    path: bool
    matches: int | None

    @property
    def shown_matches(self) -> str:
        """The number as people read it."""
        if self.matches is None:
            return "not counted in time"
        return f"{self.matches:,}{' or more' if self.matches >= _MOST else ''}"

    def as_dict(self) -> dict[str, Any]:
        """The part as JSON-ready dictionary."""
        return {
            "pattern": self.pattern,
            "inside": list(self.inside),
            "path": self.path,
            "matches": self.matches,
            "counted_whole": self.matches is not None and self.matches < _MOST,
        }


@dataclass(slots=True)
class Timing:
    """How a query ran: seconds until its first row and until its last, rows so far, and whether it came to its end."""

    first: float | None = None
    total: float | None = None
    rows: int = 0

    @property
    def finished(self) -> bool:
        """Whether all rows were found in the time given."""
        return self.total is not None

    def __str__(self) -> str:
        rows = counted(self.rows, "row")
        first = f"the first after {self.first:.3f} s" if self.first is not None else ""
        if self.total is None:
            until = f"{rows} until then, {first}" if first else "no row until then"
            return f"not finished in the time given: {until}; the notes above say where to begin"
        if not self.rows:
            return f"no rows, after {self.total:.3f} s"
        return f"{rows}: {first}, all after {self.total:.3f} s"

    def as_dict(self) -> dict[str, Any]:
        """The timing as JSON-ready dictionary."""
        return {
            "rows": self.rows,
            "finished": self.finished,
            "seconds_to_first_row": self.first,
            "seconds": self.total,
        }


@dataclass(frozen=True, slots=True)
class QueryProfile:
    """A query taken apart.

    Args:
        query: the query with the prefixes it uses, as any engine would take it.
        values: what its parameters are bound to.
        parts: its triple patterns in the order written; empty where it could not be taken apart.
        notes: what makes it large, or empty, and what to try.
    """

    query: str
    values: Mapping[str, Term]
    parts: tuple[QueryPart, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The profile as JSON-ready dictionary."""
        return {
            "title": TITLE,
            "query": self.query,
            "parameters": {name: python_value(term) for name, term in self.values.items()},
            "patterns": [part.as_dict() for part in self.parts],
            "notes": list(self.notes),
        }

    def __str__(self) -> str:
        lines = [TITLE, "", *map(plain, self.query.splitlines()), ""]
        if self.values:
            lines += [plain(f"?{name} is {term}") for name, term in self.values.items()] + [""]
        rows = [[part.pattern, " > ".join(part.inside), part.shown_matches] for part in self.parts]
        if rows:
            lines += [table(["pattern, as written", "inside", "matches alone"], rows), ""]
        return "\n".join([*lines, *(f"- {plain(note)}" for note in self.notes)]).rstrip()


def profile(store: Dataset, text: str, values: Mapping[str, Term] | None = None) -> QueryProfile:
    """Take a query apart, and count what each of its patterns matches by itself.

    Args:
        store: the store, which is only read.
        text: the query; it must be one that runs.
        values: what its parameters are bound to.
    """
    bound = dict(values or {})
    query = _with_prologue(text)
    try:
        where = read_patterns(text)
    except UsageError as error:
        return QueryProfile(query, bound, (), (f"{error.message}: {error.hint}",))
    parts, counts = [], {}
    for inside, step in where.steps():
        graph = next((group.graph for group in reversed(inside) if group.graph), None)
        counts[id(step)] = _count(store, step, graph, bound)
        kinds = tuple(group.kind for group in inside[1:] if group.kind not in ("GROUP", "UNION OF"))
        parts.append(QueryPart(step.text, kinds, step.path, counts[id(step)]))
    notes = [*_empty_notes(parts), *_product_notes(where, counts, frozenset(bound)), *_open_notes(where, bound)]
    return QueryProfile(query, bound, tuple(parts), (*notes, *_order_notes(text), *_size_notes(parts)))


def measure(
    store: Dataset, text: str, values: Mapping[str, Term] | None = None, *, timeout: float | None = None
) -> Timing:
    """Run a query and count its rows without keeping them; one that is not done in time is ended."""
    timing = Timing()
    began = time.perf_counter()
    try:
        result = begin(store, text, substitutions=values or None, timeout=timeout)
        if result.kind == "ask":
            timing.first, timing.rows = time.perf_counter() - began, 1
        for _ in result.stream():
            if timing.first is None:
                timing.first = time.perf_counter() - began
            timing.rows += 1
        timing.total = time.perf_counter() - began
    except QueryTimeoutError:
        pass  # which the timing tells
    return timing


def _with_prologue(text: str) -> str:
    """The query behind the prefixes and the base that it uses without declaring them."""
    tokens = tokenize(text)
    words = {token.text.upper() for token in tokens if token.kind == "word"}
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    relative = any(token.kind == "iri" and ":" not in token.text for token in tokens)
    lines = [f"BASE <{DEFAULT_BASE}>"] if relative and "BASE" not in words else []
    lines += [
        f"PREFIX {prefix}: <{namespace}>"
        for prefix, namespace in PREFIXES.items()
        if prefix in used and f"PREFIX {prefix}:" not in text
    ]
    return "\n".join([*lines, without_header(text)])


def _count(store: Dataset, step: PatternStep, graph: str | None, values: Mapping[str, Term]) -> int | None:
    pattern = step.text if graph is None else f"GRAPH {graph} {{ {step.text} }}"
    inner = f"SELECT * {{ {pattern} }} LIMIT {_MOST}"
    bound = {name: term for name, term in values.items() if f"?{name}" in pattern.split(" ")}
    try:
        if bound:  # a value can only be put in the place of a variable that is selected
            return len(run(store, inner, substitutions=bound, timeout=_SECONDS_A_COUNT))
        rows = run(store, f"SELECT (COUNT(*) AS ?n) {{ {{ {inner} }} }}", timeout=_SECONDS_A_COUNT).rows
    except QueryTimeoutError:
        return None
    return int(str(rows[0]["n"]))


def _empty_notes(parts: list[QueryPart]) -> Iterator[str]:
    for part in parts:
        is_needed = all(kind.startswith("GRAPH") for kind in part.inside)
        if part.matches == 0 and is_needed:
            yield f"{part.pattern} matches nothing here, so that the whole query finds nothing"


def _product_notes(group: Group, counts: Mapping[int, int | None], bound: frozenset[str]) -> Iterator[str]:
    """Which parts of a group no variable joins: each match of one goes with each match of the other."""
    for item in group.items:
        if isinstance(item, Group):
            yield from _product_notes(item, counts, bound)
    if group.kind == "UNION OF":
        return
    joined = [item for item in group.items if isinstance(item, PatternStep) or item.joins]
    sets = [(item.variables - bound, [item]) for item in joined if item.variables - bound]
    islands = _merge([*sets, *((link - bound, []) for link in group.links)])
    written = {id(item): place for place, item in enumerate(group.items)}
    islands = sorted((island for island in islands if island[1]), key=lambda island: written[id(island[1][0])])
    for (names, items), (others, more) in itertools.pairwise(islands):
        one, other = _smallest(items, counts), _smallest(more, counts)
        if one[0] * other[0] < _MANY_ROWS:
            continue
        meets = any(names & looked and others & looked for looked in group.filters)
        but = "they meet only in a FILTER, which is looked at for each pair" if meets else "join them by a variable"
        yield (
            f"no variable joins {one[1]} with {other[1]}: each match of one goes with each of the other, "
            f"{one[0]:,} × {other[0]:,}; {but}"
        )


def _merge(sets: list[tuple[frozenset[str], list[Any]]]) -> list[tuple[frozenset[str], list[Any]]]:
    """Sets that share a name, put together."""
    islands: list[tuple[frozenset[str], list[Any]]] = []
    for names, items in sets:
        touching = [island for island in islands if island[0] & names]
        islands = [island for island in islands if not island[0] & names]
        together = [item for island in touching for item in island[1]]
        islands.append((names.union(*(island[0] for island in touching)), [*together, *items]))
    return islands


def _smallest(items: list[PatternStep | Group], counts: Mapping[int, int | None]) -> tuple[int, str]:
    """About as many rows as an island has at most, and the pattern that says so."""
    sizes = [_size(item, counts) for item in items if isinstance(item, PatternStep) or _limits(item)]
    return min(sizes, default=None) or _size(items[0], counts)


def _limits(group: Group) -> bool:
    """Whether each row must match the group."""
    return group.joins and group.kind != "OPTIONAL"


def _size(item: PatternStep | Group, counts: Mapping[int, int | None]) -> tuple[int, str]:
    if isinstance(item, PatternStep):
        count = counts.get(id(item))
        return _MOST if count is None else count, item.text
    sizes = [_size(each, counts) for each in item.items if isinstance(each, PatternStep) or _limits(each)]
    if not sizes:
        return 0, item.kind
    return max(sizes) if item.kind == "UNION OF" else min(sizes)


def _open_notes(where: Group, values: Mapping[str, Term]) -> Iterator[str]:
    for _, step in where.steps():
        others = (names for _, other in where.steps() if other is not step for names in other.variables)
        if step.closure and step.open_ends and step.variables.isdisjoint({*values, *others}):
            yield (
                f"{step.text} may take no step at all, so that alone it begins at every node: "
                "let another pattern bind one end, or write + in place of *"
            )
    optional = sum(group.kind == "OPTIONAL" for group in _groups(where))
    if optional > 3:
        yield f"{optional} OPTIONAL parts: each is tried for each row, and multiplies the rows where it matches often"


def _groups(group: Group) -> Iterator[Group]:
    yield group
    for item in group.items:
        if isinstance(item, Group):
            yield from _groups(item)


def _order_notes(text: str) -> Iterator[str]:
    words = [token.text.upper() for token in tokenize(text) if token.kind == "word"]
    held = [f"{word} BY" for word in ("ORDER", "GROUP") if word in words]
    if held:
        verb = "hold" if len(held) > 1 else "holds"
        yield f"{' and '.join(held)} {verb} back the first row until the last is found"


def _size_notes(parts: list[QueryPart]) -> Iterator[str]:
    known = [part for part in parts if part.matches is not None]
    if len(known) > 1:
        largest = max(known, key=lambda part: part.matches or 0)
        yield f"the largest pattern is {largest.pattern}: a named thing in place of a variable makes it smaller"
    for part in parts:
        if part.matches is None:
            yield f"{part.pattern} alone takes more than {_SECONDS_A_COUNT:g} seconds: begin there"
