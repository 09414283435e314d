"""Schemas, prompts, drafts of mapping files, and conversion: each against the files that it is made for."""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from kg.annotate import SCHEMAS, convert, draft_mapping, prompt, schema
from kg.annotate.conversion import target_of
from kg.errors import InputError, UsageError
from kg.mapping import Mapper
from kg.ontology import vocabulary
from kg.ontology.files import OntologyFolder
from kg.ontology.vocabulary import Vocabulary
from kg.read import read_mapping, read_path
from tests import commands
from tests.golden.graphs import canonical

TOP = Path(__file__).parents[2]
EXPORTS = TOP / "examples" / "exports"
NATIVE = EXPORTS / "steppe" / "steppe.yaml"
ARTICLES = sorted((TOP / "examples" / "articles").glob("*.yaml"))
FICTIONAL = sorted((TOP / "examples" / "fictional").glob("*.yaml"))
(DOUBTFUL,) = (file for file in FICTIONAL if "subjectOneOf" in file.read_text("utf-8"))
SOME = [file for file in ARTICLES if file.with_suffix(".txt").exists()][::6]
MAPS = sorted(EXPORTS.glob("*/*.map.yaml"))


@cache
def load() -> Vocabulary:
    return vocabulary.load()


@cache
def made(name: str) -> Any:
    return schema(name, load(), OntologyFolder(None))


def validator(name: str) -> Any:
    return jsonschema.Draft202012Validator(made(name))


