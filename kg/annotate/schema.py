"""JSON Schemas (2020-12) made from the ontology: for editors, for what language models write, for mapping files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from kg.namespaces import SKOS, XSD
from kg.ontology.files import OntologyFolder
from kg.ontology.vocabulary import PropertyTerm, Vocabulary
from kg.read.located import UNITS
from kg.read.model_reply import VERSION_KEY
from kg.suggest import unknown
from kg.terms import Literal

__all__ = ["SCHEMAS", "reply_schema", "schema"]

Schema = dict[str, object]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string", "minLength": 1}
# An editor reads 2009 as a number and true as a boolean; kg reads both as text.
_LITERAL: Schema = {"type": ["string", "number", "boolean"]}
_DATE = "An EDTF date, as precise as the source and no more: 2009, 2025-11, 2025-11-24, 2022/2025, 2022~."
_WORDS = {
    XSD + "nonNegativeInteger": "A whole number.",
    XSD + "positiveInteger": "A whole number from 1.",
    XSD + "anyURI": "A web address.",
}
_LITTLE = 64  # characters of a definition in the schema for language models, whose size costs


class _Terms:
    """The ontology's terms as parts of schemas."""

    def __init__(self, vocabulary: Vocabulary, source: OntologyFolder) -> None:
        self.vocabulary = vocabulary
        self._facts = source.facts
        self.types = sorted(name for name, term in vocabulary.classes.items() if term.kind and name != "Article")
        self.types = [name for name in self.types if name not in vocabulary.defined_classes]
        self.relations = sorted(vocabulary.annotatable)
        self.qualifiers = sorted(vocabulary.qualifiers)
        self.modalities = sorted(vocabulary.properties["modality"].values)

    def meaning(self, iri: str) -> str:
        values = self._facts.values(iri, SKOS + "definition")
        return " ".join(value.value for value in values if isinstance(value, Literal) and value.language == "en")

    def choice(self, names: Iterable[str], iri: Callable[[str], str]) -> Schema:
        """One of some names, each with its meaning."""
        return {"oneOf": [{"const": name, "description": self.meaning(iri(name))} for name in sorted(names)]}

    def values(self, term: PropertyTerm) -> Schema:
        namespace = term.iri.removesuffix(term.name)
        return self.choice(term.values, lambda name: namespace + name)

    def property(self, name: str, term: PropertyTerm) -> Schema:
        """The value of a relation, an attribute or a qualifier."""
        about = self.meaning(term.iri)
        if name != term.name:
            about = f"The other way round: {about}"
        if term.values:
            return {"description": about, **self.values(term)}
        if term.is_date:
            return {"description": f"{about} {_DATE}", **_LITERAL}
        if term.takes_literal:
            return {"description": f"{about} {_WORDS.get(term.datatype or '', '')}".strip(), **_LITERAL}
        return {"description": about, "$ref": "#/$defs/reference"}


def schema(name: str, vocabulary: Vocabulary, source: OntologyFolder) -> Schema:
    """One of :data:`SCHEMAS`, made from the ontology in ``source``.

    Raises:
        UsageError: no schema has this name.
    """
    if name not in SCHEMAS:
        raise unknown("schema", name, SCHEMAS)
    return SCHEMAS[name](_Terms(vocabulary, source))


def reply_schema(vocabulary: Vocabulary, source: OntologyFolder, fixed: Mapping[str, object]) -> Schema:
    """The schema of a language model's reply, with some of its values fixed: ``model``, ``date``, ``article``."""
    made = _reply(_Terms(vocabulary, source))
    properties = made["properties"]
    assert isinstance(properties, dict)  # noqa: S101 - for the type checker
    properties |= {key: _fixed(value) for key, value in fixed.items()}
    return made


def _fixed(value: object) -> Schema:
    if isinstance(value, dict):
        return _object({key: _fixed(each) for key, each in value.items()})
    return {"type": "string", "enum": [value]}


