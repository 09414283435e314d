"""The alignments: every term that they name exists, each line has its reason, and none says more than is true."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import owlrl
import pytest
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, Graph, Namespace, URIRef
from rdflib.namespace import DefinedNamespaceMeta
from rdflib.term import Literal, Node

import kg
from kg.namespaces import OA

ROOT = Path(__file__).resolve().parents[2] / "ontology"
TNK = Namespace("https://w3id.org/turkic-ngo-kg/ontology#")
BASE = "https://w3id.org/turkic-ngo-kg/alignment/"
NAMES = ["cameo", "foaf", "followthemoney", "oa", "org", "plover", "popolo", "prov", "schema", "sem", "skos", "time"]
FTM = "https://schema.followthemoney.tech/#"
LOGICAL = {RDFS.subClassOf, RDFS.subPropertyOf}
SKOS_MATCHES = {SKOS.closeMatch, SKOS.relatedMatch}
MATCHES = SKOS_MATCHES | {TNK.closeTerm, TNK.broaderTerm, TNK.relatedTerm}

# Vocabularies that rdflib bundles, as closed lists of names.
CLOSED: dict[str, DefinedNamespaceMeta] = {str(each._NS): each for each in (ORG, PROV, SDO, FOAF, SKOS, TIME)}
# http://semanticweb.cs.vu.nl/2009/11/sem/sem.rdf
_SEM = """
    Actor ActorType Authority Constraint Core Event EventType Object Place PlaceType Role RoleType Temporary Time
    TimeType Type View accordingTo actorType eventProperty eventType hasActor hasBeginTimeStamp hasEndTimeStamp
    hasEarliestBeginTimeStamp hasEarliestEndTimeStamp hasLatestBeginTimeStamp hasLatestEndTimeStamp hasPlace
    hasSubEvent hasSubType hasTime hasTimeStamp placeType roleType subEventOf subTypeOf timeType type
