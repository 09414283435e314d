"""How closely knit the surroundings of a node are: k-cores and clustering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.network.convert import Simple, Weighted, as_simple
from kg.network.triangles import triangle_sums

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["clustering", "core"]


def core(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Core number: the greatest k such that a node is in a part where each has k edges or more to the others.

    Formula: the greatest k for which v is in the k-core, the largest part of the graph in which all degrees are k or
    more. Self-loops are left aside.
    Directed: edges in and out are added up.
    Weighted: weights are left aside.
    Complexity: O(n + m).

    References:
        S. B. Seidman, Network structure and minimum degree. Social Networks 5 (1983) 269–287.
        V. Batagelj, M. Zaveršnik, An O(m) algorithm for cores decomposition of networks (2003), arXiv cs/0310049.

    Example: a triangle and a node that hangs on it.

    >>> import networkx as nx
    >>> core(nx.Graph(["ab", "bc", "ca", "ad"]))
    {'a': 2.0, 'b': 2.0, 'c': 2.0, 'd': 1.0}
    """
    simple = as_simple(graph, weighted=weighted, loops=False)
    return simple.by_node([float(each) for each in _cores(simple)])


def clustering(graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
    """Clustering: the share of pairs of a node's neighbours that are connected.

    Formula: 2 t / (d (d − 1)), with t triangles at v and d neighbours; 0 where d < 2. Self-loops are left aside.
    Directed: t / (2 (D (D − 1) − 2 R)), with t the directed triangles at v of any kind, each counted in both senses of
    going round, D edges in and out, and R neighbours with edges both ways (Fagiolo).
    Weighted: each triangle counts the cube root of the product of its weights, each over the greatest weight in the
    network (Onnela).
    Complexity: O(m √m).

    References:
        D. J. Watts, S. H. Strogatz, Collective dynamics of small-world networks. Nature 393 (1998) 440–442.
        J.-P. Onnela et al., Intensity and coherence of motifs in weighted complex networks. Phys. Rev. E 71 (2005)
        065103.
        G. Fagiolo, Clustering in complex directed networks. Phys. Rev. E 76 (2007) 026107.

    Example: of the three pairs of neighbours of a, one is joined.

    >>> import networkx as nx
    >>> {node: round(score, 4) for node, score in clustering(nx.Graph(["ab", "bc", "ca", "ad"])).items()}
    {'a': 0.3333, 'b': 1.0, 'c': 1.0, 'd': 0.0}
    """
    simple = as_simple(graph, weighted=weighted)
    return simple.by_node(_by_triangles(simple))


def _cores(simple: Simple) -> list[int]:
    """The greatest core of each node: nodes go by their degree, the least first, and take their edges along."""
    neighbours: list[list[int]] = [[] for _ in simple.nodes]
    for a, b in simple.edges:
        neighbours[a].append(b)
        neighbours[b].append(a)
    degrees = [len(each) for each in neighbours]
    waiting: list[list[int]] = [[] for _ in range(max(degrees, default=0) + 1)]
    for node, degree in enumerate(degrees):
        waiting[degree].append(node)
    gone = [False] * len(degrees)
    for least, nodes in enumerate(waiting):
        while nodes:
            node = nodes.pop()
            if gone[node] or degrees[node] != least:  # it went, or came nearer to going, since it was put here
                continue
            gone[node] = True
            for other in neighbours[node]:
                if degrees[other] > least:
                    degrees[other] -= 1
                    waiting[degrees[other]].append(other)
    return degrees


def _by_triangles(simple: Simple) -> list[float]:
    """Watts and Strogatz' coefficients, Onnela's and Fagiolo's."""
    greatest = max(simple.strengths or [1.0], default=1.0)
    roots: dict[tuple[int, int], float] = {}
    directions: dict[tuple[int, int], int] = {}
    for (a, b), weight in zip(simple.edges, simple.strengths or [1.0] * len(simple.edges), strict=True):
        if a != b:
            pair = min(a, b), max(a, b)
            roots[pair] = roots.get(pair, 0.0) + (weight / greatest) ** (1 / 3)
            directions[pair] = directions.get(pair, 0) + 1
    n = len(simple.nodes)
    triangles = triangle_sums(n, list(roots), list(roots.values()))
    degrees, mutual = [0] * n, [0] * n
    for pair, count in directions.items():
        for node in pair:
            degrees[node] += count
            mutual[node] += count == 2
    most = [d * (d - 1) - 2 * r if simple.directed else d * (d - 1) / 2 for d, r in zip(degrees, mutual, strict=True)]
    return [t / top if t else 0.0 for t, top in zip(triangles, most, strict=True)]
