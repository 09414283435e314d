"""Entities, and the relations that are written inside them."""

from __future__ import annotations

import re

from kg.model import AnnotatedEntity, AnnotatedRelation, KeyPath, Ref, Value
from kg.read.characters import explained
from kg.read.report import shown
from kg.read.structure import ARTICLE_KEY, Structure

__all__ = ["EntityReader"]

_OWN_KEYS = frozenset(("type", "name", "aka", "id"))
_KEY = re.compile(r"\w[\w-]{0,99}")


class EntityReader:
    """Reads entities into ``entities``, and their inline relations into ``relations``, in the order written."""

    def __init__(self, structure: Structure) -> None:
        self.entities: list[AnnotatedEntity] = []
        self.relations: list[AnnotatedRelation] = []
        self._structure = structure
        self._report = structure.report
        self._keys = _OWN_KEYS | structure.terms.relations.keys()
        self._waiting: list[tuple[str, object, KeyPath]] = []

    def declare(self, section: object) -> None:
        """Take note of the keys of all entities, so that they can be referred to."""
        raw = self._structure.mapping(section, ("entities",)) or {}
        for key, value in raw.items():
            path = ("entities", key)
            if key == ARTICLE_KEY:
                message = f'the key "{key}" means the article itself'
                self._report.error("reserved-key", message, path, hint="choose another key")
            elif not _KEY.fullmatch(key):
                message = explained(f'"{shown(key)}" cannot be the key of an entity', key)
                hint = "up to 100 letters, digits, hyphens and underscores"
                self._report.error("bad-key", message, path, hint=hint)
            self._structure.keys[key] = Ref(key=key)
            self._waiting.append((key, value, path))

    def declare_inline(self, key: str, value: object, path: KeyPath) -> Ref:
        """Take note of an entity that is written where it is referred to."""
        if key in self._structure.keys:
            message = f'the key "{key}" belongs to the {key} of the article itself'
            hint = f"write {key}: {key} in the article, or give the entity another key"
            self._report.error("reserved-key", message, ("entities", key), hint=hint)
        self._structure.keys[key] = reference = Ref(key=key)
        self._waiting.insert(0, (key, value, path))
        return reference

    def read(self) -> None:
        """Read all entities that were declared."""
        for key, value, path in self._waiting:
            raw = self._structure.mapping(value, path)
            if raw is not None:
                self._entity(key, raw, path)

    def _entity(self, key: str, raw: dict[str, object], path: KeyPath) -> None:
        structure = self._structure
        if not raw.keys() <= self._keys:
            self._unknown_keys(raw, path)
        # What an id names may be known already, with its names.
        structure.required(raw, ("type",) if "id" in raw else ("type", "name"), path, f'the entity "{shown(key)}"')
        type_name = structure.text(raw, "type", path)
        if type_name is not None and type_name not in structure.terms.types:
            self._unknown_type(type_name, path)
        names = structure.names(raw["name"], (*path, "name")) if "name" in raw else ()
        aliases = structure.aliases(raw["aka"], (*path, "aka")) if "aka" in raw else ()
        identifier = structure.identifier(raw, path) if "id" in raw else None
        self.entities.append(AnnotatedEntity(key, type_name or "", names, path, aliases, identifier))
        for name, value in raw.items():
            is_literal = structure.terms.relations.get(name)
            if is_literal is not None and name not in _OWN_KEYS:
                self._inline(structure.keys[key], name, value, (*path, name), is_literal=is_literal)

    def _unknown_keys(self, raw: dict[str, object], path: KeyPath) -> None:
        structure = self._structure
        place = "an entity, nor a relation or attribute of the ontology"
        structure.known_keys(raw, self._keys, path, place)

    def _unknown_type(self, name: str, path: KeyPath) -> None:
        terms = self._structure.terms
        if name in terms.other_classes:
            message, otherwise = f'"{name}" is a class that annotated entities cannot have', "choose a class below it"
        else:
            message, otherwise = explained(f'"{shown(name)}" is not a class of the ontology', name), None
        hint = self._report.suggestion(name, terms.types, otherwise=otherwise)
        self._report.error("unknown-type", message, (*path, "type"), hint=hint)

    def _inline(self, subject: Ref, name: str, value: object, path: KeyPath, *, is_literal: bool) -> None:
        """A relation written inside its subject: one object, or a list of them."""
        structure = self._structure
        for place, item in structure.items(value, path):
            target: Value | None
            target = structure.text_value(item, place) if is_literal else structure.reference(item, place, article=True)
            if target is not None:
                self.relations.append(AnnotatedRelation(subject, name, target, place, inline=True))
