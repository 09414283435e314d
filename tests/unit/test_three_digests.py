"""Three invented digests, in English, Turkish and Kazakh, and one that is taken back: what counts, and what must not.

Each expected line was read in the texts of ``examples/fictional``. Things go by the last part of their ids.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import kg

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "fictional"
DIGESTS = [FOLDER / f"digest-2031-{day}-fictional.yaml" for day in ("06-01", "06-30", "07-01", "07-02", "07-03")]
PREFIX = "fictional-example-"

# What a text states as a fact, and nobody takes back.
IN_THE_MERGE = [
    "amber-coast observerOf reed-network",
    "reed-fair-2031 heldIn oyluk",
    "reed-fair-2031 currentStatus held",
    "tavi-ren holdsPost reed-network--coordinator-of-the-reed-network",
    "marin-tolu holdsPost reed-network--coordinator-of-the-reed-network",
    "sela-dorn fromPolity amber-coast",
    "sela-dorn attends reed-fair-2031",
    "willow-fund funds river-school",
    "heron-youth-union supports river-school",
    "youth-of-amber-coast ofPolity amber-coast",
    "ngos-of-amber-coast ofPolity amber-coast",
    "notices-of-cedar-bay ofPolity cedar-bay",
]
# Denied, contested, wished for, planned, possible, conditional, reported by nobody, unconfirmed, one of two, pledged,
# set aside, a range, perhaps the same, corrected, retracted.
NOT_IN_THE_MERGE = [
    "heron-youth-union memberOf reed-network",
    "youth-of-amber-coast memberOf reed-network",
    "ngos-of-amber-coast attends reed-fair-2032",
    "reed-fair-2032 heldIn oyluk",
    "reed-fair-2032 heldIn selvar",
    "willow-fund funds night-of-kites-2031",
    "willow-fund supports reed-fair-2032",
    "pebble-guild hosts night-of-kites-2031",
    "pebble-guild funds river-school",
    "sela-dorn opens reed-fair-2031",
    "osk-pell attends reed-fair-2031",
    "tavi-ren opens reed-fair-2031",
    "reed-fair-2031 heldIn selvar",
    "pebble-guild hosts reed-fair-2031",
]


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    built = kg.build(DIGESTS)
    assert built.report is not None
    assert built.report.counts == {"loaded": 5}
    return built


@pytest.fixture(scope="module")
def merge(graph: kg.Graph) -> set[str]:
    rows = graph.query("SELECT ?s ?p ?o { ?s ?p ?o FILTER(ISIRI(?s) && ISIRI(?o)) }").rows
    return {" ".join(_short(str(row[name])) for name in "spo") for row in rows}


def _short(iri: str) -> str:
    name = iri.replace("#", "/").rsplit("/", 1)[-1]
    return name.removeprefix(PREFIX).replace(f"--{PREFIX}", "--")


@pytest.mark.parametrize("line", IN_THE_MERGE)
def test_what_is_stated_is_in_the_merge(merge: set[str], line: str) -> None:
    assert line in merge


@pytest.mark.parametrize("line", NOT_IN_THE_MERGE)
def test_what_is_less_than_stated_is_not(graph: kg.Graph, merge: set[str], line: str) -> None:
    assert line not in merge
    subject, relation, value = line.split()
    texts = (
        f"SELECT ?s ?o {{ GRAPH ?article {{ ?a rdf:subject ?s ; rdf:predicate tnk:{relation} ; rdf:object ?o }} }}",
        f"SELECT ?s ?o {{ ?a rdf:subject ?s ; rdf:predicate tnk:{relation} ; tnk:alternative ?o }}",
    )
    claimed = {(_short(str(row["s"])), _short(str(row["o"]))) for text in texts for row in graph.query(text).rows}
    assert (subject, value) in claimed  # it is kept as what was said


def test_as_many_must_not_count_as_must() -> None:
    assert len(NOT_IN_THE_MERGE) >= len(IN_THE_MERGE)


def test_numbers_that_are_ranges_are_no_numbers(graph: kg.Graph) -> None:
    invented = "FILTER(CONTAINS(STR(?thing), 'fictional'))"
    counts = f"SELECT ?n {{ VALUES ?p {{ tnk:participantCount tnk:memberCount }} ?thing ?p ?n . {invented} }}"
    assert len(graph.query(counts)) == 0


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        (
            "contested",
            {("amber-coast", "cedar-bay"), ("youth-of-amber-coast", "cedar-bay"), ("heron-youth-union", "tern-circle")},
        ),
        ("withdrawn", {("tavi-ren", "corrected"), ("pebble-guild", "retracted"), ("reed-fair-2031", "retracted")}),
    ],
)
def test_questions_list_what_does_not_count(graph: kg.Graph, question: str, rows: set[tuple[str, str]]) -> None:
    column = {"contested": "contestedBy", "withdrawn": "how"}[question]
    found = {(_short(str(row["subject"])), _short(str(row[column]))) for row in graph.ask(question).rows}
    assert {each for each in found if each[0] not in ("northern-cyprus", "tr")} == rows


def test_whoever_is_quoted_within_a_quote_vouches(graph: kg.Graph) -> None:
    (fact,) = graph.explain("organization/fictional-example-heron-youth-union", "memberOf").facts
    (denial,) = fact.against
    assert (denial.speaker, [each.by for each in denial.passed]) == ("Sela Dorn", ["Tavi Ren"])


def test_the_correction_undone_brings_the_claim_back() -> None:
    before = kg.build([FOLDER / "digest-2031-07-01-fictional.yaml"])
    assert before.query("ASK { ?who tnk:opens ?fair }").boolean is True
