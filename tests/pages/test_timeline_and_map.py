"""The pages of the time line and the map: safe, whole without scripts, and legible in a real browser at any width."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg
from kg.namespaces import RDFS
from kg.ontology import vocabulary
from kg.views.map import draw_map, map_figure, map_page, read_map
from kg.views.timeline import draw_timeline, read_timeline, timeline_figure, timeline_page
from tests.browser import browse, collect, needs_browser

WIDTHS = (390, 1280)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></svg></style><script>alert(2)</script>",
    "W" * 3000,
    "\u202eturned\u0000 \ud7ff $x^2$ \\frac{",
    "' onfocus='alert(3)",
    "",
    "线上论坛 منتدى",
    "--> ]]> &amp;",
]
VOID = {"br", "meta", "input", "link", "img", "hr", "wbr"}


class Reader(HTMLParser):
    """Ids, links and what is loaded; elements that are closed in the wrong order are faults."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.references: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.faults: list[str] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(source)
        self.close()
        self.faults += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags[tag] += 1
        self.attributes |= said.keys()
        if said.get("id"):
            self.ids[said["id"] or ""] += 1
        if said.get("href"):
            self.links.append(said["href"] or "")
        if said.get("data-shows"):
            self.references.append(said["data-shows"] or "")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def store_of_forums(hostile: bool = False) -> ox.Store:
    file = Path(__file__).parents[1] / "data" / "forums.ttl"
    store = ox.Store()
    store.extend(ox.Quad(each.subject, each.predicate, each.object) for each in vocabulary.load().ontology_quads)
    quads = list(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE))
    label, url = ox.NamedNode(RDFS + "label"), ox.NamedNode("https://w3id.org/turkic-ngo-kg/ontology#url")
    for number, quad in enumerate(quads):
        value: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple = quad.object
        if hostile and quad.predicate == label:
            value = ox.Literal(HOSTILE[number % len(HOSTILE)], language="en")
        if hostile and quad.predicate == url:
            value = ox.Literal("javascript:alert(4)")
        store.add(ox.Quad(quad.subject, quad.predicate, value))
    return store


@pytest.fixture(scope="module")
def pages(bundled: kg.Graph) -> dict[str, str]:
    """Pages on the examples, on made-up forums, on hostile names, and on nothing."""
    found = {}
    stores = {
        "corpus": bundled.dataset(),
        "forums": store_of_forums(),
        "hostile": store_of_forums(hostile=True),
    }
    for name, store in stores.items():
        found[f"timeline-{name}.html"] = timeline_page(read_timeline(store)).decode()
        found[f"map-{name}.html"] = map_page(read_map(store)).decode()
    nothing = stores["forums"]
    found["timeline-nothing.html"] = timeline_page(read_timeline(nothing, as_of="2000")).decode()
    found["map-nothing.html"] = map_page(read_map(nothing, as_of="2000")).decode()
    return found


