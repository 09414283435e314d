"""Finding the text of an article: where it is looked for, what is refused, and offsets in what was found."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import AnnotatedArticle
from kg.ontology import vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.read import ReadResult, read_path

TEXT = "Aylin Sarper met the Aksu Youth Union."


@cache
def load() -> Vocabulary:
    return vocabulary.load()


def annotate(folder: Path, text: str | None, *quotes: str, sha256: str | None = None) -> Path:
    article = {"id": "a", "title": "T"} | ({} if text is None else {"text": text})
    article |= {} if sha256 is None else {"sha256": sha256}
    mentions = [{"of": "x", "quote": quote} for quote in quotes]
    raw = {"kg": 1, "article": article, "entities": {"x": {"type": "NGO", "name": "X"}}, "mentions": mentions}
    path = folder / "a.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def read(path: Path, texts: Path | None = None) -> ReadResult:
    (result,) = read_path(path, vocabulary=load(), texts=texts)
    return result


def read_codes(path: Path, texts: Path | None = None) -> list[tuple[str, str]]:
    return [(finding.severity.value, finding.code) for finding in read(path, texts).findings]


def spans(article: AnnotatedArticle | None) -> list[tuple[int | None, int | None]]:
    assert article is not None
    return [(anchor.start, anchor.end) for mention in article.mentions for anchor in mention.quote]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for annotations; beside it stands a file that nobody may read."""
    (tmp_path / "secret.txt").write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def test_text_beside_the_annotation(home: Path) -> None:
    (home / "t.txt").write_bytes(TEXT.encode())
    result = read(annotate(home, "t.txt", "Aksu"))
    assert result.findings == ()
    assert spans(result.article) == [(21, 25)]
    assert result.article is not None
    assert result.article.metadata.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_text_in_a_folder_below(home: Path) -> None:
    (home / "texts").mkdir()
    (home / "texts" / "t.txt").write_bytes(TEXT.encode())
    for name in ("texts/t.txt", "./texts/t.txt", "texts//./t.txt"):
        assert read(annotate(home, name, "Aksu")).findings == ()


def test_named_folder_comes_first(home: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (home / "t.txt").write_bytes(b"Aksu")
    (texts / "t.txt").write_bytes(b"in Aksu")
    (home / "only-here.txt").write_bytes(b"of Aksu")
    assert spans(read(annotate(home, "t.txt", "Aksu"), texts).article) == [(3, 7)]
    assert spans(read(annotate(home, "t.txt", "Aksu")).article) == [(0, 4)]
    assert spans(read(annotate(home, "only-here.txt", "Aksu"), texts).article) == [(3, 7)]


def test_missing_text(home: Path, tmp_path: Path) -> None:
    path = annotate(home, "t.txt", "Aksu")
    assert sorted(read_codes(path)) == [("info", "unverified-quotes"), ("warning", "text-missing")]
    assert sorted(read_codes(path, tmp_path)) == [("info", "unverified-quotes"), ("warning", "text-missing")]
    result = read(path)
    assert spans(result.article) == [(None, None)]
    assert result.article is not None
    assert result.article.metadata.text_sha256 is None


def test_text_below_a_file_is_missing(home: Path) -> None:
    (home / "t.txt").write_bytes(b"")
    assert ("warning", "text-missing") in read_codes(annotate(home, "t.txt/u.txt"))


def test_no_text_named(home: Path) -> None:
    (finding,) = read(annotate(home, None, "Aksu", "Youth")).findings
    assert (finding.code, finding.severity, finding.message) == (
        "unverified-quotes",
        "info",
        "2 quotes are unverified: the text is not available",
    )
    assert read(annotate(home, None)).findings == ()


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "x/../../secret.txt",
        "x/..",
        "..",
        "/etc/passwd",
        "//etc/passwd",
        "..\\secret.txt",
        "x\\..\\..\\secret.txt",
        "C:\\secret.txt",
        "C:/secret.txt",
        "C:secret.txt",
        "\\\\server\\share\\secret.txt",
        "a\\b.txt",
    ],
)
def test_paths_that_lead_elsewhere_are_refused(name: str, home: Path) -> None:
    (home / "x").mkdir()
    result = read(annotate(home, name, "Aksu"))
    findings = [f for f in result.findings if f.code != "unverified-quotes"]
    assert [(f.code, f.severity, f.key) for f in findings] == [("text-path", "error", "article.text")]
    assert result.article is None


