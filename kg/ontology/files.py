"""The files of an ontology's folder, each read and parsed once, when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from kg.errors import InputError
from kg.ontology.facts import Facts
from kg.rdf import RdfFormat, parse
from kg.regular_files import read_input
from kg.resources import ontology_folder
from kg.terms import Triple
from kg.user_paths import PathLike, user_path

__all__ = ["OntologyFolder", "leading_comment", "read_rdf"]

_HINT = "expected Turtle, or another format of RDF"


def read_rdf(file: Path) -> list[Triple]:
    """The triples of a file in its order, with blank nodes that no other file has; its suffix tells the format.

    Raises:
        InputError: it cannot be read, or is not RDF; the message names file and line.
    """
    form = RdfFormat.from_extension(file.suffix.removeprefix("."))
    data = read_input(file)
    if form is None:
        raise InputError("its suffix is not that of a format of RDF", where=str(file), hint=_HINT)
    try:
        return [quad.triple for quad in parse(data, format=form, rename_blank_nodes=True)]
    except (SyntaxError, ValueError) as error:
        hint = "this file of the ontology is not valid Turtle" if form == RdfFormat.TURTLE else _HINT
        raise InputError(str(error), where=str(file), hint=hint) from error


class OntologyFolder:
    """A folder with modules/, labels/, reference/, shapes/ and meta/; default: the bundled one."""

    def __init__(self, folder: PathLike | None = None) -> None:
        self.is_bundled = folder is None
        self.path = ontology_folder() if folder is None else user_path(folder)
        self._read: dict[Path, list[Triple]] = {}

    def files(self, *parts: str) -> list[Path]:
        """The Turtle files in some parts of the folder, such as ``modules``; ``.`` is the folder itself."""
        return [file for part in parts for file in sorted((self.path / part).glob("*.ttl"))]

    def required(self, *parts: str) -> list[Path]:
        """The same; a missing one is an error.

        Raises:
            InputError: there is none.
        """
        if found := self.files(*parts):
            return found
        what = "shapes" if parts == ("shapes",) else "ontology"
        raise InputError(f"no {what} here", where=str(self.path), hint=f"expected {parts[0]}/*.ttl in this folder")

    def triples(self, file: Path) -> list[Triple]:
        """The triples of one of the files.

        Raises:
            InputError: it cannot be read, or is not Turtle.
        """
        if file not in self._read:
            self._read[file] = read_rdf(file)
        return self._read[file]

    @cached_property
    def terms(self) -> list[Path]:
        """The files that declare terms and name them: modules, themes, labels."""
        return self.required("modules", ".", "labels")

    @cached_property
    def facts(self) -> Facts:
        """What the ontology says of its terms."""
        return Facts((triple for file in self.terms for triple in self.triples(file)), str(self.path))


def leading_comment(file: Path) -> str:
    """The comment at the head of a file, as one paragraph."""
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines).strip()
