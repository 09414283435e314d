"""What a query found: rows, a graph, or yes and no."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import KgError, QueryError, StoreError, UsageError
from kg.markup.tables import ROWS, Cell, FrameData, LabelChoice, Table, Thing
from kg.query.blank_nodes import settled_rows
from kg.query.values import Row, Value, python_value, short
from kg.suggest import counted
from kg.terms import Literal, NamedNode, Term

if TYPE_CHECKING:
    import pandas
    from markupsafe import Markup

    from kg.claims.evidence import EvidenceReader
    from kg.claims.labels import Labels

__all__ = ["EVIDENCE", "Result"]

Kind = typing.Literal["select", "ask", "graph"]
EVIDENCE = "evidence"
"""The column in which a query hands on the assertions and statements that stand behind a row."""

_GRAPH_COLUMNS = ("subject", "predicate", "object")
_COUNTED = 10_000  # rows that a table fetches at most, to count those that are not shown
_LOOK = 1000  # rows kept between two looks at the memory that they take


class Result:
    """The answer to one query.

    A result of kind ``select`` has rows, one of kind ``graph`` (CONSTRUCT, DESCRIBE) has triples as rows of
    ``subject``, ``predicate`` and ``object``, one of kind ``ask`` has neither and is true or false. Rows come
    from the store as they are asked for; ``rows``, ``terms``, ``len()`` and tables fetch and keep them all.

    Args:
        kind: see above.
        variables: the names of the columns.
        rows: the rows, each with one RDF term or None a column.
        boolean: the answer of an ASK query.
        evidence: for each row the IRIs of the assertions and statements behind it, where the query gave any.
        kept: is called now and then while rows are kept, and raises an error where they take too much memory.

    Attributes:
        labels: names to show in a notebook in place of IRIs, see :meth:`readable`.
        reader: reads the quotes to show below each row.
    """

    def __init__(
        self,
        kind: Kind,
        variables: Sequence[str] = (),
        rows: Iterable[Row] = (),
        *,
        boolean: bool = False,
        evidence: Sequence[tuple[str, ...]] | None = None,
        kept: Callable[[], None] = lambda: None,
    ) -> None:
        self.kind: Kind = kind
        self.variables: tuple[str, ...] = _GRAPH_COLUMNS if kind == "graph" else tuple(variables)
        self.boolean = boolean
        self.evidence = evidence
        # Wrapped once: a wrapper made for a few rows would, when it is let go, end what it reads from.
        self._source = _faults_named(iter(rows))
        self._kept = kept
        self._fetched: list[Row] = []
        self._let_go = False
        self._fault: KgError | None = None
        self.labels: Labels | None = None
        self.reader: EvidenceReader | None = None

    def readable(self, labels: Labels | None, reader: EvidenceReader | None) -> Result:
        """The same result, which from now on shows names and, below each row, the quotes behind it in a notebook."""
        self.labels, self.reader = labels, reader
        return self

    @property
    def terms(self) -> list[Row]:
        """All rows, as RDF terms.

        Raises:
            UsageError: some of the rows were streamed, and so not kept.
        """
        self._check_kept()
        self._fetch(None)
        return self._fetched

    @property
    def rows(self) -> list[dict[str, Value]]:
        """All rows, as Python values by the name of the column: IRIs as text, numbers and dates as such."""
        return [self._as_dict(row) for row in self.terms]

    def stream(self) -> Iterator[Row]:
        """The rows as RDF terms, fetched one by one and not kept: for results that do not fit into memory.

        Rows that were fetched before are still there. What is streamed beyond them can be had only once.

        Raises:
            UsageError: the rows were streamed already.
        """
        self._check_kept()
        yield from self._fetched
        for row in self._coming():
            self._let_go = True
            yield row

    def _fetch(self, count: int | None) -> None:
        """Fetch this many more rows and keep them; None: all."""
        for row in islice(self._coming(), count):
            self._fetched.append(row)
            if len(self._fetched) % _LOOK == 0:
                self._kept()

    def _coming(self) -> Iterator[Row]:
        """The rows not fetched yet. What went wrong once goes wrong again, so that no part passes for all."""
        if self._fault is not None:
            raise self._fault
        while True:
            try:
                row = next(self._source)
            except StopIteration:
                return
            except KgError as error:
                self._fault = error
                raise
            yield row

    def _check_kept(self) -> None:
        if self._let_go:
            raise UsageError(
                "the rows of this result were streamed already, and not kept",
                hint="use .rows before writing them out, or run the query again",
            )

    def __iter__(self) -> Iterator[dict[str, Value]]:
        self._check_kept()
        position = 0
        while True:
            if position == len(self._fetched):
                self._fetch(1)
                if position == len(self._fetched):
                    return
            yield self._as_dict(self._fetched[position])
            position += 1

    def __len__(self) -> int:
        return len(self.terms)

    def __bool__(self) -> bool:
        if self.kind == "ask":
            return self.boolean
        return next(iter(self), None) is not None

    def __repr__(self) -> str:
        if self.kind == "ask":
            return f"Result(ask: {'yes' if self.boolean else 'no'})"
        return f"Result({self.kind}: {', '.join(self.variables)})"

    def limit(self, count: int | None) -> Result:
        """The first ``count`` rows; all of them for None. Further rows are not computed.

        Raises:
            UsageError: a negative number.
        """
        if count is None or self.kind == "ask":
            return self
        if count < 0:
            raise UsageError(f"{count} is not a number of rows", hint="0 or more")
        evidence = None if self.evidence is None else self.evidence[:count]
        first = Result(self.kind, self.variables, islice(self.stream(), count), evidence=evidence)
        return first.readable(self.labels, self.reader)

    def head(self, count: int) -> list[Row]:
        """The first rows as RDF terms; further rows are not computed, and all can still be had.

        Raises:
            UsageError: the rows were streamed already, and not kept.
        """
        self._check_kept()
        self._fetch(max(count - len(self._fetched), 0))
        return self._fetched[:count]

    def merge_evidence(self) -> Result:
        """The result without its column ``evidence``: rows that differ in nothing else become one.

        The assertions and statements behind each row then stand in ``evidence``, in the order of their IRIs.
        A result without such a column is returned as it is.
        """
        if self.kind != "select" or EVIDENCE not in self.variables:
            return self
        column = self.variables.index(EVIDENCE)
        merged: dict[Row, set[str]] = {}
        for row in self.terms:
            behind = merged.setdefault((*row[:column], *row[column + 1 :]), set())
            value = python_value(row[column])
            if value is not None:
                behind.add(str(value))
        result = Result(
            "select",
            [name for name in self.variables if name != EVIDENCE],
            merged,
            evidence=[tuple(sorted(behind)) for behind in merged.values()],
        )
        return result.readable(self.labels, self.reader)

    def to_dataframe(
        self, *, labels: LabelChoice = True, evidence: bool = False, links: bool = False
    ) -> pandas.DataFrame:
        """The rows as a pandas table with typed columns: whole numbers, numbers, booleans, dates, text.

        A column whose values are of several kinds keeps them as objects. The answer of an ASK query is a table of
        one cell.

        Args:
            labels: True gives things by their names, and the end of the IRI behind a name that several things of a
                column bear; False gives IRIs; ``"both"`` gives names in a column ``xLabel`` beside the IRIs in ``x``.
                Without a graph to ask for names there are IRIs.
            evidence: whether the column ``evidence`` stays, with a row for each claim; else rows that differ in
                nothing else become one, as in tables.
            links: see :meth:`kg.markup.tables.Tabular.to_dataframe`.

        Raises:
            UsageError: pandas is not installed.
        """
        if self.kind == "ask":
            return FrameData({"answer": "any"}, [[self.boolean]], {}).to_pandas(labels, links=links)
        result = self if evidence else self.merge_evidence()
        named = (
            set()
            if self.labels is None
            else {
                at
                for at in result.thing_columns(result.terms)
                if f"{result.variables[at]}Label" not in result.variables
            }
        )
        places = [(at, of) for at in range(len(result.variables)) for of in ([False, True] if at in named else [False])]
        names = [f"{result.variables[at]}Label" if of else result.variables[at] for at, of in places]
        rows = [[self._name(row[at]) if of else python_value(row[at]) for at, of in places] for row in result.terms]
        things = {result.variables[at]: f"{result.variables[at]}Label" for at in named}
        return FrameData(dict.fromkeys(names, "any"), rows, things).to_pandas(labels, links=links)

    def _name(self, term: Term | None) -> Value:
        if isinstance(term, NamedNode) and self.labels is not None:
            return self.labels(term)
        return python_value(term)

    def thing_columns(self, rows: Sequence[Row]) -> list[int]:
        """The columns in which some of these rows have things, the column of evidence left out."""
        return [
            at
            for at, name in enumerate(self.variables)
            if name != EVIDENCE and any(isinstance(row[at], NamedNode) for row in rows)
        ]

    def table(self) -> Table:
        """The first rows as a table to be read, with names for IRIs.

        Raises:
            UsageError: the rows were streamed, and not kept.
        """
        if self.kind == "ask":
            return Table(["answer"], [[self.boolean]], "")
        result = self.merge_evidence()
        rows = list(settled_rows(result.kind, result.head(_COUNTED + 1)))
        head, cells = result._named_cells(rows[:ROWS])
        if len(rows) > _COUNTED:
            return Table(head, cells, "", [f"… and more than {_COUNTED - ROWS:,} more rows"])
        more = len(rows) - ROWS
        return Table(head, cells, "", [f"… and {counted(more, 'more row')}"] if more > 0 else [])

    def _named_cells(self, rows: Sequence[Row]) -> tuple[list[str], list[list[Cell]]]:
        """The headings, and the cells of some rows; a column of names, given by the query, is not shown by itself."""
        place = {name: column for column, name in enumerate(self.variables)}
        labels: dict[int, int] = {}
        for name, column in place.items():
            label = place.get(f"{name}Label")
            if label is not None and all(isinstance(row[column], NamedNode) or row[label] is None for row in rows):
                labels[column] = label
        columns = [column for column in place.values() if column not in labels.values()]
        cells = [[self._cell(row[column], row[labels.get(column, column)]) for column in columns] for row in rows]
        return [self.variables[column] for column in columns], cells

    def _cell(self, term: Term | None, label: Term | None) -> Cell:
        if not isinstance(term, NamedNode):
            return short(term)
        if isinstance(label, Literal):
            return Thing(label.value, term.value)
        return Thing(short(term) if self.labels is None else self.labels(term), term.value)

    def _as_dict(self, row: Row) -> dict[str, Value]:
        return {name: python_value(term) for name, term in zip(self.variables, row, strict=True)}

    def __str__(self) -> str:
        if self.kind == "ask":
            return "yes" if self.boolean else "no"
        return str(self.table())

    def _repr_html_(self) -> str:
        return str(self.html())

    def html(self) -> Markup:
        """The first rows as a notebook shows them: names that lead to their things, and the quotes behind a row."""
        from kg.markup.environment import render

        if self.kind == "ask":
            return render("query/result.html", answer=str(self))
        try:
            result = self.merge_evidence()
            table = result.table()
        except UsageError as error:  # the rows were streamed, and not kept
            return render("query/result.html", answer=error)
        behind = (result.evidence or ())[: len(table.rows)]
        return render("query/result.html", answer=None, table=table, evidence=behind, reader=self.reader)


def _faults_named(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, with what goes wrong while they are fetched as an error of kg."""
    try:
        yield from rows
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error
    except RuntimeError as error:
        raise QueryError(f"the query cannot be run: {error}") from error
