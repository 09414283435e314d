"""The pages in a real browser, from disk and without a network: no faults, no overflow, narrow and wide.

A copy of the site is opened whose pages measure themselves and report to the page around them. So one start of the
browser looks at every page at both widths.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser import browse, collect, needs_browser
from tests.pages.browser import admit

WIDTHS = (390, 1280)
pytestmark = needs_browser

# Before all else on a page: what goes wrong, from the first moment on.
WATCH = """
var faults = [];
addEventListener('error', function (e) { faults.push(String(e.message || e.target.outerHTML)); }, true);
addEventListener('securitypolicyviolation', function (e) { faults.push(e.blockedURI); });
"""
MEASURE = """
addEventListener('load', function () {
  var page = document.scrollingElement, spilled = [], covered = [];
  document.querySelectorAll('svg g').forEach(function (group) {
    var rect = group.querySelector('rect').getBBox();
    group.querySelectorAll('text').forEach(function (text) {
      var box = text.getBBox();
      if (box.x < rect.x || box.x + box.width > rect.x + rect.width ||
          box.y < rect.y || box.y + box.height > rect.y + rect.height) { spilled.push(text.textContent); }
    });
  });
  var rects = Array.from(document.querySelectorAll('svg g rect')).map(function (each) { return each.getBBox(); });
  rects.forEach(function (a, i) { rects.slice(i + 1).forEach(function (b) {
    if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height) { covered.push(i); }
  }); });
  var filter = document.getElementById('filter'), filtered = null;
  if (filter) {
    var rows = function () { return document.querySelectorAll('[data-words]:not([hidden])').length; };
    var all = rows();
    filter.value = 'zzzz nothing'; filter.dispatchEvent(new Event('input'));
    var none = rows();
    filter.value = ''; filter.dispatchEvent(new Event('input'));
    filtered = [all, none, rows()];
  }
  parent.postMessage({ path: location.pathname, width: innerWidth, content: page.scrollWidth, faults: faults,
    loads: performance.getEntriesByType('resource').map(function (each) { return each.name; }),
    heading: document.querySelector('h1').textContent, spilled: spilled, covered: covered, filtered: filtered,
    styled: getComputedStyle(document.querySelector('header')).display }, '*');
});
"""


@pytest.fixture(scope="module")
def folder(site: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for path, content in site.items():
        (folder / path).parent.mkdir(exist_ok=True)
        if path.endswith(".html"):
            content = admit(content.decode(), WATCH, MEASURE).encode()
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module", params=["first", pytest.param("all", marks=pytest.mark.campaign)])
def pages(site: dict[str, bytes], request: pytest.FixtureRequest) -> list[str]:
    """The pages to open: all, or of each folder the longest, and those with a filter."""
    every = [path for path in site if path.endswith(".html")]
    assert len(every) > 60
    longest = {path.rpartition("/")[0]: path for path in sorted(every, key=lambda path: len(site[path]))}
    filtered = {path for path in every if b"<input" in site[path]}
    return every if request.param == "all" else sorted({*longest.values(), *filtered})


@pytest.fixture(scope="module")
def measured(
    folder: Path, pages: list[str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[dict[str, Any]], str]:
    frames = (
        f'<iframe src="{path}" style="width:{width}px;height:800px;border:0"></iframe>'
        for path in pages
        for width in WIDTHS
    )
    return collect(frames, folder, tmp_path_factory.mktemp("profile"))


def test_every_page_opens_at_every_width(measured: tuple[list[dict[str, Any]], str], pages: list[str]) -> None:
    opened = {(each["path"].rpartition("/site")[2].partition("/")[2], each["width"]) for each in measured[0]}
    assert opened == {(path, width) for path in pages for width in WIDTHS}
    assert all(each["heading"].strip() for each in measured[0])


def test_no_page_is_wider_than_the_window(measured: tuple[list[dict[str, Any]], str]) -> None:
    assert not [
        (each["path"], each["width"], each["content"]) for each in measured[0] if each["content"] > each["width"]
    ]


def test_nothing_goes_wrong_and_nothing_comes_from_the_network(measured: tuple[list[dict[str, Any]], str]) -> None:
    pages, log = measured
    assert not [(each["path"], each["faults"]) for each in pages if each["faults"]]
    assert not [load for each in pages for load in each["loads"] if not load.startswith(("file:", "data:"))]
    assert "CONSOLE" not in log, log


def test_the_policy_lets_the_style_sheet_through(measured: tuple[list[dict[str, Any]], str]) -> None:
    assert {each["styled"] for each in measured[0]} == {"flex"}


def test_no_script_or_style_but_the_page_s_own_works(site: dict[str, bytes], tmp_path: Path) -> None:
    stranger = (
        b"<script>document.body.id = 'ran'</script><style>h1 { display: none }</style>"
        b"<img src='https://example.org/a.png' onerror=\"document.body.id = 'ran'\">"
    )
    page = site["index.html"].replace(b"</main>", stranger + b"</main>", 1)
    assert page != site["index.html"]
    (tmp_path / "page.html").write_bytes(page)
    dom, log = browse((tmp_path / "page.html").as_uri(), tmp_path / "profile")
    assert '<body id="ran"' not in dom
    for kind in ("inline script", "inline style", "inline event handler", "example.org"):
        assert kind in log
    assert log.count("Content Security Policy") >= 4


def test_texts_of_diagrams_stay_in_their_boxes_and_boxes_apart(measured: tuple[list[dict[str, Any]], str]) -> None:
    assert not [(each["path"], each["spilled"]) for each in measured[0] if each["spilled"]]
    assert not [(each["path"], each["covered"]) for each in measured[0] if each["covered"]]


def test_the_filter_narrows_and_widens_again(measured: tuple[list[dict[str, Any]], str]) -> None:
    filtered = [each["filtered"] for each in measured[0] if each["filtered"]]
    assert len(filtered) >= 4 * len(WIDTHS)
    for all_rows, none, again in filtered:
        assert all_rows > 10
        assert none == 0
        assert again == all_rows


def test_a_page_as_it_is_opens_from_disk(site: dict[str, bytes], tmp_path: Path) -> None:
    from kg.documentation import write_site

    write_site(site, tmp_path / "plain")
    for path in ("index.html", "modules/events.html"):
        dom, log = browse((tmp_path / "plain" / path).as_uri(), tmp_path / "profile")
        assert "<h1>" in dom
        assert "CONSOLE" not in log, log
