"""The answer of the engine on its way from one process to another.

First comes a line of JSON that tells its kind; then come the rows in the TSV of SPARQL, or the triples in N-Triples:
both keep each term as it is, and nothing in them can run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from kg.errors import KgError, QueryError, QueryFailedError, StoreError
from kg.query.child import MEBIBYTE, Child, Send
from kg.query.results import Result
from kg.query.values import Row, triple_text
from kg.rdf import QueryResultsFormat, RdfFormat, parse, parse_query_results
from kg.store import Found, QueryBoolean, QuerySolutions, QueryTriples
from kg.terms import Term, Triple

__all__ = ["receive", "send_found"]

_KEPT = 3  # a row that is kept takes about so many times the bytes that it takes on its way


def send_found(found: Found, send: Send) -> None:
    """Send what the engine has found, row by row as it finds them.

    Raises:
        QueryError, StoreError: what goes wrong while it looks.
    """
    if isinstance(found, QueryBoolean):
        send(_header("ask", boolean=bool(found)))
        return
    try:
        if isinstance(found, QueryTriples):
            send(_header("graph"))
            for triple in found:
                send(f"{triple} .\n".encode())
        else:
            names = [variable.value for variable in found.variables]
            send(_header("select", variables=names) + ("\t".join(f"?{name}" for name in names) + "\n").encode())
            for row in found:
                send(("\t".join(map(_text, row)) + "\n").encode())
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error
    except RuntimeError as error:
        raise QueryError(f"the query cannot be run: {error}") from error


def receive(child: Child, memory: float) -> Result:
    """The result of which a process sends the rows.

    Args:
        child: the process.
        memory: MiB for what is kept of it here; 0 for no limit.

    Raises:
        KgError: what ended the query at once; what ends it later is raised as the rows are taken.
    """
    header = json.loads(child.read_line())
    child.wait_a_moment()
    if header["kind"] == "ask":
        child.end()
        return Result("ask", boolean=header["boolean"])
    stream = _Stream(child, memory * MEBIBYTE / _KEPT if memory else float("inf"))
    return Result(header["kind"], header.get("variables", ()), _rows(stream, header["kind"]), kept=stream.check_room)


def _header(kind: str, **more: Any) -> bytes:
    return json.dumps({"kind": kind} | more).encode() + b"\n"


def _text(term: Term | None) -> str:
    return "" if term is None else triple_text(term) if isinstance(term, Triple) else str(term)


class _Stream:
    """What a process sends, as a file for the engine's parsers, to which a fault looks like the end; it is kept."""

    def __init__(self, child: Child, room: float) -> None:
        self.child, self._room = child, room
        self.fault: BaseException | None = None
        self._passed = 0

    def read(self, size: int) -> bytes:
        try:
            piece = self.child.read(size)
            if self.child.received - self._passed > self._room:  # in one row
                self.check_room()
        except (KgError, KeyboardInterrupt) as error:
            self.fault = error
            return b""
        return piece

    def pass_on(self) -> None:
        """A row is handed on, and may be let go."""
        self._passed = self.child.received

    def check_room(self) -> None:
        """See to it that all that came has room.

        Raises:
            QueryFailedError: it has not; the process is ended.
        """
        if self.child.received > self._room:
            self.child.end()
            raise QueryFailedError(
                f"the rows take more than the {self._room * _KEPT / MEBIBYTE:g} MiB of memory that they may",
                hint="ask for less: a LIMIT, fewer columns; or take the rows one by one, with .stream()",
            )


def _rows(stream: _Stream, kind: str) -> Iterator[Row]:
    try:
        if kind == "graph":
            for quad in parse(cast("Any", stream), format=RdfFormat.N_TRIPLES, lenient=True):
                stream.pass_on()
                yield quad.subject, quad.predicate, quad.object
        else:
            solutions = parse_query_results(cast("Any", stream), format=QueryResultsFormat.TSV)
            for row in cast("QuerySolutions", solutions):
                stream.pass_on()
                yield tuple(row)
    except SyntaxError as error:
        if stream.fault is None:
            raise QueryError(f"the answer of the engine cannot be read: {error}") from error
    finally:
        stream.child.end()
    if stream.fault is not None:
        raise stream.fault
