"""Networks: where nodes and labels stand, the picture as a file, and the page with the evidence of each edge."""

from kg.views.network.drawing import draw
from kg.views.network.page import network_page

__all__ = ["draw", "network_page"]
