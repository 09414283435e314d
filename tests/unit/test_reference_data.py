"""The reference data against the sources it is made from.

Expected values are typed from ISO 3166, from CLDR and from the public pages on who joined when: never from the files.
"""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from functools import lru_cache

import pyoxigraph as ox
import pytest

from kg.names import fold, slug
from kg.resources import ontology_folder

TNK = "https://w3id.org/turkic-ngo-kg/ontology#"
THINGS = "https://w3id.org/turkic-ngo-kg/id/"
ASSERTIONS = THINGS + "reference/assertion/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OTS = "organization/organization-of-turkic-states"

AGENCY = "organization/state-agency-for-support-to-ngos-of-azerbaijan"
COUNCIL = "organization/council-on-state-support-to-ngos-under-the-president-of-azerbaijan"

FILES = {"bodies.ttl", "membership.ttl", "organizations.ttl", "places.ttl", "polities.ttl"}


def pairs(text: str) -> dict[str, str]:
    """One pair of words a line, the first of them the key."""
    return dict(line.split() for line in text.strip().splitlines())


ISO_3166_1 = {
    "polity/az": ("AZ", "AZE", "031"),
    "polity/kz": ("KZ", "KAZ", "398"),
    "polity/kg": ("KG", "KGZ", "417"),
    "polity/tr": ("TR", "TUR", "792"),
    "polity/uz": ("UZ", "UZB", "860"),
    "polity/hu": ("HU", "HUN", "348"),
    "polity/tm": ("TM", "TKM", "795"),
    "polity/cy": ("CY", "CYP", "196"),
}
ISO_3166_2 = pairs("""
    place/baku                            AZ-BA
    place/fuzuli-district                 AZ-FUZ
    place/khankendi                       AZ-XA
    place/nakhchivan                      AZ-NV
    place/nakhchivan-autonomous-republic  AZ-NX
""")
WIKIDATA = pairs("""
    polity/az               http://www.wikidata.org/entity/Q227
    polity/kz               http://www.wikidata.org/entity/Q232
    polity/kg               http://www.wikidata.org/entity/Q813
    polity/uz               http://www.wikidata.org/entity/Q265
    polity/tm               http://www.wikidata.org/entity/Q874
    polity/northern-cyprus  http://www.wikidata.org/entity/Q23681
""")
NAMES = """
    polity en           az          kk           ky          tr           uz           tk           hu           ru
    az     Azerbaijan   Azərbaycan  Әзірбайжан   Азербайжан  Azerbaycan   Ozarbayjon   Azerbaýjan   Azerbajdzsán Азербайджан
    kz     Kazakhstan   Qazaxıstan  Қазақстан    Казакстан   Kazakistan   Qozogʻiston  Gazagystan   Kazahsztán   Казахстан
    kg     Kyrgyzstan   Qırğızıstan Қырғызстан   Кыргызстан  Kırgızistan  Qirgʻiziston Gyrgyzystan  Kirgizisztán Киргизия
    tr     Türkiye      Türkiyə     Түркия       Түркия      Türkiye      Turkiya      Türkiýe      Törökország  Турция
    uz     Uzbekistan   Özbəkistan  Өзбекстан    Өзбекстан   Özbekistan   Oʻzbekiston  Özbegistan   Üzbegisztán  Узбекистан
    hu     Hungary      Macarıstan  Венгрия      Венгрия     Macaristan   Vengriya     Wengriýa     Magyarország Венгрия
    tm     Turkmenistan Türkmənistan Түрікменстан Түркмөнстан Türkmenistan Turkmaniston Türkmenistan Türkmenisztán Туркменистан
"""  # noqa: E501
MEMBERS = pairs("""
    polity/az  2009-10-03
    polity/kz  2009-10-03
    polity/kg  2009-10-03
    polity/tr  2009-10-03
    polity/uz  2019-10-14
""")
OBSERVERS = pairs("""
    polity/hu                                       2018-09-03
    polity/tm                                       2021-11-12
    polity/northern-cyprus                          2022-11-11
    organization/economic-cooperation-organization  2023-11-03
""")
OTHER_DAYS = {"polity/hu": "2018-09-02", "polity/tm": "2021-11-14"}
FOUNDED = {AGENCY: "2021-04-19", COUNCIL: "2007-12-13"} | pairs("""
    organization/organization-of-turkic-states                2009-10-03
    organization/turksoy                                      1993-07-12
    organization/turkpa                                       2008-11-21
    organization/turkic-academy                               2010-05-25
    organization/turkic-culture-and-heritage-foundation       2012-08-23
    organization/turkic-investment-fund                       2022-11
    organization/turkic-business-council                      2011
    organization/turkic-chamber-of-commerce-and-industry      2019-05-17
    organization/union-of-turkic-world-municipalities         2003-11-12
    organization/ngo-platform-of-ots-member-states            2025-11-25
""")
SEATS = pairs("""
    organization/organization-of-turkic-states                place/istanbul
    organization/turksoy                                      place/ankara
    organization/turkpa                                       place/baku
    organization/turkic-academy                               place/astana
    organization/turkic-culture-and-heritage-foundation       place/baku
    organization/turkic-investment-fund                       place/istanbul
    organization/turkic-chamber-of-commerce-and-industry      place/istanbul
    organization/union-of-turkic-world-municipalities         place/istanbul
    organization/ngo-platform-of-ots-member-states            place/baku
""")
CITIES = {
    "polity/az": "baku fuzuli fuzuli-district gabala khankendi nakhchivan-autonomous-republic shusha zangilan",
    "polity/hu": "budapest",
    "polity/kg": "bishkek",
    "polity/kz": "almaty astana",
    "polity/tm": "ashgabat",
    "polity/tr": "ankara istanbul",
    "polity/uz": "samarkand tashkent",
    "place/nakhchivan-autonomous-republic": "nakhchivan",
}
WITHIN = {f"place/{city}": whole for whole, cities in CITIES.items() for city in cities.split()}
# Spellings met in print, and what they name.
PRINTED = {
    "polity/tr": ["Turkey", "Turkiye", "Türkiye"],
    "polity/kg": ["Kyrgyz Republic", "Киргизия", "Кыргызстан"],
    "polity/uz": ["O'zbekiston", "Oʻzbekiston", "Ўзбекистон"],
    "polity/hu": ["Macarıstan"],
    "polity/cy": ["Cyprus"],
    "polity/northern-cyprus": [
        *["Northern Cyprus", "Turkish Republic of Northern Cyprus", "TRNC", "KKTC", "Kuzey Kıbrıs Türk Cumhuriyeti"],
        *["Şimali Kipr Türk Respublikası", "Şimali Kipr Türk Cümhuriyyəti"],
    ],
    OTS: [
        *["Organisation of Turkic States", "Turkic States Organization", "Türk Dövlətləri Təşkilatı"],
        *["Turkic Council", "OTS", "TDT", "ОТГ"],
    ],
    AGENCY: [
        "Agency for State Support to Non-Governmental Organizations",
        "State Support Agency for Non-Governmental Organizations",
    ],
    COUNCIL: ["Council on State Support to NGOs under the President"],
    "organization/yuksalish": ["Yüksəliş Fondu"],
    "organization/trend": ["Trend News Agency"],
    "place/nakhchivan": ["Nakhchivan", "Nahçıvan", "Нахчыван"],
    "place/nakhchivan-autonomous-republic": ["Nakhchivan Autonomous Republic"],
    "place/gabala": ["Qəbələ"],
    "place/astana": ["Nur-Sultan"],
    "place/khankendi": ["Xankəndi"],
    "place/zangezur-corridor": ["Zangazur Corridor", "Zəngəzur dəhlizi"],
}
# Names that look alike and must not lead to one thing, or to anything at all.
NOT_IN_HERE = [
    "Administrative Department of the President of Azerbaijan",
    "East Zangezur economic region",
    "Azerbaijan NGO Cooperation Forum",
    "Global South NGO Platform",
    "NGO Sector",
]


