"""What is corrected or retracted leaves the answers and stays as history, whatever comes in which order."""

from __future__ import annotations

import json
import random
import shutil
from itertools import islice, permutations
from pathlib import Path

import pytest

import kg
from kg.claims.corrections import as_known
from kg.export import write_profile
from kg.namespaces import DEFAULT_BASE
from kg.pipeline import retract
from kg.query import bundled_catalogue
from kg.query.facts import plain_facts
from kg.store import OxigraphStore
from kg.terms import Quad
from tests.amounts import first

ARTICLE = """\
kg: 1
article: {{id: {id}, title: News {id}, url: https://example.org/{id}, publisher: {publisher}, published: {day}{more}}}
entities:
  wire: {{type: NewsAgency, name: Steppe Wire}}
  rival: {{type: NewsAgency, name: Lake Wire}}
  forum: {{type: Forum, name: Lake Forum, id: event/lake-forum}}
  union: {{type: NGO, name: Aksu Union}}
  youth: {{type: NGO, name: Aksu Youth}}
  sarper: {{type: Person, name: Aylin Sarper}}
  post: {{type: Post, name: Head, id: post/lake-head}}
  city: {{type: City, name: Lakeside}}
mentions:
- {{of: wire, quote: Steppe Wire}}
- {{of: rival, quote: Lake Wire}}
- {{of: forum, quote: forum}}
- {{of: union, quote: union}}
- {{of: youth, quote: youth}}
- {{of: sarper, quote: Sarper}}
- {{of: post, quote: head}}
- {{of: city, quote: Lakeside}}
relations:
- {{subject: article, relation: dateline, object: city, quote: Lakeside}}
{relations}
statements:
- {{id: s1, speaker: sarper, mode: direct, kind: fact, quote: said Sarper, about: [union]}}
- {{id: s2, speaker: wire, mode: reported, kind: fact, quote: said the agency}}
"""
REPORT = """\
- {subject: forum, relation: status, value: held, quote: was held}
- {subject: forum, relation: startDate, value: 2031-05-02, quote: on 2 May}
- {subject: forum, relation: heldIn, object: city, quote: at Lakeside}
- {subject: union, relation: attends, object: forum, quote: came}
- {subject: youth, relation: attends, object: forum, quote: came too}
- {subject: union, relation: cooperatesWith, object: youth, quote: together}
- {subject: sarper, relation: holdsPost, object: post, startDate: 2029, quote: head since 2029}
- {subject: union, relation: supports, object: forum, statement: s1, quote: helped}
"""
DAY = "- {subject: forum, relation: startDate, value: 2031-05-02, modality: negated, corrects: report, quote: not then}"
FORUM = "https://w3id.org/turkic-ngo-kg/id/event/lake-forum"


def write(
    folder: Path, name: str, relations: str = "", *, day: str = "2031-05-04", by: str = "wire", more: str = ""
) -> None:
    folder.mkdir(exist_ok=True)
    text = ARTICLE.format(id=name, publisher=by, day=day, relations=relations.rstrip("\n"), more=more)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def build(folder: Path) -> kg.Graph:
    graph = kg.build(folder)
    assert graph.report is not None
    assert not graph.report.fails(), [finding.message for finding in graph.report.findings]
    return graph


def starts(graph: kg.Graph, **options: str) -> bool:
    return graph.query("ASK { event:lake-forum tnk:startDate ?day }", **options).boolean is True  # type: ignore[arg-type]


def everything(graph: kg.Graph) -> dict[str, object]:
    """What all questions, networks and plain facts answer, without what names the correction itself."""
    found: dict[str, object] = {}
    about_articles = {"coverage-of-events", "unverified-quotes", "withdrawn"}
    for name in sorted({*bundled_catalogue().names()} - about_articles):
        found[name] = sorted(str(sorted(row.items(), key=str)) for row in graph.ask(name).rows)
    for network in ("co-participation", "agent-event", "organization-structure", "speaker-topic"):
        found[network] = sorted(map(str, graph.network(network, status=None).edges(data="evidence")))
    found["facts"] = sorted(map(str, plain_facts(graph.dataset()).facts))
    return found


