"""From networkx to numbers: nodes by number, edges as pairs, parallel ones as one."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Simple", "Weighted", "as_simple", "weight_attribute"]

Weighted = bool | str
"""Which weights count: False for none, True for the edge attribute ``weight``, or another attribute's name."""

_EXACT = 2**53  # up to here every whole number is a float


@dataclass(frozen=True)
class Simple:
    """A graph as arrays: nodes are numbered in the order of the networkx graph.

    Args:
        nodes: the nodes of the networkx graph, by number.
        edges: pairs of numbers; of parallel edges one stands here.
        strengths: the weight of each edge; of parallel edges their sum. None where weights are left aside.
        directed: whether the pairs have a direction.
    """

    nodes: list[Hashable]
    edges: list[tuple[int, int]]
    strengths: list[float] | None
    directed: bool

    def plain(self) -> nx.Graph:
        """The numbers and pairs as a networkx graph without weights, for its searches: components, bridges."""
        import networkx as nx

        found = nx.DiGraph() if self.directed else nx.Graph()
        found.add_nodes_from(range(len(self.nodes)))
        found.add_edges_from(self.edges)
        return found

    def lengths(self) -> tuple[list[float] | None, float]:
        """The lengths of the edges, 1/weight, times a scale that is returned with them.

        Where the weights are whole numbers the scale makes the lengths whole too, so that paths of the same
        length are exactly as long as each other, whatever the order of additions.
        """
        if self.strengths is None:
            return None, 1.0
        if all(strength.is_integer() for strength in self.strengths):
            scale = math.lcm(*{int(strength) for strength in self.strengths})
            if scale * max(1, len(self.nodes)) < _EXACT:
                return [scale / strength for strength in self.strengths], float(scale)
        return [1 / strength for strength in self.strengths], 1.0

    def by_node(self, scores: list[float]) -> dict[Any, float]:
        """Scores by number as scores by node."""
        return dict(zip(self.nodes, scores, strict=True))


def weight_attribute(weighted: Weighted) -> str | None:
    """The edge attribute that holds the weights; None where they are left aside.

    >>> [weight_attribute(weighted) for weighted in (False, True, "newman")]
    [None, 'weight', 'newman']
    """
    return weighted if isinstance(weighted, str) else "weight" if weighted else None


def as_simple(graph: nx.Graph, *, weighted: Weighted, loops: bool = True, directed: bool | None = None) -> Simple:
    """Number the nodes and merge parallel edges.

    Args:
        graph: any networkx graph.
        weighted: which edge attribute to read: True reads ``weight``, and an edge without one has weight 1; a
            name such as ``newman`` reads that, and every edge must have it.
        loops: whether to keep the edges from a node to itself.
        directed: False leaves directions aside: an edge there and one back become one, of the sum of their weights.
            None: as the graph is.

    Raises:
        UsageError: a weight is not a positive number.
    """
    attribute = weight_attribute(weighted)
    default = 1 if attribute in (None, "weight") else None
    nodes = list(graph)
    number = {node: i for i, node in enumerate(nodes)}
    if directed is None:
        directed = bool(graph.is_directed())
    strengths: dict[tuple[int, int], float] = {}
    for a, b, weight in graph.edges(data=attribute or "weight", default=default):
        strength = 1.0 if attribute is None else _strength(attribute, weight, a, b)
        if a == b and not loops:
            continue
        pair = number[a], number[b]
        if not directed:
            pair = min(pair), max(pair)
        strengths[pair] = strengths.get(pair, 0.0) + strength
    return Simple(nodes, list(strengths), None if attribute is None else list(strengths.values()), directed)


def _strength(attribute: str, weight: Any, a: Hashable, b: Hashable) -> float:
    if weight is None and attribute != "weight":
        raise UsageError(
            f"an edge of this network has no {attribute}",
            hint="use other weights (weight: counts), or none",
        )
    try:
        strength = float(weight)
    except (TypeError, ValueError):
        strength = math.nan
    if not (strength > 0 and math.isfinite(strength)):
        raise UsageError(
            f"the {attribute} of an edge is {weight!r}: it must be a positive number",
            where=f"{a} – {b}",
            hint="fix the weight, or use no weights",
        )
    return strength
