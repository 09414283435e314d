"""Running a SPARQL query on a store: SELECT, ASK, CONSTRUCT and DESCRIBE, and nothing else.

What somebody asks (:func:`run`) is looked through, written anew, and evaluated in a process of its own, from which rows
come as they are wanted. The questions that kg asks for itself (:func:`evaluate`) are its own text: they are
evaluated here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TypeVar

from kg.errors import KgError, QueryError, QueryTimeoutError, StoreError, UsageError
from kg.namespaces import DEFAULT_BASE, PREFIXES
from kg.query.answers import receive, send_found
from kg.query.canonical import sortable
from kg.query.child import MEMORY, Child, Send, can_start
from kg.query.guard import Checked, check
from kg.query.results import Result
from kg.query.syntax import explain_syntax_error
from kg.store import Dataset, Found, QueryBoolean, QueryTriples, in_memory
from kg.terms import MERGE, Term, Variable

__all__ = ["begin", "check_runs", "evaluate", "run"]

_Outcome = TypeVar("_Outcome")
_Substitutions = Mapping[str, Term] | Mapping[Variable, Term]
_WORKER_STACK = 64 << 20  # bytes: some systems give threads far less than the bounds of the guard ask for
_starting_worker = threading.Lock()


def run(
    store: Dataset,
    text: str,
    *,
    substitutions: _Substitutions | None = None,
    timeout: float | None = None,
    memory: float | None = None,
    base: str = DEFAULT_BASE,
) -> Result:
    """Run one query.

    The prefixes of :data:`kg.namespaces.PREFIXES` need no declaration, and relative IRIs begin with ``base``, so
    that ``<polity/az>`` is a thing.

    The engine works in a process of its own, which cannot open connections, and which ends when it takes too long or
    too much memory, or breaks down. Where the system cannot copy a process (Windows), the engine works in this one, and
    the bounds of :mod:`kg.query.guard` are all there is.

    Args:
        store: the store, which is only read.
        text: the query.
        substitutions: values for variables, by the variable or by its name without the question mark. The query
            must be a SELECT that names these variables, or another form that uses them.
        timeout: seconds. With one, all rows are fetched before this returns.
        memory: how many MiB the query may take, beyond what this process has; None for
            :data:`kg.query.child.MEMORY`, 0 for no limit. Rows that are kept may take about as much again.
        base: what the IRIs of things begin with.

    Raises:
        RefusedQueryError: the query would write, or reach outside the store, or is too large.
        QueryError: the text is not SPARQL, or cannot be run; the message shows the place.
        QueryTimeoutError: the time has passed.
        QueryFailedError: the engine has broken down, or the memory was not enough.
        UsageError: a substitution for a variable that the query does not have.
    """
    if timeout is not None and timeout <= 0:
        raise UsageError(f"a timeout of {timeout} seconds leaves no time", hint="a number above 0")

    def fetch() -> Result:
        result = begin(store, text, substitutions=substitutions, timeout=timeout, memory=memory, base=base)
        if timeout is not None:
            result.terms  # noqa: B018 - fetches the rows here, within the time
        return result

    return fetch() if timeout is None or can_start() else _within(timeout, fetch)


def begin(
    store: Dataset,
    text: str,
    *,
    substitutions: _Substitutions | None = None,
    timeout: float | None = None,
    memory: float | None = None,
    base: str = DEFAULT_BASE,
) -> Result:
    """The same, but rows come as they are wanted also with a timeout, which counts until the last one is taken."""
    checked = check(text, store, base=base)
    if not can_start():
        return _evaluated(store, checked, substitutions, base)
    budget = MEMORY if memory is None else memory

    def work(send: Send) -> None:
        send_found(_found(store, checked, substitutions, base), send)

    return receive(Child(work, memory=budget, seconds=timeout, begin=lambda: _touch(store)), budget)


def evaluate(
    store: Dataset, text: str, *, substitutions: _Substitutions | None = None, base: str = DEFAULT_BASE
) -> Result:
    """Run one of kg's own queries, in this process: never what somebody wrote, or what came with their files.

    Raises:
        QueryError, UsageError: as :func:`run`.
    """
    checked = check(text, store, base=base)
    return _evaluated(store, checked, substitutions, base)


def check_runs(store: Dataset, text: str, substitutions: _Substitutions | None = None) -> None:
    """See to it that a query can be read and run, without running it on the store.

    Raises:
        QueryError, UsageError: as :func:`run`.
    """
    check(text, store)
    run(in_memory(), text, substitutions=substitutions)


def _touch(store: Dataset) -> None:
    """Take hold of the store for a moment, as each query does."""
    next(iter(store.quads_for_pattern(None, None, None, MERGE)), None)


def _found(store: Dataset, checked: Checked, substitutions: _Substitutions | None, base: str) -> Found:
    values = {
        name if isinstance(name, Variable) else Variable(name): term for name, term in (substitutions or {}).items()
    }
    text = " ".join(sortable(checked.tokens, checked.pieces))
    try:
        found: Found = store.query(text, prefixes=PREFIXES, base_iri=base, substitutions=values or None)
    except SyntaxError as error:
        raise explain_syntax_error(checked, error) from error
    except ValueError as error:
        raise QueryError(f"the query cannot be read: {error}") from error
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error
    except RuntimeError as error:
        missing = next((name for name in values if f"variable {name} " in str(error)), None)
        if missing is None:
            raise QueryError(f"the query cannot be run: {error}") from error
        raise UsageError(
            f"a value was given for {missing}, which the query does not select",
            hint=f"name {missing} in its SELECT",
        ) from error
    return found


def _evaluated(store: Dataset, checked: Checked, substitutions: _Substitutions | None, base: str) -> Result:
    found = _found(store, checked, substitutions, base)
    if isinstance(found, QueryBoolean):
        return Result("ask", boolean=bool(found))
    if isinstance(found, QueryTriples):
        return Result("graph", rows=((triple.subject, triple.predicate, triple.object) for triple in found))
    return Result("select", [variable.value for variable in found.variables], (tuple(row) for row in found))


def _within(seconds: float, work: Callable[[], _Outcome]) -> _Outcome:
    """What ``work`` returns, computed in a thread of its own that is left behind when the time has passed.

    Raises:
        QueryTimeoutError: it has.
        KgError: what ``work`` raised.
    """
    outcome: list[_Outcome | KgError] = []

    def run_work() -> None:
        try:
            outcome.append(work())
        except KgError as error:
            outcome.append(error)

    worker = threading.Thread(target=run_work, name="kg-query", daemon=True)
    with _starting_worker:  # the size of the stack is one setting for the whole process
        before = threading.stack_size(_WORKER_STACK)
        try:
            worker.start()
        finally:
            threading.stack_size(before)
    worker.join(seconds)
    if not outcome:
        raise QueryTimeoutError(
            f"the query was given up after {seconds:g} seconds",
            hint="ask for less: a LIMIT, fewer OPTIONAL parts, a named thing in place of a variable",
        )
    found = outcome[0]
    if isinstance(found, KgError):
        raise found
    return found
