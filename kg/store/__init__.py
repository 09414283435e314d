"""The store: named graphs, one a source, and their merge, behind one small interface."""

from kg.dataset import Dataset, Found, GrowingDataset, QueryBoolean, QuerySolutions, QueryTriples, select
from kg.store.base import GraphData, Store
from kg.store.merge_in_memory import MergeInMemory, asked_often
from kg.store.oxigraph import OxigraphStore, in_memory
from kg.store.without_graphs import WithoutGraphs

__all__ = [
    "Dataset",
    "Found",
    "GraphData",
    "GrowingDataset",
    "MergeInMemory",
    "OxigraphStore",
    "QueryBoolean",
    "QuerySolutions",
    "QueryTriples",
    "Store",
    "WithoutGraphs",
    "asked_often",
    "in_memory",
    "select",
]
