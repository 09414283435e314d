"""Profiles: only facts, nothing stronger, nothing dropped unseen; and valid in the terms that they are written in."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from click.testing import CliRunner
from rdflib import DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SDO, SKOS, TIME, XSD, Graph, Namespace, URIRef
from rdflib.term import Literal, Node

import kg
from kg.cli.main import cli
from kg.errors import UsageError
from kg.export import PROFILES, ProfileReport, write_profile
from kg.query import bundled_catalogue, load_catalogue
from kg.resources import queries_folder
from tests import commands
from tests.amounts import first
from tests.everything import write_profiles

ID = Namespace("https://w3id.org/turkic-ngo-kg/id/")
SEED = kg.examples() / "trend-4122096.yaml"
OTS = ID["organization/organization-of-turkic-states"]
NORTHERN_CYPRUS = ID["polity/northern-cyprus"]
SUFFIX = {"org": ".nt", "schema": ".nt", "ftm": ".jsonl"}
PLANNED = [
    "programme/expanded-grant-competitions-for-ngos",
    "event/azerbaijan-kazakhstan-ngo-cooperation-forum-second",
    "series/solidarity-forum-of-ngos",
    "programme/negotiations-on-expanded-grant-competitions",
]

Entity = dict[str, Any]
Written = tuple[Path, ProfileReport]


def write(graph: kg.Graph, profile: str, folder: Path, view: str = "reported") -> Written:
    file = folder / f"{profile}{SUFFIX[profile]}"
    return file, write_profile(graph.dataset(view), profile, file)


@pytest.fixture(scope="module")
def seed_graph() -> kg.Graph:
    return kg.build(SEED)


@pytest.fixture(scope="module")
def whole_graph(bundled: kg.Graph) -> kg.Graph:
    return bundled


@pytest.fixture(scope="module")
def seed(seed_graph: kg.Graph, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Written]:
    folder = tmp_path_factory.mktemp("seed")
    return {profile: write(seed_graph, profile, folder) for profile in PROFILES}


@pytest.fixture(scope="module")
def everything(whole_graph: kg.Graph, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Written]:
    """The profiles of all bundled examples."""
    folder = tmp_path_factory.mktemp("all")
    return {profile: write(whole_graph, profile, folder) for profile in PROFILES}


def rdf(written: Written) -> Graph:
    return Graph().parse(written[0])


def entities(written: Written) -> dict[str, Entity]:
    lines = written[0].read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert len({each["id"] for each in found}) == len(found)
    return {each["id"]: each for each in found}


def of_schema(written: Written, *schemata: str) -> list[Entity]:
    return [each for each in entities(written).values() if each["schema"] in schemata]


# Only facts


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("thing", PLANNED)
def test_what_is_planned_or_wished_for_is_in_no_profile(
    seed: Mapping[str, Written], seed_graph: kg.Graph, profile: str, thing: str
) -> None:
    text = seed[profile][0].read_text(encoding="utf-8")
    assert not re.search(rf"{re.escape(thing).replace('/', '[/.]')}(?![\\w-])", text)
    assert seed_graph.query(f"ASK {{ <{ID[thing]}> a ?class }}"), "the graph itself has it"


@pytest.mark.parametrize("profile", PROFILES)
def test_the_eight_targets_of_the_grants_are_joined_with_nothing(seed: Mapping[str, Written], profile: str) -> None:
    # Kyrgyzstan and Turkmenistan are in the article only as targets: what the file says of them is reference data.
    text = seed[profile][0].read_text(encoding="utf-8")
    statements = text.splitlines()
    for polity in ("polity/kg", "polity/tm", "polity.kg", "polity.tm"):
        for line in statements:
            if re.search(rf"{re.escape(polity)}\b", line):
                assert "trend-4122096" not in line, line


def test_held_events_of_the_seed_are_all_there_and_no_others(seed: Mapping[str, Written]) -> None:
    # V1, V1a, V1b, V2, V3, V4, V5, V6, V8, V9, V10 of the gold list; V7 is planned.
    forum = "event/solidarity-forum-of-ngos-2025"
    held = {
        *(f"{forum}{part}" for part in ("", "--nakhchivan-day", "--baku-stage", "--expert-led-panels")),
        f"{forum}--opening-speech-of-aygun-aliyeva",
        "event/azerbaijan-turkiye-ngo-cooperation-forum",
        "event/azerbaijan-uzbekistan-ngo-cooperation-forum",
        "event/civil-society-forum-of-turkic-states",
        "event/cop29",
        "event/azerbaijan-kazakhstan-ngo-cooperation-forum-2025",
        "event/signing-of-the-nakhchivan-agreement-2009",
    }
    in_article = {entity.get("id") for entity in yaml.safe_load(SEED.read_text("utf-8"))["entities"].values()}
    found = {str(event).removeprefix(str(ID)) for event in rdf(seed["schema"]).subjects(RDF.type, SDO.Event)}
    assert found & in_article == held
    ids = {event["id"].removeprefix("tnk.").replace("event.", "event/") for event in of_schema(seed["ftm"], "Event")}
    assert ids & in_article == held


def test_a_series_is_told_of_only_with_an_edition_that_was_held(seed: Mapping[str, Written]) -> None:
    graph = rdf(seed["schema"])
    for series in graph.subjects(RDF.type, SDO.EventSeries):
        assert (None, SDO.superEvent, series) in graph
    # VS1, VS2, VS3; VS4, the yearly one, is wished for.
    assert {str(each).rpartition("/")[2] for each in graph.subjects(RDF.type, SDO.EventSeries)} >= {
        "azerbaijan-turkiye-ngo-cooperation-forums",
        "azerbaijan-uzbekistan-ngo-cooperation-forums",
        "azerbaijan-kazakhstan-ngo-cooperation-forums",
    }


@pytest.mark.parametrize("corpus", ["seed", "everything"])
def test_northern_cyprus_has_no_country_code_and_is_no_country(corpus: str, request: pytest.FixtureRequest) -> None:
    written = request.getfixturevalue(corpus)
    graph = rdf(written["schema"])
    assert set(graph.objects(NORTHERN_CYPRUS, RDF.type)) == {SDO.Place, SDO.Organization}
    assert (NORTHERN_CYPRUS, SDO.identifier, None) not in graph
    assert set(rdf(written["org"]).objects(NORTHERN_CYPRUS, RDF.type)) == {FOAF.Agent}
    entity = entities(written["ftm"])["tnk.polity.northern-cyprus"]
    assert entity["schema"] == "LegalEntity"
    assert not {"country", "jurisdiction", "mainCountry", "territoryCode"} & entity["properties"].keys()
    azerbaijan = entities(written["ftm"])["tnk.polity.az"]
    assert azerbaijan["properties"]["country"] == ["az"]
    # No entity gets a code for it from its seat either, whatever list the code is from.
    codes = {code for each in entities(written["ftm"]).values() for code in each["properties"].get("country", [])}
    assert not {code for code in codes if len(code) != 2 or code in ("nc", "ct", "tr-nc")}


# Members, observers, posts


# Facts: five members, three observer polities and one observer organisation; the observer status of one is contested.
MEMBERS = {ID[f"polity/{code}"] for code in ("az", "kg", "kz", "tr", "uz")}
OBSERVERS = {ID["polity/hu"], ID["polity/tm"], NORTHERN_CYPRUS, ID["organization/economic-cooperation-organization"]}


def test_org_tells_members_from_observers(seed: Mapping[str, Written]) -> None:
    graph = rdf(seed["org"])
    assert set(graph.subjects(ORG.memberOf, OTS)) == MEMBERS
    roles = defaultdict(set)
    for membership in graph.subjects(ORG.organization, OTS):
        if (graph.value(membership, ORG.member), RDF.type, FOAF.Person) in graph:
            continue  # who holds a post in it
        roles[graph.value(graph.value(membership, ORG.role), SKOS.prefLabel)].add(graph.value(membership, ORG.member))
    assert roles == {None: MEMBERS, Literal("observer", lang="en"): OBSERVERS}


def test_schema_tells_members_from_observers(seed: Mapping[str, Written]) -> None:
    graph = rdf(seed["schema"])
    assert set(graph.subjects(SDO.memberOf, OTS)) == MEMBERS
    roles = defaultdict(set)
    for role in graph.objects(OTS, SDO.member):
        roles[str(graph.value(role, SDO.roleName))].add(graph.value(role, SDO.member))
    assert roles == {"member": MEMBERS, "observer": OBSERVERS}


def test_ftm_tells_members_from_observers(seed: Mapping[str, Written]) -> None:
    roles = defaultdict(set)
    for each in of_schema(seed["ftm"], "Membership"):
        properties = each["properties"]
        if properties["organization"] == ["tnk.organization.organization-of-turkic-states"]:
            roles[properties["role"][0]].update(properties["member"])

    def ids(things: set[URIRef]) -> set[str]:
        return {"tnk." + str(thing).removeprefix(str(ID)).replace("/", ".") for thing in things}

    assert roles == {"member": ids(MEMBERS), "observer": ids(OBSERVERS)}


def test_a_contested_status_says_who_contests_it(seed: Mapping[str, Written]) -> None:
    org = rdf(seed["org"])
    membership = next(org.subjects(ORG.member, NORTHERN_CYPRUS))
    assert Literal("Contested by Cyprus.", lang="en") in set(org.objects(membership, SKOS.note))
    schema = rdf(seed["schema"])
    role = next(schema.subjects(SDO.member, NORTHERN_CYPRUS))
    assert Literal("Contested by Cyprus.", lang="en") in set(schema.objects(role, SDO.description))
    edges = [
        each["properties"]
        for each in of_schema(seed["ftm"], "Membership")
        if each["properties"]["member"] == ["tnk.polity.northern-cyprus"]
    ]
    assert [("Contested by Cyprus." in each["description"], each["startDate"]) for each in edges] == [
        (True, ["2022-11-11"])
    ]


def _holders(article: Mapping[str, Any]) -> dict[str, bool]:
    """Who holds a post by the newsroom's or a speaker's word, and whether the post lies in an organisation."""
    relations = article["relations"]
    placed = {each["subject"] for each in relations if each["relation"] == "postIn"}
    placed |= {key for key, entity in article["entities"].items() if "postIn" in entity}
    return {
        f"{each['subject']} {each['object']}": each["object"] in placed
        for each in relations
        if each["relation"] == "holdsPost" and each.get("modality", "fact") == "fact"
    }


def test_every_holder_of_a_post_is_there(seed: Mapping[str, Written]) -> None:
    holders = _holders(yaml.safe_load(SEED.read_text("utf-8")))
    assert len(holders) == 4  # P1, P2, P3, P4 of the gold list
    graph = rdf(seed["org"])

    def told_here(nodes: Iterable[Node]) -> list[Node]:
        """What the article says, and the reference data does not."""
        return [node for node in set(nodes) if "trend-4122096" in str(node)]

    assert len(told_here(graph.subjects(RDF.predicate, ORG.holds))) == 4
    # X14 and X58: the posts of P1 and P4 lie in an organisation, the other two in none.
    assert len(told_here(graph.subjects(RDF.type, ORG.Membership))) == sum(holders.values()) == 2
    schema = rdf(seed["schema"])
    assert len(told_here(schema.objects(None, SDO.affiliation))) == 2
    assert len(told_here(schema.objects(None, SDO.hasOccupation))) == 2
    seats = of_schema(seed["ftm"], "Occupancy")
    assert len([each for each in seats if "trend-4122096" in each["id"]]) == 4


def test_units_lie_in_their_wholes(seed: Mapping[str, Written]) -> None:
    # X59 and X60: the sector in the department, the department in the administration.
    base = "organization/presidential-administration-of-azerbaijan"
    department = f"{base}--department-of-work-with-ngos-and-communications"
    pairs = {(ID[f"{department}--ngo-sector"], ID[department]), (ID[department], ID[base])}
    assert pairs <= set(rdf(seed["org"]).subject_objects(ORG.subOrganizationOf))
    assert pairs <= set(rdf(seed["schema"]).subject_objects(SDO.parentOrganization))
    found = entities(seed["ftm"])
    for unit, whole in pairs:
        unit_id, whole_id = (f"tnk.{str(each).removeprefix(str(ID)).replace('/', '.')}" for each in (unit, whole))
        assert found[unit_id]["properties"]["parent"] == [whole_id]


# Sources, voices, dates


def test_org_names_a_source_for_every_claim(everything: Mapping[str, Written]) -> None:
    graph = rdf(everything["org"])
    claims = {
        node for kind in (ORG.Membership, ORG.ChangeEvent, RDF.Statement) for node in graph.subjects(RDF.type, kind)
    }
    assert claims
    for claim in claims:
        assert list(graph.objects(claim, PROV.hadPrimarySource)), claim
    told = {(graph.value(s, RDF.subject), graph.value(s, RDF.predicate), graph.value(s, RDF.object)) for s in claims}
    for relation in (ORG.memberOf, ORG.holds, ORG.postIn, ORG.subOrganizationOf, ORG.linkedTo):
        for subject, value in graph.subject_objects(relation):
            assert (subject, relation, value) in told


def test_schema_names_an_article_or_page_for_every_event_and_role(everything: Mapping[str, Written]) -> None:
    graph = rdf(everything["schema"])
    for kind in (SDO.Event, SDO.EventSeries, SDO.OrganizationRole, SDO.Role):
        for node in graph.subjects(RDF.type, kind):
            assert list(graph.objects(node, SDO.subjectOf)), node


def test_ftm_names_a_source_for_every_relation_and_event(everything: Mapping[str, Written]) -> None:
    schemata = ("Membership", "Occupancy", "Succession", "UnknownLink", "ProjectParticipant", "Event", "Project")
    for each in of_schema(everything["ftm"], *schemata):
        assert each["properties"]["sourceUrl"], each["id"]


def test_a_speaker_stays_the_one_who_says_it(seed: Mapping[str, Written]) -> None:
    # X32, S08: that the forum with Kazakhstan was held on 24 November is Aygün Aliyeva's word.
    event = "event/azerbaijan-kazakhstan-ngo-cooperation-forum-2025"
    speaker, article = ID["person/aygun-aliyeva"], ID["article/trend-4122096"]
    graph = rdf(seed["schema"])
    claim = URIRef(f"{article}/statement/s08")
    assert (claim, RDF.type, SDO.Claim) in graph
    assert (claim, SDO.author, speaker) in graph
    assert (claim, SDO.about, ID[event]) in graph
    notes = entities(seed["ftm"])[f"tnk.{event.replace('/', '.')}"]["properties"]["description"]
    assert "According to Aygün Aliyeva (start date)." in notes


def test_dates_are_as_precise_as_their_source(seed: Mapping[str, Written]) -> None:
    graph = rdf(seed["schema"])
    signing = ID["event/signing-of-the-nakhchivan-agreement-2009"]
    assert (
        graph.value(signing, SDO.startDate) == graph.value(signing, SDO.endDate) == Literal("2009", datatype=XSD.gYear)
    )
    forum = "event/azerbaijan-kazakhstan-ngo-cooperation-forum-2025"
    assert graph.value(ID[forum], SDO.startDate) == Literal("2025-11-24", datatype=XSD.date)
    assert graph.value(ID[forum], SDO.endDate) is None
    undated = ID["event/azerbaijan-turkiye-ngo-cooperation-forum"]  # V2: the article gives no date
    assert graph.value(undated, SDO.startDate) is None
    found = entities(seed["ftm"])
    assert found["tnk.event.signing-of-the-nakhchivan-agreement-2009"]["properties"]["date"] == ["2009"]
    assert found[f"tnk.{forum.replace('/', '.')}"]["properties"]["startDate"] == ["2025-11-24"]
    org = rdf(seed["org"])
    uzbekistan = next(m for m in org.subjects(ORG.member, ID["polity/uz"]) if org.value(m, ORG.organization) == OTS)
    beginning = org.value(org.value(uzbekistan, ORG.memberDuring), TIME.hasBeginning)
    assert org.value(beginning, TIME.inXSDgYearMonth) == Literal("2019-10", datatype=XSD.gYearMonth)


# Valid in the terms that they are written in


def test_org_uses_terms_that_exist(everything: Mapping[str, Written]) -> None:
    graph = rdf(everything["org"])
    vocabularies = {str(each._NS): each for each in (ORG, PROV, FOAF, SKOS, TIME, DCTERMS)}
    terms = set(graph.predicates()) | set(graph.objects(None, RDF.type)) | set(graph.objects(None, RDF.predicate))
    for term in terms - {RDF.type, RDF.subject, RDF.predicate, RDF.object, RDF.Statement, RDFS.label}:
        space = next(space for space in vocabularies if str(term).startswith(space))
        assert str(term).removeprefix(space) in vocabularies[space], term


def test_org_keeps_to_the_domains_and_ranges_of_org(everything: Mapping[str, Written]) -> None:
    graph = rdf(everything["org"])
    for child, parent in ((ORG.FormalOrganization, ORG.Organization), (ORG.OrganizationalUnit, ORG.Organization)):
        for node in list(graph.subjects(RDF.type, child)):
            graph.add((node, RDF.type, parent))
    for node in list(graph.subjects(RDF.type, None)):
        if {FOAF.Person, FOAF.Group, ORG.Organization} & set(graph.objects(node, RDF.type)):
            graph.add((node, RDF.type, FOAF.Agent))
    # http://www.w3.org/ns/org#
    signatures = {
        ORG.memberOf: (FOAF.Agent, ORG.Organization),
        ORG.holds: (FOAF.Agent, ORG.Post),
        ORG.postIn: (ORG.Post, ORG.Organization),
        ORG.subOrganizationOf: (ORG.Organization, ORG.Organization),
        ORG.linkedTo: (ORG.Organization, ORG.Organization),
        ORG.member: (ORG.Membership, FOAF.Agent),
        ORG.organization: (ORG.Membership, ORG.Organization),
        ORG.memberDuring: (ORG.Membership, TIME.Interval),
        ORG.originalOrganization: (ORG.ChangeEvent, ORG.Organization),
        ORG.resultingOrganization: (ORG.ChangeEvent, ORG.Organization),
    }
    used = {p for p in graph.predicates() if str(p).startswith(str(ORG._NS))}
    assert used - {ORG.role} <= signatures.keys()
    for relation, (domain, range_) in signatures.items():
        for subject, value in graph.subject_objects(relation):
            assert (subject, RDF.type, domain) in graph, (relation, subject)
            assert (value, RDF.type, range_) in graph, (relation, value)
    for functional in (ORG.member, ORG.organization):
        subjects = list(graph.subjects(functional))
        assert len(subjects) == len(set(subjects))


# Of schema.org, release 12.0 (https://schema.org/version/12.0/): for each property where it may stand, and its values.
PROPERTIES = {
    "about": ("CommunicateAction CreativeWork Event", "Thing"),
    "affiliation": ("Person", "Organization"),
    "alternateName": ("Thing", "Text"),
    "appearance": ("Claim", "CreativeWork"),
    "attendee": ("Event", "Organization Person"),
    "author": ("CreativeWork Rating", "Organization Person"),
    "containedInPlace": ("Place", "Place"),
    "contributor": ("CreativeWork Event", "Organization Person"),
    "datePublished": ("CreativeWork", "Date DateTime"),
    "dateline": ("NewsArticle", "Text"),
    "description": ("Thing", "Text"),
    "dissolutionDate": ("Organization", "Date"),
    "endDate": ("Event Role Schedule", "Date DateTime"),
    "eventAttendanceMode": ("Event", "EventAttendanceModeEnumeration"),
    "eventStatus": ("Event", "EventStatusType"),
    "founder": ("Organization", "Person"),
    "foundingDate": ("Organization", "Date"),
    "funder": ("CreativeWork Event MonetaryGrant Organization Person", "Organization Person"),
    "hasOccupation": ("Person", "Occupation"),
    "identifier": ("Thing", "PropertyValue Text URL"),
    "inLanguage": ("CreativeWork Event", "Language Text"),
    "latitude": ("GeoCoordinates Place", "Number Text"),
    "location": ("Action Event Organization", "Place PostalAddress Text VirtualLocation"),
    "longitude": ("GeoCoordinates Place", "Number Text"),
    "member": ("Organization ProgramMembership", "Organization Person"),
    "memberOf": ("Organization Person", "Organization ProgramMembership"),
    "name": ("Thing", "Text"),
    "organizer": ("Event", "Organization Person"),
    "parentOrganization": ("Organization", "Organization"),
    "performer": ("Event", "Organization Person"),
    "propertyID": ("PropertyValue", "Text URL"),
    "publisher": ("CreativeWork", "Organization Person"),
    "roleName": ("Role", "Text URL"),
    "sameAs": ("Thing", "URL"),
    "startDate": ("Event Role Schedule", "Date DateTime"),
    "subjectOf": ("Thing", "CreativeWork Event"),
    "superEvent": ("Event", "Event"),
    "url": ("Thing", "URL"),
    "value": ("MonetaryAmount PropertyValue QuantitativeValue", "Boolean Number StructuredValue Text"),
}
# Each class with those above it, but for Thing.
CLASSES = {
    "AdministrativeArea": "Place",
    "City": "AdministrativeArea Place",
    "Claim": "CreativeWork",
    "Country": "AdministrativeArea Place",
    "DefinedTerm": "Intangible",
    "Event": "",
    "EventSeries": "Event Intangible Series",
    "GovernmentOrganization": "Organization",
    "NGO": "Organization",
    "NewsArticle": "Article CreativeWork",
    "NewsMediaOrganization": "Organization",
    "Occupation": "Intangible",
    "Organization": "",
    "OrganizationRole": "Intangible Role",
    "Person": "",
    "Place": "",
    "PropertyValue": "Intangible StructuredValue",
    "Role": "Intangible",
    "WebPage": "CreativeWork",
}
ENUMERATIONS = {
    "EventCancelled": "EventStatusType",
    "EventPostponed": "EventStatusType",
    "OfflineEventAttendanceMode": "EventAttendanceModeEnumeration",
    "OnlineEventAttendanceMode": "EventAttendanceModeEnumeration",
    "MixedEventAttendanceMode": "EventAttendanceModeEnumeration",
}


def _classes(graph: Graph, node: Node) -> set[str]:
    names = {str(each).removeprefix(str(SDO._NS)) for each in graph.objects(node, RDF.type)}
    return names | {above for name in names for above in CLASSES[name].split()} | ({"Thing"} if names else set())


def _value_classes(graph: Graph, value: Node) -> set[str]:
    if isinstance(value, Literal):
        if value.datatype in (XSD.date, XSD.gYear, XSD.gYearMonth):
            return {"Date"}
        return {"Number"} if value.datatype == XSD.decimal else {"Text"}
    name = str(value).removeprefix(str(SDO._NS))
    return _classes(graph, value) | ({ENUMERATIONS[name]} if name in ENUMERATIONS else set())


def test_schema_uses_terms_that_exist_where_they_may_stand(everything: Mapping[str, Written]) -> None:
    graph = rdf(everything["schema"])
    for subject, predicate, value in graph:
        if predicate == RDF.type:
            assert str(value).removeprefix(str(SDO._NS)) in SDO
            continue
        name = str(predicate).removeprefix(str(SDO._NS))
        assert name in SDO
        domain, range_ = (set(part.split()) for part in PROPERTIES[name])
        here, there = _classes(graph, subject), _value_classes(graph, value)
        # A role stands between the two ends of a relation, with its name on both sides: http://blog.schema.org/2014/06
        if "Role" not in here or name in ("startDate", "endDate", "roleName"):
            assert domain & here, (subject, predicate)
        if "URL" in range_ and isinstance(value, URIRef):
            continue
        assert range_ & there or "Role" in there, (subject, predicate, value)


def test_event_status_is_said_only_where_schema_has_the_right_one(everything: Mapping[str, Written]) -> None:
    statuses = set(rdf(everything["schema"]).objects(None, SDO.eventStatus))
    assert statuses <= {SDO.EventCancelled, SDO.EventPostponed}


def test_ftm_is_valid_by_the_package_followthemoney(everything: Mapping[str, Written]) -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="the package followthemoney is not installed")
    found = entities(everything["ftm"])
    for each in found.values():
        schema = followthemoney.model.get(each["schema"])
        proxy = followthemoney.model.get_proxy(each)
        assert schema is not None
        assert not schema.abstract
        assert not schema.validate(each)
        # What the package does not know, or finds unclean, is not in its own copy.
        assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == each["properties"]
        for name, values in each["properties"].items():
            prop = schema.properties[name]
            assert not prop.stub
            for value in values:
                assert prop.type.clean(value) == value, (name, value)
                if prop.range is not None:
                    assert followthemoney.model.get(found[value]["schema"]).is_a(prop.range), (name, value)


@pytest.mark.parametrize("suffix", first(1, [".ttl", ".nt", ".jsonld", ".rdf", ".trig", ".nq"]))
def test_all_formats_of_rdf_hold_the_same_without_a_named_graph(
    seed_graph: kg.Graph, tmp_path: Path, suffix: str
) -> None:
    graph = seed_graph
    write_profile(graph.dataset(), "schema", tmp_path / f"a{suffix}")
    write_profile(graph.dataset(), "schema", tmp_path / "b.nt")
    rdf_format = ox.RdfFormat.from_extension(suffix[1:])
    assert rdf_format is not None
    found = list(ox.parse(path=str(tmp_path / f"a{suffix}"), format=rdf_format))
    assert {quad.graph_name for quad in found} == {ox.DefaultGraph()}
    wanted = ox.parse(path=str(tmp_path / "b.nt"), format=ox.RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in found} == {quad.triple for quad in wanted}


@pytest.mark.campaign
def test_the_same_bytes_under_two_hash_seeds(whole_graph: kg.Graph, other_seed: Path, tmp_path: Path) -> None:
    write_profiles(whole_graph, tmp_path)
    outputs = [
        {file.name: file.read_bytes() for file in each.iterdir()} for each in (tmp_path, other_seed / "profiles")
    ]
    assert len(outputs[0]) == 4
    assert outputs[0] == outputs[1]


# Nothing is dropped unseen


@pytest.mark.parametrize("profile", PROFILES)
def test_the_report_counts_every_assertion(
    everything: Mapping[str, Written], whole_graph: kg.Graph, profile: str
) -> None:
    report = everything[profile][1]
    counted = whole_graph.query("SELECT (COUNT(?a) AS ?n) { ?a a tnk:Assertion }").rows[0]["n"]
    assert report.assertions == counted
    assert report.expressed + sum(report.left_out.values()) == report.assertions
    assert report.left_out["what the profile has no term for"] == sum(report.without_term.values())
    assert 0 < report.expressed < report.assertions


def test_the_report_counts_what_is_no_fact(seed: Mapping[str, Written]) -> None:
    article = yaml.safe_load(SEED.read_text("utf-8"))
    not_facts = [each for each in article["relations"] if each.get("modality", "fact") != "fact"]
    assert len(not_facts) >= 20  # the eight targets and four themes of the grants alone are twelve
    text = "SELECT (COUNT(?a) AS ?n) { ?a tnk:modality ?how . FILTER(?how NOT IN (tnk:fact, tnk:contested)) }"
    in_reference_data = kg.build([]).query(text).rows[0]["n"]
    assert isinstance(in_reference_data, int)
    for profile in PROFILES:
        counted = seed[profile][1].left_out["planned, proposed, wished or denied"]
        assert counted == len(not_facts) + in_reference_data


ARTICLE = """
kg: 1
article:
  id: small
  title: A small article
  url: https://example.org/small
  publisher: {type: NewsAgency, name: Steppe Wire}
  published: 2031-05-04
  language: en
  text: small.txt
