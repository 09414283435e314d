"""The marks of the time line on a page, its legend, and the style of both."""

from __future__ import annotations

from collections.abc import Sequence

from kg.markup.html import text
from kg.views.drawing.elements import Style, element
from kg.views.timeline.tracks import GLYPH, LEGEND, LEGEND_WIDTH, SIGNS, sign
from kg.views.timeline.tracks import glyph as drawn_glyph
from kg.views.timeline.years import STATUSES

__all__ = ["SYMBOLS", "FluidPlaces", "glyph", "legend"]

SYMBOLS = (
    '<svg class="symbols" width="0" height="0" aria-hidden="true"><defs>'
    + "".join(f'<g id="timeline-{name}">{sign(name)}</g>' for name in SIGNS)
    + "</defs></svg>"
)
"""What the tracks use by reference, since a path knows no percent; once on a page."""


class FluidPlaces:
    """Along a track as wide as there is room."""

    def x(self, share: float) -> str:
        """In percent."""
        return f"{100 * share:.2f}%"

    def sign(self, name: str, share: float, y: float) -> str:
        """By reference to :data:`SYMBOLS`."""
        return element("use", href=f"#timeline-{name}", x=self.x(share), y=y)


def glyph(status: str) -> str:
    """The mark of a status; the words beside it say the same."""
    return _drawn(drawn_glyph(status), GLYPH, "glyph")


def legend(statuses: Sequence[str]) -> str:
    """What the marks mean: the statuses that occur, and the kinds of lines."""
    entries = [(glyph(status), STATUSES.get(status, status)) for status in statuses]
    entries += [(_drawn(drawn, LEGEND_WIDTH), words) for words, drawn in LEGEND.items()]
    items = "".join(f"<li>{drawn} {text(words)}</li>" for drawn, words in entries)
    return f'<ul class="legend" aria-label="Legend">{items}</ul>'


def _drawn(content: str, width: float, name: str | None = None) -> str:
    size: Style = {"width": width, "height": GLYPH, "viewBox": f"0 0 {width:g} {GLYPH:g}", "aria_hidden": "true"}
    return element("svg", content, class_=name, **size)