def test_a_corrected_claim_leaves_the_answers(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    write(tmp_path / "a", "correction", DAY, day="2031-05-06")
    graph = build(tmp_path / "a")
    assert not starts(graph)
    bounds = graph.query("SELECT ?p { event:lake-forum ?p ?o FILTER(?p IN (tnk:startEarliest, tnk:startLatest)) }")
    assert len(bounds) == 0
    assert graph.ask("event-dates", event=FORUM).rows == []
    assert graph.ask("disputed").rows == []
    assert [row["subject"] for row in graph.ask("denials", subject=FORUM).rows] == [FORUM]
    (fact,) = graph.explain("Lake Forum", "startDate")
    assert fact.standing == "denied"
    assert [claim.withdrawn for claim in fact.withdrawn] == ["corrected by Steppe Wire, 2031-05-06"]
    assert "corrected by Steppe Wire, 2031-05-06 · newsroom" in str(graph.explain("Lake Forum", "startDate"))
    # What else the report says stands.
    assert graph.query("ASK { organization:aksu-union tnk:attends event:lake-forum }").boolean
    (row,) = graph.ask("withdrawn").rows
    assert (row["subject"], row["published"].isoformat()) == (FORUM, "2031-05-06")  # type: ignore[union-attr]


def test_another_source_of_the_same_stands(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    write(tmp_path / "a", "other", REPORT, by="rival")
    write(tmp_path / "a", "correction", DAY, day="2031-05-06")
    graph = build(tmp_path / "a")
    assert starts(graph)
    (row,) = graph.ask("event-dates", event=FORUM).rows
    assert str(row["article"]).endswith("/other")


@pytest.mark.parametrize(
    ("day", "by", "statement", "counts"),
    [
        ("2031-05-06", "wire", "", True),
        ("2031-05-04", "wire", "", True),
        ("2031-05-03", "wire", "", False),  # nothing is corrected in advance
        ("2031-05", "wire", "", False),  # nobody knows whether it came later
        ("2031-05-06", "rival", "", False),  # that is a denial
        ("2031-05-06", "rival", ", statement: s1", False),  # nor did she say so
        ("2031-05-06", "rival", ", statement: s2", True),  # the agency itself, as another one reports
    ],
)
def test_who_corrects_and_when(day: str, by: str, statement: str, counts: bool, tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    write(tmp_path / "a", "correction", DAY.replace(", quote", f"{statement}, quote"), day=day, by=by)
    assert starts(build(tmp_path / "a")) is not counts


@pytest.mark.parametrize(("statement", "counts"), [("s1", True), ("s2", False)])
def test_a_speaker_corrects_what_she_said_in_another_paper(statement: str, counts: bool, tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT, by="rival")
    claim = "subject: union, relation: supports, object: forum, modality: negated, corrects: report, quote: never"
    write(tmp_path / "a", "correction", f"- {{{claim}, statement: {statement}}}", day="2031-05-06")
    graph = build(tmp_path / "a")
    assert graph.query("ASK { organization:aksu-union tnk:supports event:lake-forum }").boolean is not counts


def test_a_fact_corrects_the_qualifiers(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    claim = (
        "- {subject: sarper, relation: holdsPost, object: post, startDate: 2030, corrects: report, quote: since 2030}"
    )
    write(tmp_path / "a", "correction", claim, day="2031-05-06")
    graph = build(tmp_path / "a")
    assert [row["since"] for row in graph.ask("posts", person="Aylin Sarper").rows] == ["2030"]
    assert graph.query("ASK { person:aylin-sarper tnk:holdsPost post:lake-head }").boolean


def test_a_symmetric_relation_is_corrected_from_both_sides(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    claim = (
        "- {subject: youth, relation: cooperatesWith, object: union, modality: negated, corrects: report, quote: never}"
    )
    write(tmp_path / "a", "correction", claim, day="2031-05-06")
    graph = build(tmp_path / "a")
    assert not graph.query("ASK { ?one tnk:cooperatesWith ?other FILTER(CONTAINS(STR(?one), 'aksu')) }").boolean
    (fact,) = [each for each in graph.explain("Aksu Youth", "cooperatesWith") if each.withdrawn]
    assert fact.standing == "withdrawn"


def test_a_retracted_article_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    write(tmp_path / "with", "report", REPORT)
    write(tmp_path / "with", "notice", day="2031-05-06", more=", retracts: report")
    write(tmp_path / "without", "notice", day="2031-05-06")
    with_it, without = build(tmp_path / "with"), build(tmp_path / "without")
    assert everything(with_it) == everything(without)
    for profile, suffix in (("org", "nt"), ("schema", "nt"), ("ftm", "json")):
        files = [tmp_path / f"{number}.{suffix}" for number in (1, 2)]
        for graph, file in zip((with_it, without), files, strict=True):
            write_profile(graph.dataset(), profile, file)
        told, other = (file.read_text(encoding="utf-8") for file in files)
        assert "2031-05-02" not in told
        assert ("Lake Forum" in told) == ("Lake Forum" in other)
    (fact,) = with_it.explain("Aksu Union", "attends")
    assert fact.standing == "withdrawn"
    assert [claim.withdrawn for claim in fact.withdrawn] == ["retracted by Steppe Wire, 2031-05-06"]
    assert [str(quote) for quote in fact.withdrawn[0].quotes] == ["“came”"]
    (said,) = with_it.explain("Aksu Union", "supports")
    assert said.withdrawn[0].speaker == "Aylin Sarper"


def test_no_network_names_those_that_only_a_retracted_article_names(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    write(
        tmp_path / "a",
        "notice",
        day="2031-05-06",
        more=", retracts: report",
        by="{type: NewsAgency, name: Steppe Wire}",
    )
    graph = build(tmp_path / "a")
    articles = {
        article for _, _, data in graph.network("co-mention").edges(data=True) for article in json.loads(data["events"])
    }
    assert articles == {f"{DEFAULT_BASE}article/notice"}


def test_what_was_known_before_the_correction(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    write(tmp_path / "a", "correction", DAY, day="2031-05-06")
    write(tmp_path / "a", "notice", day="2031-05-08", more=", retracts: report")
    graph = build(tmp_path / "a")
    assert starts(graph, as_of="2031-05-05")
    assert not starts(graph, as_of="2031-05-06")
    attends = "ASK { organization:aksu-union tnk:attends event:lake-forum }"
    assert graph.query(attends, as_of="2031-05-07").boolean
    assert not graph.query(attends, as_of="2031-05-08").boolean
    assert graph.network("co-participation", as_of="2031-05-07").number_of_edges() == 1
    assert graph.network("co-participation", as_of="2031-05-08").number_of_edges() == 0
    assert graph.network("co-participation").number_of_edges() == 0
    (fact,) = graph.explain("Lake Forum", "startDate", as_of="2031-05-06")
    assert [claim.withdrawn for claim in fact.withdrawn] == ["corrected by Steppe Wire, 2031-05-06"]


def test_a_correction_of_the_correction_restores(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    write(tmp_path / "a", "correction", DAY, day="2031-05-06")
    write(tmp_path / "a", "notice", day="2031-05-08", more=", retracts: correction")
    graph = build(tmp_path / "a")
    assert starts(graph)
    assert not starts(graph, as_of="2031-05-07")
    assert graph.ask("event-dates", event=FORUM).rows[0]["date"] is not None


def test_two_that_retract_each_other_withdraw_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT, more=", retracts: notice")
    write(tmp_path / "a", "notice", REPORT.replace("2 May", "May"), more=", retracts: report")
    graph = build(tmp_path / "a")
    assert starts(graph)
    assert graph.ask("withdrawn").rows == []


def test_a_long_chain_ends_soon(tmp_path: Path) -> None:
    write(tmp_path / "a", "a0", REPORT)
    for number in range(1, 60):
        write(tmp_path / "a", f"a{number}", more=f", retracts: a{number - 1}")
    graph = build(tmp_path / "a")
    assert not starts(graph)  # a59 stands, so a58 does not, so a57 does … and a1 stands
    write(tmp_path / "a", "a60", more=", retracts: a59")
    assert starts(build(tmp_path / "a"))


def quads(store: OxigraphStore) -> set[Quad]:
    return set(store.dataset)


@pytest.mark.parametrize(("orders", "steps"), first(1, [(4, 6), (24, 25)]))
def test_the_order_of_loading_and_taking_back_makes_no_difference(tmp_path: Path, orders: int, steps: int) -> None:
    articles = tmp_path / "all"
    write(articles, "report", REPORT)
    write(articles, "other", REPORT.replace("came", "arrived"), by="rival")
    write(articles, "correction", DAY, day="2031-05-06")
    write(articles, "notice", day="2031-05-08", more=", retracts: report")
    pipeline, files = kg.Pipeline(), sorted(articles.iterdir())

    def loaded(some: list[Path]) -> set[Quad]:
        store = OxigraphStore.in_memory()
        pipeline.prepare(store)
        for file in some:
            pipeline.load([file], store)
        return quads(store)

    at_once = OxigraphStore.in_memory()
    pipeline.load([articles], at_once)
    assert all(loaded(list(order)) == quads(at_once) for order in islice(permutations(files), orders))
    chance, store, present = random.Random(5), OxigraphStore.in_memory(), set[Path]()  # noqa: S311 - no secret
    for _ in range(steps):
        file = chance.choice(files)
        if file in present:
            present.discard(file)
            assert retract(store, [file.stem]) == []
        else:
            present.add(file)
            pipeline.load([file], store)
        kept = {quad for quad in quads(store) if "contentDigest" not in quad.predicate.value}
        assert kept == {quad for quad in loaded(sorted(present)) if "contentDigest" not in quad.predicate.value}
        assert as_known(store.dataset) is store.dataset


def test_the_same_on_disk(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    write(tmp_path / "b", "correction", DAY, day="2031-05-06")
    pipeline = kg.Pipeline()
    with_store = OxigraphStore.open_for_writing(tmp_path / "store")
    pipeline.load([tmp_path / "a", tmp_path / "b"], with_store)
    with_store.close()
    again = kg.open(tmp_path / "store")
    assert not starts(again)
    again.close()
    writer = OxigraphStore.open_for_writing(tmp_path / "store")
    retract(writer, ["correction"])
    writer.close()
    restored = kg.open(tmp_path / "store")
    assert starts(restored)
    restored.close()


def test_a_store_left_between_two_writes_still_answers_rightly(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    write(tmp_path / "b", "correction", DAY, day="2031-05-06")
    pipeline, store = kg.Pipeline(), OxigraphStore.in_memory()
    pipeline.load([tmp_path / "a"], store)
    other = OxigraphStore.in_memory()
    pipeline.load([tmp_path / "b"], other)
    graph = f"{DEFAULT_BASE}article/correction"
    from kg.store import GraphData
    from kg.terms import NamedNode

    own = [quad for quad in other.quads(graph) if "/mention/" not in str(quad.subject)]
    store.put([GraphData(NamedNode(graph), own, (), "killed before the rest")])
    assert not starts(kg.Graph(store))
    network = kg.Graph(store).network("agent-event", until="2031-12-31", since="2031-01-01")
    assert network.number_of_edges() == 0  # it has no date any longer


def test_what_is_exported_as_one_graph_does_not_state_it(tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    write(tmp_path / "a", "correction", DAY, day="2031-05-06")
    graph = build(tmp_path / "a")
    graph.export(tmp_path / "a.nt")
    graph.export(tmp_path / "a.nq")
    direct = f'<{FORUM}> <https://w3id.org/turkic-ngo-kg/ontology#startDate> "2031-05-02"'
    assert direct not in (tmp_path / "a.nt").read_text(encoding="utf-8")
    assert direct in (tmp_path / "a.nq").read_text(encoding="utf-8")  # in the graph of the article that says so


@pytest.mark.parametrize(
    ("relation", "more", "by", "code"),
    [
        (DAY.replace("modality: negated", "modality: plan"), "", "wire", "unsure-correction"),
        (DAY.replace(", quote", ", certainty: possible, quote"), "", "wire", "unsure-correction"),
        (DAY.replace("report", "re port"), "", "wire", "bad-id"),
        ("", ", retracts: notice", "wire", "retracts-itself"),
        ("", ", retracts: [report, a b]", "wire", "bad-id"),
    ],
)
def test_a_correction_that_cannot_be(relation: str, more: str, by: str, code: str, tmp_path: Path) -> None:
    write(tmp_path, "notice", relation, more=more, by=by)
    found = [each.code for each in kg.Pipeline().check([tmp_path]).findings if each.severity is kg.Severity.ERROR]
    assert found == [code]


def test_a_correction_by_nobody_knows_whom_is_warned_of(tmp_path: Path) -> None:
    write(tmp_path, "notice", DAY, more=", retracts: report")
    file = tmp_path / "notice.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("publisher: wire, ", ""), encoding="utf-8")
    found = [each.key for each in kg.Pipeline().check([file]).findings if each.code == "no-correction"]
    assert found == ["article.retracts", "relations[1].corrects"]
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize(
    ("day", "by", "counts"),
    [
        ("2031-05-06", "wire", True),
        ("2031-05-04", "wire", True),
        ("2031-05-03", "wire", False),
        ("2031-05", "wire", False),
        ("2031-06", "wire", True),
        ("2031-05-06", "rival", False),
    ],
)
def test_who_retracts_and_when(day: str, by: str, counts: bool, tmp_path: Path) -> None:
    write(tmp_path / "a", "report", REPORT)
    write(tmp_path / "a", "notice", day=day, by=by, more=", retracts: [report, never-loaded]")
    assert starts(build(tmp_path / "a")) is not counts