entities:
  held: {type: Forum, name: Aksu Forum, status: held}
  off: {type: Forum, name: Bora Forum, status: cancelled}
  later: {type: Forum, name: Dala Forum, status: postponed}
  planned: {type: Forum, name: Elan Forum, status: planned}
  silent: {type: Forum, name: Gora Forum}
  works: {type: Programme, name: Hazar Works, status: ongoing}
  idea: {type: Programme, name: Iris Works, status: proposed}
  union: {type: NGO, name: Jasmin Union}
  club: {type: NGO, name: Kelem Club}
  ministry: {type: PublicBody, name: Lale Ministry}
  crowd: {type: Group, name: Many guests}
  sarper: {type: Person, name: Aylin Sarper}
  chair: {type: Post, name: Chair, postIn: union}
  envoy: {type: Post, name: Envoy}
mentions:
MENTIONS
relations:
  - {subject: held, relation: startDate, value: 2031-05}
  - {subject: held, relation: endDate, value: 2031-05~}
  - {subject: sarper, relation: holdsPost, object: chair, startDate: 2029~, date: 2031-05-01}
  - {subject: sarper, relation: holdsPost, object: envoy, startDate: 2030}
  - {subject: club, relation: memberOf, object: union, contestedBy: ministry, startDate: 2030-01}
  - {subject: union, relation: cooperatesWith, object: club}
  - {subject: union, relation: organises, object: held}
  - {subject: club, relation: organises, object: planned}
  - {subject: club, relation: attends, object: held, explicitness: weaklyImplied}
  - {subject: crowd, relation: attends, object: held}
  - {subject: union, relation: attends, object: silent}
  - {subject: union, relation: runs, object: works}
  - {subject: club, relation: runs, object: idea}
  - {subject: ministry, relation: funds, object: union, modality: negated}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Written]:
    folder = tmp_path_factory.mktemp("small")
    names = dict(re.findall(r"^  ([a-z]+): \{type: \w+, name: ([A-Z][A-Za-z ]+?)[,}]", ARTICLE, re.M))
    mentions = "\n".join(f"  - {{of: {key}, quote: {name}, nth: 1}}" for key, name in names.items())
    (folder / "small.txt").write_text(". ".join(names.values()), encoding="utf-8")
    (folder / "small.yaml").write_text(ARTICLE.replace("MENTIONS", mentions), encoding="utf-8")
    graph = kg.build(folder / "small.yaml")
    assert graph.report is not None
    assert not graph.report.fails(), graph.report.findings
    return {profile: write(graph, profile, folder) for profile in PROFILES}


