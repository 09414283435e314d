"""The store: named graphs, one a source, and their merge, behind one small interface."""

from kg.dataset import Dataset, Found, GrowingDataset, QueryBoolean, QuerySolutions, QueryTriples, select
from kg.store.base import GraphData, Store
from kg.store.oxigraph import OxigraphStore, in_memory

__all__ = [
    "Dataset",
    "Found",
    "GraphData",
    "GrowingDataset",
    "OxigraphStore",
    "QueryBoolean",
    "QuerySolutions",
    "QueryTriples",
    "Store",
    "in_memory",
    "select",
]
