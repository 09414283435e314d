"""Files that people really hand in: what they say is read, or refused with the reason; nothing means something else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.claims.sources import Sources, same_address, source_keys
from kg.errors import InputError
from kg.findings import Finding, Severity
from kg.mapping.values import BadValueError, date_terms
from kg.network import load_incidences, load_network, robust_rank
from kg.ontology.vocabulary import load as load_vocabulary
from kg.pipeline import Pipeline, Report
from kg.query.statistics import statistics
from kg.read import read_path
from kg.read.characters import look_alikes
from kg.regular_files import read_regular
from kg.store import OxigraphStore
from kg.versions import compare, read_migrations, read_snapshot
from kg.versions.rewriting import migrate

TEBIBYTE = 1 << 40


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def found(pipeline: Pipeline, *paths: Path) -> list[Finding]:
    return pipeline.check(paths).findings


def one(findings: list[Finding], code: str) -> Finding:
    (finding,) = (each for each in findings if each.code == code)
    return finding


def annotation(file: Path, title: str = "Forum opens", entity: str = "name: Steppe Forum", more: str = "") -> Path:
    text = f"kg: 1\narticle:\n  id: {file.stem}\n  title: {title}\n  published: 2031-05-04\n"
    text += f"  url: https://example.org/{file.stem}\n{more}"
    text += f"entities:\n  forum:\n    type: Forum\n    status: held\n    {entity}\n"
    file.write_text(f"{text}mentions:\n- {{of: forum, quote: Forum}}\n", encoding="utf-8")
    return file


def sparse(file: Path) -> Path:
    with file.open("wb") as stream:
        stream.truncate(TEBIBYTE)
    return file


# Files that cost their maker nothing, and never end.


def test_a_sparse_file_is_refused_by_its_size(tmp_path: Path, pipeline: Pipeline) -> None:
    for suffix in (".yaml", ".json"):
        findings = found(pipeline, sparse(tmp_path / f"a{suffix}"))
        assert one(findings, "file-too-large").severity is Severity.ERROR
    assert read_regular(sparse(tmp_path / "any")) is None
    sparse(tmp_path / "text.txt")
    annotation(tmp_path / "b.yaml", more="  text: text.txt\n")
    assert one(found(pipeline, tmp_path / "b.yaml"), "text-too-large").key == "article.text"


@pytest.mark.campaign
def test_a_line_without_end_ends_the_file(tmp_path: Path, pipeline: Pipeline) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("[]\n")
    os.truncate(file, TEBIBYTE)
    findings = found(pipeline, file)
    assert [(each.code, each.line) for each in findings] == [("not-a-mapping", 1), ("file-too-large", 2)]
    assert findings[1].hint == "nothing after it was read"


def test_an_ontology_of_sparse_files_and_pipes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    sparse(tmp_path / "modules" / "core.ttl")
    for read in (lambda: load_vocabulary(tmp_path), lambda: read_snapshot(str(tmp_path))):
        with pytest.raises(InputError, match=r"core\.ttl.*larger than 256 MiB"):
            read()
    (tmp_path / "modules" / "core.ttl").unlink()
    os.mkfifo(tmp_path / "modules" / "core.ttl")
    for read in (lambda: load_vocabulary(tmp_path), lambda: read_snapshot(str(tmp_path))):
        with pytest.raises(InputError, match=r"core\.ttl.*not a regular file"):
            read()


def test_migrations_and_what_they_are_applied_to_have_a_size(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    sparse(tmp_path / "migrations" / "0.1.0-to-0.2.0.yaml")
    with pytest.raises(InputError, match="larger than 16 MiB"):
        read_migrations(tmp_path)
    assert [each.code for each in migrate(sparse(tmp_path / "a.yaml"), []).findings] == ["file-too-large"]


def test_versions_can_be_compared_of_what_is_regular(tmp_path: Path) -> None:
    file = tmp_path / "one.ttl"
    file.write_text("<https://example.org/a> a <http://www.w3.org/2002/07/owl#Class> .\n")
    compare(read_snapshot(str(file)), read_snapshot(str(file)))
    with pytest.raises(InputError, match="not a regular file"):
        read_snapshot("/dev/zero")


# What YAML takes out of a value without a word.


@pytest.mark.parametrize(
    ("title", "entity", "key"),
    [
        ("Civic Forum #3", "name: Forum", "article.title"),
        ("Forum", "name: Civic Forum #3", "entities.forum.name"),
        ("Forum", "name: {en: Civic Forum #3\n      }", "entities.forum.name.en"),
        ("Forum", 'name: Forum\n    aka: ["A", Civic Forum #3\n      ]', "entities.forum.aka[1]"),
        ("Forum", "name: Civic Forum\t# 3", "entities.forum.name"),
        ("Forum", "name: Forum\n    vagueTime: soon # after 3", "entities.forum.vagueTime"),
        ("Forum", "name: Forum\n    number: 3 #rd", "entities.forum.number"),
        ("Forum", "name: #3", "entities.forum.name"),
    ],
)
def test_a_value_is_not_cut_by_a_comment(title: str, entity: str, key: str, tmp_path: Path, pipeline: Pipeline) -> None:
    finding = one(found(pipeline, annotation(tmp_path / "a.yaml", title, entity)), "yaml-comment")
    assert (finding.severity, finding.key) == (Severity.ERROR, key)
    assert finding.line is not None


def test_the_message_shows_what_was_lost_and_how_to_keep_it(tmp_path: Path, pipeline: Pipeline) -> None:
    file = annotation(tmp_path / "a.yaml", entity="name: Civic Forum #3 of NGOs")
    finding = one(found(pipeline, file), "yaml-comment")
    assert (finding.line, finding.message) == (
        11,
        'in YAML, "#3 of NGOs" is a comment: only "Civic Forum" is left of the value',
    )
    assert "'Civic Forum #3 of NGOs'" in str(finding.hint)


def test_a_quote_is_not_cut_and_then_verified(tmp_path: Path, pipeline: Pipeline) -> None:
    (tmp_path / "t.txt").write_text("The Civic Forum #3 opened.")
    file = annotation(tmp_path / "a.yaml", more="  text: t.txt\n")
    file.write_text(file.read_text() + "- of: forum\n  quote: Civic Forum #3\n")
    assert one(found(pipeline, file), "yaml-comment").key == "mentions[1].quote"
    file.write_text(file.read_text().replace("quote: Civic Forum #3", 'quote: "Civic Forum #3"'))
    report = pipeline.check([file])
    assert (report.findings, report.verified) == ([], 2)


def test_comments_stand_where_they_cut_nothing(tmp_path: Path, pipeline: Pipeline) -> None:
    entity = "name: 'Forum #1'  # the first\n    startDate: 2031-05-04  # X07\n    # a line of its own"
    file = annotation(tmp_path / "a.yaml", '"Forum"  # in quotation marks', entity, "  language: en   # of the text\n")
    assert [each.code for each in found(pipeline, file)] == ["unverified-quotes"]


@pytest.mark.parametrize("word", ["Null", "null", "NULL", "~"])
def test_a_word_for_nothing_is_named_with_its_remedy(word: str, tmp_path: Path, pipeline: Pipeline) -> None:
    finding = one(found(pipeline, annotation(tmp_path / "a.yaml", entity=f"name: {word}")), "missing-value")
    assert finding.key == "entities.forum.name"
    assert f'write "{word}" in quotation marks' in str(finding.hint)
    quoted = found(pipeline, annotation(tmp_path / "a.yaml", entity=f'name: "{word} x"'))
    assert [each.code for each in quoted] == ["unverified-quotes"]


@pytest.mark.parametrize("word", ["no", "NO", "on", "true", "1_000", "0x1F", "12:30:45", "1e3", ".inf", "2031-05-04"])
def test_every_other_word_is_read_as_it_is_written(word: str, tmp_path: Path, pipeline: Pipeline) -> None:
    (result,) = read_path(annotation(tmp_path / "a.yaml", title=word), vocabulary=pipeline.vocabulary)
    assert result.article is not None
    assert result.article.metadata.title.text == word


def test_brackets_that_belong_to_a_name_are_named(tmp_path: Path, pipeline: Pipeline) -> None:
    finding = one(found(pipeline, annotation(tmp_path / "a.yaml", entity="name: [Forum]")), "not-text")
    assert "square brackets" in str(finding.hint)


@pytest.mark.parametrize("written", ["Civic\n      Forum", '"Civic\n      Forum"', "'Civic\n      Forum'"])
def test_line_breaks_that_become_blanks_are_told(written: str, tmp_path: Path, pipeline: Pipeline) -> None:
    finding = one(found(pipeline, annotation(tmp_path / "a.yaml", entity=f"name: {written}")), "folded-lines")
    assert (finding.severity, finding.line, finding.key) == (Severity.WARNING, 11, "entities.forum.name")


@pytest.mark.parametrize(
    "written", ['"Civic\\\n      Forum"', ">-\n      Civic\n      Forum", "|-\n      Civic\n      Forum"]
)
def test_line_breaks_that_are_asked_for_are_not(written: str, tmp_path: Path, pipeline: Pipeline) -> None:
    findings = found(pipeline, annotation(tmp_path / "a.yaml", entity=f"name: {written}"))
    assert [each.code for each in findings] == ["unverified-quotes"]


@pytest.mark.parametrize(
    "written", ["|\n      Civic Forum", ">\n      Civic Forum", '" Civic Forum"', '"Civic Forum\\t"']
)
def test_white_space_around_a_name_is_told(written: str, tmp_path: Path, pipeline: Pipeline) -> None:
    finding = one(found(pipeline, annotation(tmp_path / "a.yaml", entity=f"name: {written}")), "outer-space")
    assert (finding.severity, finding.key) == (Severity.WARNING, "entities.forum.name")


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029", "\r"])
def test_what_ends_a_line_for_some_readers_only_is_refused(separator: str, tmp_path: Path, pipeline: Pipeline) -> None:
    """Such a character ends a comment where no editor shows an end."""
    file = annotation(tmp_path / "a.yaml")
    file.write_bytes(file.read_bytes() + f"# remark{separator}statements: [hidden]\n".encode())
    finding = one(found(pipeline, file), "line-separator")
    assert (finding.severity, finding.line) == (Severity.ERROR, 14)
    assert f"U+{ord(separator):04X}" in finding.message


def test_a_byte_order_mark_within_a_key_or_a_name_is_named(tmp_path: Path, pipeline: Pipeline) -> None:
    finding = one(found(pipeline, annotation(tmp_path / "a.yaml", entity="\ufeffname: Forum")), "unknown-key")
    assert "U+FEFF ZERO WIDTH NO-BREAK SPACE cannot be seen" in finding.message
    (result,) = read_path(annotation(tmp_path / "a.yaml", title="Fo\ufeffrum"), vocabulary=pipeline.vocabulary)
    assert result.article is not None
    assert result.article.metadata.title.text == "Forum"
    assert "U+FEFF ZERO WIDTH NO-BREAK SPACE" in one(list(result.findings), "invisible-character").message


# Characters that look like others.


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2025‑11‑24", 'U+2011 NON-BREAKING HYPHEN is not "-"'),
        ("2025–11", 'U+2013 EN DASH is not "-"'),
        ("2025−11", 'U+2212 MINUS SIGN is not "-"'),
        ("２０25", 'U+FF12 FULLWIDTH DIGIT TWO is not "2", U+FF10 FULLWIDTH DIGIT ZERO is not "0"'),
        ("٢025", 'U+0662 ARABIC-INDIC DIGIT TWO is not "2"'),
        ("2025∕2026", 'U+2215 DIVISION SLASH is not "/"'),
        ("2025\u00a0", 'U+00A0 NO-BREAK SPACE is not " "'),
        ("2025\u200b", "U+200B ZERO WIDTH SPACE cannot be seen"),
        ("fоrum", 'U+043E CYRILLIC SMALL LETTER O is not "o"'),
        ("форум", None),
        ("Əliyev ığ", None),
    ],
)
def test_look_alikes_are_named(text: str, told: str | None) -> None:
    assert look_alikes(text) == told


def test_a_date_with_another_hyphen_is_refused_by_name(pipeline: Pipeline) -> None:
    with pytest.raises(BadValueError, match=r'U\+2011 NON-BREAKING HYPHEN is not "-"'):
        date_terms(pipeline.vocabulary.properties["published"], "2025‑11‑24")


@pytest.mark.parametrize(
    ("entity", "code", "character"),
    [
        ("name: Forum\n    id: event/steppe‑forum", "bad-id", "U+2011"),
        ("nаme: Forum", "unknown-key", "U+0430"),
        ("name: {en‑GB: Forum}", "bad-language", "U+2011"),
        ("name: Forum\n    partOf: forum\u200b", "unknown-entity", "U+200B"),
        ("name: Forum\n    startDate: 2031‑05‑04", "bad-value", "U+2011"),
        ("name: Forum\n    number: ２", "bad-value", "U+FF12"),
    ],
)
def test_look_alikes_in_ids_keys_tags_and_values(
    entity: str, code: str, character: str, tmp_path: Path, pipeline: Pipeline
) -> None:
    findings = found(pipeline, annotation(tmp_path / "a.yaml", entity=entity))
    assert character in one(findings, code).message


# Texts that are named and not there.


def test_a_text_that_is_named_and_not_there_is_a_warning_with_a_suggestion(tmp_path: Path, pipeline: Pipeline) -> None:
    (tmp_path / "Steppe-Forum.txt").write_text("Forum")
    file = annotation(tmp_path / "a.yaml", more="  text: steppe-forum.text\n")
    finding = one(found(pipeline, file), "text-missing")
    assert (finding.severity, finding.key) == (Severity.WARNING, "article.text")
    assert 'did you mean "Steppe-Forum.txt"?' in str(finding.hint)


def test_suggestions_come_from_no_other_folder(tmp_path: Path, pipeline: Pipeline) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "plan-a.txt").write_text("x")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "link").symlink_to(tmp_path / "secret")
    file = annotation(tmp_path / "own" / "a.yaml", more="  text: link/plan-b.txt\n")
    assert not any("plan-a" in str(each) for each in found(pipeline, file))


@pytest.mark.parametrize(
    ("named", "there"), [("q\u0131z\u00e7a.txt", "q\u0131zc\u0327a.txt"), ("u\u0308.txt", "\u00fc.txt")]
)
def test_a_text_is_found_in_either_form_of_its_name(named: str, there: str, tmp_path: Path, pipeline: Pipeline) -> None:
    (tmp_path / there).write_text("Forum")
    report = pipeline.check([annotation(tmp_path / "a.yaml", more=f"  text: {named}\n")])
    assert (report.findings, report.verified, report.unverified) == ([], 1, 0)


def test_the_last_line_counts_verified_quotes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Forum")
    annotation(tmp_path / "a.yaml", more="  text: a.txt\n")
    annotation(tmp_path / "b.yaml", more="  text: b.txt\n")
    for command in (["check"], ["load", "--store", str(tmp_path / "st")]):
        done = subprocess.run(
            [sys.executable, "-m", "kg", *command, str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")],
            capture_output=True, text=True, check=True, env={**os.environ, "NO_COLOR": "1"},
        )  # fmt: skip
        assert "; 1 quote verified, 1 not" in done.stdout.splitlines()[-1]
        assert 'the text "b.txt" was not found' in done.stdout


# One article under two ids.


def article(folder: Path, name: str, url: str | None = None, text: str | None = None, with_: str = "ngo") -> Path:
    """One article in which Aksu Union and another body take part in a forum of the article's own name."""
    more = f"  url: {url}\n" if url else ""
    if text is not None:
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        more += f"  text: {name}.txt\n"
    (folder / f"{name}.yaml").write_text(
        f"kg: 1\narticle:\n  id: {name}\n  title: T\n  published: 2031-05-04\n{more}"
        "entities:\n"
        f"  forum: {{type: Forum, name: Forum of {with_}, status: held, startDate: 2031-05-04}}\n"
        "  aksu: {type: NGO, name: Aksu Union}\n"
        f"  other: {{type: NGO, name: {with_}}}\n"
        "mentions:\n- {of: forum, quote: Forum}\n- {of: aksu, quote: Aksu}\n- {of: other, quote: took}\n"
        "relations:\n"
        "- {subject: aksu, relation: attends, object: forum, quote: took part}\n"
        "- {subject: other, relation: attends, object: forum, quote: part}\n",
        encoding="utf-8",
    )
    return folder / f"{name}.yaml"


