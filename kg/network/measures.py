"""The measures by name: what ``rank`` and pictures may go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kg.network import bipartite, brokerage, centrality, cohesion, degrees, spectral, structural_holes
from kg.network.convert import Weighted
from kg.suggest import unknown

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["MEASURES", "Measure", "find_measure"]


class Score(Protocol):
    """A function that scores the nodes of a graph."""

    def __call__(self, graph: nx.Graph, *, weighted: Weighted = False) -> dict[Any, float]:
        """The score of each node; a node for which the measure is not defined is left out, never NaN."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    Args:
        name: what users call it by.
        title: what it measures, in a line.
        reference: where it was defined.
        score: the function; its docstring tells formula, direction, weights, complexity and an example.
        weights: what becomes of weights where they count: ``strength``, ``distance`` (1/weight), ``always`` a strength
            even when not asked for, or ``none``.
        directed: which edges count in a directed graph: ``in``, ``out``, ``in and out``, ``along edges`` (paths
            follow them), ``towards`` and ``away`` (paths to the node, from it), or ``left aside``.
        needs: the node attribute without which the measure has no meaning; empty: none.
    """

    name: str
    title: str
    reference: str
    score: Score
    weights: str = "strength"
    needs: str = ""
    directed: str = "in and out"

    def as_dict(self) -> dict[str, str]:
        """What is to be told of it, JSON-ready; the function is left out."""
        told = ("name", "title", "weights", "directed", "needs", "reference")
        return {each: getattr(self, each) for each in told}

    @property
    def source(self) -> str:
        """The reference in short: authors and years."""
        return "; ".join(each.split(",")[0].strip() for each in self.reference.split(";"))


_FREEMAN = "Freeman 1978/79, Social Networks 1, 215–239"
_FAUST = "Wasserman and Faust 1994, section 5.3"
_BARRAT = "Barrat et al. 2004, PNAS 101, 3747–3752"
_BOLDI = "Boldi and Vigna 2014, Internet Mathematics 10, 222–262"
_KLEINBERG = "Kleinberg 1999, J. ACM 46, 604–632"
_EVERETT = "Borgatti and Everett 1997, Social Networks 19, 243–269"

_ALL = (
    Measure("degree", "share of the other nodes that a node is connected to", _FREEMAN, centrality.degree),
    Measure("in-degree", "share of the other nodes that an edge leads from", _FAUST, degrees.in_degree, directed="in"),
    Measure("out-degree", "share of the other nodes that an edge leads to", _FAUST, degrees.out_degree, directed="out"),
    Measure("strength", "sum of the weights at a node", _BARRAT, degrees.strength, "always"),
    Measure(
        "in-strength",
        "sum of the weights of the edges to a node",
        _BARRAT,
        degrees.in_strength,
        "always",
        directed="in",
    ),
    Measure(
        "out-strength",
        "sum of the weights of the edges from a node",
        _BARRAT,
        degrees.out_strength,
        "always",
        directed="out",
    ),
    Measure(
        "betweenness",
        "share of shortest paths between others that pass through a node",
        "Freeman 1977, Sociometry 40, 35–41; Brandes 2001, J. Mathematical Sociology 25, 163–177",
        centrality.betweenness,
        "distance",
        directed="along edges",
    ),
    Measure(
        "closeness",
        "how near a node is to the nodes that can reach it, scaled by their share",
        f"{_FREEMAN}; Wasserman and Faust 1994, p. 201",
        centrality.closeness,
        "distance",
        directed="towards",
    ),
    Measure(
        "out-closeness",
        "how near a node is to the nodes it can reach, scaled by their share",
        _FREEMAN,
        centrality.out_closeness,
        "distance",
        directed="away",
    ),
    Measure(
        "harmonic",
        "sum of the nearnesses, 1/distance, of all nodes that can reach a node",
        f"Marchiori and Latora 2000, Physica A 285, 539–546; {_BOLDI}",
        centrality.harmonic,
        "distance",
        directed="towards",
    ),
    Measure(
        "out-harmonic",
        "sum of the nearnesses, 1/distance, of all nodes that a node can reach",
        _BOLDI,
        centrality.out_harmonic,
        "distance",
        directed="away",
    ),
    Measure(
        "eigenvector",
        "a node is as central as its neighbours are",
        "Bonacich 1972, J. Mathematical Sociology 2, 113–120",
        spectral.eigenvector,
        directed="in",
    ),
    Measure(
        "katz",
        "walks that end at a node, longer ones counting less (α = 0.85/λ)",
        "Katz 1953, Psychometrika 18, 39–43",
        spectral.katz,
        directed="in",
    ),
    Measure(
        "pagerank",
        "share of time that a random walk with jumps (damping 0.85) spends at a node",
        "Brin and Page 1998, Computer Networks and ISDN Systems 30, 107–117",
        centrality.pagerank,
        directed="in",
    ),
    Measure("hubs", "a node scores by the authorities it points to (HITS)", _KLEINBERG, spectral.hubs, directed="out"),
    Measure(
        "authorities",
        "a node scores by the hubs that point to it (HITS)",
        _KLEINBERG,
        spectral.authorities,
        directed="in",
    ),
    Measure(
        "core",
        "greatest k such that a node is in the k-core",
        "Seidman 1983, Social Networks 5, 269–287",
        cohesion.core,
        "none",
    ),
    Measure(
        "clustering",
        "share of pairs of a node's neighbours that are connected",
        "Watts and Strogatz 1998, Nature 393, 440–442; Onnela et al. 2005, Phys. Rev. E 71, 065103",
        cohesion.clustering,
    ),
    Measure(
        "constraint",
        "how much a node's contacts are tied to each other; low values: structural holes",
        "Burt 1992, Structural holes, chapter 2; Burt 2004, American J. Sociology 110, 349–399",
        structural_holes.constraint,
    ),
    Measure(
        "effective-size",
        "number of a node's contacts that are not redundant",
        "Burt 1992, Structural holes, chapter 2; Borgatti 1997, Connections 20, 35–38",
        structural_holes.effective_size,
    ),
    Measure(
        "brokerage",
        "pairs of others without an edge that a node connects, by polity",
        "Gould and Fernandez 1989, Sociological Methodology 19, 89–126",
        brokerage.brokerage,
        "none",
        "polity",
        directed="along edges",
    ),
    Measure(
        "bipartite-degree",
        "share of the nodes of the other kind that a node is connected to",
        _EVERETT,
        bipartite.bipartite_degree,
        "none",
        "bipartite",
        directed="left aside",
    ),
    Measure(
        "bipartite-closeness",
        "how near a node is to all, relative to the nearest possible for its kind",
        _EVERETT,
        bipartite.bipartite_closeness,
        "none",
        "bipartite",
        directed="left aside",
    ),
    Measure(
        "bipartite-betweenness",
        "shortest paths through a node, relative to the most possible for its kind",
        _EVERETT,
        bipartite.bipartite_betweenness,
        "none",
        "bipartite",
        directed="left aside",
    ),
)
MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _ALL}
"""Every measure by its name. A new one is a function and an entry here."""


def find_measure(name: str) -> Measure:
    """The measure of that name.

    Raises:
        UsageError: there is none; the hint tells the nearest names.
    """
    if name not in MEASURES:
        raise unknown("measure", name, MEASURES)
    return MEASURES[name]
