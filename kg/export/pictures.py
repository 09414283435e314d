"""Pictures of networks as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.export.files import check_suffix, write_bytes
from kg.pictures.network import FORMATS, draw

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["PICTURE_SUFFIXES", "write_picture"]

PICTURE_SUFFIXES = tuple(f".{name}" for name in FORMATS)
"""The suffixes that :func:`write_picture` knows."""


def write_picture(graph: nx.Graph, file: Path, *, by: str = "degree", weighted: bool = False, labels: int = 60) -> None:
    """Draw a network into a file; the suffix tells the format. See :func:`kg.pictures.network.draw`.

    Raises:
        UsageError: an unknown suffix or measure.
        InputError: the file cannot be written.
    """
    suffix = check_suffix(file, PICTURE_SUFFIXES)
    write_bytes(file, draw(graph, suffix[1:], by=by, weighted=weighted, labels=labels))
