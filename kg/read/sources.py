"""What the article cites: the list ``sources``, and how relations, statements and sources refer to it."""

from __future__ import annotations

import re

from kg.model import AnnotatedName, CitedSource, KeyPath, Ref
from kg.read.characters import explained
from kg.read.entities import EntityReader
from kg.read.report import shown
from kg.read.structure import Structure

__all__ = ["SourceReader", "referred"]

_KEYS = frozenset(("id", "publisher", "published", "url", "title", "within"))
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


class SourceReader:
    """Reads the cited sources; a publisher that is written in place becomes an entity of ``entities``."""

    def __init__(self, structure: Structure, entities: EntityReader) -> None:
        self._structure = structure
        self._entities = entities
        self.ids: set[str] = set()

    def declare(self, section: list[object]) -> None:
        """Take note of the ids of all sources, so that others can refer to them."""
        self.ids |= {raw["id"] for raw in section if isinstance(raw, dict) and isinstance(raw.get("id"), str)}

    def read(self, section: list[object]) -> tuple[CitedSource, ...]:
        """All sources, in the order written. To be called before the entities are read."""
        first: dict[str, int] = {}
        found: list[CitedSource] = []
        for index, value in enumerate(section):
            path: KeyPath = ("sources", index)
            raw = self._structure.mapping(value, path)
            source = None if raw is None else self._source(raw, path)
            if source is None:
                continue
            if first.setdefault(source.id, index) != index:
                message = f'sources[{first[source.id]}] has the id "{shown(source.id)}" already'
                self._structure.report.error(
                    "duplicate-source", message, (*path, "id"), hint="give one of them another id"
                )
            found.append(source)
        return tuple(found)

    def _source(self, raw: dict[str, object], path: KeyPath) -> CitedSource | None:
        structure = self._structure
        structure.known_keys(raw, _KEYS, path, "a source")
        structure.required(raw, ("id", "publisher"), path, "the source")
        identifier = structure.text(raw, "id", path)
        if identifier is not None and not _ID.fullmatch(identifier):
            message = explained(f'"{shown(identifier)}" cannot be the id of a source', identifier)
            hint = "up to 100 Latin letters, digits, hyphens and underscores"
            structure.report.error("bad-id", message, (*path, "id"), hint=hint)
        publisher = self._publisher(raw["publisher"], path) if "publisher" in raw else None
        published, url = structure.text(raw, "published", path), structure.text(raw, "url", path)
        title = self._title(raw, path)
        within = referred(structure, raw, "within", path, self.ids, "source")
        if identifier is None or publisher is None:
            return None
        return CitedSource(identifier, publisher, path, published, url, title, within)

    def _publisher(self, value: object, path: KeyPath) -> Ref | None:
        place = (*path, "publisher")
        if isinstance(value, dict) and value.keys() != {"id"}:
            return self._entities.declare_inline(f"sources[{path[1]}].publisher", value, place)
        return self._structure.reference(value, place)

    def _title(self, raw: dict[str, object], path: KeyPath) -> AnnotatedName | None:
        if "title" not in raw:
            return None
        names = self._structure.names(raw["title"], (*path, "title"))
        if len(names) > 1:
            message = "a source has one title, in the language it is printed in"
            hint = "write only the title, or {en: …} with one language"
            self._structure.report.error("not-text", message, (*path, "title"), hint=hint)
        return names[0] if names else None


def referred(
    structure: Structure, raw: dict[str, object], key: str, path: KeyPath, known: set[str], kind: str
) -> str | None:
    """The id under a key, of a ``kind`` (statement or source) that must be among ``known``; None when it is absent."""
    value = structure.text(raw, key, path)
    if value is not None and value not in known:
        message, report = explained(f'no {kind} has the id "{shown(value)}"', value), structure.report
        hint = report.suggestion(value, known, otherwise=f"define it under {kind}s")
        if kind == "statement":
            report.error("unknown-statement", message, (*path, key), hint=hint)
        else:
            report.error("unknown-source", message, (*path, key), hint=hint)
    return value
