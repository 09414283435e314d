"""A panel of the map as SVG, for a picture of its own and for a page: sea, land, grid, and a disc for each place.

Colours follow from what something is, so that a page may choose others for the dark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kg.markup.palette import INK, LIGHT, SOFT
from kg.views.drawing.elements import Style, element, group, lines, number
from kg.views.map.layout import Disc, Panel
from kg.views.map.projection import Ring, coast, degrees, graticule

__all__ = ["COLOURS", "Lettering", "full", "panel_svg", "ring"]

COLOURS = {name: LIGHT[name] for name in ("disc", "sea", "land", "coast")}
"""What the map is drawn in."""
_HALO = 2.5
_RISE = 0.76  # of the height of a line: where letters stand in it


class Lettering(NamedTuple):
    """Sizes of letters: of names, and of degrees; in the unit of the panel."""

    names: float
    degrees: float


def panel_svg(panel: Panel, lettering: Lettering, clip: str, wrap: Callable[[Disc, str], str] | None = None) -> str:
    """A panel, from its corner 0 0 on; degrees stand left of it and below.

    Args:
        panel: what to draw.
        lettering: how large.
        clip: an id that nothing else has.
        wrap: what becomes of a disc and what is drawn for it.
    """
    region = panel.region
    size: Style = {"width": region.width, "height": region.height}
    land, water = coast(region)
    shore: Style = {"stroke": COLOURS["coast"], "stroke_width": 0.6}
    ground = element("path", class_="land", d=_path(land), fill=COLOURS["land"], **shore)
    ground += element("path", class_="water", d=_path(water), fill=COLOURS["sea"], **shore)
    shown = [
        element("clipPath", element("rect", **size), id=clip),
        element("rect", class_="sea", fill=COLOURS["sea"], **size),
        f'<g clip-path="url(#{clip})">{ground}</g>',
        *_grid(panel, lettering.degrees),
    ]
    for letter, x, y, width, height in panel.insets:
        shown.append(
            element("rect", class_="inset", x=x, y=y, width=width, height=height, fill="none", stroke=INK)
            + lines([letter], x, y - 3, lettering.names, class_="letter", fill=INK, font_weight="bold")
        )
    # The large ones first, so that none hides a smaller one; the links of a page stand in that order too.
    for disc in sorted(panel.discs, key=lambda each: -each.outer):
        drawn = _disc(disc, lettering.names)
        shown.append(wrap(disc, drawn) if wrap else drawn)
    shown.append(element("rect", class_="frame", fill="none", stroke=SOFT, **size))
    return "".join(shown)


def full(x: float, y: float, radius: float) -> str:
    """A disc for events that are placed here alone."""
    style: Style = {"fill": COLOURS["disc"], "fill_opacity": 0.8, "stroke": COLOURS["land"]}
    return element("circle", class_="full", cx=x, cy=y, r=radius, **style)


def ring(x: float, y: float, radius: float) -> str:
    """A ring for those that sources place elsewhere too. Its inside is part of it, for a pointer."""
    style: Style = {"fill": COLOURS["disc"], "fill_opacity": 0, "stroke": COLOURS["disc"], "stroke_width": 1.4}
    return element("circle", class_="ring", cx=x, cy=y, r=radius, stroke_dasharray="4 2.5", **style)


def _grid(panel: Panel, size: float) -> list[str]:
    region = panel.region
    meridians, parallels = graticule(region)
    found, told = [], []
    for longitude in meridians:
        x = region.point(longitude, region.south)[0]
        found.append(element("line", x1=x, y1=0, x2=x, y2=region.height))
        told.append(lines([degrees(longitude, "EW")], x, region.height + size * 1.2, size, text_anchor="middle"))
    for latitude in parallels:
        y = region.point(region.west, latitude)[1]
        found.append(element("line", x1=0, y1=y, x2=region.width, y2=y))
        told.append(lines([degrees(latitude, "NS")], -3, y + size * 0.3, size, text_anchor="end"))
    style: Style = {"stroke": COLOURS["coast"], "stroke_opacity": 0.35, "stroke_width": 0.6}
    return [group(found, class_="grid", **style), group(told, class_="degrees", fill=SOFT)]


def _disc(disc: Disc, size: float) -> str:
    shown = []
    if disc.outer > disc.inner:
        shown.append(ring(disc.x, disc.y, disc.outer))
    if disc.inner:
        shown.append(full(disc.x, disc.y, disc.inner))
    if disc.box is not None:
        left, top, _, height = disc.box
        step = height / len(disc.label)
        style: Style = {"fill": INK, "stroke": COLOURS["land"], "stroke_width": _HALO, "stroke_linejoin": "round"}
        first = top + step * _RISE
        shown.append(lines(disc.label, left + 1, first, size, step, class_="name", paint_order="stroke", **style))
    return "".join(shown)


def _path(rings: Sequence[Ring]) -> str:
    return "".join("M" + " ".join(f"{number(x)},{number(y)}" for x, y in each) + "Z" for each in rings)
