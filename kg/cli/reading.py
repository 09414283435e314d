"""Options of the commands that read annotations: where texts are, which ontology, and how to read exports of tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.completion import complete_source_formats
from kg.cli.options import UserPath

if TYPE_CHECKING:
    from kg.read import MappingFile

__all__ = ["export_options", "from_option", "ontology_option", "texts_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

texts_option = click.option(
    "--texts",
    type=UserPath(exists=True, file_okay=False),
    metavar="DIR",
    help="Also look here for the texts of articles, and verify each quote.",
)
"""``--texts DIR``: where the texts of articles lie."""
ontology_option = click.option(
    "--ontology",
    type=UserPath(exists=True, file_okay=False),
    metavar="DIR",
    help="Use this ontology instead of the bundled one.",
)
"""``--ontology DIR``: another ontology than the bundled one."""


def _known_format(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    from kg.read import formats
    from kg.suggest import unknown

    if value is not None and value not in formats():
        raise unknown("format", value, formats())
    return value


def _mapping(_context: click.Context, _option: click.Parameter, value: Path | None) -> MappingFile | None:
    from kg.read import read_mapping

    return None if value is None else read_mapping(value)


from_option = click.option(
    "--from",
    "source_format",
    metavar="FORMAT",
    callback=_known_format,
    shell_complete=complete_source_formats,
    help="The format of the files, such as brat or label-studio; by default, detected from each file.",
)
"""``--from FORMAT``: the format of annotations that are read."""
_map_option = click.option(
    "--map",
    "mapping",
    type=UserPath(exists=True, dir_okay=False),
    metavar="FILE",
    callback=_mapping,
    help="What the labels of an annotation tool mean: a mapping file (kg annotate map drafts one).",
)


def export_options(command: _Command) -> _Command:
    """``--from FORMAT`` and ``--map FILE``: how to read the export of an annotation tool."""
    return from_option(_map_option(command))
