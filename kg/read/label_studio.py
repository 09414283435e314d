"""Label Studio's JSON: tasks with annotations of people, and predictions of programs, which are drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.read.export_json import Record, documents, integer, list_of, mapping_of, text_of
from kg.read.files import Request
from kg.read.marked import ExportFault, MarkedDocument, MarkedEdge, MarkedSpan, attributes_of

__all__ = ["detects", "read"]

_TEXT_KEYS = ("text", "article", "content", "body")
_REFUSED = "this export has no relations and no ids of spans"


def detects(keys: frozenset[str]) -> bool:
    """Whether a record with these keys is one of this format."""
    whole = "data" in keys and not keys.isdisjoint(("annotations", "completions", "predictions"))
    return whole or {"annotation_id", "label", "lead_time"} <= keys


def read(request: Request) -> Iterator[MarkedDocument]:
    """Read the tasks of a file, each annotation as a document of its own."""
    return documents(request, _documents)


def _documents(record: Record) -> Iterator[MarkedDocument]:
    task, name = record.value, text_of(record.value.get("id")) or str(record.number)
    if "data" not in task:
        hint = "export as JSON, not as JSON-MIN, CSV or CoNLL"
        yield MarkedDocument(name, text="", faults=(ExportFault("lossy-export", _REFUSED, record.line(), hint),))
        return
    data = mapping_of(task["data"])
    fields = {key: text for key, value in data.items() if (text := text_of(value))}
    name = fields.get("id") or f"task-{name}"
    found = False
    key = "annotations" if "annotations" in task else "completions"
    for kind in (key, "predictions"):
        for index, each in enumerate(list_of(task.get(kind))):
            if each.get("was_cancelled") is True:
                continue
            found = True
            yield _document(name, fields, each, record, (kind, index))
    if not found:
        fault = ExportFault("not-annotated", "nobody has annotated this task", record.line(), is_error=False)
        yield MarkedDocument(name, text=_text(fields, None), fields=fields, faults=(fault,), line=record.line())


def _document(
    name: str, fields: dict[str, str], annotation: dict[str, object], record: Record, place: tuple[str, int]
) -> MarkedDocument:
    """One annotation. Several results with one id are controls on one region: they are one span."""
    regions: dict[str, list[tuple[dict[str, object], int | None]]] = defaultdict(list)
    edges: list[MarkedEdge] = []
    faults: list[ExportFault] = []
    text_key: str | None = None
    results = list_of(annotation.get("result"))
    for index, result in enumerate(results):
        line = record.line(*place, "result", index)
        if result.get("type") == "relation":
            edges += _edges(result, f"relation-{index}", line)
        elif mapping_of(result.get("value")).keys() & {"start", "globalOffsets"}:
            text_key = text_key or text_of(result.get("to_name"))
            regions[text_of(result.get("id")) or f"result-{index}"].append((result, line))
    spans = [_span(name_, parts) for name_, parts in regions.items()]
    text = _text(fields, text_key)
    if text is None:
        faults.append(ExportFault("no-text", "this task has no text under data", record.line("data")))
    is_prediction = place[0] == "predictions"
    by, model = annotation.get("completed_by"), text_of(annotation.get("model_version"))
    author = text_of(by) or text_of(mapping_of(by).get("email")) or text_of(mapping_of(by).get("id"))
    when = text_of(annotation.get("updated_at")) or text_of(annotation.get("created_at")) or ""
    return MarkedDocument(
        id=name,
        text=text,
        spans=tuple(spans),
        edges=tuple(edges),
        fields=fields,
        author=None if is_prediction else author,
        tool=(model or "Label Studio prediction") if is_prediction else "Label Studio",
        date=when[:10] or None,
        is_draft=is_prediction,
        faults=tuple(faults),
        line=record.line(*place),
    )


def _text(fields: dict[str, str], to_name: str | None) -> str | None:
    """The text of a task: the value of the usual key, or of the only long one."""
    for key in (*_TEXT_KEYS, to_name):
        if key in fields:
            return fields[key]
    return max(fields.values(), key=len) if len(fields) == 1 else None


def _edges(result: dict[str, object], name: str, line: int | None) -> Iterator[MarkedEdge]:
    """The arrows of a relation: one for each of its labels."""
    source, target = str(result.get("from_id")), str(result.get("to_id"))
    if result.get("direction") == "left":
        source, target = target, source
    listed = result.get("labels")
    labels = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    for label in labels or ["same" if result.get("direction") == "bi" else "relation"]:
        yield MarkedEdge(f"{name}-{label}", label, source, target, line)


def _span(name: str, parts: list[tuple[dict[str, object], int | None]]) -> MarkedSpan:
    label: str | None = None
    surface: str | None = None
    pieces: tuple[tuple[int, int], ...] = ()
    attributes: dict[str, tuple[str, ...]] = {}
    for result, _ in parts:
        value, kind = mapping_of(result.get("value")), str(result.get("type"))
        offsets = mapping_of(value.get("globalOffsets")) or value
        start, end = integer(offsets.get("start")), integer(offsets.get("end"))
        if start is not None and end is not None:
            pieces = ((start, end),)
        told = value.get(kind)
        listed = [each for each in told if isinstance(each, str)] if isinstance(told, list) else []
        if kind in ("labels", "hypertextlabels"):
            surface = text_of(value.get("text")) or surface
            label = listed[0] if listed and label is None else label
        elif kind in ("choices", "textarea", "taxonomy", "number", "datetime", "rating"):
            flat = [each[-1] for each in told if isinstance(each, list) and each] if isinstance(told, list) else []
            given = value.get("text") if kind == "textarea" else told if isinstance(told, str) else [*listed, *flat]
            attributes |= attributes_of({str(result.get("from_name")): given})
        meta = mapping_of(result.get("meta"))
        attributes |= attributes_of({"note": meta.get("text")})
    return MarkedSpan(name, label or "?", surface, pieces, parts[0][1], attributes)