def _object(properties: Mapping[str, object], *, required: Iterable[str] | None = None) -> Schema:
    """An object with these keys and no others; all are required unless ``required`` says which."""
    needed = list(properties) if required is None else list(required)
    return {"type": "object", "properties": dict(properties), "required": needed, "additionalProperties": False}


def _list(of: object) -> Schema:
    return {"type": "array", "items": of}


def _one_or_several(of: Schema) -> Schema:
    return {"anyOf": [of, _list(of)]}


def _article(terms: _Terms) -> Schema:
    """The native format, for editors."""
    vocabulary = terms.vocabulary
    relations = {name: terms.property(name, term) for name, term in vocabulary.annotatable.items()}
    reference: Schema = {"$ref": "#/$defs/reference"}
    names: Schema = {"anyOf": [_TEXT, {"type": "object", "additionalProperties": _TEXT, "minProperties": 1}]}
    quoting: Schema = {
        "quote": {"$ref": "#/$defs/quote", "description": "The words of the text, letter for letter."},
        "prefix": {**_TEXT, "description": "The text directly before the quote, with its blanks."},
        "suffix": {**_TEXT, "description": "The text directly after the quote, with its blanks."},
        "nth": {"type": ["integer", "string"], "description": "Which match of the quote is meant, from 1."},
    }
    modality = terms.values(vocabulary.properties["modality"])
    qualifiers = {name: _qualifier(terms, name, modality, quoting) for name in terms.qualifiers}
    about = {"description": "What the words speak about.", **_one_or_several(reference)}
    entity = _object(
        {
            "type": terms.choice(terms.types, lambda name: vocabulary.classes[name].iri),
            "name": {**names, "description": "The name, or names by language: {en: …, tr: …}."},
            "aka": {"description": "Further names."},
            "id": {"$ref": "#/$defs/id"},
            **{name: _one_or_several(each) for name, each in relations.items()},
        },
        required=["type"],
    )
    statement = {
        "id": {**_TEXT, "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$"},
        "speaker": reference,
        "capacity": {**reference, "description": "The post that somebody speaks from."},
        "occasion": {**reference, "description": "The event at which they speak."},
        "onAccountOf": {"description": "An event that they only react to.", **_one_or_several(reference)},
        "mode": terms.values(vocabulary.properties["mode"]),
        "kind": _one_or_several(terms.values(vocabulary.properties["statementKind"])),
        "about": about,
        "summary": _TEXT,
        "source": _TEXT,
        "within": {**_TEXT, "description": "The id of the statement whose speaker quotes this one."},
        "heldBy": _one_or_several(reference),
        "stance": _TEXT,
        **quoting,
    }
    relation = {
        "subject": reference,
        "subjectOneOf": {**_list(reference), "description": "The things of which one is the subject, in its place."},
        "relation": terms.choice(terms.relations, lambda name: vocabulary.annotatable[name].iri),
        "object": {"$ref": "#/$defs/reference"},
        "value": _LITERAL,
        "oneOf": {**_list(reference), "description": "The things of which one is the object, in its place."},
        "modality": modality,
        "statement": {**_TEXT, "description": "The id of the statement in which somebody says so."},
        "source": {**_TEXT, "description": "The id of the cited source that reports it."},
        "corrects": {**_TEXT, "description": "The id of the article whose claim this takes back."},
        **qualifiers,
        **quoting,
    }
    subject = {"oneOf": [{"required": ["subject"]}, {"required": ["subjectOneOf"]}]}
    source = {"id": _TEXT, "publisher": {}, "published": _LITERAL, "url": _TEXT, "title": names, "within": _TEXT}
    article = {
        "id": {**_TEXT, "pattern": "^[A-Za-z0-9][A-Za-z0-9-]{0,199}$"},
        "title": {**names, "description": "As published."},
        "url": _TEXT,
        "publisher": {"description": "The key of an entity, an id, or an entity written out."},
        "published": {**_LITERAL, "description": _DATE},
        "language": {**_TEXT, "description": "A BCP 47 tag: en, az, uz-Cyrl."},
        "text": {**_TEXT, "description": "The file of the text, in this folder or below."},
        "sha256": {**_TEXT, "pattern": "^[0-9A-Fa-f]{64}$"},
        "retracts": _one_or_several(_TEXT),
    }
    status = terms.values(vocabulary.properties["annotationStatus"])
    note = {"by": _TEXT, "tool": _TEXT, "date": _LITERAL, "status": status}
    whole = _object(
        {
            "kg": {"enum": [1, "1"]},
            "article": _object(article, required=["id", "title"]),
            "annotation": {**_object(note, required=[]), "minProperties": 1},
            "entities": {"type": "object", "additionalProperties": {"$ref": "#/$defs/entity"}},
            "mentions": _list(_object({"of": _TEXT, **quoting}, required=["of", "quote"])),
            "relations": _list({**_object(relation, required=["relation"]), "allOf": [subject, *_targets(terms)]}),
            "statements": _list(_object(statement, required=["id", "mode", "kind", "quote"])),
            "sources": _list(_object(source, required=["id", "publisher"])),
        },
        required=["kg", "article"],
    )
    fragment = _object(quoting, required=["quote"])
    definitions = {
        "entity": entity,
        "id": {**_TEXT, "pattern": f"^({'|'.join(sorted(vocabulary.kinds))})/\\S+$", "description": "<kind>/<slug>"},
        "reference": {"anyOf": [_TEXT, _object({"id": {"$ref": "#/$defs/id"}})]},
        "quote": {"anyOf": [_TEXT, _list({"anyOf": [_TEXT, fragment]})]},
    }
    return {"$schema": _DIALECT, "title": "An annotated article of kg", **whole, "$defs": definitions}


