"""HTML pages that need no network: the pieces that all pages share, and pages on networks and stores."""

from kg.pages.network import network_page

__all__ = ["network_page"]
