"""From one format of annotations to another: everything goes through the article as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.annotate.marking import Marking
from kg.annotate.native_tree import native_tree
from kg.annotate.writers import WRITERS
from kg.errors import UsageError
from kg.findings import Finding
from kg.model import AnnotatedArticle
from kg.ontology.vocabulary import Vocabulary
from kg.read.formats import read_path
from kg.read.meanings import MappingFile
from kg.read.report import ReadResult
from kg.suggest import counted, unknown

if TYPE_CHECKING:
    import yaml

__all__ = ["TARGETS", "Converted", "convert", "target_of"]

_NATIVE = ("yaml", "json", "jsonl")
TARGETS = (*_NATIVE, *WRITERS)
"""The formats that can be written."""
_SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl", ".ann": "brat"}


@dataclass(slots=True)
class Converted:
    """What a conversion gave: the contents of files, what was lost, the findings, and how many articles."""

    files: dict[Path, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    articles: int = 0


def target_of(out: Path, to: str | None) -> str:
    """The format to write: the one that is named, else that of the suffix.

    Raises:
        UsageError: neither tells.
    """
    if to is not None:
        if to not in TARGETS:
            raise unknown("format to write", to, TARGETS)
        return to
    if out.suffix.lower() not in _SUFFIXES:
        hint = f"name it with --to: {', '.join(TARGETS)}"
        raise UsageError("the suffix does not tell the format to write", where=str(out), hint=hint)
    return _SUFFIXES[out.suffix.lower()]


def convert(
    path: Path,
    out: Path,
    vocabulary: Vocabulary,
    *,
    to: str,
    form: str | None = None,
    mapping: MappingFile | None = None,
    texts: Path | None = None,
) -> Converted:
    """The files that an annotated article, or an export, becomes; nothing is written.

    Args:
        path: the file to read.
        out: the file to write. Formats that keep the text apart have it beside, with the suffix ``.txt``.
        vocabulary: the ontology's classes and relations.
        to: one of :data:`TARGETS`.
        form, mapping, texts: as for :func:`kg.read.read_path`.

    Raises:
        UsageError: there are several articles, and the format holds one a file.
        InputError: the file does not exist.
    """
    done = Converted()
    lines: list[str] = []
    for result in read_path(path, vocabulary=vocabulary, texts=texts, form=form, mapping=mapping):
        done.findings += result.findings
        if result.article is None:
            continue
        done.articles += 1
        if done.articles > 1 and to != "jsonl":
            hint = "convert to .jsonl, which holds one article a line"
            raise UsageError(f"there are several articles in {path.name}, and {to} holds one", hint=hint)
        if to in WRITERS:
            _mark(result, result.article, out, to, done)
        else:
            tree = native_tree(result.article, _beside(result, result.article, out, to, done))
            lines.append(_dumped(tree) if to == "yaml" else json.dumps(tree, ensure_ascii=False) + "\n")
    if lines:
        done.files[out] = "".join(lines)
    return done


def _beside(result: ReadResult, article: AnnotatedArticle, out: Path, to: str, done: Converted) -> str | None:
    """The name of the file with the text, which stands beside the annotation."""
    if result.text is None:
        return None
    name = f"{article.metadata.id}.txt" if to == "jsonl" else f"{out.stem}.txt"
    done.files[out.with_name(name)] = result.text
    return name


def _mark(result: ReadResult, article: AnnotatedArticle, out: Path, to: str, done: Converted) -> None:
    if result.text is None:
        done.lost.append(f"{article.metadata.id}: its text is not available, so that nothing can be marked in it")
        return
    marking = Marking(article, result.text)
    files, lost = WRITERS[to](marking.document)
    done.lost += [*marking.lost, *lost]
    if article.annotation is not None:
        done.lost.append("annotation: who annotated, and whether it is a draft")
    done.files |= {out.with_suffix(suffix): content for suffix, content in files.items()}


def summary(done: Converted, lost: int = 20) -> Iterator[str]:
    """What was lost, in lines."""
    for each in done.lost[:lost]:
        yield f"lost: {each}"
    if len(done.lost) > lost:
        yield f"lost: {counted(len(done.lost) - lost, 'more thing')}"


def _dumped(tree: dict[str, object]) -> str:
    """YAML that kg reads back as it is: every text that YAML would change stands in quotation marks."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes texts with line breaks between double quotation marks, on one line."""

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
        style = '"' if not value.isprintable() else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    made: str = yaml.dump(tree, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return made
