"""Readers of other packages, found by entry point; what tells a format; and exports that mean harm."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

from kg.ontology import vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.read import FORMATS, find_files, read_path

GOLDEN = Path(__file__).parents[1] / "golden"
READER = '''
"""A reader of lines: LABEL, a tab, the words."""

from pathlib import Path

from kg.read.formats import Format
from kg.read.marked import MarkedDocument, MarkedSpan, Trust


def detects(sample):
    return sample.text.startswith("toy!")


def read(request):
    lines = request.path.read_text(encoding="utf-8").splitlines()[1:]
    text, spans = lines[0], []
    for number, line in enumerate(lines[1:], 3):
        label, _, words = line.partition("\\t")
        spans.append(MarkedSpan(str(number), label, words, line=number))
    yield MarkedDocument(Path(request.path).stem, text=text, spans=tuple(spans), trust=Trust.QUOTES)


TOY = Format("toy", "toy: labels and words, line by line", (".toy",), detects, read)
'''


@cache
def load() -> Vocabulary:
    return vocabulary.load()


def package(folder: Path, reader: str, offered: str = "toy_reader:TOY") -> Path:
    """A package with one reader, as it lies when it is installed."""
    (folder / "toy_reader.py").write_text(reader, encoding="utf-8")
    info = folder / "toy_reader-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: toy-reader\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[kg.readers]\ntoy = {offered}\n", encoding="utf-8")
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); sys.argv = ['kg', *{words!r}]"
    code += "\nfrom kg.cli.main import main; main()"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, timeout=120)


def test_a_package_of_its_own_adds_a_reader(tmp_path: Path) -> None:
    assert len(READER.strip().splitlines()) <= 60
    folder = package(tmp_path, READER)
    (folder / "a.toy").write_text("toy!\nThe Aksu Union met.\nNGO\tAksu Union\nNGO\tAksu Club\n", encoding="utf-8")
    done = run(folder, "check", ".", "--format", "json")
    (found,) = json.loads(done.stdout)["articles"]
    brief = [(each["code"], each["line"]) for each in found["findings"]]
    assert (found["id"], brief) == ("a", [("no-title", None), ("quote-not-found", 4)])
    (folder / "b").write_text("toy!\nThe Aksu Union met.\nNGO\tAksu Union\n", encoding="utf-8")
    assert "valid      b  b" in run(folder, "check", "b").stdout  # its content tells
    assert "valid      b  b" in run(folder, "check", "b", "--from", "toy").stdout


@pytest.mark.parametrize(
    ("reader", "offered", "said"),
    [
        ("TOY = 1", "toy_reader:TOY", "it is not a Format"),
        ("", "toy_reader:TOY", "it cannot be loaded"),
        (READER.replace('"toy",', '"brat",'), "toy_reader:TOY", "there is one of this name already"),
    ],
)
def test_a_package_with_a_faulty_reader_is_named(reader: str, offered: str, said: str, tmp_path: Path) -> None:
    folder = package(tmp_path, reader, offered)
    (folder / "a.yaml").write_text("kg: 1\narticle: {id: a, title: T}\n", encoding="utf-8")
    done = run(folder, "check", ".")
    assert done.returncode == 3
    assert said in done.stderr
    assert "toy-reader" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_content_tells_the_format_whatever_the_name(tmp_path: Path) -> None:
    from kg.read.formats import detect

    for folder in sorted((GOLDEN.parents[1] / "examples" / "exports").iterdir()):
        for file in folder.glob("steppe.*"):
            if file.suffix in (".txt", ".csv", ".yaml") or file.name.endswith(".map.yaml"):
                continue
            copy = tmp_path / "x.data"
            copy.write_bytes(file.read_bytes())
            expected = {"w3c": "web-annotation", "hypothesis": "web-annotation", "recogito": "web-annotation"}
            name = expected.get(folder.name, folder.name)
            assert detect(file).name == name
            if file.suffix != ".zip":
                assert detect(copy).name == name, file
    native = GOLDEN / "read" / "blue-steppe"
    assert [detect(native / f"article{s}").name for s in (".yaml", ".json")] == ["yaml", "json"]
    assert detect(native / "articles.jsonl").name == "jsonl"


def test_a_folder_of_exports_is_searched_without_its_mapping_files() -> None:
    found = [file.name for file in find_files([GOLDEN.parents[1] / "examples" / "exports" / "brat"])]
    assert found == ["steppe.ann"]


def test_every_format_is_documented() -> None:
    page = (GOLDEN.parents[1] / "docs" / "annotating.md").read_text(encoding="utf-8")
    for name in FORMATS:
        assert f"`{name}`" in page, name


def archive(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return made.getvalue()


def linked() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        link = zipfile.ZipInfo("a.xmi")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    return made.getvalue()


def nested(depth: int) -> bytes:
    made = archive(**{"a.xmi": b"<x/>"})
    for _ in range(depth):
        made = archive(**{"a.zip": made})
    return made


XMI = '<?xml version="1.0"?>{}<xmi:XMI xmlns:xmi="http://www.omg.org/XMI">{}</xmi:XMI>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HARM = {
    "out.zip": (archive(**{"../a.xmi": b"x"}), "text-path"),
    "absolute.zip": (archive(**{"/a.xmi": b"x"}), "text-path"),
    "link.zip": (linked(), "text-path"),
    "bomb.zip": (archive(**{"a.xmi": b" " * (17 << 20)}), "file-too-large"),
    "many.zip": (archive(**{f"{n}.txt": b"" for n in range(10_001)}), "file-too-large"),
    "deep.zip": (nested(4), "file-too-large"),
    "half.zip": (archive(**{"a.xmi": b"x" * 999})[:80], "syntax-error"),
    "entities.xmi": (XMI.format(LAUGHS, "&b;").encode(), "syntax-error"),
    "outside.xmi": (XMI.format('<!DOCTYPE x SYSTEM "file:///etc/passwd">', "").encode(), "syntax-error"),
    "deep.xmi": (XMI.format("", "<a>" * 40 + "</a>" * 40).encode(), "too-deep"),
    "encoding.xmi": (XMI.replace('"1.0"', '"1.0" encoding="rot13"').format("", "").encode(), "syntax-error"),
    "deep.json": (b'{"extractions": ' + b"[" * 9000 + b"]" * 9000 + b', "text": ""}', "too-deep"),
}


@pytest.mark.parametrize("name", HARM)
def test_exports_that_mean_harm_are_refused(name: str, tmp_path: Path) -> None:
    content, code = HARM[name]
    (tmp_path / name).write_bytes(content)
    (result,) = read_path(tmp_path / name, vocabulary=load(), form="uima" if name != "deep.json" else "langextract")
    assert code in [each.code for each in result.findings], result.findings
    assert result.article is None


def test_messages_name_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"not an archive")
    entities = [{"id": 1, "label": "NGO", "start_offset": 0, "end_offset": 9}]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": "a", "entities": entities}), encoding="utf-8")
    told = {}
    for name in ("a.zip", "a.jsonl"):
        (result,) = read_path(tmp_path / name, vocabulary=load())
        told[name] = [each.message for each in result.findings]
    assert told["a.zip"] == ["this ZIP file cannot be read: File is not a zip file"]
    assert 'the span "1" (0–9) lies outside the text of 1 character' in told["a.jsonl"]


def test_many_spans_of_one_word_take_no_longer_than_a_few(tmp_path: Path) -> None:
    import time

    text = "a" * 200_000
    entities = [{"id": n, "label": "NGO", "start_offset": n, "end_offset": n + 50_000} for n in range(3_000)]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": text, "entities": entities}), encoding="utf-8")
    begun = time.monotonic()
    list(read_path(tmp_path / "a.jsonl", vocabulary=load()))
    assert time.monotonic() - begun < 5
