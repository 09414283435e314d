"""The marks of the time line and of its legend, and the style of both: shape and fill tell, colour never alone."""

from __future__ import annotations

from collections.abc import Sequence

from kg.pages.html import text
from kg.pictures.timeline import STATUSES

__all__ = ["SYMBOLS", "TIMELINE_STYLE", "glyph", "legend"]

_CIRCLE = '<circle cx="8" cy="8" r="5.5"/>'
_GLYPHS = {
    "held": '<circle cx="8" cy="8" r="5.5" class="full"/>',
    "ongoing": f'{_CIRCLE}<path d="M8 2.5a5.5 5.5 0 0 0 0 11z" class="full"/>',
    "announced": _CIRCLE,
    "planned": '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z"/>',
    "proposed": '<path d="M8 2 14.5 13.5h-13z"/>',
    "wished": '<circle cx="8" cy="8" r="5.5" class="dotted"/>',
    "postponed": '<path d="M2.5 2.5h11v11h-11zM5 8h6M8.5 5.5 11 8 8.5 10.5"/>',
    "cancelled": f'{_CIRCLE}<path d="M5 5l6 6M11 5l-6 6"/>',
    "": '<path d="M2.5 2.5h11v11h-11z" class="dotted"/>',
}
SYMBOLS = (
    '<svg class="symbols" width="0" height="0" aria-hidden="true"><defs>'
    '<path id="timeline-before" d="M0 0 7 -5V5z"/><path id="timeline-after" d="M0 0 -7 -5V5z"/>'
    '<path id="timeline-cross" d="M-4 -4 4 4M4 -4 -4 4" class="cross"/></defs></svg>'
)
"""What the tracks use by reference; once on a page."""

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
.timeline .axis text, .timeline .about { fill: var(--soft); font-size: 12px; }
.timeline .about { fill: var(--ink); font-size: 10px; }
.timeline .month { stroke: var(--line); }
.timeline .joint { stroke: var(--soft); stroke-width: 1.2; }
.timeline .joint.meant { stroke-dasharray: 2 2; }
.timeline .days { stroke: var(--held); stroke-width: 11; stroke-linecap: round; }
.timeline .days.hollow { stroke: var(--ground); stroke-width: 7; }
.timeline .within { fill: var(--ground); stroke: var(--held); stroke-width: 1.2; stroke-dasharray: 4 2.5; }
.timeline .within.solid { fill: var(--held); fill-opacity: .22; }
.timeline .dot.within { stroke-dasharray: 2 1.5; }
.timeline .within.meant { stroke-dasharray: 1.5 2; }
.timeline .arrow { fill: var(--held); }
.timeline .cross { stroke: var(--ink); stroke-width: 2; fill: none; }
.timeline .dot { fill: var(--held); stroke: var(--held); }
.timeline .dot.hollow { fill: var(--ground); stroke-width: 1.5; }
.timeline .glyph { fill: none; stroke: var(--held); stroke-width: 1.6; }
.timeline .glyph .full { fill: var(--held); }
.timeline .glyph .dotted { stroke-dasharray: 1.5 2; }
.timeline .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .5rem 0; padding: 0;
  max-width: none; font-size: .875rem; }
.timeline .legend li { display: flex; gap: .4rem; align-items: center; }
.timeline .legend svg { flex: none; }
@media (max-width: 48rem) {
  .timeline .head, .timeline .rows > li { grid-template-columns: minmax(0, 1fr); padding-inline: .4rem; }
}
@media print { .timeline .rows > li { break-inside: avoid; } }
"""


def glyph(status: str) -> str:
    """The mark of a status; the words beside it say the same."""
    drawn = _GLYPHS.get(status, _GLYPHS[""])
    return f'<svg class="glyph" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">{drawn}</svg>'


def legend(statuses: Sequence[str]) -> str:
    """What the marks mean: the statuses that occur, and the kinds of lines."""
    entries = [(glyph(status), STATUSES.get(status, status)) for status in statuses]
    days = '<line class="days" x1="8" y1="8" x2="24" y2="8"/>'
    lines = {
        "these days": days,
        "some time within": '<rect class="within solid" x="2" y="3" width="28" height="10"/>',
        "planned, or not told as held": f'{days}<line class="days hollow" x1="8" y1="8" x2="24" y2="8"/>',
        "dates that differ": '<line class="joint" x1="6" y1="2" x2="26" y2="14"/>',
        "planned and actual date": '<line class="joint meant" x1="6" y1="2" x2="26" y2="14"/>',
    }
    entries += [
        (f'<svg width="32" height="16" viewBox="0 0 32 16" aria-hidden="true">{drawn}</svg>', words)
        for words, drawn in lines.items()
    ]
    items = "".join(f"<li>{drawn} {text(words)}</li>" for drawn, words in entries)
    return f'<ul class="legend" aria-label="Legend">{items}</ul>'
