"""The formats that kg reads: one registry, from which detection, ``--from``, help and documentation take them.

A format is an entry here and a module that it names; a package of somebody else adds one by an entry point of the group
``kg.readers`` that is a :class:`Format`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TypeVar

from kg.errors import InputError
from kg.ontology.vocabulary import Vocabulary
from kg.read import (
    brat,
    json_source,
    label_studio,
    langextract,
    model_reply,
    span_json,
    uima,
    web_annotation,
    yaml_source,
)
from kg.read.exports import DocumentReader, NativeForm, native_forms, read_documents
from kg.read.files import Request, UnusableError
from kg.read.lines import FixedLine
from kg.read.marked import MarkedDocument
from kg.read.meanings import MappingFile
from kg.read.report import FindingCollector, ReadResult
from kg.read.sample import Sample
from kg.read.terms import Terms
from kg.regular_files import NotRegularError
from kg.suggest import unknown

__all__ = [
    "FORMATS",
    "GROUP",
    "Format",
    "Reader",
    "formats",
    "marked_documents",
    "read_native_forms",
    "read_path",
    "read_some",
    "suffixes",
]

Reader = Callable[[Request], Iterator[ReadResult | None]]
_Read = TypeVar("_Read")
GROUP = "kg.readers"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of annotations.

    Args:
        name: what ``--from`` calls it.
        title: a few words on what it is.
        suffixes: names of files end so, each with its dot; folders are searched for them.
        detects: whether a file is of this format; None where the suffix alone tells.
        documents: the reader of an export; None for the native format.
        native: the reader of the native format.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    detects: Callable[[Sample], bool] | None = None
    documents: DocumentReader | None = None
    native: Reader | None = field(default=None, repr=False)

    def read(self, request: Request) -> Iterator[ReadResult | None]:
        """The articles of a file; None in the place of one that is not wanted."""
        if self.documents is not None:
            for result in read_documents(request, self.documents):
                yield result if request.wanted() else None
        elif self.native is json_source.read_lines or request.wanted():
            assert self.native is not None  # noqa: S101 - one of the two is set
            yield from self.native(request)
        else:
            yield None  # one file, one article


def _json(name: str, title: str, detects: Callable[[frozenset[str]], bool], documents: DocumentReader) -> Format:
    """A format in JSON, which the keys of its first object tell."""
    return Format(name, title, (".json", ".jsonl", ".jsonld"), lambda sample: detects(sample.keys), documents)


_SPANS = {
    "doccano": "doccano: spans and relations, JSON lines",
    "prodigy": "Prodigy: spans and relations, JSON lines",
    "spacy": "spaCy: Doc.to_json",
    "gliner2": "GLiNER2: entities and relations with spans",
}

FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("yaml", "the native format, one article a file", (".yaml", ".yml"), native=yaml_source.read),
        Format("json", "the native format in JSON", (".json",), native=json_source.read),
        Format("jsonl", "the native format in JSON, one article a line", (".jsonl",), native=json_source.read_lines),
        _json("reply", "a language model's reply to kg annotate prompt", model_reply.detects, model_reply.read),
        _json("langextract", "langextract: extractions of a language model", langextract.detects, langextract.read),
        _json("label-studio", "Label Studio: tasks as JSON", label_studio.detects, label_studio.read),
        Format("brat", "brat: standoff beside the text", (".ann",), lambda of: brat.detects(of.text), brat.read),
        *(_json(name, title, span_json.DIALECTS[name][0], span_json.reader(name)) for name, title in _SPANS.items()),
        _json(
            "web-annotation", "W3C Web Annotation, Hypothesis, Recogito", web_annotation.detects, web_annotation.read
        ),
        Format(
            "uima",
            "UIMA CAS (INCEpTION, WebAnno): JSON, XMI, ZIP",
            (".json", ".xmi", ".zip"),
            uima.detects,
            uima.read,
        ),
    )
}
"""The formats that come with kg, in the order in which they are looked for."""


@cache
def formats() -> Mapping[str, Format]:
    """All formats, those of other installed packages too, by name.

    Raises:
        InputError: a package offers a reader that cannot be used.
    """
    found = dict(FORMATS)
    for point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        where = f"the reader {point.value} of the package {point.dist.name if point.dist else '?'}"
        try:
            offered = point.load()
        except (ImportError, AttributeError) as error:
            message, hint = f"it cannot be loaded: {error}", "update or remove the package"
            raise InputError(message, where=where, hint=hint) from error
        if not isinstance(offered, Format) or offered.name in found:
            what = "there is one of this name already" if isinstance(offered, Format) else "it is not a Format"
            raise InputError(f"it cannot be used: {what}", where=where, hint="update or remove the package")
        found[offered.name] = offered
    return found


def suffixes() -> frozenset[str]:
    """The suffixes of the files that folders are searched for."""
    return frozenset(suffix for each in formats().values() for suffix in each.suffixes if suffix != ".zip")


def detect(path: Path) -> Format:
    """The format of a file: by what it holds; where that does not tell, by its suffix.

    Raises:
        UnusableError: it is of no known format.
        OSError: it cannot be read.
    """
    known = formats()
    suffix = path.suffix.lower()
    by_suffix = next((each for each in FORMATS.values() if suffix in each.suffixes and each.detects is None), None)
    if by_suffix is not None and by_suffix.name == "yaml":
        return by_suffix
    sample = Sample.of(path)
    if by_suffix is not None and sample.is_native_json:
        return by_suffix
    found = [each for each in known.values() if each.detects is not None and each.detects(sample)]
    named = [each for each in found if suffix in each.suffixes]
    chosen = next(iter([*named, *found]), None) or by_suffix
    if chosen is None:
        chosen = next((each for each in known.values() if suffix in each.suffixes), None)
    if chosen is None:
        listed = ", ".join(sorted(suffixes()))
        raise UnusableError(
            "unknown-format", f"unknown suffix: {path.suffix!r}", hint=f"known: {listed}; or say --from"
        )
    return chosen


def read_path(
    path: Path,
    *,
    vocabulary: Vocabulary,
    texts: Path | None = None,
    form: str | None = None,
    mapping: MappingFile | None = None,
) -> Iterator[ReadResult]:
    """Read the articles of one file.

    Lines of JSON, and exports, may give several results, read as they are asked for. A file that cannot be read gives
    one result whose findings say why.

    Args:
        path: an annotated article.
        vocabulary: the ontology's classes and relations.
        texts: a folder to look for the articles' texts in, before the folder of the file itself.
        form: the name of its format; by default detected from the file.
        mapping: what the labels of an annotation tool mean.

    Raises:
        InputError: ``path`` does not exist, or ``texts`` is not a folder.
        UsageError: ``form`` is not a format.
    """
    every = read_some(path, vocabulary=vocabulary, texts=texts, wanted=lambda: True, form=form, mapping=mapping)
    return (result for result in every if result is not None)


def read_some(
    path: Path,
    *,
    vocabulary: Vocabulary,
    texts: Path | None,
    wanted: Callable[[], bool],
    form: str | None = None,
    mapping: MappingFile | None = None,
) -> Iterator[ReadResult | None]:
    """Read some of the articles of one file, and pass over others.

    Args:
        path: as for :func:`read_path`.
        vocabulary: as there.
        texts: as there.
        wanted: is asked before each article; one that is not wanted comes as None, unless it cannot be read at all.
        form: as there.
        mapping: as there.

    Raises:
        InputError, UsageError: as there.
    """
    request = _request(path, vocabulary, texts, mapping)
    return _guarded(replace(request, wanted=wanted), _named(form, mapping), lambda each, by: by.read(each))


def read_native_forms(
    path: Path, *, vocabulary: Vocabulary, texts: Path | None, form: str | None, mapping: MappingFile | None
) -> Iterator[NativeForm | ReadResult]:
    """The native form of each document of an export; a result with findings for a file that cannot be read.

    Raises:
        InputError, UsageError: as :func:`read_path`.
    """

    def read(request: Request, by: Format) -> Iterator[NativeForm | ReadResult]:
        if by.documents is not None:
            return native_forms(request, by.documents)
        return (result for result in by.read(request) if result is not None)

    return _guarded(_request(path, vocabulary, texts, mapping), _named(form, mapping), read)


def marked_documents(
    path: Path, *, vocabulary: Vocabulary, texts: Path | None = None, form: str | None = None
) -> tuple[str, Iterator[MarkedDocument]]:
    """The name of the format of an export, and what it marks, before anything is judged.

    Raises:
        InputError: the file cannot be read, or is in the native format.
        UsageError: ``form`` is not a format.
    """
    request, by = _request(path, vocabulary, texts, None), _named(form, None)
    try:
        by = by or detect(path)
        if by.documents is None:
            hint = "a native annotation needs no mapping; for an export in this form name its format with --from"
            raise InputError("this is not the export of an annotation tool", where=str(path), hint=hint)
        return by.name, iter(list(by.documents(request)))
    except UnusableError as fault:
        raise InputError(fault.message, where=str(path), hint=fault.hint) from fault
    except OSError as error:
        raise InputError("the file cannot be read", where=str(path)) from error


def _named(form: str | None, mapping: MappingFile | None) -> Format | None:
    name = form or (mapping.format if mapping is not None else None)
    if name is not None and name not in formats():
        raise unknown("format", name, formats())
    return None if name is None else formats()[name]


def _request(path: Path, vocabulary: Vocabulary, texts: Path | None, mapping: MappingFile | None) -> Request:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a zero byte in the path
        raise InputError("no such file", where=str(path)) from error
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", where=str(path)) from error
    if texts is not None and not texts.is_dir():
        raise InputError("the folder of texts is not a folder", where=str(texts))
    # File names need not be UTF-8; messages must be.
    file = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    folders = (path.parent,) if texts is None else (texts, path.parent)
    text_folders = tuple(os.path.realpath(folder) for folder in folders)
    return Request(path, file, Terms(vocabulary), text_folders, texts, mapping or MappingFile())


def _guarded(
    request: Request, by: Format | None, read: Callable[[Request, Format], Iterator[_Read]]
) -> Iterator[_Read | ReadResult]:
    """What is read of a file; a file that cannot be read gives a result that says why."""
    try:
        yield from read(request, by or detect(request.path))
    except UnusableError as fault:
        yield _unusable(request.file, fault)
    except NotRegularError:
        yield _unusable(request.file, UnusableError("unreadable-file", "not a regular file"))
    except OSError as error:
        message = f"the file cannot be read: {os.strerror(error.errno) if error.errno else error}"
        yield _unusable(request.file, UnusableError("unreadable-file", message))


def _unusable(file: str, fault: UnusableError) -> ReadResult:
    report = FindingCollector(file, FixedLine(fault.line))
    report.error(fault.code, fault.message, hint=fault.hint)
    return report.result(None, None)