def raw(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - nothing but strings


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(made(name))


@pytest.mark.parametrize("file", [*ARTICLES, *FICTIONAL, NATIVE], ids=lambda file: file.stem)
def test_every_article_fits_the_schema_for_editors(file: Path) -> None:
    assert [each.message for each in validator("article").iter_errors(raw(file))] == []
    # An editor reads dates as dates, numbers as numbers and truth values as such.
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    read = json.loads(json.dumps(told, default=str))
    assert [each.message for each in validator("article").iter_errors(read)] == []


BROKEN: list[tuple[list[str | int], Any]] = [
    (["entities", "forum", "type"], "Forrum"),
    (["entities", "forum", "type"], "Article"),
    (["entities", "forum", "type"], "Official"),  # follows from relations, never written
    (["entities", "forum", "typ"], "Forum"),
    (["entities", "agency", "id"], "organisation/tuman"),
    (["relations", 0, "relation"], "organizes"),
    (["relations", 0, "modality"], "maybe"),
    (["relations", 0, "value"], "x"),
    (["relations", 0, "certainty"], "perhaps"),
    (["relations", 1, "object"], "agency"),
    (["relations", 1, "subjectOneOf"], ["agency", "ngo"]),  # beside subject
    (["statements", 0, "mode"], "said"),
    (["annotation", "status"], "done"),
    (["mentions", 0, "of"], ["a"]),
]


@pytest.mark.parametrize(("path", "value"), BROKEN, ids=[".".join(map(str, path)) for path, _ in BROKEN])
def test_what_kg_refuses_the_schema_refuses(path: list[str | int], value: Any, tmp_path: Path) -> None:
    told = raw(NATIVE)
    holder = told
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    assert not validator("article").is_valid(told)


def test_the_schema_knows_every_term_and_its_meaning() -> None:
    terms = load()
    entity = made("article")["$defs"]["entity"]["properties"]
    types = {each["const"]: each["description"] for each in entity["type"]["oneOf"]}
    assert types.keys() == {n for n, t in terms.classes.items() if t.kind} - terms.defined_classes - {"Article"}
    assert types["Person"].startswith("A human being")
    assert set(terms.annotatable) <= entity.keys()
    relation = made("article")["properties"]["relations"]["items"]["properties"]
    assert set(terms.qualifiers) <= relation.keys()
    assert all(each["description"] for each in relation["relation"]["oneOf"])


def objects(part: Any) -> Iterator[Any]:
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield part
        for each in part.values():
            yield from objects(each)
    elif isinstance(part, list):
        for each in part:
            yield from objects(each)


def test_the_schema_of_a_reply_is_as_structured_output_wants_it() -> None:
    """Every key required and none besides, no references, no alternatives: the subset that all providers take."""
    told = json.dumps(made("reply"))
    assert not re.search(r'"(oneOf|anyOf|allOf|if|\$ref|pattern|minLength)":', told.replace('"oneOf: ', ""))
    for each in objects(made("reply")):
        assert each["additionalProperties"] is False
        assert sorted(each["required"]) == sorted(each["properties"])
    assert len(told) < 20_000


def reply() -> dict[str, Any]:
    text = {"prefix": None, "suffix": None}
    return {
        "kgReply": "1",
        "model": "a-model",
        "date": "2031-05-05",
        "article": {"id": "steppe-2031", "text": "steppe.txt"},
        "entities": [
            {"key": "u", "type": "NGO", "name": "Aksu Youth Union", "quotes": [{"quote": "Aksu Youth Union", **text}]},
            {"key": "f", "type": "Forum", "name": "B", "quotes": [{"quote": "Blue Steppe Civic Forum", **text}]},
        ],
        "relations": [
            {
                "subject": "u", "relation": "attends", "object": "f", "value": None, "modality": "negated",
                "statement": None, "qualifiers": [{"name": "certainty", "value": "reportedly"}],
                "quote": "did not join", **text,
            }
        ],
        "statements": [],
    }  # fmt: skip


def test_a_reply_that_fits_its_schema_is_read_as_a_draft(tmp_path: Path) -> None:
    assert validator("reply").is_valid(reply())
    (tmp_path / "answer.json").write_text(json.dumps(reply()), encoding="utf-8")
    (tmp_path / "steppe.txt").write_bytes((EXPORTS / "steppe" / "steppe.txt").read_bytes())
    (result,) = read_path(tmp_path / "answer.json", vocabulary=load())
    assert [each.code for each in result.findings] == ["no-title"]
    assert result.article is not None
    assert result.article.annotation is not None
    note = result.article.annotation
    assert (note.tool, note.date, note.status) == ("a-model", "2031-05-05", "draft")
    (claim,) = result.article.relations
    assert (claim.modality, claim.qualifiers) == ("negated", (("certainty", "reportedly"),))


def test_a_draft_of_a_model_is_in_no_graph_before_it_is_reviewed(tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text(json.dumps(reply()), encoding="utf-8")
    (tmp_path / "steppe.txt").write_bytes((EXPORTS / "steppe" / "steppe.txt").read_bytes())
    loaded = commands.run(["load", "answer.json", "--store", "s"], cwd=tmp_path)
    assert "draft      steppe-2031" in loaded.stdout
    commands.run(["load", "answer.json", "--store", "s", "--drafts"], cwd=tmp_path)
    asked = [
        "query",
        "-q",
        "SELECT ?s { ?s a tnk:NGO ; rdfs:label ?l FILTER(CONTAINS(?l, 'Aksu')) }",
        "--format",
        "csv",
    ]
    assert commands.run([*asked, "--store", "s"], cwd=tmp_path).stdout.count("aksu") == 0
    assert commands.run([*asked, "--store", "s", "--annotations", "all"], cwd=tmp_path).stdout.count("aksu") == 1


def test_the_prompt_holds_the_text_the_schema_and_what_is_fixed() -> None:
    text = EXPORTS / "steppe" / "steppe.txt"
    told = prompt(text, load(), OntologyFolder(None), model="a-model", date="2031-05-05")
    assert told.endswith(f"# Article\n\n{text.read_text(encoding='utf-8')}")
    shown = json.loads(told.partition("# Schema\n\n")[2].partition("\n# Article\n")[0])
    assert shown["properties"]["model"] == {"type": "string", "enum": ["a-model"]}
    assert shown["properties"]["article"]["properties"]["text"]["enum"] == ["steppe.txt"]
    good = reply()
    good["article"] = {"id": "steppe", "text": "steppe.txt"}
    assert jsonschema.Draft202012Validator(shown).is_valid(good)
    other = copy.deepcopy(good) | {"model": "another"}
    assert not jsonschema.Draft202012Validator(shown).is_valid(other)


@pytest.mark.parametrize("file", MAPS, ids=lambda file: file.parent.name)
def test_every_mapping_file_fits_its_schema(file: Path) -> None:
    assert [each.message for each in validator("map").iter_errors(raw(file))] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("labels: {}\n", 1),
        ("kg-map: 2\n", 1),
        ("kg-map: 1\nlabel: {}\n", 2),
        ("kg-map: 1\noffsets: utf-7\n", 2),
        ("kg-map: 1\nlabels:\n  ORG: {type: NGO}\n", 3),
        ("kg-map: 1\nlabels: [a]\n", 2),
        ("kg-map: 1\nlabels: {a: b, a: c}\n", 2),
        ("kg-map: [", 2),
    ],
)
def test_a_faulty_mapping_file_is_refused_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "m.map.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_mapping(tmp_path / "m.map.yaml")
    assert raised.value.where is not None
    assert raised.value.where.partition(":")[2] == str(line)


