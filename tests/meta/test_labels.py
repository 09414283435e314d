"""The translated labels: each term has exactly one in each language, of its own, in the script of the language."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.term import Literal, Node

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
TNK = Namespace("https://w3id.org/turkic-ngo-kg/ontology#")
SCRIPTS = {
    "az": "LATIN",
    "tr": "LATIN",
    "kk": "CYRILLIC",
    "ky": "CYRILLIC",
    "uz": "LATIN",
    "tk": "LATIN",
    "hu": "LATIN",
    "ru": "CYRILLIC",
}
SORTS = (
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.NamedIndividual,
    TNK.Theme,
)
# Words that keep Latin letters in Cyrillic text: names of standards and of a website.
LATIN_IN_CYRILLIC = {"ISO", "alpha-2", "alpha-3", "Wikidata"}
# Reviewed: international words that the language writes as English does.
SAME_AS_ENGLISH = {
    ("az", "forum"),
    ("tr", "forum"),
    ("uz", "forum"),
    ("tk", "forum"),
    ("az", "plan"),
    ("tr", "plan"),
    ("az", "media"),
    ("uz", "media"),
    ("tk", "media"),
    ("uz", "transport"),
    ("hu", "online"),
}


@cache
def _english() -> dict[URIRef, tuple[frozenset[Node], str]]:
    """Every term and theme, with its types and its English label."""
    graph = Graph().parse(ONTOLOGY / "themes.ttl")
    for file in sorted((ONTOLOGY / "modules").glob("*.ttl")):
        graph.parse(file)
    named: dict[URIRef, tuple[frozenset[Node], str]] = {}
    for term, label in graph.subject_objects(RDFS.label):
        types = frozenset(graph.objects(term, RDF.type))
        if isinstance(term, URIRef) and not types.isdisjoint(SORTS):
            named[term] = types, str(label)
    return named


@cache
def _labels(language: str) -> Graph:
    return Graph().parse(ONTOLOGY / "labels" / f"{language}.ttl")


def _texts(language: str) -> dict[URIRef, list[str]]:
    """What the file of a language calls each term: labels and labels for review."""
    texts: dict[URIRef, list[str]] = defaultdict(list)
    for annotation in (RDFS.label, TNK.labelForReview):
        for term, text in _labels(language).subject_objects(annotation):
            assert isinstance(term, URIRef)
            texts[term].append(str(text))
    return texts


def test_there_is_one_file_a_language() -> None:
    assert {file.name for file in (ONTOLOGY / "labels").iterdir()} == {f"{language}.ttl" for language in SCRIPTS}


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_file_holds_labels_of_its_language_and_nothing_else(language: str) -> None:
    graph = _labels(language)
    assert set(graph.predicates()) == {RDFS.label, SKOS.prefLabel, TNK.labelForReview}
    assert {text.language if isinstance(text, Literal) else text for text in graph.objects()} == {language}


@pytest.mark.parametrize("language", SCRIPTS)
def test_each_term_and_theme_has_exactly_one_label_or_label_for_review(language: str) -> None:
    texts = _texts(language)
    assert set(texts) == set(_english())
    assert {term: found for term, found in texts.items() if len(found) != 1} == {}


@pytest.mark.parametrize("language", SCRIPTS)
def test_exactly_the_labels_of_themes_are_preferred_labels(language: str) -> None:
    graph = _labels(language)
    themes = {term for term, (types, _) in _english().items() if TNK.Theme in types}
    labels = {(term, text) for term, text in graph.subject_objects(RDFS.label) if term in themes}
    assert set(graph.subject_objects(SKOS.prefLabel)) == labels


@pytest.mark.parametrize("language", SCRIPTS)
def test_no_label_repeats_the_english_one_but_for_reviewed_words(language: str) -> None:
    same = {text for term, found in _texts(language).items() for text in found if text == _english()[term][1]}
    assert same == {text for tag, text in SAME_AS_ENGLISH if tag == language}


@pytest.mark.parametrize("language", SCRIPTS)
def test_labels_are_in_the_script_of_the_language(language: str) -> None:
    script = SCRIPTS[language]
    kept = LATIN_IN_CYRILLIC if script == "CYRILLIC" else set()
    words = {word for found in _texts(language).values() for text in found for word in text.split()} - kept
    letters = {letter for word in words for letter in word if letter.isalpha() and letter not in "ʻʼ"}
    assert letters
    assert {letter for letter in letters if not unicodedata.name(letter).startswith(script)} == set()


@pytest.mark.parametrize("language", SCRIPTS)
def test_labels_are_composed_and_have_the_apostrophes_of_uzbek_only(language: str) -> None:
    for found in _texts(language).values():
        for text in found:
            assert text == unicodedata.normalize("NFC", text) == " ".join(text.split())
            assert not set(text) & set("'’‘`"), text
            assert language == "uz" or not set(text) & set("ʻʼ"), text


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: str(sort).rpartition("#")[2])
def test_no_two_terms_of_one_sort_share_a_label(language: str, sort: URIRef) -> None:
    terms = [term for term, (types, _) in _english().items() if sort in types]
    texts = [text for term in terms for text in _texts(language)[term]]
    assert terms
    assert sorted(texts) == sorted(set(texts))


@pytest.mark.parametrize("language", SCRIPTS)
def test_the_head_of_a_file_tells_the_licence_and_the_two_properties(language: str) -> None:
    head = (ONTOLOGY / "labels" / f"{language}.ttl").read_text(encoding="utf-8").partition("@prefix")[0]
    for words in ("CC BY 4.0", "rdfs:label", "tnk:labelForReview"):
        assert words in head
