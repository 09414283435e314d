"""Pictures of networks: SVG and PNG, the same bytes for the same network.

Text is drawn as outlines, so that a picture looks alike everywhere. What a network is, how it was cut and what
it must not be used for stands below it. Colours are those of Okabe and Ito, which colour-blind readers can tell
apart; each kind of node has its own shape too.
"""

from __future__ import annotations

import io
import math
import textwrap
import warnings
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.network.layout import Point, layout
from kg.network.measures import find_measure
from kg.network.placement import Box, Mark, place
from kg.network.ranking import label_of
from kg.network.suggestions import unknown
from kg.network.texts import one_line

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "draw"]

# Kind: colour and marker. The palette of Okabe and Ito (2008), Color Universal Design.
_STYLES = {
    "polity": ("#0072B2", "h"),
    "organization": ("#009E73", "s"),
    "person": ("#E69F00", "o"),
    "group": ("#CC79A7", "D"),
    "event": ("#D55E00", "^"),
    "programme": ("#56B4E9", "v"),
}
_OTHER = ("#999999", "o")
_FILL = {"s": 0.78, "D": 0.62}  # these would reach beyond the circle that labels keep clear of
_INK, _SOFT, _LINE = "#1a1a1a", "#555555", "#7f8c99"

_UNIT = 66.0  # points for an edge of length 1, to begin with
_GROWTH, _TRIES = 1.18, 8
_MARGIN = 20.0
_SMALLEST, _LARGEST = 4.5, 13.0  # radius of a node
_THINNEST, _THICKEST = 1.0, 6.0  # width of an edge
_STEP = 1.4  # by which an edge is wider that weighs twice as much as the weakest
_ROOM = 5.0  # times the area of all labels
_NARROWEST, _WIDEST = 560.0, 1800.0  # the texts need room; and a larger picture is read no better
_LABEL_SIZE, _TEXT_SIZE, _TITLE_SIZE = 8.5, 7.5, 14.0
_LEADING = 1.32
_CROWD = 300  # nodes; above, names may cover nodes without one
_WRAP, _WRAP_LINES = 24, 4


@dataclass
class _Picture:
    """All that is drawn, in points."""

    graph: nx.Graph
    nodes: list[Hashable]
    scores: Mapping[Hashable, float]
    by: str
    weighted: bool
    marks: list[Mark] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0

    @property
    def shown(self) -> int:
        """How many nodes have their label."""
        return sum(box is not None for box in self.boxes)


def draw(
    graph: nx.Graph, picture_format: str = "svg", *, by: str = "degree", weighted: bool = False, labels: int = 60
) -> bytes:
    """Draw a network.

    The size of a node shows a measure, the width of an edge its weight. Directions are not drawn.

    Args:
        graph: a network of ours, or any networkx graph.
        picture_format: one of :data:`FORMATS`.
        by: the measure, see :data:`kg.network.measures.MEASURES`.
        weighted: whether the measure counts weights.
        labels: how many nodes to name at most, those of the highest score first. A name that would cover
            another, or a node, is left out; the picture says how many are shown. Among more than 300 nodes, a
            name may cover those without one.

    Returns:
        the file's content.

    Raises:
        UsageError: an unknown format or measure; fewer than 0 labels.
    """
    if picture_format not in FORMATS:
        raise unknown("picture format", picture_format, FORMATS)
    if labels < 0:
        raise UsageError(f"labels is {labels}: it has to be 0 or more")
    scores = {node: round(score, 12) for node, score in find_measure(by).score(graph, weighted=weighted).items()}
    nodes = sorted(graph, key=lambda node: (-scores[node], label_of(graph, node), str(node)))
    with _plain_matplotlib():
        picture = _Picture(graph, nodes, scores, by, weighted)
        _compose(picture, labels)
        figure = _figure(picture)
        out = io.BytesIO()
        figure.savefig(out, format=picture_format, **FORMATS[picture_format])
    return out.getvalue()


