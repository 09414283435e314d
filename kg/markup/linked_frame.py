"""A pandas table that shows web addresses as links; import it only where pandas is installed."""

from __future__ import annotations

import re
from html import unescape

import pandas

from kg.markup.environment import macros
from kg.markup.words import visible
from kg.namespaces import shortened

__all__ = ["LinkedFrame"]

# A cell that holds a web address and nothing else. pandas has escaped it, but for quotation marks: none may be in it.
_CELL = re.compile(r"(<t[dh][^<>]*>)\s*(https?://[^\s<>\"']+)\s*(</t[dh]>)")


class LinkedFrame(pandas.DataFrame):  # type: ignore[misc]
    """A DataFrame like any other, which a notebook shows with its web addresses as links.

    The cells hold plain text. Selecting, filtering, sorting and joining give such a table again.
    """

    @property
    def _constructor(self) -> type[LinkedFrame]:
        return LinkedFrame

    def _repr_html_(self) -> str | None:
        with pandas.option_context("display.max_colwidth", None):  # an address that is cut leads nowhere
            html = super()._repr_html_()
        return None if html is None else _CELL.sub(_linked, visible(html))


def _linked(cell: re.Match[str]) -> str:
    before, written, behind = cell.groups()
    iri = unescape(written)
    return f"{before}{macros('markup/templates/macros.html').link(iri, shortened(iri))}{behind}"
