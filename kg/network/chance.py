"""Random choices within igraph, the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

__all__ = ["seeded"]

_ONE_AT_A_TIME = Lock()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let igraph draw from a generator of this seed, and afterwards from Python's own, as it does by default.

    igraph has one generator for the whole process: two threads that set it would take numbers from each other.
    """
    import igraph

    with _ONE_AT_A_TIME:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - not for secrets
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)