def _by_name(graph: Graph, name: str) -> URIRef:
    return next(URIRef(str(s)) for s, o in graph.subject_objects(SDO.name) if str(o) == name)


def test_schema_keeps_cancelled_and_postponed_events_and_leaves_out_the_rest(small: Mapping[str, Written]) -> None:
    graph = rdf(small["schema"])
    names = {str(graph.value(event, SDO.name)) for event in graph.subjects(RDF.type, SDO.Event)}
    assert names & {f"{word} Forum" for word in ("Aksu", "Bora", "Dala", "Elan", "Gora")} == {
        "Aksu Forum",
        "Bora Forum",
        "Dala Forum",
    }
    assert graph.value(_by_name(graph, "Aksu Forum"), SDO.eventStatus) is None
    assert graph.value(_by_name(graph, "Bora Forum"), SDO.eventStatus) == SDO.EventCancelled
    assert graph.value(_by_name(graph, "Dala Forum"), SDO.eventStatus) == SDO.EventPostponed


def test_ftm_leaves_out_what_did_not_take_place(small: Mapping[str, Written]) -> None:
    names = {each["properties"]["name"][0] for each in of_schema(small["ftm"], "Event", "Project")}
    assert names & {"Aksu Forum", "Bora Forum", "Dala Forum", "Elan Forum", "Gora Forum"} == {"Aksu Forum"}
    assert names & {"Hazar Works", "Iris Works"} == {"Hazar Works"}


