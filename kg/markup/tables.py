"""Tables: all that kg finds is iterated, printed, shown in a notebook and handed to pandas in one way."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kg.errors import UsageError
from kg.markup.columns import table as in_columns
from kg.namespaces import shortened
from kg.suggest import counted
from kg.text import plain

if TYPE_CHECKING:
    import pandas

__all__ = ["Cell", "FrameData", "LabelChoice", "Table", "Tabular", "Thing", "need_pandas", "shown"]

ROWS = 200
"""How many rows a notebook shows of a table."""
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

LabelChoice = bool | Literal["both"]
"""How pandas gets things: True by their names, False by their IRIs, ``both`` in two columns."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing in a cell: its name, and its IRI, which HTML links to where it is a web address."""

    label: str
    iri: str

    def __str__(self) -> str:
        return self.label


Cell = str | int | float | bool | Thing | None


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

    def shown(self, most: int) -> list[list[str | Thing]]:
        """The first rows, with things as such and all else as text."""
        return [[cell if isinstance(cell, Thing) else shown(cell) for cell in row] for row in self.rows[:most]]

    def __str__(self) -> str:
        return "\n".join([in_columns(self.head, self.text_rows()), *map(plain, self.notes)])

    def __repr__(self) -> str:
        return f"<kg.Table {plain(self.caption)}: {counted(len(self.rows), 'row')}>"

    def _repr_html_(self) -> str:
        return self.html()

    def html(self, most: int = ROWS) -> str:
        """The table as HTML, of no more than ``most`` rows.

        >>> rows = [[Thing("<b>", "urn:x")], [Thing("a", "https://example.org/a")]]
        >>> ">&lt;b&gt;</td>" in Table(["name"], rows, "Who").html()
        True
        """
        from kg.markup.environment import render

        return str(render("markup/templates/table.html", table=self, most=most))


@dataclass(frozen=True, slots=True)
class FrameData:
    """Rows on their way to pandas.

    Args:
        types: the columns with their pandas types; ``day`` for days where all values are days, and text otherwise;
            ``any`` for the one type of the values.
        rows: as many values a row as there are columns.
        things: columns of IRIs, each with its column of names: ``x`` with ``xLabel``, or any other.
    """

    types: Mapping[str, str]
    rows: Sequence[Sequence[Any]]
    things: Mapping[str, str]

    def to_pandas(self, labels: LabelChoice, *, links: bool = False) -> pandas.DataFrame:
        """The table, see :meth:`Tabular.to_dataframe`."""
        if labels not in (True, False, "both"):
            raise UsageError(f"labels is {labels!r}", hint="True for names, False for IRIs, 'both' for both")
        pandas = need_pandas("the rows as they are")
        columns = {name: [row[place] for row in self.rows] for place, name in enumerate(self.types)}
        left_out = set() if labels == "both" else set(self.things if labels else self.things.values())
        titles = {name: name for name in columns if name not in left_out}
        if labels is True:
            for iri, name in self.things.items():
                titles[name] = name.removesuffix("Label") or name
                columns[name] = _told_apart(columns[iri], columns[name])
        frame = pandas.DataFrame(
            {title: _typed(columns[name], self.types[name]) for name, title in titles.items()},
            index=range(len(self.rows)),
        )
        if not links:
            return frame
        from kg.markup.linked_frame import LinkedFrame

        return LinkedFrame(frame)


class Tabular:
    """Rows that are printed and shown in a notebook as a table, and that pandas can have.

    A class says in ``records`` what the rows are (a dictionary each), and in ``table`` what is to be read. Iterating
    gives the rows as objects.
    """

    def table(self) -> Table:
        """What is to be read, with names for IRIs."""
        raise NotImplementedError

    def _columns(self) -> Mapping[str, str]:
        """The columns with their pandas types, so that a table without rows has them too; see :class:`FrameData`."""
        raise NotImplementedError

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of :meth:`records`."""
        return tuple(self._columns())

    def _things(self) -> Mapping[str, str]:
        """The columns of IRIs, each with its column of names."""
        return {"iri": "label"} if "iri" in self._columns() else {}

    def records(self) -> Iterable[Mapping[str, Any]]:
        """The rows as dictionaries, with IRIs and all columns."""
        raise NotImplementedError

    def to_dataframe(self, *, labels: LabelChoice = True, links: bool = False) -> pandas.DataFrame:
        """The rows as a pandas table with typed columns: text, numbers, which may be missing, and days.

        Args:
            labels: True gives things by their names, False by their IRIs, ``"both"`` gives both.
            links: whether a notebook shows web addresses in the table, and in tables made from it, as links. The
                cells hold plain text either way.

        Raises:
            UsageError: pandas is not installed.
        """
        columns = self._columns()
        rows = [[record[name] for name in columns] for record in self.records()]
        return FrameData(columns, rows, self._things()).to_pandas(labels, links=links)

    def __str__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table().html()


def shown(cell: Cell) -> str:
    """A cell as text: numbers that are not whole with four digits behind the point.

    >>> [shown(cell) for cell in (None, 3, 0.5, True, Thing("Baku", "urn:x"))]
    ['', '3', '0.5000', 'yes', 'Baku']
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)


def need_pandas(otherwise: str) -> Any:
    """The module pandas; ``otherwise`` says what to use without it.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise UsageError(
            "a table of this kind needs pandas, which is not installed",
            hint=f"pip install 'turkic-ngo-kg[notebook]'; without it, use {otherwise}",
        ) from error
    return pandas


def _told_apart(iris: Sequence[str | None], names: Sequence[str | None]) -> list[str | None]:
    """The names; where several things bear one name, the end of its IRI stands behind each."""
    bearers = Counter(name for _, name in {*zip(iris, names, strict=True)})
    return [
        name if iri is None or bearers[name] == 1 else f"{name} ({shortened(iri)})"
        for iri, name in zip(iris, names, strict=True)
    ]


def _typed(values: list[Any], kind: str) -> pandas.Series:
    import pandas

    present = [value for value in values if value is not None]
    if kind == "day" and all(_DAY.fullmatch(str(value)) for value in present):
        days = [None if value is None else datetime.date.fromisoformat(str(value)) for value in values]
        return _days(pandas.Series(days, dtype="object"))
    if kind != "any":
        # Nullable types: a rank that is missing does not turn a column of whole numbers into one of fractions.
        return pandas.Series(values, dtype="string" if kind == "day" else kind)
    series = pandas.Series(values, dtype="object")
    if present and all(isinstance(value, datetime.date) for value in present):
        zoned = any(isinstance(value, datetime.datetime) and value.tzinfo for value in present)
        return series if zoned else _days(series)
    return series.convert_dtypes() if len({type(value) for value in present}) <= 1 else series


def _days(series: pandas.Series) -> pandas.Series:
    """Days and times in the unit that holds all of them: nanoseconds, pandas' own, end in 2262."""
    times = any(isinstance(value, datetime.datetime) for value in series)
    return series.astype("datetime64[us]" if times else "datetime64[s]")
