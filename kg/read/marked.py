"""What an annotation tool marked in one text, in the tool's own terms: what a reader of exports hands on, unjudged.

Whether offsets fit the text is decided in :mod:`kg.read.located`, what labels mean in :mod:`kg.read.projection`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

__all__ = ["ExportFault", "MarkedDocument", "MarkedEdge", "MarkedSpan", "Trust", "attributes_of"]

Attributes = Mapping[str, tuple[str, ...]]
"""What a span or an edge has besides its label: each name with its values."""


class Trust(StrEnum):
    """What tells where a span is, if the export's offsets and its words do not agree."""

    OFFSETS = "offsets"  # people selected text in a tool: offsets must be right in one unit
    QUOTES = "quotes"  # the words, with what stands around them; offsets are a hint
    NOTHING = "nothing"  # a language model wrote it: what is not in the text is left out, and reported


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Some words with a label.

    Args:
        id: the tool's own, or one that the reader made.
        label: the tool's label.
        surface: the words as the export gives them; None if it gives offsets alone.
        pieces: start and end of each fragment, half-open, in a unit that is not known yet; empty if there are none.
        line: the line in the export.
        attributes: further values of the span.
        identifiers: what the span is linked to in some register, such as ``Wikidata:Q227`` or an IRI.
        prefix, suffix: the text directly around the words.
        nth: which match of the words is meant, from 1.
    """

    id: str
    label: str
    surface: str | None = None
    pieces: tuple[tuple[int, int], ...] = ()
    line: int | None = None
    attributes: Attributes = field(default_factory=dict)
    identifiers: tuple[str, ...] = ()
    prefix: str | None = None
    suffix: str | None = None
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class MarkedEdge:
    """A labelled arrow from one span to another, both by their ids."""

    id: str
    label: str
    source: str
    target: str
    line: int | None = None
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportFault:
    """Something that a reader found wrong in an export; ``is_error`` rejects the article."""

    code: str
    message: str
    line: int | None = None
    hint: str | None = None
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """One text as one annotator, or one program, marked it.

    Args:
        id: the tool's name for the text.
        text: the text if the export holds it.
        text_name: the name of its file, beside the export or in the folder of texts.
        same: groups of ids of spans that mean one thing.
        fields: what else the export says of the text, such as its title.
        author: who marked it: documents of one ``id`` with several authors are alternatives.
        tool, date, is_draft: as in ``annotation:`` of the native format.
        trust: what tells where a span is.
        unit: what the offsets count, where the format fixes it; one of :data:`kg.read.located.UNITS`.
        faults: what the reader found wrong.
        line: where it begins in the export.
    """

    id: str
    text: str | None = None
    text_name: str | None = None
    spans: tuple[MarkedSpan, ...] = ()
    edges: tuple[MarkedEdge, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    author: str | None = None
    tool: str | None = None
    date: str | None = None
    is_draft: bool = False
    trust: Trust = Trust.OFFSETS
    unit: str | None = None
    faults: tuple[ExportFault, ...] = ()
    line: int | None = None

    def with_faults(self, *faults: ExportFault) -> MarkedDocument:
        """The same with further faults."""
        return replace(self, faults=(*self.faults, *faults))


def attributes_of(value: object) -> dict[str, tuple[str, ...]]:
    """Attributes from what JSON holds: texts, numbers, booleans, lists of them; null and empty values are none.

    >>> attributes_of({"a": "x", "b": ["y", None, True], "c": None})
    {'a': ('x',), 'b': ('y', 'true')}
    """
    if not isinstance(value, dict):
        return {}
    found = {}
    for name, each in value.items():
        several = each if isinstance(each, list) else [each]
        texts = tuple(str(item).lower() if isinstance(item, bool) else item for item in several)
        kept = tuple(text for text in texts if isinstance(text, str) and text and not text.isspace())
        if kept:
            found[str(name)] = kept
    return found
