"""Whatever article is written in the native format, in JSON or in YAML, is read as that article."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.characters import without_invisible
from kg.model import (
    Anchor,
    AnnotatedArticle,
    AnnotatedEntity,
    AnnotatedName,
    AnnotatedRelation,
    MentionMark,
    Metadata,
    Quote,
    Ref,
    ScopedQualifier,
    Source,
    SpeechAct,
    Value,
)
from kg.ontology import vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.read import ReadResult, read_path
from tests.amounts import amount

SOURCE = Source("", lambda _: None)
SETTINGS = settings(
    derandomize=True, deadline=None, max_examples=amount(20), suppress_health_check=[HealthCheck.too_slow]
)


@cache
def load() -> Vocabulary:
    return vocabulary.load()


# Everything but the characters that neither RDF nor XML can carry.
CHARACTERS = st.characters(
    exclude_categories=["Cs"], exclude_characters=[chr(c) for c in range(32) if chr(c) not in "\t\n\r"]
)
texts = st.text(CHARACTERS, min_size=1, max_size=30).filter(lambda text: not text.isspace())
any_texts = st.text(CHARACTERS, min_size=1, max_size=10)
languages = st.sampled_from(["en", "az", "uz-Cyrl", "tr", "zh-Hant-TW", "x-steppe"])
local_ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,20}", fullmatch=True)
slugs = st.from_regex(r"[a-z0-9]{1,8}(-{1,2}[a-z0-9]{1,8}){0,2}", fullmatch=True)
kinds = st.sampled_from(["polity", "event", "organization", "post"])
ids = st.builds("{}/{}".format, kinds, slugs)
keys = st.from_regex(r"\w[\w-]{0,10}", fullmatch=True).filter(lambda key: key not in ("article", "publisher"))
# Names are read without what nobody sees.
name_texts = texts.map(without_invisible).filter(lambda text: text and not text.isspace())
names = st.one_of(
    st.builds(lambda text: (AnnotatedName(text),), name_texts),
    st.dictionaries(languages, name_texts, min_size=1, max_size=3).map(
        lambda found: tuple(AnnotatedName(text, tag) for tag, text in found.items())
    ),
)
aliases = st.lists(st.builds(AnnotatedName, name_texts, st.none() | languages), max_size=3).map(tuple)
anchors = st.builds(
    Anchor, texts, st.none() | any_texts, st.none() | any_texts, st.none() | st.integers(min_value=1, max_value=99)
)
quotes = st.lists(anchors, min_size=1, max_size=3).map(tuple)


@st.composite
def articles(draw: st.DrawFn) -> AnnotatedArticle:
    """Any article without a text, so that its quotes stay unverified."""
    types = sorted(name for name, term in load().classes.items() if term.kind)
    entity_keys = draw(st.lists(keys, unique=True, min_size=1, max_size=5))
    refs: st.SearchStrategy[Ref] = st.one_of(
        st.sampled_from(entity_keys).map(lambda key: Ref(key=key)), ids.map(lambda i: Ref(id=i))
    )
    things = refs | st.just(Ref(key="article"))
    statement_ids = draw(st.lists(local_ids, unique=True, max_size=3))
    entities, inline = [], []
    for key in entity_keys:
        path = ("entities", key)
        entities.append(
            AnnotatedEntity(key, draw(st.sampled_from(types)), draw(names), path, draw(aliases), draw(st.none() | ids))
        )
        for name in draw(st.lists(st.sampled_from(sorted(load().annotatable)), unique=True, max_size=3)):
            targets = draw(st.lists(values(things, load().annotatable[name].takes_literal), min_size=1, max_size=3))
            for index, target in enumerate(targets):
                place = (*path, name, index) if len(targets) > 1 else (*path, name)
                inline.append(AnnotatedRelation(Ref(key=key), name, target, place, inline=True))
    relations = []
    for index in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from(sorted(load().annotatable)))
        plain = draw(st.lists(st.sampled_from(sorted(load().qualifiers)), unique=True, max_size=3))
        relations.append(
            AnnotatedRelation(
                draw(things),
                name,
                draw(values(things, load().annotatable[name].takes_literal)),
                ("relations", index),
                draw(st.sampled_from(["fact", "plan"]) | texts),
                draw(st.none() | st.sampled_from(statement_ids)) if statement_ids else None,
                draw(st.just(()) | quotes),
                tuple(
                    (qualifier, draw(values(refs, load().qualifiers[qualifier].takes_literal))) for qualifier in plain
                ),
                scoped=tuple(draw(st.lists(scoped_qualifiers(refs, ("relations", index), plain), max_size=1))),
            )
        )
    mentions = [
        MentionMark(draw(st.sampled_from(entity_keys)), draw(quotes), ("mentions", i))
        for i in range(draw(st.integers(0, 3)))
    ]
    statements = [
        SpeechAct(
            identifier,
            draw(texts),
            tuple(draw(st.lists(texts, min_size=1, max_size=3))),
            draw(quotes),
            ("statements", index),
            draw(refs),
            draw(st.none() | refs),
            draw(st.none() | refs),
            tuple(draw(st.lists(things, max_size=2))),
            draw(st.none() | texts),
        )
        for index, identifier in enumerate(statement_ids)
    ]
    metadata = Metadata(
        draw(local_ids),
        draw(st.builds(AnnotatedName, name_texts, st.none() | languages)),
        draw(st.none() | texts),
        draw(st.none() | refs),
        draw(st.none() | texts),
        draw(st.none() | languages),
    )
    return AnnotatedArticle(
        metadata, tuple(entities), tuple(mentions), (*inline, *relations), tuple(statements), SOURCE
    )


@st.composite
def scoped_qualifiers(
    draw: st.DrawFn, refs: st.SearchStrategy[Ref], path: tuple[str | int, ...], plain: list[str]
) -> ScopedQualifier:
    name = draw(st.sampled_from(sorted(load().qualifiers)))
    place = (*path, name, 1) if name in plain else (*path, name)
    value = draw(values(refs, load().qualifiers[name].takes_literal))
    return ScopedQualifier(name, value, place, draw(st.sampled_from(["fact", "negated"]) | texts), draw(quotes))


def values(things: st.SearchStrategy[Ref], takes_literal: bool) -> st.SearchStrategy[Value]:
    return texts if takes_literal else things


# A writer of the native format, made from its description and not from the reader.


def filled(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, [], {})}


def write_value(value: Value | None) -> Any:
    if isinstance(value, Ref):
        return value.key if value.key is not None else {"id": value.id}
    return value


def write_name(name: AnnotatedName) -> Any:
    return name.text if name.language is None else {name.language: name.text}


def write_quote(quote: Quote) -> dict[str, Any]:
    parts = [filled(quote=a.exact, prefix=a.prefix, suffix=a.suffix, nth=a.nth) for a in quote]
    if len(parts) == 1:
        return parts[0]
    return {"quote": [part["quote"] if part.keys() == {"quote"} else part for part in parts]} if parts else {}


def write_relations(relations: Iterator[AnnotatedRelation]) -> list[dict[str, Any]]:
    records = []
    for relation in relations:
        takes_literal = load().annotatable[relation.relation].takes_literal
        record = filled(
            subject=write_value(relation.subject),
            relation=relation.relation,
            modality=None if relation.modality == "fact" else relation.modality,
            statement=relation.statement,
        )
        record |= {"value" if takes_literal else "object": write_value(relation.object)}
        record |= {name: write_value(value) for name, value in relation.qualifiers}
        for each in relation.scoped:
            own = {"value": write_value(each.value), "modality": each.modality} | write_quote(each.quote)
            record[each.name] = [record[each.name], own] if each.name in record else own
        records.append(record | write_quote(relation.quote))
    return records


def write(article: AnnotatedArticle) -> dict[str, Any]:
    entities: dict[str, Any] = {}
    for entity in article.entities:
        has_languages = bool(entity.names) and entity.names[0].language is not None
        entities[entity.key] = filled(
            type=entity.type,
            name={name.language: name.text for name in entity.names} if has_languages else entity.names[0].text,
            aka=[write_name(name) for name in entity.aliases],
            id=entity.id,
        )
    for relation in article.relations:
        if relation.inline:
            assert relation.subject.key is not None
            entity_record = entities[relation.subject.key]
            value = write_value(relation.object)
            if isinstance(relation.path[-1], int):
                entity_record.setdefault(relation.relation, []).append(value)
            else:
                entity_record[relation.relation] = value
    metadata = article.metadata
    return {
        "kg": 1,
        "article": filled(
            id=metadata.id,
            title=write_name(metadata.title),
            url=metadata.url,
            publisher=write_value(metadata.publisher),
            published=metadata.published,
            language=metadata.language,
        ),
        "entities": entities,
        "mentions": [{"of": mention.of} | write_quote(mention.quote) for mention in article.mentions],
        "relations": write_relations(relation for relation in article.relations if not relation.inline),
        "statements": [
            filled(
                id=act.id,
                mode=act.mode,
                kind=list(act.kinds) if len(act.kinds) > 1 else act.kinds[0],
                speaker=write_value(act.speaker),
                capacity=write_value(act.capacity),
                occasion=write_value(act.occasion),
                onAccountOf=[write_value(ref) for ref in act.on_account_of],
                about=[write_value(ref) for ref in act.about],
                summary=act.summary,
            )
            | write_quote(act.quote)
            for act in article.statements
        ],
    }


def read_as(text: str, suffix: str) -> list[ReadResult]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(text.encode())
        return list(read_path(path, vocabulary=load()))


def check(results: list[ReadResult], article: AnnotatedArticle) -> None:
    for result in results:
        assert [str(finding) for finding in result.findings if finding.severity == "error"] == []
        assert result.article == article
        assert result.article_id == article.metadata.id


@SETTINGS
@given(articles(), st.booleans(), st.sampled_from([None, 1]))
def test_json_round_trip(article: AnnotatedArticle, ensure_ascii: bool, indent: int | None) -> None:
    raw = write(article)
    check(read_as(json.dumps(raw, ensure_ascii=ensure_ascii, indent=indent), ".json"), article)


@SETTINGS
@given(articles(), st.booleans())
def test_json_lines_round_trip(article: AnnotatedArticle, ensure_ascii: bool) -> None:
    line = json.dumps(write(article), ensure_ascii=ensure_ascii)
    results = read_as(f"{line}\n{line}", ".jsonl")
    assert len(results) == 2
    check(results, article)


@SETTINGS
@given(articles(), st.booleans(), st.sampled_from([True, False, None]))
def test_yaml_round_trip(article: AnnotatedArticle, allow_unicode: bool, flow: bool | None) -> None:
    raw = write(article)
    # These three are line breaks to YAML, and PyYAML's writer does not guard them unless it escapes all but ASCII.
    breaks = set("\x85\u2028\u2029") & set(json.dumps(raw, ensure_ascii=False))
    text = yaml.safe_dump(raw, allow_unicode=allow_unicode and not breaks, default_flow_style=flow, sort_keys=False)
    # YAML's aliases are an optimisation of the writer, made for equal containers; kg does not read them.
    if "&id0" not in text:
        check(read_as(text, ".yaml"), article)


@SETTINGS
@given(
    articles(), st.integers(0, 10**6), st.sampled_from([None, True, [], {}, "", "x", ["x"], {"id": "x"}, {"x": "y"}, 7])
)
@example(AnnotatedArticle(Metadata("a", AnnotatedName("T"), None, None, None, None), (), (), (), (), SOURCE), 0, None)
def test_one_spoilt_value_never_escapes(article: AnnotatedArticle, place: int, spoilt: Any) -> None:
    """Replace any one value by another: the reader neither raises nor passes over it without a word."""
    raw = write(article)
    places = list(walk(raw))
    holder, key = places[place % len(places)]
    was, holder[key] = holder[key], spoilt
    for text, suffix in ((json.dumps(raw), ".json"), (json.dumps(raw), ".jsonl")):
        (result,) = read_as(text, suffix)
        has_error = any(finding.severity == "error" for finding in result.findings)
        assert (result.article is None) == has_error
        assert all(finding.line == 1 for finding in result.findings)
        if result.article is not None and str(was) != str(spoilt):
            assert result.article != article


def walk(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a tree of dictionaries and lists."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(item, dict | list):
            yield from walk(item)
