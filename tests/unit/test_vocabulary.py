"""The vocabulary: what the ontology's Turtle tells the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.namespaces import DEFAULT_BASE, KINDS, PREFIXES, local_name
from kg.ontology import vocabulary


def test_every_kind_of_the_ontology_has_a_prefix() -> None:
    kinds = vocabulary.load().kinds
    assert set(KINDS) == kinds
    assert {PREFIXES[kind] for kind in kinds} == {f"{DEFAULT_BASE}{kind}/" for kind in kinds}


def test_a_relation_knows_what_it_joins() -> None:
    terms = vocabulary.load().properties
    between, member, start = terms["between"], terms["memberOf"], terms["startDate"]
    assert between.domain == {"Event", "EventSeries", "Programme", "Agreement"}
    assert between.range == {"Polity"}
    of_any_assertion = {"explicitness", "stance", "openList", "heldBy", "certainty"}
    assert member.qualifiers == {"startDate", "endDate", "date", "contestedBy", *of_any_assertion}
    assert terms["precision"].weakens
    assert not terms["stance"].weakens
    assert {local_name(iri) for iri in vocabulary.load().weakening_values} == {"weaklyImplied", "pledged", "committed"}
    assert start.bounds == ("startEarliest", "startLatest")
    assert start.is_date
    assert terms["cooperatesWith"].symmetric
    assert not between.symmetric
    assert terms["modality"].values == {"fact", "plan", "proposal", "wish", "negated", "contested"}
    assert terms["status"].takes_literal
    assert not between.takes_literal


def test_classes_inherit_their_kind() -> None:
    classes = vocabulary.load().classes
    assert classes["Agency"].kind == "organization"
    assert classes["City"].kind == "place"
    assert classes["LimitedRecognitionPolity"].kind == "polity"  # a polity is a place too, but of a kind of its own
    assert classes["Post"].identified_within == "postIn"
    assert {"Agency", "PublicBody", "Organization", "Agent"} <= classes["Agency"].ancestors
    assert vocabulary.load().defined_classes == {
        *("OfficeHolder", "Official", "MemberState", "Observer", "ObserverState")
    }
    assert vocabulary.load().inverses["organisedBy"] == "organises"


def test_the_same_files_give_the_same_vocabulary() -> None:
    one, other = vocabulary.load(), vocabulary.load()
    assert one.fingerprint == other.fingerprint
    assert one.ontology_quads == other.ontology_quads


def test_another_base_is_another_vocabulary() -> None:
    other = vocabulary.load(base="https://example.org/things/")
    assert other.fingerprint != vocabulary.load().fingerprint
    assert not [q for q in other.reference_quads if DEFAULT_BASE in str(q)]
    with pytest.raises(InputError, match="base of IRIs"):
        vocabulary.load(base="things")


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    with pytest.raises(InputError, match="no ontology here"):
        vocabulary.load(tmp_path)
    (tmp_path / "modules" / "broken.ttl").write_text("@prefix x: <https://example.org/> .\nx:a x:b .\n")
    with pytest.raises(InputError, match=r"broken\.ttl.*line 2"):
        vocabulary.load(tmp_path)