def test_what_is_weakly_implied_or_denied_is_not_said(small: Mapping[str, Written]) -> None:
    graph = rdf(small["schema"])
    held = _by_name(graph, "Aksu Forum")
    assert {str(graph.value(each, SDO.name)) for each in graph.objects(held, SDO.organizer)} == {"Jasmin Union"}
    assert list(graph.objects(held, SDO.attendee)) == []
    assert (None, SDO.funder, None) not in graph
    report = small["schema"][1]
    assert report.left_out["left in doubt, only implied, or an inexact number"] >= 1
    assert report.without_term["attends"] == 1  # the crowd, which is no organisation


def test_an_approximate_date_is_kept_in_words_and_places_nothing(small: Mapping[str, Written]) -> None:
    schema = rdf(small["schema"])
    held = _by_name(schema, "Aksu Forum")
    assert schema.value(held, SDO.startDate) == Literal("2031-05", datatype=XSD.gYearMonth)
    assert schema.value(held, SDO.endDate) is None
    assert small["schema"][1].without_term["endDate"] == 1
    role = next(r for r in schema.subjects(SDO.roleName) if str(schema.value(r, SDO.roleName)) == "Chair")
    assert schema.value(role, SDO.startDate) is None
    assert {str(each) for each in schema.objects(role, SDO.description)} == {"Began: 2029~", "Attested for: 2031-05-01"}
    org = rdf(small["org"])
    seat = next(
        m
        for m in org.subjects(RDF.type, ORG.Membership)
        if (org.value(m, ORG.role), RDF.type, ORG.Role) in org
        and str(org.value(org.value(m, ORG.role), SKOS.prefLabel)) == "Chair"
    )
    interval = org.value(seat, ORG.memberDuring)
    beginning, inside = org.value(interval, TIME.hasBeginning), org.value(interval, TIME.inside)
    assert set(org.predicates(beginning)) == {RDF.type, SKOS.note}
    assert str(org.value(beginning, SKOS.note)) == "2029~"
    assert org.value(inside, TIME.inXSDDate) == Literal("2031-05-01", datatype=XSD.date)
    seats = [e["properties"] for e in of_schema(small["ftm"], "Occupancy") if "article.small" in e["id"]]
    assert sorted(
        (each.get("startDate"), each.get("date"), each.get("description")) for each in seats if "date" in each
    ) == [(None, ["2031-05-01"], ["Began: 2029~"])]
    assert ["2030"] in [each.get("startDate") for each in seats]


