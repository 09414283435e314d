"""The native annotation: what is made of it, the same in every syntax, and what the messages say."""

from __future__ import annotations

import dataclasses
import json
import pickle
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.model import AnnotatedArticle, AnnotatedEntity, AnnotatedName, AnnotatedRelation, Ref
from kg.ontology import vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.read import ReadResult, read_path

GOLDEN = Path(__file__).parents[1] / "golden" / "read" / "blue-steppe"


@cache
def load() -> Vocabulary:
    return vocabulary.load()


def read(path: Path) -> ReadResult:
    (result,) = read_path(path, vocabulary=load())
    return result


def read_text(folder: Path, text: str, suffix: str = ".yaml") -> ReadResult:
    path = folder / f"a{suffix}"
    path.write_text(text, encoding="utf-8")
    return read(path)


def good(result: ReadResult) -> AnnotatedArticle:
    assert result.article is not None, [str(finding) for finding in result.findings]
    return result.article


def as_json(value: Any) -> Any:
    """The model as JSON, without the fields that have nothing in them and without the source."""
    if dataclasses.is_dataclass(value):
        pairs = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {
            name: as_json(each) for name, each in pairs.items() if name != "source" and each not in (None, (), False)
        }
    return [as_json(each) for each in value] if isinstance(value, tuple) else value


def test_golden_article() -> None:
    result = read(GOLDEN / "article.yaml")
    assert result.findings == ()
    assert result.article_id == "blue-steppe-2031"
    assert as_json(good(result)) == json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))


def test_golden_offsets_cut_the_quotes_out_of_the_text() -> None:
    article = good(read(GOLDEN / "article.yaml"))
    text = (GOLDEN / "blue-steppe-2031.txt").read_text(encoding="utf-8")
    quotes = [mark.quote for mark in article.mentions]
    quotes += [mark.quote for mark in article.relations]
    quotes += [mark.quote for mark in article.statements]
    anchors = [anchor for quote in quotes for anchor in quote]
    assert len(anchors) == 12
    assert [text[anchor.start : anchor.end] for anchor in anchors] == [anchor.exact for anchor in anchors]


def test_all_syntaxes_give_the_same_article() -> None:
    article = good(read(GOLDEN / "article.yaml"))
    first, second = read_path(GOLDEN / "articles.jsonl", vocabulary=load())
    assert good(read(GOLDEN / "article.json")) == article
    assert good(first) == article
    assert good(second).metadata.id == second.article_id == "second"


def test_source_knows_file_and_lines() -> None:
    source = good(read(GOLDEN / "article.yaml")).source
    assert source.file == str(GOLDEN / "article.yaml")
    lines = (GOLDEN / "article.yaml").read_text(encoding="utf-8").splitlines()
    for path, part in [
        (("article", "id"), "id: blue-steppe-2031"),
        (("entities", "agency", "aka"), "aka:"),
        (("entities", "agency", "aka", 1, "tr", 1), "aka:"),
        (("relations", 2, "modality"), "negated"),
        (("statements", 1), "id: s-2"),
        (("statements", 1, "about"), "about: {id"),
    ]:
        line = source.line_of(path)
        assert line is not None
        assert part in lines[line - 1]
    # A place that does not exist has the line of the nearest one above it.
    assert source.line_of(("statements", 1, "speaker")) == source.line_of(("statements", 1))
    assert source.line_of(("statements", 9)) == source.line_of(("statements",))


def test_json_lines_are_those_of_the_keys() -> None:
    source = good(read(GOLDEN / "article.json")).source
    lines = (GOLDEN / "article.json").read_text(encoding="utf-8").splitlines()
    raw = json.loads("\n".join(lines))
    assert source.line_of(()) == 1
    for section, records in raw.items():
        found = source.line_of((section,))
        assert found is not None
        assert lines[found - 1].startswith(f'  "{section}":')
        for index in range(len(records) if isinstance(records, list) else 0):
            found = source.line_of((section, index))
            assert found is not None
            assert lines[found - 1] == "    {"
            for key in records[index]:
                found = source.line_of((section, index, key))
                assert found is not None
                assert lines[found - 1].startswith(f'      "{key}":')


def test_articles_can_be_sent_to_another_process() -> None:
    for name in ("article.yaml", "article.json", "articles.jsonl"):
        result = next(iter(read_path(GOLDEN / name, vocabulary=load())))
        copy = pickle.loads(pickle.dumps(result))  # noqa: S301
        assert copy == result
        path = ("relations", 3)
        assert copy.article.source.line_of(path) == good(result).source.line_of(path)


# What YAML 1.1 would turn into something else, and what JSON would.
WRITTEN = [
    "NO",
    "yes",
    "on",
    "1e3",
    "1_000",
    "0x10",
    "010",
    "1:30",
    "2031-05-04",
    "2031-05-04T10:00:00Z",
    ".inf",
    "3.10",
]


