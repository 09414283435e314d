"""A map as it is drawn: the whole region, and insets for places that lie too near each other to be told apart there.

Lengths are in points; y goes downwards.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.markup.words import number
from kg.views.drawing.fonts import text_size, wrapped
from kg.views.drawing.placement import Box, Mark, place
from kg.views.map.hosting import HostingMap, Place
from kg.views.map.projection import Region, Ring, coast, degrees, graticule, region_around

__all__ = ["Disc", "Panel", "panels"]

_NEAR = 2.1  # degrees between neighbours of one crowd
_CROWD = 3  # places, from which on they get an inset
_INSETS = 2
_SMALLEST, _LARGEST = 2.0, 17.0  # radius of a disc
_WRAP = 18  # letters in a line of a label


@dataclass(frozen=True, slots=True)
class Disc:
    """A place in a panel.

    Args:
        x, y: where its point is.
        inner, outer: radius for the events placed only here, and for all of its events; the area tells the number.
        label: its lines; empty where there is no room.
        box: left, top, width and height of the label; None without one.
        inset: the letter of the inset that shows it; empty where this panel does.
    """

    place: Place
    x: float
    y: float
    inner: float
    outer: float
    label: tuple[str, ...]
    box: tuple[float, float, float, float] | None
    inset: str = ""


@dataclass(frozen=True)
class Panel:
    """A region with its discs.

    Args:
        letter: A, B … for an inset; empty for the whole.
        insets: in the whole, letter, left, top, width and height of each inset.
    """

    letter: str
    region: Region
    discs: tuple[Disc, ...]
    insets: tuple[tuple[str, float, float, float, float], ...] = ()

    @cached_property
    def coast(self) -> tuple[str, str]:
        """The paths of land, and of the water that is drawn over it."""
        land, water = coast(self.region)
        return _path(land), _path(water)

    @cached_property
    def meridians(self) -> list[tuple[float, str]]:
        """Where the meridians stand, from the left, each with its degrees."""
        found = graticule(self.region)[0]
        return [(self.region.point(each, self.region.south)[0], degrees(each, "EW")) for each in found]

    @cached_property
    def parallels(self) -> list[tuple[float, str]]:
        """Where the parallels stand, from the top, each with its degrees."""
        found = graticule(self.region)[1]
        return [(self.region.point(self.region.west, each)[1], degrees(each, "NS")) for each in found]


def panels(
    hosting: HostingMap, width: float, *, inset_width: float, label_size: float, shrink: float = 1.0
) -> list[Panel]:
    """The panels of a map: the whole first; none when no place has coordinates.

    Args:
        width, inset_width: of the whole and of each inset.
        label_size: of the names, in points.
        shrink: what radii are multiplied by.
    """
    if not hosting.places:
        return []
    points = [_point(each) for each in hosting.places]
    crowds = _crowds(hosting.places)
    most = max(len(each.events) for each in hosting.places)
    insets = [
        (letter, region_around([_point(each) for each in crowd], inset_width, least=2.0, margin=0.6))
        for letter, crowd in zip("AB", crowds, strict=False)
    ]
    apart = {each.iri: letter for letter, crowd in zip("AB", crowds, strict=False) for each in crowd}
    whole = region_around(points, width, least=8.0, margin=3.0)
    framed = tuple((letter, *_frame(inside, whole)) for letter, inside in insets)
    found = [Panel("", whole, _discs(hosting.places, whole, most, label_size, shrink, apart, framed), framed)]
    found += [
        Panel(letter, region, _discs(crowd, region, most, label_size, shrink * 1.2, {}, ()))
        for (letter, region), crowd in zip(insets, crowds, strict=False)
    ]
    return found


def _path(rings: Sequence[Ring]) -> str:
    return "".join("M" + " ".join(f"{number(x)},{number(y)}" for x, y in each) + "Z" for each in rings)


def _frame(inside: Region, whole: Region) -> tuple[float, float, float, float]:
    """Left, top, width and height of a region in another."""
    left, top = whole.point(inside.west, inside.north)
    right, bottom = whole.point(inside.east, inside.south)
    return left, top, round(right - left, 2), round(bottom - top, 2)


def _point(each: Place) -> tuple[float, float]:
    return each.longitude or 0.0, each.latitude or 0.0


def _crowds(places: Sequence[Place]) -> list[list[Place]]:
    """Places that are joined by short distances, the largest crowds first."""
    left = list(places)
    crowds = []
    while left:
        crowd = [left.pop(0)]
        for member in crowd:
            near = [each for each in left if _distance(member, each) <= _NEAR]
            crowd += near
            left = [each for each in left if each not in near]
        crowds.append(crowd)
    crowds = [crowd for crowd in crowds if len(crowd) >= _CROWD and len(crowd) < len(places)]
    return sorted(crowds, key=lambda crowd: -len(crowd))[:_INSETS]


def _distance(one: Place, other: Place) -> float:
    """In degrees of latitude, near enough for neighbours."""
    (x1, y1), (x2, y2) = _point(one), _point(other)
    return math.hypot((x2 - x1) * math.cos(math.radians((y1 + y2) / 2)), y2 - y1)


def _discs(
    places: Sequence[Place],
    region: Region,
    most: int,
    label_size: float,
    shrink: float,
    apart: Mapping[str, str],
    frames: Sequence[tuple[str, float, float, float, float]],
) -> tuple[Disc, ...]:
    discs, marks = [], []
    for each in places:
        x, y = region.point(*_point(each))
        part = shrink * (0.5 if each.iri in apart else 1.0)
        inner, outer = (part * _radius(number, most) for number in (each.settled, len(each.events)))
        label = "" if each.iri in apart else _label(each)
        discs.append((each, x, y, round(inner, 2), round(outer, 2), label))
        wide, high = text_size(label, label_size)
        marks.append(Mark(x, region.height - y, outer, wide + 2 if wide else 0.0, high))
    # Names keep clear of the insets' frames and of their letters.
    marks += [Mark(x + w / 2, region.height - y - h / 2, max(w, h) / 2) for _, x, y, w, h in frames]
    marks += [Mark(x + 5, region.height - y + 8, 9) for _, x, y, *_ in frames]
    boxes = place(marks, [], Box(0.0, 0.0, region.width, region.height))
    return tuple(_disc(*disc, box, region, apart) for disc, box in zip(discs, boxes, strict=False))


def _radius(number: int, most: int) -> float:
    """The area grows with the number; only what would be too small to be seen is larger."""
    return max(_SMALLEST, _LARGEST * math.sqrt(number / most)) if number else 0.0


def _disc(
    each: Place,
    x: float,
    y: float,
    inner: float,
    outer: float,
    label: str,
    box: Box | None,
    region: Region,
    apart: Mapping[str, str],
) -> Disc:
    where = None
    if box is not None:
        left, top = round(box.left, 2), round(region.height - box.top, 2)
        where = (left, top, round(box.right - box.left, 2), round(box.top - box.bottom, 2))
    lines = tuple(label.split("\n")) if box is not None else ()
    return Disc(each, x, y, inner, outer, lines, where, apart.get(each.iri, ""))


def _label(each: Place) -> str:
    return f"{wrapped(each.label, _WRAP)} {len(each.events)}"
