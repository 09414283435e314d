"""The map of hosting places: points without borders, as a picture and as a page."""

from kg.views.map.drawing import draw_map
from kg.views.map.hosting import HostingMap, Place, read_map
from kg.views.map.page import MAP_STYLES, map_figure, map_page

__all__ = ["MAP_STYLES", "HostingMap", "Place", "draw_map", "map_figure", "map_page", "read_map"]
