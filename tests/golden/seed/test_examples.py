"""The bundled articles together: what joins, what stays apart, and that a dateline is not a place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import yaml

import kg

Ask = Callable[[str], list[tuple[str, ...]]]

HELD_IN = """
SELECT ?place ?modality WHERE {
  ?claim rdf:subject event:azerbaijan-uzbekistan-ngo-cooperation-forum-2023 ; rdf:predicate tnk:heldIn ;
    rdf:object ?place ; tnk:modality ?modality ; prov:wasDerivedFrom article:digest-2023-11-27 .
}
"""


def test_nothing_is_wrong_with_the_bundled_articles(everything: kg.Graph, root: Path) -> None:
    assert everything.report is not None
    articles = everything.report.articles
    on_disk = {file.stem: "loaded" for file in (root / "examples" / "articles").glob("*.yaml")}
    assert len(on_disk) >= 14
    assert {article.id: article.status for article in articles} == on_disk
    # The text of the Trend article is named and does not ship: a warning says so, a note how many quotes it concerns.
    found = {(article.id, str(finding.severity)) for article in articles for finding in article.findings}
    assert found == {("trend-4122096", "warning"), ("trend-4122096", "info")}


def test_the_dateline_is_not_the_place(ask_all: Ask) -> None:
    assert ask_all("SELECT ?place WHERE { article:digest-2023-11-27 tnk:dateline ?place }") == [("place/shusha",)]
    assert ask_all(HELD_IN) == [
        ("place/fuzuli", "fact"),
        ("place/mirza-ulugbek-school-fuzuli", "fact"),
        ("place/shusha", "negated"),
    ]
    places = ask_all("SELECT ?p WHERE { event:azerbaijan-uzbekistan-ngo-cooperation-forum-2023 tnk:heldIn ?p }")
    assert places == [("place/fuzuli",), ("place/mirza-ulugbek-school-fuzuli",)]


def test_a_forum_whose_edition_is_not_named_stays_apart_from_the_dated_one(ask_all: Ask) -> None:
    assert ask_all("""
        SELECT ?series ?forum ?day WHERE {
          VALUES ?other { polity:tr polity:uz } ?forum tnk:between polity:az , ?other ; tnk:editionOf ?series .
          OPTIONAL { ?forum tnk:startDate ?day }
        }
    """) == [
        (
            "series/azerbaijan-turkiye-ngo-cooperation-forums",
            "event/azerbaijan-turkiye-ngo-cooperation-forum",
            "",
        ),
        (
            "series/azerbaijan-turkiye-ngo-cooperation-forums",
            "event/azerbaijan-turkiye-ngo-cooperation-forum-2022",
            "2022-05-19",
        ),
        (
            "series/azerbaijan-uzbekistan-ngo-cooperation-forums",
            "event/azerbaijan-uzbekistan-ngo-cooperation-forum",
            "",
        ),
        (
            "series/azerbaijan-uzbekistan-ngo-cooperation-forums",
            "event/azerbaijan-uzbekistan-ngo-cooperation-forum-2023",
            "2023-11-27",
        ),
        (
            "series/azerbaijan-uzbekistan-ngo-cooperation-forums",
            "event/uzbekistan-azerbaijan-ngo-forum-2024",
            "2024-12-05",
        ),
    ]


def test_one_director_in_one_post_attested_four_times(ask_all: Ask) -> None:
    assert ask_all("""
        SELECT ?post ?article WHERE {
          ?claim rdf:subject person:aygun-aliyeva ; rdf:predicate tnk:holdsPost ; rdf:object ?post ;
            prov:wasDerivedFrom ?article .
        }
    """) == [
        ("post/state-agency-for-support-to-ngos-of-azerbaijan--executive-director", f"article/{article}")
        for article in ("digest-2022-05-19", "digest-2025-10-20", "digest-2025-11-24", "trend-4122096")
    ]


def test_the_number_of_participants_is_trends_word_and_not_the_digests(ask_all: Ask) -> None:
    assert ask_all("""
        SELECT ?number ?voice WHERE {
          ?claim rdf:predicate tnk:participantCount ; rdf:object ?number ; tnk:attributedTo ?voice ;
            prov:wasDerivedFrom article:digest-2023-11-27 .
        }
    """) == [("100", "organization/trend")]


def test_the_examples_are_in_the_languages_of_the_region(ask_all: Ask) -> None:
    rows = ask_all("SELECT DISTINCT ?language WHERE { ?article a tnk:Article ; dcterms:language ?language }")
    assert {language for (language,) in rows} >= {"az", "tr", "ru", "kk"}


def test_the_digest_of_the_text_is_the_texts(root: Path) -> None:
    article = yaml.safe_load((root / "examples/articles/digest-2022-05-19.yaml").read_text("utf-8"))
    text = (root / "examples/articles" / article["article"]["text"]).read_bytes()
    assert article["article"]["sha256"] == hashlib.sha256(text).hexdigest()
