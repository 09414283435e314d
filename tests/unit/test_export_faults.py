"""Broken and ugly exports, one case for each rule: always the whole list of findings, with its lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from kg.findings import Finding
from kg.ontology import vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.read import MappingFile, ReadResult, read_path
from kg.read.exports import read_documents
from kg.read.files import Request
from kg.read.mapping_file import read_mapping
from kg.read.marked import MarkedDocument, MarkedEdge, MarkedSpan, Trust
from kg.read.terms import Terms

TEXT = "Bakıda 🎉 forum keçirildi.\r\nThe Aksu Union met; the Aksu Union left.\r\nBakı Club and Alisher came.\r\n"
HEAD = "kg-map: 1\narticle: {title: {value: T}}\n"
MAP = "kg-map: 1\narticles: {a: {title: T}}\n"
UNION = (TEXT.index("Aksu Union"), TEXT.index("Aksu Union") + 10)
SECOND = (TEXT.rindex("Aksu Union"), TEXT.rindex("Aksu Union") + 10)
CLUB = (TEXT.index("Bakı Club"), TEXT.index("Bakı Club") + 9)


@cache
def load() -> Vocabulary:
    return vocabulary.load()


def brief(finding: Finding) -> str:
    return f"{finding.severity} {finding.code} {finding.line or '-'}"


def read(folder: Path, name: str, content: str | bytes, mapping: str = MAP, text: str = TEXT) -> list[ReadResult]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.with_suffix(".txt").write_bytes(text.encode())
    (folder / "a.map.yaml").write_text(mapping, encoding="utf-8")
    return list(read_path(path, vocabulary=load(), mapping=read_mapping(folder / "a.map.yaml")))


def utf16(offset: int) -> int:
    return len(TEXT[:offset].encode("utf-16-le")) // 2


def lf(offset: int) -> int:
    return len(TEXT[:offset].replace("\r\n", "\n"))


def utf8(offset: int) -> int:
    return len(TEXT[:offset].encode())


def t(label: str, place: tuple[int, int], words: str, number: int = 1) -> str:
    return f"T{number}\t{label} {place[0]} {place[1]}\t{words}\n"


def shifted(by: int) -> str:
    return t("NGO", (UNION[0] + by, UNION[1] + by), "Aksu Union")


NGO = t("NGO", UNION, "Aksu Union")
EVENTS = NGO + t("attends", (TEXT.index("came"), TEXT.index("came") + 4), "came", 2)


@dataclass(frozen=True)
class Case:
    """What stands in a.ann, or in another file, and the findings expected: severity, code, line."""

    name: str
    content: str
    expected: tuple[str, ...] = ()
    mapping: str = MAP
    file: str = "a.ann"


def lines(**value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def doccano(*entities: tuple[int, int, str], **more: object) -> str:
    listed = [{"id": i, "label": label, "start_offset": s, "end_offset": e} for i, (s, e, label) in enumerate(entities)]
    return lines(id="a", text=TEXT, entities=listed, relations=[], **more)


def extracted(*found: tuple[str, str, tuple[int, int] | None, dict[str, object] | None]) -> str:
    listed = [
        {
            "extraction_class": label,
            "extraction_text": words,
            "char_interval": None if place is None else {"start_pos": place[0], "end_pos": place[1]},
            "attributes": attributes,
        }
        for label, words, place, attributes in found
    ]
    return lines(document_id="a", text=TEXT, extractions=listed)


def task(results: list[dict[str, object]], **more: object) -> str:
    annotation = {"id": 1, "completed_by": 1, "result": results, **more}
    return json.dumps([{"id": 1, "data": {"text": TEXT, "id": "a"}, "annotations": [annotation]}])


def region(name: str, place: tuple[int, int], words: str, label: str = "NGO") -> dict[str, object]:
    value = {"start": place[0], "end": place[1], "text": words, "labels": [label]}
    return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def note(name: str, label: str, words: str, **more: object) -> dict[str, object]:
    selector = {"type": "TextQuoteSelector", "exact": words, **more}
    return {"id": name, "body": {"value": label}, "target": {"source": "a", "selector": [selector]}}


CASES = [
    # 1. The unit of a document is the one in which all words are where their offsets say.
    Case("code points", NGO),
    Case("utf-16", t("NGO", (utf16(UNION[0]), utf16(UNION[1])), "Aksu Union")),
    Case("line ends as one", t("NGO", (lf(UNION[0]), lf(UNION[1])), "Aksu Union")),
    Case("bytes", t("NGO", (utf8(UNION[0]), utf8(UNION[1])), "Aksu Union")),
    Case(
        "two units in one document",
        NGO + t("NGO", (utf16(CLUB[0]), utf16(CLUB[1])), "Bakı Club", 2),
        ("error span-mismatch 2",),
    ),
    Case("unit cannot be told", doccano((*UNION, "NGO")), ("error offset-unit 1",), file="a.jsonl"),
    Case("unit is given", doccano((*UNION, "NGO")), mapping=f"{MAP}offsets: code-points\n", file="a.jsonl"),
    Case("no unit at all", shifted(3), ("error span-mismatch 1",)),
    # 2. What does not fit is an error with its line; all are listed, none is dropped.
    Case("mismatch", shifted(3) + t("Forum", (0, 5), "forum", 2), ("error span-mismatch 1", "error span-mismatch 2")),
    Case("out of bounds", t("NGO", (0, 5000), "Aksu Union"), ("error span-out-of-text 1",)),
    Case("end before begin", t("NGO", (9, 4), "Aksu Union"), ("error span-out-of-text 1",)),
    Case("empty span", t("NGO", (9, 9), ""), ("error span-out-of-text 1",)),
    Case("dangling", NGO + "R1\tpartOf Arg1:T1 Arg2:T9\n", ("error dangling-edge 2",)),
    Case("dangling attribute", NGO + "A1\tmodality E4 plan\n", ("error dangling-edge 2",)),
    Case("duplicate id", NGO + t("NGO", CLUB, "Bakı Club"), ("error duplicate-span-id 2",)),
    Case(
        "duplicate id of a relation",
        NGO + t("NGO", CLUB, "Bakı Club", 2) + "R1\tcooperatesWith Arg1:T1 Arg2:T2\n" * 2,
        ("error duplicate-span-id 3",),
    ),
    Case(
        "no offsets",
        task([{**region("r", (0, 1), "B"), "value": {"start": None, "end": 3, "text": "x", "labels": ["NGO"]}}]),
        ("error span-without-offsets 1",),
        file="a.json",
    ),
    Case(
        "no text", '{"text": null, "entities": []}\n', ("error no-text 1", "info no-title 1"), "kg-map: 1\n", "a.jsonl"
    ),
    # 3. Labels without a meaning; overlaps; copies.
    Case("unknown label", t("Xyzzy", UNION, "Aksu Union"), ("error unknown-label 1",)),
    Case(
        "unknown label, once",
        t("Xyzzy", UNION, "Aksu Union") + t("Xyzzy", CLUB, "Bakı Club", 2),
        ("error unknown-label 1",),
    ),
    Case("label that is mapped", t("ORG", UNION, "Aksu Union"), mapping=f"{MAP}labels: {{ORG: NGO}}\n"),
    Case("label that is ignored", NGO + t("ORG", CLUB, "Bakı Club", 2), mapping=f"{MAP}labels: {{ORG: ignore}}\n"),
    Case(
        "label mapped to nothing",
        t("ORG", UNION, "Aksu Union"),
        ("error unknown-label 1",),
        f"{MAP}labels: {{ORG: Xyzzy}}\n",
    ),
    Case(
        "unknown relation",
        NGO + t("NGO", CLUB, "Bakı Club", 2) + "R1\txyzzy Arg1:T1 Arg2:T2\n",
        ("error unknown-label 3",),
    ),
    Case(
        "unknown role",
        EVENTS + "E1\tattends:T2 xyzzy:T1\n",
        ("error missing-key 3", "error missing-key 3", "error unknown-label 3"),
    ),
    Case("overlap", NGO + t("NGO", (UNION[0], UNION[0] + 4), "Aksu", 2)),
    Case("copy", NGO + t("NGO", UNION, "Aksu Union", 2), ("warning duplicate-mention 2", "warning duplicate-span 2")),
    Case("discontinuous", f"T1\tNGO {UNION[0]} {UNION[0] + 4};{SECOND[0] + 5} {SECOND[1]}\tAksu Union\n"),
    Case("several types", NGO + t("Forum", SECOND, "Aksu Union", 2) + "*\tEquiv T1 T2\n", ("error several-types 1",)),
    Case(
        "mention of nothing",
        NGO + t("Pronoun", CLUB, "Bakı Club", 2),
        ("error mention-of-nothing 2",),
        f"{MAP}labels: {{Pronoun: mention}}\n",
    ),
    Case(
        "edge to a claim",
        EVENTS + "R1\tcooperatesWith Arg1:T1 Arg2:T2\n",
        ("error edge-to-claim 3", "error missing-key 2", "error missing-key 2"),
    ),
    # 4. A byte order mark is no character of the text.
    Case("byte order mark", f"\ufeff{NGO}"),
    # brat's own ways.
    Case(
        "line over two lines",
        t("NGO", (TEXT.index("left."), CLUB[1]), "left.\nBakı Club"),
        ("warning continued-line 2",),
    ),
    Case(
        "links",
        f"{NGO}N1\tReference T1 Wikidata:NULL\tx\nN2\tReference T1 Wikidata:Q1\nN3\tReference T1 KG:ngo/x\ta\tb\n",
        ("info not-used 1", "warning empty-link 2"),
    ),
    Case("note", f"{NGO}#1\tAnnotatorNotes T1\tis this right?\n", ("info not-used 1",)),
    Case(
        "not a line",
        f"{NGO}hello\n#2\tAnnotatorNotes T1 x\ty\nR1\tx T1\n",
        ("error span-mismatch 1", "error unreadable-line 3", "error unreadable-line 4", "warning continued-line 2"),
    ),
    Case("not a span", "T1\tNGO 3-9\tx\n", ("error unreadable-line 1",)),
    Case("event of another type", EVENTS + "E1\thosts:T2 subject:T1\n", ("error event-type 3", "error missing-key 3")),
    # Label Studio's.
    Case(
        "cancelled",
        task([region("r", UNION, "Aksu Union")], was_cancelled=True),
        ("warning not-annotated 1",),
        file="a.json",
    ),
    Case(
        "no relations in it",
        json.dumps([{"id": 1, "text": TEXT, "label": [], "annotation_id": 1, "lead_time": 1}]),
        ("error lossy-export 1",),
        "kg-map: 1\narticles: {1: {title: T}}\n",
        "a.json",
    ),
    Case(
        "two annotators",
        json.dumps(
            [
                {
                    "id": 1,
                    "data": {"text": TEXT, "id": "a"},
                    "annotations": [{"completed_by": n, "result": [region("r", UNION, "Aksu Union")]} for n in (1, 2)],
                }
            ]
        ),
        ("error several-annotators 1",),
        file="a.json",
    ),
    Case(
        "one of two annotators",
        json.dumps(
            [
                {
                    "id": 1,
                    "data": {"text": TEXT, "id": "a"},
                    "annotations": [
                        {"completed_by": 1, "result": [region("r", (0, 1), "x")]},
                        {"completed_by": 2, "result": [region("r", UNION, "Aksu Union")]},
                    ],
                }
            ]
        ),
        mapping=f"{MAP}annotator: 2\n",
        file="a.json",
    ),
    Case(
        "another annotator",
        task([region("r", UNION, "Aksu Union")]),
        ("error several-annotators 1",),
        f"{MAP}annotator: 7\n",
        "a.json",
    ),
    # Span JSON's.
    Case(
        "GLiNER2 without spans",
        lines(text=TEXT, id="a", entities={"NGO": ["Aksu Union"]}, relation_extraction={"hosts": [["a", "b"]]}),
        ("error lossy-export 1", "error lossy-export 1"),
        file="a.jsonl",
    ),
    # Web annotations: the words count.
    Case("words are there", json.dumps([note("n", "NGO", "Bakı Club")]), file="a.json"),
    Case("words twice", json.dumps([note("n", "NGO", "Aksu Union")]), ("error quote-not-found 1",), file="a.json"),
    Case("words with what is before", json.dumps([note("n", "NGO", "Aksu Union", prefix="the ")]), file="a.json"),
    Case(
        "words are not there", json.dumps([note("n", "NGO", "Bakı Klub")]), ("error quote-not-found 1",), file="a.json"
    ),
    Case(
        "id twice",
        json.dumps([note("n", "NGO", "Bakı Club"), note("n", "NGO", "Aksu")]),
        ("error duplicate-span-id 1",),
        file="a.json",
    ),
    # A language model's: nothing is trusted, and what is not there is left out.
    Case("exact", extracted(("NGO", "Bakı Club", CLUB, None)), file="a.jsonl"),
    Case("wrong offsets, found once", extracted(("NGO", "Bakı Club", (0, 9), None)), file="a.jsonl"),
    Case("not grounded, found as a word", extracted(("City", "Bakı", None, None)), file="a.jsonl"),
    Case(
        "a longer name",
        extracted(("Person", "Ali", None, None)),
        ("warning ungrounded 1", "warning ungrounded-total 1"),
        file="a.jsonl",
    ),
    Case(
        "found twice",
        extracted(("NGO", "Aksu Union", (0, 4), None)),
        ("warning ungrounded 1", "warning ungrounded-total 1"),
        file="a.jsonl",
    ),
    Case(
        "claim of what is lost",
        extracted(
            ("NGO", "Bakı Club", CLUB, None),
            ("NGO", "Nobody", None, None),
            ("relationship", "came", None, {"source": "Bakı Club", "target": "Nobody", "type": "cooperatesWith"}),
        ),
        ("warning ungrounded 1", "warning ungrounded 1", "warning ungrounded-total 1"),
        file="a.jsonl",
    ),
    Case(
        "reply of no model",
        json.dumps({"kgReply": "1", "article": {"id": "a", "text": "a.txt"}, "entities": []}),
        ("warning no-model 1",),
        file="a.json",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_findings_are_exactly_these(case: Case, tmp_path: Path) -> None:
    (result,) = read(tmp_path, case.file, case.content, case.mapping)
    found = sorted(brief(finding) for finding in result.findings if finding.code not in ("unverified-quotes",))
    assert found == sorted(case.expected), "\n".join(map(str, result.findings))
    assert (result.article is None) == any(each.startswith("error") for each in case.expected)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Bakı", "Forum Bakıda keçirildi"),
        ("Bakü", "Forum Bakü'de yapıldı"),
        ("Toshkent", "Forum Toshkentdagi uchrashuvdan"),
        ("Астана", "Форум Астанада өтті"),
        ("Казахстан", "из Казахстана приехали"),
        ("Samarkand", "in (Samarkand)."),
    ],
)
def test_a_name_is_found_with_its_ending_and_marked_without_it(words: str, text: str, tmp_path: Path) -> None:
    (result,) = read(
        tmp_path,
        "a.jsonl",
        lines(
            document_id="a",
            text=text,
            extractions=[{"extraction_class": "City", "extraction_text": words, "char_interval": None}],
        ),
    )
    assert result.article is not None
    (mark,) = result.article.mentions
    assert [(each.exact, each.start) for each in mark.quote] == [(words, text.index(words))]
    assert result.article.annotation is not None
    assert result.article.annotation.status == "draft"


@pytest.mark.parametrize(
    ("words", "text"),
    [("Ali", "Alisher came"), ("Bakı", "Bakıxanov came"), ("kı", "Bakıda"), ("Bakı", "Bakıda and Bakıdan")],
)
def test_a_part_of_a_longer_name_is_not_found(words: str, text: str, tmp_path: Path) -> None:
    content = lines(document_id="a", text=text, extractions=[{"extraction_class": "City", "extraction_text": words}])
    (result,) = read(tmp_path, "a.jsonl", content)
    assert [each.code for each in result.findings] == ["ungrounded", "ungrounded-total"]
    assert result.article is not None
    assert result.article.entities == ()


def test_a_claim_without_its_speaker_never_becomes_the_newsroom_s(tmp_path: Path) -> None:
    content = extracted(
        ("NGO", "Bakı Club", CLUB, None),
        ("Person", "Nobody", None, None),
        ("statement", "came", None, {"id": "s1", "speaker": "Nobody", "mode": "direct", "kind": "fact"}),
        (
            "relationship",
            "met",
            None,
            {"source": "Bakı Club", "target": "Bakı Club", "type": "supports", "statement": "s1"},
        ),
    )
    (result,) = read(tmp_path, "a.jsonl", content)
    assert result.article is not None
    assert (result.article.statements, result.article.relations) == ((), ())
    assert [each.code for each in result.findings].count("ungrounded") == 3


def test_a_mapping_file_makes_no_reviewed_annotation_of_a_model_s_output(tmp_path: Path) -> None:
    mapping = f"{MAP}annotation: {{by: A. Reader, status: reviewed}}\n"
    (result,) = read(tmp_path, "a.jsonl", extracted(("NGO", "Bakı Club", CLUB, None)), mapping)
    assert result.article is not None
    assert result.article.annotation is not None
    assert (result.article.annotation.by, result.article.annotation.status) == ("A. Reader", "draft")


TESTED = {each.split()[1] for case in CASES for each in case.expected}
"""The codes that have a case here."""


def test_what_a_model_wrote_is_a_draft_even_if_its_reader_does_not_say_so(tmp_path: Path) -> None:
    path = tmp_path / "a.any"
    path.write_text("", encoding="utf-8")
    span = MarkedSpan("1", "NGO", "Bakı Club")
    document = MarkedDocument("a", text=TEXT, spans=(span,), trust=Trust.NOTHING, is_draft=False)
    mapping = MappingFile(annotation={"status": "reviewed"})
    request = Request(path, "a.any", Terms(load()), (str(tmp_path),), None, mapping)
    (result,) = read_documents(request, lambda _: [document])
    assert result.article is not None
    assert result.article.annotation is not None
    assert result.article.annotation.status == "draft"


def test_a_claim_whose_arrow_leads_to_what_is_lost_is_lost_too(tmp_path: Path) -> None:
    path = tmp_path / "a.any"
    path.write_text("", encoding="utf-8")
    spans = (
        MarkedSpan("1", "NGO", "Bakı Club"),
        MarkedSpan("2", "supports", "came", attributes={"subject": ("Bakı Club",), "object": ("Bakı Club",)}),
        MarkedSpan("3", "statement", "never said", attributes={"speaker": ("Bakı Club",)}),
    )
    edges = (MarkedEdge("e", "statement", "2", "3"),)
    document = MarkedDocument("a", text=TEXT, spans=spans, edges=edges, trust=Trust.NOTHING)
    request = Request(path, "a.any", Terms(load()), (str(tmp_path),))
    (result,) = read_documents(request, lambda _: [document])
    assert result.article is not None
    assert result.article.relations == ()  # without its speaker it would be the newsroom's
