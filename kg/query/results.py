"""What a query found: rows, a graph, or yes and no."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from kg.errors import KgError, QueryError, StoreError, UsageError
from kg.query.values import Row, Value, python_value

if TYPE_CHECKING:
    import pandas

    from kg.query.evidence import EvidenceReader
    from kg.query.labels import Labels

__all__ = ["EVIDENCE", "Result"]

Kind = Literal["select", "ask", "graph"]
EVIDENCE = "evidence"
"""The column in which a query hands on the assertions and statements that stand behind a row."""

_GRAPH_COLUMNS = ("subject", "predicate", "object")
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

    def to_dataframe(self, *, links: bool = False) -> pandas.DataFrame:
        """The rows as a pandas table with typed columns: whole numbers, numbers, booleans, dates, text.

        A column whose values are of several kinds keeps them as objects. The answer of an ASK query is a table of
        one cell.

        Args:
            links: whether a notebook shows web addresses in the table, and in tables made from it, as links. The
                cells hold plain text either way.

        Raises:
            UsageError: pandas is not installed.
        """
        pandas = need_pandas(".rows")
        if self.kind == "ask":
            return _dressed(pandas.DataFrame({"answer": [self.boolean]}), links=links)
        columns = list(zip(*([python_value(term) for term in row] for row in self.terms), strict=True))
        columns = columns or [() for _ in self.variables]
        series = [_typed(pandas.Series(list(column), dtype="object")) for column in columns]
        frame = pandas.concat(series, axis=1) if series else pandas.DataFrame(index=range(len(self)))
        frame.columns = list(self.variables)
        return _dressed(frame, links=links)

    def _as_dict(self, row: Row) -> dict[str, Value]:
        return {name: python_value(term) for name, term in zip(self.variables, row, strict=True)}

    def _repr_html_(self) -> str:
        from kg.query.display import result_html

        return result_html(self)


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


def _dressed(frame: pandas.DataFrame, *, links: bool) -> pandas.DataFrame:
    if not links:
        return frame
    from kg.query.frames import LinkedFrame

    return LinkedFrame(frame)


def _typed(series: pandas.Series) -> pandas.Series:
    """A column with the one type of its values; as it is where they are of several."""
    import pandas

    present = [value for value in series if value is not None]
    if present and all(isinstance(value, datetime.date) for value in present):
        zoned = any(isinstance(value, datetime.datetime) and value.tzinfo for value in present)
        return series if zoned else pandas.to_datetime(series, errors="coerce")
    kinds = {type(value) for value in present}
    return series.convert_dtypes() if len(kinds) <= 1 else series


def _faults_named(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, with what goes wrong while they are fetched as an error of kg."""
    try:
        yield from rows
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error
    except RuntimeError as error:
        raise QueryError(f"the query cannot be run: {error}") from error
