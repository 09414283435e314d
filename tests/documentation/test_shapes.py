"""Every constraint of SHACL core in words; the sentences were typed in by hand from the SHACL recommendation."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.ontology.facts import Facts
from kg.ontology.files import read_rdf
from kg.ontology.shapes import read_shapes, sentence
from kg.ontology.terms import short_name
from kg.ontology.words import plain_words
from kg.resources import ontology_folder

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix tnk: <https://w3id.org/turkic-ngo-kg/ontology#> .
"""
EVENT = "sh:targetClass tnk:Event ; "
LABEL = EVENT + "sh:path skos:note ; "
CASES = [
    (EVENT + "sh:class tnk:Event", "Every Event must be an Event."),
    (EVENT + "sh:nodeKind sh:IRI", "Every Event must be a thing with an address."),
    (EVENT + "sh:not [ sh:class tnk:Place ]", "Every Event must not be a Place."),
    (EVENT + "sh:or ( [ sh:class tnk:Place ] [ sh:class tnk:Post ] )", "Every Event must be a Place, or be a Post."),
    (EVENT + "sh:and ( [ sh:class tnk:Place ] [ sh:class tnk:Post ] )", "Every Event must be a Place, and be a Post."),
    (
        EVENT + "sh:xone ( [ sh:class tnk:Place ] [ sh:class tnk:Post ] )",
        "Every Event must do exactly one of these: be a Place, or be a Post.",
    ),
    (EVENT + "sh:in ( tnk:a 'b' )", "Every Event must be one of: a, b."),
    (EVENT + "sh:node [ sh:class tnk:Place ]", "Every Event must be a Place."),
    (
        EVENT + "sh:property [ sh:path skos:note ; sh:minCount 1 ; sh:maxLength 5 ]",
        "Every Event must have at least one “skos:note”, and have only values of “skos:note” that must have a "
        "length of 5 or less.",
    ),
    (
        EVENT + "sh:closed true ; sh:ignoredProperties ( rdfs:label ) ; sh:property [ sh:path skos:note ]",
        "Every Event must have nothing but “skos:note” or “rdfs:label”.",
    ),
    (LABEL + "sh:minCount 1 ; sh:maxCount 1", "Every Event must have exactly one “skos:note”."),
    (LABEL + "sh:minCount 2", "Every Event must have at least two “skos:note”."),
    (LABEL + "sh:maxCount 0", "Every Event must have no “skos:note”."),
    (LABEL + "sh:minCount 1 ; sh:maxCount 3", "Every Event must have at least one and at most three “skos:note”."),
    (
        LABEL + "sh:maxCount 1 ; sh:datatype xsd:date",
        "Every Event must have at most one “skos:note”, and each value must be a whole day (xsd:date).",
    ),
    (
        LABEL + "sh:datatype xsd:hexBinary",
        "Every Event: each value of “skos:note” must be of the datatype xsd:hexBinary.",
    ),
    (LABEL + "sh:minInclusive 1", "Every Event: each value of “skos:note” must be 1 or more."),
    (LABEL + "sh:maxInclusive 1", "Every Event: each value of “skos:note” must be 1 or less."),
    (LABEL + "sh:minExclusive 1", "Every Event: each value of “skos:note” must be more than 1."),
    (LABEL + "sh:maxExclusive 1", "Every Event: each value of “skos:note” must be less than 1."),
    (LABEL + "sh:minLength 1", "Every Event: each value of “skos:note” must have a length of 1 or more."),
    (LABEL + "sh:pattern 'a+' ; sh:flags 'i'", "Every Event: each value of “skos:note” must match a+ (flags i)."),
    (
        LABEL + "sh:languageIn ( 'en' 'tr' )",
        "Every Event: each value of “skos:note” must be in one of the languages en, tr.",
    ),
    (LABEL + "sh:uniqueLang true", "Every Event: each value of “skos:note” must be the only one in its language."),
    (
        LABEL + "sh:equals rdfs:label",
        "Every Event: each value of “skos:note” must be among the values of “rdfs:label”, and the other way round.",
    ),
    (
        LABEL + "sh:disjoint rdfs:label",
        "Every Event: each value of “skos:note” must be none of the values of “rdfs:label”.",
    ),
    (LABEL + "sh:lessThan tnk:d", "Every Event: each value of “skos:note” must come before every value of “d”."),
    (
        LABEL + "sh:lessThanOrEquals tnk:d",
        "Every Event: each value of “skos:note” must not come after any value of “d”.",
    ),
    (LABEL + "sh:hasValue tnk:d", "Every Event must have d among its values of “skos:note”."),
    (
        LABEL + "sh:qualifiedValueShape [ sh:class tnk:Place ] ; sh:qualifiedMinCount 1",
        "Every Event: each value of “skos:note” must number at least one among those that must be a Place.",
    ),
    (
        "sh:targetClass tnk:Event , tnk:Post ; sh:class tnk:Place",
        "Every Event or Post must be a Place.",
    ),
    ("sh:targetSubjectsOf tnk:d ; sh:class tnk:Place", "Every thing that has “d” must be a Place."),
    ("sh:targetObjectsOf tnk:d ; sh:class tnk:Place", "Every thing that is a value of “d” must be a Place."),
    ("sh:targetNode tnk:d ; sh:class tnk:Place", "Every d must be a Place."),
    ("sh:targetSubjectsOf tnk:d ; sh:path tnk:d ; sh:class tnk:Place", "Every value of “d” must be a Place."),
    (
        EVENT + "sh:path [ sh:inversePath tnk:d ] ; sh:minCount 1",
        "Every Event must have at least one “the inverse of d”.",
    ),
    (EVENT + "sh:path ( tnk:d tnk:e ) ; sh:minCount 1", "Every Event must have at least one “d, then e”."),
    (EVENT + "sh:path [ sh:alternativePath ( tnk:d tnk:e ) ] ; sh:maxCount 0", "Every Event must have no “d” or “e”."),
    (
        EVENT + "sh:path [ sh:zeroOrMorePath tnk:d ] ; sh:maxCount 1",
        "Every Event must have at most one “d (any number of times)”.",
    ),
]


