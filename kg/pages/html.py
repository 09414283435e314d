"""HTML, by hand: everything that comes from data goes through :func:`text` or :func:`link`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlsplit

__all__ = ["address", "figure", "filter_box", "json_block", "link", "scrolling", "table", "text", "timed"]

_DATE = re.compile(r"[0-9]{4}(-[0-9X]{2}){0,2}[~?%]?(/\S{0,12})?")


def text(value: object) -> str:
    """A text as HTML, also within an attribute."""
    # What XML and HTML cannot hold, and marks of writing direction that would turn the rest of a line around.
    return escape(
        "".join(c if c.isprintable() or c in "\n\t\u200c\u200d\u00a0\u3000" else "\ufffd" for c in str(value))
    )


def address(iri: str) -> str | None:
    """The address to link to; None for what is no web address."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    return iri if parts.scheme in ("http", "https") and parts.netloc else None


def link(iri: str, shown: str | None = None) -> str:
    """A link to a web address; only its text where it is none."""
    label = text(iri if shown is None else shown)
    target = address(iri)
    return label if target is None else f'<a href="{text(target)}" rel="external">{label}</a>'


def timed(value: str) -> str:
    """A text as HTML; a date does not break over two lines."""
    return f'<span class="date">{text(value)}</span>' if _DATE.fullmatch(value) else text(value)


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


def json_block(name: str, value: object) -> str:
    """Data for a page's script, as an element with the id ``name``; no text in them can end it early."""
    # As escapes, "<" and "&" mean the same in JSON and nothing in HTML.
    content = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        content = content.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/json" id="{text(name)}">{content}</script>'
