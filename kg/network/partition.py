"""The steps of the Leiden algorithm (Traag, Waltman, van Eck 2019) for modularity."""

from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass

__all__ = ["Network", "improved", "modularity"]

_RANDOMNESS = 0.01  # how readily refinement takes other than the best, as in the publication
_GAIN = 1e-10  # of the strength of a node: what is gained by less is rounding


@dataclass(frozen=True, slots=True)
class Network:
    """A network for the algorithm.

    Args:
        ties: for each node its neighbours, without itself, with the weights of the edges.
        strengths: for each node the sum of its weights, self-loops twice.
        rate: the resolution over the sum of all strengths.
    """

    ties: list[list[tuple[int, float]]]
    strengths: list[float]
    rate: float


def modularity(network: Network, member: list[int]) -> float:
    """The modularity of a partition, less the share of self-loops, which is the same in all; times the resolution."""
    within: dict[int, float] = {}
    total: dict[int, float] = {}
    for node, (community, strength) in enumerate(zip(member, network.strengths, strict=True)):
        total[community] = total.get(community, 0.0) + strength
        inner = [weight for other, weight in network.ties[node] if member[other] == community]
        within[community] = within.get(community, 0.0) + math.fsum(inner)
    return math.fsum(within[c] - network.rate * total[c] * total[c] for c in total)


def improved(network: Network, member: list[int], chance: random.Random) -> list[int]:
    """A partition that is no worse than the one given: one round of moving nodes, refining and joining.

    Returns:
        for each node the number of its community, in the order of their first nodes.
    """
    where = list(range(len(member)))  # the node of the present network that a node of the first has become part of
    member = list(member)
    while True:
        order = list(range(len(member)))
        chance.shuffle(order)
        _move(network, member, order)
        chance.shuffle(order)
        group = _numbered(_refined(network, member, order, chance))
        if max(group) + 1 == len(member):
            break
        network, member = _joined(network, member, group)
        where = [group[node] for node in where]
    return _numbered([member[node] for node in where])


def _numbered(labels: list[int]) -> list[int]:
    number: dict[int, int] = {}
    return [number.setdefault(label, len(number)) for label in labels]


def _move(network: Network, member: list[int], order: list[int]) -> None:
    """Move each node to the community where it gains most; neighbours of a moved one are looked at again."""
    ties, strengths, rate = network.ties, network.strengths, network.rate
    total, size = [0.0] * len(member), [0] * len(member)
    for node, community in enumerate(member):
        total[community] += strengths[node]
        size[community] += 1
    empty = [community for community, count in enumerate(size) if not count]
    queue, waiting = deque(order), [True] * len(member)
    while queue:
        node = queue.popleft()
        waiting[node] = False
        own, strength = member[node], strengths[node]
        joining: dict[int, float] = {}
        for other, weight in ties[node]:
            community = member[other]
            joining[community] = joining.get(community, 0.0) + weight
        cost = strength * rate
        best, stays = own, joining.get(own, 0.0) - cost * (total[own] - strength)
        most = stays + _GAIN * strength
        for community, weight in joining.items():
            if community != own and weight - cost * total[community] > most:
                best, most = community, weight - cost * total[community]
        if size[own] > 1 and most < 0:
            best = empty[-1]
        if best == own:
            continue
        size[own] -= 1
        total[own] = total[own] - strength if size[own] else 0.0
        if not size[best]:
            empty.pop()
        if not size[own]:
            empty.append(own)
        size[best] += 1
        total[best] += strength
        member[node] = best
        for other, _ in ties[node]:
            if not waiting[other] and member[other] != best:
                waiting[other] = True
                queue.append(other)


def _refined(network: Network, member: list[int], order: list[int], chance: random.Random) -> list[int]:
    """Within each community parts that hang together well: nodes that are still alone join one, by chance."""
    ties, strengths, rate = network.ties, network.strengths, network.rate
    part, total, alone = list(range(len(member))), list(strengths), [True] * len(member)
    whole = [0.0] * len(member)
    for node, community in enumerate(member):
        whole[community] += strengths[node]
    # The weights between a part and the rest of its community.
    cut = [sum([w for other, w in each if member[other] == member[node]]) for node, each in enumerate(ties)]
    for node in order:
        community, strength = member[node], strengths[node]
        if not alone[node] or cut[node] < rate * strength * (whole[community] - strength):
            continue
        joining: dict[int, float] = {}
        for other, weight in ties[node]:
            if member[other] == community:
                joining[part[other]] = joining.get(part[other], 0.0) + weight
        gains = {
            each: weight - rate * strength * total[each]
            for each, weight in joining.items()
            if cut[each] >= rate * total[each] * (whole[community] - total[each])
        }
        gains = {each: gain for each, gain in gains.items() if gain >= 0}
        if not gains:
            continue
        chosen = _drawn(gains, chance)
        part[node] = chosen
        total[chosen] += strength
        cut[chosen] += cut[node] - 2 * joining[chosen]
        alone[node] = alone[chosen] = False
    return part


def _drawn(gains: dict[int, float], chance: random.Random) -> int:
    if len(gains) == 1:
        return next(iter(gains))
    top = max(gains.values())
    shares = [math.exp((gain - top) / _RANDOMNESS) for gain in gains.values()]
    return chance.choices(list(gains), shares)[0]


def _joined(network: Network, member: list[int], group: list[int]) -> tuple[Network, list[int]]:
    """The network of the groups, and the communities that they lie in."""
    n = max(group) + 1
    ties: list[dict[int, float]] = [{} for _ in range(n)]
    strengths, communities = [0.0] * n, [0] * n
    for node, (own, community) in enumerate(zip(group, _numbered(member), strict=True)):
        strengths[own] += network.strengths[node]
        communities[own] = community
        joint = ties[own]
        for other, weight in network.ties[node]:
            to = group[other]
            if to != own:
                joint[to] = joint.get(to, 0.0) + weight
    return Network([list(each.items()) for each in ties], strengths, network.rate), communities
