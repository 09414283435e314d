"""The guards over the reference data: the bundled ones pass, and what is planted is found, with its place."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from kg.findings import Finding
from kg.ontology.files import OntologyFolder
from kg.resources import ontology_folder
from kg.validate.reference import check_reference
from tests import commands

HEAD = """\
@prefix tnk: <https://w3id.org/turkic-ngo-kg/ontology#> .
@prefix assertion: <https://w3id.org/turkic-ngo-kg/id/reference/assertion/> .
@prefix event: <https://w3id.org/turkic-ngo-kg/id/event/> .
@prefix organization: <https://w3id.org/turkic-ngo-kg/id/organization/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix person: <https://w3id.org/turkic-ngo-kg/id/person/> .
@prefix place: <https://w3id.org/turkic-ngo-kg/id/place/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/a> tnk:sourceDate "2031-05-04"^^xsd:date .
event:steppe a tnk:Forum ; rdfs:label "Blue Steppe Forum"@en .
"""
AHEAD = """\
assertion:steppe-{name} a tnk:Assertion ;
    rdf:subject event:steppe ; rdf:predicate tnk:{relation} ; rdf:object {value} ;
    tnk:modality tnk:{modality} ; tnk:sourceAddress "{source}"^^xsd:anyURI .
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the ontology."""
    copy = tmp_path_factory.mktemp("reference") / "ontology"
    shutil.copytree(ontology_folder(), copy)
    return copy


def found(folder: Path, turtle: str) -> list[Finding]:
    """What is found with one file more, all of it in this file."""
    file = folder / "reference" / "steppe.ttl"
    file.write_text(HEAD + turtle, encoding="utf-8")
    findings = check_reference(OntologyFolder(folder))
    assert all(each.file == str(file) for each in findings)
    return findings


def claim(relation: str, value: str, modality: str = "fact", source: str = "https://example.org/a") -> str:
    return AHEAD.format(name=relation, relation=relation, value=value, modality=modality, source=source)


def date(day: str) -> str:
    return f'"{day}"^^xsd:date'


def test_the_bundled_reference_data_pass() -> None:
    assert list(map(str, check_reference(OntologyFolder()))) == []


@pytest.mark.parametrize("command", [["--format", "text"], ["--format", "json"], ["--fail-on", "info"]])
def test_the_command_says_so(command: list[str]) -> None:
    done = commands.run(["check", "--reference", *command])
    assert done.returncode == 0, done.stderr
    assert "json" in command or done.stdout == "10 files of reference data: nothing found\n"


def test_the_command_finds_and_fails(folder: Path) -> None:
    found(folder, claim("status", "tnk:held") + claim("startDate", date("2031-06-01")))
    asked = ["check", "--reference", "--ontology", str(folder)]
    done = commands.run(asked)
    assert done.returncode == 1
    assert "steppe.ttl:13: error: Blue Steppe Forum is said to have been held" in done.stdout
    assert done.stdout.endswith("11 files of reference data: 2 findings\n")
    told = json.loads(commands.run([*asked, "--format", "json"]).stdout)
    assert [len(file["findings"]) for file in told["files"] if file["file"].endswith("steppe.ttl")] == [2]
    sarif = json.loads(commands.run([*asked, "--format", "sarif"]).stdout)
    assert len(sarif["runs"][0]["results"]) == 2


@pytest.mark.parametrize("words", [["check"], ["check", "--reference", "examples/articles"]])
def test_it_is_either_articles_or_the_reference_data(words: list[str]) -> None:
    done = commands.run(words)
    assert done.returncode == 2
    assert "give either a PATH or --reference" in done.stderr


def test_no_source_knows_what_is_ahead_of_it(folder: Path) -> None:
    (finding,) = found(folder, claim("startDate", date("2031-05-05")))
    assert (finding.code, finding.severity.value, finding.line) == ("fact-later", "warning", 13)
    assert finding.message == (
        "startDate of Blue Steppe Forum is stated as a fact of 2031-05-05, after the day of a source, 2031-05-04"
    )
    assert "https://example.org/a" in (finding.hint or "")


@pytest.mark.parametrize(
    "turtle",
    [
        claim("startDate", date("2031-05-04")),
        claim("startDate", '"2031"^^xsd:gYear'),  # it may have begun before
        claim("startDate", date("2031-05-05"), modality="plan"),
        claim("startDate", date("2031-05-05"), source="https://example.org/undated"),
        claim("endDate", date("2031-06-01")),  # how long it is meant to last can be known
        claim("status", "tnk:planned") + claim("startDate", date("2031-06-01"), source="https://example.org/undated"),
    ],
)
def test_what_a_source_can_know_is_left_alone(folder: Path, turtle: str) -> None:
    assert found(folder, turtle) == []


def test_nothing_was_held_after_the_source(folder: Path) -> None:
    later = claim("status", "tnk:held") + claim("date", date("2031-05-05"), source="https://example.org/undated")
    (finding,) = found(folder, later)
    assert (finding.code, finding.severity.value, finding.line) == ("held-later", "error", 13)


def test_a_qualifier_is_read_too(folder: Path) -> None:
    turtle = claim("heldIn", "place:baku").replace("tnk:modality", f"tnk:startDate {date('2031-07-01')} ; tnk:modality")
    assert [each.code for each in found(folder, turtle)] == ["fact-later"]


CIRCLE = """\
organization:one a tnk:NGO ; rdfs:label "Aksu Union"@en .
organization:two a tnk:NGO ; rdfs:label "Tuman Society"@en .
"""


def test_nothing_replaces_itself(folder: Path) -> None:
    back = claim("replaces", "organization:one").replace("event:steppe", "organization:two")
    forth = claim("replaces", "organization:two").replace("event:steppe", "organization:one")
    forth = forth.replace("assertion:steppe-replaces", "assertion:steppe-back")
    findings = found(folder, CIRCLE + back + forth)
    assert [(each.code, each.severity.value, each.line) for each in findings] == [
        ("cycle", "error", 15),
        ("cycle", "error", 18),
    ]
    assert findings[0].message == "Tuman Society replaces itself, through Aksu Union"
    assert found(folder, CIRCLE + back) == []


def test_nobody_is_a_member_of_itself(folder: Path) -> None:
    loop = claim("memberOf", "organization:one").replace("event:steppe", "organization:one")
    (finding,) = found(folder, CIRCLE + loop)
    assert (finding.code, finding.message) == ("cycle", "Aksu Union is a member of itself")


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        (
            'organization:turksoi a tnk:IntergovernmentalOrganization ; rdfs:label "Turkic Acadamy"@en .',
            "almost the same",
        ),
        ('organization:academy-2 a tnk:Organization ; rdfs:label "TURKIC Academy"@en .', "the same name"),
        # Of another kind, or of a type that is never that of the other.
        ('place:academy a tnk:Venue ; rdfs:label "Turkic Academy"@en .', ""),
        ('organization:academy-2 a tnk:NGO ; rdfs:label "Turkic Academy"@en .', ""),
        # Said to be two.
        (
            'organization:turksoi a tnk:IntergovernmentalOrganization ; rdfs:label "Turkic Acadamy"@en ; '
            "owl:differentFrom organization:turkic-academy .",
            "",
        ),
    ],
)
def test_two_names_that_could_be_one(folder: Path, turtle: str, expected: str) -> None:
    file = folder / "reference" / "steppe.ttl"
    file.write_text(HEAD + turtle, encoding="utf-8")
    findings = check_reference(OntologyFolder(folder))
    assert [each.code for each in findings] == (["near-name"] if expected else [])
    assert all(expected in each.message and "organization/turkic-academy" in each.message for each in findings)


def test_who_is_only_described_is_no_reference(folder: Path) -> None:
    (finding,) = found(folder, 'person:s a tnk:Person ; rdfs:label "spokesman"@en .')
    assert (finding.code, finding.line) == ("anonymous-person", 13)


def test_the_day_of_a_source_is_that_in_its_address() -> None:
    """Where an address holds a day, it is the one that is recorded."""
    text = (ontology_folder() / "reference" / "sources.ttl").read_text(encoding="utf-8")
    recorded = re.findall(r'<(\S+)>\n    tnk:sourceDate "(\d{4}-\d\d-\d\d)"', text)
    dated = [
        (f"{year}-{month}-{day}", said)
        for address, said in recorded
        for year, month, day in re.findall(r"/(20\d\d)[/-]?([01]\d)[/-]?([0-3]\d)[/-]", address)
    ]
    dated += [
        (f"{year}-{month}-{day}", said)
        for address, said in recorded
        for day, month, year in re.findall(r"-([0-3]\d)-([01]\d)-(20\d\d)$", address)
    ]
    assert len(recorded) == text.count("sourceDate")
    assert len(dated) >= 10
    assert [one for one, other in dated if one != other] == []


def test_a_third_of_the_cited_pages_has_a_day() -> None:
    """Most of the others are lists, encyclopaedias and databases, which change."""
    folder = ontology_folder() / "reference"
    cited = {
        address
        for file in folder.glob("*.ttl")
        for address in re.findall(r'"(https?://[^"]+)"\^\^xsd:anyURI', file.read_text(encoding="utf-8"))
    }
    dated = re.findall(r"^<(\S+)>", (folder / "sources.ttl").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(cited.intersection(dated)) == len(dated) >= len(cited) / 3


def test_each_dated_source_is_cited() -> None:
    folder = ontology_folder() / "reference"
    cited = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.ttl"))
    sources = re.findall(r"^<(\S+)>", (folder / "sources.ttl").read_text(encoding="utf-8"), re.MULTILINE)
    assert [address for address in sources if f'"{address}"' not in cited] == []
