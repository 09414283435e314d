"""Where the nodes of a picture stand: the same for the same network, every time."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.views.network.forces import by_distances, by_repulsion

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Point", "layout"]

Point = tuple[float, float]

_KAMADA_KAWAI_MOST = 250  # nodes; above, its quadratic steps take too long
_SHARES = (1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0)  # of the width that the area alone would ask for
_GAP_X, _GAP_Y = 2.0, 1.3  # between components, where the usual edge is 1 long
_CLOSEST = 0.5  # two nodes, where the usual edge is 1 long


def layout(graph: nx.Graph, *, aspect: float = 1.5, widest: float = math.inf) -> dict[Hashable, Point]:
    """Positions of the nodes, x to the right and y upwards, from (0, 0); the usual edge is about 1 long.

    Each component is laid out alone (Kamada–Kawai from a spiral; a large one Fruchterman–Reingold), then they are
    packed in rows, the largest first. No chance is involved.

    Args:
        graph: a network of ours, or any networkx graph.
        aspect: how many times wider than high the whole should be, about; below 1 components stand upright.
        widest: how wide it may be at most, as far as single components allow.
    """
    import networkx as nx

    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph, key=str))
    pairs = (sorted(pair, key=str) for pair in graph.edges() if pair[0] != pair[1])
    plain.add_edges_from(sorted(pairs, key=str))
    components = [sorted(nodes, key=str) for nodes in nx.connected_components(plain)]
    components.sort(key=lambda nodes: (-len(nodes), str(nodes[0])))
    if not components:
        return {}
    placed = [_of_component(plain, nodes) for nodes in components]
    if aspect < 1:
        placed = [{node: (y, x) for node, (x, y) in each.items()} for each in placed]
    return _packed(placed, aspect, widest)


def _of_component(graph: nx.Graph, nodes: list[Hashable]) -> dict[Hashable, Point]:
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    if len(nodes) == 2:
        return {nodes[0]: (0.0, 0.0), nodes[1]: (1.0, 0.0)}
    # The nodes with most neighbours begin in the middle: from there the usual picture is nearest.
    nodes = sorted(nodes, key=lambda node: (-graph.degree(node), str(node)))
    number = {node: i for i, node in enumerate(nodes)}
    edges = sorted((min(number[a], number[b]), max(number[a], number[b])) for a, b in graph.edges(nodes))
    if len(edges) == len(nodes) * (len(nodes) - 1) // 2:
        # All are alike: by distances one of them would stand in the middle, as if it were more than the others.
        return dict(zip(nodes, _scaled(_ring(len(nodes)), edges), strict=True))
    seed = [_spiral(i, len(nodes)) for i in range(len(nodes))]
    place = by_distances if len(nodes) <= _KAMADA_KAWAI_MOST else by_repulsion
    points = place(seed, edges)
    return dict(zip(nodes, _scaled(_turned(points), edges), strict=True))


def _ring(n: int) -> list[Point]:
    """Evenly on a circle; of an even number two share the top, so that none stands alone there."""
    angles = [math.pi / 2 + 2 * math.pi * (i + (0.5 if n % 2 == 0 else 0.0)) / n for i in range(n)]
    return [(math.cos(angle), math.sin(angle)) for angle in angles]


def _spiral(i: int, n: int) -> Point:
    """The first node in the middle, the others around it."""
    radius, angle = math.sqrt(i / n), i * 2.399963  # the golden angle: no two in one direction
    return radius * math.cos(angle), radius * math.sin(angle)


def _turned(points: Sequence[Point]) -> list[Point]:
    """Turned so that the longer side lies flat: pictures are wider than high."""
    mean_x, mean_y = (sum(each) / len(points) for each in zip(*points, strict=True))
    xx = sum((x - mean_x) ** 2 for x, _ in points)
    yy = sum((y - mean_y) ** 2 for _, y in points)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in points)
    if abs(xy) + abs(xx - yy) > 1e-6 * (xx + yy):
        angle = 0.5 * math.atan2(2 * xy, xx - yy)
    else:  # as wide as high, whichever way it is turned: the first of the outermost nodes to the top
        far = [math.hypot(x - mean_x, y - mean_y) for x, y in points]
        x, y = points[next(i for i, each in enumerate(far) if each > max(far) * (1 - 1e-6))]
        angle = math.atan2(y - mean_y, x - mean_x) - math.pi / 2
    cos, sin = math.cos(-angle), math.sin(-angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in points]


def _scaled(points: Sequence[Point], edges: Sequence[Any]) -> list[Point]:
    """Scaled to a usual (median) edge of 1, or more where nodes would stand too close."""
    lengths = sorted(math.dist(points[a], points[b]) for a, b in edges)
    usual = lengths[len(lengths) // 2] or 1.0
    closest = math.inf
    if len(points) <= _KAMADA_KAWAI_MOST:
        closest = min(math.dist(a, b) for i, a in enumerate(points) for b in points[:i])
    # A layout may put two nodes almost on one spot: pull apart, but not without measure.
    factor = max(1 / usual, min(_CLOSEST / closest if closest > 0 else math.inf, 3 / usual))
    # Sums may differ in their last bits from one machine to the next: what is drawn is rounded.
    return [(round(x * factor, 6), round(y * factor, 6)) for x, y in points]


def _packed(components: Sequence[dict[Hashable, Point]], aspect: float, widest: float) -> dict[Hashable, Point]:
    """The packing that leaves least room empty, of several that differ in width."""
    boxes = [_size(component.values()) for component in components]
    area = sum((width + _GAP_X) * (height + _GAP_Y) for width, height in boxes)
    # An upright picture is to be as narrow as its widest component: more beside it would make all smaller.
    shares = _SHARES if aspect >= 1 else (1.0,)
    widths = [max([min(math.sqrt(area * aspect) * share, widest), *(w for w, _ in boxes)]) for share in shares]
    packings = [_in_rows(components, boxes, width) for width in widths]
    return min(packings, key=_area)


def _area(placed: dict[Hashable, Point]) -> float:
    width, height = _size(placed.values())
    return round((width + _GAP_X) * (height + _GAP_Y), 6)


def _in_rows(
    components: Sequence[dict[Hashable, Point]], boxes: Sequence[tuple[float, float]], limit: float
) -> dict[Hashable, Point]:
    """Components in rows, the first at the top left; below a low one others of the row may stand."""
    placed: dict[Hashable, Point] = {}
    left, top = 0.0, 0.0  # of the column in which the next one may stand
    used, column, row = 0.0, 0.0, 0.0  # height used of the column; width of the column; height of the row
    for component, (width, height) in zip(components, boxes, strict=True):
        if used > 0 and used + height > row:
            left, used, column = left + column + _GAP_X, 0.0, 0.0
        if left > 0 and used == 0 and left + width > limit:
            left, top, row = 0.0, top - row - _GAP_Y, 0.0
        least, most = min(x for x, _ in component.values()), max(y for _, y in component.values())
        placed |= {node: (left + x - least, top - used + y - most) for node, (x, y) in component.items()}
        used, column, row = used + height + _GAP_Y, max(column, width), max(row, used + height)
    bottom = min((y for _, y in placed.values()), default=0.0)
    return {node: (round(x, 6), round(y - bottom, 6)) for node, (x, y) in placed.items()}


def _size(points: Iterable[Point]) -> tuple[float, float]:
    xs, ys = zip(*points, strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)
