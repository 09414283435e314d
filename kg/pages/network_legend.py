"""The legend of a network's page."""

from __future__ import annotations

from kg.network.measures import find_measure
from kg.network.texts import one_line
from kg.pages.html import text
from kg.pictures.composition import Picture, kinds
from kg.pictures.edges import edge_width, foreseen, strengths
from kg.pictures.network_svg import icon, line_style
from kg.pictures.palette import LINE, Colouring, style_of
from kg.pictures.svg import element

__all__ = ["legend"]

_GROUND = "#8a949e"  # for what the legend shows without colour
_PLAIN, _LETTERED = 6.5, 8.0  # radius of an icon, and of one that letters have to find room in


def legend(picture: Picture, colouring: Colouring | None) -> str:
    """Shapes, colours, sizes and widths, each with its meaning."""
    shapes = [
        (_icon(icon(shape, _PLAIN, _GROUND if colouring else style_of(shape)[0])), word)
        for shape, word in kinds(picture)
    ]
    groups = [("Shape: kind" if colouring else "Shape and colour: kind", shapes)]
    if colouring:
        swatches = colouring.legend(picture.nodes)
        colours = [
            (_icon(icon("person", _LETTERED, each.fill, each.letters, each.ink)), each.label) for each in swatches
        ]
        groups.append(("Colour and letters: polity", colours))
    groups.append((f"Size: {picture.by} — {find_measure(picture.by).title}", _sizes(picture)))
    groups.append(("Width of a line: weight", _widths(picture)))
    parts = []
    for title, entries in groups:
        items = "".join(f"<li>{drawn} {text(one_line(word))}</li>" for drawn, word in entries)
        if items:
            parts.append(f'<div><h3>{text(title)}</h3><ul class="entries">{items}</ul></div>')
    return f'<div class="legend">{"".join(parts)}</div>'


def _sizes(picture: Picture) -> list[tuple[str, str]]:
    """The smallest and the largest node, in the proportion that they have in the picture."""
    scores = [picture.scores[node] for node in picture.nodes if node in picture.scores]
    largest = max((picture.radius(score) for score in scores), default=1.0)
    ends = sorted({min(scores), max(scores)}) if scores else []
    entries = [(_circle(picture.radius(score) / largest * 9), f"{score:.4g}") for score in ends]
    if picture.undefined:
        entries.append((_circle(picture.radius(None) / largest * 9), "not defined"))
    return entries


def _widths(picture: Picture) -> list[tuple[str, str]]:
    edges = strengths(picture.graph, loops=False)
    if not edges:
        return []
    low, high = edges[0][2], edges[-1][2]
    entries = [(_line(edge_width(each, low, high), picture), f"{each:.6g}") for each in sorted({low, high})]
    if picture.graph.is_directed():
        entries[-1] = entries[-1][0], f"{entries[-1][1]}; the arrow leads from source to target"
    if foreseen(picture.graph):
        entries.append((_line(1.4, picture, planned=True), "planned, not held"))
    return entries


def _circle(radius: float) -> str:
    return _icon(icon("node", radius, _GROUND))


def _icon(drawn: str) -> str:
    return f'<svg class="icon" viewBox="-10 -10 20 20" aria-hidden="true">{drawn}</svg>'


def _line(width: float, picture: Picture, planned: bool = False) -> str:
    head = element("path", class_="head", d="M30 0L22 4.5V-4.5Z") if picture.graph.is_directed() else ""
    end = 23 if head else 29
    line = element("path", class_="line", d=f"M1 0H{end}", stroke=LINE, **line_style(width, planned=planned))
    return f'<svg class="icon long" viewBox="0 -10 30 20" aria-hidden="true">{line}{head}</svg>'
