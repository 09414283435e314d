"""Text for terminals: how wide it is, and in columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kg.text import plain

__all__ = ["clip", "display_width", "table", "table_lines"]

_NUMBER = frozenset("0123456789.,-+% ")


def display_width(text: str) -> int:
    """How many columns of a terminal the text takes: two for wide East Asian characters, none for marks."""
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def clip(text: str, width: int) -> str:
    """The text, cut to ``width`` columns with an ellipsis where it is wider."""
    if display_width(text) <= width:
        return text
    room, kept = max(width, 1) - 1, []
    for character in text:
        room -= _character_width(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + "…"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, width: int | None = None) -> str:
    """Rows under their headings, one line each, without a final line end.

    Args:
        head: the headings.
        rows: the cells, as many a row as there are headings.
        width: columns that there are; the widest cells are then cut to fit, with an ellipsis. None never cuts.

    >>> print(table(["name", "score"], [["Azerbaijan", "1.0000"], ["Türkiye", "0.3333"]]))
    name         score
    ──────────  ──────
    Azerbaijan  1.0000
    Türkiye     0.3333
    """
    return "\n".join(table_lines(head, rows, width=width, measured=None))


def table_lines(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, width: int | None = None, measured: int | None = 200
) -> Iterator[str]:
    """The lines of a table, as its rows come: the heading, the rule, and one line a row.

    Args:
        head: the headings.
        rows: the cells, as many a row as there are headings.
        width: columns that there are; see :func:`table`.
        measured: how many rows say how wide the columns are, and are waited for; None: all of them. What is wider
            in a later row is cut where there is a ``width``, and else moves what stands behind it to the right.
    """
    lines = ([plain(cell) for cell in row] for row in rows)
    first = list(lines if measured is None else islice(lines, measured))
    titles = [plain(title) for title in head]
    widths = [
        max([display_width(title), *(display_width(line[column]) for line in first)])
        for column, title in enumerate(titles)
    ]
    if width is not None:
        widths = _narrowed(widths, width)
    numeric = [_is_numeric([line[column] for line in first]) for column in range(len(titles))]

    def laid_out(cells: Sequence[str]) -> str:
        parts = []
        for cell, size, right in zip(cells, widths, numeric, strict=True):
            shown = cell if width is None else clip(cell, size)
            space = " " * (size - display_width(shown))
            parts.append(space + shown if right else shown + space)
        return "  ".join(parts).rstrip()

    yield laid_out(titles)
    yield "  ".join("─" * size for size in widths)
    yield from map(laid_out, first)
    yield from map(laid_out, lines)


def _is_numeric(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    # A date is made of the same characters, but is read from the left.
    return bool(filled) and all(_NUMBER.issuperset(cell) and "-" not in cell[1:] for cell in filled)


def _narrowed(widths: list[int], room: int) -> list[int]:
    """The widths, cut from the widest down until all columns and the gaps between them fit."""
    least = 6
    narrowed = list(widths)
    excess = sum(narrowed) + 2 * (len(narrowed) - 1) - room
    while excess > 0 and max(narrowed, default=0) > least:
        widest = max(range(len(narrowed)), key=lambda column: narrowed[column])
        below = max([size for size in narrowed if size < narrowed[widest]], default=least)
        step = min(excess, narrowed[widest] - max(below, least)) or 1
        narrowed[widest] -= step
        excess -= step
    return narrowed
