"""An article back as it is written in the native format: the raw tree, from which YAML and JSON are made."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import (
    AnnotatedArticle,
    AnnotatedEntity,
    AnnotatedName,
    AnnotatedRelation,
    CitedSource,
    Quote,
    Ref,
    ScopedQualifier,
    SpeechAct,
    Value,
)

__all__ = ["native_tree", "quoted", "written"]

Tree = dict[str, object]


def native_tree(article: AnnotatedArticle, text: str | None = None) -> Tree:
    """The tree of an article.

    Args:
        article: what was read.
        text: the name of the file with its text, for ``article.text``.
    """
    about, note = article.metadata, article.annotation
    inline = {each.key: each for each in article.entities if each.path[0] != "entities"}
    head: Tree = {"id": about.id, "title": _names((about.title,)), "url": about.url}
    head["publisher"] = _publisher(about.publisher, inline)
    head |= {"published": about.published, "language": about.language, "text": text, "sha256": about.declared_sha256}
    head["retracts"] = list(about.retracts)
    tree: Tree = {"kg": "1", "article": _whole(head)}
    if note is not None:
        tree["annotation"] = _whole({"by": note.by, "tool": note.tool, "date": note.date, "status": note.status})
    tree["entities"] = {
        each.key: _entity(each, article.relations) for each in article.entities if each.key not in inline
    }
    tree["mentions"] = [{"of": mark.of, **quoted(mark.quote)} for mark in article.mentions]
    tree["relations"] = [_relation(each) for each in article.relations if not each.inline]
    tree["statements"] = [_statement(each) for each in article.statements]
    tree["sources"] = [_source(each, inline) for each in article.sources]
    return _whole(tree)


def quoted(quote: Quote) -> Tree:
    """A quote with what tells its matches apart."""
    parts = [
        _whole({"quote": a.exact, "prefix": a.prefix, "suffix": a.suffix, "nth": None if a.nth is None else str(a.nth)})
        for a in quote
    ]
    if not parts:
        return {}
    return parts[0] if len(parts) == 1 else {"quote": parts}


def written(value: Value) -> object:
    """A reference or a literal."""
    if isinstance(value, str):
        return value
    return value.key if value.key is not None else {"id": value.id}


def _whole(tree: Tree) -> Tree:
    """The same without what is empty."""
    return {key: value for key, value in tree.items() if value not in (None, [], {}, ())}


def _names(names: Iterable[AnnotatedName]) -> object:
    listed = list(names)
    if all(name.language is None for name in listed):
        return listed[0].text if len(listed) == 1 else [name.text for name in listed]
    return {name.language or "und": name.text for name in listed}


def _aliases(names: Iterable[AnnotatedName]) -> list[object]:
    return [name.text if name.language is None else {name.language: name.text} for name in names]


def _entity(entity: AnnotatedEntity, relations: Iterable[AnnotatedRelation]) -> Tree:
    tree: Tree = {"type": entity.type, "name": _names(entity.names) if entity.names else None}
    tree |= {"aka": _aliases(entity.aliases), "id": entity.id}
    told: dict[str, list[object]] = {}
    for each in relations:
        if each.inline and each.subject.key == entity.key:
            told.setdefault(each.relation, []).append(written(each.object))
    return _whole(tree | {name: values[0] if len(values) == 1 else values for name, values in told.items()})


def _publisher(reference: Ref | None, inline: dict[str, AnnotatedEntity]) -> object:
    if reference is None:
        return None
    return _entity(inline[reference.key], ()) if reference.key in inline else written(reference)


def _relation(relation: AnnotatedRelation) -> Tree:
    tree: Tree = {"subject": written(relation.subject)}
    if relation.alternative_subjects:
        tree = {"subjectOneOf": [written(each) for each in (relation.subject, *relation.alternative_subjects)]}
    tree["relation"] = relation.relation
    if relation.alternatives:
        tree["oneOf"] = [written(each) for each in (relation.object, *relation.alternatives)]
    else:
        tree["value" if isinstance(relation.object, str) else "object"] = written(relation.object)
    tree |= {
        "modality": None if relation.modality == "fact" else relation.modality,
        "statement": relation.statement,
        "source": relation.source,
        "corrects": relation.corrects,
    }
    told: dict[str, list[object]] = {}
    for name, value in relation.qualifiers:
        told.setdefault(name, []).append(written(value))
    for scoped in relation.scoped:
        told.setdefault(scoped.name, []).append(_scoped(scoped))
    tree |= {name: values[0] if len(values) == 1 else values for name, values in told.items()}
    return _whole(tree | quoted(relation.quote))


def _scoped(scoped: ScopedQualifier) -> Tree:
    return {"value": written(scoped.value), "modality": scoped.modality, **quoted(scoped.quote)}


def _statement(act: SpeechAct) -> Tree:
    things = {"speaker": act.speaker, "capacity": act.capacity, "occasion": act.occasion}
    several = {"onAccountOf": act.on_account_of, "about": act.about, "heldBy": act.held_by}
    tree: Tree = {"id": act.id, **{name: None if ref is None else written(ref) for name, ref in things.items()}}
    tree |= {name: [written(ref) for ref in refs] for name, refs in several.items()}
    tree |= {"mode": act.mode, "kind": list(act.kinds), "summary": act.summary, "stance": act.stance}
    return _whole(tree | {"source": act.source, "within": act.within, **quoted(act.quote)})


def _source(source: CitedSource, inline: dict[str, AnnotatedEntity]) -> Tree:
    tree: Tree = {"id": source.id, "publisher": _publisher(source.publisher, inline), "published": source.published}
    title = None if source.title is None else _names((source.title,))
    return _whole(tree | {"url": source.url, "title": title, "within": source.within})
