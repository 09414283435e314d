"""Mentions, relations and statements: what the annotator marked in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import AnnotatedRelation, KeyPath, MentionMark, Quote, Ref, ScopedQualifier, SpeechAct, Value
from kg.read.anchors import QUOTE_KEYS, AnchorReader
from kg.read.characters import explained
from kg.read.quotes import Quotes
from kg.read.report import shown
from kg.read.sources import referred
from kg.read.structure import Structure

__all__ = ["ClaimReader"]

_MENTION_KEYS = QUOTE_KEYS | {"of"}
_RELATION_KEYS = QUOTE_KEYS | {
    "subject", "subjectOneOf", "relation", "object", "value", "oneOf", "modality", "statement", "source", "corrects",
}  # fmt: skip
_SCOPED_KEYS = QUOTE_KEYS | {"value", "modality"}
_STATEMENT_KEYS = QUOTE_KEYS | {
    "id", "speaker", "capacity", "occasion", "onAccountOf", "mode", "kind", "about", "summary",
    "source", "within", "heldBy", "stance",
}  # fmt: skip
_STATEMENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_NEWSROOM = "newsroom"


class ClaimReader:
    """Reads mentions, relations and statements; ``quotes`` resolves quotes, ``sources`` are the ids of those cited."""

    def __init__(self, structure: Structure, quotes: Quotes, sources: set[str]) -> None:
        self._anchors = AnchorReader(structure, quotes)
        self._structure = structure
        self._report = structure.report
        self._statements: set[str] = set()
        self._sources = sources
        self._relation_keys = _RELATION_KEYS | structure.terms.qualifiers.keys()

    def mentions(self, section: list[object]) -> tuple[MentionMark, ...]:
        """All mentions, in the order written."""
        seen: dict[tuple[object, ...], KeyPath] = {}
        marks: list[MentionMark] = []
        for raw, path in self._records(section, "mentions"):
            if not raw.keys() <= _MENTION_KEYS:
                self._structure.known_keys(raw, _MENTION_KEYS, path, "a mention")
            if "of" not in raw or "quote" not in raw:
                self._structure.required(raw, ("of", "quote"), path, "the mention")
            quote = self._anchors.read(raw, path)
            of = self._structure.text(raw, "of", path)
            if of is None:
                continue
            if of not in self._structure.keys:
                self._structure.unknown_entity(of, (*path, "of"))
            elif quote:
                self._note_double(of, quote, path, seen)
            marks.append(MentionMark(of, quote, path))
        return tuple(marks)

    def _note_double(self, of: str, quote: Quote, path: KeyPath, seen: dict[tuple[object, ...], KeyPath]) -> None:
        # Unverified quotes are compared as they are written.
        place = (of, *[(a.start, a.end) if a.start is not None else a for a in quote])
        first = seen.setdefault(place, path)
        if first is not path:
            message = f'"{shown(of)}" is already marked at this place, by mentions[{first[1]}]'
            self._report.warning("duplicate-mention", message, path, quote=quote[0].exact, hint="remove one of the two")

    def relations(self, section: list[object]) -> tuple[AnnotatedRelation, ...]:
        """All relations and attributes, in the order written."""
        found = [self._relation(raw, path) for raw, path in self._records(section, "relations")]
        return tuple(relation for relation in found if relation is not None)

    def _relation(self, raw: dict[str, object], path: KeyPath) -> AnnotatedRelation | None:
        structure = self._structure
        if not raw.keys() <= self._relation_keys:
            place = "a relation, nor a qualifier of the ontology"
            structure.known_keys(raw, self._relation_keys, path, place)
        needed = ("relation",) if "subjectOneOf" in raw else ("subject", "relation")
        structure.required(raw, needed, path, "the relation")
        subject, *other_subjects = self._subjects(raw, path)
        name = structure.text(raw, "relation", path)
        target, *others = self._one_of(raw, name, path) if "oneOf" in raw else [self._target(raw, name, path)]
        modality = structure.text(raw, "modality", path)
        statement = referred(structure, raw, "statement", path, self._statements, "statement")
        source = referred(structure, raw, "source", path, self._sources, "source")
        if statement is not None and source is not None:
            message = "a relation cannot have both statement and source"
            hint = "write source: … in the statement, for all that it says"
            self._report.error("statement-or-source", message, (*path, "source"), hint=hint)
        found = [] if raw.keys() <= _RELATION_KEYS else list(self._qualifiers(raw, path))
        qualifiers = tuple(each for each in found if not isinstance(each, ScopedQualifier))
        scoped = tuple(each for each in found if isinstance(each, ScopedQualifier))
        quote = self._anchors.read(raw, path)
        corrects = structure.article_id(raw["corrects"], (*path, "corrects")) if "corrects" in raw else None
        if subject is None or name is None or target is None:
            return None
        return AnnotatedRelation(
            subject,
            name,
            target,
            path,
            modality or "fact",
            statement,
            quote,
            qualifiers,
            False,
            scoped,
            source,
            corrects,
            tuple(each for each in others if isinstance(each, Ref)),
            tuple(each for each in other_subjects if each is not None),
        )

    def _subjects(self, raw: dict[str, object], path: KeyPath) -> list[Ref | None]:
        """The subject of a relation, or the several of which one is meant; a single None where something is wrong."""
        place = (*path, "subjectOneOf")
        if "subjectOneOf" not in raw:
            written = raw.get("subject")
            is_there = "subject" in raw
            return [self._structure.reference(written, (*path, "subject"), article=True) if is_there else None]
        if "subject" in raw:
            message = "subjectOneOf takes the things of which one is the subject, in place of it"
            self._exclusive(message, place, "leave one of the two out")
            return [None]
        if "oneOf" in raw:
            message = "a relation has several possible subjects, or several possible objects, not both"
            hint = "write a relation for each subject, with certainty: possible, and oneOf: … in each"
            self._report.error("alternatives-on-both-sides", message, place, hint=hint)
            return [None]
        return list(self._several(raw["subjectOneOf"], place, "write subjectOneOf: [KEY, KEY]"))

    def _several(self, written: object, place: KeyPath, hint: str) -> list[Ref] | list[None]:
        """Several different things; a single None, with a finding, where they are not."""
        structure = self._structure
        found = [structure.reference(item, each) for each, item in structure.items(written, place)]
        sound = [each for each in found if each is not None]
        if len(sound) < len(found):
            return [None]
        if len(set(sound)) < max(len(sound), 2):
            self._report.error("no-alternatives", "these are not several different things", place, hint=hint)
            return [None]
        return sound

    def _one_of(self, raw: dict[str, object], name: str | None, path: KeyPath) -> list[Value | None]:
        """The objects of which a relation has one; a single None, with a finding, where there are not several."""
        structure = self._structure
        if name is None or structure.terms.relations.get(name) is None:
            return [self._target(raw, name, path)]
        place, hint = (*path, "oneOf"), "write oneOf: [KEY, KEY]; of dates an interval, of numbers a range"
        if structure.terms.relations[name] or "object" in raw or "value" in raw:
            self._exclusive("oneOf takes the things of which one is the object, in place of it", place, hint)
            return [None]
        return list(self._several(raw["oneOf"], place, hint))

    def _target(self, raw: dict[str, object], name: str | None, path: KeyPath) -> Value | None:
        """The object of a relation, or the value of an attribute."""
        structure = self._structure
        is_literal = None if name is None else structure.terms.relations.get(name)
        if name is not None and is_literal is None:
            message = explained(f'"{shown(name)}" is not a relation or attribute of the ontology', name)
            hint = self._report.suggestion(name, structure.terms.relations)
            self._report.error("unknown-relation", message, (*path, "relation"), hint=hint)
        if is_literal is None:
            if "object" in raw and "value" in raw:
                self._exclusive(
                    "a relation cannot have both object and value",
                    (*path, "value"),
                    "use object for a thing, value for anything else",
                )
            return structure.reference(raw["object"], (*path, "object"), article=True) if "object" in raw else None
        wanted, other = ("value", "object") if is_literal else ("object", "value")
        if other in raw:
            message = f"{name} is {'an attribute' if is_literal else 'a relation'} and takes {wanted}: …"
            self._exclusive(message, (*path, other), f"write {wanted}: … only")
        elif wanted not in raw:
            structure.required(raw, (wanted,), path, "the relation")
        if wanted not in raw:
            return None
        if is_literal:
            return structure.text(raw, "value", path)
        return structure.reference(raw["object"], (*path, "object"), article=True)

    def _exclusive(self, message: str, path: KeyPath, hint: str) -> None:
        self._report.error("object-or-value", message, path, hint=hint)

    def _qualifiers(self, raw: dict[str, object], path: KeyPath) -> Iterator[tuple[str, Value] | ScopedQualifier]:
        """The qualifiers of a relation: each one value, or a list; a value may be ``{value: …, modality: …}``."""
        structure = self._structure
        for name, value in raw.items():
            is_literal = structure.terms.qualifiers.get(name)
            if is_literal is None or name in _RELATION_KEYS:
                continue
            read = structure.text_value if is_literal else structure.reference
            for place, item in structure.items(value, (*path, name)):
                if isinstance(item, dict) and not _SCOPED_KEYS.isdisjoint(item):
                    structure.known_keys(item, _SCOPED_KEYS, place, "a qualifier")
                    structure.required(item, ("value",), place, "the qualifier")
                    found = read(item["value"], (*place, "value")) if "value" in item else None
                    modality, quote = structure.text(item, "modality", place), self._anchors.read(item, place)
                    if found is not None:
                        yield ScopedQualifier(name, found, place, modality or "fact", quote)
                elif (found := read(item, place)) is not None:
                    yield name, found

    def declare(self, section: list[object]) -> None:
        """Take note of the ids of all statements, so that relations can refer to them."""
        for raw in section:
            value = raw.get("id") if isinstance(raw, dict) else None
            if isinstance(value, str):
                self._statements.add(value)

    def statements(self, section: list[object]) -> tuple[SpeechAct, ...]:
        """All statements, in the order written."""
        seen: dict[str, KeyPath] = {}
        acts: list[SpeechAct] = []
        for raw, path in self._records(section, "statements"):
            act = self._statement(raw, path)
            if act is None:
                continue
            first = seen.setdefault(act.id, path)
            if first is not path:
                message = f'statements[{first[1]}] has the id "{shown(act.id)}" already'
                self._report.error("duplicate-statement", message, (*path, "id"), hint="give one of them another id")
            acts.append(act)
        return tuple(acts)

    def _statement(self, raw: dict[str, object], path: KeyPath) -> SpeechAct | None:
        structure = self._structure
        if not raw.keys() <= _STATEMENT_KEYS:
            structure.known_keys(raw, _STATEMENT_KEYS, path, "a statement")
        structure.required(raw, ("id", "mode", "kind", "quote"), path, "the statement")
        identifier = self._statement_id(raw, path)
        mode = structure.text(raw, "mode", path)
        if mode is not None and mode != _NEWSROOM and "speaker" not in raw:
            message = 'the key "speaker" is missing in the statement'
            hint = f"add speaker: …; only mode: {_NEWSROOM} has none"
            self._report.error("missing-key", message, path, hint=hint)
        speaker, capacity, occasion = (
            structure.reference(raw[key], (*path, key)) if key in raw else None
            for key in ("speaker", "capacity", "occasion")
        )
        kinds = tuple(self._texts(raw["kind"], (*path, "kind"))) if "kind" in raw else ()
        about, account = (
            tuple(self._references(raw[key], (*path, key), article=key == "about")) if key in raw else ()
            for key in ("about", "onAccountOf")
        )
        summary = structure.text(raw, "summary", path)
        quote = self._anchors.read(raw, path)
        if identifier is None or mode is None:
            return None
        return SpeechAct(
            identifier, mode, kinds, quote, path, speaker, capacity, occasion, about, summary, account,
            source=referred(structure, raw, "source", path, self._sources, "source"),
            within=referred(structure, raw, "within", path, self._statements, "statement"),
            held_by=tuple(self._references(raw["heldBy"], (*path, "heldBy"), article=False)) if "heldBy" in raw else (),
            stance=structure.text(raw, "stance", path),
        )  # fmt: skip

    def _statement_id(self, raw: dict[str, object], path: KeyPath) -> str | None:
        value = self._structure.text(raw, "id", path)
        if value is not None and not _STATEMENT_ID.fullmatch(value):
            message = explained(f'"{shown(value)}" cannot be the id of a statement', value)
            hint = "up to 100 Latin letters, digits, hyphens and underscores"
            self._report.error("bad-id", message, (*path, "id"), hint=hint)
        return value

    def _texts(self, value: object, path: KeyPath) -> Iterator[str]:
        """One text or a list of them."""
        for place, item in self._structure.items(value, path):
            text = self._structure.text_value(item, place)
            if text is not None:
                yield text

    def _references(self, value: object, path: KeyPath, *, article: bool) -> Iterator[Ref]:
        """One reference or a list of them; ``article``: whether the article itself may be meant."""
        for place, item in self._structure.items(value, path):
            found = self._structure.reference(item, place, article=article)
            if found is not None:
                yield found

    def _records(self, section: list[object], name: str) -> Iterator[tuple[dict[str, object], KeyPath]]:
        """The mappings of a list, each with its key path."""
        for index, value in enumerate(section):
            path = (name, index)
            raw = self._structure.mapping(value, path)
            if raw is not None:
                yield raw, path
