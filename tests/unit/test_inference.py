"""What follows as of a day, and under OWL 2 RL: against the documented days of memberships, and against owlrl."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import kg
from kg.cli.main import cli
from kg.dates import parse_date
from kg.errors import UsageError
from kg.inference import Inferred, infer
from kg.namespaces import DEFAULT_BASE, PREFIXES, RDF, TNK, XSD
from kg.ontology import vocabulary
from kg.pipeline import Pipeline
from kg.resources import examples_folder, ontology_folder
from kg.store import Dataset, OxigraphStore, in_memory

FOUNDERS = {"polity/az", "polity/kg", "polity/kz", "polity/tr"}
HUNGARY, TURKMENISTAN, NORTHERN_CYPRUS = "polity/hu", "polity/tm", "polity/northern-cyprus"


@pytest.fixture(scope="module")
def reference() -> Dataset:
    """A graph of the ontology and the reference data alone."""
    store = OxigraphStore.in_memory()
    Pipeline().prepare(store)
    return store.dataset


@pytest.fixture(scope="module")
def examples(bundled: kg.Graph) -> kg.Graph:
    return bundled


@pytest.fixture(scope="module")
def seed() -> kg.Graph:
    return kg.build(kg.examples() / "trend-4122096.yaml")


def members(found: Inferred, name: str) -> set[str]:
    """The things that are inferred to be of a class."""
    return {
        str(quad.subject.value).removeprefix(DEFAULT_BASE)
        for quad in found.quads
        if quad.predicate.value == RDF + "type" and quad.object == ox.NamedNode(TNK + name)
        if isinstance(quad.subject, ox.NamedNode)
    }


# Founding agreement 2009-10-03; Uzbekistan in October 2019; summits of 2018-09-03, 2021-11-12 and 2022-11-11.
@pytest.mark.parametrize(
    ("day", "member_states", "observers"),
    [
        ("2009-10-02", set(), set()),
        ("2009-10-03", FOUNDERS, set()),
        ("2018-09-02", FOUNDERS, set()),
        ("2018-09-03", FOUNDERS, {HUNGARY}),
        ("2019-10-30", FOUNDERS, {HUNGARY}),
        ("2019-10-31", FOUNDERS | {"polity/uz"}, {HUNGARY}),
        ("2021-11-12", FOUNDERS | {"polity/uz"}, {HUNGARY, TURKMENISTAN}),
        ("2022-11-10", FOUNDERS | {"polity/uz"}, {HUNGARY, TURKMENISTAN}),
        ("2022-11-11", FOUNDERS | {"polity/uz"}, {HUNGARY, TURKMENISTAN, NORTHERN_CYPRUS}),
        # On 2023-11-03 an organisation became an observer.
        (
            "2025-11-25",
            FOUNDERS | {"polity/uz"},
            {HUNGARY, TURKMENISTAN, NORTHERN_CYPRUS, "organization/economic-cooperation-organization"},
        ),
    ],
)
def test_who_belongs_on_a_day(day: str, member_states: set[str], observers: set[str], reference: ox.Store) -> None:
    found = infer(reference, as_of=day)
    assert members(found, "MemberState") == member_states
    assert members(found, "Observer") == observers
    assert members(found, "ObserverState") == set()  # whether an observer is a state may be disputed


def test_a_contested_standing_is_inferred_and_says_so(reference: ox.Store) -> None:
    found = infer(reference, as_of="2022-11-11")
    (finding,) = [each for each in found.findings if each.iri == DEFAULT_BASE + NORTHERN_CYPRUS]
    assert finding.code == "contested"
    assert "Northern Cyprus" in finding.message
    assert "contested by Cyprus" in finding.message
    assert '"Contested by Cyprus."@en' in {str(quad.object) for quad in found.quads}


def test_each_type_tells_its_reasons_and_its_day(reference: ox.Store) -> None:
    store = infer(reference, as_of="2019-11-05").store()
    rows = store.query(
        "SELECT ?day ?reason ?note { GRAPH ?g { ?node rdf:subject <polity/uz> ; rdf:predicate rdf:type ; "
        "rdf:object tnk:MemberState ; dcterms:valid ?day ; prov:wasDerivedFrom ?reason ; skos:note ?note } }",
        prefixes=PREFIXES,
        base_iri=DEFAULT_BASE,
    )
    assert isinstance(rows, ox.QuerySolutions)
    ((day, reason, note),) = [tuple(row) for row in rows]
    assert day == ox.Literal("2019-11-05", datatype=ox.NamedNode(XSD + "date"))
    assert reason.value.endswith("reference/assertion/uz-member-of-organization-of-turkic-states")
    assert "inferred" in note.value


def test_a_post_attested_by_an_article_holds_from_its_day_and_later_by_inference(seed: kg.Graph) -> None:
    # Named with their posts in an article of 25 November 2025, without any dates.
    attested = {"person/aygun-aliyeva", "person/tural-aliyev"}
    for day, notes in (("2025-11-25", []), ("2025-11-26", ["That it still held is inferred: no source gives an end."])):
        found = infer(seed.dataset(), as_of=day)
        assert attested <= members(found, "Official") & members(found, "OfficeHolder")
        reason = "?node rdf:subject <person/aygun-aliyeva> ; rdf:object tnk:Official ; skos:note ?note"
        told = f"SELECT ?note {{ GRAPH ?g {{ {reason} }} }}"
        rows = found.store().query(told, prefixes=PREFIXES, base_iri=DEFAULT_BASE)
        assert [row["note"].value for row in rows] == notes
    assert not attested & members(infer(seed.dataset(), as_of="2025-11-24"), "Official")


def test_who_left_years_ago_holds_no_office(examples: kg.Graph) -> None:
    # Secretary-General until November 2022; his predecessor's term ended when his began, in 2018.
    found = members(infer(examples.dataset(), as_of="2025-11-25"), "OfficeHolder")
    assert "person/kubanychbek-omuraliev" in found
    assert not {"person/baghdad-amreyev", "person/ramil-hasanov", "person/halil-akinci"} & found


def graph_of(text: str) -> Dataset:
    """The ontology, with triples in Turtle: both in the default graph, as in a store."""
    store = OxigraphStore.in_memory()
    Pipeline().prepare(store)
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    dataset = in_memory(store.dataset)
    triples = f"@base <{DEFAULT_BASE}> .\n{prefixes}{text}".encode()
    dataset.bulk_extend(ox.parse(triples, format=ox.RdfFormat.TURTLE))
    return dataset


def dated(**dates: str) -> str:
    """Dates of an assertion in Turtle, with their bounds."""
    lines = []
    for name, expression in dates.items():
        date = parse_date(expression)
        assert date is not None
        low, high = {
            "startDate": ("startEarliest", "startLatest"),
            "endDate": ("endEarliest", "endLatest"),
            "date": ("earliest", "latest"),
        }[name]
        lines.append(f'tnk:{name} "{expression}"^^<{date.datatype}>')
        lines += [f'tnk:{key} "{day}"^^xsd:date' for key, day in ((low, date.earliest), (high, date.latest)) if day]
    return "".join(f" ; {line}" for line in lines)


PERSON = '<person/sarper> a tnk:Person ; rdfs:label "Sarper" . <post/chair> a tnk:Post .\n'
HOLDS = "rdf:subject <person/sarper> ; rdf:predicate tnk:holdsPost ; rdf:object <post/chair>"


def office(*assertions: str, day: str) -> str:
    """What is inferred of a person with these assertions: certain, nothing, or the code of the one finding."""
    body = "".join(f"<a/{n}> a tnk:Assertion ; {HOLDS}{each} .\n" for n, each in enumerate(assertions))
    found = infer(graph_of(PERSON + body), as_of=day)
    codes = [finding.code for finding in found.findings if finding.iri == DEFAULT_BASE + "person/sarper"]
    if "person/sarper" in members(found, "OfficeHolder"):
        assert not codes
        return "certain"
    assert len(codes) <= 1
    return codes[0] if codes else "nothing"


FACT = " ; tnk:modality tnk:fact"


@pytest.mark.parametrize(
    ("dates", "day", "expected"),
    [
        ({"startDate": "2020"}, "2019-12-31", "nothing"),
        ({"startDate": "2020"}, "2020-01-01", "uncertain-on-day"),
        ({"startDate": "2020"}, "2020-12-30", "uncertain-on-day"),
        ({"startDate": "2020"}, "2020-12-31", "certain"),
        ({"startDate": "2020-05-04/.."}, "2030-01-01", "uncertain-on-day"),
        ({"startDate": "../2020"}, "2020-12-31", "certain"),
        ({"startDate": "2020", "endDate": "2022"}, "2022-01-01", "certain"),
        ({"startDate": "2020", "endDate": "2022"}, "2022-01-02", "uncertain-on-day"),
        ({"startDate": "2020", "endDate": "2022"}, "2022-12-31", "uncertain-on-day"),
        ({"startDate": "2020", "endDate": "2022"}, "2023-01-01", "nothing"),
        ({"startDate": "2020-02-01", "endDate": "2020-02-01"}, "2020-02-01", "certain"),
        ({"endDate": "2022-03-05"}, "2022-03-04", "uncertain-on-day"),
        ({"endDate": "2022-03-05"}, "2022-03-05", "certain"),  # an end known to the day attests that day
        ({"endDate": "2022-03-05"}, "2022-03-06", "nothing"),
        ({"date": "2022-03-05"}, "2022-03-05", "certain"),
        ({"date": "2022-03-05"}, "2022-03-04", "uncertain-on-day"),
        ({"date": "2022-03-05"}, "2022-03-06", "certain"),  # presumed: nothing says that it had ended
        ({"date": "2022-03"}, "2022-03-06", "uncertain-on-day"),
        ({"date": "2022-03"}, "2022-04-01", "certain"),
        ({}, "2022-04-01", "undated"),
    ],
)
def test_what_dates_make_certain(dates: dict[str, str], day: str, expected: str) -> None:
    assert office(FACT + dated(**dates), day=day) == expected


def test_only_facts_that_are_not_marked_as_unverified_count() -> None:
    since = dated(startDate="2020")
    for modality in ("plan", "proposal", "wish", "negated"):
        assert office(f" ; tnk:modality tnk:{modality}{since}", day="2021-01-01") == "nothing"
    assert office(f"{FACT}{since} ; tnk:verified false", day="2021-01-01") == "nothing"
    assert office(f"{FACT}{since} ; tnk:verified true", day="2021-01-01") == "certain"
    hint = f"{FACT} ; tnk:explicitness tnk:weaklyImplied"
    assert office(hint + since, day="2021-01-01") == "nothing"
    assert office(hint, day="2021-01-01") == "nothing"  # not even "undated"


def test_an_end_that_another_fact_gives_closes_an_open_one_but_not_a_later_return() -> None:
    first, end, again = (
        FACT + dated(**{key: value})
        for key, value in (("startDate", "2010"), ("endDate", "2015-06-30"), ("startDate", "2018"))
    )
    assert office(first, end, day="2015-06-30") == "certain"
    assert office(first, end, day="2015-07-01") == "nothing"
    assert office(first, end, again, day="2017-12-31") == "nothing"
    assert office(first, end, again, day="2018-12-31") == "certain"


def test_an_inferred_end_is_marked_and_a_given_one_is_not() -> None:
    def notes(**dates: str) -> set[str]:
        text = f"{PERSON}<a/1> a tnk:Assertion ; {HOLDS}{FACT}{dated(**dates)} ."
        found = infer(graph_of(text), as_of="2021-01-01")
        assert "person/sarper" in members(found, "OfficeHolder")
        (reason,) = [
            quad.subject for quad in found.quads if quad.object == ox.NamedNode(DEFAULT_BASE + "person/sarper")
        ]
        notes = found.store().quads_for_pattern(reason, ox.NamedNode(PREFIXES["skos"] + "note"), None)
        return {str(quad.object) for quad in notes}

    assert notes(startDate="2020") == {'"That it still held is inferred: no source gives an end."@en'}
    assert notes(startDate="2020", endDate="2022") == set()
    assert notes(date="2021-01-01") == set()


def test_every_defined_class_has_the_form_that_the_rule_reads(reference: ox.Store) -> None:
    read = reference.query(
        "SELECT DISTINCT ?class { ?class owl:equivalentClass/owl:intersectionOf ?all . ?all rdf:rest ?rest . "
        "?rest rdf:first ?restriction ; rdf:rest rdf:nil . ?restriction owl:someValuesFrom ?filler }",
        prefixes=PREFIXES,
    )
    assert isinstance(read, ox.QuerySolutions)
    names = {row[0].value.removeprefix(TNK) for row in read}
    assert names == Pipeline().vocabulary.defined_classes - {"ObserverState"}  # deprecated, and defined no longer
    assert {"MemberState", "Observer", "OfficeHolder", "Official"} <= names


BODIES = """
    <organization/ministry> a tnk:PublicBody . <organization/sector> a tnk:OrganizationalUnit .
    <organization/union> a tnk:NGO . <organization/ots> a tnk:IntergovernmentalOrganization .
    <organization/department> a tnk:OrganizationalUnit . <polity/steppe> a tnk:Polity .
