"""Pictures and pages of networks, the time line and the map as files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.export.files import check_suffix, write_bytes
from kg.suggest import unknown
from kg.user_paths import PathLike, user_path
from kg.views.map import HostingMap, draw_map, map_page
from kg.views.network.drawing import FORMATS, draw
from kg.views.network.lookup import named, polities_of
from kg.views.network.page import COLOURS, network_page
from kg.views.timeline import Timeline, draw_timeline, timeline_page

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Dataset

__all__ = ["PICTURE_SUFFIXES", "write_map", "write_picture", "write_timeline"]

PICTURE_SUFFIXES = (*(f".{name}" for name in FORMATS), ".html")
"""The suffixes that :func:`write_picture` knows."""


def write_picture(
    graph: nx.Graph,
    file: PathLike,
    dataset: Dataset | None = None,
    *,
    by: str = "degree",
    weighted: bool = False,
    labels: int = 60,
    colour: str = "polity",
    languages: Sequence[str] = ("en",),
) -> None:
    """Draw a network into a file; the suffix tells the format.

    See :func:`kg.views.network.draw` for ``.svg`` and ``.png``, and :func:`kg.views.network.network_page` for
    ``.html``.

    Args:
        graph: a network of ours, or any networkx graph.
        file: where to write.
        dataset: the store that the network was built from: where polities and evidence are looked up. Without it
            colours show kinds.
        by, weighted, labels: see :func:`kg.views.network.draw`.
        colour: what colours show: ``polity`` or ``kind``.
        languages: of names, in order of preference; only where there is a dataset.

    Raises:
        UsageError: an unknown suffix, measure or colour; fewer than 0 labels.
        InputError: the file cannot be written.
    """
    file = user_path(file)
    suffix = check_suffix(file, PICTURE_SUFFIXES)
    if colour not in COLOURS:
        raise unknown("colour of nodes", colour, COLOURS)
    if dataset is not None:
        graph = named(graph, dataset, languages)
    if suffix == ".html":
        page = network_page(graph, dataset, by=by, weighted=weighted, labels=labels, colour=colour, languages=languages)
        write_bytes(file, page.encode())
        return
    polities = polities_of(graph, dataset, languages) if colour == "polity" else None
    write_bytes(file, draw(graph, suffix[1:], by=by, weighted=weighted, labels=labels, polities=polities or None))


def write_timeline(timeline: Timeline, file: PathLike) -> None:
    """Draw a time line into a file; the suffix tells the format. See :func:`kg.views.timeline.read_timeline`.

    Raises:
        UsageError: an unknown suffix.
        InputError: the file cannot be written.
    """
    file = user_path(file)
    suffix = check_suffix(file, PICTURE_SUFFIXES)
    write_bytes(file, timeline_page(timeline) if suffix == ".html" else draw_timeline(timeline, suffix[1:]))


def write_map(hosting: HostingMap, file: PathLike) -> None:
    """Draw a map of hosting places into a file; the suffix tells the format. See :func:`kg.views.map.read_map`.

    Raises:
        UsageError: an unknown suffix.
        InputError: the file cannot be written.
    """
    file = user_path(file)
    suffix = check_suffix(file, PICTURE_SUFFIXES)
    write_bytes(file, map_page(hosting) if suffix == ".html" else draw_map(hosting, suffix[1:]))