def test_a_draft_of_a_mapping_file_counts_labels_and_knows_what_is_near(tmp_path: Path) -> None:
    told = draft_mapping(EXPORTS / "doccano" / "steppe.jsonl", load())
    assert '  "PERSON": "?"  # 2 spans; near: Person\n' in told
    assert '  "organises": "organises"  # 1 span\n' in told
    assert '  "coreference": "?"  # 1 time; near: same' in told
    (tmp_path / "d.map.yaml").write_text(told, encoding="utf-8")
    mapping = read_mapping(tmp_path / "d.map.yaml")
    assert mapping.format == "doccano"
    (result,) = read_path(EXPORTS / "doccano" / "steppe.jsonl", vocabulary=load(), mapping=mapping)
    unknown = [each for each in result.findings if each.code == "unknown-label"]
    assert len(unknown) == 6  # what is marked with "?" stays an error until somebody decides
    with pytest.raises(InputError, match="not the export"):
        draft_mapping(NATIVE, load())


def graph(file: Path, **more: Any) -> list[str]:
    (result,) = read_path(file, vocabulary=load(), **more)
    assert result.article is not None, "\n".join(map(str, result.findings))
    mapped = Mapper(load()).map(result.article)
    return canonical([*mapped.quads, *mapped.mention_quads])


def converted(source: Path, out: Path, to: str, **more: Any) -> list[str]:
    done = convert(source, out, load(), to=to, **more)
    assert not [each for each in done.findings if each.severity == "error"]
    for file, content in done.files.items():
        file.write_bytes(content.encode())
    return done.lost


@pytest.mark.parametrize("to", ["yaml", "json", "jsonl"])
@pytest.mark.parametrize("file", [*SOME, DOUBTFUL, NATIVE], ids=lambda file: file.stem)
def test_native_forms_are_one_graph(file: Path, to: str, tmp_path: Path) -> None:
    assert converted(file, tmp_path / f"a.{to}", to) == []
    assert graph(tmp_path / f"a.{to}") == graph(file)


def unsaid(lines: list[str]) -> list[str]:
    """A graph without who annotated, which tools do not keep."""
    return [line for line in lines if "/annotation" not in line and "annotationOf" not in line]


def test_to_brat_and_back_is_one_graph(tmp_path: Path) -> None:
    lost = converted(NATIVE, tmp_path / "steppe-2031.ann", "brat")
    head = ["title", "url", "published", "language", "publisher"]
    assert lost == ["annotation: who annotated, and whether it is a draft"] or set(lost) == {
        "annotation: who annotated, and whether it is a draft", *(f"article.{name}" for name in head)
    }  # fmt: skip
    (tmp_path / "m.map.yaml").write_text(
        "kg-map: 1\nannotation: {by: A. Reader, tool: a tool, date: 2031-05-05, status: reviewed}\narticles:\n"
        "  steppe-2031: {title: Blue Steppe Civic Forum opens, url: https://example.org/a/1, language: en,\n"
        "    published: 2031-05-04, publisher: Steppe Wire}\n",
        encoding="utf-8",
    )
    mapping = read_mapping(tmp_path / "m.map.yaml")
    assert graph(tmp_path / "steppe-2031.ann", mapping=mapping) == graph(NATIVE)


def test_to_label_studio_and_back_is_one_graph(tmp_path: Path) -> None:
    lost = converted(NATIVE, tmp_path / "a.json", "label-studio")
    assert lost == ["annotation: who annotated, and whether it is a draft"]
    note = "annotation: {by: A. Reader, tool: a tool, date: 2031-05-05, status: reviewed}\n"
    (tmp_path / "m.map.yaml").write_text(f"kg-map: 1\n{note}", encoding="utf-8")
    assert graph(tmp_path / "a.json", mapping=read_mapping(tmp_path / "m.map.yaml")) == graph(NATIVE)


@pytest.mark.parametrize(("to", "name"), [("brat", "steppe-2031.ann"), ("label-studio", "a.json")])
def test_one_of_several_subjects_or_objects_comes_back(to: str, name: str, tmp_path: Path) -> None:
    text = NATIVE.read_text("utf-8").replace(
        "{subject: agency, relation: organises", "{subjectOneOf: [agency, union], relation: organises"
    )
    text = text.replace("relation: attends, object: forum", "relation: cooperatesWith, oneOf: [agency, sarper]")
    (tmp_path / "steppe.yaml").write_text(text, encoding="utf-8")
    shutil.copy(NATIVE.with_suffix(".txt"), tmp_path)
    converted(tmp_path / "steppe.yaml", tmp_path / name, to)

    def told(file: Path) -> list[tuple[object, ...]]:
        (result,) = read_path(file, vocabulary=load())
        assert result.article is not None, "\n".join(map(str, result.findings))
        claims = result.article.relations
        return [
            (each.relation, each.subject, each.object, each.alternatives, each.alternative_subjects)
            for each in claims
            if each.has_alternatives
        ]

    assert told(tmp_path / name) == told(tmp_path / "steppe.yaml")
    assert len(told(tmp_path / name)) == 2


