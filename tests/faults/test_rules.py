"""Rules that decide what is true, each with the fault that nothing would have noticed.

Every test here was seen to fail with its rule taken out. The articles are invented; what is expected was read in them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, SDO, Graph, URIRef

import kg
from kg.export import write_profile
from kg.namespaces import DEFAULT_BASE
from kg.pages.report import Report, report_page
from kg.store import OxigraphStore

FORUM = "event/steppe-forum-2031"


@pytest.fixture(scope="module")
def pipeline() -> kg.Pipeline:
    return kg.Pipeline()


class Desk:
    """Writes articles and builds a graph of them."""

    def __init__(self, folder: Path, pipeline: kg.Pipeline) -> None:
        self.folder, self.pipeline = folder, pipeline

    def write(self, name: str, body: str, *, published: str = "2031-05-04", language: str | None = None) -> Path:
        more = f", published: {published}" + (f", language: {language}" if language else "")
        file = self.folder / f"{name}.yaml"
        file.write_text(f"kg: 1\narticle: {{id: {name}, title: T{more}}}\n{body}", encoding="utf-8")
        return file

    def build(self) -> kg.Graph:
        store = OxigraphStore.in_memory()
        report = self.pipeline.load([self.folder], store)
        assert not report.fails(), report.findings
        return kg.Graph(store, report)


@pytest.fixture
def desk(tmp_path: Path, pipeline: kg.Pipeline) -> Desk:
    return Desk(tmp_path, pipeline)


def short(iri: Any) -> str:
    return str(iri).removeprefix(DEFAULT_BASE)


def ids(graph: kg.Graph, type_name: str) -> set[str]:
    """The ids of the things of a class that articles tell of."""
    rows = graph.query(f"SELECT DISTINCT ?x {{ GRAPH ?g {{ ?g a tnk:Article . ?x a tnk:{type_name} }} }}")
    return {short(row["x"]) for row in rows}


# The five that were known


TWO_GUESTS = """\
entities:
  forum: {{type: Forum, name: Steppe Forum, status: held, startDate: 2031-05-04}}
  sarper: {{type: Person, name: Aylin Sarper}}
  union: {{type: NGO, name: Aksu Union}}
  agency: {{type: Agency, name: Tuman Agency, ofPolity: {{id: polity/kz}}}}
  chair: {{type: Post, name: Chair, postIn: agency}}
mentions:
- {{of: forum, quote: forum}}
- {{of: sarper, quote: Sarper}}
- {{of: agency, quote: agency}}
- {{of: chair, quote: chair}}
relations:
- {{subject: sarper, relation: attends, object: forum, quote: she came}}
- {{subject: union, relation: attends, object: forum, quote: the union came}}
- {{subject: sarper, relation: holdsPost, object: chair, modality: {modality}, quote: chair of the agency}}
"""


@pytest.mark.parametrize(
    ("modality", "polity"),
    [("fact", "polity/kz"), ("plan", None), ("proposal", None), ("wish", None), ("negated", None)],
)
def test_a_post_that_is_planned_or_denied_gives_nobody_a_polity(desk: Desk, modality: str, polity: str | None) -> None:
    desk.write("guests", TWO_GUESTS.format(modality=modality))
    network = desk.build().network("co-participation")
    node = network.nodes[DEFAULT_BASE + "person/aylin-sarper"]
    assert node.get("polity") == (None if polity is None else DEFAULT_BASE + polity)


MEETING = """\
entities:
  forum: {{type: Forum, id: event/steppe-forum-2031, name: Steppe Forum}}