def _qualifier(terms: _Terms, name: str, modality: Schema, quoting: Schema) -> Schema:
    plain = terms.property(name, terms.vocabulary.qualifiers[name])
    scoped = _object({"value": plain, "modality": modality, **quoting}, required=["value"])
    return _one_or_several({"anyOf": [plain, scoped]})


def _targets(terms: _Terms) -> list[Schema]:
    """What each relation needs: an object; and each attribute: a value, from its list if it has one."""
    found: list[Schema] = []
    literal = sorted(name for name, term in terms.vocabulary.annotatable.items() if term.takes_literal)
    things = sorted(set(terms.relations) - set(literal))
    needs: tuple[tuple[list[str], Schema], ...] = (
        (literal, {"required": ["value"], "properties": {"object": False, "oneOf": False}}),
        (things, {"anyOf": [{"required": ["object"]}, {"required": ["oneOf"]}], "properties": {"value": False}}),
    )
    for names, then in needs:
        found.append({"if": {"properties": {"relation": {"enum": names}}, "required": ["relation"]}, "then": then})
    for name in literal:
        term = terms.vocabulary.annotatable[name]
        if term.values:
            then = {"properties": {"value": terms.values(term)}}
            found.append({"if": {"properties": {"relation": {"const": name}}, "required": ["relation"]}, "then": then})
    return found


