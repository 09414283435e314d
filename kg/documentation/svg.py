"""Pieces of SVG, and how wide a text is at most."""

from __future__ import annotations

from dataclasses import dataclass

from kg.markup.html import text
from kg.markup.palette import DIAGRAM, GROUND

__all__ = ["LabelBox", "box", "curve", "picture", "text_width"]

# The same in light and dark, since the diagrams bring their own white ground.
INK, LINE = DIAGRAM["text"]
SIZE = 13
_WIDE = set("mwMWQGOD@%ШЩЖМ—…")
_NARROW = set("iljtfrI.,:;'|!()[] -")


@dataclass(frozen=True, slots=True)
class LabelBox:
    """A box with a text: its place, what style it has, where it leads, and what a pointer on it shows."""

    x: float
    y: float
    width: float
    height: float
    label: str
    style: str
    href: str | None = None
    title: str = ""
    second: str = ""

    @property
    def middle(self) -> float:
        """Half its height, from the top of the picture."""
        return self.y + self.height / 2


def text_width(label: str, size: float = SIZE) -> float:
    """At least the width of a text in the sans-serif fonts of common systems."""
    ems = sum(0.96 if c in _WIDE else 0.42 if c in _NARROW else 0.8 if c.isupper() else 0.66 for c in label)
    return round(ems * size, 1)


def box(each: LabelBox) -> str:
    """A box as SVG, linked where it leads somewhere."""
    fill, edge = DIAGRAM[each.style]
    radius = 14 if each.style == "relation" else 3
    dash = ' stroke-dasharray="4 3"' if each.style == "elsewhere" else ""
    lines = [each.label, each.second] if each.second else [each.label]
    parts = [
        f"<g><title>{text(each.title or each.label)}</title>",
        f'<rect x="{each.x:g}" y="{each.y:g}" width="{each.width:g}" height="{each.height:g}" rx="{radius}" '
        f'fill="{fill}" stroke="{edge}"{dash}/>',
    ]
    step = 17
    first = each.middle + 4.5 - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        weight = ' font-weight="600"' if number == 0 and each.style in ("class", "module") else ""
        parts.append(
            f'<text x="{each.x + each.width / 2:g}" y="{first + number * step:g}" text-anchor="middle"{weight}>'
            f"{text(line)}</text>"
        )
    parts.append("</g>")
    drawn = "".join(parts)
    return drawn if each.href is None else f'<a href="{text(each.href)}">{drawn}</a>'


def curve(x1: float, y1: float, x2: float, y2: float, *, arrow: bool = True, width: float = 1.2) -> str:
    """A line from side to side that leaves and arrives level."""
    bend = (x2 - x1) / 2
    head = ' marker-end="url(#arrow)"' if arrow else ""
    return (
        f'<path d="M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}" fill="none" '
        f'stroke="{LINE}" stroke-width="{width:g}"{head}/>'
    )


def picture(name: str, title: str, description: str, width: float, height: float, parts: list[str]) -> str:
    """A whole SVG, with a title and a description for those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-labelledby="{name}-title {name}-desc" '
        f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        f"font-family=\"system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif\" "
        f'font-size="{SIZE}" fill="{INK}">\n'
        f'<title id="{name}-title">{text(title)}</title>\n<desc id="{name}-desc">{text(description)}</desc>\n'
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="{LINE}"/></marker></defs>\n'
        f'<rect width="{width:g}" height="{height:g}" fill="{GROUND}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )
