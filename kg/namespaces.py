"""The namespaces and well-known IRIs of the graph, as plain strings."""

from __future__ import annotations

__all__ = [
    "ANNOTATORS",
    "DCTERMS",
    "DEFAULT_BASE",
    "DERIVED_GRAPH",
    "DRIFT_GRAPH",
    "FOAF",
    "GENID",
    "KINDS",
    "NEWSROOM",
    "OA",
    "ONTOLOGY_GRAPH",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "REFERENCE_EDITORS",
    "REFERENCE_GRAPH",
    "SH",
    "SKOS",
    "TNK",
    "XSD",
    "local_name",
    "shortened",
]

_PROJECT = "https://w3id.org/turkic-ngo-kg/"

TNK = _PROJECT + "ontology#"
DEFAULT_BASE = _PROJECT + "id/"
GENID = "https://w3id.org/.well-known/genid/turkic-ngo-kg/"
ONTOLOGY_GRAPH = _PROJECT + "ontology"
REFERENCE_GRAPH = _PROJECT + "reference"
DERIVED_GRAPH = _PROJECT + "derived"
DRIFT_GRAPH = _PROJECT + "drift"
NEWSROOM = TNK + "newsroom"
REFERENCE_EDITORS = TNK + "referenceEditors"
ANNOTATORS = TNK + "annotators"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
SH = "http://www.w3.org/ns/shacl#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"

KINDS = (
    "person",
    "organization",
    "group",
    "post",
    "place",
    "polity",
    "event",
    "series",
    "programme",
    "agreement",
    "legal-act",
    "theme",
    "article",
)
"""The kinds of things: the folders of their IRIs."""

PREFIXES = {
    "tnk": TNK,
    "tnkd": DEFAULT_BASE,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "prov": PROV,
    "oa": OA,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    # One prefix a kind of thing, since a slash cannot stand in the local part of a prefixed name.
    **{kind: f"{DEFAULT_BASE}{kind}/" for kind in KINDS},
}
"""The prefixes that every query may use without declaring them, and that exports declare."""


def local_name(iri: str) -> str:
    """The part after the last ``#`` or ``/``: ``…ontology#Forum`` gives ``Forum``."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def shortened(iri: str) -> str:
    """An IRI as people read it: ``event/x`` for a thing, ``tnk:held`` behind a known prefix."""
    if iri.startswith(DEFAULT_BASE) and len(iri) > len(DEFAULT_BASE):
        return iri.removeprefix(DEFAULT_BASE)
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#:?"):
            return f"{prefix}:{local}"
    return iri
