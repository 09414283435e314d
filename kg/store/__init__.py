"""The store: named graphs, one a source, and their merge, behind one small interface."""

from kg.store.as_of import as_of_view
from kg.store.base import GraphData, Store
from kg.store.oxigraph import OxigraphStore
from kg.store.views import VIEWS, newsroom_view

__all__ = ["VIEWS", "GraphData", "OxigraphStore", "Store", "as_of_view", "newsroom_view"]
