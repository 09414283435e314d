"""The store: named graphs, one a source, and their merge, behind one small interface."""

from kg.store.base import (
    Dataset,
    Found,
    GraphData,
    GrowingDataset,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    select,
)
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
