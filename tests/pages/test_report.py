"""The report: its numbers are those of the articles, each leads to what it counts, and it opens from disk."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

import kg
from kg.namespaces import RDFS
from kg.pipeline import retract
from kg.store import OxigraphStore
from kg.views.report import ReportData, report_page
from tests.browser import needs_browser
from tests.pages.browser import measure

VOID = {"br", "col", "hr", "img", "input", "link", "meta"}
NUMBER = re.compile(r"[0-9][0-9,.]*(–[0-9]+)?")


class Reader(HTMLParser):
    """Cells with the links in them, and the text below each id."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.below: dict[str, str] = {}
        self.cells: list[tuple[str, list[str]]] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self._open: list[tuple[str, str | None]] = []
        self.feed(source)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if said.get("id"):
            assert said["id"] not in self.below, f"the id {said['id']} stands twice"
            self.below[said["id"] or ""] = ""
        if tag == "a":
            self.links.append(said.get("href") or "")
            if self.cells and any(name == "td" for name, _ in self._open):
                self.cells[-1][1].append(said.get("href") or "")
        if tag == "td":
            self.cells.append(("", []))
        if tag == "script":
            self.scripts.append(said.get("type") or "")
        if tag not in VOID:
            self._open.append((tag, said.get("id")))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1][0] == tag, f"</{tag}> closes {self._open[-1][0]}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        data += " " * (self._open[-1][0] == "td" if self._open else False)
        if self.cells and any(tag == "td" for tag, _ in self._open):
            self.cells[-1] = (self.cells[-1][0] + data, self.cells[-1][1])
        for _, name in self._open:
            if name:
                self.below[name] += data


@pytest.fixture(scope="module")
def graph(bundled: kg.Graph) -> kg.Graph:
    return bundled


@pytest.fixture(scope="module")
def page(graph: kg.Graph) -> Reader:
    return Reader(report_page(ReportData(graph.dataset(), graph.dataset())).decode())


@pytest.fixture(scope="module")
def written() -> list[dict[str, Any]]:
    """The articles as they are written, read without kg."""
    return [yaml.load(file.read_text("utf-8"), yaml.BaseLoader) for file in sorted(kg.examples().glob("*.yaml"))]  # noqa: S506


def test_the_first_numbers_are_those_of_the_files(page: Reader, written: list[dict[str, Any]]) -> None:
    lead = " ".join(page.below["content"].split())
    statements = sum(len(each.get("statements", ())) for each in written)
    assert f"{len(written)} articles, published from 2009-10-03 to " in lead
    assert f"in {len({each['article']['language'] for each in written})} languages" in lead
    assert f"{statements} statements by" in lead


def test_quotes_of_each_article_are_counted(page: Reader, graph: kg.Graph) -> None:
    for name in ("trend-4122096", "digest-2024-11-18"):
        rows = graph.query(
            f"SELECT DISTINCT ?m {{ GRAPH <article/{name}> {{ ?m a tnk:Mention }} }}".replace(
                "<article/", "<https://w3id.org/turkic-ngo-kg/id/article/"
            )
        )
        assert f"{len(rows)}" in page.below[f"article-{name}"]
    # Nothing was looked up in the text that does not ship.
    assert page.below["article-trend-4122096"].rstrip().endswith("0")


def test_every_number_in_a_table_leads_to_what_it_counts(page: Reader) -> None:
    numbers = [(text.strip(), links) for text, links in page.cells if NUMBER.fullmatch(text.strip())]
    linked = [(text, links) for text, links in numbers if links]
    assert len(linked) > 150
    for text, (target,) in linked:
        assert target.startswith(("#evidence-", "#map-place-")), text
        below = page.below[target[1:]]
        assert re.search(r"mentioned in|reference data|the newsroom|said by|https?:|20[0-9]{2}-", below), (text, below)
    # Bare numbers count nothing: a zero, a year on the time line, and the values of sources that differ, whose row
    # ends in its claims.
    bare = Counter(text for text, links in numbers if not links)
    assert {each for each in bare if each != "0" and not re.fullmatch(r"(19|20)[0-9]{2}", each)} == {"300", "500"}


def test_every_link_within_the_page_leads_somewhere(page: Reader) -> None:
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert inside
    assert not [each for each in inside if each not in page.below]
    assert {link.partition(":")[0] for link in page.links if not link.startswith("#")} <= {"http", "https"}


