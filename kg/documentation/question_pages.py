"""The pages of the questions: the query, and its answer with the evidence behind each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.documentation.context import Context, Here, Passage, Piece, one
from kg.documentation.page import Page
from kg.documentation.questions import Question, answer
from kg.errors import UsageError
from kg.namespaces import PREFIXES
from kg.query import Claim
from kg.query.tokens import tokenize

__all__ = ["question_pages", "used_terms"]

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
    groups = [
        (group, _GROUPS.get(group, group), list(members))
        for group, members in groupby(context.questions, key=lambda question: question.group)
    ]
    yield Page(_PAGE, "Questions", _PAGE, "questions.html", {"here": Here(context, _PAGE), "groups": groups})
    for question in context.questions:
        here = Here(context, question.path)
        values = {
            "question": question,
            "group": _GROUPS.get(question.group, question.group),
            "facts": list(_facts(question)),
            "answer": _answer(here, question) if question.answered else None,
            "query": list(_highlighted(here, question.body)),
        }
        yield Page(question.path, question.name, _PAGE, "question.html", values)


def _facts(question: Question) -> Iterator[tuple[str, Passage]]:
    for key, values in question.facts:
        yield key.capitalize() + ("s" if key == "column" else ""), _said(values)
    named = question.named.parameters if question.named is not None else ()
    yield "Parameters", Passage([[str(each)] for each in named or question.parameters], "list" if named else "\n")
    yield "Example", Passage([[Piece(question.example, kind="code")]] if question.example else [])


def _said(values: tuple[str, ...]) -> Passage:
    """The lines of one key: a list where each explains a name (``name -- meaning``), else one text."""
    if not all(" -- " in value for value in values):
        return one(" ".join(values))
    pairs = (value.split(" -- ", 1) for value in values)
    return Passage([[Piece(name.strip(), kind="code"), f": {meaning}"] for name, meaning in pairs], "list")


@dataclass
class _Answer:
    """What a question was asked with, and its answer; ``refused`` says why there is none."""

    values: Mapping[str, str]
    refused: str = ""
    boolean: bool | None = None
    count: int = 0
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Piece | list[Claim]]] = ()


def _answer(here: Here, question: Question) -> _Answer:
    context, values = here.context, question.values
    try:
        result = answer(question, context.dataset, context.labels)
    except UsageError as error:
        # The example names a thing that this graph does not have.
        return _Answer(values, refused=error.message)
    if result.kind == "ask":
        return _Answer(values, boolean=result.boolean)
    rows: list[list[Piece | list[Claim]]] = [[here.value(term) for term in row] for row in result.terms[:_MOST]]
    evidence = result.evidence
    for row, found in zip(rows, evidence or (), strict=False):
        row.append(context.evidence.claims(found))
    head = [*result.variables, *(["evidence"] if evidence is not None else [])]
    return _Answer(values, count=len(result.terms), head=head, rows=rows)


def _highlighted(here: Here, body: str) -> Iterator[Piece]:
    """A query in pieces: comments, keywords, strings and variables by their kinds, terms of the ontology linked."""
    end = 0
    for token in tokenize(body):
        yield _between(body[end : token.start])
        end = token.end
        href = here.way_to(_full(token.text)) if token.kind == "name" else None
        yield Piece(token.text, href, kind=_CLASSES.get(token.kind, "") if token.text != "a" else "")
    yield _between(body[end:])


def _between(skipped: str) -> Piece:
    """Spaces and comments."""
    return Piece(skipped, kind="c" if "#" in skipped else "")


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES.get(prefix, f"{prefix}:") + local


def used_terms(question: Question) -> set[str]:
    """The IRIs that a query names."""
    found = {_full(token.text) for token in tokenize(question.body) if token.kind == "name"}
    return found | {token.text[1:-1] for token in tokenize(question.body) if token.kind == "iri"}
