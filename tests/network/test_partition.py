"""The steps of the Leiden algorithm, one by one, by the conditions of its publication."""

from __future__ import annotations

import random

from kg.network.partition import Network, _refined


def test_a_part_that_hangs_together_badly_takes_nobody_in() -> None:
    """By the publication w(C, S − C) ≥ γ s(C) s(S − C): here 0.3 against 1 · 2 · 1.1, so c stays alone.

    a and b join first (w = 3, s = 1 each); c would gain by joining them: 0.3 − 0.1 · 2 > 0.
    """
    a, b, c, d = range(4)
    edges = {(a, b): 3.0, (a, c): 0.3, (c, d): 0.05}
    ties: list[list[tuple[int, float]]] = [[] for _ in range(4)]
    for (one, other), weight in edges.items():
        ties[one].append((other, weight))
        ties[other].append((one, weight))
    network = Network(ties, [1.0, 1.0, 0.1, 1.0], 1.0)
    assert _refined(network, [0, 0, 0, 0], [a, b, c, d], random.Random(0)) == [b, b, c, d]  # noqa: S311 - not for secrets
