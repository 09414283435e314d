"""The claims and statements of an export: spans that hold their words, and edges and attributes that say of what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kg.read.labels import ROLES, ProjectLabels
from kg.read.located import LocatedSpan
from kg.read.marked import MarkedDocument, MarkedEdge, MarkedSpan, Trust
from kg.read.marked_things import MarkedThings
from kg.read.meanings import IGNORE, SAME, STATEMENT, Meaning
from kg.read.report import shown

__all__ = ["Claims"]

Record = dict[str, object]
Told = list[tuple[MarkedSpan | MarkedEdge, Record]]

_OF_STATEMENTS = frozenset(("speaker", "capacity", "occasion", "onAccountOf", "about", "heldBy"))
_OF_RELATIONS = frozenset(("subject", "subjectOneOf", "object", "oneOf", "heldBy"))


class Claims:
    """``relations`` and ``statements`` of one document in native form, each with the span or edge that it stands for.

    Args:
        document: what was marked.
        spans: the spans that have a place.
        meanings: what each of them means, by its id.
        labels: what labels and attributes mean.
        things: the things of the document.
        quote: the quote of a span in native form.
    """

    def __init__(
        self,
        document: MarkedDocument,
        spans: Sequence[LocatedSpan],
        meanings: Mapping[str, Meaning],
        labels: ProjectLabels,
        things: MarkedThings,
        quote: Callable[[LocatedSpan], Record],
    ) -> None:
        self._document, self._meanings, self._labels, self._things = document, meanings, labels, things
        self._report, self._terms, self._quote = labels.report, labels.terms, quote
        self._is_model = document.trust is Trust.NOTHING
        self._lost = {span.id for span in document.spans} - set(meanings) | things.lost
        said = [each for each in spans if meanings[each.span.id].name == STATEMENT]
        self._ids = {each.span.id: labels.value("id", each.span) or f"s{number}" for number, each in enumerate(said, 1)}
        statements: Told = [(each.span, self._statement(each)) for each in said]
        claims: Told = [(each.span, self._claim(each)) for each in spans if labels.is_claim(meanings[each.span.id])]
        self._records = {marked.id: record for marked, record in (*statements, *claims)}
        self._incomplete: set[str] = set()
        edges = self._edges()
        self.statements = [pair for pair in statements if pair[0].id not in self._incomplete]
        self.relations = [*(pair for pair in claims if pair[0].id not in self._incomplete), *edges]
        if self._is_model:
            self._leave_out_incomplete()

    def _claim(self, each: LocatedSpan) -> Record:
        meaning, span = self._meanings[each.span.id], each.span
        record: Record = {"relation": meaning.name, **self._quote(each), **meaning.constants}
        for name, values in self._labels.attributes(span):
            if name not in ("key", "id"):
                self._put(record, name, values)
        if self._terms.relations[meaning.name] and "value" not in record:
            record["value"] = self._labels.translated(meaning.name, self._things.words(each))
        return record

    def _statement(self, each: LocatedSpan) -> Record:
        constants = self._meanings[each.span.id].constants
        record: Record = {"id": self._ids[each.span.id], **self._quote(each), **constants}
        for name, values in self._labels.attributes(each.span):
            if name not in ("key", "id"):
                self._put(record, name, values)
        return record

    def _put(self, record: Record, name: str, values: Sequence[str]) -> None:
        """Add values to a record: things as references, a second value as a list."""
        items = [self._things.reference(value) if self._is_reference(record, name) else value for value in values]
        before = record.get(name, [])
        items = [*(before if isinstance(before, list) else [before]), *items]
        items = [item for place, item in enumerate(items) if item not in items[:place]]
        record[name] = items[0] if len(items) == 1 else items

    def _is_reference(self, record: Record, name: str) -> bool:
        if "relation" not in record:
            return name in _OF_STATEMENTS
        return name in _OF_RELATIONS or self._terms.qualifiers.get(name) is False

    def _edges(self) -> Told:
        """Put the roles into claims and statements; the relations between two things are given back."""
        found: Told = []
        for edge in self._document.edges:
            lost = [end for end in (edge.source, edge.target) if end in self._lost]
            absent = [end for end in (edge.source, edge.target) if end not in self._meanings and end not in self._lost]
            if absent:
                message = f'the relation "{shown(edge.id)}" leads to "{shown(absent[0])}", which is not marked'
                self._report.error("dangling-edge", message, line=edge.line, hint="export the project again")
            elif not lost:
                record = self._edge(edge)
                if record is not None:
                    found.append((edge, record))
            else:
                self._incomplete.add(edge.source)  # a claim is not kept without what it rests on
                if self._is_model:
                    message = f'the relation "{shown(edge.label)}" is left out: one of its ends is not in the text'
                    self._report.warning("ungrounded", message, line=edge.line)
        return found

    def _edge(self, edge: MarkedEdge) -> Record | None:
        meaning = self._labels.of_edge(edge)
        source, target = (edge.target, edge.source) if meaning.reverse else (edge.source, edge.target)
        ends = {self._meanings[edge.source].name, self._meanings[edge.target].name}
        if meaning.name in (SAME, IGNORE) or IGNORE in ends:
            return None
        if source in self._records:
            self._role(meaning.name, source, target, edge)
            return None
        if meaning.name not in self._terms.relations:
            known = [*self._terms.relations, *ROLES, SAME]
            self._labels.report_unknown("relation", edge.label, meaning.name, known, edge.line)
            return None
        subject, other = self._things.by_span.get(source), self._things.by_span.get(target)
        if subject is None or other is None:
            self._fault(f'the relation "{shown(edge.label)}" leads to a claim or a statement, not to a thing', edge)
            return None
        record: Record = {"subject": subject.key, "relation": meaning.name, "object": other.key, **meaning.constants}
        for name, values in self._labels.attributes(edge):
            self._put(record, name, values)
        return record

    def _role(self, name: str, source: str, target: str, edge: MarkedEdge) -> None:
        """An edge from a claim or a statement: one more of what it is about."""
        record, thing = self._records[source], self._things.by_span.get(target)
        is_known = name in ROLES or ("relation" in record and self._terms.qualifiers.get(name) is False)
        if not is_known:
            known = [*ROLES, *self._terms.qualifiers, SAME]
            self._labels.report_unknown("role", edge.label, name, known, edge.line)
        elif name in ("statement", "within"):
            if target in self._ids:
                self._put(record, name, [self._ids[target]])
            else:
                self._fault(f'"{shown(edge.label)}" does not lead to a statement', edge)
        elif thing is not None:
            self._put(record, name, [thing.key])
        else:
            self._fault(f'"{shown(edge.label)}" does not lead to a thing', edge)

    def _fault(self, message: str, edge: MarkedEdge) -> None:
        hint = f"correct it in the tool, or in {self._labels.mapping.place}"
        self._report.error("edge-to-claim", message, line=edge.line, hint=hint)

    def _leave_out_incomplete(self) -> None:
        """Leave out what a language model claims of something, or by somebody, that is not in the text.

        A claim is never kept without its speaker: it would become the newsroom's word.
        """
        kept = {str(record["id"]) for _, record in self.statements}
        while True:
            whole = [pair for pair in self.statements if self._missing(pair[1], kept) is None]
            ids = {str(record["id"]) for _, record in whole}
            if ids == kept:
                break
            kept = ids
        for section in (self.statements, self.relations):
            for marked, record in section:
                missing = self._missing(record, kept)
                if missing is not None:
                    words = shown(str(record.get("quote", record.get("relation"))))
                    message = f'"{words}" is left out: its {missing} is not among what was found in the text'
                    self._report.warning("ungrounded", message, line=marked.line)
        self.statements = [pair for pair in self.statements if self._missing(pair[1], kept) is None]
        self.relations = [pair for pair in self.relations if self._missing(pair[1], kept) is None]

    def _missing(self, record: Record, statements: set[str]) -> str | None:
        """What a record refers to that is not there."""
        if "relation" in record:
            wanted = set() if "subjectOneOf" in record else {"subject"}
            if not self._terms.relations.get(str(record["relation"]), True) and "oneOf" not in record:
                wanted.add("object")
        else:
            wanted = set() if record.get("mode") == "newsroom" else {"speaker"}
        for name in (*sorted(wanted), *(key for key in record if key not in wanted)):
            value = record.get(name)
            if name in ("statement", "within"):
                if value not in statements:
                    return name
            elif (name in wanted or self._is_reference(record, name)) and not self._things.is_known(value):
                return name
        return None