FORMATS: Mapping[str, Mapping[str, Any]] = {
    # No date and no version of matplotlib in the file: the same network gives the same bytes.
    "svg": {"metadata": {"Date": None, "Creator": "turkic-ngo-kg"}},
    "png": {"metadata": {"Software": None}, "dpi": 144},
}
"""The picture formats, each with what matplotlib is told on saving."""


@contextmanager
def _plain_matplotlib() -> Iterator[None]:
    """matplotlib with its own defaults, whatever the user's settings are."""
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams["svg.hashsalt"] = "turkic-ngo-kg"
        mpl.rcParams["svg.fonttype"] = "path"
        mpl.rcParams["font.family"] = ["DejaVu Sans"]
        # A letter that the font lacks, in a name from anywhere, is drawn as a box: no reason to fail.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        yield


def _compose(picture: _Picture, labels: int) -> None:
    """Find places for nodes and labels; make the picture larger until the labels find room."""
    graph = picture.graph
    points = layout(graph)
    top = max(picture.scores.values(), default=0.0)
    radii = [_radius(picture.scores[node], top, len(picture.nodes)) for node in picture.nodes]
    picture.labels = [_wrapped(label_of(graph, node)) if i < labels else "" for i, node in enumerate(picture.nodes)]
    sizes = [_text_size(label, _LABEL_SIZE) for label in picture.labels]
    number = {node: i for i, node in enumerate(picture.nodes)}
    edges = sorted((min(pair), max(pair)) for pair in ((number[a], number[b]) for a, b in graph.edges()))
    wanted = sum(bool(width) for width, _ in sizes)
    across, upwards = (max((point[i] for point in points.values()), default=0.0) for i in (0, 1))
    wanted_area = _ROOM * sum(width * height for width, height in sizes)
    unit = max(_UNIT, math.sqrt(wanted_area / (across * upwards)) if across * upwards > 1 else 0.0)
    largest = _WIDEST / max(across, upwards, 1.0)
    for _ in range(_TRIES):
        _stretch(picture, points, radii, sizes, min(unit, largest))
        frame = Box(0.0, 0.0, picture.width, picture.height)
        picture.boxes = place(picture.marks, edges, frame, over_unnamed=len(picture.nodes) > _CROWD)
        if picture.shown == wanted or unit >= largest:
            break
        unit *= _GROWTH


def _stretch(
    picture: _Picture,
    points: Mapping[Hashable, Point],
    radii: Sequence[float],
    sizes: Sequence[tuple[float, float]],
    unit: float,
) -> None:
    """Put the nodes into points, with room for labels at the rim."""
    side = max((width for width, _ in sizes), default=0.0) * 0.75 + _LARGEST
    rise = max((height for _, height in sizes), default=0.0) + _LARGEST + 4
    across = max((x for x, _ in points.values()), default=0.0) * unit
    upwards = max((y for _, y in points.values()), default=0.0) * unit
    picture.width = max(across + 2 * side, _NARROWEST)
    picture.height = upwards + 2 * rise
    left = (picture.width - across) / 2
    picture.marks = [
        Mark(round(points[node][0] * unit + left, 3), round(points[node][1] * unit + rise, 3), radius, *size)
        for node, radius, size in zip(picture.nodes, radii, sizes, strict=True)
    ]


def _radius(score: float, top: float, count: int) -> float:
    """The area grows with the score; in a picture of many nodes all are smaller."""
    shrink = min(1.0, math.sqrt(120 / count))
    share = score / top if top > 0 else 0.0
    area = _SMALLEST**2 + (_LARGEST**2 - _SMALLEST**2) * share
    return round(math.sqrt(area) * max(shrink, 0.25), 3)


def _wrapped(label: str) -> str:
    lines = textwrap.wrap(one_line(label)[: _WRAP * (_WRAP_LINES + 1)], _WRAP, break_on_hyphens=False)
    if len(lines) > _WRAP_LINES:
        lines = [*lines[: _WRAP_LINES - 1], lines[_WRAP_LINES - 1][: _WRAP - 1].rstrip() + "…"]
    return "\n".join(lines)


