"""Where the labels of a picture go, so that none covers another, a node or the rim."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Box", "Mark", "place"]

_DIRECTIONS = 16
_DISTANCES = (3.0, 9.0, 18.0)
_PASSES = 3
_PADDING = 1.5
_LINES_MOST = 4000  # above, no place is free of edges anyway
# What a place costs: by distance, by looking towards the neighbours, by standing askew, for each point of an edge
# below it, for each square point covered, for each point outside.
_FAR, _TURNED, _ASKEW, _CROSSED, _COVERED, _OUTSIDE = 2.0, 8.0, 2.4, 0.8, 40.0, 200.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A node of a picture, in points, with the size of its label (0, 0 for none)."""

    x: float
    y: float
    radius: float
    width: float = 0.0
    height: float = 0.0


def place(
    marks: Sequence[Mark], edges: Sequence[tuple[int, int]], frame: Box, *, over_unnamed: bool = False
) -> list[Box | None]:
    """A box for each label, near its node; None where every place would cover something, or there is no label.

    Labels are placed one after the other in the order of the marks, the important ones first; then each is placed
    again, knowing the others. Edges are avoided where that is possible, but may be crossed.

    Args:
        marks: the nodes.
        edges: pairs of numbers of nodes.
        frame: what labels have to stay in.
        over_unnamed: whether labels may cover nodes that have none.
    """
    placer = _Placer(marks, edges, frame, over_unnamed)
    named = [i for i, mark in enumerate(marks) if mark.width]
    boxes: dict[int, Floats] = {}
    for _ in range(_PASSES):
        for i in named:
            boxes[i] = placer.best(i, [boxes[j] for j in named if j != i and j in boxes])
    free: dict[int, Floats] = {}
    for i in named:
        if placer.is_free(boxes[i], list(free.values())):
            free[i] = boxes[i]
    return [Box(*map(float, free[i])) if i in free else None for i in range(len(marks))]


class _Placer:
    def __init__(self, marks: Sequence[Mark], edges: Sequence[tuple[int, int]], frame: Box, over_unnamed: bool) -> None:
        import numpy as np

        self._marks = marks
        self._frame = np.array([frame.left, frame.bottom, frame.right, frame.top])
        self._away = _away(marks, edges)
        kept = [mark for mark in marks if mark.width or not over_unnamed]
        self._circles = np.array([(mark.x, mark.y, mark.radius) for mark in kept]).reshape(-1, 3)
        crossed = edges if len(edges) <= _LINES_MOST else ()
        lines = [(marks[a].x, marks[a].y, marks[b].x, marks[b].y) for a, b in crossed]
        self._lines = np.array(lines).reshape(-1, 4)
        self._candidates = {i: self._around(i) for i, mark in enumerate(marks) if mark.width}

    def best(self, i: int, others: Sequence[Floats]) -> Floats:
        """The place with the least cost."""
        import numpy as np

        boxes, costs = self._candidates[i]
        covered = _overlaps(boxes, np.array(others).reshape(-1, 4))
        # Rounded, so that the last bits of a sum do not choose between places that cost the same.
        chosen: Floats = boxes[int(np.argmin(np.round(costs + _COVERED * covered, 6)))]
        return chosen

    def is_free(self, box: Floats, others: Sequence[Floats]) -> bool:
        """Whether a label covers no node and none of the others, and stays in the frame."""
        import numpy as np

        boxes = box.reshape(1, 4)
        covered = _overlaps(boxes, np.array(others).reshape(-1, 4)) + _covers(boxes, self._circles)
        return bool(covered[0] == 0 and self._outside(boxes)[0] == 0)

    def _around(self, i: int) -> tuple[Floats, Floats]:
        """Boxes around a node, each with what it costs whatever the other labels do."""
        import numpy as np

        mark, away = self._marks[i], self._away[i]
        boxes, costs = [], []
        for distance in _DISTANCES:
            for step in range(_DIRECTIONS):
                angle = 2 * math.pi * step / _DIRECTIONS
                cos, sin = math.cos(angle), math.sin(angle)
                x, y = mark.x + cos * (mark.radius + distance), mark.y + sin * (mark.radius + distance)
                # The box hangs on the side of the point that looks away from the node.
                left, bottom = x - mark.width * (1 - cos) / 2, y - mark.height * (1 - sin) / 2
                boxes.append((left, bottom, left + mark.width, bottom + mark.height))
                turned = 1 - math.cos(angle - away) if away is not None else 0.0
                costs.append(_FAR * distance + _TURNED * turned + _ASKEW * abs(math.sin(2 * angle)))
        array = np.array(boxes)
        low, high = array.min(axis=0)[:2], array.max(axis=0)[2:]
        ends = self._lines.reshape(-1, 2, 2)
        near = ((ends.max(axis=1) > low) & (ends.min(axis=1) < high)).all(axis=1)
        fixed = _CROSSED * _crossed(array, self._lines[near]) + _COVERED * _covers(array, self._circles)
        return array, np.array(costs) + fixed + _OUTSIDE * self._outside(array)

    def _outside(self, boxes: Floats) -> Floats:
        """How far each box sticks out of the frame."""
        import numpy as np

        beyond = np.concatenate([self._frame[:2] - boxes[:, :2], boxes[:, 2:] - self._frame[2:]], axis=1)
        return _sums(np.maximum(0.0, beyond))


