"""What networks tell as tables: for pandas, and for a notebook, which shows HTML.

Names come from articles: everything is escaped, and only web addresses become links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.markup.html import text
from kg.markup.words import address
from kg.query.results import need_pandas
from kg.text import one_line

if TYPE_CHECKING:
    import pandas

__all__ = ["Cell", "Name", "Table", "Tabular", "shown"]

_ROWS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Name:
    """A thing in a cell: its name, and its IRI, which HTML links to where it is a web address."""

    label: str
    iri: str


Cell = str | int | float | bool | Name | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be read.

    Args:
        head: the headings.
        rows: as many cells a row as there are headings; None is an empty cell.
        caption: what the table is.
        notes: what must be known to read it, a sentence each.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    caption: str
    notes: Sequence[str] = ()

    def text_rows(self) -> list[list[str]]:
        """The cells as text."""
        return [[shown(cell) for cell in row] for row in self.rows]

    def html(self, most: int = _ROWS_SHOWN) -> str:
        """The table as HTML, of no more than ``most`` rows.

        >>> rows = [[Name("<b>", "urn:x")], [Name("a", "https://example.org/a")]]
        >>> Table(["name"], rows, "Who").html().split("tbody")[1]
        '><tr><td>&lt;b&gt;</td></tr><tr><td><a href="https://example.org/a">a</a></td></tr></'
        """
        head = "".join(f"<th>{_text(name)}</th>" for name in self.head)
        body = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in self.rows[:most])
        more = [f"… and {len(self.rows) - most} more rows"] if len(self.rows) > most else []
        notes = "".join(f"<p>{_text(note)}</p>" for note in (*more, *self.notes))
        caption = f"<caption>{_text(self.caption)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"


class Tabular:
    """Rows that a notebook shows as a table, and that pandas can have.

    A class says in ``records`` what the rows are (a dictionary each), and in ``table`` what is to be read.
    """

    def table(self) -> Table:
        """What is to be read, with names for IRIs."""
        raise NotImplementedError

    def _columns(self) -> Mapping[str, str]:
        """The columns with their pandas types, so that a table without rows has them too."""
        raise NotImplementedError

    def records(self) -> Iterable[Mapping[str, Any]]:
        """The rows as dictionaries, with IRIs and all columns."""
        raise NotImplementedError

    def to_dataframe(self) -> pandas.DataFrame:
        """The rows as a pandas table with typed columns: text, whole numbers and numbers, which may be missing.

        Raises:
            UsageError: pandas is not installed.
        """
        pandas = need_pandas("the rows as they are")
        columns, rows = self._columns(), list(self.records())
        # Nullable types: a rank that is missing does not turn a column of whole numbers into one of fractions.
        return pandas.DataFrame(
            {name: pandas.Series([row[name] for row in rows], dtype=columns[name]) for name in columns}
        )

    def _repr_html_(self) -> str:
        return self.table().html()


def shown(cell: Cell) -> str:
    """A cell as text: numbers that are not whole with four digits behind the point.

    >>> [shown(cell) for cell in (None, 3, 0.5, True, Name("Baku", "urn:x"))]
    ['', '3', '0.5000', 'yes', 'Baku']
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.4f}"
    return cell.label if isinstance(cell, Name) else str(cell)


def _text(value: str) -> str:
    return text(one_line(value))


def _cell(cell: Cell) -> str:
    label = _text(shown(cell))
    target = address(cell.iri) if isinstance(cell, Name) else None
    return label if target is None else f'<a href="{text(target)}">{label}</a>'
