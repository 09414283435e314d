"""The pages of the questions: the query, and its answer with the evidence behind each row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kg.documentation.context import Context
from kg.documentation.page import Page, relative
from kg.documentation.questions import Question, answer
from kg.errors import UsageError
from kg.markup.environment import macros
from kg.markup.html import filter_box, scrolling, text
from kg.namespaces import PREFIXES
from kg.query import Result
from kg.query.tokens import tokenize
from kg.suggest import counted

__all__ = ["question_pages"]

_MOST = 300  # rows on a page
_GROUPS = {
    "competency": "What people ask",
    "quality": "How sound the material is",
    "networks": "Networks",
    "rules": "Rules of inference",
}
_CLASSES = {"word": "k", "string": "s", "iri": "s", "variable": "v"}
_PAGE = "questions.html"


def question_pages(context: Context) -> Iterator[Page]:
    """The list of all questions, and a page for each."""
    yield Page(_PAGE, "Questions", _list(context), _PAGE)
    for question in context.questions:
        yield Page(question.path, question.name, _question(context, question), _PAGE)


def _list(context: Context) -> Iterator[str]:
    yield "<h1>Questions</h1>"
    yield (
        '<p class="lead">Each is a SPARQL query in a file of its own. Its page shows the query, and the answer that it '
        "gave when this site was made, with the quotes and articles behind each row.</p>"
    )
    yield filter_box("Show questions with")
    for group, members in groupby(context.questions, key=lambda question: question.group):
        yield f'<section data-group="{text(group)}"><h2 id="{text(group)}">{text(_GROUPS.get(group, group))}</h2>'
        yield '<ul class="cards">'
        for each in members:
            words = text(f"{each.name} {each.summary} {each.description}".lower())
            yield (
                f'<li data-words="{words}"><h3><a href="{relative(_PAGE, each.path)}">{text(each.name)}</a></h3>'
                f"<p>{text(each.summary)}</p></li>"
            )
        yield "</ul></section>"


def _question(context: Context, question: Question) -> Iterator[str]:
    page = question.path
    yield f'<p class="soft">{text(_GROUPS.get(question.group, question.group))}</p>'
    yield f"<h1>{text(question.summary)}</h1>"
    if question.description:
        yield f'<p class="lead">{text(question.description)}</p>'
    facts = [(key.capitalize() + ("s" if key == "column" else ""), _said(values)) for key, values in question.facts]
    if question.named is not None and question.named.parameters:
        items = "".join(f"<li>{text(parameter)}</li>" for parameter in question.named.parameters)
        facts.append(("Parameters", f"<ul>{items}</ul>"))
    elif question.parameters:
        facts.append(("Parameters", "<br>".join(map(text, question.parameters))))
    if question.example:
        facts.append(("Example", f"<code>{text(question.example)}</code>"))
    yield "<dl>" + "".join(f"<dt>{text(key)}</dt><dd>{value}</dd>" for key, value in facts) + "</dl>"
    if question.answered:
        yield '<h2 id="answer">Answer</h2>'
        yield from _answer(context, question)
    yield '<h2 id="query">Query</h2>'
    yield scrolling(f"<pre><code>{highlighted(context, question.body, page)}</code></pre>", "The query in SPARQL")


def _said(values: tuple[str, ...]) -> str:
    """The lines of one key: a list where each explains a name (``name -- meaning``), else one text."""
    if not all(" -- " in value for value in values):
        return text(" ".join(values))
    pairs = (value.split(" -- ", 1) for value in values)
    items = "".join(f"<li><code>{text(name.strip())}</code>: {text(meaning)}</li>" for name, meaning in pairs)
    return f"<ul>{items}</ul>"


def _answer(context: Context, question: Question) -> Iterator[str]:
    if question.values:
        asked = ", ".join(f"<code>{text(key)}={text(value)}</code>" for key, value in question.values.items())
        yield f"<p>Asked with {asked}.</p>"
    try:
        result = answer(question, context.dataset, context.labels)
    except UsageError as error:
        # The example names a thing that this graph does not have.
        yield f'<p data-unanswered><span class="mark">not asked</span> {text(error.message)}</p>'
        return
    if result.kind == "ask":
        yield f'<p data-rows="1">{"Yes." if result.boolean else "No."}</p>'
        return
    count = len(result.terms)
    rows = counted(count, "row")
    if not count:
        yield '<p data-rows="0">No rows: the graph says nothing of this.</p>'
        return
    shown = f"{rows}; the first {_MOST} are shown." if count > _MOST else f"{rows}."
    yield f'<p data-rows="{count}">{shown}</p>'
    yield scrolling("\n".join(_table(context, question, result)), f"The answer to {question.name}")


def _table(context: Context, question: Question, result: Result) -> Iterator[str]:
    page = question.path
    evidence = result.evidence
    head = [*map(text, result.variables), *(["evidence"] if evidence is not None else [])]
    yield f"<table><caption>The answer to {text(question.name)}</caption><thead><tr>"
    yield "".join(f'<th scope="col">{name}</th>' for name in head) + "</tr></thead><tbody>"
    for number, row in enumerate(result.terms[:_MOST]):
        cells = [context.value(term, page) for term in row]
        if evidence is not None:
            claims = context.evidence.claims(evidence[number])
            cells.append(macros("markup/templates/claims.html").folded(claims))
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"


def highlighted(context: Context, body: str, page: str) -> str:
    """A query as HTML: keywords, strings and variables marked, terms of the ontology linked."""
    parts, end = [], 0
    for token in tokenize(body):
        parts.append(_between(body[end : token.start]))
        end = token.end
        shown = text(token.text)
        if token.kind == "name":
            iri = _full(token.text)
            parts.append(context.go(iri, page, token.text) if iri in context.places else shown)
        elif token.kind in _CLASSES and token.text != "a":
            parts.append(f'<span class="{_CLASSES[token.kind]}">{shown}</span>')
        else:
            parts.append(shown)
    return "".join([*parts, _between(body[end:])])


def _between(skipped: str) -> str:
    """Spaces and comments."""
    return f'<span class="c">{text(skipped)}</span>' if "#" in skipped else text(skipped)


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES.get(prefix, f"{prefix}:") + local


def used_terms(question: Question) -> set[str]:
    """The IRIs that a query names."""
    found = {_full(token.text) for token in tokenize(question.body) if token.kind == "name"}
    return found | {token.text[1:-1] for token in tokenize(question.body) if token.kind == "iri"}
