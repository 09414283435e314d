"""Networks of who works with whom: projections, measures, ways, pictures.

networkx, igraph and matplotlib are imported when a function needs them.
"""

from kg.network.load import load_network
from kg.network.measures import MEASURES, find_measure
from kg.network.paths import find_node, shortest_paths
from kg.network.projections import find_projection, projections
from kg.network.ranking import RankedNode, rank

__all__ = [
    "MEASURES",
    "RankedNode",
    "find_measure",
    "find_node",
    "find_projection",
    "load_network",
    "projections",
    "rank",
    "shortest_paths",
]
