"""The errors that kg raises.

A *finding* (see :mod:`kg.findings`) is something wrong in the input: it is returned, counted and reported. A *fault*
stops the work: it is raised as one of the classes below. Each says what happened, where, and what to do next;
``exit_code`` is the exit code of the command line.
"""

from __future__ import annotations

from kg.text import spelled

__all__ = [
    "BusyStoreError",
    "EndedProcessError",
    "InputError",
    "KgError",
    "QueryError",
    "QueryFailedError",
    "QueryTimeoutError",
    "RefusedQueryError",
    "StoreError",
    "UsageError",
]


class KgError(Exception):
    """The base of every error that kg raises on purpose.

    ``message`` says what happened, ``where`` the file, line, key or place in a query, ``hint`` what to do next.
    """

    exit_code = 3

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        # A file name may contain a line end, followed by what looks like another message.
        parts = [f"{spelled(self.where)}: {self.message}" if self.where else self.message]
        if self.hint:
            parts.append(f"  → {self.hint}")
        return "\n".join(parts)


class UsageError(KgError, ValueError):
    """A request for something that does not exist: a name, a parameter, a measure."""

    exit_code = 2


class InputError(KgError):
    """A file, or the environment, cannot be used at all."""


class StoreError(KgError):
    """The store cannot be opened, read or written."""


class BusyStoreError(StoreError):
    """Another process holds the store open for writing."""


class EndedProcessError(KgError):
    """A process that did a part of the work was ended, by the system or by somebody."""


class QueryError(KgError, ValueError):
    """A query that is not SPARQL; ``where`` is its line and column."""

    exit_code = 2


class RefusedQueryError(QueryError):
    """A query that would write, or reach outside the store."""


class QueryTimeoutError(QueryError):
    """A query that ran longer than its time limit."""

    exit_code = 3


class QueryFailedError(QueryError):
    """A query that needs too much memory or depth, or breaks the engine in another way."""

    exit_code = 3
