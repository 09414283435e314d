"""The projections: what is a node, an edge and a weight in each network.

A projection is a file in ``queries/networks``: a SPARQL query that returns who takes part in what, below a
header of lines ``#+ key: value``. A new network is a new file, and no Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.network.suggestions import unknown
from kg.query.catalogue import read_header
from kg.resources import queries_folder

__all__ = ["Projection", "find_projection", "projections", "read_projection"]

_REQUIRED = ("summary", "node", "edge", "weight", "directed", "projection", "view", "warning")
_OPTIONAL = ("status",)
_TEXTS = ("summary", "node", "edge", "weight", "view", "warning")  # may take several lines: a key again goes on
_MODES = ("one-mode", "two-mode")


@dataclass(frozen=True, slots=True)
class Projection:
    """One projection, as its file describes it.

    The query returns incidences: ``?node`` takes part in ``?via`` (an event, say), which the assertion
    ``?evidence`` states; ``?role`` may tell by which property.

    Args:
        name: the file's name without ``.rq``.
        summary, node, edge, weight: what the network, a node, an edge and a weight stand for.
        directed: whether edges have a direction; no projection has, so far.
        projection: ``one-mode`` joins the nodes that share a via; ``two-mode`` keeps nodes and vias.
        view: how the view bears on it.
        warning: what the network must not be used for.
        status: what the current status of a via has to be for it to count, such as ``held``; None: any.
        query: the SPARQL text.
    """

    name: str
    summary: str
    node: str
    edge: str
    weight: str
    directed: bool
    projection: str
    view: str
    warning: str
    status: str | None
    query: str

    def as_dict(self) -> dict[str, str | bool | None]:
        """What the header says, JSON-ready; the query is left out."""
        return {
            "name": self.name,
            "summary": self.summary,
            "node": self.node,
            "edge": self.edge,
            "weight": self.weight,
            "directed": self.directed,
            "projection": self.projection,
            "status": self.status,
            "view": self.view,
            "warning": self.warning,
        }


def projections(folder: Path | None = None) -> Mapping[str, Projection]:
    """All projections by name, in alphabetical order.

    Args:
        folder: where the ``.rq`` files lie; by default the bundled ones.

    Raises:
        InputError: a header is incomplete.
    """
    folder = folder or queries_folder() / "networks"
    return {path.stem: read_projection(path) for path in sorted(folder.glob("*.rq"))}


def find_projection(name: str) -> Projection:
    """The bundled projection of that name.

    Raises:
        UsageError: there is none; the hint tells the nearest names.
    """
    known = projections()
    if name not in known:
        raise unknown("network", name, known)
    return known[name]


def read_projection(path: Path) -> Projection:
    """Read one projection.

    Raises:
        InputError: the file cannot be read, or its header is incomplete or says what is not understood.
    """
    lines, text = read_header(path)
    header = _header(lines, str(path))
    missing = [key for key in _REQUIRED if not header.get(key)]
    if missing:
        raise InputError(f"the header lacks {', '.join(missing)}", where=str(path), hint="write lines `#+ key: value`")
    if header["projection"] not in _MODES:
        raise InputError(f"projection is {header['projection']!r}", where=str(path), hint=f"one of {', '.join(_MODES)}")
    if header["directed"] != "no":
        raise InputError("only undirected networks are built", where=str(path), hint="write `#+ directed: no`")
    told = {key: header[key] for key in _REQUIRED if key != "directed"}
    return Projection(name=path.stem, directed=False, status=header.get("status"), query=text, **told)


def _header(lines: Iterable[tuple[int, str, str]], where: str) -> dict[str, str]:
    header: dict[str, str] = {}
    for number, key, value in lines:
        if key not in (*_REQUIRED, *_OPTIONAL):
            raise InputError(f"{key!r} is no key of a network's header", where=f"{where}:{number}")
        if key in header and key not in _TEXTS:
            raise InputError(f"{key} stands twice in the header", where=f"{where}:{number}")
        header[key] = f"{header[key]} {value}" if key in header else value
    return header
