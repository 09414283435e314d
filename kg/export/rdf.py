"""The graph as a file of RDF: all named graphs, sorted, so that the same graph gives the same bytes.

``.trig``, ``.nq`` and ``.jsonld`` keep the named graphs; ``.ttl``, ``.nt`` and ``.rdf`` hold their union as a set, mentions included.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.export.files import check_suffix, replacing
from kg.namespaces import PREFIXES, RDF

__all__ = ["RDF_SUFFIXES", "write_rdf"]

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
RDF_SUFFIXES = tuple(_FORMATS)
"""The suffixes that :func:`write_rdf` knows."""

_TYPE = ox.NamedNode(RDF + "type")
_MERGE = ox.DefaultGraph()
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_NAME = re.compile(r"(?:.*[^\w.\-])?[\d.\-]*[^\W\d][\w.\-]*")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def write_rdf(store: ox.Store, file: Path) -> int:
    """Write all named graphs of a store; the suffix tells the format.

    The default graph is not written: it is made of the others. Quads are sorted by graph, subject, predicate
    (``rdf:type`` first) and object; blank nodes are labelled by RDFC-1.0. XML has no control characters: in
    ``.rdf`` they are written as U+FFFD, and line ends as line feeds.

    A format with named graphs is sorted graph by graph and needs memory for the largest one only; the union is
    sorted as a whole, which takes about 1 GB for each million triples.

    Returns:
        how many quads, or triples of the union, were written.

    Raises:
        UsageError: an unknown suffix; the hint lists the known ones.
        InputError: the file cannot be written, or a property's name cannot be written as XML.
    """
    suffix = check_suffix(file, RDF_SUFFIXES)
    rdf_format = _FORMATS[suffix]
    graphs = _Graphs(store)
    written: Iterator[ox.Quad] | Iterator[ox.Triple]
    if rdf_format.supports_datasets:
        written = counted = _Counted(graphs.quads())
    else:
        triples: Iterable[ox.Triple] = graphs.union()
        counted = _Counted(_for_xml(triples) if suffix == ".rdf" else triples)
        written = counted
    with replacing(file) as temporary:
        ox.serialize(written, str(temporary), format=rdf_format, prefixes=PREFIXES)
    return counted.count
