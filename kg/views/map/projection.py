"""From degrees to points on paper: an equirectangular projection of a region, its graticule, and the coast.

x = R (λ − λ₀) cos φ₁ and y = R (φ − φ₀), with λ and φ longitude and latitude: true to scale along the
meridians and along the standard parallel φ₁ (Snyder 1987, Map Projections: A Working Manual, USGS Professional
Paper 1395, p. 90–91).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["COAST_SOURCE", "Region", "coast", "covers", "degrees", "graticule", "region_around"]

COAST_SOURCE = "Coast: Natural Earth (public domain), 1:50m, simplified; lakes such as the Aral Sea are not included."
_COAST = Path(__file__).with_name("coast.json")
_STEPS = (0.5, 1, 2, 5, 10, 15, 30, 45)
_LINES = 7  # of the graticule in one direction, at most

Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the earth, in degrees, drawn at a width in points; y goes downwards from its north."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def parallel(self) -> int:
        """The standard parallel, in whole degrees: that of its middle."""
        return round((self.south + self.north) / 2)

    @property
    def scale(self) -> float:
        """Points for a degree of latitude."""
        return self.width / ((self.east - self.west) * math.cos(math.radians(self.parallel)))

    @property
    def height(self) -> float:
        """In points."""
        return (self.north - self.south) * self.scale

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point of the earth is drawn.

        >>> Region(10, 30, 30, 50, 400).point(20, 40)
        (200.0, 261.08)
        """
        x = (longitude - self.west) * math.cos(math.radians(self.parallel)) * self.scale
        return round(x, 2), round((self.north - latitude) * self.scale, 2)


def region_around(points: Sequence[tuple[float, float]], width: float, *, least: float, margin: float) -> Region:
    """The region around some points (longitude, latitude).

    Args:
        points: at least one.
        width: of the drawing, in points.
        least: degrees of latitude and of longitude that it has at least.
        margin: degrees around the outermost points, about.
    """
    west, east = _grown([x for x, _ in points], least * 1.4, margin * 1.4, 180)
    south, north = _grown([y for _, y in points], least, margin, 90)
    return Region(west, south, east, north, width)


def _grown(values: Sequence[float], least: float, margin: float, most: float) -> tuple[float, float]:
    low, high = min(values) - margin, max(values) + margin
    more = max(0.0, least - (high - low)) / 2
    return max(-most, math.floor(low - more)), min(most, math.ceil(high + more))


def graticule(region: Region) -> tuple[list[float], list[float]]:
    """The meridians and the parallels to draw: the same step for both, few enough to be read."""
    wide = max(region.east - region.west, region.north - region.south)
    step = next((each for each in _STEPS if wide / each <= _LINES), 60)

    def lines(low: float, high: float) -> list[float]:
        return [number * step for number in range(math.floor(low / step) + 1, math.ceil(high / step))]

    return lines(region.west, region.east), lines(region.south, region.north)


def coast(region: Region) -> tuple[list[Ring], list[Ring]]:
    """The outlines of land in a region, and of water to be drawn over it, as rings of points of the drawing.

    Rings are cut a little outside the region, so that the cut shows nowhere. Outside the bounds of the data, see
    the file, there is none.
    """
    land, water = (
        [[region.point(*point) for point in cut] for ring in _rings(name) if len(cut := _cut(ring, region)) > 2]
        for name in ("land", "water")
    )
    return land, water


def degrees(value: float, names: str) -> str:
    """A line of the graticule as people read it; ``names`` are the letters of its two sides.

    >>> degrees(45, "EW"), degrees(-7.5, "EW"), degrees(0, "NS")
    ('45° E', '7.5° W', '0°')
    """
    return f"{abs(value):g}°" + (f" {names[value < 0]}" if value else "")


def covers(region: Region) -> bool:
    """Whether the data on the coast cover the whole of a region."""
    bounds = _data()["bounds"]
    return bool(
        bounds["west"] <= region.west
        and region.east <= bounds["east"]
        and bounds["south"] <= region.south
        and region.north <= bounds["north"]
    )


def _cut(ring: Ring, region: Region) -> Ring:
    sides = ((0, region.west - 1, 1), (0, region.east + 1, -1), (1, region.south - 1, 1), (1, region.north + 1, -1))
    for axis, limit, side in sides:
        ring = _clip(ring, axis, limit, side)
    return ring


def _clip(ring: Ring, axis: int, limit: float, side: int) -> Ring:
    """A ring cut at a line: Sutherland and Hodgman 1974, Communications of the ACM 17(1)."""
    cut: Ring = []
    for number, point in enumerate(ring):
        before = ring[number - 1]
        inside, was = ((each[axis] - limit) * side >= 0 for each in (point, before))
        if inside != was:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            cut.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if inside:
            cut.append(point)
    return cut


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(_COAST.read_text(encoding="utf-8"))
    return loaded


def _rings(name: str) -> list[Ring]:
    return [list(zip(ring[::2], ring[1::2], strict=True)) for ring in _data()[name]]
