"""A network as a whole: how large, how dense, in how many parts, and where it would fall apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.markup.tables import Cell, Table, Tabular, Thing
from kg.network.arcs import arcs
from kg.network.convert import Simple, Weighted, as_simple
from kg.network.leiden import RUNS, Communities, communities
from kg.network.ranking import About, label_of
from kg.network.shortest import nearness
from kg.network.triangles import triangle_sums
from kg.suggest import counted

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["NUMBERS", "Description", "assortativity", "describe"]


NUMBERS = {
    "nodes": "Int64",
    "edges": "Int64",
    "density": "Float64",
    "components": "Int64",
    "diameter": "Int64",
    "transitivity": "Float64",
    "assortativity": "Float64",
    "bridges": "Int64",
    "articulation nodes": "Int64",
    "communities": "Int64",
    "modularity": "Float64",
}
"""The numbers that describe a network, with their pandas types."""


@dataclass(frozen=True)
class Description(Tabular):
    """What :func:`describe` found; a table in a notebook.

    Args:
        directed: whether the edges have a direction.
        nodes, edges: how many; parallel edges count once, self-loops too.
        density: the share of possible edges that are there; None for fewer than two nodes.
        components: the sizes of the connected parts, largest first; directions are left aside.
        bridges: the edges without which a part falls apart, sorted.
        articulation_nodes: the nodes without which a part falls apart, sorted.
        diameter: the longest of the shortest paths within the largest part, in edges; None for an empty network.
        transitivity: three times the triangles over the pairs of edges that meet; None where none meet.
        assortativity: how much edges join nodes of one group; None where it is not defined.
        group: the node attribute that holds the group.
        grouped: how many nodes have it.
        communities: the partition that Leiden's algorithm finds, with its modularity and seed.
        about: what was described, and how: weights are those of the communities.
        labels: what each node is called, by its key as a string.
    """

    directed: bool
    nodes: int
    edges: int
    density: float | None
    components: tuple[int, ...]
    bridges: tuple[tuple[str, str], ...]
    articulation_nodes: tuple[str, ...]
    diameter: int | None
    transitivity: float | None
    assortativity: float | None
    group: str
    grouped: int
    communities: Communities
    about: About
    labels: Mapping[str, str] = field(repr=False)

    def as_dict(self) -> dict[str, Any]:
        """The same, JSON-ready; nodes are told by their keys as strings, and ``labels`` tells their names."""
        told: dict[str, Any] = {name: value for name, value in vars(self).items() if name != "communities"}
        told |= {"about": self.about.as_dict(), "labels": dict(self.labels)}
        told |= {"components": list(self.components), "articulation_nodes": list(self.articulation_nodes)}
        told["bridges"] = [list(bridge) for bridge in self.bridges]
        told["communities"] = [[str(node) for node in nodes] for nodes in self.communities.members]
        return told | {"modularity": self.communities.modularity, "seed": self.communities.seed}

    def numbers(self) -> dict[str, int | float | None]:
        """The same as numbers alone, by the names of :data:`NUMBERS`."""
        counts = {
            "components": len(self.components),
            "bridges": len(self.bridges),
            "articulation nodes": len(self.articulation_nodes),
            "communities": len(self.communities.members),
            "modularity": self.communities.modularity,
        }
        return {name: counts[name] if name in counts else getattr(self, name) for name in NUMBERS}

    def table(self) -> Table:
        """What, how much, and which: names for IRIs."""
        details = self._details()
        rows: list[list[Cell]] = [[what, number, details.get(what)] for what, number in self.numbers().items()]
        return Table(["what", "value", "which"], rows, self.about.title, [self.about.in_words()])

    def groups(self) -> Iterator[tuple[str, list[str]]]:
        """What there is to name, each with the names: bridges, articulation nodes, each community."""
        if self.bridges:
            yield "bridges", [" — ".join(map(self._label, bridge)) for bridge in self.bridges]
        if self.articulation_nodes:
            yield "articulation nodes", [self._label(node) for node in self.articulation_nodes]
        for number, nodes in enumerate(self.communities.members, start=1):
            size = counted(len(nodes), "node")
            yield f"community {number} ({size})", sorted(self._label(str(node)) for node in nodes)

    def members(self) -> Table:
        """The members of each community, and the community's number."""
        rows: list[list[Cell]] = [
            [number, Thing(self._label(str(node)), str(node))]
            for number, nodes in enumerate(self.communities.members, start=1)
            for node in nodes
        ]
        return Table(["community", "member"], rows, f"Communities of {self.about.network or 'the network'}")

    def _details(self) -> dict[str, str]:
        leiden = f"best of {RUNS} runs of Leiden's algorithm, seed {self.communities.seed}"
        details = {
            "density": "share of possible edges that are there",
            "components": f"sizes: {', '.join(map(str, self.components[:10]))}" + (" …" * (len(self.components) > 10)),
            "diameter": "longest shortest path in the largest component",
            "transitivity": "share of adjacent pairs of edges that form a triangle",
            "assortativity": f"by {self.group}; {self.grouped} of {self.nodes} nodes have one",
            "bridges": "edges without which a component falls apart",
            "articulation nodes": "nodes without which a component falls apart",
            "communities": leiden,
            "modularity": "of the communities",
        }
        return details if self.nodes else {}

    def _label(self, key: str) -> str:
        return self.labels.get(key, key)

    def _columns(self) -> Mapping[str, str]:
        return NUMBERS

    def records(self) -> Iterable[Mapping[str, Any]]:
        """The rows as dictionaries."""
        return (self.numbers(),)


