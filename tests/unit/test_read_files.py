"""From paths to articles: folders, suffixes, byte order marks, hostile nesting, and files larger than memory."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml

from kg.errors import InputError
from kg.ontology import vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.read import FORMATS, ReadResult, find_files, read_path

YAML = "kg: 1\narticle: {id: a, title: T}\n"
JSON = '{"kg": 1, "article": {"id": "a", "title": "T"}}'


@cache
def load() -> Vocabulary:
    return vocabulary.load()


def read(path: Path, data: bytes | str) -> list[ReadResult]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_path(path, vocabulary=load()))


def codes(results: list[ReadResult]) -> list[str]:
    return [finding.code for result in results for finding in result.findings]


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(YAML, encoding="utf-8")


def test_folders_are_searched_and_sorted(tmp_path: Path) -> None:
    make(tmp_path, "b.yaml", "a/z.jsonl", "a/B.YML", "c.json", "a.txt", "a/text.txt", "d.yaml.bak")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["a/B.YML", "a/z.jsonl", "b.yaml", "c.json"]


def test_files_are_taken_as_given(tmp_path: Path) -> None:
    make(tmp_path, "b.yaml", ".hidden.yaml", "notes.txt", "folder/a.yaml")
    given = [tmp_path / "notes.txt", tmp_path / ".hidden.yaml", tmp_path / "folder", tmp_path / "b.yaml"]
    assert find_files(given) == [given[0], given[1], tmp_path / "folder" / "a.yaml", given[3]]


def test_each_file_comes_once(tmp_path: Path) -> None:
    make(tmp_path, "a/a.yaml", "a/b.yaml")
    (tmp_path / "a" / "0.yaml").symlink_to("b.yaml")
    found = find_files([tmp_path / "a" / "b.yaml", tmp_path, tmp_path / "a", tmp_path / "a" / ".." / "a" / "a.yaml"])
    assert found == [tmp_path / "a" / "b.yaml", tmp_path / "a" / "a.yaml"]
    assert find_files([tmp_path / "a"]) == [tmp_path / "a" / "a.yaml", tmp_path / "a" / "b.yaml"]


def test_hidden_files_and_links_out_are_skipped(tmp_path: Path) -> None:
    make(tmp_path, "in/a.yaml", "in/.b.yaml", "in/.git/c.yaml", "out/d.yaml", "in/e/f.yaml", "in-other/g.yaml")
    inside = tmp_path / "in"
    (inside / "link.yaml").symlink_to(tmp_path / "out" / "d.yaml")
    (inside / "beside.yaml").symlink_to(tmp_path / "in-other" / "g.yaml")
    (inside / "folder").symlink_to(tmp_path / "out")
    (inside / "up").symlink_to("..")
    (inside / "loop.yaml").symlink_to("loop.yaml")
    (inside / "dangling.yaml").symlink_to("nowhere.yaml")
    (inside / "pipe.yaml").parent.mkdir(exist_ok=True)
    os.mkfifo(inside / "pipe.yaml")
    assert find_files([inside]) == [inside / "a.yaml", inside / "e" / "f.yaml"]
    # A link that a user names is followed: that is what was asked for.
    assert find_files([inside / "folder"]) == [inside / "folder" / "d.yaml"]
    assert find_files([inside / "link.yaml"]) == [inside / "link.yaml"]


def test_link_to_a_hidden_file_inside_is_kept(tmp_path: Path) -> None:
    make(tmp_path, ".store/a.yaml")
    (tmp_path / "a.yaml").symlink_to(".store/a.yaml")
    assert find_files([tmp_path]) == [tmp_path / "a.yaml"]


def test_deep_folders_are_searched() -> None:
    # Not in tmp_path: pytest removes that by recursion, and fails on a tree this deep.
    top = Path(tempfile.mkdtemp())
    try:
        descriptor = os.open(top, os.O_RDONLY)
        for _ in range(1100):
            os.mkdir("d", dir_fd=descriptor)
            below = os.open("d", os.O_RDONLY, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        os.close(os.open("a.yaml", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
        os.close(descriptor)
        (found,) = find_files([top])
        assert found.relative_to(top).parts == (*["d"] * 1100, "a.yaml")
    finally:
        subprocess.run(["rm", "-rf", str(top)], check=True)


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    make(tmp_path, "a.yaml", "texts/a.txt")
    with pytest.raises(InputError, match=r"missing\.yaml: no such file"):
        find_files([tmp_path / "a.yaml", tmp_path / "missing.yaml"])
    with pytest.raises(InputError, match="no annotated article in this folder"):
        find_files([tmp_path / "texts"])
    with pytest.raises(InputError, match="cannot be a file name"):
        find_files([Path("a\0.yaml")])


@pytest.mark.parametrize(
    "name", ["missing.yaml", "missing.jsonl", "missing", "missing/a.yaml", "a.yaml/b.yaml", "a\0.yaml"]
)
def test_missing_path_is_an_error_at_once(name: str, tmp_path: Path) -> None:
    make(tmp_path, "a.yaml")
    with pytest.raises(InputError, match="no such file") as caught:
        read_path(tmp_path / name, vocabulary=load())
    assert caught.value.exit_code == 3


def test_formats_by_suffix(tmp_path: Path) -> None:
    native = {suffix for each in FORMATS.values() if each.documents is None for suffix in each.suffixes}
    assert native == {".yaml", ".yml", ".json", ".jsonl"}
    for name, data in (("a.YAML", YAML), ("b.Yml", YAML), ("c.JSON", JSON), ("d.JSONL", JSON)):
        (result,) = read(tmp_path / name, data)
        assert result.article_id == "a"


@pytest.mark.parametrize(("suffix", "data"), [(".yaml", YAML), (".json", JSON), (".jsonl", JSON)])
def test_marks_and_line_ends_do_not_matter(suffix: str, data: str, tmp_path: Path) -> None:
    for variant in (data, "\ufeff" + data, data.replace("\n", "\r\n"), data + "\r\n", "\n\n" + data):
        (result,) = read(tmp_path / f"a{suffix}", variant)
        assert result.findings == ()
        assert result.article is not None


def test_only_one_mark_is_stripped(tmp_path: Path) -> None:
    assert codes(read(tmp_path / "a.json", "\ufeff\ufeff" + JSON)) == ["syntax-error"]
    assert codes(read(tmp_path / "a.jsonl", f"\ufeff\ufeff{JSON}\n{JSON}")) == ["syntax-error"]


def test_lines_of_joined_files_are_read(tmp_path: Path) -> None:
    results = read(tmp_path / "a.jsonl", f"\ufeff\n\ufeff{JSON}\n\n\ufeff{JSON}")
    assert [result.article_id for result in results] == ["a", "a"]


def test_file_with_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"a\xff.yaml")
    (result,) = read(path, "kg: 1")
    assert result.file.endswith("a\\xff.yaml") or result.file.endswith("a\\udcff.yaml")
    assert result.findings[0].file == result.file


# Each of these made some YAML or JSON reader slow, or exhaust its stack or memory.
HOSTILE: dict[str, Callable[[int], str]] = {
    "flow-sequences.yaml": lambda n: "[" * n,
    "flow-sequences-closed.yaml": lambda n: "[" * n + "]" * n,
    "flow-mappings.yaml": lambda n: "{a: " * n,
    "flow-keys.yaml": lambda n: "{" * n,
    "block-sequences.yaml": lambda n: "- " * n,
    "block-mappings.yaml": lambda n: "? " * n,
    "indented.yaml": lambda n: "".join(" " * i + "a:\n" for i in range(n // 100)),
    "anchors.yaml": lambda n: "".join(f"&a{i} " for i in range(n)),
    "many-anchors.yaml": lambda n: "kg:\n" + "".join(f"- &a{i} x\n" for i in range(n)),
    "quotes.yaml": lambda n: '"' * n,
    "escapes.yaml": lambda n: '"' + "\\" * n,
    "colons.yaml": lambda n: "a" + ":" * n,
    "spaces.yaml": lambda n: "a:" + " " * n + "b: c",
    "tags.yaml": lambda n: "!" * n,
    "lines.yaml": lambda n: "a: |\n" + " \n" * n + "x",
    "arrays.json": lambda n: "[" * n,
    "arrays-closed.json": lambda n: "[" * n + "]" * n,
    "objects.json": lambda n: '{"a":' * n,
    "objects-in-arrays.json": lambda n: '[{"a":' * n,
    "closed-first.json": lambda n: "]" * n + "[" * n,
    "brackets-in-strings.json": lambda n: '["]]]]]]", ' * n,
    "quotes.json": lambda n: '"' * n,
    "escaped-quotes.json": lambda n: '"' + '\\"' * n,
    "backslashes.json": lambda n: '"' + "\\" * n,
    "digits.json": lambda n: "1" * n,
    "deep-line.jsonl": lambda n: "[" * n + "\n" + "[" * n,
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_syntax_ends_quickly(name: str, tmp_path: Path) -> None:
    started = time.perf_counter()
    results = read(tmp_path / name, HOSTILE[name](100_000))
    assert time.perf_counter() - started < 3
    assert results
    assert all(result.article is None for result in results)


def test_depth_is_told_from_brackets_in_strings(tmp_path: Path) -> None:
    title = '[[[[[[[[[[[[[[[[[[[[\\"{{{{{{{{{{{{{{{{{{{{\\\\'
    (result,) = read(tmp_path / "a.json", JSON.replace("T", title))
    assert result.article is not None
    assert result.article.metadata.title.text == json.loads(f'"{title}"')
    deep = '{"kg": "\\\\", "article": ' + "[" * 17 + "]" * 17 + "}"
    assert codes(read(tmp_path / "a.json", deep)) == ["too-deep"]


def test_billion_laughs_are_not_expanded(tmp_path: Path) -> None:
    lines = ["kg: 1", "article: {id: a, title: T}", "entities: &a0 {}"]
    lines += [f"k{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 30)]
    started = time.perf_counter()
    (result,) = read(tmp_path / "a.yaml", "\n".join(lines))
    assert time.perf_counter() - started < 1
    found = [(finding.code, finding.line, finding.key) for finding in result.findings]
    assert found.count(("yaml-alias", 4, "k1[8]")) == 1
    assert [code for code, *_ in found].count("yaml-alias") == 29 * 9
    assert [code for code, *_ in found].count("yaml-anchor") == 30


@pytest.mark.parametrize("escape", ["\\ud800", "\\U00110000", "\\UFFFFFFFF"])
@pytest.mark.parametrize("with_libyaml", [True, False])
def test_escapes_beyond_unicode(
    escape: str, with_libyaml: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", with_libyaml and yaml.__with_libyaml__)
    assert set(codes(read(tmp_path / "a.yaml", YAML.replace("T", f'"{escape}"')))) <= {
        "syntax-error",
        "forbidden-character",
    }


def test_yaml_without_libyaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(__file__).parents[1] / "golden" / "read" / "blue-steppe"
    (first,) = read_path(folder / "article.yaml", vocabulary=load())
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    (second,) = read_path(folder / "article.yaml", vocabulary=load())
    assert first == second
    assert first.article is not None


def test_lines_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{JSON}\n{JSON}\n", encoding="utf-8")
    results = read_path(path, vocabulary=load())
    assert next(results).article is not None
    # What is appended while reading is read too: nothing was read ahead beyond the buffer.
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"broken\n{JSON}\n")
    assert [result.article is None for result in results] == [False, True, False]


@pytest.mark.campaign
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    entities = {f"e{index}": {"type": "NGO", "name": "N" * 1000} for index in range(50)}
    line = json.dumps({"kg": 1, "article": {"id": "a", "title": "T"}, "entities": entities}) + "\n"
    path = tmp_path / "a.jsonl"
    path.write_text(line * 400, encoding="utf-8")
    vocabulary = load()
    assert vocabulary.annotatable  # read before the memory is watched, as whatever is imported on first use
    assert next(iter(read_path(path, vocabulary=vocabulary))).article is not None
    tracemalloc.start()
    try:
        assert sum(result.article is not None for result in read_path(path, vocabulary=vocabulary)) == 400
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 20_000_000
    assert peak < 2_000_000


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".jsonl"])
def test_depth_limit_is_the_same_in_every_syntax(suffix: str, tmp_path: Path) -> None:
    deep, too_deep = (f'{{"kg": {"[" * depth}{"]" * depth}}}' for depth in (15, 16))
    assert "too-deep" not in codes(read(tmp_path / f"a{suffix}", deep))
    assert codes(read(tmp_path / f"a{suffix}", too_deep)) == ["too-deep"]
