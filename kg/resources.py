"""Where the ontology, the queries and the bundled examples lie: the one place that knows.

In a wheel they are package data below ``kg/_data``; in a checkout they are the folders beside ``kg/``.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError

__all__ = ["examples_folder", "ontology_folder", "queries_folder"]

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


def _folder(name: str) -> Path:
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise InputError(
        f"the folder {name!r} that belongs to this installation is missing",
        where=str(_PACKAGE),
        hint="install turkic-ngo-kg again",
    )
