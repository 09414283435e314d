from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

import kg
from kg.errors import InputError, UsageError
from kg.export import RDF_12_SUFFIXES, RDF_SUFFIXES, write_rdf
from kg.namespaces import PREFIXES, RDF, TNK, XSD
from tests import commands
from tests.amounts import first

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


# RDF 1.2

PAGE = Path(__file__).parents[2] / "docs" / "graph.md"
REIFIES = ox.NamedNode(RDF + "reifies")
PARTS = [ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object")]


def in_store(file: Path) -> ox.Store:
    """The file as a store has it, with all its triples in the default graph."""
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in ox.parse(path=str(file), format=FORMATS[file.suffix]))
    return store


@pytest.mark.parametrize("suffix", first(1, sorted(RDF_12_SUFFIXES)))
def test_triple_terms_stand_for_the_parts_of_each_assertion(bundled: kg.Graph, tmp_path: Path, suffix: str) -> None:
    plain, file = tmp_path / f"plain{suffix}", tmp_path / f"terms{suffix}"
    before, after = bundled.export(plain), write_rdf(bundled.dataset(), file, rdf12=True)
    assertions = bundled.query("SELECT ?a ?s ?p ?o { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }").terms
    assert before - after == 2 * len(assertions)
    old, new = set(in_store(plain)), set(in_store(file))
    assert {quad for quad in old if quad.predicate not in PARTS} == {q for q in new if q.predicate != REIFIES}
    claimed = {ox.Quad(row[0], REIFIES, ox.Triple(*row[1:])) for row in assertions}  # type: ignore[arg-type]
    assert {quad for quad in new if quad.predicate == REIFIES} == claimed


def test_only_what_is_a_fact_is_asserted_as_well(bundled: kg.Graph, tmp_path: Path) -> None:
    write_rdf(bundled.dataset(), tmp_path / "graph.ttl", rdf12=True)
    store = in_store(tmp_path / "graph.ttl")
    modality, fact = ox.NamedNode(TNK + "modality"), ox.NamedNode(TNK + "fact")
    how: dict[ox.Triple, set[bool]] = {}
    for quad in store.quads_for_pattern(None, REIFIES, None):
        assert isinstance(quad.object, ox.Triple)
        states = ox.Quad(quad.subject, modality, fact) in store
        how.setdefault(quad.object, set()).add(states)
    # What nobody states as a fact is nowhere asserted: 42 plans, and proposals, wishes and denials.
    never = {triple for triple, facts in how.items() if facts == {False}}
    assert len(never) > 40
    assert not [triple for triple in never if ox.Quad(*triple) in store]
    asserted = [triple for triple, facts in how.items() if True in facts and ox.Quad(*triple) in store]
    assert len(asserted) > 600


def test_two_questions_of_the_page_are_one_line_and_have_the_same_answers(bundled: kg.Graph, tmp_path: Path) -> None:
    write_rdf(bundled.dataset(), tmp_path / "graph.trig", rdf12=True)
    store = in_store(tmp_path / "graph.trig")
    section = PAGE.read_text("utf-8").partition("## RDF 1.2")[2]
    queries = [block.partition("```")[0].strip() for block in section.split("```sparql\n")[1:]]
    assert len(queries) == 4
    for short, long in zip(queries[:2], queries[2:], strict=True):
        assert "\n" not in short
        rows = {tuple(row) for row in store.query(short, prefixes=PREFIXES)}  # type: ignore[union-attr]
        assert len(rows) >= 8  # the eight targets of the grants; nineteen holders of posts
        assert rows == set(map(tuple, bundled.query(long).terms))


def test_an_assertion_that_lacks_a_part_stays_as_it_is(tmp_path: Path) -> None:
    quads = [ox.Quad(A, part, B, G) for part in PARTS[:2]] + [ox.Quad(B, part, A, G) for part in PARTS]
    quads.append(ox.Quad(B, PARTS[2], P, G))
    write_rdf(store_of(quads), tmp_path / "graph.nq", rdf12=True)
    assert set(ox.parse(path=str(tmp_path / "graph.nq"), format=ox.RdfFormat.N_QUADS)) == set(quads)


def test_rdf_12_has_its_own_formats_and_is_the_whole_graph(bundled_store: Path, tmp_path: Path) -> None:
    for words in (["a.rdf"], ["a.jsonld"], ["a.ttl", "--profile", "facts"], ["a.csv", "--network", "co-mention"]):
        done = commands.run(["export", tmp_path / words[0], *words[1:], "--rdf12", "--store", bundled_store])
        assert done.returncode == 2, words
        assert "→" in done.stderr
    done = commands.run(["export", tmp_path / "a.ttl", "--rdf12", "--store", bundled_store])
    assert done.returncode == 0
    assert "<<(" in (tmp_path / "a.ttl").read_text("utf-8")
