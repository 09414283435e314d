"""The time line of events: the days that dates allow, a band a year, as a picture and as a page."""

from kg.views.timeline.drawing import draw_timeline
from kg.views.timeline.page import TIMELINE_SCRIPT, TIMELINE_STYLES, timeline_figure, timeline_page
from kg.views.timeline.years import Timeline, TimelineEvent, bands, read_timeline

__all__ = [
    "TIMELINE_SCRIPT",
    "TIMELINE_STYLES",
    "Timeline",
    "TimelineEvent",
    "bands",
    "draw_timeline",
    "read_timeline",
    "timeline_figure",
    "timeline_page",
]
