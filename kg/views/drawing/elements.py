"""Elements of SVG, made one by one: for the marks of the time line and the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.markup.html import text
from kg.markup.words import number, set_apart
from kg.views.drawing import svg

__all__ = ["Style", "attributes", "element", "group", "lines", "number", "words"]

Style = Mapping[str, float | str]
"""Attributes by their names, written as :func:`attributes` takes them."""


def words(value: str, whole: str | None = None) -> str:
    """A line of text as XML, in its own direction; see :func:`kg.markup.words.set_apart`."""
    before, line, behind = set_apart(value, whole)
    return f"{before}{text(line)}{behind}"


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
    told: Sequence[str], x: float, first: float, size: float, step: float | None = None, **values: float | str
) -> str:
    """Lines of text one below the other as a plain string: markup that is added to one would escape it."""
    return str(svg.lines(told, x, first, size, step, **values))
