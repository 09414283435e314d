"""Networks of who works with whom: projections, measures, ways, pictures.

networkx, igraph and matplotlib are imported when a function needs them.
"""

from kg.network.brokerage import Roles, brokerage_roles
from kg.network.comparison import Change, Slice, compare, over_time, slices
from kg.network.description import Description, assortativity, describe
from kg.network.leiden import Communities, communities
from kg.network.load import load_material, load_network
from kg.network.measures import MEASURES, find_measure
from kg.network.paths import find_node, shortest_paths
from kg.network.projections import find_projection, projections
from kg.network.ranking import RankedNode, rank
from kg.network.robustness import RobustNode, robust_rank

__all__ = [
    "MEASURES",
    "Change",
    "Communities",
    "Description",
    "RankedNode",
    "RobustNode",
    "Roles",
    "Slice",
    "assortativity",
    "brokerage_roles",
    "communities",
    "compare",
    "describe",
    "find_measure",
    "find_node",
    "find_projection",
    "load_material",
    "load_network",
    "over_time",
    "projections",
    "rank",
    "robust_rank",
    "shortest_paths",
    "slices",
]