def thing(name: str) -> ox.NamedNode:
    return ox.NamedNode(THINGS + name)


def tnk(name: str) -> ox.NamedNode:
    return ox.NamedNode(TNK + name)


RDF_TYPE = ox.NamedNode(RDF + "type")
LABEL = ox.NamedNode(RDFS + "label")
ALTERNATIVE = ox.NamedNode(SKOS + "altLabel")


@lru_cache(maxsize=1)
def graph() -> ox.Store:
    store = ox.Store()
    for path in sorted((ontology_folder() / "reference").glob("*.ttl")):
        store.load(path.read_bytes(), ox.RdfFormat.TURTLE)
    return store


def objects(subject: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode | ox.Literal]:
    found = [quad.object for quad in graph().quads_for_pattern(subject, predicate, None)]
    assert all(isinstance(node, (ox.NamedNode, ox.Literal)) for node in found)
    return sorted((node for node in found if isinstance(node, (ox.NamedNode, ox.Literal))), key=str)


def values(subject: ox.NamedNode, name: str) -> list[str]:
    return [node.value for node in objects(subject, tnk(name))]


def subjects(predicate: ox.NamedNode, value: ox.NamedNode | None = None) -> list[ox.NamedNode]:
    found = {quad.subject for quad in graph().quads_for_pattern(None, predicate, value)}
    return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=str)


