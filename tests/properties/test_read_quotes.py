"""A quote resolves to the offset that a plain count finds, or to exactly the number of matches that it counts."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.findings import Finding
from kg.model import Anchor, Quote
from kg.read.lines import FixedLine
from kg.read.quotes import Quotes
from kg.read.report import FindingCollector
from kg.read.text import ArticleText
from tests.amounts import amount

SETTINGS = settings(derandomize=True, deadline=None, max_examples=amount(150))

# Few letters, so that quotes match often; with letters of two to four bytes, marks, right-to-left and line ends.
ALPHABETS = st.sampled_from(["ab", "aə", "a😀", "u\u0308", "\u0627\u0644a", "a\r\n", "𐱅𐰇a", "aA "])
texts = ALPHABETS.flatmap(lambda letters: st.text(letters, min_size=1, max_size=40))


def count(text: str, exact: str, prefix: str, suffix: str) -> list[int]:
    """Where the quote stands between prefix and suffix: by looking at every place."""
    return [
        start
        for start in range(len(text))
        if text[start : start + len(exact)] == exact
        and text[:start].endswith(prefix)
        and text[start + len(exact) :].startswith(suffix)
    ]


def resolve(text: str, *anchors: Anchor) -> tuple[Quote, tuple[Finding, ...]]:
    report = FindingCollector("a.yaml", FixedLine(1))
    quote = Quotes(ArticleText("a.txt", text), report).resolve(anchors, ("quote",))
    return quote, report.result(None, None).findings


@st.composite
def texts_with_quotes(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A text, and a quote, a prefix and a suffix that mostly come from it."""
    text = draw(texts)
    letters = st.sampled_from(sorted(set(text)))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, min(len(text), start + 5)))
    exact = text[start:end] if draw(st.booleans()) else draw(st.text(letters, min_size=1, max_size=4))
    prefix = draw(st.sampled_from(["", text[max(0, start - 2) : start]]) | st.text(letters, max_size=2))
    suffix = draw(st.sampled_from(["", text[end : end + 2]]) | st.text(letters, max_size=2))
    return text, exact, prefix, suffix


@SETTINGS
@given(texts_with_quotes(), st.none() | st.integers(1, 6))
def test_match_or_number_of_matches(given_quote: tuple[str, str, str, str], nth: int | None) -> None:
    text, exact, prefix, suffix = given_quote
    found = count(text, exact, prefix, suffix)
    (anchor,), findings = resolve(text, Anchor(exact, prefix or None, suffix or None, nth))
    expected = found[nth - 1 : nth] if nth else found if len(found) == 1 else []
    if expected:
        assert findings == ()
        assert (anchor.start, anchor.end) == (expected[0], expected[0] + len(exact))
        assert text[anchor.start : anchor.end] == exact
        return
    assert (anchor.start, anchor.end) == (None, None)
    (finding,) = findings
    number = re.search(r" occurs in a\.txt (?:(once)|(\d+) times)", finding.message)
    if found:
        assert finding.code == ("nth-too-high" if nth else "quote-ambiguous")
        counted, starts = len(found), found
    else:
        assert finding.code == "quote-not-found"
        starts = count(text, exact, "", "") if prefix or suffix else []
        counted = len(starts)
    assert (0 if number is None else 1 if number[1] else int(number[2])) == counted
    if starts:
        assert finding.hint is not None
        places = re.findall(r"nth: (\d+) at (\d+):(\d+)", finding.hint)
        assert [int(index) for index, *_ in places] == list(range(1, min(8, counted) + 1))
        assert [(int(line), int(column)) for _, line, column in places] == [place(text, start) for start in starts[:8]]


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, counted one character after the other."""
    line = column = 1
    for character in text[:offset]:
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
    return line, column


@SETTINGS
@given(texts_with_quotes())
def test_plain_quotes_resolve_in_the_same_way(given_quote: tuple[str, str, str, str]) -> None:
    text, exact, _, _ = given_quote
    report = FindingCollector("a.yaml", FixedLine(1))
    quote = Quotes(ArticleText("a.txt", text), report).resolve_plain(exact, ("quote",))
    assert (quote, report.result(None, None).findings) == resolve(text, Anchor(exact))


@SETTINGS
@given(texts, st.data())
def test_fragments_resolve_in_order_or_not_at_all(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 4)), min_size=2, max_size=3))
    fragments = [text[start : start + length] for start, length in cuts]
    found = [count(text, fragment, "", "") for fragment in fragments]
    quote, findings = resolve(text, *(Anchor(fragment) for fragment in fragments))
    assert [anchor.start for anchor in quote] == [starts[0] if len(starts) == 1 else None for starts in found]
    ambiguous = sum(len(starts) > 1 for starts in found)
    assert sum(finding.code == "quote-ambiguous" for finding in findings) == ambiguous
    disordered = sum(
        len(found[index]) == len(found[index - 1]) == 1
        and found[index][0] < found[index - 1][0] + len(fragments[index - 1])
        for index in range(1, len(fragments))
    )
    assert sum(finding.code == "fragment-order" for finding in findings) == disordered
    assert len(findings) == ambiguous + disordered


@SETTINGS
@given(texts, st.text("abAə😀u\u0308'’\"“- \n", min_size=1, max_size=8))
def test_hints_point_at_what_stands_there(text: str, exact: str) -> None:
    """Whatever the near candidates are, their places lie in the text and nothing fails."""
    _, findings = resolve(text, Anchor(exact))
    lines = text.split("\n")
    for finding in findings:
        for line, column in re.findall(r"(\d+):(\d+) …?.*?\[", finding.hint or ""):
            assert 1 <= int(line) <= len(lines)
            assert 1 <= int(column) <= len(lines[int(line) - 1]) + 1
