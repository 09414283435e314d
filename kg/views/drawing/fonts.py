"""The fonts of pictures, which come with the package: how wide a text is in them, and where their files are.

Text in an SVG stays text, so that it can be searched, copied and read aloud. A reader without DejaVu Sans sees it in
another font; DejaVu is wider than those that a reader may have, so what finds room in it finds room.
"""

from __future__ import annotations

import struct
import textwrap
import unicodedata
from functools import cache
from pathlib import Path

from kg.text import one_line

__all__ = ["FAMILY", "FONT_FILES", "LEADING", "text_size", "text_width", "wrapped"]

_FOLDER = Path(__file__).with_name("fonts")
FONT_FILES = (_FOLDER / "DejaVuSans.ttf", _FOLDER / "DejaVuSans-Bold.ttf")
"""The files, regular and bold."""
FAMILY = "DejaVu Sans, Verdana, Bitstream Vera Sans, Tahoma, sans-serif"
"""What an SVG asks for; Verdana, nearly as wide, is what most readers without DejaVu have."""
LEADING = 1.32
"""The height of a line, as a multiple of the size of its letters."""

_UNSEEN = frozenset(["Mn", "Me", "Cf", "Cc"])  # categories of what stands on another letter, or shows nothing
_WRAP_LINES = 4
_HYPHENS = 20  # letters in a line; in shorter ones words are divided at their hyphens
_SEGMENTED = 12  # the format of the table of characters that holds all planes


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of text, in the unit of ``size``.

    The widths of single letters are summed: joined and kerned letters take less room, never more.

    >>> text_width("Aksu", 10)
    24.18
    """
    widths, box = _widths(bold)
    seen = (char for char in text if unicodedata.category(char) not in _UNSEEN)
    return round(sum(widths.get(ord(char), box) for char in seen) * size, 2)


def text_size(text: str, size: float) -> tuple[float, float]:
    """Width and height of lines of text; (0, 0) for no text."""
    if not text:
        return 0.0, 0.0
    lines = text.split("\n")
    return max(text_width(line, size) for line in lines), round(len(lines) * size * LEADING, 2)


def wrapped(label: str, columns: int = 24) -> str:
    """A label in at most four lines; what is longer ends in an ellipsis."""
    lines = textwrap.wrap(one_line(label)[: columns * (_WRAP_LINES + 1)], columns, break_on_hyphens=columns < _HYPHENS)
    if len(lines) > _WRAP_LINES:
        lines = [*lines[: _WRAP_LINES - 1], lines[_WRAP_LINES - 1][: columns - 1].rstrip() + "…"]
    return "\n".join(lines)


@cache
def _widths(bold: bool) -> tuple[dict[int, float], float]:
    """For each character its width, where letters are 1 high; and the width of the box for one that the font lacks.

    See the OpenType specification on the tables ``head``, ``hhea``, ``hmtx`` and ``cmap``.
    """
    content = FONT_FILES[bold].read_bytes()
    tables = {}
    for i in range(struct.unpack_from(">H", content, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", content, 12 + 16 * i)
        tables[tag] = offset
    (units,) = struct.unpack_from(">H", content, tables[b"head"] + 18)
    (measured,) = struct.unpack_from(">H", content, tables[b"hhea"] + 34)
    # Width and left side of each glyph; those behind the last measured one are as wide as it.
    advances = struct.unpack_from(">" + "Hh" * measured, content, tables[b"hmtx"])[::2]
    return {
        code: advances[min(glyph, measured - 1)] / units for code, glyph in _glyphs(content, tables[b"cmap"]).items()
    }, advances[0] / units


def _glyphs(content: bytes, at: int) -> dict[int, int]:
    """The number of the glyph of each character."""
    found: dict[int, int] = {}
    for i in range(struct.unpack_from(">H", content, at + 2)[0]):
        start = at + struct.unpack_from(">HHI", content, at + 4 + 8 * i)[2]
        if struct.unpack_from(">H", content, start)[0] != _SEGMENTED:
            continue
        for group in range(struct.unpack_from(">I", content, start + 12)[0]):
            first, last, glyph = struct.unpack_from(">III", content, start + 16 + 12 * group)
            found.update((code, glyph + code - first) for code in range(first, last + 1))
    return found
