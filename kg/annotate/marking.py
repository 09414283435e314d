"""An article as a tool would mark it: spans, edges and attributes; and what they cannot say, which is listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.model import AnnotatedArticle, AnnotatedEntity, AnnotatedRelation, Quote, Ref, SpeechAct, Value
from kg.read.marked import MarkedDocument, MarkedEdge, MarkedSpan
from kg.text import spelled

__all__ = ["Marking"]


class Marking:
    """Makes ``document`` of an article; ``lost`` lists what spans and edges cannot say."""

    def __init__(self, article: AnnotatedArticle, text: str) -> None:
        self._text = text
        self.lost: list[str] = []
        self._spans: list[MarkedSpan] = []
        self._edges: list[MarkedEdge] = []
        self._first: dict[str, str] = {}
        self._attributes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._of_statement = {act.id: f"s{number}" for number, act in enumerate(article.statements)}
        self._entities(article)
        for number, act in enumerate(article.statements):
            self._statement(act, f"s{number}")
        for number, relation in enumerate(article.relations):
            self._relation(relation, f"c{number}")
        if article.sources:
            self.lost.append("sources: the cited sources")
        self.document = MarkedDocument(
            id=article.metadata.id,
            text=text,
            spans=tuple(
                MarkedSpan(span.id, span.label, span.surface, span.pieces, None, self._all(span.id))
                for span in self._spans
            ),
            edges=tuple(
                MarkedEdge(edge.id, edge.label, edge.source, edge.target, None, self._all(edge.id))
                for edge in self._edges
            ),
            fields=dict(self._head(article)),
        )

    def _all(self, name: str) -> dict[str, tuple[str, ...]]:
        return {key: tuple(values) for key, values in self._attributes[name].items()}

    def _head(self, article: AnnotatedArticle) -> Iterator[tuple[str, str]]:
        """The head, as far as plain fields hold it."""
        about = article.metadata
        yield "id", about.id
        yield "title", about.title.text
        for name, value in (("url", about.url), ("published", about.published), ("language", about.language)):
            if value:
                yield name, value
        publisher = about.publisher
        entity = next((e for e in article.entities if publisher is not None and e.key == publisher.key), None)
        if entity is not None and _is_plain_agency(entity):
            yield "publisher", entity.names[0].text
            publisher = None
        if publisher is not None:
            self.lost.append("article.publisher: more than a name")
        for key, told in (("title.language", about.title.language), ("retracts", about.retracts)):
            if told:
                self.lost.append(f"article.{key}")
        if about.declared_sha256:
            self.lost.append("article.sha256")

    def _add(self, name: str, label: str, quote: Quote, where: str) -> bool:
        pieces = tuple((a.start, a.end) for a in quote if a.start is not None and a.end is not None)
        if not pieces or len(pieces) != len(quote):
            self.lost.append(f"{where}: it has no place in the text")
            return False
        surface = " ".join(self._text[start:end] for start, end in pieces)
        self._spans.append(MarkedSpan(name, label, surface, pieces))
        return True

    def _entities(self, article: AnnotatedArticle) -> None:
        types = {entity.key: entity.type for entity in article.entities}
        for number, mark in enumerate(article.mentions):
            if self._add(f"m{number}", types[mark.of], mark.quote, f"mentions[{number}]"):
                self._first.setdefault(mark.of, f"m{number}")
                self._attributes[f"m{number}"]["key"].append(mark.of)
        for entity in article.entities:
            if entity.key in self._first:
                self._describe(entity, self._attributes[self._first[entity.key]])
            elif entity.path[0] == "entities":
                self.lost.append(f"entities.{entity.key}: it has no mention")

    def _describe(self, entity: AnnotatedEntity, told: dict[str, list[str]]) -> None:
        if entity.id is not None:
            told["id"].append(entity.id)
        for kind, names in (("name", entity.names), ("aka", entity.aliases)):
            for name in names:
                told[kind if name.language is None else f"{kind}@{name.language}"].append(name.text)

    def _value(self, value: Value) -> str | None:
        """A value as an attribute; None for a thing that is not marked in the text."""
        if isinstance(value, str):
            return value
        if value.key is None:
            return value.id
        return value.key if value.key in self._first or value.key == "article" else None

    def _role(self, name: str, role: str, value: Ref) -> bool:
        """Say what a claim is about: with an edge to what is marked, else with an attribute."""
        if value.key in self._first:
            self._edges.append(MarkedEdge(f"{name}-e{len(self._edges)}", role, name, self._first[value.key]))
            return True
        told = self._value(value)
        if told is not None:
            self._attributes[name][role].append(told)
        return told is not None

    def _statement(self, act: SpeechAct, name: str) -> None:
        where = f"statements.{act.id}"
        if not self._add(name, "statement", act.quote, where):
            return
        told = self._attributes[name]
        told["id"].append(act.id)
        for key, value in (("mode", act.mode), ("summary", act.summary), ("stance", act.stance)):
            if value:
                told[key].append(value)
        told["kind"] += act.kinds
        if act.source:
            self.lost.append(f"{where}.source")
        if act.within:
            self._edges.append(MarkedEdge(f"{name}-within", "within", name, self._of_statement[act.within]))
        singles = [
            (key, ref)
            for key, ref in (("speaker", act.speaker), ("capacity", act.capacity), ("occasion", act.occasion))
            if ref
        ]
        lists = (("about", act.about), ("onAccountOf", act.on_account_of), ("heldBy", act.held_by))
        for key, ref in (*singles, *((key, ref) for key, refs in lists for ref in refs)):
            if not self._role(name, key, ref):
                self.lost.append(f"{where}.{key}: {ref.key} has no mention")

    def _relation(self, relation: AnnotatedRelation, name: str) -> None:
        where = f"relations: {relation.subject.key or relation.subject.id} {relation.relation}"
        several = (*relation.alternative_subjects, *relation.alternatives)
        ends = [ref for ref in (relation.subject, relation.object, *several) if isinstance(ref, Ref)]
        missing = [ref for ref in ends if self._value(ref) is None]
        if missing or relation.scoped or relation.source:
            why = f"{missing[0].key} has no mention" if missing else "a qualifier with a quote, or a cited source"
            self.lost.append(f"{where}: {why}")
            return
        if relation.quote:
            if self._add(name, relation.relation, relation.quote, where):
                self._claim(relation, name)
            return
        self._unquoted(relation, name, where)

    def _claim(self, relation: AnnotatedRelation, name: str) -> None:
        role = "subjectOneOf" if relation.alternative_subjects else "subject"
        for ref in (relation.subject, *relation.alternative_subjects):
            self._role(name, role, ref)
        if isinstance(relation.object, str):
            self._attributes[name]["value"].append(relation.object)
        else:
            role = "oneOf" if relation.alternatives else "object"
            for ref in (relation.object, *relation.alternatives):
                self._role(name, role, ref)
        self._qualify(relation, name)

    def _qualify(self, relation: AnnotatedRelation, name: str) -> None:
        told = self._attributes[name]
        if relation.modality != "fact":
            told["modality"].append(relation.modality)
        for key, value in (("statement", relation.statement), ("corrects", relation.corrects)):
            if value:
                told[key].append(value)
        for key, each in relation.qualifiers:
            text = self._value(each)
            if text is not None:
                told[key].append(text)
            else:
                self.lost.append(f"relations: {relation.relation}.{key}: it has no mention")

    def _unquoted(self, relation: AnnotatedRelation, name: str, where: str) -> None:
        """A relation without words: an attribute of its subject, or an edge."""
        subject, target = relation.subject.key, relation.object
        is_plain = relation.modality == "fact" and not (
            relation.qualifiers or relation.statement or relation.corrects or relation.has_alternatives
        )
        if subject in self._first and is_plain and (relation.inline or isinstance(target, str)):
            text = self._value(target)
            if text is not None:
                self._attributes[self._first[subject]][relation.relation].append(text)
                return
        if (
            subject in self._first
            and isinstance(target, Ref)
            and target.key in self._first
            and not relation.has_alternatives
        ):
            self._edges.append(MarkedEdge(name, relation.relation, self._first[subject], self._first[target.key]))
            self._qualify(relation, name)
            return
        self.lost.append(
            f"{where}: it has no words, and its ends are not both marked ({spelled(str(self._value(target)))})"
        )


def _is_plain_agency(entity: AnnotatedEntity) -> bool:
    """Whether a name alone says all that is known of a publisher."""
    is_named = len(entity.names) == 1 and entity.names[0].language is None
    return is_named and entity.type == "NewsAgency" and not entity.aliases and entity.id is None