def test_a_language_model_may_name_several_subjects_that_are_in_the_text(tmp_path: Path) -> None:
    project = EXPORTS / "langextract"
    document = json.loads((project / "steppe.jsonl").read_text("utf-8").splitlines()[0])
    made = "Golden Horde Society"  # which is nowhere in the text
    for words, subjects in (("organised by", ["agency", "union"]), ("opened in", ["agency", made])):
        attributes = {"subjectOneOf": subjects, "object": "forum"}
        told = {"extraction_class": "organises", "extraction_text": words, "attributes": attributes}
        document["extractions"] = [each for each in document["extractions"] if each["extraction_text"] != words]
        document["extractions"].append(told)
    (tmp_path / "a.jsonl").write_text(json.dumps(document), encoding="utf-8")
    mapping = read_mapping(project / "steppe.map.yaml")
    (result,) = read_path(tmp_path / "a.jsonl", vocabulary=load(), mapping=mapping)
    assert result.article is not None
    (claim,) = (each for each in result.article.relations if each.relation == "organises")
    assert [each.key for each in (claim.subject, *claim.alternative_subjects)] == ["agency", "union"]
    lost = [each.message for each in result.findings if each.code == "ungrounded" and "opened in" in each.message]
    assert lost == ['"opened in" is left out: its subjectOneOf is not among what was found in the text']


@pytest.mark.parametrize("to", ["brat", "label-studio"])
@pytest.mark.parametrize("file", [*SOME, DOUBTFUL], ids=lambda file: file.stem)
def test_what_a_tool_cannot_hold_is_listed_and_the_rest_comes_back(file: Path, to: str, tmp_path: Path) -> None:
    suffix = {"brat": "ann", "label-studio": "json"}[to]
    lost = converted(file, tmp_path / f"a.{suffix}", to)
    (before,) = read_path(file, vocabulary=load())
    (after,) = read_path(tmp_path / f"a.{suffix}", vocabulary=load())
    assert before.article is not None
    assert after.article is not None, "\n".join(map(str, after.findings))

    def claims(article: Any) -> Counter[tuple[object, ...]]:
        return Counter(
            (
                *(each.relation, each.modality, each.statement, bool(each.quote)),
                *(len(each.alternatives), len(each.alternative_subjects)),
            )
            for each in article.relations
        )

    gone = claims(before.article) - claims(after.article)
    assert claims(after.article) <= claims(before.article)
    assert gone.total() <= sum(each.startswith("relations: ") for each in lost)
    assert len(after.article.statements) == len(before.article.statements)
    assert any(each.startswith("annotation") for each in lost) == (before.article.annotation is not None)


def test_a_format_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="suffix"):
        target_of(tmp_path / "a.docx", None)
    with pytest.raises(UsageError, match="brta"):
        target_of(tmp_path / "a.ann", "brta")
    two = tmp_path / "two.jsonl"
    line = '{"kg": 1, "article": {"id": "%s", "title": "T"}}\n'
    two.write_text(line % "a" + line % "b", encoding="utf-8")
    with pytest.raises(UsageError, match="several articles"):
        convert(two, tmp_path / "a.yaml", load(), to="yaml")
    assert convert(two, tmp_path / "b.jsonl", load(), to="jsonl").articles == 2


def test_the_command_line(tmp_path: Path) -> None:
    done = commands.run(["convert", str(NATIVE), "a.ann"], cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "a.ann\na.txt\n")
    assert "lost: article.url" in done.stderr
    checked = commands.run(["check", "a.ann"], cwd=tmp_path)
    assert (checked.returncode, "valid      a  a.ann" in checked.stdout) == (0, True)
    assert commands.run(["convert", "a.ann", "a.ann"], cwd=tmp_path).returncode == 3
    named = commands.run(["check", "a.ann", "--from", "brta"], cwd=tmp_path)
    assert (named.returncode, "did you mean brat?" in named.stderr) == (2, True)
    assert commands.run(["annotate", "schema", "artcle"], cwd=tmp_path).returncode == 2
    assert (
        json.loads(commands.run(["annotate", "schema", "map"], cwd=tmp_path).stdout)["title"] == "A mapping file of kg"
    )
