"""The page of a network as readers use it: it is measured, searched, enlarged, pointed at, and driven by keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg.views.network.page import network_page
from tests.browser import browse, needs_browser
from tests.pages.browser import measure

pytestmark = needs_browser
WIDTHS = (390, 1280)
NETWORKS = ("polity-cooperation", "co-participation", "agent-event")
HOSTILE = "<script>alert(1)</script>"

Told = dict[tuple[str, int], dict[str, Any]]

# Functions for the tests below: the picture that is seen, and events as a reader makes them.
HELP = """
var svg = Array.from(document.querySelectorAll('#picture > svg')).find(function (each) {
  return each.getClientRects().length; });
function say(id, value) { var field = document.getElementById(id);
  field.value = value; field.dispatchEvent(new Event('input')); }
function press(element, key) {
  element.dispatchEvent(new KeyboardEvent('keydown', { key: key, bubbles: true, cancelable: true })); }
function point(element, kind, more) { element.dispatchEvent(new PointerEvent(kind,
  Object.assign({ bubbles: true, cancelable: true, pointerType: 'mouse', pointerId: 1, button: 0 }, more))); }
function click(element) { element.dispatchEvent(new MouseEvent('click', { bubbles: true })); }
function size() { return svg.querySelector('.stage').transform.baseVal.numberOfItems ?
  svg.querySelector('.stage').transform.baseVal.consolidate().matrix.a : 1; }
function shift() { return svg.querySelector('.stage').transform.baseVal.consolidate().matrix.e; }
function panel() { return document.getElementById('panel'); }
function heading() { var h = panel().querySelector('h2'); return h ? h.textContent : null; }
function wheel(element, more) { var event = new WheelEvent('wheel',
  Object.assign({ bubbles: true, cancelable: true, deltaY: -200, clientX: 150, clientY: 500 }, more));
  element.dispatchEvent(event); return event.defaultPrevented; }
"""

GEOMETRY = """
function box(element) { return element.getBBox(); }
function meet(a, b) { return a.x < b.x + b.width && b.x < a.x + a.width &&
  a.y < b.y + b.height && b.y < a.y + a.height; }
var labels = Array.from(svg.querySelectorAll('.label:not(.spare)')), view = svg.viewBox.baseVal, covered = [], out = [];
labels.forEach(function (one, i) {
  var a = box(one);
  if (a.x < 0 || a.y < 0 || a.x + a.width > view.width || a.y + a.height > view.height) { out.push(one.textContent); }
  labels.slice(i + 1).forEach(function (other) {
    if (meet(a, box(other))) { covered.push([one.textContent, other.textContent]); } });
  svg.querySelectorAll('.node').forEach(function (node) {
    var shape = node.querySelector('.shape').getBBox(), m = node.transform.baseVal.getItem(0).matrix;
    // The middle of a node, well within any of its shapes.
    var r = shape.width / 4;
    if (meet(a, { x: m.e - r, y: m.f - r, width: 2 * r, height: 2 * r })) { covered.push([one.textContent, 'a node']); }
  });
});
// At what size names are read: as many pixels as a letter of 8.5 units takes on the screen.
var pixels = 8.5 * svg.getScreenCTM().a;
return { labels: labels.length, nodes: svg.querySelectorAll('.node').length, covered: covered, out: out, pixels: pixels,
  shown: document.querySelectorAll('#picture > svg').length, wide: svg.classList.contains('wide'),
  caution: document.querySelector('.caution') ? document.querySelector('.caution').getClientRects().length : 0 };