def test_a_contested_membership_is_never_said_plainly(small: Mapping[str, Written]) -> None:
    org, schema = rdf(small["org"]), rdf(small["schema"])
    club, union = _by_name(schema, "Kelem Club"), _by_name(schema, "Jasmin Union")
    assert (club, ORG.memberOf, union) not in org
    assert (club, SDO.memberOf, union) not in schema
    membership = next(org.subjects(ORG.member, club))
    assert [str(note) for note in org.objects(membership, SKOS.note)] == ["Contested by Lale Ministry."]
    role = next(schema.subjects(SDO.member, club))
    assert [str(note) for note in schema.objects(role, SDO.description)] == ["Contested by Lale Ministry."]
    edge = next(
        e["properties"]
        for e in of_schema(small["ftm"], "Membership")
        if str(club).rpartition("/")[2] in e["properties"]["member"][0]
    )
    assert edge["description"] == ["Contested by Lale Ministry."]
    assert edge["startDate"] == ["2030-01"]


def test_cooperation_and_programmes(small: Mapping[str, Written]) -> None:
    org = rdf(small["org"])
    assert len(set(org.subject_objects(ORG.linkedTo))) == 1
    participants = [each["properties"]["role"] for each in of_schema(small["ftm"], "ProjectParticipant")]
    assert participants == [["runs"]]
    links = [each["properties"]["role"] for each in of_schema(small["ftm"], "UnknownLink")]
    assert ["cooperates with"] in links