def words(tmp_path: Path, shape: str) -> str:
    file = tmp_path / "shapes" / "one.ttl"
    file.parent.mkdir()
    file.write_text(PREFIXES + f"tnk:shape a sh:NodeShape ; {shape} .", encoding="utf-8")
    (read,) = read_shapes(tmp_path)
    (each,) = read.shapes
    return plain_words(each.sentence, short_name)


@pytest.mark.parametrize(("shape", "expected"), CASES, ids=[shape.rpartition("sh:")[2][:30] for shape, _ in CASES])
def test_a_constraint_in_words(shape: str, expected: str, tmp_path: Path) -> None:
    assert words(tmp_path, shape) == expected


def test_every_component_of_shacl_core_is_covered() -> None:
    # SHACL, section 4 (W3C Recommendation 20 July 2017); qualified counts and flags go with another parameter.
    core = (
        "class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength "
        "maxLength pattern languageIn uniqueLang equals disjoint lessThan lessThanOrEquals not and or xone node "
        "property qualifiedValueShape closed hasValue in "
    )
    shown = " ".join(shape for shape, _ in CASES)
    assert not [name for name in core.split() if f"sh:{name} " not in shown]


def test_every_bundled_shape_is_there_once() -> None:
    import rdflib

    files = read_shapes(ontology_folder())
    found = [shape.iri for file in files for shape in file.shapes]
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    expected = set()
    for name in ("shapes", "meta"):
        for file in sorted((ontology_folder() / name).glob("*.ttl")):
            graph = rdflib.Graph().parse(file, format="turtle")
            for kind in (shacl.NodeShape, shacl.PropertyShape):
                expected |= {str(s) for s in graph.subjects(rdflib.RDF.type, kind) if isinstance(s, rdflib.URIRef)}
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert all(shape.message for file in files for shape in file.shapes)


def test_severity_is_told(tmp_path: Path) -> None:
    file = tmp_path / "shapes" / "one.ttl"
    file.parent.mkdir()
    shapes = "".join(
        f"tnk:{name} a sh:NodeShape ; {EVENT} sh:class tnk:Event ; sh:severity sh:{name} .\n"
        for name in ("Info", "Violation", "Warning")
    )
    file.write_text(PREFIXES + shapes + f"tnk:none a sh:NodeShape ; {EVENT} sh:class tnk:Event .", encoding="utf-8")
    told = {shape.name: shape.severity for shape in read_shapes(tmp_path)[0].shapes}
    assert told == {"Info": "note", "Violation": "error", "Warning": "warning", "none": "error"}


@pytest.mark.parametrize(
    "shape", [EVENT + "sh:glitter 1", EVENT + "sh:not [ sh:glitter 1 ]", EVENT + "sh:path [ sh:glitter 1 ]"]
)
def test_what_has_no_words_is_a_fault(shape: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no words yet"):
        words(tmp_path, shape)


def test_a_broken_list_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text(PREFIXES + f"tnk:s a sh:NodeShape ; {EVENT} sh:in [ ] .", encoding="utf-8")
    facts = Facts(read_rdf(file))
    with pytest.raises(InputError, match="list"):
        sentence(facts, next(facts.subjects()))