@pytest.mark.parametrize("name", ["t.txt\0.jpg", "\ud800.txt"])
def test_no_file_name_holds_such_a_character(name: str, home: Path) -> None:
    findings = [f for f in read(annotate(home, name, "Aksu")).findings if f.code != "unverified-quotes"]
    assert [(f.code, f.severity, f.key) for f in findings] == [("forbidden-character", "error", "article.text")]


@pytest.mark.parametrize("name", ["%2e%2e/secret.txt", "~/secret.txt", "$HOME/secret.txt", "file:///etc/passwd"])
def test_nothing_is_expanded(name: str, home: Path) -> None:
    assert ("warning", "text-missing") in read_codes(annotate(home, name))


def test_absolute_path_into_the_own_folder_is_refused(home: Path) -> None:
    (home / "t.txt").write_bytes(b"")
    assert read_codes(annotate(home, str(home / "t.txt"))) == [("error", "text-path")]


def test_links_out_of_the_folder_are_refused(home: Path, tmp_path: Path) -> None:
    (home / "file.txt").symlink_to(tmp_path / "secret.txt")
    (home / "relative.txt").symlink_to("../secret.txt")
    (home / "folder").symlink_to(tmp_path)
    (home / "chain.txt").symlink_to(home / "file.txt")
    (home / "dangling.txt").symlink_to(tmp_path / "nothing.txt")
    (home / "device.txt").symlink_to("/dev/zero")
    names = ("file.txt", "relative.txt", "folder/secret.txt", "chain.txt", "dangling.txt", "device.txt")
    for name in names:
        assert read_codes(annotate(home, name)) == [("error", "text-path")], name
    # The named folder of texts is guarded in the same way.
    other = tmp_path / "other"
    other.mkdir()
    for name in names:
        assert read_codes(annotate(other, name), home) == [("error", "text-path")], name


def test_neighbour_with_the_same_beginning_is_outside(home: Path, tmp_path: Path) -> None:
    neighbour = tmp_path / "home-of-others"
    neighbour.mkdir()
    (neighbour / "t.txt").write_bytes(b"")
    (home / "t.txt").symlink_to(neighbour / "t.txt")
    assert read_codes(annotate(home, "t.txt")) == [("error", "text-path")]


def test_links_within_the_folders_are_followed(home: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "t.txt").write_bytes(TEXT.encode())
    (home / "inner.txt").write_bytes(TEXT.encode())
    (home / "link.txt").symlink_to("inner.txt")
    (home / "to-texts.txt").symlink_to(texts / "t.txt")
    assert read(annotate(home, "link.txt", "Aksu")).findings == ()
    assert read(annotate(home, "to-texts.txt", "Aksu"), texts).findings == ()
    assert read_codes(annotate(home, "to-texts.txt")) == [("error", "text-path")]


def test_folder_reached_through_a_link_is_itself_allowed(home: Path, tmp_path: Path) -> None:
    (home / "t.txt").write_bytes(TEXT.encode())
    annotate(home, "t.txt", "Aksu")
    (tmp_path / "link").symlink_to(home)
    assert read(tmp_path / "link" / "a.json").findings == ()


def test_pipe_is_refused_without_waiting(home: Path) -> None:
    os.mkfifo(home / "t.txt")
    assert read_codes(annotate(home, "t.txt")) == [("error", "text-not-a-file")]