def assertions() -> list[ox.NamedNode]:
    return subjects(RDF_TYPE, tnk("Assertion"))


def parts(assertion: ox.NamedNode) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]:
    """Subject, predicate and object of an assertion: exactly one of each."""
    names = ("subject", "predicate", "object")
    (subject,), (predicate,), (value,) = (objects(assertion, ox.NamedNode(RDF + part)) for part in names)
    assert isinstance(subject, ox.NamedNode)
    assert isinstance(predicate, ox.NamedNode)
    return subject, predicate, value


def about(name: str, relation: str) -> list[ox.NamedNode]:
    """The assertions with this subject and this relation."""
    wanted = (thing(name), tnk(relation))
    return [assertion for assertion in assertions() if parts(assertion)[:2] == wanted]


def kind(node: ox.NamedNode) -> str:
    return node.value.removeprefix(THINGS).partition("/")[0]


def things() -> list[ox.NamedNode]:
    return [node for node in subjects(RDF_TYPE) if not node.value.startswith(ASSERTIONS)]


def bearers(name: str) -> set[ox.NamedNode]:
    """Everything that has this name, after folding, as its label or alternative label."""
    return {
        node
        for predicate in (LABEL, ALTERNATIVE)
        for node in subjects(predicate)
        if any(fold(label.value) == fold(name) for label in objects(node, predicate))
    }


def test_the_files_are_the_five_known_ones() -> None:
    assert {path.name for path in (ontology_folder() / "reference").iterdir()} == FILES


def test_no_node_is_blank() -> None:
    nodes = [node for quad in graph() for node in (quad.subject, quad.object)]
    assert [node for node in nodes if isinstance(node, ox.BlankNode)] == []
    assert len(nodes) > 1000


# Polities


def test_states_have_their_country_codes() -> None:
    states = subjects(RDF_TYPE, tnk("State"))
    found = {
        state.value.removeprefix(THINGS): tuple(
            value for name in ("iso3166Alpha2", "iso3166Alpha3", "iso3166Numeric") for value in values(state, name)
        )
        for state in states
    }
    assert found == ISO_3166_1


def test_states_have_their_preferred_names() -> None:
    (_, *languages), *rows = (line.split() for line in NAMES.strip().splitlines())
    for code, *names in rows:
        labels = objects(thing(f"polity/{code}"), LABEL)
        found = {(node.language, node.value) for node in labels if isinstance(node, ox.Literal)}
        assert found == set(zip(languages, names, strict=True))


def test_northern_cyprus_is_no_state_and_has_no_code() -> None:
    node = thing("polity/northern-cyprus")
    assert subjects(RDF_TYPE, tnk("LimitedRecognitionPolity")) == [node]
    assert objects(node, RDF_TYPE) == [tnk("LimitedRecognitionPolity")]
    assert [quad for quad in graph().quads_for_pattern(node, None, None) if "iso3166" in quad.predicate.value] == []
    assert {getattr(quad.object, "value", None) for quad in graph().quads_for_pattern(node, None, None)}.isdisjoint(
        {"CY", "CYP", "196", THINGS + "polity/cy"}
    )
    assert [node.value for node in objects(node, LABEL)] == ["Northern Cyprus"]


def test_nothing_is_said_to_be_the_same_as_something_else() -> None:
    same = ox.NamedNode("http://www.w3.org/2002/07/owl#sameAs")
    assert list(graph().quads_for_pattern(None, same, None)) == []


def test_wikidata_items_stand_only_where_two_sources_agree() -> None:
    found = {node.value.removeprefix(THINGS): values(node, "wikidata") for node in subjects(tnk("wikidata"))}
    assert found == {name: [item] for name, item in WIKIDATA.items()}


# Members and observers


@pytest.mark.parametrize(("relation", "expected"), [("memberOf", MEMBERS), ("observerOf", OBSERVERS)])
def test_members_and_observers_with_their_first_day(relation: str, expected: dict[str, str]) -> None:
    found = {
        node.value.removeprefix(THINGS): values(assertion, "startDate")
        for node in subjects(tnk(relation), thing(OTS))
        for assertion in about(node.value.removeprefix(THINGS), relation)
        if values(assertion, "verified") == ["true"]
    }
    assert found == {name: [day] for name, day in expected.items()}


def test_another_day_that_a_source_gives_is_kept_and_marked() -> None:
    found = {
        parts(assertion)[0].value.removeprefix(THINGS): values(assertion, "startDate")
        for relation in ("memberOf", "observerOf")
        for assertion in assertions()
        if parts(assertion)[1] == tnk(relation) and values(assertion, "verified") == ["false"]
    }
    assert found == {name: [day] for name, day in OTHER_DAYS.items()}


