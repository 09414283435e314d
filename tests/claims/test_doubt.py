"""What a source leaves in doubt is claimed, shown with its word, and counts nowhere as a fact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kg
from kg.export import write_profile
from kg.export.profiles import PROFILES
from kg.network.projections import projections
from kg.query import bundled_catalogue
from kg.query.facts import plain_facts
from tests import commands

# An invented article: what is certain of the things that it names, in so far as anything is.
CERTAIN = """\
kg: 1
article:
  {id: ID, title: News, url: https://example.org/ID, publisher: {type: NewsAgency, name: Wire}, published: 2031-05-04}
entities:
  forum: {type: Forum, name: Lake Forum, id: event/lake-forum}
  done: {type: Forum, name: Hill Forum, id: event/hill-forum, status: held, startDate: 2030-03-01}
  series: {type: ForumSeries, name: Lake Forums}
  signing: {type: Signing, name: Lake Signing, id: event/lake-signing}
  pact: {type: Agreement, name: Lake Pact}
  ots: {type: IntergovernmentalOrganization, name: Organization of Turkic States}
  council: {type: IntergovernmentalOrganization, name: Lake Council}
  agency: {type: Agency, name: Tuman Agency}
  bureau: {type: Agency, name: Old Bureau}
  unit: {type: OrganizationalUnit, name: Water Unit, id: organization/water-unit}
  union: {type: NGO, name: Aksu Union}
  youth: {type: NGO, name: Aksu Youth}
  fund: {type: Programme, name: Reed Fund}
  water: {type: Programme, name: Water Fund}
  post: {type: Post, name: Head, id: post/lake-head}
  rival: {type: Post, name: Deputy, id: post/lake-deputy}
  sarper: {type: Person, name: Aylin Sarper}
  city: {type: City, name: Lakeside}
  town: {type: City, name: Hillside}
  hall: {type: Venue, name: Reed Hall, id: place/reed-hall}
mentions:
- {of: forum, quote: forum}
- {of: done, quote: other forum}
- {of: series, quote: forums}
- {of: signing, quote: signing}
- {of: pact, quote: pact}
- {of: ots, quote: OTS}
- {of: council, quote: council}
- {of: agency, quote: agency}
- {of: bureau, quote: bureau}
- {of: unit, quote: unit}
- {of: union, quote: union}
- {of: youth, quote: youth}
- {of: fund, quote: fund}
- {of: water, quote: water}
- {of: post, quote: head}
- {of: rival, quote: deputy}
- {of: sarper, quote: Sarper}
- {of: city, quote: Lakeside}
- {of: town, quote: Hillside}
- {of: hall, quote: hall}
relations:
- {subject: article, relation: about, object: done, quote: the other forum}
"""
CLAIMS = """\
subject: sarper, relation: holdsPost, object: post, startDate: 2030-01-01
subject: sarper, relation: holdsPost, object: rival, date: 2030-01-01
subject: post, relation: postIn, object: agency
subject: unit, relation: unitOf, object: agency
subject: agency, relation: ofPolity, object: {id: polity/kz}
subject: union, relation: ofPolity, object: {id: polity/az}
subject: agency, relation: replaces, object: bureau, date: 2029
subject: agency, relation: officialName, value: Tuman State Agency, startDate: 2029
subject: sarper, relation: establishes, object: union, date: 2028
subject: council, relation: memberCount, value: 12
subject: {id: polity/kz}, relation: memberOf, object: council, startDate: 2030
subject: {id: polity/az}, relation: observerOf, object: ots, startDate: 2010
subject: {id: polity/kz}, relation: chairs, object: council, startDate: 2031
subject: forum, relation: status, value: held
subject: done, relation: status, value: cancelled
subject: fund, relation: status, value: planned
subject: forum, relation: startDate, value: 2031-05-02
subject: done, relation: startDate, value: 2030-03-09
subject: forum, relation: heldIn, object: city
subject: done, relation: heldIn, object: town
subject: hall, relation: within, object: city
subject: forum, relation: between, object: {id: polity/kz}
subject: forum, relation: between, object: {id: polity/az}
subject: done, relation: between, object: {id: polity/kz}
subject: done, relation: between, object: {id: polity/az}
subject: forum, relation: editionOf, object: series, number: 3
subject: agency, relation: organises, object: done
subject: agency, relation: hosts, object: forum
subject: union, relation: attends, object: done
subject: youth, relation: attends, object: done
subject: sarper, relation: speaksAt, object: done
subject: done, relation: participantCount, value: 150
subject: done, relation: polityCount, value: 2
subject: agency, relation: signs, object: pact, date: 2031-05-02
subject: union, relation: signs, object: pact, date: 2031-05-02
subject: signing, relation: concludes, object: pact
subject: signing, relation: heldIn, object: city
subject: signing, relation: date, value: 2031-05-02
subject: pact, relation: inForceFor, object: {id: polity/kz}, startDate: 2031-06-01
subject: {id: polity/kz}, relation: ratifies, object: pact, date: 2031-05-03
subject: agency, relation: runs, object: fund
subject: union, relation: partnerIn, object: fund
subject: youth, relation: funds, object: fund
subject: fund, relation: amount, value: 100 KZT
subject: fund, relation: targets, object: {id: polity/kg}
subject: fund, relation: hasTheme, object: {id: theme/culture}
subject: union, relation: cooperatesWith, object: youth
subject: article, relation: dateline, object: city
"""
DENIED = ("subject: union, relation: supports, object: done", "subject: youth, relation: attends, object: done")
ALTERNATIVES = (
    "subject: forum, relation: heldIn, oneOf: [town, city]",
    "subject: done, relation: heldIn, oneOf: [city, town], certainty: unconfirmed",
    "subject: agency, relation: organises, oneOf: [done, forum]",
    "subject: sarper, relation: holdsPost, oneOf: [post, rival], startDate: 2030",
    "subject: union, relation: partnerIn, oneOf: [fund, water]",
    "subject: agency, relation: hosts, oneOf: [forum, done], modality: plan",
    "subjectOneOf: [agency, union], relation: organises, object: done",
    "subjectOneOf: [union, agency], relation: hosts, object: forum, modality: plan",
    "subjectOneOf: [union, youth], relation: partnerIn, object: water",
    "subjectOneOf: [forum, done], relation: startDate, value: 2031-05-04",
    "subject: done, relation: hostedBy, oneOf: [agency, union]",
)
"""Claims with several possible objects, or subjects."""
ABOUT_ARTICLES = frozenset(["coverage-of-events", "unverified-quotes"])
"""Questions that ask which articles tell of something, and how many quotes they have, whatever they say."""
WORDS = ("possible", "reportedly", "unconfirmed", "{value: conditional, quote: if it rains}")


def article(name: str, claims: list[str]) -> str:
    """The article, with some claims; each rests on words of its own."""
    relations = [f"- {{{claim}, quote: words {number}}}\n" for number, claim in enumerate(claims)]
    return CERTAIN.replace("ID", name) + "".join(relations)


def in_doubt() -> list[str]:
    """Each claim with one of the words, and with its modality where it denies or plans."""
    plain = [*CLAIMS.splitlines(), *(f"{each}, modality: negated" for each in DENIED)]
    plain += ["subject: fund, relation: targets, object: city, modality: plan"]
    doubted = [f"{claim}, certainty: {WORDS[number % len(WORDS)]}" for number, claim in enumerate(plain)]
    return [*doubted, *ALTERNATIVES]


def build(folder: Path, **articles: list[str]) -> kg.Graph:
    folder.mkdir()
    for name, claims in articles.items():
        (folder / f"{name}.yaml").write_text(article(name, claims), encoding="utf-8")
    graph = kg.build(folder)
    assert graph.report is not None
    assert not graph.report.fails(), [finding.message for finding in graph.report.findings]
    return graph


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, kg.Graph]:
    """The article with all doubts and without; and the same beside an article that states everything as a fact."""
    folder, facts = tmp_path_factory.mktemp("doubt"), CLAIMS.splitlines()
    return {
        "doubted": build(folder / "doubted", a=in_doubt()),
        "silent": build(folder / "silent", a=[]),
        "stated and doubted": build(folder / "both", a=in_doubt(), b=facts),
        "stated": build(folder / "stated", a=[], b=facts),
    }


def answer(graph: kg.Graph, question: str) -> set[tuple[str, ...]]:
    """The rows with their evidence, without those that show what leaves them in doubt."""
    found = graph.ask(question)
    rows = {tuple(str(value) for value in row.values()) for row in found.rows if not row.get("certainty")}
    return set() if question in ABOUT_ARTICLES else rows


@pytest.mark.parametrize("pair", [("doubted", "silent"), ("stated and doubted", "stated")])
@pytest.mark.parametrize("question", sorted({*bundled_catalogue().names()} - {"doubtful"}))
def test_no_question_takes_it_for_a_fact(question: str, pair: tuple[str, str], graphs: dict[str, kg.Graph]) -> None:
    doubted, silent = (answer(graphs[name], question) for name in pair)
    assert doubted == silent


@pytest.mark.parametrize("day", ["2030-06-01", "2031-12-31"])
@pytest.mark.parametrize("question", ["posts", "memberships", "chairs", "official-names", "event-dates"])
def test_nor_does_one_as_of_a_day(question: str, day: str, graphs: dict[str, kg.Graph]) -> None:
    for pair in (("doubted", "silent"), ("stated and doubted", "stated")):
        one, other = (
            {tuple(map(str, row.values())) for row in graphs[name].ask(question, as_of=day, possible=True).rows}
            for name in pair
        )
        assert one == other


def test_the_claims_would_count_if_they_were_facts(graphs: dict[str, kg.Graph]) -> None:
    told = {
        name for name in bundled_catalogue().names() if answer(graphs["stated"], name) != answer(graphs["silent"], name)
    }
    assert {"posts", "chairs", "hosting-places", "signed-agreements", "bilateral-forums", "partners"} <= told
    assert len(told) > 30


@pytest.mark.parametrize("network", sorted(projections()))
def test_no_network_rests_on_it(network: str, graphs: dict[str, kg.Graph]) -> None:
    def edges(name: str, **filters: Any) -> list[Any]:
        found = graphs[name].network(network, status="any" if "programme" in network else None, **filters)
        return sorted((one, other, str(data["evidence"])) for one, other, data in found.edges(data=True))

    for pair in (("doubted", "silent"), ("stated and doubted", "stated")):
        for filters in ({}, {"as_of": "2031-12-31"}, {"view": "newsroom"}):
            one, other = (edges(name, **filters) for name in pair)
            if network == "co-mention":  # another article names the same things again
                continue
            assert one == other


@pytest.mark.parametrize("profile", PROFILES)
def test_no_profile_states_it(profile: str, graphs: dict[str, kg.Graph], tmp_path: Path) -> None:
    files = []
    for name in ("doubted", "silent"):
        files.append(tmp_path / f"{name}{'.json' if profile == 'ftm' else '.nt'}")
        write_profile(graphs[name].dataset(), profile, files[-1])
    assert files[0].read_bytes() == files[1].read_bytes()


def test_it_is_no_plain_fact_and_no_direct_triple(graphs: dict[str, kg.Graph]) -> None:
    doubted, silent = (plain_facts(graphs[name].dataset()) for name in ("doubted", "silent"))
    assert doubted.facts == silent.facts
    assert len(doubted.left_out) - len(silent.left_out) == len(in_doubt())
    query = "SELECT ?s ?p ?o { ?c tnk:certainty ?any ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o }"
    assert not graphs["doubted"].query(query).rows


def test_explain_shows_the_word_and_the_condition(graphs: dict[str, kg.Graph]) -> None:
    graph = graphs["doubted"]
    fact, other = graph.explain("Aylin Sarper", "holdsPost", "Head")
    assert other.labels[2] == "either Head or Deputy"
    assert fact.standing == "doubtful"
    assert (fact.held, [claim.certainty for claim in fact.doubted]) == ((), ["possible"])
    text = str(graph.explain("Aylin Sarper", "holdsPost", "Head"))
    assert "[doubtful]" in text
    assert "possible · newsroom" in text
    assert "fact" not in text.replace("[doubtful]", "")
    (fact,) = graph.explain("Water Unit", "unitOf")
    assert dict(fact.doubted[0].qualifiers) == {"condition": "“if it rains”"}
    both = graphs["stated and doubted"].explain("Aylin Sarper", "holdsPost", "Head")
    assert [fact.standing for fact in both] == ["fact", "doubtful"]


def test_what_is_denied_in_doubt_is_not_denied(graphs: dict[str, kg.Graph]) -> None:
    (fact,) = graphs["doubted"].explain("Aksu Union", "supports")
    assert fact.standing == "doubtful"
    assert [claim.firmness for claim in fact.doubted] == ["denied, possible"]
    (fact,) = graphs["stated and doubted"].explain("Aksu Youth", "attends")
    assert fact.standing == "fact"


def test_the_question_lists_each_with_its_word(graphs: dict[str, kg.Graph]) -> None:
    rows = graphs["doubted"].ask("doubtful").rows
    assert len(rows) == len(in_doubt()) + len(ALTERNATIVES)  # a row for each of two objects
    unit = next(row for row in rows if str(row["subject"]).endswith("water-unit"))
    assert str(unit["certainty"]).endswith("#conditional")
    assert unit["condition"] == "if it rains"
    assert len(graphs["doubted"].ask("doubtful", certainty="possible")) == sum(
        "certainty: possible" in c for c in in_doubt()
    )


def test_the_card_of_a_thing_keeps_it_apart(graphs: dict[str, kg.Graph]) -> None:
    card = graphs["stated and doubted"].entity("Aksu Union")
    held = {(each.labels[1], each.modality) for each in card if each.relation.endswith("#partnerIn")}
    assert held == {("is a partner in", "fact"), ("is a partner in", "doubtful")}
    assert "[doubtful]" in str(card)


def test_alternatives_are_one_claim(graphs: dict[str, kg.Graph]) -> None:
    graph = graphs["doubted"]
    shown = {fact.labels[2]: fact for fact in graph.explain("Lake Forum", "heldIn")}
    assert shown.keys() == {"either Hillside or Lakeside", "Lakeside"}
    fact = shown["either Hillside or Lakeside"]
    assert (fact.standing, [claim.firmness for claim in fact.doubted]) == ("doubtful", ["one of several"])
    assert [claim.content for claim in fact.doubted] == ["held in either Hillside or Lakeside"]
    for place in ("Hillside", "Lakeside"):
        assert fact in tuple(graph.explain("Lake Forum", "heldIn", place))
    (planned,) = (each for each in graph.explain("Tuman Agency", "hosts") if "either" in each.labels[2])
    assert [claim.firmness for claim in planned.doubted] == ["plan, one of several"]
    query = "SELECT ?claim { ?claim rdf:subject event:lake-forum ; rdf:predicate tnk:heldIn ; tnk:alternative ?any }"
    assert len(graph.query(query)) == 1
    words = {
        (str(row["place"]).rpartition("/")[2], str(row["certainty"]).rpartition("#")[2])
        for row in graph.ask("event-places", event="Lake Forum").rows
    }
    assert words == {("hillside", "eitherOr"), ("lakeside", "eitherOr"), ("lakeside", "unconfirmed")}
    assert "held in  either Hillside or Lakeside   [doubtful]" in str(graph.entity("Lake Forum"))
    assert "held in  either Hillside or Lakeside   [doubtful]" in str(graph.entity("Lakeside"))


@pytest.mark.parametrize(
    ("relation", "code"),
    [
        ("subject: forum, relation: heldIn, oneOf: [city]", "no-alternatives"),
        ("subject: forum, relation: heldIn, oneOf: [city, city]", "no-alternatives"),
        ("subject: forum, relation: heldIn, oneOf: [city, nowhere]", "unknown-entity"),
        ("subject: forum, relation: heldIn, oneOf: [city, union]", "wrong-object"),
        ("subject: forum, relation: heldIn, object: city, oneOf: [city, town]", "object-or-value"),
        ("subject: forum, relation: startDate, oneOf: [2031, 2032]", "object-or-value"),
        ("subjectOneOf: [agency], relation: hosts, object: forum", "no-alternatives"),
        ("subjectOneOf: [agency, agency], relation: hosts, object: forum", "no-alternatives"),
        ("subjectOneOf: [agency, nowhere], relation: hosts, object: forum", "unknown-entity"),
        ("subjectOneOf: [agency, city], relation: hosts, object: forum", "wrong-subject"),
        ("subjectOneOf: [agency, union], subject: agency, relation: hosts, object: forum", "object-or-value"),
        ("subjectOneOf: [agency, union], relation: hosts, oneOf: [forum, done]", "alternatives-on-both-sides"),
        ("subject: forum, relation: mayBeSameAs, oneOf: [done, {id: event/x}], reason: r", "no-single-pair"),
        ("subjectOneOf: [forum, done], relation: mayBeSameAs, object: {id: event/x}, reason: r", "no-single-pair"),
        ("subject: forum, relation: heldIn, object: city, certainty: eitherOr", "no-alternatives"),
        ("subject: forum, relation: heldin, oneOf: [city, town]", "unknown-relation"),
    ],
)
def test_alternatives_that_cannot_be(relation: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(article("a", [relation]), encoding="utf-8")
    found = [each.code for each in kg.Pipeline().check([path]).findings if each.severity is kg.Severity.ERROR]
    assert found == [code]


@pytest.mark.parametrize(
    ("qualifier", "code"),
    [
        ("certainty: likely", "bad-value"),
        ("certainty: conditional", "no-condition"),
        ("certainty: {value: conditional}", "no-condition"),
        ("certainty: {value: possible, modality: plan}", "unexpected-modality"),
    ],
)
def test_a_doubt_that_cannot_be(qualifier: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(article("a", [f"subject: union, relation: attends, object: done, {qualifier}"]), encoding="utf-8")
    found = [each.code for each in kg.Pipeline().check([path]).findings if each.severity is kg.Severity.ERROR]
    assert found == [code]


def test_evidence_of_a_query_of_ones_own_leaves_it_out(graphs: dict[str, kg.Graph], tmp_path: Path) -> None:
    for name, claims in (("a", in_doubt()), ("b", CLAIMS.splitlines())):
        (tmp_path / f"{name}.yaml").write_text(article(name, claims), encoding="utf-8")
    store = tmp_path / "store"
    assert commands.run(["load", str(tmp_path), "--store", store]).returncode == 0
    asked: list[str | Path] = [
        "query",
        "-q",
        "SELECT ?who { ?who tnk:holdsPost post:lake-head }",
        "--evidence",
        "--store",
        store,
    ]
    shown = commands.run(asked).stdout
    assert "fact" in shown
    assert "possible" not in shown
    asked[2] = "SELECT ?claim { ?claim rdf:predicate tnk:holdsPost ; rdf:object post:lake-head ; tnk:certainty ?any }"
    assert "possible" in commands.run(asked).stdout


def test_an_acting_head_is_a_head(tmp_path: Path) -> None:
    graph = build(
        tmp_path / "a", a=["subject: sarper, relation: holdsPost, object: post, role: acting, startDate: 2030"]
    )
    (row,) = graph.ask("posts", person="Aylin Sarper").rows
    assert (str(row["post"]).rpartition("/")[2], row["role"]) == ("lake-head", "acting")
    assert [row["role"] for row in graph.ask("post-succession", person="Aylin Sarper").rows] == ["acting"]
    assert [row["held"] for row in graph.ask("posts", person="Aylin Sarper", as_of="2031-06-01").rows] == ["presumed"]
    assert graph.query("ASK { person:aylin-sarper tnk:holdsPost post:lake-head }").boolean
    assert "in the role of: acting" in str(graph.explain("Aylin Sarper", "holdsPost"))


@pytest.mark.parametrize(("qualifier", "year"), [("", "-2031"), (", certainty: possible", "")])
def test_a_day_in_doubt_is_no_part_of_an_id(qualifier: str, year: str, tmp_path: Path) -> None:
    claim = f"subject: forum, relation: startDate, value: 2031-05-02{qualifier}"
    text = article("a", [claim]).replace(", id: event/lake-forum", "")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert kg.build(tmp_path).entity("Lake Forum").iri.endswith(f"event/lake-forum{year}")


def test_one_of_several_subjects_is_one_claim(graphs: dict[str, kg.Graph]) -> None:
    """Either the agency or the union organised the hill forum: whoever is asked about, it is the same claim."""
    graph = graphs["doubted"]
    for name in ("Tuman Agency", "Aksu Union"):
        (fact,) = (each for each in graph.explain(name, "organises") if each.labels[0].startswith("either"))
        assert fact.labels == ("either Tuman Agency or Aksu Union", "organises", "Hill Forum")
        assert (fact.standing, [claim.firmness for claim in fact.doubted]) == ("doubtful", ["one of several"])
        assert fact.doubted[0].subject == "either Tuman Agency or Aksu Union"
        assert "either Tuman Agency or Aksu Union" in str(graph.entity(name))
    assert not graph.query("ASK { organization:tuman-agency tnk:organises ?any }").boolean
    rows = graph.ask("doubtful", subject="Aksu Union").rows
    assert sum(str(row["relation"]).endswith("#organises") for row in rows) == 1


def test_alternatives_told_from_the_other_side_are_those_of_the_subject(graphs: dict[str, kg.Graph]) -> None:
    """“The hill forum is hosted by the agency or the union”."""
    query = """SELECT ?subject ?other ?object { ?claim rdf:predicate tnk:hosts ; rdf:subject ?subject ;
        tnk:alternativeSubject ?other ; rdf:object ?object ; tnk:modality tnk:fact }"""
    rows = graphs["doubted"].query(query).rows
    ends = [tuple(str(row[name]).rpartition("/")[2] for name in ("subject", "other", "object")) for row in rows]
    assert ends == [("tuman-agency", "aksu-union", "hill-forum")]


def test_questions_show_each_who_may_have_done_it(graphs: dict[str, kg.Graph]) -> None:
    rows = graphs["doubted"].ask("roles-at-events", event="Hill Forum").rows
    found = {
        (str(row["agent"]).rpartition("/")[2], str(row["certainty"]).rpartition("#")[2])
        for row in rows
        if str(row["relation"]).endswith("#organises") and str(row["certainty"]).endswith("eitherOr")
    }
    # The agency organised either forum as well: of the objects, too, each is a row.
    assert found == {("tuman-agency", "eitherOr"), ("aksu-union", "eitherOr")}
