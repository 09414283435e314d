"""What is one source: expected values by reasoning on small articles, written out in each test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.claims.sources import Sources, cited_keys
from kg.network import robust_rank
from tests import commands

ARTICLE = """\
kg: 1
article:
  id: {id}
  title: Digest {id}
  publisher: {{type: NewsAgency, name: Wire {id}}}
  published: 2031-06-01
  url: https://wire.example/{id}
sources: [{sources}]
entities:
  paper: {{type: NewsAgency, name: Tuman Daily}}
  forum: {{type: Forum, name: Forum, id: event/forum, status: held}}
  other: {{type: Forum, name: Other, id: event/other, status: held}}
  agency: {{type: Agency, name: Agency}}
  unit: {{type: OrganizationalUnit, name: Unit, id: organization/unit}}
  a: {{type: Person, name: Ana, id: person/a}}
  b: {{type: Person, name: Bek, id: person/b}}
  c: {{type: Person, name: Cem, id: person/c}}
mentions:
- {{of: forum, quote: forum}}
- {{of: other, quote: other}}
- {{of: paper, quote: Daily}}
- {{of: agency, quote: agency}}
- {{of: unit, quote: unit}}
- {{of: a, quote: Ana}}
- {{of: b, quote: Bek}}
- {{of: c, quote: Cem}}
relations:
{relations}
"""
PAGE = "id: p, publisher: paper, url: 'https://daily.example/news/7'"
SAME_PAGE = "id: x, publisher: paper, published: 2031-05, url: 'http://www.daily.example/news/7/?utm_source=feed'"
OTHER_PAGE = "id: p, publisher: paper, url: 'https://daily.example/news/8'"


def write(folder: Path, name: str, source: str, *relations: str) -> None:
    """An article with one cited source, of whatever has ``source: …``; each relation rests on words of its own."""
    lines = [f"- {{{each}, quote: words {number}}}" for number, each in enumerate(relations)]
    text = ARTICLE.format(id=name, sources=f"{{{source}}}" if source else "", relations="\n".join(lines) or "[]")
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def built(folder: Path) -> kg.Graph:
    graph = kg.build(folder)
    assert graph.report is not None
    assert not graph.report.fails(), [finding.message for finding in graph.report.findings]
    return graph


def meet(who: str, forum: str, source: str = "") -> list[str]:
    cited = f", source: {source}" if source else ""
    return [f"subject: {each}, relation: attends, object: {forum}{cited}" for each in who]


def test_a_claim_of_one_page_in_two_digests_has_one_source(tmp_path: Path) -> None:
    """Both take from page 7 that Ana and Bek were there; of Cem the second one tells itself."""
    write(tmp_path, "one", PAGE, *meet("ab", "forum", "p"))
    write(tmp_path, "two", SAME_PAGE, *meet("ab", "forum", "x"), *meet("c", "forum"))
    graph = built(tmp_path)
    (fact,) = graph.explain("Ana", "attends")
    assert (len(fact.held), fact.sources) == (2, 1)
    assert "2 claims as a fact, 1 source" in str(graph.explain("Ana", "attends"))
    assert graph.explain("Ana", "attends").as_dict()["facts"][0]["sources"] == 1
    network = graph.network("co-participation")
    assert (network.graph["articles"], network.graph["sources"]) == (2, 2)  # the page, and the second digest
    assert "2 articles" in kg.rank(network, "degree").about.in_words()


def test_two_pages_are_two_sources(tmp_path: Path) -> None:
    write(tmp_path, "one", PAGE, *meet("ab", "forum", "p"))
    write(tmp_path, "two", OTHER_PAGE, *meet("ab", "forum", "p"))
    graph = built(tmp_path)
    (fact,) = graph.explain("Ana", "attends")
    assert (len(fact.held), fact.sources) == (2, 2)
    assert "claims as a fact" not in str(graph.explain("Ana", "attends"))
    assert kg.rank(graph.network("co-participation"), "degree").about.sources == 2


def test_one_article_may_have_several_sources(tmp_path: Path) -> None:
    """A digest that tells itself what it also cites: two sources, one article."""
    write(tmp_path, "one", PAGE, *meet("ab", "forum", "p"), *meet("ab", "forum"))
    graph = built(tmp_path)
    (fact,) = graph.explain("Ana", "attends")
    assert (len(fact.held), fact.sources) == (2, 2)
    about = kg.rank(graph.network("co-participation"), "degree").about
    assert (about.articles, about.sources) == (1, 2)
    assert "1 article, 2 sources" in about.in_words()


def test_a_cited_page_that_is_an_article_of_the_graph_is_that_article(tmp_path: Path) -> None:
    """The first article reports it; the second one cites the address of the first."""
    write(tmp_path, "one", "", *meet("ab", "forum"))
    write(tmp_path, "two", "id: p, publisher: paper, url: 'https://wire.example/one/'", *meet("ab", "forum", "p"))
    graph = built(tmp_path)
    (fact,) = graph.explain("Ana", "attends")
    assert (len(fact.held), fact.sources) == (2, 1)
    incidences = graph.incidences("co-participation")
    # Each says itself that the forum was held; the page is no third one.
    assert [each.rpartition("/")[2] for each in incidences.sources] == ["one", "two"]
    assert incidences.network(incidences.sources[1:]).number_of_edges() == 0


@pytest.mark.parametrize(
    ("one", "two", "count"),
    [
        ("published: 2031-05-04, title: A Forum", "published: 2031-05-04, title: 'a  forum'", 1),
        ("published: 2031-05-04, title: A Forum", "published: 2031-05-05, title: A Forum", 2),
        ("published: 2031-05-04, title: A Forum", "published: 2031-05-04, title: A Fair", 2),
        ("published: 2031-05, title: A Forum", "published: 2031-05, title: A Forum", 2),  # no day
        ("title: A Forum", "title: A Forum", 2),
        ("published: 2031-05-04", "published: 2031-05-04", 2),
    ],
)
def test_pages_without_an_address(one: str, two: str, count: int, tmp_path: Path) -> None:
    """The same publisher, day and title are one page; where one of the three is not known nobody can tell."""
    write(tmp_path, "one", f"id: p, publisher: paper, {one}", *meet("a", "forum", "p"))
    write(tmp_path, "two", f"id: p, publisher: paper, {two}", *meet("a", "forum", "p"))
    (fact,) = built(tmp_path).explain("Ana", "attends")
    assert (len(fact.held), fact.sources) == (2, count)


def test_two_publishers_of_one_title_are_two(tmp_path: Path) -> None:
    told = "published: 2031-05-04, title: A Forum"
    write(tmp_path, "one", f"id: p, publisher: paper, {told}", *meet("a", "forum", "p"))
    write(tmp_path, "two", f"id: p, publisher: {{type: NewsAgency, name: Gazette}}, {told}", *meet("a", "forum", "p"))
    (fact,) = built(tmp_path).explain("Ana", "attends")
    assert fact.sources == 2


def test_the_innermost_page_is_the_source(tmp_path: Path) -> None:
    """The digests cite pages 8 and 9, and both of these cite page 7: it is one source, whoever passes it on."""
    inner = "{id: x, publisher: paper, url: 'https://daily.example/news/7', within: p}"
    for name, number in (("one", 8), ("two", 9)):
        outer = f"id: p, publisher: paper, url: 'https://daily.example/news/{number}'}}, {inner[:-1]}"
        write(tmp_path, name, outer, *meet("a", "forum", "x"))
    (fact,) = built(tmp_path).explain("Ana", "attends")
    assert (len(fact.held), fact.sources) == (2, 1)


def test_to_leave_a_source_out_is_to_leave_out_the_page_wherever_it_is_cited(tmp_path: Path) -> None:
    """Ana meets Bek by page 7, which two digests cite; Bek meets Cem by each digest itself, and by page 7 too.

    By articles no edge would hang on anything: each stands in both. The page makes Ana.
    """
    for name, page, key in (("one", PAGE, "p"), ("two", SAME_PAGE, "x")):
        write(tmp_path, name, page, *meet("ab", "forum", key), *meet("bc", "other"), *meet("c", "other", key))
    graph = built(tmp_path)
    rows = robust_rank(graph.incidences("co-participation"), "degree", samples=0)
    assert rows.sources == 3
    hanging = {row.label: [each.rpartition("/article/")[2] for each in row.hangs_on] for row in rows}
    # Without the page Ana is gone, and Bek and Cem, who was last with Ana, are alone and equal: ranks 1 and 1.
    assert hanging == {"Bek": [], "Ana": ["two/source/x"], "Cem": []}
    assert rows[1].mark == "! two/source/x"
    assert "without each of 3 sources in turn" in " ".join(rows.notes())


def test_the_structure_counts_sources(tmp_path: Path) -> None:
    """The unit is the agency's by page 7 in two digests, and by the second one itself: two sources, not three."""
    claim = "subject: unit, relation: unitOf, object: agency"
    write(tmp_path, "one", PAGE, f"{claim}, source: p")
    write(tmp_path, "two", SAME_PAGE, f"{claim}, source: x", claim)
    graph = built(tmp_path)
    network = graph.network("organization-structure")
    unit = next(iri for iri, label in network.nodes(data="label") if label == "Unit")
    assert [data["weight"] for _, _, data in network.out_edges(unit, data=True)] == [2]
    # The page came out in May, as the second digest says; the digests in June.
    by_the_page = graph.network("organization-structure", since="2031-05-01", until="2031-05-31")
    assert [data["weight"] for _, _, data in by_the_page.out_edges(unit, data=True)] == [1]