def _text_size(text: str, size: float) -> tuple[float, float]:
    """Width and height of a text, in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    if not text:
        return 0.0, 0.0
    lines = text.split("\n")
    prop = FontProperties(family="DejaVu Sans", size=size)
    width = max(text_to_path.get_text_width_height_descent(line, prop, ismath=False)[0] for line in lines)
    return round(float(width), 2), round(len(lines) * size * _LEADING, 2)


def _figure(picture: _Picture) -> Figure:
    from matplotlib.figure import Figure

    name = str(picture.graph.graph.get("name") or "network")
    columns = max(40, int(picture.width / (_TEXT_SIZE * 0.56)))
    summary = _paragraph(str(picture.graph.graph.get("summary") or ""), columns)
    notes = [line for note in _notes(picture) for line in _paragraph(note, columns)]
    head = _TITLE_SIZE * 1.6 + len(summary) * _TEXT_SIZE * _LEADING + 6
    legend = 30.0
    foot = len(notes) * _TEXT_SIZE * _LEADING + legend
    width, height = picture.width + 2 * _MARGIN, picture.height + head + foot + 2 * _MARGIN
    figure = Figure(figsize=(width / 72, height / 72), facecolor="white")
    axes = figure.add_axes(
        (0, 0, 1, 1), xlim=(-_MARGIN, width - _MARGIN), ylim=(-_MARGIN - foot, height - _MARGIN - foot)
    )
    axes.set_axis_off()
    _draw_edges(axes, picture)
    _draw_nodes(axes, picture)
    y = picture.height + head
    _write(axes, 0, y, [one_line(name)], _TITLE_SIZE, _INK, weight="bold")
    _write(axes, 0, y - _TITLE_SIZE * 1.6, summary, _TEXT_SIZE, _SOFT)
    _draw_legend(axes, picture, -legend / 2)
    _write(axes, 0, -legend, notes, _TEXT_SIZE, _SOFT)
    return figure


def _write(axes: Axes, x: float, top: float, lines: Sequence[str], size: float, colour: str, **more: Any) -> None:
    """Write lines one below the other; nothing in them is taken for a formula."""
    for i, line in enumerate(lines):
        axes.text(
            x, top - i * size * _LEADING, line, fontsize=size, color=colour, va="top", parse_math=False, **more
        )  # fmt: skip


def _paragraph(text: str, columns: int) -> list[str]:
    return textwrap.wrap(one_line(text), columns)


def _notes(picture: _Picture) -> list[str]:
    """What a reader has to know about the numbers in the picture."""
    about = picture.graph.graph
    told = {"projection": "Projection", "view": "View", "as_of": "As of", "since": "Since", "until": "Until"}
    facts = [f"{title}: {about[key]}" for key, title in told.items() if about.get(key)]
    facts.append("directed (not drawn)" if picture.graph.is_directed() else "undirected")
    counts = {"nodes": len(picture.nodes), "edges": picture.graph.number_of_edges()}
    counts |= {key: about[key] for key in ("events", "articles") if isinstance(about.get(key), int)}
    facts += [f"{count} {key if count != 1 else key.removesuffix('s')}" for key, count in counts.items()]
    if about.get("undated_left_out"):
        facts.append(f"{about['undated_left_out']} events left out for their dates")
    if picture.shown < len(picture.nodes):
        facts.append(f"names shown: {picture.shown} of {len(picture.nodes)}")
    notes = [" · ".join(facts)]
    weighing = "weighted" if picture.weighted else "unweighted"
    notes.append(f"Size of a node: {picture.by}, {weighing}: {find_measure(picture.by).title}.")
    if about.get("weight"):
        notes.append(f"Width of an edge: {about['weight']}")
    if about.get("warning"):
        notes.append(f"Caution: {about['warning']}")
    return notes


def _strengths(graph: nx.Graph) -> list[tuple[Hashable, Hashable, float]]:
    """The edges with their weights, the weak ones first; what is no number counts as 1."""
    edges = []
    for *pair, weight in graph.edges(data="weight", default=1):
        a, b = sorted(pair, key=str)
        edges.append((a, b, float(weight) if isinstance(weight, int | float) and weight > 0 else 1.0))
    return sorted(edges, key=lambda edge: (edge[2], str(edge[0]), str(edge[1])))


def _edge_width(strength: float, low: float, high: float) -> float:
    thickest = min(_THICKEST, _THINNEST + _STEP * (high / low - 1))
    return _THINNEST + (thickest - _THINNEST) * (strength - low) / (high - low) if high > low else _THINNEST + 0.4


def _draw_edges(axes: Axes, picture: _Picture) -> None:
    from matplotlib.collections import LineCollection

    at = dict(zip(picture.nodes, picture.marks, strict=True))
    edges = _strengths(picture.graph)
    if not edges:
        return
    low, high = edges[0][2], edges[-1][2]
    lines = [((at[a].x, at[a].y), (at[b].x, at[b].y)) for a, b, _ in edges]
    widths = [_edge_width(strength, low, high) for _, _, strength in edges]
    alpha = max(0.05, min(0.55, 220 / len(edges)))
    axes.add_collection(
        LineCollection(lines, linewidths=widths, colors=_LINE, alpha=alpha, capstyle="round", zorder=1), autolim=False
    )


def _draw_nodes(axes: Axes, picture: _Picture) -> None:
    from matplotlib import patheffects

    halo = [patheffects.withStroke(linewidth=2.2, foreground="white")]
    for kind in _kinds(picture):
        colour, marker = _STYLES.get(kind, _OTHER)
        chosen = [i for i, node in enumerate(picture.nodes) if _kind(picture.graph, node) == kind]
        marks = [picture.marks[i] for i in chosen]
        sizes = [(2 * mark.radius) ** 2 * _FILL.get(marker, 1.0) for mark in marks]
        axes.scatter(
            [mark.x for mark in marks], [mark.y for mark in marks],
            s=sizes, c=colour, marker=marker, edgecolors="white", linewidths=0.9, zorder=2,
        )  # fmt: skip
    for label, box, mark in zip(picture.labels, picture.boxes, picture.marks, strict=True):
        if box is None:
            continue
        # Lines of one label lean towards their node.
        side = "left" if box.left > mark.x else "right" if box.right < mark.x else "center"
        x = {"left": box.left, "right": box.right, "center": (box.left + box.right) / 2}[side]
        _write(
            axes, x, box.top, label.split("\n"), _LABEL_SIZE, _INK, ha=side, zorder=3, path_effects=halo
        )  # fmt: skip


def _draw_legend(axes: Axes, picture: _Picture, y: float) -> None:
    """Kinds of nodes, and the thinnest and thickest edge, in a row."""
    x = 5.0
    for kind in _kinds(picture):
        colour, marker = _STYLES.get(kind, _OTHER)
        axes.scatter([x], [y], s=70, c=colour, marker=marker, edgecolors="white", linewidths=0.9)
        axes.text(x + 9, y, kind, fontsize=_LABEL_SIZE, color=_INK, va="center", parse_math=False)
        x += 9 + _text_size(kind, _LABEL_SIZE)[0] + 18
    edges = _strengths(picture.graph)
    if not edges:
        return
    low, high = edges[0][2], edges[-1][2]
    for strength in sorted({low, high}):
        width = _edge_width(strength, low, high)
        axes.plot([x, x + 22], [y, y], color=_LINE, alpha=0.8, linewidth=width, solid_capstyle="round")
        text = f"weight {strength:g}"
        axes.text(x + 28, y, text, fontsize=_LABEL_SIZE, color=_INK, va="center", parse_math=False)
        x += 28 + _text_size(text, _LABEL_SIZE)[0] + 18


def _kind(graph: nx.Graph, node: Hashable) -> str:
    kind = graph.nodes[node].get("kind")
    return kind if kind in _STYLES else "other" if kind else "node"


def _kinds(picture: _Picture) -> list[str]:
    """The kinds in the picture: those with a style of their own first."""
    found = {_kind(picture.graph, node) for node in picture.nodes}
    return [kind for kind in (*_STYLES, "node", "other") if kind in found]
