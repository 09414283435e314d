"""The text of an article, and places in it as people name them: line and column."""

from __future__ import annotations

from functools import cached_property

from kg.read.report import shown

__all__ = ["ArticleText"]

_BLOCK = 1 << 16
_CONTEXT = 20


class ArticleText:
    """A text, untouched but for its byte order mark, with its name for messages.

    Offsets count code points. Lines end at a line feed, and the first line and column are 1.
    """

    def __init__(self, name: str, content: str) -> None:
        self.name = name
        self.content = content

    @cached_property
    def _blocks(self) -> list[tuple[int, int]]:
        """For each block of the text: line feeds before it, and where the last of them stands (else -1)."""
        blocks = [(0, -1)]
        for start in range(0, len(self.content), _BLOCK):
            count, last = blocks[-1]
            count += self.content.count("\n", start, start + _BLOCK)
            blocks.append((count, max(last, self.content.rfind("\n", start, start + _BLOCK))))
        return blocks

    def place(self, offset: int) -> str:
        """The place of an offset as ``line:column``."""
        block = offset // _BLOCK
        count, last = self._blocks[block]
        count += self.content.count("\n", block * _BLOCK, offset)
        last = max(last, self.content.rfind("\n", block * _BLOCK, offset))
        return f"{count + 1}:{offset - last}"

    def context(self, start: int, end: int) -> str:
        """A run of text with some characters on both sides, as one line: ``…in the [quote] that…``."""
        before = self.content[max(0, start - _CONTEXT) : start]
        after = self.content[end : end + _CONTEXT]
        left = "…" if start > _CONTEXT else ""
        right = "…" if end + _CONTEXT < len(self.content) else ""
        return f"{left}{shown(before)}[{shown(self.content[start:end])}]{shown(after)}{right}"