TEXT = "Forum: Aksu took part."


@pytest.mark.parametrize(
    ("one_", "other", "alike"),
    [
        ("https://example.org/a/1", "http://www.Example.org:80/a/1/?utm_source=mail#top", True),
        ("https://example.org/a?id=1&x=2", "https://example.org/a?x=2&id=1", True),
        ("https://example.org/k%C3%B6", "https://example.org/kö", True),
        ("https://example.org/a?id=1", "https://example.org/a?id=2", False),
        ("https://example.org/A", "https://example.org/a", False),
        ("https://example.org/a", "https://example.com/a", False),
    ],
)
def test_addresses_of_one_page(one_: str, other: str, alike: bool) -> None:
    assert (same_address(one_) == same_address(other)) is alike


def test_what_names_no_page_and_holds_no_text_shows_nothing() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert source_keys("https://example.org/", empty) == source_keys(None, None) == source_keys("http://[", None) == ()


def copies_of(report: Report) -> list[tuple[str | None, str, str | None]]:
    return [
        (each.id, finding.message, finding.key)
        for each in report.articles
        for finding in each.findings
        if finding.code == "same-source"
    ]


def test_two_ids_of_one_address_are_told_in_one_run(tmp_path: Path, pipeline: Pipeline) -> None:
    first = article(tmp_path, "a", "https://example.org/a/1")
    article(tmp_path, "b", "http://example.org/a/1/")
    article(tmp_path, "c", "https://example.org/a/2")
    report = pipeline.check([tmp_path])
    message = f"b has the same address (http://example.org/a/1/) as a (in {first})"
    assert copies_of(report) == [("b", message, "article.url")]
    assert report.counts == {"valid": 3}
    assert report.fails(Severity.WARNING)