"""

SEARCH = """
var found = {};
['Türkiye', 'TURKIYE', 'türkiyə', 'Turkey', 'Турция', 'Өзбекстан', 'Oʻzbekiston', 'azerb', 'zzz', '<', '']
.forEach(function (words) {
  say('search', words);
  found[words] = [document.getElementById('search-count').textContent,
    Array.from(document.querySelectorAll('#found button')).map(function (each) { return each.textContent; })];
});
say('search', 'kazakh');
var faded = Array.from(svg.querySelectorAll('.node:not(.near)')).length;
press(document.getElementById('search'), 'Enter');
return { found: found, faded: faded, heading: heading(), said: document.getElementById('spoken').textContent };
"""

POINTING = """
var idle = heading();
var edge = svg.querySelector('.edge[data-e="0"] .hit');
point(edge, 'pointerover');
var shown = { heading: heading(), text: panel().textContent,
  links: Array.from(panel().querySelectorAll('a')).map(function (each) { return each.href; }),
  quotes: Array.from(panel().querySelectorAll('q')).map(function (each) { return each.textContent; }),
  dimmed: getComputedStyle(svg.querySelector('.node:not(.near)')).opacity,
  near: svg.querySelectorAll('.node.near').length };
point(svg, 'pointerleave');
var left = heading();
var node = svg.querySelector('.node[data-n="0"] .shape');
point(node, 'pointerover');
var pointed = { heading: heading(), text: panel().textContent, near: svg.querySelectorAll('.edge.near').length };
click(node);
point(svg, 'pointerleave');
var kept = heading();
click(panel().querySelector('li button'));
var through = heading(), focused = document.activeElement.tagName;
press(document.body, 'Escape');
return { idle: idle, edge: shown, left: left, node: pointed, kept: kept, through: through, focused: focused,
  closed: heading(), chosen: svg.classList.contains('chosen') };
"""

MOVING = """
var picture = document.getElementById('picture'), sizes = {};
sizes.start = size();
sizes.scrolled = [wheel(picture, {}), size(), document.getElementById('hint').hidden];
sizes.ctrl = [wheel(picture, { ctrlKey: true }), size() > 1];
document.getElementById('whole').click(); sizes.whole = size();
document.getElementById('closer').click(); sizes.closer = size();
document.getElementById('farther').click(); sizes.farther = size();
picture.focus();
sizes.held = [wheel(picture, {}), size() > 1];
press(picture, '0'); sizes.zero = size();
sizes.out = [wheel(picture, { deltaY: 200 }), size()];
press(picture, '+'); press(picture, '+'); sizes.plus = size();
var before = shift(); press(picture, 'ArrowRight'); sizes.right = shift() - before;
before = shift(); press(picture, 'ArrowLeft'); sizes.left = shift() - before;
before = shift();
point(svg, 'pointerdown', { clientX: 200, clientY: 500 });
point(svg, 'pointermove', { clientX: 240, clientY: 500 });
point(svg, 'pointerup', { clientX: 240, clientY: 500 });
sizes.dragged = shift() - before;
click(svg.querySelector('.node .shape')); sizes.afterDrag = heading();
press(picture, '-'); press(picture, '-'); press(picture, '-'); sizes.minus = size();
point(svg, 'pointerdown', { pointerId: 7, pointerType: 'touch', clientX: 150, clientY: 500 });
point(svg, 'pointerdown', { pointerId: 8, pointerType: 'touch', clientX: 200, clientY: 500 });
point(svg, 'pointermove', { pointerId: 8, pointerType: 'touch', clientX: 250, clientY: 500 });
sizes.pinched = size();
return sizes;
"""

KEYS = """
var nodes = svg.querySelectorAll('.node[tabindex="0"]'), first = nodes[0];
first.focus();
var before = document.activeElement.dataset.n, ways = {};
['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown'].forEach(function (key) {
  first.focus(); press(document.activeElement, key); ways[key] = document.activeElement.dataset.n !== before; });
var reachable = svg.querySelectorAll('.node[tabindex="0"]').length;
press(document.activeElement, 'Enter');
return { stops: nodes.length, ways: ways, reachable: reachable, heading: heading(),
  focused: document.activeElement.tagName, label: first.getAttribute('aria-label'), text: panel().textContent };
