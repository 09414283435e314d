"""One rule for the current status, and one answer for each event wherever it is shown or counted."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.claims.assertions import Assertion
from kg.claims.status import current_status
from kg.export import write_profile
from kg.namespaces import NEWSROOM, REFERENCE_EDITORS, TNK, local_name
from kg.views.map import read_map
from kg.views.timeline import read_timeline

INFORMAL_SUMMIT = "https://w3id.org/turkic-ngo-kg/id/event/informal-summit-of-the-organization-of-turkic-states-2024"
LATE = "2026-11-01"  # after every bundled article


def claim(status: str, day: str | None, modality: str = "fact") -> Assertion:
    voice = REFERENCE_EDITORS if day is None else NEWSROOM
    name = f"{status}-{day}-{modality}"
    return Assertion(name, "event", TNK + "status", TNK + status, modality, voice, day, (), True, {})


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ([], None),
        ([("planned", "2031-01-01")], "planned"),
        # The newest by the day of its source.
        ([("announced", "2031-01-01"), ("postponed", "2031-02-01")], "postponed"),
        ([("postponed", "2031-02-01"), ("planned", "2031-03-01")], "planned"),
        ([("planned", "2031-01-01"), ("cancelled", "2031-02-01")], "cancelled"),
        # What was reported as held, or as under way, stays so: a later article recalls the plan.
        ([("held", "2031-05-04"), ("planned", "2031-06-01")], "held"),
        ([("ongoing", "2031-05-04"), ("announced", "2031-06-01")], "ongoing"),
        ([("ongoing", "2031-05-04"), ("held", "2031-05-06"), ("postponed", "2031-06-01")], "held"),
        # Reference data have no day of report.
        ([("held", None), ("planned", "2031-06-01")], "held"),
        ([("planned", None), ("announced", "2031-06-01")], "announced"),
        # A later claim denies it, or says that it was called off.
        ([("held", "2031-05-04"), ("held", "2031-05-05", "negated")], None),
        ([("planned", "2031-05-01"), ("held", "2031-05-04"), ("held", "2031-05-05", "negated")], "planned"),
        ([("held", "2031-05-04"), ("cancelled", "2031-05-05")], "cancelled"),
        ([("held", None), ("cancelled", "2031-05-05")], "cancelled"),
        # An earlier denial, or one of the same day, leaves a contradiction, which undoes nothing.
        ([("held", "2031-05-04", "negated"), ("held", "2031-05-05")], "held"),
        ([("held", "2031-05-04", "negated"), ("held", "2031-05-04")], "held"),
        ([("cancelled", "2031-05-03"), ("held", "2031-05-04")], "held"),
        # Of one day the more advanced.
        ([("wished", "2031-05-04"), ("proposed", "2031-05-04"), ("planned", "2031-05-04")], "planned"),
        ([("planned", "2031-05-04"), ("announced", "2031-05-04")], "announced"),
        ([("ongoing", "2031-05-04"), ("held", "2031-05-04")], "held"),
        # What is only planned or wished of a status gives none.
        ([("held", "2031-05-04", "plan"), ("held", "2031-05-04", "wish")], None),
    ],
)
def test_the_current_status(claims: list[tuple[str, ...]], status: str | None) -> None:
    made = [claim(*each) for each in claims]
    assert current_status(made) == status
    assert current_status(made[::-1]) == status


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    return kg.build(kg.examples())


@pytest.fixture(scope="module")
def derived(graph: kg.Graph) -> dict[str, str]:
    rows = graph.query("SELECT ?event ?status { ?event tnk:currentStatus ?status }").rows
    assert len(rows) == len({row["event"] for row in rows}) > 50
    return {str(row["event"]): local_name(str(row["status"])) for row in rows}


def test_a_summit_that_was_held_and_whose_plan_is_recalled(derived: dict[str, str]) -> None:
    # Held in Shusha on 6 July 2024 by the reference data; a digest of October 2025 knows only of the plan.
    assert derived[INFORMAL_SUMMIT] == "held"


def test_every_event_has_one_status_in_networks(graph: kg.Graph, derived: dict[str, str]) -> None:
    compared = 0
    for name in ("agent-event", "programme-partners", "agreement-parties"):
        for node, status in graph.network(name, status="any").nodes(data="status"):
            if status is not None:
                assert status == derived.get(node, "unknown"), node
                compared += 1
    assert compared >= 10


def test_every_event_has_one_status_on_the_time_line_and_on_the_map(graph: kg.Graph, derived: dict[str, str]) -> None:
    timeline = read_timeline(graph.dataset(), kinds=("Event",))
    shown = {event.iri: event.status for event in (*timeline.events, *timeline.undated)}
    assert shown == {iri: derived.get(iri, "") for iri in shown}
    assert len([status for status in shown.values() if status]) > 40
    hosted = {event.iri: event.status for place in read_map(graph.dataset()).places for event in place.events}
    assert hosted == {iri: derived[iri] for iri in hosted}
    assert INFORMAL_SUMMIT in hosted


def test_every_event_has_one_status_as_of_a_late_day(graph: kg.Graph, derived: dict[str, str]) -> None:
    for asked in ("status", "currentStatus"):
        rows = graph.query(f"SELECT DISTINCT ?event ?status {{ ?event tnk:{asked} ?status }}", as_of=LATE).rows
        found = [(str(row["event"]), local_name(str(row["status"]))) for row in rows]
        assert len(found) == len(dict(found))
        # Reference data without a day of their own are in no answer as of a day.
        assert dict(found) == {event: derived[event] for event in dict(found)}
        assert dict(found)[INFORMAL_SUMMIT] == "held"


def test_every_event_has_one_status_in_profiles(graph: kg.Graph, derived: dict[str, str], tmp_path: Path) -> None:
    write_profile(graph.dataset(), "schema", tmp_path / "schema.nt")
    written = (tmp_path / "schema.nt").read_text(encoding="utf-8")
    events = {iri: status for iri, status in derived.items() if "/id/event/" in iri}
    expressed = {iri for iri in events if f"<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in written}
    assert expressed == {iri for iri in events if events[iri] in ("held", "ongoing", "cancelled", "postponed")}


def test_named_questions_ask_for_the_same_status(graph: kg.Graph, derived: dict[str, str]) -> None:
    for status in ("held", "planned", "announced"):
        for row in graph.ask("bilateral-forums", status=status).rows:
            assert derived[str(row["forum"])] == status
    intended = {str(row["event"]): local_name(str(row["status"])) for row in graph.ask("intended-events").rows}
    assert intended == {iri: derived[iri] for iri in intended}
    assert not set(intended.values()) & {"held", "ongoing"}
    assert all(derived[str(row["event"])] == "held" for row in graph.ask("undated-held-events").rows)
    assert all(derived[str(row["event"])] in ("held", "ongoing") for row in graph.ask("hosting-places").rows)
