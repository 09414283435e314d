"""HTML by hand, for pages that are not templates yet.

All data go through :func:`text`, :func:`link` or :func:`timed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from kg.markup.words import address, is_date, visible

__all__ = ["figure", "filter_box", "link", "scrolling", "table", "text", "timed"]


def text(value: object) -> str:
    """A text as HTML, also within an attribute."""
    return escape(visible(str(value)))


def link(iri: str, shown: str | None = None) -> str:
    """A link to a web address; only the text if it is not one."""
    label = text(iri if shown is None else shown)
    target = address(iri)
    return label if target is None else f'<a href="{text(target)}" rel="external">{label}</a>'


def timed(value: str) -> str:
    """A text as HTML; a date does not break over two lines."""
    return f'<span class="date">{text(value)}</span>' if is_date(value) else text(value)


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
