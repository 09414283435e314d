"""The map of hosting places as a page: drawn for wide and for narrow windows, with every place and event listed below.

A point is a link to its place in the list, where the evidence stands; with scripts a card shows it beside the point.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.network.texts import one_line
from kg.pages.frame import render_page
from kg.pages.html import link, table, text, timed
from kg.pages.timeline_evidence import CARD_SCRIPT, CARD_STYLE, evidence_list
from kg.pictures.map import HostedEvent, HostingMap, Place
from kg.pictures.map_drawing import sources
from kg.pictures.map_layout import Disc, Panel, panels
from kg.pictures.map_projection import Ring, coast, degrees, graticule

__all__ = ["MAP_SCRIPT", "MAP_STYLES", "map_figure", "map_page"]

_STYLE = """\
.hosting { --disc: #0072b2; --sea: #dfeaf2; --land: #f4f1ea; --coast: #6b7780; }
@media (prefers-color-scheme: dark) { .hosting { --disc: #56b4e9; --sea: #1b2a36; --land: #2e3230; --coast: #8b98a3; } }
.hosting { overflow-wrap: anywhere; }
.hosting .mark { max-width: 100%; }
.hosting figure { margin: .75rem 0; }
.hosting .map { display: block; width: 100%; height: auto; }
.hosting .insets { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; }
.hosting .insets p { margin: .4rem 0 0 2rem; font-weight: 600; font-size: .875rem; }
.hosting .narrow { display: none; }
.hosting .sea { fill: var(--sea); } .hosting .land { fill: var(--land); stroke: var(--coast); stroke-width: .6; }
.hosting .water { fill: var(--sea); stroke: var(--coast); stroke-width: .6; }
.hosting .grid { stroke: var(--coast); stroke-opacity: .35; stroke-width: .6; }
.hosting .frame { fill: none; stroke: var(--soft); }
.hosting .inset { fill: none; stroke: var(--ink); }
.hosting text { fill: var(--ink); font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans",
  sans-serif; }
.hosting .narrow text { font-size: 10.5px; }
.hosting .degrees { fill: var(--soft); font-size: 10px; }
.hosting .narrow .degrees { font-size: 8.5px; }
.hosting .letter { font-weight: 700; }
.hosting .name { paint-order: stroke; stroke: var(--land); stroke-width: 2.5px; stroke-linejoin: round; }
.hosting .full { fill: var(--disc); fill-opacity: .8; stroke: var(--land); }
.hosting .ring { fill: transparent; stroke: var(--disc); stroke-width: 1.4; stroke-dasharray: 4 2.5; }
.hosting a:hover circle, .hosting a:focus-visible circle { stroke: var(--ink); stroke-width: 2; }
.hosting .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; max-width: none;
  font-size: .875rem; }
.hosting .legend li { display: flex; gap: .4rem; align-items: center; }
.hosting .legend svg { flex: none; }
.hosting h3 { margin: 1rem 0 .2rem; }
.hosting .place > ul { margin: 0; }
@media (max-width: 50rem) {
  .hosting .wide { display: none; } .hosting .narrow { display: block; }
  .hosting .insets { grid-template-columns: minmax(0, 1fr); }
}
@media print { .hosting .wide { display: block; } .hosting .narrow { display: none; } }
"""
MAP_STYLES = CARD_STYLE + _STYLE
"""The style that a page with :func:`map_figure` needs beside the common one."""
MAP_SCRIPT = CARD_SCRIPT
"""The script of such a page; without it all is there, only no card."""

_SIDE, _FOOT = 30.0, 16.0  # room for degrees, left and below
_WIDE, _NARROW = 1040.0, 330.0


def map_page(hosting: HostingMap, *, title: str = "Where events were hosted") -> bytes:
    """The page of a map: one file that needs no network."""
    return render_page(title, map_figure(hosting), script=MAP_SCRIPT, style=MAP_STYLES)


def map_figure(hosting: HostingMap) -> str:
    """The map as HTML for any page that has :data:`MAP_STYLES`; its ids begin with ``map-``."""
    numbers = {place.iri: number for number, place in enumerate((*hosting.places, *hosting.unplaced), start=1)}
    wide = panels(hosting, _WIDE, inset_width=_WIDE / 2 - _SIDE, label_size=12)
    narrow = panels(hosting, _NARROW, inset_width=_NARROW, label_size=10.5, shrink=0.7)
    parts = ['<div class="hosting">', *(f"<p>{text(note)}</p>" for note in hosting.notes())]
    if wide:
        caption = " ".join(text(line) for line in sources(wide))
        frames = _frame("wide", wide, numbers) + _frame("narrow", narrow, numbers)
        parts += [_LEGEND, f"<figure>{frames}<figcaption>{caption}</figcaption></figure>"]
    else:
        parts.append("<p>No event that counts has a place with coordinates.</p>")
    parts += [_place(place, numbers[place.iri]) for place in hosting.places]
    if hosting.unplaced:
        parts.append("<h2>Places without coordinates</h2>")
        parts += [_place(place, numbers[place.iri]) for place in hosting.unplaced]
    if hosting.nowhere:
        items = "".join(f"<li>{text(label)}</li>" for label, _ in hosting.nowhere)
        parts.append(f"<h2>No place told</h2><ul>{items}</ul>")
    return "\n".join([*parts, _table(hosting), "</div>"])


_LEGEND = (
    '<ul class="legend" aria-label="Legend"><li><svg width="16" height="16" aria-hidden="true">'
    '<circle class="full" cx="8" cy="8" r="6"/></svg> events placed here alone</li>'
    '<li><svg width="18" height="18" aria-hidden="true"><circle class="ring" cx="9" cy="9" r="7.5"/></svg> '
    "with those that sources place elsewhere too; the number behind a name counts both</li></ul>"
)


def _frame(name: str, found: Sequence[Panel], numbers: dict[str, int]) -> str:
    whole, *insets = (_panel(panel, name, numbers) for panel in found)
    below = f'<div class="insets">{"".join(insets)}</div>' if insets else ""
    return f'<div class="{name}">{whole}{below}</div>'


def _panel(panel: Panel, name: str, numbers: dict[str, int]) -> str:
    region = panel.region
    wide, high = f"{region.width:g}", f"{region.height:.2f}"
    clip = f"map-{name}-{panel.letter or 'whole'}"
    land, water = coast(region)
    shown = [
        f'<clipPath id="{clip}"><rect width="{wide}" height="{high}"/></clipPath>',
        f'<rect class="sea" width="{wide}" height="{high}"/>',
        f'<g clip-path="url(#{clip})"><path class="land" d="{_path(land)}"/>'
        f'<path class="water" d="{_path(water)}"/></g>',
    ]
    meridians, parallels = graticule(region)
    for longitude in meridians:
        x = region.point(longitude, region.south)[0]
        shown.append(f'<line class="grid" x1="{x}" y1="0" x2="{x}" y2="{high}"/>')
        words = degrees(longitude, "EW")
        shown.append(f'<text class="degrees" x="{x}" y="{region.height + 12:.2f}" text-anchor="middle">{words}</text>')
    for latitude in parallels:
        y = region.point(region.west, latitude)[1]
        shown.append(f'<line class="grid" x1="0" y1="{y}" x2="{wide}" y2="{y}"/>')
        shown.append(f'<text class="degrees" x="-3" y="{y + 3:.2f}" text-anchor="end">{degrees(latitude, "NS")}</text>')
    for letter, x, y, width, height in panel.insets:
        shown.append(f'<rect class="inset" x="{x}" y="{y}" width="{width}" height="{height}"/>')
        shown.append(f'<text class="letter" x="{x}" y="{y - 3:.2f}">{letter}</text>')
    # The large ones first, so that none hides a smaller one; the links stand in that order too.
    shown += [_disc(each, numbers[each.place.iri]) for each in sorted(panel.discs, key=lambda each: -each.outer)]
    shown.append(f'<rect class="frame" width="{wide}" height="{high}"/>')
    box = f"{-_SIDE:g} -1 {region.width + _SIDE + 1:g} {region.height + _FOOT + 1:.2f}"
    label = f"Inset {panel.letter}" if panel.letter else "Map of hosting places"
    head = f"<p>{label}</p>" if panel.letter else ""
    return f'<div>{head}<svg class="map" viewBox="{box}" role="group" aria-label="{label}">{"".join(shown)}</svg></div>'


def _path(rings: Sequence[Ring]) -> str:
    return "".join("M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z" for ring in rings)


def _disc(disc: Disc, number: int) -> str:
    shown = []
    if disc.outer > disc.inner:
        shown.append(f'<circle class="ring" cx="{disc.x}" cy="{disc.y}" r="{disc.outer}"/>')
    if disc.inner:
        shown.append(f'<circle class="full" cx="{disc.x}" cy="{disc.y}" r="{disc.inner}"/>')
    if disc.box is not None:
        left, top, _, height = disc.box
        step = height / len(disc.label)
        shown += [
            f'<text class="name" x="{left + 1:.2f}" y="{top + step * (line + 0.76):.2f}">{text(one_line(words))}</text>'
            for line, words in enumerate(disc.label)
        ]
    label = f"{one_line(disc.place.label)}: {_count(disc.place)}"
    return (
        f'<a href="#map-place-{number}" aria-label="{text(label)}" data-shows="map-place-{number}-told" '
        f'data-title="{text(label)}">{"".join(shown)}</a>'
    )


def _count(place: Place) -> str:
    number = len(place.events)
    words = "1 event" if number == 1 else f"{number} events"
    return f"{words}, {place.shared} of them placed elsewhere too" if place.shared else words


def _place(place: Place, number: int) -> str:
    where = ""
    if place.latitude is not None and place.longitude is not None:
        found = f"{degrees(place.latitude, 'NS')}, {degrees(place.longitude, 'EW')}"
        given = ", ".join(link(source) for source in place.sources)
        where = f'<p class="soft">{found} (WGS 84){f": {given}" if given else ""}</p>'
    events = "".join(f"<li>{_event(event, place)}</li>" for event in place.events)
    return (
        f'<section class="place" id="map-place-{number}"><h3>{text(place.label)} '
        f'<span class="soft">{_count(place)}</span></h3>{where}<ul id="map-place-{number}-told">{events}</ul></section>'
    )


def _event(event: HostedEvent, place: Place) -> str:
    parts = [
        text(event.label),
        text(event.kind),
        text(event.status),
        timed(event.when) if event.when else "no date told",
    ]
    nearer = [name for name in event.told if name != place.label]
    if nearer:
        parts.append(f"told: {text(', '.join(nearer))}, within {text(place.label)}")
    differ = f' <span class="mark">also placed in {text(", ".join(event.elsewhere))}</span>' if event.elsewhere else ""
    return f"{' · '.join(parts)}{differ}<details><summary>Who says so</summary>{evidence_list(event.claims)}</details>"


def _table(hosting: HostingMap) -> str:
    rows = [
        [
            text(place.label),
            *(
                f'<a href="#map-place-{number}">{shown}</a>'
                for shown in (
                    "none" if place.latitude is None else f"{place.latitude:.2f}",
                    "none" if place.longitude is None else f"{place.longitude:.2f}",
                    place.settled,
                    place.shared,
                )
            ),
        ]
        for number, place in enumerate((*hosting.places, *hosting.unplaced), start=1)
    ]
    if not rows:
        return ""
    head = ["Place", "Latitude", "Longitude", "Events here alone", "Events here or elsewhere"]
    return f"<details><summary>As a table</summary>{table(head, rows, 'Hosting places')}</details>"
