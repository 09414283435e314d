"""The beginning of a file, from which its format is told: by what it holds, and not by its name alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kg.read.json_source import TOKEN
from kg.regular_files import MAX_BYTES, open_regular

__all__ = ["Sample"]

_HEAD = 4096
_NATIVE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"kg"\s*:')
_MOST_TOKENS = 200_000


@dataclass(frozen=True)
class Sample:
    """What is looked at to tell the format of a file.

    Args:
        path: the file.
        head: its first bytes.
    """

    path: Path
    head: bytes = field(repr=False)

    @classmethod
    def of(cls, path: Path) -> Sample:
        """The sample of a file.

        Raises:
            OSError: it cannot be read, or is not a regular file.
        """
        with open_regular(path) as stream:
            return cls(path, stream.read(_HEAD))

    @property
    def suffix(self) -> str:
        """The suffix of the file in lower case, with its dot."""
        return self.path.suffix.lower()

    @property
    def text(self) -> str:
        """The first characters; what is not UTF-8 is replaced."""
        return self.head.decode("utf-8", "replace").removeprefix("\ufeff")

    @property
    def is_native_json(self) -> bool:
        """Whether the first thing in the file is the version of the native format."""
        return _NATIVE.match(self.head) is not None

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of the first JSON object, or of the first one in a list; empty where there is none.

        A key whose value is a list, or an object, comes also with ``[]``, or ``{}``, behind it.
        """
        if self.text.lstrip()[:1] not in ("{", "["):
            return frozenset()
        with open_regular(self.path) as stream:
            first = stream.readline(MAX_BYTES)
            begun = first.strip()
            is_line = begun.startswith(b"{") and begun.endswith(b"}")
            content = first if is_line else first + stream.read(max(0, MAX_BYTES - len(first)))
        return frozenset(_keys(content.decode("utf-8", "replace").removeprefix("\ufeff")))


def _keys(text: str) -> set[str]:
    found: set[str] = set()
    depth, wanted, before, key = 0, 0, "", None
    for number, match in enumerate(TOKEN.finditer(text)):
        piece = match[0]
        if number > _MOST_TOKENS:
            break
        if piece in "[{":
            if piece == "{" and not wanted:
                wanted = depth + 1
            elif wanted and depth == wanted and before == ":" and key is not None:
                found.add(f"{key}{'[]' if piece == '[' else '{}'}")
            depth += 1
        elif piece in "]}":
            depth -= 1
            if wanted and depth < wanted:
                break
        elif piece[0] == '"' and depth == wanted and before in ("{", ","):
            try:
                key = json.loads(piece)
            except ValueError:
                break
            found.add(key)
        before = piece
    return found
