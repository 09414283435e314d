"""Writing the graph, its networks and its profiles to files, whole or not at all."""

from kg.export.facts import write_facts
from kg.export.networks import NETWORK_SUFFIXES, write_network
from kg.export.pictures import PICTURE_SUFFIXES, write_map, write_picture, write_timeline
from kg.export.profiles import ENTITY_SUFFIXES, PROFILES, ProfileReport, profile_suffixes, write_profile
from kg.export.rdf import RDF_12_SUFFIXES, RDF_SUFFIXES, write_rdf

__all__ = [
    "ENTITY_SUFFIXES",
    "NETWORK_SUFFIXES",
    "PICTURE_SUFFIXES",
    "PROFILES",
    "RDF_12_SUFFIXES",
    "RDF_SUFFIXES",
    "ProfileReport",
    "profile_suffixes",
    "write_facts",
    "write_map",
    "write_network",
    "write_picture",
    "write_profile",
    "write_rdf",
    "write_timeline",
]