mentions:
- {{of: forum, quote: forum}}
relations:
- {{subject: forum, relation: status, value: {status}, quote: forum}}
"""


@pytest.mark.parametrize(
    ("older", "newer", "told"),
    [
        ("planned", "held", True),
        ("announced", "ongoing", True),
        ("ongoing", "cancelled", False),
        ("proposed", "planned", False),
    ],
)
@pytest.mark.parametrize("profile", ["schema", "ftm"])
def test_a_profile_takes_the_newest_status(desk: Desk, profile: str, older: str, newer: str, told: bool) -> None:
    desk.write("older", MEETING.format(status=older), published="2031-03-01")
    desk.write("newer", MEETING.format(status=newer), published="2031-05-04")
    file = desk.folder / ("a.jsonl" if profile == "ftm" else "a.nt")
    write_profile(desk.build().dataset(), profile, file)
    text = file.read_text(encoding="utf-8")
    # schema.org alone has a term for what was called off.
    assert ("steppe-forum-2031" in text) == (told or (profile == "schema" and newer == "cancelled"))
    if profile == "schema" and newer == "cancelled":
        graph, event = Graph().parse(file), URIRef(DEFAULT_BASE + FORUM)
        assert (event, RDF.type, SDO.Event) in graph
        assert (event, SDO.eventStatus, SDO.EventCancelled) in graph


@pytest.mark.parametrize(
    ("language", "slug"),
    [("az", "bozqir-teskilati"), ("tr", "bozkir-kurulusu"), (None, "bozqir-teskilati")],
)
def test_without_an_english_name_that_in_the_article_s_language_makes_the_id(
    desk: Desk, language: str | None, slug: str
) -> None:
    # Without a language of the article the first by tag: az before tr.
    names = "{tr: Bozkır Kuruluşu, az: Bozqır Təşkilatı%s}"
    body = "entities:\n  ngo: {type: NGO, name: %s}\nmentions:\n- {of: ngo, quote: NGO}\n"
    desk.write("named", body % (names % ""), language=language)
    assert ids(desk.build(), "NGO") == {f"organization/{slug}"}
    desk.write("named", body % (names % ", en: Steppe NGO"), language=language)
    assert ids(desk.build(), "NGO") == {"organization/steppe-ngo"}


SAID = """\
entities:
  forum: {type: Forum, name: Steppe Forum, status: held, startDate: 2031-05-04}
  sarper: {type: Person, name: Aylin Sarper}
  union: {type: NGO, name: Aksu Union}
mentions:
- {of: forum, quote: forum}
- {of: sarper, quote: Sarper}
relations:
- {subject: union, relation: attends, object: forum, quote: the union came}
- {subject: sarper, relation: attends, object: forum, statement: s1, quote: I came}
- {subject: sarper, relation: hosts, object: forum, modality: plan, quote: will host}
- {subject: union, relation: organises, object: forum, modality: negated, quote: was not the organiser}
statements:
- {id: s1, speaker: sarper, mode: direct, kind: fact, quote: I came, about: [forum]}
"""


def report(graph: kg.Graph, **options: Any) -> str:
    dataset = graph.dataset()
    return report_page(Report(dataset, dataset, **{"networks": (), "samples": 0} | options)).decode()


def marks(page: str) -> set[str]:
    """Words that stand alone in an element of a claim's line, such as how it is meant."""
    claims = re.findall(r'<p class="said">.*?</p>', page, re.S)
    return {word.strip() for claim in claims for word in re.findall(r"<span[^>]*>([^<]*)</span>", claim)}


def test_in_a_page_what_is_no_fact_is_marked_and_a_fact_is_not(desk: Desk) -> None:
    desk.write("said", SAID)
    page = report(desk.build())
    assert "Aksu Union" in page
    found = marks(page)
    assert "plan" in found
    assert "fact" not in found


def guests(number: int) -> str:
    lines = ["entities:", "  forum: {type: Forum, name: Steppe Forum, status: held, startDate: 2031-05-04}"]
    lines += [f"  n{each:02}: {{type: Group, name: Band {each:02}}}" for each in range(number)]
    lines += ["mentions:", "- {of: forum, quote: forum}", "relations:"]
    lines += [f"- {{subject: n{each:02}, relation: attends, object: forum, quote: came}}" for each in range(number)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("limit", "cut"), [(4, True), (5, False), (6, False)])
def test_a_list_that_is_whole_is_not_called_cut(desk: Desk, limit: int, cut: bool) -> None:
    # Five groups at one forum: five things of a type, and five nodes of the network.
    desk.write("guests", guests(5))
    page = report(desk.build(), networks=("co-participation",), top=limit, most=limit)
    assert ("first 4 of 5 nodes" in page) == cut
    assert bool(re.search(r"first \d+ of \d+ nodes", page)) == cut
    groups = next(each for each in re.findall(r"<h3>\d+\. .*?</section>", page, re.S) if "<li>Band" in each)
    assert groups.count("<li>Band") == min(limit, 5)
    assert bool(re.search(r"first 4 of 5 things", groups)) == cut
    assert bool(re.search(r"first \d+ of \d+", groups)) == cut


@pytest.mark.parametrize(("number", "cut"), [(50, False), (51, True)])
def test_an_answer_that_is_whole_is_not_called_cut(desk: Desk, number: int, cut: bool) -> None:
    # A report shows fifty rows of an answer; each denial is a row.
    desk.write("denied", guests(number).replace("quote: came", "modality: negated, quote: did not come"))
    page = report(desk.build())
    assert f"{number} rows · kg query denials" in page
    assert re.findall(r"first \d+ of \d+ rows", page) == (["first 50 of 51 rows"] if cut else [])
