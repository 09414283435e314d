"""What goes through the pipes between the process that writes and those that prepare: frames of JSON and of N-Quads.

Nothing that is read here can run code, whatever has become of the process that wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from kg.findings import Finding, Severity
from kg.mapping import MappedArticle
from kg.model import KeyPath
from kg.preparing.articles import PLACES, Head, Prepared
from kg.store.written import WrittenQuads
from kg.terms import NamedNode

__all__ = ["pack", "read_frame", "unpack", "write_frame"]

Frame = tuple[dict[str, Any], list[bytes]]
_FIELDS = ("id", "url", "text_sha256", "declared_sha256", "is_draft", "digest", "verified", "unverified")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of :data:`PLACES`."""

    lines: tuple[int | None, ...]

    def __call__(self, path: KeyPath) -> int | None:
        return self.lines[PLACES.index(path)]


def write_frame(out: BinaryIO, message: dict[str, Any], parts: Iterable[bytes] = ()) -> None:
    """Write one frame: the lengths of its parts, the message, and the parts."""
    parts = list(parts)
    head = json.dumps(message | {"parts": [len(part) for part in parts]}).encode()
    out.write(len(head).to_bytes(8, "big"))
    out.write(head)
    out.writelines(parts)
    out.flush()


def read_frame(source: BinaryIO) -> Frame | None:
    """Read one frame; None where it breaks off, since the process that wrote it has ended."""
    size = source.read(8)
    if len(size) < 8:
        return None
    head = source.read(int.from_bytes(size, "big"))
    if len(head) < int.from_bytes(size, "big"):
        return None
    message = json.loads(head)
    parts = [source.read(length) for length in message["parts"]]
    if any(len(part) < length for part, length in zip(parts, message["parts"], strict=True)):
        return None
    return message, parts


def pack(prepared: Iterable[Prepared]) -> Frame:
    """Articles as a frame."""
    articles, parts = [], []
    for each in prepared:
        head, mapped = each.head, each.mapped
        packed: dict[str, Any] = {"file": each.file, "id": each.article_id}
        packed["read"] = [finding.as_dict() for finding in each.read]
        packed["further"] = [finding.as_dict() for finding in each.further]
        if head is not None:
            packed["head"] = {name: getattr(head, name) for name in _FIELDS}
            packed["lines"] = [head.line_of(place) for place in PLACES]
        if head is not None and mapped is not None:
            packed["mapped"] = [mapped.id, mapped.graph.value, len(mapped.quads), len(mapped.mention_quads)]
            public = WrittenQuads.of(mapped.quads, is_merged=not head.is_draft)
            private = WrittenQuads.of(mapped.mention_quads, is_merged=False)
            parts += [public.named, public.merged, private.named]
        articles.append(packed)
    return {"articles": articles}, parts


def unpack(frame: Frame) -> Iterator[Prepared]:
    """The articles of a frame; the origins of their nodes stay behind."""
    message, parts = frame
    texts = iter(parts)
    for each in message["articles"]:
        head = mapped = None
        if "head" in each:
            head = Head(**each["head"], line_of=_Lines(tuple(each["lines"])))
        if "mapped" in each:
            name, graph, public, private = each["mapped"]
            quads = WrittenQuads(next(texts), next(texts), public)
            mapped = MappedArticle(name, NamedNode(graph), quads, WrittenQuads(next(texts), b"", private), {}, ())
        read, further = (tuple(map(_finding, each[name])) for name in ("read", "further"))
        yield Prepared(each["file"], each["id"], head, read, further, mapped)


def _finding(fields: dict[str, Any]) -> Finding:
    return Finding(**fields | {"severity": Severity(fields["severity"])})