def _away(marks: Sequence[Mark], edges: Sequence[tuple[int, int]]) -> list[float | None]:
    """For each node the direction away from its neighbours; None where they are all around it."""
    sums = [(0.0, 0.0)] * len(marks)
    for a, b in (*edges, *((b, a) for a, b in edges)):
        length = math.dist((marks[a].x, marks[a].y), (marks[b].x, marks[b].y))
        if length > 0:
            x, y = sums[a]
            sums[a] = x + (marks[a].x - marks[b].x) / length, y + (marks[a].y - marks[b].y) / length
    return [math.atan2(y, x) if math.hypot(x, y) > 0.3 else None for x, y in sums]


def _overlaps(boxes: Floats, others: Floats) -> Floats:
    """The area of each box, a little widened, that other boxes cover."""
    import numpy as np

    low = np.maximum(boxes[:, None, :2] - _PADDING, others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:] + _PADDING, others[None, :, 2:])
    return _sums(np.prod(np.maximum(0.0, high - low), axis=2))


def _covers(boxes: Floats, circles: Floats) -> Floats:
    """An area that tells how far each box, a little widened, covers circles (x, y, radius)."""
    import numpy as np

    centres = circles[None, :, :2]
    nearest = np.clip(centres, boxes[:, None, :2] - _PADDING, boxes[:, None, 2:] + _PADDING)
    depth = circles[None, :, 2] - np.hypot(*np.moveaxis(centres - nearest, 2, 0))
    return _sums(np.maximum(0.0, depth) * circles[None, :, 2])


def _crossed(boxes: Floats, lines: Floats) -> Floats:
    """How much of all lines (x, y, x, y) lies within each box (Liang and Barsky's clipping)."""
    import numpy as np

    start, step = lines[None, :, :2], lines[None, :, 2:] - lines[None, :, :2]
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (boxes[:, None, :2] - start) / step, (boxes[:, None, 2:] - start) / step
    # A line along an axis is within the box's sides or not, whatever the part of it.
    inside = (boxes[:, None, :2] <= start) & (start <= boxes[:, None, 2:])
    along = np.broadcast_to(step == 0, one.shape)
    first = np.where(along, np.where(inside, 0.0, np.inf), np.minimum(one, other)).max(axis=2)
    last = np.where(along, np.where(inside, 1.0, -np.inf), np.maximum(one, other)).min(axis=2)
    part = np.clip(np.minimum(last, 1.0) - np.maximum(first, 0.0), 0.0, None)
    return _sums(part * np.hypot(step[..., 0], step[..., 1]))


def _sums(rows: Any) -> Floats:
    """The sum of each row."""
    total: Floats = rows.sum(axis=1)
    return total
