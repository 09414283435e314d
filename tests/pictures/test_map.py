"""The map shows where sources place held events, prefers none of several places, and draws no border."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from itertools import combinations

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.views.map import HostingMap, Place, draw_map, read_map
from kg.views.map.layout import Panel, panels
from kg.views.map.projection import Region, coast, covers, graticule
from tests.pictures.reading import words


@pytest.fixture(scope="module")
def hosting(forums: ox.Store) -> HostingMap:
    return read_map(forums)


def at(hosting: HostingMap, label: str) -> Place:
    return next(place for place in (*hosting.places, *hosting.unplaced) if place.label == label)


def test_places_have_their_held_events(hosting: HostingMap) -> None:
    aksu, tuman = at(hosting, "Aksu"), at(hosting, "Tuman")
    assert (aksu.latitude, aksu.longitude) == (40.5, 60)
    assert aksu.sources == ("https://example.org/aksu", "https://example.org/aksu-too")
    assert [(event.label, event.elsewhere) for event in aksu.events] == [
        ("Finer Summit", ()),
        ("Split Forum", ("Tuman",)),
        ("Moved Forum", ()),
    ]
    assert (aksu.settled, aksu.shared) == (2, 1)
    # A plan, and a cancelled forum, host nothing; the session is part of another event.
    assert [event.label for event in tuman.events] == ["Split Forum"]
    assert (tuman.settled, tuman.shared) == (0, 1)
    assert hosting.events == 3


def test_a_venue_lies_at_the_nearest_place_with_coordinates(hosting: HostingMap) -> None:
    moved = next(event for event in at(hosting, "Aksu").events if event.label == "Moved Forum")
    assert moved.told == ("East Wing",)


def test_what_has_no_coordinates_or_no_place_is_listed(hosting: HostingMap) -> None:
    assert [(place.label, [event.label for event in place.events]) for place in hosting.unplaced] == [
        ("Somewhere in the steppe", ["Vague Summit"])
    ]
    assert [label for label, _ in hosting.nowhere] == ["Known Summit"]


def test_the_newsroom_and_the_days_cut(forums: ox.Store) -> None:
    newsroom = read_map(forums, view="newsroom")
    assert [place.label for place in newsroom.places] == ["Aksu"]
    assert at(newsroom, "Aksu").shared == 0
    cut = read_map(forums, since="2030", until="2030")
    assert [event.label for place in cut.places for event in place.events] == ["Finer Summit"]
    assert cut.left_out == 4
    assert not read_map(forums, as_of="2031-04-30").places
    cancelled = read_map(forums, statuses=["cancelled"])
    assert [event.label for event in at(cancelled, "Tuman").events] == ["Cancelled Forum"]
    assert {e.label for place in read_map(forums, but_not=[]).places for e in place.events} >= {"A session"}


def test_hosts_in_the_corpus(corpus: ox.Store) -> None:
    hosting = read_map(corpus, kinds=["Summit"])
    of_series = {
        event.when: place.label
        for place in hosting.places
        for event in place.events
        if event.label.startswith("Summit of the Organization of Turkic States")
    }
    # The public record of the twelve summits.
    assert of_series == {
        "2011-10-21": "Almaty",
        "2012-08-23": "Bishkek",
        "2013-08-16": "Gabala",
        "2014-06-05": "Bodrum",
        "2015-09-11": "Astana",
        "2018-09-03": "Cholpon-Ata",
        "2019-10-15": "Baku",
        "2021-11-12": "Istanbul",
        "2022-11-11": "Samarkand",
        "2023-11-03": "Astana",
        "2024-11-06": "Bishkek",
        "2025-10-07": "Gabala",
    }
    # Turkistan was planned for 2021, which met online; a dateline in Shusha places no forum there.
    assert "Turkistan" not in {place.label for place in hosting.places}
    everything = read_map(corpus)
    founding = {
        place.label: event.elsewhere
        for place in everything.places
        for event in place.events
        if event.label == "Founding of the NGO Platform of OTS Member States"
    }
    assert founding == {"Baku": ("Nakhchivan",), "Nakhchivan": ("Baku",)}


def test_the_projection_is_true_to_scale_on_its_parallel() -> None:
    region = Region(40, 30, 60, 50, 600)
    assert region.parallel == 40
    (x1, y1), (x2, y2) = region.point(45, 40), region.point(46, 41)
    # A degree of longitude is cos φ times one of latitude.
    assert (x2 - x1) / (y1 - y2) == pytest.approx(math.cos(math.radians(40)), abs=1e-3)
    assert region.point(40, 50) == (0, 0)
    assert region.point(60, 30) == pytest.approx((600, region.height), abs=0.01)
    assert graticule(region) == ([45, 50, 55], [35, 40, 45])


def _within(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    """Whether a ring goes round a point: the ray to the right crosses it an odd number of times."""
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize(
    ("longitude", "latitude", "land"),
    [
        (51, 42, False),  # in the Caspian Sea
        (34, 43, False),  # in the Black Sea
        (18, 35, False),  # in the Mediterranean Sea
        (32.85, 39.92, True),  # Ankara
        (71.45, 51.18, True),  # Astana
        (33.2, 35.1, True),  # Cyprus
        (45.41, 39.21, True),  # Nakhchivan
    ],
)
def test_land_is_land_and_seas_are_seas(longitude: float, latitude: float, land: bool) -> None:
    region = Region(10, 25, 90, 60, 1000)
    ground, water = coast(region)
    x, y = region.point(longitude, latitude)
    dry = any(_within(ring, x, y) for ring in ground) and not any(_within(ring, x, y) for ring in water)
    assert dry is land
    assert covers(region)
    assert not covers(Region(-80, 25, 60, 50, 500))


@pytest.mark.parametrize(("width", "inset", "size", "shrink"), [(1040, 490, 12, 1.0), (330, 330, 10.5, 0.7)])
def test_every_place_is_named_once_and_no_name_covers_another(
    corpus: ox.Store, width: float, inset: float, size: float, shrink: float
) -> None:
    hosting = read_map(corpus)
    found = panels(hosting, width, inset_width=inset, label_size=size, shrink=shrink)
    named = [disc.place.iri for panel in found for disc in panel.discs if disc.box]
    assert sorted(named) == sorted(place.iri for place in hosting.places)
    for panel in found:
        boxes = [disc.box for disc in panel.discs if disc.box]
        for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(boxes, 2):
            assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 or y2 + h2 <= y1
        assert all(x >= 0 and x + w <= panel.region.width for x, _, w, _ in boxes)


def test_the_area_of_a_disc_is_the_number_of_events(corpus: ox.Store) -> None:
    def discs(panel: Panel) -> dict[str, tuple[float, float]]:
        return {disc.place.label: (disc.inner, disc.outer) for disc in panel.discs}

    whole, caucasus = panels(read_map(corpus), 1000, inset_width=450, label_size=10)[:2]
    istanbul, ankara = discs(whole)["Istanbul"], discs(whole)["Ankara"]
    assert (istanbul[0] / ankara[0]) ** 2 == pytest.approx(4 / 3, rel=0.01)
    inner, outer = discs(caucasus)["Baku"]
    assert (outer / inner) ** 2 == pytest.approx(11 / 9, rel=0.01)  # two of eleven are placed in Nakhchivan too


def test_pictures_are_files_of_their_kind_and_the_same_each_time(hosting: HostingMap, forums: ox.Store) -> None:
    svg = draw_map(hosting, "svg")
    assert svg == draw_map(read_map(forums), "svg")
    assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own file
    told = " ".join(words(svg))
    for expected in ("Aksu 3", "Tuman 1", "Borders are not drawn", "Somewhere in the steppe (1)", "Known Summit"):
        assert expected in told
    assert "standard parallel whole: 45° N" in told
    assert draw_map(hosting, "png").startswith(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UsageError, match="svg"):
        draw_map(hosting, "pdf")


def test_a_map_without_places_is_drawn(forums: ox.Store) -> None:
    assert draw_map(read_map(forums, as_of="2000"), "svg")


def test_each_inset_has_its_frame_and_its_letter_on_the_whole_map(corpus: ox.Store) -> None:
    root = ET.fromstring(draw_map(read_map(corpus), "svg"))  # noqa: S314 - our own file
    rectangles = [each for each in root.iter("{http://www.w3.org/2000/svg}rect") if each.get("class") == "inset"]
    letters = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text") if each.get("class") == "letter"]
    assert letters == ["A", "B"]
    assert len(rectangles) == 2
    # Nothing but text stands between elements: markup that was taken for text would.
    assert not [each for each in root.iter() if (each.text or "").lstrip().startswith("<")]
    assert not [each for each in root.iter() if (each.tail or "").strip()]