def test_actors_come_with_intervals_and_articles(page: Reader) -> None:
    text = " ".join(page.below["content"].split())
    # Azerbaijan is joined to each of the other three, in every network without a source; by four to six forums.
    row = re.search(r"Azerbaijan ?1 ?1\.0000 ?4–6 ?1 ?1 ?no single source", text)
    assert row is not None
    assert "9 sources, 200 samples, seed 0" in text
    assert "Caution: It shows which meetings the loaded articles report" in text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("conflicting-dates", ["Third Azerbaijan NGO Cooperation Forum", "2025-10-19", "2025-10-20"]),
        ("conflicting-places", ["Nakhchivan", "Baku"]),
        ("promised-and-held", ["Azerbaijan-Kazakhstan NGO Cooperation Forum", "BAQ.KZ", "2025-10-15"]),
        ("contested", ["Northern Cyprus", "Cyprus", "2022-11-11"]),
        ("conflicting-statuses", ["None: the graph has no such case."]),
    ],
)
def test_differences_are_told(page: Reader, question: str, told: list[str]) -> None:
    text = page.below["content"]
    assert question in page.below
    for each in told:
        assert each in text


def test_the_view_and_the_day_cut_all_parts(graph: kg.Graph, written: list[dict[str, Any]]) -> None:
    made = ReportData(graph.dataset(), graph.dataset("newsroom", "2022-12-31"), view="newsroom", as_of="2022-12-31")
    page = Reader(report_page(made).decode())
    text = page.below["content"]
    assert "View: newsroom, as of 2022-12-31." in text
    published = {each["article"]["id"] for each in written if each["article"]["published"] <= "2022-12-31"}
    assert 0 < len(published) < len(written)
    assert f"{len(published)} article" in text
    assert {each.removeprefix("article-") for each in page.below if each.startswith("article-")} == published
    assert "Azerbaijan-Kazakhstan" not in page.below["content"].partition("Where sources differ")[0]  # first of 2025
    assert "--view newsroom --as-of 2022-12-31" in text


def test_a_store_whose_articles_were_taken_back_has_a_report() -> None:
    store = OxigraphStore.in_memory()
    kg.Pipeline().load([kg.examples() / "trend-4122096.yaml"], store)
    assert not retract(store, ["trend-4122096"])
    dataset = kg.Graph(store).dataset()
    text = Reader(report_page(ReportData(dataset, dataset)).decode()).below["content"]
    assert "0 articles" in text
    assert "The network polity-cooperation has no nodes here." in text
    assert "None: the graph has no such case." in text


def test_names_are_text_and_nothing_can_run(graph: kg.Graph) -> None:
    store = ox.Store()
    store.bulk_extend(graph.dataset())
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    for iri in ("polity/az", "article/trend-4122096", "person/aygun-aliyeva", "event/solidarity-forum-of-ngos-2025"):
        node = ox.NamedNode(f"https://w3id.org/turkic-ngo-kg/id/{iri}")
        for quad in list(store.quads_for_pattern(node, ox.NamedNode(RDFS + "label"), None, ox.DefaultGraph())):
            store.remove(quad)
        store.add(ox.Quad(node, ox.NamedNode(RDFS + "label"), ox.Literal(hostile)))
    source = report_page(ReportData(store, store, title=hostile)).decode()
    page = Reader(source)
    assert hostile in page.below["content"]
    assert "<script>alert" not in source
    assert "<img" not in source
    assert "default-src 'none'" in source


@pytest.mark.campaign
def test_same_bytes_under_two_hash_seeds(graph: kg.Graph, other_seed: Path) -> None:
    page = report_page(ReportData(graph.dataset(), graph.dataset(), samples=20))
    assert page == (other_seed / "pages" / "report.html").read_bytes()
    assert len(page) > 100_000


LOOK = """
  var number = document.querySelector('a.number[href^="#evidence-"]');
  var entry = document.querySelector(number.getAttribute('href'));
  var folded = document.getElementById('speakers').closest('details');
  var before = folded.open;
  location.hash = '#speakers';
  var mark = document.querySelector('.timeline [data-shows]');
  mark.dispatchEvent(new Event('focus'));
  var card = document.querySelector('.card'), wide = [];
  document.querySelectorAll('main *').forEach(function (each) {
    var right = each.getBoundingClientRect().right;
    if (right > innerWidth && !each.closest(".scroll")) { wide.push(each.outerHTML.slice(0, 90)); }
  });
  return { entries: document.querySelectorAll('.entry').length, entry: entry.textContent.slice(0, 200), before: before,
    after: folded.open, card: card.hidden ? '' : card.textContent, wide: wide.slice(0, 3) };
"""


@needs_browser
def test_in_a_browser_at_both_widths_without_a_network(graph: kg.Graph, tmp_path: Path) -> None:
    source = report_page(ReportData(graph.dataset(), graph.dataset(), samples=0)).decode()
    found, _ = measure({"report": source}, LOOK, (390, 1280), tmp_path)
    assert set(found) == {("report", 390), ("report", 1280)}
    for (_, width), page in found.items():
        assert page["faults"] == []
        assert page["content"] <= width, page["told"]["wide"]
        assert all(each.startswith("file:") for each in page["loads"])
        told = page["told"]
        assert told["entries"] > 150
        assert told["entry"].strip()
        assert "held" in told["card"], "a mark of the time line shows no evidence"
        assert (told["before"], told["after"]) == (False, True), "a link into a folded part leaves it folded"
