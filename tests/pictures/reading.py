"""Pictures read back: the words of an SVG, and the pixels of a PNG."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SVG = "{http://www.w3.org/2000/svg}"
_MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2069"))


def words(svg: bytes | str) -> list[str]:
    """What is written in a picture, each text on one line, without the marks that set directions apart."""
    root = ET.fromstring(svg)  # noqa: S314 - our own file
    return [" ".join(each.itertext()).translate(_MARKS) for each in root.iter(f"{SVG}text")]


def pixels(png: bytes) -> NDArray[np.uint8]:
    """Height, width, and red, green and blue from 0 to 255."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"))