def _reply(terms: _Terms) -> Schema:
    """What a language model writes: quotes and no offsets; all keys required, as structured output wants it."""
    vocabulary = terms.vocabulary
    text: Schema = {"type": "string"}
    maybe: Schema = {"type": ["string", "null"]}
    quote = {
        "quote": {
            "type": "string",
            "description": "Words of the text, letter for letter, as few as carry the meaning.",
        },
        "prefix": {**maybe, "description": "The text directly before, if the words are in the text more than once."},
        "suffix": {**maybe, "description": "The text directly after, if the words are in the text more than once."},
    }
    named = partial(_short, terms)
    pair = _object({"name": {"type": "string", "enum": terms.qualifiers}, "value": text})
    fact_names = [name for name in terms.relations if vocabulary.annotatable[name].takes_literal]
    entity = _object(
        {
            "key": {"type": "string", "description": "A short name of your choice, to refer to it below."},
            "type": named(terms.types, {name: vocabulary.classes[name].iri for name in terms.types}),
            "name": {"type": "string", "description": "The full name, as in the text."},
            "quotes": _list(_object(quote)),
        }
    )
    relation = _object(
        {
            "subject": {"type": "string", "description": "The key of an entity."},
            "relation": named(terms.relations, {name: vocabulary.annotatable[name].iri for name in terms.relations}),
            "object": {**maybe, "description": "The key of an entity; null if the relation takes a value."},
            "value": {
                **maybe,
                "description": f"For {', '.join(fact_names)}: a date (EDTF), a number, a word; else null.",
            },
            "modality": named(terms.modalities, {}),
            "statement": {**maybe, "description": "The id of the statement in which somebody says so; else null."},
            "qualifiers": _list(pair),
            **quote,
        }
    )
    statement = _object(
        {
            "id": {"type": "string", "description": "s1, s2, …"},
            "speaker": {**maybe, "description": "The key of who speaks; null for the newsroom's own words."},
            "mode": named(sorted(vocabulary.properties["mode"].values), {}),
            "kind": _list(named(sorted(vocabulary.properties["statementKind"].values), {})),
            "about": _list({"type": "string", "description": "The key of an entity."}),
            **quote,
        }
    )
    return _object(
        {
            VERSION_KEY: {"type": "string", "enum": ["1"]},
            "model": {"type": "string", "description": "Your name and version."},
            "date": {"type": "string", "description": "Today, as 2031-05-04."},
            "article": _object({"id": text, "text": text}),
            "entities": _list(entity),
            "relations": _list(relation),
            "statements": _list(statement),
        }
    )


def _short(terms: _Terms, names: Iterable[str], iris: Mapping[str, str]) -> Schema:
    """One of some names, with the beginnings of their meanings in one description."""
    listed = list(names)
    told = [f"{name}: {_beginning(terms.meaning(iri))}" for name, iri in iris.items()]
    made: Schema = {"type": "string", "enum": listed}
    return made | ({"description": "\n".join(told)} if told else {})


def _beginning(text: str) -> str:
    first = text.partition(". ")[0].removesuffix(".")
    return first if len(first) <= _LITTLE else f"{first[: _LITTLE - 1]}…"


def _map(terms: _Terms) -> Schema:
    """The mapping file."""
    names = [*terms.types, *terms.relations, "statement", "mention", "same", "ignore"]
    meaning = {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {"is": {"type": "string"}, "reverse": {"enum": [True, "true"]}},
                "required": ["is"],
            },
        ],
        "description": f"One of {', '.join(names)}.",
    }
    texts: Schema = {"type": "object", "additionalProperties": _LITERAL}
    head = {
        key: {"anyOf": [_LITERAL, {"type": "object"}]}
        for key in ("id", "title", "url", "published", "language", "publisher")
    }
    labels: Schema = {"type": "object", "additionalProperties": meaning}
    attribute = {"anyOf": [_TEXT, _object({"key": _TEXT, "values": texts}, required=[])]}
    return {
        "$schema": _DIALECT,
        "title": "A mapping file of kg",
        **_object(
            {
                "kg-map": {"enum": [1, "1"]},
                "format": {**_TEXT, "description": "The format of the export, as after --from."},
                "offsets": {"enum": list(UNITS), "description": "What offsets count, if the export does not tell."},
                "annotator": {**_LITERAL, "description": "Whose annotation counts, of several."},
                "annotation": _object(dict.fromkeys(("by", "tool", "date", "status"), _LITERAL), required=[]),
                "article": {
                    **_object(head, required=[]),
                    "description": "A value for all, or {field: NAME} of the export.",
                },
                "articles": {
                    "type": "object",
                    "description": "By the tool's name for a text: the head of its article.",
                },
                "labels": labels,
                "relations": labels,
                "attributes": {"type": "object", "additionalProperties": attribute},
                "things": {"type": "object", "description": "By a name in the text: what else is known of the thing."},
                "identifiers": {**texts, "description": "Links of the export, each with the id of the thing."},
            },
            required=["kg-map"],
        ),
    }


SCHEMAS: Mapping[str, Callable[[_Terms], Schema]] = {"article": _article, "reply": _reply, "map": _map}
"""The schemas: of an annotated article for editors, of a language model's reply, of a mapping file."""
