"""The mapping file: what the labels, roles and fields of an annotation project mean in the ontology.

A small YAML file, read as strictly as an annotation. Without one, labels mean the terms that they are named after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from kg.errors import InputError
from kg.read.files import UnusableError, decode
from kg.read.lines import FixedLine
from kg.read.located import UNITS
from kg.read.meanings import IGNORE, MappingFile, Meaning
from kg.read.report import FindingCollector
from kg.read.yaml_source import parse
from kg.regular_files import MAX_BYTES, read_input
from kg.suggest import did_you_mean, nearest

__all__ = ["read_mapping"]

VERSION = "1"
_KEYS = (
    "kg-map", "format", "offsets", "annotator", "annotation", "article", "articles", "labels", "relations",
    "attributes", "things", "identifiers",
)  # fmt: skip
_NOTE = ("by", "tool", "date", "status")
_NOTHING: Mapping[str, object] = MappingProxyType({})


def read_mapping(path: Path) -> MappingFile:
    """Read a mapping file.

    Raises:
        InputError: it cannot be read, or says something that no mapping file may; the message names the line.
    """
    report = FindingCollector(str(path), FixedLine(None))
    try:
        raw = parse(decode(read_input(path, most=MAX_BYTES)), report)
    except UnusableError as fault:
        where = str(path) if fault.line is None else f"{path}:{fault.line}"
        raise InputError(fault.message, where=where, hint=fault.hint) from fault
    found = _Reader(raw, report).read(str(path))
    findings = report.result(None, None).findings
    faults = [each for each in findings if each.severity == "error"]
    if faults or found is None:
        first = faults[0]
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        where = f"{path}:{first.line}" if first.line else str(path)
        raise InputError(f"{first.message}{more}", where=where, hint=first.hint)
    return found


class _Reader:
    def __init__(self, raw: object, report: FindingCollector) -> None:
        self._raw, self._report = raw, report

    def read(self, path: str) -> MappingFile | None:
        raw = self._mapping(self._raw, ())
        self._known(raw, _KEYS, ())
        if raw.get("kg-map") != VERSION:
            message = "this is not a mapping file of version 1"
            self._report.error("unsupported-version", message, ("kg-map",), hint=f"it begins with kg-map: {VERSION}")
            return None
        offsets = self._text(raw.get("offsets"), ("offsets",))
        if offsets is not None and offsets not in UNITS:
            message = f'"{offsets}" is not a unit of offsets'
            self._report.error("unknown-key", message, ("offsets",), hint=f"one of {', '.join(UNITS)}")
        annotation = self._mapping(raw.get("annotation", {}), ("annotation",))
        self._known(annotation, _NOTE, ("annotation",))
        articles = self._mapping(raw.get("articles", {}), ("articles",))
        things = self._mapping(raw.get("things", {}), ("things",))
        names, values = {}, {}
        for name, told in self._mapping(raw.get("attributes", {}), ("attributes",)).items():
            place = ("attributes", name)
            if isinstance(told, dict):
                self._known(told, ("key", "values"), place)
                names[name] = self._text(told.get("key", name), (*place, "key")) or name
                values[name] = dict(self._texts(told.get("values", {}), (*place, "values")))
            else:
                names[name] = self._text(told, place) or name
        return MappingFile(
            path=path,
            format=self._text(raw.get("format"), ("format",)),
            offsets=offsets,
            annotator=self._text(raw.get("annotator"), ("annotator",)),
            annotation=annotation,
            article=self._mapping(raw.get("article", {}), ("article",)),
            articles={name: self._mapping(each, ("articles", name)) for name, each in articles.items()},
            labels=dict(self._meanings(raw, "labels")),
            relations=dict(self._meanings(raw, "relations")),
            attributes=names,
            values=values,
            things={name: self._mapping(each, ("things", name)) for name, each in things.items()},
            identifiers=dict(self._texts(raw.get("identifiers", {}), ("identifiers",))),
        )

    def _meanings(self, raw: Mapping[str, object], section: str) -> Iterator[tuple[str, Meaning]]:
        """Each label with its meaning: a name, or ``{is: name, …}`` with values that are the same for all."""
        for label, told in self._mapping(raw.get(section, {}), (section,)).items():
            place = (section, label)
            if not isinstance(told, dict):
                yield label, Meaning(self._text(told, place) or IGNORE)
                continue
            if "is" not in told:
                hint = "such as {is: attends, modality: negated}"
                self._report.error("missing-key", f'the key "is" is missing for {label}', place, hint=hint)
            constants = dict(self._texts({k: v for k, v in told.items() if k not in ("is", "reverse")}, place))
            name = self._text(told.get("is"), (*place, "is")) or IGNORE
            yield label, Meaning(name, constants, told.get("reverse") == "true")

    def _texts(self, value: object, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for name, each in self._mapping(value, path).items():
            text = self._text(each, (*path, name))
            if text is not None:
                yield name, text

    def _mapping(self, value: object, path: tuple[str, ...]) -> Mapping[str, object]:
        if isinstance(value, dict):
            return value
        self._report.error("not-a-mapping", "a mapping (key: value) is expected here", path)
        return _NOTHING

    def _text(self, value: object, path: tuple[str, ...]) -> str | None:
        if value is None or isinstance(value, str):
            return value
        self._report.error("not-text", "text is expected here", path)
        return None

    def _known(self, raw: Mapping[str, object], keys: tuple[str, ...], path: tuple[str, ...]) -> None:
        for key in raw:
            if key not in keys:
                hint = did_you_mean(nearest(key, keys, count=1)) or f"known: {', '.join(keys)}"
                self._report.error("unknown-key", f'"{key}" is not a key here', (*path, key), hint=hint)
