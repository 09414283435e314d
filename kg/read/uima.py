"""UIMA CAS as INCEpTION and WebAnno export it: JSON, XMI, and ZIP files of them. Offsets count UTF-16.

A span layer gives spans, labelled by its feature ``value`` or ``label``, else by the name of the layer; a relation
layer gives edges from ``Governor`` to ``Dependent``, a slot feature an edge for each of its links. Other features are
attributes.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from kg.read.export_json import list_of, mapping_of
from kg.read.files import Request, UnusableError, decode
from kg.read.json_source import lines_of, parse
from kg.read.lines import FixedLine
from kg.read.marked import ExportFault, MarkedDocument, MarkedEdge, MarkedSpan
from kg.read.report import FindingCollector, shown
from kg.read.sample import Sample
from kg.read.uima_xml import FeatureStructure, parse_xmi
from kg.regular_files import MAX_BYTES, read_regular

__all__ = ["detects", "read"]

_SOFA, _VIEW = "uima.cas.Sofa", "_InitialView"
# Layers that cut the text up, or describe it, and say nothing of what it means.
_STRUCTURE = re.compile(
    r"uima\.(tcas\.DocumentAnnotation|cas\.)|.*\.(Sentence|Token|Paragraph|Lemma|Stem|Heading|Div|TagsetDescription"
    r"|DocumentMetaData|TagDescription|CASMetadata|MorphologicalFeatures|SurfaceForm|SofaChangeAnnotation)\Z"
)
_OWN = frozenset(("begin", "end", "sofa", "Governor", "Dependent", "value", "label", "identifier", "role", "target"))
_REFERENCES = re.compile(r"\d{1,18}(?: \d{1,18})*\Z")
# What the standard library raises on a ZIP file that is damaged, encrypted or of a kind that it cannot read.
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, lzma.LZMAError, ValueError)
_MEMBERS, _UNPACKED, _NESTED = 10_000, 16 * MAX_BYTES, 2
_PIECES = 1 << 16


def detects(sample: Sample) -> bool:
    """Whether a file is of this format."""
    if sample.suffix == ".zip":
        return zipfile.is_zipfile(io.BytesIO(sample.head)) or sample.head.startswith(b"PK")
    return "%FEATURE_STRUCTURES" in sample.keys or "http://www.omg.org/XMI" in sample.text


def read(request: Request) -> Iterator[MarkedDocument]:
    """Read the documents of a file."""
    data = read_regular(request.path)
    if data is None:
        raise UnusableError("file-too-large", "the file is larger than 16 MiB", hint="export document by document")
    if data.startswith(b"PK") or request.path.suffix.lower() == ".zip":
        yield from _Archive().documents(data, request.path.stem)
    else:
        yield _document(data, request.path.stem, None)


class _Archive:
    """ZIP files, read in memory: nothing is unpacked to the disk, and what would grow beyond the limits is refused."""

    def __init__(self) -> None:
        self._left = _UNPACKED
        self._members = _MEMBERS

    def documents(self, data: bytes, name: str, depth: int = 0) -> Iterator[MarkedDocument]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._members -= len(archive.infolist())
                if self._members < 0 or depth > _NESTED:
                    raise UnusableError("file-too-large", "the ZIP file holds too many files, or files within files")
                for member in sorted(archive.infolist(), key=lambda each: each.filename):
                    yield from self._member(archive, member, name, depth)
        except _BROKEN as error:
            raise UnusableError("syntax-error", f"this ZIP file cannot be read: {shown(str(error))}") from error

    def _member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, depth: int
    ) -> Iterator[MarkedDocument]:
        path = PurePosixPath(member.filename)
        is_link = (member.external_attr >> 28) == 0o12
        if is_link or path.is_absolute() or ".." in path.parts or "\\" in member.filename:
            message = f'"{shown(member.filename)}" in the ZIP file is a link, or leads out of it'
            raise UnusableError("text-path", message, hint="export the project again")
        suffix = path.suffix.lower()
        if member.is_dir() or suffix not in (".xmi", ".json", ".zip"):
            return
        content = self._content(archive, member)
        if suffix == ".zip":
            # annotation/<document>/webanno….zip: the document is named by its folder.
            yield from self.documents(content, path.parent.name or name, depth + 1)
        elif suffix == ".xmi" or b'"%FEATURE_STRUCTURES"' in content:
            yield _document(content, path.parent.name or name, path.stem)

    def _content(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
        """The bytes of a file in the archive, counted as they come: its header may say anything."""
        parts: list[bytes] = []
        size = 0
        with archive.open(member) as stream:
            while part := stream.read(_PIECES):
                size += len(part)
                if size > min(MAX_BYTES, self._left):
                    message = f'"{shown(member.filename)}" in the ZIP file is too large when unpacked'
                    raise UnusableError("file-too-large", message, hint="export document by document")
                parts.append(part)
        self._left -= size
        return b"".join(parts)


def _document(data: bytes, name: str, author: str | None) -> MarkedDocument:
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    structures, faults = _of_json(data) if is_json else (parse_xmi(data), [])
    counts = Counter(each.id for each in structures)
    for each in structures:
        if counts[each.id] > 1:
            counts[each.id] = 0
            faults.append(
                ExportFault("duplicate-span-id", f'the id "{shown(each.id)}" is used more than once', each.line)
            )
    texts = [each for each in structures if each.type == _SOFA]
    sofa = next((each for each in texts if each.first("sofaID") == _VIEW), texts[0] if texts else None)
    by_id = {each.id: each for each in structures}
    spans: list[MarkedSpan] = []
    edges: list[MarkedEdge] = []
    for each in structures:
        if _STRUCTURE.match(each.type) or (sofa is not None and each.first("sofa") not in (sofa.id, None)):
            continue
        if "Governor" in each.features or "Dependent" in each.features:
            edges.append(_edge(each))
        elif "begin" in each.features or "end" in each.features:
            spans.append(_span(each, by_id))
            edges += _slots(each, by_id)
    about = next((each for each in structures if each.type.endswith(".DocumentMetaData")), None)
    title = about.first("documentTitle", "documentId") if about is not None else None
    return MarkedDocument(
        id=(title or name).removesuffix(".txt"),
        text=None if sofa is None else sofa.first("sofaString"),
        spans=tuple(spans),
        edges=tuple(edges),
        author=author,
        tool="INCEpTION",
        unit="utf-16",
        faults=tuple(faults),
        line=1,
    )


def _of_json(data: bytes) -> tuple[list[FeatureStructure], list[ExportFault]]:
    """The feature structures of CAS JSON; a list of references becomes the ids themselves."""
    text = decode(data)
    report = FindingCollector("", lines_of(text))
    value = mapping_of(parse(text, report))
    faults = [ExportFault(each.code, each.message, each.line, each.hint) for each in report.result(None, None).findings]
    listed = value.get("%FEATURE_STRUCTURES")
    if isinstance(listed, dict):
        listed = [{"%ID": name, **mapping_of(each)} for name, each in listed.items()]
    line_of = lines_of(text) if isinstance(value.get("%FEATURE_STRUCTURES"), list) else FixedLine(None)
    structures = []
    arrays: dict[str, tuple[str, ...]] = {}
    for index, each in enumerate(list_of(listed)):
        name, kind = str(each.get("%ID")), str(each.get("%TYPE"))
        found = FeatureStructure(name, kind, line=line_of(("%FEATURE_STRUCTURES", index)))
        elements = each.get("%ELEMENTS")
        if isinstance(elements, list):
            arrays[name] = tuple(item for item in elements if isinstance(item, str))
        for key, told in each.items():
            if key.startswith(("%", "^")) or told is None:
                continue
            found.features[key.removeprefix("@")] = (str(told).lower() if isinstance(told, bool) else str(told),)
        structures.append(found)
    for found in structures:
        for key, values in found.features.items():
            if values and values[0] in arrays and key not in _OWN:
                found.features[key] = arrays[values[0]]
    return structures, faults


def _label(structure: FeatureStructure) -> str:
    return structure.first("value", "label") or structure.type.rpartition(".")[2]


def _offset(structure: FeatureStructure, name: str) -> int | None:
    value = structure.first(name) or ""
    return int(value) if re.fullmatch(r"-?\d{1,18}", value) else None


def _span(structure: FeatureStructure, by_id: dict[str, FeatureStructure]) -> MarkedSpan:
    begin, end = _offset(structure, "begin"), _offset(structure, "end")
    linked = structure.first("identifier")
    return MarkedSpan(
        structure.id,
        _label(structure),
        None,
        () if begin is None or end is None else ((begin, end),),
        structure.line,
        _attributes(structure, by_id),
        (linked,) if linked else (),
    )


def _attributes(structure: FeatureStructure, by_id: dict[str, FeatureStructure]) -> dict[str, tuple[str, ...]]:
    features = structure.features.items()
    kept = {name: values for name, values in features if name not in _OWN and not _links(values, by_id)}
    return {name: values for name, values in kept.items() if any(value.strip() for value in values)}


def _edge(structure: FeatureStructure) -> MarkedEdge:
    source, target = (structure.first(name) or "" for name in ("Governor", "Dependent"))
    return MarkedEdge(structure.id, _label(structure), source, target, structure.line, _attributes(structure, {}))


def _slots(structure: FeatureStructure, by_id: dict[str, FeatureStructure]) -> Iterator[MarkedEdge]:
    """The links of the slot features of a span."""
    for name, values in structure.features.items():
        for link in _links(values, by_id) if name not in _OWN else ():
            role, target = link.first("role", "label") or name, link.first("target") or ""
            yield MarkedEdge(f"{structure.id}-{link.id}", role, structure.id, target, link.line or structure.line)


def _links(values: tuple[str, ...], by_id: dict[str, FeatureStructure]) -> list[FeatureStructure]:
    """The links that a feature refers to; none where it is no slot."""
    if not all(map(_REFERENCES.match, values)):
        return []
    found = [by_id.get(each) for value in values for each in value.split(" ")]
    links = [each for each in found if each is not None and each.type.endswith("Link")]
    return links if len(links) == len(found) else []
