"""The pages of the bundled ontology: complete, sound HTML, linked without a gap, and nothing loaded from elsewhere."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import rdflib
from rdflib.namespace import RDFS, SKOS

import kg
from kg.markup.page import style_sheet
from kg.resources import ontology_folder, queries_folder

TNK = "https://w3id.org/turkic-ngo-kg/ontology#"
QUERIES = [
    file for group in ("competency", "quality", "networks") for file in sorted((queries_folder() / group).glob("*.rq"))
]


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    """The modules and labels, read by another tool than the site does."""
    graph = rdflib.Graph()
    for name in ("modules", "labels", "."):
        for file in sorted((ontology_folder() / name).glob("*.ttl")):
            graph.parse(file, format="turtle")
    return graph


def test_every_internal_link_leads_somewhere(site: dict[str, bytes], pages: dict[str, Any]) -> None:
    diagrams = {
        path: re.findall(r'<a href="([^"]*)"', site[path].decode()) for path in site if path.startswith("diagrams/")
    }
    assert len(diagrams) >= 5
    assert all(diagrams.values())
    count = 0
    for source, links in ({path: page.links for path, page in pages.items()} | diagrams).items():
        for link in links:
            if urlsplit(link).scheme:
                continue
            path, _, fragment = unquote(link).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(source), path)) if path else source
            assert target in site, f"{source}: {link}"
            assert not fragment or fragment in pages[target].ids, f"{source}: {link}"
            count += 1
    assert count > 1000


def test_only_web_addresses_leave_the_site(pages: dict[str, Any]) -> None:
    for path, page in pages.items():
        for link in page.links:
            assert urlsplit(link).scheme in ("", "http", "https"), f"{path}: {link}"


def test_nothing_is_loaded_from_elsewhere(site: dict[str, bytes], pages: dict[str, Any]) -> None:
    for path, page in pages.items():
        for load in page.loads:
            assert load == "data:," or posixpath.normpath(posixpath.join(posixpath.dirname(path), load)) in site, path
        for script in page.scripts:
            assert not re.search(r"https?:|fetch|XMLHttpRequest|import", script), path
    assert "url(" not in style_sheet()
    assert "@import" not in style_sheet()
    for path in site:
        assert path.endswith((".html", ".css", ".svg")), path


def test_pages_are_sound_html(pages: dict[str, Any]) -> None:
    for path, page in pages.items():
        assert not page.faults, f"{path}: {page.faults[:3]}"
        assert len(page.ids) == len(set(page.ids)), f"{path}: an id stands twice"
        tags = [tag for tag, _ in page.tags]
        for one in ("title", "main", "h1", "header", "footer"):
            assert tags.count(one) - (one == "title") * tags.count("g") >= (one != "title"), f"{path}: {one}"
        assert tags.count("h1") == tags.count("main") == 1, path
        assert dict(page.tags[0][1]).get("lang") == "en" if page.tags[0][0] == "html" else False, path


def test_headings_go_down_one_by_one(pages: dict[str, Any]) -> None:
    for path, page in pages.items():
        assert page.headings[0] == 1, path
        for above, below in zip(page.headings, page.headings[1:], strict=False):
            assert below <= above + 1, f"{path}: h{above} and then h{below}"


def test_tables_diagrams_and_fields_are_named(pages: dict[str, Any]) -> None:
    for path, page in pages.items():
        tags = [tag for tag, _ in page.tags]
        assert tags.count("table") == tags.count("caption"), path
        for tag, said in page.tags:
            if tag == "svg":
                title, description = (said["aria-labelledby"] or "").split()
                assert page.within[title].strip(), path
                assert len(page.within[description].strip()) > 20, path
            if tag == "input":
                assert any(name == "label" and more.get("for") == said["id"] for name, more in page.tags), path
            if tag == "th":
                assert said.get("scope") in ("col", "row"), path
            if said.get("class") == "scroll":
                assert said.get("tabindex") == "0", path
                assert said.get("aria-label"), path


def test_every_term_has_its_definition_and_all_its_names(pages: dict[str, Any], vocabulary: rdflib.Graph) -> None:
    defined = {
        str(iri): str(said) for iri, said in vocabulary.subject_objects(SKOS.definition) if str(iri).startswith(TNK)
    }
    assert len(defined) > 150
    for iri, definition in defined.items():
        name = iri.removeprefix(TNK)
        index = pages["terms.html"].within[name]
        assert definition in index, name
        modules = [page for path, page in pages.items() if path.startswith("modules/") and name in page.ids]
        assert len(modules) == 1, name
        whole = " ".join(modules[0].texts)
        assert definition in whole, name
        for predicate in (RDFS.label, SKOS.example, SKOS.editorialNote, rdflib.URIRef(TNK + "labelForReview")):
            for said in vocabulary.objects(rdflib.URIRef(iri), predicate):
                assert str(said) in whole, f"{name}: {said}"


def test_labels_for_review_are_marked(site: dict[str, bytes], vocabulary: rdflib.Graph) -> None:
    waiting = list(vocabulary.subject_objects(rdflib.URIRef(TNK + "labelForReview")))
    marks = sum(content.count(b'<span class="mark">for review</span>') for content in site.values())
    assert marks == len(waiting)


def parameters(file: Path) -> dict[str, str]:
    """The parameters of a query's example, where one of its parameters is required."""
    text = file.read_text("utf-8")
    if not re.search(r"^#\+ parameter:.* required ", text, re.M):
        return {}
    (example,) = re.findall(r"^#\+ example: (.*)$", text, re.M)
    pairs = re.findall(r"""-p (\w+)=(?:'([^']*)'|"([^"]*)"|(\S+))""", example)
    found = {name: one or two or three for name, one, two, three in pairs}
    return found | dict(re.findall(r"""-p ["'](\w+)=([^"']*)["']""", example))


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_query_is_there_with_its_answer(
    file: Path, graph: kg.Graph, site: dict[str, bytes], pages: dict[str, Any]
) -> None:
    if file.parent.name == "networks":
        result = graph.query(file.read_text("utf-8"))
    else:
        result = graph.ask(file.stem, parameters(file))
    rows = len(result.merge_evidence().terms)
    path = f"questions/{file.parent.name}-{file.stem}.html"
    source = site[path].decode()
    assert f'data-rows="{rows}"' in source
    table = source.partition('id="answer"')[2].partition('id="query"')[0].partition("<tbody>")[2]
    assert table.count("<tr>") == min(rows, 300)
    summary = re.search(r"^#\+ summary: (.*)$", file.read_text("utf-8"), re.M)
    assert summary is not None
    assert summary[1] in " ".join("".join(pages[path].texts).split())
    query = "".join(line for line in file.read_text("utf-8").splitlines(keepends=True) if not line.startswith("#+"))
    assert query.strip() in "".join(pages[path].texts)


