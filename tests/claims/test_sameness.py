"""What may be the same: clusters, how many things there are, and which claims leave a pair undecided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.claims.assertions import AssertionTable
from kg.claims.sameness import Known, Pair, Sameness, clusters, is_asked, least, merged, sameness_of
from kg.claims.selection import Selection
from kg.namespaces import DEFAULT_BASE, REFERENCE_EDITORS, TNK, local_name

THINGS = "abcdef"
PAIRS = st.lists(st.sampled_from(list(combinations(THINGS, 2))), unique=True, max_size=8)
YEARS = st.sampled_from(["2021", "2022", "2023"])
TOLD = st.dictionaries(
    st.sampled_from(THINGS),
    st.one_of(
        YEARS.map(lambda year: Known(f"{year}-01-01", f"{year}-12-31")),
        st.sampled_from("12").map(lambda number: Known(numbers={"series": number})),
    ),
)


def with_denials(told: Mapping[str, Known], denials: Sequence[Pair]) -> dict[str, Known]:
    """What is known of things, and which pairs of them are said to be two."""
    apart = {thing: [frozenset(one) - {thing} for one in denials if thing in one] for thing in THINGS}
    return {
        thing: replace(told.get(thing, Known()), denied=frozenset().union(*apart[thing]))
        for thing in THINGS
        if thing in told or apart[thing]
    }


KNOWN = st.builds(with_denials, TOLD, PAIRS)


def partitions(things: Sequence[str]) -> Iterator[list[list[str]]]:
    """Every way of sharing out things into groups."""
    if not things:
        yield []
        return
    first, *rest = things
    for groups in partitions(rest):
        yield [[first], *groups]
        for place in range(len(groups)):
            yield [*groups[:place], [first, *groups[place]], *groups[place + 1 :]]


def fits(group: Sequence[str], pairs: Sequence[Pair], known: Mapping[str, Known]) -> bool:
    """Whether the things of a group may all be one: pairs join them, and no two that are no pair are different."""
    joined = [pair for pair in pairs if set(pair) <= set(group)]
    apart = any(
        pair not in pairs and known.get(pair[0], Known()).differs(known.get(pair[1], Known()), pair[1])
        for pair in combinations(sorted(group), 2)
    )
    return not apart and (len(group) == 1 or clusters(joined) == [tuple(sorted(group))])


@given(PAIRS, st.randoms())
def test_clusters_do_not_depend_on_the_order_of_pairs_or_of_their_things(pairs: list[Pair], chance: object) -> None:
    turned = [pair[::-1] if place % 2 else pair for place, pair in enumerate(pairs)]
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert clusters(turned) == clusters(pairs)
    assert merged(turned, {}) == merged(pairs, {})
    assert {thing for cluster in clusters(pairs) for thing in cluster} == {thing for pair in pairs for thing in pair}


@given(PAIRS, KNOWN)
def test_the_least_number_is_never_more_than_the_true_one(pairs: list[Pair], known: dict[str, Known]) -> None:
    true = min(len(groups) for groups in partitions(THINGS) if all(fits(group, pairs, known) for group in groups))
    stands = merged(pairs, known)
    found = len({stands.get(thing, thing) for thing in THINGS})
    assert least(THINGS, pairs, known) <= true <= found <= len(THINGS)
    for one in set(stands.values()):
        assert fits([thing for thing in THINGS if stands.get(thing) == one], pairs, known)


@given(PAIRS)
def test_without_differences_it_is_the_number_of_components(pairs: list[Pair]) -> None:
    joined = sum(len(cluster) - 1 for cluster in clusters(pairs))
    assert least(THINGS, pairs, {}) == len(THINGS) - joined
    assert len(merged(pairs, {})) == joined + len(clusters(pairs))


def test_each_reason_to_be_different_counts() -> None:
    star = [("a", "b"), ("a", "c"), ("a", "d")]
    days = {each: Known(day, day) for each, day in zip("bcd", ("2022-05-19", "2023-11-27", "2024-12-05"), strict=True)}
    assert least("abcd", star, days) == 3
    assert least("abcd", star, days | {"c": Known("2022", "2024")}) == 2  # the year is not known to the day
    assert least("abcd", star, {each: Known(numbers={"s": each}) for each in "bcd"}) == 3
    assert least("abcd", star, {each: Known(numbers={each: "1"}) for each in "bcd"}) == 1  # in different series
    assert least("abcd", star, {"b": Known(denied=frozenset("c")), "c": Known(denied=frozenset("b"))}) == 2
    assert least("bc", star, {}) == 1  # joined by one that is not counted
    assert least("bx", star, {}) == 2


def test_a_pair_stays_possible_though_the_dates_differ() -> None:
    """Two articles may give one forum two days: an annotator who says so has seen them."""
    known = {"a": Known("2022-05-19", "2022-05-19"), "b": Known("2022-05-20", "2022-05-20")}
    assert merged([("a", "b")], known) == {"a": "a", "b": "a"}
    assert least("ab", [("a", "b")], known) == 1


ARTICLE = """\
kg: 1
article: {{id: {id}, title: T, publisher: {{type: NewsAgency, name: Steppe Wire}}, published: {day}}}
entities:
  {key}: {{type: Forum, name: {name}, id: event/{key}, status: held}}
  sarper: {{type: Person, name: Aylin Sarper}}
  series: {{type: ForumSeries, name: Steppe forums, id: series/steppe-forums}}