def test_two_ids_of_one_text_are_told(tmp_path: Path, pipeline: Pipeline) -> None:
    first = article(tmp_path, "a", text=TEXT)
    article(tmp_path, "b", text=TEXT)
    article(tmp_path, "c", text=f"{TEXT} ")
    assert copies_of(pipeline.check([tmp_path])) == [("b", f"b has the same text as a (in {first})", "article.text")]


def test_a_copy_of_what_the_store_holds_is_told_each_time(tmp_path: Path, pipeline: Pipeline) -> None:
    store = OxigraphStore.in_memory()
    pipeline.load([article(tmp_path, "a", "https://example.org/a/1")], store)
    copy = article(tmp_path, "b", "https://example.org/a/1")
    for status in ("loaded", "unchanged"):
        report = pipeline.load([copy], store)
        assert report.counts == {status: 1}
        assert [(each, key) for each, _, key in copies_of(report)] == [("b", "article.url")]
        assert "as a (in the store)" in copies_of(report)[0][1]
    assert copies_of(pipeline.load([tmp_path / "a.yaml"], store)) == []


def test_sources_are_joined_over_address_and_text() -> None:
    """b has the address of a and the text of c; d is another. The first to come out stands for all."""
    sources = Sources(
        [
            ("c", "2031-05-01", [("text", "1")]),
            ("a", "2031-05-02", [("address", "x")]),
            ("b", "2031-05-03", [("address", "x"), ("text", "1")]),
            ("d", "", [("address", "y")]),
        ]
    )
    assert [sources.first(each) for each in "abcd"] == ["c", "c", "c", "d"]
    assert sources.firsts == {"c", "d"}
    assert sources.copies == {"a", "b"}


