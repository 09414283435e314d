"""The documentation site: pages about the ontology, the shapes, the questions and the reference data."""

from kg.documentation.site import SiteSources, build_site
from kg.documentation.writing import write_site

__all__ = ["SiteSources", "build_site", "write_site"]
