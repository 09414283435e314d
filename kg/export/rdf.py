"""The graph as a file of RDF: all named graphs, sorted, so that the same graph gives the same bytes.

``.trig``, ``.nq`` and ``.jsonld`` keep the named graphs; ``.ttl``, ``.nt`` and ``.rdf`` hold their union as a
set, mentions included.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.claims.corrections import withheld
from kg.errors import InputError
from kg.export.files import check_suffix, replacing
from kg.namespaces import GENID, ONTOLOGY_GRAPH, PREFIXES, RDF, local_name
from kg.rdf import RdfFormat, canonical, serialize
from kg.store import Dataset
from kg.terms import BlankNode, Literal, NamedNode, Quad, Triple
from kg.text import fit_for_xml
from kg.user_paths import PathLike, user_path

__all__ = ["RDF_12_SUFFIXES", "RDF_SUFFIXES", "write_rdf", "write_triples"]

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
RDF_SUFFIXES = tuple(_FORMATS)
"""The suffixes that :func:`write_rdf` knows."""

RDF_12_SUFFIXES = (".ttl", ".trig", ".nt", ".nq")
"""The suffixes of formats that hold triple terms, those of RDF 1.2."""

_TYPE = NamedNode(RDF + "type")
_REIFIES = NamedNode(RDF + "reifies")
_PARTS = tuple(NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")


def write_rdf(store: Dataset, file: PathLike, *, rdf12: bool = False) -> int:
    """Write all named graphs of a store; the suffix tells the format.

    The default graph is not written: it is made of the others. Quads are sorted by graph, subject, predicate
    (``rdf:type`` first) and object; blank nodes are labelled by RDFC-1.0. XML has no control characters: in
    ``.rdf`` they become U+FFFD, and every line end a line feed.

    A format with named graphs is sorted graph by graph, and takes memory for the largest one only. The union is
    sorted in memory as a whole: 0.55 GB and 10 s a million triples, measured.

    Args:
        store: what to write.
        file: where to write; an existing file is replaced when the new one is complete.
        rdf12: whether what an assertion states is written as a triple term, ``?a rdf:reifies <<( ?s ?p ?o )>>``, in
            place of its ``rdf:subject``, ``rdf:predicate`` and ``rdf:object``. Only what the graph has as a direct
            triple is asserted as well.

    Returns:
        how many quads, or triples of the union, were written.

    Raises:
        UsageError: an unknown suffix; the hint lists the known ones.
        InputError: the file cannot be written, or a property has no name that XML allows.
    """
    file = user_path(file)
    suffix = check_suffix(file, RDF_12_SUFFIXES if rdf12 else RDF_SUFFIXES)
    rdf_format = _FORMATS[suffix]
    graphs = _NamedGraphs(store, rdf12=rdf12)
    statements: Iterable[Quad | Triple] = graphs.quads() if rdf_format.supports_datasets else graphs.union()
    if suffix == ".rdf":
        statements = map(_for_xml, statements)
    counted = _Counted(statements)
    with replacing(file) as temporary:
        serialize(counted, str(temporary), format=rdf_format, prefixes=PREFIXES)  # type: ignore[arg-type]
    return counted.count


def write_triples(triples: Iterable[Triple], file: Path, prefixes: Mapping[str, str]) -> None:
    """Write one graph without a name, in the order given; the suffix tells the format.

    Raises:
        UsageError: an unknown suffix.
        InputError: the file cannot be written, or a property has no name that XML allows.
    """
    suffix = check_suffix(file, RDF_SUFFIXES)
    if suffix == ".rdf":
        triples = map(_for_xml, triples)
    with replacing(file) as temporary:
        serialize(triples, str(temporary), format=_FORMATS[suffix], prefixes=dict(prefixes))


class _NamedGraphs:
    """The named graphs of a store, in order, with canonical blank nodes."""

    def __init__(self, store: Dataset, *, rdf12: bool) -> None:
        self._store = store
        self._rdf12 = rdf12
        self._names = sorted(store.named_graphs(), key=str)
        self._blank = _canonical(quad for name in self._names for quad in self._of(name) if _has_blank(quad))

    def quads(self) -> Iterator[Quad]:
        """All quads, graph by graph."""
        for name in self._names:
            yield from sorted(self._settled(name), key=_order)

    def union(self) -> list[Triple]:
        """All triples, each once, sorted; without the direct triples of what is corrected or retracted."""
        told = {quad.triple for name in self._names for quad in self._settled(name)}
        return sorted(told - withheld(self._store), key=_order)

    def _settled(self, name: NamedNode | BlankNode) -> Iterator[Quad]:
        blank = self._blank.get(str(name))
        found = iter(self._of(name))
        if blank is not None:
            found = iter([*(quad for quad in found if not _has_blank(quad)), *blank])
        return _with_triple_terms(found) if self._rdf12 else found

    def _of(self, name: NamedNode | BlankNode) -> Iterator[Quad]:
        quads = self._store.quads_for_pattern(None, None, None, name)
        # Only the ontology has nodes without a name of their own; in the store they bear made-up IRIs.
        return map(_with_blank_nodes, quads) if name.value == ONTOLOGY_GRAPH else quads


class _Counted:
    """Counts what passes through."""

    def __init__(self, statements: Iterable[Quad | Triple]) -> None:
        self._statements = iter(statements)
        self.count = 0

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> Quad | Triple:
        statement = next(self._statements)
        self.count += 1
        return statement


def _with_triple_terms(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads of a graph with one triple term in place of the three parts of each assertion.

    What lacks a part, or has one twice, stays as it is.
    """
    parts: dict[str, dict[NamedNode, list[Quad]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if quad.predicate in _PARTS:
            parts[str(quad.subject)][quad.predicate].append(quad)
        else:
            yield quad
    for found in parts.values():
        claimed = [found[part] for part in _PARTS]
        if all(len(each) == 1 for each in claimed):
            (subject,), (predicate,), (value,) = claimed
            term = Triple(subject.object, predicate.object, value.object)  # type: ignore[arg-type]
            yield Quad(subject.subject, _REIFIES, term, subject.graph_name)
        else:
            yield from (quad for each in claimed for quad in each)


def _order(statement: Quad | Triple) -> tuple[str, bool, str, str]:
    predicate = statement.predicate
    return str(statement.subject), predicate != _TYPE, predicate.value, str(statement.object)


def _with_blank_nodes(quad: Quad) -> Quad:
    """The quad with blank nodes in the place of the IRIs that the vocabulary made up for them."""
    subject, value = quad.subject, quad.object
    if isinstance(subject, NamedNode) and subject.value.startswith(GENID):
        subject = BlankNode(subject.value.removeprefix(GENID))
    if isinstance(value, NamedNode) and value.value.startswith(GENID):
        value = BlankNode(value.value.removeprefix(GENID))
    return Quad(subject, quad.predicate, value, quad.graph_name)


def _has_blank(statement: Quad | Triple) -> bool:
    return _is_blank(statement.subject) or _is_blank(statement.object)


def _is_blank(term: NamedNode | BlankNode | Literal | Triple) -> bool:
    return isinstance(term, BlankNode) or (isinstance(term, Triple) and _has_blank(term))


def _canonical(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """The quads with blank nodes, canonically labelled, by graph. Other quads do not bear on the labels."""
    by_graph: dict[str, list[Quad]] = defaultdict(list)
    for quad in canonical(quads):
        by_graph[str(quad.graph_name)].append(quad)
    return by_graph


def _for_xml(statement: Quad | Triple) -> Triple:
    """The triple without what XML cannot hold."""
    subject, predicate, value = statement.subject, statement.predicate, statement.object
    if not _XML_NAME.fullmatch(local_name(predicate.value)):
        raise InputError(f"RDF/XML cannot express the property {predicate}", hint="write .ttl or .nt")
    if isinstance(value, Literal) and (text := _text_for_xml(value.value)) != value.value:
        datatype = None if value.language else value.datatype
        value = Literal(text, language=value.language, datatype=datatype)
    return Triple(subject, predicate, value)


def _text_for_xml(text: str) -> str:
    return fit_for_xml(text).replace("\r\n", "\n").replace("\r", "\n")
