"""W3C Web Annotations, and what Hypothesis and Recogito make of them: the words count, positions are a hint.

A tag or a comment of the form ``name: value`` is an attribute; the first other tag is the label. Relations come from
annotations of motivation ``linking``, and from Recogito's list of relations: a CSV file of the same name beside the
export (``X.json`` and ``X.csv``).
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.read.brat import NOTED
from kg.read.export_json import Record as JsonRecord
from kg.read.export_json import integer, list_of, mapping_of, records, text_of
from kg.read.files import Request, UnusableError, decode
from kg.read.marked import ExportFault, MarkedDocument, MarkedEdge, MarkedSpan, Trust
from kg.read.projection import article_id
from kg.regular_files import NotRegularError, read_regular

__all__ = ["detects", "read"]

_LONGEST_FIELD = 1 << 17


def detects(keys: frozenset[str]) -> bool:
    """Whether a record with these keys is one of this format."""
    is_page = not keys.isdisjoint(("items[]", "first{}", "annotations[]", "rows[]")) and "text" not in keys
    is_one = "target" in keys and not keys.isdisjoint(("body", "tags", "@context", "motivation"))
    return is_one or (is_page and ("@context" in keys or not keys.isdisjoint(("annotations[]", "rows[]"))))


@dataclass(slots=True)
class _Text:
    """What is marked in one text by one user."""

    title: str | None = None
    url: str | None = None
    spans: list[MarkedSpan] = field(default_factory=list)
    edges: list[MarkedEdge] = field(default_factory=list)
    faults: list[ExportFault] = field(default_factory=list)
    line: int | None = None
    date: str = ""


def read(request: Request) -> Iterator[MarkedDocument]:
    """Read the texts that a file marks, each user's annotations as a document of its own."""
    texts: dict[str, dict[str | None, _Text]] = defaultdict(dict)
    faults: list[ExportFault] = []
    places: dict[str, tuple[str, str | None]] = {}
    links: list[tuple[dict[str, object], str, int | None]] = []
    tool = "Web Annotation"
    for record in records(request):
        faults += record.faults
        for value, line in _annotations(record):
            tool = "Hypothesis" if "uri" in value and "tags" in value else tool
            if value.get("motivation") == "linking" or _is_link(value):
                links.append((value, f"link-{len(links)}", line))
                continue
            _take(value, line, len(places), texts, places)
    for value, name, line in links:
        _link(value, name, line, texts, places, faults)
    for edge in _relations(request, faults):
        of = places.get(edge.source) or places.get(edge.target)
        if of is None:
            faults.append(ExportFault("dangling-edge", f'no annotation has the id "{edge.source}"', edge.line))
        else:
            texts[of[0]][of[1]].edges.append(edge)
    if not texts:
        raise UnusableError("empty-file", "the file holds no annotation of a text", line=1)
    for uri, users in texts.items():
        stem = request.path.stem if len(texts) == 1 else article_id(uri)
        told = request.mapping.articles.get(uri, {}).get("text")
        for user, made in users.items():
            yield MarkedDocument(
                id=uri or stem,
                text_name=told if isinstance(told, str) else f"{stem}.txt",
                spans=tuple(made.spans),
                edges=tuple(made.edges),
                fields={k: v for k, v in (("url", made.url), ("title", made.title)) if v},
                author=user,
                tool=tool,
                date=made.date[:10] or None,
                trust=Trust.QUOTES,
                faults=(*made.faults, *faults),
                line=made.line,
            )
            faults = []


def _annotations(record: JsonRecord) -> Iterator[tuple[dict[str, object], int | None]]:
    """The annotations of a page, a collection or a search result; or the record itself."""
    value = record.value
    for path in (("items",), ("first", "items"), ("annotations",), ("rows",)):
        inner: object = value
        for key in path:
            inner = mapping_of(inner).get(key)
        if isinstance(inner, list):
            for index, each in enumerate(inner):
                if isinstance(each, dict):
                    yield each, record.line(*path, index)
            return
    yield value, record.line()


def _targets(value: dict[str, object]) -> list[object]:
    target = value.get("target")
    return target if isinstance(target, list) else [target]


def _is_link(value: dict[str, object]) -> bool:
    targets = [_id(each) for each in _targets(value)]
    return len(targets) == 2 and all(target and target.startswith("#") for target in targets)


def _id(value: object) -> str | None:
    found = value if isinstance(value, str) else mapping_of(value).get("id")
    return text_of(found)


