"""SVG, the one way in which pictures are drawn: as files of their own, within pages, and as what PNG is made from.

How something looks stands in attributes of the elements and not in a style sheet: drawing programs read it, a page
that holds several pictures does not mix them up, and the style sheet of a page may still say otherwise, for the dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.markup.environment import render
from kg.views.drawing.fonts import FAMILY

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture of its own.

    Args:
        title: what it is, for who cannot see it.
        width, height: in points.
        content: what is drawn.
    """

    title: str
    width: float
    height: float
    content: Sequence[Markup]

    def svg(self) -> str:
        """The picture as the content of a file."""
        return render(
            "views/drawing/picture.svg",
            title=self.title,
            width=float(self.width),
            height=float(self.height),
            family=FAMILY,
            content=self.content,
        )
