"""Pictures of networks: SVG and PNG, the same bytes for the same network.

Text is drawn as outlines, so that a picture looks alike everywhere. What a network is, how it was cut and what
it must not be used for stands below it. Colours are those of Okabe and Ito, which colour-blind readers can tell
apart; each kind of node has its own shape too, and polities have letters.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.network.polities import Polity
from kg.network.suggestions import unknown
from kg.network.texts import one_line
from kg.pictures.composition import (
    LABEL_SIZE,
    LEADING,
    ROOMY,
    Picture,
    compose,
    kinds,
    notes,
    shape_of,
    text_size,
)
from kg.pictures.edges import edge_width, foreseen, lines, strengths
from kg.pictures.palette import Colouring, Swatch, style_of

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "Drawing", "draw", "plain_matplotlib"]

_FILL = {"s": 0.78, "D": 0.62}  # these would reach beyond the circle that labels keep clear of
_INK, _SOFT, _LINE = "#1a1a1a", "#555555", "#7f8c99"
_MARGIN = 20.0
_DASHES = (0, (2.5, 2.0))  # of what was planned, in widths of the line
_TEXT_SIZE, _TITLE_SIZE = 7.5, 14.0
_LEGEND_ROW = 22.0


class Drawing(bytes):
    """The content of a picture's file; a notebook shows the picture itself."""

    def __new__(cls, content: bytes, picture_format: str) -> Drawing:
        """Keep the format with the content."""
        drawing = super().__new__(cls, content)
        drawing._format = picture_format
        return drawing

    _format: str

    def _repr_svg_(self) -> str | None:
        return self.decode() if self._format == "svg" else None

    def _repr_png_(self) -> bytes | None:
        return bytes(self) if self._format == "png" else None


def draw(
    graph: nx.Graph,
    picture_format: str = "svg",
    *,
    by: str = "degree",
    weighted: bool = False,
    labels: int = 60,
    polities: Mapping[Hashable, Sequence[Polity]] | None = None,
) -> Drawing:
    """Draw a network.

    The size of a node shows a measure, the width of an edge its weight; an arrow leads from source to target where
    the network is directed. An edge from a node to itself is not drawn; the picture says how many there are.

    Args:
        graph: a network of ours, or any networkx graph.
        picture_format: one of :data:`FORMATS`.
        by: the measure, see :data:`kg.network.measures.MEASURES`.
        weighted: whether the measure counts weights.
        labels: how many nodes to name at most, those of the highest score first. A name that would cover
            another, or a node, is left out; the picture says how many are shown. Among more than 300 nodes, a
            name may cover those without one.
        polities: the polities of nodes, see :func:`kg.network.polities.find_polities`: colours show them then, and
            letters. Without it colours show kinds.

    Returns:
        the file's content, as bytes that a notebook shows as a picture.

    Raises:
        UsageError: an unknown format or measure; fewer than 0 labels.
    """
    if picture_format not in FORMATS:
        raise unknown("picture format", picture_format, FORMATS)
    colouring = None if polities is None else Colouring(polities)
    with plain_matplotlib():
        picture = compose(graph, by=by, weighted=weighted, labels=labels, frame=ROOMY if colouring else None)
        figure = _figure(picture, colouring)
        out = io.BytesIO()
        figure.savefig(out, format=picture_format, **FORMATS[picture_format])
    return Drawing(out.getvalue(), picture_format)


FORMATS: Mapping[str, Mapping[str, Any]] = {
    # No date and no version of matplotlib in the file: the same network gives the same bytes.
    "svg": {"metadata": {"Date": None, "Creator": "turkic-ngo-kg"}},
    "png": {"metadata": {"Software": None}, "dpi": 144},
}
"""The picture formats, each with what matplotlib is told on saving."""


@contextmanager
def plain_matplotlib() -> Iterator[None]:
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


def _figure(picture: Picture, colouring: Colouring | None) -> Figure:
    from matplotlib.figure import Figure

    name = str(picture.graph.graph.get("name") or "network")
    columns = max(40, int(picture.width / (_TEXT_SIZE * 0.56)))
    summary = _paragraph(str(picture.graph.graph.get("summary") or ""), columns)
    told = [*notes(picture), *(colouring.notes() if colouring else ())]
    lines = [line for note in told for line in _paragraph(note, columns)]
    head = _TITLE_SIZE * 1.6 + len(summary) * _TEXT_SIZE * LEADING + 6
    legend = 8.0 + _LEGEND_ROW * len(_legend_rows(picture, colouring))
    foot = len(lines) * _TEXT_SIZE * LEADING + legend
    width, height = picture.width + 2 * _MARGIN, picture.height + head + foot + 2 * _MARGIN
    figure = Figure(figsize=(width / 72, height / 72), facecolor="white")
    axes = figure.add_axes(
        (0, 0, 1, 1), xlim=(-_MARGIN, width - _MARGIN), ylim=(-_MARGIN - foot, height - _MARGIN - foot)
    )
    axes.set_axis_off()
    _draw_edges(axes, picture)
    _draw_nodes(axes, picture, colouring)
    y = picture.height + head
    _write(axes, 0, y, [one_line(name)], _TITLE_SIZE, _INK, weight="bold")
    _write(axes, 0, y - _TITLE_SIZE * 1.6, summary, _TEXT_SIZE, _SOFT)
    for number, row in enumerate(_legend_rows(picture, colouring)):
        _draw_legend(axes, row, -4.0 - _LEGEND_ROW * (number + 0.5))
    _write(axes, 0, -legend, lines, _TEXT_SIZE, _SOFT)
    return figure


