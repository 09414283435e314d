"""The graph of the seed article, whole: every thing, every relation, every statement, and the numbers that follow."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
Ask = Callable[[str], list[tuple[str, ...]]]


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


THINGS = {row["gold"]: row for row in table("things.tsv")}
RELATIONS = table("relations.tsv")
STATEMENTS = table("statements.tsv")
# Stated (S), implied (I) or claimed: all rows of the gold list but X46, which is background knowledge.
ROWS = {f"X{number:02}" for number in range(1, 69)} - {"X46"}
ADDRESSES = {gold: row["id"] for gold, row in THINGS.items()} | {"D1": "article/trend-4122096"}
MENTIONS = """
SELECT ?thing ?words WHERE {
  GRAPH article:trend-4122096 {
    ?mention a tnk:Mention ; oa:hasBody ?thing ; oa:hasTarget ?target . ?target oa:hasSelector/oa:exact ?words .
    OPTIONAL { ?target oa:hasSelector/oa:start ?start }
    FILTER NOT EXISTS { ?thing tnk:evidence ?mention }
  }
}
"""


def mentions(thing: dict[str, str]) -> list[tuple[str, int]]:
    """The words of each mention, and the line of the text in which they stand."""
    pairs = (mention.rpartition("@") for mention in thing["mentions"].split("|"))
    return [(words, int(line)) for words, _, line in pairs]


def qualifiers(relation: dict[str, str]) -> dict[str, str]:
    """The qualifiers of a relation by name, as the gold list gives them: stated or implied, confident, open."""
    return dict(pair.split("=") for pair in relation["qualifiers"].split(";") if pair != "-")


def test_the_gold_list_is_complete() -> None:
    golds = [gold for gold in THINGS if not gold.startswith("+")]
    assert len(golds) == 64 - len(["D1"]) - len(["T1", "T2", "T3", "T4", "T5", "T6", "T7"])
    families = Counter(re.sub(r"\d+\w?", "", gold) for gold in golds)
    assert families == {
        "P": 4, "O": 6, "G": 4, "R": 4, "C": 8, "L": 5, "V": 12, "VS": 4, "PR": 4, "A": 1, "K": 4,
    }  # fmt: skip
    assert {row["gold"] for row in RELATIONS if row["gold"].startswith("X")} == ROWS - {"X01", "X02"}
    assert [row["gold"] for row in STATEMENTS] == [f"S{number:02}" for number in range(1, 24)]


def test_every_row_of_the_gold_list_is_marked_in_the_annotation(annotation: Path) -> None:
    comments = re.findall(r"# (.+)$", annotation.read_text(encoding="utf-8"), flags=re.MULTILINE)
    marked = {mark for comment in comments for mark in re.findall(r"\b(?:X\d\d|[A-Z]{1,2}\d+[ab]?)\b", comment)}
    golds = {gold for gold in THINGS if not gold.startswith("+")}
    assert ROWS | golds <= marked
    assert "X46" not in marked


def test_things_and_their_classes(ask: Ask) -> None:
    rows = ask("SELECT ?thing ?class WHERE { GRAPH article:trend-4122096 { ?thing a ?class } }")
    machinery = {"Article", "Assertion", "Statement", "Mention"}
    found = [row for row in rows if row[1] not in machinery and not row[1].startswith("http")]
    assert found == sorted((row["id"], row["class"]) for row in THINGS.values())


def test_every_mention(ask: Ask) -> None:
    assert ask(MENTIONS) == sorted((row["id"], words) for row in THINGS.values() for words, _ in mentions(row))


def test_every_mention_stands_in_its_line(verified: Ask, seed_text: Path) -> None:
    text = seed_text.read_text(encoding="utf-8")
    rows = verified(MENTIONS.replace("?thing ?words", "?thing ?words ?start"))
    found = [(thing, words, text.count("\n", 0, int(start)) + 1) for thing, words, start in rows]
    assert sorted(found) == sorted((row["id"], *mention) for row in THINGS.values() for mention in mentions(row))


def test_every_relation_with_its_modality_and_its_speaker(ask: Ask) -> None:
    rows = ask("""
        SELECT ?subject ?relation ?object ?modality ?voice ?statement ?number ?explicitness ?stance ?openList ?heldBy {
          GRAPH article:trend-4122096 {
            ?assertion a tnk:Assertion ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
              tnk:modality ?modality ; tnk:attributedTo ?voice ; prov:wasDerivedFrom article:trend-4122096 .
            OPTIONAL { ?assertion tnk:inStatement ?statement }
            OPTIONAL { ?assertion tnk:number ?number }
            OPTIONAL { ?assertion tnk:explicitness ?explicitness }
            OPTIONAL { ?assertion tnk:stance ?stance }
            OPTIONAL { ?assertion tnk:openList ?openList }
            OPTIONAL { ?assertion tnk:heldBy ?heldBy }
          }
        }
    """)
    speakers = {row["gold"]: ADDRESSES[row["speaker"]] for row in STATEMENTS}
    newsroom = {"-", "S01", "S02", "S03"}
    expected = [
        (
            ADDRESSES[row["subject"]],
            row["relation"],
            ADDRESSES.get(row["object"], row["object"]),
            row["modality"],
            "newsroom" if row["statement"] in newsroom else speakers[row["statement"]],
            "" if row["statement"] == "-" else f"article/trend-4122096/statement/{row['statement'].lower()}",
            *(qualifiers(row).get(name, "") for name in ("number", "explicitness", "stance", "openList")),
            ADDRESSES.get(qualifiers(row).get("heldBy", ""), ""),
        )
        for row in RELATIONS
    ]
    assert rows == sorted(expected)


def test_a_direct_triple_for_every_fact_and_for_nothing_else(ask: Ask) -> None:
    rows = ask("""
        SELECT ?subject ?relation ?object WHERE {
          GRAPH article:trend-4122096 { ?subject ?relation ?object }
          GRAPH <https://w3id.org/turkic-ngo-kg/ontology> { ?relation tnk:usedAs ?use }
          FILTER (?use IN ("relation", "attribute"))
          FILTER NOT EXISTS { GRAPH article:trend-4122096 { ?subject a ?machinery }
                              FILTER (?machinery IN (tnk:Assertion, tnk:Statement)) }
        }
    """)
    facts = {
        (ADDRESSES[row["subject"]], row["relation"], ADDRESSES.get(row["object"], row["object"]))
        for row in RELATIONS
        if row["modality"] == "fact" and qualifiers(row).get("explicitness") != "weaklyImplied"
    }
    assert set(rows) == facts


def test_every_statement_with_speaker_office_and_manner(ask: Ask) -> None:
    rows = ask("""
        SELECT ?statement ?speaker ?capacity ?occasion ?mode (GROUP_CONCAT(?kind; separator=" ") AS ?kinds) WHERE {
          { SELECT * WHERE {
              ?statement a tnk:Statement ; tnk:speaker ?speaker ; tnk:mode ?mode ; tnk:statementKind ?full .
              OPTIONAL { ?statement tnk:capacity ?capacity }
              OPTIONAL { ?statement tnk:occasion ?occasion }
              BIND(STRAFTER(STR(?full), "#") AS ?kind)
            } ORDER BY ?kind }
        } GROUP BY ?statement ?speaker ?capacity ?occasion ?mode
    """)
    expected = [
        (
            f"article/trend-4122096/statement/{row['gold'].lower()}",
            ADDRESSES[row["speaker"]],
            ADDRESSES.get(row["capacity"], ""),
            "" if row["mode"] == "newsroom" else ADDRESSES["V1"],
            row["mode"],
            row["kinds"],
        )
        for row in STATEMENTS
    ]
    found = [(*row[:5], " ".join(sorted(row[5].split()))) for row in rows]
    assert found == sorted(expected)


def test_how_sure_a_speaker_sounds_and_who_wishes_what_another_tells(ask: Ask) -> None:
    """The words are the article's: “I am confident”, “eager”, “enthusiastic”, “a strong conviction”."""
    rows = ask("""
        SELECT ?statement ?stance ?heldBy WHERE {
          ?statement a tnk:Statement
          OPTIONAL { ?statement tnk:stance ?stance }
          OPTIONAL { ?statement tnk:heldBy ?heldBy }
          FILTER(BOUND(?stance) || BOUND(?heldBy))
        }
    """)
    found = {statement.rpartition("/")[2].upper(): rest for statement, *rest in rows}
    assert found == {
        "S09": ["confident", ""],
        "S13": ["eager", ADDRESSES["G3"]],
        "S14": ["enthusiastic", ADDRESSES["G3"]],
        "S22": ["strong conviction", ""],
    }


