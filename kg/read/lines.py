"""Lines of key paths: where in its file a value stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import KeyPath

__all__ = ["FixedLine", "LineNode", "TreeLines"]


@dataclass(slots=True)
class LineNode:
    """The line of a mapping or list, and of what is in it; a plain value is an entry without a node of its own.

    The line of an entry is that of its key, or of the first character of an item of a list.
    """

    line: int
    entries: dict[str | int, LineNode | int] = field(default_factory=dict)

    def find(self, path: KeyPath) -> int:
        """The line of a path, or of the nearest place above it that exists."""
        node = self
        line = self.line
        for part in path:
            entry = node.entries.get(part)
            if entry is None:
                return line
            if isinstance(entry, int):
                return entry
            node, line = entry, entry.line
        return line


@dataclass(frozen=True, slots=True)
class FixedLine:
    """Every path stands in one line, as in a ``.jsonl`` file; None where there are no lines."""

    line: int | None

    def __call__(self, path: KeyPath) -> int | None:  # noqa: ARG002 - as TreeLines
        """The line."""
        return self.line


@dataclass(frozen=True, slots=True)
class TreeLines:
    """Lines that were recorded while the file was read."""

    root: LineNode

    def __call__(self, path: KeyPath) -> int | None:
        """The line of a path, or of the nearest place above it that exists."""
        return self.root.find(path)
