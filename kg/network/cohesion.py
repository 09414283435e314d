"""How closely knit the surroundings of a node are: k-cores and clustering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.network.convert import Simple, Weighted, as_simple

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
    return simple.by_node([float(each) for each in simple.igraph().coreness(mode="all")])


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
    if simple.directed or simple.strengths is not None:
        return simple.by_node(_by_triangles(simple))
    flat = as_simple(graph, weighted=False, loops=False)
    return flat.by_node(flat.igraph().transitivity_local_undirected(mode="zero"))


def _by_triangles(simple: Simple) -> list[float]:
    """Onnela's and Fagiolo's coefficients, from the triangles that igraph lists."""
    import igraph

    greatest = max(simple.strengths or [1.0], default=1.0)
    roots: dict[tuple[int, int], float] = {}
    directions: dict[tuple[int, int], int] = {}
    for (a, b), weight in zip(simple.edges, simple.strengths or [1.0] * len(simple.edges), strict=True):
        if a != b:
            pair = min(a, b), max(a, b)
            roots[pair] = roots.get(pair, 0.0) + (weight / greatest) ** (1 / 3)
            directions[pair] = directions.get(pair, 0) + 1
    n = len(simple.nodes)
    triangles = [0.0] * n
    for corners in igraph.Graph(n=n, edges=list(roots)).list_triangles():
        a, b, c = sorted(corners)
        product = roots[a, b] * roots[b, c] * roots[a, c]
        for corner in corners:
            triangles[corner] += product
    degrees, mutual = [0] * n, [0] * n
    for pair, count in directions.items():
        for node in pair:
            degrees[node] += count
            mutual[node] += count == 2
    most = [d * (d - 1) - 2 * r if simple.directed else d * (d - 1) / 2 for d, r in zip(degrees, mutual, strict=True)]
    return [t / top if t else 0.0 for t, top in zip(triangles, most, strict=True)]
