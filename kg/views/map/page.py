"""The map of hosting places as a page: drawn for wide and for narrow windows, with every place and event listed below.

A point is a link to its place in the list, where the evidence stands; with scripts a card shows it beside the point.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from kg.markup.environment import asset
from kg.markup.html import link, table, text, timed
from kg.markup.page import render_page
from kg.suggest import counted
from kg.text import one_line
from kg.views.card import evidence_list
from kg.views.map.drawing import LEGEND, TITLE, sources
from kg.views.map.hosting import HostedEvent, HostingMap, Place
from kg.views.map.layout import Disc, Panel, panels
from kg.views.map.panel import Lettering, panel_svg
from kg.views.map.projection import degrees

__all__ = ["MAP_SCRIPT", "MAP_STYLES", "map_figure", "map_page"]

MAP_STYLES = ("views/card.css", "views/map/map.css")
"""The style that a page with :func:`map_figure` needs beside the common one."""
MAP_SCRIPT = "views/card.js"
"""The script of such a page; without it all is there, only no card."""

_SIDE, _FOOT = 30.0, 16.0  # room for degrees, left and below
_WIDE, _NARROW = 1040.0, 330.0
_LETTERING = {"wide": Lettering(names=12, degrees=10), "narrow": Lettering(names=10.5, degrees=8.5)}


def map_page(hosting: HostingMap, *, title: str = TITLE) -> bytes:
    """The page of a map: one file that needs no network."""
    body = Markup(map_figure(hosting))  # noqa: S704
    return render_page(title, body, script=asset(MAP_SCRIPT), style="".join(map(asset, MAP_STYLES)))


def map_figure(hosting: HostingMap) -> str:
    """The map as HTML for any page that has :data:`MAP_STYLES`; its ids begin with ``map-``."""
    numbers = {place.iri: number for number, place in enumerate((*hosting.places, *hosting.unplaced), start=1)}
    wide = panels(hosting, _WIDE, inset_width=_WIDE / 2 - _SIDE, label_size=_LETTERING["wide"].names)
    narrow = panels(hosting, _NARROW, inset_width=_NARROW, label_size=_LETTERING["narrow"].names, shrink=0.7)
    parts = ['<div class="hosting">', *(f"<p>{text(note)}</p>" for note in hosting.notes())]
    if wide:
        caption = " ".join(text(line) for line in sources(wide))
        frames = _frame("wide", wide, numbers) + _frame("narrow", narrow, numbers)
        parts += [_legend(), f"<figure>{frames}<figcaption>{caption}</figcaption></figure>"]
    else:
        parts.append("<p>No event that counts has a place with coordinates.</p>")
    parts += [_place(place, numbers[place.iri]) for place in hosting.places]
    if hosting.unplaced:
        parts.append("<h2>Places without coordinates</h2>")
        parts += [_place(place, numbers[place.iri]) for place in hosting.unplaced]
    if hosting.nowhere:
        items = "".join(f"<li>{text(label)}</li>" for label, _ in hosting.nowhere)
        parts.append(f"<h2>Place not stated</h2><ul>{items}</ul>")
    return "\n".join([*parts, _table(hosting), "</div>"])


def _legend() -> str:
    items = "".join(
        f'<li><svg width="18" height="18" aria-hidden="true">{mark(9, 9, 7)}</svg> {text(words)}</li>'
        for words, mark in LEGEND
    )
    return f'<ul class="legend" aria-label="Legend">{items}</ul>'


def _frame(name: str, found: Sequence[Panel], numbers: dict[str, int]) -> str:
    whole, *insets = (_panel(panel, name, numbers) for panel in found)
    below = f'<div class="insets">{"".join(insets)}</div>' if insets else ""
    return f'<div class="{name}">{whole}{below}</div>'


def _panel(panel: Panel, name: str, numbers: dict[str, int]) -> str:
    region = panel.region
    clip = f"map-{name}-{panel.letter or 'whole'}"
    drawn = panel_svg(panel, _LETTERING[name], clip, lambda disc, shown: _link(disc, numbers[disc.place.iri], shown))
    box = f"{-_SIDE:g} -1 {region.width + _SIDE + 1:g} {region.height + _FOOT + 1:.2f}"
    label = f"Inset {panel.letter}" if panel.letter else "Map of hosting places"
    head = f"<p>{label}</p>" if panel.letter else ""
    return f'<div>{head}<svg class="map" viewBox="{box}" role="group" aria-label="{label}">{drawn}</svg></div>'


def _link(disc: Disc, number: int, shown: str) -> str:
    label = f"{one_line(disc.place.label)}: {_count(disc.place)}"
    return (
        f'<a href="#map-place-{number}" aria-label="{text(label)}" data-shows="map-place-{number}-told" '
        f'data-title="{text(label)}">{shown}</a>'
    )


def _count(place: Place) -> str:
    number = len(place.events)
    words = counted(number, "event")
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
        timed(event.when) if event.when else "date not stated",
    ]
    nearer = [name for name in event.told if name != place.label]
    if nearer:
        parts.append(f"stated: {text(', '.join(nearer))}, within {text(place.label)}")
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