def _write(axes: Axes, x: float, top: float, lines: Sequence[str], size: float, colour: str, **more: Any) -> None:
    """Write lines one below the other; nothing in them is taken for a formula."""
    for i, line in enumerate(lines):
        axes.text(
            x, top - i * size * LEADING, line, fontsize=size, color=colour, va="top", parse_math=False, **more
        )  # fmt: skip


def _paragraph(text: str, columns: int) -> list[str]:
    return textwrap.wrap(one_line(text), columns)


def _draw_edges(axes: Axes, picture: Picture) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    drawn = lines(picture)
    if not drawn:
        return
    alpha = max(0.05, min(0.55, 220 / len(drawn)))
    style: dict[str, Any] = {"alpha": alpha, "zorder": 1}
    segments = [(line.start, line.end) for line in drawn]
    # A round end would stick out into the arrowhead.
    cap = "butt" if drawn[0].head else "round"
    widths = [line.width for line in drawn]
    dashes = [_DASHES if line.planned else "solid" for line in drawn]
    edges = LineCollection(segments, linewidths=widths, linestyles=dashes, colors=_LINE, capstyle=cap, **style)
    axes.add_collection(edges, autolim=False)
    heads = [line.head for line in drawn if line.head]
    if heads:
        axes.add_collection(PolyCollection(heads, facecolors=_LINE, linewidths=0, **style), autolim=False)


def _draw_nodes(axes: Axes, picture: Picture, colouring: Colouring | None) -> None:
    from matplotlib import patheffects

    halo = [patheffects.withStroke(linewidth=2.2, foreground="white")]
    for kind, _ in kinds(picture):
        colour, marker = style_of(kind)
        chosen = [i for i, node in enumerate(picture.nodes) if shape_of(picture.graph, node) == kind]
        marks = [picture.marks[i] for i in chosen]
        fills = [colouring.of(picture.nodes[i]).fill for i in chosen] if colouring else colour
        axes.scatter(
            [mark.x for mark in marks], [mark.y for mark in marks],
            s=[(2 * mark.radius) ** 2 * _FILL.get(marker, 1.0) for mark in marks],
            c=fills, marker=marker, edgecolors=_SOFT if colouring else "white", linewidths=0.9, zorder=2,
        )  # fmt: skip
    if colouring:
        for node, mark in zip(picture.nodes, picture.marks, strict=True):
            _draw_letters(axes, mark.x, mark.y, mark.radius, colouring.of(node))
    for label, box, mark in zip(picture.labels, picture.boxes, picture.marks, strict=True):
        if box is None:
            continue
        # Lines of one label lean towards their node.
        side = "left" if box.left > mark.x else "right" if box.right < mark.x else "center"
        x = {"left": box.left, "right": box.right, "center": (box.left + box.right) / 2}[side]
        _write(
            axes, x, box.top, label.split("\n"), LABEL_SIZE, _INK, ha=side, zorder=3, path_effects=halo
        )  # fmt: skip


def _draw_letters(axes: Axes, x: float, y: float, radius: float, swatch: Swatch) -> None:
    size = round(min(LABEL_SIZE, radius * 0.85), 2)
    axes.text(
        x, y, swatch.letters, fontsize=size, color=swatch.ink, ha="center", va="center_baseline", zorder=3,
        parse_math=False,
    )  # fmt: skip


class _Entry(NamedTuple):
    """One entry of a legend: its words, and a marker with a colour, a swatch, or a line's width and style."""

    text: str
    marker: str = ""
    colour: str = _SOFT
    swatch: Swatch | None = None
    width: float = 0.0
    dashed: bool = False


def _legend_rows(picture: Picture, colouring: Colouring | None) -> list[list[_Entry]]:
    """Kinds of nodes, polities, and the thinnest and thickest edge, in rows that fit the picture."""
    entries = []
    for kind, word in kinds(picture):
        colour, marker = style_of(kind)
        entries.append(_Entry(word, marker, _SOFT if colouring else colour))
    if colouring:
        entries += [
            _Entry(f"{each.letters}  {one_line(each.label)}".strip(), "o", each.fill, each)
            for each in colouring.legend(picture.nodes)
        ]
    edges = strengths(picture.graph, loops=False)
    for strength in sorted({edges[0][2], edges[-1][2]}) if edges else ():
        entries.append(_Entry(f"weight {strength:g}", width=edge_width(strength, edges[0][2], edges[-1][2])))
    if foreseen(picture.graph):
        entries.append(_Entry("planned, not held", width=1.4, dashed=True))
    rows: list[list[_Entry]] = [[]]
    used = 0.0
    for entry in entries:
        wide = _entry_width(entry)
        if rows[-1] and used + wide > picture.width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += wide
    return rows


def _entry_width(entry: _Entry) -> float:
    return (28.0 if entry.width else 14.0) + text_size(entry.text, LABEL_SIZE)[0] + 18


def _draw_legend(axes: Axes, row: Sequence[_Entry], y: float) -> None:
    x = 5.0
    for entry in row:
        start = 28.0 if entry.width else 9.0
        if entry.width:
            line: dict[str, Any] = {"color": _LINE, "alpha": 0.8, "solid_capstyle": "round"}
            line["linestyle"] = _DASHES if entry.dashed else "solid"
            axes.plot([x, x + 22], [y, y], linewidth=entry.width, **line)
        else:
            edge = _SOFT if entry.swatch else "white"
            axes.scatter([x], [y], s=70, c=entry.colour, marker=entry.marker, edgecolors=edge, linewidths=0.9)
        axes.text(x + start, y, entry.text, fontsize=LABEL_SIZE, color=_INK, va="center", parse_math=False)
        x += _entry_width(entry)
