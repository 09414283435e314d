"""langextract's JSON lines: what a language model extracted from texts, with offsets that cannot be trusted.

An extraction of class ``relationship`` (or one that means a relation of the ontology) is a claim; its attributes name
``source`` (or ``subject``), ``target`` (or ``object``) and ``type`` (or ``relation``) by their words.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.export_json import Record, documents, integer, list_of, mapping_of, text_of
from kg.read.files import Request
from kg.read.marked import MarkedDocument, MarkedSpan, Trust, attributes_of

__all__ = ["detects", "read"]

_RELATIONSHIP = ("relationship", "relation")
_RENAMED = {"source": "subject", "target": "object"}


def detects(keys: frozenset[str]) -> bool:
    """Whether a record with these keys is one of this format."""
    return {"extractions", "text"} <= keys


def read(request: Request) -> Iterator[MarkedDocument]:
    """Read the documents of a file."""
    return documents(request, _documents)


def _documents(record: Record) -> Iterator[MarkedDocument]:
    value = record.value
    spans = tuple(
        _span(each, index, record.line("extractions", index))
        for index, each in enumerate(list_of(value.get("extractions")))
    )
    fields = {name: text for name, each in value.items() if (text := text_of(each)) and name != "text"}
    yield MarkedDocument(
        id=text_of(value.get("document_id")) or f"document-{record.number}",
        text=value["text"] if isinstance(value.get("text"), str) else None,  # type: ignore[arg-type]
        spans=spans,
        fields=fields,
        tool=fields.get("model") or fields.get("model_id") or "langextract",
        date=fields.get("date"),
        is_draft=True,
        trust=Trust.NOTHING,
        line=record.line(),
    )


def _span(value: dict[str, object], index: int, line: int | None) -> MarkedSpan:
    label = text_of(value.get("extraction_class")) or "?"
    attributes = attributes_of(value.get("attributes"))
    if label.lower() in _RELATIONSHIP:
        attributes = {_RENAMED.get(name, name): values for name, values in attributes.items()}
        named = attributes.pop("relation", None) or attributes.pop("type", None)
        label = named[0] if named else label
    place = mapping_of(value.get("char_interval"))
    start, end = integer(place.get("start_pos")), integer(place.get("end_pos"))
    pieces = ((start, end),) if start is not None and end is not None else ()
    return MarkedSpan(str(index), label, text_of(value.get("extraction_text")), pieces, line, attributes)
