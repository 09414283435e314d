"""Text from the ontology, the queries and the graph is shown, never obeyed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.documentation import SiteSources, build_site
from kg.errors import InputError, UsageError
from kg.resources import ontology_folder, queries_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ontology_folder(), tmp_path / "ontology")
    return tmp_path / "ontology"


def add(folder: Path, turtle: str, name: str = "modules/zz-hostile.ttl") -> None:
    prefixes = (
        "@prefix tnk: <https://w3id.org/turkic-ngo-kg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "@prefix ex: <http://example.org/> .\n"
    )
    (folder / name).write_text(prefixes + turtle, encoding="utf-8")


def queries(tmp_path: Path, text: str) -> Path:
    group = tmp_path / "queries" / "competency"
    group.mkdir(parents=True)
    (group / "hostile.rq").write_text(text, encoding="utf-8")
    return tmp_path / "queries"


def test_labels_definitions_and_queries_are_text(folder: Path, tmp_path: Path, graph: kg.Graph, read: Any) -> None:
    label = "<script>alert(1)</script>"
    add(
        folder,
        f'tnk:Bad a owl:Class ; rdfs:label "{label}"@en , "{label}"@tr ;'
        " skos:definition \"<img src=x onerror='a'>\"@en ;"
        ' skos:example "</title></p><b>"@en ; rdfs:seeAlso <javascript:alert%281%29> , <http://example.org/a> .\n'
        f'tnk:bad a owl:ObjectProperty ; rdfs:label "{label}"@en ; skos:definition "d"@en ; rdfs:domain tnk:Bad ;'
        " rdfs:range tnk:Bad .",
    )
    asked = queries(
        tmp_path,
        "#+ summary: </h1><script>alert(3)</script>\n#+ description: <b onclick=x>\n"
        '#+ parameter: x string =<i> -- <u>what</u>\n#+ example: kg query hostile -p x="<s>"\n'
        'SELECT ?x ?y ("<script>alert(4)</script>" AS ?z) (<javascript:alert(5)> AS ?w) WHERE { # </pre><script>\n'
        "  VALUES ?y { '''<script>''' } }\n",
    )
    files = build_site(SiteSources(folder, asked, graph.dataset()))
    for path, content in files.items():
        source = content.decode()
        if path.endswith(".css"):
            continue
        assert source.count("<script") == (1 if path.endswith(".html") else 0), path
        assert not [said for _, said in read(source).tags if any(name.startswith("on") for name in said)], path
        assert "<img" not in source, path
        assert not re.search(r'href="(?!https?:|[^":]*"|data:,)', source), path
        if path.endswith(".html"):
            assert not read(source).faults, path
    assert label in read(files["modules/zz-hostile.html"].decode()).within["Bad"]
    shown = "".join(read(files["questions/competency-hostile.html"].decode()).texts)
    for said in ("<script>alert(3)</script>", "<script>alert(4)</script>", "javascript:alert(5)", "# </pre><script>"):
        assert said in shown


def test_themes_that_are_broader_than_each_other_stand_once(folder: Path, tmp_path: Path, graph: kg.Graph) -> None:
    zz = "<https://w3id.org/turkic-ngo-kg/id/theme/zz-"
    pairs = (("one", "two"), ("two", "one"))
    turtle = "\n".join(f"{zz}{one}> a tnk:Theme ; skos:broader {zz}{other}> ." for one, other in pairs)
    add(folder, turtle, "themes-zz.ttl")
    asked = queries(tmp_path, "#+ summary: s\nASK { ?s ?p ?o }")
    page = build_site(SiteSources(folder, asked, graph.dataset()))["themes.html"].decode()
    assert [page.count(f'id="theme.zz-{name}"') for name in ("one", "two")] == [1, 1]
    assert page.count('href="#theme.zz-one"') == 1  # below the other one only a link


def test_marks_of_writing_direction_do_not_reach_a_page(folder: Path, tmp_path: Path, graph: kg.Graph) -> None:
    add(folder, 'tnk:Bad a owl:Class ; rdfs:label "a\\u202Eb\\u0007c"@en ; skos:definition "d"@en .')
    files = build_site(SiteSources(folder, queries(tmp_path, "#+ summary: s\nASK { ?s ?p ?o }"), graph.dataset()))
    assert all("\u202e" not in content.decode() and "\x07" not in content.decode() for content in files.values())


def test_a_constraint_without_words_is_named(folder: Path, graph: kg.Graph) -> None:
    add(folder, "ex:s a sh:NodeShape ; sh:targetClass tnk:Event ; sh:sparkle 3 .", "shapes/zz.ttl")
    with pytest.raises(InputError, match=r"zz\.ttl: s: sh:sparkle has no words yet"):
        build_site(SiteSources(folder, queries_folder(), graph.dataset()))


def test_a_class_without_words_is_named(folder: Path, graph: kg.Graph) -> None:
    add(folder, "tnk:Odd a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty tnk:date ] .")
    with pytest.raises(InputError, match="no words yet"):
        build_site(SiteSources(folder, queries_folder(), graph.dataset()))


def test_a_question_that_this_graph_cannot_be_asked_says_so(tmp_path: Path, graph: kg.Graph) -> None:
    text = "#+ summary: s\n#+ parameter: e event required -- an event\n#+ example: kg query hostile -p e=Nothing\n"
    asked = queries(tmp_path, text + "SELECT ?e { ?e a tnk:Event }")
    page = build_site(SiteSources(ontology_folder(), asked, graph.dataset()))[
        "questions/competency-hostile.html"
    ].decode()
    assert "data-unanswered" in page
    assert "nothing here is called" in page


def test_no_bundled_question_stays_unasked(site: dict[str, bytes]) -> None:
    assert not [path for path, content in site.items() if b"data-unanswered" in content]


def test_a_language_is_a_tag(graph: kg.Graph) -> None:
    with pytest.raises(UsageError, match="not the tag of a language"):
        build_site(SiteSources(ontology_folder(), queries_folder(), graph.dataset(), '"><script>'))


def test_names_in_the_language_asked_for(graph: kg.Graph, read: Any) -> None:
    page = build_site(SiteSources(ontology_folder(), queries_folder(), graph.dataset(), "az"))[
        "reference.html"
    ].decode()
    # CLDR's Azerbaijani name of the country.
    assert read(page).within["polity.az"].strip() == "Azərbaycan"


def test_themes_that_are_broader_than_each_other_are_drawn_once(folder: Path, graph: kg.Graph, read: Any) -> None:
    circle = (
        'ex:one a tnk:Theme ; rdfs:label "one"@en ; skos:definition "first"@en ; skos:broader ex:two .\n'
        'ex:two a tnk:Theme ; rdfs:label "two"@en ; skos:definition "second"@en ; skos:broader ex:one .\n'
    )
    add(folder, circle, "zz-themes.ttl")
    page = build_site(SiteSources(folder, queries_folder(), graph.dataset()))["themes.html"].decode()
    assert page.count(": first") == page.count(": second") == 1
    assert not read(page).faults
