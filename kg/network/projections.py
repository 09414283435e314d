"""The projections: what is a node, an edge and a weight in each network.

A projection is a file in ``queries/networks``: a SPARQL query below a header of lines ``#+ key: value``. The query
returns either who takes part in what, or who is linked to whom. A new network is a new file, and no Python.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.claims.status import STATUSES
from kg.errors import InputError, UsageError
from kg.network.filters import status_words
from kg.query.catalogue import read_header
from kg.resources import queries_folder
from kg.suggest import unknown

__all__ = ["Projection", "find_projection", "projections", "read_projection"]

_REQUIRED = ("summary", "node", "edge", "weight", "directed", "projection", "view", "warning")
_OPTIONAL = ("via", "status", "dates")
_TEXTS = ("summary", "node", "edge", "weight", "view", "warning")  # may take several lines: a key again goes on
_MODES = {"one-mode": "no", "two-mode": "no", "links": "yes"}  # each with what `directed` has to be
_DATES = {"startDate", "date", "published"}


@dataclass(frozen=True, slots=True)
class Projection:
    """One projection, as its file describes it.

    The query of a one-mode or two-mode projection returns incidences: ``?node`` takes part in ``?via`` (an event, say),
    which ``?evidence`` states; ``?role`` may tell by which property. That of a projection of links returns
    ``?source``, ``?target``, ``?via`` (a statement, say) and ``?evidence``. Evidence is an assertion, a statement or a
    mention. A query that returns assertions of all modalities tells which in ``?modality``:
    :mod:`kg.network.filters` decides what counts.

    Args:
        name: the file's name without ``.rq``.
        summary, node, edge, weight: what the network, a node, an edge and a weight stand for.
        directed: whether edges have a direction.
        projection: ``one-mode`` joins the nodes that share a context; ``two-mode`` keeps nodes and contexts; ``links``
            joins source to target.
        view: how the view bears on it.
        warning: what the network must not be used for.
        statuses: what the current status of a context may be for it to count, such as ``held``; none: contexts have no
            status.
        query: the SPARQL text.
        context: in one word, what edges rest on: ``event``, ``statement`` …
        dates: by what ``since`` and ``until`` go, the first that a context has: ``startDate``, ``date``, ``published``.
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
    statuses: tuple[str, ...]
    query: str
    context: str = "event"
    dates: tuple[str, ...] = ("startDate", "date")

    @property
    def status(self) -> str | None:
        """The statuses in words; None where contexts have none."""
        return ", ".join(self.statuses) or None

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
            "via": self.context,
            "status": self.status,
            "dates": ", ".join(self.dates),
            "view": self.view,
            "warning": self.warning,
        }

    def asked_for(self, statuses: tuple[str, ...] | None) -> Projection:
        """The projection with other statuses than its own; None leaves it as it is.

        Where its texts name its one status, as in "held events", they name those asked for.

        Raises:
            UsageError: its contexts have no status, and not all are asked for.
        """
        if statuses is None or statuses == self.statuses:
            return self
        if not self.statuses:
            if len(statuses) == len(STATUSES):
                return self
            raise UsageError(
                f"{self.name} cannot be filtered by status: its edges rest on {self.context}s, which have none",
                hint="leave out the status",
            )
        words = status_words(statuses)
        own = re.compile(rf"\b{self.statuses[0]}\b") if len(self.statuses) == 1 else None
        said: dict[str, Any] = {
            key: own.sub(words, getattr(self, key)) if own else getattr(self, key) for key in _TEXTS
        }
        return replace(self, statuses=statuses, **said)


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
    mode = header["projection"]
    if mode not in _MODES:
        raise InputError(f"projection is {mode!r}", where=str(path), hint=f"one of {', '.join(_MODES)}")
    if header["directed"] != _MODES[mode]:
        raise InputError(
            f"directed is {header['directed']!r}", where=str(path), hint=f"{mode}: write `#+ directed: {_MODES[mode]}`"
        )
    told = {key: header[key] for key in _REQUIRED if key != "directed"}
    return Projection(
        name=path.stem,
        directed=header["directed"] == "yes",
        statuses=_list(header, "status", "", STATUSES, path),
        dates=_list(header, "dates", "startDate, date", _DATES, path),
        context=header.get("via", "event"),
        query=text,
        **told,
    )


def _list(header: Mapping[str, str], key: str, default: str, known: Collection[str], path: Path) -> tuple[str, ...]:
    """The names that a key of the header lists, in the order given."""
    names = tuple(filter(None, (name.strip() for name in header.get(key, default).split(","))))
    for name in names:
        if name not in known:
            raise InputError(f"{key} is {name!r}", where=str(path), hint=f"of {', '.join(sorted(known))}")
    return names


def _header(lines: Iterable[tuple[int, str, str]], where: str) -> dict[str, str]:
    header: dict[str, str] = {}
    for number, key, value in lines:
        if key not in (*_REQUIRED, *_OPTIONAL):
            raise InputError(f"{key!r} is not a key of a network's header", where=f"{where}:{number}")
        if key in header and key not in _TEXTS:
            raise InputError(f"{key} appears twice in the header", where=f"{where}:{number}")
        header[key] = f"{header[key]} {value}" if key in header else value
    return header
