"""Writing the graph and its networks to files, whole or not at all."""

from kg.export.networks import NETWORK_SUFFIXES, write_network
from kg.export.pictures import PICTURE_SUFFIXES, write_picture
from kg.export.rdf import RDF_SUFFIXES, write_rdf

__all__ = ["NETWORK_SUFFIXES", "PICTURE_SUFFIXES", "RDF_SUFFIXES", "write_network", "write_picture", "write_rdf"]
