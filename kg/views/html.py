"""HTML, by hand: everything that comes from data goes through :func:`text` or :func:`link`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.html import address, link, text, timed

__all__ = ["address", "cut_short", "figure", "filter_box", "link", "scrolling", "table", "text", "timed"]


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str, *, attributes: Sequence[str] = ()) -> str:
    """A table of cells that are HTML; the first cell of each row heads it.

    Args:
        head: the headings, as HTML.
        rows: the cells, as HTML.
        caption: what the table is, as text.
        attributes: more attributes, one a row.
    """
    lines = [f"<table><caption>{text(caption)}</caption>"]
    lines.append("<thead><tr>" + "".join(f'<th scope="col">{cell}</th>' for cell in head) + "</tr></thead><tbody>")
    for number, row in enumerate(rows):
        more = f" {attributes[number]}" if attributes else ""
        cells = "".join(f"<td>{cell}</td>" for cell in row[1:])
        lines.append(f'<tr{more}><th scope="row">{row[0]}</th>{cells}</tr>')
    return scrolling("\n".join([*lines, "</tbody></table>"]), caption)


def cut_short(shown: int, total: int, what: str) -> str:
    """That a list is cut, as text; empty where it is whole.

    >>> cut_short(25, 1200, "rows"), cut_short(25, 25, "rows")
    ('The first 25 of 1,200 rows.', '')
    """
    return f"The first {shown:,} of {total:,} {what}." if shown < total else ""


def scrolling(content: str, label: str) -> str:
    """A box that scrolls by itself where its content is wider than the page, also by keyboard."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{text(label)}">{content}</div>'


def figure(svg: str, caption: str, label: str) -> str:
    """A diagram with its caption, which is HTML."""
    return f"<figure>{scrolling(svg, label)}<figcaption>{caption}</figcaption></figure>"


def filter_box(label: str) -> str:
    """The field that narrows a page down to what has some words; shown only where scripts run."""
    return (
        f'<p class="filter" hidden><label for="filter">{text(label)}</label> '
        '<input id="filter" type="search" autocomplete="off" aria-describedby="filter-count"> '
        '<span id="filter-count" role="status"></span></p>'
    )
