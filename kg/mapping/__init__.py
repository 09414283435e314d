"""Mapping: from an annotated article to the quads of its graph, by the ontology."""

from kg.mapping.mapper import MappedArticle, Mapper
from kg.mapping.verification import Kept, keep_verification

__all__ = ["Kept", "MappedArticle", "Mapper", "keep_verification"]
