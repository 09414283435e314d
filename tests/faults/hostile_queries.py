"""Queries that may hide a SERVICE from those who read otherwise than the engine, and a listener that it would reach."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pyoxigraph as ox

EX = "https://example.org/"
# Before and behind the call: what one reading takes for a part of a string, an IRI, a name or a comment, and another
# does not. All of it matches the data of :func:`small_store` where it is a pattern.
OPENERS = [
    ("", ""),
    # A comparison that looks like the begin of something else.
    ("BIND(1<<http://x/#> AS ?q) ", "\n"),
    ("BIND(1<<b:1#>+1 AS ?q) ", "\n"),
    ("BIND(1<<http://x/'> AS ?q) ", " #'\n"),
    ("FILTER(1<2)", ""),
    ("FILTER(?a<?b)", "#>\n"),
    ("FILTER(1<b:1)#>)\n", ""),
    ("FILTER(1<2||1>'x')", ""),
    ("FILTER(1<=<a:b#>)", "\n"),
    # A long string with an escape that there is not: the engine takes it for several short ones.
    ("VALUES ?v { '''a' } ", " #\\x'''\n"),
    ('VALUES ?v { """a" } ', ' #\\x"""\n'),
    ("VALUES ?v { '''a' } ", " #\\uD800'''\n"),
    ("VALUES ?v { '''a' } ", " #\\u12'''\n"),
    ("VALUES ?v { '''a' } ", " #\\U00110000'''\n"),
    ("VALUES (?v ?w) { ('''a' 'b') } ", " #\\ '''\n"),
    # Names that end earlier than they seem to.
    ("?s ?p ex:a.b.", ""),
    ("?s ?p ex:", ""),
    ("?s ex:p ex:a.", ""),
    ("?s ?p port:", ""),
    ("?s ex:p port:true", ""),
    ("?s ?p _:b.c.", ""),
    ("?s ?p ex:a\\'b . ", " #'\n"),
    ("?s ?p ex:a\\#b . ", ""),
    ("?s ?p ex:%27 . ", " #'\n"),
    ("?s ?p ?o\u00d7", ""),
    # Strings, IRIs and comments that end elsewhere than they seem to.
    ("?s ?p 'a\\' . ", " #'\n"),
    ('?s ?p "a\\\\" . ', ""),
    ("?s ?p '' ' . ", " #'\n"),
    ("?s ?p <a\\u003e . ", " #>\n"),
    ("?s ?p <a\\u0020b> . ", ""),
    ("?s ?p <http://[> . ", ""),
    ("?s ?p <a'b> . ", " #'\n"),
    ("?s ?p <a#b> . ", ""),
    ("#x\r", ""),
    ("#x\u2028", "\n"),
    ("#x\u0085", "\n"),
    ("#x\x0b", "\n"),
    # No space where one reader needs one.
    ("?s ?p 1", ""),
    ("?s ?p 1.", ""),
    ("?s ?p 1e5", ""),
    ("?s ?p true", ""),
    ("?s ?p 'x'@en", ""),
    ("?s ?p 'x'@en--ltr", ""),
    ("?s ?p 'x'^^ex:a.", ""),
    ("?s ?p ?o.", ""),
    # Brackets of SPARQL 1.2.
    ("<< ?s ?p ?o >> ?q ?r . ", ""),
    ("<<?s?p?o>>?q?r . ", ""),
    ("?t ?q <<( ?s ?p ?o )>> . ", ""),
    ("?s ?p ?o {| ?q ?r |} . ", ""),
    ("?s ?p ?o ~ ?r . ", ""),
    # Groups.
    ("{} UNION { ", "}"),
    ("OPTIONAL { ", "}"),
    ("GRAPH ?g { ", "}"),
    ("FILTER EXISTS { ", "}"),
    ("FILTER(NOT EXISTS{ ", "})"),
    ("MINUS { ", "}"),
    ("LATERAL { ", "}"),
    ("{ SELECT * { ", "}}"),
    ("?s (ex:p|^ex:q)*/!ex:r ?o . ", ""),
]
CALLS = [
    "SERVICE <{url}> {{ ?a ?b ?c }}",
    "SERVICE SILENT <{url}> {{ ?a ?b ?c }}",
    "sErViCe<{url}>{{}}",
    "SERVICE there: {{ ?a ?b ?c }}",
    "SERVICEthere:{{ ?a ?b ?c }}",
    "SERVI\\u0043E <{url}> {{}}",
    "SERVICE#>\n<{url}> {{ ?a ?b ?c }}",
    "VALUES ?there {{ <{url}> }} SERVICE ?there {{ ?a ?b ?c }}",
]
FRAMES = [
    "SELECT * {{ {body} }}",
    "SELECT * {{ ?s ?p ?o . {body} }}",
    "SELECT(COUNT(*)AS?n){{{body}}}",
    "ASK {{ {body} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o {body} }}",
    "DESCRIBE ?s {{ ?s ?p ?o . {body} }}",
    "SELECT * {{ {{ {body} }} UNION {{ ?s ?p ?o }} }} LIMIT 3",
]
PREFIXES = f"PREFIX ex: <{EX}> PREFIX b: <b:> PREFIX port: <http://h:1> PREFIX there: <{{url}}> "
STRAY = " \t\r\n\u2028\u0085\x0b\ufeff'\"<>#\\(){}[].,;:|&!?$1aé\u00d7"


def queries(seed: int, url: str) -> Iterator[str]:
    """Queries without end, each with a call behind some openers, and every other one with a few stray characters."""
    choose = random.Random(seed)  # noqa: S311
    while True:
        body = choose.choice(CALLS).format(url=url)
        for _ in range(choose.randrange(1, 4)):
            before, behind = choose.choice(OPENERS)
            body = before + body + behind
        query = PREFIXES.format(url=url) + choose.choice(FRAMES).format(body=body)
        for _ in range(choose.choice((0, 0, 1, 2))):
            at = choose.randrange(len(query))
            query = query[:at] + choose.choice(STRAY) + query[at + choose.randrange(2) :]
        yield query


def small_store() -> ox.Store:
    """A graph in which the patterns of the openers match something."""
    store = ox.Store()
    ends = [ox.NamedNode(EX), ox.NamedNode(f"{EX}a.b"), ox.NamedNode(f"{EX}a"), ox.NamedNode("http://h:1")]
    values: list[ox.NamedNode | ox.Literal] = [ox.Literal("x", language="en"), ox.Literal(1), ox.Literal(True), *ends]
    for value in values:
        for name in ("p", "q"):
            store.add(ox.Quad(ends[2], ox.NamedNode(EX + name), value))
            store.add(ox.Quad(ends[2], ox.NamedNode(EX + name), value, ox.NamedNode(f"{EX}g")))
    return store


class Listener:
    """A server on this machine that hangs up on each call, and counts them."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"

    def serve(self) -> None:
        """Answer until it is closed."""
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.calls += 1
                connection.close()

    def close(self) -> None:
        """Hear no more."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener in a thread of its own."""
    listener = Listener()
    thread = threading.Thread(target=listener.serve, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        listener.close()
        thread.join()
