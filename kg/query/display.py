"""Rich display in notebooks: results, explanations, things and graphs as HTML.

A notebook is read on many screens, some of which take out styles: so this is plain HTML, and everything that comes
from the graph is escaped. What is long is folded, what is very long is cut, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.markup.html import link, text, timed
from kg.markup.words import address
from kg.query.blank_nodes import settled_rows
from kg.query.evidence import Claim
from kg.query.values import short
from kg.suggest import counted

if TYPE_CHECKING:
    from kg.query.entity import ArticleMentions, Entity, Relation
    from kg.query.explain import Explanation, Fact
    from kg.query.results import Result
    from kg.query.values import Row
    from kg.terms import Term

__all__ = ["COUNTED", "ROWS", "entity_html", "explanation_html", "graph_html", "result_html"]

ROWS = 200
"""How many rows a table shows at most."""
COUNTED = 10_000
"""How many rows are fetched at most, to count those that are not shown."""
_CLAIMS = 20  # behind one row
_QUOTES = 12  # of one claim, or of one thing in one article
_CHARACTERS = 600  # of one cell
_MODALITIES = {"negated": "denied"}
_HEADINGS = {"fact": "Facts", "plan": "Plans", "proposal": "Proposals", "wish": "Wishes", "negated": "Denials"}


def result_html(result: Result) -> str:
    """The first rows as a table: names that link to their things, and below a row the quotes behind it, folded."""
    if result.kind == "ask":
        return f"<p>{'yes' if result.boolean else 'no'}</p>"
    try:
        result = result.merge_evidence()
        rows = list(settled_rows(result.kind, result.head(COUNTED + 1)))
    except UsageError as error:  # the rows were streamed, and not kept
        return f"<p>{text(error)}</p>"
    if not rows:
        return f"<p>No rows ({text(', '.join(result.variables))}).</p>"
    columns = _columns(result.variables, rows[:ROWS])
    head = [text(result.variables[column]) for column, _ in columns]
    body = []
    for number, row in enumerate(rows[:ROWS]):
        cells = [_cell(row[column], result, row[label] if label is not None else None) for column, label in columns]
        behind = result.evidence[number] if result.evidence is not None else ()
        body.append((cells, _evidence(result, behind)))
    if len(rows) > COUNTED:
        return f"{_table(head, body)}<p>… and more than {COUNTED - ROWS:,} more rows</p>"
    return _table(head, body) + _more(len(rows), "row")


def _columns(variables: Sequence[str], rows: Sequence[Row]) -> list[tuple[int, int | None]]:
    """The columns to show, each with the column of its names, which is not shown by itself."""
    place = {name: column for column, name in enumerate(variables)}
    named: dict[int, int] = {}
    for name, column in place.items():
        label = place.get(f"{name}Label")
        if label is not None and all(isinstance(row[column], ox.NamedNode) or row[label] is None for row in rows):
            named[column] = label
    return [(column, named.get(column)) for column in place.values() if column not in named.values()]


def _cell(term: Term | None, result: Result, label: Term | None) -> str:
    if isinstance(term, ox.NamedNode):
        if isinstance(label, ox.Literal):
            shown = label.value
        else:
            shown = result.labels(term) if result.labels is not None else short(term)
        return link(term.value, _cut(shown))
    if isinstance(term, ox.Literal):
        return _value(term.value)
    return "" if term is None else text(_cut(short(term)))


def _evidence(result: Result, behind: Sequence[str]) -> str:
    if not behind:
        return ""
    if result.reader is None:
        return _folded(
            f"evidence: {counted(len(behind), 'claim')}", f"<p>{'<br>'.join(map(link, behind[:_CLAIMS]))}</p>"
        )
    claims = result.reader.claims(behind[:_CLAIMS])
    return _folded(_sources(claims, len(behind)), claims_html(claims, len(behind)))


def claims_html(claims: Sequence[Claim], count: int | None = None) -> str:
    """Claims as quotations, each with who says so, where, in which manner, and whether the quote was checked."""
    told = "".join(_claim(claim) for claim in claims[:_CLAIMS])
    more = (len(claims) if count is None else count) - _CLAIMS
    return told + (f"<p>… and {counted(more, 'more claim')}</p>" if more > 0 else "")


def explanation_html(explanation: Explanation) -> str:
    """Each fact with the claims for it, those that leave it open, and those against it."""
    if not explanation.facts:
        known = (
            text(f" What is said of it: {', '.join(explanation.known_relations)}.")
            if explanation.known_relations
            else ""
        )
        return f"<p>Nothing is said of this about {_named(explanation.subject, explanation.label)}.{known}</p>"
    facts = "".join(_fact(fact) for fact in explanation.facts[:ROWS])
    return f"<div>{facts}{_more(len(explanation.facts), 'fact')}</div>"


def _fact(fact: Fact) -> str:
    subject, value = _named(fact.subject, fact.labels[0]), _named(fact.object, fact.labels[2])
    parts = [f"<p>{subject} <em>{text(fact.labels[1])}</em> {value} — <strong>{text(fact.standing)}</strong></p>"]
    sides = (("for", fact.held), ("planned, proposed or wished", fact.open_), ("against", fact.against))
    told = [(title, claims) for title, claims in sides if claims]
    for title, claims in told:
        if len(told) > 1:  # of one side alone the standing says which
            parts.append(f"<p><small>{title}</small></p>")
        parts.append(claims_html(claims))
    return "".join(parts)


def entity_html(thing: Entity) -> str:
    """A card: names, what is claimed of the thing, what it has said, and where it is mentioned."""
    parts = [
        f"<p><strong>{text(_cut(thing.label))}</strong> · {text(', '.join(thing.types))}<br>"
        f"<small>{link(thing.iri)}</small></p>",
        _names(thing),
    ]
    for modality, group in groupby(thing.relations[:ROWS], key=lambda each: each.modality):
        relations = [_relation(each, thing.iri) for each in group]
        parts.append(_titled(_HEADINGS.get(modality, modality), _table(("subject", "relation", "object"), relations)))
    parts.append(_more(len(thing.relations), "relation"))
    if thing.statements:
        said = [
            ([_value(each.content or ""), text(", ".join(each.kinds))], _quoted([each])) for each in thing.statements
        ]
        parts.append(_titled("Said", _table(("in short", "kind"), said[:ROWS])))
        parts.append(_more(len(said), "statement"))
    if thing.articles:
        rows = [(_article(each), "") for each in thing.articles[:ROWS]]
        parts.append(_titled("Mentioned in", _table(("article", "publisher", "day", "quotes"), rows)))
        parts.append(_more(len(thing.articles), "article"))
    return f"<div>{''.join(parts)}</div>"


def _names(thing: Entity) -> str:
    by_language: dict[tuple[bool, str], list[str]] = {}
    for name in thing.names:
        by_language.setdefault((name.preferred, name.language or ""), []).append(_value(name.text))
    if len(thing.names) < 2:
        return ""
    rows = [
        ([text(language), " · ".join(names), "" if preferred else "alias"], "")
        for (preferred, language), names in by_language.items()
    ]
    return _folded(counted(len(thing.names), "name"), _table(("language", "name", ""), rows))


def _relation(relation: Relation, itself: str) -> tuple[list[str], str]:
    subject, name, value = relation.labels
    ends = (relation.subject, subject), (relation.object, value)
    shown = [f"<em>{text(_cut(label))}</em>" if iri == itself else _named(iri, label) for iri, label in ends]
    return [shown[0], text(name), shown[1]], _quoted(relation.claims)


def _article(article: ArticleMentions) -> list[str]:
    quotes = article.counted_quotes()
    more = [f"… and {len(quotes) - _QUOTES} more"] if len(quotes) > _QUOTES else []
    return [
        _named(article.address or article.article, article.title),
        text(article.publisher or ""),
        _unbroken(article.published or ""),
        " · ".join([*(_value(quote) for quote in quotes[:_QUOTES]), *more]),
    ]


def graph_html(counts: Mapping[str, Any], articles: Result, where: str) -> str:
    """What is in a graph, and how to begin.

    Args:
        counts: those of :func:`kg.query.statistics.statistics`.
        articles: the articles, as rows.
        where: where the graph is kept.
    """
    modalities = [
        f"{count:,} {_MODALITIES.get(name, name)}" for name, count in counts["assertions by modality"].items()
    ]
    types = [f"{count:,} {name}" for name, count in counts["things by type"].items() if name != "Article"]
    rows = [
        ("articles", f"{counts['articles']:,}"),
        ("assertions", f"{counts['assertions']:,}: {text(', '.join(modalities))}"),
        ("statements", f"{counts['statements']:,}"),
        ("quotes", f"{counts['mentions']:,}, of them {counts['verified mentions']:,} verified against the text"),
        ("things", text(", ".join(types[:_TYPES]) + (" …" if len(types) > _TYPES else ""))),
    ]
    begin = "<br>".join(f"<code>{text(code)}</code> {text(does)}" for code, does in _BEGINNINGS)
    return (
        f"<div><p><strong>Graph of {counted(counts['articles'], 'article')}</strong> {text(where)}</p>"
        f"{_table((), [(list(row), '') for row in rows])}"
        f"{_folded('articles', result_html(articles))}<p>{begin}</p></div>"
    )


_TYPES = 12
_BEGINNINGS = (
    ("g.catalogue.names()", "the named questions"),
    ('g.ask("bilateral-forums", status="held")', "answers one, with the quotes behind each row"),
    ('g.entity("Türkiye")', "all about a thing, by any of its names"),
    ('g.explain("Aygün Aliyeva", "holdsPost")', "what speaks for a claim, and what against it"),
    ('g.network("co-participation")', "a networkx graph"),
)


def _claim(claim: Claim) -> str:
    quotes = [_value(str(quote)) for quote in claim.quotes[:_QUOTES]]
    if len(claim.quotes) > _QUOTES:
        quotes.append(f"… and {len(claim.quotes) - _QUOTES} more")
    content = " · ".join(quotes) or (_value(claim.content) if claim.content else "")
    return f"<blockquote>{content}{'<br>' if content else ''}<small>{' · '.join(_origin(claim))}</small></blockquote>"


def _origin(claim: Claim) -> Iterator[str]:
    """Who says it, where, in which manner, and how well it is checked; as HTML."""
    yield text(_MODALITIES.get(claim.modality or "", claim.modality) or ", ".join(claim.kinds))
    voice = claim.speaker or claim.voice
    yield text(_cut(f"{voice}, {claim.capacity}" if claim.speaker and claim.capacity else voice))
    if claim.mode in ("direct", "reported"):
        yield f"{claim.mode} speech"
    if claim.article is not None:
        where = ", ".join(filter(None, (claim.publisher or claim.title, claim.published)))
        yield _named(claim.address or claim.article, where)
    yield from map(link, claim.sources)
    if claim.source_read is False:
        yield "source not read"
    yield from (text(_cut(f"{name} {value}")) for name, value in claim.qualifiers)
    if claim.quotes:
        checked = sum(quote.verified for quote in claim.quotes)
        yield "verified" if checked == len(claim.quotes) else "not checked against the text"


def _quoted(claims: Sequence[Claim]) -> str:
    return _folded(_sources(claims, len(claims)), claims_html(claims)) if claims else ""


def _sources(claims: Iterable[Claim], count: int) -> str:
    """How many claims, and who makes them, in a line."""
    where = dict.fromkeys(
        ", ".join(filter(None, (claim.publisher or claim.title, claim.published))) or claim.voice for claim in claims
    )
    names = "; ".join(list(where)[:3]) + (" …" if len(where) > 3 else "")
    return f"{counted(count, 'claim')}: {names}"


def _named(iri: str, label: str) -> str:
    return link(iri, _cut(label)) if address(iri) else _unbroken(_cut(label))


def _value(value: str) -> str:
    plain_address = address(value) is not None and not any(c.isspace() for c in value)
    return link(value, _cut(value)) if plain_address else _unbroken(_cut(value))


def _unbroken(value: str) -> str:
    """A text as HTML; a date stays in one line, here without a style sheet."""
    html = timed(value)
    return html.replace('<span class="date">', '<span style="white-space: nowrap">', 1)


def _cut(value: str) -> str:
    return value if len(value) <= _CHARACTERS else value[:_CHARACTERS] + "…"


def _more(number: int, what: str) -> str:
    return f"<p>… and {counted(number - ROWS, f'more {what}')}</p>" if number > ROWS else ""


def _titled(title: str, content: str) -> str:
    return f"<p><strong>{text(title)}</strong></p>{content}"


def _folded(summary: str, content: str) -> str:
    return f"<details><summary><small>{text(summary)}</small></summary>{content}</details>"


def _table(head: Sequence[str], rows: Iterable[tuple[Sequence[str], str]]) -> str:
    """A table of rows, each with its cells and with what stands below it over its whole width; all HTML."""
    lines = ["<table>"]
    if head:
        lines.append(f"<thead><tr>{''.join(f'<th {_LEFT}>{cell}</th>' for cell in head)}</tr></thead>")
    lines.append("<tbody>")
    for cells, below in rows:
        lines.append(f"<tr>{''.join(f'<td {_LEFT}>{cell}</td>' for cell in cells)}</tr>")
        if below:
            lines.append(f'<tr><td {_LEFT} colspan="{len(cells)}">{below}</td></tr>')
    return "\n".join([*lines, "</tbody></table>"])


_LEFT = 'style="text-align: left"'  # notebooks align cells to the right
