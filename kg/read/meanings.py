"""What a mapping file says: the meaning of a project's labels, roles and fields (read by kg/read/mapping_file.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["IGNORE", "MAP_SUFFIX", "MENTION", "SAME", "STATEMENT", "MappingFile", "Meaning"]

STATEMENT, MENTION, SAME, IGNORE = "statement", "mention", "same", "ignore"
"""What a label may mean besides the terms of the ontology."""

MAP_SUFFIX = ".map.yaml"
"""How the name of a mapping file ends, so that folders of articles are searched without it."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one label means.

    Args:
        name: a class, a relation, an attribute, a key of the native format, or one of ``statement``, ``mention``,
            ``same``, ``ignore``.
        constants: keys and values that every record with this label gets, such as ``modality: negated``.
        reverse: whether an edge leads from the object to the subject.
    """

    name: str
    constants: Mapping[str, str] = field(default_factory=dict)
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping file; an empty one maps every label to the term of its own name.

    ``values`` are translations of values, for each attribute: ``{"startDate": {"4 May 2031": "2031-05-04"}}``.
    """

    path: str | None = None
    format: str | None = None
    offsets: str | None = None
    annotator: str | None = None
    annotation: Mapping[str, object] = field(default_factory=dict)
    article: Mapping[str, object] = field(default_factory=dict)
    articles: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    labels: Mapping[str, Meaning] = field(default_factory=dict)
    relations: Mapping[str, Meaning] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    things: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    identifiers: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """How messages name it."""
        return self.path or "a mapping file (--map; kg annotate map drafts one)"

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> MappingFile:
        """A mapping file from its fields, as :func:`dataclasses.asdict` gives them, for another process."""
        meanings = {
            section: {label: Meaning(**told) for label, told in fields[section].items()}
            for section in ("labels", "relations")
        }
        return cls(**{**fields, **meanings})
