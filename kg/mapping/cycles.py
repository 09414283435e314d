"""Circles among relations: what leads back to itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

__all__ = ["Steps", "circles", "joined"]

Steps = defaultdict[str, set[str]]
"""For each thing, the things that a relation leads to."""


def joined(*all_steps: Mapping[str, Set[str]]) -> Steps:
    """The steps by several attributions together."""
    found: Steps = defaultdict(set)
    for steps in all_steps:
        for node, ahead in steps.items():
            found[node] |= ahead
    return found


def circles(steps: Mapping[str, Set[str]]) -> dict[str, int]:
    """The number of the circle that each node lies in; a step between two nodes of one number leads back to itself.

    A node that is on no circle has a number of its own. Linear in the steps, and without recursion (R. Tarjan, 1972).

    Args:
        steps: for each node, the nodes that it leads to.
    """
    found: dict[str, int] = {}
    places: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []

    def enter(node: str) -> tuple[str, Iterator[str]]:
        places[node] = lowest[node] = len(places)
        path.append(node)
        return node, iter(steps.get(node, ()))

    for start in steps:
        waiting = [] if start in places else [enter(start)]
        while waiting:
            node, ahead = waiting[-1]
            for each in ahead:
                if each not in places:
                    waiting.append(enter(each))
                    break
                if each not in found:
                    lowest[node] = min(lowest[node], places[each])
            else:
                waiting.pop()
                if waiting:
                    below = waiting[-1][0]
                    lowest[below] = min(lowest[below], lowest[node])
                if lowest[node] == places[node]:
                    while node not in found:
                        found[path.pop()] = places[node]
    return found
