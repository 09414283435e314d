"""Quotes: which match is taken, what is said when none or several match, and how long it may take."""

from __future__ import annotations

import time

import pytest

from kg.findings import Finding
from kg.model import Anchor, Quote
from kg.read.lines import FixedLine
from kg.read.quotes import Quotes
from kg.read.report import FindingCollector
from kg.read.text import ArticleText

TEXT = (
    "The “Aksu Forum” opened in Aksu.\n"
    "Aylin Sarper, deputy chair, welcomed it.\n"
    "\n"
    "“The forum\tis ours,” Sarper said; Sarper’s colleagues agreed.\n"
)


def resolve(*anchors: Anchor, text: str = TEXT) -> tuple[Quote, tuple[Finding, ...]]:
    report = FindingCollector("a.yaml", FixedLine(1))
    quote = Quotes(ArticleText("a.txt", text), report).resolve(anchors, ("mentions", 0, "quote"))
    return quote, report.result(None, None).findings


def one(
    exact: str, *, text: str = TEXT, prefix: str | None = None, suffix: str | None = None, nth: int | None = None
) -> tuple[int, int] | str:
    """The span of a quote, or the code of the finding."""
    quote, findings = resolve(Anchor(exact, prefix, suffix, nth), text=text)
    if findings:
        assert [anchor.start for anchor in quote] == [None]
        return findings[0].code
    (anchor,) = quote
    assert (anchor.exact, anchor.prefix, anchor.suffix, anchor.nth) == (exact, prefix, suffix, nth)
    assert anchor.start is not None
    assert anchor.end is not None
    return anchor.start, anchor.end


def test_one_match() -> None:
    assert one("opened") == (17, 23)
    assert one(TEXT) == (0, len(TEXT))


def test_nothing_is_folded() -> None:
    assert one("OPENED") == "quote-not-found"
    assert one('"Aksu Forum"') == "quote-not-found"
    assert one("The forum is") == "quote-not-found"
    assert one("The forum\tis") == (76, 88)


def test_prefix_and_suffix_stand_right_beside() -> None:
    assert one("Aksu", prefix="in ") == (27, 31)
    assert one("Aksu", suffix=" Forum") == (5, 9)
    assert one("Aksu", prefix="“", suffix=" Forum") == (5, 9)
    assert one("Aksu", prefix="in") == "quote-not-found"
    assert one("Aksu", prefix="“", suffix=".") == "quote-not-found"
    assert one("Sarper", suffix=" said", prefix=" ") == (96, 102)


def test_prefix_may_overlap_another_match() -> None:
    assert one("aa", text="aaab", suffix="b") == (1, 3)
    assert one("aa", text="aaab") == "quote-ambiguous"


def test_nth_counts_matches_with_prefix_and_suffix() -> None:
    assert one("Sarper", nth=1) == (39, 45)
    assert one("Sarper", nth=2) == (96, 102)
    assert one("Sarper", nth=3) == (109, 115)
    assert one("Sarper", nth=4) == "nth-too-high"
    assert one("Sarper", prefix=" ", nth=3) == (109, 115)
    assert one("Sarper", suffix="’", nth=1) == (109, 115)
    assert one("Sarper", suffix="’", nth=2) == "nth-too-high"
    assert one("nobody", nth=1) == "quote-not-found"


def test_overlapping_matches_count() -> None:
    assert one("aba", text="ababa") == "quote-ambiguous"
    assert one("aba", text="ababa", nth=2) == (2, 5)
    assert one("aba", text="ababa", nth=3) == "nth-too-high"


def test_fragments() -> None:
    quote, findings = resolve(Anchor("Aylin"), Anchor("chair"), Anchor("it"))
    assert [(anchor.start, anchor.end) for anchor in quote] == [(33, 38), (54, 59), (70, 72)]
    assert findings == ()
    # Right beside each other is in order, too.
    quote, findings = resolve(Anchor("Aylin "), Anchor("Sarper,"))
    assert [(anchor.start, anchor.end) for anchor in quote] == [(33, 39), (39, 46)]
    assert findings == ()


def test_each_fragment_must_match_once() -> None:
    _, findings = resolve(Anchor("opened"), Anchor("Sarper"), Anchor("nobody"))
    assert [(f.code, f.key, f.quote) for f in findings] == [
        ("quote-ambiguous", "mentions[0].quote[1]", "Sarper"),
        ("quote-not-found", "mentions[0].quote[2]", "nobody"),
    ]
    quote, findings = resolve(Anchor("opened"), Anchor("Sarper", nth=2))
    assert [(anchor.start, anchor.end) for anchor in quote] == [(17, 23), (96, 102)]
    assert findings == ()


def test_ambiguous_quote_lists_the_candidates() -> None:
    _, (finding,) = resolve(Anchor("Sarper"))
    assert finding.message == 'the quote "Sarper" occurs in a.txt 3 times'
    assert finding.quote == "Sarper"
    assert finding.hint == (
        "say which one: "
        "nth: 1 at 2:7 …ened in Aksu.\\nAylin [Sarper], deputy chair, welc…; "
        "nth: 2 at 4:22 …The forum\\tis ours,” [Sarper] said; Sarper’s coll…; "
        "nth: 3 at 4:35 …ours,” Sarper said; [Sarper]’s colleagues agreed…"
    )


def test_candidates_beyond_the_eighth_are_counted() -> None:
    _, (finding,) = resolve(Anchor("a"), text="a" * 11)
    assert finding.message == 'the quote "a" occurs in a.txt 11 times'
    assert finding.hint is not None
    assert finding.hint.endswith("nth: 8 at 1:8 aaaaaaa[a]aaa; and 3 more")