def test_answers_show_quotes_articles_and_addresses(site: dict[str, bytes]) -> None:
    page = site["questions/competency-intended-events.html"].decode()
    # From examples/articles/trend-4122096.yaml.
    assert "<q>I am confident … soon</q>" in page
    assert '<a href="https://www.trend.az/azerbaijan/society/4122096.html" rel="external">' in page
    assert "Aygün Aliyeva, Executive Director" in page


def test_the_reference_page_tells_contested_from_plain(pages: dict[str, Any]) -> None:
    page = pages["reference.html"]
    words = {
        entry: " ".join(page.within[entry].split())
        for entry in page.ids
        if entry.startswith(("polity.", "organization."))
    }
    assert "polity.northern-cyprus" in words
    whole = " ".join("".join(page.texts).split())
    entry = whole.partition("polity/northern-cyprus")[2].partition("polity/")[0]
    assert "polity of limited recognition" in entry
    assert "contested by Cyprus" in entry
    assert "2022-11-11" in entry
    assert "ISO 3166-1" not in entry
    azerbaijan = whole.partition("polity/az ")[2].partition("polity/")[0]
    # ISO 3166-1.
    assert all(code in azerbaijan for code in ("AZ", "AZE", "031"))


def test_a_long_row_of_shapes_or_queries_is_folded_up_and_counted(site: dict[str, bytes]) -> None:
    lengths = set()
    for path, content in site.items():
        for name, cell in re.findall(r"<dt>(Checked by|Asked for in)</dt><dd>(.*?)</dd>", content.decode(), re.S):
            items, noun = cell.count("<li>"), "shapes" if name == "Checked by" else "queries"
            assert cell.startswith(f"<details><summary>{items} {noun}</summary>") == (items > 8), path
            lengths.add(items)
    assert 8 in lengths
    assert max(lengths) > 8


def test_a_thing_is_told_which_statements_of_others_name_it(pages: dict[str, Any]) -> None:
    reference = rdflib.Graph()
    for file in sorted((ontology_folder() / "reference").glob("*.ttl")):
        reference.parse(file, format="turtle")
    thing = rdflib.URIRef("https://w3id.org/turkic-ngo-kg/id/polity/az")
    others = set(reference.subjects(rdflib.RDF.object, thing)) - set(reference.subjects(rdflib.RDF.subject, thing))
    assert len(others) > 3
    entry = "".join(pages["reference.html"].texts).partition("polity/az\n")[2].partition("polity/")[0]
    assert f"{len(others)} statements of other things name it" in entry


def test_every_theme_is_there(pages: dict[str, Any]) -> None:
    graph = rdflib.Graph().parse(ontology_folder() / "themes.ttl", format="turtle")
    themes = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(TNK + "Theme")))
    assert len(themes) >= 10
    for theme in themes:
        name = str(theme).rpartition("/")[2]
        assert str(graph.value(theme, SKOS.definition)) in pages["themes.html"].within[f"theme.{name}"]


def test_the_first_page_says_what_it_is_and_how_to_cite(pages: dict[str, Any]) -> None:
    whole = " ".join("".join(pages["index.html"].texts).split())
    for said in ("Turkic NGO cooperation ontology", "https://creativecommons.org/licenses/by/4.0/", "How to cite"):
        assert said in whole


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_stands_out_from_its_ground_in_every_scheme() -> None:
    blocks = re.findall(r":root \{([^}]*)\}", style_sheet())
    schemes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in blocks]
    assert len(schemes) == 3
    for scheme in schemes:
        for ink in ("ink", "soft", "link", "keyword", "string", "variable"):
            for ground in ("ground", "panel"):
                assert contrast(scheme[ink], scheme[ground]) >= 4.5, (ink, ground, scheme)
        for ink in ("mark", "ink", "link"):
            assert contrast(scheme[ink], scheme["mark-ground"]) >= 4.5, (ink, scheme)