"""


def run(pages: dict[str, str], script: str, folder: Path) -> Told:
    told, log = measure(pages, HELP + script, WIDTHS, folder)
    assert set(told) == {(name, width) for name in pages for width in WIDTHS}, log
    assert not [(key, each["faults"]) for key, each in told.items() if each["faults"]]
    assert not [load for each in told.values() for load in each["loads"] if not load.startswith(("file:", "data:"))]
    assert "CONSOLE" not in log, log
    assert not [(key, each["content"]) for key, each in told.items() if each["content"] > key[1]]
    return told


@pytest.fixture(scope="module")
def graph(bundled: kg.Graph) -> kg.Graph:
    return bundled


@pytest.fixture(scope="module")
def pages(graph: kg.Graph) -> dict[str, str]:
    """The page of each network, and of one with many edges."""
    found = {name: network_page(graph.network(name), graph.dataset()) for name in NETWORKS}
    return found | {"random": network_page(nx.gnm_random_graph(150, 260, seed=3))}


@pytest.fixture(scope="module")
def few(graph: kg.Graph) -> dict[str, str]:
    return {"polity-cooperation": network_page(graph.network("polity-cooperation"), graph.dataset())}


@pytest.mark.campaign
def test_labels_keep_apart_and_are_large_enough_to_read(pages: dict[str, str], tmp_path: Path) -> None:
    for (name, width), each in run(pages, GEOMETRY, tmp_path).items():
        told = each["told"]
        assert not told["covered"], (name, width)
        assert not told["out"], (name, width)
        assert told["wide"] is (width > 640)
        if name != "random":
            assert told["labels"] == told["nodes"], (name, width)
            assert told["pixels"] > 9.5, (name, width)
            assert told["caution"] == 1
        else:
            assert told["labels"] > 50


def test_a_node_is_found_in_any_spelling(few: dict[str, str], tmp_path: Path) -> None:
    for each in run(few, SEARCH, tmp_path).values():
        found = each["told"]["found"]
        for words in ("Türkiye", "TURKIYE", "türkiyə", "Turkey", "Турция"):
            assert found[words] == ["1 of 4", ["Türkiye"]], words
        assert found["Oʻzbekiston"] == found["Өзбекстан"] == ["1 of 4", ["Uzbekistan"]]
        assert found["azerb"] == ["1 of 4", ["Azerbaijan"]]
        assert found["zzz"] == found["<"] == ["0 of 4", []]
        assert found[""] == ["", []]
        assert each["told"]["faded"] == 3
        assert each["told"]["heading"] == each["told"]["said"] == "Kazakhstan"


def test_every_name_that_the_graph_holds_finds_its_node(graph: kg.Graph, few: dict[str, str], tmp_path: Path) -> None:
    shown = ("Azerbaijan", "Kazakhstan", "Türkiye", "Uzbekistan")
    rows = graph.query(
        "SELECT ?name ?label { ?polity rdfs:label ?label ; rdfs:label|skos:altLabel ?name ; tnk:iso3166Alpha2 ?code"
        f" FILTER(?label IN ({', '.join(f'{json.dumps(each)}@en' for each in shown)})) }}"
    ).to_dataframe()
    wanted = sorted({(str(row["name"]), str(row["label"])) for _, row in rows.iterrows()})
    assert len(wanted) > 40  # four polities in ten languages, and more spellings
    script = f"""return {json.dumps(wanted)}.filter(function (pair) {{
      say('search', pair[0]);
      return Array.from(document.querySelectorAll('#found button')).every(function (each) {{
        return each.textContent !== pair[1]; }}); }});"""
    for each in run(few, script, tmp_path).values():
        assert each["told"] == []


def test_an_edge_tells_its_evidence_and_a_node_its_edges(few: dict[str, str], tmp_path: Path) -> None:
    for each in run(few, POINTING, tmp_path).values():
        told = each["told"]
        # The strongest edge: three forums that the digests tell of.
        assert told["idle"] is None
        assert told["edge"]["heading"] == "Azerbaijan — Uzbekistan"
        assert "weight 3" in told["edge"]["text"]
        assert "Example Digest" in told["edge"]["text"]
        # As the articles have it, in three languages of speech and print.
        assert "The second NGO forum of Uzbekistan and Azerbaijan" in told["edge"]["quotes"]
        assert "27 ноября 2023 года в Физули" in told["edge"]["quotes"]
        assert "https://www.trend.az/azerbaijan/society/4122096.html" in told["edge"]["links"]
        assert "said by Aygün Aliyeva" in told["edge"]["text"]
        assert "direct speech" in told["edge"]["text"]
        assert told["edge"]["near"] == 2
        assert float(told["edge"]["dimmed"]) < 0.3
        assert told["left"] is None
        assert told["node"]["heading"] == told["kept"] == "Azerbaijan"
        assert told["node"]["near"] == 3
        assert "degree: 1, rank 1 of 4" in told["node"]["text"]
        assert told["through"] == "Azerbaijan — Uzbekistan"
        assert told["focused"] == "H2"
        assert told["closed"] is None
        assert told["chosen"] is False


def test_the_picture_is_enlarged_and_moved(few: dict[str, str], tmp_path: Path) -> None:
    for each in run(few, MOVING, tmp_path).values():
        told = each["told"]
        assert told["start"] == told["whole"] == told["zero"] == 1
        assert told["scrolled"] == [False, 1, False]  # the page scrolls, and the reader is told how to enlarge
        assert told["ctrl"] == told["held"] == [True, True]
        assert told["closer"] == pytest.approx(1.4)
        assert told["farther"] == pytest.approx(1)
        assert told["out"] == [False, 1]  # nothing to make smaller: the page scrolls
        assert told["plus"] == pytest.approx(1.96, abs=0.01)
        assert told["right"] < 0 < told["left"]
        assert told["dragged"] > 5
        assert told["afterDrag"] is None  # the click that ends a drag chooses nothing
        assert told["minus"] == 1
        assert told["pinched"] == pytest.approx(2, abs=0.01)


def test_keys_lead_from_node_to_node(few: dict[str, str], tmp_path: Path) -> None:
    for each in run(few, KEYS, tmp_path).values():
        told = each["told"]
        assert told["stops"] == told["reachable"] == 1
        assert sum(told["ways"].values()) >= 3  # the star's centre has neighbours on three sides at least
        assert told["label"] == "Azerbaijan, polity, Azerbaijan"
        assert told["focused"] == "H2"
        assert told["heading"] in ("Azerbaijan", "Kazakhstan", "Türkiye", "Uzbekistan")


def test_names_from_strangers_stay_text(tmp_path: Path) -> None:
    graph = nx.DiGraph(name=HOSTILE, summary=HOSTILE, warning=HOSTILE, weight=HOSTILE)
    graph.add_node("<a>", label=HOSTILE, kind="<img src=x onerror=alert(2)>")
    graph.add_edge("<a>", "b", weight=2, events=["</script><script>alert(3)</script>"], roles=["<b>"], evidence=["<i>"])
    script = """
    point(svg.querySelector('.edge .hit'), 'pointerover');
    var text = panel().textContent;
    say('search', 'script');
    return { heading: heading(), text: text, buttons: document.getElementById('found').textContent,
      elements: document.querySelectorAll('img, #panel b, #panel i, iframe').length,
      scripts: document.querySelectorAll('script:not([type])').length };
    """
    for each in run({"hostile": network_page(graph)}, script, tmp_path).values():
        told = each["told"]
        assert f"{HOSTILE} → b" in told["text"]
        assert "<b>" in told["text"]
        assert told["buttons"] == HOSTILE
        assert told["elements"] == 0
        assert told["scripts"] == 3  # its own, and two of this test


def test_what_the_policy_does_not_admit_does_not_run(few: dict[str, str], tmp_path: Path) -> None:
    bad = "<script>document.title = 'broken in'</script><img src='x' onerror=\"document.title = 'broken in'\">"
    page = few["polity-cooperation"].replace("</main>", f"{bad}</main>")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    dom, log = browse((tmp_path / "page.html").as_uri(), tmp_path / "profile")
    assert "<title>polity-cooperation · Turkic NGO Cooperation KG</title>" in dom
    assert "Content Security Policy" in log
    assert 'class="viewer live"' in dom  # its own script does
