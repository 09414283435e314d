"""kg verify: what stands, what has moved and what is gone in texts that were fetched again, and the mark in the store.

The texts are made up; the places in them were counted by hand.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

import kg
from kg.claims.derived import is_fresh
from kg.claims.drift import Drift, drifts
from kg.errors import InputError
from kg.namespaces import DEFAULT_BASE, DRIFT_GRAPH
from kg.pipeline import Pipeline, retract
from kg.store import GraphData, OxigraphStore
from kg.verification import ArticleCheck, Verification, record, verify
from tests import commands

REED = """\
kg: 1
article: {id: reed, title: Reed, published: 2031-05-04, text: annotated/reed.txt}
entities:
  forum: {type: Forum, name: Civic Forum, status: held}
  body: {type: NGO, name: Reed Union}
mentions:
  - {of: body, quote: Reed Union}
  - {of: body, quote: [said, Baku]}
  - {of: forum, quote: Civic Forum}
  - {of: body, quote: Union, nth: 2}
  - {of: body, quote: It, suffix: " met"}
relations:
  - {subject: body, relation: attends, object: forum, quote: took part}
statements:
  - {id: s1, speaker: body, mode: reported, kind: fact, quote: said the Union, summary: They were there.}
"""
TEXT = "The Reed Union took part in the Civic Forum, said the Union.\nIt met in Baku.\n"
PLACES = {
    "Reed Union": [(4, 14)],
    "said … Baku": [(45, 49), (71, 75)],
    "Civic Forum": [(32, 43)],
    "Union": [(54, 59)],
    "It": [(61, 63)],
    "took part": [(15, 24)],
    "said the Union": [(45, 59)],
}
SAHIN = """\
kg: 1
article: {id: sahin, title: Talk, published: 2031-05-05, text: annotated/sahin.txt}
entities:
  who: {type: Person, name: Şahin}
mentions:
  - {of: who, quote: Şahin}
  - {of: who, quote: the chair}
  - {of: who, quote: "He\\nleft"}
"""
SAHIN_TEXT = "Şahin is the chair. He\nleft.\n"
DUNE = """\
kg: 1
article: {id: dune, title: Dune, published: 2031-05-06}
entities:
  club: {type: NGO, name: Dune Club}
mentions:
  - {of: club, quote: Dune Club}
"""
IRI = f"{DEFAULT_BASE}article/"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture(scope="module")
def annotated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three articles, the texts of two, and a store of them."""
    folder = tmp_path_factory.mktemp("annotated")
    (folder / "annotated").mkdir()
    for name, article, text in (("reed", REED, TEXT), ("sahin", SAHIN, SAHIN_TEXT), ("dune", DUNE, None)):
        (folder / f"{name}.yaml").write_text(article, encoding="utf-8")
        if text is not None:
            (folder / "annotated" / f"{name}.txt").write_bytes(text.encode())
    store = OxigraphStore.open_for_writing(folder / "store")
    report = Pipeline().load([folder], store)
    assert (report.counts, report.verified, report.unverified) == ({"loaded": 3}, 10, 1)
    store.close()
    return folder


@pytest.fixture
def place(annotated: Path, tmp_path: Path) -> Path:
    """The same for a test alone, with an empty folder for texts."""
    folder = shutil.copytree(annotated, tmp_path / "place", ignore=shutil.ignore_patterns(".reading-*"))
    (folder / "texts").mkdir()
    return folder


@pytest.fixture(scope="module")
def reading(annotated: Path) -> OxigraphStore:
    return OxigraphStore.open_for_reading(annotated / "store")


