"""The reference data against the sources it is made from.

Expected values are typed from ISO 3166, from CLDR and from the public pages on who joined when: never from the files.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict
from functools import lru_cache

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import Graph, URIRef

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

FILES = {
    *("agreements.ttl", "bodies.ttl", "coordinates.ttl", "events.ttl", "membership.ttl", "organizations.ttl"),
    *("places.ttl", "polities.ttl", "posts.ttl", "sources.ttl"),
}


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
    place/almaty                          KZ-75
    place/ashgabat                        TM-S
    place/astana                          KZ-71
    place/baku                            AZ-BA
    place/bishkek                         KG-GB
    place/budapest                        HU-BU
    place/tashkent                        UZ-TK
    place/fuzuli-district                 AZ-FUZ
    place/khankendi                       AZ-XA
    place/nakhchivan                      AZ-NV
    place/nakhchivan-autonomous-republic  AZ-NX
""")
WIKIDATA = pairs("""
    place/baku              http://www.wikidata.org/entity/Q9248
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
    polity/uz  2019-10
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
    organization/turkpa                                       2008
    organization/turkic-academy                               2010-05-25
    organization/turkic-culture-and-heritage-foundation       2012-08-23
    organization/turkic-investment-fund                       2022-11
    organization/turkic-business-council                      2011
    organization/turkic-chamber-of-commerce-and-industry      2019-05-17
    organization/union-of-turkic-world-municipalities         2003-11-12
    organization/ngo-platform-of-ots-member-states            2025-11-25
    organization/ots-youth-platform                           2017-05
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
    "polity/kg": "bishkek cholpon-ata",
    "polity/kz": "almaty astana turkistan",
    "polity/tm": "ashgabat",
    "polity/tr": "ankara antalya bodrum istanbul",
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
    "organization/ots-youth-platform": ["Turkic Council Youth Platform"],
    "place/turkistan": ["Turkestan", "Туркестан"],
    "person/kubanychbek-omuraliev": ["Kubanychbek Omuraliyev", "Kubanıçbek Ömuraliyev"],
    "person/baghdad-amreyev": ["Bagdad Amreev", "Bağdad Amreyev"],
    "person/ilham-aliyev": ["İlham Əliyev", "Ильхам Алиев"],
    "post/authorized-representative-of-the-president-in-the-nakhchivan-autonomous-republic": [
        "Plenipotentiary Representative of the President in the Nakhchivan Autonomous Republic"
    ],
    "event/summit-of-the-organization-of-turkic-states-2024": ["11th OTS Summit"],
    "event/summit-of-the-organization-of-turkic-states-2019": ["7th Turkic Council summit"],
    "event/summit-of-turkic-speaking-states-2009": ["9th summit of the heads of Turkic-speaking states"],
    "event/summit-of-the-organization-of-turkic-states-2022": ["9th Summit of the Organization of Turkic States"],
}
# Summits of the Organization of Turkic States, as it counts them; and the older ones, which were counted from 1 too.
SUMMITS = """
     1 2011 almaty      2011-10-21
     2 2012 bishkek     2012-08-23
     3 2013 gabala      2013-08-16
     4 2014 bodrum      2014-06-05
     5 2015 astana      2015-09-11
     6 2018 cholpon-ata 2018-09-03
     7 2019 baku        2019-10-15
     8 2021 istanbul    2021-11-12
     9 2022 samarkand   2022-11-11
    10 2023 astana      2023-11-03
    11 2024 bishkek     2024-11-06
    12 2025 gabala      2025-10-07
"""
OLDER_SUMMITS = """
     1 1992 ankara     1992
     2 1994 istanbul   1994
     3 1995 bishkek    1995
     4 1996 tashkent   1996
     5 1998 astana     1998
     6 2000 baku       2000
     7 2001 istanbul   2001
     8 2006 antalya    2006
     9 2009 nakhchivan 2009-10-02
    10 2010 istanbul   2010-09-16
"""
# Extraordinary and informal ones: where each was held, and when. The two of the pandemic were held online.
OTHER_SUMMITS = {
    "extraordinary-summit-of-the-organization-of-turkic-states-2020": ("", "2020-04-10"),
    "informal-summit-of-the-organization-of-turkic-states-2021": ("", "2021-03-31"),
    "extraordinary-summit-of-the-organization-of-turkic-states-2023": ("ankara", "2023-03-16"),
    "informal-summit-of-the-organization-of-turkic-states-2024": ("shusha", "2024-07-06"),
    "informal-summit-of-the-organization-of-turkic-states-2025": ("budapest", "2025-05-21"),
}
OTS_SERIES = "series/summits-of-the-organization-of-turkic-states"
OLDER_SERIES = "series/summits-of-turkic-speaking-states"
OTHER_SERIES = "series/extraordinary-and-informal-summits-of-the-organization-of-turkic-states"
# Days that another source gives for the same summit.
OTHER_SUMMIT_DAYS = {
    "event/summit-of-the-organization-of-turkic-states-2018": "2018-09-02",
    "event/summit-of-the-organization-of-turkic-states-2021": "2021-11-14",
    "event/summit-of-turkic-speaking-states-2010": "2010-09-15",
}
# What is only general knowledge: subject, relation, value, start of the time that the assertion gives.
GENERAL_KNOWLEDGE = {
    ("agreement/nakhchivan-agreement", "startDate", "2010-11-17", ""),
    ("organization/turkpa", "startDate", "2008-11-21", ""),
    ("organization/turkic-chamber-of-commerce-and-industry", "replaces", "organization/turkic-business-council", ""),
    ("person/ramil-hasanov", "holdsPost", "post/secretary-general-of-the-organization-of-turkic-states", "2014"),
    ("organization/economic-cooperation-organization", "label", "Ekonomik İşbirliği Teşkilatı", ""),
}
# A second opinion on where places lie: the tz database (zone.tab), Natural Earth 1:110m, or an article of Wikipedia;
# for Bodrum the theatre of Halicarnassus. The points of the reference data are those of GeoNames.
POINTS = """
    almaty      43.250 76.950
    ankara      39.929 32.862
    antalya     36.887 30.708
    ashgabat    37.950 58.383
    astana      51.181 71.428
    baku        40.383 49.850
    bishkek     42.900 74.600
    bodrum      37.040 27.422
    budapest    47.500 19.083
    cholpon-ata 42.650 77.083
    fuzuli      39.600 47.143
    fuzuli-district 39.600 47.143
    gabala      40.981 47.846
    istanbul    41.017 28.967
    khankendi   39.815 46.752
    nakhchivan  39.209 45.412
    nakhchivan-autonomous-republic 39.209 45.412
    samarkand   39.700 66.983
    shusha      39.758 46.748
    tashkent    41.333 69.300
    turkistan   43.333 68.250
    zangilan    39.066 46.697
"""
LEGAL_ACTS = {
    "azerbaijan-order-2288-2007": ("2288", "2007-07-27", ""),
    "azerbaijan-order-674-2007": ("674", "2007-12-13", COUNCIL),
    "decree-on-the-agency-for-state-support-to-ngos-of-azerbaijan-2021": ("", "2021-04-19", AGENCY),
    "azerbaijan-order-of-2022-12-22": (
        *("", "2022-12-22"),
        "post/authorized-representative-of-the-president-in-the-nakhchivan-autonomous-republic",
    ),
    "law-5989-turkiye": ("5989", "2010-06-09", ""),
    "law-orq-568-uzbekistan": ("", "2019-09-14", ""),
}
# Names that look alike and must not lead to one thing, or to anything at all.
NOT_IN_HERE = [
    "Administrative Department of the President of Azerbaijan",
    "East Zangezur economic region",
    "Azerbaijan NGO Cooperation Forum",
    "Global South NGO Platform",
    "NGO Sector",
    "6th Summit of Turkic-speaking States",
    "Gabala Summit",
    "Secretary General",
    "Brahim Taha",
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


def test_the_files_are_the_known_ones() -> None:
    assert {path.name for path in (ontology_folder() / "reference").iterdir()} == FILES


def test_the_data_conform_to_the_shapes() -> None:
    folder = ontology_folder()
    data, shapes, terms = Graph(), Graph(), Graph()
    for name, target in (("reference", data), ("shapes", shapes), ("modules", terms)):
        for path in sorted((folder / name).glob("*.ttl")):
            target.parse(path)
    for predicate in (URIRef(RDF + "type"), URIRef(RDFS + "subClassOf")):
        for triple in terms.triples((None, predicate, None)):
            data.add(triple)
    conforms, _, report = validate(data, shacl_graph=shapes, inplace=True)
    assert conforms, report


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
        if values(assertion, "verified") == ["true"] and parts(assertion)[2] == thing(OTS)
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
    assert subjects(RDF_TYPE, tnk("MemberState")) == subjects(RDF_TYPE, tnk("Observer")) == []


def test_what_is_said_of_northern_cyprus_is_contested_by_cyprus_with_a_source() -> None:
    claims = (*about("polity/northern-cyprus", "observerOf"), *about("polity/tr", "recognises"))
    facts, contests = ([a for a in claims if objects(a, tnk("modality")) == [tnk(m)]] for m in ("fact", "contested"))
    assert {parts(a) for a in facts} == {parts(a) for a in contests}
    assert len(facts) == len(contests) == 2
    assert {a for a in assertions() if objects(a, tnk("modality")) == [tnk("contested")]} == set(contests)
    for contest in contests:
        assert objects(contest, tnk("heldBy")) == [thing("polity/cy")]
        assert all(address.startswith("https://mfa.gov.cy/") for address in values(contest, "sourceAddress"))


def test_nobody_but_turkiye_recognises_northern_cyprus() -> None:
    assert subjects(tnk("recognises")) == [thing("polity/tr")]


def test_the_chair_goes_from_kazakhstan_to_kyrgyzstan_to_azerbaijan() -> None:
    found = {
        parts(a)[0].value.removeprefix(THINGS): (values(a, "startDate"), values(a, "endDate"), values(a, "verified"))
        for a in assertions()
        if parts(a)[1:] == (tnk("chairs"), thing(OTS))
    }
    assert found == {
        "polity/kz": ([], ["2024-11-06"], ["true"]),
        "polity/kg": (["2024-11-06"], ["2025-10-07"], ["true"]),
        "polity/az": (["2025-10-07"], [], ["true"]),
    }


def test_the_organisation_took_its_name_in_istanbul() -> None:
    found = {parts(a)[2].value: (values(a, "startDate"), values(a, "endDate")) for a in about(OTS, "officialName")}
    assert found == {
        "Cooperation Council of Turkic Speaking States": (["2009-10-03"], ["2021-11-12"]),
        "Organization of Turkic States": (["2021-11-12"], []),
    }


def test_secretaries_general_with_their_terms() -> None:
    post = thing("post/secretary-general-of-the-organization-of-turkic-states")
    found = [
        (
            parts(a)[0].value.removeprefix(THINGS + "person/"),
            *(next(iter(values(a, name)), "") for name in ("startDate", "endDate", "date", "verified")),
        )
        for a in assertions()
        if parts(a)[1:] == (tnk("holdsPost"), post)
    ]
    assert sorted(found) == [
        ("baghdad-amreyev", "2018-09-03", "2022-11", "", "true"),
        ("halil-akinci", "2010-09", "", "", "true"),
        ("kubanychbek-omuraliev", "2022-11-11", "", "", "true"),
        ("ramil-hasanov", "", "", "2014-12-11", "true"),
        ("ramil-hasanov", "2014", "2018", "", "false"),
    ]


# Summits


def editions(series: str) -> dict[str, tuple[str, str, str]]:
    """Number, place and first day of every edition of a series, by the name of the event."""
    return {
        node.value.removeprefix(THINGS + "event/"): (
            ",".join(n for a in about(node.value.removeprefix(THINGS), "editionOf") for n in values(a, "number")),
            ",".join(place.removeprefix(THINGS + "place/") for place in values(node, "heldIn")),
            ",".join(values(node, "date") + values(node, "startDate")),
        )
        for node in subjects(tnk("editionOf"), thing(series))
    }


def table(text: str, name: str) -> dict[str, tuple[str, str, str]]:
    rows = (line.split() for line in text.strip().splitlines())
    return {f"{name}-{year}": (number, place, day) for number, year, place, day in rows}


def test_summits_of_the_organisation() -> None:
    assert editions(OTS_SERIES) == table(SUMMITS, "summit-of-the-organization-of-turkic-states")


def test_summits_before_the_organisation() -> None:
    assert editions(OLDER_SERIES) == table(OLDER_SUMMITS, "summit-of-turkic-speaking-states")
    assert values(thing("event/summit-of-turkic-speaking-states-2009"), "endDate") == ["2009-10-03"]


def test_extraordinary_and_informal_summits_have_no_number() -> None:
    assert editions(OTHER_SERIES) == {name: ("", *row) for name, row in OTHER_SUMMITS.items()}
    online = subjects(tnk("attendanceMode"), tnk("online"))
    assert online == [thing(f"event/{name}") for name, (place, _) in sorted(OTHER_SUMMITS.items()) if not place]


def test_one_ordinal_is_used_once_in_a_series_and_again_across_them() -> None:
    ours, theirs, others = (editions(series) for series in (OTS_SERIES, OLDER_SERIES, OTHER_SERIES))
    assert len({*ours, *theirs, *others}) == len(ours) + len(theirs) + len(others) == 12 + 10 + 5
    numbers = [{number for number, _, _ in each.values()} for each in (ours, theirs)]
    assert [len(each) for each in numbers] == [12, 10]
    assert numbers[0] & numbers[1] == {str(number) for number in range(1, 11)}
    for node in subjects(tnk("editionOf")):
        assert len(objects(node, tnk("editionOf"))) == 1, node


def test_summits_were_held() -> None:
    summits = subjects(RDF_TYPE, tnk("Summit"))
    assert len(summits) == 27
    assert [summit for summit in summits if objects(summit, tnk("status")) != [tnk("held")]] == []


def test_what_was_planned_is_no_fact() -> None:
    plans = {
        (parts(a)[0].value.removeprefix(THINGS), parts(a)[1].value.removeprefix(TNK), parts(a)[2].value)
        for a in assertions()
        if objects(a, tnk("modality")) == [tnk("plan")]
    }
    assert plans == {
        ("agreement/nakhchivan-agreement", "inForceFor", THINGS + "polity/uz"),
        ("event/informal-summit-of-the-organization-of-turkic-states-2021", "heldIn", THINGS + "place/turkistan"),
        ("event/informal-summit-of-the-organization-of-turkic-states-2024", "status", TNK + "planned"),
    }


def test_another_day_of_a_summit_is_kept_and_marked() -> None:
    found = {
        parts(a)[0].value.removeprefix(THINGS): parts(a)[2].value
        for a in assertions()
        if parts(a)[1] == tnk("date") and values(a, "verified") == ["false"]
    }
    assert found == OTHER_SUMMIT_DAYS


def test_the_agreement_was_signed_at_the_ninth_of_the_older_summits() -> None:
    signing, agreement = thing("event/signing-of-the-nakhchivan-agreement-2009"), "agreement/nakhchivan-agreement"
    assert objects(signing, tnk("partOf")) == [thing("event/summit-of-turkic-speaking-states-2009")]
    assert objects(signing, tnk("concludes")) == [thing(agreement)]
    assert objects(signing, tnk("heldIn")) == [thing("place/nakhchivan")]
    assert values(thing(agreement), "date") == ["2009-10-03"]
    assert values(thing(agreement), "between") == [THINGS + f"polity/{code}" for code in ("az", "kg", "kz", "tr")]


def test_who_ratified_the_agreement_and_that_no_source_says_since_when_it_binds_uzbekistan() -> None:
    agreement = thing("agreement/nakhchivan-agreement")
    ratified = {
        parts(a)[0].value.removeprefix(THINGS): values(a, "date")
        for a in assertions()
        if parts(a)[1:] == (tnk("ratifies"), agreement)
    }
    assert ratified == {"polity/az": ["2009-11-26"], "polity/tr": ["2010-06-09"], "polity/uz": ["2019-09-14"]}
    # Both pages that name the day are older than it.
    (binding,) = about("agreement/nakhchivan-agreement", "inForceFor")
    assert (parts(binding)[2], objects(binding, tnk("modality"))) == (thing("polity/uz"), [tnk("plan")])
    assert objects(thing("agreement/nakhchivan-agreement"), tnk("inForceFor")) == []


def test_the_climate_conference() -> None:
    node = thing("event/cop29")
    assert (values(node, "startDate"), values(node, "endDate")) == (["2024-11-11"], ["2024-11-22"])
    assert objects(node, tnk("heldIn")) == [thing("place/baku")]


def test_legal_acts_with_their_numbers_and_what_they_set_up() -> None:
    found = {
        node.value.removeprefix(THINGS + "legal-act/"): (
            ",".join(values(node, "actNumber")),
            ",".join(values(node, "date")),
            ",".join(body.removeprefix(THINGS) for body in values(node, "establishes")),
        )
        for node in subjects(RDF_TYPE, tnk("LegalAct"))
    }
    assert found == LEGAL_ACTS


# Organisations and places


def test_organisations_with_the_day_of_their_founding() -> None:
    asserted = {
        parts(assertion)[0].value.removeprefix(THINGS): parts(assertion)[2].value
        for assertion in assertions()
        if parts(assertion)[1] == tnk("startDate")
        and values(assertion, "verified") == ["true"]
        and kind(parts(assertion)[0]) == "organization"
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


def test_points_agree_with_a_second_source() -> None:
    expected = {name: (float(lat), float(lon)) for name, lat, lon in map(str.split, POINTS.strip().splitlines())}
    for name, (latitude, longitude) in expected.items():
        (found_latitude,), (found_longitude,) = (
            values(thing(f"place/{name}"), axis) for axis in ("latitude", "longitude")
        )
        assert float(found_latitude) == pytest.approx(latitude, abs=0.1), name
        assert float(found_longitude) == pytest.approx(longitude, abs=0.1), name


def test_every_city_and_area_has_a_point_and_no_polity_has() -> None:
    placed = {node for axis in ("latitude", "longitude") for node in subjects(tnk(axis))}
    assert placed == {*subjects(RDF_TYPE, tnk("City")), *subjects(RDF_TYPE, tnk("AdministrativeArea"))}
    names = {line.split()[0] for line in POINTS.strip().splitlines()}
    assert placed == {thing(f"place/{name}") for name in names}


def test_every_point_has_two_sources() -> None:
    points = [a for a in assertions() if parts(a)[1] in (tnk("latitude"), tnk("longitude"))]
    assert len(points) == 2 * len(POINTS.strip().splitlines())
    for point in points:
        addresses = values(point, "sourceAddress")
        assert len(addresses) == 2, point
        assert sum(address.startswith("https://www.geonames.org/") for address in addresses) == 1, point


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
            and objects(assertion, tnk("modality")) in ([tnk("fact")], [tnk("plan")], [tnk("contested")])
            and objects(assertion, tnk("attributedTo")) == [tnk("referenceEditors")]
            and values(assertion, "verified") in (["true"], ["false"])
        )
        if not complete:
            incomplete.append(assertion.value)
    assert incomplete == []
    assert len(assertions()) > 50


def stated(assertion: ox.NamedNode) -> bool:
    """Whether the assertion claims what it says, no less: verified, a fact, and a number that is exact."""
    return (
        values(assertion, "verified") == ["true"]
        and objects(assertion, tnk("modality")) == [tnk("fact")]
        and not objects(assertion, tnk("precision"))
    )


def test_what_is_stated_stands_directly_too_and_nothing_else_does() -> None:
    direct = {parts(a) for a in assertions() if ox.Quad(*parts(a), ox.DefaultGraph()) in graph()}
    claimed = {parts(a) for a in assertions() if stated(a)}
    assert claimed - direct == set()
    # A name stays a label, whether verified or not: texts that print it have to lead somewhere.
    assert {triple[2].value for triple in direct - claimed} == {"Ekonomik İşbirliği Teşkilatı"}


def test_every_relation_has_an_assertion() -> None:
    relations = """
        memberOf observerOf within locatedIn ofPolity unitOf replaces startDate endDate date status heldIn editionOf
        partOf concludes underAuspicesOf attendanceMode between ratifies inForceFor establishes issues actNumber about
        chairs recognises officialName holdsPost postIn hasJurisdiction latitude longitude memberCount
        polityCount amount
    """
    wanted = [TNK + name for name in relations.split()]
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
    assert len(doubtful) == 12


def test_general_knowledge_is_unverified() -> None:
    found = {
        (
            parts(a)[0].value.removeprefix(THINGS),
            parts(a)[1].value.rpartition("#")[2],
            parts(a)[2].value.removeprefix(THINGS),
            next(iter(values(a, "startDate")), ""),
        )
        for a in assertions()
        if values(a, "verified") == ["false"]
    }
    assert found >= GENERAL_KNOWLEDGE
    verified = {parts(a) for a in assertions() if stated(a)}
    for subject, relation, value, _ in GENERAL_KNOWLEDGE - {
        fact for fact in GENERAL_KNOWLEDGE if fact[1] == "holdsPost"
    }:
        same = [p for p in verified if p[0] == thing(subject) and p[2].value.removeprefix(THINGS) == value]
        assert [p for p in same if p[1].value.endswith("#" + relation)] == []


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
        # An event's address may end in its year, as kg itself writes it.
        if [own] != expected and not (kind(node) == "event" and re.fullmatch(rf"{expected[0]}-\d{{4}}", own)):
            wrong.append(node.value)
    assert wrong == []


def test_a_unit_carries_its_organisation_in_its_iri() -> None:
    units = subjects(RDF_TYPE, tnk("OrganizationalUnit"))
    assert units
    for unit in units:
        assert [unit.value.rpartition("--")[0]] == values(unit, "unitOf")
