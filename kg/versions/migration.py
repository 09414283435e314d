"""Migrations: tables of renamed terms, and of terms whose meaning changed so that somebody must look at each place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.errors import InputError, UsageError
from kg.findings import Severity
from kg.namespaces import DEFAULT_BASE, TNK
from kg.ontology.files import OntologyFolder
from kg.read.files import UnusableError, decode
from kg.read.lines import FixedLine
from kg.read.report import FindingCollector
from kg.read.yaml_source import parse
from kg.regular_files import MAX_BYTES, read_input

__all__ = ["Migration", "Rename", "Review", "read_migrations"]

_NUMBER = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ID = re.compile(r"[a-z]+(?:-[a-z]+)*/[^\s:#/\[\]{},\"'&*!|>%@`]+")
_TABLES = ("types", "relations", "values", "ids")

Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rename:
    """Old names with their new ones.

    Args:
        types: classes.
        relations: relations, attributes and qualifiers.
        values: by relation (under its old name), its controlled values; ``modality``, ``mode`` and ``kind`` too.
        ids: ids of things that the ontology itself names, such as ``theme/ecology``.
    """

    types: Table
    relations: Table
    values: Mapping[str, Table]
    ids: Table


@dataclass(frozen=True, slots=True)
class Review:
    """Terms that keep their names and mean less than before: what to ask at each place where they stand.

    Whether the place is still right depends on the article's text, so nothing is changed there.

    Args:
        relations: by relation, attribute or qualifier, the question.
        statements: by key of a statement, such as ``occasion``, the question.
    """

    relations: Table
    statements: Table


@dataclass(frozen=True, slots=True)
class Migration:
    """From one version of the ontology to the next that renames something, or narrows what somebody must look at."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    rename: Rename
    file: str
    review: Review

    @property
    def version(self) -> str:
        """The version that it leads to, such as ``0.3.0``."""
        return _dotted(self.new)

    def sparql(self, base: str = DEFAULT_BASE) -> str:
        """The same as SPARQL Update, for a graph that was exported and cannot be built anew.

        What must be looked at by hand is a comment.
        """
        iris = {
            TNK + old: TNK + new for table in (self.rename.types, self.rename.relations) for old, new in table.items()
        }
        iris |= {TNK + old: TNK + new for table in self.rename.values.values() for old, new in table.items()}
        iris |= {base + old: base + new for old, new in self.rename.ids.items()}
        updates = [_update(old, new) for old, new in sorted(iris.items())]
        asked = sorted({**self.review.relations, **self.review.statements}.items())
        comments = [f"# Look by hand at each tnk:{name}: {question}\n" for name, question in asked]
        head = f"# {_dotted(self.old)} to {_dotted(self.new)}\n"
        return head + "".join(comments) + " ;\n".join(updates) + "\n"


def read_migrations(folder: Path | None = None, *, since: str | None = None) -> list[Migration]:
    """The migrations of an ontology, oldest first.

    Args:
        folder: the ontology's folder; default: the bundled one. Its ``migrations/*.yaml`` are read.
        since: a version; migrations that lead to it, or to an earlier one, are left out.

    Raises:
        InputError: a file is no migration; the message names file and line.
        UsageError: ``since`` is not a version.
    """
    if since is not None and not _NUMBER.fullmatch(since):
        raise UsageError(f"{since!r} is not a version", hint="write it as 0.1.0")
    files = sorted((OntologyFolder(folder).path / "migrations").glob("*.yaml"))
    found = sorted((_read(file) for file in files), key=lambda migration: migration.old)
    for one, other in pairwise(found):
        if other.old < one.new:
            message = f"begins at {_dotted(other.old)}, before {Path(one.file).name} ends"
            raise InputError(message, where=other.file, hint="migrations follow one another")
    start = tuple(map(int, since.split("."))) if since else ()
    return [migration for migration in found if migration.new > start]