def describe(graph: nx.Graph, *, group: str = "polity", weighted: Weighted = False, seed: int = 0) -> Description:
    """Describe a network as a whole.

    Formula: density is m / (n (n − 1) / 2), of directed graphs m / (n (n − 1)), self-loops in m as in networkx; for the
    others see :class:`Description`, :func:`assortativity` and :func:`kg.network.leiden.communities`.
    Directed: density and assortativity heed directions, all else leaves them aside.
    Weighted: only communities heed weights.
    Complexity: O(n m), for the diameter.

    References:
        S. Wasserman, K. Faust, Social network analysis. Cambridge University Press (1994), chapter 4.
        R. Tarjan, A note on finding the bridges of a graph. Information Processing Letters 2 (1974) 160–161.

    Args:
        graph: any networkx graph.
        group: the node attribute that assortativity goes by.
        weighted: which weights communities heed.
        seed: of the search for communities.

    Example: a triangle, a node that hangs on it, and two apart.

    >>> import networkx as nx
    >>> found = describe(nx.Graph(["ab", "bc", "ca", "cd", "ef"]))
    >>> found.components, found.bridges, found.articulation_nodes, found.diameter
    ((4, 2), (('c', 'd'), ('e', 'f')), ('c',), 2)
    >>> round(found.density, 4), round(found.transitivity, 4)
    (0.3333, 0.6)
    """
    import networkx as nx

    directed = bool(graph.is_directed())
    simple = as_simple(graph, weighted=False)
    flat = as_simple(graph, weighted=False, loops=False, directed=False)
    plain, n = flat.plain(), len(simple.nodes)
    parts = sorted((sorted(part) for part in nx.connected_components(plain)), key=lambda part: (-len(part), part))
    possible = n * (n - 1) / (1 if directed else 2)
    pairs = sum(degree * (degree - 1) for _, degree in plain.degree())
    return Description(
        directed=directed,
        nodes=n,
        edges=len(simple.edges),
        density=len(simple.edges) / possible if possible else None,
        components=tuple(len(part) for part in parts),
        bridges=tuple(sorted(_ends(flat, edge) for edge in nx.bridges(plain))),
        articulation_nodes=tuple(sorted(str(flat.nodes[each]) for each in nx.articulation_points(plain))),
        diameter=_diameter(plain.subgraph(parts[0])) if parts else None,
        transitivity=2 * sum(triangle_sums(n, flat.edges, [1.0] * len(flat.edges))) / pairs if pairs else None,
        assortativity=assortativity(graph, group),
        group=group,
        grouped=sum(graph.nodes[node].get(group) is not None for node in graph),
        communities=communities(graph, weighted=weighted, seed=seed),
        about=About.whole(graph, weighted, seed),
        labels={str(node): label_of(graph, node) for node in graph},
    )


def assortativity(graph: nx.Graph, group: str = "polity") -> float | None:
    """How much edges join nodes of one group rather than of different ones.

    Formula: (Σ e(i,i) − Σ a(i) b(i)) / (1 − Σ a(i) b(i)), with e(i,j) the share of edges from group i to j, a and b
    their sums over rows and columns. 1: only within groups. Only edges count whose ends both have a group. None
    where no edge does, or where all ends are of one group, since then nothing could differ.
    Directed: e is taken as is; an undirected edge counts both ways, a self-loop once.
    Weighted: weights are left aside.
    Complexity: O(n + m).

    References:
        M. E. J. Newman, Mixing patterns in networks. Phys. Rev. E 67 (2003) 026126.

    Example: two pairs, each within its group.

    >>> import networkx as nx
    >>> graph = nx.Graph(["ab", "cd"])
    >>> nx.set_node_attributes(graph, {"a": "AZ", "b": "AZ", "c": "TR", "d": "TR"}, "polity")
    >>> assortativity(graph)
    1.0
    """
    simple = as_simple(graph, weighted=False)
    groups = [graph.nodes[node].get(group) for node in simple.nodes]
    mixing: Counter[tuple[Any, Any]] = Counter()
    for a, b in simple.edges:
        if groups[a] is None or groups[b] is None:
            continue
        mixing[groups[a], groups[b]] += 1
        if not simple.directed and a != b:
            mixing[groups[b], groups[a]] += 1
    total = sum(mixing.values())
    rows, columns = Counter[Any](), Counter[Any]()
    for (start, end), count in mixing.items():
        rows[start] += count
        columns[end] += count
    # In whole numbers, so that no rounding decides whether the denominator is 0.
    expected = sum(count * columns[each] for each, count in rows.items())
    if total * total == expected:
        return None
    within = sum(count for (start, end), count in mixing.items() if start == end)
    return (total * within - expected) / (total * total - expected)


def _diameter(graph: nx.Graph) -> int:
    """The greatest distance in a connected graph."""
    return int(nearness(arcs(as_simple(graph, weighted=False)), unit=True).deepest)


def _ends(simple: Simple, edge: tuple[int, int]) -> tuple[str, str]:
    first, second = sorted(str(simple.nodes[end]) for end in edge)
    return first, second