def test_the_newsrooms_view_has_nothing_that_only_a_speaker_says(seed_graph: kg.Graph, tmp_path: Path) -> None:
    graph = seed_graph
    for profile in ("schema", "ftm"):
        text = write(graph, profile, tmp_path, "newsroom")[0].read_text(encoding="utf-8")
        assert "azerbaijan-kazakhstan-ngo-cooperation-forum-2025" not in text  # held by a speaker's word only
        assert "solidarity-forum-of-ngos-2025" in text


# Queries and command


def test_the_queries_of_profiles_are_no_questions_to_ask() -> None:
    folder = queries_folder() / "profiles"
    assert list(folder.rglob("*.rq"))
    catalogue = bundled_catalogue()
    assert not [name for name in catalogue.names() if folder in catalogue.get(name).file.parents]
    assert {path.name for path in folder.iterdir()} == {*PROFILES, "selection"}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_query_has_a_summary_and_constructs(profile: str) -> None:
    for folder in (queries_folder() / "profiles" / profile, queries_folder() / "profiles" / profile / "claims"):
        queries = load_catalogue([folder])
        assert len(queries.names()) == len(list(folder.glob("*.rq"))) > 0
        for name in queries.names():
            query = queries.get(name)
            assert query.summary.endswith((".", "?"))
            assert "\nCONSTRUCT {" in query.text


