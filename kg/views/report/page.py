"""The page of a report: its parts in order, and its style."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from kg.markup.environment import asset
from kg.markup.html import text
from kg.markup.page import render_page
from kg.views.map import map_figure, read_map
from kg.views.report.actors import actors
from kg.views.report.answers import differences, promises
from kg.views.report.articles import articles, citing
from kg.views.report.contents import contents
from kg.views.report.sources import Report
from kg.views.timeline import TIMELINE_SCRIPT, TIMELINE_STYLES, read_timeline, timeline_figure

__all__ = ["report_page"]

_PLACES = (
    ("contents", "What is in it"),
    ("actors", "Main actors"),
    ("time-line", "Time line"),
    ("map", "Map"),
    ("promises", "Promised and held"),
    ("differences", "Where sources differ"),
    ("articles", "Articles"),
    ("cite", "How to cite"),
    ("evidence", "Evidence"),
)
_STYLES = (*TIMELINE_STYLES, "views/map/map.css", "views/report/report.css")


def report_page(report: Report) -> bytes:
    """The report as one HTML file.

    Raises:
        UsageError: an unknown network or measure.
    """
    style = "".join(map(asset, _STYLES))
    body = Markup("\n".join(_body(report)))  # noqa: S704
    return render_page(report.title, body, script=asset(TIMELINE_SCRIPT), style=style)


def time_line(report: Report) -> Iterator[str]:
    """Forums and summits year by year."""
    found = read_timeline(report.store, view=report.view, as_of=report.as_of, languages=report.languages)
    yield '<h2 id="time-line">Time line of forums and summits</h2>'
    yield str(timeline_figure(found))


def places(report: Report) -> Iterator[str]:
    """Where events were held."""
    found = read_map(report.store, view=report.view, as_of=report.as_of, languages=report.languages)
    yield '<h2 id="map">Where events were held</h2>'
    yield str(map_figure(found))


def _body(report: Report) -> Iterator[str]:
    day = f", as of {report.as_of}" if report.as_of else ""
    yield f'<p class="soft">View: {text(report.view)}{text(day)}.</p>'
    items = "".join(f'<li><a href="#{anchor}">{name}</a></li>' for anchor, name in _PLACES)
    yield f'<nav aria-label="Parts of this page"><ul>{items}</ul></nav>'
    for part in (contents, actors, time_line, places, promises, differences, articles, citing):
        yield from part(report)
    yield '<h2 id="evidence">Evidence</h2>'
    yield "<p>What the numbers above stand on. Each entry is reached from its number.</p>"
    yield from report.ledger.sections()
