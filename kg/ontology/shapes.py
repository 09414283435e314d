"""SHACL shapes in words: every constraint of SHACL core as a part of an English sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.namespaces import RDF, RDFS, SH, XSD, local_name
from kg.ontology.facts import Facts, Object, iri_of
from kg.ontology.files import OntologyFolder, leading_comment
from kg.ontology.terms import anchor
from kg.ontology.words import Code, TermLink, Words, joined
from kg.terms import Literal, NamedNode
from kg.user_paths import PathLike

__all__ = ["Shape", "ShapeFile", "read_shapes", "sentence"]

_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
# What says nothing about a node, or is shown in a place of its own.
_ASIDE = {"path", "message", "severity", "name", "description", "order", "group", "deactivated", "defaultValue"}
_SEVERITY = {"Violation": "error", "Warning": "warning", "Info": "note"}
_NODE_KINDS = {
    "IRI": "be a thing with an address",
    "Literal": "be a literal",
    "BlankNode": "be a thing without an address",
    "BlankNodeOrIRI": "be a thing",
    "BlankNodeOrLiteral": "be a literal, or a thing without an address",
    "IRIOrLiteral": "be a literal, or a thing with an address",
}
_DATATYPES = {
    XSD + "string": "a text",
    XSD + "boolean": "true or false",
    XSD + "date": "a whole day",
    XSD + "gYearMonth": "a month of a year",
    XSD + "gYear": "a year",
    XSD + "anyURI": "an address",
    XSD + "integer": "a whole number",
    XSD + "nonNegativeInteger": "a whole number, 0 or more",
    XSD + "positiveInteger": "a whole number, 1 or more",
    XSD + "decimal": "a decimal number",
    "http://id.loc.gov/datatypes/edtf/EDTF": "a date in EDTF",
    RDF + "langString": "a text in a named language",
}
_SUFFIX = {"zeroOrMorePath": " (any number of times)", "oneOrMorePath": " (once or more)", "zeroOrOnePath": " (or not)"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: its IRI, its place on the page, its sentence, how bad it is to break it, and what kg says then."""

    iri: str
    name: str
    anchor: str
    sentence: Words
    severity: str
    message: str
    mentions: frozenset[str]


@dataclass(frozen=True, slots=True)
class ShapeFile:
    """A file of shapes, with the comment at its head."""

    name: str
    about: str
    shapes: tuple[Shape, ...]


def read_shapes(folder: PathLike | OntologyFolder | None = None) -> list[ShapeFile]:
    """The shapes of an ontology folder, file by file; default: the bundled one.

    Raises:
        InputError: a file is not Turtle, or a shape says something that has no words here.
    """
    source = folder if isinstance(folder, OntologyFolder) else OntologyFolder(folder)
    found = []
    for part in ("shapes", "meta"):
        for file in source.files(part):
            facts = Facts(source.triples(file), str(file))
            title = file.stem if part == "shapes" else f"{part}: {file.stem}"
            shapes = tuple(_read(facts, each, file, title) for each in facts.subjects() if _is_shape(facts, each))
            found.append(ShapeFile(title, leading_comment(file), shapes))
    return found


def _is_shape(facts: Facts, subject: Object) -> bool:
    types = facts.iris(subject, RDF + "type")
    targeted = any(SH + target in facts.of(subject) for target in _TARGETS)
    return isinstance(subject, NamedNode) and (targeted or SH + "NodeShape" in types or SH + "PropertyShape" in types)


def _read(facts: Facts, subject: Object, file: Path, title: str) -> Shape:
    iri = iri_of(subject) or ""
    severities = facts.iris(subject, SH + "severity")
    severity = local_name(severities[0]) if severities else "Violation"
    try:
        words = sentence(facts, subject)
    except InputError as error:
        raise InputError(error.message, where=f"{file}: {local_name(iri)}", hint=error.hint) from error
    return Shape(
        iri=iri,
        name=local_name(iri),
        anchor=anchor(f"shape-{title}-{local_name(iri)}"),
        sentence=words,
        severity=_SEVERITY.get(severity, severity),
        message=" ".join(facts.texts(subject, SH + "message")),
        mentions=frozenset(facts.reachable(subject)),
    )


def sentence(facts: Facts, shape: Object) -> Words:
    """What a shape asks for, as one sentence.

    Raises:
        InputError: a constraint that has no words here.
    """
    targets = _targets(facts, shape)
    opening: Words = ["Every ", *targets] if targets else ["A node that is checked with this"]
    if SH + "path" not in facts.of(shape):
        return [*opening, " must ", *_phrase(facts, shape), "."]
    path = _path(facts, facts.values(shape, SH + "path")[0])
    counts, required, values = _counts(facts, shape), facts.values(shape, SH + "hasValue"), _values(facts, shape)
    if values and not counts and not required and targets == ["thing that has “", *path, "”"]:
        return ["Every value of “", *path, "” must ", *values, "."]
    parts: list[Words] = []
    if counts:
        parts.append([" must have ", *counts, " “", *path, "”"])
    parts += [[" must have ", *_value(value), " among its values of “", *path, "”"] for value in required]
    if values and parts:
        parts.append([" each value must ", *values])
    elif values:
        parts.append([": each value of “", *path, "” must ", *values])
    return [*opening, *(joined(parts, ", and") or [" may have “", *path, "”"]), "."]