def test_candidates_that_miss_their_prefix() -> None:
    _, (finding,) = resolve(Anchor("Sarper", suffix=" sang"))
    assert (
        finding.message
        == 'the quote "Sarper" occurs in a.txt 3 times, but never directly between its prefix and suffix'
    )
    assert finding.hint is not None
    assert "nth: 2 at 4:22" in finding.hint


@pytest.mark.parametrize(
    ("quote", "place", "found"),
    [
        ("OPENED IN", "1:18", "[opened in]"),
        ('"Aksu Forum"', "1:5", "[“Aksu Forum”]"),
        ("Sarper's", "4:35", "[Sarper’s]"),
        ("The forum is", "4:2", "[The forum\\tis]"),
        ("it. “The", "2:38", "[it.\\n\\n“The]"),
        ("deputy char, welcomed", "2:15", "[deputy chair, welcome]"),
        ("Sarper, depty chair", "2:7", "[Sarper, deputy chai]"),
        ("colleagus", "4:44", "[colleagues]"),
    ],
)
def test_quote_that_is_not_there_shows_what_is_near(quote: str, place: str, found: str) -> None:
    _, (finding,) = resolve(Anchor(quote))
    assert finding.code == "quote-not-found"
    assert finding.hint is not None
    assert f"{place} " in finding.hint
    assert found in finding.hint


def test_near_quotes_are_looked_for_a_limited_number_of_times() -> None:
    report = FindingCollector("a.yaml", FixedLine(1))
    quotes = Quotes(ArticleText("a.txt", TEXT), report)
    for index in range(30):
        quotes.resolve((Anchor("sarper"),), ("mentions", index, "quote"))
    hints = [finding.hint for finding in report.result(None, None).findings]
    assert [hint is not None for hint in hints] == [True] * 20 + [False] * 10


def test_near_quotes_of_long_ones_are_not_looked_for() -> None:
    for length, is_there in ((300, True), (301, False)):
        _, findings = resolve(Anchor("x" * length), text="X" * 400)
        assert (findings[-1].hint is not None) == is_there


def test_nothing_near() -> None:
    _, (finding,) = resolve(Anchor("Zangezur"))
    assert finding.hint is None


def test_messages_carry_no_control_characters() -> None:
    _, (finding,) = resolve(Anchor("x\x1b[31m"), text="a\x1b[0m X\x1b[31m \u202e b")
    assert finding.hint is not None
    assert "[X\\u001b[31m]" in finding.hint
    assert (finding.message + finding.hint).isprintable()


def test_place_in_a_long_text() -> None:
    content = ("x" * 999 + "\n") * 300 + "y\n" * 70_000
    text = ArticleText("a.txt", content)
    assert text.place(0) == "1:1"
    assert text.place(999) == "1:1000"
    assert text.place(1000) == "2:1"
    assert text.place(65_536) == "66:537"
    assert text.place(299_999) == "300:1000"
    assert text.place(300_000) == "301:1"
    assert text.place(300_003) == "302:2"
    assert text.place(len(content)) == "70301:1"


def test_long_text_takes_linear_time() -> None:
    text = "a" * 2_000_000 + "b"
    started = time.perf_counter()
    for nth in (1, None):
        assert one("a" * 199 + "b", text=text, nth=nth) == (1_999_801, 2_000_001)
    assert one("b" + "a" * 199, text=text) == "quote-not-found"
    assert one("a" * 50, text=text[:100_000]) == "quote-ambiguous"
    assert time.perf_counter() - started < 5


def test_searching_ends_when_it_takes_too_long() -> None:
    report = FindingCollector("a.yaml", FixedLine(1))
    quotes = Quotes(ArticleText("a.txt", "a" * 16_000_000), report)
    started = time.perf_counter()
    for index in range(1000):
        quotes.resolve((Anchor("a" * (index % 200 + 1)),), ("mentions", index, "quote"))
    assert time.perf_counter() - started < 20
    findings = report.result(None, None).findings
    assert [(f.code, f.severity, f.key) for f in findings] == [("too-much-to-search", "error", "mentions[0].quote")]
    assert quotes.unverified == 999


@pytest.mark.campaign
def test_searching_for_high_numbers_ends_too() -> None:
    report = FindingCollector("a.yaml", FixedLine(1))
    quotes = Quotes(ArticleText("a.txt", "a" * 5_000_000), report)
    for index in range(30):
        quotes.resolve((Anchor("a", nth=4_000_000 + index),), ("mentions", index, "quote"))
    findings = report.result(None, None).findings
    assert [(f.code, f.key) for f in findings] == [("too-much-to-search", "mentions[1].quote")]


def test_large_but_honest_articles_are_searched_whole() -> None:
    words = [f"word{number:06}" for number in range(100_000)]
    report = FindingCollector("a.yaml", FixedLine(1))
    quotes = Quotes(ArticleText("a.txt", " ".join(words)), report)
    for index in range(0, 100_000, 100):
        (anchor,) = quotes.resolve((Anchor(words[index]),), ("mentions", index, "quote"))
        assert anchor.start == index * 11
    assert report.result(None, None).findings == ()


def test_without_text_quotes_are_kept_and_counted() -> None:
    quotes = Quotes(None, report := FindingCollector("a.yaml", FixedLine(1)))
    fragments = (Anchor("b"), Anchor("a", nth=7))
    assert quotes.resolve(fragments, ()) == fragments
    assert quotes.resolve_plain("c", ()) == (Anchor("c"),)
    assert quotes.unverified == 2
    assert report.result(None, None).findings == ()
