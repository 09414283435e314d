"""SVG, the one way in which pictures are drawn: as files of their own, within pages, and as what PNG is made from.

How something looks stands in attributes of the elements and not in a style sheet: drawing programs read it, a page
that holds several pictures does not mix them up, and the style sheet of a page may still say otherwise, for the dark.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.html import text
from kg.network.texts import one_line
from kg.pictures.fonts import FAMILY, LEADING
from kg.pictures.palette import GROUND

__all__ = ["Sheet", "Style", "attributes", "element", "group", "lines", "number", "words"]

Style = Mapping[str, float | str]
"""Attributes by their names, written as :func:`attributes` takes them."""

_FROM_LEFT, _FROM_RIGHT, _END = "\u2066", "\u2067", "\u2069"
_TURNED = frozenset(["R", "AL", "AN"])


def number(value: float) -> str:
    """A number as short as two decimals allow.

    >>> number(3.0), number(-0.001), number(2.345)
    ('3', '0', '2.35')
    """
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def words(value: str, whole: str | None = None) -> str:
    """A line of text as XML, in its own direction.

    A text in which something runs from right to left is set apart, so that it runs as its first letter says, whatever
    the direction around it (Unicode Standard Annex 9, P2 and P3).

    Args:
        value: the line.
        whole: the text that it is a line of; None for a text of one line.
    """
    kinds = [unicodedata.bidirectional(char) for char in (value if whole is None else whole)]
    line = text(one_line(value))
    if _TURNED.isdisjoint(kinds):
        return line
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    # The marks are put around what has been made safe: within it they would count as hostile.
    return f"{_FROM_LEFT if first == 'L' else _FROM_RIGHT}{line}{_END}"


def attributes(**values: float | str | None) -> str:
    """Attributes, each behind a blank; an underscore in a name stands for a hyphen, one at its end for nothing.

    >>> attributes(class_="edge", stroke_width=1.5, fill=None)
    ' class="edge" stroke-width="1.5"'
    """
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{text(value) if isinstance(value, str) else number(value)}"'
        for name, value in values.items()
        if value is not None
    )


def element(name: str, content: str = "", /, **values: float | str | None) -> str:
    """An element; its content is XML."""
    start = f"<{name}{attributes(**values)}"
    return f"{start}>{content}</{name}>" if content else f"{start}/>"


def group(content: Iterable[str], /, **values: float | str | None) -> str:
    """A group of elements, one a line."""
    return f"<g{attributes(**values)}>\n" + "\n".join([*content, "</g>"])


def lines(
    told: Sequence[str], x: float, first: float, size: float, step: float | None = None, /, **values: float | str | None
) -> str:
    """Lines of text one below the other.

    Args:
        told: the lines, as they came.
        x, first: where each line has its anchor, and the first one its base line.
        size: of the letters.
        step: from one base line to the next.
        values: more attributes.
    """
    rise = size * LEADING if step is None else step
    if len(told) == 1:
        return element("text", words(told[0]), x=x, y=first, font_size=size, **values)
    whole = " ".join(told)
    spans = "".join(element("tspan", words(line, whole), x=x, y=first + rise * i) for i, line in enumerate(told))
    return element("text", spans, font_size=size, **values)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture of its own.

    Args:
        title: what it is, for who cannot see it.
        width, height: in points.
        content: elements.
    """

    title: str
    width: float
    height: float
    content: Sequence[str]

    def svg(self) -> str:
        """The picture as the content of a file."""
        wide, high = number(self.width), number(self.height)
        return "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{high}pt" viewBox="0 0 {wide} '
                f'{high}" role="img" font-family="{FAMILY}">',
                f"<title>{words(self.title)}</title>",
                f'<rect width="{wide}" height="{high}" fill="{GROUND}"/>',
                *self.content,
                "</svg>\n",
            ]
        )