def test_the_unity_of_the_turkic_world_is_an_idea_and_no_programme(ask: Ask) -> None:
    """The gold list: “concepts; may be kept as skos:Concept”. The third wish of X48 stays in what S14 is about."""
    unity = "<https://w3id.org/turkic-ngo-kg/id/theme/unity-of-the-turkic-world>"
    assert ask(f"SELECT ?as {{ {unity} a ?as }}") == [("Theme",)]
    (row,) = ask(f"SELECT ?statement {{ ?statement tnk:about {unity} }}")
    assert row == ("article/trend-4122096/statement/s14",)


def test_every_statement_has_its_quote(ask: Ask) -> None:
    rows = ask("""
        SELECT ?statement ?words WHERE {
          GRAPH article:trend-4122096 {
            ?statement a tnk:Statement ; tnk:evidence/oa:hasTarget/oa:hasSelector/oa:exact ?words
          }
        }
    """)
    assert rows == [(f"article/trend-4122096/statement/{row['gold'].lower()}", row["quote"]) for row in STATEMENTS]


def test_the_article_itself(ask: Ask) -> None:  # X01, X02
    assert ask("""
        SELECT ?publisher ?day ?address ?language WHERE {
          article:trend-4122096 tnk:publisher ?publisher ; tnk:published ?day ; tnk:url ?address ;
            <http://purl.org/dc/terms/language> ?language .
        }
    """) == [("organization/trend", "2025-11-25", "https://www.trend.az/azerbaijan/society/4122096.html", "en")]