def test_pages_are_sound_and_every_reference_leads_somewhere(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        read = Reader(page)
        assert not read.faults, name
        assert not [each for each, times in read.ids.items() if times > 1], name
        within = [each[1:] for each in read.links if each.startswith("#")]
        assert set(within) | set(read.references) <= read.ids.keys(), name
        assert all(each.startswith(("#", "http://", "https://")) or each == "data:," for each in read.links), name


def test_both_figures_stand_on_one_page_without_sharing_ids() -> None:
    store = store_of_forums()
    both = Reader(timeline_figure(read_timeline(store)) + map_figure(read_map(store)))
    assert not [each for each, times in both.ids.items() if times > 1]
    assert both.tags["h1"] == 0


def test_without_scripts_all_evidence_is_on_the_page(pages: dict[str, str]) -> None:
    words = Reader(pages["timeline-corpus.html"]).words
    assert "2025-11-24; planned: 2025-11-18 to 2025-11-20" in words
    assert "Sources differ on the start: 2025-10-19 or 2025-10-20" in words
    assert "Reported as: announced 2025-10-15 → planned 2025-11-22 → held 2025-11-24status announced" in words
    hosting = Reader(pages["map-corpus.html"])
    assert "also placed in Nakhchivan" in hosting.words
    assert "stated: Gulustan Palace, within Baku" in hosting.words
    assert "https://www.geonames.org/587084" in hosting.links
    assert "Borders are not drawn" in hosting.words
    # The words of an article, its voices, and its address.
    for quote in ("October 20 alone", "October 19 and 20"):
        assert f"<q>{quote}</q>" in pages["timeline-corpus.html"]
    assert any("trend.az" in each for each in Reader(pages["timeline-corpus.html"]).links)


def test_names_from_strangers_stay_names(pages: dict[str, str]) -> None:
    for name in ("timeline-hostile.html", "map-hostile.html"):
        read = Reader(pages[name])
        assert read.tags["script"] == 1  # our own
        assert read.tags["img"] == 0
        assert not [each for each in read.attributes if each.startswith("on") or each == "style"]
        assert "javascript:" not in " ".join(read.links)
        assert "\u202e" not in pages[name]
        assert "\x00" not in pages[name]
    hostile = store_of_forums(hostile=True)
    for drawn in (draw_timeline(read_timeline(hostile)), draw_map(read_map(hostile))):
        assert b"<script" not in bytes(drawn)


def test_the_same_store_gives_the_same_bytes(pages: dict[str, str]) -> None:
    store = store_of_forums()
    assert timeline_page(read_timeline(store)).decode() == pages["timeline-forums.html"]
    assert map_page(read_map(store)).decode() == pages["map-forums.html"]


WATCH = """<script>
var faults = [];
addEventListener('error', function (e) { faults.push(String(e.message || e.target.outerHTML)); }, true);
addEventListener('securitypolicyviolation', function (e) { faults.push(e.blockedURI); });
window.alert = function (words) { faults.push('alert ' + words); };
</script>"""
MEASURE = """<script>
addEventListener('load', function () {
  var covered = [], texts = [];
  function apart(a, b) { return a.right <= b.left + 1 || b.right <= a.left + 1 ||
    a.bottom <= b.top + 1 || b.bottom <= a.top + 1; }
  document.querySelectorAll('svg').forEach(function (svg) {
    if (!svg.checkVisibility() || svg.getClientRects().length === 0) { return; }
    var boxes = Array.from(svg.querySelectorAll('text')).map(function (text) {
      var box = text.getBBox();
      return { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height, words: text.textContent };
    }).filter(function (box) { return box.right > box.left; });
    texts = texts.concat(boxes);
    boxes.forEach(function (a, i) { boxes.slice(i + 1).forEach(function (b) {
      if (!apart(a, b)) { covered.push([a.words, b.words]); } }); });
  });
  var blocks = Array.from(document.querySelectorAll('.rows > li > *, .rows > li > p, .head > *'));
  var rects = blocks.map(function (each) { return each.getBoundingClientRect(); });
  rects.forEach(function (a, i) { rects.slice(i + 1).forEach(function (b, j) {
    if (a.width && b.width && !apart(a, b)) {
      covered.push([blocks[i].textContent, blocks[i + 1 + j].textContent]); } }); });
  var mark = Array.from(document.querySelectorAll('[data-shows]')).filter(function (each) {
    return each.checkVisibility() && each.getClientRects().length; })[0];
  var card = document.querySelector('.card'), shown = null;
  if (mark) {
    mark.focus();
    var box = card.getBoundingClientRect();
    shown = [document.activeElement === mark, !card.hidden, card.textContent.length > 40,
      box.left >= 0 && box.right <= innerWidth && box.top >= 0];
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    shown.push(card.hidden);
  }
  parent.postMessage({ path: location.pathname, width: innerWidth, content: document.scrollingElement.scrollWidth,
    faults: faults, covered: covered, texts: texts.length, shown: shown,
    loads: performance.getEntriesByType('resource').map(function (each) { return each.name; }) }, '*');
});
</script>"""


@pytest.fixture(scope="module")
def measured(pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("pages")
    frames = []
    for name, page in pages.items():
        # The policy lets only the page's own script run; these measure it.
        page = re.sub(r"script-src [^;\"]*", "script-src &#x27;unsafe-inline&#x27;", page, count=1)
        page = page.replace("</title>", "</title>" + WATCH, 1).replace("</body>", MEASURE + "</body>", 1)
        (folder / name).write_text(page, encoding="utf-8")
        frames += [f'<iframe src="{name}" style="width:{width}px;height:800px;border:0"></iframe>' for width in WIDTHS]
    measured, _ = collect(frames, folder, tmp_path_factory.mktemp("profile"))
    assert {(Path(each["path"]).name, each["width"]) for each in measured} == {
        (name, width) for name in pages for width in WIDTHS
    }
    return measured


@needs_browser
def test_no_text_covers_another(measured: list[dict[str, Any]]) -> None:
    assert not [(each["path"], each["width"], each["covered"][:3]) for each in measured if each["covered"]]
    assert all(each["texts"] > 10 for each in measured if "corpus" in each["path"])


@needs_browser
def test_no_page_is_wider_than_the_window(measured: list[dict[str, Any]]) -> None:
    assert not [(each["path"], each["width"], each["content"]) for each in measured if each["content"] > each["width"]]


@needs_browser
def test_nothing_goes_wrong_and_nothing_comes_from_the_network(measured: list[dict[str, Any]]) -> None:
    assert not [(each["path"], each["faults"]) for each in measured if each["faults"]]
    assert not [load for each in measured for load in each["loads"] if not load.startswith(("file:", "data:"))]


@needs_browser
def test_focus_shows_a_card_and_escape_hides_it(measured: list[dict[str, Any]]) -> None:
    shown = {Path(each["path"]).name: each["shown"] for each in measured}
    assert {name: each for name, each in shown.items() if "corpus" in name} == {
        "timeline-corpus.html": [True] * 5,
        "map-corpus.html": [True] * 5,
    }


@needs_browser
def test_a_page_as_it_is_opens_without_complaint(pages: dict[str, str], tmp_path: Path) -> None:
    for name in ("timeline-corpus.html", "map-hostile.html"):
        (tmp_path / name).write_text(pages[name], encoding="utf-8")
        dom, log = browse((tmp_path / name).as_uri(), tmp_path / "profile")
        assert 'class="card"' in dom  # our script has run
        assert "CONSOLE" not in log, log