def _take(
    value: dict[str, object],
    line: int | None,
    number: int,
    texts: dict[str, dict[str | None, _Text]],
    places: dict[str, tuple[str, str | None]],
) -> None:
    """Take one annotation of words."""
    target = mapping_of(_targets(value)[0]) if _targets(value) else {}
    uri = text_of(value.get("uri")) or text_of(target.get("source")) or _id(mapping_of(target.get("source"))) or ""
    creator = value.get("creator")
    user = text_of(value.get("user")) or text_of(mapping_of(creator).get("name")) or _id(creator)
    name = text_of(value.get("id")) or f"annotation-{number}"
    made = texts[uri].setdefault(user, _Text(line=line))
    titles = mapping_of(value.get("document")).get("title")
    made.title = made.title or (text_of(titles[0]) if isinstance(titles, list) and titles else None)
    made.url = uri if uri.startswith(("http://", "https://")) else None
    made.date = max(made.date, text_of(value.get("updated")) or text_of(value.get("modified")) or "")
    selectors = _selectors(target.get("selector"))
    quote = next((each for each in selectors if each.get("type") == "TextQuoteSelector"), {})
    position = next((each for each in selectors if each.get("type") == "TextPositionSelector"), {})
    start, end = integer(position.get("start")), integer(position.get("end"))
    if name in places:
        made.faults.append(ExportFault("duplicate-span-id", f'the id "{name}" of an annotation is used twice', line))
        return
    places[name] = (uri, user)
    label, attributes, linked = _said(value)
    if not quote and not label:
        return  # a note on the page as a whole
    made.spans.append(
        MarkedSpan(
            name,
            label or "?",
            text_of(quote.get("exact")),
            () if start is None or end is None else ((start, end),),
            line,
            attributes,
            linked,
            text_of(quote.get("prefix")),
            text_of(quote.get("suffix")),
        )
    )


def _selectors(value: object) -> list[dict[str, object]]:
    """All selectors, also those that refine others."""
    waiting = [value] if isinstance(value, dict) else list_of(value)
    found: list[dict[str, object]] = []
    while waiting and len(found) < 100:
        each = mapping_of(waiting.pop())
        found.append(each)
        if isinstance(each.get("refinedBy"), dict):
            waiting.append(mapping_of(each["refinedBy"]))
    return found


def _said(value: dict[str, object]) -> tuple[str | None, dict[str, tuple[str, ...]], tuple[str, ...]]:
    """What an annotation says of its words: a label, attributes, links to registers."""
    tags: list[str] = []
    notes: list[str] = []
    linked: list[str] = []
    listed = value.get("tags")
    tags += [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    notes += [each for each in (text_of(value.get("text")),) if each]
    body = value.get("body")
    for each in body if isinstance(body, list) else [body]:
        told = text_of(mapping_of(each).get("value"))
        source = mapping_of(each).get("source")
        target = _id(source) or text_of(mapping_of(each).get("uri")) or (each if isinstance(each, str) else None)
        kind, purpose = text_of(mapping_of(each).get("type")), mapping_of(each).get("purpose")
        linked += [target] if target else []
        if kind in ("PLACE", "PERSON", "EVENT"):
            tags.append(kind)
            linked += [link for link in (_id(each), told) if link and "://" in link]
        elif told and purpose in ("commenting", "replying", "describing"):
            notes.append(told)
        elif told:
            tags.append(told)
    attributes: dict[str, tuple[str, ...]] = defaultdict(tuple)
    labels = [tag for tag in tags if not NOTED.match(tag)]
    noted = [tag for tag in tags if NOTED.match(tag)]
    for line in (*noted, *(line for note in notes for line in note.split("\n") if line.strip())):
        found = NOTED.match(line)
        key, text = found.groups() if found else ("note", line.strip())
        attributes[key] = (*attributes[key], text)
    if len(labels) > 1:
        attributes["tag"] = tuple(labels[1:])
    return (labels[0] if labels else None), dict(attributes), tuple(dict.fromkeys(linked))


def _link(
    value: dict[str, object],
    name: str,
    line: int | None,
    texts: dict[str, dict[str | None, _Text]],
    places: dict[str, tuple[str, str | None]],
    faults: list[ExportFault],
) -> None:
    ends = [(_id(each) or "").removeprefix("#") for each in _targets(value)]
    if "body" in value and len(ends) == 1 and isinstance(value["body"], str | dict) and _id(value["body"]) in places:
        ends = [_id(value["body"]) or "", ends[0]]
    of = next((places[end] for end in ends if end in places), None)
    label, attributes, _ = _said(value)
    if of is None or len(ends) != 2:
        faults.append(ExportFault("dangling-edge", "a link does not lead from one annotation to another", line))
        return
    texts[of[0]][of[1]].edges.append(MarkedEdge(name, label or "relation", ends[0], ends[1], line, attributes))


def _relations(request: Request, faults: list[ExportFault]) -> Iterator[MarkedEdge]:
    """The relations of Recogito's CSV file, if there is one beside the export."""
    path = request.path.with_suffix(".csv")
    try:
        data = read_regular(path, follow_links=False)
    except NotRegularError:
        data = None
    except OSError:
        return
    if data is None:
        faults.append(ExportFault("unreadable-file", f"{path.name}, the list of relations, cannot be read"))
        return
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        rows = list(csv.DictReader(io.StringIO(decode(data)), strict=True))
    except (csv.Error, UnusableError) as error:
        faults.append(ExportFault("syntax-error", f"{path.name}, the list of relations, cannot be read: {error}"))
        return
    for number, row in enumerate(rows, 2):
        source, target, label = (row.get(key) for key in ("source_id", "target_id", "relation"))
        if source and target and label:
            yield MarkedEdge(f"relation-{number}", label, source, target)
        else:
            message = f"{path.name}, line {number}: source_id, relation and target_id are needed"
            faults.append(ExportFault("unreadable-line", message))
