"""The store: named graphs, one a source, and their merge, behind one small interface."""

from kg.store.base import GraphData, Store
from kg.store.oxigraph import OxigraphStore

__all__ = ["GraphData", "OxigraphStore", "Store"]
