"""Where the ontology, the queries and the bundled examples are.

In a wheel they are package data below ``kg/_data``; in a checkout they are the folders beside ``kg/``.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError

__all__ = ["citation_file", "examples_folder", "ontology_folder", "queries_folder"]

_PACKAGE = Path(__file__).resolve().parent


def ontology_folder() -> Path:
    """The folder of the ontology: modules, reference data, shapes."""
    return _folder("ontology")


def queries_folder() -> Path:
    """The folder of the bundled queries: competency, networks, quality."""
    return _folder("queries")


def examples_folder() -> Path:
    """The folder of the bundled example articles."""
    return _folder("examples") / "articles"


def citation_file() -> Path | None:
    """The file that says how to cite the software; None if this installation has none."""
    file = _home() / "CITATION.cff"
    return file if file.is_file() else None


def _home() -> Path:
    # Never beside an installed package: what lies there belongs to others.
    inside = _PACKAGE / "_data"
    return inside if inside.is_dir() else _PACKAGE.parent


def _folder(name: str) -> Path:
    folder = _home() / name
    if folder.is_dir():
        return folder
    raise InputError(
        f"the folder {name!r} that belongs to this installation is missing",
        where=str(_PACKAGE),
        hint="install turkic-ngo-kg again",
    )