def _read(file: Path) -> Migration:
    report = FindingCollector(str(file), FixedLine(None))
    try:
        raw = parse(decode(read_input(file, most=MAX_BYTES)), report)
    except UnusableError as fault:
        raise InputError(fault.message, where=f"{file}:{fault.line}" if fault.line else str(file)) from fault
    findings = [finding for finding in report.result(None, None).findings if finding.severity is Severity.ERROR]
    if findings:
        raise InputError(findings[0].message, where=f"{file}:{findings[0].line}", hint=findings[0].hint)
    top = _mapping(raw, file, "the file", {"from", "to", "rename", "review"})
    old, new = (_version(top.get(key), file, key) for key in ("from", "to"))
    if old >= new or file.stem != f"{_dotted(old)}-to-{_dotted(new)}":
        raise InputError("its name, or its versions, do not fit", where=str(file), hint="<from>-to-<to>.yaml, upwards")
    tables = _mapping(top.get("rename"), file, "rename", set(_TABLES))
    values = _mapping(tables.get("values", {}), file, "rename.values", None)
    rename = Rename(
        types=_table(tables.get("types", {}), file, "rename.types", _NAME),
        relations=_table(tables.get("relations", {}), file, "rename.relations", _NAME),
        values={key: _table(table, file, f"rename.values.{key}", _NAME) for key, table in values.items()},
        ids=_table(tables.get("ids", {}), file, "rename.ids", _ID),
    )
    asked = _mapping(top.get("review", {}), file, "review", {"relations", "statements"})
    review = Review(*(_questions(asked.get(key, {}), file, f"review.{key}") for key in ("relations", "statements")))
    return Migration(old, new, rename, str(file), review)


def _mapping(raw: object, file: Path, what: str, known: set[str] | None) -> dict[str, object]:
    if not isinstance(raw, dict):
        raise InputError(f"{what} is not a mapping", where=str(file))
    for key in raw:
        if known is not None and key not in known:
            raise InputError(
                f"unknown key {key!r} in {what}", where=str(file), hint=f"one of {', '.join(sorted(known))}"
            )
    return raw


def _table(raw: object, file: Path, what: str, pattern: re.Pattern[str]) -> dict[str, str]:
    table: dict[str, str] = {}
    for old, new in _mapping(raw, file, what, None).items():
        if not isinstance(new, str) or not pattern.fullmatch(new) or not pattern.fullmatch(old):
            raise InputError(f"{what}: {old!r} to {new!r} is not a pair of names", where=str(file))
        table[old] = new
    return table


def _questions(raw: object, file: Path, what: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for name, question in _mapping(raw, file, what, None).items():
        # One line: it becomes a comment of SPARQL.
        if not _NAME.fullmatch(name) or not isinstance(question, str) or len(question.splitlines()) != 1:
            raise InputError(f"{what}: {name!r} is not a name with a question in one line", where=str(file))
        table[name] = question
    return table


def _version(raw: object, file: Path, key: str) -> tuple[int, ...]:
    if not isinstance(raw, str) or not _NUMBER.fullmatch(raw):
        raise InputError(f"{key!r} is not a version", where=str(file), hint="such as 0.2.0")
    return tuple(map(int, raw.split(".")))


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _update(old: str, new: str) -> str:
    """SPARQL Update that puts one IRI in the place of another, in the default graph and in all named ones."""
    parts = []
    for pattern in ("{iri} ?p ?o", "?s {iri} ?o", "?s ?p {iri}"):
        before, after = pattern.format(iri=f"<{old}>"), pattern.format(iri=f"<{new}>")
        parts.append(f"DELETE {{ {before} }} INSERT {{ {after} }} WHERE {{ {before} }}")
        graph = "GRAPH ?g {{ {} }}"
        parts.append(
            f"DELETE {{ {graph.format(before)} }} INSERT {{ {graph.format(after)} }} WHERE {{ {graph.format(before)} }}"
        )
    return " ;\n".join(parts)