def test_queries_read_it_as_a_derived_triple(tmp_path: Path) -> None:
    write(tmp_path, "one", PAGE, *meet("a", "forum", "p"))
    write(tmp_path, "two", SAME_PAGE, *meet("a", "forum", "x"))
    graph = built(tmp_path)
    rows = graph.query("SELECT ?this ?first { GRAPH ?g { ?this tnk:sameSourceAs ?first } }").rows
    assert [tuple(str(row[name]).rpartition("/article/")[2] for name in ("this", "first")) for row in rows] == [
        ("one/source/p", "two/source/x")  # the one with a day stands for both
    ]
    by_source = """SELECT (COUNT(DISTINCT ?source) AS ?sources) (COUNT(DISTINCT ?article) AS ?articles) {
        ?claim rdf:predicate tnk:attends ; prov:wasDerivedFrom ?article OPTIONAL { ?claim tnk:reportedIn ?cited }
        BIND(COALESCE(?cited, ?article) AS ?own) OPTIONAL { ?own tnk:sameSourceAs ?first }
        BIND(COALESCE(?first, ?own) AS ?source) }"""
    (row,) = graph.query(by_source).rows
    assert (row["sources"], row["articles"]) == (1, 2)


def test_it_goes_with_the_article(tmp_path: Path) -> None:
    write(tmp_path, "one", PAGE, *meet("a", "forum", "p"))
    write(tmp_path, "two", SAME_PAGE, *meet("a", "forum", "x"))
    store = tmp_path / "store"
    ask: list[str | Path] = [
        "query",
        "-q",
        "ASK { ?this tnk:sameSourceAs ?first }",
        "--format",
        "json",
        "--store",
        store,
    ]
    commands.run(["load", tmp_path / "one.yaml", tmp_path / "two.yaml", "--store", store])
    assert json.loads(commands.run(ask).stdout)["boolean"] is True
    counts = json.loads(commands.run(["stats", "--format", "json", "--store", store]).stdout)
    assert (counts["articles"], counts["cited pages"]) == (2, 1)
    commands.run(["retract", "one", "--store", store])
    assert json.loads(commands.run(ask).stdout)["boolean"] is False


def test_keys_of_cited_pages() -> None:
    assert cited_keys("https://daily.example/7", "paper", "2031-05-04", "T") == (("address", "daily.example/7"),)
    # The address of a site names no page: then publisher, day and title do.
    assert cited_keys("https://daily.example/", "paper", "2031-05-04", "T") == (("page", "paper 2031-05-04 t"),)
    assert cited_keys(None, None, "2031-05-04", "T") == ()


def test_an_article_stands_for_a_page_that_came_out_before_it() -> None:
    key = (("address", "x.example/1"),)
    sources = Sources([("article", "2031-06-01", key)], [("page", "2031-05-01", key), ("again", "2031-04-01", key)])
    assert {each: sources.first(each) for each in ("article", "page", "again")} == dict.fromkeys(
        ("article", "page", "again"), "article"
    )
    assert sources.firsts == {"article"}
    assert not sources.copies | sources.cited