def test_folder_is_refused(home: Path) -> None:
    (home / "t.txt").mkdir()
    assert read_codes(annotate(home, "t.txt")) == [("error", "text-not-a-file")]


def test_text_that_cannot_be_opened(home: Path) -> None:
    assert read_codes(annotate(home, "x" * 300)) == [("error", "text-unreadable")]
    (home / "loop.txt").symlink_to("loop.txt")
    assert read_codes(annotate(home, "loop.txt")) == [("error", "text-unreadable")]


def test_text_size_limit(home: Path) -> None:
    limit = 16 * 1024 * 1024
    (home / "t.txt").write_bytes(b" " * limit)
    assert read_codes(annotate(home, "t.txt")) == []
    (home / "t.txt").write_bytes(b" " * (limit + 1))
    assert read_codes(annotate(home, "t.txt")) == [("error", "text-too-large")]


def test_digest_is_of_the_bytes(home: Path) -> None:
    data = b"\xef\xbb\xbfAksu\r\n"
    (home / "t.txt").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    result = read(annotate(home, "t.txt", "Aksu", sha256=digest.upper()))
    assert result.findings == ()
    assert result.article is not None
    assert result.article.metadata.text_sha256 == digest
    assert spans(result.article) == [(0, 4)]
    (home / "t.txt").write_bytes(data + b" ")
    (finding,) = (f for f in read(annotate(home, "t.txt", "nowhere", sha256=digest)).findings if f.severity == "error")
    assert (finding.code, finding.key) == ("text-changed", "article.sha256")
    assert hashlib.sha256(data + b" ").hexdigest() in finding.message


# Offsets count code points of the text as it is; each expected pair was counted by hand.
@pytest.mark.parametrize(
    ("text", "quote", "span"),
    [
        ("\ufeffAksu", "Aksu", (0, 4)),
        ("a\ufeffAksu", "Aksu", (2, 6)),
        ("a\r\nb\r\nAksu", "Aksu", (6, 10)),
        ("a\r\nb", "a\r\nb", (0, 4)),
        ("\r\rAksu", "Aksu", (2, 6)),
        ("😀😀 Aksu 😀", "Aksu", (3, 7)),
        ("𐱅𐰇𐰼𐰜 Türk", "Türk", (5, 9)),
        ("x 𐱅𐰇𐰼𐰜", "𐰇𐰼", (3, 5)),
        ("قازاقستان وە ئاقسۇ", "ئاقسۇ", (13, 18)),
        ("u\u0308 Aksu", "Aksu", (3, 7)),
        ("Tu\u0308rk", "u\u0308r", (1, 4)),
        ("👩‍👩‍👧 Aksu", "Aksu", (6, 10)),
        ("\u2028\u0085\x0bAksu", "Aksu", (3, 7)),
        ("İİ Aksu", "Aksu", (3, 7)),
        ("\x00Aksu", "Aksu", (1, 5)),
    ],
)
def test_offsets_count_code_points(text: str, quote: str, span: tuple[int, int], home: Path) -> None:
    (home / "t.txt").write_bytes(text.encode())
    result = read(annotate(home, "t.txt", quote))
    assert result.findings == ()
    assert spans(result.article) == [span]


def test_composed_and_decomposed_letters_are_different(home: Path) -> None:
    (home / "t.txt").write_bytes("Tu\u0308rk".encode())
    (finding,) = read(annotate(home, "t.txt", "T\u00fcrk")).findings
    assert finding.code == "quote-not-found"
    assert finding.hint is not None
    assert "1:1" in finding.hint


def test_folder_of_texts_must_be_a_folder(home: Path) -> None:
    path = annotate(home, None)
    with pytest.raises(InputError, match="not a folder"):
        read_path(path, vocabulary=load(), texts=home / "nothing")
    with pytest.raises(InputError, match="not a folder"):
        read_path(path, vocabulary=load(), texts=path)
