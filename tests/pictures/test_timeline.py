"""The time line shows the days that sources tell, no more exactly, and keeps plans apart from facts."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.views.timeline import Timeline, TimelineEvent, bands, draw_timeline, read_timeline
from tests.pictures.reading import pixels, words

EVENT = "https://w3id.org/turkic-ngo-kg/id/event/"
# The summits of the Organization of Turkic States, by the public record: Almaty 2011 to Gabala 2025.
SUMMITS = [
    ("2011-10-21", "Almaty"),
    ("2012-08-23", "Bishkek"),
    ("2013-08-16", "Gabala"),
    ("2014-06-05", "Bodrum"),
    ("2015-09-11", "Astana"),
    ("2018-09-03", "Cholpon-Ata"),
    ("2019-10-15", "Baku"),
    ("2021-11-12", "Istanbul"),
    ("2022-11-11", "Samarkand"),
    ("2023-11-03", "Astana"),
    ("2024-11-06", "Bishkek"),
    ("2025-10-07", "Gabala"),
]


def named(timeline: Timeline, name: str) -> TimelineEvent:
    return next(event for event in (*timeline.events, *timeline.undated) if event.iri == EVENT + name)


def told(event: TimelineEvent) -> tuple[list[tuple[str | None, str | None, bool]], list[tuple[str, str]]]:
    facts = [(span.first, span.last, span.exact) for span in event.dates]
    return facts, [(span.modality, span.written) for span in event.intended]


@pytest.fixture(scope="module")
def timeline(forums: ox.Store) -> Timeline:
    return read_timeline(forums)


@pytest.mark.parametrize(
    ("name", "status", "facts", "intended"),
    [
        ("moved", "held", [("2031-05-18", "2031-05-18", True)], [("plan", "2031-05-12 to 2031-05-14")]),
        ("split", "held", [("2031-03-01", "2031-03-04", True), ("2031-03-03", "2031-03-05", True)], []),
        ("vague", "held", [("2028-01-01", "2030-12-31", False)], []),
        ("finer", "held", [("2030-07-02", "2030-07-02", True)], []),
        ("soon", "wished", [], []),
        ("off", "cancelled", [], [("plan", "2031-06")]),
        ("open", "", [(None, "2030-02-10", False)], []),
        ("years", "", [("2030-12-30", "2030-12-30", True), ("2031-01-02", "2031-01-02", True)], []),
        ("known", "held", [("2031-02-03", "2031-02-03", True)], []),
    ],
)
def test_an_event_has_the_status_and_the_days_that_are_told(
    timeline: Timeline, name: str, status: str, facts: list[object], intended: list[object]
) -> None:
    event = named(timeline, name)
    assert event.status == status
    assert told(event) == (facts, intended)


def test_contradictions_are_told_and_nothing_else(timeline: Timeline) -> None:
    assert {event.iri.removeprefix(EVENT): event.differences for event in timeline.events if event.differences} == {
        "split": ("start: 2031-03-01 or 2031-03-03", "end: 2031-03-04 or 2031-03-05"),
        "years": ("date: 2030-12-30 or 2031-01-02",),
    }


def test_ends_are_joined_with_the_starts_of_their_own_voice(timeline: Timeline) -> None:
    assert not any(span.joined for event in timeline.events for span in event.drawn)


def test_an_event_without_a_date_is_listed_apart_with_its_words(timeline: Timeline) -> None:
    assert [event.label for event in timeline.undated] == ["Soon Forum"]
    assert timeline.undated[0].when() == "“before long”"


def test_the_history_of_a_status_is_kept(timeline: Timeline) -> None:
    history = [(each.day, each.label) for each in named(timeline, "moved").history]
    assert history == [("2031-04-10", "announced"), ("2031-05-20", "held")]


def test_places_and_dates_are_told_in_short(timeline: Timeline) -> None:
    moved = named(timeline, "moved")
    assert moved.when() == "2031-05-18; planned: 2031-05-12 to 2031-05-14"
    assert moved.where() == "East Wing"
    assert [(each.label, each.number) for each in moved.series] == [("Blue Forums", "3")]
    assert {claim.modality for claim in moved.claims} == {"fact", "plan", "negated"}


def test_bands_place_events_in_their_years(timeline: Timeline) -> None:
    found = bands(timeline)
    assert {band.year: [row.event.iri.removeprefix(EVENT) for row in band.rows] for band in found} == {
        2028: ["vague"],
        2030: ["open", "finer", "years"],
        2031: ["years", "known", "split", "moved", "off"],
    }
    assert [band.skipped for band in found] == [(), (2029,), ()]
    assert [row.elsewhere for band in found for row in band.rows if row.event.iri == EVENT + "years"] == [
        (False, True),
        (True, False),
    ]


def test_shares_of_a_year(timeline: Timeline) -> None:
    rows = {row.event.iri.removeprefix(EVENT): row for band in bands(timeline) for row in band.rows}
    finer = rows["finer"].stretches[0]
    # 2 July is day 183 of 365.
    assert (finer.start, finer.end, finer.is_day) == (182 / 365, 183 / 365, True)
    opened = rows["open"].stretches[0]
    assert (opened.start, opened.end, opened.before, opened.after) == (0.0, 41 / 365, True, False)
    vague = rows["vague"].stretches[0]
    assert (vague.start, vague.end, vague.before, vague.after) == (0.0, 1.0, False, True)


def test_as_of_a_day_only_what_was_known_counts(forums: ox.Store) -> None:
    before = read_timeline(forums, as_of="2031-04-30")
    assert [event.iri.removeprefix(EVENT) for event in before.events] == ["known", "moved", "off"]
    moved = named(before, "moved")
    assert (moved.status, moved.when(), moved.where()) == (
        "announced",
        "planned: 2031-05-12 to 2031-05-14",
        "planned: Tuman",
    )
    assert [event.iri for event in read_timeline(forums, as_of="2031-02-02").events] == []


def test_the_newsroom_view_leaves_speakers_out(forums: ox.Store) -> None:
    newsroom = read_timeline(forums, view="newsroom")
    split = named(newsroom, "split")
    assert told(split) == ([("2031-03-01", "2031-03-04", True)], [])
    assert not split.differences
    assert not newsroom.undated


def test_since_and_until_keep_what_may_have_been_then(forums: ox.Store) -> None:
    cut = read_timeline(forums, since="2030", until="2030")
    assert [event.iri.removeprefix(EVENT) for event in cut.events] == ["vague", "open", "finer", "years"]
    assert cut.left_out == 4
    assert len(cut.undated) == 1


def test_kinds_are_classes_with_what_is_below_them(forums: ox.Store) -> None:
    assert {event.type for event in read_timeline(forums, kinds=["Summit"]).events} == {"Summit"}
    assert len(read_timeline(forums, kinds=["Event"]).undated) == 2  # the session too
    with pytest.raises(UsageError, match="did you mean Forum"):
        read_timeline(forums, kinds=["Forums"])
    with pytest.raises(UsageError, match="no kind"):
        read_timeline(forums, kinds=[])
    with pytest.raises(UsageError, match="not a date"):
        read_timeline(forums, since="soon")


def test_lanes_are_series(timeline: Timeline) -> None:
    assert [(name, len(events)) for name, events in timeline.lanes()] == [
        ("Blue Forums", 1),
        ("Series not stated: forum", 4),
        ("Series not stated: summit", 3),
    ]


def test_the_summits_stand_at_their_days_and_places(corpus: ox.Store) -> None:
    lanes = dict(read_timeline(corpus).lanes())
    summits = lanes["Summits of the Organization of Turkic States"]
    assert [(event.when(), event.where()) for event in summits] == SUMMITS
    assert {event.status for event in summits} == {"held"}


def test_what_was_planned_in_the_corpus_is_no_fact(corpus: ox.Store) -> None:
    timeline = read_timeline(corpus)
    forum = named(timeline, "azerbaijan-kazakhstan-ngo-cooperation-forum-2025")
    assert told(forum) == ([("2025-11-24", "2025-11-24", True)], [("plan", "2025-11-18 to 2025-11-20")])
    assert [each.label for each in forum.history][:2] == ["announced", "planned"]
    third = named(timeline, "azerbaijan-ngo-cooperation-forum-2025")
    assert third.differences == ("start: 2025-10-19 or 2025-10-20",)


def test_pictures_are_files_of_their_kind_and_the_same_each_time(timeline: Timeline, forums: ox.Store) -> None:
    svg = draw_timeline(timeline, "svg")
    assert svg == draw_timeline(read_timeline(forums), "svg")
    assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own file
    written = words(svg)
    for expected in ("Moved Forum", "2031", "Date not stated", "2029: no dated events of these kinds"):
        assert expected in written
    assert "held · 2031-05-18; planned: 2031-05-12 to 2031-05-14 · East Wing" in written
    png = draw_timeline(timeline, "png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24])[0] == 1880
    with pytest.raises(UsageError, match="svg"):
        draw_timeline(timeline, "pdf")


def test_a_day_leaves_a_mark_on_its_axis(forums: ox.Store) -> None:
    import numpy as np

    # One event of one day: the one in Finer, on 2 July 2030.
    timeline = read_timeline(forums, kinds=["Summit"], since="2030-07-02", until="2030-07-02")
    only = replace(timeline, events=tuple(event for event in timeline.events if event.label == "Finer Summit"))
    seen = pixels(draw_timeline(only, "png"))
    blue = (seen[:, :, 0] < 26) & (seen[:, :, 2] > 153)
    # Two pixels a point; below the legend, and right of the names: the dot of 8 points covers some 200 of them.
    dot = blue[180:, 800:]
    assert 120 < dot.sum() < 320
    columns = np.flatnonzero(dot.any(axis=0)) + 800
    # Margin, names and gap take 406 points; the axis of 514 has 2 July at its middle.
    assert (columns.min() + columns.max()) / 4 == pytest.approx(406 + 514 * 182.5 / 365, abs=1)


def test_an_empty_store_gives_an_empty_picture(meetings: ox.Store) -> None:
    empty = read_timeline(meetings, since="1800", until="1801")
    assert not empty.events
    assert draw_timeline(empty, "svg")
