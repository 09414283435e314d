"""What a parsed file is made of before anybody looks at its meaning, and the limits that hold for it.

Raw values are dictionaries with text as keys, lists, text, None for a value that is missing, and ``UNREADABLE``.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["FORBIDDEN", "MAX_DEPTH", "MAX_VALUES", "UNREADABLE", "Unreadable"]

MAX_DEPTH = 16
MAX_VALUES = 1_000_000

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that RDF or XML cannot carry. Both formats can smuggle them in as escapes.

A value that holds one is reported where it is read and goes no further: nothing behind the reader could write it.
"""


class Unreadable:
    """The type of ``UNREADABLE``."""

    __slots__ = ()


UNREADABLE: Final = Unreadable()
"""Stands for a value whose fault has been reported, so that it is not reported once more."""