def test_members_are_never_typed_as_such() -> None:
    assert subjects(RDF_TYPE, tnk("MemberState")) == subjects(RDF_TYPE, tnk("ObserverState")) == []


def test_only_the_standing_of_northern_cyprus_is_contested_by_cyprus_with_a_source() -> None:
    (standing,) = about("polity/northern-cyprus", "observerOf")
    assert subjects(tnk("contestedBy")) == [standing]
    assert objects(standing, tnk("contestedBy")) == [thing("polity/cy")]
    (contest,) = (a for a in assertions() if parts(a) == (standing, tnk("contestedBy"), thing("polity/cy")))
    assert all(address.startswith("https://mfa.gov.cy/") for address in values(contest, "sourceAddress"))


# Organisations and places


def test_organisations_with_the_day_of_their_founding() -> None:
    asserted = {
        parts(assertion)[0].value.removeprefix(THINGS): parts(assertion)[2].value
        for assertion in assertions()
        if parts(assertion)[1] == tnk("startDate")
    }
    assert asserted == FOUNDED


@pytest.mark.parametrize(("relation", "expected"), [("locatedIn", SEATS), ("within", WITHIN)])
def test_seats_and_places(relation: str, expected: dict[str, str]) -> None:
    found = {
        node.value.removeprefix(THINGS): [place.removeprefix(THINGS) for place in values(node, relation)]
        for node in subjects(tnk(relation))
    }
    assert found == {name: [place] for name, place in expected.items()}


def test_divisions_have_their_codes() -> None:
    found = {node.value.removeprefix(THINGS): values(node, "iso31662") for node in subjects(tnk("iso31662"))}
    assert found == {name: [code] for name, code in ISO_3166_2.items()}


def test_the_agency_replaces_the_council_and_is_another_body() -> None:
    (assertion,) = about(AGENCY, "replaces")
    assert parts(assertion)[2] == thing(COUNCIL)
    assert values(assertion, "date") == ["2021-04-19"]


def test_former_names_have_an_end() -> None:
    found = {
        (parts(assertion)[0].value.removeprefix(THINGS), parts(assertion)[2].value): values(assertion, "endDate")
        for assertion in assertions()
        if parts(assertion)[1] == ALTERNATIVE
    }
    assert found == {
        (OTS, "Turkic Council"): ["2021-11-12"],
        (OTS, "Cooperation Council of Turkic Speaking States"): ["2021-11-12"],
        ("organization/turkpa", "Parliamentary Assembly of Turkic-Speaking Countries"): ["2022"],
        ("place/astana", "Nur-Sultan"): ["2022"],
        ("place/astana", "Нур-Султан"): ["2022"],
    }


def test_the_presidential_administration_has_one_name() -> None:
    node = thing("organization/presidential-administration-of-azerbaijan")
    assert [label.value for label in objects(node, LABEL)] == ["Presidential Administration of Azerbaijan"]
    assert objects(node, ALTERNATIVE) == []


# Assertions


def test_every_assertion_is_complete() -> None:
    incomplete = []
    for assertion in assertions():
        addresses = objects(assertion, tnk("sourceAddress"))
        complete = (
            assertion.value.startswith(ASSERTIONS)
            and addresses != []
            and all(
                isinstance(address, ox.Literal)
                and address.datatype == ox.NamedNode(XSD + "anyURI")
                and address.value.startswith("https://")
                for address in addresses
            )
            and objects(assertion, tnk("modality")) == [tnk("fact")]
            and objects(assertion, tnk("attributedTo")) == [tnk("referenceEditors")]
            and values(assertion, "verified") in (["true"], ["false"])
        )
        if not complete:
            incomplete.append(assertion.value)
    assert incomplete == []
    assert len(assertions()) > 50


def test_every_assertion_stands_directly_too() -> None:
    missing = [a.value for a in assertions() if ox.Quad(*parts(a), ox.DefaultGraph()) not in graph()]
    assert missing == []


def test_every_relation_has_an_assertion() -> None:
    relations = {"memberOf", "observerOf", "within", "locatedIn", "ofPolity", "unitOf", "replaces", "startDate"}
    wanted = [TNK + name for name in sorted(relations)]
    asserted = {parts(assertion) for assertion in assertions()}
    bare = [
        str(quad)
        for quad in graph()
        if quad.predicate.value in wanted
        and isinstance(quad.subject, ox.NamedNode)
        and not quad.subject.value.startswith(ASSERTIONS)
        and (quad.subject, quad.predicate, quad.object) not in asserted
    ]
    assert bare == []