def test_statements_by_speaker(ask: Ask) -> None:
    rows = ask("SELECT ?s (COUNT(?x) AS ?n) WHERE { ?x a tnk:Statement ; tnk:speaker ?s } GROUP BY ?s")
    assert sorted((int(count) for _, count in rows), reverse=True) == [7, 7, 6, 3]


def test_six_plans_or_wishes(ask: Ask) -> None:
    rows = ask("""
        SELECT DISTINCT ?statement WHERE {
          ?statement a tnk:Statement ; tnk:statementKind ?kind . FILTER (?kind IN (tnk:plan, tnk:wish))
        }
    """)
    assert len(rows) == 6


def test_the_last_bilateral_forum_was_held_on_the_day_before(ask: Ask) -> None:
    rows = ask("""
        SELECT ?day ?other WHERE {
          ?forum a tnk:Forum ; tnk:status tnk:held ; tnk:between polity:az , ?other .
          FILTER (?other != polity:az)
          OPTIONAL { ?forum tnk:startDate ?day }
        }
    """)
    assert rows == [("", "polity/tr"), ("", "polity/uz"), ("2025-11-24", "polity/kz")]


def test_the_second_forum_with_kazakhstan_is_planned_and_undated_on_aliyevas_word(ask: Ask) -> None:
    rows = ask("""
        SELECT ?status ?speaker ?kind ?day WHERE {
          BIND(event:azerbaijan-kazakhstan-ngo-cooperation-forum-second AS ?forum)
          ?forum tnk:status ?status .
          ?claim rdf:subject ?forum ; rdf:predicate tnk:status ; tnk:attributedTo ?speaker ;
            tnk:inStatement/tnk:statementKind ?kind .
          OPTIONAL { ?forum tnk:startDate|tnk:endDate|tnk:date ?day }
        }
    """)
    assert rows == [("planned", "person/aygun-aliyeva", "plan", "")]


@pytest.mark.parametrize(("modality", "polities"), [("plan", 8), ("fact", 0)])
def test_the_grants_target_eight_polities_as_a_plan_and_none_as_a_fact(ask: Ask, modality: str, polities: int) -> None:
    rows = ask(f"""
        SELECT DISTINCT ?polity WHERE {{
          ?claim rdf:subject programme:expanded-grant-competitions-for-ngos ; rdf:predicate tnk:targets ;
            rdf:object ?polity ; tnk:modality tnk:{modality} .
        }}
    """)
    assert len(rows) == polities


def test_two_steps_from_the_sector_to_the_administration(ask: Ask) -> None:
    sector, department, administration = (ADDRESSES[gold] for gold in ("O5", "O4", "O3"))
    rows = ask("SELECT ?unit ?whole WHERE { GRAPH article:trend-4122096 { ?unit tnk:unitOf ?whole } }")
    assert rows == sorted([(sector, department), (department, administration)])