@pytest.fixture(scope="module")
def syndicated(tmp_path_factory: pytest.TempPathFactory, pipeline: Pipeline) -> OxigraphStore:
    """Aksu and Birlik met, as a report and its reprint tell; Aksu and Daryo met, as one article tells."""
    folder = tmp_path_factory.mktemp("syndicated")
    article(folder, "report", "https://example.org/a/1", with_="Birlik")
    article(folder, "reprint", "http://www.example.org/a/1", with_="Birlik")
    article(folder, "other", "https://example.org/a/2", with_="Daryo")
    store = OxigraphStore.in_memory()
    assert pipeline.load([folder], store).counts == {"loaded": 3}
    return store


def test_copies_are_left_out_together(syndicated: OxigraphStore, pipeline: Pipeline) -> None:
    base = pipeline.vocabulary.base
    incidences = load_incidences(syndicated.dataset, "co-participation")
    # Of one day, the least IRI stands for both.
    assert list(incidences.sources) == [f"{base}article/other", f"{base}article/report"]
    ranking = robust_rank(incidences, "degree", samples=20)
    assert (ranking.sources, ranking.copies) == (2, 1)
    assert any("1 article is a copy" in note for note in ranking.notes())
    rows = {row.label: row for row in ranking}
    # Without report and reprint Birlik is gone, however often its one meeting was printed.
    assert rows["Birlik"].hangs_on == (f"{base}article/report",)
    assert rows["Daryo"].hangs_on == (f"{base}article/other",)
    assert rows["Aksu Union"].hangs_on == ()
    for either in ("report", "reprint"):
        without = incidences.network([f"{base}article/{either}"])
        assert {data["label"] for _, data in without.nodes(data=True)} == {"Aksu Union", "Birlik"}


def test_copies_are_drawn_together(syndicated: OxigraphStore) -> None:
    """Of two sources, a draw of two with replacement lacks one with probability 1/4, not (1/3)^3-like of three."""
    ranking = robust_rank(load_incidences(syndicated.dataset, "co-participation"), "degree", samples=400, seed=1)
    present = {row.label: row.present for row in ranking}
    assert present["Aksu Union"] == 1
    # 0.75 with a standard deviation of 0.022 over 400 draws; of three articles it would be 0.89 = 1 - (1/3)^2.
    assert 0.68 < (present["Birlik"] or 0) < 0.82


def test_copies_count_once(syndicated: OxigraphStore) -> None:
    counts = statistics(syndicated.dataset)
    assert (counts["articles"], counts["copies of articles"]) == (2, 1)
    assert load_network(syndicated.dataset, "co-participation").graph["articles"] == 2
    together = load_network(syndicated.dataset, "co-mention")
    weights = {
        frozenset((together.nodes[a]["label"], together.nodes[b]["label"])): w
        for a, b, w in together.edges(data="weight")
    }
    assert weights == {frozenset(("Aksu Union", "Birlik")): 1, frozenset(("Aksu Union", "Daryo")): 1}