def _targets(facts: Facts, shape: Object) -> Words:
    """What the shape selects, without an article: ``event, or place``."""
    parts: list[Words] = []
    classes = facts.iris(shape, SH + "targetClass")
    if RDFS + "Class" in facts.iris(shape, RDF + "type"):
        classes.append(iri_of(shape) or "")
    if classes:
        parts.append(_any_of([[TermLink(each)] for each in classes]))
    for predicate, word in (("targetSubjectsOf", "thing that has "), ("targetObjectsOf", "thing that is a value of ")):
        properties = facts.iris(shape, SH + predicate)
        if properties:
            # An opening quotation mark goes to the word before it, so that the two forms compare equal.
            names = joined([["“", TermLink(each), "”"] for each in properties], ", ")
            if len(properties) > 1:
                names = [*joined([["“", TermLink(each), "”"] for each in properties[:-1]], ", "), " or “"]
                names += [TermLink(properties[-1]), "”"]
            parts.append([word + "“", *names[1:]])
    nodes = facts.values(shape, SH + "targetNode")
    if nodes:
        parts.append(_any_of([_value(each) for each in nodes]))
    return joined(parts, ", and every ")


def _any_of(parts: list[Words], word: str = "or") -> Words:
    if len(parts) < 2:
        return joined(parts, "")
    return [*joined(parts[:-1], ", "), f" {word} ", *parts[-1]]


def _value(term: Object) -> Words:
    if isinstance(term, NamedNode):
        return [TermLink(term.value)]
    if isinstance(term, Literal):
        return [Code(term.value)]
    raise InputError("a value without an address has no words", hint="name a term or write a literal")


def _values(facts: Facts, shape: Object) -> Words:
    """What each value must be; nothing where only their number counts."""
    return _phrase(facts, shape, leave_out="hasValue")


def _counts(facts: Facts, shape: Object, least: str = "minCount", most: str = "maxCount") -> Words:
    low, high = (next(iter(facts.texts(shape, SH + name)), None) for name in (least, most))
    if low is not None and low == high:
        return [f"exactly {_number(low)}"]
    if high is not None and high == "0":
        return ["no"]
    parts = [f"at least {_number(low)}"] if low is not None and low != "0" else []
    parts += [f"at most {_number(high)}"] if high is not None else []
    return [" and ".join(parts)] if parts else []


def _number(text: str) -> str:
    return {"1": "one", "2": "two", "3": "three"}.get(text, text)


def _phrase(facts: Facts, shape: Object, *, leave_out: str = "") -> Words:
    """All constraints on a node as one phrase: ``be an event, and have at least one …``."""
    parts: list[Words] = []
    for predicate, values in facts.of(shape).items():
        if not predicate.startswith(SH):
            continue
        name = predicate.removeprefix(SH)
        if name in _ASIDE or name in _TARGETS or name in _WITH_OTHERS or name == leave_out:
            continue
        if name not in _COMPONENTS:
            hint = "kg/ontology/shapes.py needs words for it"
            raise InputError(f"sh:{name} has no words yet", hint=hint)
        parts += _COMPONENTS[name](facts, shape, values)
    if not parts and not leave_out:
        parts.append(["be there"])
    return joined([part for part in parts if part], ", and ")


def _nested(facts: Facts, node: Object) -> Words:
    """A shape within another one, as a phrase."""
    if SH + "path" in facts.of(node):
        path = _path(facts, facts.values(node, SH + "path")[0])
        parts: list[Words] = []
        counts, values = _counts(facts, node), _values(facts, node)
        if counts:
            parts.append(["have ", *counts, " “", *path, "”"])
        required = facts.values(node, SH + "hasValue")
        parts += [["have ", *_value(value), " among the values of “", *path, "”"] for value in required]
        if values:
            parts.append(["have only values of “", *path, "” that must ", *values])
        return joined(parts, ", and ")
    if iri_of(node) is not None and not facts.of(node):
        return ["conform to ", TermLink(iri_of(node) or "")]
    return _phrase(facts, node)


def _each(make: Callable[[Object], Words]) -> Callable[[Facts, Object, list[Object]], list[Words]]:
    """A component that stands for itself once a value."""
    return lambda _facts, _shape, values: [make(value) for value in values]


def _text(words: str) -> Callable[[Facts, Object, list[Object]], list[Words]]:
    """A component whose value goes into a sentence."""
    before, _, after = words.partition("{}")
    return lambda _facts, _shape, values: [[before, *_value(value), after] for value in values]


