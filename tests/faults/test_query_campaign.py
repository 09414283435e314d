"""Tens of thousands of queries from a grammar of openers and frames: none of them reaches the network."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.namespaces import DEFAULT_BASE, PREFIXES
from kg.query import evaluate
from kg.query.child import Child, Send
from tests.faults.hostile_queries import listening, queries, small_store

pytestmark = pytest.mark.campaign
MANY = 40_000
ALONE = 4_000


def ask_engine(store: ox.Store, query: str) -> None:
    """Ask the engine without a guard before it, and take all rows."""
    with suppress(SyntaxError, ValueError, OSError, RuntimeError):
        found = store.query(query, prefixes=PREFIXES, base_iri=DEFAULT_BASE)
        if not isinstance(found, ox.QueryBoolean):
            for _ in islice(found, 1000):
                pass


@pytest.mark.parametrize("seed", range(4))
def test_the_guard_alone_lets_nothing_out(seed: int) -> None:
    store = small_store()
    answered = 0
    with listening() as listener:
        for query in islice(queries(seed, listener.url), MANY // 4):
            with suppress(KgError):
                result = evaluate(store, query)
                if result.kind != "ask":
                    for _ in islice(result.stream(), 1000):
                        pass
                answered += 1
            assert listener.calls == 0, query
    assert answered, "not one query was sound: the grammar is worth nothing"


@pytest.mark.parametrize("seed", range(4))
def test_a_process_that_cannot_connect_lets_nothing_out(seed: int) -> None:
    store = small_store()
    with listening() as listener:
        made = list(islice(queries(seed, listener.url), MANY // 4))

        def work(send: Send) -> None:
            for query in made:
                ask_engine(store, query)
            send(b"done")

        assert Child(work, memory=1024, seconds=500).read_line() == b"done"
        assert listener.calls == 0


def test_the_engine_alone_lets_many_out() -> None:
    store = small_store()
    with listening() as listener:
        for query in islice(queries(0, listener.url), ALONE):
            ask_engine(store, query)
        assert listener.calls > ALONE / 20
