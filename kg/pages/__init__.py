"""HTML pages that need no network: the pieces that all pages share, and pages on networks and stores."""
