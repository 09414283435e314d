"""The ontology's modules: every name that others build on is there, documented, and agrees with the shapes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Literal, Node

ROOT = Path(__file__).resolve().parents[2]
TNK = Namespace("https://w3id.org/turkic-ngo-kg/ontology#")
ONTOLOGY = URIRef("https://w3id.org/turkic-ngo-kg/ontology")


def _words(text: str) -> list[str]:
    return text.split()


FIXED_CLASSES = _words("""
    Person OfficeHolder Official Organization PublicBody Agency OrganizationalUnit IntergovernmentalOrganization NGO
    NGONetwork NewsAgency Group Post Place City AdministrativeArea TransportCorridor Venue Polity State
    LimitedRecognitionPolity
    MemberState Observer ObserverState Event Forum Summit Conference Session Signing EventSeries ForumSeries Programme
    Project GrantCompetition InfrastructureProgramme Negotiation Agreement LegalAct Theme Article Statement Assertion
    Mention
""")
FIXED_RELATIONS = _words("""
    participatesIn organises hosts opens speaksAt moderates supports attends between cooperatesWith partnerIn runs funds
    targets hasTheme signs concludes holdsPost postIn represents hasJurisdiction unitOf ofPolity memberOf observerOf
    chairs issues establishes ratifies inForceFor recognises replaces heldIn within locatedIn partOf editionOf follows
    during underAuspicesOf about publisher speaker capacity occasion onAccountOf
