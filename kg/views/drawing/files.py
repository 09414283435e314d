"""Pictures as the content of files: SVG, the one way in which they are drawn, and PNG made from it.

How something looks stands in attributes of the elements and not in a style sheet: drawing programs read it, a page
that holds several pictures does not mix them up, and the style sheet of a page may still say otherwise, for the dark.

Nothing is read but the package's own fonts and nothing global is touched: the same picture gives the same bytes, in
whatever thread, under whatever settings, fonts and locale.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UsageError
from kg.markup.environment import render
from kg.markup.palette import GROUND, INK
from kg.suggest import unknown
from kg.views.drawing.fonts import FAMILY, FONT_FILES

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["FORMATS", "Drawing", "Sheet", "Text", "check_format", "drawing"]

FORMATS = ("svg", "png")
"""The formats of pictures."""

_SHARP = 2.0  # pixels for a point: 144 for an inch
_SIDE_MOST, _AREA_MOST = 30_000.0, 60e6  # pixels; the whole picture is in memory, four bytes each
_INCH, _SCREEN_INCH, _METRE = 72.0, 96.0, 0.0254  # points for an inch, pixels by the rules of CSS, and metres
_SIGNATURE_AND_HEADER = 33  # bytes at the start of a PNG


class Text(NamedTuple):
    """A line of text in a picture; ``y`` is its base line, ``size`` that of its letters."""

    text: str
    x: float
    y: float
    size: float
    colour: str = INK
    bold: bool = False


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


class Drawing(bytes):
    """The content of a picture's file; a notebook shows the picture itself."""

    def __new__(cls, content: bytes, picture_format: str) -> Drawing:
        """Keep the format with the content."""
        drawing = super().__new__(cls, content)
        drawing._format = picture_format
        return drawing

    _format: str

    def _repr_svg_(self) -> str | None:
        return self.decode() if self._format == "svg" else None

    def _repr_png_(self) -> bytes | None:
        return bytes(self) if self._format == "png" else None


def check_format(picture_format: str) -> None:
    """Refuse what is not one of :data:`FORMATS`.

    Raises:
        UsageError: an unknown format.
    """
    if picture_format not in FORMATS:
        raise unknown("picture format", picture_format, FORMATS)


def drawing(sheet: Sheet, picture_format: str) -> Drawing:
    """A picture as the content of a file.

    Raises:
        UsageError: an unknown format; a picture too large for pixels.
    """
    check_format(picture_format)
    svg = sheet.svg()
    content = svg.encode() if picture_format == "svg" else _png(sheet, svg)
    return Drawing(content, picture_format)


def _png(sheet: Sheet, svg: str) -> bytes:
    import resvg_py

    side, area = max(sheet.width, sheet.height), sheet.width * sheet.height
    sharp = min(_SHARP, _SIDE_MOST / side, (_AREA_MOST / area) ** 0.5)
    if sharp < 1:
        size = f"{sheet.width:.0f} by {sheet.height:.0f} points"
        raise UsageError(f"the picture is too large for .png: {size}", hint="write .svg or .html, or show less")
    content = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=sharp * _INCH / _SCREEN_INCH,
        dpi=_SCREEN_INCH,
        background=GROUND,  # also of a last row or column that is only partly covered
        skip_system_fonts=True,
        font_files=[str(file) for file in FONT_FILES],
        font_family=FAMILY.partition(",")[0],
        sans_serif_family=FAMILY.partition(",")[0],
    )
    return _with_resolution(bytes(content), sharp * _INCH / _METRE)


def _with_resolution(png: bytes, pixels: float) -> bytes:
    """The PNG with its pixels per metre, so that it has its size on paper (PNG specification, 11.3.4.3)."""
    chunk = b"pHYs" + struct.pack(">IIB", round(pixels), round(pixels), 1)
    told = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:_SIGNATURE_AND_HEADER] + told + png[_SIGNATURE_AND_HEADER:]
