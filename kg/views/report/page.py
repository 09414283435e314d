"""The page of a report: its parts in order, and its style."""

from __future__ import annotations

from kg.markup.environment import asset, render
from kg.markup.page import render_page
from kg.views.map import MAP_STYLES, map_figure, read_map
from kg.views.report.actors import actors
from kg.views.report.answers import DIFFERENCES, PROMISES, answers
from kg.views.report.articles import articles, citing
from kg.views.report.contents import contents
from kg.views.report.sources import ReportData
from kg.views.timeline import TIMELINE_SCRIPT, TIMELINE_STYLES, read_timeline, timeline_figure

__all__ = ["report_page"]

_STYLES = dict.fromkeys((*TIMELINE_STYLES, *MAP_STYLES, "views/report/report.css"))


def report_page(report: ReportData) -> bytes:
    """The report as one HTML file.

    Raises:
        UsageError: an unknown network or measure.
    """
    store, view, day, languages = report.store, report.view, report.as_of, report.languages
    body = render(
        "views/report/report.html",
        report=report,
        contents=contents(report),
        actors=actors(report),
        timeline=timeline_figure(read_timeline(store, view=view, as_of=day, languages=languages)),
        map=map_figure(read_map(store, view=view, as_of=day, languages=languages)),
        promises=answers(report, PROMISES),
        differences=answers(report, DIFFERENCES),
        articles=articles(report),
        citing=citing(report),
    )
    return render_page(report.title, body, script=asset(TIMELINE_SCRIPT), style="".join(map(asset, _STYLES)))