@pytest.mark.parametrize("value", WRITTEN)
def test_yaml_values_stay_as_written(value: str, tmp_path: Path) -> None:
    text = f"kg: 1\narticle: {{id: a, title: {value}}}\nentities: {{{value}x: {{type: NGO, name: {value}}}}}\n"
    article = good(read_text(tmp_path, text.replace(f"{value}x", "no")))
    assert article.metadata.title == AnnotatedName(value)
    assert article.entities == (AnnotatedEntity("no", "NGO", (AnnotatedName(value),), ("entities", "no")),)


@pytest.mark.parametrize("value", ["1e3", "-0", "1.10", "1E+2", "123456789012345678901234567890", "0.1e-400"])
def test_json_numbers_stay_as_written(value: str, tmp_path: Path) -> None:
    text = f'{{"kg": 1, "article": {{"id": 7, "title": {value}}}}}'
    article = good(read_text(tmp_path, text, ".json"))
    assert (article.metadata.id, article.metadata.title) == ("7", AnnotatedName(value))


def test_quoted_words_are_not_missing(tmp_path: Path) -> None:
    article = good(
        read_text(tmp_path, "kg: 1\narticle: {id: 'null', title: \"~\"}\nentities: {null: {type: NGO, name: 'null'}}")
    )
    assert (article.metadata.id, article.metadata.title.text) == ("null", "~")
    assert article.entities[0].key == "null"


def test_smallest_article(tmp_path: Path) -> None:
    article = good(read_text(tmp_path, "kg: 1\narticle: {id: a, title: {az: T}}"))
    assert article.metadata.title == AnnotatedName("T", "az")
    assert article.metadata.publisher is None
    assert (article.entities, article.mentions, article.relations, article.statements) == ((), (), (), ())


@pytest.mark.parametrize(
    ("publisher", "reference"), [("wire", Ref(key="wire")), ("{id: organization/wire}", Ref(id="organization/wire"))]
)
def test_publisher_by_reference(publisher: str, reference: Ref, tmp_path: Path) -> None:
    head = f"kg: 1\narticle: {{id: a, title: T, publisher: {publisher}}}\n"
    article = good(read_text(tmp_path, head + "entities: {wire: {type: NewsAgency, name: W}}"))
    assert article.metadata.publisher == reference
    assert [entity.key for entity in article.entities] == ["wire"]


def test_inline_publisher_can_be_referred_to(tmp_path: Path) -> None:
    head = "kg: 1\narticle: {id: a, title: T, publisher: {type: NewsAgency, id: organization/wire}}\n"
    article = good(
        read_text(tmp_path, head + "relations: [{subject: publisher, relation: locatedIn, object: {id: place/baku}}]")
    )
    assert article.entities == (
        AnnotatedEntity("publisher", "NewsAgency", (), ("article", "publisher"), id="organization/wire"),
    )
    assert article.relations[0].subject == Ref(key="publisher")


def test_ids_of_every_form(tmp_path: Path) -> None:
    ids = ("polity/kz", "post/tuman--deputy-chair", "article/Blue-Steppe-2031", "event/ökinshi-форум-2031")
    abouts = "".join(f"- {{subject: article, relation: about, object: {{id: {each}}}}}\n" for each in ids)
    article = good(read_text(tmp_path, f"kg: 1\narticle: {{id: a, title: T}}\nrelations:\n{abouts}"))
    assert [relation.object for relation in article.relations] == [Ref(id=each) for each in ids]


def test_what_stands_beside_fragments(tmp_path: Path) -> None:
    """A prefix belongs to the first fragment, a suffix to the last; nth is plain where there is only one."""
    (tmp_path / "a.txt").write_text("One forum, two fora; the forum met.", encoding="utf-8")
    text = (
        "kg: 1\narticle: {id: a, title: T, text: a.txt}\nentities: {f: {type: Forum, name: F}}\nmentions:\n"
        '- {of: f, quote: [two, fora, met], prefix: ", ", suffix: .}\n'
        "- {of: f, quote: [forum], nth: 2}\n"
        "- {of: f, quote: [{quote: forum}], nth: 1}\n"
        '- {of: f, quote: [{quote: forum, prefix: "One "}, {quote: forum, suffix: " met"}]}\n'
    )
    marks = good(read_text(tmp_path, text)).mentions
    assert [[(anchor.start, anchor.end) for anchor in mark.quote] for mark in marks] == [
        [(11, 14), (15, 19), (31, 34)],
        [(25, 30)],
        [(4, 9)],
        [(4, 9), (25, 30)],
    ]
    assert [(anchor.prefix, anchor.suffix) for anchor in marks[0].quote] == [(", ", None), (None, None), (None, ".")]


def test_inverse_names_stay_as_written(tmp_path: Path) -> None:
    text = (
        "kg: 1\narticle: {id: a, title: T}\n"
        "entities:\n  f: {type: Forum, name: F, hostedBy: n}\n  n: {type: NGO, name: N}\n"
        "relations:\n- {subject: f, relation: organisedBy, object: n}\n"
    )
    assert good(read_text(tmp_path, text)).relations == (
        AnnotatedRelation(Ref(key="f"), "hostedBy", Ref(key="n"), ("entities", "f", "hostedBy"), inline=True),
        AnnotatedRelation(Ref(key="f"), "organisedBy", Ref(key="n"), ("relations", 0)),
    )