def fetched(folder: Path, **texts: str | bytes) -> Path:
    """A folder of texts."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def article(found: Verification, name: str) -> ArticleCheck:
    (check,) = [each for each in found if each.id == name]
    return check


def check(store: OxigraphStore, folder: Path, name: str, text: str | bytes) -> ArticleCheck:
    return article(verify(store.dataset, fetched(folder, **{name: text})), name)


def states(check: ArticleCheck) -> dict[str, str]:
    return {" … ".join(quote.fragments): quote.state for quote in check.quotes}


def now(check: ArticleCheck) -> dict[str, list[tuple[int, int]]]:
    return {" … ".join(quote.fragments): list(quote.now) for quote in check.quotes}


def run(place: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return commands.run(["verify", "--texts", place / "texts", "--store", place / "store", *words])


# Quotes


def test_every_quote_stands_in_the_text_as_it_was(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "reed", TEXT)
    assert (found.text, found.before, found.now) == ("same", sha256(TEXT), sha256(TEXT))
    assert set(states(found).values()) == {"stands"}
    assert now(found) == PLACES == {" … ".join(each.fragments): list(each.before) for each in found.quotes}
    assert [quote.claim for quote in found.quotes if quote.fragments == ("took part",)] == [
        "Reed Union attends Civic Forum"
    ]


def test_what_was_added_behind_the_quotes_is_drift_and_they_stand(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "reed", TEXT + "More will follow.\n")
    assert (found.text, set(states(found).values())) == ("drifted", {"stands"})


def test_a_line_before_them_moves_all_quotes_by_its_length(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "reed", "News\n" + TEXT)
    assert (found.text, set(states(found).values())) == ("drifted", {"moved"})
    assert now(found) == {words: [(start + 5, end + 5) for start, end in each] for words, each in PLACES.items()}
    assert {quote.candidates for quote in found.quotes if quote.fragments != ("Union",)} == {1}


def test_a_quote_that_was_taken_out_is_gone_and_the_others_stand(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "reed", TEXT.replace("Civic Forum", "Civil Forum"))
    assert {words: state for words, state in states(found).items() if state != "stands"} == {"Civic Forum": "gone"}
    (gone,) = [quote for quote in found.quotes if quote.state == "gone"]
    assert (gone.before, gone.now, gone.candidates) == (((32, 43),), (), 0)
    assert gone.hint == "similar: 1:33 …on took part in the [Civil Forum], said the Union.\\nIt…"


def test_a_quote_stands_where_it_was_also_if_its_words_now_occur_once_more(
    reading: OxigraphStore, tmp_path: Path
) -> None:
    found = check(reading, tmp_path, "reed", TEXT + "The Civic Forum.\n")
    assert set(states(found).values()) == {"stands"}


def test_one_of_two_occurrences_is_known_by_its_place(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "reed", TEXT.replace("Reed Union", "Reed Group"))
    assert states(found)["Union"] == "stands"  # it was the second, and is the only one
    assert states(found)["Reed Union"] == "gone"


def test_of_several_places_the_nearest_is_given_and_how_many_there_are(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "reed", "Union. " + TEXT)
    (union,) = [quote for quote in found.quotes if quote.fragments == ("Union",)]
    assert (union.state, union.now, union.candidates) == ("moved", ((61, 66),), 3)  # the others are at 0 and 16
    (earlier,) = [
        quote
        for quote in check(reading, tmp_path, "reed", "Union, Union." + "." * 82 + "Union").quotes
        if quote.fragments == ("Union",)
    ]
    assert earlier.now == ((95, 100),)  # 41 behind its place; 7 is 47 before it


def test_of_two_places_equally_far_the_earlier_is_given(reading: OxigraphStore, tmp_path: Path) -> None:
    text = "." * 44 + "Union" + "." * 15 + "Union"  # at 44 and 64
    found = check(reading, tmp_path, "reed", text)
    assert now(found)["Union"] == [(44, 49)]


def test_fragments_in_another_order_are_gone(reading: OxigraphStore, tmp_path: Path) -> None:
    text = TEXT.replace("said", "Baku").replace("in Baku", "in said")
    found = check(reading, tmp_path, "reed", text)
    (quote,) = [quote for quote in found.quotes if quote.fragments == ("said", "Baku")]
    assert (quote.state, quote.hint) == ("gone", "its fragments are there, but not in this order")


def test_fragments_are_looked_for_from_the_beginning_if_the_nearest_lead_nowhere(
    reading: OxigraphStore, tmp_path: Path
) -> None:
    text = "said Baku" + "." * 36 + "said"  # the last one is at its place, with no Baku behind it
    found = check(reading, tmp_path, "reed", text)
    assert now(found)["said … Baku"] == [(0, 4), (5, 9)]


def test_what_stands_beside_a_quote_belongs_to_it(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "reed", TEXT.replace("It met", "It sat"))
    (quote,) = [quote for quote in found.quotes if quote.fragments == ("It",)]
    assert quote.state == "gone"
    assert (quote.hint or "").startswith("without its prefix and suffix: nth: 1 at 2:1 ")


# Forms of a text: quotes are found letter for letter, as in kg.read.quotes


def test_other_line_ends_move_what_is_behind_them(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "reed", TEXT.replace("\n", "\r\n"))
    moved = {quote.fragments: quote.now for quote in found.quotes if quote.state == "moved"}
    assert moved == {("It",): ((62, 64),), ("said", "Baku"): ((45, 49), (72, 76))}
    assert set(states(found).values()) == {"moved", "stands"}
    crossing = check(reading, tmp_path, "sahin", SAHIN_TEXT.replace("\n", "\r\n"))
    assert states(crossing) == {"Şahin": "stands", "the chair": "stands", "He\nleft": "gone"}


def test_a_byte_order_mark_moves_nothing(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "reed", b"\xef\xbb\xbf" + TEXT.encode())
    assert (found.text, set(states(found).values())) == ("drifted", {"stands"})


def test_decomposed_letters_are_other_letters(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "sahin", unicodedata.normalize("NFD", SAHIN_TEXT))
    assert states(found) == {"Şahin": "gone", "the chair": "moved", "He\nleft": "moved"}
    assert now(found)["the chair"] == [(10, 19)]  # one code point further
    assert "the same except for letter case, spaces or marks: 1:1" in str(found.quotes[0].hint)


def test_a_no_break_space_is_another_space(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "reed", TEXT.replace("Civic Forum", "Civic\u00a0Forum"))
    assert states(found)["Civic Forum"] == "gone"


# Articles and texts


def test_a_quote_that_was_never_checked_is_found_or_gone(reading: OxigraphStore, tmp_path: Path) -> None:
    found = check(reading, tmp_path, "dune", "The Dune Club.")
    assert (found.text, found.before, states(found), now(found)) == (
        "new",
        None,
        {"Dune Club": "found"},
        {"Dune Club": [(4, 13)]},
    )
    assert states(check(reading, tmp_path, "dune", "A club.")) == {"Dune Club": "gone"}


def test_articles_without_a_text_and_texts_without_an_article_are_said(reading: OxigraphStore, tmp_path: Path) -> None:
    fetched(tmp_path, reed=TEXT, pond="?", Reed="?")
    (tmp_path / "below.txt").mkdir()
    (tmp_path / "notes.md").write_text("?")
    found = verify(reading.dataset, tmp_path)
    assert [(each.id, each.text) for each in found] == [("dune", "no text"), ("reed", "same"), ("sahin", "no text")]
    assert (found.strays, found.others) == (("Reed.txt", "pond.txt"), ("below.txt", "notes.md"))
    assert not found.fails
    assert found.summary() == (
        "3 articles: 2 without a text, 1 same; 7 quotes: 7 stand, 0 moved, 0 gone; 2 texts of no article"
    )


def test_a_folder_without_any_text_of_an_article_is_a_fault(reading: OxigraphStore, tmp_path: Path) -> None:
    fetched(tmp_path, pond="?")
    with pytest.raises(InputError, match=r"of 1 entry in this folder, none is the text .*\n  → .* such as dune\.txt"):
        verify(reading.dataset, tmp_path)
    with pytest.raises(InputError, match="cannot be read: No such file"):
        verify(reading.dataset, tmp_path / "nowhere")


# The mark


def drifted(place: Path) -> dict[str, Drift]:
    store = OxigraphStore.open_for_reading(place / "store")
    found = drifts(store.dataset)
    store.close()
    return found


def read_again(place: Path, texts: Path | None = None) -> str:
    store = OxigraphStore.open_for_writing(place / "store")
    report = Pipeline(texts=texts).load([place / "reed.yaml"], store)
    assert is_fresh(store.digests())
    store.close()
    return report.articles[0].status


NEWER = "News\n" + TEXT.replace("Civic Forum", "Civil Forum")


@pytest.fixture
def marked(place: Path) -> Path:
    fetched(place / "texts", reed=NEWER, sahin=SAHIN_TEXT)
    assert run(place, "--record").returncode == 1
    return place


def test_nothing_is_written_without_record(place: Path) -> None:
    fetched(place / "texts", reed=NEWER)
    files = [file for file in (place / "store").iterdir() if file.is_file()]
    before = {file.name: file.read_bytes() for file in files}
    done = run(place)
    assert (done.returncode, "--record marks" in done.stderr) == (1, True)
    assert {file.name: file.read_bytes() for file in (place / "store").iterdir() if file.is_file()} == before


def test_the_mark_names_the_newer_text_and_the_quotes_that_do_not_stand(marked: Path) -> None:
    found = drifted(marked)
    assert set(found) == {f"{IRI}reed"}
    assert found[f"{IRI}reed"].newer == sha256(NEWER)
    assert sorted(found[f"{IRI}reed"].quotes.values()) == ["gone"] + ["moved"] * 6
    graph = kg.open(marked / "store")
    assert graph.articles == ["dune", "reed", "sahin"]
    assert is_fresh(graph._store.digests())
    (row,) = graph.query(f"SELECT ?d {{ <{IRI}reed> tnk:newerTextDigest ?d }}")
    assert row["d"] == sha256(NEWER)


def test_recording_the_same_again_changes_nothing(marked: Path) -> None:
    done = run(marked, "--record")
    assert "kg: nothing new to record" in done.stderr
    store = OxigraphStore.open_for_writing(marked / "store")
    before = set(store.dataset)
    assert not record(store, verify(store.dataset, marked / "texts"))
    assert set(store.dataset) == before
    store.close()


def test_explain_shows_what_became_of_each_quote(marked: Path) -> None:
    fetched(marked / "texts", sahin=SAHIN_TEXT + "More.\n")
    run(marked, "--record")
    done = commands.run(["explain", "Reed Union", "attends", "--store", marked / "store"])
    assert "characters 15–24, verified; elsewhere in the newer text\n" in done.stdout
    graph = kg.open(marked / "store")
    (told,) = graph.entity("Şahin").articles
    assert [quote.newer_text for quote in told.quotes] == ["stands"] * 3
    (forum,) = graph.entity("Civic Forum").articles
    assert [quote.newer_text for quote in forum.quotes] == ["gone"]
    assert [quote.newer_text for each in graph.entity("Dune Club").articles for quote in each.quotes] == [None]
    told_too = commands.run(
        ["query", "-q", "SELECT ?a { ?a rdf:predicate tnk:status }", "--evidence", "--store", marked / "store"]
    )
    assert "“Civic Forum” 32–43; not in the newer text" in told_too.stdout


def test_a_view_shows_it_too(marked: Path) -> None:
    (fact,) = kg.open(marked / "store").explain("Reed Union", "attends", view="newsroom", as_of="2031-06-01")
    assert [quote.newer_text for claim in fact.held for quote in claim.quotes] == ["moved"]


def test_the_report_shows_it(marked: Path) -> None:
    page = marked / "report.html"
    assert commands.run(["report", page, "--samples", "0", "--store", marked / "store"]).returncode == 0
    written = page.read_text("utf-8")
    assert ">drifted: 6 moved, 1 gone</a>" in written
    assert "(characters 15–24, verified; elsewhere in the newer text)" in written
    assert "newer text</th>" in written


def test_the_report_on_what_has_not_drifted_says_nothing_of_it(place: Path) -> None:
    page = place / "report.html"
    assert commands.run(["report", page, "--samples", "0", "--store", place / "store"]).returncode == 0
    assert "newer text" not in page.read_text("utf-8")


def rows(place: Path) -> list[list[str]]:
    done = commands.run(["query", "unverified-quotes", "--format", "csv", "--store", place / "store"])
    return list(csv.reader(io.StringIO(done.stdout)))[1:]


def test_the_question_unverified_quotes_lists_it(marked: Path) -> None:
    assert rows(marked) == [[f"{IRI}dune", "1", "false", "0", "0"], [f"{IRI}reed", "0", "true", "6", "1"]]
    fetched(marked / "texts", reed=TEXT + "!")
    run(marked, "--record")
    assert rows(marked)[1] == [f"{IRI}reed", "0", "true", "0", "0"]


def test_an_article_that_is_loaded_with_its_newer_text_has_not_drifted(marked: Path) -> None:
    (marked / "annotated" / "reed.txt").write_text(NEWER, encoding="utf-8")
    (marked / "reed.yaml").write_text(REED.replace("quote: Civic Forum", "quote: Civil Forum"), encoding="utf-8")
    assert read_again(marked) == "replaced"
    assert drifted(marked) == {}
    assert DRIFT_GRAPH not in {graph.value for graph in kg.open(marked / "store").dataset().named_graphs()}
    assert rows(marked) == [[f"{IRI}dune", "1", "false", "0", "0"]]
    assert "newer text" not in commands.run(["explain", "Reed Union", "--store", marked / "store"]).stdout
    assert run(marked).returncode == 0


def test_an_article_that_is_skipped_as_unchanged_stays_marked(marked: Path) -> None:
    assert read_again(marked) == "unchanged"
    assert set(drifted(marked)) == {f"{IRI}reed"}


def test_an_article_that_is_loaded_without_any_text_stays_marked(marked: Path) -> None:
    (marked / "annotated" / "reed.txt").unlink()
    changed = REED.replace("quote: took part", "quote: part")
    (marked / "reed.yaml").write_text(changed, encoding="utf-8")
    assert read_again(marked) == "replaced"  # its other quotes stay verified by the earlier text
    (fact,) = kg.open(marked / "store").explain("Reed Union", "attends")
    assert [(quote.verified, quote.newer_text) for each in fact.held for quote in each.quotes] == [(False, None)]
    assert sorted(drifted(marked)[f"{IRI}reed"].quotes.values()) == ["gone"] + ["moved"] * 6


def test_loading_one_article_leaves_the_marks_of_others(marked: Path) -> None:
    fetched(marked / "texts", sahin=SAHIN_TEXT + "!")
    run(marked, "--record")
    assert set(drifted(marked)) == {f"{IRI}reed", f"{IRI}sahin"}
    (marked / "reed.yaml").write_text(REED.replace("title: Reed", "title: Reeds"), encoding="utf-8")
    assert read_again(marked) == "replaced"
    assert set(drifted(marked)) == {f"{IRI}sahin"}


def test_the_mark_goes_before_the_new_reading_comes(marked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = OxigraphStore.open_for_writing(marked / "store")

    def killed(graphs: list[GraphData]) -> None:
        if graphs:
            raise KeyboardInterrupt

    monkeypatch.setattr(store, "put", killed)
    (marked / "reed.yaml").write_text(REED.replace("title: Reed", "title: Reeds"), encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        Pipeline().load([marked / "reed.yaml"], store)
    assert drifts(store.dataset) == {}  # the earlier reading without its mark, never a new one with it
    store.close()


def test_a_retracted_article_takes_its_mark_along(marked: Path) -> None:
    store = OxigraphStore.open_for_writing(marked / "store")
    assert retract(store, ["reed"]) == []
    assert drifts(store.dataset) == {}
    store.close()


def test_a_text_that_is_again_as_it_was_takes_the_mark_away(marked: Path) -> None:
    fetched(marked / "texts", reed=TEXT)
    assert run(marked, "--record").returncode == 0
    assert drifted(marked) == {}


def test_an_article_without_a_readable_text_keeps_what_was_recorded(marked: Path) -> None:
    before = drifted(marked)
    (marked / "texts" / "reed.txt").unlink()
    assert run(marked, "--record").returncode == 0
    assert drifted(marked) == before
    fetched(marked / "texts", reed=b"\xff")
    assert run(marked, "--record").returncode == 1
    assert drifted(marked) == before


def test_the_first_text_of_an_article_is_no_drift(place: Path) -> None:
    fetched(place / "texts", dune="A club.")
    assert run(place, "--record").returncode == 1  # its quote is not there
    assert drifted(place) == {}


# The command line


def test_exit_codes(place: Path) -> None:
    for text, code in (
        (TEXT, 0),
        (TEXT + "!", 0),
        ("!" + TEXT, 1),
        (TEXT.replace("in Baku", "at Baku"), 0),
        (b"\xff", 1),
    ):
        fetched(place / "texts", reed=text)
        assert run(place).returncode == code, text
    (place / "texts" / "reed.txt").unlink()
    assert run(place).returncode == 3
    assert commands.run(["verify", "--store", place / "store"]).returncode == 2
    missing = commands.run(["verify", "--texts", place / "texts", "--store", place / "no-store", "--record"])
    assert (missing.returncode, (place / "no-store").exists()) == (3, False)


def test_the_table(place: Path) -> None:
    fetched(place / "texts", reed=NEWER, pond="?")
    done = run(place)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[0] == ["quote", "article", "words", "from", "to", "of"]
    assert lines[2] == ["gone", "reed", "“Civic", "Forum”", "32–43", "Civic", "Forum"]  # first, whatever has moved
    assert ["moved", "reed", "“took", "part”", "15–24", "20–29", "Reed", "Union", "attends", "Civic", "Forum"] in lines
    assert ["drifted", "reed", "0", "6", "1", "0"] in lines
    assert ["no", "text", "sahin"] in lines
    assert ["no", "article", "pond.txt"] in lines
    assert done.stdout.splitlines()[-1] == (
        "3 articles: 1 drifted, 2 without a text; 7 quotes: 0 stand, 6 moved, 1 gone; 1 text of no article"
    )
    assert "reed, “Civic Forum”: similar: 2:33 " in done.stderr


def test_json(place: Path) -> None:
    fetched(place / "texts", reed=NEWER, pond="?")
    told = json.loads(run(place, "--format", "json").stdout)
    assert (told["texts"], told["no_article"]) == ({"drifted": 1, "no text": 2}, ["pond.txt"])
    assert told["quotes"] == {"stands": 0, "moved": 6, "gone": 1, "found": 0}
    (reed,) = [each for each in told["articles"] if each["id"] == "reed"]
    (quote,) = [each for each in reed["quotes"] if each["fragments"] == ["took part"]]
    assert (quote["state"], quote["before"], quote["now"]) == ("moved", [[15, 24]], [[20, 29]])


def test_csv(place: Path) -> None:
    fetched(place / "texts", reed=NEWER, pond="?")
    found = list(csv.DictReader(io.StringIO(run(place, "--format", "csv").stdout)))
    assert [(row["article"], row["text"]) for row in found if not row["quote"]] == [
        ("dune", "no text"),
        ("sahin", "no text"),
        ("pond.txt", "no article"),
    ]
    (row,) = [row for row in found if row["quote"] == "said … Baku"]
    assert (row["state"], row["from"], row["to"]) == ("moved", "45–49, 71–75", "50–54, 76–80")