def _datatype(value: Object) -> Words:
    iri = iri_of(value) or ""
    return (
        [f"be {_DATATYPES[iri]} (", TermLink(iri), ")"] if iri in _DATATYPES else ["be of the datatype ", TermLink(iri)]
    )


def _lists(word: str, before: str = "") -> Callable[[Facts, Object, list[Object]], list[Words]]:
    def make(facts: Facts, _shape: Object, values: list[Object]) -> list[Words]:
        lists = [[_nested(facts, member) for member in facts.members(value)] for value in values]
        return [[before, *joined(parts, word)] for parts in lists]

    return make


def _in(facts: Facts, _shape: Object, values: list[Object]) -> list[Words]:
    return [["be one of: ", *joined([_value(each) for each in facts.members(value)], ", ")] for value in values]


def _languages(facts: Facts, _shape: Object, values: list[Object]) -> list[Words]:
    return [
        ["be in one of the languages ", *joined([_value(each) for each in facts.members(value)], ", ")]
        for value in values
    ]


def _closed(facts: Facts, shape: Object, values: list[Object]) -> list[Words]:
    if not any(isinstance(value, Literal) and value.value == "true" for value in values):
        return []
    paths = [path for each in facts.values(shape, SH + "property") for path in facts.iris(each, SH + "path")]
    ignored = [each for head in facts.values(shape, SH + "ignoredProperties") for each in facts.members(head)]
    allowed = dict.fromkeys([*paths, *(iri_of(each) or "" for each in ignored)])
    return [["have nothing but ", *_any_of([["“", TermLink(each), "”"] for each in allowed])]]


def _qualified(facts: Facts, shape: Object, values: list[Object]) -> list[Words]:
    counts = _counts(facts, shape, "qualifiedMinCount", "qualifiedMaxCount")
    return [["number ", *counts, " among those that must ", *_nested(facts, value)] for value in values]


def _not(facts: Facts, _shape: Object, values: list[Object]) -> list[Words]:
    return [["not ", *_nested(facts, value)] for value in values]


def _nodes(facts: Facts, _shape: Object, values: list[Object]) -> list[Words]:
    return [_nested(facts, value) for value in values]


def _unique_language(_facts: Facts, _shape: Object, values: list[Object]) -> list[Words]:
    wanted = any(isinstance(value, Literal) and value.value == "true" for value in values)
    return [["be the only one in its language"]] if wanted else []


def _pattern(facts: Facts, shape: Object, values: list[Object]) -> list[Words]:
    flags = "".join(facts.texts(shape, SH + "flags"))
    return [["match ", *_value(value), *([f" (flags {flags})"] if flags else [])] for value in values]


_COMPONENTS: dict[str, Callable[[Facts, Object, list[Object]], list[Words]]] = {
    "class": _each(lambda value: ["be ", TermLink(iri_of(value) or "", article=True)]),
    "datatype": _each(_datatype),
    "nodeKind": _each(lambda value: [_NODE_KINDS[local_name(iri_of(value) or "")]]),
    "minInclusive": _text("be {} or more"),
    "maxInclusive": _text("be {} or less"),
    "minExclusive": _text("be more than {}"),
    "maxExclusive": _text("be less than {}"),
    "minLength": _text("have a length of {} or more"),
    "maxLength": _text("have a length of {} or less"),
    "pattern": _pattern,
    "languageIn": _languages,
    "uniqueLang": _unique_language,
    "equals": _text("be among the values of “{}”, and the other way round"),
    "disjoint": _text("be none of the values of “{}”"),
    "lessThan": _text("come before every value of “{}”"),
    "lessThanOrEquals": _text("not come after any value of “{}”"),
    "hasValue": _text("be {}"),
    "in": _in,
    "not": _not,
    "and": _lists(", and "),
    "or": _lists(", or "),
    "xone": _lists(", or ", "do exactly one of these: "),
    "node": _nodes,
    "property": _nodes,
    "qualifiedValueShape": _qualified,
    "closed": _closed,
}
# Read together with another component.
_WITH_OTHERS = {"minCount", "maxCount", "flags", "ignoredProperties"} | {
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
}


def _path(facts: Facts, path: Object) -> Words:
    iri = iri_of(path)
    if iri is not None and not facts.is_list(path):
        return [TermLink(iri)]
    if facts.is_list(path):
        return joined([_path(facts, step) for step in facts.members(path)], ", then ")
    for predicate, values in facts.of(path).items():
        name = predicate.removeprefix(SH)
        if name == "alternativePath":
            return joined([_path(facts, each) for each in facts.members(values[0])], "” or “")
        if name == "inversePath":
            return ["the inverse of ", *_path(facts, values[0])]
        if name in _SUFFIX:
            return [*_path(facts, values[0]), _SUFFIX[name]]
    raise InputError("a path has no words yet", hint="kg/ontology/shapes.py needs words for it")