def test_values_are_left_to_the_mapping(tmp_path: Path) -> None:
    text = (
        "kg: 1\narticle: {id: a, title: T, published: soon}\n"
        "entities:\n  f: {type: Forum, name: F, status: hold, startDate: later, participantCount: many}\n"
        "relations:\n- {subject: f, relation: attends, object: f, modality: perhaps, number: x}\n"
        "statements:\n- {id: s, mode: whispered, kind: rumour, speaker: f, quote: q}\n"
    )
    assert [finding.code for finding in read_text(tmp_path, text).findings] == ["unverified-quotes"]


ENTITIES = (
    "kg: 1\narticle: {id: a, title: T}\nentities:\n  agency: {type: Agency, name: A}\n  forum: {type: Forum, name: F}\n"
)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("kg: 1\narticle: {id: a, title: T}\nentites: {}", 'did you mean "entities"?'),
        ("kg: 1\narticle: {id: a, Title: T, title: U}", 'did you mean "title"?'),
        (ENTITIES.replace("Agency", "agency"), 'did you mean "Agency"?'),
        (ENTITIES.replace("Agency", "AGENCY"), 'did you mean "Agency"?'),
        (ENTITIES.replace("Forum", "Fourm"), 'did you mean "Forum"?'),
        (ENTITIES.replace("Forum", "Agent"), 'did you mean "Agency"?'),
        (ENTITIES.replace("name: F", "name: F, startdate: 2031"), 'did you mean "startDate"?'),
        (ENTITIES + "relations:\n- {subject: agency, relation: organizes, object: forum}", 'did you mean "organises"?'),
        (
            ENTITIES + "relations:\n- {subject: agency, relation: organisedby, object: forum}",
            'did you mean "organisedBy"?',
        ),
        (ENTITIES + "relations:\n- {subject: agncy, relation: attends, object: forum}", 'did you mean "agency"?'),
        (
            ENTITIES + "relations:\n- {subject: polity/kz, relation: attends, object: forum}",
            "for a thing outside this article write {id: polity/kz}",
        ),
        (ENTITIES + "relations:\n- {subject: zzz, relation: attends, object: forum}", "define it under entities"),
        (ENTITIES.replace("name: F", "id: organisation/x"), 'did you mean "organization"?'),
        (ENTITIES.replace("name: F", "id: polty/kz"), 'did you mean "polity"?'),
        (ENTITIES.replace("name: F", "id: polity/"), "such as polity/kz"),
        (
            "kg: 1\narticle: {id: a, title: T, publisher: Wire}",
            "write {type: NewsAgency, name: Wire}, or the key of an entity",
        ),
        (
            ENTITIES + "relations:\n- {subject: agency, relation: attends, object: forum, statement: s01}\n"
            "statements:\n- {id: s1, mode: newsroom, kind: fact, quote: q}",
            'did you mean "s1"?',
        ),
        (ENTITIES + "relations:\n- {subject: agency, relation: status, object: held}", "write value: … only"),
    ],
)
def test_hints(text: str, hint: str, tmp_path: Path) -> None:
    errors = [finding for finding in read_text(tmp_path, text).findings if finding.severity == "error"]
    assert [finding.hint for finding in errors] == [hint]


def test_hostile_words_are_shown_harmlessly(tmp_path: Path) -> None:
    word = "x\u202e\u200b" + "y" * 10_000
    article = {"id": "a", "title": "T", word: 1, "language": word}
    result = read_text(tmp_path, json.dumps({"kg": 1, "article": article}), ".json")
    assert len(result.findings) == 2
    for finding in result.findings:
        text = str(finding).replace("\n    → ", "")
        assert text.isprintable()
        assert len(text) < 500


def test_long_unknown_words_take_no_long_time(tmp_path: Path) -> None:
    """Comparing words takes time by the product of their lengths, so long ones are not compared."""
    started = time.perf_counter()
    entities = "".join(f"  {'ab' * 400}{index}: {{type: NGO, name: N}}\n" for index in range(100, 200))
    mentions = "".join(f"- {{of: {'ba' * 400}{index}, quote: q}}\n" for index in range(20))
    result = read_text(tmp_path, f"kg: 1\narticle: {{id: a, title: T}}\nentities:\n{entities}mentions:\n{mentions}")
    hints = [finding.hint for finding in result.findings if finding.code == "unknown-entity"]
    assert hints == ["define it under entities"] * 20
    assert time.perf_counter() - started < 2


@pytest.mark.campaign
def test_many_unknown_words_take_no_long_time(tmp_path: Path) -> None:
    keys = "".join(f"  entity{index}: {{type: NGO, name: N}}\n" for index in range(1_000))
    mentions = "".join(f"- {{of: entety{index}, quote: q}}\n" for index in range(3_000))
    result = read_text(tmp_path, f"kg: 1\narticle: {{id: a, title: T}}\nentities:\n{keys}mentions:\n{mentions}")
    assert sum(finding.code == "unknown-entity" for finding in result.findings) == 3_000
