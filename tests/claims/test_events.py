"""One rule for what counts of an event as of a day, wherever it is shown; and where its places lie."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

import kg
from kg.claims.assertions import AssertionTable
from kg.claims.event_dates import EventClaim, intended_spans, lie_within, may_touch, spans
from kg.claims.events import event_claims
from kg.claims.places import Places
from kg.claims.selection import EVENT_PROPERTIES, Selection, published_by
from kg.namespaces import NEWSROOM, PROV, RDF, REFERENCE_EDITORS, TNK
from kg.views.map import read_map
from kg.views.timeline import read_timeline

FORUM, AKSU, STEPPE = "urn:forum", "urn:aksu", "urn:steppe"
DAYS = {"startDate": "start", "endDate": "end"}


def store_of(*claims: tuple[str, str, str, str, str | None]) -> ox.Store:
    """Claims with subject, relation, value, modality and day; None as the day stands for reference data."""
    store = ox.Store()
    for number, (subject, name, value, modality, day) in enumerate(claims):
        node = ox.NamedNode(f"urn:claim:{number}")
        said = {
            RDF + "subject": ox.NamedNode(subject),
            RDF + "predicate": ox.NamedNode(TNK + name),
            RDF + "object": ox.NamedNode(value) if ":" in value else ox.Literal(value),
            TNK + "modality": ox.NamedNode(TNK + modality),
            TNK + "attributedTo": ox.NamedNode(NEWSROOM if day else REFERENCE_EDITORS),
        }
        if day:
            said |= {TNK + "assertedOn": ox.Literal(day), PROV + "wasDerivedFrom": ox.NamedNode("urn:article")}
        if name in DAYS:
            said |= {TNK + DAYS[name] + side: ox.Literal(value) for side in ("Earliest", "Latest")}
        for predicate, term in said.items():
            store.add(ox.Quad(node, ox.NamedNode(predicate), term))
    return store


def known(store: ox.Store, as_of: str | None) -> set[tuple[str, str]]:
    selection = Selection(AssertionTable(store), as_of=as_of)
    return {(each.property, each.label) for each in event_claims(store, selection).get(FORUM, ())}


START = ("startDate", "2031-05-12")
WHOLE = {START, ("endDate", "2031-05-14"), ("heldIn", "aksu"), ("status", "held"), ("editionOf", "blue")}


# An article counts from its day; what the reference data say only when the event is over, whoever dates it.
@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2031-05-11", set()), ("2031-05-12", {START}), ("2031-05-13", {START}), ("2031-05-14", WHOLE), (None, WHOLE)],
)
def test_reference_data_on_an_event_count_when_it_is_over(as_of: str | None, expected: set[tuple[str, str]]) -> None:
    store = store_of(
        (FORUM, "startDate", "2031-05-12", "fact", "2031-05-12"),
        (FORUM, "endDate", "2031-05-14", "fact", None),
        (FORUM, "heldIn", "urn:x#aksu", "fact", None),
        (FORUM, "status", "urn:x#held", "fact", None),
        (FORUM, "editionOf", "urn:x#blue", "fact", None),
        (AKSU, "latitude", "40.5", "fact", None),
    )
    assert known(store, as_of) == expected


def test_reference_data_on_an_event_that_only_was_planned_count_on_no_day() -> None:
    store = store_of((FORUM, "startDate", "2031-05-12", "plan", None), (FORUM, "heldIn", "urn:x#aksu", "plan", None))
    assert known(store, "2032-01-01") == set()
    assert len(known(store, None)) == 2


def test_dates_status_and_places_of_reference_data_come_together(bundled: kg.Graph) -> None:
    table = AssertionTable(bundled.dataset(), EVENT_PROPERTIES)
    split = 0
    for day in ("2009-10-04", "2011-10-21", "2018-09-03", "2022-11-11", "2025-11-24"):
        selection = Selection(table, as_of=day)
        by_event: dict[str, set[bool]] = {}
        for name in EVENT_PROPERTIES:
            for each in table.of(name):
                if each.is_reference and selection.accepts(each):
                    by_event.setdefault(each.subject, set()).add(selection.admits(each))
        assert all(len(answers) == 1 for answers in by_event.values())
        split += any(True in answers for answers in by_event.values())
        timeline = read_timeline(bundled.dataset(), as_of=day, kinds=("Event",))
        shown = {event.iri: event.status for event in (*timeline.events, *timeline.undated)}
        hosted = {e.iri: e.status for place in read_map(bundled.dataset(), as_of=day).places for e in place.events}
        assert hosted.items() <= shown.items()
    assert split == 5


def date(value: str, modality: str = "fact", last: str | None = None) -> EventClaim:
    return EventClaim("date", value, value, value, last or value, modality, NEWSROOM, None, None, None, f"urn:{value}")


def test_what_came_about_as_intended_is_intended_no_more() -> None:
    held = spans([date("2031-05-14")], "fact")
    assert [span.written for span in intended_spans([date("2031-05-12", "plan")], held)] == ["2031-05-12"]
    assert intended_spans([date("2031-05-14", "plan")], held) == []
    assert intended_spans([date("2031-05-01", "wish", last="2031-05-31")], held)[0].modality == "wish"


def test_spans_between_days() -> None:
    (day,) = spans([date("2031-05-14")], "fact")
    assert lie_within([day], "2031-05-14", "2031-05-14")
    assert not lie_within([day], "2031-05-15", None)
    assert not lie_within([], None, None)
    (month,) = spans([date("2031-05-01", last="2031-05-31")], "fact")
    assert may_touch(month, "2031-05-31", "2031-06-30")
    assert not may_touch(month, "2031-06-01", None)


def test_a_place_that_only_says_less_is_no_other_place() -> None:
    places = Places(
        Selection(
            AssertionTable(
                store_of(
                    ("urn:hall", "within", AKSU, "fact", None),
                    (AKSU, "within", STEPPE, "fact", None),
                    (AKSU, "latitude", "40.5", "fact", None),
                    (AKSU, "longitude", "60", "fact", None),
                    (STEPPE, "latitude", "91", "fact", None),  # no latitude
                    (STEPPE, "longitude", "60", "fact", None),
                )
            )
        )
    )
    assert places.coordinates == {AKSU: (40.5, 60)}
    assert places.point_of("urn:hall") == AKSU
    assert places.point_of(STEPPE) is None
    assert places.around("urn:hall") == {AKSU, STEPPE}
    assert places.most_precise(["urn:other", STEPPE, AKSU]) == [AKSU, "urn:other"]


def test_a_place_does_not_lie_where_no_source_was_read_for_it() -> None:
    store = store_of((AKSU, "within", STEPPE, "fact", None), (AKSU, "latitude", "40.5", "fact", None))
    assert Places(Selection(AssertionTable(store))).around(AKSU) == {STEPPE}
    store.add(ox.Quad(ox.NamedNode("urn:claim:0"), ox.NamedNode(TNK + "verified"), ox.Literal(False)))
    assert Places(Selection(AssertionTable(store))).around(AKSU) == set()


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2031-05-14", True), ("2031-05-15", False), ("2031-05", False), ("2031-04", True), ("", False)],
)
def test_an_article_counts_when_it_was_certainly_published(published: str, expected: bool) -> None:
    assert published_by("2031-05-14", published) is expected