""")
FIXED_VALUES = {
    "EventStatus": "held ongoing announced planned proposed wished postponed cancelled",
    "Modality": "fact plan proposal wish negated contested",
    "StatementMode": "direct reported newsroom",
    "StatementKind": "fact evaluation plan wish first-claim",
    "Attribution": "newsroom referenceEditors annotators",
    "EventAttendanceMode": "inPerson online mixed",
    "Explicitness": "stated implied weaklyImplied",
    "FundingStage": "pledged committed disbursed",
    "Precision": "approximately atLeast atMost",
}
FIXED_KINDS = {
    "Person": "person",
    "Organization": "organization",
    "Group": "group",
    "Post": "post",
    "Place": "place",
    "Polity": "polity",
    "Event": "event",
    "EventSeries": "series",
    "Programme": "programme",
    "Agreement": "agreement",
    "LegalAct": "legal-act",
    "Theme": "theme",
    "Article": "article",
}
# These qualify assertions too, so that nothing can be told from what has them; and any two things may be the same.
ANYTHING_MAY_HAVE = {"startDate", "endDate", "date", "number", "mayBeSameAs"}
# The classes that share out all things between them (a polity is both a place and an agent).
TOP_CLASSES = set(_words("Agent Place Post Event EventSeries Programme Agreement LegalAct Theme Article Statement"))


def _graph(pattern: str) -> Graph:
    graph = Graph()
    for file in sorted(ROOT.glob(pattern)):
        graph.parse(file)
    return graph


@cache
def _modules() -> Graph:
    return _graph("ontology/modules/*.ttl")


@cache
def _shapes() -> Graph:
    return _graph("ontology/shapes/*.ttl")


def _name(term: Node) -> str:
    return str(term).removeprefix(str(TNK))


def _named(nodes: set[Node]) -> set[URIRef]:
    return {node for node in nodes if isinstance(node, URIRef) and node.startswith(str(TNK))}


@cache
def _terms() -> list[URIRef]:
    return sorted(_named(set(_modules().subjects(RDF.type))))


def _of_type(type_: URIRef) -> set[URIRef]:
    return _named(set(_modules().subjects(RDF.type, type_)))


def _classes_named_by(node: Node | None, graph: Graph, list_property: URIRef) -> set[str]:
    """The names of a class, or of the members of a union of classes."""
    if node is None:
        return set()
    members = graph.value(node, list_property)
    return {_name(node)} if members is None else {_name(member) for member in Collection(graph, members)}


def test_every_fixed_class_is_a_class() -> None:
    assert {TNK[name] for name in FIXED_CLASSES} - _of_type(OWL.Class) == set()


def test_every_fixed_relation_is_an_object_property() -> None:
    assert {TNK[name] for name in FIXED_RELATIONS} - _of_type(OWL.ObjectProperty) == set()


def test_the_seven_ways_to_take_part_lie_below_taking_part() -> None:
    below = {_name(node) for node in _modules().subjects(RDFS.subPropertyOf, TNK.participatesIn)}
    assert below == {"organises", "hosts", "opens", "speaksAt", "moderates", "supports", "attends"}


@pytest.mark.parametrize("name", FIXED_VALUES)
def test_a_closed_list_has_exactly_its_values(name: str) -> None:
    assert (TNK[name], RDFS.subClassOf, TNK.ControlledValue) in _modules()
    assert {_name(node) for node in _of_type(TNK[name])} == set(FIXED_VALUES[name].split())


def test_kinds_stand_on_the_top_classes() -> None:
    kinds = {_name(node): str(kind) for node, kind in _modules().subject_objects(TNK.kind)}
    assert kinds == FIXED_KINDS


def test_what_exists_only_within_another_thing_names_the_relation() -> None:
    within = {_name(node): _name(other) for node, other in _modules().subject_objects(TNK.identifiedWithin)}
    assert within == {"Post": "postIn", "OrganizationalUnit": "unitOf", "Session": "partOf"}


def test_inverse_names() -> None:
    inverses = {_name(node): _name(other) for node, other in _modules().subject_objects(OWL.inverseOf)}
    assert inverses == {"organisedBy": "organises", "hostedBy": "hosts", "fundedBy": "funds", "runBy": "runs"}


@pytest.mark.parametrize("term", _terms(), ids=_name)
def test_every_term_is_documented(term: URIRef) -> None:
    graph = _modules()
    for annotation in (RDFS.label, SKOS.definition, SKOS.example):
        texts = list(graph.objects(term, annotation))
        assert [text.language for text in texts if isinstance(text, Literal)] == ["en"], annotation
        assert str(texts[0]).strip()
    assert list(graph.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY]
    assert str(graph.value(term, SKOS.definition)).endswith(".")


@pytest.mark.parametrize("type_", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty], ids=_name)
def test_no_two_terms_of_one_sort_share_a_label(type_: URIRef) -> None:
    labels = [str(_modules().value(term, RDFS.label)) for term in _of_type(type_)]
    assert sorted(labels) == sorted(set(labels))


def test_no_two_terms_share_a_definition() -> None:
    definitions = [str(_modules().value(term, SKOS.definition)) for term in _terms()]
    assert sorted(definitions) == sorted(set(definitions))


def test_no_turtle_of_the_ontology_uses_a_name_that_is_not_declared() -> None:
    used = {node for triple in _graph("ontology/**/*.ttl") for node in triple}
    assert _named(used) - set(_terms()) == set()


def test_no_query_uses_a_name_that_is_not_declared() -> None:
    names = {_name(term) for term in _terms()}
    undeclared = {
        (file.name, name)
        for file in sorted((ROOT / "queries").rglob("*.rq"))
        for name in re.findall(r"\btnk:([A-Za-z](?:[\w-]*\w)?)", file.read_text(encoding="utf-8"))
        if name not in names
    }
    assert undeclared == set()


def test_header() -> None:
    graph = _modules()
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in graph
    version = str(graph.value(ONTOLOGY, OWL.versionInfo))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert str(graph.value(ONTOLOGY, OWL.versionIRI)) == f"{ONTOLOGY}/{version}"
    dcterms = Namespace("http://purl.org/dc/terms/")
    assert graph.value(ONTOLOGY, dcterms.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert (None, OWL.imports, None) not in graph


def test_qualifiers_and_bounds_are_properties_meant_for_it() -> None:
    graph = _modules()
    for relation, qualifier in graph.subject_objects(TNK.takesQualifier):
        uses = {str(use) for use in graph.objects(relation, TNK.usedAs)}
        assert relation == TNK.Assertion or uses & {"relation", "attribute"}, relation
        assert (qualifier, TNK.usedAs, Literal("qualifier")) in graph, qualifier
    bounds = {
        _name(date): (_name(earliest), _name(latest))
        for date, earliest in graph.subject_objects(TNK.earliestBound)
        for latest in graph.objects(date, TNK.latestBound)
    }
    assert bounds == {
        "startDate": ("startEarliest", "startLatest"),
        "endDate": ("endEarliest", "endLatest"),
        "date": ("earliest", "latest"),
        "published": ("publishedEarliest", "publishedLatest"),
    }


def test_no_class_lies_below_two_classes_that_exclude_each_other() -> None:
    graph = _modules()
    excluding = [set(Collection(graph, head)) for _, head in graph.subject_objects(OWL.members)]
    excluding += [{one, other} for one, other in graph.subject_objects(OWL.disjointWith)]
    assert excluding
    for term in _of_type(OWL.Class):
        above = set(graph.transitive_objects(term, RDFS.subClassOf))
        for classes in excluding:
            assert len(above & classes) <= 1, (term, above & classes)


def test_classes_that_follow_from_the_data_are_defined() -> None:
    assert {_name(node) for node in _modules().subjects(OWL.equivalentClass)} == {
        "OfficeHolder",
        "Official",
        "MemberState",
        "Observer",
    }


def _usable(use: str) -> list[URIRef]:
    return sorted(_named(set(_modules().subjects(TNK.usedAs, Literal(use)))))


@pytest.mark.parametrize("relation", _usable("relation"), ids=_name)
def test_a_relation_joins_in_the_shapes_what_it_joins_in_the_ontology(relation: URIRef) -> None:
    ontology, shapes = _modules(), _shapes()
    ranges = _classes_named_by(ontology.value(relation, RDFS.range), ontology, OWL.unionOf)
    checked = set[str]()
    for shape in shapes.subjects(SH.path, relation):
        checked |= _classes_of_shape(shape)
    assert checked == ranges


@pytest.mark.parametrize("term", sorted({*_usable("relation"), *_usable("attribute")}), ids=_name)
def test_what_has_a_relation_in_the_shapes_may_have_it_in_the_ontology(term: URIRef) -> None:
    if _name(term) in ANYTHING_MAY_HAVE:
        return
    ontology, shapes = _modules(), _shapes()
    domain = _classes_named_by(ontology.value(term, RDFS.domain), ontology, OWL.unionOf)
    checked = set[str]()
    for shape in shapes.subjects(SH.targetSubjectsOf, term):
        if (shape, SH.path, None) not in shapes:
            checked |= _classes_of_shape(shape)
    for shape in shapes.subjects(SH.path, term):
        if (shape, SH.maxCount, Literal(0)) in shapes:
            forbidden = {_name(node) for node in shapes.objects(shape, SH.targetClass)}
            assert forbidden <= TOP_CLASSES
            checked |= TOP_CLASSES - forbidden
    assert checked == domain


def _classes_of_shape(shape: Node) -> set[str]:
    shapes = _shapes()
    classes = {_name(node) for node in shapes.objects(shape, SH["class"])}
    alternatives = shapes.value(shape, SH["or"])
    for alternative in [] if alternatives is None else Collection(shapes, alternatives):
        classes |= {_name(node) for node in shapes.objects(alternative, SH["class"])}
    return classes


@pytest.mark.parametrize(
    ("property_", "list_name"),
    [
        ("modality", "Modality"),
        ("mode", "StatementMode"),
        ("statementKind", "StatementKind"),
        ("status", "EventStatus"),
        ("attendanceMode", "EventAttendanceMode"),
        ("explicitness", "Explicitness"),
        ("precision", "Precision"),
    ],
)
def test_a_closed_list_is_the_same_in_the_shapes(property_: str, list_name: str) -> None:
    shapes = _shapes()
    allowed = {
        _name(value)
        for shape in shapes.subjects(SH.path, TNK[property_])
        for head in shapes.objects(shape, SH["in"])
        for value in Collection(shapes, head)
    }
    assert allowed == set(FIXED_VALUES[list_name].split())


def test_themes_form_one_scheme() -> None:
    graph = Graph().parse(ROOT / "ontology" / "themes.ttl")
    scheme = URIRef("https://w3id.org/turkic-ngo-kg/id/theme")
    themes = set(graph.subjects(RDF.type, TNK.Theme))
    slugs = {str(theme).rsplit("/", 1)[1] for theme in themes}
    assert {"history", "culture", "ecology", "climate-policy", "highways", "railways", "energy"} <= slugs
    assert "communication-lines" in slugs
    for theme in themes:
        assert str(theme).startswith(f"{scheme}/")
        assert list(graph.objects(theme, SKOS.inScheme)) == [scheme]
        label = graph.value(theme, RDFS.label)
        assert label == graph.value(theme, SKOS.prefLabel)
        assert isinstance(label, Literal)
        assert label.language == "en"
        assert str(theme) == f"{scheme}/{str(label).replace(' ', '-')}"
    assert set(graph.objects(None, SKOS.broader)) <= themes
    assert not any(isinstance(node, BNode) for node in graph.subjects())