def test_what_is_not_verified_says_why() -> None:
    note = ox.NamedNode(SKOS + "note")
    doubtful = [assertion for assertion in assertions() if values(assertion, "verified") == ["false"]]
    assert [assertion.value for assertion in doubtful if not objects(assertion, note)] == []
    assert len(doubtful) == 3


def test_what_is_pointed_at_is_described() -> None:
    described = {node.value for node in subjects(RDF_TYPE)}
    named = {quad.object.value for quad in graph() if isinstance(quad.object, ox.NamedNode)}
    named |= {quad.subject.value for quad in graph() if isinstance(quad.subject, ox.NamedNode)}
    assert {name for name in named if name.startswith(THINGS)} - described == set()


@pytest.mark.parametrize(
    ("name", "earliest", "latest"),
    [
        ("startDate", "startEarliest", "startLatest"),
        ("endDate", "endEarliest", "endLatest"),
        ("date", "earliest", "latest"),
    ],
)
def test_dates_have_their_bounds_as_days(name: str, earliest: str, latest: str) -> None:
    dated = subjects(tnk(name))
    assert dated
    for node in dated:
        (date,) = objects(node, tnk(name))
        assert isinstance(date, ox.Literal)
        first = last = [int(part) for part in date.value.split("-")]
        assert date.datatype.value == XSD + ("gYear", "gYearMonth", "date")[len(first) - 1]
        if len(first) == 1:
            first, last = [*first, 1], [*last, 12]
        if len(first) == 2:
            first, last = [*first, 1], [*last, calendar.monthrange(*last)[1]]
        day = ox.NamedNode(XSD + "date")
        for bound, (year, month, day_of_month) in ((earliest, first), (latest, last)):
            expected = ox.Literal(f"{year:04}-{month:02}-{day_of_month:02}", datatype=day)
            assert objects(node, tnk(bound)) == [expected], node


# Names


def test_every_name_has_a_language_and_one_is_preferred() -> None:
    for predicate in (LABEL, ALTERNATIVE):
        for node in subjects(predicate):
            labels = objects(node, predicate)
            languages = Counter(label.language if isinstance(label, ox.Literal) else None for label in labels)
            assert None not in languages, node
            if predicate == LABEL:
                assert max(languages.values()) == 1, node
    assert [node for node in things() if not objects(node, LABEL)] == []


def test_no_two_things_of_a_kind_share_a_name() -> None:
    shared: dict[tuple[str, str], set[ox.NamedNode]] = defaultdict(set)
    for predicate in (LABEL, ALTERNATIVE):
        for node in subjects(predicate):
            for label in objects(node, predicate):
                assert fold(label.value), label
                shared[kind(node), fold(label.value)].add(node)
    found = {key: nodes for key, nodes in shared.items() if len(nodes) > 1}
    # ISO 3166-2 gives the city and the autonomous republic one name; their classes tell them apart.
    city, republic = thing("place/nakhchivan"), thing("place/nakhchivan-autonomous-republic")
    assert found == {("place", fold("Naxçıvan")): {city, republic}}
    assert objects(city, RDF_TYPE) == [tnk("City")]
    assert objects(republic, RDF_TYPE) == [tnk("AdministrativeArea")]


@pytest.mark.parametrize("name", sorted(PRINTED))
def test_printed_spellings_lead_to_their_thing(name: str) -> None:
    found = {spelling: bearers(spelling) for spelling in PRINTED[name]}
    assert found == {spelling: {thing(name)} for spelling in PRINTED[name]}


@pytest.mark.parametrize("printed", NOT_IN_HERE)
def test_look_alikes_lead_nowhere(printed: str) -> None:
    assert bearers(printed) == set()


def test_iris_follow_from_the_english_name() -> None:
    wrong = []
    for node in things():
        own = node.value.removeprefix(THINGS).partition("/")[2].rpartition("--")[2]
        (english,) = [n.value for n in objects(node, LABEL) if isinstance(n, ox.Literal) and n.language == "en"]
        by_code = objects(node, RDF_TYPE) == [tnk("State")]
        expected = [code.lower() for code in values(node, "iso3166Alpha2")] if by_code else [slug(english)]
        if [own] != expected:
            wrong.append(node.value)
    assert wrong == []


def test_a_unit_carries_its_organisation_in_its_iri() -> None:
    units = subjects(RDF_TYPE, tnk("OrganizationalUnit"))
    assert units
    for unit in units:
        assert [unit.value.rpartition("--")[0]] == values(unit, "unitOf")
