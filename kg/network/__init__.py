"""Networks of who works with whom: projections, measures, paths.

networkx and numpy are imported when a function needs them.
"""

from kg.network.attributes import edge_list, events, evidence, participants
from kg.network.brokerage import Roles, brokerage_roles
from kg.network.comparison import Comparison, RankChange, compare, compare_dates
from kg.network.description import Description, assortativity, describe
from kg.network.edges import Edge, Edges, edges
from kg.network.leiden import Communities, communities
from kg.network.load import load_incidences, load_network
from kg.network.measures import MEASURES, find_measure
from kg.network.paths import ShortestPaths, find_actor, find_node, shortest_paths
from kg.network.projections import find_projection, projections
from kg.network.ranking import RankedNode, Ranking, rank
from kg.network.robustness import RobustNode, RobustRanking, robust_rank
from kg.network.time_slices import Slice, Slices, load_slices, over_time, slices

__all__ = [
    "MEASURES",
    "Communities",
    "Comparison",
    "Description",
    "Edge",
    "Edges",
    "RankChange",
    "RankedNode",
    "Ranking",
    "RobustNode",
    "RobustRanking",
    "Roles",
    "ShortestPaths",
    "Slice",
    "Slices",
    "assortativity",
    "brokerage_roles",
    "communities",
    "compare",
    "compare_dates",
    "describe",
    "edge_list",
    "edges",
    "events",
    "evidence",
    "find_actor",
    "find_measure",
    "find_node",
    "find_projection",
    "load_incidences",
    "load_network",
    "load_slices",
    "over_time",
    "participants",
    "projections",
    "rank",
    "robust_rank",
    "shortest_paths",
    "slices",
]