def test_an_unknown_profile_or_suffix_is_refused(tmp_path: Path) -> None:
    data = kg.build([]).dataset()
    with pytest.raises(UsageError, match="no profile 'popolo'"):
        write_profile(data, "popolo", tmp_path / "a.ttl")
    with pytest.raises(UsageError, match="not a format"):
        write_profile(data, "org", tmp_path / "a.jsonl")
    with pytest.raises(UsageError, match="not a format"):
        write_profile(data, "ftm", tmp_path / "a.ttl")
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "kg-store"
    done = CliRunner().invoke(cli, ["load", str(SEED), "--store", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.mark.parametrize("profile", PROFILES)
def test_the_command_writes_and_tells_what_is_left_out(profile: str, store: Path, tmp_path: Path) -> None:
    file = tmp_path / f"a{SUFFIX[profile]}"
    done = CliRunner().invoke(cli, ["export", str(file), "--profile", profile, "--store", str(store)])
    assert done.exit_code == 0, done.output
    lines = file.read_text(encoding="utf-8").splitlines()
    unit = "entities" if profile == "ftm" else "statements"
    assert f"{len(lines):,} {unit}" in done.stdout
    assert re.search(r"kg: left out: \d+ of \d+ assertions", done.stderr)
    assert "planned, proposed, wished or denied" in done.stderr
    assert re.search(r"no term, or no exact date: .*assists 1", done.stderr)


@pytest.mark.parametrize("profile", PROFILES)
def test_help_names_every_profile(profile: str) -> None:
    assert profile in CliRunner().invoke(cli, ["export", "--help"]).stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["a.ttl", "--profile", "org", "--network", "polity-cooperation"], "--network"),
        (["a.ttl", "--profile", "org", "--as-of", "2025-11-25"], "--as-of"),
        (["a.ttl", "--profile", "ftm"], ".jsonl"),
        (["a.ttl", "--profile", "popolo"], "ftm"),
    ],
)
def test_wrong_options_end_with_2(options: list[str], said: str, store: Path) -> None:
    environment = os.environ | {"KG_STORE": str(store)}
    done = commands.run(["export", *options], env=environment)
    assert done.returncode == 2
    assert said in done.stderr


def test_the_command_takes_a_view(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.nt"
    done = CliRunner().invoke(
        cli, ["export", str(file), "--profile", "schema", "--view", "newsroom", "--store", str(store)]
    )
    assert done.exit_code == 0, done.output
    assert "azerbaijan-kazakhstan-ngo-cooperation-forum-2025" not in file.read_text(encoding="utf-8")


def test_what_one_source_states_and_another_denies_is_in_no_profile(everything: Mapping[str, Written]) -> None:
    """A newspaper named somebody Secretary-General; a newsroom denies it (digest of 7 October 2025)."""
    person, post = ID["person/brahim-taha"], ID["post/secretary-general-of-the-organization-of-turkic-states"]
    for profile in ("org", "schema"):
        graph = rdf(everything[profile])
        assert (person, None, None) in graph
        near = {node for s, p, o in graph for node in (s, o) if person in (s, o)}
        assert not [node for node in near if post in (*graph.objects(node), *graph.subjects(None, node))], profile
        assert everything[profile][1].left_out["stated as a fact by one source, and denied by another"] == 1
    joined = [
        each for each in entities(everything["ftm"]).values() if "tnk.person.brahim-taha" in str(each["properties"])
    ]
    assert joined == []
