from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import InputError, UsageError
from kg.export import RDF_SUFFIXES, write_rdf
from kg.namespaces import PREFIXES, RDF, TNK, XSD

A, B, P, Q = (ox.NamedNode(f"https://example.org/{name}") for name in ("a", "b", "p", "q"))
G, H = ox.NamedNode("https://example.org/graph/g"), ox.NamedNode("https://example.org/graph/h")
TYPE, FORUM = ox.NamedNode(RDF + "type"), ox.NamedNode(TNK + "Forum")
DATE = ox.NamedNode(XSD + "date")

QUADS = [
    ox.Quad(B, TYPE, FORUM, H),
    ox.Quad(A, P, ox.Literal('two "lines"\nand \\'), H),
    ox.Quad(A, P, B, G),
    ox.Quad(A, P, B, H),
    ox.Quad(A, P, ox.Literal("Türkiyə", language="az"), G),
    ox.Quad(A, P, ox.Literal("2031-05-04", datatype=DATE), G),
    ox.Quad(A, TYPE, FORUM, G),
]
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


def store_of(quads: list[ox.Quad]) -> ox.Store:
    """A store with the merge as default graph, and something in it that no named graph holds."""
    store = ox.Store()
    store.extend(quads)
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    store.add(ox.Quad(A, Q, ox.Literal("in the default graph alone")))
    return store


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".jsonld"])
def test_named_graphs_are_kept(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"graph{suffix}"
    assert write_rdf(store_of(QUADS), file) == 7
    assert set(ox.parse(path=str(file), format=FORMATS[suffix])) == set(QUADS)


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".rdf"])
def test_the_union_holds_each_triple_once(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"graph{suffix}"
    assert write_rdf(store_of(QUADS), file) == 6
    found = [quad.triple for quad in ox.parse(path=str(file), format=FORMATS[suffix])]
    assert len(found) == 6
    assert set(found) == {quad.triple for quad in QUADS}


def test_lines_are_sorted_with_the_type_first(tmp_path: Path) -> None:
    write_rdf(store_of(QUADS), tmp_path / "graph.nq")
    a, b, p = "<https://example.org/a>", "<https://example.org/b>", "<https://example.org/p>"
    g, h = "<https://example.org/graph/g>", "<https://example.org/graph/h>"
    forum = f"<{RDF}type> <{TNK}Forum>"
    assert (tmp_path / "graph.nq").read_text("utf-8").splitlines() == [
        f"{a} {forum} {g} .",
        f'{a} {p} "2031-05-04"^^<{XSD}date> {g} .',
        f'{a} {p} "Türkiyə"@az {g} .',
        f"{a} {p} {b} {g} .",
        f'{a} {p} "two \\"lines\\"\\nand \\\\" {h} .',
        f"{a} {p} {b} {h} .",
        f"{b} {forum} {h} .",
    ]


@pytest.mark.parametrize("suffix", RDF_SUFFIXES)
def test_the_order_of_loading_does_not_matter(tmp_path: Path, suffix: str) -> None:
    one, other = tmp_path / f"one{suffix}", tmp_path / f"other{suffix}"
    write_rdf(store_of(QUADS), one)
    write_rdf(store_of(QUADS[::-1]), other)
    assert one.read_bytes() == other.read_bytes()


def test_blank_nodes_are_named_by_what_they_say(tmp_path: Path) -> None:
    def lists(first: str, second: str) -> list[ox.Quad]:
        one, two = ox.BlankNode(first), ox.BlankNode(second)
        return [ox.Quad(A, P, one, G), ox.Quad(one, Q, two, G), ox.Quad(two, Q, ox.Literal("end"), G), *QUADS]

    for name, quads in (("one", lists("x", "y")), ("other", lists("y", "b17")[::-1])):
        write_rdf(store_of(quads), tmp_path / f"{name}.trig")
        write_rdf(store_of(quads), tmp_path / f"{name}.ttl")
    for suffix in (".trig", ".ttl"):
        text = (tmp_path / f"one{suffix}").read_text("utf-8")
        assert text == (tmp_path / f"other{suffix}").read_text("utf-8")
        assert "_:c14n0" in text


def test_prefixes_are_declared(tmp_path: Path) -> None:
    write_rdf(store_of(QUADS), tmp_path / "graph.ttl")
    text = (tmp_path / "graph.ttl").read_text("utf-8")
    assert all(f"@prefix {prefix}: <{iri}> ." in text for prefix, iri in PREFIXES.items())
    assert "a tnk:Forum" in text


@pytest.mark.parametrize(("suffix", "name"), [(".ttl", "turtle"), (".rdf", "xml")])
def test_rdflib_reads_the_same_union(tmp_path: Path, suffix: str, name: str) -> None:
    write_rdf(store_of(QUADS), tmp_path / f"graph{suffix}")
    lines = ox.serialize([quad.triple for quad in QUADS], format=ox.RdfFormat.N_TRIPLES)
    expected = rdflib.Graph().parse(data=lines or b"", format="nt")
    assert isomorphic(rdflib.Graph().parse(tmp_path / f"graph{suffix}", format=name), expected)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib's own
def test_rdflib_reads_the_same_graphs_from_json_ld(tmp_path: Path) -> None:
    write_rdf(store_of(QUADS), tmp_path / "graph.jsonld")
    found = rdflib.Dataset()
    found.parse(data=(tmp_path / "graph.jsonld").read_text("utf-8"), format="json-ld")
    sizes = {str(graph.identifier): len(graph) for graph in found.graphs() if len(graph)}
    assert sizes == {G.value: 4, H.value: 3}


def test_rdf_xml_is_well_formed_whatever_a_text_holds(tmp_path: Path) -> None:
    quads = [
        ox.Quad(A, P, ox.Literal("bell \x07, nul \x00, <tag> & ]]>, \ufffe"), G),
        ox.Quad(A, P, ox.Literal("line\r\nline\rline", language="en"), G),
    ]
    write_rdf(store_of(quads), tmp_path / "graph.rdf")
    ET.parse(tmp_path / "graph.rdf")  # noqa: S314
    found = {str(quad.object) for quad in ox.parse(path=str(tmp_path / "graph.rdf"), format=ox.RdfFormat.RDF_XML)}
    assert found == {'"bell \ufffd, nul \ufffd, <tag> & ]]>, \ufffd"', '"line\\nline\\nline"@en'}
    write_rdf(store_of(quads), tmp_path / "graph.nq")
    assert set(ox.parse(path=str(tmp_path / "graph.nq"), format=ox.RdfFormat.N_QUADS)) == set(quads)


@pytest.mark.parametrize("name", ["x/", "1st", "%41", "a?b"])
def test_a_property_without_an_xml_name_is_told(tmp_path: Path, name: str) -> None:
    file = tmp_path / "graph.rdf"
    file.write_text("old", encoding="utf-8")
    quads = [ox.Quad(A, ox.NamedNode(f"https://example.org/{name}"), B, G)]
    with pytest.raises(InputError, match="cannot express the property"):
        write_rdf(store_of(quads), file)
    # What stood there stands there still, and nothing else.
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("graph.rdf", "old")]


@pytest.mark.parametrize("suffix", RDF_SUFFIXES)
def test_an_empty_store(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"graph{suffix}"
    assert write_rdf(ox.Store(), file) == 0
    assert list(ox.parse(path=str(file), format=FORMATS[suffix])) == []


def test_an_unknown_suffix_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'.xml' is not a format.*\n.*\.ttl \.trig \.nt \.nq \.jsonld \.rdf"):
        write_rdf(ox.Store(), tmp_path / "graph.xml")
    with pytest.raises(UsageError, match="no suffix"):
        write_rdf(ox.Store(), tmp_path / "graph")
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_rdf(ox.Store(), tmp_path / "nowhere" / "graph.ttl")
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(InputError, match="not a file"):
        write_rdf(ox.Store(), tmp_path / "folder.ttl")


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "target.ttl", tmp_path / "link.ttl"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    write_rdf(store_of(QUADS), link)
    assert link.is_symlink()
    assert "tnk:Forum" in target.read_text("utf-8")
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_rdf(ox.Store(), tmp_path / "graph.ttl")
    assert os.stat(tmp_path / "graph.ttl").st_mode == os.stat(tmp_path / "plain").st_mode  # noqa: PTH116
