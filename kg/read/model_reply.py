"""What a language model answers to ``kg annotate prompt``: quotes and no offsets, by the small schema.

Whatever it says is a draft, and what is not in the text is left out and reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.export_json import Record, documents, integer, list_of, mapping_of, text_of
from kg.read.files import Request
from kg.read.marked import ExportFault, MarkedDocument, MarkedSpan, Trust, attributes_of

__all__ = ["VERSION_KEY", "detects", "read"]

VERSION_KEY = "kgReply"
"""The key that tells a reply from other JSON; its value is the version."""

_QUOTED = ("quote", "prefix", "suffix", "nth")


def detects(keys: frozenset[str]) -> bool:
    """Whether a record with these keys is one of this format."""
    return VERSION_KEY in keys


def read(request: Request) -> Iterator[MarkedDocument]:
    """Read the replies of a file."""
    return documents(request, _documents)


def _documents(record: Record) -> Iterator[MarkedDocument]:
    value = record.value
    article = mapping_of(value.get("article"))
    fields = {name: text for name, each in article.items() if (text := text_of(each))}
    spans = [*_entities(record), *_claims(record, "relations"), *_claims(record, "statements")]
    faults = []
    model = text_of(value.get("model"))
    if model is None:
        message = "the reply does not say which model made it"
        hint = "write its name under model, or annotation: {tool: …} in a mapping file"
        faults.append(ExportFault("no-model", message, record.line(), hint, is_error=False))
    yield MarkedDocument(
        id=fields.get("id") or f"reply-{record.number}",
        text_name=fields.get("text"),
        spans=tuple(spans),
        fields=fields,
        tool=model,
        date=text_of(value.get("date")),
        is_draft=True,
        trust=Trust.NOTHING,
        faults=tuple(faults),
        line=record.line(),
    )


def _entities(record: Record) -> Iterator[MarkedSpan]:
    for index, each in enumerate(list_of(record.value.get("entities"))):
        label, line = text_of(each.get("type")) or "?", record.line("entities", index)
        attributes = attributes_of({key: each[key] for key in each if key not in ("type", "quotes", "facts")})
        for fact in list_of(each.get("facts")):
            name = text_of(fact.get("name"))
            attributes |= attributes_of({name: fact.get("value")}) if name else {}
        for number, quote in enumerate(_quotes(each.get("quotes"))):
            told = attributes if number == 0 else {k: v for k, v in attributes.items() if k in ("key", "name")}
            yield _span(f"entity-{index}-{number}", label, quote, line, told)


def _claims(record: Record, section: str) -> Iterator[MarkedSpan]:
    for index, each in enumerate(list_of(record.value.get(section))):
        label = "statement" if section == "statements" else text_of(each.get("relation")) or "?"
        known = {key: each[key] for key in each if key not in ("relation", "qualifiers", *_QUOTED)}
        for qualifier in list_of(each.get("qualifiers")):
            name = text_of(qualifier.get("name"))
            if name:
                known[name] = qualifier.get("value")
        line = record.line(section, index)
        yield _span(f"{section}-{index}", label, {key: each.get(key) for key in _QUOTED}, line, attributes_of(known))


def _quotes(value: object) -> Iterator[dict[str, object]]:
    """The quotes of an entity: texts, or objects with what tells the matches apart."""
    for each in value if isinstance(value, list) else []:
        yield each if isinstance(each, dict) else {"quote": each}


def _span(
    name: str, label: str, quote: dict[str, object], line: int | None, attributes: dict[str, tuple[str, ...]]
) -> MarkedSpan:
    prefix, suffix = text_of(quote.get("prefix")), text_of(quote.get("suffix"))
    nth = integer(quote.get("nth"))
    words = text_of(quote.get("quote"))
    return MarkedSpan(name, label, words, (), line, attributes, (), prefix, suffix, nth if nth and nth > 0 else None)
