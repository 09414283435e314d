"""Mapping: from an annotated article to the quads of its graph, driven by the ontology."""

from kg.mapping.mapper import MappedArticle, Mapper

__all__ = ["MappedArticle", "Mapper"]
