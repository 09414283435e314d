"""Texts with lists of spans, as doccano, Prodigy, spaCy and GLiNER2 write them; one reader, four dialects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain

from kg.read.export_json import Record, documents, integer, list_of, mapping_of, text_of
from kg.read.files import Request
from kg.read.marked import ExportFault, MarkedDocument, MarkedEdge, MarkedSpan, Trust, attributes_of

__all__ = ["DIALECTS", "reader"]


def reader(name: str) -> Callable[[Request], Iterator[MarkedDocument]]:
    """The reader of one dialect."""
    return partial(documents, read=DIALECTS[name][1])


def _fields(value: dict[str, object]) -> dict[str, str]:
    """What a record says of its text besides the text: its own values, and those under meta."""
    both = chain(mapping_of(value.get("meta")).items(), value.items())
    return {key: text for key, each in both if (text := text_of(each)) and key != "text"}


def _offsets(value: dict[str, object], start: str = "start", end: str = "end") -> tuple[tuple[int, int], ...]:
    first, last = integer(value.get(start)), integer(value.get(end))
    return () if first is None or last is None else ((first, last),)


def _doccano(record: Record) -> Iterator[MarkedDocument]:
    value = record.value
    spans = [
        MarkedSpan(
            text_of(each.get("id")) or f"entity-{index}",
            text_of(each.get("label")) or "?",
            None,
            _offsets(each, "start_offset", "end_offset"),
            record.line("entities", index),
        )
        for index, each in enumerate(list_of(value.get("entities")))
    ]
    plain = value.get("label") or value.get("labels")
    for index, triple in enumerate(plain if isinstance(plain, list) else []):
        if isinstance(triple, list) and len(triple) == 3 and isinstance(triple[2], str):
            pieces = _offsets({"start": triple[0], "end": triple[1]})
            spans.append(MarkedSpan(f"label-{index}", triple[2], None, pieces, record.line("label", index)))
    edges = [
        MarkedEdge(
            text_of(each.get("id")) or f"relation-{index}",
            text_of(each.get("type")) or "?",
            str(each.get("from_id")),
            str(each.get("to_id")),
            record.line("relations", index),
        )
        for index, each in enumerate(list_of(value.get("relations")))
    ]
    yield _made(record, spans, edges, tool="doccano", author=text_of(value.get("username")))


def _prodigy(record: Record) -> Iterator[MarkedDocument]:
    value = record.value
    if value.get("answer", "accept") != "accept":
        return
    spans: dict[str, MarkedSpan] = {}
    listed = [(each, ("spans", index)) for index, each in enumerate(list_of(value.get("spans")))]
    relations = list_of(value.get("relations"))
    for index, each in enumerate(relations):
        ends = [(mapping_of(each.get(end)), ("relations", index)) for end in ("head_span", "child_span")]
        listed += [(span, place) for span, place in ends if _offsets(span) and _prodigy_id(span) not in spans]
    for each, place in listed:
        name = _prodigy_id(each)
        if name not in spans or place[0] == "spans":
            name = name if name not in spans else f"{name}-{place[1]}"
            known = attributes_of({key: each[key] for key in each if key not in _PRODIGY_KEYS})
            line = record.line(*place)
            spans[name] = MarkedSpan(
                name, str(each.get("label")), text_of(each.get("text")), _offsets(each), line, known
            )
    edges: list[MarkedEdge] = []
    faults: list[ExportFault] = []
    for index, each in enumerate(relations):
        head, child = (mapping_of(each.get(end)) for end in ("head_span", "child_span"))
        line = record.line("relations", index)
        if not head or not child:
            message = "this relation has no head_span or child_span, and head is only the last token of a span"
            hint = "export with the recipe rel.manual of Prodigy 1.10 or later"
            faults.append(ExportFault("lossy-export", message, line, hint))
            continue
        label = str(each.get("label"))
        edges.append(MarkedEdge(f"relation-{index}", label, _prodigy_id(head), _prodigy_id(child), line))
    author = text_of(value.get("_annotator_id")) or text_of(value.get("_session_id"))
    yield _made(record, list(spans.values()), edges, faults, tool="Prodigy", author=author)


_PRODIGY_KEYS = frozenset(("start", "end", "token_start", "token_end", "label", "text", "input_hash", "source", "type"))


def _prodigy_id(span: dict[str, object]) -> str:
    return f"{span.get('start')}-{span.get('end')}-{span.get('label')}"


def _spacy(record: Record) -> Iterator[MarkedDocument]:
    value = record.value
    extensions = mapping_of(value.get("underscore_span"))
    told: dict[tuple[str, str], dict[str, object]] = {}
    for name, listed in extensions.items():
        for each in list_of(listed):
            told.setdefault(_at(each), {})[name] = each.get("value")
    groups = {"ents": value.get("ents"), **mapping_of(value.get("spans"))}
    spans = []
    for group, listed in groups.items():
        place = ("ents",) if group == "ents" else ("spans", group)
        for index, each in enumerate(list_of(listed)):
            known = attributes_of(told.get(_at(each), {}))
            linked = tuple(text for key in ("kb_id", "id") if (text := text_of(each.get(key))))
            label, line = text_of(each.get("label")) or "?", record.line(*place, index)
            spans.append(MarkedSpan(f"{group}-{index}", label, None, _offsets(each), line, known, linked))
    yield _made(record, spans, [], tool="spaCy", is_draft=True)


def _at(span: dict[str, object]) -> tuple[str, str]:
    return str(span.get("start")), str(span.get("end"))


def _gliner(record: Record) -> Iterator[MarkedDocument]:
    value = record.value
    spans: dict[str, MarkedSpan] = {}
    faults: list[ExportFault] = []
    edges: list[MarkedEdge] = []
    advice = "ask GLiNER2 for spans: include_spans=True"
    for label, listed in mapping_of(value.get("entities")).items():
        for index, each in enumerate(listed if isinstance(listed, list) else []):
            line = record.line("entities", label, index)
            if isinstance(each, dict) and _offsets(each):
                name = f"{each.get('start')}-{each.get('end')}"
                name = name if name not in spans else f"{name}-{label}"
                spans[name] = MarkedSpan(name, label, text_of(each.get("text")), _offsets(each), line)
            else:
                faults.append(ExportFault("lossy-export", f'an entity of "{label}" has no offsets', line, advice))
    for label, listed in mapping_of(value.get("relation_extraction")).items():
        for index, each in enumerate(listed if isinstance(listed, list) else []):
            line = record.line("relation_extraction", label, index)
            ends = [mapping_of(each.get(end)) for end in ("head", "tail")] if isinstance(each, dict) else []
            if not ends or not all(map(_offsets, ends)):
                faults.append(ExportFault("lossy-export", f'a relation of "{label}" has no offsets', line, advice))
                continue
            source, target = (f"{end.get('start')}-{end.get('end')}" for end in ends)
            missing = [name for name in (source, target) if name not in spans]
            if missing:
                message = f'the relation "{label}" joins words that are not marked as an entity: it is left out'
                faults.append(ExportFault("ungrounded", message, line, is_error=False))
                continue
            edges.append(MarkedEdge(f"{label}-{index}", label, source, target, line))
    tool = text_of(value.get("model")) or "GLiNER2"
    yield _made(record, list(spans.values()), edges, faults, tool=tool, is_draft=True, trust=Trust.NOTHING)


def _made(
    record: Record,
    spans: list[MarkedSpan],
    edges: list[MarkedEdge],
    faults: list[ExportFault] | None = None,
    *,
    tool: str,
    author: str | None = None,
    is_draft: bool = False,
    trust: Trust = Trust.OFFSETS,
) -> MarkedDocument:
    fields = _fields(record.value)
    text = record.value.get("text")
    return MarkedDocument(
        id=fields.get("id") or f"document-{record.number}",
        text=text if isinstance(text, str) else None,
        spans=tuple(spans),
        edges=tuple(edges),
        fields=fields,
        author=author,
        tool=tool,
        date=fields.get("date"),
        is_draft=is_draft,
        trust=trust,
        faults=tuple(faults or ()),
        line=record.line(),
    )


def _is_doccano(keys: frozenset[str]) -> bool:
    return "text" in keys and ("entities[]" in keys or "label[]" in keys) and "relation_extraction" not in keys


DIALECTS: Mapping[str, tuple[Callable[[frozenset[str]], bool], Callable[[Record], Iterator[MarkedDocument]]]] = {
    "doccano": (_is_doccano, _doccano),
    "prodigy": (lambda keys: "text" in keys and ("answer" in keys or "_input_hash" in keys), _prodigy),
    "spacy": (lambda keys: "text" in keys and "ents" in keys, _spacy),
    "gliner2": (lambda keys: "text" in keys and ("entities{}" in keys or "relation_extraction" in keys), _gliner),
}
"""The dialects: what tells one by the keys of a record, and what reads a record."""
