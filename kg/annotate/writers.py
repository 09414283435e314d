"""Writing marked documents in the formats of tools: brat and Label Studio."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from kg.read.marked import MarkedDocument, MarkedEdge, MarkedSpan

__all__ = ["WRITERS", "Written"]

Written = tuple[dict[str, str], list[str]]
"""The contents of files by their suffixes, and what the format cannot hold."""

_BREAK = re.compile(r"\r\n|[\r\n\t]")


def brat(document: MarkedDocument) -> Written:
    """``.ann`` and ``.txt``: claims and statements as events, other values as notes."""
    numbers = {span.id: number for number, span in enumerate(document.spans, 1)}
    events = [span for span in document.spans if span.label[:1].islower()]  # a class begins with a capital
    handles = {span.id: f"T{numbers[span.id]}" for span in document.spans}
    handles |= {span.id: f"E{number}" for number, span in enumerate(events, 1)}
    lines: list[str] = []
    relations: list[MarkedEdge] = []
    lost: list[str] = []
    for span in document.spans:
        places = ";".join(f"{start} {end}" for start, end in span.pieces)
        lines.append(f"T{numbers[span.id]}\t{span.label} {places}\t{_BREAK.sub(' ', span.surface or '')}")
    for span in events:
        roles = [f"{edge.label}:{handles[edge.target]}" for edge in document.edges if edge.source == span.id]
        lines.append(f"{handles[span.id]}\t{' '.join([f'{span.label}:T{numbers[span.id]}', *roles])}")
    of_events = {span.id for span in events}
    for number, edge in enumerate((each for each in document.edges if each.source not in of_events), 1):
        handles[edge.id] = f"R{number}"
        relations.append(edge)
        lines.append(f"R{number}\t{edge.label} Arg1:{handles[edge.source]} Arg2:{handles[edge.target]}")
    notes = 0
    marks: list[MarkedSpan | MarkedEdge] = [*document.spans, *relations]
    for marked in marks:
        for name, values in marked.attributes.items():
            for value in values:
                if _BREAK.search(value) or value != value.strip():
                    lost.append(f"{name}: a value with line breaks or outer blanks")
                    continue
                notes += 1
                lines.append(f"#{notes}\tAnnotatorNotes {handles[marked.id]}\t{name}: {value}")
    lost += [f"article.{name}" for name in document.fields if name != "id"]
    return {".ann": "".join(f"{line}\n" for line in lines), ".txt": document.text or ""}, lost


def label_studio(document: MarkedDocument) -> Written:
    """One task as JSON, with what it says of the article under ``data``."""
    lost: list[str] = []
    results = [result for span in document.spans for result in _results(span, document.text or "", lost)]
    for edge in document.edges:
        lost += [f"{edge.label}: {name} of a relation without words" for name in edge.attributes]
        ends = {"from_id": edge.source, "to_id": edge.target}
        results.append({**ends, "type": "relation", "direction": "right", "labels": [edge.label]})
    data = {"text": document.text, **document.fields}
    task = {"id": 1, "data": data, "annotations": [{"id": 1, "was_cancelled": False, "result": results}]}
    return {".json": json.dumps([task], ensure_ascii=False, indent=1) + "\n"}, lost


def _results(span: MarkedSpan, text: str, lost: list[str]) -> Iterator[dict[str, object]]:
    start, end = span.pieces[0][0], span.pieces[-1][1]
    words = span.surface
    if len(span.pieces) > 1:
        lost.append(f'"{span.surface}": a quote in fragments, which becomes one with what stands between them')
        words = text[start:end]
    place: dict[str, object] = {"start": start, "end": end}
    common: dict[str, object] = {"id": span.id, "to_name": "text"}
    value = {**place, "text": words, "labels": [span.label]}
    yield {**common, "from_name": "label", "type": "labels", "value": value}
    for name, values in span.attributes.items():
        yield {**common, "from_name": name, "type": "textarea", "value": {**place, "text": list(values)}}


WRITERS: Mapping[str, Callable[[MarkedDocument], Written]] = {"brat": brat, "label-studio": label_studio}
"""The formats of tools that kg writes."""
