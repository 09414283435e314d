"""The marks of the time line on a page, its legend, and the style of both."""

from __future__ import annotations

from collections.abc import Sequence

from kg.pages.html import text
from kg.pictures.svg import Style, element
from kg.pictures.timeline import STATUSES
from kg.pictures.timeline_svg import GLYPH, LEGEND, LEGEND_WIDTH, SIGNS, sign
from kg.pictures.timeline_svg import glyph as drawn_glyph

__all__ = ["SYMBOLS", "TIMELINE_STYLE", "FluidPlaces", "glyph", "legend"]

SYMBOLS = (
    '<svg class="symbols" width="0" height="0" aria-hidden="true"><defs>'
    + "".join(f'<g id="timeline-{name}">{sign(name)}</g>' for name in SIGNS)
    + "</defs></svg>"
)
"""What the tracks use by reference, since a path knows no percent; once on a page."""

# Shapes and sizes stand in the marks, as in a file; here are the colours for light and dark.
TIMELINE_STYLE = """\
.timeline { --held: #0072b2; }
@media (prefers-color-scheme: dark) { .timeline { --held: #56b4e9; } }
.timeline section { border-top: 1px solid var(--soft); margin-top: .5rem; padding-top: .3rem; }
.timeline h3 { margin: 0; font-size: 1.1rem; }
.timeline .symbols { position: absolute; }
.timeline .head, .timeline .rows > li { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
  gap: 0 1rem; padding-right: .5rem; }
.timeline .rows { list-style: none; margin: 0; padding: 0; max-width: none; }
.timeline .rows > li { padding-block: .25rem; }
.timeline .rows > li:target, .timeline .rows > li:hover { background: var(--panel); }
.timeline .plain > li { display: block; }
.timeline p { margin: 0; }
.timeline > p { margin: .4rem 0; }
.timeline .words { display: flex; gap: .5rem; min-width: 0; }
.timeline .words > div { min-width: 0; flex: 1; }
.timeline .words > svg { flex: none; margin-top: .25rem; }
.timeline .name { font-weight: 600; overflow-wrap: anywhere; }
.timeline .short { font-size: .875rem; color: var(--soft); overflow-wrap: anywhere; }
.timeline .words summary { font-size: .875rem; color: var(--link); }
.timeline .track, .timeline .axis { display: block; overflow: visible; }
.timeline .axis text { fill: var(--soft); font-size: 12px; }
.timeline .about { fill: var(--ink); }
.timeline .month { stroke: var(--line); }
.timeline .joint { stroke: var(--soft); }
.timeline .days { stroke: var(--held); }
.timeline .days.hollow { stroke: var(--ground); }
.timeline .within { fill: var(--ground); stroke: var(--held); }
.timeline .within.solid { fill: var(--held); }
.timeline .lanes .within { stroke-width: 1.2; stroke-dasharray: 4 2.5; }
.timeline .lanes .within.solid { fill-opacity: .22; }
.timeline .lanes .dot.within { stroke-dasharray: 2 1.5; }
.timeline .arrow { fill: var(--held); }
.timeline .cross { stroke: var(--ink); }
.timeline .dot { fill: var(--held); stroke: var(--held); }
.timeline .dot.hollow { fill: var(--ground); stroke-width: 1.5; }
.timeline .glyph * { stroke: var(--held); }
.timeline .glyph .full { fill: var(--held); }
.timeline .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .5rem 0; padding: 0;
  max-width: none; font-size: .875rem; }
.timeline .legend li { display: flex; gap: .4rem; align-items: center; }
.timeline .legend svg { flex: none; }
@media (max-width: 48rem) {
  .timeline .head, .timeline .rows > li { grid-template-columns: minmax(0, 1fr); padding-inline: .4rem; }
}
@media print { .timeline .rows > li { break-inside: avoid; } }
"""


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