"""
SEM = set(_SEM.split())
# What the JSON-LD contexts of popolo-spec name: https://github.com/popolo-project/popolo-spec/tree/master/contexts
POPOLO = {
    "http://schema.org/": "Event startDate endDate location eventStatus organizer attendee superEvent validFrom "
    "validThrough foundingDate containedIn creator name description",
    "http://www.w3.org/ns/opengov#": "post onBehalfOf contactDetail heldThrough otherName dissolutionDate Speech role",
    "http://www.w3.org/ns/person#": "Person patronymicName",
    "http://www.geonames.org/ontology#": "Feature featureCode",
}
# https://github.com/openeventdata/text_to_CAMEO/blob/master/CAMEO_codefile.txt
CAMEO = {
    "010": "Make statement",
    "019": "Express accord",
    "020": "Make an appeal or request",
    "030": "Express intent to cooperate",
    "036": "Express intent to meet or negotiate",
    "040": "Consult",
    "042": "Make a visit",
    "043": "Host a visit",
    "046": "Engage in negotiation",
    "050": "Engage in diplomatic cooperation",
    "051": "Praise or endorse",
    "054": "Grant diplomatic recognition",
    "057": "Sign formal agreement",
    "060": "Engage in material cooperation",
    "061": "Cooperate economically",
    "070": "Provide aid",
    "071": "Provide economic aid",
}
# https://github.com/openeventdata/PLOVER/blob/master/CAMEO2PLOVER-2021.txt: types, and some of their modes
PLOVER = {"AGREE", "CONSULT", "CONSULT visit", "CONSULT host", "CONSULT third-party", "SUPPORT", "COOPERATE", "AID"}


@cache
def _alignment(name: str) -> Graph:
    return Graph().parse(ROOT / "alignments" / f"{name}.ttl")


@cache
def _modules() -> Graph:
    graph = Graph()
    for file in sorted((ROOT / "modules").glob("*.ttl")):
        graph.parse(file)
    return graph


def _rows(name: str) -> list[tuple[Node, Node, Node]]:
    """What an alignment says of our terms."""
    return [row for row in _alignment(name) if row[1] in LOGICAL | MATCHES and isinstance(row[0], URIRef)]


def _targets(name: str) -> set[str]:
    return {str(target) for _, _, target in _rows(name)}


def test_there_is_one_file_a_vocabulary() -> None:
    assert sorted(file.stem for file in (ROOT / "alignments").glob("*")) == sorted([*NAMES, "rdf"])


def test_an_assertion_is_a_statement_of_rdf_in_a_file_of_its_own() -> None:
    assert (TNK.Assertion, RDFS.subClassOf, RDF.Statement) in _alignment("rdf")


@pytest.mark.parametrize("name", NAMES)
def test_header(name: str) -> None:
    graph, header = _alignment(name), URIRef(BASE + name)
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [header]
    assert graph.value(header, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    version = str(graph.value(header, OWL.versionInfo))
    assert str(graph.value(header, OWL.versionIRI)) == f"{BASE}{name}/{version}"
    for text in (RDFS.label, DCTERMS.description, RDFS.comment):
        assert str(graph.value(header, text))
    assert str(graph.value(header, RDFS.comment)).startswith("Written against ")
    assert str(graph.value(header, DCTERMS.source)).startswith(("http://", "https://"))
    assert (None, OWL.imports, None) not in graph


@pytest.mark.parametrize("name", NAMES)
def test_each_line_is_about_a_term_of_ours_and_has_a_reason(name: str) -> None:
    graph, rows = _alignment(name), _rows(name)
    assert rows
    reasons = {
        (
            graph.value(node, OWL.annotatedSource),
            graph.value(node, OWL.annotatedProperty),
            graph.value(node, OWL.annotatedTarget),
        ): graph.value(node, RDFS.comment)
        for node in graph.subjects(RDF.type, OWL.Axiom)
    }
    assert reasons.keys() == set(rows)
    for reason in reasons.values():
        assert isinstance(reason, Literal)
        assert reason.language == "en"
        assert str(reason).endswith(".")
    declared = set(_modules().subjects(RDF.type))
    assert {row[0] for row in rows} <= declared
    assert {row[1] for row in rows} <= LOGICAL | MATCHES


@pytest.mark.parametrize("name", NAMES)
def test_every_foreign_term_is_declared_with_one_sort(name: str) -> None:
    graph = _alignment(name)
    ours = _modules()
    for subject, relation, target in _rows(name):
        sorts = set(graph.objects(target, RDF.type)) - {SKOS.Concept}
        assert len(sorts) == 1, target
        if relation == RDFS.subClassOf:
            assert (subject, RDF.type, OWL.Class) in ours
            assert sorts == {OWL.Class}
        elif relation == RDFS.subPropertyOf:
            assert (subject, RDF.type, OWL.ObjectProperty) in ours
            assert sorts == {OWL.ObjectProperty}
    for relation in {row[1] for row in _rows(name)} & MATCHES:
        assert (relation, RDF.type, OWL.AnnotationProperty) in graph


@pytest.mark.parametrize("name", ["foaf", "org", "prov", "schema", "skos", "time"])
def test_terms_of_bundled_vocabularies_exist(name: str) -> None:
    for target in _targets(name):
        namespace = next(space for space in CLOSED if target.startswith(space))
        assert target.removeprefix(namespace) in CLOSED[namespace], target


def test_terms_of_sem_exist() -> None:
    assert {target.removeprefix("http://semanticweb.cs.vu.nl/2009/11/sem/") for target in _targets("sem")} <= SEM


def test_terms_of_popolo_exist_with_http() -> None:
    for target in _targets("popolo"):
        if target.startswith(str(ORG._NS)):
            assert target.removeprefix(str(ORG._NS)) in ORG
            continue
        space = next(space for space in POPOLO if target.startswith(space))
        assert target.removeprefix(space) in POPOLO[space].split()


def test_terms_of_followthemoney_exist() -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="the package followthemoney is not installed")
    properties = {p.qname for schema in followthemoney.model for p in schema.properties.values()}
    schemata = {schema.name for schema in followthemoney.model}
    for target in _targets("followthemoney"):
        assert target.removeprefix(FTM) in properties | schemata, target


def test_codes_of_cameo_have_their_labels() -> None:
    graph = _alignment("cameo")
    space = f"{BASE}cameo#c"
    found = {str(concept): str(graph.value(concept, SKOS.prefLabel)) for concept in graph.subjects(SKOS.inScheme)}
    assert found == {space + code: label for code, label in CAMEO.items()}
    assert _targets("cameo") == set(found)


def test_types_of_plover_exist_and_statements_are_outside() -> None:
    graph = _alignment("plover")
    assert {str(graph.value(concept, SKOS.notation)) for concept in graph.subjects(SKOS.inScheme)} == PLOVER
    subjects = {row[0] for row in _rows("plover")}
    assert not subjects & {TNK.Statement, TNK.wish, TNK.evaluation}


@pytest.mark.parametrize("name", ["cameo", "plover"])
def test_codes_are_concepts_with_a_source_and_nothing_stronger(name: str) -> None:
    graph = _alignment(name)
    for concept in graph.subjects(SKOS.inScheme):
        assert (concept, RDF.type, SKOS.Concept) in graph
        assert str(graph.value(concept, DCTERMS.source)).startswith("https://github.com/openeventdata/")
    assert {row[1] for row in _rows(name)} <= MATCHES


def test_no_class_and_no_property_becomes_a_concept() -> None:
    """Each match of SKOS makes concepts of its two sides (skos:semanticRelation): they stand on individuals alone."""
    graph = Graph() + _modules()
    for name in NAMES:
        graph += _alignment(name)
    matched = {
        node
        for match in SKOS.__annotations__
        if match.endswith("Match")
        for pair in graph[: SKOS[match]]
        for node in pair
    }
    assert TNK.wish in matched
    assert {node for node in matched if (node, RDF.type, OWL.NamedIndividual) not in graph} == set()


def test_a_mention_gets_its_motivation_by_owl_rl() -> None:
    """The mention of a thing identifies it, that of a claim describes it: the axioms say so once, for all."""
    data = """
        @prefix tnk: <https://w3id.org/turkic-ngo-kg/ontology#> . @prefix oa: <http://www.w3.org/ns/oa#> .
        @prefix ex: <https://example.org/> .
        ex:forum a tnk:Forum . ex:theme a tnk:Theme . ex:claim a tnk:Assertion . ex:act a tnk:Statement .
        ex:m1 a tnk:Mention ; oa:hasBody ex:forum . ex:m2 a tnk:Mention ; oa:hasBody ex:claim .
        ex:m3 a tnk:Mention ; oa:hasBody ex:act . ex:m4 a tnk:Mention ; oa:hasBody ex:theme .
    """
    graph = Graph().parse(data=data, format="turtle") + _alignment("oa")
    graph += _modules().triples((None, RDFS.subClassOf, None))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    found = {(str(one)[-2:], str(other).rpartition("#")[2]) for one, other in graph[: URIRef(OA + "motivatedBy")]}
    assert found == {("m1", "identifying"), ("m2", "describing"), ("m3", "describing"), ("m4", "identifying")}


# Known traps: what must never be said, and why.
@pytest.mark.parametrize(
    ("name", "subject", "target"),
    [
        ("schema", "EventSeries", SDO.EventSeries),  # there a series is an event, here the two exclude each other
        ("schema", "Event", SDO.Event),  # there an event is scheduled, here it may be wished for
        ("org", "unitOf", ORG.unitOf),  # its range is a formal organisation
        ("org", "observerOf", ORG.memberOf),  # an observer is not a member
        ("prov", "Event", PROV.Activity),  # an activity happened
        ("prov", "attributedTo", PROV.wasAttributedTo),  # the newsroom is a value, no agent
    ],
)
def test_traps_are_matches_and_no_axioms(name: str, subject: str, target: URIRef) -> None:
    relations = {relation for source, relation, other in _rows(name) if (source, other) == (TNK[subject], target)}
    assert relations
    assert relations <= MATCHES


def test_a_polity_of_limited_recognition_is_aligned_with_no_country() -> None:
    for name in NAMES:
        for source, _, target in _rows(name):
            if source in (TNK.LimitedRecognitionPolity, TNK.Polity):
                assert target not in (SDO.Country, URIRef(FTM + "Thing:country")), name


def test_no_class_of_ours_comes_below_two_foreign_classes_that_exclude_each_other() -> None:
    # FOAF 0.99 and ORG: what is disjoint there.
    excluding = [
        {FOAF.Person, FOAF.Organization},
        {FOAF.Document, FOAF.Organization},
        {FOAF.Document, FOAF.Project},
        {FOAF.Person, FOAF.Project},
        {PROV.Entity, PROV.Activity},
        {ORG.Organization, ORG.Role},
        {ORG.Organization, ORG.Membership},
        {ORG.Organization, ORG.Site},
        {ORG.Organization, ORG.ChangeEvent},
    ]
    tree = Graph() + _modules()
    for name in NAMES:
        tree += _alignment(name)
    for other, same in ((ORG.Organization, FOAF.Organization), (ORG.FormalOrganization, ORG.Organization)):
        tree.add((other, RDFS.subClassOf, same))
    for term in set(_modules().subjects(RDF.type, OWL.Class)):
        above = set(tree.transitive_objects(term, RDFS.subClassOf))
        for classes in excluding:
            assert len(above & classes) <= 1, (term, above & classes)


def test_alignments_are_not_loaded_into_the_store() -> None:
    graph = kg.build([])
    assert not graph.query("ASK { GRAPH ?g { ?s ?p ?o . FILTER(STRSTARTS(STR(?o), 'https://schema.org/')) } }")


def test_the_page_on_alignments_names_every_file() -> None:
    page = (ROOT.parent / "docs" / "alignments.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`ontology/alignments/(\w+)\.ttl`", page)) == set(NAMES)


def test_nobody_is_responsible_in_prov_for_being_named() -> None:
    """In PROV an agent bears responsibility for something: no class and no alignment makes one of who is named."""
    data = "".join(
        f"<https://example.org/{name}> a <{TNK}{name}> . " for name in ("Person", "Organization", "Group", "Polity")
    )
    graph = Graph().parse(data=data, format="turtle") + _modules()
    for name in NAMES:
        graph += _alignment(name)
    owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(graph)
    prov = "http://www.w3.org/ns/prov#"
    found = {
        (str(one).rpartition("/")[2], str(other).removeprefix(prov))
        for one, other in graph[: RDF.type]
        if str(one).startswith("https://example.org/") and str(other).startswith(prov)
    }
    assert found == {("Polity", "Location")}  # a polity is a place, too
