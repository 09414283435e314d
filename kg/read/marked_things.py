"""Which spans of an export mean one thing, and what is known of it: the entities and mentions of the native form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.names import fold, slug
from kg.read.labels import ProjectLabels
from kg.read.located import LocatedSpan
from kg.read.marked import MarkedDocument, MarkedSpan, Trust
from kg.read.meanings import MENTION, Meaning
from kg.read.report import shown

__all__ = ["MarkedThing", "MarkedThings"]

_SHORT = 60
# Characters of all spans of things in one document: their names are folded, which takes time.
_MOST_WORDS = 1_000_000


@dataclass(slots=True)
class MarkedThing:
    """One thing: the spans that mean it, its type, its key in the native form, and its names in the text."""

    spans: list[LocatedSpan]
    type: str
    name: str
    key: str = ""
    names: set[str] = field(default_factory=set)


class MarkedThings:
    """The things of one document.

    Spans of one class and one name are one thing, and so are those that the export, an edge, a common ``key`` or a
    common id joins. ``lost`` are the spans that no thing was made of.
    """

    def __init__(
        self,
        document: MarkedDocument,
        spans: Sequence[LocatedSpan],
        meanings: Mapping[str, Meaning],
        labels: ProjectLabels,
        text: str | None,
    ) -> None:
        self._labels, self._meanings, self._text = labels, meanings, text
        self._is_model = document.trust is Trust.NOTHING
        self.lost: set[str] = set()
        self.all: list[MarkedThing] = []
        self.by_span: dict[str, MarkedThing] = {}
        self._keys: set[str] = {"article"}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        marked = [each for each in spans if labels.is_entity(meanings[each.span.id])]
        length = sum(end - start for each in marked for start, end in each.pieces)
        if length > _MOST_WORDS:
            message = f"the spans of things are {length:,} characters long together, more than {_MOST_WORDS:,}"
            hint = "mark the names of things, and not whole parts of the text"
            labels.report.error("too-much-to-search", message, line=document.line, hint=hint)
            self.lost |= {each.span.id for each in marked}
            return
        for group in self._groups(document, marked):
            thing = self._thing(group)
            if thing is None:
                self.lost |= {each.span.id for each in group}
                continue
            self.all.append(thing)
            self.by_span |= {each.span.id: thing for each in group}
            for name in thing.names:
                self._by_name[fold(name)].add(thing.key)

    def words(self, each: LocatedSpan) -> str:
        """The words of a span, on one line."""
        words = each.words(self._text) if self._text is not None and each.pieces else each.span.surface or ""
        return " ".join(words.split())

    def reference(self, value: str) -> object:
        """A thing by its key, by an id, or by one of its names in this text; the value itself where it is none."""
        if value in self._keys:
            return value
        named = self._by_name.get(fold(value), set())
        if len(named) == 1:
            return next(iter(named))
        found = self._labels.mapping.identifiers.get(value, value)
        return {"id": found} if self._labels.terms.id_fault(found) is None else value

    def is_known(self, value: object) -> bool:
        """Whether a reference leads to something; of a list, whether all do."""
        if isinstance(value, list):
            return bool(value) and all(map(self.is_known, value))
        return isinstance(value, dict) or value in self._keys

    def entity(self, thing: MarkedThing) -> dict[str, object]:
        """The entity of a thing, in native form."""
        labels, record = self._labels, {"type": thing.type}
        gathered: dict[str, list[str]] = defaultdict(list)
        for each in thing.spans:
            told = [*labels.attributes(each.span)]
            told += [(name, [value]) for name, value in self._meanings[each.span.id].constants.items()]
            for name, values in told:
                gathered[name] += [value for value in values if value not in gathered[name]]
        found: dict[str, object] = dict(record)
        identifier = next((id_ for each in thing.spans if (id_ := labels.identifier(each.span))), None)
        if identifier is not None:
            found["id"] = identifier
        by_language = {name.partition("@")[2]: each[0] for name, each in gathered.items() if name.startswith("name@")}
        found["name"] = by_language or thing.name
        for name, values in gathered.items():
            if name in ("key", "name", "id") or name.startswith("name@"):
                continue
            if name.startswith("aka@"):
                before = found.get("aka", [])
                language = {name.partition("@")[2]: values}
                found["aka"] = [*(before if isinstance(before, list) else [before]), language]
                continue
            items = [value if labels.terms.relations.get(name, True) else self.reference(value) for value in values]
            found[name] = items[0] if len(items) == 1 else items
        for name in sorted(thing.names):
            found |= labels.mapping.things.get(name, {})
        return found

    def mentions(self) -> Iterator[tuple[LocatedSpan, MarkedThing]]:
        """Each place where a thing is named or meant, thing by thing."""
        for thing in self.all:
            for each in thing.spans:
                if self._labels.identifier(each.span) is None:
                    self._labels.unused["link to a register"] += len(each.span.identifiers)
                yield each, thing
        self._labels.unused = +self._labels.unused

    def _groups(self, document: MarkedDocument, spans: Sequence[LocatedSpan]) -> Iterable[list[LocatedSpan]]:
        labels = self._labels
        joined = _Joined(each.span.id for each in spans)
        first: dict[object, str] = {}
        for each in spans:
            span, name = each.span, self._meanings[each.span.id].name
            marks = [("key", labels.value("key", span)), ("id", labels.identifier(span))]
            if name != MENTION:
                marks.append((name, fold(labels.value("name", span) or self.words(each))))
            for mark in marks:
                if mark[1]:
                    joined.join(span.id, first.setdefault(mark, span.id))
        for group in document.same:
            known = [span for span in group if span in joined]
            for other in known[1:]:
                joined.join(known[0], other)
        for edge in document.edges:
            if labels.is_same(edge) and edge.source in joined and edge.target in joined:
                joined.join(edge.source, edge.target)
        groups: dict[str, list[LocatedSpan]] = defaultdict(list)
        for each in spans:
            groups[joined.head(each.span.id)].append(each)
        return groups.values()

    def _thing(self, spans: list[LocatedSpan]) -> MarkedThing | None:
        """The thing that some spans mean; None, with a finding, where their types do not fit."""
        typed = [each for each in spans if self._meanings[each.span.id].name != MENTION]
        types = dict.fromkeys(self._meanings[each.span.id].name for each in typed)
        if len(types) != 1:
            words = shown(self.words(spans[0]))
            if types:
                message = f'"{words}" and what is joined to it have several types: {", ".join(types)}'
                self._fault("several-types", message, spans[0].span)
            else:
                message = f'"{words}" is a mention of nothing: it is joined to no span with a type'
                self._fault("mention-of-nothing", message, spans[0].span)
            return None
        given = [name for each in spans for name in self._labels.values("name", each.span)]
        names = [self.words(each) for each in spans]
        name = given[0] if given else max((self.words(each) for each in typed), key=len)
        return MarkedThing(spans, next(iter(types)), name, self._key(spans, name), {*given, *names})

    def _key(self, spans: list[LocatedSpan], name: str) -> str:
        given = next((key for each in spans if (key := self._labels.value("key", each.span))), None)
        base = given or slug(name)[:_SHORT].strip("-") or "thing"
        key, number = base, 1
        while key in self._keys:
            number += 1
            key = f"{base}-{number}"
        self._keys.add(key)
        return key

    def _fault(self, code: str, message: str, span: MarkedSpan) -> None:
        """Report what rejects the article; of a language model's output the part in question is left out."""
        report = self._labels.report
        if self._is_model:
            report.warning("ungrounded", f"{message}: it is left out", line=span.line)
        else:
            hint = f"correct it in the tool, or in {self._labels.mapping.place}"
            report.error(code, message, line=span.line, hint=hint)


class _Joined:
    """Which spans belong together: a forest, without recursion."""

    def __init__(self, names: Iterable[str]) -> None:
        self._above = {name: name for name in names}

    def __contains__(self, name: str) -> bool:
        return name in self._above

    def head(self, name: str) -> str:
        while self._above[name] != name:
            self._above[name] = name = self._above[self._above[name]]
        return name

    def join(self, one: str, other: str) -> None:
        first, second = self.head(one), self.head(other)
        if first != second:
            self._above[second] = first
