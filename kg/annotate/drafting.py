"""Drafting a mapping file from an export: its labels, how often each is used, and which terms come near."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.errors import InputError
from kg.ontology.vocabulary import Vocabulary
from kg.read.formats import marked_documents
from kg.read.labels import ROLES
from kg.read.marked import MarkedDocument, MarkedEdge, MarkedSpan
from kg.read.report import shown
from kg.suggest import counted, nearest

__all__ = ["draft_mapping"]

# What recognisers of names commonly call things, and the nearest types.
_COMMON: Mapping[str, str] = {
    "per": "Person", "person": "Person", "org": "Organization", "organisation": "Organization", "gpe": "Polity",
    "loc": "Place", "location": "Place", "country": "State", "fac": "Venue", "facility": "Venue", "event": "Event",
    "norp": "Group", "title": "Post", "position": "Post", "law": "LegalAct", "topic": "Theme", "date": "startDate",
    "works_for": "holdsPost", "member_of": "memberOf", "located_in": "locatedIn", "part_of": "partOf",
    "coref": "same", "coreference": "same", "sameas": "same", "quote": "statement", "pronoun": "mention",
}  # fmt: skip
_SHOWN = 3
_HEAD = """\
# Drafted from {file}. Write for each "?" what the label means: a type, a relation or an attribute of the
# ontology (docs/terms.md), statement, mention, same, a role such as subject, or ignore.
kg-map: 1
format: {format}
"""


def draft_mapping(path: Path, vocabulary: Vocabulary, *, form: str | None = None, texts: Path | None = None) -> str:
    """A mapping file for an export, with a question mark for every label that is not the name of a term.

    Raises:
        InputError: the file cannot be read, or is not the export of a tool.
        UsageError: ``form`` is not a format.
    """
    name, documents = marked_documents(path, vocabulary=vocabulary, texts=texts, form=form)
    labels: Counter[str] = Counter()
    edges: Counter[str] = Counter()
    attributes: Counter[str] = Counter()
    words: dict[str, list[str]] = defaultdict(list)
    authors: set[str] = set()
    ids: list[str] = []
    for document in documents:
        _count(document, labels, edges, attributes, words)
        authors |= {document.author} if document.author else set()
        ids.append(document.id)
    if not ids:
        raise InputError("no annotated text is in this file", where=str(path))
    lines = [_HEAD.format(file=shown(path.name), format=name).rstrip("\n")]
    if len(authors) > 1:
        lines.append(f"# annotator: {json.dumps(min(authors), ensure_ascii=False)}  # one of {len(authors)}")
    types = [name for name, term in vocabulary.classes.items() if term.kind]
    known = [*types, *vocabulary.annotatable, "statement", "mention", "ignore"]
    lines += _section("labels", labels, known, words, ("span", "spans"))
    lines += _section("relations", edges, [*vocabulary.annotatable, *ROLES, "same", "ignore"], {}, ("time", "times"))
    keys = ["id", "name", "aka", "key", "value", "modality", "mode", "kind", "summary", "stance", "source", *ROLES]
    known = [*keys, *vocabulary.annotatable, *vocabulary.qualifiers]
    lines += _section("attributes", attributes, known, {}, ("time", "times"))
    lines.append("# articles:  # the head of each article, unless the export has it")
    lines += [f"#   {json.dumps(each, ensure_ascii=False)}: {{title: …, published: …}}" for each in ids[:_SHOWN]]
    return "\n".join(lines) + "\n"


def _count(
    document: MarkedDocument,
    labels: Counter[str],
    edges: Counter[str],
    attributes: Counter[str],
    words: dict[str, list[str]],
) -> None:
    for span in document.spans:
        labels[span.label] += 1
        said = words[span.label]
        if span.surface is not None and len(said) < _SHOWN and span.surface not in said:
            said.append(span.surface)
    marks: list[MarkedSpan | MarkedEdge] = [*document.spans, *document.edges]
    for marked in marks:
        attributes.update(name for name in marked.attributes if not name.startswith(("name@", "aka@")))
    edges.update(edge.label for edge in document.edges)


def _section(
    name: str,
    counts: Counter[str],
    known: Iterable[str],
    words: Mapping[str, list[str]],
    nouns: tuple[str, str],
) -> Iterator[str]:
    """The labels of one kind, those that are used most first."""
    terms = list(known)
    if counts:
        yield f"{name}:"
    for label, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        meaning = next((term for term in terms if term == label or (term == "statement" == label.lower())), None)
        told = counted(number, *nouns)
        if words.get(label):
            told += ", such as " + ", ".join(f'"{shown(each, 30)}"' for each in words[label])
        if meaning is None:
            common = _COMMON.get(label.lower().replace(" ", "_").replace("-", "_"))
            near = dict.fromkeys([*([common] if common in terms else []), *nearest(label, terms)])
            told += f"; near: {', '.join(name for name in near if name)}" if near else ""
        yield f"  {json.dumps(label, ensure_ascii=False)}: {json.dumps(meaning or '?')}  # {told}"
