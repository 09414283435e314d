"""Results as text: tables for people; CSV, TSV, JSON, XML and Turtle for programs.

The formats for programs are those of the W3C: SPARQL 1.1 Query Results JSON, CSV and TSV, XML; RDF 1.1 Turtle
and N-Triples. A format is a function from a result to pieces of text; :data:`FORMATS` names them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.markup.columns import display_width, table, table_lines
from kg.namespaces import PREFIXES
from kg.query.blank_nodes import settled_rows
from kg.query.results import Result
from kg.query.values import Row, python_value, short
from kg.rdf import RdfFormat, serialize
from kg.suggest import did_you_mean, nearest
from kg.terms import BlankNode, Literal, NamedNode, Term, Triple
from kg.text import fit_for_xml, json_text, plain, spell

if TYPE_CHECKING:
    from kg.claims.evidence import EvidenceReader
    from kg.claims.labels import Labels

__all__ = ["FORMATS", "check_format", "render", "result_table", "with_labels"]

_ROWS_TO_LOOK_AT = 1000
_ESCAPE = "\\u{:04X}"  # of a character, in Turtle, N-Triples and TSV


def render(result: Result, form: str, *, labels: Labels | None = None, width: int | None = None) -> Iterator[str]:
    """The result in a format, in pieces, as rows come in.

    Rows are held a few hundred at a time, in ``markdown`` all of them; a graph is read whole, and written sorted, but
    in ``nt``. The columns of a table are as wide as its first 200 rows want them. Blank nodes have the same labels for
    the same data, see :mod:`kg.query.blank_nodes`. Where a format can spell what a terminal obeys by its
    number it does so; CSV cannot, and is faithful to the byte.

    Args:
        result: the result.
        form: one of :data:`FORMATS`.
        labels: names to show in place of IRIs in tables; the other formats get columns of names besides.
        width: columns of the terminal, to cut a table to; None never cuts.

    Raises:
        UsageError: there is no such format, or it does not fit the kind of the result.
    """
    check_format(form)
    if form in ("ttl", "nt") and result.kind != "graph":
        raise UsageError(
            f"{form} is for graphs, and this query gives {'yes or no' if result.kind == 'ask' else 'rows'}",
            hint="use CONSTRUCT or DESCRIBE, or --format table, csv or json",
        )
    rows = settled_rows(result.kind, result.stream(), is_streamed=form == "nt")
    result = Result(result.kind, result.variables, rows, boolean=result.boolean, evidence=result.evidence)
    if form == "table":
        return _table(result, labels, width)
    if form == "markdown":
        return _markdown(result, labels)
    return FORMATS[form](result if labels is None else with_labels(result, labels, keep=False))


def check_format(form: str) -> None:
    """See to it that there is such a format.

    Raises:
        UsageError: there is none; the message names those that there are.
    """
    if form not in FORMATS:
        guess = did_you_mean(nearest(form, FORMATS, count=1))
        hint = " ".join(filter(None, [guess, f"one of {', '.join(FORMATS)}"]))
        raise UsageError(f"there is no format {form!r}", hint=hint)


def result_table(
    result: Result,
    *,
    labels: Labels | None = None,
    width: int | None = None,
    evidence: EvidenceReader | None = None,
) -> str:
    """The result as a table, one line a row.

    Args:
        result: the result; call :meth:`~kg.query.results.Result.merge_evidence` first to hide its evidence.
        labels: names to show in place of IRIs.
        width: columns of the terminal, to cut wide cells; None never cuts.
        evidence: reads what stands behind each row, which is then written below it.
    """
    if result.kind == "ask":
        return "yes" if result.boolean else "no"
    cells = [[_cell(term, labels) for term in row] for row in result.terms]
    lines = table(result.variables, cells, width=width).split("\n")
    if evidence is None or result.evidence is None:
        return "\n".join(lines)
    from kg.markup.claims import evidence_lines

    for row, behind in enumerate(result.evidence, start=2):
        lines[row] += "".join(f"\n    {plain(line)}" for line in evidence_lines(evidence.claims(behind)))
    return "\n".join(lines)


def with_labels(result: Result, labels: Labels, *, keep: bool = True) -> Result:
    """The result with a column ``xLabel`` of names behind each column ``x`` that holds a thing.

    The first 1,000 rows tell which columns do, so that the others can come as they are found.

    Args:
        result: the result.
        labels: finds the names.
        keep: whether ``result`` keeps its rows and can be read again; False lets them go as they come.

    Raises:
        UsageError: the query itself has a column of such a name.
    """
    if result.kind != "select":
        return result
    first = result.head(_ROWS_TO_LOOK_AT)
    rows = result.terms if keep else result.stream()
    things = result.thing_columns(first)
    named = [column in things for column in range(len(result.variables))]
    variables: list[str] = []
    for name, has in zip(result.variables, named, strict=True):
        if has and f"{name}Label" in result.variables:
            hint = "leave out the labels, or rename the column"
            raise UsageError(f"the query has a column {name}Label already", hint=hint)
        variables += [name, f"{name}Label"] if has else [name]

    def widened(row: Row) -> Row:
        terms: list[Term | None] = []
        for term, has in zip(row, named, strict=True):
            terms.append(term)
            if has:
                terms.append(Literal(labels(term)) if isinstance(term, NamedNode) else None)
        return tuple(terms)

    return Result("select", variables, map(widened, rows), evidence=result.evidence)


def _cell(term: Term | None, labels: Labels | None) -> str:
    return labels(term) if labels is not None and isinstance(term, NamedNode) else short(term)


def _table(result: Result, labels: Labels | None = None, width: int | None = None) -> Iterator[str]:
    if result.kind == "ask":
        yield "yes\n" if result.boolean else "no\n"
        return
    cells = ([_cell(term, labels) for term in row] for row in result.stream())
    for line in table_lines(result.variables, cells, width=width):
        yield line + "\n"


def _markdown(result: Result, labels: Labels | None = None) -> Iterator[str]:
    if result.kind == "ask":
        yield "yes\n" if result.boolean else "no\n"
        return
    rows = [[_markdown_text(_cell(term, labels)) for term in row] for row in result.terms]
    head = [_markdown_text(name) for name in result.variables]
    widths = [max([3, *(display_width(line[at]) for line in (head, *rows))]) for at in range(len(head))]
    for cells in (head, ["-" * size for size in widths], *rows):
        padded = (cell + " " * (size - display_width(cell)) for cell, size in zip(cells, widths, strict=True))
        yield f"| {' | '.join(padded)} |\n"


def _markdown_text(text: str) -> str:
    if text.startswith(("http://", "https://")) and "|" not in text:
        return plain(text)
    return re.sub(r"([\\`*_{}\[\]<>|#&!])", r"\\\1", plain(text))


def _csv(result: Result) -> Iterator[str]:
    if result.kind == "ask":
        yield "true" if result.boolean else "false"
        return
    for cells in _with_head(result, lambda term: "" if term is None else _csv_text(term)):
        yield ",".join(_csv_quoted(cell) for cell in cells) + "\r\n"


def _csv_text(term: Term) -> str:
    return term.value if isinstance(term, Literal) else str(python_value(term))


def _csv_quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\r\n') else cell


def _tsv(result: Result) -> Iterator[str]:
    if result.kind == "ask":
        yield "true" if result.boolean else "false"
        return
    yield "\t".join(f"?{name}" for name in result.variables) + "\n"
    for row in result.stream():
        yield "\t".join("" if term is None else _n_triples(term) for term in row) + "\n"


def _n_triples(term: Term) -> str:
    if isinstance(term, Triple):
        return f"<<( {_n_triples(term.subject)} {term.predicate} {_n_triples(term.object)} )>>"
    return spell(str(term), _ESCAPE)


def _with_head(result: Result, write: Callable[[Term | None], str]) -> Iterator[list[str]]:
    yield list(result.variables)
    for row in result.stream():
        yield [write(term) for term in row]


def _json(result: Result) -> Iterator[str]:
    from json import dumps

    if result.kind == "ask":
        yield dumps({"head": {}, "boolean": result.boolean}) + "\n"
        return
    yield f'{{"head": {{"vars": {dumps(list(result.variables))}}}, "results": {{"bindings": ['
    before = "\n"
    for row in result.stream():
        bound = {name: _json_term(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        yield before + json_text(bound)
        before = ",\n"
    yield "\n]}}\n"


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    written: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language is not None:
        written["xml:lang"] = term.language
        if term.direction is not None:
            written["its:dir"] = str(term.direction).lower().rpartition(".")[2]
    elif term.datatype.value != PREFIXES["xsd"] + "string":
        written["datatype"] = term.datatype.value
    return written


def _xml(result: Result) -> Iterator[str]:
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'
    yield "".join(f"<variable name={_xml_quoted(name)}/>" for name in result.variables)
    yield "</head>\n"
    if result.kind == "ask":
        yield f"<boolean>{'true' if result.boolean else 'false'}</boolean>\n</sparql>\n"
        return
    yield "<results>\n"
    for row in result.stream():
        bound = [(name, term) for name, term in zip(result.variables, row, strict=True) if term is not None]
        cells = (f"<binding name={_xml_quoted(name)}>{_xml_term(term)}</binding>" for name, term in bound)
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    if term.language is not None:
        return f"<literal xml:lang={_xml_quoted(term.language)}>{_xml_text(term.value)}</literal>"
    if term.datatype.value == PREFIXES["xsd"] + "string":
        return f"<literal>{_xml_text(term.value)}</literal>"
    return f"<literal datatype={_xml_quoted(term.datatype.value)}>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    """Escaped text; what XML 1.0 cannot hold at all becomes U+FFFD."""
    text = fit_for_xml(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return spell(text.replace("\r", "&#13;"), "&#{};")


def _xml_quoted(text: str) -> str:
    return '"' + _xml_text(text).replace('"', "&quot;") + '"'


def _turtle(result: Result) -> Iterator[str]:
    triples = (Triple(*row) for row in result.stream())  # type: ignore[arg-type]
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    yield spell((written or b"").decode(), _ESCAPE)


def _n_triples_file(result: Result) -> Iterator[str]:
    for row in result.stream():
        yield f"{' '.join(_n_triples(term) for term in row if term is not None)} .\n"


FORMATS: dict[str, Callable[[Result], Iterator[str]]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "ttl": _turtle,
    "tsv": _tsv,
    "xml": _xml,
    "markdown": _markdown,
    "nt": _n_triples_file,
}
"""Every format with its writer, the one for people first."""
