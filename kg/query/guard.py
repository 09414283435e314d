"""What a query may not do: write, reach outside the store, or break the engine.

pyoxigraph itself follows ``SERVICE`` to other servers, so it must never see one. Keywords need no space before
or behind them there (``trueSERVICE<…>`` and ``SERVICEex:a`` are read as two tokens). So the guard refuses whatever
*might* be a ``SERVICE``, even where that takes away a prefix name that nobody needs; it refuses text that is not made
of SPARQL tokens at all, rather than guess what the engine would make of it; and the engine gets what
:mod:`kg.query.canonical` has written anew, never the text itself. What still gets through meets a process that
cannot open connections: :mod:`kg.query.child`.

The bounds on size are set well below what ends that process: with a stack of 8 MiB, pyoxigraph 0.5 overflows it
at about 800 nested FILTER EXISTS and at about 9,000 negations in a row.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from kg.errors import QueryError, RefusedQueryError
from kg.namespaces import DEFAULT_BASE, PREFIXES
from kg.query.canonical import canonical, declared_prefixes, expand
from kg.query.mistakes import refusal
from kg.query.tokens import Token, place, tokenize
from kg.store import Dataset
from kg.terms import NamedNode

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_TOKENS", "Checked", "check"]

MAX_BYTES = 1 << 20
MAX_DEPTH = 64
MAX_TOKENS = 5000

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_OPENING = {"{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
_CLOSING = frozenset(_OPENING.values())


class Checked(NamedTuple):
    """A query that may run: as somebody wrote it, its tokens, and each token as the engine gets it."""

    text: str
    tokens: list[Token]
    pieces: list[str]


def check(text: str, store: Dataset | None = None, *, base: str = DEFAULT_BASE) -> Checked:
    """Look through a query before the engine sees it.

    Args:
        text: the query.
        store: where FROM may name graphs; without it no FROM is let through.
        base: what relative IRIs are resolved against.

    Raises:
        RefusedQueryError: the query writes, reaches out, or is too large; the message says why.
        QueryError: the text cannot be SPARQL, or uses a prefix that nobody declares.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise RefusedQueryError(
            f"this query is larger than {MAX_BYTES // 1024} KiB",
            hint="load long lists as data, or ask in several queries",
        )
    tokens = tokenize(text)
    _check_characters(text, tokens)
    _check_services(text, tokens)
    _check_updates(text, tokens)
    _check_size(text, tokens)
    _check_graphs(text, tokens, store, base)
    return Checked(text, tokens, canonical(text, tokens))


def _check_characters(text: str, tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.kind != "other":
            continue
        line, column, _ = place(text, token.start)
        opened = token.text[0] in "'\""
        # SPARQL 1.1 (section 19.2) reads \u escapes everywhere, the engine only within strings and IRIs: an escaped
        # keyword is refused before the two can disagree.
        raise QueryError(
            f"a string begins with {token.text[0]} here and never ends"
            if opened
            else f"{token.text!r} has no place in a query here",
            where=f"line {line}, column {column}",
            hint="close the quotation mark, or write it as \\\" or \\' within a string" if opened else None,
        )


def _check_services(text: str, tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.kind == "word" and "SERVICE" in token.text.upper():
            raise refusal(
                text,
                token,
                "SERVICE is refused: it would send the query to another server",
                "ask only for what is in this store; load data from elsewhere first",
            )
        if token.kind == "name" and "SERVICE" in token.text.partition(":")[0].upper():
            raise refusal(
                text,
                token,
                f"{token.text} cannot be distinguished from the keyword SERVICE, which is refused",
                "choose a prefix without “service” in its name",
            )
        if token.kind == "iri" and "SERVICE" in token.text.partition(")")[2].upper():
            raise refusal(
                text,
                token,
                "SERVICE is refused, and it cannot be ruled out within these angle brackets",
                "write %29 for the parenthesis in the IRI, or spaces around the comparison",
            )


def _check_updates(text: str, tokens: Sequence[Token]) -> None:
    for token in _first_words(tokens):
        keyword = next((word for word in _UPDATES if token.text.upper().startswith(word)), None)
        if keyword:
            raise refusal(
                text,
                token,
                f"{keyword} is refused: a query reads and never changes the store",
                "`kg load` adds or replaces articles, `kg retract` takes them out",
            )


def _first_words(tokens: Sequence[Token]) -> Iterator[Token]:
    """The word that each operation begins with, behind its prologue."""
    depth, at_start, skip = 0, True, 0
    for token in tokens:
        if skip:
            skip -= 1
        elif at_start and token.kind == "word":
            prologue = {"PREFIX": 2, "BASE": 1, "VERSION": 1}.get(token.text.upper())
            if prologue is None:
                at_start = False
                yield token
            skip = prologue or 0
        elif token.kind == "mark":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            at_start = token.text == ";" and depth <= 0


def _check_size(text: str, tokens: Sequence[Token]) -> None:
    depth = counted = 0
    values_depth: int | None = None  # how deep the data block of VALUES lies; -1 while it has not begun
    for token in tokens:
        if token.kind == "word" and token.text.upper() == "VALUES":
            values_depth = -1
        opens, closes = token.text in _OPENING, token.text in _CLOSING
        if token.kind == "mark" and opens:
            depth += 1
            if values_depth == -1 and token.text == "{":
                values_depth = depth
        elif token.kind == "mark" and closes:
            if depth == values_depth:
                values_depth = None
            depth -= 1
        counted += values_depth is None or values_depth == -1
        if depth > MAX_DEPTH:
            raise refusal(text, token, f"brackets are nested more than {MAX_DEPTH} deep", "ask in simpler steps")
        if counted > MAX_TOKENS:
            raise refusal(
                text, token, f"the query has more than {MAX_TOKENS} words and signs", "put long lists into VALUES"
            )


def _check_graphs(text: str, tokens: Sequence[Token], store: Dataset | None, base: str) -> None:
    declared = declared_prefixes(tokens)
    for token, graph in _dataset_graphs(tokens, declared | PREFIXES):
        iri = expand(graph, declared, base=base)
        if iri is None:
            continue  # an unknown prefix, which the engine reports
        if store is None or not _holds(store, iri):
            raise refusal(
                text,
                token,
                f"FROM <{iri}> is refused: this store has no such graph, and nothing is fetched",
                "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } lists the graphs of this store",
            )


def _dataset_graphs(tokens: Sequence[Token], prefixes: Container[str]) -> Iterator[tuple[Token, Token]]:
    """Each FROM with the graph that it names, also where no space parts them (``FROMex:g``)."""
    for position, token in enumerate(tokens):
        following = tokens[position + 1 : position + 3]
        word = token.text.upper()
        if token.kind == "word" and word.startswith("FROM"):
            named = word == "FROM" and len(following) == 2 and following[0].text.upper() == "NAMED"
            graph = following[1] if named else following[0] if following else None
            if graph is not None and graph.kind in ("iri", "name"):
                yield token, graph
        elif token.kind == "name" and word.startswith("FROM") and token.text.partition(":")[0] not in prefixes:
            glued = token.text[9 if word.startswith("FROMNAMED") else 4 :]
            yield token, Token("name", glued, token.end - len(glued))


def _holds(store: Dataset, iri: str) -> bool:
    try:
        return store.contains_named_graph(NamedNode(iri))
    except ValueError:  # not an IRI
        return False
