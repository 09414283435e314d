"""The queries of a folder as questions, each with what it is asked with to show an answer."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.claims.views import select_view
from kg.ontology.terms import anchor
from kg.query import Labels, NamedQuery, Result, bind, evaluate, load_catalogue, view_day
from kg.query.catalogue import read_header, without_header
from kg.query.tokens import tokenize
from kg.store import Dataset

__all__ = ["Question", "answer", "read_questions"]

_CATALOGUES = ("competency", "quality")
_NETWORKS = "networks"
_KEYS_SHOWN_FIRST = ("summary", "description", "parameter", "example")


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its header.

    ``facts`` are the keys of a header that only some groups have, such as what a node of a network is. ``named`` is
    the query of the catalogue behind it; ``answered`` tells whether the site shows an answer.
    """

    name: str
    group: str
    summary: str
    description: str
    parameters: tuple[str, ...]
    example: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    body: str
    text: str
    named: NamedQuery | None
    answered: bool

    @property
    def path(self) -> str:
        """The page of the question."""
        return f"questions/{anchor(self.group)}-{anchor(self.name)}.html"

    @property
    def values(self) -> dict[str, str]:
        """What it is asked with: the parameters of its example, where it has some that are required."""
        if self.named is None or not any(parameter.required for parameter in self.named.parameters):
            return {}
        known = {parameter.name for parameter in self.named.parameters}
        return {key: value for key, value in _written(self.example) if key in known}


def read_questions(folder: Path) -> list[Question]:
    """The queries below a folder, group by group, in alphabetical order.

    Raises:
        InputError: a file cannot be read, or its header cannot be understood.
    """
    found = []
    for group in sorted(each for each in folder.iterdir() if each.is_dir()):
        named = load_catalogue([group]).queries if group.name in _CATALOGUES else {}
        found += [_read(file, group.name, named.get(file.stem)) for file in sorted(group.glob("*.rq"))]
    return found


def _read(file: Path, group: str, named: NamedQuery | None) -> Question:
    header, text = read_header(file)
    said: dict[str, list[str]] = {}
    for _, key, value in header:
        said.setdefault(key, []).append(value)
    return Question(
        name=file.stem,
        group=group,
        summary=" ".join(said.get("summary", [file.stem])),
        description=" ".join(said.get("description", [])),
        parameters=tuple(said.get("parameter", ())),
        example=named.example if named is not None else " ".join(said.get("example", [])),
        facts=tuple((key, tuple(values)) for key, values in said.items() if key not in _KEYS_SHOWN_FIRST),
        body=without_header(text),
        text=text,
        named=named,
        answered=named is not None or group == _NETWORKS,
    )


def _written(command: str) -> Iterator[tuple[str, str]]:
    """The parameters in a command: ``-p key=value``."""
    try:
        words = shlex.split(command)
    except ValueError:
        return
    for option, value in pairwise(words):
        if option in ("-p", "--parameter") and "=" in value:
            yield value.partition("=")[0], value.partition("=")[2]


def answer(question: Question, dataset: Dataset, labels: Labels) -> Result:
    """The answer, rows that differ in nothing but their evidence as one.

    Rows whose query does not order them stand in the order of their names.

    Raises:
        UsageError: a value means nothing in this graph, or one is missing.
    """
    values = {}
    if question.named is not None:
        written, day = view_day(question.named, question.values, None)
        values = bind(question.named, written, labels)
        dataset = dataset if day is None else select_view(dataset, day=day)
    result = evaluate(dataset, question.text, substitutions=values)
    words = [token.text.upper() for token in tokenize(question.body) if token.kind == "word"]
    if result.kind == "ask":
        return result
    rows = result.terms
    if "ORDER" not in words:
        rows = sorted(rows, key=lambda row: tuple("" if t is None else f"{labels(t)} {t}" for t in row))
    return Result(result.kind, result.variables, rows).merge_evidence()