mentions:
- {{of: {key}, quote: forum}}
- {{of: sarper, quote: Sarper}}
- {{of: series, quote: series}}
relations:
{relations}
statements:
- {{id: s1, speaker: sarper, mode: direct, kind: fact, quote: said, about: [{key}]}}
"""
SAME = "- {{subject: {}, relation: mayBeSameAs, object: {{id: event/{}}}, reason: Same name., quote: forum{}}}"


def build(folder: Path, **relations: str) -> kg.Graph:
    """Articles of a forum each: its key is the name, its day the place in the list."""
    for number, (key, lines) in enumerate(relations.items(), start=1):
        day, name = f"2031-0{number}-01", f"Forum {key}"
        text = ARTICLE.format(id=f"steppe-{key}", day=day, key=key, name=name, relations=lines)
        (folder / f"{key}.yaml").write_text(text, encoding="utf-8")
    graph = kg.build(folder)
    assert graph.report is not None
    assert [article.status for article in graph.report.articles] == ["loaded"] * len(relations), graph.report
    return graph


def undecided(graph: kg.Graph, **view: str) -> list[Pair]:
    rows = graph.query("SELECT ?one ?other { ?one tnk:mayBeSameAs ?other }", **view).rows  # type: ignore[arg-type]
    return sorted((local_name(str(row["one"])), local_name(str(row["other"]))) for row in rows)


BOTH = [("x", "y"), ("y", "x")]
NOTHING = "- {subject: x, relation: startDate, value: 2031-01-01, quote: forum}"


def test_it_holds_in_both_directions_and_makes_nothing_one(tmp_path: Path) -> None:
    graph = build(tmp_path, x=NOTHING, y=SAME.format("y", "x", ""))
    assert undecided(graph) == BOTH
    assert undecided(graph, view="newsroom") == BOTH
    assert len(graph.query("SELECT ?x { ?x a tnk:Forum }")) == 2
    article = ox.NamedNode(DEFAULT_BASE + "article/steppe-y")
    assert not list(graph.dataset().quads_for_pattern(None, ox.NamedNode(TNK + "mayBeSameAs"), None, article))


def test_a_denial_decides_it_and_is_listed(tmp_path: Path) -> None:
    graph = build(tmp_path, x=SAME.format("x", "y", ", modality: negated"), y=SAME.format("y", "x", ""))
    assert undecided(graph) == []
    assert [str(row["state"]) for row in graph.ask("may-be-same").rows] == ["told apart"]


def test_a_speaker_is_heard_in_the_view_of_speakers_and_from_that_day(tmp_path: Path) -> None:
    graph = build(tmp_path, x=NOTHING, y=SAME.format("y", "x", ", statement: s1"))
    assert undecided(graph) == BOTH
    assert undecided(graph, view="newsroom") == []
    assert undecided(graph, as_of="2031-01-15") == []
    assert undecided(graph, as_of="2031-02-01") == BOTH


DATED = "- {{subject: {}, relation: {}, value: {}, quote: forum}}"
NUMBERED = "- {{subject: {}, relation: editionOf, object: series, number: {}, quote: forum}}"


@pytest.mark.parametrize(
    ("of_x", "of_z", "fewest"),
    [
        (DATED.format("x", "startDate", "2029"), DATED.format("z", "date", "2030-05"), 2),
        (DATED.format("x", "date", "2030-05"), DATED.format("z", "startDate", "2029"), 2),
        (DATED.format("x", "startDate", "2030"), DATED.format("z", "date", "2030-05"), 1),  # the year may be that month
        # Sources give two years: it is not known which is right, so z may have been at the same time.
        (
            DATED.format("x", "date", "2028") + "\n" + DATED.format("x", "date", "2030"),
            DATED.format("z", "date", "2029"),
            1,
        ),
        (NUMBERED.format("x", 1), NUMBERED.format("z", 2), 2),
        (NUMBERED.format("x", 2), NUMBERED.format("z", 2), 1),
        (NUMBERED.format("x", 1) + "\n" + NUMBERED.format("x", 2), NUMBERED.format("z", 2), 1),  # sources differ
    ],
)
def test_what_is_known_of_two_that_a_third_joins(tmp_path: Path, of_x: str, of_z: str, fewest: int) -> None:
    graph = build(tmp_path, x=of_x, y=SAME.format("y", "x", "") + "\n" + SAME.format("y", "z", ""), z=of_z)
    sameness = sameness_of(graph.dataset())
    assert len(sameness.pairs) == 2
    things = {f"{DEFAULT_BASE}event/{each}" for each in "xyz"}
    assert sameness.count(things) == (fewest, 3)
    stands = sameness.merged(things)
    assert len({stands.get(thing, thing) for thing in things}) == fewest


def test_a_thing_that_no_article_names_is_not_counted(tmp_path: Path) -> None:
    graph = build(tmp_path, x=SAME.format("x", "y", ""))
    assert undecided(graph) == []
    assert [str(row["state"]) for row in graph.ask("may-be-same").rows] == ["not in the graph"]


def test_the_editors_may_say_so_with_a_reason_in_place_of_a_source(tmp_path: Path) -> None:
    graph = build(tmp_path, x=NOTHING, y=NOTHING.replace("subject: x", "subject: y"))
    assert not is_asked(graph.dataset())
    store = ox.Store()
    store.extend(graph.dataset().quads_for_pattern(None, None, None, None))
    claim = ox.NamedNode(DEFAULT_BASE + "reference/assertion/x-y")
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    event = DEFAULT_BASE + "event/"
    told: dict[str, ox.NamedNode | ox.Literal] = {
        rdf + "type": ox.NamedNode(TNK + "Assertion"),
        rdf + "subject": ox.NamedNode(event + "x"),
        rdf + "predicate": ox.NamedNode(TNK + "mayBeSameAs"),
        rdf + "object": ox.NamedNode(event + "y"),
        TNK + "modality": ox.NamedNode(TNK + "fact"),
        TNK + "attributedTo": ox.NamedNode(REFERENCE_EDITORS),
        TNK + "reason": ox.Literal("One list gives both names."),
    }
    store.extend(ox.Quad(claim, ox.NamedNode(name), value) for name, value in told.items())
    assert sameness_of(store).pairs == ((event + "x", event + "y"),)
    early = Selection(AssertionTable(store), "newsroom", "2030-01-01")
    assert Sameness(early, store).pairs == ((event + "x", event + "y"),)
    store.add(ox.Quad(claim, ox.NamedNode(TNK + "verified"), ox.Literal(False)))
    assert sameness_of(store).pairs == ()


@pytest.mark.parametrize(
    ("relation", "code"),
    [
        ("- {subject: x, relation: mayBeSameAs, object: {id: event/y}, quote: forum}", "no-reason"),
        ("- {subject: x, relation: mayBeSameAs, object: {id: group/y}, reason: R, quote: forum}", "two-kinds"),
        ("- {subject: x, relation: mayBeSameAs, object: sarper, reason: R, quote: forum}", "two-kinds"),
        ("- {subject: x, relation: mayBeSameAs, object: x, reason: R, quote: forum}", "one-thing"),
        (
            "- {subject: x, relation: mayBeSameAs, object: {id: event/y}, reason: R, modality: plan, quote: forum}",
            "unfit-modality",
        ),
    ],
)
def test_what_is_wrong_with_a_judgement(tmp_path: Path, relation: str, code: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(ARTICLE.format(id="steppe-x", day="2031-01-01", key="x", name="Forum x", relations=relation))
    report = kg.build(file).report
    assert report is not None
    assert [finding.code for finding in report.articles[0].findings if str(finding.severity) == "error"] == [code]


def test_the_bundled_articles_know_of_four_to_six_forums_between_two(bundled: kg.Graph) -> None:
    """Dated by digests: 2022-05-19, 2023-11-27, 2024-12-05, 2025-11-24. Trend names two without a date; the one with
    Uzbekistan may be that of 2023 or of 2024, which are two."""
    sameness = sameness_of(bundled.dataset())
    forums = {str(row["forum"]) for row in bundled.ask("bilateral-forums", status="held").rows}
    assert sameness.count(forums) == (4, 6)
    with_uzbekistan = {each for each in forums if "uzbekistan" in each}
    assert sameness.count(with_uzbekistan) == (2, 3)
    assert sameness.count({each for each in forums if "turkiye" in each}) == (1, 2)
    assert sameness.count({each for each in forums if "kazakhstan" in each}) == (1, 1)
    words = {(local_name(a), local_name(b)) for a, b in sameness.pairs}
    assert ("azerbaijan-uzbekistan-ngo-cooperation-forum-2023", "uzbekistan-azerbaijan-ngo-forum-2024") not in words


def test_explain_tells_reason_quote_and_article(bundled: kg.Graph) -> None:
    """Asked from the other side, whose article does not know of it."""
    told = str(bundled.explain("event/azerbaijan-turkiye-ngo-cooperation-forum", "mayBeSameAs"))
    assert "may be the same as" in told
    assert "annotators" in told
    assert "reason: The same two countries and the same name" in told
    assert "“The first Azerbaijan-Türkiye NGO Cooperation Forum”" in told
    assert "digest-2022-05-19" in told
