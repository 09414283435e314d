"""The catalogue: questions that live in ``.rq`` files, with a header that says what they ask.

A header line begins with ``#+``::

    #+ summary: Which events are placed in a place?
    #+ description: The dateline of an article places no event.
    #+ parameter: place place =place/baku -- the place
    #+ example: kg query events-in-place -p place=Baku

A parameter has a name (its variable in the query, which must be selected), a type, perhaps ``=DEFAULT`` or the
word ``required``, and behind ``--`` what it means. A question between two days calls them ``first`` and ``last``:
the first may not lie after the last.

A question with a line ``#+ as-of: day`` is asked of the graph as of its parameter of that name, see
:func:`kg.query.parameters.view_day`.

A question with a line ``#+ contradiction:`` finds claims that cannot both hold, or that do not say the same: each row
has the ``?evidence`` of both, its first column is what they are about, and the line says in what they differ.
``kg explain`` shows them beside the fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError, UsageError
from kg.namespaces import KINDS
from kg.query.guard import MAX_BYTES
from kg.regular_files import read_regular
from kg.resources import queries_folder
from kg.suggest import did_you_mean, nearest

__all__ = [
    "TYPES",
    "Catalogue",
    "Column",
    "NamedQuery",
    "Parameter",
    "bundled_catalogue",
    "decode_query",
    "load_catalogue",
    "read_header",
    "read_query",
    "without_header",
]

TYPES = frozenset([*KINDS, "thing", "date", "integer", "string", "choice"])
"""The types of parameters: kinds of things, any ``thing``, and values."""
_LINE = re.compile(r"#\+\s*([\w-]+):\s*(.*)")
_PARAMETER = re.compile(
    r"(?P<name>[A-Za-z]\w*)\s+(?P<type>[a-z-]+)(?:\((?P<choices>[^)]*)\))?"
    r"(?:\s+=(?P<default>\S+))?(?P<required>\s+required)?\s+--\s+(?P<meaning>.+)"
)
_SINGLE = ("summary", "description", "expected", "example", "contradiction", "as-of")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query; ``choices`` are its allowed words where the type is ``choice``."""

    name: str
    type: str
    meaning: str
    default: str | None
    required: bool
    choices: tuple[str, ...]

    def __str__(self) -> str:
        kind = "|".join(self.choices) if self.choices else self.type
        default = f" (default: {self.default})" if self.default else " (required)" if self.required else ""
        return f"{self.name}: {kind}{default} — {self.meaning}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a named query's answer."""

    name: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.name} — {self.meaning}"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question of the catalogue.

    Args:
        group: the folder it lies in.
        columns: what its columns mean, where the header says so.
        expected: what it answers on the bundled examples, where the header says so.
        contradiction: in what the claims behind a row differ, where they do.
        as_of: the parameter that is the day as of which the graph is asked; empty where none is.
    """

    name: str
    group: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    example: str
    text: str
    file: Path
    columns: tuple[Column, ...] = ()
    expected: str = ""
    contradiction: str = ""
    as_of: str = ""

    @property
    def body(self) -> str:
        """The query without its header."""
        return without_header(self.text)

    def as_dict(self) -> dict[str, Any]:
        """What the header says, and the query, as JSON-ready dictionary."""
        return {
            "name": self.name,
            "group": self.group,
            "summary": self.summary,
            "description": self.description,
            "parameters": [asdict(parameter) for parameter in self.parameters],
            "columns": [asdict(column) for column in self.columns],
            "expected": self.expected,
            "contradiction": self.contradiction,
            "as_of": self.as_of,
            "example": self.example,
            "query": self.body,
        }


@dataclass(frozen=True)
class Catalogue:
    """Named queries, sorted by name.

    Args:
        queries: by name.
        broken: what is wrong with the files that cannot be read, by the name that each question would have.
    """

    queries: Mapping[str, NamedQuery]
    broken: Mapping[str, InputError] = field(default_factory=dict)

    def names(self) -> list[str]:
        """The names of all queries."""
        return sorted(self.queries)

    def get(self, name: str) -> NamedQuery:
        """The query of a name.

        Raises:
            UsageError: there is none; the message suggests the nearest.
            InputError: there is, and its file is broken.
        """
        if name in self.queries:
            return self.queries[name]
        if name in self.broken:
            raise self.broken[name]
        hint = did_you_mean(nearest(name, self.names(), cutoff=0.5)) or "kg queries lists them all"
        raise UsageError(f"there is no question called {name!r}", hint=hint)


def bundled_catalogue(more: Iterable[Path] = ()) -> Catalogue:
    """The questions that come with kg: what people ask, and how sound the material is.

    Args:
        more: folders of the user's own; a question there replaces a bundled one of its name.

    Raises:
        InputError: a folder is not there.
    """
    folder = queries_folder()
    own = list(more)
    for each in own:
        if not each.is_dir():
            raise InputError("there is no such folder of queries", where=str(each))
    return load_catalogue([folder / "competency", folder / "quality", *own])


def load_catalogue(folders: Iterable[Path]) -> Catalogue:
    """Read the ``.rq`` files of some folders; a later folder's query replaces an earlier one of its name.

    A file that cannot be read, or whose header cannot be understood, is named in ``broken`` of the catalogue; it too
    replaces an earlier query of its name, which is not what was asked for.
    """
    queries: dict[str, NamedQuery] = {}
    broken: dict[str, InputError] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.rq")):
            queries.pop(file.stem, None)
            broken.pop(file.stem, None)
            try:
                queries[file.stem] = _read(file)
            except InputError as error:
                broken[file.stem] = error
    return Catalogue(queries, broken)


def read_query(file: Path) -> str:
    """The text of a file with a query.

    Raises:
        InputError: it cannot be read, is no regular file, is larger than 1 MiB, or is not UTF-8.
    """
    try:
        data = read_regular(file, most=MAX_BYTES)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", where=str(file)) from error
    return decode_query(data, str(file))


def decode_query(data: bytes | None, where: str) -> str:
    """The bytes of a query as text; a byte order mark, which some editors put before it, is no part of it.

    Args:
        data: the bytes; None for too many.
        where: what they come from.

    Raises:
        InputError: they are too many, or not UTF-8.
    """
    if data is None or len(data) > MAX_BYTES:
        raise InputError(f"this query is larger than {MAX_BYTES >> 20} MiB", where=where)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"the query is not UTF-8: {error}", where=where, hint="save it as UTF-8") from error


def read_header(file: Path) -> tuple[list[tuple[int, str, str]], str]:
    """The header lines of a file as (line, key, value), and its whole text.

    Raises:
        InputError: as :func:`read_query`; or a header line is not ``#+ key: value``.
    """
    text = read_query(file)
    header = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            raise InputError("this header line is not of the form `#+ key: value`", where=f"{file}:{number}")
        header.append((number, match[1], match[2].strip()))
    return header, text


def without_header(text: str) -> str:
    """A query without the lines that describe it.

    >>> without_header("#+ summary: All.\\nSELECT * { ?s ?p ?o }\\n")
    'SELECT * { ?s ?p ?o }'
    """
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+")).strip()


def _read(file: Path) -> NamedQuery:
    header, text = read_header(file)
    parameters, columns = [], []
    for number, key, value in header:
        if key == "parameter":
            parameters.append(_parameter(value, f"{file}:{number}"))
        elif key == "column":
            columns.append(_column(value, f"{file}:{number}"))
        elif key not in _SINGLE:
            hint = f"one of {', '.join(_SINGLE)}, parameter, column"
            raise InputError(f"unknown key {key!r} in the header", where=f"{file}:{number}", hint=hint)

    def joined(wanted: str) -> str:
        return " ".join(value for _, key, value in header if key == wanted)

    if not joined("summary"):
        raise InputError("the header has no summary", where=str(file), hint="add a line: #+ summary: what it asks")
    return NamedQuery(
        name=file.stem,
        group=file.parent.name,
        summary=joined("summary"),
        description=joined("description"),
        parameters=tuple(parameters),
        example=joined("example") or f"kg query {file.stem}",
        text=text,
        file=file,
        columns=tuple(columns),
        expected=joined("expected"),
        contradiction=joined("contradiction"),
        as_of=_day_of_view(joined("as-of"), parameters, str(file)),
    )


def _day_of_view(name: str, parameters: Iterable[Parameter], where: str) -> str:
    if name and (name, "date") not in {(parameter.name, parameter.type) for parameter in parameters}:
        raise InputError(f"as-of: {name!r} is not a parameter of the type date", where=where)
    return name


def _column(value: str, where: str) -> Column:
    name, dashes, meaning = value.partition(" -- ")
    if not dashes or not meaning.strip() or not name.strip().isidentifier():
        raise InputError(f"cannot understand the column {value!r}", where=where, hint="NAME -- what it is")
    return Column(name.strip(), meaning.strip())


def _parameter(value: str, where: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if match is None:
        hint = "NAME TYPE [=DEFAULT] [required] -- what it is"
        raise InputError(f"cannot understand the parameter {value!r}", where=where, hint=hint)
    if match["type"] not in TYPES:
        raise InputError(f"unknown type {match['type']!r}", where=where, hint=f"one of {', '.join(sorted(TYPES))}")
    choices = tuple(match["choices"].split("|")) if match["choices"] else ()
    if (match["type"] == "choice") != bool(choices):
        raise InputError("a choice names its words: choice(one|other)", where=where)
    return Parameter(match["name"], match["type"], match["meaning"], match["default"], bool(match["required"]), choices)