"""


def in_body(*triples: str) -> tuple[set[str], set[str]]:
    """What a chair of some body is as of 2031, and the ends of the addresses of the assertions behind an official."""
    text = f"{PERSON}{BODIES}<a/holds> a tnk:Assertion ; {HOLDS} ; tnk:modality tnk:fact{dated(date='2030-05-04')} .\n"
    for number, triple in enumerate(triples):
        subject, relation, value, *rest = triple.split(" ", 3)
        text += f"<a/{number}> a tnk:Assertion ; rdf:subject <{subject}> ; rdf:predicate tnk:{relation} ; "
        text += f"rdf:object <{value}> ; tnk:modality tnk:fact {' '.join(rest)} .\n"
        text += f"<{subject}> tnk:{relation} <{value}> .\n"
    found = infer(graph_of(text), as_of="2031-01-01")
    why = "?node rdf:object tnk:Official ; prov:wasDerivedFrom ?reason"
    rows = found.store().query(f"SELECT ?reason {{ GRAPH ?g {{ {why} }} }}", prefixes=PREFIXES)
    behind = {row["reason"].value.rpartition("/")[2] for row in rows}
    return {name for name in ("OfficeHolder", "Official") if "person/sarper" in members(found, name)}, behind


def test_an_official_holds_a_post_in_a_public_body() -> None:
    both = {"OfficeHolder", "Official"}
    assert in_body("post/chair postIn organization/ministry") == (both, {"holds", "0"})
    assert in_body("post/chair ofPolity polity/steppe") == (both, {"holds", "0"})
    chain = (
        "post/chair postIn organization/sector",
        "organization/sector unitOf organization/department",
        "organization/department unitOf organization/ministry",
    )
    assert in_body(*chain) == (both, {"holds", "0", "1", "2"})


def test_who_holds_a_post_elsewhere_holds_an_office_and_is_no_official() -> None:
    holder = {"OfficeHolder"}, set[str]()
    for body in ("union", "ots", "sector"):
        assert in_body(f"post/chair postIn organization/{body}") == holder
    assert in_body("post/chair postIn organization/sector", "organization/sector unitOf organization/union") == holder
    assert in_body("post/chair represents organization/ministry") == holder
    unread = "; tnk:verified false"
    assert in_body(f"post/chair postIn organization/ministry {unread}") == holder
    hint = "; tnk:explicitness tnk:weaklyImplied"
    assert in_body(f"post/chair postIn organization/ministry {hint}") == holder
    assert in_body("post/other postIn organization/ministry") == holder


def test_northern_cyprus_is_an_observer_and_no_state(examples: kg.Graph) -> None:
    found = infer(examples.dataset(), as_of="2025-11-26", rl=True)
    types = {str(q.object)[1:-1] for q in found.quads if q.subject == ox.NamedNode(DEFAULT_BASE + NORTHERN_CYPRUS)}
    assert TNK + "Observer" in types
    assert not types & {TNK + name for name in ("State", "MemberState", "ObserverState")}


def test_defined_classes_are_never_typed_by_hand() -> None:
    names = "|".join(sorted(Pipeline().vocabulary.defined_classes))
    files = [*(ontology_folder() / "reference").glob("*.ttl"), *examples_folder().glob("*.yaml")]
    assert len(files) > 3
    typed = re.compile(rf"(\ba|rdf:type)\s[^;.]*tnk:({names})\b|\btype:\s*({names})\b")
    for file in files:
        assert not typed.search(file.read_text(encoding="utf-8")), file


@pytest.fixture(scope="module")
def small() -> Dataset:
    return graph_of("""
        <event/panel> a tnk:Session ; tnk:partOf <event/day> .
        <event/day> tnk:partOf <event/forum> .
        <organization/tuman> a tnk:Agency ; tnk:organises <event/forum> ; tnk:cooperatesWith <organization/aksu> .
        <organization/aksu> a tnk:NGO .
        <event/other> tnk:hostedBy <organization/aksu> .
        <polity/az> tnk:memberOf <organization/organization-of-turkic-states> .
        <person/sarper> tnk:holdsPost <post/chair> .
    """)


def closure(store: ox.Store) -> set[tuple[str, str, str]]:
    def short(term: object) -> str:
        assert isinstance(term, ox.NamedNode)
        return term.value.removeprefix(DEFAULT_BASE).removeprefix(TNK).removeprefix(RDF)

    return {(short(q.subject), short(q.predicate), short(q.object)) for q in infer(store, rl=True).quads}


def test_the_closure_of_a_small_graph(small: ox.Store) -> None:
    found = closure(small)
    assert {
        ("event/panel", "partOf", "event/forum"),
        ("event/forum", "organisedBy", "organization/tuman"),
        ("organization/tuman", "participatesIn", "event/forum"),
        ("organization/aksu", "cooperatesWith", "organization/tuman"),
        ("organization/aksu", "hosts", "event/other"),
        ("organization/aksu", "participatesIn", "event/other"),
        ("event/forum", "type", "Event"),
        ("organization/tuman", "type", "Agent"),
        ("person/sarper", "type", "Person"),
        ("post/chair", "type", "Post"),
    } <= found
    # What is stated already is not inferred again; what depends on a day is not inferred without one.
    assert ("event/panel", "partOf", "event/day") not in found
    assert not {triple for triple in found if triple[2] in ("MemberState", "Official")}
    # A range that is a union says too little.
    assert not {triple for triple in found if ".well-known" in "".join(triple)}


@pytest.mark.campaign
def test_the_closure_agrees_with_owlrl() -> None:
    """The two give the same relations and types of the things here; owlrl also types by definition, without a day."""
    owlrl = pytest.importorskip("owlrl")
    from rdflib import Graph, URIRef

    text = """
        <organization/tuman> a tnk:Agency ; tnk:organises <event/forum> ; tnk:cooperatesWith <organization/aksu> .
        <event/panel> tnk:partOf <event/day> . <event/day> tnk:partOf <event/forum> .
        <event/other> tnk:hostedBy <organization/aksu> . <polity/az> tnk:memberOf <organization/tuman> .
        <place/old-town> tnk:within <place/baku> . <place/baku> tnk:within <polity/az> .
    """
    ours = ox.Store()
    for quad in vocabulary.load().ontology_quads:
        if not isinstance(quad.object, ox.Literal):  # owlrl is slow, and texts entail nothing here
            ours.extend([quad, ox.Quad(quad.subject, quad.predicate, quad.object)])
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    ours.load(f"@base <{DEFAULT_BASE}> .\n{prefixes}{text}".encode(), format=ox.RdfFormat.TURTLE)
    things = {
        term.value
        for quad in ox.parse(f"@base <{DEFAULT_BASE}> .\n{prefixes}{text}".encode(), format=ox.RdfFormat.TURTLE)
        for term in (quad.subject, quad.object)
        if str(term).startswith(f"<{DEFAULT_BASE}")
    }
    default = ours.quads_for_pattern(None, None, None, ox.DefaultGraph())
    theirs = Graph().parse(
        data=ox.serialize((quad.triple for quad in default), format=ox.RdfFormat.N_TRIPLES), format="nt"
    )
    before = {tuple(map(str, triple)) for triple in theirs}
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(theirs)
    expected = {
        tuple(map(str, triple))
        for triple in theirs
        if str(triple[0]) in things and isinstance(triple[2], URIRef)
        if str(triple[1]).startswith(TNK) or str(triple[2]).startswith(TNK)
    } - before
    found = {(q.subject.value, q.predicate.value, q.object.value) for q in infer(ours, rl=True).quads}  # type: ignore[union-attr]
    assert {triple for triple in found if triple[0] in things} == expected
    assert len(expected) > 15


def test_a_thing_in_two_classes_that_have_nothing_in_common_is_told() -> None:
    graph = graph_of("<x/1> a tnk:Person ; tnk:partOf <x/2> .")
    found = infer(graph, rl=True)
    clashes = [finding for finding in found.findings if finding.iri == DEFAULT_BASE + "x/1"]
    assert [finding.code for finding in clashes] == ["disjoint-classes"]
    assert not infer(graph_of("<x/1> a tnk:Person ."), rl=True).findings


def test_the_bundled_examples_and_reference_data_are_free_of_contradictions(examples: kg.Graph) -> None:
    assert infer(examples.dataset(), rl=True).findings == ()


def test_the_graph_stays_as_it_is_and_the_result_is_the_same_each_time(examples: kg.Graph) -> None:
    before = set(examples.dataset())
    one = infer(examples.dataset(), as_of="2025-11-25", rl=True)
    assert set(examples.dataset()) == before
    assert one == infer(examples.dataset(), as_of="2025-11-25", rl=True)
    assert not before & set(one.quads)
    default = {quad.triple for quad in before if isinstance(quad.graph_name, ox.DefaultGraph)}
    assert not default & {quad.triple for quad in one.quads}


def test_neither_a_day_nor_the_closure_is_a_fault(reference: ox.Store) -> None:
    with pytest.raises(UsageError, match="nothing to infer"):
        infer(reference)
    for day in ("2025-02-30", "2025", "soon", ""):
        with pytest.raises(UsageError, match="not a day"):
            infer(reference, as_of=day)


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    store = OxigraphStore.open_for_writing(folder)
    Pipeline().prepare(store)
    store.close()
    return folder


def test_the_command_writes_the_inferred_triples_alone(store_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "inferred.nq"
    done = CliRunner().invoke(cli, ["infer", str(file), "--as-of", "2022-11-11", "--store", str(store_folder)])
    assert done.exit_code == 0, done.output
    assert "contested by Cyprus" in done.stderr
    quads = list(ox.parse(path=str(file)))
    assert {str(quad.graph_name) for quad in quads} == {f"<{DEFAULT_BASE}inferred/2022-11-11>"}
    types = [quad for quad in quads if str(quad.object) in (f"<{TNK}MemberState>", f"<{TNK}Observer>")]
    assert len([quad for quad in types if quad.predicate.value == RDF + "type"]) == 5 + 3
    assert f"{file}: {len(quads)} statements" in done.stdout
    with kg.open(store_folder) as graph:
        assert not any("inferred" in str(quad.graph_name) for quad in graph.dataset())
